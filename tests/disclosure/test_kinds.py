"""Means, and rates of events, through `protect`: an attacker who has only what is written finds no number."""

import csv

import numpy as np
import pytest

from plugins.equity.disclosure.attacks import EXPOSED, attack
from plugins.equity.packages import open_package
from tests.disclosure.published_files import DIMENSIONS, Attacker, invented


def written(folder):
    with (folder / "data/graduation.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def group_of(row):
    return "+".join(row[each] for each in DIMENSIONS if row[each] != "all")


def means(seed=3):
    """Scores of invented students: people and the mean of each group, and the sums that nobody writes."""
    rows, places = invented(np.random.default_rng(seed), (2, 1), mean=16, rate=0.5)
    random, leaves = np.random.default_rng([seed, 1]), {}
    for _, place, group, _, n in rows:
        if "+" in group and "s" in place:
            leaves[place, group] = int(random.integers(20, 80, n).sum())
    made, sums = [], {}
    for period, place, group, _, n in rows:
        own = set(group.split("+")) - {""}
        total = sum(
            points
            for (at, other), points in leaves.items()
            if at.startswith(place if place != "ct" else "") and own <= set(other.split("+"))
        )
        sums[place, group] = (total, n)
        made.append((period, place, group, n, f"{total / n:.1f}" if n else "z"))
    return made, places, sums


def test_a_small_group_s_mean_does_not_follow_from_the_others(protect, opened):
    rows, places, sums = means()
    small = [(*each[:3], "c", "c") if 0 < each[3] < 10 else each for each in rows]
    left_open = attack([opened(small, origin="own", dimensions=DIMENSIONS, places=places, kind="mean")])
    assert any(each.verdict == EXPOSED for each in left_open.leaks)
    folder, _ = protect(rows, places, kind="mean")
    shown = {(each["place"], group_of(each)): each for each in written(folder)}
    assert all(shown[at]["status"] == "c" for at, (_, n) in sums.items() if 0 < n < 10)
    # What needs no protection is shown as it was.
    means_ = {(place, group): value for _, place, group, _, value in rows}
    kept = [at for at, each in shown.items() if each["status"] == "ok"]
    assert ("ct", "") in kept
    assert all(shown[at]["value"] == means_[at] for at in kept)
    package, problems = open_package(folder, folder.parents[1])
    assert problems == ()
    assert attack([package]).leaks == ()
    attacker = Attacker(folder)
    assert {each[1] for each in attacker.hidden} == {"k", "n"}
    for cell in attacker.hidden:
        _, role, _, place, *groups = cell
        group = "+".join(each for each in groups if each != "all")
        low, high = attacker.ends(cell)
        assert low <= sums[place, group][role == "n"] <= high
        assert high - low >= 4


def events(seed):
    """Events of invented people, at times more than there are people."""
    rows, places = invented(np.random.default_rng(seed), (1, 2), mean=18, rate=0.5)
    random, leaves = np.random.default_rng([seed, 2]), {}
    for _, place, group, _, n in rows:
        if "+" in group and "s" in place:
            leaves[place, group] = int(random.poisson(0.4 * n if "white" not in group else 1.4 * n))
    made = []
    for period, place, group, _, n in rows:
        own = set(group.split("+")) - {""}
        k = sum(
            many
            for (at, other), many in leaves.items()
            if at.startswith(place if place != "ct" else "") and own <= set(other.split("+"))
        )
        made.append(
            (period, place, group, k, n, f"{1000 * k / n:.1f}") if n else (period, place, group, 0, 0, "z")
        )
    return made, places


@pytest.mark.parametrize("seed", [1, 2])
def test_few_events_do_not_follow_from_rates_per_thousand(protect, opened, seed):
    rows, places = events(seed)
    few = [
        (*each[:3], "c", "c", "c")
        if 0 < each[4] < 10
        else (*each[:3], "c", each[4], "c")
        if 0 < each[3] < 5
        else each
        for each in rows
    ]
    facts = {"kind": "rate", "scale": 1000}
    assert attack([opened(few, origin="own", dimensions=DIMENSIONS, places=places, **facts)]).leaks
    folder, _ = protect(rows, places, **facts)
    truth = {(place, group): (k, n) for _, place, group, k, n, _ in rows}
    for each in written(folder):
        k, n = truth[each["place"], group_of(each)]
        assert each["status"] != "ok" or (n >= 10 and k >= 5)
    assert any(float(each["value"]) > 1000 for each in written(folder) if each["value"])
    package, problems = open_package(folder, folder.parents[1])
    assert problems == ()
    assert attack([package]).leaks == ()
    attacker = Attacker(folder)
    assert attacker.hidden
    for cell in attacker.hidden:
        _, role, _, place, *groups = cell
        group = "+".join(each for each in groups if each != "all")
        low, high = attacker.ends(cell)
        own = truth[place, group][role == "n"]
        assert low <= own <= high
        assert low < high
        assert low >= (10 if role == "n" else 5) or high - low >= 4


def test_a_group_of_nobody_is_withheld_where_the_policy_says_so(protect):
    rows = [
        ("2018-19", "ct", group, k, n)
        for group, k, n in (("", 90, 180), ("asian", 0, 0), ("black", 40, 85), ("white", 50, 95))
    ]
    for policy, status in (({"zero_policy": "hide"}, "c"), ({}, "ok")):
        folder, _ = protect(rows, policy=policy)
        (asian,) = [each for each in written(folder) if each["race_ethnicity"] == "asian"]
        assert asian["denominator_status"] == status
