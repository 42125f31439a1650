"""One problem over three years on its pages: one thread narrows, one does not, one was stopped."""

# ruff: noqa: E501 (a row or a fault a line)

import re

import pytest

from plugins.addresses import file_of
from plugins.frames import Page, frame
from plugins.scan.findings import Scan
from plugins.scan.outputs import scan_output
from plugins.scan.pages import scan_page
from tests.site.building import differences
from tests.site.kinds import kinds
from tests.site.pages import read_page
from tests.site.projects import small
from tests.site.test_scan import built_of, told
from tests.site.yearly import REPORTS, yearly

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The preview of the three years, all drafts, which know of each other."""
    return built_of(yearly(), tmp_path_factory.mktemp("yearly") / "site")


@pytest.fixture(scope="module")
def published(make, run):
    """The public site of some years: what is given is out, frozen year after year; the others are drafts."""
    made = {}

    def output(*years, changes=None):
        key = years, repr(changes)
        if key not in made:
            files = {**dict.fromkeys(small()), **yearly(years), **(changes or {})}
            root = make(files)
            for year in years:
                done = run(root, ["freeze", year])
                assert done.status == 0, done.err
            done = run(root, ["publish"])
            assert done.status == 0, done.err
            made[key] = root / "output"
        return made[key]

    return output


def page_of(built, address):
    return read_page(built.output / file_of(address))


def rows(table):
    """A table as words, without its head."""
    return [
        [cell.words for cell in row.inside if not isinstance(cell, str)]
        for row in table.one("tbody").all("tr")
    ]


# --- the thread -----------------------------------------------------------------------------------


def test_this_problem_year_after_year(built):
    page = page_of(built, "en/2019/finish/")
    part = page.one("table", of="thread")
    note = "English learners,"
    assert rows(part) == [
        ["Equity report 2017 Draft", "Design", "First year that is followed", f"61.0% {note} 2016-17", "24.0 percentage points"],
        ["Equity report 2018 Draft", "Implement", "No clear change since 2016-17", f"64.0% {note} 2017-18",
         "22.0 percentage points"],
        ["Equity report 2019 This report Draft", "Reflect", "The gap narrowed since 2016-17",
         f"70.0% {note} 2018-19", "18.0 percentage points"],
    ]  # fmt: skip
    assert [each["href"] for each in part.all("a")] == ["../../2017/finish/", "../../2018/finish/"]
    current = [each for each in part.all("tr") if each.attributes.get("aria-current") == "true"]
    assert [each.one("th").words for each in current] == ["Equity report 2019 This report Draft"]
    words = page_of(built, "es/2019/finish/").one("table", of="thread").words
    for each in ("Informe de equidad 2017 Borrador", "La brecha se redujo desde 2016-17", "Este informe"):
        assert each in words


def test_a_gap_that_does_not_narrow_is_said_to_be_so(built):
    page = page_of(built, "en/2019/absent/")
    assert [each[2] for each in rows(page.one("table", of="thread"))] == [
        "No clear change since 2016-17", "The gap widened since 2016-17"]  # fmt: skip
    assert (
        "The distance to the target became larger: 5.0 percentage points"
        in page.one("section", of="standing").words
    )
    (row,) = rows(page.one("div", of="promises").one("table"))
    assert row == ["Doing calls", "Planned for October 2018", "Not started Planned for October 2019"]


@pytest.mark.parametrize(("cycle", "name"), [("2017", "finish"), ("2018", "absent"), ("2017", "town")])
def test_where_a_thread_begins_nothing_is_said_of_a_last_report(published, cycle, name):
    """In the public site of that year: the next one is not there yet."""
    page = read_page(
        published(*[each for each in ("2017", "2018") if each <= cycle]) / f"en/{cycle}/{name}/index.html"
    )
    assert not page.all("table", of="thread")
    assert not page.all("div", of="since-last")
    assert not page.all("div", of="promises")


def test_a_page_of_an_earlier_year_links_to_the_later_and_shows_none_of_its_numbers(published):
    out = published("2017", "2018", "2019")
    page = read_page(out / "en/2017/finish/index.html")
    part = next(
        each for each in page.all("section") if each.attributes.get("aria-labelledby") == "year-after-year"
    )
    links = [(each.words, each["href"]) for each in part.one("ul").all("a")]
    assert links == [
        ("Equity report 2018", "../../2018/finish/"), ("Equity report 2019", "../../2019/finish/")]  # fmt: skip
    assert len(rows(part.one("table"))) == 1
    words = page.one("main").words
    for number in ("64.0%", "70.0%", "22.0", "18.0", "80%"):
        assert number not in words


# --- compared with the last report ----------------------------------------------------------------


def test_the_last_report_and_this_one(built):
    part = page_of(built, "en/2018/finish/").one("div", of="since-last")
    facts = [(each.one("dt").words, each.one("dd").words) for each in part.one("dl").all("div")]
    assert facts == [("Target", "from 75% to 80%"), ("Target year", "from 2019-20 to 2020-21")]
    gap = "Gap Graduation, gap, English learners and other students"
    success = "How success was to be measured: Doing more-time Graduation, other students"
    assert rows(part.one("table")) == [
        ["Stage of the work", "Design", "Implement"],
        ["Rate Graduation, English learners", "61.0% 2016-17", "64.0% 2017-18"],
        [gap, "24.0 percentage points 2016-17", "22.0 percentage points 2017-18"],
        ["Distance to the target", "14.0 percentage points", "16.0 percentage points"],
        [success, "85.0% 2016-17", "86.0% 2017-18"],
    ]
    first, second = (each.words for each in part.all("p"))
    assert first == "The gap shows no clear change: 24.0 percentage points in 2016-17, 22.0 in 2017-18."
    assert second.startswith("Chance alone could explain the difference: ")
    later = page_of(built, "en/2019/finish/").one("div", of="since-last")
    assert later.all("p")[0].words == "The gap narrowed: 22.0 percentage points in 2017-18, 18.0 in 2018-19."
    assert not later.all("dl")


OTHER_QUESTIONS = [
    ("place: ct", "place: '001'", "The two reports do not ask the same", ("Place", "from Connecticut to Ashford")),
    ("against: rest", "against: all", "The two reports do not ask the same",
     ("Compared with", "from other students to All students")),
    ("baseline: 2016-17", "baseline: 2017-18", "The gap narrowed: ",
     ("Where the work began", "from 2016-17 to 2017-18")),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence", "fact"), OTHER_QUESTIONS, ids=lambda each: str(each)[:20])
def test_another_question_is_told_and_not_compared(tmp_path_factory, old, new, sentence, fact):
    files = yearly()
    name = "content/reports/2019/finish/report.yaml"
    files[name] = str(files[name]).replace(old, new)
    built = built_of(files, tmp_path_factory.mktemp("other") / "site")
    part = page_of(built, "en/2019/finish/").one("div", of="since-last")
    assert part.all("p")[0].words.startswith(sentence)
    assert fact in [(each.one("dt").words, each.one("dd").words) for each in part.one("dl").all("div")]
    assert built.scan(built.output).problems == []


def test_a_withheld_number_is_withheld_in_the_comparison_too(tmp_path_factory):
    files = yearly()
    name = "datapackages/schools/data/graduation.csv"
    files[name] = str(files[name]).replace(
        "2018-19,ct,english_learner,1400,2000,70.0,ok,ok,ok", "2018-19,ct,english_learner,,,,c,c,c"
    )
    built = built_of(files, tmp_path_factory.mktemp("withheld") / "site")
    page = page_of(built, "en/2019/finish/")
    part = page.one("div", of="since-last")
    assert part.one("p").words == "Whether the gap has narrowed cannot be told from what is published."
    found = {row[0]: row[2] for row in rows(part.one("table"))}
    assert found["Rate Graduation, English learners"] == "Withheld 2018-19"
    assert found["Distance to the target"] == "Withheld"
    assert rows(page.one("table", of="thread"))[-1][2:] == [
        "Cannot be told since 2016-17", "Withheld English learners, 2018-19", "Withheld"]  # fmt: skip
    assert [each for each in built.scan(built.output).problems if each.code.startswith("output")] == []


def test_ranges_events_and_means_are_compared_over_years_too(tmp_path_factory):
    """What is no plain percentage: nothing that the pages say of two years is new to the scan."""
    files = kinds()
    for name, each in list(files.items()):
        if name.startswith("content/reports/2019/"):
            text = str(each).replace("2018-19", "2017-18")
            files[name.replace("/2019/", "/2018/")] = text
    built = built_of(files, tmp_path_factory.mktemp("kinds") / "site")
    assert built.scan(built.output).problems == []
    found = {}
    for name in ("ranges", "untold", "events", "days"):
        part = page_of(built, f"en/2019/{name}/").one("div", of="since-last")
        found[name] = part.all("p")[0].words, *rows(part.one("table"))[-1][1:]
    assert found["ranges"][1:] == (
        "between 21 and 40 percentage points", "between 1 and 20 percentage points")  # fmt: skip
    assert found["events"][1:] == ("100.0 per 100", "60.0 per 100")
    assert found["days"][1:] == ("3.9", "between 2 and 4")
    assert found["untold"][0].startswith("Whether the gap narrowed cannot be told: ")


# --- promises, and the timeline -------------------------------------------------------------------


def test_what_was_promised_and_what_became_of_it(built):
    part = page_of(built, "en/2018/finish/").one("div", of="promises")
    assert rows(part.one("table")) == [
        ["Doing more-time", "Planned for January 2018", "Started Running since February 2018"],
        ["Doing letters", "Running since 2016", "Goes on Running since 2016"],
        ["Doing tutors", "Running since 2015", "Not mentioned any more"],
    ]
    assert part.one("p").words.startswith(
        "The decision in the report of 2017: Refine: keep going, and change what did not work. Since then the "
        "timeline records an adjustment."
    )
    assert "This decision is an illustration." in part.one("p").words
    assert rows(page_of(built, "es/2019/finish/").one("div", of="promises").one("table")) == [
        ["Hacer more-time", "En marcha desde febrero de 2018", "Continúa En marcha desde febrero de 2018"],
        ["Hacer letters", "En marcha desde 2016", "Terminada"],
        ["Hacer rides", "No estaba en ese informe", "Nueva Planeada para septiembre de 2019"],
    ]


def test_what_is_not_mentioned_any_more_is_a_warning(make, run):
    done = run(make({**dict.fromkeys(small()), **yearly()}), ["check"])
    found = [(each.path, each.warning) for each in done.problems if each.code == "intervention-dropped"]
    assert (done.status, found) == (0, [("content/reports/2018/finish/report.yaml", True)])


def test_the_timeline_has_everything_of_the_thread_up_to_this_year_once(built):
    def timeline(address):
        lines = page_of(built, address).one("ol", of="log").all("li")
        return [(each.one("span", of="log-date").words, each.all("span")[1].words) for each in lines]

    made_up = "Illustration, not a documented fact"
    assert timeline("en/2018/finish/") == [
        ("2015", f"Doing tutors: started {made_up}"),
        ("2016", f"Doing letters: started {made_up}"),
        ("February 12, 2018", "Doing more-time: started Documented Read the source"),
        ("April 2018", f"Doing letters: adjusted {made_up}"),
    ]
    assert timeline("en/2019/finish/")[4:] == [
        ("March 2019", f"Doing more-time: extended {made_up}"),
        ("September 2019", f"Doing rides: planned to start {made_up}"),
    ]
    assert timeline("es/2017/finish/")[-1] == (
        "enero de 2018", "Hacer more-time: inicio planeado Hecho documentado Leer la fuente")  # fmt: skip


# --- latest or not --------------------------------------------------------------------------------

SAYS = (
    "This is the latest report.", "A later report has been published.", "This is the latest year.",
    "A later year has been published.",
)  # fmt: skip
DICE = (
    "Este es el informe más reciente.", "Ya se publicó un informe más reciente.",
    "Este es el año más reciente.", "Ya se publicó un año más reciente.",
)  # fmt: skip


def test_every_page_of_a_year_says_whether_it_is_the_latest(published):
    out, seen = published("2017", "2018", "2019"), 0
    for code, sentences in (("en", SAYS), ("es", DICE)):
        for path in sorted(out.glob(f"{code}/20*/**/index.html")):
            cycle = path.relative_to(out).parts[1]
            words = read_page(path).one("main").words
            latest = [each for each in sentences[0::2] if each in words]
            later = [each for each in sentences[1::2] if each in words]
            stopped = path.parent.name == "town" and cycle == "2018"
            assert bool(later) == (cycle != "2019"), path
            assert bool(latest) == (cycle == "2019" or stopped), path
            seen += 1
    assert seen >= 2 * (len(REPORTS) + 3)


@pytest.mark.parametrize(
    ("address", "texts"),
    [
        ("en/2019/anything/", ["Once it is published, this will be the latest year."]),
        ("en/2018/anything/more/", ["A later year is being prepared."]),
        ("en/anything/", []),
    ],
)
def test_a_page_that_does_not_say_it_itself_gets_a_notice(built, address, texts):
    page = Page("other", "page.html", address, built.build.edition.languages[0], "x")
    notices = frame(built.build, page)["page"]["notices"]
    assert [each.text for each in notices if each.kind == "edition"] == texts


def test_what_was_stopped_says_so_at_the_top_of_every_report_of_it(published):
    out = published("2017", "2018", "2019")
    says = "The work on this problem was stopped in 2018."
    for year, link in (("2017", ["../../2018/town/"]), ("2018", [])):
        page = read_page(out / f"en/{year}/town/index.html")
        notice = page.one("p", of="notice-stopped")
        assert notice.words.startswith(says)
        assert "This decision is an illustration." in notice.words
        assert [each["href"] for each in notice.all("a")] == link
    for path in out.glob("en/20*/finish/index.html"):
        assert says not in read_page(path).one("main").words


def test_a_page_of_data_says_how_far_it_reaches_and_which_year_used_it_last(published, built):
    def head(out):
        part = read_page(out / "en/data/schools/index.html").one("div", of="where")
        return part.words, [each["href"] for each in part.all("a")]

    newest = "The newest numbers here are from 2018-19."
    assert head(published("2017", "2018")) == (
        f"{newest} Last used in this report: Equity report 2018", ["../../2018/"])  # fmt: skip
    assert head(published("2017", "2018", "2019"))[1] == ["../../2019/"]
    assert (
        "ningún informe"
        not in read_page(built.output / "es/data/schools/index.html").one("main").words.lower()
    )


def test_a_later_draft_changes_nothing_of_the_public_site(published):
    """Not even what is the latest: the same bytes as if it had not been begun."""
    with_draft = published("2017", "2018")
    gone = {name: None for name in yearly() if name.startswith("content/reports/2019/")}
    assert differences(with_draft, published("2017", "2018", changes=gone)) == []
    page = read_page(with_draft / "en/2018/finish/index.html")
    assert "This is the latest report." in page.one("main").words
    assert not list(with_draft.glob("*/2019"))


def test_a_preview_with_a_later_draft_shows_what_is_out_as_it_is_out(make, run):
    root = make({**dict.fromkeys(small()), **yearly(("2017", "2018"))})
    for year in ("2017", "2018"):
        assert run(root, ["freeze", year]).status == 0
    done = run(root, ["build", "--preview", "--output", str(root / "shown")])
    assert done.status == 0
    out = read_page(root / "shown/en/2018/finish/index.html").one("main").words
    assert "This is the latest report." in out
    assert "2019" not in re.sub(r"2019-20|2018-19", "", out)
    draft = read_page(root / "shown/en/2019/finish/index.html").one("main").words
    assert "Once it is published, this will be the latest report." in draft
    assert "Equity report 2018" in draft


# --- the scan -------------------------------------------------------------------------------------


def test_the_scan_finds_nothing_in_the_three_years(built):
    assert scan_output(built.output, built.build, built.pages, built.theme).problems == []


FAULTS = {
    "the rate of another year": (r'(class="thread-rate"><span class="cell-value">)61.0%', r"\g<1>64.0%", "output-shown"),
    "the gap of another year": (r'(class="thread-gap"><span class="cell-value">)24.0', r"\g<1>22.0", "output-shown"),
    "a year too few": (r'<tr role="row">\s*<th[^>]*><a href="../../2017.*?</tr>', "", "output-differs"),
    "a number beside a stage": (r'(<span class="cell-value">Design)', r"\g<1> 17", "output-shown"),
    "the last report's rate as this one's": (
        r'(class="since-last".*?)70\.0%', r"\g<1>64.0%", "output-shown"),
    "another distance": (r'(Distance to the target</th>.*?)16\.0', r"\g<1>16.1", "output-shown"),
    "another chance": (r'(class="since-last".*?smaller by )0\.4', r"\g<1>0.5", "output-shown"),
    "a row too few": (
        r'<tr role="row" class="row-other">\s*<th[^>]*>Distance to the target.*?</tr>', "", "output-differs"),
    "another measure of success": (r'(class="since-last".*?)88\.0%', r"\g<1>86.0%", "output-shown"),
    "a date that nobody promised": (r"(class=\"promises\".*?)September 2019", r"\g<1>September 2021", "output-shown"),
    "another date": (r'(class="log-date">)March 2019', r"\g<1>March 2018", "output-differs"),
    "an event twice": (r'(<ol class="log">\s*)(<li>.*?</li>)', r"\g<1>\g<2>\g<2>", "output-differs"),
    "a number in the timeline": (r'(Doing letters: adjusted)', r"\g<1> 12", "output-shown"),
    "a distance in the standing": (r'(The distance to the target became smaller: )19\.0', r"\g<1>19.5", "output-shown"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_what_is_said_of_the_thread_is_found(built, tmp_path, fault):
    old, new, code = FAULTS[fault]
    page = "en/2019/finish/index.html"
    assert {(each.path, each.code) for each in told(built, tmp_path, page, old, new)} >= {(page, code)}


ELSEWHERE = [
    ("en/data/schools/", r"(numbers here are from .*?)2018-19", r"\g<1>2019-20"),
    ("en/2017/town/", r"(was stopped in )2018", r"\g<1>2015"),
    ("en/2017/finish/", r'(<li><a href="../../2019/finish/">Equity report 2019)', r"\g<1>, 70.0%"),
    ("es/2018/finish/", r'(<dd>de 75% a )80%', r"\g<1>85%"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "old", "new"), ELSEWHERE, ids=[each[0] for each in ELSEWHERE])
def test_a_fault_elsewhere_is_found(built, tmp_path, address, old, new):
    page = file_of(address)
    found = {(each.path, each.code) for each in told(built, tmp_path, page, old, new)}
    assert found == {(page, "output-shown")}


def test_no_digit_of_a_thread_can_be_another_unseen(built):
    """Each number in the table of years, the comparison and the timeline, with its last digit changed."""
    name = "en/2019/finish/index.html"
    (page,) = (each for each in built.pages if file_of(each.address) == name)
    text = (built.output / name).read_text("utf-8")
    start, end = (
        text.index('<table class="data stacks thread"'),
        text.index("</section>", text.index("since-last")),
    )
    places = [
        m for m in re.finditer(r'class="cell-value">[^<]*?(\d)[^\d<]*<', text) if start < m.start(1) < end
    ]
    places += list(re.finditer(r'class="log-date">[^<]*(\d)<', text))
    assert len(places) >= 20
    for place in places:
        at = place.start(1)
        scan = Scan()
        scan_page(scan, name, f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}", built.build, page)
        assert scan.problems, text[at - 60 : at + 10]
