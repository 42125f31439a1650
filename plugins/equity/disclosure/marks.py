"""What a policy says of every number of an extract, before anything is chosen.

`primary` owns the limits; here they are asked of every series. How far apart the bounds of a hidden number
must be depends on what it gives away: wide where it is small, or would be with a few people less.
"""

from dataclasses import dataclass, field

import numpy as np

from plugins.equity.policies import Policy

from .coding import bands
from .extracts import Extract
from .primary import sensitive
from .published import DENOMINATOR, NUMERATOR, REST, VALUE, Series
from .systems import Floats, Ints, Mask


@dataclass(frozen=True)
class Marks:
    """Per written cell. `small` groups; `few` counted or not counted; `everybody` or nobody counted; `banded`
    are numbers whose rate lies where such rates lie.

    The rate of a `coded` numerator becomes a range where its people are shown. `limit` is how far apart the
    bounds must be when it is hidden, `least` what everybody knows that a hidden number is at least.
    """

    small: Mask = field(repr=False)
    few: Mask = field(repr=False)
    everybody: Mask = field(repr=False)
    banded: Mask = field(repr=False)
    coded: Mask = field(repr=False)
    limit: Floats = field(repr=False)
    least: Floats = field(repr=False)

    @property
    def primary(self) -> Mask:
        """What is hidden whatever else is."""
        return self.small | self.few | self.everybody | self.banded


def marks_of(extract: Extract, policy: Policy) -> Marks:
    """What the rules say of an extract whose parts add up."""
    count = len(extract.facts.number)
    small, few, everybody, banded, coded = (np.zeros(count, dtype=bool) for _ in range(5))
    marks = Marks(small, few, everybody, banded, coded, np.ones(count), np.zeros(count))
    for series in extract.facts.series:
        people = next((each for each in (DENOMINATOR, VALUE) if each in series.roles), None)
        if people is not None:
            _mark(series, people, extract, policy, marks)
    return marks


def _mark(series: Series, people: str, extract: Extract, policy: Policy, marks: Marks) -> None:
    """The marks of one series: of its people, then of those of them who are counted."""
    facts, written, n = extract.facts, extract.written, series.cells(people)
    k = series.cells(NUMERATOR) if NUMERATOR in series.roles else None
    counted = None
    if k is not None and series.indicator.kind != "mean":
        counted = np.where((written[n] > 0) & facts.rows[k] & ~facts.perhaps[k], written[k], np.nan)
    share = series.indicator.kind == "proportion"
    found = sensitive(np.where(facts.rows[n], written[n], np.nan), counted, policy, share=share)
    marks.small[n] = found.small
    near = written[n] < policy.min_n + policy.min_interval
    marks.limit[n] = np.where(near, policy.min_interval, 1)
    marks.least[n] = np.where(facts.rows[n], float(policy.least_hidden), 0.0)
    if k is None:
        return
    for role in [each for each in (NUMERATOR, REST) if each in series.roles]:
        part = series.cells(role)
        marks.small[part] = found.small & facts.rows[part]
        marks.few[part] = found.few & ~found.small
        marks.everybody[part] = found.all_or_none & ~found.small
        close = near | (written[part] < policy.min_cell + policy.min_interval)
        # A sum of scores is as telling as the score of its group, however large it is.
        close |= series.indicator.kind == "mean"
        marks.limit[part] = np.where(close, policy.min_interval, 1)
    if share and counted is not None:
        with np.errstate(invalid="ignore"):
            inside = np.minimum(counted, written[n] - counted) <= bands(written[n], policy)
        marks.coded[k] = (inside | found.few | found.all_or_none) & ~found.small
        for role in (NUMERATOR, REST):
            marks.banded[series.cells(role)] = inside & ~found.small & ~found.few & ~found.all_or_none


def small_unwritten(extract: Extract, policy: Policy) -> Mask:
    """Cells of the system that have no row and a small number: an attacker must not come upon them either."""
    small, written = np.zeros(len(extract.facts.number), dtype=bool), extract.written
    for series in extract.facts.series:
        for role in series.roles:
            cells = series.cells(role)
            limit = policy.min_n if role in (DENOMINATOR, VALUE) else policy.min_cell
            small[cells] = (written[cells] > 0) & (written[cells] < limit)
    return extract.system.any_of(small) & extract.unwritten


def together(extract: Extract) -> Ints:
    """A numerator and what is left over are one choice: of a denominator they are the same number."""
    system = extract.system
    group = np.arange(system.cells)
    for series in extract.facts.series:
        if REST in series.roles:
            one, other = (system.number[series.cells(each)] for each in (NUMERATOR, REST))
            group[other] = group[one]
    return group


def levels(extract: Extract) -> Ints:
    """How high up the place of each cell of the system is, 0 for the lowest."""
    system = extract.system
    found = np.zeros(system.cells, dtype=np.int64)
    for series in extract.facts.series:
        grid, places = series.grid, series.package.places
        depth = []
        for id_ in grid.places:
            steps, at = 0, id_
            while at in places and places[at].parent:
                steps, at = steps + 1, places[at].parent
            depth.append(steps)
        deepest = max(depth, default=0)
        _, place, _ = grid.split(grid.keys)
        level = (deepest - np.array(depth or [0], dtype=np.int64))[place]
        for role in series.roles:
            np.maximum.at(found, system.number[series.cells(role)], level)
    return found


def hidden_before(extract: Extract) -> Mask:
    """The cells of the system that the last release hid."""
    found = np.zeros(len(extract.facts.number), dtype=bool)
    for series in extract.facts.series:
        if len(series.releases) < 2 or not series.has(1):
            continue
        frame, row = series.frame(1), series.grid.rows[1]
        there = row >= 0
        for role in series.roles:
            column = NUMERATOR if role == REST else role
            status = f"{column}_status" if f"{column}_status" in frame.columns else "status"
            found[series.cells(role)[there]] = (frame[status] == "c").to_numpy()[row[there]]
    return extract.system.any_of(found)


def shown_before(extract: Extract) -> Mask:
    """The cells of the system whose number the last release showed, and it is the same now.

    A numerator is as good as shown where its rate stood beside its people.
    """
    found, written = np.zeros(len(extract.facts.number), dtype=bool), extract.written
    for series in extract.facts.series:
        if len(series.releases) < 2 or not series.has(1):
            continue
        frame, row = series.frame(1), series.grid.rows[1]
        there, at = row >= 0, row[row >= 0]
        for role in [each for each in series.roles if each in frame.columns]:
            cells = series.cells(role)[there]
            found[cells] = frame[role].to_numpy()[at] == written[cells]
        if NUMERATOR in series.roles and DENOMINATOR in series.roles:
            k, n = series.cells(NUMERATOR)[there], series.cells(DENOMINATOR)[there]
            rate = series.indicator.scale * written[k] / np.maximum(written[n], 1)
            half = 0.5 / 10.0**series.indicator.decimals
            found[k] |= found[n] & (np.abs(frame[VALUE].to_numpy()[at] - rate) <= half)
            if REST in series.roles:
                found[series.cells(REST)[there]] = found[k] & found[n]
    return extract.system.any_of(found)


def nobody(extract: Extract) -> Mask:
    """Groups of nobody, with all that is counted of them."""
    found = np.zeros(len(extract.facts.number), dtype=bool)
    for series in extract.facts.series:
        people = next((each for each in (DENOMINATOR, VALUE) if each in series.roles), None)
        if people is not None:
            empty = extract.written[series.cells(people)] == 0
            for role in series.roles:
                found[series.cells(role)] = empty
    return extract.system.any_of(found)
