"""What the columns of an unknown table seem to hold: years, places, groups, numbers. Guesses only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from .cells import unwrapped
from .grids import Grid
from .headings import tidied
from .vocabulary import is_total, known_group

YEAR = re.compile(r"(?:SY ?)?((?:19|20)\d\d)(?:\s?[-–—/]\s?((?:19|20)?\d\d))?", re.IGNORECASE)
_PLACE = re.compile(
    r"district|school|county|region|\bstate\b|place|area|organi[sz]ation|\blea\b|agency|geograph|town|(?<!ethni)city|municip|entity",
    re.IGNORECASE,
)
_CODE = re.compile(r"code|\bid\b|fips|nces|identifier|_id$|\bno\.$", re.IGNORECASE)
_TIME = re.compile(r"year|period|\bsy\b|\btime\b|date", re.IGNORECASE)
MEASURES = re.compile(
    r"count|number|\bnum\b|^n$|^k$|cohort|enrol|denominator|numerator|rate|percent|pct|%|value|graduate|graduates|"
    r"mean|average|score|members|tested",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"-?\d{1,3}(?:[, ’']\d{3})+(?:\.\d+)?%?|-?\d+(?:[.,]\d+)?\s?%?")
_RANGE = re.compile(
    r"(?:<=?|>=?|≤|≥|LE|LT|GE|GT)\s*\d+(?:\.\d+)?\s?%?|\d+(?:\.\d+)?\s?%?\s?[-–—]\s?\d+(?:\.\d+)?\s?%?",
    re.IGNORECASE,
)
_LOOKED_AT = 40


@dataclass(frozen=True)
class Column:
    """A column: its heading (with the line above in `full`), its words by how many rows have them, its kind.

    Kinds: `period`, `code`, `name`, `number`, `text`, `constant`, `blank`.
    """

    at: int
    heading: str
    full: str
    words: Mapping[str, int]
    kind: str

    @property
    def filled(self) -> list[str]:
        """The words that are not blank."""
        return [each for each in self.words if each]


@dataclass(frozen=True)
class Numbers:
    """What the cells of number columns look like, together."""

    markers: Mapping[str, int] = field(default_factory=dict)
    ranges: int = 0
    percent: bool = False
    decimal: str = "."
    thousands: str = ""
    decimals: int = 0
    largest: float = 0.0


@dataclass(frozen=True)
class Table:
    """A grid understood so far: where its headings stand, its columns, its rows below.

    `above` is the one cell of the line above the headings, such as the breakdown that all groups belong to.
    Of several tables of one shape: `gone` are headings that some lack, `extra` those that only others have.
    """

    grid: Grid
    head: int
    lines: int
    columns: tuple[Column, ...]
    body: pd.DataFrame
    notes: tuple[str, ...] = ()
    above: str = ""
    gone: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    def of(self, kind: str) -> list[Column]:
        """The columns of a kind."""
        return [each for each in self.columns if each.kind == kind]


def sniff(grid: Grid) -> Table:
    """A table's headings and columns. The heading row is the first row of words as full as most rows."""
    cells = grid.cells
    filled = (cells != "").sum(axis=1)
    head = _head(cells, filled)
    last = [tidied(each) for each in cells.iloc[head]]
    named = [each for each in last if each]
    lines = 2 if head and len(set(named)) < len(named) and filled.iloc[head - 1] > 1 else 1
    upper = [tidied(each) for each in cells.iloc[head - 1]] if lines == 2 else [""] * len(last)
    body = cells.iloc[head + 1 :]
    body = body[filled.iloc[head + 1 :] > 0]
    lonely = (body != "").sum(axis=1) == 1
    notes = (
        tuple(next(each for each in row if each) for row in body[lonely].to_numpy()) if len(named) > 2 else ()
    )
    body = body[~lonely] if len(named) > 2 else body
    columns, reach = [], ""
    for at, heading in enumerate(last):
        reach = upper[at] or reach
        full = f"{reach} | {heading}" if reach and heading and reach != heading else heading or upper[at]
        words = {str(word): int(number) for word, number in body[at].value_counts(sort=False).items()}
        columns.append(Column(at, heading or upper[at], full, words, _kind(heading or upper[at], words)))
    over = [tidied(each) for each in cells.iloc[head - 1] if each] if head and lines == 1 else []
    return Table(grid, head, lines, tuple(columns), body, notes, over[0] if len(over) == 1 else "")


def together(first: Table, others: list[Table]) -> Table:
    """The first table with the words of all of them in its columns."""
    mine = dict.fromkeys(each.heading for each in first.columns if each.heading)
    theirs = [{each.heading for each in other.columns if each.heading} for other in others]
    columns = []
    for column in first.columns:
        words = dict(column.words)
        for other in others:
            for same in [each for each in other.columns if each.full == column.full and each.heading]:
                for word, number in same.words.items():
                    words[word] = words.get(word, 0) + number
        columns.append(replace(column, words=words, kind=_kind(column.heading, words)))
    gone = tuple(each for each in mine if any(each not in names for names in theirs))
    extra = tuple(dict.fromkeys(each for names in theirs for each in sorted(names - {*mine})))
    notes = tuple(dict.fromkeys(note for each in (first, *others) for note in each.notes))
    return replace(first, columns=tuple(columns), gone=gone, extra=extra, notes=notes)


def _head(cells: pd.DataFrame, filled: "pd.Series[int]") -> int:
    """The row with the headings."""
    top = cells.iloc[:_LOOKED_AT]
    usual = int(filled[filled > 0].mode().iloc[-1]) if (filled > 0).any() else 0
    for row in range(len(top)):
        words = [tidied(each) for each in top.iloc[row] if each]
        if len(words) >= max(2, usual - 1) and not any(_PLAIN.fullmatch(each) for each in words):
            return row + _second(words, top, row + 1)
    return int(filled.iloc[:_LOOKED_AT].to_numpy().argmax())


def _second(upper: list[str], top: pd.DataFrame, row: int) -> int:
    """1 where the row below is a second line of headings: merged cells fill both, and both repeat words."""
    lower = [tidied(each) for each in top.iloc[row] if each] if row < len(top) else []
    repeated = len(set(upper)) < len(upper) and len(set(lower)) < len(lower)
    shared = [each for each in lower if each in upper]
    plain = any(_PLAIN.fullmatch(each) for each in lower)
    return int(repeated and bool(shared) and len(lower) >= len(upper) and not plain)


def _kind(heading: str, words: Mapping[str, int]) -> str:
    plain = {unwrapped(word): word for word in words if word.strip()}
    rows = sum(words.values())
    if not plain:
        return "blank"
    if all(YEAR.fullmatch(each) for each in plain) and (
        _TIME.search(heading) or any(not each.isdigit() for each in plain)
    ):
        return "period"
    wrapped = any(word != each for each, word in plain.items() if word.strip().startswith("="))
    zeros = any(re.fullmatch(r"0\d+", each) for each in plain)
    if _CODE.search(heading) or wrapped or zeros:
        return "code"
    numeric = sum(
        words[word] for each, word in plain.items() if _PLAIN.fullmatch(each) or _RANGE.fullmatch(each)
    )
    others = [each for each in plain if not _PLAIN.fullmatch(each) and not _RANGE.fullmatch(each)]
    if numeric and len(others) <= 12 and (numeric >= 0.2 * rows or MEASURES.search(heading)):
        return "number"
    place = _PLACE.search(heading) and not _TIME.search(heading)  # a school year is no school
    if place and 2 * sum(known_group(each) is not None for each in plain) < len(plain):
        return "name"  # one or two are called after something: Norwich Free Academy
    if (
        len(plain) == 1
        and not known_group(next(iter(plain)))
        and not is_total(next(iter(plain)))
        and "" not in words
    ):
        return "constant"
    return "text"


def look_at_numbers(columns: list[Column]) -> Numbers:
    """Markers, ranges, signs and decimals of number columns."""
    markers: dict[str, int] = {}
    plain: set[str] = set()
    ranges = 0
    for column in columns:
        for word, number in column.words.items():
            each = unwrapped(word)
            if _PLAIN.fullmatch(each) and not each.startswith("-"):
                plain.add(each)
            elif _RANGE.fullmatch(each):
                ranges += number
            else:
                markers[each] = markers.get(each, 0) + number
    bare = {each.rstrip("% ") for each in plain}
    comma = any(re.fullmatch(r"\d+,\d{1,2}", each) for each in bare)
    grouped = {
        each[-4]
        for each in bare
        if re.fullmatch(r"\d{1,3}([, ’'.])\d{3}(\1\d{3})*", each) and each[-4] != "."
    }
    thousands = "." if comma else next(iter(sorted(grouped)), "")
    thousands = (
        ""
        if comma and not any(re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", each) for each in bare)
        else thousands
    )
    point = "," if comma else "."
    values = []
    for each in bare:
        text = each.replace(thousands, "") if thousands else each
        values.append(text.replace(point, "."))
    return Numbers(
        markers,
        ranges,
        any(each.endswith("%") for each in plain),
        point,
        thousands,
        max((len(each.partition(".")[2]) for each in values), default=0),
        max((float(each) for each in values), default=0.0),
    )
