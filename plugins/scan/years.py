"""The pages of a year: its sentence and lists, changes, lessons, interventions; the scorecard has a module.

Words that are made from facts are held against the facts. What else stands there may only repeat the words of
the reports.
"""

from collections.abc import Iterable, Sequence

from plugins import wording
from plugins.equity.accounts import tokens, words_tokens
from plugins.equity.findings import SMALL, findings
from plugins.equity.languages import Language
from plugins.equity.reports import Cycle, Intervention, Report
from plugins.equity.succession import previous, succession
from plugins.frames import Build, Page
from plugins.interventions import ORDER
from plugins.manuscript import Manuscript
from plugins.translations import choose
from plugins.yearpages import sentence

from .cards import loose_cell, number_cell, rows_of, same_rows, words_cell
from .findings import Scan
from .pages import known_tokens, scan_value
from .readback import Element
from .scores import scan_scores

HOMES = ("root", "home", "cycle")
OTHERS = ("scorecard", "changes", "lessons")
"""The kinds of page of a year: those with its lists, and those that it has besides."""

Done = tuple[Report, Intervention]


def scan_year(scan: Scan, name: str, tree: Element, build: Build, page: Page) -> None:
    """A page of a year, or the table of interventions of a report."""
    cycle = year_of(build, page)
    if cycle is None or page.kind not in (*HOMES, *OTHERS, "report"):
        return
    language = page.language
    reports = reports_of(build, cycle)
    if page.kind == "report":
        mine = [each for each in reports if page.address.endswith(f"/{cycle.id}/{each.slug}/")]
        done = [(each, item) for each in mine if len(each.interventions) > 1 for item in each.interventions]
        _scan_interventions(scan, name, tree, build, done, page)
    elif page.kind in HOMES:
        _scan_lists(scan, name, tree, build, cycle, reports, page)
    elif page.kind == "scorecard":
        scan_scores(scan, name, tree, build, reports, language)
    elif page.kind == "changes":
        _scan_continued(scan, name, tree, build, cycle, language)
    else:
        done = [(each, item) for each in reports for item in each.interventions]
        done.sort(key=lambda each: ORDER.index(each[1].status))
        _scan_interventions(scan, name, tree, build, done, page)
        for lesson in tree.all("article", "lesson"):
            _scan_lesson(scan, name, lesson, build, cycle, page)
    if page.kind in OTHERS:
        _scan_rest(scan, name, tree, build, cycle, language)


def year_of(build: Build, page: Page) -> Cycle | None:
    """The year that a page shows; homes show the latest."""
    if page.kind in ("root", "home"):
        return build.edition.latest_cycle()
    parts = page.address.strip("/").split("/")
    return next((each for each in build.edition.cycles if each.id in parts[1:2]), None)


def reports_of(build: Build, cycle: Cycle) -> list[Report]:
    """The reports of a year that have a text, in their order."""
    return [each for each in build.edition.reports if each.cycle == cycle and _texts(build, each)]


def _texts(build: Build, report: Report) -> tuple[Manuscript, ...]:
    return tuple(build.text(report.cycle.id, report.slug).values())


def _text(build: Build, report: Report, language: Language) -> Manuscript:
    """The text of a report that a page in this language speaks of."""
    assert build.edition.site is not None
    versions = build.text(report.cycle.id, report.slug)
    version = choose(versions, language, build.edition.languages, build.edition.site.default_language)
    assert version is not None
    return version.manuscript


def _scan_lists(
    scan: Scan,
    name: str,
    tree: Element,
    build: Build,
    cycle: Cycle,
    reports: Sequence[Report],
    page: Page,
) -> None:
    """The year's sentence, the order of its findings, the rule of that order, what was stopped."""
    language = page.language
    found = tuple(each for each in findings(build.edition, cycle) if each.report in reports)
    for lead in tree.all("p", "lead"):
        if " ".join(lead.text.split()) != " ".join(sentence(cycle, found, language).split()):
            message = "The sentence of the year does not count what became of its gaps."
            scan.tell_of(name, lead.line, "output-differs", message)
    links = [
        each.attributes.get("href", "") for items in tree.all("ul", "sentences") for each in items.all("a")
    ]
    order = [
        each.report.slug
        for part in ("better", "not_better", "unknown")
        for each in found
        if each.list == part
    ]
    if [each.strip("/").rpartition("/")[2] for each in links] != order:
        message = "The findings of the year stand in another order than that of care."
        scan.tell_of(name, 0, "output-differs", message, "An order by size would be a league table.")
    loose(scan, name, tree.all("p", "note"), tokens(language.number(SMALL)), "A note of the year")
    allowed = _allowed(build, reports, language)
    loose(scan, name, tree.all("ul", "deeds"), allowed, "What was stopped")


def loose(scan: Scan, name: str, parts: Iterable[Element], allowed: frozenset[str], what: str) -> None:
    """Parts that may hold some numbers and no others."""
    for part in parts:
        loose_cell(scan, name, part, allowed, what)


def _scan_continued(
    scan: Scan, name: str, tree: Element, build: Build, cycle: Cycle, language: Language
) -> None:
    before = previous(build.edition.cycles, cycle)
    assert before is not None
    steps = [
        each for each in succession(build.edition.reports, before, cycle).continued if _texts(build, each.now)
    ]
    rows = rows_of(tree, "continued")
    if not same_rows(scan, name, rows, len(steps), "The table of what goes on"):
        return
    for step, row in zip(steps, rows or (), strict=True):
        what = f"The line of '{step.now.slug}'"
        if len(row) != 5:
            scan.tell_of(name, row[0].line, "output-differs", f"{what} has other columns.")
            continue
        for report, words, number in ((step.before, row[1], row[3]), (step.now, row[2], row[4])):
            label = wording.outcome_label(build.edition.outcome(report), language)
            words_cell(scan, name, words, label, what)
            protected = build.edition.packages[report.package]
            number_cell(scan, name, number, protected, build.edition.known(report)["gap"], language, what)


def _scan_interventions(
    scan: Scan, name: str, tree: Element, build: Build, done: Sequence[Done], page: Page
) -> None:
    """A row for each intervention, in its order, with its own status, rating and evidence."""
    language = page.language
    rows = rows_of(tree, "interventions")
    if page.kind == "report" and not _has_section(tree):
        done = ()
    if not same_rows(scan, name, rows, len(done), "The table of interventions"):
        return
    for (report, item), row in zip(done, rows or (), strict=True):
        what = f"The intervention '{item.id}' of '{report.slug}'"
        words = wording.intervention(item, language)
        allowed = tokens(str(words["since"])) | _allowed(build, [report], language)
        for cell in row:
            loose_cell(scan, name, cell, allowed, what)
        words_cell(scan, name, row[1], str(words["status_label"]), what)
        if not row[0].all("a") or not row[0].all("a")[0].attributes.get("href", "").endswith(f"#{item.id}"):
            message = f"{what}: another one stands in its place."
            scan.tell_of(name, row[0].line, "output-differs", message)
        if page.kind == "lessons":
            label = wording.outcome_label(build.edition.outcome(report), language)
            words_cell(scan, name, row[-1], label, what)


def _has_section(tree: Element) -> bool:
    """Whether a report has the section in which its table of interventions stands."""
    return any(each.attributes.get("id") == "interventions" for each in tree.all("section", "part"))


def _scan_lesson(scan: Scan, name: str, lesson: Element, build: Build, cycle: Cycle, page: Page) -> None:
    """The lessons of one report: its values, its headline, and for the rest the words of its own text."""
    slug = lesson.attributes.get("id", "").removeprefix("lesson-")
    report = build.edition.report(cycle.id, slug)
    if report is None:
        scan.tell_of(name, lesson.line, "output-unread", "Nobody knows whose lessons these are.")
        return
    for value in lesson.all("span", "value"):
        scan_value(scan, name, value, build, report)
    facts = lesson.all("p", "entry-facts")
    loose(scan, name, facts, known_tokens(build, report, page.language), f"The headline of '{slug}'")
    text = _text(build, report, page.language)
    said = frozenset(tokens(text.title) | tokens(" ".join(each.html for each in text.sections)))
    for part in lesson.all("div", "prose"):
        loose_cell(scan, name, part, said, f"What '{slug}' learned")


def _allowed(build: Build, reports: Iterable[Report], language: Language) -> frozenset[str]:
    """The numbers in the words by which reports, their interventions and their topics are named."""
    found = frozenset[str]()
    for report in reports:
        for text in _texts(build, report):
            found |= tokens(text.title)
            for words in text.names.values():
                found |= tokens(words)
        package = build.edition.package(report.package)
        found |= words_tokens(package, language, ("total/", "group/", f"indicator/{report.main.indicator}/"))
    return found


def _scan_rest(scan: Scan, name: str, tree: Element, build: Build, cycle: Cycle, language: Language) -> None:
    """What stands on a page beside its tables and lessons: names, years, headlines of reports of this year
    and of the one before.
    """
    before = previous(build.edition.cycles, cycle)
    reports = [*reports_of(build, cycle), *(reports_of(build, before) if before else ())]
    allowed = _allowed(build, reports, language)
    for cycle in build.edition.cycles:
        allowed |= tokens(cycle.id) | tokens(cycle.period)
    for report in reports:
        allowed |= known_tokens(build, report, language)
    tables = [each for main in tree.all("main") for each in main.all("table")]
    tables += [*tree.all("article", "lesson"), *tree.all("span", "size")]
    apart = frozenset(id(each) for each in tables)
    for main in tree.all("main"):
        for text, line in main.spoken(apart):
            if tokens(text) - allowed:
                message = "There is a number on this page that no report of the site says."
                scan.tell_of(name, line, "output-shown", message)
