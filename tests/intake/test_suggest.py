"""A recipe proposed from a file, its blanks filled in by hand, imports; what is unsure is said."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.equity.packages import open_package
from plugins.equity.problems import tell
from plugins.intake.importing import run_import
from plugins.intake.suggesting import suggest

from . import test_shapes as shapes
from .conftest import TIDY

# Which file of a shape is shown, and how many of the 20 rows it holds.
SHOWN = [
    (shapes.a_column_per_dimension, "rates.csv", 20),
    (shapes.blanks_mean_everybody, "rates.csv", 20),
    (shapes.a_pair_of_columns, "rates.tsv", 20),
    (shapes.one_column_of_groups, "rates.xlsx", 20),
    (shapes.wide_and_in_separate_files, "rates.csv", 20),
    (shapes.wide_with_two_heading_rows, "wide.xlsx", 20),
    (shapes.wide_with_the_measure_in_the_heading, "wide.parquet", 20),
    (shapes.a_file_per_year_and_breakdown, "race/grad__2018-19_race.csv", 8),
    (shapes.a_file_per_group, "2018-black.csv", 20),
    (shapes.a_sheet_per_year, "years.xlsx", 20),
    (shapes.open_sdg, "indicator.csv", 20),
    (shapes.an_old_data_package, "old/datapackage.json", 20),
    (shapes.our_own_table, "ours.parquet", 20),
]


def filled(described: dict[str, Any]) -> dict[str, Any]:
    """What a person must add: no table tells it."""
    described["licenses"] = [
        {"name": "ODC-PDDL-1.0", "path": "https://opendatacommons.org/licenses/pddl/1-0/"}
    ]
    described["sources"] = [{"title": "Made for a test"}]
    described["equity"]["origin"] = {"kind": "republished", "publisher": "Made for a test"}
    for facts in described["equity"]["indicators"].values():
        facts |= {"direction": "favourable", "definition": "Made for a test."}
        facts["sentence"] = "In {place}, {value} of {group} graduated ({period})."
        facts |= {"numerator_label": "Graduates", "denominator_label": "Students"}
    for facts in described["equity"]["dimensions"].values():
        facts["relation"] = "exclusive"
    return described


@pytest.fixture
def shown(tmp_path: Path) -> Callable[..., Path]:
    """A project with the files of a shape in its folder `files`."""

    def make(shape: Callable[[], shapes.Made]) -> Path:
        for name, content in shape()[1].items():
            path = tmp_path / "files" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return make


@pytest.mark.parametrize(("shape", "name", "rows"), SHOWN, ids=[each[0].__name__ for each in SHOWN])
def test_a_proposal_with_its_blanks_filled_in_imports(
    shown: Callable[..., Path], shape: Callable[[], shapes.Made], name: str, rows: int
) -> None:
    root = shown(shape)
    home = root / "datapackages" / "schools"
    outcome = suggest(root, root / "files" / name, "schools")
    assert outcome.written, tell(outcome.problems)
    described = json.loads((home / "datapackage.json").read_text("utf-8"))
    (home / "datapackage.json").write_text(json.dumps(filled(described)), "utf-8")
    recipe = (home / "recipe.yaml").read_text("utf-8")
    done = run_import(root, "schools")
    assert done.written, tell(done.problems) + recipe
    package, problems = open_package(home, root, ("en",))
    assert package is not None, tell(problems)
    table = (home / "data" / "schools.csv").read_text("utf-8")
    assert len(table.splitlines()) == rows + 1, recipe + table
    if rows == 20:
        values = [line.split(",")[6] for line in TIDY.splitlines()]
        at = table.splitlines()[0].split(",").index("value")
        numbers = [line.split(",")[at] for line in table.splitlines()]
        assert sorted(numbers) == sorted(values), recipe + table
