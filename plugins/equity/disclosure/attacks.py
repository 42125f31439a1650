"""The attack on packages: which withheld numbers follow from all that they publish, and which nearly do.

Two attackers are tried. The careful one takes a group without a row for people that nobody told of; the bold
one for nobody. Published figures may contradict each other, most of all other publishers'; rows that cannot
all be true are left out, and what stays contradictory is counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from plugins.equity.descriptors import Package
from plugins.equity.policies import DEFAULTS, Policy

from .bounding import bounds, rough
from .judging import Demands, demands_of
from .linking import PARTS, Linked, link, shared
from .published import DENOMINATOR, NUMERATOR, REST, VALUE, Facts, Series, facts_of
from .systems import Floats, Mask, System

EXPOSED, NARROW, EARLIER = "exposed", "narrow", "earlier"
LARGEST = 1500
"""Of another publisher's figures, parts with more unknown numbers are bounded by one sum after the other."""


@dataclass(frozen=True)
class Leak:
    """A withheld number that gives way: `at` in the grid of its series. `missing`: it has no row at all."""

    series: Series = field(repr=False)
    role: str
    at: int
    verdict: str
    missing: bool = False


@dataclass(frozen=True)
class Attacked:
    """What came of it. `withheld` and `doubtful` are numbers of cells by package: hidden ones, and those that
    contradictions kept from being bounded.
    """

    facts: Facts = field(repr=False)
    careful: Linked = field(repr=False)
    leaks: tuple[Leak, ...] = field(repr=False)
    withheld: Mapping[str, int]
    doubtful: Mapping[str, int]

    def without(self, verdict: str) -> "Attacked":
        """The same without the leaks of one verdict."""
        return replace(self, leaks=tuple(each for each in self.leaks if each.verdict != verdict))

    def count(self, package: str, verdict: str) -> int:
        """How many numbers of a package have given way so."""
        return sum(each.series.package.id == package and each.verdict == verdict for each in self.leaks)


def attack(
    packages: Sequence[Package],
    earlier: Iterable[Package] = (),
    policies: Mapping[str, Policy] | None = None,
    truth: tuple[Facts, Floats] | None = None,
) -> Attacked:
    """Bound every withheld number of these packages; `policies` are by package, else the defaults.

    `truth`: what is behind them, where it is known. What stands against an attacker who knows every number
    that is only rounded needs no second look.
    """
    facts = facts_of(packages, earlier)
    behind = _behind(facts, *truth) if truth is not None else None
    rules = {each.id: (policies or {}).get(each.id, DEFAULTS) for each in packages}
    demands = demands_of(facts, rules)
    publisher = any(each.origin != "own" for each in packages)
    zeros = any(each.zero_policy != "show_counts" for each in rules.values())
    careful = link(facts, least=0.0 if zeros or publisher else 1.0, publisher=publisher)
    largest = LARGEST if publisher else None
    found, doubtful = _bound(careful, facts, demands, largest, behind)
    if doubtful.any() and not publisher:
        # Whoever hid a zero by hand contradicts the prior; without it the rest is bounded as it should be.
        careful = link(facts, publisher=publisher)
        found, doubtful = _bound(careful, facts, demands, largest, behind)
    if facts.perhaps.any() and facts.withheld.any():
        guessed = link(facts, guess=True, publisher=publisher)
        bold, _ = _bound(guessed, facts, demands, largest, behind, told=set(found))
        found = {**bold, **found}
    leaks = list(_leaks(facts, found))
    return Attacked(
        facts, careful, tuple(leaks), _by_package(facts, facts.withheld), _by_package(facts, doubtful)
    )


def _behind(facts: Facts, known: Facts, values: Floats) -> Floats:
    """The true number of each cell, NaN where the extract has no such cell."""
    found = np.full(len(facts.number), np.nan)
    for one in facts.series:
        for other in known.series:
            if other.indicator.id == one.indicator.id:
                for role in [each for each in one.roles if each in other.roles]:
                    mine, theirs = shared(one, role, other, role)
                    found[mine] = values[theirs]
    return found


def _by_package(facts: Facts, cells: Mask) -> dict[str, int]:
    counts: dict[str, int] = {}
    for series in facts.series:
        some = sum(int(cells[series.cells(role)].sum()) for role in series.roles if role != REST)
        counts[series.package.id] = counts.get(series.package.id, 0) + some
    return counts


def _bound(
    linked: Linked,
    facts: Facts,
    demands: Demands,
    largest: int | None,
    behind: Floats | None,
    told: "set[int] | None" = None,
) -> tuple[dict[int, str], Mask]:
    """The written cells that give way, with their verdicts, and those that could not be bounded."""
    system, number, known = linked.system, linked.system.number, linked.known
    # A group without a row is as good as hidden, where its total is shown.
    wanted = facts.withheld | (~facts.rows & facts.perhaps)
    if told is not None:
        wanted = facts.withheld.copy()
        wanted[list(told)] = False
    first = rough(system, known)
    limits = demands.limits(first.low, system, known, wanted)
    hidden, witness = system.any_of(wanted), None
    if behind is not None:
        witness = _table(system, known, behind)
        more = known.copy()
        there = ~(facts.withheld | facts.perhaps | ~facts.rows) & ~np.isnan(behind) & np.isnan(known[number])
        more[number[there]] = behind[there]
        low, _, _ = bounds(rough(system, more), hidden, limits, largest, witness)
        hidden &= ~np.isnan(low)
    low, high, lost = bounds(first, hidden, limits, largest, witness)
    # Withheld here, and shown as the same number elsewhere.
    same = system.any_of(facts.withheld & ~facts.before) & ~np.isnan(known)
    low[same], high[same] = known[same], known[same]
    ends = low[number], high[number]
    exact = ends[0] == ends[1]
    telling = demands.telling(np.fmax(low, first.low)[number], np.isnan(known)[number])
    # Nobody said that there is anybody in a group without a row; left out it is as good as withheld.
    left_out = _left_out(linked, system.any_of(facts.rows))[number]
    somebody = (ends[0] > 0) & ((exact & left_out) | (ends[1] < demands.small))
    leaks = wanted & ~facts.before & ~np.isnan(ends[0]) & np.where(facts.rows, exact | telling, somebody)
    verdicts = {each: EXPOSED if exact[each] else NARROW for each in np.flatnonzero(leaks).tolist()}
    return verdicts, facts.withheld & lost[number]


def _left_out(linked: Linked, written: Mask) -> Mask:
    """The groups without a row whose whole has one, and so has another part of it: they were left out of it.

    Where no part has a row, or the whole has none, nobody hides anything: it was not broken down, or not
    added up. A large place without rows is no group that somebody hides.
    """
    system = linked.system
    rows, there = system.rows, written[system.rows.cell]
    whole = rows.add_up((there & (rows.weight > 0)).astype(float)) > 0
    beside = rows.add_up((there & (rows.weight < 0)).astype(float)) > 0
    found = np.zeros(system.cells, dtype=bool)
    found[rows.cell[~there & (rows.weight < 0) & (linked.of_kind(PARTS) & whole & beside)[rows.row]]] = True
    return found


def _table(system: System, known: Floats, behind: Floats) -> Floats | None:
    """The truth as a table of the system's cells, where all of it is known and nothing contradicts it."""
    table, there = known.copy(), ~np.isnan(behind)
    table[system.number[there]] = behind[there]
    shown = ~np.isnan(known)
    same = not np.isnan(table).any() and bool((table[shown] == known[shown]).all())
    possible = same and bool(((table >= system.low) & (table <= system.high)).all())
    return table if possible and not len(system.contradicted(table)) else None


def _leaks(facts: Facts, found: Mapping[int, str]) -> Iterable[Leak]:
    for cell, verdict in sorted(found.items()):
        series, role, at = facts.find(cell)
        if role == REST:
            # It is told as its numerator, once; and what is left over may be known where it is large.
            if any(series.cell(each, at) in found for each in (NUMERATOR, DENOMINATOR)):
                continue
            role = NUMERATOR
        yield Leak(series, role, at, verdict, missing=not bool(facts.rows[cell]))
    for cell in np.flatnonzero(facts.before & facts.withheld).tolist():
        series, role, at = facts.find(cell)
        yield Leak(series, role, at, EARLIER)
    for series in facts.series:
        if NUMERATOR in series.roles and DENOMINATOR in series.roles and series.has(0):
            frame, row = series.frame(0), series.grid.rows[0]
            hidden = np.zeros(len(row), dtype=bool)
            there = row >= 0
            status = frame["status"].isin(("c", "u")).to_numpy() & np.isnan(frame["value"].to_numpy())
            if "value_low" in frame.columns:
                status &= np.isnan(frame["value_low"].to_numpy())
            hidden[there] = status[row[there]]
            known = ~np.isnan(facts.number[series.cells(NUMERATOR)]) & ~np.isnan(
                facts.number[series.cells(DENOMINATOR)]
            )
            for at in np.flatnonzero(hidden & known).tolist():
                yield Leak(series, VALUE, at, EXPOSED)
