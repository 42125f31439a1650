"""A worked example of each measure with a site's own numbers, computed by the library from protected cells.

The first scene that suits a measure and gives it a value is taken, the first group that is not small. Where
none does there is no example, and the page says so: numbers are not made up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from .inequality.breakdowns import Breakdown
from .inequality.catalogue import Entry, catalogue
from .inequality.cells import Cells
from .inequality.choosing import unsuited
from .inequality.records import Record, Results
from .probes import ASKED, SINCE, Found
from .scenes import Scene


@dataclass(frozen=True)
class Line:
    """A row of the inputs: who (a group's id, `all`, `rest`), where, when, counts and the shown rate.

    `share` is that of all people, `rank` the middle of its part of the line of them; both 0 to 1. None: not
    known, or of no use to the measure.
    """

    who: str
    place: str
    period: str
    count: int | None
    people: int | None
    rate: float | None
    share: float | None = None
    rank: float | None = None


@dataclass(frozen=True)
class Example:
    """One measure in one scene. `place` is where it was measured, `since` the earlier period of a change.

    `letters` are what letters of the formula stand for, where both counts are known: one count, or two, a
    rate.
    """

    measure: str
    scene: Scene
    place: str
    record: Record
    lines: tuple[Line, ...]
    since: str = ""
    letters: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def examples(scenes: tuple[Scene, ...]) -> dict[str, Example]:
    """By the id of each measure for which there is one."""
    found = {}
    for entry in catalogue().values():
        made = next((each for scene in _order(entry, scenes) for each in _example(entry, scene)), None)
        if made is not None:
            found[entry.id] = made
    return found


def _order(entry: Entry, scenes: tuple[Scene, ...]) -> list[Scene]:
    """First where readers can do the sum themselves, with both counts. Disproportionality is about adverse
    outcomes of groups without an order; other measures take what comes.
    """
    about = entry.family == "disproportionality"

    def unlike(scene: Scene) -> tuple[bool, bool, bool]:
        package = scene.protected.package
        favourable = package.indicators[scene.indicator].direction == "favourable"
        ordered = package.dimensions[scene.dimension].ordered
        return not scene.here.counted, about and favourable, about and ordered

    return sorted(scenes, key=unlike)


def _example(entry: Entry, scene: Scene) -> Iterator[Example]:
    """At most one."""
    if unsuited(entry, scene.here):
        return
    for found in _asked(entry, scene):
        at = _first(found.results, scene)
        if at is not None:
            yield _made(entry, scene, found, at)
            return


def _asked(entry: Entry, scene: Scene) -> Iterator[Found]:
    """The results of a scene; of a change since each earlier period that has counts, so that it has an
    interval.
    """
    if entry.function in ASKED:
        found = ASKED[entry.function](entry, scene)
        if found is not None:
            yield found
    elif entry.function in SINCE:
        for since in scene.earlier():
            if scene.before(since).cells.exact.all():
                found = SINCE[entry.function](entry, scene, since)
                if found is not None:
                    yield found


def _first(results: Results, scene: Scene) -> tuple[int, ...] | None:
    """The position to show: the scene's own group, else the first; no small one, no range."""
    able = results.ok & ~np.isnan(results.value) & ~results.small
    if results.value.ndim == 1:
        places = np.flatnonzero(able)
        return (int(places[0]),) if places.size else None
    own = results.groups.index(scene.group) if scene.group in results.groups else -1
    for setting in range(able.shape[0]):
        groups = np.flatnonzero(able[setting])
        if groups.size:
            return setting, own if own in groups else int(groups[0])
    return None


def _made(entry: Entry, scene: Scene, found: Found, at: tuple[int, ...]) -> Example:
    record = found.results.record(*at)
    place = found.places[at[0]] if found.places else scene.place
    now = _Sheet(scene, found.of, at[0], place, scene.period)
    if entry.function in ("summaries.summarise", "extremes.who_difference", "extremes.who_ratio"):
        lines = now.everybody(entry)
    elif entry.id == "weighted_risk_ratio":
        lines = now.weighed(scene.of.cells)
    elif entry.function.startswith("composition.") or entry.id == "e_formula":
        lines = (now.line(record.group), now.line("all"))
    elif found.outside:
        elsewhere = _Sheet(scene, scene.of, 0, scene.place, scene.period)
        lines = (now.line(record.group), elsewhere.line(_who(entry, record), record.group))
    else:
        lines = now.pair(record)
    if found.before is not None:
        lines = (*_Sheet(scene, found.before, at[0], place, found.since).pair(record), *lines)
    return Example(entry.id, scene, place, record, lines, found.since, _letters(entry, record, lines, scene))


def _who(entry: Entry, record: Record) -> str:
    """Whom a place inside is compared with outside: the same group, or all who are not in it."""
    return record.group if entry.id == "funnel" else "rest"


@dataclass(frozen=True)
class _Sheet:
    """The cells of one setting as lines.

    Counts are those that the package shows. What the library works out of a rounded rate is no count of it,
    even where only one is possible.
    """

    scene: Scene
    of: Breakdown
    setting: int
    place: str
    period: str

    def line(self, who: str, other: str = "") -> Line:
        """Of a group, of all, or of the rest of the group `other`."""
        if who == "all":
            return self._published(who, self.of.total, (self.setting,))
        if who == "rest":
            return self._left(self.of.rest(), (self.setting, self.of.groups.index(other)), other)
        return self._published(who, self.of.cells, (self.setting, self.of.groups.index(who)))

    def pair(self, record: Record) -> tuple[Line, ...]:
        """A group and what it is compared with, if that is a group, the rest or all."""
        mine = (self.line(record.group),)
        if record.comparison in (*self.of.groups, "rest", "all"):
            return (*mine, self.line(record.comparison, record.group))
        return mine

    def everybody(self, entry: Entry) -> tuple[Line, ...]:
        """Every group that has a number, with its share, and its rank where the order matters; then all."""
        groups = [at for at, known in enumerate(self.of.cells.known[self.setting]) if known]
        lines = [self.line(self.of.groups[at]) for at in groups]
        people = sum(each.people or 0 for each in lines)
        if entry.weighted and people and all(each.people for each in lines):
            passed = 0.0
            for at, each in enumerate(lines):
                share = (each.people or 0) / people
                rank = passed + share / 2 if entry.dimension == "ordered" else None
                lines[at] = replace(each, share=share, rank=rank)
                passed += share
        total = self.line("all")
        if lines and lines[0].share is not None:  # everybody, whose middle is the middle
            total = replace(total, share=1.0, rank=None if lines[0].rank is None else 0.5)
        return (*lines, total) if total.rate is not None else tuple(lines)

    def weighed(self, elsewhere: Cells) -> tuple[Line, ...]:
        """Every group that has a number, with its share of the people of these groups elsewhere."""
        groups = np.flatnonzero(self.of.cells.known[self.setting])
        people = elsewhere.n_low[0, groups]
        shares = people / people.sum()
        lines = (self.line(self.of.groups[at]) for at in groups)
        return tuple(replace(each, share=float(one)) for each, one in zip(lines, shares, strict=True))

    def _published(self, who: str, cells: Cells, at: tuple[int, ...]) -> Line:
        group = () if who == "all" else ((self.scene.dimension, who),)
        cell = self.scene.protected.cell(self.scene.indicator, self.period, self.place, group)
        numbers = (cell.numerator.exact, cell.denominator.exact) if cell else (None, None)
        count, people = (None if each is None else int(each) for each in numbers)
        return Line(who, self.place, self.period, count, people, _shown(cells, at))

    def _left(self, cells: Cells, at: tuple[int, ...], group: str) -> Line:
        """All but a group: counts where both are shown, else the rate alone."""
        every, mine = self.line("all"), self.line(group)
        counts = ((every.count, mine.count), (every.people, mine.people))
        count, people = (None if a is None or b is None else a - b for a, b in counts)
        return Line("rest", self.place, self.period, count, people, _shown(cells, at))


def _shown(cells: Cells, at: tuple[int, ...]) -> float | None:
    """The shown rate of a cell."""
    shown = float(cells.shown[at])
    return None if np.isnan(shown) else shown


def _letters(
    entry: Entry, record: Record, lines: tuple[Line, ...], scene: Scene
) -> dict[str, tuple[int, ...]]:
    """What the letters of simple formulas stand for in the example."""
    now = [each for each in lines if each.period == scene.period]
    if entry.function == "summaries.summarise" or not now or len({each.period for each in lines}) > 1:
        return {}
    if entry.id in ("d", "r"):
        by_group = {each.who: each for each in now}
        ends = {"y1": by_group.get(record.group), "y2": by_group.get(record.comparison)}
        known = {name: each for name, each in ends.items() if each is not None}
        return {
            name: (each.count, each.people)
            for name, each in known.items()
            if each.count is not None and each.people
        }
    mine, other = now[0], now[1] if len(now) > 1 else None
    if mine.count is None or not mine.people:
        return {}
    found: dict[str, tuple[int, ...]] = {"k": (mine.count,), "n": (mine.people,)}
    found["p"] = (mine.count, mine.people)
    if other is None or other.count is None or not other.people:
        return found
    for name in ("p0", "p_advantaged", "p_highest"):
        found[name] = (other.count, other.people)
    if other.who == "all":
        return {**found, "K": (other.count,), "N": (other.people,)}
    if entry.id == "alternate_risk_ratio":
        state = _Sheet(scene, scene.of, 0, scene.place, scene.period)
        for who, count, people in ((record.group, "k_s", "n_s"), ("all", "K_s", "N_s")):
            line = state.line(who)
            if line.count is not None and line.people:
                found |= {count: (line.count,), people: (line.people,)}
    elif other.place == mine.place:  # all are the group and the rest of them
        found |= {"K": (mine.count + other.count,), "N": (mine.people + other.people,)}
    return found
