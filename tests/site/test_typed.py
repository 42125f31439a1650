"""Typed numbers against the values of a report: what is told of, and what is nobody's mistake."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.equity.languages import open_languages
from plugins.typed import Numbers, Shown, check_typed
from tests.site.projects import ROOT

(ENGLISH, SPANISH, GERMAN), _ = open_languages(("en", "es", "de"), ROOT / "theme/translations", ROOT)
VALUES = (
    Shown("latest", "71.5%", Fraction(1799 * 100, 2517), "percent", 1),
    Shown("gap", "18.1 percentage points", Fraction(181, 10), "points", 1),
    Shown("graduates", "1,799", Fraction(1799), "count", 0),
    Shown("ratio", "2.1 times", Fraction(21, 10), "times", 1),
    Shown("target", "80%", Fraction(80), "percent", 0),
)
WORDS = {"en": ("Students", "Graduates"), "es": ("Estudiantes", "Graduados"), "de": ("Schüler",)}


def told(text, language=ENGLISH, head=0):
    """Code and value of each warning about a text."""
    numbers = Numbers(language, lambda: VALUES, lambda: WORDS[language.code])
    found = list(check_typed(text.split("\n"), 1, "en.md", numbers, head))
    assert all(each.severity == "warning" for each in found)
    named = [next((each.id for each in VALUES if f"[[value {each.id}]]" in p.hint), "") for p in found]
    return [(each.line, each.code, id_) for each, id_ in zip(found, named, strict=True)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (ENGLISH, "It was 71.5%.", ("number-typed", "latest")),
        (ENGLISH, "It was 71.5 percent.", ("number-typed", "latest")),
        (ENGLISH, "Nearly 71 percent.", ("number-typed", "latest")),
        (ENGLISH, "Nearly 72%.", ("number-contradicted", "latest")),
        (ENGLISH, "The goal is 80%.", ("number-typed", "target")),
        (ENGLISH, "A gap of 18.1 percentage points.", ("number-typed", "gap")),
        (ENGLISH, "A gap of 17 percentage points.", ("number-contradicted", "gap")),
        (ENGLISH, "Schools had 1,799 of those students.", ("number-typed", "graduates")),
        (ENGLISH, "There were 1,801 graduates.", ("number-contradicted", "graduates")),
        (SPANISH, "Fue de 71.5%.", ("number-typed", "latest")),
        (SPANISH, "Fue de 71.5 por ciento.", ("number-typed", "latest")),
        (SPANISH, "Una brecha de 18.1 puntos porcentuales.", ("number-typed", "gap")),
        (SPANISH, "Fueron 1,799 estudiantes.", ("number-typed", "graduates")),
        (GERMAN, "Es waren 71,5 %.", ("number-typed", "latest")),
        (GERMAN, "Es waren 1.799 Schüler.", ("number-typed", "graduates")),
    ],
)
def test_a_number_that_the_data_hold_or_contradict(language, text, expected):
    assert told(text, language) == [(1, *expected)]


@pytest.mark.parametrize(
    "text",
    [
        "It was [[value latest]], of [[value graduates]] students.",
        "Before 40% there was less.",
        "In 2018-19, in 2019, on 71 days.",
        "In 2019 students went home.",
        "71. Students come first.",
        "`71.5%`",
        "```\n71.5%\n```",
        "A [report of 71 percent](https://example.org/) says so.",
        "A district says 72 percent, [in its report](https://example.org/).",
        "The ratio is 2.1.",
        "It costs $71.5% more.",
        "Only 1,799 days.",
        "71.5 percentages",
    ],
)
def test_what_is_nobody_s_mistake(text):
    assert told(text) == []


def test_next_to_a_source_only_the_same_number_is_told():
    """A limit of 80 percent in a law may be as large as our target; 71.5% written out can only be ours."""
    source = "[the law](https://example.org/)"
    assert told(f"By {source}, a school needs 80 percent.") == []
    assert told(f"By {source}, it was 71.5%.") == [(1, "number-typed", "latest")]


def test_a_source_covers_its_paragraph_and_no_other():
    text = "See [a source](https://example.org/):\nit says 72%.\n\nHere it is 72%.\n\n- and 72%\n- or 73%"
    assert [line for line, _, _ in told(text)] == [4, 6, 7]


def test_in_the_head_the_remedy_is_words():
    numbers = Numbers(ENGLISH, lambda: VALUES, lambda: WORDS["en"])
    (problem,) = check_typed(["Title: Now 71.5% graduate"], 1, "en.md", numbers, 2)
    assert problem.hint.startswith("Say it in words")


def test_nothing_is_measured_when_no_number_is_typed():
    def never():
        raise AssertionError("measured")

    assert list(check_typed(["No number here, in 2019."], 1, "en.md", Numbers(ENGLISH, never, never))) == []


@given(st.integers(1, 999), st.integers(0, 2))
def test_each_way_to_round_a_value_is_recognised(tenths, decimals):
    value = Shown("it", "", Fraction(tenths, 10), "percent", 1)
    numbers = Numbers(ENGLISH, lambda: (value,), lambda: ())
    text = ENGLISH.percent(value.size, min(decimals, 1))
    (problem,) = check_typed([f"It is {text}."], 1, "en.md", numbers)
    assert (problem.code, "[[value it]]" in problem.hint) == ("number-typed", True)


@given(st.text(max_size=60))
def test_any_text_can_be_read(text):
    assert isinstance(told(text), list)
