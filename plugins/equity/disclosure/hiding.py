"""What to hide of a package of exact counts: the rules, the cells beside them, and what of it is coded.

An extract holds every number. The rules say which are sensitive, `suppression` which others to hide with
them, as one system of numerators, denominators and what is left over. A rate that is shown is taken for its
exact numerator, which is more than an attacker has. A rate near 0 or 100 percent, where few are counted or
few are not, is coded: a range takes its place.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from plugins.equity.policies import Policy

from .blocks import LARGE
from .coding import affordable
from .extracts import Extract
from .marks import Marks, hidden_before, levels, marks_of, nobody, shown_before, small_unwritten, together
from .suppression import Aim, Pattern, protect
from .systems import Mask


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


def hide(extract: Extract, policy: Policy, block: int = LARGE) -> Hidden:
    """The cells of an extract to hide under a policy, those of the last release first.

    `block` is how many cells are chosen for at once.
    """
    facts, system, values = extract.facts, extract.system, extract.values
    marks = marks_of(extract, policy)
    low, limits = np.zeros(system.cells), np.ones(system.cells)
    np.maximum.at(low, system.number, marks.least)
    np.maximum.at(limits, system.number, marks.limit)
    low = np.where(values < low, system.low, np.maximum(system.low, low))
    bounded = replace(system, low=low)
    primary = system.any_of(marks.primary) | (small_unwritten(extract, policy) & ~extract.guessed)
    # A total that nobody wrote down counts as known: who has its parts has it.
    stay = (extract.unwritten & ~primary) | (extract.guessed & ~system.any_of(facts.rows))
    if policy.least_hidden:  # groups of nobody are always shown
        stay |= nobody(extract)
    # Who has kept the last release knows what it showed: to hide that now protects nothing.
    known = shown_before(extract) & ~primary

    def protected(stay: Mask) -> Pattern:
        return protect(
            bounded,
            values,
            primary,
            Aim(policy.residual_min, limits),
            sensitive=~extract.unwritten,
            level=levels(extract),
            together=together(extract),
            before=hidden_before(extract),
            stay=stay,
            block=block,
        )

    pattern = protected(stay | known)
    if known.any() and not pattern.audit.safe:
        # It cannot be protected from who has kept the last release; the attack on both will tell.
        pattern = protected(stay)
    coded = marks.coded
    if pattern.audit.safe:
        coded = affordable(extract, policy, bounded, pattern.hidden, coded, limits)
    return Hidden(extract, pattern.hidden[system.number], marks, coded, pattern)
