"""The scorecard of a year, as a page and as a file, against the measurements of its indicators."""

from collections.abc import Sequence
from itertools import zip_longest

from plugins import wording
from plugins.equity.accounts import named, revealed, tokens
from plugins.equity.disclosure import Key
from plugins.equity.disclosure.elsewhere import Shown
from plugins.equity.languages import Language
from plugins.equity.measures import Measured
from plugins.equity.reports import Report
from plugins.equity.scorecards import MAIN, Score, groups_of
from plugins.equity.standing import target_text
from plugins.frames import Build
from plugins.scorepages import group_key
from plugins.scoresheets import header, score_rows

from .cards import group_tokens, loose_cell, number_cell, rows_of, same_rows, words_cell
from .findings import Scan
from .readback import Element, read_csv
from .readings import DIGITS

_NUMBERS = ("value", "value_low", "value_high")


def scan_scores(
    scan: Scan, name: str, tree: Element, build: Build, reports: Sequence[Report], language: Language
) -> None:
    """The page: the table of all indicators, then each group's rate."""
    packages = build.edition.packages
    scores = [score for each in reports for score in build.edition.scores(each)]
    rows = rows_of(tree, "scores")
    if same_rows(scan, name, rows, len(scores), "The scorecard"):
        for score, row in zip(scores, rows or (), strict=True):
            _scan_row(scan, name, row, build, score, language)
    seen: set[tuple[str, ...]] = set()
    for report in reports:
        rates = groups_of(report, packages)
        if rates and group_key(report) not in seen:
            seen.add(group_key(report))
            what = f"The groups of '{report.slug}'"
            found = rows_of(tree, f"groups-{report.slug}")
            if same_rows(scan, name, found, len(rates), what):
                for rate, (_, cell) in zip(rates, found or (), strict=True):
                    number_cell(scan, name, cell, packages[report.package], rate, language, what)


def _scan_row(
    scan: Scan, name: str, row: list[Element], build: Build, score: Score, language: Language
) -> None:
    protected = build.edition.packages[score.package]
    what = f"The score '{score.id}' of '{score.report.slug}'"
    if len(row) != 7:
        scan.tell_of(name, row[0].line, "output-differs", f"{what} has other columns than a scorecard.")
        return
    head, start, now, target, gap_start, gap, outcome = row
    loose_cell(scan, name, head, group_tokens(protected, score.now, language), what)
    for cell, measured in (
        (start, score.start),
        (now, score.now),
        (gap_start, score.gap_start),
        (gap, score.gap),
    ):
        number_cell(scan, name, cell, protected, measured, language, what)
    wish = score.report.target if score.id == MAIN else None
    told = frozenset[str]()
    if wish is not None:
        told = tokens(target_text(wish, score.now, language))
        if not told <= tokens(target.text):
            scan.tell_of(
                name, target.line, "output-differs", f"{what}: this is not the target of its report."
            )
        told |= tokens(wish.by)
    loose_cell(scan, name, target, told, what)
    words_cell(scan, name, outcome, wording.outcome_label(score.outcome, language), what)


def scan_sheet(
    scan: Scan, name: str, text: str, build: Build, reports: Sequence[Report], language: Language
) -> None:
    """The file: exactly the lines of its indicators, in their order; rates are read as an attacker would."""
    packages = build.edition.packages
    wanted: list[tuple[list[str], Measured | None, str]] = []
    for score in [each for report in reports for each in build.edition.scores(report)]:
        protected = packages[score.package]
        asked = [each for each in (score.start, score.now, score.gap_start, score.gap) if each]
        lines = score_rows(score, protected, language)
        wanted += [
            (line, measured, score.package)
            for line, measured in zip_longest(lines, asked)  # the last one may be the target
        ]
        for key in sorted(set(revealed(protected, asked))):
            message = f"The scorecard works with a number that its package withholds: {named(key)}."
            scan.tell_of(name, 0, "output-shown", message, "Measure it from published cells only.")
    found, *rows = read_csv(text) or [[]]
    if found != list(header(language)):
        message = "The scorecard has other columns than those that may be published."
        scan.tell_of(name, 1, "output-columns", message, "A new column goes into the scan first.")
        return
    if len(rows) != len(wanted) or any(len(row) != len(found) for row in rows):
        scan.tell_of(name, 0, "output-differs", "The scorecard does not have one line for each number.")
        return
    for at, (row, (line, measured, package)) in enumerate(zip(rows, wanted, strict=True), start=2):
        if measured is not None and measured.question.measure == "rate":
            _read(scan, name, at, row, measured, package)
        if [each.lstrip("'") for each in row] != [each.lstrip("'") for each in line]:
            blank = measured is not None and not measured.ok and any(row[7:10])
            code = "output-shown" if blank else "output-differs"
            scan.tell_of(name, at, code, f"Line {at} of the scorecard is not what its cells give.")


def _read(scan: Scan, name: str, at: int, row: list[str], measured: Measured, package: str) -> None:
    """The numbers of a line, as an attacker has them."""
    question = measured.question
    key = Key(package, question.indicator, question.period, question.place, question.group)
    for role, text in zip(_NUMBERS, row[7:10], strict=True):
        if DIGITS.fullmatch(text):
            scan.read(name, at, Shown(key, role, text))
