"""The commands that write down what was published: `freeze` and `ledger`. Each gives an exit status."""

import sys
from pathlib import Path

from plugins.equity.editions import Edition, open_edition
from plugins.equity.ledgers import ledger_path, read_ledger, release_of, with_release
from plugins.equity.problems import Problem, arrange, count, did_you_mean, errors, tell
from plugins.equity.records import record, record_path


def freeze(root: Path, name: str) -> int:
    """Write a cycle's record, unless something is wrong with what it would show."""
    edition = open_edition(root, root / ".cache" / "plumbline")
    cycle = next((each for each in edition.cycles if each.id == name), None)
    if errors(edition.problems):
        print(tell(edition.problems), file=sys.stderr)
        print(f"{count(edition.problems)}; nothing was written.", file=sys.stderr)
        return 1
    if cycle is None:
        hint = did_you_mean(name, [each.id for each in edition.cycles])
        print(f"There is no cycle '{name}' in content/reports. {hint}".strip(), file=sys.stderr)
        return 1
    path = record_path(root, cycle)
    if path.exists():
        print(
            f"{path.relative_to(root)} exists: this cycle was published before. A changed number needs a "
            "correction, not a new record; to begin anew, remove the file yourself.",
            file=sys.stderr,
        )
        return 1
    texts, found = _releases(edition, release_of(cycle.id, cycle.date), list(edition.packages))
    if found:
        print(f"{tell(found)}\n{count(found)}; nothing was written.", file=sys.stderr)
        return 1
    _write(root, {path: record(edition, cycle), **texts})
    return 0


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


def _releases(edition: Edition, release: str, names: list[str]) -> tuple[dict[Path, str], list[Problem]]:
    """The ledgers that have to be written, with one more release."""
    texts: dict[Path, str] = {}
    problems: list[Problem] = []
    for name in names:
        path = ledger_path(edition.root, name)
        document, faults = read_ledger(edition.root, name)
        problems.extend(faults)
        try:
            text = None if faults else with_release(document, edition.package(name), release)
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
