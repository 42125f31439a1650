"""Each `[[value ...]]` on each page, and where each report stands, worked out again."""

import re

import pytest

from tests.site.figures_shown import LANGUAGES, REPORTS
from tests.site.pages import PERIOD, numbers
from tests.site.second_opinion import Facts, table, written

pytestmark = pytest.mark.site
BOTH = [(language, facts) for language in LANGUAGES for facts in REPORTS]


def plain(number: float | str) -> str:
    """A target as people write it: 80 and not 80.0."""
    return str(number).removesuffix(".0")


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
        assert numbers(each.words) == [known[each["data-value"]]], each["data-value"]
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
    chance, pace = (each.words for each in standing.all("p", of="pace"))
    interval = facts.ask({}).change_interval(base, last)
    told = [*(written(each) for each in sorted(abs(end) for end in interval)), "95"] if interval else []
    assert numbers(chance) == told
    now, then = facts.ask({}).rate(last).value, facts.ask({}).rate(base).value
    years, left = (int(b[:4]) - int(a[:4]) for a, b in ((base, last), (last, goal["by"])))
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
