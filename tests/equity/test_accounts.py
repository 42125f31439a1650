"""Accounts: what may be shown is worked out from the cells again, so that a careless measure is caught."""

from dataclasses import replace
from fractions import Fraction

import pytest

from plugins.equity.accounts import named, numerals, revealed, shown_facts, tokens
from plugins.equity.disclosure import Key
from plugins.equity.languages import open_languages
from plugins.equity.measures import Question, measure

ROWS = [
    ("2018-19", "001", "", 60, 100),
    ("2018-19", "001", "asian", 30, 50),
    ("2018-19", "001", "black", "c", "c", "c"),
    ("2018-19", "001", "white", "c", 25, "72.0"),
]
ASIAN, BLACK, WHITE = ((("race_ethnicity", each),) for each in ("asian", "black", "white"))


def key(group):
    return Key("schools", "graduation", "2018-19", "001", group)


@pytest.fixture
def ask(protected):
    data = protected(ROWS)
    return data, lambda group: measure(data, Question("graduation", "rate", "001", "2018-19", group))


def test_what_is_measured_rightly_reveals_nothing(ask):
    data, rate = ask
    assert list(revealed(data, [rate(each) for each in (ASIAN, BLACK, WHITE, ())])) == []
    assert rate(WHITE).numerator is None


def test_a_measure_that_works_with_a_withheld_cell_is_caught(ask):
    data, rate = ask
    careless = replace(rate(ASIAN), cells=(key(ASIAN), key(BLACK)))
    assert list(revealed(data, [careless])) == [key(BLACK)]
    assert named(key(BLACK)) == "schools graduation 2018-19 001 race_ethnicity=black"


def test_a_measure_that_shows_a_withheld_count_or_another_number_is_caught(ask):
    data, rate = ask
    assert list(revealed(data, [replace(rate(WHITE), numerator=18)])) == [key(WHITE)]
    assert list(revealed(data, [replace(rate(ASIAN), value=Fraction(601, 10))])) == [key(ASIAN)]
    assert list(revealed(data, [replace(rate(ASIAN), value=Fraction(6003, 100))])) == []


def test_only_what_the_package_shows_is_a_fact(ask):
    data, _ = ask
    shown = {(key(ASIAN), "numerator"), (key(ASIAN), "value"), (key(WHITE), "denominator")}
    hidden = {(key(WHITE), "numerator"), (key(BLACK), "value"), (key((("sex", "male"),)), "value")}
    assert shown_facts(data, shown | hidden) == shown


def test_numbers_are_known_as_each_language_writes_them():
    assert tokens("De 1,799 a 2.517 (71.5%), 2018-19; 1\u202f799.") == {
        "1,799", "2.517", "71.5", "2018", "19", "1\u202f799",
    }  # fmt: skip
    assert tokens("Withheld") == frozenset()


@pytest.mark.parametrize(("code", "written"), [("en", "71.5"), ("de", "71,5")])
def test_numerals_follow_the_language(ask, tmp_path, code, written):
    _, rate = ask
    (language,), _ = open_languages((code,), tmp_path, tmp_path)
    assert written in numerals(replace(rate(ASIAN), value=Fraction(143, 2)), language)
    assert numerals(rate(BLACK), language) == frozenset()
