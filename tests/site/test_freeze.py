"""`plumbline freeze`: what a cycle showed is written down once, and later builds are held to it."""

import json

import pytest

from plugins.equity.disclosure import Key
from plugins.equity.records import key_of
from plugins.equity.records import stored as named_in_record
from tests.site.mistakes import CYCLE, EN, ES, Mistake, R, files_with, one
from tests.site.narratives import PACKAGED, RICH
from tests.site.projects import PACKAGE

pytestmark = pytest.mark.site
RECORD = "content/reports/2019/published.json"
TABLE = f"{PACKAGE}/data/graduation.csv"
FREEZE = ["freeze", "2019"]


@pytest.fixture
def published(make):
    """The small site, its cycle called published."""
    return make(files_with(one("", CYCLE, "status: draft", "status: published", "", "")))


LEARNERS = ["english_learner", "english_learner"]
NOW = "2018-19,ct,english_learner"
LATER = (f"{NOW},700,1000,70.0", f"{NOW},701,1000,70.1")
"""A published number, and another one in its place."""


def stored(period, *group):
    """A cell's name in the record."""
    return json.dumps(["schools", "graduation", period, "ct", group])


def edit(root, name, old, new):
    text = (root / name).read_text("utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), "utf-8")


def test_a_published_cycle_needs_a_record_and_freeze_writes_it(published, run):
    assert run(published).told == [(CYCLE, 0, "published-unrecorded")]
    done = run(published, FREEZE)
    written = "".join(f"Wrote {each}; commit it.\n" for each in (RECORD, "datapackages/ledgers/schools.json"))
    assert (done.status, done.out) == (0, written)
    assert (run(published).status, run(published).told) == (0, [])


def test_the_record_holds_every_cell_and_every_string_shown(published, run):
    run(published, FREEZE)
    record = json.loads((published / RECORD).read_text("utf-8"))
    periods, groups = ("2016-17", "2017-18", "2018-19"), ("english_learner", "not_english_learner")
    names = {json.dumps(json.loads(each)) for each in record["cells"]}
    of = {stored(each, ["english_learner", group]) for each in periods for group in groups}
    assert names == of | {stored("2018-19")}
    learner = record["cells"][stored("2018-19", LEARNERS)]
    assert learner == {"numerator": "700", "denominator": "1000", "value": "70.0"}
    for language, times in (("en", "18.0 percentage points"), ("es", "18.0 puntos porcentuales")):
        strings = record["strings"]["finish"][language]
        assert (strings["value/latest"], strings["value/gap"], strings["value/target"]) == (
            "70.0%",
            times,
            "80%",
        )
        assert "70.0%" in strings["figure/where-we-are"][1]
    assert set(record["packages"]) == {"schools"}
    assert record["cycle"] == "2019"


def test_the_record_is_the_same_each_time(published, run):
    run(published, FREEZE)
    first = (published / RECORD).read_bytes()
    (published / RECORD).unlink()
    run(published, FREEZE)
    assert (published / RECORD).read_bytes() == first
    assert first.endswith(b"}\n")
    assert str(published).encode() not in first


def test_it_refuses_to_write_over_a_number_that_was_published(published, run):
    run(published, FREEZE)
    before = (published / RECORD).read_bytes()
    edit(published, TABLE, *LATER)
    done = run(published, FREEZE)
    assert (done.status, done.told[0][2]) == (1, "published-changed")
    assert done.err.splitlines()[-1] == "1 problem; nothing was written."
    assert (published / RECORD).read_bytes() == before


def test_a_record_that_says_all_already_is_left_alone(published, run):
    run(published, FREEZE)
    before = (published / RECORD).stat().st_mtime_ns
    done = run(published, FREEZE)
    assert (done.status, done.out) == (0, f"{RECORD} says all this already; nothing was written.\n")
    assert (published / RECORD).stat().st_mtime_ns == before


def test_it_refuses_while_anything_is_wrong(make, run):
    root = make(files_with(one("", R, "place: ct", "place: c", "", "")))
    done = run(root, FREEZE)
    assert (done.status, [each[2] for each in done.told]) == (1, ["place-unknown"])
    assert done.err.splitlines()[-1] == "1 problem; nothing was written."
    assert not (root / RECORD).exists()


def test_a_cycle_that_does_not_exist(make, run):
    done = run(make(), ["freeze", "2091"])
    assert (done.status, done.err) == (
        1,
        "There is no cycle '2091' in content/reports. Did you mean '2019'?\n",
    )


@pytest.mark.parametrize(
    ("old", "new", "was", "now"),
    [
        ("2018-19,ct,english_learner,700,1000,70.0", "2018-19,ct,english_learner,701,1000,70.1",
         "numerator 700, denominator 1000, value 70.0", "numerator 701, denominator 1000, value 70.1"),
        ("2018-19,ct,english_learner,700,1000,70.0,ok,ok,ok\n", "",
         "numerator 700, denominator 1000, value 70.0", "not there"),
    ],
    ids=["corrected", "removed"],
)  # fmt: skip
def test_a_changed_cell_is_told_with_its_name_both_values_and_the_reports(published, run, old, new, was, now):
    run(published, FREEZE)
    edit(published, TABLE, old, new)
    done = run(published)
    (problem,) = [each for each in done.problems if each.path == RECORD]  # besides, the gate doubts a sum
    assert (done.status, problem.path, problem.code) == (1, RECORD, "published-changed")
    name = "schools graduation 2018-19 ct english_learner=english_learner"
    line = (published / RECORD).read_text("utf-8").splitlines()[problem.line - 1]
    assert json.dumps(stored("2018-19", LEARNERS)) in line
    start = f"A published number has changed: {name} was {was} and is now {now}. It stands in: "
    assert problem.message.startswith(start)
    for directive in ("value latest", "figure where-we-are", "value gap-change"):
        named = [each for each in problem.message.split("; ") if f"[[{directive}]]" in each]
        lines = [
            f"{path}:{number}"
            for path in (EN, ES)
            for number, text in enumerate((published / path).read_text("utf-8").splitlines(), 1)
            if f"[[{directive}" in text or f"[[{directive}".replace("figure", "download") in text
        ]
        assert not lines or f"at {', '.join(lines)}" in named[0]
    assert "where the report 'finish' stands" in problem.message
    assert problem.hint == (
        "Restore it; if it is right now, run `plumbline freeze 2019`: it prints the correction to write."
    )


def test_what_readers_saw_is_told_beside_what_they_would_see(published, run):
    run(published, FREEZE)
    edit(published, TABLE, *LATER)
    (problem,) = [each for each in run(published).problems if each.path == RECORD]
    assert f"[[value latest]] at {EN}:6, {ES}:6 ('70.0%' and is now '70.1%')" in problem.message
    table = "70.0%; 700 of 1,000; 67.1 to 72.8' and is now '70.1%; 701 of 1,000; 67.2 to 72.9"
    assert table in problem.message
    assert "700 de 1,000" in problem.message
    assert "other-now" not in problem.message


def test_what_is_now_withheld_is_told_without_the_number(published, run):
    run(published, FREEZE)
    row = "2018-19,ct,english_learner"
    edit(published, TABLE, f"{row},700,1000,70.0,ok,ok,ok", f"{row},,1000,,c,c,ok")
    (problem,) = [each for each in run(published).problems if each.path == RECORD]
    assert problem.code == "published-changed"
    assert "is now withheld" in problem.message
    assert "[[value latest]]" in problem.message
    assert "70" not in problem.message.replace("70-", "")
    # Its number removed by hand, the strings are next: they do not repeat it either.
    edit(published, RECORD, '"numerator": "700",\n   "denominator": "1000",\n   "value": "70.0"',
         '"numerator": "c",\n   "denominator": "1000",\n   "value": "c"')  # fmt: skip
    told = [each for each in run(published).problems if each.path == RECORD]
    assert {each.code for each in told} == {"published-changed"}
    assert any("'latest' of the report 'finish'" in each.message for each in told)
    assert not any("70" in each.message for each in told)


def test_a_value_that_reads_otherwise_is_told_though_no_cell_has_changed(published, run):
    run(published, FREEZE)
    edit(published, R, "baseline: 2016-17", "baseline: 2017-18")
    told = run(published).problems
    assert {(each.path, each.code) for each in told} == {(RECORD, "published-changed")}
    lines = (published / RECORD).read_text("utf-8").splitlines()
    (baseline,) = [each for each in told if "'baseline' of" in each.message]
    assert lines[baseline.line - 1].strip() == '"value/baseline": "61.0%",'
    start = "A published value has changed: 'baseline' of the report 'finish' was '61.0%' and is now '64.0%'."
    assert baseline.message.startswith(start)
    (gap,) = [each for each in told if "'gap-baseline' of" in each.message]
    assert "en: '24.0 percentage points' and is now '22.0 percentage points'" in gap.message
    assert "es: '24.0 puntos porcentuales' and is now '22.0 puntos porcentuales'" in gap.message


def test_names_with_spaces_are_read_back_and_broken_ones_told(published, run):
    key = Key("a b", "c", "2018-19", "new  haven", (("sex or gender", "not = known+all"),))
    assert key_of(named_in_record(key)) == key
    run(published, FREEZE)
    edit(published, RECORD, json.dumps(stored("2018-19")), '"schools graduation 2018-19 ct all"')
    (problem,) = run(published).problems
    assert (problem.path, problem.code) == (RECORD, "published-broken")
    assert "schools graduation" in (published / RECORD).read_text("utf-8").splitlines()[problem.line - 1]


def test_new_rows_of_next_year_are_no_correction(published, run):
    run(published, FREEZE)
    table = published / TABLE
    rows = [
        line.replace("2018-19", "2019-20")
        for line in table.read_text("utf-8").splitlines()
        if "2018-19" in line
    ]
    table.write_text(table.read_text("utf-8") + "".join(f"{row}\n" for row in rows), "utf-8")
    done = run(published)
    assert (done.status, done.told) == (0, [])


def test_a_change_that_no_report_shows_is_none(published, run):
    """A district's figure: it is in the package, and in no report of the cycle."""
    run(published, FREEZE)
    edit(
        published, TABLE, "2018-19,001,english_learner,70,100,70.0", "2018-19,001,english_learner,71,100,71.0"
    )
    done = run(published)
    assert done.status == 0
    assert [each.code for each in done.problems] == [
        "parts-contradict-total"
    ]  # the others stayed as they were


def test_a_record_that_is_none_is_told(published, run):
    (published / RECORD).write_text("[]\n", "utf-8")
    assert run(published).told == [(RECORD, 0, "published-broken")]
    (published / RECORD).write_text("{\n", "utf-8")
    assert run(published).told == [(RECORD, 2, "json-syntax")]


def test_the_record_of_this_project_is_what_its_pages_show(site):
    """Committed, and equal to what would be written today."""
    record = json.loads((site.root / RECORD).read_text("utf-8"))
    for slug, languages in record["strings"].items():
        for language, strings in languages.items():
            page = site.page(f"{language}/2019/{slug}/")
            for span in page.all("span", of="value"):
                assert strings[f"value/{span['data-value']}"] == span.words, (slug, language)
            for figure in page.all("figure"):
                shown = [figure.one(of="finding").words, figure.one(of="summary").words]
                shown += [each.words for each in figure.all("p", of="beside")]
                assert shown == strings[figure["id"].replace("figure-", "figure/", 1)]


def test_what_a_report_says_beside_its_number_is_recorded_too(make, run):
    """Leading indicators, measures of success, themes of a package: they stand on the page like others."""
    public = one("", CYCLE, "status: draft", "status: published", "", "")
    root = make(files_with(RICH, Mistake("", (PACKAGED,), ()), public))
    assert run(root, FREEZE).status == 0
    strings = json.loads((root / RECORD).read_text("utf-8"))["strings"]["finish"]["en"]
    said = ("early", "early-start", "second-school-success", "heard-letters", "heard-rides-english_learner")
    shown = [strings[f"value/{each}"] for each in said]
    assert shown == ["70.0%", "61.0%", "64.0%", "51.7%", "30.0%"]
    assert (run(root).status, run(root).told) == (0, [])
    edit(root, "datapackages/attendance/data/graduation.csv", "english_learner,700,1000,70.0",
         "english_learner,710,1000,71.0")  # fmt: skip
    edit(root, "datapackages/attendance/data/graduation.csv", ",all,1580,2000,79.0", ",all,1590,2000,79.5")
    done = run(root)
    assert (done.status, {each.code for each in done.problems}) == (1, {"published-changed"})
    assert "attendance" in done.err
