"""Each `[[value ...]]` on each page, and where each report stands, worked out again."""

import re
from fractions import Fraction
from typing import Any

import pytest

from plugins.equity.answering import answer
from plugins.equity.editions import open_edition
from plugins.equity.offers import LIBRARY
from plugins.equity.questions import ALL, Question
from tests.inequality.reference import summary
from tests.site.figures_shown import LANGUAGES, REPORTS
from tests.site.pages import PERIOD, numbers
from tests.site.projects import ROOT
from tests.site.second_opinion import Ask, Facts, Group, descriptor, table, written

pytestmark = pytest.mark.site
BOTH = [(language, facts) for language in LANGUAGES for facts in REPORTS]


def plain(number: float | str) -> str:
    """A target as people write it: 80 and not 80.0."""
    return str(number).removesuffix(".0")


PAIRS = {
    "risk_ratio": lambda k, n, whole, people: k / n / ((whole - k) / (people - n)),
    "risk_difference": lambda k, n, whole, people: 100 * (k / n - (whole - k) / (people - n)),
    "composition": lambda k, _n, whole, _people: 100 * k / whole,
    "composition_difference": lambda k, n, whole, people: 100 * (k / whole - n / people),
    "disproportionality_ratio": lambda k, n, whole, people: k / n / (whole / people),
}
ORDERED = {"sii": 1, "rii": 2, "aci": 1, "rci": 3}
WHOLE = {**ORDERED, "mdmw": 1, "idisw": 1, "bgv": 1, "cov": 1, "ti": 3, "par": 1, "paf": 1}


def library(measure: str, spec: dict[str, Any], ask: Ask, period: str) -> str:
    """A measure of the library from the counts of the CSV; a value with another one needs its line here."""
    rows = table(ask.package, ask.indicator)

    def counts(group: Group) -> tuple[int, int]:
        row = rows[period, ask.place, group]
        return int(row["numerator"]), int(row["denominator"])

    if measure in PAIRS:
        decimals = 2 if measure.endswith("ratio") else 1
        return written(PAIRS[measure](*counts(ask.group), *counts(())), decimals)
    dimension = spec.get("dimension", ask.group[0][0] if ask.group else "")
    groups = descriptor(ask.package)["equity"]["dimensions"][dimension]["groups"]
    pairs = [counts(((dimension, each),)) for each in groups]
    values, people = [100 * k / n for k, n in pairs], [n for _, n in pairs]
    return written(summary(measure, values, people, ordered=measure in ORDERED), WHOLE[measure])


def answers(facts: Facts) -> dict[str, str]:
    """The number of every value that a report has."""
    base, last = facts.data["baseline"], facts.period
    ask = facts.ask({})
    found = {
        "latest": written(ask.rate(last).value),
        "baseline": written(ask.rate(base).value),
        "gap": written(ask.gap(last)),
        "gap-baseline": written(ask.gap(base)),
        "gap-change": written(ask.change(base, last)),
        "target": plain(facts.data["target"]["value"]),
    }
    for id_, spec in facts.data["values"].items():
        ask, period = facts.ask(spec), spec.get("period", last)
        row = table(ask.package, ask.indicator)[period, ask.place, ask.group]
        measure = spec["measure"]
        if measure in ("numerator", "denominator"):
            found[id_] = row[measure]
        elif measure == "rate":
            found[id_] = written(ask.rate(period).value)
        elif measure in LIBRARY:
            found[id_] = library(measure, spec, ask, period)
        else:
            found[id_] = written({"difference": ask.gap, "ratio": ask.ratio}[measure](period))
    return found


@pytest.mark.parametrize(("language", "facts"), BOTH, ids=lambda each: getattr(each, "slug", each))
def test_each_value_in_a_sentence_is_the_number_it_asks_for(site, language, facts):
    page, known = site.page(f"{language}/2019/{facts.slug}/"), answers(facts)
    spans = page.all("span", of="value")
    asked = re.findall(
        r"\[\[value ([\w-]+)\]\]",
        (site.root / f"content/reports/2019/{facts.slug}/{language}.md").read_text("utf-8"),
    )
    facts_below = [each for each in spans if any("facts" in outer.classes for outer in each.around())]
    assert [each["data-value"] for each in spans if each not in facts_below] == asked
    for each in spans:  # also those that stand below a heading, of a cause or as the measure of success
        found = numbers(each.words)
        if facts.data["values"].get(each["data-value"], {}).get("measure") in LIBRARY and each in facts_below:
            found = found[:1]  # beneath a heading stands how far chance could move it, too
        assert found == [known[each["data-value"]]], each["data-value"]
    assert set(facts.data["values"]) <= set(asked), "declared and not used"


@pytest.mark.parametrize(("language", "facts"), BOTH, ids=lambda each: getattr(each, "slug", each))
def test_where_a_report_stands_is_worked_out_again(site, language, facts):
    page, known = site.page(f"{language}/2019/{facts.slug}/"), answers(facts)
    standing = page.one("section", of="standing")
    marks = [
        standing.one(of=f"mark-{id_}").one(of="mark-number").words for id_ in ("baseline", "now", "target")
    ]
    assert marks == [f"{known[id_]}%" for id_ in ("baseline", "latest", "target")]
    assert numbers(standing.one(of="statement").words) == [known["baseline"], known["target"]]
    base, last, goal = facts.data["baseline"], facts.period, facts.data["target"]
    verdict = standing.one(of="verdict").words
    assert (numbers(verdict), PERIOD.findall(verdict)) == (
        [known["gap-baseline"], known["gap"]],
        [base, last],
    )
    chance, aim, pace = (each.words for each in standing.all("p", of="pace"))
    interval = facts.ask({}).change_interval(base, last)
    told = [*(written(each) for each in sorted(abs(end) for end in interval)), "95"] if interval else []
    assert numbers(chance) == told
    now, then = facts.ask({}).rate(last).value, facts.ask({}).rate(base).value
    years, left = (int(b[:4]) - int(a[:4]) for a, b in ((base, last), (last, goal["by"])))
    assert numbers(aim) == [written(abs(goal["value"] - each)) for each in (then, now)]
    assert numbers(pace) == [written((now - then) / years), written((goal["value"] - now) / left)]


@pytest.mark.parametrize("facts", REPORTS, ids=lambda each: each.slug)
def test_marks_stand_at_their_numbers(site, facts):
    """On a track that starts at zero and ends where it says."""
    known = answers(facts)
    scale = site.page(f"en/2019/{facts.slug}/").one("section", of="standing").one("div", of="scale")
    (_, end) = (float(numbers(each.words)[0]) for each in scale.all("span"))
    for of, attribute, id_ in (
        ("at-now", "cx", "latest"),
        ("at-baseline", "cx", "baseline"),
        ("at-target", "x1", "target"),
    ):
        at = float(scale.one(of=of)[attribute].removesuffix("%"))
        assert at == pytest.approx(float(known[id_]) / end * 100, abs=0.006)


@pytest.fixture(scope="module")
def edition():
    return open_edition(ROOT)


@pytest.mark.parametrize("measure", sorted({**PAIRS, **WHOLE}))
def test_the_second_opinion_knows_the_measures_of_the_library(edition, measure):
    """No report of this site has such a value yet; what would be compared is the same here."""
    dimension = "meal_eligibility" if measure in ORDERED else "race_ethnicity"
    group = (("race_ethnicity", "black"),) if measure in PAIRS else ()
    ask = Ask("ct-graduation", "graduation_rate", "ct", group, "rest")
    protected = edition.packages["ct-graduation"]
    question = Question(ask.indicator, measure, "ct", "2018-19", group, ALL, dimension=dimension)
    found = answer(protected, question)
    second = library(measure, {} if group else {"dimension": dimension}, ask, "2018-19")
    assert second == written(found.value, found.decimals)
    assert second != written(found.value + Fraction(1, 5), found.decimals)
