"""A rate times its denominator gives its numerator: none that the policy calls sensitive follows so."""

import csv
from fractions import Fraction
from math import ceil, floor

import numpy as np
import pytest

from plugins.equity.disclosure.primary import sensitive
from plugins.equity.policies import DEFAULTS
from tests.disclosure.published_files import DIMENSIONS, invented

CLOSE = DEFAULTS.min_interval


def counts(row):
    """The least and the most people who can be behind one row: its rate or range, and its denominator."""
    people = int(row["denominator"])
    low, high = Fraction(0), Fraction(100)
    if row["value"]:
        half = Fraction(1, 2 * 10 ** len(row["value"].partition(".")[2]))
        low, high = Fraction(row["value"]) - half, Fraction(row["value"]) + half
    elif row["value_low"]:
        low, high = Fraction(row["value_low"]), Fraction(row["value_high"])
    return max(0, ceil(low * people / 100)), min(people, floor(high * people / 100))


def narrowed(rows, truth):
    """The rows with a sensitive numerator that their own rate and denominator leave too few values."""
    found = []
    for row in rows:
        group = "+".join(row[each] for each in DIMENSIONS if row[each] != "all")
        k, n = truth[row["place"], group]
        told = sensitive(np.array([float(n)]), np.array([float(k)]), DEFAULTS)
        if row["denominator"] and n and bool(told.few[0] | told.all_or_none[0]):
            low, high = counts(row)
            assert low <= k <= high
            if high - low < CLOSE:
                found.append(row)
    return found


@pytest.mark.parametrize("rate", [0.06, 0.94])
def test_no_sensitive_numerator_is_narrowed_by_its_rate_and_people(protect, rate):
    rows, places = invented(np.random.default_rng(1), (1, 2), mean=24, rate=rate)
    folder, _ = protect(rows, places)
    with (folder / "data/graduation.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    truth = {(place, group): (k, n) for _, place, group, k, n in rows}
    assert narrowed(written, truth) == []
    # Others are known to whoever multiplies: nothing rests on their absence.
    shown = [each for each in written if each["value"] and each["denominator"]]
    exact = [each for each in shown if counts(each)[0] == counts(each)[1]]
    assert not any(each["numerator"] for each in shown)
    assert exact
    # The same table with its rates as they are is one in which such numerators follow.
    bare = [
        {**each, "denominator": str(n), "value": f"{100 * k / n:.0f}", "value_low": ""}
        for each in written
        for k, n in [truth[each["place"], "+".join(each[d] for d in DIMENSIONS if each[d] != "all")]]
        if n
    ]
    assert narrowed(bare, truth)
