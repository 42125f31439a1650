"""Every file of a built site: who answers for it, and is it what they say.

Not what the code meant to write counts, but the bytes in the folder. Every file has somebody who answers for
it: a page, a download of a figure, a package, the theme, a file that an author attached. What nobody answers
for, and what cannot be read back, is a problem, not skipped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from plugins import addresses
from plugins.equity.accounts import named, shown_facts, tokens
from plugins.equity.disclosure import Protected
from plugins.equity.disclosure.elsewhere import adds
from plugins.equity.languages import Language
from plugins.equity.packages import digest
from plugins.equity.problems import WARNING
from plugins.equity.reports import Report
from plugins.frames import Build, Page
from plugins.publishing import MARKER
from plugins.translations import choose

from .corrections import scan_feed
from .downloads import scan_download
from .findings import Scan
from .pages import place_of, scan_comments, scan_tree
from .pictures import PICTURES, metadata
from .readback import read_html, read_texts
from .scores import scan_sheet
from .years import reports_of, scan_year, year_of

_PLAIN = (".json", ".xml", ".txt", ".webmanifest")
_KNOWN = (".html", ".csv", ".svg", ".css", ".js", *_PLAIN, *PICTURES)


@dataclass(frozen=True)
class Owned:
    """What each file of the output should be, by its path there.

    `pages`, `downloads` of figures, `feeds` and `sheets`, files beside other pages, were made; `copies` are
    files of the project as they are, `attached` those of them that an author put beside a text.
    """

    pages: Mapping[str, Page]
    downloads: Mapping[str, tuple[Report, str, Language]]
    feeds: Mapping[str, Language]
    copies: Mapping[str, Path]
    attached: frozenset[str]
    sheets: Mapping[str, Page]


def scan_output(
    output: Path, build: Build, pages: tuple[Page, ...], theme: Path, drafts: frozenset[str] = frozenset()
) -> Scan:
    """Everything wrong in what was built, and the numbers that readers have.

    `drafts` are the cycles of which nothing may be there; in a preview, none.
    """
    scan, owned = Scan(), owners(build, pages, theme)
    seen = {each for page in pages for each in tokens(page.address)}
    seen |= {each for cycle in build.edition.cycles for each in tokens(f"{cycle.date} {cycle.period}")}
    others: dict[str, str] = {}
    made = {*owned.pages, *owned.downloads, *owned.feeds, *owned.sheets}
    for path in sorted(each for each in output.rglob("*") if each.is_symlink() or not each.is_dir()):
        name = path.relative_to(output).as_posix()
        if path.is_symlink() or not path.is_file():
            scan.tell_of(name, 0, "output-stray", "This is no file but a link.", "Put the file itself there.")
        elif name in owned.copies:
            _scan_copy(scan, name, path.read_bytes(), owned)
        elif name in made or path.suffix in _PLAIN:
            try:
                text = path.read_text("utf-8")
            except UnicodeDecodeError:
                scan.tell_of(name, 0, "output-unread", "This is not UTF-8 text.")
                continue
            if name in owned.pages:
                tree = read_html(text)
                seen |= scan_tree(scan, name, tree, build, owned.pages[name])
                scan_year(scan, name, tree, build, owned.pages[name])
            elif not _scan_made(scan, name, text, build, owned):
                others[name] = text
        elif name != MARKER:
            message = "No page, download, package or part of the theme answers for this file."
            scan.tell_of(
                name, 0, "output-stray", message, "Remove what writes it, or register it in the scan."
            )
        _scan_draft(scan, name, drafts)
    for name, text in others.items():
        _scan_text(scan, name, text, seen)
    for name in sorted({*made, *owned.copies}):
        if not (output / name).is_file():
            scan.tell_of(name, 0, "output-stray", "This file should be there and is not.")
    _scan_packages(scan, output, build)
    scan_readings(scan, build.edition.packages)
    return scan


def _scan_made(scan: Scan, name: str, text: str, build: Build, owned: Owned) -> bool:
    """A download, a feed or a file beside a page; False: it is none of them."""
    if name in owned.downloads:
        report, id_, language = owned.downloads[name]
        scan_download(scan, place_of(build, report, id_, language, name), text)
    elif name in owned.feeds:
        scan_feed(scan, name, text, build, owned.feeds[name])
    elif name in owned.sheets:
        _scan_sheet(scan, name, text, build, owned.sheets[name])
    else:
        return False
    return True


def owners(build: Build, pages: tuple[Page, ...], theme: Path) -> Owned:
    """Who answers for which file."""
    assert build.edition.site is not None
    root, languages = build.edition.root, build.edition.languages
    default = build.edition.site.default_language
    downloads: dict[str, tuple[Report, str, Language]] = {}
    copies: dict[str, Path] = {}
    for (cycle, slug), versions in build.texts.items():
        report = build.edition.report(cycle, slug) if cycle else None
        if cycle and report is None and (cycle, slug) not in build.edition.unusable:
            continue  # a draft
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
    sheets = {page.address + name: page for page in pages for name in page.files}
    made = {addresses.file_of(page.address): page for page in pages}
    feeds = {addresses.corrections_feed(language.code): language for language in languages}
    return Owned(made, downloads, feeds, copies, attached, sheets)


def _scan_sheet(scan: Scan, name: str, text: str, build: Build, page: Page) -> None:
    """A file beside a page, which only a scorecard has."""
    cycle = year_of(build, page)
    if page.kind == "scorecard" and cycle is not None:
        scan_sheet(scan, name, text, build, reports_of(build, cycle), page.language)
    else:
        scan.tell_of(name, 0, "output-unread", "Nobody knows how to read back this file beside a page.")


def _scan_draft(scan: Scan, name: str, drafts: frozenset[str]) -> None:
    cycle = [*name.split("/"), ""][1]
    if cycle in drafts:
        scan.tell_of(name, 0, "output-stray", f"The cycle '{cycle}' is a draft.", "Drafts are not published.")


def _scan_copy(scan: Scan, name: str, data: bytes, owned: Owned) -> None:
    """A file that was only copied: the same bytes, a kind that can be read, nothing hidden in a picture."""
    suffix = Path(name).suffix.lower()
    if data != owned.copies[name].read_bytes():
        message = "This file is not the one that it was copied from."
        scan.tell_of(name, 0, "output-altered", message, "Build again; if it stays so, mend what writes it.")
    if any(part.startswith(".") for part in name.split("/")) or suffix == ".map":
        scan.tell_of(name, 0, "output-stray", "Hidden files and source maps are not published.", "Remove it.")
    if suffix in PICTURES:
        _scan_picture(scan, name, suffix, data)
    elif suffix == ".svg":
        scan_comments(scan, name, read_html(data.decode("utf-8", "replace")))
    elif suffix not in _KNOWN:
        message = f"Nobody knows how to read back a file of the kind '{suffix or Path(name).name}'."
        if name in owned.attached:
            hint = "Whoever put it beside the text answers for what is in it; a CSV or a picture is read."
            scan.tell_of(name, 0, "output-unread", message, hint, WARNING)
        else:
            hint = "Use another kind, or teach the scan to read it."
            scan.tell_of(name, 0, "output-unread", message, hint)


def _scan_picture(scan: Scan, name: str, suffix: str, data: bytes) -> None:
    try:
        for what in metadata(suffix, data):
            message = f"This picture holds {what} besides its pixels, such as where it was taken."
            hint = "Save a copy of it without metadata, and put that beside the text."
            scan.tell_of(name, 0, "output-metadata", message, hint)
    except ValueError as error:
        message = f"This picture cannot be read back: {error}."
        scan.tell_of(name, 0, "output-unread", message, "Save it again from a picture program.")


def _scan_text(scan: Scan, name: str, text: str, seen: set[str]) -> None:
    """A feed, an index or a map of the site repeats what pages say: it has no number that no page has."""
    try:
        for each in read_texts(Path(name).suffix, text):
            if tokens(each) - seen:
                message = "There is a number in this file that stands on no page."
                scan.tell_of(name, 0, "output-shown", message, "It may only repeat what pages say.")
                return
    except ValueError:
        scan.tell_of(name, 0, "output-unread", "This file is not what its name says.")


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
            scan.tell_of(name, 0, "output-altered", message, "Build again: the package changed meanwhile.")
        mine = {each for each in scan.facts if each[0].package == package.id}
        for key in sorted({key for key, _ in mine - shown_facts(protected, mine)}):
            name = addresses.package_file(package.id, "datapackage.json")
            message = f"A number was read back that its package does not show: {named(key)}."
            scan.tell_of(name, 0, "output-shown", message, "Measure it from published cells only.")


def scan_readings(scan: Scan, packages: Mapping[str, Protected]) -> None:
    """No number that was read says more than its package, so that the attack on packages is one on the site.

    Where something was told of that line already, that is enough. The end of a range may be worked out.
    """
    known = {(each.path, each.line) for each in scan.problems}
    more = {each for each in {one.shown for one in scan.readings} if adds(packages[each.key.package], each)}
    for each in sorted({one for one in scan.readings if one.shown in more}):
        key, role = each.shown.key, each.shown.role
        if (each.path, each.line) not in known and not role.startswith("value_"):
            message = f"The '{role}' of {named(key)} that stands here is none that the package shows."
            hint = "Take the file away, and treat the number as known."
            scan.tell_of(each.path, each.line, "cell-shown", message, hint)
