"""What a data officer can sign: the rules, how many numbers are withheld and why, what the attack found.

It is published with the package: no number of any cell is in it, and hashes only of whole files, since a
hash of a small count is guessed at once.
"""

import hashlib
from pathlib import Path

import numpy as np

from plugins.equity.descriptors import Package
from plugins.equity.policies import Policy

from .attacks import EXPOSED, NARROW, Attacked
from .hiding import Hidden
from .published import DENOMINATOR, NUMERATOR, REST, VALUE

_RULES = (
    "min_n",
    "min_cell",
    "zero_policy",
    "coding_scale",
    "publish_counts",
    "residual_min",
    "min_interval",
)


def summary(
    package: Package, hidden: Hidden, policy: Policy, attacked: Attacked, aside: Path, day: str
) -> str:
    """What a data officer can sign: rules, how many cells, what the attack found. No number of any cell."""
    facts = hidden.extract.facts
    real = np.zeros(len(facts.number), dtype=bool)
    for series in facts.series:
        for role in [each for each in series.roles if each != REST]:
            real[series.cells(role)] = True
    real &= facts.rows
    hid = hidden.hidden & real
    rules = hidden.small | hidden.few | hidden.everybody
    files = ("datapackage.json", *package.files())
    told = {
        "numbers in the tables": int(real.sum()),
        "withheld": int(hid.sum()),
        f"of these: groups of fewer than {policy.min_n} people": int((hid & hidden.small).sum()),
        f"few people counted, or few not counted (fewer than {policy.min_cell})": int(
            (hid & hidden.few & ~hidden.small).sum()
        ),
        "nobody or everybody counted": int((hid & hidden.everybody & ~hidden.small & ~hidden.few).sum()),
        "only to protect others": int((hid & ~rules).sum()),
        "rates given as ranges": int((hidden.coded & real & ~_gone(hidden)).sum()),
        "people in the smallest cells whose count is shown": _visible(hidden),
        "attack on what was written: numbers that follow exactly": attacked.count(aside.name, EXPOSED),
        f"numbers that follow nearly (fewer than {policy.min_interval + 1} values)": attacked.count(
            aside.name, NARROW
        ),
    }
    lines = [
        f"# How {package.descriptor['name']} was protected",
        "",
        *([f"Date: {day}", ""] if day else []),
        "| | |",
        "|---|---|",
        *(
            f"| {what} | {many:,} |" if isinstance(many, int) else f"| {what} | {many} |"
            for what, many in told.items()
        ),
        "",
        "Rules: " + "; ".join(f"{key} {str(getattr(policy, key)).lower()}" for key in _RULES) + ".",
        *(
            f"Exception: {each.key} {each.value}, since {each.date}: {each.reason}"
            for each in policy.overrides
        ),
        "",
        "Files (SHA-256):",
        "",
        *(f"- `{name}` {hashlib.sha256((aside / name).read_bytes()).hexdigest()}" for name in files),
        "",
    ]
    return "\n".join(lines)


def _gone(hidden: Hidden) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """The numerators whose people are hidden too: their rates are not even ranges."""
    gone = np.zeros(len(hidden.hidden), dtype=bool)
    for series in hidden.extract.facts.series:
        if NUMERATOR in series.roles and DENOMINATOR in series.roles:
            gone[series.cells(NUMERATOR)] = hidden.hidden[series.cells(DENOMINATOR)]
    return gone


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
