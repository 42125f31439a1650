"""Published stays published: what a cycle showed, written down when it is published and compared at every
later build.

`content/reports/<cycle>/published.json` holds every cell behind the cycle's figures and sentences, and the
strings
shown. Cells are compared; package hashes are only recorded, since next year's rows are no correction.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .disclosure import Key, Number, Protected
from .editions import Edition, cells_of, value_names
from .problems import Problem, arrange
from .reports import Cycle, Report
from .sources import read_json, shown

NAME = "published.json"
_COLUMNS = ("numerator", "denominator", "value", "value_low", "value_high")


def record_path(root: Path, cycle: Cycle) -> Path:
    """Where a cycle's record stands."""
    return root / "content" / "reports" / cycle.id / NAME


def record(edition: Edition, cycle: Cycle) -> str:
    """The record of a cycle as JSON text, in a fixed order."""
    reports = [each for each in edition.reports if each.cycle.id == cycle.id]
    keys = sorted({key for report in reports for key in cells_of(edition, report)})
    names = sorted({key.package for key in keys})
    data = {
        "schema": 1,
        "cycle": cycle.id,
        "packages": {name: edition.package(name).hash for name in names},
        "cells": {_name(key): _numbers(edition.packages[key.package], key) for key in keys},
        "strings": {
            report.slug: {
                language.code: dict(_strings(edition, report, language.code))
                for language in edition.languages
            }
            for report in reports
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def changed(edition: Edition) -> tuple[Problem, ...]:
    """What published cycles showed and the packages no longer say; and cycles that have no record."""
    return arrange(
        problem
        for cycle in edition.cycles
        if cycle.status == "published"
        for problem in _compare(edition, cycle)
    )


def _compare(edition: Edition, cycle: Cycle) -> Iterator[Problem]:
    path = record_path(edition.root, cycle)
    if not path.exists():
        where = shown(path.with_name("cycle.yaml"), edition.root)
        hint = f"Run `plumbline freeze {cycle.id}` and commit {NAME}, or set 'status: draft'."
        message = "This cycle is called published, but nothing says what it showed."
        yield Problem(where, 0, "published-unrecorded", message, hint)
        return
    document, problems = read_json(path, edition.root)
    yield from problems
    if not isinstance(document.data, dict) or not isinstance(document.data.get("cells"), dict):
        if not problems:
            yield Problem(
                document.path, 0, "published-broken", "This is not a record.", "Restore it from the history."
            )
        return
    for name, old in document.data["cells"].items():
        key = _key(name)
        if key is None or key.package not in edition.packages:
            continue  # a package that cannot be used has told so itself
        new = _numbers(edition.packages[key.package], key)
        if new != old:
            used = [
                report.slug
                for report in edition.reports
                if report.cycle == cycle and key in cells_of(edition, report)
            ]
            message = f"A published number has changed: {name} was {_words(old)} and is now {_words(new)}."
            where = ", ".join(used) or "no report any more"
            hint = f"It stands in: {where}. Restore the number, or record a correction."
            yield document.problem(("cells", name), "published-changed", message, hint)


def _name(key: Key) -> str:
    group = "+".join(f"{dimension}={id_}" for dimension, id_ in key.group) or "all"
    return f"{key.package} {key.indicator} {key.period} {key.place} {group}"


def _key(name: str) -> Key | None:
    parts = name.split(" ")
    if len(parts) != 5:
        return None
    pairs = (
        ()
        if parts[4] == "all"
        else tuple((d, g) for d, _, g in (each.partition("=") for each in parts[4].split("+")))
    )
    return Key(parts[0], parts[1], parts[2], parts[3], pairs)


def _numbers(protected: Protected, key: Key) -> dict[str, str] | None:
    """A cell's numbers as text, those that are there, or the status that stands in their place; None: no such
    row.
    """
    known = key.indicator in protected.package.indicators
    cell = protected.cell(key.indicator, key.period, key.place, key.group) if known else None
    if cell is None:
        return None
    numbers: dict[str, Number] = {name: getattr(cell, name) for name in _COLUMNS}
    present = {
        name: each
        for name, each in numbers.items()
        if each.exact is not None or not name.startswith("value_")
    }
    return {name: _text(each) for name, each in present.items()}


def _text(number: Number) -> str:
    if number.exact is None:
        return number.status
    return f"{float(number.exact):.{number.decimals}f}" if number.decimals else str(int(number.exact))


def _words(numbers: dict[str, str] | None) -> str:
    return "not there" if numbers is None else ", ".join(f"{name} {text}" for name, text in numbers.items())


def _strings(edition: Edition, report: Report, code: str) -> Iterator[tuple[str, Any]]:
    language = next(each for each in edition.languages if each.code == code)
    for id_ in value_names(report):
        yield f"value/{id_}", edition.value(report, id_, language)
    for id_ in report.figures:
        figure = edition.figure(report, id_, "", language)
        yield f"figure/{id_}", [figure.finding, figure.summary]
