"""A built page against the accounts of what stands on it: figures, values, the standing, headlines."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from plugins.binding import NOTE, resolve
from plugins.equity.accounts import named, numerals, revealed, tokens, words_tokens
from plugins.equity.answering import answer
from plugins.equity.disclosure import Key
from plugins.equity.languages import Language
from plugins.equity.measures import Measured
from plugins.equity.questions import years_between
from plugins.equity.reports import Report
from plugins.equity.standing import target_text
from plugins.equity.tables import track
from plugins.equity.writing import written
from plugins.frames import Build, Page

from .corrections import scan_corrections
from .documents import bound_page, is_document, report_at, take_apart
from .figures import scan_figure
from .findings import Place, Scan
from .methods import scan_method
from .quotes import scan_quotes
from .readback import Element, read_html, scripted
from .readings import read_measured
from .small import scan_small_tables
from .threads import distance_tokens, scan_reach, scan_thread

_DATA = {"data-value", "data-label"}


def scan_comments(scan: Scan, name: str, page: Element) -> None:
    """What a page or a drawing says to nobody: comments, notes of programs."""
    for comment, line in page.comments:
        if tokens(comment):
            message = "A comment holds a number: nobody sees it, and everybody can read it."
            scan.tell_of(name, line, "output-shown", message, "Remove the comment.")
    for each in page.walk():
        if each.tag == "metadata":
            scan.tell_of(name, each.line, "output-metadata", "This drawing holds notes of a program.",
                      "Save a copy of it as plain SVG.")  # fmt: skip


def scan_page(scan: Scan, name: str, text: str, build: Build, page: Page) -> set[str]:
    """A page; returns the numbers in its words."""
    return scan_tree(scan, name, read_html(text), build, page)


def scan_tree(scan: Scan, name: str, tree: Element, build: Build, page: Page) -> set[str]:
    """The same of a page that was read already."""
    scan_comments(scan, name, tree)
    for each in scripted(tree):
        scan.tell_of(name, each.line, "output-unread", f"A <{each.tag}> in the page holds data.")
    spoken: set[str] = set()
    for each in tree.walk():
        for attribute, value in each.attributes.items():
            known = _DATA | {NOTE} if is_document(page) else _DATA
            unknown = attribute.startswith("data-") and attribute not in known
            if (unknown or attribute == "style") and tokens(value):
                message = f"The attribute '{attribute}' holds a number that nobody sees."
                scan.tell_of(name, each.line, "output-shown", message)
    for said, _ in tree.spoken():
        spoken |= tokens(said)
    _scan_kind(scan, name, tree, build, page)
    for items in tree.all("ul", "sentences"):
        _scan_headlines(scan, name, items, build, page)
    return spoken


def _scan_kind(scan: Scan, name: str, tree: Element, build: Build, page: Page) -> None:
    """What only pages of this kind have."""
    report = _report(build, page)
    if is_document(page):
        for held, piece in take_apart(scan, name, tree, build, page):
            _scan_report(scan, name, piece, build, held, page.language)
            scan_corrections(scan, name, piece, build, bound_page(page, held))
    elif report is not None:
        _scan_report(scan, name, tree, build, report, page.language)
    else:
        for figure in tree.all("figure", "figure"):
            message = "A figure stands on a page that is no report."
            scan.tell_of(name, figure.line, "output-unread", message)
    if page.kind in ("report", "corrections"):
        scan_corrections(scan, name, tree, build, page)
    scan_quotes(scan, name, tree, build, page, report)
    if page.kind == "method":
        scan_method(scan, name, tree, page)
    if page.kind == "dataset":
        scan_reach(scan, name, tree, build, page)


def _report(build: Build, page: Page) -> Report | None:
    parts = page.address.strip("/").split("/")
    return build.edition.report(parts[1], parts[2]) if page.kind == "report" and len(parts) == 3 else None


def place_of(build: Build, report: Report, id_: str, language: Language, path: str) -> Place:
    """A figure of a report in a file of the output."""
    protected = build.edition.packages[report.figures[id_].package]
    return Place(path, id_, protected, build.edition.plot(report, id_), language)


def _scan_report(
    scan: Scan, name: str, tree: Element, build: Build, report: Report, language: Language
) -> None:
    by_code = {each.code: each for each in build.edition.languages}
    for figure in tree.all("figure", "figure"):
        id_ = figure.attributes.get("id", "").removeprefix("figure-")
        spoken = by_code.get(figure.attributes.get("lang", ""))
        if id_ not in report.figures or spoken is None:
            scan.tell_of(name, figure.line, "output-unread", "Nobody knows which figure this is.")
            continue
        scan_figure(scan, place_of(build, report, id_, spoken, name), figure)
    for value in tree.all("span", "value"):
        scan_value(scan, name, value, build, report)
    for part in tree.all("section", "standing"):
        _scan_standing(scan, name, part, build, report, language)
    scan_small_tables(scan, name, tree, build, report, language)
    scan_thread(scan, name, tree, build, report, language)


def scan_value(scan: Scan, name: str, value: Element, build: Build, report: Report) -> None:
    """A number in a sentence of an author's: that of its question, or words."""
    id_ = value.attributes.get("data-value", "")
    if id_ == "target" and report.target:
        return  # a wish, and no number of the data
    if id_ not in report.values:
        scan.tell_of(name, value.line, "output-unread", f"Nobody knows which value '{id_}' is.")
        return
    asked = report.values[id_]
    protected = build.edition.packages[asked.package]
    measured = answer(protected, asked.question)
    _told(scan, name, value.line, f"The value '{id_}'", list(revealed(protected, (measured,))))
    read_measured(scan, name, value, protected, measured, build.edition.languages)
    # The page may show another language's text.
    allowed = frozenset[str]().union(*(numerals(measured, each) for each in build.edition.languages))
    if tokens(value.text) - allowed:
        message = f"The value '{id_}' shows a number that its published cells do not give."
        scan.tell_of(name, value.line, "output-shown", message)
    elif measured.signed and not _as_worked_out(value.text, measured, build.edition.languages):
        message = f"The value '{id_}' is not what the library works out of its published cells."
        scan.tell_of(name, value.line, "output-differs", message)


def _as_worked_out(text: str, measured: Measured, languages: Sequence[Language]) -> bool:
    """Whether a number of the library begins as it is worked out again, its sign included."""
    return any(text.strip().startswith(written(measured, each)) for each in languages) or not measured.ok


def _told(scan: Scan, name: str, line: int, what: str, keys: list[Key]) -> None:
    for key in keys:
        message = f"{what} works with a number that its package withholds: {named(key)}."
        scan.tell_of(name, line, "output-shown", message, "Measure it from published cells only.")


def _scan_standing(
    scan: Scan, name: str, part: Element, build: Build, report: Report, language: Language
) -> None:
    """Start, now and target, and the sentences about them."""
    known, protected = build.edition.known(report), build.edition.packages[report.package]
    _told(scan, name, part.line, "Where the report stands", list(revealed(protected, known.values())))
    allowed = known_tokens(build, report, language) | _pace_tokens(report, known, language)
    for id_, measured in (("baseline", known["baseline"]), ("now", known["latest"])):
        for mark in part.all("div", f"mark-{id_}"):
            for number in mark.all("dd", "mark-number"):
                read_measured(scan, name, number, protected, measured, (language,))
            for text in [each.text for each in mark.all("dd")]:
                if tokens(text) - numerals(measured, language):
                    message = f"The mark '{id_}' shows a number that its published cells do not give."
                    scan.tell_of(name, mark.line, "output-shown", message)
        drawn = [each for each in part.all("div", "scale") for each in each.all("circle", f"at-{id_}")]
        if drawn and not measured.ok:
            message = f"The mark '{id_}' is drawn, and there is no number for it."
            scan.tell_of(name, drawn[0].line, "output-shown", message)
    for text, line in part.spoken():
        if tokens(text) - allowed:
            message = "Where the report stands, there is a number that its published cells do not give."
            scan.tell_of(name, line, "output-shown", message)


def known_tokens(build: Build, report: Report, language: Language) -> frozenset[str]:
    """The numbers that sentences about a report's gap may hold."""
    known, protected = build.edition.known(report), build.edition.packages[report.package]
    found = {"95"}
    for measured in known.values():
        found |= numerals(measured, language) | tokens(measured.question.period)
    found |= tokens(report.baseline)
    question = report.main
    about = ("total/", "group/", "dimension/", f"indicator/{question.indicator}/")
    found |= words_tokens(protected.package, language, about)
    return frozenset(found | tokens(protected.package.place_word(question.place, language.code)))


def _pace_tokens(report: Report, known: Mapping[str, Measured], language: Language) -> frozenset[str]:
    """The target, the distance to it, the ends of the track, how far a rate goes and has to go in a year."""
    latest, baseline, target = known["latest"], known["baseline"], report.target
    found = tokens(language.number(0))
    bounds = [end for each in (latest, baseline) if each.bounds for end in each.bounds]
    if target is not None:
        found |= tokens(target_text(target, latest, language)) | tokens(target.by)
        for rate in (latest, baseline):
            found |= distance_tokens(target, rate, language)
        bounds.append(target.value)
        left = years_between(latest.question.period, target.by)
        gone = years_between(report.baseline, latest.question.period)
        steps = []
        if latest.value is not None and left > 0:
            steps.append((target.value - latest.value) / left)
        if latest.value is not None and baseline.value is not None and gone > 0:
            steps.append((latest.value - baseline.value) / gone)
        for step in steps:
            for decimals in (1, max(1, latest.decimals)):
                found |= tokens(language.number(abs(step), decimals))
    end = Fraction(track(max((float(each) for each in bounds), default=1.0), latest.unit == "percent"))
    return found | tokens(language.number(end)) | tokens(language.number(end, 1))


def _scan_headlines(scan: Scan, name: str, items: Element, build: Build, page: Page) -> None:
    """What became of each gap, on a home page or the page of a year: the numbers of its report."""
    for link in items.all("a"):
        href = link.attributes.get("href", "")
        parts = resolve(page.address, href)[0].strip("/").split("/")
        report = build.edition.report(parts[1], parts[2]) if len(parts) == 3 else None
        if href.startswith("#") and is_document(page):
            report = report_at(build, page, href)
        if report is None:
            scan.tell_of(
                name, link.line, "output-unread", "Nobody knows which report this sentence is about."
            )
            continue
        if tokens(link.text) - known_tokens(build, report, page.language):
            message = f"The sentence about '{report.slug}' holds a number that its cells do not give."
            scan.tell_of(name, link.line, "output-shown", message)
