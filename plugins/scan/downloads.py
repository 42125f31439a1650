"""The download of a figure against its account: only known columns, exactly the plotted numbers."""

from fractions import Fraction

from plugins.equity.accounts import Line, lines, tokens
from plugins.equity.languages import rounded
from plugins.equity.plots import name, shown
from plugins.equity.writing import range_decimals

from .findings import Place, Scan, which
from .readback import read_csv
from .readings import read_rows


def scan_download(scan: Scan, place: Place, text: str) -> None:
    """The columns that a download may have, and in them exactly the plotted numbers, in their order."""
    account, say = lines(place.protected, place.plotted), place.language.say
    ranges = any(line.measured.ranged for line in account)
    mean = account[0].measured.unit == "mean"
    header = [say("School year"), say("Place"), say("Group"), say("Mean") if mean else say("Rate")]
    header += [say("At least"), say("At most")] if ranges else []
    header += [say("Numerator"), say("Denominator"), say("Low end"), say("High end"), say("Status")]
    found, *rows = read_csv(text) or [[]]
    read_rows(scan, place, [found, *rows])
    if found != header:
        message = f"The download of '{place.id}' has other columns than those that may be published."
        hint = "A new column goes into the list of the scan first, with its rule."
        scan.tell_of(place.path, 1, "output-columns", message, hint)
        return
    if len(rows) != len(account) or any(len(row) != len(header) for row in rows):
        message = f"The download of '{place.id}' does not have one row for each number that is drawn."
        scan.tell_of(place.path, 0, "output-differs", message)
        return
    for at, (row, line) in enumerate(zip(rows, account, strict=True), start=2):
        _scan_row(scan, place, at, row, line, ranges)


def _scan_row(scan: Scan, place: Place, at: int, row: list[str], line: Line, ranges: bool) -> None:
    facts, package, language = place.plotted.facts, place.protected.package, place.language
    measured, status = line.measured, row[-1]
    who = [
        line.period,
        package.place_word(facts.main.place, language.code),
        name(package, line.group, facts.main, "label", language),
    ]
    told = which(place, line, "download")
    if [each.lstrip("'") for each in row[:3]] != [each.lstrip("'") for each in who]:
        hint = "An order by size would tell what is withheld."
        message = f"{told}: another row stands in its place."
        scan.tell_of(place.path, at, "output-differs", message, hint)
        return
    if line.blank:
        if any(row[3:-1]) or tokens(status) or status == language.say("Published"):
            message = f"{told}: there is a number that the package does not show."
            scan.tell_of(place.path, at, "output-shown", message)
        return
    wanted = [_exact(shown(measured), measured.decimals)]
    if ranges:
        ends = measured.bounds if measured.ranged and measured.bounds else (None, None)
        wanted += [_exact(end, range_decimals(measured)) for end in ends]
    wanted += [_exact(measured.numerator, 0), _exact(measured.denominator, 0)]
    wanted += [_exact(end, measured.decimals) for end in (measured.low, measured.high)]
    if row[3:-1] != wanted:
        message = f"{told}: it is not the number that is drawn, or it has other decimals."
        scan.tell_of(place.path, at, "output-differs", message)
        return
    scan.facts |= line.facts


def _exact(value: Fraction | float | None, decimals: int) -> str:
    return "" if value is None else str(rounded(Fraction(value), decimals))
