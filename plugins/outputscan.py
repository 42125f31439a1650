"""The second net: everything that was built is read back, before it is published, and compared with the packages.

Not what the code meant to write counts, but the bytes in the folder. Every file has somebody who answers for
it: a page, a download of a figure, a package, the theme, a file that an author attached. What nobody answers
for, and what cannot be read back, is a problem, not skipped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote

from plugins import addresses
from plugins.equity.accounts import named, numerals, revealed, shown_facts, tokens, words_tokens
from plugins.equity.disclosure import Key
from plugins.equity.languages import Language
from plugins.equity.measures import Measured, measure
from plugins.equity.packages import digest
from plugins.equity.reports import Report
from plugins.equity.standing import target_text, years_between
from plugins.equity.tables import track
from plugins.figurescan import Place, Scan, scan_download, scan_figure
from plugins.frames import Build, Page
from plugins.pictures import PICTURES, metadata
from plugins.publishing import MARKER
from plugins.readback import Element, read_html, read_texts, scripted
from plugins.translations import choose

_DATA = {"data-value", "data-label"}
_PLAIN = (".json", ".xml", ".txt", ".webmanifest")
_KNOWN = (".html", ".csv", ".svg", ".css", ".js", *_PLAIN, *PICTURES)


@dataclass(frozen=True)
class Owned:
    """What each file of the output should be, by its path there.

    `pages` and `downloads` were made; `copies` are files of the project as they are, `attached` those of them
    that an author put beside a text.
    """

    pages: Mapping[str, Page]
    downloads: Mapping[str, tuple[Report, str, Language]]
    copies: Mapping[str, Path]
    attached: frozenset[str]


def scan_output(output: Path, build: Build, pages: tuple[Page, ...], theme: Path, public: bool) -> Scan:
    """Everything wrong in what was built, and the numbers that readers have. `public`: no drafts."""
    scan, owned = Scan(), owners(build, pages, theme)
    seen = {each for page in pages for each in tokens(page.address)}
    seen |= {each for cycle in build.edition.cycles for each in tokens(f"{cycle.date} {cycle.period}")}
    texts: dict[str, str] = {}
    for path in sorted(each for each in output.rglob("*") if not each.is_dir() or each.is_symlink()):
        name = path.relative_to(output).as_posix()
        if path.is_symlink() or not path.is_file():
            scan.tell(name, 0, "output-stray", "This is no file but a link.", "Put the file itself there.")
            continue
        data = path.read_bytes()
        if name == MARKER:
            continue
        if name in owned.copies:
            _scan_copy(scan, name, data, owned)
        elif name in owned.pages or name in owned.downloads or path.suffix in _PLAIN:
            try:
                text = data.decode("utf-8")
            except UnicodeDecodeError:
                scan.tell(name, 0, "output-unread", "This is not UTF-8 text.")
                continue
            if name in owned.pages:
                seen |= _scan_page(scan, name, text, build, owned.pages[name])
            elif name in owned.downloads:
                report, id_, language = owned.downloads[name]
                place = _place(build, report, id_, language, name)
                scan_download(scan, place, text)
            else:
                texts[name] = text
        else:
            message = "No page, download, package or part of the theme answers for this file."
            scan.tell(name, 0, "output-stray", message, "Remove what writes it, or register it in the scan.")
        if public:
            _scan_draft(scan, name, build)
    for name, text in texts.items():
        _scan_text(scan, name, text, seen)
    for name in sorted({*owned.pages, *owned.downloads, *owned.copies}):
        if not (output / name).is_file():
            scan.tell(name, 0, "output-stray", "This file should be there and is not.")
    _scan_packages(scan, output, build)
    return scan


def owners(build: Build, pages: tuple[Page, ...], theme: Path) -> Owned:
    """Who answers for which file."""
    assert build.edition.site is not None
    root, languages = build.edition.root, build.edition.languages
    default = build.edition.site.default_language
    downloads: dict[str, tuple[Report, str, Language]] = {}
    copies: dict[str, Path] = {}
    for (cycle, slug), versions in build.texts.items():
        report = build.edition.report(cycle, slug) if cycle else None
        for language in languages:
            version = choose(versions, language, languages, default)
            if version is None:
                continue
            place = addresses.report(language.code, cycle, slug) if cycle else ""
            place = place or addresses.page(language.code, slug)
            for name in version.manuscript.attachments:
                plain = unquote(name)
                copies[place + plain] = root / Path(version.manuscript.path).parent / plain
            drawn = build.figures.get((cycle, slug), {}).get(version.language.code, {}) if report else {}
            for id_ in drawn:
                assert report is not None
                downloads[f"{place}{id_}.csv"] = report, id_, version.language
    attached = frozenset(copies)
    for protected in build.edition.packages.values():
        package = protected.package
        for name in ("datapackage.json", *package.files()):
            copies[addresses.package_file(package.id, name)] = package.folder / name
    static = theme / "static"
    for path in sorted(each for each in static.rglob("*") if each.is_file()):
        copies[f"theme/{path.relative_to(static).as_posix()}"] = path
    return Owned({addresses.file_of(page.address): page for page in pages}, downloads, copies, attached)


def _scan_draft(scan: Scan, name: str, build: Build) -> None:
    parts = name.split("/")
    drafts = {each.id for each in build.edition.cycles if each.status != "published"}
    if len(parts) > 1 and parts[1] in drafts and parts[0] in {each.code for each in build.edition.languages}:
        scan.tell(name, 0, "output-stray", f"The cycle '{parts[1]}' is a draft.", "Drafts are not published.")


def _scan_copy(scan: Scan, name: str, data: bytes, owned: Owned) -> None:
    """A file that was only copied: the same bytes, a kind that can be read, nothing hidden in a picture."""
    suffix = Path(name).suffix.lower()
    if data != owned.copies[name].read_bytes():
        message = "This file is not the one that it was copied from."
        scan.tell(name, 0, "output-altered", message, "Build again; if it stays so, mend what writes it.")
    if any(part.startswith(".") for part in name.split("/")) or suffix == ".map":
        scan.tell(name, 0, "output-stray", "Hidden files and source maps are not published.", "Remove it.")
    if suffix in PICTURES:
        _scan_picture(scan, name, suffix, data)
    elif suffix == ".svg":
        _scan_comments(scan, name, read_html(data.decode("utf-8", "replace")))
    elif suffix not in _KNOWN and name not in owned.attached:
        message = f"Nobody knows how to read back a file of the kind '{suffix or Path(name).name}'."
        scan.tell(name, 0, "output-unread", message, "Use another kind, or teach the scan to read it.")


def _scan_picture(scan: Scan, name: str, suffix: str, data: bytes) -> None:
    try:
        for what in metadata(suffix, data):
            message = f"This picture holds {what} besides its pixels, such as where it was taken."
            hint = "Save a copy of it without metadata, and put that beside the text."
            scan.tell(name, 0, "output-metadata", message, hint)
    except ValueError as error:
        message = f"This picture cannot be read back: {error}."
        scan.tell(name, 0, "output-unread", message, "Save it again from a picture program.")


def _scan_comments(scan: Scan, name: str, page: Element) -> None:
    for comment, line in page.comments:
        if tokens(comment):
            message = "A comment holds a number: nobody sees it, and everybody can read it."
            scan.tell(name, line, "output-shown", message, "Remove the comment.")
    for each in page.walk():
        if each.tag == "metadata":
            scan.tell(name, each.line, "output-metadata", "This drawing holds notes of a program.",
                      "Save a copy of it as plain SVG.")  # fmt: skip


def _scan_text(scan: Scan, name: str, text: str, seen: set[str]) -> None:
    """A feed, an index or a map of the site repeats what pages say: it has no number that no page has."""
    try:
        for each in read_texts(Path(name).suffix, text):
            if tokens(each) - seen:
                message = "There is a number in this file that stands on no page."
                scan.tell(name, 0, "output-shown", message, "It may only repeat what pages say.")
                return
    except ValueError:
        scan.tell(name, 0, "output-unread", "This file is not what its name says.")


def _scan_packages(scan: Scan, output: Path, build: Build) -> None:
    """What lies under `data/` is, byte for byte, what passed the audit; what was read back is shown there."""
    for protected in build.edition.packages.values():
        package = protected.package
        try:
            same = digest(output / addresses.package_file(package.id, ""), package.files()) == package.hash
        except OSError:
            continue  # that a file is missing has been told
        if not same:
            name = addresses.package_file(package.id, "datapackage.json")
            message = f"The files of '{package.id}' are not those that passed the audit."
            scan.tell(name, 0, "output-altered", message, "Build again: the package changed meanwhile.")
        mine = {each for each in scan.facts if each[0].package == package.id}
        for key in sorted({key for key, _ in mine - shown_facts(protected, mine)}):
            name = addresses.package_file(package.id, "datapackage.json")
            message = f"A number was read back that its package does not show: {named(key)}."
            scan.tell(name, 0, "output-shown", message, "Measure it from published cells only.")


# --- pages --------------------------------------------------------------------------------------------


def _scan_page(scan: Scan, name: str, text: str, build: Build, page: Page) -> set[str]:
    """A page; returns the numbers in its words."""
    tree = read_html(text)
    _scan_comments(scan, name, tree)
    for each in scripted(tree):
        scan.tell(name, each.line, "output-unread", f"A <{each.tag}> in the page holds data.")
    spoken: set[str] = set()
    for each in tree.walk():
        for attribute, value in each.attributes.items():
            unknown = attribute.startswith("data-") and attribute not in _DATA
            if (unknown or attribute == "style") and tokens(value):
                message = f"The attribute '{attribute}' holds a number that nobody sees."
                scan.tell(name, each.line, "output-shown", message)
    for said, _ in tree.spoken():
        spoken |= tokens(said)
    report = _report(build, page)
    if report is not None:
        _scan_report(scan, name, tree, build, report, page.language)
    else:
        for figure in tree.all("figure", "figure"):
            message = "A figure stands on a page that is no report."
            scan.tell(name, figure.line, "output-unread", message)
    for items in tree.all("ul", "sentences"):
        _scan_headlines(scan, name, items, build, page)
    return spoken


def _report(build: Build, page: Page) -> Report | None:
    parts = page.address.strip("/").split("/")
    return build.edition.report(parts[1], parts[2]) if page.kind == "report" and len(parts) == 3 else None


def _place(build: Build, report: Report, id_: str, language: Language, path: str) -> Place:
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
            scan.tell(name, figure.line, "output-unread", "Nobody knows which figure this is.")
            continue
        scan_figure(scan, _place(build, report, id_, spoken, name), figure)
    for value in tree.all("span", "value"):
        _scan_value(scan, name, value, build, report)
    for part in tree.all("section", "standing"):
        _scan_standing(scan, name, part, build, report, language)


def _scan_value(scan: Scan, name: str, value: Element, build: Build, report: Report) -> None:
    """A number in a sentence of an author's: that of its question, or words."""
    id_ = value.attributes.get("data-value", "")
    if id_ == "target" and report.target:
        return  # a wish, and no number of the data
    if id_ not in report.values:
        scan.tell(name, value.line, "output-unread", f"Nobody knows which value '{id_}' is.")
        return
    asked = report.values[id_]
    protected = build.edition.packages[asked.package]
    measured = measure(protected, asked.question)
    _told(scan, name, value.line, f"The value '{id_}'", list(revealed(protected, (measured,))))
    # The page may show another language's text.
    allowed = frozenset[str]().union(*(numerals(measured, each) for each in build.edition.languages))
    if tokens(value.text) - allowed:
        message = f"The value '{id_}' shows a number that its published cells do not give."
        scan.tell(name, value.line, "output-shown", message)


def _told(scan: Scan, name: str, line: int, what: str, keys: list[Key]) -> None:
    for key in keys:
        message = f"{what} works with a number that its package withholds: {named(key)}."
        scan.tell(name, line, "output-shown", message, "Measure it from published cells only.")


def _scan_standing(
    scan: Scan, name: str, part: Element, build: Build, report: Report, language: Language
) -> None:
    """Start, now and target, and the sentences about them."""
    known, protected = build.edition.known(report), build.edition.packages[report.package]
    _told(scan, name, part.line, "Where the report stands", list(revealed(protected, known.values())))
    allowed = _known_tokens(build, report, language) | _pace_tokens(report, known, language)
    for id_, measured in (("baseline", known["baseline"]), ("now", known["latest"])):
        for mark in part.all("div", f"mark-{id_}"):
            for text in [each.text for each in mark.all("dd")]:
                if tokens(text) - numerals(measured, language):
                    message = f"The mark '{id_}' shows a number that its published cells do not give."
                    scan.tell(name, mark.line, "output-shown", message)
        drawn = [each for each in part.all("div", "scale") for each in each.all("circle", f"at-{id_}")]
        if drawn and not measured.ok:
            message = f"The mark '{id_}' is drawn, and there is no number for it."
            scan.tell(name, drawn[0].line, "output-shown", message)
    for text, line in part.spoken():
        if tokens(text) - allowed:
            message = "Where the report stands, there is a number that its published cells do not give."
            scan.tell(name, line, "output-shown", message)


def _known_tokens(build: Build, report: Report, language: Language) -> frozenset[str]:
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
    """The target, the ends of the track, and how far the rate goes and has to go in a year."""
    latest, baseline, target = known["latest"], known["baseline"], report.target
    found = tokens(language.number(0))
    bounds = [end for each in (latest, baseline) if each.bounds for end in each.bounds]
    if target is not None:
        found |= tokens(target_text(target, latest, language)) | tokens(target.by)
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
        target = _target(page.address, link.attributes.get("href", ""))
        parts = target.strip("/").split("/")
        report = build.edition.report(parts[1], parts[2]) if len(parts) == 3 else None
        if report is None:
            scan.tell(name, link.line, "output-unread", "Nobody knows which report this sentence is about.")
            continue
        if tokens(link.text) - _known_tokens(build, report, page.language):
            message = f"The sentence about '{report.slug}' holds a number that its cells do not give."
            scan.tell(name, link.line, "output-shown", message)


def _target(address: str, href: str) -> str:
    """Where a relative link of a page leads, as an address."""
    parts = address.split("/")[:-1]
    for part in href.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
