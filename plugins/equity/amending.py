"""Corrections against what has changed: which change is told by which correction, the record that follows,
and the entry that an author has to write.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .alterations import Differences, Text, brief, changes
from .corrections import GONE, PARTS, Change, Correction, Pairs, about, alike
from .disclosure import Key
from .editions import Edition
from .records import Record, key_of, record, stored
from .reports import Cycle
from .stated import is_part

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*|\d{4}(?:-\d\d)?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_WORDS = ("true", "false", "null")


_About = tuple[Key | None, str, str]


@dataclass(frozen=True)
class Matching:
    """`told` are changes with the correction that tells of them; `untold` those that none does; `strange`
    what corrections tell and is not so; `bare` what they show and must not, because it is withheld now.
    """

    told: tuple[tuple[Correction, Change], ...]
    untold: tuple[Change, ...]
    strange: tuple[Change, ...]
    bare: tuple[Change, ...]


def match(cycle: Cycle, found: Record, differences: Differences, default: str) -> Matching:
    """The corrections of a cycle that its record has not gone through, against the differences."""
    waiting = list(changes(differences, default))
    secret: set[_About] = {about(each) for each in waiting if each.withdrawn and each.cell}
    secret |= {(None, slug, what) for slug, what in differences.hidden}
    told, strange, bare = [], [], []
    for correction in cycle.corrections:
        old = correction.id in found.corrected()
        gone = secret | _withdrawn(found, correction)
        for change in correction.changes:
            hidden = about(change) in gone
            if hidden and not change.withdrawn and (old or change.cell):
                bare.append(change)
            elif old:
                strange += [] if hidden or _kept(found, correction, change, default) else [change]
            else:
                hit = next((each for each in waiting if alike(each, change)), None)
                if hit is None:
                    strange.append(change)
                else:
                    waiting.remove(hit)
                    told.append((correction, hit))
    return Matching(tuple(told), tuple(waiting), tuple(strange), tuple(bare))


def _withdrawn(found: Record, correction: Correction) -> set[_About]:
    """What the history of a correction says was withdrawn."""
    steps = [each for each in found.history if each["correction"] == correction.id]
    cells: set[_About] = {
        (key_of(name), "", "")
        for step in steps
        for name, said in step["cells"].items()
        if said.get("withdrawn")
    }
    return cells | {
        (None, slug, what)
        for step in steps
        for slug, things in step["strings"].items()
        for what, codes in things.items()
        if codes is None
    }


def _kept(found: Record, correction: Correction, change: Change, default: str) -> bool:
    """Whether the history has a change of a correction that it has gone through."""
    step = next(each for each in found.history if each["correction"] == correction.id)
    if change.cell is None:
        codes = step["strings"].get(change.report, {}).get(change.what, {})
        if not codes or change.withdrawn:
            return codes is None and change.withdrawn
        pairs = codes.get(default) or next(iter(codes.values()))
        told = brief(tuple((part, old, new) for part, (old, new) in pairs.items()))
        return step["date"] == correction.date and told == (change.old, change.new)
    said = step["cells"].get(stored(change.cell))
    if said is None or step["date"] != correction.date:
        return False
    if said.get("withdrawn"):
        return change.withdrawn
    return _says(said.get("old"), change.old) and _says(said.get("new"), change.new)


def _says(numbers: Mapping[str, str] | None, side: Pairs | str | None) -> bool:
    if numbers is None or not isinstance(side, tuple):
        return numbers is None and side is None
    mine = tuple((column, numbers[column]) for column, _ in side if column in numbers)
    return alike(Change(None, "", "", mine, None, False), Change(None, "", "", side, None, False))


def lost(cycle: Cycle, found: Record) -> Iterator[tuple[int, str]]:
    """Steps of the history whose correction, or a part of it, `cycle.yaml` does not have any more."""
    known = {each.id: each for each in cycle.corrections}
    for at, step in enumerate(found.history):
        correction = known.get(step["correction"])
        cells = {each.cell for each in correction.changes} if correction else set()
        if correction is None or any(key_of(name) not in cells for name in step["cells"]):
            yield at, step["correction"]


def moved_on(
    edition: Edition, cycle: Cycle, found: Record, differences: Differences, matching: Matching
) -> dict[str, Any]:
    """The record as it has to be: today's numbers, whatever is newly shown, and what stood there before in
    the history. What is not shown any more stays recorded, unless a number was withdrawn.
    """
    today = record(edition, cycle)
    secret = {each.key for each in differences.cells if each.withdrawn}
    withdraws = bool(secret or any(each.withdrawn for each in differences.texts))
    cells = {**found.cells, **{stored(each.key): each.new for each in differences.cells}, **today["cells"]}
    strings = today["strings"] if withdraws else _merged(found.strings, today["strings"])
    steps = [
        _scrubbed(each, secret, differences.hidden)
        for each in (*found.history, *_steps(cycle, differences, matching))
    ]
    return {
        **today,
        "packages": {**found.packages, **today["packages"]},
        "cells": {name: cells[name] for name in sorted(cells, key=_order)},
        "strings": strings,
        "history": steps,
    }


def _order(name: str) -> tuple[bool, Any]:
    key = key_of(name)
    return (False, key) if key else (True, name)


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Two levels of strings and more, the new ones over the old ones."""
    both = dict(old)
    for key, each in new.items():
        before = both.get(key)
        both[key] = _merged(before, each) if isinstance(before, dict) and isinstance(each, dict) else each
    return both


def _steps(cycle: Cycle, differences: Differences, matching: Matching) -> Iterator[dict[str, Any]]:
    """A step for each new correction. A text that hangs on several of them goes with the first."""
    left = list(differences.texts)
    by_key = {each.key: each for each in differences.cells}
    for correction in cycle.corrections:
        mine = [change for one, change in matching.told if one == correction]
        if not mine:
            continue
        keys = {each.cell for each in mine if each.cell}
        direct = {(each.report, each.what) for each in mine if not each.cell}
        reports = {slug for slug, _ in direct}
        taken = [
            each
            for each in left
            if each.cells & keys
            or (each.report, each.what) in direct
            or (is_part(each.what) and each.report in reports)
        ]
        left = [each for each in left if each not in taken]
        stands = differences.stands or {}
        yield {
            "correction": correction.id,
            "date": correction.date,
            "cells": {
                stored(key): {
                    **(
                        {"withdrawn": True}
                        if by_key[key].withdrawn
                        else {"old": by_key[key].old, "new": by_key[key].new}
                    ),
                    "stands": _grouped(stands.get(key, ())),
                }
                for key in sorted(keys)
            },
            "strings": _strings(taken),
        }


def _grouped(stands: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for slug, what in stands:
        found.setdefault(slug, []).append(what)
    return found


def _strings(texts: Iterable[Text]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for each in texts:
        said = {code: {part: [old, new] for part, old, new in pairs} for code, pairs in each.texts.items()}
        found.setdefault(each.report, {})[each.what] = None if each.withdrawn else said
    return found


def _scrubbed(
    step: Mapping[str, Any], secret: set[Key], hidden: frozenset[tuple[str, str]]
) -> dict[str, Any]:
    """A step without the numbers that are withheld now, and without what follows from them."""
    mine = {name for name in step["cells"] if key_of(name) in secret}
    cells = {
        name: {"withdrawn": True, "stands": said.get("stands", {})} if name in mine else said
        for name, said in step["cells"].items()
    }
    strings = {
        slug: {what: None if mine or (slug, what) in hidden else codes for what, codes in things.items()}
        for slug, things in step["strings"].items()
    }
    return {**step, "cells": cells, "strings": strings}


def entry(untold: Iterable[Change], id_: str, day: str) -> str:
    """A correction as it has to be written into `cycle.yaml`, below `corrections:`."""
    lines = [f"  - id: {id_}", f"    date: {day}", "    changes:"]
    for each in untold:
        kind, _, name = each.what.partition("/")
        assert not kind or kind in PARTS
        first = f"cell: {_cell(each.cell)}" if each.cell else f"report: {_word(each.report)}"
        lines.append(f"      - {first}")
        lines += [] if each.cell else [f"        {kind}: {_word(name)}"]
        lines += (
            ["        withdrawn: true"]
            if each.withdrawn
            else [f"        old: {_side(each.old)}", f"        new: {_side(each.new)}"]
        )
    return "\n".join(lines) + "\n"


def _cell(key: Key) -> str:
    facts = [f"{name}: {_word(getattr(key, name))}" for name in ("package", "indicator", "period", "place")]
    group = ", ".join(f"{_word(dimension)}: {_word(id_)}" for dimension, id_ in key.group)
    return "{" + ", ".join([*facts, f"group: {{{group}}}" if group else "group: all"]) + "}"


def _side(side: Pairs | str | None) -> str:
    if isinstance(side, str):
        return json.dumps(side, ensure_ascii=False)
    if side is None:
        return GONE
    numbers = (f"{column}: {text if _NUMBER.fullmatch(text) else _word(text)}" for column, text in side)
    return "{" + ", ".join(numbers) + "}"


def _word(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and text not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)
