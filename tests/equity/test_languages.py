"""Numbers and words of a language: rounded exactly, written as its readers expect, catalogues checked."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.equity.languages import exact, open_languages, read_catalogue, rounded

# --- rounding -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("88.35", 1, "88.4"),  # the binary float below it would give 88.3
        ("2.675", 2, "2.68"),
        ("1.005", 2, "1.01"),
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-0.5", 0, "-1"),
        ("-88.35", 1, "-88.4"),
        ("-0.04", 1, "0.0"),
        ("0.05", 1, "0.1"),
        ("99.95", 1, "100.0"),
        ("0", 1, "0.0"),
        ("7", 2, "7.00"),
        ("123456789012345678901234567890.5", 0, "123456789012345678901234567891"),
    ],
)
def test_rounding_is_half_up_from_the_exact_value(value, decimals, text):
    assert str(rounded(Fraction(value), decimals)) == text
    assert str(rounded(Decimal(value), decimals)) == text


def test_a_third_and_a_fraction_of_people_round_from_the_fraction_not_from_a_float():
    assert str(rounded(Fraction(1, 3), 1)) == "0.3"
    assert str(rounded(Fraction(100 * 1767, 2000), 1)) == "88.4"
    assert str(rounded(1799, 0)) == "1799"


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(0, 4))
def test_rounding_is_at_most_half_a_unit_away_and_the_mirror_image_of_its_negative(top, bottom, decimals):
    value, unit = Fraction(top, bottom), Fraction(1, 10**decimals)
    result = rounded(value, decimals)
    assert abs(Fraction(result) - value) <= unit / 2
    assert -result.as_tuple().exponent == decimals
    assert Fraction(rounded(-value, decimals)) == -Fraction(result)
    if abs(Fraction(result) - value) == unit / 2:
        assert abs(Fraction(result)) > abs(value)


def test_a_written_number_is_exact():
    assert exact(0.1) == exact("0.1") == Fraction(1, 10)
    assert exact(80) == 80
    for wrong in ("1/3", "1/0", "nan", "inf", "", "80 %"):
        with pytest.raises(ValueError, match=r"."):
            exact(wrong)


# --- writing --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def languages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("no-catalogues")
    return {each.code: each for each in open_languages(["en", "es", "ar", "fr", "tr"], folder, folder)[0]}


@pytest.mark.parametrize(
    ("code", "number", "percent", "whole", "negative"),
    [
        ("en", "1,799", "71.5%", "70.0%", "-18.1"),
        ("es", "1,799", "71.5%", "70.0%", "-18.1"),
        ("fr", "1\u202f799", "71,5\xa0%", "70,0\xa0%", "-18,1"),
        ("tr", "1.799", "%71,5", "%70,0", "-18,1"),
    ],
)
def test_numbers_are_written_as_readers_of_the_language_expect(
    languages, code, number, percent, whole, negative
):
    language = languages[code]
    assert language.number(1799) == number
    assert language.percent(Fraction(143, 2)) == percent
    assert language.percent(70) == whole
    assert language.number(Fraction(-181, 10), 1) == negative


def test_arabic_is_written_from_right_to_left_with_the_digits_of_its_readers_in_america(languages):
    arabic = languages["ar"]
    assert (arabic.direction, arabic.dir, languages["es"].dir) == ("rtl", "rtl", "ltr")
    plain = {ord(mark): None for mark in "\u200e\u200f\u061c"}
    assert arabic.number(1799).translate(plain) == "1,799"
    assert arabic.percent(Fraction(143, 2)).translate(plain) == "71.5%"


def test_what_is_written_is_what_was_rounded(languages):
    for language in languages.values():
        assert "88" in language.percent(exact("88.35"))
        assert "4" in language.percent(exact("88.35"))[-4:]
        assert language.percent(exact("99.95")).strip("%\xa0") in ("100.0", "100,0")
        assert language.number(exact("0.045"), 2).endswith("05")
        assert language.percent(exact("-0.04")) == language.percent(0)


def test_days_months_and_lists(languages):
    english, spanish = languages["en"], languages["es"]
    assert english.day(date(2020, 5, 27)) == "May 27, 2020"
    assert spanish.day(date(2020, 5, 27)) == "27 de mayo de 2020"
    assert english.month(date(2017, 7, 1)) == "July 2017"
    assert spanish.month(date(2017, 7, 1)) == "julio de 2017"
    assert english.listing(["a", "b", "c"]) == "a, b, and c"
    assert spanish.listing(["a", "b", "c"]) == "a, b y c"
    assert (english.name, spanish.name) == ("English", "Español")


def test_a_language_that_does_not_exist_is_told_and_the_others_open(tmp_path):
    languages, problems = open_languages(["en", "ess", "e_n", "", "xx-QQ"], tmp_path, tmp_path)
    assert [each.code for each in languages] == ["en"]
    assert [(each.path, each.code) for each in problems] == [("content/site.yaml", "language-unknown")] * 4
    assert problems[0].hint == "Did you mean 'es'?"


# --- catalogues -----------------------------------------------------------------------------------

HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)
TEMPLATE = HEAD + (
    'msgid "Gap of {size}"\nmsgstr ""\n\n'
    'msgid "One place"\nmsgid_plural "{count} places"\nmsgstr[0] ""\nmsgstr[1] ""\n'
)


def opened(tmp_path, catalogue, template=TEMPLATE):
    (tmp_path / "es").mkdir(exist_ok=True)
    (tmp_path / "site.pot").write_text(template, "utf-8")
    (tmp_path / "es" / "site.po").write_bytes(catalogue.encode() if isinstance(catalogue, str) else catalogue)
    (spanish,), problems = open_languages(["es"], tmp_path, tmp_path)
    return spanish, [(each.line, each.code) for each in problems]


def translation(gap='"Brecha de {size}"', one='"Un lugar"', many='"{count} lugares"', head=HEAD, before=""):
    plural = f"msgstr[0] {one}\nmsgstr[1] {many}\n"
    single = f'msgid "Gap of {{size}}"\nmsgstr {gap}\n\n'
    return f'{head}{before}{single}msgid "One place"\nmsgid_plural "{{count}} places"\n{plural}'


def test_a_whole_catalogue_speaks(tmp_path):
    spanish, problems = opened(tmp_path, translation())
    assert problems == []
    assert spanish.say("Gap of {size}", size=5) == "Brecha de 5"
    assert spanish.say_many("One place", "{count} places", 1) == "Un lugar"
    assert spanish.say_many("One place", "{count} places", 1799) == "1,799 lugares"


@pytest.mark.parametrize(
    ("catalogue", "expected"),
    [
        (translation(gap='""'), [(6, "translation-missing")]),
        (translation(many='""'), [(9, "translation-missing")]),
        (translation(before="#, fuzzy\n"), [(7, "translation-missing")]),
        (translation(gap='"Brecha de {tamaño}"'), [(6, "translation-placeholder")]),
        (translation(gap='"Brecha"'), [(6, "translation-placeholder")]),
        (translation(gap='"Brecha de {size"'), [(6, "translation-placeholder")]),
        (translation(gap='"Brecha de {size} }"'), [(6, "translation-placeholder")]),
        (translation(gap='"Brecha {size} {}"'), [(6, "translation-placeholder")]),
        (translation(many='"{counts} lugares"'), [(9, "translation-placeholder")]),
        (HEAD, [(0, "translation-missing"), (0, "translation-missing")]),
    ],
)
def test_what_is_missing_or_has_other_placeholders_is_told_with_its_line(tmp_path, catalogue, expected):
    spanish, problems = opened(tmp_path, catalogue)
    assert problems == expected
    assert spanish.number(1799) == "1,799"


@pytest.mark.parametrize(
    ("catalogue", "line"),
    [
        ("not a catalogue at all\n", 1),
        (HEAD + "msgid 'x'\n", 6),
        (HEAD + 'msgid "a"\nmsgid_plural "b"\nmsgstr[7] "c"\n', 6),
        (b'msgid "\xff"\nmsgstr "\xfe"\n', 0),
        (HEAD.replace("UTF-8", "klingon") + 'msgid "\u00e9"\nmsgstr "x"\n', 0),
        (translation(head=HEAD.replace("nplurals=2", "nplurals=x")), 0),
    ],
)
def test_a_broken_catalogue_is_one_problem_and_raises_nothing(tmp_path, catalogue, line):
    spanish, problems = opened(tmp_path, catalogue)
    assert problems == [(line, "catalogue-broken")]
    assert spanish.say_many("One place", "{count} places", 5) == "5 places"


@pytest.mark.parametrize("rule", ["import os", "(n !! 1)", "n/0", "n" * 2000, "((((n))))", ""])
def test_a_strange_rule_for_plurals_raises_nothing(tmp_path, rule):
    spanish, _ = opened(tmp_path, translation(head=HEAD.replace("(n != 1)", rule)))
    assert spanish.say_many("One place", "{count} places", 5).startswith("5 ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("%(size)s puntos", []),
        ("%(tamaño)s puntos", [(6, "translation-placeholder")]),
        ("puntos", [(6, "translation-placeholder")]),
    ],
)
def test_placeholders_of_the_older_kind_are_compared_too(tmp_path, text, told):
    template = HEAD + 'msgid "%(size)s points"\nmsgstr ""\n'
    assert opened(tmp_path, HEAD + f'msgid "%(size)s points"\nmsgstr "{text}"\n', template)[1] == told


def test_a_catalogue_that_is_not_there_says_which(tmp_path):
    catalogue, (problem,) = read_catalogue(tmp_path / "es" / "site.po", tmp_path)
    assert catalogue is None
    assert (problem.path, problem.code) == ("es/site.po", "catalogue-missing")
    (tmp_path / "folder.po").mkdir()
    assert read_catalogue(tmp_path / "folder.po", tmp_path)[1][0].code == "catalogue-missing"
