"""Where a worked example plays: a breakdown of an indicator at a place and in a year, and what is around it.

A site's own questions come first, as its reports ask them; then every breakdown at the top place of every
package. The order is that of the files, so that a build gives the same examples every time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from .disclosure import Protected
from .inequality import references
from .inequality.breakdowns import Breakdown
from .inequality.choosing import Situation, situation
from .inequality.feeding import Fed, broken, feed
from .inequality.records import Floats, Ints
from .questions import ALL, REST, Goal
from .reports import Cycle, Report

_ORDER = "the most advantaged group in the order of the groups"


@dataclass(frozen=True)
class Scene:
    """One place and period of a breakdown. `group` is the one to talk about, "": any. `since` is an earlier
    period to compare with, "": any; `target` is that of a report. `against` is whom each group is compared
    with, where a measure leaves that open: `all`, `rest`, or the id of a group; then `why` says why it is
    that one. `before` and `inner` feed more.
    """

    protected: Protected = field(repr=False)
    indicator: str
    dimension: str
    place: str
    period: str
    group: str = ""
    since: str = ""
    target: Goal | None = None
    against: str = REST
    why: str = ""

    @cached_property
    def of(self) -> Breakdown:
        """Here and now, one setting."""
        return self._now.of

    @property
    def deviation(self) -> Floats:
        """The standard deviation of everybody here and now, (1, 1); NaN: not known."""
        return self._now.deviation

    @cached_property
    def _now(self) -> Fed:
        return self._fed(self.period)

    @cached_property
    def here(self) -> Situation:
        """What matters for the choice of a measure."""
        return situation(self.of, deviation=not np.isnan(self.deviation).any())

    def compared(self, of: Breakdown) -> references.Comparison:
        """Whom each group of a breakdown of this scene is compared with."""
        if self.against == ALL:
            return references.everybody(of)
        return references.rest(of) if self.against == REST else references.named(of)

    def before(self, period: str) -> Breakdown:
        """The same place in an earlier period, one setting."""
        return self._fed(period).of

    def earlier(self) -> tuple[str, ...]:
        """Periods before this one with which it may be compared: the report's own first, then in order."""
        known = [
            each
            for each in self.protected.periods(self.indicator)
            if each < self.period and not self.broken(each).any()
        ]
        return tuple(sorted(known, key=lambda each: (each != self.since, each)))

    def broken(self, period: str) -> "np.typing.NDArray[np.bool_]":
        """Per group whether its series breaks between that period and this one."""
        return broken(self.protected, self.indicator, self.dimension, period, self.period)

    @cached_property
    def inner(self) -> tuple[tuple[str, ...], Breakdown]:
        """The places inside of this one, those with the most people first, a setting each."""
        places = self.protected.package.places
        known = self.protected.package.indexes[self.indicator].places
        inside = tuple(each for each in known if each in places and places[each].parent == self.place)
        if not inside:
            return (), self.of.at(np.array([], dtype=int))
        of = self._fed(self.period, inside).of
        people = np.where(np.isnan(of.total.n_low), -1.0, of.total.n_low)
        order: Ints = np.argsort(-people, kind="stable")
        return tuple(inside[at] for at in order), of.at(order)

    def _fed(self, period: str, places: tuple[str, ...] = ()) -> Fed:
        groups = self.protected.package.dimensions[self.dimension]
        reference, why = self.against, self.why
        if reference in (ALL, REST):
            # The one reference that needs no choice of ours: an order that the package declares.
            reference, why = (groups.groups[-1], _ORDER) if groups.ordered else ("", "")
        return feed(
            self.protected,
            self.indicator,
            self.dimension,
            periods=(period,),
            places=places or (self.place,),
            reference=reference,
            reference_why=why,
        )


def scenes(
    packages: Mapping[str, Protected], reports: Sequence[Report], cycle: Cycle | None
) -> tuple[Scene, ...]:
    """Every scene of a site, in the order in which examples are looked for. Nothing later than the cycle."""
    mine = [each for each in reports if cycle is not None and each.cycle == cycle]
    found = [scene for report in mine for scene in _of_report(packages[report.package], report)]
    for protected in packages.values():
        found += _of_package(protected, cycle.period if cycle else "")
    unique: dict[tuple[str, ...], Scene] = {}
    for each in found:
        key = (each.protected.package.id, each.indicator, each.dimension, each.place, each.period)
        unique.setdefault(key, each)
    return tuple(unique.values())


def _of_report(protected: Protected, report: Report) -> Iterator[Scene]:
    question = report.main
    if len(question.group) == 1:
        (dimension, group) = question.group[0]
        scene = Scene(protected, question.indicator, dimension, question.place, question.period, group)
        if _there(scene):
            goal = Goal(report.target.value, report.target.by) if report.target else None
            yield replace(scene, since=report.baseline, target=goal)


def _of_package(protected: Protected, until: str) -> Iterator[Scene]:
    package = protected.package
    tops = [each.id for each in package.places.values() if not each.parent]
    for indicator, spec in package.indicators.items():
        periods = [each for each in protected.periods(indicator) if not until or each <= until]
        if spec.kind == "count" or not periods:
            continue
        for place in tops[:1]:
            for dimension in package.dimensions:
                scene = Scene(protected, indicator, dimension, place, periods[-1])
                if _there(scene):
                    yield scene


def _there(scene: Scene) -> bool:
    """Whether the indicator is published of that place and period."""
    index = scene.protected.package.indexes[scene.indicator]
    return scene.place in index.places and scene.period in index.periods
