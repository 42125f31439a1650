# ruff: noqa: E501, S314 (numbers in a line; feeds that were built here)
"""A published number that was wrong: the entry that is printed, the record that moves on, what readers see."""

import json
import re
import shutil
from xml.etree import ElementTree

import pytest

from tests.site.correcting import (
    FREEZE,
    HIDDEN,
    LEARNERS,
    NEW,
    OLD,
    REASONS,
    RECORD,
    TABLE,
    TITLES,
    WORDS,
    correct,
    edit,
    paste,
    tell,
)
from tests.site.mistakes import CYCLE, EN, SITE, R, files_with, one
from tests.site.pages import read_page
from tests.site.projects import REPORTS

pytestmark = pytest.mark.site
PUBLIC = one("", CYCLE, "status: draft", "status: published", "", "")
ATOM = "{http://www.w3.org/2005/Atom}"
CELL = json.dumps(["schools", "graduation", "2018-19", "ct", [["english_learner", "english_learner"]]])


@pytest.fixture
def published(make, run):
    """The small site, published and recorded."""
    root = make(files_with(PUBLIC))
    assert run(root, FREEZE).status == 0
    return root


@pytest.fixture(scope="module")
def corrected(make, run):
    """The same with one number corrected, built; and the id of the correction."""
    root = make(files_with(PUBLIC))
    run(root, FREEZE)
    edit(root, TABLE, OLD, NEW)
    id_ = correct(root, run)
    done = run(root, ["publish"])
    assert done.status == 0, done.err
    return root, id_


def page(root, address):
    return read_page(root / "output" / address / "index.html")


def recorded(root):
    return json.loads((root / RECORD).read_text("utf-8"))


# --- the record --------------------------------------------------------------------------------------


def test_the_record_moves_on_and_keeps_what_stood_there(corrected, run):
    root, id_ = corrected
    record = recorded(root)
    (step,) = record["history"]
    assert (step["correction"], [*step["cells"]]) == (id_, [CELL])
    assert step["cells"][CELL]["old"] == {"numerator": "700", "denominator": "1000", "value": "70.0"}
    assert step["cells"][CELL]["new"] == record["cells"][CELL]
    assert step["strings"]["finish"]["value/gap"]["es"] == {
        "": ["18.0 puntos porcentuales", "17.9 puntos porcentuales"]
    }
    assert record["strings"]["finish"]["en"]["value/latest"] == "70.1%"
    done = run(root, FREEZE)
    assert (done.status, done.out) == (0, f"{RECORD} says all this already; nothing was written.\n")


def test_a_second_correction_follows_the_first(published, run):
    edit(published, TABLE, OLD, NEW)
    first = correct(published, run)
    edit(published, TABLE, NEW, NEW.replace("701", "702").replace("70.1", "70.2"))
    second = correct(published, run)
    assert first != second
    steps = [each["cells"][CELL] for each in recorded(published)["history"]]
    assert [(each["old"]["value"], each["new"]["value"]) for each in steps] == [
        ("70.0", "70.1"),
        ("70.1", "70.2"),
    ]
    assert run(published).status == 0


def test_a_correction_is_not_enough_while_the_record_has_not_moved_on(published, run):
    edit(published, TABLE, OLD, NEW)
    paste(published, run(published, FREEZE))
    (problem,) = [each for each in run(published).problems if not each.warning]
    assert (problem.path, problem.line, problem.code) == (CYCLE, 6, "correction-unfrozen")
    assert problem.hint == "Run `plumbline freeze 2019` and commit published.json."


def test_a_changed_fact_is_corrected_as_what_readers_saw(published, run):
    edit(published, R, "baseline: 2016-17", "baseline: 2017-18")
    refused = run(published, FREEZE)
    assert 'value: baseline\n        old: "61.0%"\n        new: "64.0%"\n' in refused.out
    paste(published, refused)
    assert run(published, FREEZE).status == 0
    assert run(published, ["publish"]).status == 0
    for code in ("en", "es"):
        (table,) = page(published, f"{code}/2019/finish").one(of="correction").all("table")
        rows = [[each.words for each in row.all("td")] for row in table.one("tbody").all("tr")]
        assert ["61.0%", "64.0%"] in rows


# --- what is newly shown -------------------------------------------------------------------------------


def test_what_is_newly_shown_is_a_warning_and_freeze_adds_it(published, run):
    before = recorded(published)
    edit(published, R, "values:\n", "values:\n  before: {measure: rate, period: 2017-18}\n")
    edit(published, EN, "see [[term", "before [[value before]], see [[term")
    done = run(published)
    assert (done.status, done.told) == (0, [(RECORD, 0, "published-more")])
    assert "value before of 'finish'" in done.problems[0].message
    assert run(published, FREEZE).status == 0
    after = recorded(published)
    assert after["strings"]["finish"]["en"].pop("value/before") == "64.0%"
    after["strings"]["finish"]["es"].pop("value/before")
    assert after == before
    assert (run(published).status, run(published).told) == (0, [])


def test_a_record_without_tables_as_it_was_written_before_is_extended(published, run):
    data = recorded(published)
    whole = json.loads(json.dumps(data))
    for items in data["strings"]["finish"].values():
        for name in [each for each in items if each.startswith("table/") or each == "standing"]:
            del items[name]
    del data["history"]
    (published / RECORD).write_text(json.dumps(data), "utf-8")
    assert run(published).told == [(RECORD, 0, "published-more")]
    edit(published, TABLE, OLD, NEW)
    assert "published-changed" in [each.code for each in run(published).problems]
    edit(published, TABLE, NEW, OLD)
    assert run(published, FREEZE).status == 0
    assert recorded(published) == whole


def test_what_is_not_shown_any_more_stays_recorded(published, run):
    edit(
        published,
        R,
        "  other-now: {measure: rate, period: 2018-19, group: {english_learner: not_english_learner}}\n",
        "",
    )
    for code, word in (("en", "others"), ("es", "others")):
        edit(published, f"{REPORTS}/{code}.md", f", {word} [[value other-now]]", "")
    assert run(published, FREEZE).status == 0
    assert recorded(published)["strings"]["finish"]["en"]["value/other-now"] == "88.0%"


# --- what freeze refuses -------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "published"])
def test_freeze_refuses_prompts_that_are_left(make, run, status):
    prompt = one("", EN, "We asked nobody.", "[[write | Who was asked?]]", "", "")
    root = make(files_with(prompt, *([PUBLIC] if status == "published" else [])))
    done = run(root, FREEZE)
    assert (done.status, [each[::2] for each in done.told]) == (1, [(EN, "prompt-left")])
    assert not (root / RECORD).exists()


def test_freeze_refuses_broken_texts(make, run):
    root = make(files_with(one("", EN, "[[value latest]]", "[[value newest]]", "", "")))
    done = run(root, FREEZE)
    assert (done.status, [each[::2] for each in done.told]) == (1, [(EN, "value-unknown")])
    assert not (root / RECORD).exists()


def test_freeze_refuses_a_correction_of_what_was_never_published(make, run):
    entry = (
        "corrections:\n  - id: early\n    date: 2020-06-01\n    changes:\n"
        "      - {report: finish, value: latest, old: 69%, new: 70%}\n"
    )
    root = make(files_with(PUBLIC, one("", CYCLE, "corrections: []\n", entry, "", "")))
    tell(root, "early")
    assert run(root, FREEZE).told == [(CYCLE, 6, "correction-unmatched")]
    assert not (root / RECORD).exists()
    told = run(root).told
    assert told == [(CYCLE, 0, "published-unrecorded"), (CYCLE, 6, "correction-unmatched")]


# --- corrections that are not so -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("value: 70.0}", "value: 70.5}", "It was numerator 700, value 70.0 and is now numerator 701, value 70.1."),
        ("place: ct", "place: ct1", "Did you mean 'schools graduation 2018-19 ct english_learner=english_learner'?"),
    ],
    ids=["another number", "another place"],
)  # fmt: skip
def test_a_correction_that_matches_nothing_is_told(published, run, old, new, hint):
    edit(published, TABLE, OLD, NEW)
    paste(published, run(published, FREEZE))
    before = (published / RECORD).read_bytes()
    edit(published, CYCLE, old, new)
    done = run(published, FREEZE)
    found = {each.code: each for each in done.problems}
    assert {*found} == {"correction-unmatched", "published-changed"}
    problem = found["correction-unmatched"]
    assert (problem.path, problem.line, problem.hint) == (CYCLE, 9, hint)
    assert {each.code for each in run(published).problems if not each.warning} == {*found}
    assert (done.status, (published / RECORD).read_bytes()) == (1, before)


def test_a_correction_of_nothing_is_told(published, run):
    entry = (
        "corrections:\n  - id: nothing\n    date: 2026-06-01\n    changes:\n"
        "      - {report: finish, value: latest, old: 69%, new: 70%}\n"
    )
    edit(published, CYCLE, "corrections: []\n", entry)
    tell(published, "nothing")
    (problem,) = run(published).problems
    assert (problem.line, problem.code) == (9, "correction-unmatched")
    assert problem.message == "This correction is of what has not changed so: value latest of 'finish'."


@pytest.fixture
def copy(corrected, make):
    """A copy of the corrected project, to be changed."""
    root = make()
    for name in ("content", "datapackages"):
        shutil.rmtree(root / name)
        shutil.copytree(corrected[0] / name, root / name)
    return root


def test_a_correction_cannot_be_taken_back(copy, run):
    text = (copy / CYCLE).read_text("utf-8")
    (copy / CYCLE).write_text(text.partition("corrections:")[0] + "corrections: []\n", "utf-8")
    shutil.rmtree(copy / WORDS)
    (problem,) = [each for each in run(copy).problems if not each.warning]
    assert (problem.path, problem.code) == (RECORD, "correction-missing")
    assert problem.hint == "Restore it from the history of cycle.yaml."


@pytest.mark.parametrize(
    ("old", "new"), [("value: 70.1}", "value: 70.3}"), ("date: 2", "date: 3")], ids=["a number", "the day"]
)
def test_a_correction_says_what_the_record_says(copy, run, old, new):
    edit(copy, CYCLE, f"    {old}" if "date" in old else old, f"    {new}" if "date" in new else new)
    (problem,) = [each for each in run(copy).problems if not each.warning]
    assert (problem.path, problem.line, problem.code) == (CYCLE, 9, "correction-unmatched")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"new": {\n      "numerator": "701"', '"new": {\n      "numerator": "702"'),
        ('"18.0 percentage points",\n        "17.9', '"18.0 percentage points",\n        "17.5'),
    ],
    ids=["a cell", "a text"],
)
def test_a_history_that_does_not_lead_to_today_is_told(copy, run, old, new):
    edit(copy, RECORD, old, new)
    (problem,) = [each for each in run(copy).problems if not each.warning]
    assert (problem.path, problem.code) == (RECORD, "published-broken")
    assert problem.line > 0


def test_words_are_needed_and_a_translation_is_missed(copy, corrected, run):
    _, id_ = corrected
    (copy / WORDS / "es.md").unlink()
    done = run(copy)
    told = [(each.path, each.code, each.warning) for each in done.problems if WORDS in each.path]
    assert (done.status, told) == (0, [(f"{WORDS}/es.md", "words-missing", True)])
    assert run(copy, ["publish"]).status == 0
    part = page(copy, "es/2019/finish").one(of="correction")
    (heading,) = part.all("h3")
    assert (heading.words, heading["lang"]) == (TITLES["en"], "en")
    assert any("todavía" in each.words for each in part.all("p", of="note"))
    edit(copy, f"{WORDS}/en.md", f"{{#{id_}}}", "{#recount}")
    told = {(each.path, each.code) for each in run(copy).problems if not each.warning}
    assert told == {(f"{WORDS}/en.md", "words-missing"), (f"{WORDS}/en.md", "words-unknown")}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("See [[value latest]].", "directive-misplaced"),
        ("See [the page](../../../pages/about/en.md).", "link-outside"),
        ("[[write | Why?]]", "prompt-left"),
    ],
)
def test_words_refer_to_nothing_that_moves_with_the_page(copy, run, words, code):
    edit(copy, f"{WORDS}/en.md", REASONS["en"], words)
    assert [each.code for each in run(copy).problems if not each.warning] == [code]


def test_no_report_can_have_the_folder_of_the_words(copy, run):
    shutil.copy(copy / R, copy / WORDS / "report.yaml")
    assert [each.code for each in run(copy).problems if not each.warning] == ["page-reserved"]


# --- numbers that are withheld now -----------------------------------------------------------------------


def test_a_number_that_is_withheld_now_stands_nowhere(published, run):
    edit(published, TABLE, f"{OLD},ok,ok,ok", HIDDEN)
    refused = run(published, FREEZE)
    assert "withdrawn: true" in refused.out
    assert "old:" not in refused.out
    for number in ("70.0", "700", "18.0"):
        assert number not in refused.out + refused.err
    paste(published, refused)
    assert run(published, FREEZE).status == 0
    text = (published / RECORD).read_text("utf-8")
    assert not [each for each in ("70.0", '"700"', "700 of", "18.0") if each in text]
    done = run(published, ["publish"])
    assert done.status == 0, done.err
    for code, gone in (("en", "Not shown any more"), ("es", "Ya no se muestra")):
        part = page(published, f"{code}/2019/finish").one(of="correction")
        assert gone in part.words
        assert "70.0" not in part.words
        assert "70.0" not in (published / f"output/{code}/corrections.xml").read_text("utf-8")


def test_a_correction_before_it_gives_its_numbers_up_as_well(published, run):
    edit(published, TABLE, OLD, NEW)
    first = correct(published, run)
    edit(published, TABLE, f"{NEW},ok,ok,ok", HIDDEN)
    refused = run(published, FREEZE)
    assert {"published-changed", "correction-withheld"} == {each.code for each in refused.problems}
    paste(published, refused)
    bare = "        old: {numerator: 700, value: 70.0}\n        new: {numerator: 701, value: 70.1}\n"
    assert [each.code for each in run(published, FREEZE).problems] == ["correction-withheld"]
    edit(published, CYCLE, bare, "        withdrawn: true\n")
    assert run(published, FREEZE).status == 0
    record = recorded(published)
    assert record["history"][0]["correction"] == first
    assert all(each["cells"][CELL]["withdrawn"] for each in record["history"])
    text = (published / RECORD).read_text("utf-8")
    assert not [each for each in ("70.0", "70.1", '"700"', '"701"', "17.9", "18.0") if each in text]
    done = run(published, ["publish"])
    assert done.status == 0, done.err


def test_what_a_withheld_number_might_follow_from_is_not_told_either(published, run):
    edit(published, TABLE, f"{OLD},ok,ok,ok", HIDDEN)
    edit(
        published,
        TABLE,
        "2018-19,ct,not_english_learner,880,1000,88.0",
        "2018-19,ct,not_english_learner,881,1000,88.1",
    )
    refused = run(published, FREEZE)
    assert len([each for each in refused.problems if each.code == "published-changed"]) == 2
    assert refused.out.count("withdrawn: true") == 2
    assert not [each for each in ("880", "881", "88.0", "88.1") if each in refused.out + refused.err]


# --- what readers see ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["en", "es"])
def test_the_report_says_near_its_top_that_it_was_corrected_and_below_what(corrected, code):
    root, id_ = corrected
    report = page(root, f"{code}/2019/finish")
    (notice,) = report.all("p", of="notice-correction")
    (link,) = notice.all("a")
    assert (link["href"], link.words) == (f"#correction-{id_}", TITLES[code])
    order = [each for each in report.walk() if each is notice or "standing" in each.classes]
    assert order[0] is notice
    part = report.one(of="correction", id=f"correction-{id_}")
    assert REASONS[code] in part.words
    rows = [[each.words for each in row.all("td")] for row in part.one("tbody").all("tr")]
    of = {"en": "of", "es": "de"}[code]
    assert rows[0] == [f"70.0% (700 {of} 1,000)", f"70.1% (701 {of} 1,000)"]
    assert [each.split()[0] for each in rows[1]] == ["18.0", "17.9"]
    targets = [each["href"] for each in part.one("ul", of="places").all("a")]
    assert targets == ["#standing", "#problem", "#figure-where-we-are", "../scorecard/"]
    ids = {each.attributes.get("id") for each in report.walk()}
    assert {each[1:] for each in targets[:-1]} <= ids


@pytest.mark.parametrize("code", ["en", "es"])
def test_the_page_of_all_has_it_with_its_report(corrected, code):
    root, id_ = corrected
    part = page(root, f"{code}/corrections").one(of="correction", id=f"correction-2019-{id_}")
    assert (part.one("h2").words, REASONS[code] in part.words) == (TITLES[code], True)
    hrefs = [each["href"] for each in part.all("a")]
    assert hrefs[0] == "../2019/finish/"
    assert "../2019/finish/#figure-where-we-are" in hrefs


@pytest.mark.parametrize("code", ["en", "es"])
def test_the_feed_has_it_too(corrected, code):
    root, id_ = corrected
    feed = ElementTree.parse(root / f"output/{code}/corrections.xml").getroot()
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == TITLES[code]
    assert "70.0%" in entry.findtext(f"{ATOM}content")
    assert entry.find(f"{ATOM}link").get("href") == f"corrections/#correction-2019-{id_}"
    for part in (feed, entry):
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", part.findtext(f"{ATOM}id"))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", part.findtext(f"{ATOM}updated"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    assert not feed.findall(f"{ATOM}link[@rel='self']")  # nobody knows where the site lives


def test_an_address_makes_the_feed_absolute_and_changes_no_id(corrected, copy, run):
    edit(copy, SITE, "publisher:", "address: https://example.org/equity\npublisher:")
    assert run(copy, ["publish"]).status == 0
    one_, other = (
        ElementTree.parse(root / "output/en/corrections.xml").getroot() for root in (corrected[0], copy)
    )
    ids = [[each.text for each in feed.iter(f"{ATOM}id")] for feed in (one_, other)]
    assert ids[0] == ids[1]
    hrefs = [each.get("href") for each in other.iter(f"{ATOM}link")]
    assert len(hrefs) == 3
    assert all(each.startswith("https://example.org/equity/en/corrections") for each in hrefs)


def test_every_page_leads_to_corrections_and_their_feed(corrected):
    root, _ = corrected
    pages = [each for each in (root / "output").rglob("*.html") if each.name != "404.html"]
    assert len(pages) > 20
    for path in pages:
        tree = read_page(path)
        (feed,) = tree.all("link", type="application/atom+xml")
        (link,) = [each for each in tree.one("footer").all("a") if each["href"].endswith("corrections/") or
                   path.parent.name == "corrections"][:1]  # fmt: skip
        assert (path.parent / feed["href"]).resolve().is_file()
        assert link["href"]


def test_while_there_is_none_the_page_says_so(published, run):
    assert run(published, ["publish"]).status == 0
    for code, none in (("en", "None so far."), ("es", "Ninguna hasta ahora.")):
        assert none in page(published, f"{code}/corrections").one("main").words
        feed = ElementTree.parse(published / f"output/{code}/corrections.xml").getroot()
        assert feed.findall(f"{ATOM}entry") == []
        assert not page(published, f"{code}/2019/finish").all(of="notice-correction")


def test_a_draft_shows_no_correction(copy, run):
    assert run(copy, ["publish"]).status == 0
    edit(copy, CYCLE, "status: published", "status: draft")
    assert run(copy, ["publish"]).status == 0
    assert not page(copy, "en/corrections").all(of="correction")
    assert LEARNERS  # the same project as above
