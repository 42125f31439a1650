"""All records of a source: its files found, read and laid out; still in the publisher's words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from plugins.equity.problems import Problem
from plugins.equity.sources import Key

from .complaints import FILE, ROW
from .gathering import Found, gather
from .grids import Grid, Reading, read_grids
from .layouts import Laid, lay, tell_unread
from .rules import NumberSpot, Recipe, Source, Spot
from .templates import fits, match

_Cache = dict[tuple[Path, Reading], tuple[tuple[Grid, ...], tuple[Problem, ...]]]


@dataclass(frozen=True)
class Raw:
    """The records of a source. `files` are named by the column `_file`; `headings` by the columns' roles.

    `found` are all headings that a file has.
    """

    records: pd.DataFrame
    files: tuple[str, ...]
    rows: int
    left_out: Mapping[str, int]
    headings: Mapping[str, str]
    found: frozenset[str] = frozenset()


def read_raw(recipe: Recipe) -> tuple[tuple[Raw, ...], tuple[Problem, ...]]:
    """The records of every source, in the order of the recipe."""
    found, problems = gather(recipe)
    cache: _Cache = {}
    made: list[Raw] = []
    for source, files in zip(recipe.sources, found, strict=False):
        raw, more = _read(source, files, cache)
        made.append(raw)
        problems += more
    made += [_empty(each) for each in recipe.sources[len(made) :]]
    return tuple(made), (*problems, *_never_there(recipe, made))


def _empty(source: Source) -> Raw:
    columns = {"period": "str", "code0": "str", "name0": "str", FILE: "int64", ROW: "int64"}
    frame = pd.DataFrame(columns=[*columns]).astype(columns)
    return Raw(frame, (), 0, {}, headings_of(source))


def _read(source: Source, files: tuple[Found, ...], cache: _Cache) -> tuple[Raw, tuple[Problem, ...]]:
    problems: list[Problem] = []
    laid: list[Laid] = []
    names: list[str] = []
    reading = Reading(source.encoding, source.delimiter, source.resource)
    for file in files:
        key = (file.file, reading)
        if key not in cache:
            cache[key] = read_grids(file.file, file.path, reading)
        grids, wrong = cache[key]
        problems += wrong
        chosen, strange = _sheets(source, file, grids)
        problems += strange
        for grid, told in chosen:
            one, more = lay(grid, len(names), source, {**file.told, **told})
            problems += more
            names.append(grid.where)
            laid += [one] if one is not None else []
    problems = _once(problems)
    if not laid:
        return _empty(source), tuple(problems)
    if unread := list(dict.fromkeys(heading for each in laid for heading in each.unread)):
        path = next(each.path for each in laid if unread[0] in each.unread)
        problems.append(tell_unread(path, unread))
    left_out = Counter[str]()
    for each in laid:
        left_out.update(each.left_out)
    frame = pd.concat([each.records for each in laid], ignore_index=True)
    rows = sum(each.rows for each in laid)
    there = frozenset(heading for each in laid for heading in each.found)
    return Raw(frame, tuple(names), rows, left_out, headings_of(source), there), tuple(problems)


def _once(problems: Sequence[Problem]) -> list[Problem]:
    """What is wrong in the same way in many files is told of the first, with their number."""
    alike: dict[tuple[str, str, str], list[Problem]] = {}
    for each in problems:
        alike.setdefault((each.code, each.message, each.hint), []).append(each)
    return [
        first
        if not others
        else replace(first, message=f"{first.message} The same in {len(others)} more files.")
        for first, *others in alike.values()
    ]


def _sheets(
    source: Source, file: Found, grids: tuple[Grid, ...]
) -> tuple[list[tuple[Grid, dict[str, str]]], list[Problem]]:
    """The sheets of a workbook that a source reads, each with what its name tells."""
    if not any(each.sheet for each in grids):
        return [(each, {}) for each in grids], []
    names = [each.sheet for each in grids]
    listed = ", ".join(f"'{each}'" for each in names)
    if not source.sheet:
        left = [each for each in grids if not fits(source.except_sheets, each.sheet)]
        if len(left) == 1:
            return [(left[0], {})], []
        message = f"This workbook has {len(left)} sheets, and the recipe does not say which."
        hint = f"Add 'sheet:' with a name, or a pattern such as '{{period}}'. There are {listed}."
        return [], [Problem(file.path, 0, "sheet-missing", message, hint)]
    chosen = [(each, told) for each in grids if (told := match(source.sheet, each.sheet)) is not None]
    if not chosen:
        message = f"No sheet of this workbook is like '{source.sheet}'."
        return [], [Problem(file.path, 0, "sheet-missing", message, f"There are {listed}.")]
    taken = {each.sheet for each, _ in chosen}
    left_over = [each for each in names if each not in taken and not fits(source.except_sheets, each)]
    if not left_over:
        return chosen, []
    message = f"Nothing reads the sheet '{left_over[0]}'."
    hint = "Name what is left out on purpose under 'except_sheets:'."
    return chosen, [Problem(file.path, 0, "sheet-unread", message, hint, "warning")]


def _never_there(recipe: Recipe, made: Sequence[Raw]) -> list[Problem]:
    """Optional headings that no file has: more likely misspelt than absent everywhere."""
    there: dict[Key, bool] = {}
    first: dict[Key, str] = {}
    for source, raw in zip(recipe.sources, made, strict=True):
        spots: list[tuple[str, str, Spot | NumberSpot | None]] = []
        spots += [("numbers", name, each) for name, each in source.numbers.items()]
        spots += [("dimensions", name, each) for name, each in source.dimensions.items()]
        spots += [("place", "code", each.code) for each in source.place]
        spots += [("place", "name", each.name) for each in source.place]
        for part, name, spot in spots:
            if spot is not None and spot.optional and raw.files:
                key = (*recipe.at(source, part), name, *spot.headings)
                first.setdefault(key, spot.headings[0])
                there[key] = there.get(key, False) or bool(raw.found & {*spot.headings})
    return [
        recipe.document.problem(
            key,
            "heading-missing",
            f"No file has a heading '{first[key]}', though it is optional.",
            "Correct it, or remove it.",
        )
        for key, found in there.items()
        if not found
    ]


def headings_of(source: Source) -> dict[str, str]:
    """What the publisher calls the column of each role, for messages."""
    spots = {"period": source.period, "dimension": source.dimension, "group": source.group}
    named = {role: spot.headings[0] for role, spot in spots.items() if spot is not None and spot.headings}
    named |= {f"cut:{name}": each.headings[0] for name, each in source.dimensions.items() if each.headings}
    if source.across is not None:
        named[f"cut:{source.across.dimension}"] = "heading"
    return named
