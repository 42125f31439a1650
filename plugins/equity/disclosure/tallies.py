"""How much of what another publisher withheld follows from what it shows: counts, for data page and log.

The attack on a large package takes longer than the rest of a build, and finds the same in the same bytes.
Its counts are therefore kept beside the package, in `audit.json`, with the hashes of the package and of the
code that attacked. `plumbline audit --write` makes the file, `plumbline audit` works it out again and
compares. A build takes the counts only where both hashes are right; small packages it attacks itself.
"""

import ast
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache as once
from pathlib import Path
from typing import Any

from plugins.equity.descriptors import Package
from plugins.equity.problems import WARNING, Problem
from plugins.equity.sources import read_json, shown

from .attacks import EXPOSED, NARROW, Attacked, attack
from .protected import marked
from .published import VALUE, Series

FILE = "audit.json"
SMALL = 2000
"""Packages of at most so many rows are attacked by the build itself, in a fraction of a second."""


@dataclass(frozen=True)
class Tally:
    """Numbers of a package that are withheld, and how many of these follow from what it shows, `exposed`, or
    nearly, `narrow`. Both are at least so many: `roughly` counts those that were not bounded as closely as
    they could be. `before`: shown in an earlier release, as far as the ledger knows.
    """

    withheld: int
    exposed: int = 0
    narrow: int = 0
    roughly: int = 0
    before: int = 0


def tally_of(attacked: Attacked, package: Package) -> Tally:
    """The counts of an attack. Rates count too; groups without a row do not: nobody withheld them."""
    mine = [each for each in attacked.leaks if each.series.package.id == package.id and not each.missing]
    verdicts = [each.verdict for each in mine]
    doubtful = attacked.doubtful.get(package.id, 0)
    return Tally(sum(marked(package).values()), verdicts.count(EXPOSED), verdicts.count(NARROW), doubtful)


def hidden_rates(series: Series) -> int:
    """How many rates of an indicator are withheld, and no range stands in their place; 0 for counts."""
    if VALUE in series.roles or not series.has(0):
        return 0
    frame = series.frame(0)
    hidden = frame["status"].isin(("c", "u")) & frame[VALUE].isna()
    if "value_low" in frame.columns:
        hidden &= frame["value_low"].isna()
    return int(hidden.sum())


def tally(
    package: Package, root: Path, cache: Path | None = None
) -> tuple[Tally | None, tuple[Problem, ...]]:
    """The counts of a republished package; None and a warning where nobody knows them for these bytes."""
    if not sum(marked(package).values()):
        return Tally(0), ()
    kept, problems = read_tally(package, root)
    if kept is not None or problems:
        return kept, problems
    if sum(len(each) for each in package.tables.values()) > SMALL:
        message = f"Nobody has worked out how many withheld numbers of '{package.id}' follow from shown ones."
        where = shown(package.folder / FILE, root)
        return None, (Problem(where, 0, "audit-missing", message, _remedy(package), WARNING),)
    return _remembered(package, cache), ()


def read_tally(package: Package, root: Path) -> tuple[Tally | None, tuple[Problem, ...]]:
    """The counts beside a package; None and a warning where they are of other bytes or another attack."""
    path = package.folder / FILE
    if not path.is_file():
        return None, ()
    document, _ = read_json(path, root)
    data: Any = document.data
    try:
        told = Tally(**{key: int(data["counts"][key]) for key in ("withheld", EXPOSED, NARROW, "roughly")})
        same = data["package"] == package.hash, data["attack"] == attack_hash()
    except (KeyError, TypeError, ValueError):
        told, same = Tally(0), (False, False)
        why = "These are no counts of an audit."
    else:
        why = _OTHER_CODE if same[0] else _OTHER_FILES
    if all(same):
        return told, ()
    return None, (Problem(document.path, 0, "audit-stale", why, _remedy(package), WARNING),)


_OTHER_CODE = "These counts were made by another version of the attack."
_OTHER_FILES = "These counts are of other files: the package has changed since."


def written_tally(package: Package, found: Tally) -> str:
    """The file that keeps the counts of an attack, the same bytes for the same findings."""
    counts = {key: value for key, value in asdict(found).items() if key != "before"}
    told = {"schema": 1, "package": package.hash, "attack": attack_hash(), "counts": counts}
    return json.dumps(told, indent=2) + "\n"


def _remedy(package: Package) -> str:
    return f"Run `plumbline audit {package.id} --write`, and commit the file."


def _remembered(package: Package, cache: Path | None) -> Tally:
    """The attack on a small package, once per bytes."""
    about = f"{package.hash} {attack_hash()}"
    path = cache / "tallied" / hashlib.sha256(about.encode()).hexdigest() if cache and package.hash else None
    if path is not None and path.is_file():
        try:
            return Tally(**json.loads(path.read_text("utf-8")))
        except (ValueError, TypeError):  # cut off: attack again
            pass
    found = tally_of(attack([package]), package)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(f".{os.getpid()}")
        aside.write_text(json.dumps(asdict(found)), "utf-8")
        aside.replace(path)
    return found


@once
def attack_hash() -> str:
    """Of the code that attacks, alone of this room: what another version counted is asked again."""
    folder, digest = Path(__file__).parent, hashlib.sha256()
    sources: dict[str, str] = {}
    waiting = ["attacks"]
    while waiting:
        name = waiting.pop()
        path = folder / f"{name}.py"
        if name not in sources and path.is_file():
            sources[name] = path.read_text("utf-8")
            waiting += _neighbours(ast.parse(sources[name]))
    for name in sorted(sources):
        digest.update(f"{name}\0{sources[name]}\0".encode())
    return digest.hexdigest()


def _neighbours(tree: ast.Module) -> Iterator[str]:
    """The modules of this room that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module:
            yield node.module
