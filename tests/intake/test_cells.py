"""What publishers write in a number cell, one by one."""

import pytest

from plugins.intake.cells import Rule, read, unwrapped
from plugins.intake.rules import Writing

SHARE = Rule(whole=False, decimals=1, most=100, percent=True)
COUNT = Rule(whole=True, decimals=0)
MEAN = Rule(whole=False, decimals=2, negative=True)
PLAIN = Writing({"*": "c", "N/A": "z", "": "x", "PS": "c", "-9999": "c"})
RANGED = Writing(PLAIN.markers, ranges=True)


@pytest.mark.parametrize(
    ("cell", "rule", "text"),
    [
        ("88", SHARE, "88.0"),
        ("88.4", SHARE, "88.4"),
        ("88.40", SHARE, "88.4"),
        ("0", SHARE, "0.0"),
        (" 88 ", SHARE, "88.0"),
        ("\u00a088\u00a0", SHARE, "88.0"),
        ("71.5%", SHARE, "71.5"),
        ("71.5 %", SHARE, "71.5"),
        ('="12"', COUNT, "12"),
        ("012", COUNT, "12"),
        ("12.0", COUNT, "12"),
        ("-3.25", MEAN, "-3.25"),
    ],
)
def test_a_number(cell: str, rule: Rule, text: str) -> None:
    found = read(cell, PLAIN, rule)
    assert (found.text, found.status, found.fault) == (text, "ok", "")


@pytest.mark.parametrize(
    ("cell", "status"),
    [("*", "c"), ("N/A", "z"), ("", "x"), (" * ", "c"), ("-9999", "c"), ('=""', "x"), ("PS", "c")],
)
def test_a_marker_leaves_the_cell_blank(cell: str, status: str) -> None:
    found = read(cell, PLAIN, SHARE)
    assert (found.text, found.low, found.high, found.status, found.fault) == ("", "", "", status, "")


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("**", SHARE),
        ("n/a", SHARE),
        ("ps", SHARE),
        ("88.45", SHARE),
        ("12.5", COUNT),
        ("12%", COUNT),
        ("1,799", COUNT),
        ("71,5", SHARE),
        ("-5", COUNT),
        ("NaN", SHARE),
        ("1e3", COUNT),
        ("٣", COUNT),
        ("<5", SHARE),
        ("21-39", SHARE),
        ("5 6", COUNT),
        ("9" * 16, COUNT),
    ],
)
def test_what_is_not_understood_is_no_number_and_has_a_remedy(cell: str, rule: Rule) -> None:
    found = read(cell, PLAIN, rule)
    assert found.fault
    assert found.hint
    assert (found.text, found.low) == ("", "")


@pytest.mark.parametrize(
    ("cell", "decimal", "thousands", "text"),
    [
        ("1.799", ",", ".", "1799.0"),
        ("1.799,5", ",", ".", "1799.5"),
        ("71,5", ",", "", "71.5"),
        ("1,799", ".", ",", "1799.0"),
        ("1 799", ".", " ", "1799.0"),
        ("1\u202f799", ".", " ", "1799.0"),
        ("12,345,678.5", ".", ",", "12345678.5"),
        ("1799", ".", ",", "1799.0"),
    ],
)
def test_signs_are_as_declared(cell: str, decimal: str, thousands: str, text: str) -> None:
    rule = Rule(whole=False, decimals=1)
    assert read(cell, Writing({}, decimal, thousands), rule).text == text


@pytest.mark.parametrize("cell", ["17,99", "1,7999", ",799", "1,,799"])
def test_thousands_stand_in_threes(cell: str) -> None:
    assert read(cell, Writing({}, ".", ","), COUNT).fault


@pytest.mark.parametrize(
    ("cell", "rule", "low", "high"),
    [
        ("<5", COUNT, "0", "4"),
        ("<=5", COUNT, "0", "5"),
        ("≤5", COUNT, "0", "5"),
        ("1-5", COUNT, "1", "5"),
        ("<5", SHARE, "0", "5"),
        ("<5%", SHARE, "0", "5"),
        ("LE5", SHARE, "0", "5"),
        ("LT50", SHARE, "0", "50"),
        ("LT 50", SHARE, "0", "50"),
        (">95", SHARE, "95", "100"),
        (">=95", SHARE, "95", "100"),
        ("≥95%", SHARE, "95", "100"),
        ("GE95", SHARE, "95", "100"),
        ("GT90", SHARE, "90", "100"),
        ("ge95", SHARE, "95", "100"),
        ("21-39", SHARE, "21", "39"),
        ("21–39%", SHARE, "21", "39"),
        ("21% - 39%", SHARE, "21", "39"),
        ("20.5-39.5", SHARE, "20.5", "39.5"),
        ("40 to 59", SHARE, "40", "59"),
    ],
)
def test_a_range_is_a_value_with_ends(cell: str, rule: Rule, low: str, high: str) -> None:
    found = read(cell, RANGED, rule)
    assert (found.text, found.low, found.high, found.status, found.fault) == ("", low, high, "ok", "")
    assert "ranges: true" in read(cell, PLAIN, rule).hint


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        (">5", COUNT),
        ("GE95", Rule(False, 1)),
        ("39-21", SHARE),
        ("90-120", SHARE),
        ("<0", COUNT),
        ("2018-19", SHARE),
    ],
)
def test_a_range_that_cannot_be_is_told(cell: str, rule: Rule) -> None:
    assert read(cell, RANGED, rule).fault


def test_rounding_and_fractions_only_where_the_recipe_says_so() -> None:
    assert read("88.45", PLAIN, Rule(False, 1, 100, round=True)).text == "88.5"
    assert read("88.45", PLAIN, Rule(False, 1, 100, round=True)).rounded
    assert not read("88.4", PLAIN, Rule(False, 1, 100, round=True)).rounded
    assert read("0.715", PLAIN, Rule(False, 1, 100, fractions=True)).text == "71.5"
    assert read("1", PLAIN, Rule(False, 1, 100, fractions=True)).text == "100.0"
    assert read("0.7155", PLAIN, Rule(False, 1, 100, fractions=True)).fault
    ranged = read(">0.95", RANGED, Rule(False, 1, 100, fractions=True))
    assert (ranged.low, ranged.high) == ("95", "100")


def test_the_wrapper_of_a_code_goes_and_its_zeros_stay() -> None:
    assert unwrapped('="0010011"') == "0010011"
    assert unwrapped("0010011") == "0010011"
    assert unwrapped('=""') == ""
