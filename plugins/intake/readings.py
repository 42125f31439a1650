"""The number columns of records understood: each different cell once, however many rows have it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from plugins.equity.descriptors import Indicator
from plugins.equity.problems import Problem

from .cells import Reading, read, rule_of
from .complaints import complain
from .rules import Source

SEPARATOR = "\t"
"""Between number, lower bound, upper bound and status of a reading as text, so that whole columns compare."""

_SHOWN = ("ok", "low", "u")


@dataclass(frozen=True)
class Numbers:
    """Per number the readings of all records as text; a missing one where the file has no such column."""

    columns: Mapping[str, "pd.Series[str]"]
    rounded: int


def read_numbers(
    frame: pd.DataFrame, source: Source, indicator: Indicator, files: list[str], ranged: bool
) -> tuple[Numbers, list[Problem]]:
    """The readings of a source's records. `ranged`: whether the table has columns for a range."""
    columns: dict[str, pd.Series[str]] = {}
    problems: list[Problem] = []
    rounded = 0
    for column in [str(each) for each in frame.columns if str(each).startswith("number:")]:
        name = column.removeprefix("number:")
        spot = source.numbers.get(name)
        rule = rule_of(name, indicator)
        if spot is not None:
            rule = replace(rule, round=spot.round, fractions=spot.fractions)
        cells = frame[column]
        flags = frame.get(f"flag:{name}")
        joined = cells if flags is None else cells + SEPARATOR + flags
        known: dict[str, str] = {}
        faults: dict[str, tuple[str, str]] = {}
        rounding: list[str] = []
        for each in joined.dropna().unique():
            cell, _, flag = str(each).partition(SEPARATOR)
            reading = _checked(read(cell, source.writing, rule), name, ranged)
            reading = _flagged(reading, flag.strip(), source) if flags is not None else reading
            if reading.fault:
                faults[each] = (reading.fault, reading.hint)
            if reading.rounded:
                rounding.append(each)
            known[each] = SEPARATOR.join((reading.text, reading.low, reading.high, reading.status))
        heading = " or ".join(spot.headings) if spot is not None and spot.headings else name
        told = frame.assign(**{column: joined}) if flags is not None else frame
        problems += complain(told, column, faults, files, "import-cell", heading)
        rounded += int(joined.isin(rounding).sum()) if rounding else 0
        columns[name] = joined.map(known)
    return Numbers(columns, rounded), problems


def _checked(reading: Reading, name: str, ranged: bool) -> Reading:
    """A range needs columns to stand in: only `value` has them."""
    if not reading.low or (name == "value" and ranged):
        return reading
    if name == "value":
        hint = "Add the fields 'value_low' and 'value_high' to the table in datapackage.json."
        return replace(reading, fault="is a range, and the table has no columns for ranges", hint=hint)
    hint = "Declare it under 'markers:' as withheld, c."
    return replace(reading, fault=f"is a range, which '{name}' cannot be", hint=hint)


def _flagged(reading: Reading, flag: str, source: Source) -> Reading:
    """A reading beside which a column says what is the matter with it."""
    status = source.writing.markers.get(flag, "")
    if not flag or flag == "ok":
        return reading
    if not status:
        hint = f"Declare the flag under 'markers:', as in '\"{flag[:20]}\": c' for withheld."
        return replace(
            reading, fault=f"has the flag '{flag[:20]}', which the recipe does not know", hint=hint
        )
    if status in _SHOWN and not reading.fault:
        return replace(reading, status=status if reading.status == "ok" else reading.status)
    if reading.text or reading.low:
        hint = "Correct the meaning of the flag under 'markers:'; a number that is withheld must not be here."
        return Reading(fault=f"holds a number, and its flag '{flag[:20]}' says that there is none", hint=hint)
    return Reading(status=status)
