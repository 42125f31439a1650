"""The shapes of publishers' tables, brought to one: a record per observation, still in the publisher's words.

A heading row is found by its headings, however many lines stand above it. Columns of records:
`period`, `code0`, `name0` (and `code1` ... for the levels above), `dimension`, `group`, `cut:<dimension>`,
`number:<name>`, `flag:<name>`, and `_file`, `_row`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from plugins.equity.problems import WARNING, Problem

from .complaints import FILE, ROW, shortened
from .grids import Grid
from .headings import Heads, find_heads, heads_of, in_sheet, needed_headings, tidied
from .rules import NumberSpot, Source, Spot
from .templates import fits, match, wanted


@dataclass(frozen=True)
class Laid:
    """The records of one grid. `left_out` counts rows by the recipe's own rule, `unread` names columns."""

    path: str
    records: pd.DataFrame
    rows: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    found: frozenset[str] = frozenset()


def lay(
    grid: Grid, number: int, source: Source, captured: Mapping[str, str]
) -> tuple[Laid | None, tuple[Problem, ...]]:
    """The records of a grid. `number` stands for its file; `captured` is what the name of the file told."""
    heads, problems = find_heads(grid, source)
    if heads is None:
        return None, problems
    told = dict(captured)
    if source.preamble:
        above = _preamble(grid, heads, source)
        if above is None:
            message = f"No line above the table is like '{source.preamble}'."
            hint = "Correct 'preamble:' in the recipe, or leave these files to a source of their own."
            return None, (Problem(grid.path, 1, "preamble-missing", message, hint),)
        told |= above
    table = _Table(grid, heads, source, told)
    if faults := tuple(table.faults()):
        return None, faults
    body, left_out, notes = table.body()
    base = table.base(body, number)
    records, strange = (base, []) if source.across is None else table.melted(base, body)
    unread = table.unread() if source.across is None else ()
    found = frozenset(table.headings_found())
    return Laid(grid.path, records, len(body), left_out, unread, found), (*notes, *strange)


def _preamble(grid: Grid, heads: Heads, source: Source) -> dict[str, str] | None:
    """What the lines above the table tell, by the recipe's template."""
    for row in range(heads.row):
        cells = [tidied(each) for each in grid.cells.iloc[row]]
        for text in (*cells, " ".join(each for each in cells if each)):
            if text and (found := match(source.preamble, text)) is not None:
                return found
    return None


class _Table:
    """One grid under its headings."""

    def __init__(self, grid: Grid, heads: Heads, source: Source, told: Mapping[str, str]) -> None:
        self.grid, self.heads, self.source, self.told = grid, heads, source, told
        self.used: set[int] = set()

    def _column(self, headings: Sequence[str]) -> int | None:
        for heading in headings:
            if found := self.heads.columns(heading):
                self.used.add(found[0])
                return found[0]
        return None

    def _problem(self, code: str, message: str, hint: str, row: int | None = None, **kind: str) -> Problem:
        at = self.heads.row + 1 if row is None else row
        return Problem(self.grid.path, at, code, in_sheet(self.grid, message), hint, **kind)

    def headings_found(self) -> Iterator[str]:
        """All headings, so that one that no file has can be told."""
        yield from {*self.heads.full, *self.heads.last} - {""}

    def faults(self) -> Iterator[Problem]:
        """Headings that are needed and stand there twice: which of the two columns is meant?"""
        for heading in dict.fromkeys(
            heading for choices in needed_headings(self.source) for heading in choices
        ):
            if len(found := self.heads.columns(heading)) > 1:
                message = f"The heading '{heading}' stands here {len(found)} times."
                fuller = " or ".join(f"'{each}'" for each in self._fuller(found))
                hint = f"Write 'heading_rows: 2' and name it with the line above: {fuller}."
                yield self._problem("heading-twice", message, hint)

    def _fuller(self, columns: list[int]) -> list[str]:
        heads = heads_of(self.grid, self.heads.row, 2)
        return [heads.full[at] for at in columns]

    def body(self) -> tuple[pd.DataFrame, dict[str, int], list[Problem]]:
        """The rows below the headings that the recipe wants, what it left out, and rows that are none."""
        body = self.grid.cells.iloc[self.heads.row + 1 :]
        filled = (body != "").sum(axis=1)
        body, filled = body[filled > 0], filled[filled > 0]
        left_out: dict[str, int] = {}
        for rule, filters in (("skip", self.source.skip), ("only", self.source.only)):
            for heading, words in filters.items():
                column = self._column([heading])
                assert column is not None  # a heading that is needed
                named = {each for each in body[column].unique() if fits(words, tidied(each))}
                there = body[column].isin(named)
                gone = there if rule == "skip" else ~there
                if gone.any():
                    left_out[f"{rule} {heading}"] = int(gone.sum())
                body, filled = body[~gone], filled[~gone]
        notes = list(self._unheaded(body))
        if (width := sum(map(bool, self.heads.full))) > 2:
            lonely = body[filled == 1]
            for row in lonely.index[:3]:
                text = shortened(next(each for each in lonely.loc[row] if each))
                hint = f"If it is a note, leave it out: 'skip: {{{self.heads.full[0]}: \"{text[:12]}*\"}}'."
                message = f"This row has one cell only, '{text}', in a table of {width} columns."
                notes.append(self._problem("row-note", message, hint, int(row) + 1))
            if len(lonely) > 3:
                message = f"{len(lonely) - 3} more rows have one cell only."
                notes.append(self._problem("row-note", message, "", int(lonely.index[3]) + 1))
            body = body[filled != 1]
        return body, left_out, notes

    def _unheaded(self, body: pd.DataFrame) -> Iterator[Problem]:
        """Cells under no heading: a row that is too long, or a column that has lost its heading."""
        if "" in self.source.ignore:
            return
        for column in [at for at, heading in enumerate(self.heads.full) if not heading]:
            filled = body[body[column] != ""]
            if len(filled):
                message = f"The cell '{shortened(filled[column].iloc[0])}' stands under no heading"
                message += f", and so do {len(filled) - 1} more below it." if len(filled) > 1 else "."
                hint = "Put text that has the delimiter in it between quotes; a column needs a heading."
                yield self._problem("row-long", message, hint, int(filled.index[0]) + 1)

    def base(self, body: pd.DataFrame, number: int) -> pd.DataFrame:
        """The columns that do not depend on the group in a heading."""
        made: dict[str, object] = {FILE: number, ROW: body.index.to_numpy() + 1}
        source = self.source
        spots: dict[str, Spot | None] = {"period": source.period, "dimension": source.dimension}
        spots |= {"group": source.group, **{f"cut:{name}": each for name, each in source.dimensions.items()}}
        for at, level in enumerate(source.place):
            spots |= {f"code{at}": level.code, f"name{at}": level.name}
        for name, spot in spots.items():
            if spot is not None:
                made[name] = self._cells(body, spot)
        for name, word in self.told.items():
            role = {"place": "name0", "code": "code0"}.get(name, name)
            known = ("period", "dimension", "group", "name0", "code0")
            made[role if role in known else f"cut:{name}"] = word
        if source.across is None:
            for name, spot_ in source.numbers.items():
                made |= self._number(body, name, spot_)
        return pd.DataFrame(made, index=body.index)

    def _cells(self, body: pd.DataFrame, spot: Spot) -> object:
        if spot.always is not None:
            return spot.always
        column = self._column(spot.headings)
        return "" if column is None else body[column]

    def _number(self, body: pd.DataFrame, name: str, spot: NumberSpot) -> dict[str, object]:
        made: dict[str, object] = {}
        if (column := self._column(spot.headings)) is not None:
            made[f"number:{name}"] = body[column]
        if spot.flag and (column := self._column(spot.flag)) is not None:
            made[f"flag:{name}"] = body[column]
        return made

    def melted(self, base: pd.DataFrame, body: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
        """One record per row and group, from one column (or one per number) for each group."""
        across = self.source.across
        assert across is not None
        words = {heading: name for name, spot in self.source.numbers.items() for heading in spot.headings}
        groups: dict[str, dict[str, int]] = {}
        problems, strange = list[Problem](), list[str]()
        for at, heading in enumerate(self.heads.full):
            names = (heading, self.heads.last[at])
            if not heading or at in self.used or any(fits(self.source.ignore, each) for each in names):
                continue
            choices = {"number": tuple(words)} if "number" in wanted(across.headings) else {}
            found = match(across.headings, heading, choices)
            if found is None:
                strange.append(f"'{shortened(heading)}'")
                continue
            name = words[found["number"]] if "number" in found else across.number
            if groups.setdefault(found["group"], {}).setdefault(name, at) != at:
                message = f"Two columns hold '{name}' of '{found['group']}'."
                hint = "Name one of them under 'ignore:', or write 'heading_rows: 2'."
                problems.append(self._problem("heading-twice", message, hint))
        if strange:
            message = f"Not made like '{across.headings}': the heading{'s' * (len(strange) > 1)} "
            message += ", ".join(strange[:6]) + (f" and {len(strange) - 6} more." if strange[6:] else ".")
            hint = "Correct 'across:', or name what is no group under 'ignore:'."
            problems.append(self._problem("heading-unknown", message, hint))
        if not groups and not problems:
            message = "No column of this table is one of a group."
            problems.append(self._problem("heading-missing", message, "Correct 'across:' or 'ignore:'."))
        pieces = [
            base.assign(
                **{f"cut:{across.dimension}": group},
                **{f"number:{name}": body[at] for name, at in columns.items()},
            )
            for group, columns in groups.items()
        ]
        return (pd.concat(pieces) if pieces else base.iloc[:0]), problems

    def unread(self) -> tuple[str, ...]:
        """Headings of columns that nothing reads and the recipe does not ignore."""
        return tuple(
            heading
            for at, heading in enumerate(self.heads.full)
            if heading
            and at not in self.used
            and not fits(self.source.ignore, heading)
            and not fits(self.source.ignore, self.heads.last[at])
        )


def tell_unread(path: str, headings: Sequence[str]) -> Problem:
    """A warning that columns of a file are read by nothing."""
    listed = ", ".join(f"'{shortened(each)}'" for each in headings[:6])
    message = f"Nothing reads {'the column' if len(headings) == 1 else 'the columns'} {listed}."
    hint = "Name what is left out on purpose under 'ignore:'."
    return Problem(path, 0, "column-unread", message, hint, WARNING)
