"""Which measures suit an indicator and a dimension, and why; what to show when nobody chose.

Absolute and relative always go together: a gap can fall in points while the ratio rises.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .breakdowns import Breakdown
from .catalogue import Entry, catalogue
from .cells import SMALL, Facts

WHY: Mapping[str, str] = {
    "always": "Every measure of a gap is about rates, so they come first.",
    "two-groups": "There are two groups, so each is compared with the other.",
    "rest": "Each group is compared with everyone who is not in it.",
    "law": "For an adverse outcome the comparison that the law makes: with all other students.",
    "overlapping": "A person can be in several groups, so each is compared with everyone outside of it.",
    "everybody": "Some groups are withheld, so each group that is shown is compared with everybody.",
    "chosen-rest": "This report compares the group with everyone who is not in it.",
    "chosen-all": "This report compares the group with everybody, the group itself included.",
    "chosen-group": "This report itself names the group to compare with.",
    "gradient": "The groups have an order, so one number can sum up the whole gradient.",
    "near-the-ends": "Some rates are close to nobody or to everybody, where a straight line would pass them.",
    "spread": "The groups have no order, so one number can say how far they are from the mean.",
    "few-people": "Some groups are small: no ranking, and no number that sums up all groups.",
    "deviation": "These are means with a known spread.",
}
"""Why a measure is proposed, in plain English; catalogues translate it."""

_NEAR = 0.05


@dataclass(frozen=True)
class Situation:
    """What matters for the choice: of an indicator (`facts`), of a dimension, and of what is published.

    `groups` how many; `smallest` people in the smallest group, NaN: not known; `counted` whether both counts
    are known; `near_ends` whether a rate is below 5 or above 95 percent; `withheld` whether any group is.
    """

    facts: Facts
    groups: int
    ordered: bool = False
    exclusive: bool = True
    complete: bool = True
    counted: bool = True
    withheld: bool = False
    smallest: float = float("nan")
    near_ends: bool = False
    reference: bool = False
    deviation: bool = False
    few: int = SMALL

    @property
    def small(self) -> bool:
        """Whether a group has fewer people than can be relied on."""
        return self.smallest < self.few


@dataclass(frozen=True)
class Advice:
    """A measure to show, whom it compares with (`all`, `rest`, `all groups` or ""), and why (of `WHY`)."""

    measure: str
    against: str
    why: str


def situation(of: Breakdown, *, deviation: bool = False) -> Situation:
    """That of a breakdown, over all its settings."""
    known = of.cells.known
    people = np.where(known & ~np.isnan(of.cells.n_low), of.cells.n_low, np.inf)
    with np.errstate(invalid="ignore"):
        ends = known & ((of.cells.low < _NEAR) | (of.cells.high > 1 - _NEAR))
    return Situation(
        of.facts,
        len(of.groups),
        of.ordered,
        of.exclusive,
        of.complete,
        bool((of.cells.exact | ~known).all()),
        bool(of.hidden.any()),
        float(people.min(initial=np.inf)),
        bool(ends.any()) and of.facts.kind == "proportion",
        of.reference >= 0,
        deviation,
        of.cells.few,
    )


def unsuited(entry: Entry, here: Situation) -> str:
    """Why a measure does not suit, as one of the reasons of results; "" where it does."""
    summary = entry.function == "summaries.summarise"
    reasons = {
        "not-a-proportion": here.facts.kind not in entry.kinds,
        "adverse-outcome": entry.direction == "favourable" and not here.facts.favourable,
        "favourable-outcome": entry.direction == "adverse" and here.facts.favourable,
        "overlapping": summary and not here.exclusive,
        "not-all-groups": summary and not here.complete,
        "not-ordered": entry.dimension == "ordered" and not here.ordered,
        "ordered": entry.dimension == "unordered" and here.ordered,
        "few-groups": entry.groups > 2 and here.groups < entry.groups,
        "no-reference": "reference" in entry.needs and not here.reference,
        "no-deviation": "deviation" in entry.needs and not here.deviation,
        "no-denominator": (summary or "counts" in entry.needs) and not here.counted,
        "group-withheld": (summary or entry.id in ("d", "r")) and here.withheld,
        "small-group": summary and here.small,
    }
    return next((code for code, holds in reasons.items() if holds), "")


def suited(here: Situation) -> Mapping[str, str]:
    """Every measure of the catalogue: "" where it suits, else why it does not."""
    return {id_: unsuited(entry, here) for id_, entry in catalogue().items()}


def advise(here: Situation) -> tuple[Advice, ...]:
    """What to show when nobody chose, in order: rates, each group compared, the whole breakdown."""
    found = [Advice("rate", "", "always"), *_each_group(here)]
    if here.deviation and here.facts.kind == "mean":
        found.append(Advice("standardised_gap", "rest", "deviation"))
    if here.small:
        found[0] = Advice("rate", "", "few-people")
    return (*found, *whole(here))


def paired(here: Situation, against: str) -> tuple[Advice, Advice]:
    """A difference and a ratio against whomever a report has chosen: `all`, `rest`, or "" for a named group.

    Where that is what is proposed, why it is; else that the report has chosen so.
    """
    absolute, relative = _each_group(here)
    if against == absolute.against:
        return absolute, relative
    chosen = {"all": "chosen-all", "rest": "chosen-rest"}.get(against, "chosen-group")
    return _both("difference", "ratio", against, chosen)


def _each_group(here: Situation) -> tuple[Advice, Advice]:
    """A difference and a ratio, and with whom."""
    if here.withheld:
        return _both("difference", "ratio", "all", "everybody")
    if here.groups == 2 and here.exclusive and here.complete:
        return _both("difference", "ratio", "rest", "two-groups")
    if not here.facts.favourable and here.facts.kind != "mean":
        return _both("risk_difference", "risk_ratio", "rest", "law")
    return _both("difference", "ratio", "rest", "rest" if here.exclusive else "overlapping")


def whole(here: Situation) -> tuple[Advice, ...]:
    """A pair that sums up all groups where one suits; else nothing."""
    if here.ordered and here.near_ends:
        pair, why = ("sii_logit", "rii_logit"), "near-the-ends"
    elif here.ordered:
        pair, why = ("sii", "rii"), "gradient"
    else:
        pair, why = ("mdmw", "idisw"), "spread"
    known = catalogue()
    if any(unsuited(known[each], here) for each in pair):
        return ()
    return _both(*pair, "all groups", why)


def _both(absolute: str, relative: str, against: str, why: str) -> tuple[Advice, Advice]:
    return Advice(absolute, against, why), Advice(relative, against, why)
