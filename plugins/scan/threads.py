"""A report among those of its thread: the years before, the comparison with the last, promises, the timeline.

Every cell is held against the report, the question and the date that it stands for, by its row.
"""

from collections.abc import Iterable

from plugins.continuing import names_of
from plugins.equity.accounts import named, numerals, revealed, tokens, words_tokens
from plugins.equity.answering import answer
from plugins.equity.chronicle import chronicle
from plugins.equity.languages import Language
from plugins.equity.measures import Measured
from plugins.equity.reports import Asked, Report, Target
from plugins.equity.sequels import pairs
from plugins.equity.standing import target_text
from plugins.equity.writing import range_decimals
from plugins.frames import Build, Page
from plugins.latest import last_to_use
from plugins.wording import when

from .findings import Scan
from .readback import Element
from .readings import read_measured

_NONE = frozenset[str]()


def scan_thread(
    scan: Scan, name: str, tree: Element, build: Build, report: Report, language: Language
) -> None:
    """All that a page says of the other reports of its thread."""
    whole = build.edition.thread(report)
    known = whole[: whole.index(report) + 1]
    cycles = _NONE.union(*(tokens(each.cycle.id) for each in whole))
    tables = tree.all("table", "thread")
    for table in tables:
        _scan_years(scan, name, table, build, known, language)
    for part in tree.all("div", "since-last"):
        _scan_since(scan, name, part, build, known, language)
    inner = frozenset(id(each) for each in (*tables, *tree.all("div", "since-last")))
    around = [
        each for each in tree.all("section") if each.attributes.get("aria-labelledby") == "year-after-year"
    ]
    for part in (*around, *tree.all("p", "notice-stopped")):
        _spoken(scan, name, part, cycles, "What is said of other years", inner)
    words = _NONE.union(*(tokens(each.text) for each in names_of(build, known, language, language).values()))
    dates = _NONE.union(*(tokens(when(each.since, language)) for one in known for each in one.interventions))
    for part in tree.all("div", "promises"):
        _spoken(scan, name, part, cycles | dates | words | _texts(build, known), "What was promised")
    for timeline in tree.all("ol", "log"):
        _scan_timeline(scan, name, timeline, build, known, language)


def _spoken(
    scan: Scan,
    name: str,
    part: Element,
    allowed: frozenset[str],
    what: str,
    without: frozenset[int] = frozenset(),
) -> None:
    for text, line in part.spoken(without):
        if tokens(text) - allowed:
            message = f"{what} holds a number that the reports do not give."
            scan.tell_of(name, line, "output-shown", message)


def _scan_years(
    scan: Scan, name: str, table: Element, build: Build, known: Iterable[Report], language: Language
) -> None:
    """A row for each report up to this one: its rate, its gap, and no number besides."""
    rows, reports = [each for body in table.all("tbody") for each in body.all("tr")], list(known)
    if len(rows) != len(reports):
        message = "The table of years has other reports than the thread."
        scan.tell_of(name, table.line, "output-differs", message)
    for row, report in zip(rows, reports, strict=False):
        asked = (report.values["latest"], report.values["gap"])
        plain = (tokens(report.cycle.id), _NONE, tokens(report.baseline))  # head, stage, verdict
        cells = [each for each in row.inside if isinstance(each, Element)]
        for at, cell in enumerate(cells):
            if at < len(plain):
                allowed = plain[at]
            else:
                allowed = _scan_asked(scan, name, cell, build, asked[min(at - len(plain), 1)], language)
            _spoken(scan, name, cell, allowed, "The table of years")


def _scan_asked(
    scan: Scan, name: str, cell: Element, build: Build, asked: Asked, language: Language
) -> frozenset[str]:
    """The numbers that a cell may hold, which are those of its question; and what it gives away is read."""
    protected = build.edition.packages[asked.package]
    measured = answer(protected, asked.question)
    for key in revealed(protected, (measured,)):
        message = f"This works with a number that its package withholds: {named(key)}."
        scan.tell_of(name, cell.line, "output-shown", message, "Measure it from published cells only.")
    for value in cell.all("span", "cell-value"):
        read_measured(scan, name, value, protected, measured, (language,))
        if tokens(value.text) - numerals(measured, language):
            message = "A number of another report's question is not what its published cells give."
            scan.tell_of(name, value.line, "output-shown", message)
    return numerals(measured, language) | _about(build, asked, language)


def _about(build: Build, asked: Asked, language: Language) -> frozenset[str]:
    """The numbers in the words for what is asked: years, a grade, an age."""
    package, question = build.edition.package(asked.package), asked.question
    about = ("total/", "group/", "dimension/", f"indicator/{question.indicator}/")
    found = tokens(question.period) | tokens(question.since) | words_tokens(package, language, about)
    return found | tokens(package.place_word(question.place, language.code))


def _scan_since(
    scan: Scan, name: str, part: Element, build: Build, known: tuple[Report, ...], language: Language
) -> None:
    """The comparison with the last report: each cell against its own question, sentences against both."""
    if len(known) < 2:
        scan.tell_of(name, part.line, "output-unread", "There is no last report to compare with.")
        return
    before, now = known[-2:]
    asked: list[tuple[Asked | None, Asked | None] | None] = [None]
    for pair in pairs(before, now):
        asked.append((pair.old, pair.new))
        if pair.kind == "gap" and (before.target or now.target):
            asked.append(None)
    rows = [each for body in part.all("tbody") for each in body.all("tr")]
    if len(rows) != len(asked):
        message = "The comparison has other rows than its reports give."
        scan.tell_of(name, part.line, "output-differs", message)
    words = _texts(build, known) | tokens(before.cycle.id)
    for row, questions in zip(rows, asked, strict=False):
        cells = [each for each in row.inside if isinstance(each, Element)]
        about = _about(build, questions[0], language) if questions and questions[0] else _NONE
        _spoken(scan, name, cells[0], words | about, "The comparison with the last report")
        for at, (cell, report) in enumerate(zip(cells[1:], (before, now), strict=False)):
            question = questions[at] if questions else None
            allowed = (
                _scan_asked(scan, name, cell, build, question, language)
                if question
                else _target_tokens(build, report, language)
            )
            _spoken(scan, name, cell, allowed | words, "The comparison with the last report")
    allowed = words | _both(build, before, now, language)
    _spoken(scan, name, part, allowed, "The comparison", frozenset(id(row) for row in rows))


def _both(build: Build, before: Report, now: Report, language: Language) -> frozenset[str]:
    """The numbers that sentences about two reports may hold."""
    found = tokens("95")
    change = build.edition.change_between(before, now)
    if change is not None:
        protected = build.edition.packages[now.package]
        found |= numerals(answer(protected, change.question), language)
    for report in (before, now):
        latest = build.edition.known(report)["latest"]
        for id_ in ("gap", "latest"):
            found |= numerals(build.edition.known(report)[id_], language)
            found |= _about(build, report.values[id_], language)
        found |= tokens(report.baseline)
        if report.target:
            found |= tokens(target_text(report.target, latest, language)) | tokens(report.target.by)
    return found


def _target_tokens(build: Build, report: Report, language: Language) -> frozenset[str]:
    if report.target is None:
        return _NONE
    return distance_tokens(report.target, build.edition.known(report)["latest"], language)


def distance_tokens(target: Target, rate: Measured, language: Language) -> frozenset[str]:
    """How far a rate is from a target, as it is written."""
    found = tokens(language.number(rate.scale))
    ends = rate.bounds or ()
    for end in (rate.value, *ends):
        if end is not None and rate.ok:
            for decimals in {rate.decimals, range_decimals(rate)}:
                found |= tokens(language.number(abs(target.value - end), decimals))
    return found


def _texts(build: Build, known: Iterable[Report]) -> frozenset[str]:
    """The numbers in what authors call their interventions, in any language."""
    found = _NONE
    for report in known:
        for text in build.text(report.cycle.id, report.slug).values():
            found = found.union(*(tokens(text.names.get(each.id, "")) for each in report.interventions))
    return found


def _scan_timeline(
    scan: Scan, name: str, timeline: Element, build: Build, known: tuple[Report, ...], language: Language
) -> None:
    """Each event of the thread once, under its date."""
    events, lines = chronicle(known), timeline.all("li")
    if len(lines) != len(events):
        message = "The timeline has other entries than the reports give."
        scan.tell_of(name, timeline.line, "output-differs", message)
    words = _texts(build, known)
    for line, event in zip(lines, events, strict=False):
        for date in line.all("span", "log-date"):
            if tokens(date.text) != tokens(when(event.date, language)):
                scan.tell_of(name, date.line, "output-differs", "A date of the timeline is not the event's.")
        _spoken(scan, name, line, words | tokens(when(event.date, language)), "The timeline")


def scan_reach(scan: Scan, name: str, tree: Element, build: Build, page: Page) -> None:
    """The head of a page of data: its newest period, and the year that used it last."""
    package = page.address.strip("/").split("/")[-1]
    protected = build.edition.packages[package]
    periods = sorted({each for id_ in protected.package.indicators for each in protected.periods(id_)})
    cycle = last_to_use(build.edition.reports, package)
    allowed = tokens(periods[-1] if periods else "") | tokens(cycle.id if cycle else "")
    for part in tree.all("div", "where"):
        _spoken(scan, name, part, allowed, "The head of this page")
