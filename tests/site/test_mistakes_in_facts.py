"""Mistakes in report.yaml, cycle.yaml and site.yaml: each told once, where it is, with the nearest name."""

import pytest

from tests.site.mistakes import CYCLE, EN, SITE, Mistake, R, expected, files_with, gone, one
from tests.site.projects import REPORTS

LEARNERS = "{english_learner: english_learner}"
MISTAKES = [
    one("unknown group", R, f"group: {LEARNERS}\nagainst",
        "group: {english_learner: english_lerner}\nagainst", "group:", "group-unknown",
        "Did you mean 'english_learner'?"),
    one("unknown dimension", R, f"group: {LEARNERS}\nagainst",
        "group: {english_lerner: english_learner}\nagainst", "group:", "dimension-unknown",
        "Did you mean 'english_learner'?"),
    one("unknown dimension of a figure", R, "dimension: english_learner", "dimension: english",
        "where-we-are:", "dimension-unknown", "Did you mean 'english_learner'?"),
    one("unknown group of a line", R, f"groups: [{LEARNERS}", "groups: [{english_learner: learner}",
        "over-time:", "group-unknown", "Did you mean 'english_learner'?"),
    one("unknown indicator", R, "indicator: graduation", "indicator: gradation",
        "indicator:", "indicator-unknown", "Did you mean 'graduation'?"),
    one("unknown package", R, "package: schools", "package: school",
        "package:", "package-unknown", "Did you mean 'schools'?"),
    one("unknown place", R, "place: ct", "place: c", "place:", "place-unknown", "Did you mean 'ct'?"),
    one("a place by its name", R, "place: ct", "place: Ashford", "place:", "place-unknown",
        "Write its id: 001."),
    one("unknown period", R, "baseline: 2016-17", "baseline: 2009-10",
        "baseline:", "period-unknown", "It has 2016-17 to 2018-19."),
    one("unknown period of a value", R, "period: 2017-18}", "period: 2014-15}",
        "gap-2018:", "period-unknown", "It has 2016-17 to 2018-19."),
    one("a period after the cycle's last", R, "period: 2017-18}", "period: 2019-20}",
        "gap-2018:", "period-later", "use the next cycle"),
    one("a trend of one period", R, "from: 2016-17, to", "from: 2018-19, to",
        "over-time:", "period-order", "Begin earlier."),
    one("a target before the baseline", R, "by: 2020-21", "by: 2015-16",
        "target:", "period-order", "Correct one of the two."),
    one("unknown key", R, "{measure: rate,", "{mesure: rate,", "mesure", "key-unknown",
        "Did you mean 'measure'?"),
    one("a missing key", R, "{value: 80, by: 2020-21, evidence: illustration}", "{value: 80, by: 2020-21}",
        "target:", "key-missing", "documented"),
    one("wrong stage", R, "stage: design", "stage: desing", "desing", "value-unknown",
        "Did you mean 'design'?"),
    one("wrong form", R, "form: trend", "form: trends", "trends", "value-unknown", "Did you mean 'trend'?"),
    one("a number that is text", R, "value: 80,", "value: 80 percent,", "target:", "value-wrong"),
    one("no month 13", R, "since: 2017", "since: 2017-13", "2017-13", "value-wrong", "2017-07"),
    one("documented without source", R, "    source: https://example.org/law\n", "",
        "evidence: documented", "source-missing", "Add 'source: https://...'"),
    one("log of an unknown intervention", R, "intervention: more-time", "intervention: more-tim",
        "more-tim,", "intervention-unknown", "Did you mean 'more-time'?"),
    one("an intervention twice", R, "log:\n",
        "  - {id: more-time, status: planned, evidence: illustration}\nlog:\n", "status: planned",
        "intervention-twice", "Rename one of them."),
    one("a value that every report has", R, "  gap-2018:", "  latest: {measure: rate}\n  gap-2018:",
        "latest:", "name-reserved", "Give this one another name."),
    one("an unknown measure", R, "measure: difference", "measure: risk_ration", "risk_ration",
        "value-unknown", "Did you mean 'risk_ratio'?"),
    one("a measure of an order where there is none", R, "measure: difference", "measure: sii", "gap-2018:",
        "measure-unfit", "such as mdmw or idisw"),
    one("a measure of many groups where there are two", R, "measure: difference", "measure: mdmw",
        "gap-2018:", "measure-unfit", "a difference and a ratio say it all"),
    one("a measure that says itself whom it compares with", R, "measure: difference",
        "measure: risk_ratio, against: rest", "gap-2018:", "key-unused", "Remove 'against'."),
    one("a measure that needs a group to compare with", R, "measure: difference", "measure: parity_index",
        "gap-2018:", "measure-unfit", "Name the group to compare with"),
    one("a measure of a district for the state", R, "measure: difference", "measure: alternate_risk_ratio",
        "gap-2018:", "measure-unfit", "directly below a state"),
    one("a measure of a group for everybody", R, "measure: difference", "measure: composition, group: all",
        "gap-2018:", "measure-unfit", "Add 'group: {dimension: group}'."),
    one("a measure of means for shares", R, "measure: difference", "measure: standardised_gap", "gap-2018:",
        "measure-unfit", "Choose another measure."),
    one("a dimension that does not exist", R, "measure: difference", "measure: d, dimension: english",
        "gap-2018:", "dimension-unknown", "Did you mean 'english_learner'?"),
    one("a dimension for a measure that has none", R, "measure: difference",
        "measure: difference, dimension: english_learner", "gap-2018:", "key-unused", "'group' names"),
    one("bad YAML", R, "place: ct", "place: [ct", "group:", "yaml-syntax", "indentation"),
    one("a tab", R, "    status: ", "\tstatus: ", "\tstatus: ", "yaml-syntax", "spaces in place of the tab"),
    one("a wrong indent", R, "    status: running", "   status: running", "   status: running", "yaml-syntax",
        "as many spaces"),
    one("a decimal comma", R, "{value: 80,", "{value: 80,5,", "target:", "key-unknown", "with a point"),
    one("a number with a percent sign", R, "value: 80,", "value: 80%,", "target:", "value-wrong",
        "no percent sign"),
    one("a colon without space", R, "stage: design", "stage:design", "stage", "yaml-syntax",
        "a space after the colon"),
    one("a key twice", R, "place: ct\n", "place: ct\nplace: ct\n", 7, "yaml-key-twice", "line 6"),
    one("YAML that is not UTF-8", R, "place: ct", b"place: ct # \xe9tat", "place:", "file-not-utf8", "UTF-8"),
    one("an empty report.yaml", R, "", "# nothing yet\n", 0, "yaml-empty"),
    gone("no report.yaml", R, R, "file-missing", "Create it."),
    gone("no cycle.yaml", CYCLE, CYCLE, "file-missing", "Create it."),
    one("wrong status of a cycle", CYCLE, "status: draft", "status: drafted",
        "status:", "value-unknown", "Did you mean 'draft'?"),
    one("no such day", CYCLE, "2020-05-27", "2020-15-27", "date:", "value-wrong", "2020-05-27"),
    one("a cycle published without record", CYCLE, "status: draft", "status: published",
        0, "published-unrecorded", "plumbline freeze 2019"),
    gone("no site.yaml", SITE, SITE, "file-missing", "Create it."),
    one("unknown key of the site", SITE, "tagline", "taglin", "taglin", "key-unknown",
        "Did you mean 'tagline'?"),
    one("a site that is not YAML", SITE, "es: Nadie}", "es: Nadie", "default_language", "yaml-syntax",
        "colons"),
    one("a default language that is none of them", SITE, "default_language: en", "default_language: fr",
        "default_language", "language-unknown", "Known here: 'en', 'es'."),
    one("the site's name in one language only", SITE, "{en: Small site, es: Sitio chico}", "{en: Small site}",
        "name:", "translation-missing", "Add 'es:'"),
    Mistake(
        "two reports of one thread",
        tuple((f"content/reports/2019/other/{name}", "", files_with()[f"{REPORTS}/{name}"] or "")
              for name in ("report.yaml", "en.md", "es.md", "dot.svg")),
        (("content/reports/2019/other/report.yaml", "thread:", "thread-twice"),),
        "a thread of its own",
    ),
]  # fmt: skip


@pytest.mark.site
@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_in_the_facts_is_told_once_and_where_it_is(mistake, make, run):
    done = run(make(files_with(mistake)))
    assert (done.status, done.told) == (1, expected(mistake)), done.err
    assert mistake.hint in done.problems[0].hint
    assert done.err.splitlines()[-1] == "1 problem; nothing was published."


@pytest.mark.site
def test_years_that_are_no_school_years_are_words_too(make, run):
    """`2019` is a number to YAML, and a period to people: here one that the data do not have."""
    mistake = one("", R, "baseline: 2016-17", "baseline: 2016", "baseline:", "period-unknown")
    assert run(make(files_with(mistake))).told == expected(mistake)


@pytest.mark.site
def test_what_is_wrong_with_facts_does_not_hide_what_is_wrong_with_words(make, run):
    facts = one("", R, "place: ct", "place: c", "place:", "place-unknown")
    words = one("", EN, "[[term cohort]]", "[[term cohrt]]", "cohrt", "term-unknown")
    assert run(make(files_with(facts, words))).told == expected(facts, words)


@pytest.mark.site
def test_what_is_wrong_with_a_year_does_not_hide_what_is_wrong_with_its_reports(make, run):
    year = one("", CYCLE, "2020-05-27", "2020-15-27", "date:", "value-wrong")
    facts = one("", R, "place: ct", "place: c", "place:", "place-unknown")
    assert run(make(files_with(year, facts))).told == expected(year, facts)


@pytest.mark.site
def test_nothing_is_told_of_the_small_site_itself(make, run):
    done = run(make())
    assert (done.status, done.err) == (0, "")
    assert done.out.split("\n")[0] == "no problems. 1 data packages, 1 reports, 4 texts, 2 languages."
