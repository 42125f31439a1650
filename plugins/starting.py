"""The command `new`: a skeleton is made, written, and said what to do with. It gives an exit status."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from plugins.equity.editions import open_edition
from plugins.equity.problems import Problem, count, tell
from plugins.skeletons import Skeleton, put
from plugins.skeletons.cycles import new_cycle
from plugins.skeletons.languages import new_language
from plugins.skeletons.packages import new_package
from plugins.skeletons.reports import new_report
from plugins.skeletons.surveys import new_survey

FACTS = ("package", "indicator", "group", "against", "place", "baseline", "target")
"""The facts of a report that the command takes as options."""


def start(root: Path, options: argparse.Namespace) -> int:
    """Write the skeleton that was asked for, or tell why not; then nothing is written."""
    strange = tuple(_strange(options))
    made = Skeleton(problems=strange) if strange else _skeleton(root, options)
    stopped = made.problems or (() if options.kind == "language" else put(made, root))
    if stopped:
        print(tell(stopped), file=sys.stderr)
        print(f"{count(stopped)}; nothing was written.", file=sys.stderr)
        return 1
    for name in (*made.files, *made.changes):
        print(f"Wrote {name}")
    for line in made.told:
        print(line)
    return 0


def _skeleton(root: Path, options: argparse.Namespace) -> Skeleton:
    if options.kind == "language":
        return new_language(root, options.name)
    if options.kind == "package" and options.survey:
        return new_survey(root, options.name, options.dimension or ())
    if options.kind == "package":
        return new_package(root, options.name, options.dimension or ())
    edition = open_edition(root, root / ".cache" / "plumbline")
    if options.kind == "cycle":
        today = datetime.now(UTC).date().isoformat()
        return new_cycle(edition, options.name, today, options.period or "")
    given = {each: getattr(options, each) for each in FACTS}
    return new_report(edition, options.name, {key: each for key, each in given.items() if each})


def _strange(options: argparse.Namespace) -> list[Problem]:
    """Options that the kind of thing does not have: they would be forgotten without a word."""
    own = {"cycle": ("period",), "report": FACTS, "package": ("dimension", "survey"), "language": ()}
    every = {each for names in own.values() for each in names}
    return [
        Problem(f"--{each}", 0, "key-unused", f"A new {options.kind} has no '{each}'.", "Leave it out.")
        for each in sorted(every)
        if getattr(options, each) and each not in own[options.kind]
    ]
