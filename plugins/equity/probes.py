"""How each function of the library is asked in a scene: for worked examples, and for values of reports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .inequality import (
    changes,
    composition,
    disproportionality,
    extremes,
    fourfifths,
    funnels,
    pairs,
    rates,
    references,
    standardised,
    summaries,
)
from .inequality.breakdowns import Breakdown
from .inequality.catalogue import Entry
from .inequality.records import Results
from .questions import years_between
from .scenes import Scene


@dataclass(frozen=True)
class Found:
    """Results of all groups or of all of them together, and the breakdown that they were made of.

    `places` are those of the settings where it is that of places inside of the scene's; `outside`: these were
    compared with the scene's own place. `since` and `before` are the earlier period of a change.
    """

    results: Results
    of: Breakdown
    outside: bool = False
    places: tuple[str, ...] = ()
    since: str = ""
    before: Breakdown | None = None


Probe = Callable[[Entry, Scene], Found | None]
"""None where the scene has not what the measure needs."""
Looking = Callable[[Entry, Scene, str], Found | None]
"""The same for a change since an earlier period."""


def _simple(make: Callable[[Breakdown], Results]) -> Probe:
    """A measure of one breakdown."""
    return lambda _entry, scene: Found(make(scene.of), scene.of)


def _compared(make: Callable[[Breakdown, references.Comparison], Results]) -> Probe:
    """A measure against whomever the scene compares with."""
    return lambda _entry, scene: Found(make(scene.of, scene.compared(scene.of)), scene.of)


def _named(make: Callable[[Breakdown], Results]) -> Probe:
    """A measure against a reference group."""

    def asked(_entry: Entry, scene: Scene) -> Found | None:
        return Found(make(scene.of), scene.of) if scene.of.reference >= 0 else None

    return asked


def _summary(entry: Entry, scene: Scene) -> Found | None:
    return Found(summaries.summarise(scene.of, entry.id, bootstrap=entry.id in summaries.DRAWN), scene.of)


def _standardised(_entry: Entry, scene: Scene) -> Found | None:
    other = scene.compared(scene.of)
    return Found(standardised.standardised_gap(scene.of, other, scene.deviation), scene.of)


def _alternate(_entry: Entry, scene: Scene) -> Found | None:
    places, of = scene.inner
    found = disproportionality.alternate_risk_ratio(of, scene.of)
    return Found(found, of, True, places) if places else None


def _weighted(_entry: Entry, scene: Scene) -> Found | None:
    places, of = scene.inner
    found = disproportionality.weighted_risk_ratio(of, scene.of.cells.n_low)
    return Found(found, of, False, places) if places else None


def _funnel(_entry: Entry, scene: Scene) -> Found | None:
    places, of = scene.inner
    return Found(funnels.funnel(of, scene.of.cells.shown), of, True, places) if places else None


def _distance(_entry: Entry, scene: Scene) -> Found | None:
    if scene.target is None:
        return None
    return Found(changes.distance_to_target(scene.of, float(scene.target.value)), scene.of)


def _gap_change(_entry: Entry, scene: Scene, since: str) -> Found | None:
    before = scene.before(since)
    old, new = (pairs.difference(each, scene.compared(each)) for each in (before, scene.of))
    found = changes.gap_change(old, new, broken=scene.broken(since))
    return Found(found, scene.of, since=since, before=before)


def _ratio_change(_entry: Entry, scene: Scene, since: str) -> Found | None:
    both = (scene.before(since), scene.of)
    others = [scene.compared(each) for each in both]
    cells = [each for of, other in zip(both, others, strict=True) for each in (of.cells, other.cells)]
    errors = changes.log_errors(*((each.k_low, each.n_low) for each in cells))
    old, new = (pairs.ratio(of, other) for of, other in zip(both, others, strict=True))
    found = changes.ratio_change(old, new, errors)
    return Found(found, scene.of, since=since, before=both[0])


def _pace(entry: Entry, scene: Scene, since: str) -> Found | None:
    if scene.target is None:
        return None
    before, left = scene.before(since), years_between(scene.period, scene.target.by)
    made = changes.pace(before, scene.of, float(scene.target.value), years_between(since, scene.period), left)
    found = made.needed if entry.id == "needed_pace" else made.achieved
    return Found(found, scene.of, since=since, before=before)


ASKED: Mapping[str, Probe] = {
    "rates.rate": _simple(rates.rate),
    "pairs.difference": _compared(pairs.difference),
    "pairs.ratio": _compared(pairs.ratio),
    "pairs.parity_index": _named(lambda of: pairs.parity_index(of, references.named(of))),
    "pairs.adjusted_parity_index": _named(lambda of: pairs.adjusted_parity_index(of, references.named(of))),
    "disproportionality.risk_ratio": _simple(disproportionality.risk_ratio),
    "disproportionality.risk_difference": _simple(disproportionality.risk_difference),
    "disproportionality.alternate_risk_ratio": _alternate,
    "disproportionality.weighted_risk_ratio": _weighted,
    "disproportionality.e_formula": _simple(disproportionality.e_formula),
    "disproportionality.relative_rate_index": _named(disproportionality.relative_rate_index),
    "composition.composition": _simple(composition.composition),
    "composition.composition_difference": _simple(composition.composition_difference),
    "composition.relative_difference": _simple(composition.relative_difference),
    "composition.disproportionality_ratio": _simple(composition.disproportionality_ratio),
    "fourfifths.four_fifths": _simple(fourfifths.four_fifths),
    "extremes.who_difference": _simple(extremes.who_difference),
    "extremes.who_ratio": _simple(extremes.who_ratio),
    "summaries.summarise": _summary,
    "changes.distance_to_target": _distance,
    "funnels.funnel": _funnel,
    "standardised.standardised_gap": _standardised,
}
"""How each function of the library is asked of one period. What is neither here nor in `SINCE` needs what no
package holds: events per child, a State's rules, cut points."""

SINCE: Mapping[str, Looking] = {
    "changes.gap_change": _gap_change,
    "changes.ratio_change": _ratio_change,
    "changes.pace": _pace,
}
"""The same of what looks back to an earlier period."""
