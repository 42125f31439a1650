"""New tables are written beside the package first, opened there, and only then put in its place."""

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from plugins.equity.descriptors import Package, paths
from plugins.equity.problems import Problem
from plugins.equity.sources import shown

from .directory import Directory, spans_of
from .tidying import fields, named, place_rows, spans, write_table


def copy_aside(home: Path, root: Path, aside: Path) -> tuple[Path | None, tuple[Problem, ...]]:
    """A copy of the package's description below `aside`, under the same path as below the root."""
    name = shown(home, root)
    copy = aside / (Path("datapackages") / home.resolve().name if Path(name).is_absolute() else name)
    copy.mkdir(parents=True, exist_ok=True)
    file = home / "datapackage.json"
    if not file.is_file():
        hint = "It says what the table means; `plumbline import --suggest FILE --package NAME` drafts it."
        return None, (Problem(shown(file, root), 0, "file-missing", "This file does not exist.", hint),)
    shutil.copyfile(file, copy / "datapackage.json")
    for each in (home / "data", home / "translations"):
        if each.is_dir():
            shutil.copytree(each, copy / each.name)
    _touch_resources(copy)
    return copy, ()


def _touch_resources(copy: Path) -> None:
    """A first import has no tables yet: empty ones stand in, so that the rest of the description is read."""
    try:
        data = json.loads((copy / "datapackage.json").read_text("utf-8-sig"))
        named = [each for resource in data["resources"] for each in paths(resource)]
        for each in named:
            if not Path(each).is_absolute() and ".." not in Path(each).parts:
                (copy / each).parent.mkdir(parents=True, exist_ok=True)
                (copy / each).touch()
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return  # what is wrong with it is told when it is opened


def write_aside(
    tables: Mapping[str, pd.DataFrame], directory: Directory, package: Package
) -> tuple[list[str], tuple[Problem, ...]]:
    """The tables of the copy; their paths inside the package."""
    written: list[str] = []
    problems: list[Problem] = []
    periods: dict[str, tuple[str, str]] = {}
    for id_, rows in tables.items():
        path, found = _one_path(package, package.indicators[id_].resource)
        problems += found
        for place, (first, last) in spans(rows).items():
            one, other = periods.get(place, (first, last))
            periods[place] = (min(one, first), max(other, last))
        if path:
            theirs = named(package, package.indicators[id_].resource)
            write_table(package.folder / path, rows.set_axis(theirs, axis="columns"))
            written.append(path)
    path, found = _one_path(package, "places")
    problems += found
    if path:
        where = place_rows(spans_of(periods, directory), directory, fields(package, "places"))
        write_table(package.folder / path, where)
        written.append(path)
    return written, tuple(problems)


def put_in_place(names: Iterable[str], copy: Path, home: Path, to: Path | None) -> None:
    """The checked tables to where they belong: each beside its place first, then all moved in."""
    moves = []
    for path in names:
        target = home / path if to is None else to / Path(path).name
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.new")
        shutil.copyfile(copy / path, beside)
        moves.append((beside, target))
    for beside, target in moves:
        beside.replace(target)


def _one_path(package: Package, resource: str) -> tuple[str, tuple[Problem, ...]]:
    """The one file of a resource that is written; several would need a rule how to divide the rows."""
    found = paths(package.resource(resource))
    if len(found) == 1:
        return found[0], ()
    message = f"The resource '{resource}' has {len(found)} files; an import writes one."
    return "", (Problem(package.path, 0, "import-parts", message, "Give its 'path' as one file."),)
