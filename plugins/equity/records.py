"""Published stays published: what a cycle showed, written down when it is published and compared at every
later build.

`content/reports/<cycle>/published.json` holds every cell behind the cycle's figures and sentences, and the
strings shown. Cells are compared, and the strings of values (a fact such as the baseline may have changed);
package hashes and the strings of figures are only recorded: next year's rows are no correction.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .accounts import named
from .disclosure import WITHHELD, Key, Number, Protected
from .editions import Edition, cells_of, value_names
from .ledgers import holds, ledger_path, read_ledger, release_of
from .problems import WARNING, Problem, arrange
from .reports import Cycle, Report
from .sources import Document, read_json, shown

NAME = "published.json"
_RESTORE = "Restore it from the history."
_REMOVE = f"Remove its number from {NAME} and record a correction."
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
        "cells": {_stored(key): _numbers(edition.packages[key.package], key) for key in keys},
        "strings": {
            report.slug: {
                language.code: dict(_strings(edition, report, language.code))
                for language in edition.languages
                if edition.site is None or language.code not in edition.site.preparing
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
    data = document.data
    if not isinstance(data, dict) or any(not isinstance(data.get(k), dict) for k in ("cells", "strings")):
        if not problems:
            yield Problem(document.path, 0, "published-broken", "This is not a record.", _RESTORE)
        return
    yield from _unremembered(edition, cycle, document)
    told = tuple(_compare_cells(edition, cycle, document))
    yield from told
    if not told:  # a string follows from its cells, and must not tell what one of them has begun to withhold
        yield from _compare_strings(edition, cycle, document)


def _unremembered(edition: Edition, cycle: Cycle, document: Document) -> Iterator[Problem]:
    """Packages of which the ledger has lost, or never had, the files that the cycle was made of."""
    packages = document.data.get("packages")
    for name, hash_ in packages.items() if isinstance(packages, dict) else ():
        ledger, faults = read_ledger(edition.root, name)
        release = release_of(cycle.id, cycle.date)
        if faults or name not in edition.packages or (ledger and holds(ledger, hash_, release)):
            continue  # what is wrong with a ledger tells itself
        where = shown(ledger_path(edition.root, name), edition.root)
        message = f"No release of this package says what the published cycle '{cycle.id}' showed."
        hint = f"Restore the ledger; if there never was one, run `plumbline ledger '{release}'`."
        yield Problem(where, 0, "ledger-missing", message, hint, WARNING)


def _compare_cells(edition: Edition, cycle: Cycle, document: Document) -> Iterator[Problem]:
    """Recorded cells that the packages no longer give, and those of which it cannot be read what they are."""
    broken = [name for name, old in document.data["cells"].items() if not _readable(name, old)]
    if broken:
        message = f"It cannot be read which cell this is, or what it was ({len(broken)} in this record)."
        yield document.problem(("cells", broken[0]), "published-broken", message, _RESTORE)
    for name, old in document.data["cells"].items():
        key = _key(name)
        if name in broken or key is None or key.package not in edition.packages:
            continue  # a package that cannot be used has told so itself
        new = _numbers(edition.packages[key.package], key)
        if new != old:
            used = [
                report.slug
                for report in edition.reports
                if report.cycle == cycle and key in cells_of(edition, report)
            ]
            where = ", ".join(used) or "no report any more"
            then_and_now = f"{named(key)} was {_words(old)} and is now {_words(new)}"
            message = f"A published number has changed: {then_and_now}."
            hint = f"It stands in: {where}. Restore it; if it is right now, tell readers, freeze anew."
            if new and any(text == WITHHELD != old.get(column) for column, text in new.items()):
                # Neither it nor the others of its row, from which it may follow: a log is public.
                message = f"A published number is now withheld: {named(key)}. It stands in: {where}."
                hint = _REMOVE
            yield document.problem(("cells", name), "published-changed", message, hint)


def _compare_strings(edition: Edition, cycle: Cycle, document: Document) -> Iterator[Problem]:
    """Values that reports still have and that no longer read as they did."""
    for report in (each for each in edition.reports if each.cycle.id == cycle.id):
        for language in edition.languages:
            for id_ in value_names(report):
                where = ("strings", report.slug, language.code, f"value/{id_}")
                old, new = _inside(document.data, where), edition.value(report, id_, language)
                if old is None or old == new:
                    continue
                what = f"'{id_}' of the report '{report.slug}' ({language.code})"
                message = f"A published value has changed: {what} was '{old}' and is now '{new}'."
                hint = "Restore the fact behind it; if it is right now, tell readers, freeze anew."
                asked = report.values.get(id_)
                if asked and edition.measured(report, id_).status == "withheld":
                    message, hint = f"A published value is now withheld: {what}.", _REMOVE
                yield document.problem(where, "published-changed", message, hint)


def _inside(data: Any, key: tuple[str, ...]) -> Any:
    for part in key:
        data = data.get(part) if isinstance(data, dict) else None
    return data


def _stored(key: Key) -> str:
    """The key as JSON text: no id can break it, whatever stands in it."""
    group = [list(pair) for pair in key.group]
    return json.dumps([key.package, key.indicator, key.period, key.place, group], ensure_ascii=False)


def _readable(name: str, old: Any) -> bool:
    return _key(name) is not None and (old is None or isinstance(old, dict))


def _key(name: str) -> Key | None:
    """The key that `_stored` wrote; None when it is none."""
    try:
        package, indicator, period, place, group = json.loads(name)
        pairs = tuple((dimension, id_) for dimension, id_ in group)
    except (ValueError, TypeError):
        return None
    ids = (package, indicator, period, place, *(id_ for pair in pairs for id_ in pair))
    if not all(isinstance(each, str) for each in ids):
        return None
    return Key(package, indicator, period, place, pairs)


def _numbers(protected: Protected, key: Key) -> dict[str, str] | None:
    """A cell's numbers as text, those that are there, or the status that stands in their place; None: no such
    row. A range stands in the place of a value.
    """
    known = key.indicator in protected.package.indicators
    cell = protected.cell(key.indicator, key.period, key.place, key.group) if known else None
    if cell is None:
        return None
    numbers: dict[str, Number] = {name: getattr(cell, name) for name in _COLUMNS}
    if cell.value.exact is None and cell.value_low.exact is not None:
        del numbers["value"]
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
