"""The way of a table in: recipe, files, records, places, rows; checked aside, and only then put in place.

Nothing is written unless the package opens with the new tables and passes the guard.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from plugins.equity.descriptors import ALL, Indicator, Package, paths
from plugins.equity.disclosure import guard
from plugins.equity.packages import open_package, read_descriptor
from plugins.equity.problems import Problem, arrange, did_you_mean, errors
from plugins.equity.sources import shown

from .complaints import FILE, ROW, complain_of_rows
from .directory import Directory, Seen, make_directory
from .merging import BOUNDS, ORIGIN, merge, parted
from .naming import Names, in_span, name_groups
from .raw import Raw, read_raw
from .readings import read_numbers
from .recipes import RECIPE, read_recipe, unsure_left
from .rules import Recipe, Source
from .sightings import Sighted, sight
from .staging import copy_aside, put_in_place, write_aside
from .tidying import arranged, fields, numbers_of
from .tracing import Trace, traced
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
    files: dict[str, set[str]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    copies: Counter[str] = field(default_factory=Counter)
    rounded: int = 0


def run_import(root: Path, target: str, to: Path | None = None) -> Outcome:
    """Import a package by its name or by the path of its recipe; `to` is another folder for the tables."""
    path, problems = find(root, target)
    if path is None:
        return Outcome(problems=arrange(problems))
    recipe, problems = read_recipe(path, root)
    if recipe is None:
        return Outcome(problems=arrange(problems))
    problems += unsure_left(path, root)
    with TemporaryDirectory(prefix="plumbline-") as aside:
        copy, found = copy_aside(path.parent, root, Path(aside))
        problems += found
        package = None
        if copy is not None:
            package, _, found = read_descriptor(copy, Path(aside), ("en",))
            problems += found
        if package is None or copy is None:
            return Outcome(problems=arrange(problems))
        problems += vet(recipe, package)
        if errors(problems):
            return Outcome(problems=arrange(problems))
        tally = _Tally()
        tables, origins, directory, found = _tables(recipe, package, root, tally)
        problems += found
        if errors(problems):
            return Outcome(problems=arrange(problems))
        written, found = write_aside(tables, directory, package)
        problems += found
        if not errors(problems):
            opened, found = open_package(copy, Path(aside), ("en",))
            leaks = guard(opened)[1] if opened is not None else ()
            where = {
                shown(copy / paths(package.resource(package.indicators[id_].resource))[0], Path(aside)): each
                for id_, each in origins.items()
            }
            problems += traced((*found, *leaks), where, path.parent.resolve().name)
        if errors(problems):
            return Outcome(problems=arrange(problems))
        put_in_place(written, copy, path.parent, to)
    return Outcome(tuple(_summary(tables, tally)), arrange(problems), True)


def find(root: Path, target: str) -> tuple[Path | None, tuple[Problem, ...]]:
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


def _tables(
    recipe: Recipe, package: Package, root: Path, tally: _Tally
) -> tuple[dict[str, pd.DataFrame], dict[str, Trace], Directory, tuple[Problem, ...]]:
    """The rows of every indicator that the recipe fills, where each comes from, and who is who."""
    problems: list[Problem] = []
    raw, found = read_raw(recipe)
    problems += found
    names = Names(recipe, package.dimensions)
    sighted: list[Sighted] = []
    seen: list[Seen] = []
    for source, each in zip(recipe.sources, raw, strict=True):
        one, wrong = sight(each, source, names, recipe.places)
        problems += wrong
        sighted.append(one)
        seen += one.seen
    for other in () if errors(problems) else recipe.places.shared:
        more, found = _shared(recipe, other, root)
        problems += found
        seen += more
    directory, found = make_directory(seen, recipe.places)
    problems += found
    parts: dict[str, list[tuple[pd.DataFrame, Raw]]] = {}
    for source, each, one in zip(recipe.sources, raw, sighted, strict=True):
        indicator = package.indicators[indicator_of(source, package)]
        records, wrong = _records(recipe, source, each, one, package, indicator, names, directory, tally)
        problems += wrong
        parts.setdefault(indicator.id, []).append((records, each))
    tables: dict[str, pd.DataFrame] = {}
    traces: dict[str, Trace] = {}
    if errors(problems):
        return tables, traces, directory, tuple(problems)  # what is missing would be told as a hole
    for id_, pieces in parts.items():
        rows, found = _joined(pieces, package, package.indicators[id_], recipe, tally)
        problems += found
        if not errors(problems):
            tables[id_] = arranged(rows, package, package.indicators[id_], directory)
            places = [each for each in rows.columns if str(each).startswith((FILE, ROW, ORIGIN))]
            files = [name for _, raw in pieces for name in raw.files]
            traces[id_] = Trace(tables[id_], rows[places], files)
    return tables, traces, directory, tuple(problems)


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
    tally.files.setdefault(indicator.id, set()).update(raw.files)
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
            "place": sighted.chains.map(
                {at: directory.id_of(chain[0]) for at, chain in sighted.known.items()}
            ),
            **{name: each for name, each in groups.items() if name in fields(package, indicator.resource)},
            **numbers.columns,
            FILE: frame[FILE],
            ROW: frame[ROW],
        }
    )
    lost = made[made["place"].isna()]
    hint = "If these rows are no places, leave them out with 'skip:'."
    problems += complain_of_rows(lost, files, "place-blank", "This row names no place", hint)
    for name in [each for each in groups if each not in made.columns]:
        # Without its column, the rows of a group would pass for everybody's.
        cut = made[groups[name] != ALL]
        hint = f"Add the field '{name}' to the table '{indicator.resource}', or leave these rows out."
        message = f"This row is broken down by '{name}', and the table has no such column"
        problems += complain_of_rows(cut, files, "import-dimension", message, hint)
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


def _summary(tables: Mapping[str, pd.DataFrame], tally: _Tally) -> Iterator[str]:
    for id_, rows in tables.items():
        places = rows["place"].nunique()
        yield (
            f"{id_}: {len(rows):,} rows from {tally.read[id_]:,} rows of {len(tally.files[id_]):,} "
            f"file{'' if len(tally.files[id_]) == 1 else 's'}, {places:,} place{'' if places == 1 else 's'}."
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
