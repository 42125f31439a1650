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
    bounded, plain = replace(system, low=low), limits
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

    def known_by_rules(pattern: Pattern) -> tuple[Floats, Mask]:
        return beyond(extract, policy, coded, pattern.hidden[system.number])

    least, most, coded = ranges(extract, policy, marks.coded)
    told = replace(bounded, low=np.maximum(low, least), high=np.minimum(system.high, most))
    pattern = protected(told, limits, stay | known)
    if known.any() and not pattern.audit.safe:
        # It cannot be protected from who has kept the last release; the attack on both will tell.
        known[:] = False
        pattern = protected(told, limits, stay)
    for _ in range(_READINGS):
        # Who has read the rules knows more of what is hidden without a range; that must hold out too.
        least, sure = known_by_rules(pattern)
        if not pattern.audit.safe or not (sure & (least > told.low)).any():
            break
        told = replace(told, low=np.maximum(told.low, least))
        limits = np.where(sure, 1.0, limits)
        shown = np.where(pattern.hidden, np.nan, values)
        found = audit(told, shown, ~extract.unwritten, limits, witness=values)
        if found.safe:
            break
        pattern = protected(told, limits, stay | known)
    if coded.any() and not pattern.audit.safe:
        # No choice holds out against the ranges: it is tried once more without any.
        pattern, coded = protected(bounded, plain, stay), np.zeros(len(coded), dtype=bool)
    hidden = pattern.hidden[system.number]
    return Hidden(extract, hidden, marks, coded, pattern)
