"""Figures that others published of the same tables, against what the line works out and the pages show.

The list, and why three of its 93 figures differ, is `tests/data/published_figures.csv`.
"""

import csv
from fractions import Fraction

import pytest

from plugins.equity.disclosure import Protected, guard
from plugins.equity.languages import open_languages
from plugins.equity.measures import Question, measure
from plugins.equity.packages import open_package
from plugins.equity.problems import tell
from plugins.equity.sentences import written as in_words
from tests.site.figures_shown import FIGURES, LANGUAGES, shown
from tests.site.projects import ROOT
from tests.site.second_opinion import written

pytestmark = pytest.mark.site
with (ROOT / "tests/data/published_figures.csv").open(encoding="utf-8", newline="") as file:
    PUBLISHED = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def packages(site) -> dict[str, Protected]:
    found = {}
    for name in sorted({each["package"] for each in PUBLISHED}):
        package, problems = open_package(
            ROOT / "datapackages" / name, ROOT, LANGUAGES, site.root / ".cache/plumbline"
        )
        assert package is not None, tell(problems)
        protected, problems = guard(package)
        assert protected is not None, tell(problems)
        found[name] = protected
    return found


def groups(figure) -> list[tuple[tuple[str, str], ...]]:
    """`meal_eligibility=free+reduced`: two groups, to be taken together."""
    dimension, _, names = figure["group"].partition("=")
    return [((dimension, each),) for each in names.split("+")] if names else [()]


def ask(packages, figure, kind, group):
    question = Question(figure["indicator"], kind, figure["place"], figure["period"], group)
    return measure(packages[figure["package"]], question)


def displayed(packages, figure, language) -> str:
    """What the site would write: of one cell its rate, of several the rate of their counts together."""
    each = groups(figure)
    if len(each) == 1:
        return in_words(ask(packages, figure, "rate", each[0]), language)
    counts = [
        sum(ask(packages, figure, kind, group).value for group in each)
        for kind in ("numerator", "denominator")
    ]
    return language.percent(100 * Fraction(*counts), len(figure["published"].partition(".")[2]))


@pytest.fixture(scope="module")
def languages():
    found, problems = open_languages(LANGUAGES, ROOT / "theme/translations", ROOT)
    assert problems == (), tell(problems)
    return found


def test_all_93_go_through_the_line_and_exactly_three_differ(packages, languages):
    different = set()
    for figure in PUBLISHED:
        texts = {displayed(packages, figure, language) for language in languages}
        (text,) = texts  # US English and US Spanish write the same
        number = Fraction(text.removesuffix("%"))
        if figure["unit"] == "one in N":
            number = 100 / number
        decimals = len(figure["published"].partition(".")[2])
        ours = written(number, decimals)
        assert ours == figure["ours"], figure
        if ours != figure["published"]:
            different.add((figure["period"], figure["group"], figure["published"], ours))
    assert len(PUBLISHED) == 93
    assert different == {
        ("2010-11", "meal_eligibility=free+reduced", "62", "63"),
        ("2014-15", "meal_eligibility=free+reduced", "75.9", "76.0"),
        ("2014-15", "race_ethnicity=black", "78.0", "78.1"),
    }


def test_those_that_stand_on_a_page_are_shown_as_the_list_says(site):
    """Looked up in the visible tables of the built pages, in both languages."""
    cells: dict[tuple, set[str]] = {}
    for language, facts, id_ in FIGURES:
        figure = shown(site.output, language, facts, id_)
        ask, labels = figure.ask, list(dict.fromkeys(line.label for line in figure.lines))
        by_label = {line.label: figure.group(line) for line in figure.lines}
        for head, *others in figure.rows:
            if figure.spec["form"] == "comparison":
                found = [(figure.period, by_label[head.words], others[0])]
            else:
                found = [
                    (head.words, by_label[label], cell) for label, cell in zip(labels, others, strict=False)
                ]
            for period, group, cell in found:
                key = (ask.package, ask.place, period, group)
                cells.setdefault(key, set()).add(cell.one("span", of="cell-value").words)
    met = 0
    for figure in PUBLISHED:
        key = (figure["package"], figure["place"], figure["period"], *groups(figure))
        if figure["unit"] == "percent" and key in cells:
            (text,) = cells[key]
            decimals = len(figure["published"].partition(".")[2])
            assert written(Fraction(text.removesuffix("%")), decimals) == figure["ours"], figure
            met += 1
    # As many as stood on pages when this was written; more when a report shows more.
    assert met >= 16
