"""The standard part: is this a valid data package to anybody who has never heard of us?

Frictionless is the judge of every cell, by its own reader of each field, but it is asked once for each
different cell of a column instead of once for each row: that is what makes millions of rows a matter of
seconds. Keys are compared as it does, on the values it read. `tests/equity/test_standard.py` holds the two
against each other on many broken packages.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from plugins.equity.descriptors import Package, paths
from plugins.equity.problems import Problem

from .telling import Rows, tell_rows

_CODE = "package-invalid"
_HINT = "Correct the cell, or what datapackage.json says of its field."
_MOST = 50

Frames = Mapping[str, pd.DataFrame]
"""By resource, its rows as text (see `columns`)."""


def description_faults(package: Package) -> tuple[Problem, ...]:
    """What Frictionless says of `datapackage.json` itself."""
    import frictionless  # noqa: PLC0415 (0.6 s to import, and not needed when nothing changed)

    hint = "Compare it with another package's, and run `frictionless validate` on it."
    try:
        opened = frictionless.Package(str(package.folder / "datapackage.json"))
        opened.to_descriptor(validate=True)
        for resource in opened.resources:
            for field in resource.schema.fields:
                field.create_cell_reader()
    except frictionless.FrictionlessException as error:
        told = [each.message for each in error.to_errors()]
        return tuple(Problem(package.path, 0, _CODE, message, hint) for message in told[:_MOST])
    except Exception as error:  # noqa: BLE001 (whatever it stumbles over in the description is an author's mistake)
        message = f"The standard part of this description cannot be read: {error}."
        return (Problem(package.path, 0, _CODE, message, hint),)
    return ()


def row_faults(package: Package, frames: Frames) -> Iterator[Problem]:
    """What breaks the Table Schema of its resource: types, constraints, keys; and stated sizes and hashes."""
    import frictionless  # noqa: PLC0415

    opened = frictionless.Package(str(package.folder / "datapackage.json"))
    values: dict[str, dict[str, _Values]] = {}
    for resource in opened.resources:
        frame = frames[resource.name]
        values[resource.name] = {}
        blank = np.ones(len(frame), dtype=bool)
        for field in resource.schema.fields:
            read, nothing, problems = _read(frame, field, quiet=resource.name == package.quoted)
            values[resource.name][field.name] = read
            blank &= nothing
            yield from problems
        yield from _told(frame, blank, "Every cell of this row stands for nothing, by 'missingValues'.")
    for resource in opened.resources:
        yield from _keys(resource, frames[resource.name], values)
        yield from _sizes(package, resource, frames[resource.name])


class _Values:
    """A column as Frictionless reads it: per row the number of its value (equal values alike; -1: none)."""

    def __init__(self, cells: Sequence[Any], codes: "np.ndarray[Any, Any]") -> None:
        self.known: dict[Any, int] = {}
        numbers = [
            -1 if each is None else self.known.setdefault(_alike(each), len(self.known)) for each in cells
        ]
        self.numbers = np.array([*numbers, -1])[codes]

    def among(self, other: "_Values") -> "np.ndarray[Any, Any]":
        """Per row the number that its value has in another column; -2 where that has no such value."""
        there = np.array([*(other.known.get(each, -2) for each in self.known), -1])
        found: np.ndarray[Any, Any] = there[self.numbers]
        return found


def _alike(value: Any) -> Any:
    """What two equal values have in common, also where Python gives them no hash: lists, signaling NaN."""
    try:
        hash(value)
    except TypeError:
        return ("written", repr(value))
    return value


def _read(frame: pd.DataFrame, field: Any, *, quiet: bool) -> tuple[_Values, Rows, list[Problem]]:
    """One field of all rows, read by Frictionless's own reader; where it is blank; complaints.

    `quiet` complaints do not repeat the cell, which may be what somebody said.
    """
    reader = field.create_cell_reader()
    column = frame[field.name].cat
    texts = [str(each) for each in column.categories]
    answers = [reader(text) for text in texts]
    codes = column.codes.to_numpy()
    problems: list[Problem] = []
    notes = [each for _, each in answers]
    for note in dict.fromkeys(text for each in notes if each for text in each.values()):
        hit = np.array([*(bool(each) and note in each.values() for each in notes), False])[codes]
        problems += tell_rows(
            frame,
            np.flatnonzero(hit),
            _CODE,
            lambda at, note=note: (  # type: ignore[misc]
                f"{'A cell' if quiet else _cell(frame, field.name, at)} in '{field.name}': {note}."
            ),
            _HINT,
            rest=f"column '{field.name}'",
        )
    nothing = [value is None and not (note and "type" in note) for value, note in answers]
    return _Values([value for value, _ in answers], codes), np.array([*nothing, False])[codes], problems


def _cell(frame: pd.DataFrame, column: str, at: int) -> str:
    return f"'{frame[column].iat[at]}'"


def _keys(
    resource: Any, frame: pd.DataFrame, values: Mapping[str, Mapping[str, _Values]]
) -> Iterator[Problem]:
    """Unique fields, the primary key, foreign keys."""
    own = values[resource.name]
    for field in resource.schema.fields:
        if field.constraints.get("unique"):
            numbers = own[field.name].numbers
            again = pd.Series(numbers).duplicated(keep="first").to_numpy() & (numbers >= 0)
            message = f"'{field.name}' must be different in every row, and this one was there before."
            yield from _told(frame, again, message)
    key = resource.schema.primary_key
    if key:
        joined = _joined([own[name].numbers for name in key])
        nothing = np.logical_and.reduce([own[name].numbers < 0 for name in key])
        yield from _told(frame, nothing, f"This row has no primary key ({', '.join(key)}).")
        again = pd.Series(joined).duplicated(keep="first").to_numpy() & ~nothing
        yield from _told(frame, again, f"The primary key ({', '.join(key)}) of this row stands here twice.")
    for foreign in resource.schema.foreign_keys:
        other = values.get(foreign["reference"]["resource"] or resource.name, {})
        pairs = list(zip(foreign["fields"], foreign["reference"]["fields"], strict=True))
        if not all(here in own and there in other for here, there in pairs):
            continue
        columns = [own[here].among(other[there]) for here, there in pairs]
        there_columns = [other[there].numbers for _, there in pairs]
        known = set(zip(*(each.tolist() for each in there_columns), strict=True)) if len(pairs) > 1 else None
        nothing = np.logical_and.reduce([own[here].numbers < 0 for here, _ in pairs])
        if known is None:
            missing = (columns[0] == -2) & ~nothing
        else:
            rows = zip(*(each.tolist() for each in columns), strict=True)
            missing = np.fromiter((row not in known for row in rows), dtype=bool, count=len(frame)) & ~nothing
        names, target = ", ".join(foreign["fields"]), foreign["reference"]["resource"]
        yield from _told(frame, missing, f"'{names}' of this row is not found in '{target}'.")


def _joined(columns: Sequence["np.ndarray[Any, Any]"]) -> "np.ndarray[Any, Any]":
    """Several columns of numbers as one, equal where all are equal."""
    joined = np.zeros(len(columns[0]), dtype=np.int64)
    for each in columns:
        joined, _ = pd.factorize(joined * (int(each.max(initial=0)) + 2) + each + 1)
    return joined


def _told(frame: pd.DataFrame, rows: Rows, message: str) -> Iterator[Problem]:
    return tell_rows(frame, np.flatnonzero(rows), _CODE, lambda _: message, _HINT)


def _sizes(package: Package, resource: Any, frame: pd.DataFrame) -> Iterator[Problem]:
    """The sizes and the hash that a resource states, where it does."""
    # Of several files Frictionless takes one heading only.
    first, *more = [(package.folder / path).read_bytes() for path in paths(package.resource(resource.name))]
    raw = b"".join((first, *(each.partition(b"\n")[2] for each in more)))
    stated: list[tuple[str, Any, Any]] = [
        ("bytes", resource.bytes, len(raw)),
        ("rows", resource.rows, len(frame)),
        ("fields", resource.fields, len(resource.schema.fields)),
    ]
    if resource.hash:
        method, _, digest = str(resource.hash).rpartition(":")
        method = method or "md5"
        if method not in ("md5", "sha256"):
            message = f"The hash that the resource '{resource.name}' states cannot be checked: '{method}'."
            yield Problem(package.path, 0, _CODE, message, "State a hash of the kind md5 or sha256.")
        else:
            stated.append(("hash", digest, hashlib.new(method, raw, usedforsecurity=False).hexdigest()))
    for name, said, found in stated:
        if said and said != found:
            message = f"The resource '{resource.name}' states {name} {said}, and it is {found}."
            yield Problem(package.path, 0, _CODE, message, f"Correct '{name}', or leave it out.")
