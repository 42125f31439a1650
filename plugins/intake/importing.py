"""The way of a table in: recipe, files, records, places, rows; checked aside, and only then put in place.

Nothing is written unless the package opens with the new tables and passes the guard.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from plugins.equity.descriptors import Indicator, Package
from plugins.equity.disclosure import guard
from plugins.equity.packages import open_package, read_descriptor
from plugins.equity.problems import Problem, did_you_mean, errors
from plugins.equity.sources import shown

from .complaints import FILE, ROW, complain_of_rows
from .directory import Directory, Seen, make_directory, spans_of
from .merging import BOUNDS, merge, parted
from .naming import Names, in_span, name_groups, name_periods
from .raw import Raw, read_raw
from .readings import read_numbers
from .recipes import RECIPE, Recipe, Source, read_recipe
from .sightings import Sighted, sight
from .tidying import arranged, fields, numbers_of, one_path, place_rows, spans, write_table
from .vetting import indicator_of, vet


@dataclass(frozen=True)
class Outcome:
    """What an import did: lines for people, every problem, and whether anything was written."""

    lines: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    written: bool = False


@dataclass
class _Tally:
    """What is counted on the way, for the summary."""

    read: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    copies: Counter[str] = field(default_factory=Counter)
    rounded: int = 0


def run_import(root: Path, target: str, to: Path | None = None) -> Outcome:
    """Import a package by its name or by the path of its recipe; `to` is another folder for the tables."""
    path, problems = _find(root, target)
    if path is None:
        return Outcome(problems=problems)
    recipe, problems = read_recipe(path, root)
    if recipe is None:
        return Outcome(problems=problems)
    with TemporaryDirectory(prefix="plumbline-") as aside:
        copy, found = _aside(path.parent, root, Path(aside))
        problems += found
        package = None
        if copy is not None:
            package, _, found = read_descriptor(copy, Path(aside), ("en",))
            problems += found
        if package is None or copy is None:
            return Outcome(problems=problems)
        problems += vet(recipe, package)
        if errors(problems):
            return Outcome(problems=problems)
        tally = _Tally()
        tables, directory, found = _tables(recipe, package, root, tally)
        problems += found
        if errors(problems):
            return Outcome(problems=problems)
        paths, found = _write_aside(tables, directory, package)
        problems += found
        if not errors(problems):
            opened, found = open_package(copy, Path(aside), ("en",))
            leaks = guard(opened)[1] if opened is not None else ()
            problems += (*found, *leaks)
        if errors(problems):
            return Outcome(problems=problems)
        _put(paths, copy, path.parent, to)
    return Outcome(tuple(_summary(tables, package, directory, tally)), problems, True)


def _find(root: Path, target: str) -> tuple[Path | None, tuple[Problem, ...]]:
    """The recipe of a package's name, or of a path to it or to its folder."""
    named = root / "datapackages" / target / RECIPE
    if named.is_file():
        return named, ()
    direct = Path(target)
    for path in (direct, direct / RECIPE):
        if path.is_file() and path.suffix in (".yaml", ".yml"):
            return path, ()
    known = [each.parent.name for each in sorted((root / "datapackages").glob(f"*/{RECIPE}"))]
    hint = did_you_mean(target, known, "`plumbline import --suggest FILE` proposes one.")
    return None, (Problem(shown(named, root), 0, "file-missing", "There is no recipe here.", hint),)


def _aside(home: Path, root: Path, aside: Path) -> tuple[Path | None, tuple[Problem, ...]]:
    """A copy of the package's description below `aside`, under the same path as below the root."""
    name = shown(home, root)
    copy = aside / (Path("datapackages") / home.resolve().name if Path(name).is_absolute() else name)
    copy.mkdir(parents=True, exist_ok=True)
    file = home / "datapackage.json"
    if not file.is_file():
        hint = "Write it first: it says what the table means. `plumbline import --suggest FILE --package NAME` drafts it."
        return None, (Problem(shown(file, root), 0, "file-missing", "This file does not exist.", hint),)
    shutil.copyfile(file, copy / "datapackage.json")
    for each in (home / "data", home / "translations"):
        if each.is_dir():
            shutil.copytree(each, copy / each.name)
    _touch_resources(copy)
    return copy, ()


def _touch_resources(copy: Path) -> None:
    """A first import has no tables yet: empty ones stand in, so that the rest of the description is read."""
    import json  # noqa: PLC0415

    try:
        data = json.loads((copy / "datapackage.json").read_text("utf-8-sig"))
        paths = [each["path"] for each in data["resources"]]
    except (ValueError, KeyError, TypeError):
        return  # what is wrong with it is told when it is opened
    for path in paths:
        for each in [path] if isinstance(path, str) else path:
            if isinstance(each, str) and not Path(each).is_absolute() and ".." not in Path(each).parts:
                (copy / each).parent.mkdir(parents=True, exist_ok=True)
                (copy / each).touch()


def _tables(
    recipe: Recipe, package: Package, root: Path, tally: _Tally
) -> tuple[dict[str, pd.DataFrame], Directory, tuple[Problem, ...]]:
    """The rows of every indicator that the recipe fills, and who is who."""
    problems: list[Problem] = []
    raw, found = read_raw(recipe)
    problems += found
    names = Names(recipe, package.dimensions)
    sighted: list[Sighted] = []
    seen: list[Seen] = []
    for source, each in zip(recipe.sources, raw, strict=True):
        one, found = sight(each, source, names, recipe.places)
        problems += found
        sighted.append(one)
        seen += one.seen
    for other in recipe.places.shared:
        more, found = _shared(recipe, other, root)
        problems += found
        seen += more
    directory, found = make_directory(seen, recipe.places)
    problems += found
    parts: dict[str, list[tuple[pd.DataFrame, Raw]]] = {}
    for source, each, one in zip(recipe.sources, raw, sighted, strict=True):
        indicator = package.indicators[indicator_of(source, package)]
        records, found = _records(recipe, source, each, one, package, indicator, names, directory, tally)
        problems += found
        parts.setdefault(indicator.id, []).append((records, each))
    tables: dict[str, pd.DataFrame] = {}
    if errors(problems):
        return tables, directory, tuple(problems)  # what is missing would be told as a hole
    for id_, pieces in parts.items():
        rows, found = _joined(pieces, package, package.indicators[id_], recipe, tally)
        problems += found
        if not errors(problems):
            tables[id_] = arranged(rows, package, package.indicators[id_], directory)
    return tables, directory, tuple(problems)


def _shared(recipe: Recipe, name: str, root: Path) -> tuple[list[Seen], tuple[Problem, ...]]:
    """What another package's files tell of places; this package's own are read already."""
    path = recipe.home.parent / name / RECIPE
    if path.resolve() == (root / recipe.document.path).resolve() or name == recipe.home.resolve().name:
        return [], ()
    other, found = read_recipe(path, root)
    if other is None:
        return [], found
    raw, more = read_raw(other)
    problems = [*found, *more]
    seen: list[Seen] = []
    for source, each in zip(other.sources, raw, strict=True):
        one, wrong = sight(each, source, Names(other, {}), recipe.places)
        seen += one.seen
        problems += wrong
    return seen, tuple(problems)


def _records(
    recipe: Recipe,
    source: Source,
    raw: Raw,
    sighted: Sighted,
    package: Package,
    indicator: Indicator,
    names: Names,
    directory: Directory,
    tally: _Tally,
) -> tuple[pd.DataFrame, list[Problem]]:
    """The records of a source in our words, with readings in place of cells."""
    frame, files = raw.records, list(raw.files)
    tally.read[indicator.id] += raw.rows
    tally.files[indicator.id] += len(set(raw.files))
    tally.left_out.update(raw.left_out)
    groups, problems = name_groups(frame, names, files, raw.headings)
    numbers, found = read_numbers(
        frame, source, indicator, files, set(BOUNDS) <= {*fields(package, indicator.resource)}
    )
    problems += found
    tally.rounded += numbers.rounded
    made = pd.DataFrame(
        {
            "period": sighted.periods,
            "place": sighted.chains.map({at: directory.id_of(chain[0]) for at, chain in sighted.known.items()}),
            **{name: each for name, each in groups.items() if name in fields(package, indicator.resource)},
            **numbers.columns,
            FILE: frame[FILE],
            ROW: frame[ROW],
        }
    )
    lost = made[made["place"].isna()]
    hint = "If these rows are no places, leave them out with 'skip:'."
    problems += complain_of_rows(
        lost, files, "place-blank", lambda _: "This row names no place", hint
    )
    taken = list(in_span(made["period"], recipe.periods.first, recipe.periods.last))
    if not all(taken):
        span = f"{recipe.periods.first or '...'} to {recipe.periods.last or '...'}"
        tally.left_out[f"outside of {span}"] += len(taken) - sum(taken)
        made = made[taken]
    return made, problems


def _joined(
    pieces: Iterable[tuple[pd.DataFrame, Raw]],
    package: Package,
    indicator: Indicator,
    recipe: Recipe,
    tally: _Tally,
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """All sources of an indicator in one table, one row per key."""
    files: list[str] = []
    frames = []
    for frame, raw in pieces:
        frames.append(frame.assign(**{FILE: frame[FILE] + len(files)}))
        files += raw.files
    records = pd.concat(frames, ignore_index=True)
    keys = ["period", "place", *(each for each in package.dimensions if each in records.columns)]
    numbers = [each for each in numbers_of(package, indicator) if each in records.columns]
    merged, found = merge(records, keys, numbers, files)
    tally.copies[indicator.id] += merged.copies
    wanted = [each for each in numbers_of(package, indicator) if each not in BOUNDS or each in numbers]
    rows, more = parted(merged.rows, wanted, recipe.absent, files)
    return rows, (*found, *more)


def _write_aside(
    tables: Mapping[str, pd.DataFrame], directory: Directory, package: Package
) -> tuple[list[str], tuple[Problem, ...]]:
    """The tables of the copy; their paths inside the package."""
    paths: list[str] = []
    problems: list[Problem] = []
    periods: dict[str, tuple[str, str]] = {}
    for id_, rows in tables.items():
        path, found = one_path(package, package.indicators[id_].resource)
        problems += found
        for place, (first, last) in spans(rows).items():
            one, other = periods.get(place, (first, last))
            periods[place] = (min(one, first), max(other, last))
        if path:
            write_table(package.folder / path, rows)
            paths.append(path)
    path, found = one_path(package, "places")
    problems += found
    if path:
        where = place_rows(spans_of(periods, directory), directory, fields(package, "places"))
        write_table(package.folder / path, where)
        paths.append(path)
    return paths, tuple(problems)


def _put(paths: Iterable[str], copy: Path, home: Path, to: Path | None) -> None:
    """The checked tables to where they belong: each beside its place first, then all moved in."""
    moves = []
    for path in paths:
        target = home / path if to is None else to / Path(path).name
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.new")
        shutil.copyfile(copy / path, beside)
        moves.append((beside, target))
    for beside, target in moves:
        os.replace(beside, target)


def _summary(
    tables: Mapping[str, pd.DataFrame], package: Package, directory: Directory, tally: _Tally
) -> Iterator[str]:
    for id_, rows in tables.items():
        places = rows["place"].nunique()
        yield (
            f"{id_}: {len(rows):,} rows from {tally.read[id_]:,} rows of {tally.files[id_]:,} "
            f"file{'' if tally.files[id_] == 1 else 's'}, {places:,} place{'' if places == 1 else 's'}."
        )
        for column in [str(each) for each in rows.columns if str(each).endswith("status")]:
            counts = rows[column].value_counts()
            told = ", ".join(f"{status} {counts[status]:,}" for status in sorted(counts.index))
            yield f"  {column}: {told}"
        if "value_low" in rows.columns and (ranges := int((rows["value_low"] != "").sum())):
            yield f"  ranges: {ranges:,}"
        if tally.copies[id_]:
            yield f"  copies of rows, equal and kept once: {tally.copies[id_]:,}"
    if tally.rounded:
        yield f"  numbers rounded, as the recipe says: {tally.rounded:,}"
    for rule, number in sorted(tally.left_out.items()):
        yield f"  left out by the recipe ({rule}): {number:,} rows"
