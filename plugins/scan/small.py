"""The small tables of a report, leading indicators and themes, against the cells and facts they come from."""

from itertools import chain

from plugins.equity.accounts import named, numerals, revealed, tokens, words_tokens
from plugins.equity.languages import Language
from plugins.equity.narratives import Listening
from plugins.equity.reports import Report
from plugins.frames import Build

from .findings import Scan
from .readback import Element
from .readings import read_measured


def scan_small_tables(
    scan: Scan, name: str, tree: Element, build: Build, report: Report, language: Language
) -> None:
    """Every number in them is one of the report's values, or a count that report.yaml gives."""
    narrative = report.narrative
    leads = [id_ for lead in narrative.leading for id_ in (lead.value, lead.start) if id_]
    themes = narrative.listening.themes if narrative.listening else ()
    heard = list(narrative.listening.value_ids()) if narrative.listening else []
    _scan(
        scan, name, tree.all("div", "leading"), _allowed(build, report, leads, language), "What moves first"
    )
    counted = frozenset[str]()
    if narrative.listening:
        given = [each for theme in themes for each in theme.counts.values() if isinstance(each, int)]
        for count in (*given, *narrative.listening.people.values()):
            counted |= tokens(language.number(count))
        for text in build.text(report.cycle.id, report.slug).values():
            counted |= {token for theme in themes for token in tokens(text.names.get(theme.id, ""))}
    allowed = _allowed(build, report, heard, language) | counted
    parts, seen = tree.all("div", "themes"), frozenset[int]()
    if narrative.listening and narrative.listening.package:
        seen = _scan_themes(scan, name, parts, build, report, narrative.listening, language)
    _scan(scan, name, parts, allowed, "The table of themes", seen)
    for id_ in (*leads, *heard):
        protected = build.edition.packages[report.values[id_].package]
        for key in revealed(protected, (build.edition.measured(report, id_),)):
            message = f"The value '{id_}' works with a number that its package withholds: {named(key)}."
            scan.tell_of(name, 0, "output-shown", message, "Measure it from published cells only.")


def _scan_themes(
    scan: Scan,
    name: str,
    parts: list[Element],
    build: Build,
    report: Report,
    heard: Listening,
    language: Language,
) -> frozenset[int]:
    """Each cell of the tables of a package's themes: the number of its own theme, group and year, or none.

    Gives the elements (their ids) whose numbers have been compared.
    """
    seen: set[int] = set()
    asked = [list(heard.people_asked.values())] if heard.people_asked else []
    by_group = [*asked, *(list(theme.counts.values()) for theme in heard.themes)]
    by_year = [list(theme.years.values()) for theme in heard.themes if theme.years]
    for part, ids in zip(parts, (by_group, by_year), strict=False):
        rows = [row.all("td") for body in part.all("tbody") for row in body.all("tr")]
        if [len(row) for row in rows] != [len(row) for row in ids]:
            message = "The table of themes has other rows or columns than were declared."
            scan.tell_of(name, part.line, "output-differs", message)
            continue
        for cell, id_ in zip(chain(*rows), chain(*ids), strict=True):
            measured = build.edition.measured(report, str(id_))
            if tokens(cell.text) - numerals(measured, language):
                message = "The table of themes shows a number in the place of another, or of none."
                scan.tell_of(name, cell.line, "output-shown", message)
            for number in cell.all("span", "cell-value"):
                seen.add(id(number))
                protected = build.edition.packages[report.values[str(id_)].package]
                read_measured(scan, name, number, protected, measured, (language,))
    return frozenset(seen)


def _allowed(build: Build, report: Report, ids: list[str], language: Language) -> frozenset[str]:
    found = frozenset[str]()
    for id_ in ids:
        measured = build.edition.measured(report, id_)
        package = build.edition.package(report.values[id_].package)
        question = measured.question
        about = ("total/", "group/", "dimension/", f"indicator/{question.indicator}/")
        found |= numerals(measured, language) | tokens(question.period)
        found |= words_tokens(package, language, about)
        found |= tokens(package.place_word(question.place, language.code))
    return found


def _scan(
    scan: Scan,
    name: str,
    parts: list[Element],
    allowed: frozenset[str],
    what: str,
    seen: frozenset[int] = frozenset(),
) -> None:
    for part in parts:
        for text, line in part.spoken(seen):
            if tokens(text) - allowed:
                message = f"{what} shows a number that its published cells do not give."
                scan.tell_of(name, line, "output-shown", message)
