"""The heading row of a table: found by the headings that are named, however many lines stand above."""

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.equity.problems import Problem, nearest

from .cells import unwrapped
from .complaints import shortened
from .grids import Grid
from .rules import Source, Spot
from .templates import wanted

_LOOKED_AT = 60
_JOINT = " | "


@dataclass(frozen=True)
class Heads:
    """The heading row of a grid: its row, and per column the full heading and the last line of it."""

    row: int
    full: tuple[str, ...]
    last: tuple[str, ...]

    def columns(self, heading: str) -> list[int]:
        """The columns under a heading; several when it is not unique."""
        whole = [at for at, each in enumerate(self.full) if each == heading]
        return whole or [at for at, each in enumerate(self.last) if each == heading]


def tidied(heading: str) -> str:
    """A heading on one line, single spaces, without Excel's wrapper."""
    return " ".join(unwrapped(heading).split())


def needed_headings(source: Source) -> Iterator[tuple[str, ...]]:
    """The headings that must be there, each as its alternatives."""
    for spot in _spots(source):
        if not spot.optional and spot.headings:
            yield spot.headings
    across = source.across is not None and "number" in wanted(source.across.headings)
    if source.across is None:
        yield from (each.headings for each in source.numbers.values() if not each.optional)
    elif across:
        pass  # the words of the numbers are pieces of the groups' headings
    yield from ((heading,) for heading in (*source.skip, *source.only))
    yield from (each.flag for each in source.numbers.values() if each.flag and not source.across)


def _spots(source: Source) -> list[Spot]:
    spots = [source.period, source.dimension, source.group, *source.dimensions.values()]
    for level in source.place:
        spots += [level.code, level.name]
    return [each for each in spots if each is not None]


def find_heads(grid: Grid, source: Source) -> tuple[Heads | None, tuple[Problem, ...]]:
    """The first row that has all the headings that are needed; else what the nearest row lacks."""
    needed = list(dict.fromkeys(needed_headings(source)))
    best, most = None, -1
    for row in range(min(len(grid.cells), _LOOKED_AT)):
        heads = heads_of(grid, row, source.heading_rows)
        words = {*heads.full, *heads.last}
        there = sum(any(each in words for each in choices) for choices in needed)
        if there == len(needed) and sum(map(bool, heads.full)) > 1 - bool(needed):
            return _lower(grid, heads, source.heading_rows, needed), ()
        if there > most:
            best, most = heads, there
    if best is None or most <= 0:
        first = ", ".join(f"'{each[0]}'" for each in needed)
        message = f"No row among the first {_LOOKED_AT} has the headings {first}."
        hint = "Correct the headings in the recipe; is it another delimiter, or another sheet?"
        return None, (Problem(grid.path, 0, "heading-missing", in_sheet(grid, message), hint),)
    words = {*best.full, *best.last} - {""}
    problems = []
    for choices in needed:
        if not any(each in words for each in choices):
            either = " or ".join(f"'{each}'" for each in choices)
            near = next((close for each in choices if (close := nearest(each, words))), "")
            hint = (
                f"Did you mean '{near}'?"
                if near
                else "The row has "
                + ", ".join(
                    f"'{shortened(each)}'" for each in dict.fromkeys((*best.full, *best.last)) if each
                )
                + "."
            )
            message = in_sheet(grid, f"There is no heading {either} in this row.")
            problems.append(Problem(grid.path, best.row + 1, "heading-missing", message, hint))
    return None, tuple(problems)


def _lower(grid: Grid, heads: Heads, lines: int, needed: list[tuple[str, ...]]) -> Heads:
    """The second of two lines of headings, where cells merged downwards stand in both."""
    row = heads.row + 1
    if lines == 1 or not needed or row == len(grid.cells):
        return heads
    words = {tidied(each) for each in grid.cells.iloc[row]}
    there = all(any(each in words for each in choices) for choices in needed)
    return heads_of(grid, row, lines) if there else heads


def in_sheet(grid: Grid, message: str) -> str:
    """A message with the sheet that it is about, where the file has several."""
    return f"Sheet '{grid.sheet}': {message}" if grid.sheet else message


def heads_of(grid: Grid, row: int, lines: int) -> Heads:
    """The headings of a row; of two lines, the upper one reaches right until the next."""
    last = tuple(tidied(each) for each in grid.cells.iloc[row])
    if lines == 1 or row == 0:
        return Heads(row, last, last)
    full, reach = [], ""
    for upper, lower in zip((tidied(each) for each in grid.cells.iloc[row - 1]), last, strict=True):
        reach = upper or reach
        joined = f"{reach}{_JOINT}{lower}" if reach and lower and reach != lower else lower or upper
        full.append(joined)
    return Heads(row, tuple(full), last)
