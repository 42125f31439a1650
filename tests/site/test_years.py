"""The pages of a year: in which order findings are told, what stands in the scorecard, what changed, what was
learned; the scan of them bites; a report cannot take the address of one of them.
"""

# ruff: noqa: E501 (a fault a line)

import csv
import json
from dataclasses import replace

import pytest

from plugins.equity.findings import SMALL, Headline, _care, findings, list_of
from plugins.equity.measures import Question, measure
from plugins.equity.problems import arrange
from plugins.equity.records import record
from plugins.equity.reports import Cycle, Decision
from plugins.equity.scorecards import MAIN, groups_of, scores_of
from plugins.equity.stated import behind
from plugins.equity.succession import dropped, previous, succession
from plugins.excerpts import excerpt, lessons
from plugins.manuscript import Manuscript, Section
from plugins.pages import plan, public
from plugins.references import RESERVED_IN_CYCLE
from tests.site.pages import read_page
from tests.site.projects import REPORTS, small
from tests.site.test_scan import built_of, told
from tests.site.two_years import two_years

pytestmark = pytest.mark.site
SHOWN, DIFFERS, STRAY = "output-shown", "output-differs", "output-stray"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return built_of(two_years(), tmp_path_factory.mktemp("years") / "site")


@pytest.fixture
def edition(built):
    return built.build.edition


@pytest.fixture
def page(built):
    return lambda address: read_page(built.output / address / "index.html")


def cells(table):
    """The rows of a table of cards as texts."""
    return [
        [each.words for each in row.inside if not isinstance(each, str)] for row in table.all("tr", of="card")
    ]


def report(edition, slug, year="2019"):
    return edition.report(year, slug)


# Findings


def finding(slug, outcome, people, edition):
    return Headline(replace(edition.reports[0], slug=slug), outcome, people)


def test_findings_are_ranked_by_certainty_then_by_people_and_never_by_the_gap(edition):
    told = [
        finding("a", "no-clear-change", 9000, edition),
        finding("b", "widened", 40, edition),
        finding("c", "widened", None, edition),
        finding("d", "turned", 500, edition),
        finding("e", "widened", None, edition),
    ]
    for order in (told, told[::-1]):
        assert [each.report.slug for each in sorted(order, key=_care)] == ["d", "b", "c", "e", "a"]


def test_small_groups_and_groups_of_unknown_size_have_no_rank(edition):
    found = {each.report.slug: each.people for each in findings(edition, edition.cycles[-1])}
    # 50 students with counts; a range whose denominator is shown; no counts at all.
    assert found == {"events": 50, "days": 50, "ranges": 40, "untold": None}
    assert SMALL == 30


@pytest.mark.parametrize(
    ("outcome", "where"),
    [
        ("narrowed", "better"), ("widened", "not_better"), ("turned", "not_better"),
        ("no-clear-change", "not_better"), ("first-period", "unknown"), ("cannot-tell", "unknown"),
    ],
)  # fmt: skip
def test_every_outcome_has_its_list(outcome, where):
    assert list_of(outcome) == where


# Scorecard


def test_a_score_is_what_the_report_measures(edition):
    for each in [each for each in edition.reports if each.cycle.id == "2019"]:
        (score,) = scores_of(each, edition.packages)
        known = edition.known(each)
        assert (score.id, score.start, score.now) == (MAIN, known["baseline"], known["latest"])
        assert (score.gap_start, score.gap, score.change) == (
            known["gap-baseline"], known["gap"], known["gap-change"],
        )  # fmt: skip
        assert score.outcome == edition.outcome(each)


def test_the_scorecard_keeps_ranges_means_rates_and_a_missing_target(page):
    rows = cells(page("en/2019/scorecard").one("table", id="table-scores"))
    assert [row[1:6] for row in rows] == [
        ["12.4 2016-17", "10 to 12 2018-19", "No target", "about 5.7 higher, 2016-17", "between 3.2 and 5.3 higher, 2018-19"],
        ["240.0 per 100 2016-17", "180.0 per 100 2018-19", "120 per 100 2020-21, an illustration, not an official target",
         "120.0 per 100, higher, 2016-17", "75.3 per 100, higher, 2018-19"],
        ["21% to 39% 2016-17", "60% to 79% 2018-19", "80% 2020-21, an illustration, not an official target",
         "between 53.5 and 71.5 percentage points lower, 2016-17", "between 16 and 40 percentage points lower, 2018-19"],
        ["40% to 60% 2016-17", "60% to 79% 2018-19", "85% 2020-21, an illustration, not an official target",
         "between 10 and 40 percentage points lower, 2016-17", "at most 29 percentage points, 2018-19"],
    ]  # fmt: skip
    assert [row[6] for row in rows] == [
        "Cannot be told",
        "Cannot be told",
        "No clear change",
        "Cannot be told",
    ]
    assert all("English learners, compared with other students." in row[0] for row in rows)


def test_the_file_has_the_numbers_of_the_page_and_their_signs(built):
    with (built.output / "en/2019/scorecard/scorecard.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    found = {(each["Report"], each["What it is"]): each for each in lines}
    gap = found["ranges", "Gap now"]
    assert (gap["Number"], gap["At least"], gap["At most"], gap["Unit"]) == (
        "",
        "-40",
        "-16",
        "Percentage points",
    )
    assert (found["events", "Gap now"]["Number"], found["events", "Target"]["Number"]) == ("75.3", "120")
    assert ("days", "Target") not in found
    assert len(lines) == 4 * 4 + 3


def test_each_group_s_rate_stands_once_in_declared_order(page):
    rows = cells(page("en/2019/scorecard").one("table", id="table-groups-ranges"))
    assert rows == [
        ["All students", "82.0%"],
        ["English learners", "60% to 79%"],
        ["Not English learners", "95% to 100%"],
    ]


def test_a_scorecard_is_part_of_the_record_of_its_year(edition):
    """Everybody's rate stands in no figure and no value of this report, only among its groups."""
    plain = replace(report(edition, "ranges"), figures={})
    asked = Question("graduation", "rate", "ct", "2018-19", ())
    (key,) = measure(edition.packages["ranges"], asked).cells
    behind_values = {
        each
        for value in plain.values.values()
        for each in measure(edition.packages[value.package], value.question).cells
    }
    assert key not in behind_values
    alone = replace(edition, reports=(plain,), languages=())
    assert key in behind(alone, plain)["part/scorecard"]
    cells_there = record(alone, plain.cycle)["cells"]
    assert json.dumps(["ranges", "graduation", "2018-19", "ct", []]) in cells_there


def test_groups_are_left_out_where_they_are_many_or_crossed(edition):
    one_report = report(edition, "ranges")
    assert len(groups_of(one_report, edition.packages)) == 3
    everybody = replace(one_report, main=replace(one_report.main, group=()))
    assert groups_of(everybody, edition.packages) == ()


# From one year to the next


def test_threads_go_on_begin_and_end(edition):
    before, now = edition.cycles
    found = succession(edition.reports, before, now)
    assert [each.now.slug for each in found.continued] == ["events", "ranges"]
    assert [each.slug for each in found.new] == ["days", "untold"]
    assert [each.slug for each in found.ended] == ["gone"]
    assert [(each.report.slug, each.intervention.id) for each in found.started] == [("events", "more-time")]
    assert [(each.report.slug, each.intervention.id) for each in found.stopped] == [("events", "longer-days")]
    assert (found.finished, found.untold) == ((), ())
    assert all(each.same_question for each in found.continued)


def test_an_intervention_that_the_new_report_leaves_out_is_told(edition):
    before, now = edition.cycles
    shorter = [
        replace(each, interventions=each.interventions[:1]) if each.cycle == now else each
        for each in edition.reports
    ]
    found = succession(shorter, before, now)
    assert [(each.report.cycle.id, each.intervention.id) for each in found.untold] == [
        ("2018", "longer-days")
    ]
    finished = [
        replace(each, interventions=tuple(replace(item, status="finished") for item in each.interventions))
        if each.cycle == now else each
        for each in edition.reports
    ]  # fmt: skip
    found = succession(finished, before, now)
    assert {each.intervention.id for each in found.finished} == {"more-time", "longer-days"}
    assert found.started == found.stopped == ()


def test_another_question_is_no_step_of_the_same_gap(edition):
    before, now = edition.cycles
    other = [
        replace(each, main=replace(each.main, against="all")) if each.cycle == now else each
        for each in edition.reports
    ]
    assert not any(each.same_question for each in succession(other, before, now).continued)


def test_a_dropped_thread_is_a_warning_unless_somebody_decided_so(edition):
    (problem,) = dropped(edition.cycles, edition.reports)
    assert (problem.path, problem.code, problem.severity) == (
        "content/reports/2019/cycle.yaml", "thread-dropped", "warning",
    )  # fmt: skip
    assert "'gone'" in problem.message
    assert "plumbline new report 2019/gone" in problem.hint
    assert problem in edition.problems
    for choice, told_of in (("stop", 0), ("replace", 0), ("scale", 1)):
        ended = [
            replace(each, decision=Decision(choice, False, "")) if each.slug == "gone" else each
            for each in edition.reports
        ]
        assert len(list(dropped(edition.cycles, ended))) == told_of
    assert list(dropped(edition.cycles, edition.reports, {"2019"})) == []
    # Of years that are past, nothing can be mended any more; and one without a report has only begun.
    new = Cycle("2020", "2018-19", "draft", "2021-01-01")
    later = (*edition.cycles, new)
    assert list(dropped(later, edition.reports)) == []
    begun = (*edition.reports, replace(edition.reports[-1], cycle=new))
    assert {each.path for each in dropped(later, begun)} == {"content/reports/2020/cycle.yaml"}


def test_the_page_of_changes_says_it_all_in_both_languages(page):
    english = page("en/2019/changes")
    rows = cells(english.one("table", id="table-continued"))
    assert [row[0] for row in rows] == [
        "About events Suspensions, English learners",
        "About ranges Graduation, English learners",
    ]
    assert rows[1][1:] == [
        "No clear change Report of 2018", "No clear change Report of 2019",
        "between 28.5 and 47.5 percentage points lower, 2017-18", "between 16 and 40 percentage points lower, 2018-19",
    ]  # fmt: skip
    assert (
        "About days This is not followed any more. Nobody has said why."
        in english.one("section", id="ended").words
    )
    assert [each.words for each in english.one("section", id="deeds").all("h3")] == ["Started", "Stopped"]
    spanish = page("es/2019/changes")
    assert spanish.one("h1").words == "Qué cambió desde 2018"
    (stopped,) = [
        each for each in spanish.one("section", id="deeds").all("a") if each["href"].endswith("#longer-days")
    ]
    assert stopped.words == "Días más largos"


def test_the_first_year_has_no_page_of_changes_and_no_link_to_one(built, page):
    assert not (built.output / "en/2018/changes").exists()
    assert [each for each in page("en/2018").all("a") if "changes" in each["href"]] == []
    assert [each["href"] for each in page("en/2019").all("a") if "changes" in each["href"]] == ["changes/"]
    assert previous(built.build.edition.cycles, built.build.edition.cycles[0]) is None


# Lessons


def test_lessons_stand_by_outcome_with_their_links_mended(page):
    lesson = page("en/2019/lessons").one("article", id="lesson-ranges")
    assert lesson.parent.parent["id"] == "not-better"
    links = [(each.words, each["href"]) for each in lesson.all("a")]
    assert links == [
        ("About ranges", "../ranges/#lessons"), ("above", "../ranges/#problem"), ("below", "#ranges-missed"),
        ("a dot", "../ranges/dot.svg"), ("who", "../../about/"), ("the web", "https://example.org/a"),
        ("See the figure in the report", "../ranges/#figure-over-time"),
    ]  # fmt: skip
    assert [each.words for each in lesson.all("h4", id="ranges-missed")] == ["What did we miss?"]
    assert lesson.one("span", of="value").words == "60% to 79%"
    spanish = page("es/2019/lessons").one("article", id="lesson-ranges")
    assert "Vea la figura en el informe" in spanish.words


def test_a_text_in_another_language_says_so(page):
    links = page("es/2019/lessons").one("section", id="no-lessons").all("a")
    assert [(each.words, each.attributes.get("lang")) for each in links] == [
        ("About days", "en"), ("De events", None), ("De untold", None),
    ]  # fmt: skip


def test_what_was_missed_is_found_in_another_section_too():
    sections = (
        Section("results", "", "<h3>Other</h3><p>No.</p>"),
        Section(
            "next", "", '<p>No.</p><h3 id="missed">Missed?</h3><p>We asked nobody.</p><h3>More</h3><p>No.</p>'
        ),
    )
    text = Manuscript("content/reports/2019/x/en.md", "en", "T", sections=sections)
    assert lessons(text, str) == '<h4 id="x-missed">Missed?</h4><p>We asked nobody.</p>'
    assert lessons(replace(text, sections=sections[:1]), str) == ""


def test_an_excerpt_keeps_signs_and_code_as_they_are():
    html = '<p title="a > b">1 &lt; 2 <code>&lt;h3 id="a"&gt;</code></p><h6 id="z">Z</h6><img src=\'d.png\' alt="">'
    assert excerpt(html, "x", str) == (
        '<p title="a > b">1 &lt; 2 <code>&lt;h3 id="a"&gt;</code></p><h6 id="x-z">Z</h6><img src="../x/d.png" alt="">'
    )


def test_interventions_of_a_year_begin_with_what_ended(page):
    section = page("en/2019/lessons").one("section", id="interventions")
    rows = cells(section.one("table", id="table-interventions"))
    assert [row[1].split()[0] for row in rows] == ["Stopped", "Running", "Running", "Running", "Running"]
    assert rows[0] == ["Longer days Suspensions, English learners", "Stopped Since: 2016", "Not said", "Not said", "Not said",
                       "Illustration", "Not said", "Cannot be told"]  # fmt: skip
    assert "is no proof that what was done narrowed it" in section.words


def test_a_report_shows_its_interventions_at_a_glance_where_there_are_several(page):
    table = page("en/2019/events").one("table", id="table-interventions")
    assert [each["href"] for each in table.all("a") if each["href"].startswith("#")] == [
        "#more-time",
        "#longer-days",
    ]
    assert page("en/2019/ranges").all("table", id="table-interventions") == []


# Home pages


def test_what_was_stopped_is_as_visible_as_the_rest(page):
    for address in ("", "en", "en/2019"):
        home = page(address)
        assert home.one("section", id="stopped").one("a").words == "Longer days"
        assert "The size of a gap plays no part. Groups of fewer than 30 students" in home.words
    assert [each.words for each in page("en/2018").all("section", id="stopped")] == []


def test_every_year_leads_to_the_others(page):
    assert [each["href"] for each in page("en").all("a") if each.words == "Equity report 2018"] == ["2018/"]
    assert [each["href"] for each in page("en/2018").all("a") if each.words == "Equity report 2019"] == [
        "../2019/"
    ]
    assert "A later year has been published." in page("en/2018/scorecard").words
    assert "This is the latest year." in page("en/2019/scorecard").words


def test_a_page_that_is_not_planned_is_not_linked(built, page):
    addresses = {each.address for each in built.pages}
    assert "en/2019/scorecard/" in addresses
    for name in ("whole-year", "corrections"):
        there = any(name in each for each in addresses)
        assert bool([each for each in page("en/2019").all("a") if name in each["href"]]) == there


def test_drafts_have_no_pages_of_a_year_in_public(built):
    one_draft = replace(
        built.build.edition,
        cycles=tuple(
            replace(each, status="published" if each.id == "2018" else "draft")
            for each in built.build.edition.cycles
        ),
    )
    reports = tuple(
        replace(each, cycle=next(one for one in one_draft.cycles if one.id == each.cycle.id))
        for each in one_draft.reports
    )
    addresses = {
        each.address
        for each in plan(replace(built.build, edition=public(replace(one_draft, reports=reports))))
    }
    assert "en/2018/scorecard/" in addresses
    assert "en/2018/changes/" not in addresses
    assert [each for each in addresses if "2019" in each] == []


# The scan


SCORE, SHEET, CHANGES, LESSONS = (
    "en/2019/scorecard/index.html", "en/2019/scorecard/scorecard.csv", "en/2019/changes/index.html", "en/2019/lessons/index.html",
)  # fmt: skip
HOME, GLANCE = "en/index.html", "en/2019/events/index.html"
ROW = r'(<tr class="card" role="row">.*?</tr>)'
FAULTS = {
    "another rate": (SCORE, r"180\.0 per 100", "180.1 per 100", SHOWN),
    "another gap": (SCORE, r">75\.3<", ">120.0<", SHOWN),
    "an interval in the place of a gap": (SCORE, r">75\.3<", "><", DIFFERS),
    "a number beside words": (SCORE, r"(>No target)", r">17 \1", SHOWN),
    "another target": (SCORE, r">120 per 100<", ">130 per 100<", SHOWN),
    "no target where there is one": (SCORE, r">120 per 100<", ">per<", DIFFERS),
    "another outcome": (SCORE, r">No clear change<", ">The gap narrowed<", DIFFERS),
    "a number in the name of an indicator": (SCORE, r">Days absent<", ">Days absent 44<", SHOWN),
    "a score left out": (SCORE, ROW, "", DIFFERS),
    "scores in another order": (SCORE, rf"{ROW}(.*?){ROW}", r"\3\2\1", SHOWN),
    "a group's rate": (SCORE, r">95% to 100%<", ">94% to 100%<", SHOWN),
    "a group left out": (SCORE, r'(table-groups-ranges.*?)<tr class="card" role="row">.*?</tr>', r"\1", DIFFERS),
    "a number in a note": (SCORE, r"(A gap is told)", r"4201 \1", SHOWN),
    "a file with another number": (SHEET, r"180\.0", "180.1", DIFFERS),
    "a file with another sign": (SHEET, r"-40,-16", "16,40", DIFFERS),
    "a file with another outcome": (SHEET, r"No clear change", "The gap narrowed", DIFFERS),
    "a file with a column more": (SHEET, r"Status\n", "Status,Rank\n", "output-columns"),
    "a file with a line more": (SHEET, r"\Z", "x,,,,,,,1,,,,,\n", DIFFERS),
    "a file that is gone": (SHEET, "", None, STRAY),
    "a gap then": (CHANGES, r">106\.7<", ">106.8<", SHOWN),
    "the gap of the other year": (CHANGES, r">106\.7<", ">75.3<", SHOWN),
    "another verdict then": (CHANGES, r">No clear change<", ">The gap narrowed<", DIFFERS),
    "a problem left out": (CHANGES, ROW, "", DIFFERS),
    "a number in what ended": (CHANGES, r"(Nobody has said why)", r"44 \1", SHOWN),
    "another value in a lesson": (LESSONS, r'(data-value="latest">)60', r"\g<1>61", SHOWN),
    "a number in a lesson": (LESSONS, r"(We asked nobody)", r"4201 \1", SHOWN),
    "a number in a headline": (LESSONS, r"(<p class=\"entry-facts\">)", r"\g<1>By 44.1: ", SHOWN),
    "somebody else's lessons": (LESSONS, r'id="lesson-ranges"', 'id="lesson-other"', "output-unread"),
    "another status": (LESSONS, r">Stopped<", ">Finished<", DIFFERS),
    "another outcome of an intervention": (LESSONS, r">No clear change<", ">The gap narrowed<", DIFFERS),
    "an intervention left out": (LESSONS, ROW, "", DIFFERS),
    "another intervention": (LESSONS, r"events/#more-time", "events/#more", DIFFERS),
    "another date": (LESSONS, r"Since: 2016", "Since: 2014", SHOWN),
    "another status in a report": (GLANCE, r">Stopped<", ">Running<", DIFFERS),
    "no table in a report": (GLANCE, r'<table class="data cards".*?</table>', "", DIFFERS),
    "another count in the year's sentence": (HOME, r"We follow 4 gaps", "We follow 5 gaps", DIFFERS),
    "findings in another order": (HOME, r"(<li><a href=\"2019/days/.*?</li>)(\s*)(<li>.*?</li>)", r"\3\2\1", DIFFERS),
    "another rule": (HOME, r"fewer than 30 students", "fewer than 20 students", SHOWN),
    "a number in what was stopped": (HOME, r"(>Longer days)", r"\1 44", SHOWN),
}  # fmt: skip


def test_the_pages_of_a_right_year_pass(built):
    scan = built.scan(built.output)
    assert arrange(scan.problems) == ()
    read = {each.path for each in scan.readings}
    assert {SCORE, SHEET, "es/2018/scorecard/scorecard.csv"} <= read


@pytest.mark.parametrize("name", FAULTS)
def test_the_scan_of_a_year_bites(built, tmp_path, name):
    path, old, new, code = FAULTS[name]
    found = told(built, tmp_path, path, old, new)
    assert (path, code) in [(each.path, each.code) for each in found], arrange(found)


# Addresses


@pytest.mark.parametrize("name", RESERVED_IN_CYCLE)
def test_no_report_takes_the_address_of_a_page_of_its_year(make, run, name):
    changes = {f"content/reports/2019/{name}/{file}": text for file, text in _moved().items()}
    root = make({**changes, **dict.fromkeys(f"{REPORTS}/{file}" for file in _moved())})
    done = run(root, ["check"])
    assert done.told == [(f"content/reports/2019/{name}/report.yaml", 0, "page-reserved")]
    assert run(root, ["build", "--preview", "--output", str(root / "shown")]).status == 0
    assert run(make(), ["new", "report", f"2019/{name}"]).told == [
        (f"content/reports/2019/{name}", 0, "page-reserved")
    ]


def _moved():
    return {
        name.removeprefix(f"{REPORTS}/"): each for name, each in small().items() if name.startswith(REPORTS)
    }
