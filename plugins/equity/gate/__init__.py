"""The quality gate: every row of a package against its contract and the standard, each fault located.

Vectorised: a column is a set of different cells and, per row, which of them it has. Order: the shape of the
files, each cell by itself, the standard, and only then what cells say together (doubts). A package whose
bytes passed before is not looked at again; only the doubts that were told then are told again.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import astuple, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from plugins.equity.descriptors import Indicator, Package, paths
from plugins.equity.indexing import Index, index_of
from plugins.equity.problems import WARNING, Problem, errors
from plugins.equity.sources import Document, shown

from .cells import NUMBERS, STATUSES, keys, numbers, status_of
from .columns import read_columns
from .doubts import FOUND, Finding, settle
from .facts import fact_faults
from .formats import format_faults
from .holes import find_holes
from .jumps import find_jumps
from .places import names_twice, read_places
from .quotes import read_quotes
from .sheets import sheet
from .standard import Frames, description_faults, row_faults
from .sums import contradictions
from .telling import tell_rows, where

__all__ = ["FOUND", "NUMBERS", "STATUSES", "inspect", "status_of"]


def inspect(
    package: Package, document: Document, root: Path, cache: Path | None = None
) -> tuple[Package | None, tuple[Problem, ...]]:
    """The package with its tables, indexes and places; None when an error makes its rows untrustworthy."""
    problems = list(format_faults(package, document))
    if errors(problems):
        return None, tuple(problems)
    places, rows, problems = read_places(package, root)
    if not errors(problems):
        problems += fact_faults(package, document, places)
    texts, found = _texts(package, root)
    problems += found
    quoted, quotations, found = read_quotes(package, places, root)
    problems += found
    if errors(problems) or rows is None:
        return None, tuple(problems)
    package = replace(package, places=places, quotations=quotations)
    if quoted is not None:
        texts[package.quoted] = quoted
    seal = _Seal(package, cache)
    before = seal.read()
    tables: dict[str, pd.DataFrame] = {}
    indexes: dict[str, Index] = {}
    for indicator in package.indicators.values():
        frame, index, found = _table(
            package, indicator, texts[indicator.resource], root, checked=before is not None
        )
        problems += found
        tables[indicator.id] = frame
        if index is not None:
            indexes[indicator.id] = index
    if errors(problems):
        return None, tuple(problems)
    complete = replace(package, tables=tables, indexes=indexes)
    if before is None:
        problems += _standard(package, {**texts, "places": rows})
        if not errors(problems):
            doubts = list(_doubts(complete, document, rows))
            problems += doubts
            if not errors(doubts):
                seal.write(doubts)
    else:
        problems += before
    return (None if errors(problems) else complete), tuple(problems)


def _texts(package: Package, root: Path) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """The tables of all indicators as text, by resource: one that two indicators share is read once."""
    texts: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for resource in dict.fromkeys(each.resource for each in package.indicators.values()):
        frame, found = read_columns(package, resource, root)
        problems += found
        if frame is not None:
            texts[resource] = frame
    return texts, problems


def _standard(package: Package, texts: Frames) -> tuple[Problem, ...]:
    """What the standard says of the description and, where that holds, of the rows."""
    return description_faults(package) or tuple(row_faults(package, texts))


def _table(
    package: Package, indicator: Indicator, text: pd.DataFrame, root: Path, *, checked: bool
) -> tuple[pd.DataFrame, Index | None, list[Problem]]:
    """An indicator's table with its numbers and its index, and what is wrong with single cells."""
    text = text.rename(columns=dict(package.roles))
    problems = [] if checked else list(keys(package, text, package.places))
    frame, found = numbers(text, indicator, checked=checked)
    problems += found
    if errors(problems):
        return frame, None, problems
    dimensions = [each for each in package.dimensions if each in frame.columns]
    index = index_of(frame, dimensions)
    if not checked:
        hint = "Keep one of them: the key is " + ", ".join(["period", "place", *dimensions]) + "."
        problems += tell_rows(frame, index.repeated(), "row-twice", lambda at: _twice(frame, index, at), hint)
    if not len(frame):  # a warning, so it is told again of bytes that passed
        path = shown(package.folder / paths(package.resource(indicator.resource))[0], root)
        message, hint = "This table has a heading and no rows.", "Were they filtered away when it was saved?"
        problems.append(Problem(path, 1, "table-empty", message, hint, WARNING))
    return frame, index, problems


def _twice(frame: pd.DataFrame, index: Index, at: int) -> str:
    first = int(index.rows(*(codes[at : at + 1] for codes in (index.period, index.place, index.cut)))[0])
    file, line = where(frame, first)
    return f"This row stands here twice; the first is line {line} of {file}."


def _doubts(package: Package, document: Document, places: pd.DataFrame) -> Iterator[Problem]:
    tables = {**package.tables, "": places}  # a doubt about places is of no indicator
    findings: list[Finding] = [names_twice(places, package.places)]
    for indicator in package.indicators.values():
        table = sheet(package, indicator, package.tables[indicator.id], package.indexes[indicator.id])
        findings += [
            each for each in (*contradictions(table), *find_holes(table), *find_jumps(table)) if len(each)
        ]

    def locate(finding: Finding, case: int) -> tuple[str, int]:
        return where(tables[finding.indicator], int(finding.row[case]))

    return settle(package, document, findings, locate)


@cache
def _code_hash() -> str:
    """The SHA-256 of this room's code and of what it reads with: what passed an older gate is asked again."""
    room = Path(__file__).parent
    above = (room.parent / "indexing.py", room.parent / "descriptors.py", room.parent / "packages.py")
    digest = hashlib.sha256()
    for path in (*sorted(room.glob("*.py")), *above):
        digest.update(path.read_bytes())
    return digest.hexdigest()


class _Seal:
    """What the gate said of exactly these bytes, kept in the cache; code that changed asks again."""

    def __init__(self, package: Package, cache: Path | None) -> None:
        code = _code_hash()
        about = f"{package.hash} {code} {version('frictionless')} {package.path}"
        key = hashlib.sha256(about.encode()).hexdigest()
        self.path = cache / "validated" / key if cache else None

    def read(self) -> list[Problem] | None:
        """The doubts told then; None when these bytes have not passed."""
        if self.path is None or not self.path.is_file():
            return None
        try:
            return [Problem(*each) for each in json.loads(self.path.read_text("utf-8"))]
        except (ValueError, TypeError):  # cut off, or of another version: ask again
            return None

    def write(self, doubts: list[Problem]) -> None:
        """Remember that these bytes passed."""
        if self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        aside = self.path.with_suffix(f".{os.getpid()}")
        aside.write_text(json.dumps([astuple(each) for each in doubts]), "utf-8")
        aside.replace(self.path)
