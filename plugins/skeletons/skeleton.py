"""A skeleton as a value, and how it becomes files: all or none, never over a file that is there."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.equity.problems import Problem, errors


@dataclass(frozen=True)
class Skeleton:
    """What to write: `files` by their path in the project, `changes` the whole new text of files that exist.

    `told` are lines for whoever asked. With an error among the problems nothing is written.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, str] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def put(skeleton: Skeleton, root: Path) -> tuple[Problem, ...]:
    """Write a skeleton below `root`; what stands in its way as problems, and then nothing is written.

    OSError when the disk refuses; then, too, everything is as it was.
    """
    stopped = errors(skeleton.problems) or tuple(_taken(skeleton, root))
    if stopped:
        return stopped
    made: list[Path] = []
    folders: list[Path] = []
    before: dict[Path, bytes] = {}
    try:
        for name, text in skeleton.files.items():
            path = root / name
            for folder in reversed([each for each in path.parents if not each.exists()]):
                folder.mkdir()
                folders.append(folder)
            with path.open("x", encoding="utf-8", newline="\n") as file:  # never over what came meanwhile
                made.append(path)
                file.write(text)
        for name, text in skeleton.changes.items():
            path = root / name
            before[path] = path.read_bytes()
            _replace(path, text.encode())
    except BaseException:
        for path, data in before.items():
            _replace(path, data)
        for path in made:
            path.unlink(missing_ok=True)
        for folder in reversed(folders):
            folder.rmdir()
        raise
    return ()


def _taken(skeleton: Skeleton, root: Path) -> list[Problem]:
    message, hint = "This file is there already, and is not written over.", "Choose another name."
    return [
        Problem(name, 0, "file-exists", message, hint) for name in skeleton.files if (root / name).exists()
    ]


def _replace(path: Path, data: bytes) -> None:
    """In one step: a reader finds the old text or the new one."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
