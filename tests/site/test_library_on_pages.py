"""What the library says on pages: in sentences, beside comparisons, beneath a cause; all is read back."""

import re

import pytest

from tests.conftest import package_files
from tests.inequality.reference import summary
from tests.site.projects import PACKAGE, REPORT, REPORTS, small
from tests.site.test_scan import DIFFERS, SHOWN, built_of, told

pytestmark = pytest.mark.site
PAGE = "en/2019/finish/index.html"
INCOME = ("low", "middle", "high")
RACES = ("asian", "black", "white")
SIZES = {
    "asian": (180, 200),
    "black": (280, 400),
    "white": (360, 400),
    "low": (280, 400),
    "middle": (258, 300),
    "high": (282, 300),
}
ROWS = [
    (period, place, group, k // part, n // part)
    for place, part in (("ct", 1), ("001", 2))
    for period in ("2016-17", "2017-18", "2018-19")
    for group, (k, n) in {"": (820, 1000), **SIZES}.items()
]
TINY = {
    "": (41, 50),
    "asian": (9, 10),
    "black": (14, 20),
    "white": (18, 20),
    "low": (14, 20),
    "middle": (13, 15),
    "high": (14, 15),
}
ROWS += [(period, "002", group, k, n) for period in ("2016-17", "2018-19") for group, (k, n) in TINY.items()]
FACTS = REPORT.replace("{english_learner: english_learner}\nagainst: rest", "{race: black}\nagainst: all")
FIGURES = """\
figures:
  where-we-are: {form: comparison, dimension: race, period: 2018-19}
  by-income: {form: comparison, dimension: income, group: {income: low}, against: rest, period: 2018-19}
  shares: {form: comparison, dimension: race, period: 2018-19, measures: [composition, e_formula]}
  alone: {form: comparison, dimension: race, period: 2018-19, measures: []}
  few: {form: comparison, dimension: race, place: "002", period: 2018-19}
  few-years: {form: trend, groups: [{race: black}], place: "002", from: 2016-17, to: 2018-19}
  over-time: {form: trend, groups: [{race: black}, all], from: 2016-17, to: 2018-19}
values:
  other-now: {measure: risk_difference}
  gap-2018: {measure: sii, dimension: income}
  withheld: {measure: alternate_risk_ratio, place: "001"}
causes:
  - {id: gap, evidence: [number], values: [gap-2018]}
"""
CAUSE = "### Gap {#gap}\n\nSo.\n"


def project():
    """The small site with three groups of each of two dimensions, one of them in an order."""
    files = small()
    package = package_files(
        ROWS,
        "republished",
        {"race": RACES, "income": INCOME},
        relations={"income": {"ordered": True}},
        numerator_label="Graduates",
        denominator_label="Students",
    )
    files |= {f"{PACKAGE}/{name}": content for name, content in package.items()}
    files[f"{REPORTS}/report.yaml"] = re.sub(r"figures:.*", FIGURES, FACTS, flags=re.S).replace(
        "measures: [composition, e_formula]", "measures: [composition, composition_difference]"
    )
    for code, words in (("en", "We do not know yet."), ("es", "Todavía no lo sabemos.")):
        text = str(files[f"{REPORTS}/{code}.md"]).replace(words, CAUSE)
        more = "".join(
            f"[[figure {each}]]\n\n"
            for each in ("by-income", "shares", "alone", "few", "few-years", "over-time")
        )
        text = text.replace("![A dot]", f"{more}![A dot]").replace("Before [[value gap-2018]].",
            "Before [[value gap-2018]] and [[value withheld]].")  # fmt: skip
        files[f"{REPORTS}/{code}.md"] = text
    return files


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return built_of(project(), tmp_path_factory.mktemp("library") / "site")


def page(built, code="en"):
    text = (built.output / PAGE.replace("en/", f"{code}/", 1)).read_text("utf-8")
    return re.sub(r'<span class="years">(.*?)</span>', r"\1", text)


def figure(text, id_):
    return re.search(rf'<figure [^>]*id="figure-{id_}".*?</figure>', text, re.S)[0]


def beside(text, id_):
    found = re.search(r'<p class="beside">(.*?)</p>', figure(text, id_), re.S)
    return found[1] if found else ""


def test_the_site_is_right_and_its_numbers_are_read_back(built):
    assert [each for each in built.scan(built.output).problems if each.severity == "error"] == []


def test_a_value_is_written_with_its_sign_and_beneath_a_cause_with_what_chance_does(built):
    text = page(built)
    others = 100 * (280 / 400 - 540 / 600)
    assert f'data-value="other-now">\u2212{-others:.1f} percentage points<' in text
    rates = [100 * k / n for k, n in (SIZES[each] for each in INCOME)]
    slope = summary("sii", rates, [SIZES[each][1] for each in INCOME], ordered=True)
    assert f'data-value="gap-2018">{slope:.1f} percentage points<' in text
    facts = re.search(
        rf'data-value="gap-2018">{slope:.1f} percentage points \(by chance [\d.]+ to [\d.]+\)<', text
    )
    assert facts, "beneath the cause the interval stands too"
    assert "Slope index of inequality, all groups (income), 2018-19" in text
    assert "Índice de desigualdad de la pendiente" in page(built, "es")


def test_a_comparison_sums_up_all_groups_where_one_number_can(built):
    text = page(built)
    rates = [100 * k / n for k, n in (SIZES[each] for each in INCOME)]
    sizes = [SIZES[each][1] for each in INCOME]
    slope, ratio = (summary(each, rates, sizes, ordered=True) for each in ("sii", "rii"))
    assert f"most advantaged, the rate rises by {slope:.1f} percentage points (by" in beside(
        text, "by-income"
    )
    assert f"as a ratio of the two ends: {ratio:.2f} times (by chance" in beside(text, "by-income")
    races = [100 * k / n for k, n in (SIZES[each] for each in RACES)]
    away = summary("mdmw", races, [SIZES[each][1] for each in RACES])
    assert f"on average {away:.1f} percentage points (by chance" in beside(text, "where-we-are")
    assert 'href="../../methods/mdmw/"' in figure(text, "where-we-are")
    assert "En todos los grupos" in beside(page(built, "es"), "by-income")


def test_a_report_may_choose_what_stands_beside_a_comparison(built):
    text = page(built)
    assert beside(text, "shares").startswith("Composition: 34.1% (by chance")
    assert "Difference in composition: \u22125.9 percentage points" in beside(text, "shares")
    assert beside(text, "alone") == ""


def test_why_it_is_compared_so_is_said_for_everybody_too(built):
    text = figure(page(built), "where-we-are")
    assert "This report compares the group with everybody, the group itself included." in text
    assert "The groups have no order, so one number can say how far they are from the mean." in text


def test_a_trend_has_its_ratio_too(built):
    assert "As a ratio: 0.9 times in 2016-17, 0.9 times in 2018-19." in figure(page(built), "over-time")


def test_small_groups_are_flagged_and_make_no_headline(built):
    text = figure(page(built), "few")
    assert "black and All students, based on few students</h3>" in text
    assert (
        '<th scope="row" role="rowheader">black <span class="cell-note">based on few students: 20</span>'
        in text
    )
    assert '<th scope="row" role="rowheader">All students</th>' in text
    assert "A group of fewer than 30 students is small" in text
    assert "Some groups are small: no ranking, and no number that sums up all groups." in text
    assert beside(page(built), "few") == ""
    years = figure(page(built), "few-years")
    assert "few students, so what became of the gap since 2016-17 is not told</h3>" in years
    assert "it is not told whether it narrowed" in years
    assert "Small in some of these years: black." in years
    assert "basado en pocos estudiantes: 20" in figure(page(built, "es"), "few")


FAULTS = {
    "another number of few people": (r"based on few students: 20<", "based on few students: 21<", SHOWN),
    "another value": (r"(\u2212)20\.0( percentage points)", r"\g<1>20.1\2", SHOWN),
    "a value without its sign": (r"\u2212(20\.0 percentage points)", r"\1", DIFFERS),
    "a value with another unit": (r"(\u221220\.0) percentage points", r"\1%", DIFFERS),
    "another interval beneath a cause": (r"(percentage points \(by chance )\d", r"\g<1>99", SHOWN),
    "another number of all groups": (r'(<p class="beside">[^<]*by )\d+', r"\g<1>99", SHOWN),
    "no number of all groups": (r'(<p class="beside">)[^<]*(</p>)', r"\1\2", DIFFERS),
    "no sentence about all groups": (r'<p class="beside">[^<]*</p>', "", DIFFERS),
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_scan_tells(built, tmp_path, name):
    old, new, code = FAULTS[name]
    assert code in {each.code for each in told(built, tmp_path, PAGE, old, new)}


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("measures: [composition,", "measures: [compositon,", "Did you mean 'composition'?"),
        ("measures: [composition,", "measures: [four_fifth,", "Did you mean 'four_fifths'?"),
        ("measures: [composition,", "measures: [sii,", "such as mdmw or idisw"),
        ("to: 2018-19}", "to: 2018-19, measures: [d]}", "it has: groups, from, to"),
    ],
)
def test_a_wrong_choice_is_told_where_it_is(make, run, old, new, hint):
    files = project()
    facts = str(files[f"{REPORTS}/report.yaml"])
    assert old in facts
    done = run(make({**files, f"{REPORTS}/report.yaml": facts.replace(old, new, 1)}), ["check"])
    (problem,) = [each for each in done.problems if not each.warning]
    assert hint in problem.hint
    assert problem.line == 1 + facts[: facts.index(old)].count("\n")
