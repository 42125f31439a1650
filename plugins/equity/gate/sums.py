"""Arithmetic between cells: a rate and its counts, the parts and their total, a place and the places in it.

Only shown numbers are compared, so that no message tells more than the table. In one's own figures a
contradiction is an error; in republished ones it is a doubt, since only their publisher could mend it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from plugins.equity.descriptors import Dimension
from plugins.equity.indexing import Codes, Group

from .doubts import Finding, at_rows, severity_of
from .sheets import Cases, Sheet
from .telling import Rows

_ANSWER = "If it was published so, say so in a doubt."
# Sums of floats below 10**15 are off by far less than this, and people are whole.
_CLOSE = 1e-6


def contradictions(table: Sheet) -> Iterator[Finding]:
    """Everything in one table that cannot all be true."""
    yield from _rates(table)
    table = _without_impossible(table)
    for dimension in table.package.dimensions.values():
        if dimension.id in table.frame.columns:
            yield from _parts(table, dimension)
    yield from _children(table)


def _rates(table: Sheet) -> Iterator[Finding]:
    """More in the numerator than in the denominator; a rate that its counts do not give."""
    if not {"numerator", "denominator"} <= set(table.shown):
        return
    k, n, spec = table.shown["numerator"][:-1], table.shown["denominator"][:-1], table.indicator
    if spec.kind == "proportion":
        yield _finding(
            table,
            np.flatnonzero(k > n),
            "count-larger",
            lambda row: (
                f"More in the numerator ({table.written('numerator', row)}) than in the denominator "
                f"({table.written('denominator', row)}): {table.cell(row)}."
            ),
            "Are these events instead of people?",
        )
    if "value" not in table.shown or spec.kind == "count":
        return
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = k / n * (1 if spec.kind == "mean" else spec.scale)
    quotient[(n <= 0) | ((k > n) & (spec.kind == "proportion"))] = np.nan
    # A published rate stands for all that round to it: half a unit of its last decimal, either way.
    half = 0.5 / 10.0 ** np.maximum(_decimals(table.frame["value_text"]), spec.decimals)
    value = table.shown["value"][:-1]
    nobody = (n == 0) & ~np.isnan(value)
    off = nobody | (np.abs(quotient - value) > half + 1e-9 * np.maximum(1, np.abs(quotient)))
    if "value_low" in table.shown:
        low, high = table.shown["value_low"][:-1], table.shown["value_high"][:-1]
        off |= (quotient < low - half) | (quotient > high + half)

    def say(row: int) -> str:
        counts = f"{table.written('numerator', row)} of {table.written('denominator', row)}"
        if nobody[row]:
            return f"The rate is {table.written('value', row)}, and it is of nobody: {table.cell(row)}."
        rate, given = table.written("value", row) or "a range", f"{quotient[row]:.{spec.decimals + 1}f}"
        return f"The rate is {rate}, and its counts, {counts}, give {given}: {table.cell(row)}."

    hint = "Correct the rate or the counts."
    yield _finding(table, np.flatnonzero(off), "rate-contradicts-counts", say, hint)


def _without_impossible(table: Sheet) -> Sheet:
    """The table without counts that are more than everybody: one mistake is told once, not in every sum."""
    if table.indicator.kind != "proportion" or not {"numerator", "denominator"} <= set(table.shown):
        return table
    wrong = table.shown["numerator"] > table.shown["denominator"]
    shown = {name: np.where(wrong, np.nan, each) for name, each in table.shown.items()}
    return replace(table, shown=shown)


def _decimals(texts: "pd.Series[str]") -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    each = np.array([len(str(text).partition(".")[2]) for text in texts.cat.categories] + [0])
    return each[texts.cat.codes.to_numpy()]


def _parts(table: Sheet, dimension: Dimension) -> Iterator[Finding]:
    """The groups of a dimension against their total, everything else being the same."""
    whole = dimension.exclusive and dimension.complete
    sums, large, rates, others = Cases(), Cases(), Cases(), Cases()
    for cut, group in enumerate(table.index.cuts):
        rows = table.of(cut)
        if dimension.id in dict(group) or not len(rows):
            continue
        found = np.stack([_rows_with(table, rows, group, dimension.id, each) for each in dimension.groups])
        if not (found >= 0).any():
            continue
        for column in table.additive:
            total, each = table.shown[column][rows], table.shown[column][found]
            exceeds = each > total + _CLOSE
            larger = exceeds.any(axis=0)
            large.add(rows[larger], column, found[np.argmax(exceeds, axis=0), np.arange(len(rows))][larger])
            added = np.nan_to_num(each).sum(axis=0)
            # Exclusive groups never add up to more; complete ones, all of them shown, add up to just that.
            off = (added > total + _CLOSE) & dimension.exclusive
            if whole:
                all_there = (~np.isnan(each) | ((found < 0) & ~_expected(table, rows, dimension))).all(axis=0)
                off |= all_there & (np.abs(added - total) > _CLOSE)
            off &= ~larger
            sums.add(rows[off], column, added[off])
            if dimension.same_people and column == "denominator":
                fewer = (each < total - _CLOSE).any(axis=0) & ~larger
                others.add(
                    rows[fewer],
                    column,
                    found[np.argmax(each < total - _CLOSE, axis=0), np.arange(len(rows))][fewer],
                )
        if whole and table.indicator.kind != "count" and "value" in table.shown:
            outside = _outside(table, rows, found)
            rates.add(rows[outside], "value", rows[outside])

    def say_sum(row: int) -> str:
        column, added = sums.about(row)
        return (
            f"The groups of '{dimension.id}' add up to {added:.15g}, and their total is "
            f"{table.written(column, row)} ('{column}'): {table.cell(row)}."
        )

    def say_part(row: int) -> str:
        column, part = large.about(row)
        return (
            f"A part is larger than its total ('{column}'): {table.written(column, part)} of "
            f"{table.cell(part)}, {table.written(column, row)} of {table.cell(row)}."
        )

    def say_rate(row: int) -> str:
        rate = table.written("value", row)
        kind = "mean" if table.indicator.kind == "mean" else "rate"
        return f"The {kind} of all, {rate}, lies outside of the {kind}s of its parts: {table.cell(row)}."

    def say_people(row: int) -> str:
        column, part = others.about(row)
        return (
            f"The groups of '{dimension.id}' are said of the same people, and their denominators differ: "
            f"{table.written(column, part)} of {table.cell(part)}, {table.written(column, row)} of "
            f"{table.cell(row)}."
        )

    hint = "Correct the total or a part."
    yield _finding(table, others.rows(), "parts-contradict-total", say_people, hint, dimension.id)
    yield _finding(table, sums.rows(), "parts-contradict-total", say_sum, hint, dimension.id)
    yield _finding(table, large.rows(), "part-larger", say_part, hint, dimension.id)
    yield _finding(table, rates.rows(), "rate-outside-parts", say_rate, hint, dimension.id)


def _rows_with(table: Sheet, rows: Codes, group: Group, dimension: str, part: str) -> Codes:
    """For each row that of the same period and place whose group has one part more; -1: there is none."""
    cut = table.index.cut_number(tuple(sorted((*group, (dimension, part)))))
    if cut is None:
        return np.full(len(rows), -1)
    return table.index.rows(table.index.period[rows], table.index.place[rows], np.full(len(rows), cut))


def _expected(
    table: Sheet, rows: Codes, dimension: Dimension
) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    """Whether each group was there in each row's period."""
    periods = table.index.periods
    by_period = [[dimension.expected(each, period) for period in periods] for each in dimension.groups]
    return np.array(by_period)[:, table.index.period[rows]]


def _outside(table: Sheet, rows: Codes, found: "np.ndarray[tuple[int, int], np.dtype[np.int64]]") -> Rows:
    """Totals whose rate is not between the lowest and the highest of their parts, all of which are shown."""
    total, each = table.shown["value"][rows], table.shown["value"][found]
    all_shown = (~np.isnan(each)).all(axis=0)
    # Each of the two rates may be off by half a unit of its last decimal.
    unit = 10.0**-table.indicator.decimals + 1e-9
    low = np.where(np.isnan(each), np.inf, each).min(axis=0)
    high = np.where(np.isnan(each), -np.inf, each).max(axis=0)
    outside: Rows = all_shown & ((total < low - unit) | (total > high + unit))
    return outside


def _children(table: Sheet) -> Iterator[Finding]:
    """Places add up to more than the place they lie in: people may be counted in two, so it is a doubt."""
    index, places = table.index, table.package.places
    numbered = {id_: at for at, id_ in enumerate(index.places)}
    above_of = [numbered.get(places[id_].parent, -1) if id_ in places else -1 for id_ in index.places]
    parent = np.array(above_of or [-1])
    child = np.flatnonzero(parent[index.place] >= 0)
    above = index.rows(index.period[child], parent[index.place[child]], index.cut[child])
    child, above = child[above >= 0], above[above >= 0]
    cases = Cases()
    for column in table.additive:
        number = table.shown[column][:-1]
        added = np.bincount(above, weights=np.nan_to_num(number[child]), minlength=len(number))
        rows = np.flatnonzero(added > number + _CLOSE)
        cases.add(rows, column, added[rows])

    def say(row: int) -> str:
        column, added = cases.about(row)
        return (
            f"The places in this one add up to {added:.15g}, more than its {table.written(column, row)} "
            f"('{column}'): {table.cell(row)}."
        )

    hint = "Is somebody counted in two places? Then say so in a doubt, so that nobody adds places up."
    about = {"indicator": table.indicator.id, "dimension": "", "hint": hint}
    yield at_rows(index, cases.rows(), say, code="children-contradict-parent", **about)


def _finding(
    table: Sheet, rows: Codes, code: str, say: Callable[[int], str], hint: str, dimension: str = ""
) -> Finding:
    return at_rows(
        table.index,
        rows,
        say,
        code=code,
        indicator=table.indicator.id,
        dimension=dimension,
        hint=hint if table.package.origin == "own" else f"{hint} {_ANSWER}",
        severity=severity_of(table.package),
    )
