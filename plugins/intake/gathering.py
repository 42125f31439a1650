"""Which files a recipe reads, each with what its name tells. No table beside them is left out unseen."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.equity.problems import WARNING, Problem, did_you_mean

from .grids import files_of
from .rules import Recipe, Source
from .templates import fits, match, wanted

_TABLES = (".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".parquet")


@dataclass(frozen=True)
class Found:
    """A file of a source. `path` is its name in messages, `told` what it tells: `{"period": "2018-19"}`."""

    file: Path
    path: str
    told: Mapping[str, str]


def gather(recipe: Recipe) -> tuple[tuple[tuple[Found, ...], ...], tuple[Problem, ...]]:
    """The files of each source, in the order of their names, and what is wrong with where they should be."""
    folder, problems = _folder(recipe)
    if folder is None:
        return (), problems
    found: list[tuple[Found, ...]] = []
    told: list[Problem] = []
    for source in recipe.sources:
        files = tuple(_matched(recipe, source, folder, _names(folder, source.files)))
        if not files:
            told.append(_none(recipe, source, folder))
        found.append(files)
    read = {each.file for files in found for each in files}
    for source, files in zip(recipe.sources, found, strict=True):
        read |= {inner for each in files for inner in files_of(each.file, source.resource)}
    told += _unread(recipe, folder, sorted(read))
    return tuple(found), tuple(told)


def _folder(recipe: Recipe) -> tuple[Path | None, tuple[Problem, ...]]:
    """The publisher's folder: of an environment variable, or a path from the recipe."""
    first, *rest = recipe.folder.split("/", 1)
    if not first.startswith("$"):
        folder = recipe.home / recipe.folder
        if folder.is_dir():
            return folder, ()
        message = f"There is no folder '{recipe.folder}'."
        hint = "Correct 'folder:'; it is a path from the folder of the recipe."
        return None, (recipe.document.problem(("folder",), "folder-missing", message, hint),)
    name = first[1:]
    value = os.environ.get(name, "")
    if not value:
        message = f"The environment variable {name} is not set: the publisher's files are not known."
        hint = f"Set it to the folder with the files: {name}=/path/to/folder plumbline import ..."
        return None, (recipe.document.problem(("folder",), "folder-unset", message, hint),)
    folder = Path(value, *rest)
    if not folder.is_dir():
        message = f"The environment variable {name} does not name a folder that is there."
        return None, (recipe.document.problem(("folder",), "folder-missing", message, "Correct it."),)
    return folder, ()


def _names(folder: Path, template: str) -> list[str]:
    """The paths in the folder that may fit: only where the template can reach is looked."""
    parts = template.split("/")
    at = [folder]
    for part in parts[:-1]:
        if "*" in part or wanted(part):
            at = [inner for each in at for inner in _inside(each) if inner.is_dir()]
        else:
            at = [each / part for each in at if (each / part).is_dir()]
    files = [inner for each in at for inner in _inside(each) if inner.is_file()]
    return sorted(each.relative_to(folder).as_posix() for each in files)


def _inside(folder: Path) -> Sequence[Path]:
    return [each for each in folder.iterdir() if not each.name.startswith(".")]


def _matched(recipe: Recipe, source: Source, folder: Path, names: Sequence[str]) -> Iterator[Found]:
    for name in names:
        told = match(source.files, name, path=True)
        if told is not None and not fits(recipe.excepted, name, path=True):
            yield Found(folder / name, _shown(recipe, name), told)


def _shown(recipe: Recipe, name: str) -> str:
    """How messages name a file: below the folder as the recipe writes it, never where this machine has it."""
    return name if recipe.folder == "." else f"{recipe.folder.rstrip('/')}/{name}"


def _none(recipe: Recipe, source: Source, folder: Path) -> Problem:
    beside = (
        [each.name for each in _inside((folder / source.files).parent)]
        if (folder / source.files).parent.is_dir()
        else []
    )
    message = f"No file in the folder is like '{source.files}'."
    hint = did_you_mean(source.files.rpartition("/")[2], beside, "Correct 'files:'; '*' stands for anything.")
    return recipe.document.problem((*source.key, "files"), "files-missing", message, hint)


def _unread(recipe: Recipe, folder: Path, read: Sequence[Path]) -> Iterator[Problem]:
    """Tables that lie beside those that are read, and that the recipe does not mention."""
    for home in sorted({each.parent for each in read}):
        names = sorted(
            each.relative_to(folder).as_posix()
            for each in _inside(home)
            if each.is_file() and each not in read and each.suffix.lower() in _TABLES
        )
        strange = [each for each in names if not fits(recipe.excepted, each, path=True)]
        if strange:
            others = f" and {len(strange) - 1} more files beside it" if len(strange) > 1 else ""
            message = f"No source reads '{strange[0]}'{others}."
            hint = "Add a source that reads it, or name what is left out under 'except:'."
            yield recipe.document.problem(("sources",), "file-unread", message, hint, severity=WARNING)
