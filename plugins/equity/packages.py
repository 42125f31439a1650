"""Opening a data package: descriptor, gate, and the one door to what may be measured (`disclosure.guard`)."""

from pathlib import Path

from .descriptors import Package, read_descriptor
from .gate import inspect
from .problems import Problem, errors


def open_package(
    folder: Path, root: Path, languages: tuple[str, ...] = ("en",), cache: Path | None = None
) -> tuple[Package | None, tuple[Problem, ...]]:
    """Read, validate and translate one package; None when an error makes its numbers untrustworthy.

    `root` is the project (problems name paths below it), `cache` where "these bytes passed" is remembered.
    """
    package, _, problems = read_descriptor(folder, root, languages)
    if package is None:
        return None, problems
    inspected, found = inspect(package, root, cache)
    told = (*problems, *found)
    return (None if errors(found) else inspected), told
