"""The commands that write down what was published: `freeze` and `ledger`. Each gives an exit status."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count as numbers_from
from pathlib import Path

from pelican import Pelican
from pelican.settings import read_settings

from plugins.edition import FREEZE, MODE, edition_of, problems_of
from plugins.equity.alterations import compare
from plugins.equity.amending import entry, match, moved_on
from plugins.equity.corrections import FOLDER, Change
from plugins.equity.editions import Edition, open_edition
from plugins.equity.ledgers import ledger_path, read_ledger, release_of, with_release
from plugins.equity.problems import ERROR, Problem, arrange, count, did_you_mean, errors, tell
from plugins.equity.records import Record, read_record, record, record_path, written
from plugins.equity.reports import Cycle
from plugins.equity.upholding import complaints
from plugins.mentions import mentions
from plugins.unwritten import CODE as PROMPT
from plugins.unwritten import prompt


def freeze(root: Path, name: str) -> int:
    """Write a cycle's record, or move it on; nothing is written while anything is wrong.

    A record moves on by what is newly shown, and by what corrections say has changed. Of what has changed
    without a correction the entry to write is printed.
    """
    edition, problems = _read(root, name)
    if problems:
        return _refuse(problems)
    cycle = next((each for each in edition.cycles if each.id == name), None)
    if cycle is None:
        hint = did_you_mean(name, [each.id for each in edition.cycles])
        print(f"There is no cycle '{name}' in content/reports. {hint}".strip(), file=sys.stderr)
        return 1
    found, broken = read_record(root, cycle)
    if broken:
        return _refuse(broken)
    data = record(edition, cycle)
    if found is None:
        early = tuple(_early(cycle))
        if early:
            return _refuse(early)
    else:
        differences = compare(edition, cycle, found)
        wrong = complaints(edition, cycle, found, differences, mentions(root))
        default = edition.site.default_language if edition.site else ""
        matching = match(cycle, found, differences, default)
        if wrong:
            _refuse(wrong)
            if matching.untold:
                print(_advice(edition, cycle, found, matching.untold))
            return 1
        data = moved_on(edition, cycle, found, differences, matching)
    path, texts = record_path(root, cycle), dict[Path, str]()
    if found is None or written(data) != found.text:
        texts[path] = written(data)
    day = max([cycle.date, *(each.date for each in cycle.corrections)])
    releases, stopped = _releases(edition, release_of(cycle.id, day), list(edition.packages), bool(found))
    if stopped:
        return _refuse(stopped)
    if found is not None and not texts:
        print(f"{path.relative_to(root)} says all this already; nothing was written.")
        return 0
    _write(root, {**texts, **releases})
    return 0


def _read(root: Path, cycle: str) -> tuple[Edition, tuple[Problem, ...]]:
    """All that a check reads, and what it refuses; in this cycle also prompts, which a draft may have."""
    sys.path.insert(0, str(root))
    unused = root / ".cache" / "unused"
    settings = read_settings(
        str(root / "publishconf.py"), override={"OUTPUT_PATH": str(unused), MODE: FREEZE}
    )
    try:
        Pelican(settings).run()
    except SystemExit as stop:
        if stop.code:
            raise
    here = f"content/reports/{cycle}/"
    strict = (
        replace(each, severity=ERROR) if each.code == PROMPT and each.path.startswith(here) else each
        for each in problems_of(settings)
    )
    return edition_of(settings), errors(arrange(strict))


def _refuse(problems: tuple[Problem, ...] | list[Problem]) -> int:
    print(f"{tell(problems)}\n{count(problems)}; nothing was written.", file=sys.stderr)
    return 1


def _early(cycle: Cycle) -> list[Problem]:
    path = f"content/reports/{cycle.id}/cycle.yaml"
    message = "A correction of a year that was not published yet corrects nothing."
    return [
        Problem(path, each.line, "correction-unmatched", message, "Delete it.") for each in cycle.corrections
    ]


def _advice(edition: Edition, cycle: Cycle, found: Record, untold: tuple[Change, ...]) -> str:
    """The correction to write, facts and words, with prompts for what only people know."""
    today = datetime.now(UTC).date().isoformat()
    taken = {*found.corrected(), *(each.id for each in cycle.corrections)}
    names = (f"correction-{today}{f'-{number}' if number > 1 else ''}" for number in numbers_from(1))
    id_ = next(each for each in names if each not in taken)
    home = f"content/reports/{cycle.id}"
    begun = "corrections:" in (edition.root / home / "cycle.yaml").read_text("utf-8")
    below = "in place of the line 'corrections: []'" if begun else "as a new part"
    below = "at the end of the list 'corrections'" if cycle.corrections else below
    first = "" if cycle.corrections else "corrections:\n"
    default = edition.site.default_language if edition.site else ""
    others = ", ".join(each.code for each in edition.languages if each.code != default)
    more = f"Then the same in the other languages ({others}), each in its file. " if others else ""
    words = f"## {prompt('What was wrong, in a few words')} {{#{id_}}}\n\n"
    words += prompt("Why it was wrong, how it was found, and what that means for readers") + "\n"
    return (
        f"If the new numbers are right, write a correction. Into {home}/cycle.yaml, {below}:\n\n"
        f"{first}{entry(untold, id_, today)}\n"
        f"Into {home}/{FOLDER}/{default}.md, with your words in place of the prompts:\n\n{words}\n"
        f"{more}After that, run `plumbline freeze {cycle.id}` again."
    )


def add_release(root: Path, release: str, names: list[str]) -> int:
    """Add a release to the ledgers of packages, unless something is wrong with a package or a ledger."""
    edition = open_edition(root, root / ".cache" / "plumbline")
    known = list(edition.packages)
    unknown = [name for name in names if name not in known]
    for name in unknown:
        hint = did_you_mean(name, known)
        print(f"There is no sound package '{name}' in datapackages. {hint}".strip(), file=sys.stderr)
    texts, found = _releases(edition, release, [name for name in names or known if name in known])
    told = arrange((*errors(edition.problems), *found))
    if told:
        print(f"{tell(told)}\n{count(told)}; nothing was written.", file=sys.stderr)
    if told or unknown:
        return 1
    _write(root, texts)
    if not texts:
        print("The ledgers have these very files already.")
    return 0


def _releases(
    edition: Edition, release: str, names: list[str], numbered: bool = False
) -> tuple[dict[Path, str], list[Problem]]:
    """The ledgers that have to be written, with one more release. Where one has another release of that name,
    this one is called after it and `numbered`, or that is a problem.
    """
    texts: dict[Path, str] = {}
    problems: list[Problem] = []
    for name in names:
        path = ledger_path(edition.root, name)
        document, faults = read_ledger(edition.root, name)
        problems.extend(faults)
        taken = [each["release"] for each in document.data["releases"]] if document else []
        free = release
        if numbered and release in taken:
            others = (f"{release} ({number})" for number in numbers_from(2))
            free = next(each for each in others if each not in taken)
        try:
            text = None if faults else with_release(document, edition.package(name), free)
        except ValueError:
            message = f"There is a release '{release}' already, of other files."
            where = path.relative_to(edition.root).as_posix()
            problems.append(Problem(where, 0, "ledger-release-twice", message, "Give this one another name."))
            continue
        if text is not None:
            texts[path] = text
    return texts, problems


def _write(root: Path, texts: dict[Path, str]) -> None:
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
        print(f"Wrote {path.relative_to(root)}; commit it.")
