"""Every figure that others published of these tables, against what the packages hold and the site displays.

`published_figures.csv` was tabulated by us: the figure as printed (so its precision shows), which cells of
ours it is about (`free+reduced`: two groups together, worked out from their counts), what we display, and,
where the two differ, why.
"""

import csv
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from .conftest import Opened

LINES = (Path(__file__).parent / "published_figures.csv").read_text("utf-8").splitlines()
FIGURES = list(csv.DictReader(LINES))
UNEQUAL = {
    ("2010-11", "meal_eligibility=free+reduced", "62", "63"),
    ("2014-15", "meal_eligibility=free+reduced", "75.9", "76.0"),
    ("2014-15", "race_ethnicity=black", "78.0", "78.1"),
}


def half_up(value: Fraction, like: str) -> str:
    """`value` with as many decimals as the text `like` has, halves away from zero."""
    step = Decimal(1).scaleb(-len(like.partition(".")[2]))
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(step, ROUND_HALF_UP))


def ours(package: Opened, figure: dict[str, str]) -> Fraction:
    """The displayed value of the cell; of several cells together, from their counts. Percent."""
    dimension, _, names = figure["group"].partition("=")
    groups = [{dimension: name} for name in names.split("+")] if names else [{}]
    cells = [package.cell(figure["period"], figure["place"], **group) for group in groups]
    if len(cells) == 1:
        return Fraction(cells[0]["value"])
    numerator, denominator = (sum(int(cell[each]) for cell in cells) for each in ("numerator", "denominator"))
    return 100 * Fraction(numerator, denominator)


def label(figure: dict[str, str]) -> str:
    return "-".join(figure[each] for each in ("place", "period", "group", "published"))


@pytest.mark.parametrize("figure", FIGURES, ids=label)
def test_equals_what_was_published(figure: dict[str, str], packages: dict[str, Opened]) -> None:
    value = ours(packages[figure["package"]], figure)
    if figure["unit"] == "one in N":
        value = 100 / value
    assert half_up(value, figure["published"]) == figure["ours"]
    assert (figure["ours"] == figure["published"]) == (figure["relation"] == "equal")
    assert bool(figure["why"]) == (figure["relation"] == "different")


def test_all_93_are_here_and_exactly_three_differ() -> None:
    assert Counter(figure["unit"] for figure in FIGURES) == {"percent": 90, "one in N": 3}
    different = {
        (figure["period"], figure["group"], figure["published"], figure["ours"])
        for figure in FIGURES
        if figure["relation"] == "different"
    }
    assert different == UNEQUAL
    assert all(figure["url"].startswith("http") and figure["source"] for figure in FIGURES)


def test_half_up_and_not_to_even() -> None:
    assert [half_up(Fraction(text), "0") for text in ("62.5", "63.5", "62.49")] == ["63", "64", "62"]
    assert half_up(Fraction(37316, 42234) * 100, "0.0") == "88.4"  # the state published 88.3, and so do we
