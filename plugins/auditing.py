"""`plumbline audit`: attack packages as a careful reader with a computer would, and tell what gives way.

Counts for everybody; located problems for own figures; the recipe only where nobody else reads along.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.equity.descriptors import Package
from plugins.equity.disclosure.attacks import EARLIER, EXPOSED, NARROW, Attacked, attack
from plugins.equity.disclosure.protected import policy_of
from plugins.equity.disclosure.published import REST, VALUE
from plugins.equity.disclosure.revealing import recipes, tell_leaks
from plugins.equity.disclosure.tallies import FILE, hidden_rates, read_tally, tally_of, written_tally
from plugins.equity.packages import open_package
from plugins.equity.policies import DEFAULTS, Policy
from plugins.equity.problems import Problem, did_you_mean, errors
from plugins.equity.sources import shown


@dataclass(frozen=True)
class Answer:
    """What is printed, and the exit status: 1 when own figures give way or something could not be read."""

    lines: tuple[str, ...]
    problems: tuple[Problem, ...]
    report: Mapping[str, Any]
    status: int


def audit_packages(
    root: Path,
    names: Sequence[str] = (),
    earlier: Path | None = None,
    *,
    explain: bool = False,
    ci: bool = False,
    write: bool = False,
    cache: Path | None = None,
    base: Policy = DEFAULTS,
) -> Answer:
    """Attack the packages of these names (all when there are none), each with its earlier releases.

    `write` keeps the counts of republished ones beside them, for builds; without it counts that are kept are
    compared with those that were found.
    """
    there = sorted(each.parent.name for each in (root / "datapackages").glob("*/datapackage.json"))
    problems: list[Problem] = []
    for name in [each for each in names if each not in there]:
        hint = did_you_mean(name, there)
        problems.append(Problem(f"datapackages/{name}", 0, "file-missing", "There is no such package.", hint))
    packages = list(
        _open(
            [root / "datapackages" / each for each in names or there if each in there], root, cache, problems
        )
    )
    old = list(_open(_releases(earlier), root, cache, problems)) if earlier is not None else []
    if earlier is not None and not old and not problems:
        message = "There is no data package in this folder."
        problems.append(
            Problem(str(earlier), 0, "file-missing", message, "Name a folder that holds older releases.")
        )
    if explain:
        problems += _explainable(packages, ci=ci)
    if errors(problems):
        return Answer((), tuple(problems), {}, 1)
    lines: list[str] = []
    report: dict[str, Any] = {"schema": 1, "packages": []}
    for kind in ("own", "republished"):
        some = [each for each in packages if each.origin == kind]
        if not some:
            continue
        # Own packages are one system, since they may be linked; others' are looked at one by one.
        for group in [some] if kind == "own" else [[each] for each in some]:
            policies = {each.id: policy_of(each, base) for each in group if kind == "own"}
            attacked = attack(group, old, policies)
            for package in group:
                lines.append(_line(attacked, package))
                report["packages"].append(_report(attacked, package))
            if kind == "republished" and earlier is None:
                problems += _keep(attacked, group[0], root, write=write)
            if kind == "own":
                problems += tell_leaks(attacked)
                if explain:
                    lines += recipes(attacked)
    return Answer(tuple(lines), tuple(problems), report, 1 if errors(problems) else 0)


def _keep(attacked: Attacked, package: Package, root: Path, *, write: bool) -> Iterator[Problem]:
    """Counts for builds: written down, or held against those that are."""
    path, found = package.folder / FILE, tally_of(attacked, package)
    if write:
        path.write_text(written_tally(package, found), "utf-8", newline="\n")
        return
    kept, stale = read_tally(package, root)
    yield from stale
    if kept is not None and kept != found:
        message = "These counts are not those that the attack finds in the very same files."
        hint = f"Run `plumbline audit {package.id} --write`, and find out who changed them."
        yield Problem(shown(path, root), 0, "audit-differs", message, hint)


def _open(
    folders: Sequence[Path], root: Path, cache: Path | None, problems: list[Problem]
) -> Iterator[Package]:
    for folder in folders:
        package, found = open_package(folder, root, cache=cache)
        problems += errors(found)
        if package is not None:
            yield package


def _releases(folder: Path) -> list[Path]:
    """The packages in a folder: itself, or those one or two steps below."""
    found = [
        folder / "datapackage.json",
        *folder.glob("*/datapackage.json"),
        *folder.glob("*/*/datapackage.json"),
    ]
    return sorted({each.parent for each in found if each.is_file()})


def _explainable(packages: Sequence[Package], *, ci: bool) -> Iterator[Problem]:
    """A recipe is for the data officer of these figures alone."""
    if ci:
        message = "--explain names the figures that give a withheld number away, and this log may be public."
        yield Problem("datapackages", 0, "explain-refused", message, "Run it on your own machine.")
    for package in [each for each in packages if each.origin != "own"]:
        message = "What another publisher withheld is not explained; only how many numbers give way is told."
        yield Problem(package.path, 0, "explain-refused", message, "Leave out --explain for this package.")


def _line(attacked: Attacked, package: Package) -> str:
    counted, missing = tally_of(attacked, package), _missing(attacked, package)
    told = f"{package.id}: {counted.withheld:,} numbers withheld; "
    told += f"{counted.exposed:,} follow from what is shown, {counted.narrow:,} nearly"
    if missing:
        told += f"; {missing:,} of groups without a row do too"
    before = attacked.count(package.id, EARLIER)
    if before:
        told += f"; {before:,} were shown in an earlier release"
    doubtful = attacked.doubtful[package.id]
    if doubtful:
        told += f"; {doubtful:,} stand in sums that contradict each other or are very large: bounded roughly"
    return told + "."


def _missing(attacked: Attacked, package: Package) -> int:
    """How many numbers give way of groups that have no row."""
    return sum(each.missing for each in attacked.leaks if each.series.package.id == package.id)


def _report(attacked: Attacked, package: Package) -> dict[str, Any]:
    counted = tally_of(attacked, package)
    told: dict[str, Any] = {
        "package": package.id,
        "origin": package.origin,
        "hash": package.hash,
        "withheld": counted.withheld,
        EXPOSED: counted.exposed,
        NARROW: counted.narrow,
        EARLIER: attacked.count(package.id, EARLIER),
        "missing": _missing(attacked, package),
        "roughly": counted.roughly,
        "indicators": list(_by_indicator(attacked, package)),
    }
    if package.origin == "own":
        told["cells"] = [
            {
                "indicator": each.series.indicator.id,
                "role": each.role,
                "period": period,
                "place": place,
                "group": dict(group),
                "verdict": each.verdict,
            }
            for each in attacked.leaks
            if each.series.package.id == package.id
            for period, place, group in [each.series.grid.name(each.at)]
        ]
    return told


def _by_indicator(attacked: Attacked, package: Package) -> Iterator[dict[str, Any]]:
    """The same by indicator and role: numerators, denominators, and as `value` counts or rates.

    Which numbers are withheld because they are small, and which to protect those, is not told: one mark
    stands for both.
    """
    facts = attacked.facts
    for series in [each for each in facts.series if each.package.id == package.id]:
        roles = [each for each in series.begins if each != REST]
        hidden = {role: int(facts.withheld[series.cells(role)].sum()) for role in roles}
        hidden.setdefault(VALUE, hidden_rates(series))
        for role, many in hidden.items():
            leaks = [each.verdict for each in attacked.leaks if each.series is series and each.role == role]
            yield {
                "indicator": series.indicator.id,
                "role": role,
                "withheld": many,
                **{verdict: leaks.count(verdict) for verdict in (EXPOSED, NARROW, EARLIER)},
            }


def written(report: Mapping[str, Any]) -> str:
    """The report as JSON, the same bytes for the same findings."""
    return json.dumps(report, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
