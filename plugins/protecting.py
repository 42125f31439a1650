"""`plumbline protect`: a private extract in, a package that may be published out, or nothing.

The extract lies outside the repository, whose every file is public. What is made of it is written beside its
place, opened and attacked there like any package, and only then swapped in.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from plugins.equity.descriptors import Package, paths
from plugins.equity.disclosure.attacks import EARLIER, attack
from plugins.equity.disclosure.blocks import LARGE, THOROUGH
from plugins.equity.disclosure.extracts import Extract, read_extract
from plugins.equity.disclosure.hiding import Hidden, hide
from plugins.equity.disclosure.masking import description, tables
from plugins.equity.disclosure.protected import linked_sets, policy_of, quotes_path
from plugins.equity.disclosure.published import DENOMINATOR, NUMERATOR, VALUE
from plugins.equity.disclosure.revealing import tell_leaks
from plugins.equity.disclosure.signing import summary
from plugins.equity.disclosure.speakers import tell_speakers
from plugins.equity.disclosure.thresholds import tell_small
from plugins.equity.gate.telling import tell_rows
from plugins.equity.packages import open_package
from plugins.equity.policies import DEFAULTS, Policy
from plugins.equity.problems import Problem, did_you_mean, errors
from plugins.outside import in_repository
from plugins.publishing import swap

SUMMARY = "protection.md"
_BEFORE = (
    "It follows together with the release before, which anybody may have kept. Leave out the breakdown that "
    "was revised, or publish it with the next year."
)
_GONE = "A number of the extract is withheld already, so that the others cannot be protected."


@dataclass(frozen=True)
class Made:
    """What became of an extract: the text to sign when it was written, else the problems."""

    summary: str = ""
    problems: tuple[Problem, ...] = field(default=())


def protect_extract(
    extract: Path,
    root: Path,
    to: Path | None = None,
    last: Path | None = None,
    day: str = "",
    base: Policy = DEFAULTS,
    *,
    thorough: bool = False,
) -> Made:
    """Protect the package in the folder `extract` and write it to `to` (default: `datapackages/<its name>`).

    `last` is the release whose pattern is kept where it can be; by default what lies where the new one will.
    Nothing is written unless all is well. With `thorough` more cells are chosen for at once.
    """
    target = to if to is not None else root / "datapackages" / extract.name
    refused = tuple(_refusals(extract, root, target, last))
    if refused:
        return Made(problems=refused)
    package, problems = open_package(extract, extract.resolve().parent)
    if package is None:
        return Made(problems=problems)
    policy = policy_of(package, base)
    before = None
    # A folder with a codebook or a guide alone has published nothing yet.
    if last is not None or (target / "datapackage.json").is_file():
        before, found = open_package(last if last is not None else target, root)
        if before is None:
            return Made(problems=(*problems, *found))
    read = read_extract(package, before)
    wrong = (*(each for each in problems if each.severity == "error"), *_faults(package, read))
    if wrong:
        return Made(problems=wrong)
    hidden = hide(read, policy, THOROUGH if thorough else LARGE)
    if not hidden.pattern.audit.safe:
        message = "No choice of cells to hide protects this extract."
        hint = "Publish fewer breakdowns, or larger groups."
        return Made(problems=(Problem(package.path, 0, "extract-unprotected", message, hint),))
    target.parent.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        aside = home / target.name
        aside.mkdir()
        _write(package, hidden, policy, aside)
        written, found = open_package(aside, root)
        if written is None:
            return Made(problems=tuple(_renamed(errors(found), aside, target, root)))
        truth = read.facts, read.values[read.system.number]
        attacked = attack([written], policies={written.id: policy}, truth=truth)
        known = errors(tuple(tell_speakers(written, policy, quotes_path(written)))) if written.quoted else ()
        leaks = (*tell_small(written, policy), *known, *tell_leaks(attacked))
        leaks = leaks or tuple(_together(written, root, target, base))
        kept = attack([written], [before], {written.id: policy}) if before is not None else attacked
        leaks = leaks or tuple(replace(each, hint=_BEFORE) for each in tell_leaks(kept.without(EARLIER)))
        if leaks:
            return Made(problems=tuple(_renamed(leaks, aside, target, root)))
        _keep(target, aside)
        shown = kept.count(written.id, EARLIER)
        signed = summary(package, hidden, policy, attacked, aside, day, shown)
        (aside / SUMMARY).write_text(signed.public, "utf-8", newline="\n")
        swap(aside, target)
        return Made(signed.private, tuple(each for each in problems if each.severity != "error"))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _together(written: Package, root: Path, target: Path, base: Policy) -> Iterator[Problem]:
    """What gives way when the new package is published beside the committed ones that it is linked to."""
    beside = []
    for path in sorted((root / "datapackages").glob("*/datapackage.json")):
        if path.parent.resolve() != target.resolve() and not path.parent.name.startswith("."):
            package, _ = open_package(path.parent, root)  # what is wrong with it is for `check` to tell
            beside += [package] if package is not None and package.origin == "own" else []
    system = next(each for each in linked_sets([written, *beside]) if any(one is written for one in each))
    if len(system) == 1:
        return
    policies = {each.id: policy_of(each, base) for each in system}
    leaks = tuple(tell_leaks(attack(system, policies=policies)))
    if leaks:
        names = ", ".join(f"'{each.descriptor['name']}'" for each in system if each is not written)
        message = f"Beside {names}, which it shares numbers with, this package gives withheld numbers away."
        hint = "Protect the tables that share numbers as one extract, so that what is hidden fits together."
        yield Problem(written.path, 0, "extract-linked", message, hint)
    yield from leaks


def _refusals(extract: Path, root: Path, target: Path, last: Path | None) -> Iterator[Problem]:
    """Folders that cannot be what they are named for."""
    if in_repository(extract, root):
        message = "The extract lies in the repository, whose every file is public."
        hint = "Move it to a folder elsewhere, and look whether it was ever committed."
        yield Problem(str(extract), 0, "extract-inside", message, hint)
    elif not (extract / "datapackage.json").is_file():
        near = [each.name for each in extract.parent.iterdir()] if extract.parent.is_dir() else []
        message = "There is no data package in this folder."
        yield Problem(
            str(extract), 0, "file-missing", message, did_you_mean(extract.name, near, "Name its folder.")
        )
    home = (root / "datapackages").resolve()
    if target.resolve().parent != home or target.is_symlink():
        message = "A protected package is written to datapackages/<name> of this site."
        yield Problem(str(target), 0, "path-outside", message, "Leave out --to, or name such a folder.")
    if last is not None and not (last / "datapackage.json").is_file():
        message = "There is no data package in this folder, whose pattern should be kept."
        yield Problem(str(last), 0, "file-missing", message, "Name the folder of the last release.")


def _faults(package: Package, read: Extract) -> Iterator[Problem]:
    """What an extract must be: own figures, every number there, parts that add up."""
    if package.origin != "own":
        hint = "Only own figures are protected; what another publisher released stays as it is."
        yield Problem(
            package.path, 0, "extract-origin", "This package republishes another publisher's figures.", hint
        )
    for series in read.facts.series:
        frame = series.frame(0)
        hidden = np.zeros(len(frame), dtype=bool)
        for column in [each for each in frame.columns if each == "status" or str(each).endswith("_status")]:
            hidden |= frame[column].isin(("c", "low", "u")).to_numpy()
        hint = "Give the exact number, or leave the status z, x or w where there is none."
        yield from tell_rows(frame, np.flatnonzero(hidden), "extract-withheld", lambda _: _GONE, hint)
        if (
            NUMERATOR in frame.columns
            and DENOMINATOR in frame.columns
            and series.indicator.kind == "proportion"
        ):
            rated = frame[VALUE].notna() & (frame[NUMERATOR].isna() | frame[DENOMINATOR].isna())
            hint = "Give numerator and denominator: the rate is worked out from them."
            yield from tell_rows(
                frame, np.flatnonzero(rated), "extract-withheld", lambda _: "This rate has no counts.", hint
            )
        at = [each for one, each in read.wrong if one is series]
        rows = np.unique(
            [int(series.grid.rows[0][each]) for each in at if series.grid.rows[0][each] >= 0]
        ).astype(int)
        hint = (
            'Add the rows that are missing, or say that there are more: "complete": false in the dimension, '
            'or under "places" where the places are not all there are.'
        )
        yield from tell_rows(
            frame, rows, "extract-sums", lambda _: "The parts of this row do not add up to it.", hint
        )


def _write(package: Package, hidden: Hidden, policy: Policy, aside: Path) -> None:
    """The files of the package: tables as they may be seen, places, quotations, words."""
    names = {role: name for name, role in package.roles.items()}
    made: dict[str, pd.DataFrame] = {}
    for series, frame in tables(hidden, policy):
        made[series.indicator.id] = frame
    told = description(package, made, package.descriptor["equity"].get("policy", {}))
    (aside / "datapackage.json").write_text(
        json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8", newline="\n"
    )
    done = set()
    for id_, spec in package.indicators.items():
        resource = next(each for each in told["resources"] if each["name"] == spec.resource)
        if spec.resource in done:
            continue
        done.add(spec.resource)
        roles = [package.roles.get(each["name"], each["name"]) for each in resource["schema"]["fields"]]
        frame = made[id_][roles].rename(columns=names)
        files = package.tables[id_]["_file"].astype(str)
        for path, file in zip(paths(resource), dict.fromkeys(files), strict=False):
            place = aside / path
            place.parent.mkdir(parents=True, exist_ok=True)
            part = frame[(files == file).to_numpy()]
            place.write_text(part.to_csv(index=False, lineterminator="\n"), "utf-8", newline="\n")
    more = [package.quoted] if package.quoted else []
    for path in [path for name in ("places", *more) for path in paths(package.resource(name))]:
        (aside / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package.folder / path, aside / path)
    words = package.folder / "translations"
    if words.is_dir():
        (aside / "translations").mkdir()
        for catalogue in sorted(words.glob("*.po")):
            shutil.copyfile(catalogue, aside / "translations" / catalogue.name)


def _keep(target: Path, aside: Path) -> None:
    """What else lies in the published folder (a guide, a ledger) stays; its old tables do not."""
    if not target.is_dir():
        return
    for path in sorted(target.rglob("*")):
        inside = path.relative_to(target)
        if path.is_file() and not (aside / inside).exists() and inside.parts[0] != "data":
            (aside / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, aside / inside)


def _renamed(problems: tuple[Problem, ...], aside: Path, target: Path, root: Path) -> Iterator[Problem]:
    """Problems of what was written aside, under the name it would have had."""
    old = aside.resolve().relative_to(root.resolve()).as_posix()
    new = target.resolve().relative_to(root.resolve()).as_posix()
    for each in problems:
        yield Problem(
            each.path.replace(old, new), each.line, each.code, each.message, each.hint, each.severity
        )
