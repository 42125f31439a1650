"""Corrections of a published cycle, as `cycle.yaml` has them: which numbers were other numbers, and since
when. Why stands in words, in `corrections/<language>.md` beside it.

A change is of a cell of a package (what the data say), or of a value, figure or standing of a report where no
cell has changed. Numbers of cells are compared as numbers: `70` is `70.0`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .disclosure import Key
from .languages import exact
from .problems import Problem
from .sources import Document

FOLDER = "corrections"
"""The folder of a cycle in which the words of its corrections stand, a file a language."""

GONE = "not there"
"""In place of numbers: the packages have, or had, no such row."""

PARTS = ("value", "figure", "part")
_CELL = ("package", "indicator", "period", "place")
COLUMNS = ("numerator", "denominator", "value", "value_low", "value_high")
"""The numbers of a cell, in the order in which they are told."""

Pairs = tuple[tuple[str, str], ...]
"""Numbers of a cell: a column of the package, and the number or the status in it as text."""


@dataclass(frozen=True)
class Change:
    """One thing that has changed: a `cell`, or `what` (`value/latest`, `figure/over-time`, `part/standing`)
    of the `report`. `old` and `new` are pairs of a cell (None: no such row), or the text that readers saw in
    the default language. Neither is there where the number is `withdrawn`: it is withheld now.
    """

    cell: Key | None
    report: str
    what: str
    old: Pairs | str | None
    new: Pairs | str | None
    withdrawn: bool
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Correction:
    """What was corrected on one day for one reason; its words have the heading `{#id}`."""

    id: str
    date: str
    changes: tuple[Change, ...]
    line: int = field(default=0, compare=False)


def read_corrections(document: Document, since: str) -> tuple[tuple[Correction, ...], tuple[Problem, ...]]:
    """The corrections of a `cycle.yaml` that passed its schema, and what is wrong with them. `since` is the
    day on which the cycle came out.
    """
    found: list[Correction] = []
    problems: list[Problem] = []
    for number, spec in enumerate(document.data.get("corrections", ())):
        key = ("corrections", number)
        problems += _dated(document, (*key, "date"), spec["date"], since)
        if spec["id"] in [each.id for each in found]:
            message = f"There is a correction '{spec['id']}' already."
            problems.append(
                document.problem((*key, "id"), "correction-twice", message, "Give this one another id.")
            )
        changes: list[Change] = []
        for at, one in enumerate(spec["changes"]):
            where = (*key, "changes", at)
            wrong = list(_shape(document, where, one))
            problems += wrong
            if not wrong:
                changes.append(_change(one, document.line(*where)))
        found.append(Correction(spec["id"], spec["date"], tuple(changes), document.line(*key)))
    return tuple(found), tuple(problems)


def _dated(document: Document, key: tuple[str | int, ...], day: str, since: str) -> Iterator[Problem]:
    try:
        date.fromisoformat(day)
    except ValueError:
        hint = "Write a day such as 2020-05-27."
        yield document.problem(key, "value-wrong", f"There is no day '{day}'.", hint)
        return
    if day < since:
        message = f"This edition came out on {since}; nothing of it was corrected on {day}."
        yield document.problem(key, "value-wrong", message, "Write the day of the correction.")


def _shape(document: Document, key: tuple[str | int, ...], spec: Mapping[str, Any]) -> Iterator[Problem]:
    """A change names one thing, and its old and new number, or that it was withdrawn."""
    named = [each for each in ("cell", *PARTS) if each in spec]
    if len(named) != 1 or ("cell" in named) == ("report" in spec):
        message = "This does not say which number has changed."
        hint = "Write 'cell: {...}', or 'report:' with one of 'value:', 'figure:' and 'part: standing'."
        yield document.problem(key, "value-wrong", message, hint)
        return
    told = [each for each in ("old", "new") if each in spec]
    if spec.get("withdrawn"):
        if told:
            message = "A number that was withdrawn is shown here."
            hint = f"Delete '{told[0]}': what is withheld stands nowhere."
            yield document.problem((*key, told[0]), "correction-withheld", message, hint)
        return
    for each in ("old", "new"):
        if each not in told:
            message = f"This change has no '{each}'."
            hint = "Write 'old' and 'new'; of a number that is withheld now, 'withdrawn: true'."
            yield document.problem(key, "key-missing", message, hint)
        elif "cell" in spec and spec[each] != GONE and not _columns(spec[each]):
            message = f"'{each}' of a cell is not right."
            hint = f"Write it as in {{numerator: 700, value: 70.0}}, or '{GONE}'."
            yield document.problem((*key, each), "value-wrong", message, hint)
        elif "cell" not in spec and isinstance(spec[each], dict):
            message = f"'{each}' of a value or figure is not right."
            hint = "Write it as readers saw it, such as '70.0%'."
            yield document.problem((*key, each), "value-wrong", message, hint)


def _columns(spec: Any) -> bool:
    return isinstance(spec, dict) and bool(spec) and all(each in COLUMNS for each in spec)


def _change(spec: Mapping[str, Any], line: int) -> Change:
    withdrawn = bool(spec.get("withdrawn"))
    if "cell" not in spec:
        kind = next(each for each in PARTS if each in spec)
        old, new = (None if withdrawn else str(spec[each]) for each in ("old", "new"))
        return Change(None, str(spec["report"]), f"{kind}/{spec[kind]}", old, new, withdrawn, line)
    cell = spec["cell"]
    group = cell.get("group", {})
    pairs = () if isinstance(group, str) else tuple(sorted((str(a), str(b)) for a, b in group.items()))
    package, indicator, period, place = (str(cell[each]) for each in _CELL)
    key = Key(package, indicator, period, place, pairs)
    before, now = (None if withdrawn else _pairs(spec[each]) for each in ("old", "new"))
    return Change(key, "", "", before, now, withdrawn, line)


def _pairs(spec: Any) -> Pairs | None:
    return None if spec == GONE else tuple((each, str(spec[each])) for each in COLUMNS if each in spec)


def alike(one: Change, other: Change) -> bool:
    """Whether two changes are of the same thing and say the same of it."""
    return (
        about(one) == about(other)
        and one.withdrawn == other.withdrawn
        and (_same(one.old, other.old) and _same(one.new, other.new))
    )


def about(change: Change) -> tuple[Key | None, str, str]:
    """What a change is of."""
    return change.cell, change.report, change.what


def _same(one: Pairs | str | None, other: Pairs | str | None) -> bool:
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return one == other
    mine, yours = dict(one), dict(other)
    return mine.keys() == yours.keys() and all(_equal(mine[each], yours[each]) for each in mine)


def _equal(one: str, other: str) -> bool:
    try:
        return exact(one) == exact(other)
    except ValueError:
        return one == other
