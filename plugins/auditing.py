"""`plumbline audit`: attack packages as a careful reader with a computer would, and tell what gives way.

Counts for everybody; located problems for own figures; the recipe only where nobody else reads along.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plugins.answers import line, report_of
from plugins.equity.descriptors import Package
from plugins.equity.disclosure.attacks import EARLIER, Attacked, Leak, attack
from plugins.equity.disclosure.protected import Key, policy_of
from plugins.equity.disclosure.revealing import recipes, tell_leaks
from plugins.equity.disclosure.tallies import FILE, read_tally, tally_of, written_tally
from plugins.equity.disclosure.thresholds import tell_small
from plugins.equity.packages import open_package
from plugins.equity.policies import DEFAULTS, Policy
from plugins.equity.problems import Problem, did_you_mean, errors
from plugins.equity.sources import shown
from plugins.rereading import Reread


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
    site: Reread | None = None,
    cache: Path | None = None,
    base: Policy = DEFAULTS,
) -> Answer:
    """Attack the packages of these names, or in these folders (all when there are none).

    `site` is a built one that was read back: what it shows is attacked with its packages. `write` keeps the
    counts of republished ones beside them, for builds; without it counts that are kept are compared with
    those that were found.
    """
    problems: list[Problem] = []
    packages = list(_open(_folders(root, names, site, problems), root, cache, problems))
    if site is not None:
        packages += [each for each in site.packages if each.id not in {one.id for one in packages}]
    old = _older(earlier, root, cache, problems)
    if explain:
        problems += _explainable(packages, ci=ci)
    if errors(problems):
        return Answer((), tuple(problems), {}, 1)
    lines: list[str] = []
    report: dict[str, Any] = {"schema": 1, "packages": []}
    if site is not None:
        lines.append(_site_line(site))
        report["site"] = {"numbers": site.numbers, "more": sum(len(each) for each in site.more.values())}
        old += site.releases
    for group in _systems(packages):
        own = group[0].origin == "own"
        policies = {each.id: policy_of(each, base) for each in group if own}
        attacked = _beside(attack(group, old, policies), site)
        lines += [line(attacked, each) for each in group]
        report["packages"] += [report_of(attacked, each) for each in group]
        if own:
            for each in group:
                problems += tell_small(each, policies[each.id])
            problems += tell_leaks(attacked)
            lines += recipes(attacked) if explain else ()
        elif not old:
            problems += _keep(attacked, group[0], root, write=write)
    problems += site.told if site is not None else ()
    return Answer(tuple(lines), tuple(problems), report, 1 if errors(problems) else 0)


def _systems(packages: Sequence[Package]) -> list[list[Package]]:
    """Own packages are one system, since they may be linked; others' are looked at one by one."""
    own = [each for each in packages if each.origin == "own"]
    return [*([own] if own else []), *([each] for each in packages if each.origin != "own")]


def _older(folder: Path | None, root: Path, cache: Path | None, problems: list[Problem]) -> list[Package]:
    """The earlier releases in a folder."""
    if folder is None:
        return []
    found = list(_open(_releases(folder), root, cache, problems))
    if not found and not problems:
        message = "There is no data package in this folder."
        problems.append(
            Problem(str(folder), 0, "file-missing", message, "Name a folder that holds older releases.")
        )
    return found


def _folders(
    root: Path, names: Sequence[str], site: Reread | None, problems: list[Problem]
) -> Iterator[Path]:
    """The folders of the packages that are named: those of the site first, then any other folder."""
    home = root / "datapackages"
    there = sorted(each.parent.name for each in home.glob("*/datapackage.json"))
    for name in names or (there if site is None else ()):
        if name in there:
            yield home / name
        elif (Path(name) / "datapackage.json").is_file():
            yield Path(name)
        else:
            message = "There is no such package, and no folder with a package or a built site."
            hint = did_you_mean(name, there)
            problems.append(Problem(f"datapackages/{name}", 0, "file-missing", message, hint))


def _beside(attacked: Attacked, site: Reread | None) -> Attacked:
    """Without the numbers that the site itself shows: they are told by their files, as no earlier release."""
    if site is None:
        return attacked
    here = {(each.key, each.role) for some in site.more.values() for each in some}

    def stands_there(leak: Leak) -> bool:
        series = leak.series
        key = Key(series.package.id, series.indicator.id, *series.grid.name(leak.at))
        return leak.verdict == EARLIER and (key, leak.role) in here

    return replace(attacked, leaks=tuple(each for each in attacked.leaks if not stands_there(each)))


def _site_line(site: Reread) -> str:
    more = sum(len(each) for each in site.more.values())
    told = f"{site.folder}: {site.numbers:,} numbers were read in its pages and downloads; "
    return told + f"{more:,} of them say more than the packages do."


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
