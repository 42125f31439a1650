"""One cell followed all the way: Connecticut, 2018-19, English learners: on page, in sentence, in file."""

from fractions import Fraction

import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from tests.site.figures_shown import REPORTS, shown
from tests.site.pages import numbers
from tests.site.second_opinion import written

pytestmark = pytest.mark.site
LEARNERS, OTHERS = (1799, 2517), (35452, 39558)
(FACTS,) = [each for each in REPORTS if each.slug == "english-learners-graduation"]
PAGE = "2019/english-learners-graduation/"


def test_what_is_to_be_shown_is_worked_out_here():
    gap = 100 * (Fraction(*OTHERS) - Fraction(*LEARNERS))
    assert written(gap, 3) == "18.146"
    low, high = confint_proportions_2indep(*OTHERS, *LEARNERS, compare="diff", method="newcomb")
    assert [written(100 * each) for each in (low, high)] == ["16.4", "20.0"]
    assert [written(100 * Fraction(*each)) for each in (LEARNERS, OTHERS)] == ["71.5", "89.6"]


@pytest.mark.parametrize(
    ("language", "learners", "others", "of"),
    [
        ("en", "English learners", "Students who are not English learners", "of"),
        ("es", "Aprendices de inglés", "Estudiantes que no son aprendices de inglés", "de"),
    ],
)
def test_table_sentence_and_download_say_the_same(site, language, learners, others, of):
    figure = shown(site.output, language, FACTS, "where-we-are")
    rows = {head.words: [each.words for each in cells] for head, *cells in figure.rows}
    assert rows[learners] == ["71.5%", f"1,799 {of} 2,517", rows[learners][2]]
    assert rows[others] == ["89.6%", f"35,452 {of} 39,558", rows[others][2]]
    lines = {line.label: (line.rate, line.numerator, line.denominator) for line in figure.lines}
    assert lines[learners] == ("71.5", "1799", "2517")
    assert lines[others] == ("89.6", "35452", "39558")
    summary = numbers(figure.words("summary"))
    assert summary[:9] == ["71.5", "1799", "2517", "89.6", "35452", "39558", "18.1", "16.4", "20.0"]
    assert numbers(figure.words("finding")) == ["18.1"]


@pytest.mark.parametrize(
    ("language", "of", "points"), [("en", "of", "percentage points"), ("es", "de", "puntos porcentuales")]
)
def test_standing_and_inline_values_say_the_same(site, language, of, points):
    page = site.page(f"{language}/{PAGE}")
    now = page.one("div", of="mark-now")
    assert now.one(of="mark-number").words == "71.5%"
    assert now.one(of="mark-detail").words == f"1,799 {of} 2,517"
    inline = {each["data-value"]: each.words for each in page.all("span", of="value")}
    told = {name: inline[name] for name in ("latest", "other-now", "gap", "cohort-now", "graduates-now")}
    assert told == {
        "latest": "71.5%",
        "other-now": "89.6%",
        "gap": f"18.1 {points}",
        "cohort-now": "2,517",
        "graduates-now": "1,799",
    }
    assert "18.1" in numbers(page.one(of="verdict").words)


def test_home_and_cycle_say_the_same(site):
    for address in ("", "en/", "es/", "en/2019/", "es/2019/"):
        page = site.page(address)
        lines = [each for part in page.all("ul", of="sentences") for each in part.all("li")]
        (line,) = [each for each in lines if "18.1" in each.words]
        assert numbers(line.words) == ["21.7", "18.1"]
        assert line.one("a")["href"].endswith("english-learners-graduation/")
