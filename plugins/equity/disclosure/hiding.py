"""What to hide of a package of exact counts: the rules, the cells beside them, and what of it is coded.

An extract holds every number. The rules say which are sensitive, `suppression` which others to hide with
them, as one system of numerators, denominators and what is left over. A rate that is shown is taken for its
exact numerator, which is more than an attacker has. A rate whose numerator is sensitive, of a group that is
large enough, is coded: a range takes its place.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from plugins.equity.policies import Policy

from .coding import ranges
from .extracts import Extract
from .marks import hidden_before, levels, marks_of, nobody, together
from .suppression import Aim, Pattern, protect
from .systems import Mask, System


@dataclass(frozen=True)
class Hidden:
    """Masks over the written cells: `hidden` and why. The rate of a `coded` numerator becomes a range."""

    extract: Extract = field(repr=False)
    hidden: Mask = field(repr=False)
    small: Mask = field(repr=False)
    few: Mask = field(repr=False)
    everybody: Mask = field(repr=False)
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

    def protected(known: System) -> Pattern:
        return protect(
            known,
            values,
            primary,
            Aim(policy.residual_min, limits),
            sensitive=~extract.unwritten,
            level=levels(extract),
            together=together(extract),
            before=hidden_before(extract),
            stay=stay,
        )

    least, most, coded = ranges(extract, policy, marks.coded)
    told = replace(bounded, low=np.maximum(low, least), high=np.minimum(system.high, most))
    pattern = protected(told)
    if coded.any() and not pattern.audit.safe:
        # No choice holds out against the ranges: it is tried once more without any.
        pattern, coded = protected(bounded), np.zeros(len(coded), dtype=bool)
    hidden = pattern.hidden[system.number]
    return Hidden(extract, hidden, marks.small, marks.few, marks.everybody, coded, pattern)
