"""Published stays published: what a cycle showed, written down when it is published.

`content/reports/<cycle>/published.json` holds every cell behind the cycle's figures and sentences, the
strings shown, and in `history`, correction by correction, what stood there before. Package hashes are only
recorded: next year's rows are no correction. `alterations` compares it with today's packages.

A number that was withdrawn because it is withheld now stands nowhere in the record, nor does what follows
from it: the record is as public as the page.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from .corrections import COLUMNS
from .disclosure import Key, Number, Protected
from .editions import Edition
from .problems import Problem
from .reports import Cycle
from .sources import Document, locate_json, read_json, shown
from .stated import cells_of, names_of, parts, same_numbers, stated

NAME = "published.json"
RESTORE = "Restore it from the history."

Numbers = Mapping[str, str]
"""A cell's numbers as text by column, those that are there, or the status that stands in their place."""


@dataclass(frozen=True)
class Record:
    """A `published.json` that could be read: `cells` by name, `strings` by report, language and name,
    `history` oldest first. `path` is relative to the project.
    """

    path: str
    text: str = field(repr=False)
    cells: Mapping[str, Numbers | None]
    strings: Mapping[str, Mapping[str, Mapping[str, Any]]]
    history: tuple[Mapping[str, Any], ...]
    packages: Mapping[str, str]

    @cached_property
    def document(self) -> Document:
        """The same with the lines of its keys, which takes longest and is wanted only for complaints."""
        return locate_json(self.text, self.path)[0]

    def problem(self, key: tuple[str | int, ...], code: str, message: str, hint: str, **kind: str) -> Problem:
        """A problem at a key of the file."""
        return self.document.problem(key, code, message, hint, **kind)

    def corrected(self) -> tuple[str, ...]:
        """The ids of the corrections that the record has gone through."""
        return tuple(str(each["correction"]) for each in self.history)


def record_path(root: Path, cycle: Cycle) -> Path:
    """Where a cycle's record stands."""
    return root / "content" / "reports" / cycle.id / NAME


def record(edition: Edition, cycle: Cycle) -> dict[str, Any]:
    """What a cycle shows today, as a record without history."""
    reports = [each for each in edition.reports if each.cycle.id == cycle.id]
    keys = sorted({key for report in reports for key in cells_of(edition, report)})
    names = sorted({key.package for key in keys})
    ready = [
        each for each in edition.languages if not edition.site or each.code not in edition.site.preparing
    ]
    return {
        "schema": 1,
        "cycle": cycle.id,
        "packages": {name: edition.package(name).hash for name in names},
        "cells": {stored(key): numbers(edition.packages[key.package], key) for key in keys},
        "strings": {
            report.slug: {language.code: dict(stated(edition, report, language)) for language in ready}
            for report in reports
        },
        "history": [],
    }


def written(data: Mapping[str, Any]) -> str:
    """A record as JSON text, in a fixed order."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def read_record(root: Path, cycle: Cycle) -> tuple[Record | None, tuple[Problem, ...]]:
    """A cycle's record, None where there is none or it is no record; and what is broken in it."""
    path = record_path(root, cycle)
    if not path.exists():
        return None, ()
    return _read(path, root, hashlib.sha256(path.read_bytes()).hexdigest())


@lru_cache(maxsize=32)
def _read(path: Path, root: Path, _hash_of_file: str) -> tuple[Record | None, tuple[Problem, ...]]:
    try:
        text = path.read_bytes().decode("utf-8")
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None, read_json(path, root)[1]  # says what is wrong, and where
    name = shown(path, root)
    whole = isinstance(data, dict) and all(isinstance(data.get(each), dict) for each in ("cells", "strings"))
    history = data.get("history", []) if whole else None
    if not whole or not isinstance(history, list) or not all(_step(each) for each in history):
        return None, (Problem(name, 0, "published-broken", "This is not a record.", RESTORE),)
    packages = data.get("packages")
    found = Record(
        name,
        text,
        data["cells"],
        {
            slug: {code: items for code, items in each.items() if isinstance(items, dict)}
            for slug, each in data["strings"].items()
            if isinstance(each, dict)
        },
        tuple(history),
        packages if isinstance(packages, dict) else {},
    )
    return found, tuple(_faults(found))


def _step(each: Any) -> bool:
    """Whether this is a step of a history: which correction, on which day, cells and strings old and new."""
    if not isinstance(each, dict) or not isinstance(each.get("correction"), str):
        return False
    try:
        date.fromisoformat(each.get("date", ""))
    except (ValueError, TypeError):
        return False
    return _each(each.get("cells"), _said) and _each(each.get("strings"), lambda one: _each(one, _pairs))


def _each(data: Any, right: Callable[[Any], bool]) -> bool:
    return isinstance(data, dict) and all(right(one) for one in data.values())


def _said(said: Any) -> bool:
    if not isinstance(said, dict) or not _each(said.get("stands"), lambda one: isinstance(one, list)):
        return False
    return bool(said.get("withdrawn")) or all(_readable(said.get(side)) for side in ("old", "new"))


def _pairs(codes: Any) -> bool:
    def pair(one: Any) -> bool:
        return isinstance(one, list) and [type(each) for each in one] == [str, str]

    return codes is None or (bool(codes) and _each(codes, lambda one: bool(one) and _each(one, pair)))


def _faults(found: Record) -> Iterator[Problem]:
    """Cells of which it cannot be read what they are, and a history that does not lead to today's numbers."""
    broken = [name for name, old in found.cells.items() if key_of(name) is None or not _readable(old)]
    if broken:
        message = f"It cannot be read which cell this is, or what it was ({len(broken)} in this record)."
        yield found.problem(("cells", broken[0]), "published-broken", message, RESTORE)
    for at, message in _loose(found):
        yield found.problem(("history", at), "published-broken", message, RESTORE)


def _readable(old: Any) -> bool:
    return old is None or (isinstance(old, dict) and all(isinstance(each, str) for each in old.values()))


def _loose(found: Record) -> Iterator[tuple[int, str]]:
    """Steps of the history that do not end where the next one of the same number begins, the last one at what
    is recorded: somebody changed the record by hand.
    """
    for name in sorted({name for step in found.history for name in step["cells"]}):
        last: tuple[int, Any] | None = None
        for at, step in enumerate(found.history):
            said = step["cells"].get(name)
            if said is None or said.get("withdrawn"):
                last = None if said else last
                continue
            if last is not None and said.get("old") != last[1]:
                yield last[0], f"This step does not end where the next one begins: {name}."
                break
            last = at, said.get("new")
        if last is not None and last[1] != found.cells.get(name):
            yield last[0], f"This step does not end at the number that is recorded: {name}."
    for slug, what, code, part in sorted(_texts(found)):
        ends = [(at, pair) for at, pair in _walk(found, slug, what, code, part)]
        now = _today(found, slug, what, code, part)
        pairs = [*(pair for _, pair in ends)]
        linked = all(same_numbers(a[1], b[0]) for a, b in pairwise(pairs))
        if not linked or (now is not None and not same_numbers(pairs[-1][1], now)):
            yield ends[-1][0], f"The steps of '{what}' of '{slug}' ({code}) do not lead to what is recorded."


def _texts(found: Record) -> set[tuple[str, str, str, str]]:
    return {
        (slug, what, code, part)
        for step in found.history
        for slug, things in step["strings"].items()
        for what, codes in things.items()
        if codes is not None
        for code, pairs in codes.items()
        for part in pairs
    }


def _walk(found: Record, slug: str, what: str, code: str, part: str) -> Iterator[tuple[int, tuple[str, str]]]:
    for at, step in enumerate(found.history):
        codes = step["strings"].get(slug, {}).get(what) or {}
        pair = codes.get(code, {}).get(part)
        if pair is not None:
            yield at, (str(pair[0]), str(pair[1]))


def _today(found: Record, slug: str, what: str, code: str, part: str) -> str | None:
    """The recorded text of a part of a thing; a part of a figure is of its sentences or its table."""
    mine = found.strings.get(slug, {}).get(code, {})
    return next((parts(mine[each])[part] for each in names_of(what) if part in parts(mine.get(each))), None)


def stored(key: Key) -> str:
    """The key as JSON text: no id can break it, whatever stands in it."""
    group = [list(pair) for pair in key.group]
    return json.dumps([key.package, key.indicator, key.period, key.place, group], ensure_ascii=False)


def key_of(name: str) -> Key | None:
    """The key that `stored` wrote; None when it is none."""
    try:
        package, indicator, period, place, group = json.loads(name)
        pairs = tuple((dimension, id_) for dimension, id_ in group)
    except (ValueError, TypeError):
        return None
    ids = (package, indicator, period, place, *(id_ for pair in pairs for id_ in pair))
    if not all(isinstance(each, str) for each in ids):
        return None
    return Key(package, indicator, period, place, pairs)


def numbers(protected: Protected, key: Key) -> dict[str, str] | None:
    """A cell's numbers as text, those that are there, or the status that stands in their place; None: no such
    row. A range stands in the place of a value.
    """
    known = key.indicator in protected.package.indicators
    cell = protected.cell(key.indicator, key.period, key.place, key.group) if known else None
    if cell is None:
        return None
    found: dict[str, Number] = {name: getattr(cell, name) for name in COLUMNS}
    if cell.value.exact is None and cell.value_low.exact is not None:
        del found["value"]
    present = {
        name: each for name, each in found.items() if each.exact is not None or not name.startswith("value_")
    }
    return {name: _text(each) for name, each in present.items()}


def _text(number: Number) -> str:
    if number.exact is None:
        return number.status
    return f"{float(number.exact):.{number.decimals}f}" if number.decimals else str(int(number.exact))
