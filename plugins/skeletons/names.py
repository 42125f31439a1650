"""What new things may be called: names become folders and addresses, and none is taken over."""

import re
from collections.abc import Iterator
from pathlib import Path

from plugins.equity.editions import Edition
from plugins.equity.problems import Problem, did_you_mean
from plugins.equity.reports import Cycle
from plugins.references import RESERVED, RESERVED_IN_CYCLE

_CYCLE = re.compile(r"[0-9a-z][0-9a-z-]*")
_SLUG = re.compile(r"[a-z][a-z0-9_-]*")
_PACKAGE = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_RULE = "Use small letters, digits and '-'."


def check_cycle(edition: Edition, name: str) -> Iterator[Problem]:
    """Whether a new cycle may have this name."""
    path = f"content/reports/{name}"
    if not _CYCLE.fullmatch(name):
        yield Problem(
            path, 0, "name-reserved", f"A cycle cannot be called '{name}'.", _RULE + " Such as 2020."
        )
    elif name in RESERVED or (edition.root / "content" / "pages" / name).exists():
        message = f"The address of '{name}' belongs to another page of the site."
        yield Problem(path, 0, "page-reserved", message, "Give the cycle another name, such as 2020.")
    elif (edition.root / path).exists():
        yield _there(path)


def check_report(edition: Edition, cycle: str, slug: str) -> Iterator[Problem]:
    """Whether a new report may stand in this cycle under this name."""
    path = f"content/reports/{cycle}/{slug}"
    known = find_cycle(edition, cycle)
    if known is None:
        ids = [each.id for each in edition.cycles]
        hint = did_you_mean(cycle, ids, f"Begin it with `plumbline new cycle {cycle or '2020'}`.")
        message = f"There is no cycle '{cycle}'." if cycle else "This does not say in which cycle."
        yield Problem(path, 0, "cycle-unknown", message, f"{hint} A report is named <cycle>/<name>.")
        return
    if known.status == "published":
        message = f"The cycle '{cycle}' is published, and a report with open prompts would stop the site."
        hint = "Begin the next one with `plumbline new cycle NAME`; or make it a draft while you work."
        yield Problem(path, 0, "cycle-published", message, hint)
    if not _SLUG.fullmatch(slug):
        message = f"A report cannot be called '{slug}'."
        yield Problem(path, 0, "name-reserved", message, f"{_RULE} Begin with a letter.")
    elif slug in RESERVED_IN_CYCLE:
        message = f"Every year has a page of its own at the address of '{slug}'."
        yield Problem(path, 0, "page-reserved", message, "Choose another name.")
    elif (edition.root / path).exists():
        yield _there(path)


def check_package(root: Path, name: str) -> Iterator[Problem]:
    """Whether a new package may have this name."""
    path = f"datapackages/{name}"
    if not _PACKAGE.fullmatch(name):
        yield Problem(path, 0, "name-reserved", f"A package cannot be called '{name}'.", _RULE)
    elif (root / path).exists():
        yield _there(path)


def find_cycle(edition: Edition, name: str) -> Cycle | None:
    """A cycle by its name."""
    return next((each for each in edition.cycles if each.id == name), None)


def _there(path: str) -> Problem:
    message = "This folder is there already, and is not written over."
    return Problem(path, 0, "file-exists", message, "Choose another name.")
