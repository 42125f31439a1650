"""What a data officer can sign: the rules, how many numbers are withheld, what the attack found.

There are two. The one that is published with the package tells what can be counted in it, and hashes only of
whole files, since a hash of a small count is guessed at once. The other, for the officer alone, also says why
numbers are withheld and what share of people stays visible: to readers that would say which hidden groups are
small, and it would be one more equation.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from plugins.equity.descriptors import Package
from plugins.equity.policies import Policy

from .attacks import EXPOSED, NARROW, Attacked
from .hiding import Hidden
from .published import DENOMINATOR, REST, VALUE
from .systems import Mask

_RULES = (
    "min_n",
    "min_cell",
    "zero_policy",
    "coding_scale",
    "publish_counts",
    "residual_min",
    "min_interval",
)


@dataclass(frozen=True)
class Signed:
    """The two summaries as Markdown: `public` to publish, `private` for the officer."""

    public: str
    private: str


def summary(
    package: Package,
    hidden: Hidden,
    policy: Policy,
    attacked: Attacked,
    aside: Path,
    day: str,
    before: int = 0,
) -> Signed:
    """What a data officer can sign. No number of any cell.

    `before`: how many numbers are withheld now and were shown in the last release.
    """
    facts = hidden.extract.facts
    real = np.zeros(len(facts.number), dtype=bool)
    for series in facts.series:
        for role in [each for each in series.roles if each != REST]:
            real[series.cells(role)] = True
    real &= facts.rows
    hid = hidden.hidden & real
    found = {
        "rates given as ranges": int((hidden.coded & real).sum()),
        **(
            {"withheld now, and shown in the last release: anybody may have kept them": before}
            if before
            else {}
        ),
        "attack on what was written: numbers that follow exactly": attacked.count(aside.name, EXPOSED),
        f"numbers that follow nearly (fewer than {policy.min_interval + 1} values)": attacked.count(
            aside.name, NARROW
        ),
    }
    many = {"numbers in the tables": int(real.sum()), "withheld": int(hid.sum())}
    name, files = package.descriptor["name"], ("datapackage.json", *package.files())
    head = [f"# How {name} was protected", "", *([f"Date: {day}", ""] if day else [])]
    rules = [
        "Rules: " + "; ".join(f"{key} {str(getattr(policy, key)).lower()}" for key in _RULES) + ".",
        *(
            f"Exception: {each.key} {each.value}, since {each.date}: {each.reason}"
            for each in policy.overrides
        ),
    ]
    hashes = [f"- `{each}` {hashlib.sha256((aside / each).read_bytes()).hexdigest()}" for each in files]
    tail = ["", *rules, "", "Files (SHA-256):", "", *hashes, ""]
    public = [*head, *_table({**many, **found}), *tail]
    reasons = _reasons(hidden, hid, policy)
    warning = (
        "For the data officer alone: the reasons below would tell a reader which hidden groups are small."
    )
    private = [*head, warning, "", *_table({**many, **reasons, **found}), *tail]
    return Signed("\n".join(public), "\n".join(private))


def _reasons(hidden: Hidden, hid: Mask, policy: Policy) -> dict[str, int | str]:
    """How many numbers are withheld for what, and what share of people stays visible."""
    told: dict[str, int | str] = {}
    left = hid.copy()
    for what, cells in (
        (f"of these: groups of fewer than {policy.min_n} people", hidden.marks.small),
        (f"few people counted, or few not counted (fewer than {policy.min_cell})", hidden.marks.few),
        ("nobody or everybody counted", hidden.marks.everybody),
        ("rates that lie where those of few people lie", hidden.marks.banded),
        ("only to protect others", np.ones(len(hid), dtype=bool)),
    ):
        told[what] = int((left & cells).sum())
        left &= ~cells
    return {**told, "people in the smallest cells whose count is shown": _visible(hidden)}


def _table(told: Mapping[str, int | str]) -> list[str]:
    lines = [
        f"| {what} | {many:,} |" if isinstance(many, int) else f"| {what} | {many} |"
        for what, many in told.items()
    ]
    return ["| | |", "|---|---|", *lines]


def _visible(hidden: Hidden) -> str:
    """The share of people in the most crossed cells of the lowest places whose count is shown, in percent."""
    values = hidden.extract.written
    shown = everybody = 0.0
    for series in hidden.extract.facts.series:
        for role in [each for each in (DENOMINATOR, VALUE) if each in series.roles]:
            cells, grid = series.cells(role), series.grid
            _, place, cut = grid.split(grid.keys)
            parents = {each.parent for each in series.package.places.values()}
            lowest = np.array([each not in parents for each in grid.places], dtype=bool)[place]
            size = np.array([len(each) for each in grid.cuts])[cut]
            inner = lowest & (size == size.max(initial=0)) & hidden.extract.facts.rows[cells]
            everybody += float(values[cells][inner].sum())
            shown += float(values[cells][inner & ~hidden.hidden[cells]].sum())
    return f"{100 * shown / everybody:.1f} %" if everybody else "none"
