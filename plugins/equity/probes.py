"""How each function of the library is asked in a scene, so that it can be shown at work."""

from collections.abc import Callable, Iterator, Mapping
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
    summaries,
)
from .inequality.breakdowns import Breakdown
from .inequality.catalogue import Entry
from .inequality.records import Results
from .scenes import Scene
from .standing import years_between


@dataclass(frozen=True)
class Found:
    """Results of all groups or of all of them together, and the breakdown that they were made of.

    `places` are those of the settings where it is that of places inside of the scene's; `outside`: these were
    compared with the scene's own place.
    """

    results: Results
    of: Breakdown
    outside: bool = False
    places: tuple[str, ...] = ()
    since: str = ""
    before: Breakdown | None = None


def _rest(of: Breakdown) -> references.Comparison:
    return references.rest(of)


def _simple(make: Callable[[Breakdown], Results]) -> Callable[[Entry, Scene], Iterator[Found]]:
    """A measure of one breakdown."""

    def asked(_entry: Entry, scene: Scene) -> Iterator[Found]:
        yield Found(make(scene.of), scene.of)

    return asked


def _named(make: Callable[[Breakdown], Results]) -> Callable[[Entry, Scene], Iterator[Found]]:
    """A measure against a reference group."""

    def asked(_entry: Entry, scene: Scene) -> Iterator[Found]:
        if scene.of.reference >= 0:
            yield Found(make(scene.of), scene.of)

    return asked


def _summary(entry: Entry, scene: Scene) -> Iterator[Found]:
    yield Found(summaries.summarise(scene.of, entry.id), scene.of)


def _alternate(_entry: Entry, scene: Scene) -> Iterator[Found]:
    places, of = scene.inner
    if places:
        found = disproportionality.alternate_risk_ratio(of, scene.of)
        yield Found(found, of, True, places)


def _weighted(_entry: Entry, scene: Scene) -> Iterator[Found]:
    places, of = scene.inner
    if places:
        yield Found(disproportionality.weighted_risk_ratio(of, scene.of.cells.n_low), of, False, places)


def _funnel(_entry: Entry, scene: Scene) -> Iterator[Found]:
    places, of = scene.inner
    if places:
        yield Found(funnels.funnel(of, scene.of.cells.shown), of, True, places)


def _gap_change(_entry: Entry, scene: Scene) -> Iterator[Found]:
    for since, before in _years(scene):
        old, new = (pairs.difference(each, _rest(each)) for each in (before, scene.of))
        found = changes.gap_change(old, new)
        yield Found(found, scene.of, since=since, before=before)


def _ratio_change(_entry: Entry, scene: Scene) -> Iterator[Found]:
    for since, before in _years(scene):
        both = (before, scene.of)
        cells = [each for of in both for each in (of.cells, of.rest())]
        errors = changes.log_errors(*((each.k_low, each.n_low) for each in cells))
        old, new = (pairs.ratio(each, _rest(each)) for each in both)
        found = changes.ratio_change(old, new, errors)
        yield Found(found, scene.of, since=since, before=before)


def _years(scene: Scene) -> Iterator[tuple[str, Breakdown]]:
    """Earlier periods with counts, so that the change has an interval."""
    for since in scene.earlier():
        before = scene.before(since)
        if before.cells.exact.all():
            yield since, before


def _distance(_entry: Entry, scene: Scene) -> Iterator[Found]:
    if scene.target is not None:
        yield Found(changes.distance_to_target(scene.of, float(scene.target.value)), scene.of)


def _pace(entry: Entry, scene: Scene) -> Iterator[Found]:
    if scene.target is None:
        return
    left = years_between(scene.period, scene.target.by)
    for since, before in _years(scene):
        made = changes.pace(
            before, scene.of, float(scene.target.value), years_between(since, scene.period), left
        )
        found = made.needed if entry.id == "needed_pace" else made.achieved
        yield Found(found, scene.of, since=since, before=before)


ASKED: Mapping[str, Callable[[Entry, Scene], Iterator[Found]]] = {
    "rates.rate": _simple(rates.rate),
    "pairs.difference": _simple(lambda of: pairs.difference(of, _rest(of))),
    "pairs.ratio": _simple(lambda of: pairs.ratio(of, _rest(of))),
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
    "changes.gap_change": _gap_change,
    "changes.ratio_change": _ratio_change,
    "changes.distance_to_target": _distance,
    "changes.pace": _pace,
    "funnels.funnel": _funnel,
}
"""How each function of the library is asked in a scene. What is not here needs what no package holds: events
per child, a State's rules, cut points, standard deviations of groups."""
