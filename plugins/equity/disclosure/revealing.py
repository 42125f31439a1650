"""What the attack found, told: located problems without a number, and, on request, the recipe.

A recipe names the published figures that an attacker would combine. It is for the data officer alone: never
for a log that others read.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from plugins.equity.gate.telling import tell_rows, where
from plugins.equity.indexing import Codes
from plugins.equity.problems import Problem

from .attacks import EARLIER, EXPOSED, NARROW, Attacked, Leak
from .certificates import certificates
from .linking import COUNTS, PARTS, PLACES, RATE, Linked
from .published import REST, VALUE, Series

_HINT = (
    "Withhold a second number in the same sum too, or withhold the total. On your own machine, "
    "`plumbline audit --explain` names the figures."
)
_EARLIER = "Anyone may have kept it. Show it, or withhold it and what it gives away in every release to come."


def tell_leaks(attacked: Attacked) -> Iterator[Problem]:
    """A problem for the first few leaks of each kind, then one that counts the rest."""
    groups: dict[tuple[int, str, str, bool], list[Leak]] = {}
    for leak in attacked.leaks:
        groups.setdefault((id(leak.series), leak.role, leak.verdict, leak.missing), []).append(leak)
    for (_, role, verdict, missing), leaks in groups.items():
        series = leaks[0].series
        rows = np.unique([_row(series, each) for each in leaks])
        what = (
            f"The '{role}' of a group that has no row beside this one"
            if missing
            else f"The hidden '{role}' of this row"
        )
        yield from _told(series, rows, what, verdict)


def _told(series: Series, rows: Codes, what: str, verdict: str) -> Iterator[Problem]:
    frame = series.frame(0)

    def say(_: int) -> str:
        if verdict == EARLIER:
            return f"{what} was shown in an earlier release."
        if verdict == NARROW:
            return f"{what} follows nearly from numbers that are shown."
        return f"{what} follows from numbers that are shown."

    rest = what[0].lower() + what[1:]
    if verdict == EARLIER:
        yield from tell_rows(frame, rows, "cell-shown-before", say, _EARLIER, rest=rest)
    elif verdict == NARROW:
        yield from tell_rows(frame, rows, "cell-narrow", say, _HINT, rest=rest)
    else:
        yield from tell_rows(frame, rows, "cell-recoverable", say, _HINT, rest=rest)


def _row(series: Series, leak: Leak) -> int:
    """The row of a leak; of a group without one that of the total that it belongs to, the shortest way up."""
    row = int(series.grid.rows[0][leak.at])
    if row >= 0:
        return row
    period, place, cut = (int(each[0]) for each in series.grid.split(series.grid.keys[leak.at : leak.at + 1]))
    group = series.grid.cuts[cut]
    for at in range(len(group) - 1, -1, -1):
        above = series.package.indexes[series.indicator.id].row(
            series.grid.periods[period], series.grid.places[place], (*group[:at], *group[at + 1 :])
        )
        if above is not None:
            return above
    # A place without any row: what is told of it is the place that it lies in.
    place_ = series.package.places.get(series.grid.places[place])
    whole = series.package.indexes[series.indicator.id].row(
        series.grid.periods[period], place_.parent if place_ is not None else "", group
    )
    return 0 if whole is None else whole


def recipes(attacked: Attacked, most: int = 20) -> Iterator[str]:
    """For the first leaks, the published figures (file and line) that give each away. Never a number."""
    linked = attacked.careful
    for leak in attacked.leaks[:most]:
        file, line = where(leak.series.frame(0), _row(leak.series, leak))
        name = ", ".join(("the missing row of" if leak.missing else "", f"'{leak.role}'")).strip(", ")
        yield f"{file}:{line}: {name} {_VERDICTS[leak.verdict]}"
        if leak.verdict == EARLIER:
            continue
        yield from (f"    {each}" for each in _steps(linked, leak))


_VERDICTS = {
    EXPOSED: "follows from",
    NARROW: "follows nearly from",
    EARLIER: "was shown in an earlier release.",
}


def _steps(linked: Linked, leak: Leak) -> Iterable[str]:
    if leak.role not in leak.series.roles or (leak.role == VALUE and leak.series.indicator.kind != "count"):
        return ["the two counts of its row"]
    cell = int(linked.system.number[leak.series.cell(leak.role, leak.at)])
    if not np.isnan(linked.known[cell]):
        return ["the cell that is the same"]
    found = certificates(linked.system, linked.known, np.array([cell]))[0]
    told: dict[str, None] = {}
    at = {name: position for position, name in enumerate(linked.system.rows.name.tolist())}
    start = linked.system.rows.start
    for name in found.rows:
        kind, through = linked.kind(name)
        row = at[name]
        cells = linked.system.rows.cell[start[row] : start[row + 1]]
        lines = sorted({_place(linked, each) for each in cells.tolist()} - {""})
        how = {
            PARTS: f"the groups of '{through}' and their total",
            PLACES: "the places and the place they lie in",
            RATE: "a rate and its counts",
            COUNTS: "the counts of one row",
        }.get(kind, "tables that are linked")
        told[f"{how}: {', '.join(lines)}"] = None
    if not told:
        told["the taking of rows that are missing, or numbers never collected, for nobody"] = None
    return list(told)


def _place(linked: Linked, cell: int) -> str:
    """File and line of one of the written cells that a cell of the system stands for."""
    written = np.flatnonzero(linked.system.number == cell)
    for each in written.tolist():
        series, role, at = linked.facts.find(each)
        if role == REST:
            continue
        row = int(series.grid.rows[0][at])
        if row >= 0:
            file, line = where(series.frame(0), row)
            return f"{file}:{line}"
    return ""
