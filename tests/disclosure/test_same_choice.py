"""What is hidden depends on the numbers alone: not on the process, its hash seed, or the order of rows."""

import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from plugins.equity.disclosure import hiding
from plugins.protecting import protect_extract
from tests.disclosure.published_files import DIMENSIONS, invented, read

ROOT = Path(__file__).resolve().parents[2]
CODE = """
import sys
from pathlib import Path
from plugins.protecting import protect_extract
for extract, site in zip(sys.argv[1::2], sys.argv[2::2]):
    made = protect_extract(Path(extract), Path(site))
    assert made.summary, made.problems
"""
# A price that hangs on hashes of words, as the order of a set does.
HASHED = """
import numpy as np
from plugins.equity.disclosure import hiding
def levels(extract):
    series = extract.facts.series[0]
    found = [hash(str(series.grid.name(each))) % 9 for each in range(len(series.grid))]
    return _spread(extract, np.array(found))
def _spread(extract, found):
    levels, series = np.zeros(extract.system.cells, dtype=np.int64), extract.facts.series[0]
    for role in series.roles:
        np.maximum.at(levels, extract.system.number[series.cells(role)], found)
    return levels
hiding.levels = levels
"""
SHAPES = ((2, 3), (1, 2, 2), (3,))


def shuffled(table, seed):
    """The rows of a file in another order."""
    head, *lines = table.read_text("utf-8").splitlines()
    random.Random(seed).shuffle(lines)
    table.write_text("\n".join((head, *lines, "")), "utf-8")


def shown(site):
    """The rows of the package of a site, by period, place and groups."""
    rows = read(site / "datapackages/schools/data/graduation.csv")
    return {(row["period"], row["place"], *(row[each] for each in DIMENSIONS)): row for row in rows}


def extracts_of(extracts, seed):
    """Extracts of several shapes, each with two empty sites."""
    for shape in SHAPES:
        rows, places = invented(np.random.default_rng(seed), shape, mean=8)
        extract, one = extracts(rows, places)
        yield extract, one, extracts(rows, places)[1]


def in_processes(made, code):
    """Protects each extract for both of its sites, in two processes with other hash seeds."""
    for at, seed in ((1, "1"), (2, "77")):
        given = [str(path) for each in made for path in (each[0], each[at])]
        done = subprocess.run(
            [sys.executable, "-c", code, *given],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr


def written(site):
    return {
        each.relative_to(site).as_posix(): each.read_bytes() for each in site.rglob("*") if each.is_file()
    }


def test_two_processes_write_the_same_bytes(extracts):
    made = list(extracts_of(extracts, 1))
    in_processes(made, CODE)
    for _, one, other in made:
        assert written(one) == written(other)
        assert {f"datapackages/schools/{each}" for each in ("protection.md", "data/graduation.csv")} <= {
            *written(one)
        }
        assert any(row["denominator_status"] == "c" for row in shown(one).values())


def test_a_choice_by_hashes_would_be_seen(extracts):
    made = list(extracts_of(extracts, 1))
    in_processes(made, HASHED + CODE)
    assert any(written(one) != written(other) for _, one, other in made)


def in_another_order(extracts, shape, seed):
    """The rows that are shown of an extract as it is, and of one with its files' rows shuffled."""
    rows, places = invented(np.random.default_rng(10 + len(shape)), shape, mean=8)
    found = []
    for order in (None, seed):
        extract, site = extracts(rows, places)
        if order is not None:
            shuffled(extract / "data/graduation.csv", order)
            shuffled(extract / "data/places.csv", order)
        made = protect_extract(extract, site)
        assert made.summary, made.problems
        found.append(shown(site))
    return found


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_rows_in_another_order_are_hidden_alike(extracts, shape):
    for seed in range(3):
        usual, other = in_another_order(extracts, shape, seed)
        assert list(other) != list(usual)
        assert other == usual, seed
        assert {row["denominator_status"] for row in usual.values()} >= {"c", "ok"}


def test_a_choice_by_the_order_of_rows_would_be_seen(extracts, monkeypatch):
    def levels(extract):
        series, found = extract.facts.series[0], np.zeros(extract.system.cells, dtype=np.int64)
        for role in series.roles:
            np.maximum.at(found, extract.system.number[series.cells(role)], series.grid.rows[0] % 9)
        return found

    monkeypatch.setattr(hiding, "levels", levels)
    pairs = [in_another_order(extracts, shape, 0) for shape in SHAPES]
    assert any(usual != other for usual, other in pairs)
