"""What to hide of a package of exact counts: the rules, the cells beside them, and what of it is coded.

An extract holds every number. The rules say which are sensitive, `suppression` which others to hide with
them, as one system of numerators, denominators and what is left over. A rate that is shown is taken for its
exact numerator, which is more than an attacker has. A rate near 0 or 100 percent, where few are counted or
few are not, is coded: a range takes its place.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from plugins.equity.policies import Policy

from .audit import audit
from .coding import beyond, ranges
from .extracts import Extract
from .marks import Marks, hidden_before, levels, marks_of, nobody, shown_before, together
from .suppression import Aim, Pattern, protect
from .systems import Floats, Mask, System

_READINGS = 4
"""How often a choice is made anew for readers of the rules."""


@dataclass(frozen=True)
class Hidden:
    """Over the written cells: what is `hidden`, and `marks`, why. The rate of a `coded` numerator becomes a
    range.
    """

    extract: Extract = field(repr=False)
    hidden: Mask = field(repr=False)
    marks: Marks = field(repr=False)
    coded: Mask = field(repr=False)
    pattern: Pattern = field(repr=False)


def hide(extract: Extract, policy: Policy) -> Hidden:
    """The cells of an extract to hide under a policy, those of the last release first."""
    facts, system, values = extract.facts, extract.system, extract.values
    marks = marks_of(extract, policy)
    low, limits = np.zeros(system.cells), np.ones(system.cells)
    np.maximum.at(low, system.number, marks.least)
    np.maximum.at(limits, system.number, marks.limit)
    low = np.where(values < low, system.low, np.maximum(system.low, low))
    bounded = replace(system, low=low)
    primary = system.any_of(marks.primary) | (extract.unwritten & ~extract.guessed)
    stay = extract.guessed & ~system.any_of(facts.rows)
    if policy.least_hidden:  # groups of nobody are always shown
        stay |= nobody(extract)
    # Who has kept the last release knows what it showed: to hide that now protects nothing.
    known = shown_before(extract) & ~primary

    def protected(told: System, limits: Floats, stay: Mask) -> Pattern:
        return protect(
            told,
            values,
            primary,
            Aim(policy.residual_min, limits),
            sensitive=~extract.unwritten,
            level=levels(extract),
            together=together(extract),
            before=hidden_before(extract),
            stay=stay,
        )

    def read(pattern: Pattern) -> tuple[System, Floats]:
        """What is known to who has read the rules, and how far apart bounds must be for them."""
        least, sure = beyond(extract, policy, coded, pattern.hidden[system.number])
        return replace(told, low=np.maximum(told.low, least)), np.where(sure, 1.0, limits)

    def holds(pattern: Pattern) -> bool:
        shown = np.where(pattern.hidden, np.nan, values)
        known_, limits_ = read(pattern)
        return audit(known_, shown, ~extract.unwritten, limits_, witness=values).safe

    least, most, coded = ranges(extract, policy, marks.coded)
    told = replace(bounded, low=np.maximum(low, least), high=np.minimum(system.high, most))
    pattern = protected(told, limits, stay | known)
    if known.any() and not pattern.audit.safe:
        # It cannot be protected from who has kept the last release; the attack on both will tell.
        known[:] = False
        pattern = protected(told, limits, stay)
    safe = pattern.audit.safe
    if coded.any():
        # Who has read the rules knows more of what is hidden without a range; that must hold out too.
        for _ in range(_READINGS):
            if not safe or holds(pattern):
                break
            pattern = protected(*read(pattern), stay | known)
            safe = pattern.audit.safe
        else:
            safe = False
    if coded.any() and not safe:
        # No choice holds out against the ranges: it is tried once more without any.
        pattern, coded = protected(bounded, limits, stay), np.zeros(len(coded), dtype=bool)
    hidden = pattern.hidden[system.number]
    return Hidden(extract, hidden, marks, coded, pattern)
