"""Which cells of a table show which numbers, as letters: a place's line of cells, and back again.

A cell is one letter: `-` no row, else a hexadecimal digit, the sum of 1 numerator, 2 denominator, 4 value,
8 range. The letters of a place stand in the order of the table's cuts, runs as in `7*12`.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from .descriptors import Package
from .disclosure import WITHHELD
from .gate import status_of
from .indexing import Group, Index

_BITS = {"numerator": 1, "denominator": 2, "value": 4, "value_low": 8}
_LETTERS = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
_NO_ROW = ord("-")
_MASKS = np.zeros(256, dtype=np.uint8)
_MASKS[_LETTERS] = np.arange(16)

Bits = np.ndarray[tuple[int], np.dtype[np.uint8]]


def bits_of(frame: pd.DataFrame, withheld: bool = False) -> Bits:
    """Per row the numbers that are shown; or those that are withheld, or replaced by a range."""
    found = np.zeros(len(frame), dtype=np.uint8)
    for column, bit in _BITS.items():
        if column not in frame.columns:
            continue
        there = frame[column].notna().to_numpy()
        if withheld:
            status = frame["status" if bit > 2 else status_of(frame, column)]
            there = ~there & (status == WITHHELD).to_numpy()
            if column == "value" and "value_low" in frame.columns:
                there |= (frame["value"].isna() & frame["value_low"].notna()).to_numpy()
        found |= (there * bit).astype(np.uint8)
    return found


def lines_of(package: Package, indicator: str) -> dict[str, dict[str, str]]:
    """The letters of every place in every period, runs told by number."""
    index, bits = package.indexes[indicator], bits_of(package.tables[indicator])
    wide = max(len(index.cuts), 1)
    table = np.full((len(index.periods) * max(len(index.places), 1), wide), _NO_ROW, dtype=np.uint8)
    table[index.period * len(index.places) + index.place, index.cut] = _LETTERS[bits]
    made: dict[str, dict[str, str]] = {}
    for number, letters in enumerate(table):
        if (letters != _NO_ROW).any():
            period, place = divmod(number, len(index.places))
            made.setdefault(index.periods[period], {})[index.places[place]] = _runs(letters)
    return made


def _runs(letters: Bits) -> str:
    ends = np.flatnonzero(np.r_[letters[1:] != letters[:-1], True])
    lengths = np.diff(np.r_[-1, ends])
    return " ".join(
        chr(letters[end]) if length == 1 else f"{chr(letters[end])}*{length}"
        for end, length in zip(ends.tolist(), lengths.tolist(), strict=True)
    )


def _letters(runs: str) -> Bits:
    parts = (each.partition("*") for each in runs.split(" "))
    text = "".join(letter * int(many or 1) for letter, _, many in parts)
    return np.frombuffer(text.encode(), dtype=np.uint8)


def gone_from(table: Mapping[str, Any], index: Index) -> tuple[int, tuple[str, str, Group] | None]:
    """How many cells a release showed a number of that have no row any more; the first, as period, place and
    group.
    """
    cuts: list[Group] = [tuple((name, id_) for name, id_ in cut) for cut in table["cuts"]]
    known = (index.cut_number(cut) for cut in cuts)
    numbers = np.array([-1 if each is None else each for each in known], dtype=np.int64)
    periods = {each: at for at, each in enumerate(index.periods)}
    places = {each: at for at, each in enumerate(index.places)}
    many, first = 0, None
    for period, by_runs in table["periods"].items():
        for runs, names in by_runs.items():
            shown = np.flatnonzero(_MASKS[_letters(runs)] > 0)
            here = np.array([places.get(each, -1) for each in names], dtype=np.int64)
            all_places, all_cuts = np.repeat(here, len(shown)), np.tile(numbers[shown], len(here))
            there = (all_places >= 0) & (all_cuts >= 0) & (period in periods)
            rows = index.rows(
                np.full(int(there.sum()), periods.get(period, 0)), all_places[there], all_cuts[there]
            )
            there[there] = rows >= 0
            if not there.all():
                gone = int(np.flatnonzero(~there)[0])
                cell = period, names[gone // len(shown)], cuts[shown[gone % len(shown)]]
                first = min(first or cell, cell)
                many += int((~there).sum())
    return many, first


def shown_in(table: Mapping[str, Any] | None, index: Index, rows: int) -> Bits:
    """Per row of the present table the numbers that a release showed of that cell."""
    found = np.zeros(rows, dtype=np.uint8)
    if table is None:
        return found
    cuts = [index.cut_number(tuple((name, id_) for name, id_ in cut)) for cut in table["cuts"]]
    kept = np.array([at for at, number in enumerate(cuts) if number is not None], dtype=np.int64)
    numbers = np.array([number for number in cuts if number is not None], dtype=np.int64)
    periods = {each: at for at, each in enumerate(index.periods)}
    places = {each: at for at, each in enumerate(index.places)}
    for period, by_runs in table["periods"].items():
        for runs, names in by_runs.items():
            here = np.array([places[each] for each in names if each in places], dtype=np.int64)
            if period not in periods or not len(here) or not len(kept):
                continue
            masks = _MASKS[_letters(runs)[kept]]
            all_places, all_cuts = np.repeat(here, len(kept)), np.tile(numbers, len(here))
            at = index.rows(np.full(len(all_places), periods[period]), all_places, all_cuts)
            there = at >= 0
            found[at[there]] |= np.tile(masks, len(here))[there]
    return found
