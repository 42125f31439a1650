"""A document of bound pages, taken apart again: each piece is read by the rules of the page that it was.

What is asked of the document itself: every report of its year stands in it, once; nothing of a report stands
outside of one; the number at a link is that of its address in the list on paper.
"""

from collections.abc import Iterator

from plugins.binding import NOTE
from plugins.equity.reports import Report
from plugins.frames import Build, Page
from plugins.wholeyear import KIND, piece_of

from .findings import Scan
from .readback import Element

_OF_REPORTS = (("figure", "figure"), ("span", "value"), ("section", "standing"), ("div", "leading"),
               ("div", "themes"))  # fmt: skip


def is_document(page: Page) -> bool:
    """Whether a page is made of others."""
    return page.kind == KIND


def take_apart(
    scan: Scan, name: str, tree: Element, build: Build, page: Page
) -> Iterator[tuple[Report, Element]]:
    """Every report of a document and the element that holds it, with the ids of the report's own page."""
    wanted = {piece_of(each.slug): each for each in reports_of(build, page)}
    held: set[int] = set()
    for article in tree.all("article", "bound-report"):
        held |= {id(each) for each in article.walk()}
        report = wanted.pop(article.attributes.get("id", ""), None)
        if report is None:
            message = "Nobody knows which report this is, or it stands here twice."
            scan.tell_of(name, article.line, "output-unread", message)
            continue
        _scan_notes(scan, name, article)
        _unbind(article, f"{piece_of(report.slug)}--")
        yield report, article
    for report in wanted.values():
        scan.tell_of(name, 0, "output-differs", f"The report '{report.slug}' does not stand in its year.")
    for tag, of in _OF_REPORTS:
        for each in tree.all(tag, of):
            if id(each) not in held:
                message = f"A part of a report ('{of}') stands outside of the reports."
                scan.tell_of(name, each.line, "output-unread", message)


def reports_of(build: Build, page: Page) -> tuple[Report, ...]:
    """The reports that a document holds."""
    places = {each.address for each in page.bound if each.kind == "report"}
    names = {tuple(each.strip("/").split("/")[1:]) for each in places}
    return tuple(each for each in build.edition.reports if (each.cycle.id, each.slug) in names)


def bound_page(page: Page, report: Report) -> Page:
    """The page of a report that is bound into a document. StopIteration when it is not."""
    end = f"/{report.cycle.id}/{report.slug}/"
    return next(each for each in page.bound if each.address.endswith(end))


def report_at(build: Build, page: Page, href: str) -> Report | None:
    """The report that a link inside of a document leads to."""
    piece = href.removeprefix("#").partition("--")[0]
    return next((each for each in reports_of(build, page) if piece_of(each.slug) == piece), None)


def _scan_notes(scan: Scan, name: str, article: Element) -> None:
    listed = [each.text.strip() for part in article.all("div", "link-notes") for each in part.all("li")]
    for link in article.all("a"):
        number, href = link.attributes.get(NOTE, ""), link.attributes.get("href", "")
        if number and (not number.isdecimal() or listed[int(number) - 1 : int(number)] != [href]):
            message = "The number at a link is not that of its address in the list."
            scan.tell_of(name, link.line, "output-differs", message)


def _unbind(article: Element, prefix: str) -> None:
    """The ids of the page, as the rules of pages know them."""
    for each in article.walk():
        if "id" in each.attributes:
            each.attributes["id"] = each.attributes["id"].removeprefix(prefix)
