"""Every quotation on a page against the package or the text that holds it: nobody is made to say anything."""

from collections.abc import Iterable, Iterator

from plugins.equity.quotations import Quotation
from plugins.equity.quoting import quoted_by
from plugins.equity.reports import Report
from plugins.frames import Build, Page
from plugins.manuscript import Manuscript

from .findings import Scan
from .readback import Element, read_html


def scan_quotes(
    scan: Scan, name: str, tree: Element, build: Build, page: Page, report: Report | None
) -> None:
    """The quotations of packages, word for word; what else is quoted stands in an author's text."""
    reports = [report] if report is not None else list(build.edition.reports)
    chosen = {each.id: each for one in reports for _, each in quoted_by(one, build.edition.packages)}
    checked: set[int] = set()
    for figure in tree.all("figure", "quotation"):
        id_ = figure.attributes.get("id", "")
        parts = figure.all("blockquote")
        checked |= {id(each) for each in parts}
        if id_ not in chosen:
            message = "Somebody is quoted here, and no report chose this quotation."
            scan.tell_of(name, figure.line, "output-unread", message)
        elif [_words(each) for each in parts] != _expected(chosen[id_], page):
            message = f"The quotation '{id_}' is not what its package holds."
            scan.tell_of(name, figure.line, "output-differs", message)
    rest = [each for each in tree.all("blockquote") if id(each) not in checked]
    if not rest:
        return
    written = {words for each in _texts(build, page, report) for words in _quoted(each)}
    for each in rest:
        if _words(each) not in written:
            message = "Somebody is quoted here, and no package or text holds these words."
            scan.tell_of(name, each.line, "output-unread", message)


def _words(part: Element) -> str:
    return " ".join(part.text.split())


def _expected(quote: Quotation, page: Page) -> list[str]:
    """The words, and where they are in another language than the page, what they say in its own."""
    found = [quote.text]
    if quote.language.split("-", 1)[0] != page.language.code.split("-", 1)[0]:
        found += [each.text for code, each in quote.renderings.items() if code == page.language.code]
    return [" ".join(each.split()) for each in found]


def _texts(build: Build, page: Page, report: Report | None) -> Iterable[Manuscript]:
    """What authors wrote: of a report its own versions, of another page all that it may repeat."""
    if report is not None:
        return build.text(report.cycle.id, report.slug).values()
    own = [page.version.manuscript] if page.version else []
    return [
        *own,
        *build.glossaries.values(),
        *(each for versions in build.texts.values() for each in versions.values()),
    ]


def _quoted(text: Manuscript) -> Iterator[str]:
    if "<blockquote" in text.html:
        for each in read_html(text.html).all("blockquote"):
            yield _words(each)
