"""Rows that are not there, though the rest of their breakdown is, or the years around them.

All of these are doubts: each may be true of the world, and then the package says why.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import numpy as np

from plugins.equity.descriptors import Package
from plugins.equity.indexing import Codes, Group, Index

from .doubts import Finding, at_rows
from .periods import between, is_period
from .sheets import Sheet


def find_holes(table: Sheet) -> Iterator[Finding]:
    """Rows that are not there, though the rest of their breakdown, or the years around them, are."""
    yield from _groups(table)
    yield from _totals(table)
    yield from _periods(table)
    yield from _outlived(table)


def _groups(table: Sheet) -> Iterator[Finding]:
    """A place and period that is broken down, but not by all of the groups that there are."""
    crossings: dict[tuple[str, ...], list[int]] = {}
    for cut, group in enumerate(table.index.cuts):
        if group:
            crossings.setdefault(tuple(name for name, _ in group), []).append(cut)
    for names, cuts in crossings.items():
        known = {table.index.cuts[cut] for cut in cuts}
        # Of a crossing only what occurs somewhere is expected: nobody has to publish every combination.
        wanted = list(known)
        if len(names) == 1:
            wanted = [((names[0], each),) for each in table.package.dimensions[names[0]].groups]
        wanted.sort(key=lambda group: _position(table.package, group))
        yield from _missing(table, names, cuts, wanted)


def _position(package: Package, group: Group) -> tuple[int, ...]:
    return tuple(package.dimensions[name].groups.index(id_) for name, id_ in group)


def _missing(table: Sheet, names: tuple[str, ...], cuts: list[int], wanted: list[Group]) -> Iterator[Finding]:
    index, places = table.index, len(table.index.places)
    rows = np.sort(np.concatenate([table.of(cut) for cut in cuts]))
    unit, first = np.unique(index.period[rows] * places + index.place[rows], return_index=True)
    near = rows[first]
    periods: list[Codes] = []
    at_places: list[Codes] = []
    cut_of: list[Codes] = []
    rows_near: list[Codes] = []
    group_of: list[Codes] = []
    for group in wanted:
        there = np.array(
            [
                all(table.package.dimensions[name].expected(id_, period) for name, id_ in group)
                for period in index.periods
            ]
        )
        period, place = unit // places, unit % places
        cut = index.cut_number(group)
        if cut is None:
            gone = there[period]
        else:
            gone = (index.rows(period, place, np.full(len(unit), cut)) < 0) & there[period]
        hit = np.flatnonzero(gone)
        periods.append(period[hit])
        at_places.append(place[hit])
        cut_of.append(np.full(len(hit), -1 if cut is None else cut))
        rows_near.append(near[hit])
        group_of.append(np.full(len(hit), len(group_of)))
    which, beside = np.concatenate(group_of), np.concatenate(rows_near)
    period, place = np.concatenate(periods), np.concatenate(at_places)

    def say(case: int) -> str:
        words = ", ".join(f"{name} {id_}" for name, id_ in wanted[int(which[case])])
        return f"There is no row for {words} ({index.periods[period[case]]}, {index.places[place[case]]})."

    hint = "Add the row, with a status if there is no number; or say in a doubt why it is not there."
    yield Finding(
        "group-missing",
        table.indicator.id,
        "+".join(names),
        index,
        period,
        place,
        np.concatenate(cut_of),
        beside,
        say,
        hint,
    )


def _totals(table: Sheet) -> Iterator[Finding]:
    """Groups at a place and period that have no row for everybody; breakdowns that most places have."""
    index, places = table.index, len(table.index.places)
    everybody = index.cut_number(())
    unit, first = np.unique(index.period * places + index.place, return_index=True)
    period, place = unit // places, unit % places
    if everybody is None:
        gone = np.ones(len(unit), dtype=bool)
    else:
        gone = index.rows(period, place, np.full(len(unit), everybody)) < 0
    hit = np.flatnonzero(gone)
    yield _at_units(
        table,
        "total-missing",
        "",
        period[hit],
        place[hit],
        first[hit],
        "There is no row for everybody",
        "Add it; if there is no total, say in a doubt why.",
    )
    for name in table.package.dimensions:
        cuts = [cut for cut, group in enumerate(index.cuts) if tuple(each for each, _ in group) == (name,)]
        if not cuts:
            continue
        rows = np.concatenate([table.of(cut) for cut in cuts])
        having = np.isin(unit, index.period[rows] * places + index.place[rows])
        # A breakdown that began later, or that few places have, is no hole; one that a period lost is.
        per = np.bincount(period, weights=having, minlength=len(index.periods))
        all_ = np.maximum(np.bincount(period, minlength=len(index.periods)), 1)
        begun = (np.cumsum(per) > 0) & (per / all_ > 0.5)
        lost = np.flatnonzero((np.cumsum(per) > 0) & (per == 0))
        hit = np.flatnonzero(~having & (begun[period] | np.isin(period, lost)))
        message = f"There are no rows by '{name}'"
        hint = "Add them, or say in a doubt why they are not there."
        yield _at_units(table, "breakdown-missing", name, period[hit], place[hit], first[hit], message, hint)


def _at_units(
    table: Sheet, code: str, dimension: str, period: Codes, place: Codes, row: Codes, message: str, hint: str
) -> Finding:
    index = table.index
    everybody = index.cut_number(())
    return Finding(
        code,
        table.indicator.id,
        dimension,
        index,
        period,
        place,
        np.full(len(period), -1 if everybody is None else everybody),
        row,
        lambda case: f"{message} ({index.periods[period[case]]}, {index.places[place[case]]}).",
        hint,
    )


def _periods(table: Sheet) -> Iterator[Finding]:
    """A period between two others that a place, or everybody, has no row for."""
    index = table.index
    if not all(is_period(each) for each in index.periods) or not index.periods:
        return
    line = between(index.periods[0], index.periods[-1])
    number = np.array([line.index(each) for each in index.periods])
    unit, first = np.unique(index.place * len(line) + number[index.period], return_index=True)
    place, at = unit // len(line), unit % len(line)
    follows = np.flatnonzero((place[1:] == place[:-1]) & (at[1:] - at[:-1] > 1))
    everywhere = set(range(len(line))) - set(number.tolist())
    cases = [
        (int(place[each]), gone, int(first[each + 1]))
        for each in follows.tolist()
        for gone in range(int(at[each]) + 1, int(at[each + 1]))
        if gone not in everywhere
    ]
    cases += _cut_off(table, line, place, at, first)
    # A year that nobody has is one case, at the first row after it.
    after = {gone: int(np.flatnonzero(number[index.period] > gone)[0]) for gone in everywhere}
    cases = [(-1, gone, row) for gone, row in sorted(after.items())] + sorted(cases)

    def say(case: int) -> str:
        where, gone, _ = cases[case]
        whose = "" if where < 0 else f" of {index.places[where]}"
        return f"There are no rows{whose} for {line[gone]}, but for the years beside it."

    more = [line[each] for each in sorted(everywhere)]
    known = {period: at for at, period in enumerate((*index.periods, *more))}
    everybody = index.cut_number(())
    yield Finding(
        "period-missing",
        table.indicator.id,
        "",
        # Periods that no row has are numbered after those of the table, so that an answer can name them.
        Index(tuple(known), index.places, index.cuts, *([index.cut[:0]] * 3)),
        np.array([known[line[gone]] for _, gone, _ in cases], dtype=np.int64),
        np.array([where for where, _, _ in cases], dtype=np.int64),
        np.full(len(cases), -1 if everybody is None else everybody),
        np.array([row for _, _, row in cases], dtype=np.int64),
        say,
        "Add the rows, or say in a doubt why they are not there.",
    )


def _cut_off(
    table: Sheet, line: tuple[str, ...], place: Codes, at: Codes, first: Codes
) -> Iterator[tuple[int, int, int]]:
    """Years at the ends of a place's rows that are gone, though places.csv says that it was there then."""
    starts = np.flatnonzero(np.append(True, place[1:] != place[:-1]))
    ends = np.append(starts[1:], len(place)) - 1
    there = {line.index(period) for period in table.index.periods}
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        about = table.package.places.get(table.index.places[int(place[start])])
        if about is None:
            continue
        wanted = {
            year
            for year in there
            if (about.first and about.first <= line[year] and year < at[start])
            or (about.last and line[year] <= about.last and year > at[end])
        }
        yield from ((int(place[start]), year, int(first[start])) for year in sorted(wanted))


def _outlived(table: Sheet) -> Iterator[Finding]:
    """Rows of a place from before it was there, or after."""
    index, places = table.index, table.package.places
    spans = [(places[id_].first, places[id_].last) if id_ in places else ("", "") for id_ in index.places]
    first = np.array([bisect_left(index.periods, begin) for begin, _ in spans] or [0])
    ends = [bisect_right(index.periods, end) if end else len(index.periods) for _, end in spans]
    last = np.array(ends or [0])
    outside = (index.period < first[index.place]) | (index.period >= last[index.place])

    def say(row: int) -> str:
        place, period = index.place[row], index.periods[index.period[row]]
        begin, end = (each or "…" for each in spans[place])
        return f"places.csv has {index.places[place]} from {begin} to {end}, and this row is of {period}."

    yield at_rows(
        index,
        np.flatnonzero(outside),
        say,
        code="place-period",
        indicator=table.indicator.id,
        dimension="",
        hint="Correct 'from' and 'to' in places.csv, or the row.",
    )
