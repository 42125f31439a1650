"""The measures that a report may name, what each takes from a question, and of what it can be asked at all.

The core (`measures`) answers in exact fractions; everything else is the library's, by its ids in the
catalogue. What is decided here needs no number: whether groups overlap, have an order, are enough, whether
the indicator is a mean. What only the data know is an answer with its reason.
"""

from collections.abc import Mapping
from types import MappingProxyType

from .descriptors import Package
from .inequality.catalogue import Entry, catalogue
from .inequality.cells import Facts
from .inequality.choosing import Situation, unsuited
from .inequality.reasons import WORDS
from .measures import MEASURES
from .probes import ASKED, SINCE
from .questions import ALL, REST

ALIASES: Mapping[str, str] = MappingProxyType({"gap_change": "change"})
"""Names of the catalogue for what the core already answers."""
LIBRARY: Mapping[str, Entry] = MappingProxyType(
    {
        id_: entry
        for id_, entry in catalogue().items()
        if (entry.function in ASKED or entry.function in SINCE) and id_ not in (*MEASURES, *ALIASES)
    }
)
"""What the library answers with one number, by id. The rest of the catalogue needs what no package holds."""
NAMES = (*(each for each in MEASURES if each != "comparison"), *ALIASES, *LIBRARY)
"""Every measure that a value of a report may name."""

_SUMMARIES = ("summaries.summarise", "extremes.who_difference", "extremes.who_ratio")
_OTHERS = ("risk_ratio", "risk_difference")
_REFERRED = ("parity_index", "adjusted_parity_index", "relative_rate_index", "mdru", "mdrw")
_EXTREMES = ("d", "r")
_FREE = ("ratio_change", "standardised_gap")
_AIMED = ("distance_to_target", "needed_pace", "achieved_pace")
_WIDER = ("alternate_risk_ratio", "weighted_risk_ratio", "funnel")

_KINDS = {"proportion": "a share of people", "rate": "a rate of events", "mean": "a mean", "count": "a count"}
_REMEDIES = {
    "overlapping": "Choose a measure of one group, such as risk_ratio or risk_difference.",
    "not-all-groups": "Choose a measure of one group, such as risk_ratio or risk_difference.",
    "not-ordered": "Choose a measure of groups without an order, such as mdmw or idisw.",
    "ordered": "Choose a measure that uses the order, such as sii or rii.",
    "few-groups": "With two groups a difference and a ratio say it all.",
    "no-reference": "Name the group to compare with: 'against: {dimension: group}', in the same dimension.",
    "adverse-outcome": "Choose another measure, such as risk_ratio.",
    "favourable-outcome": "Choose another measure, such as composition_difference.",
    "no-deviation": "Choose difference, or add the column 'sd' to the package.",
}


def summarises(entry: Entry) -> bool:
    """Whether it says one thing of all groups together; the others say one of each group."""
    return entry.function in _SUMMARIES


def compares(entry: Entry) -> str:
    """Whom it compares with: `rest` or `all` whatever is asked, `named` (a group is needed), `maybe` (a group
    may be named), `free` (whomever the question compares with).
    """
    if entry.id in _OTHERS:
        return REST
    if entry.id in _REFERRED:
        return "named"
    if entry.id in _EXTREMES:
        return "maybe"
    return "free" if entry.id in _FREE else ALL


def aims(entry: Entry) -> bool:
    """Whether it is about the target of a report."""
    return entry.id in _AIMED


def looks_back(entry: Entry) -> bool:
    """Whether it is about a change since an earlier period."""
    return entry.function in SINCE


def wider(entry: Entry) -> bool:
    """Whether it holds a place against the place around it."""
    return entry.id in _WIDER


def unfit(package: Package, indicator: str, dimension: str, entry: Entry, reference: bool) -> str:
    """Why a measure is none for this indicator and dimension, as one of `reasons.WORDS`; "" where it is one.

    `reference`: a group to compare with is named. Nothing is read but the description of the package.
    """
    spec, column = package.indicators[indicator], package.dimensions[dimension]
    here = Situation(
        Facts(float(spec.scale), spec.direction == "favourable", spec.kind),
        len(column.groups),
        column.ordered,
        column.exclusive,
        column.complete,
        reference=reference or column.ordered,
        deviation="sd_text" in package.tables[indicator].columns,
    )
    return unsuited(entry, here)


def refused(package: Package, indicator: str, entry: Entry, why: str) -> tuple[str, str]:
    """A message and a remedy for an author who asks for what cannot be."""
    if why == "not-a-proportion":
        kind = _KINDS[package.indicators[indicator].kind]
        fitting = " or ".join(_KINDS[each] for each in entry.kinds)
        return f"'{entry.id}' is for {fitting}, and '{indicator}' is {kind}.", "Choose another measure."
    return f"'{entry.id}' does not suit this: {WORDS[why]}", _REMEDIES.get(why, "Choose another measure.")
