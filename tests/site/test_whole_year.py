"""A year as one document: what stands in it is what the pages say, in an order that can be heard."""

import re
from itertools import pairwise

import pytest

from tests.site.kinds import kinds
from tests.site.pages import parse, read_page

pytestmark = pytest.mark.site
CODES = ("en", "es")


def document(site, code):
    return site.page(f"{code}/2019/whole-year/")


def reports(site, code):
    """The reports of the year in the order of their folders."""
    return sorted(each.parent.name for each in (site.output / code / "2019").glob("*/index.html")
                  if 'class="kind-report"' in each.read_text("utf-8"))  # fmt: skip


def levels(element):
    return [int(each.tag[1]) for each in element.walk() if re.fullmatch("h[1-6]", each.tag)]


def plain(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("code", CODES)
def test_every_report_stands_in_it_whole(site, code):
    pieces = {each["id"]: each for each in document(site, code).all("article", "bound-report")}
    assert list(pieces) == [f"report-{slug}" for slug in reports(site, code)]
    assert len(pieces) >= 3
    for slug in reports(site, code):
        page = site.page(f"{code}/2019/{slug}/").one("main")
        alone = [plain(each.words) for each in page.all(of="alone")]
        assert alone
        # A notice that holds for every report is said once, at the head of the document.
        noted = [plain(each.words) for each in page.all(of="notice") if each.parent is page]
        words = plain(page.words)
        for each in (*alone, *noted[: len(page.all(of="notice-machine"))]):
            words = words.replace(each, "", 1)
        piece = pieces[f"report-{slug}"]
        notes = "".join(plain(each.words) for each in piece.all(of="link-notes"))
        assert plain(piece.words) == words + notes
        assert levels(piece) == [level + 1 for level in levels(page)] + ([3] if notes else [])
        drawings = [len(each.all("svg")) for each in (page, piece)]
        assert drawings[0] == drawings[1] > 0


def faults(page):
    """What is wrong with the order of headings, with ids, and with links inside of a document."""
    found = levels(page)
    if (found[0], found.count(1)) != (1, 1) or max(found) > 5:
        yield "title"
    if any(after > before + 1 for before, after in pairwise(found)):
        yield "step"
    ids = [each["id"] for each in page.walk() if "id" in each.attributes]
    if len(ids) != len(set(ids)):
        yield "twice"
    names = [each.attributes.get("aria-labelledby", "") for each in page.walk()]
    links = [each["href"][1:] for each in page.all("a") if each.attributes.get("href", "").startswith("#")]
    if not {*links, *(word for each in names for word in each.split())} <= {*ids}:
        yield "nowhere"
    contents = [each["href"][1:] for each in page.one("section", "contents").all("a")]
    if contents != [each["id"] for each in page.walk() if "bound" in each.classes]:
        yield "contents"


@pytest.mark.parametrize("code", CODES)
def test_headings_ids_and_links(site, code):
    assert list(faults(document(site, code))) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<h2", "<h1", "title"),
        (r"<h3([^>]*>.*?)</h3>", r"<h5\1</h5>", "step"),
        ('id="report-[^"]*"', 'id="methods"', "twice"),
        ('href="#words--[^"]*"', 'href="#gap"', "nowhere"),
        ('aria-labelledby="report-', 'aria-labelledby="', "nowhere"),
        ('<li><a href="#data">.*?</li>', "", "contents"),
    ],
)
def test_a_fault_of_the_document_is_seen(site, old, new, fault):
    text = (site.output / "en/2019/whole-year/index.html").read_text("utf-8")
    changed = re.sub(old, new, text, count=1, flags=re.S)
    changed = changed.replace("</h2>", "</h1>", 1) if fault == "title" else changed
    assert fault in list(faults(parse(changed)))


@pytest.mark.parametrize("code", CODES)
def test_links_to_what_is_in_it_stay_in_it(site, code):
    page = document(site, code)
    inside = [f"../{slug}/" for slug in reports(site, code)] + ["../../glossary/"]
    leaving = [each["href"] for each in page.one("main").all("a")]
    assert not [each for each in leaving if re.sub("#.*", "", each) in inside]
    terms = {each["href"] for each in page.all("a", "term")}
    explained = {f"#{each['id']}" for each in page.one(id="words").all("section")}
    assert terms == explained != set()


@pytest.mark.parametrize("code", CODES)
def test_what_leads_out_of_the_site_is_told_on_paper(site, code):
    for piece in document(site, code).all("article", "bound-report"):
        links = [each for each in piece.all("a") if each["href"].startswith("http")]
        listed = [each.words for each in piece.one(of="link-notes").all("li")]
        assert len(listed) == len(set(listed)) > 3
        assert [listed[int(each["data-note"]) - 1] for each in links] == [each["href"] for each in links]


def test_the_year_is_told_as_on_its_page(site):
    year, page = site.page("en/2019/"), document(site, "en")
    assert page.one("header", "cover").one(of="lead").words == year.one("header", "head").one(of="lead").words
    said = [[each.words for each in one.all("ul", "sentences")] for one in (year, page.one(id="findings"))]
    assert said[0] == said[1] != []


def test_every_kind_of_number_can_be_read_back(make, run):
    root = make(kinds())
    done = run(root, ["build", "--preview"])
    assert (done.status, [each for each in done.problems if not each.warning]) == (0, [])
    page = read_page(root / ".preview/en/2019/whole-year/index.html")
    assert len(page.all("article", "bound-report")) == 5


def test_a_draft_has_a_document_in_the_preview_only(make, run):
    root = make()
    assert run(root, ["build", "--preview"]).status == 0
    page = read_page(root / ".preview/en/2019/whole-year/index.html")
    assert len(page.all(of="notice-draft")) == 1
    assert run(root, ["publish"]).status == 0
    assert not list((root / "output").rglob("whole-year"))


def test_a_report_in_another_language_says_so_where_it_stands(make, run):
    """One report of several is not translated: the notice is that report's, and so is its language."""
    root = make({**kinds(), "content/reports/2019/days/es.md": None})
    assert run(root, ["build", "--preview"]).status == 0
    page = read_page(root / ".preview/es/2019/whole-year/index.html")
    noted = {each["id"]: len(each.all(of="notice-fallback")) for each in page.all("article", "bound-report")}
    assert {each: count for each, count in noted.items() if count} == {"report-days": 1}
    assert len(noted) == 5
    entry = next(
        each for each in page.one("section", "contents").all("li") if each.all("a", href="#report-days")
    )
    assert entry["lang"] == "en"
    assert page.one("article", id="report-days").one("div", "title")["lang"] == "en"
    assert page.one("article", id="report-events").one("div", "title").attributes.get("lang") is None
