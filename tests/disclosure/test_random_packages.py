"""Packages drawn by chance and protected: an attacker who has only the published files finds nothing in them.

Hundreds of tables of places in places, two crossed groupings, people and those of them who are counted,
rates rounded; thousands at night (`PLUMBLINE_NIGHTLY`). Then the attacker himself is tried: he must get in
where one cell less is hidden, and where the product forgets a kind of sums.
"""

import csv
import shutil

import numpy as np
import pytest

from plugins.equity import gate
from plugins.equity.disclosure import grids, linking
from plugins.equity.disclosure.attacks import EXPOSED, attack
from plugins.equity.packages import open_package
from tests.disclosure.naive import naive
from tests.disclosure.published_files import (
    DIMENSIONS,
    Attacker,
    contradicted,
    invented,
    read,
    sensitive,
    truth_of,
)
from tests.disclosure.tables import many

SHAPES = ((1,), (2,), (3,), (1, 1), (2, 1), (2, 2), (1, 1, 1), (1, 3))
LARGE = ((3, 1, 3), (2, 3), (3, 3))
BY_REASON = {"value": True, "reason": "A rule for tests alone.", "date": "2026-09-01"}
STRICTER = {"min_n": 15, "min_interval": 6, "residual_min": 20}
OTHER = (
    STRICTER,
    {"overrides": [{"key": "publish_counts", **BY_REASON}]},
    {"zero_policy": "hide"},
    {"min_cell": 8, "percent_decimals": 0},
)


@pytest.fixture(autouse=True)
def rows_once(monkeypatch):
    """Frictionless reads every row a second time; it has tests of its own."""
    monkeypatch.setattr(gate, "_standard", lambda *_: ())


def drawn(seed):
    """Rows, places, and the other facts of an extract; three of four have the rules that hold for all."""
    random = np.random.default_rng(seed)
    shapes = LARGE if seed % 10 == 9 else SHAPES
    kind = "count" if seed % 5 == 4 else "proportion"
    rows, places = invented(
        random,
        shapes[random.integers(len(shapes))],
        mean=float(random.choice([3, 8, 14, 40])),
        rate=float(random.choice([0.1, 0.6, 0.9, 0.97])),
        crossed=bool(random.integers(3)) or seed % 6 == 1,
    )
    if seed % 6 == 1:
        # Rows of nobody are not always written.
        rows = [row for row in rows if row[4]]
    facts = {"policy": OTHER[seed // 4 % len(OTHER)] if seed % 4 == 3 else None}
    if seed % 8 == 5:
        # Groups that are not all there are, or that one may be in several of.
        partly = seed % 16 == 5
        rows = [row for row in rows if not partly or "white" not in row[2]]
        relation = {"complete": False} if partly else {"relation": "overlapping"}
        facts["relations"] = {"race_ethnicity": relation}
    if kind == "count":
        facts |= {"kind": kind, "decimals": 0}
    return rows, places, facts


def against(folder, facts, seed):
    """The attacker of a package; where groups of nobody are hidden, hidden may be nobody.

    He counts groups without a row too, where some were left out.
    """
    policy = facts["policy"] or {}
    return Attacker(
        folder,
        least=0 if policy.get("zero_policy") == "hide" else 1,
        whole=seed % 6 == 1 and "relations" not in facts,
    )


def removed(folder):
    shutil.rmtree(folder.parents[2])


@pytest.mark.parametrize("seed", range(many(200)))
def test_no_withheld_number_follows_nor_nearly(protect, seed):
    rows, places, facts = drawn(seed)
    folder, _ = protect(rows, places, **facts)
    attacker, truth = against(folder, facts, seed), truth_of(rows)
    assert contradicted(attacker, truth) == []
    assert attacker.leaks(also=sensitive(attacker, truth)) == {}
    removed(folder)


def test_something_is_withheld_in_most_of_them_and_something_is_shown():
    """Else all the above would pass for want of anything to find."""
    some = [truth_of(drawn(seed)[0]) for seed in range(40)]
    small = [sum(0 < n < 10 for _, n in each.values()) / len(each) for each in some]
    assert sum(each > 0 for each in small) >= 25
    assert max(small) < 0.9


# --- does the attacker bite? ----------------------------------------------------------------------


def rewritten(folder, change):
    """The table of a package with its rows changed."""
    path = folder / "data/graduation.csv"
    rows = read(path)
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def uncovered(rows, at, truth):
    """One row shows the size of its group, which was withheld."""
    row = rows[at]
    group = "+".join(each for each in (row["race_ethnicity"], row["sex"]) if each != "all")
    row["denominator"], row["denominator_status"] = truth[row["period"], row["place"], group][1], "ok"


def complementary(folder, truth):
    """The rows whose people are withheld for the sake of others alone."""
    for at, row in enumerate(read(folder / "data/graduation.csv")):
        group = "+".join(each for each in (row["race_ethnicity"], row["sex"]) if each != "all")
        if row["denominator_status"] == "c" and truth[row["period"], row["place"], group][1] >= 10:
            yield at


def test_one_cell_less_lets_him_in_and_the_audit_says_so_too(protect):
    """The fault: of what is hidden besides, one row is shown. Attacker and audit agree on every such row."""
    tables, let_in = 0, 0
    for seed in range(14):
        rows, places = invented(np.random.default_rng(seed), SHAPES[seed % len(SHAPES)], mean=9)
        folder, _ = protect(rows, places)
        truth, kept = truth_of(rows), (folder / "data/graduation.csv").read_bytes()
        found = []
        for at in list(complementary(folder, truth))[:2]:
            rewritten(folder, lambda table, at=at, truth=truth: uncovered(table, at, truth))
            found.append(bool(Attacker(folder).leaks()))
            package, problems = open_package(folder, folder.parents[1])
            assert package is not None, problems
            assert bool(attack([package]).leaks) == found[-1], (seed, at)
            (folder / "data/graduation.csv").write_bytes(kept)
        tables += bool(found)
        let_in += any(found)
    assert tables >= 10
    assert let_in >= tables - 1


@pytest.mark.parametrize("by", ["race_ethnicity", "sex", ""], ids=["by race", "by sex", "by place"])
def test_he_gets_in_where_the_product_forgets_sums(protect, monkeypatch, by):
    """The fault: equations of one kind are missing in what is protected and in what is audited alike."""

    def forgetful(grid, package):
        return (each for each in grids.families(grid, package) if each.through != by)

    monkeypatch.setattr(linking, "families", forgetful)
    caught = 0
    for seed in range(4):
        rows, places = invented(np.random.default_rng(seed), (1, 2), mean=9)
        folder, _ = protect(rows, places)
        package, _ = open_package(folder, folder.parents[1])
        assert attack([package]).leaks == ()
        caught += bool(Attacker(folder).leaks())
    assert caught >= 3


def test_hiding_small_groups_alone_is_found_by_both_cell_for_cell(opened):
    """What rules of thumb leave open: the audit and the attacker name the same numbers."""
    opens, roles = 0, {"k": "numerator", "rest": "numerator", "n": "denominator"}
    for seed in range(16):
        rows, places = invented(np.random.default_rng(seed), (2, 1), mean=12)
        package = opened(naive(rows), origin="own", dimensions=DIMENSIONS, places=places)
        found = Attacker(package.folder).leaks()
        his = {(roles[each[1]], *each[2:]) for each, (low, high) in found.items() if low == high}
        ours = {(leak.role, *named(leak)) for leak in attack([package]).leaks if leak.verdict == EXPOSED}
        assert his == ours, seed
        opens += bool(his)
    assert opens >= 13


def named(leak):
    """Period, place and groups of a cell that the audit found."""
    period, place, group = leak.series.grid.name(leak.at)
    return period, place, *(dict(group).get(each, "all") for each in DIMENSIONS)
