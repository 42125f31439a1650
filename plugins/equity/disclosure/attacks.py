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

from .audit import audit
from .linking import Linked, link, shared
from .nearby import components
from .propagation import propagate
from .published import DENOMINATOR, NUMERATOR, REST, VALUE, Facts, Series, facts_of
from .systems import Floats, Ints, Mask, System

EXPOSED, NARROW, EARLIER = "exposed", "narrow", "earlier"
_DROPS = 200
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
    given = _given(facts, *truth) if truth is not None else None
    rules = {each.id: (policies or {}).get(each.id, DEFAULTS) for each in packages}
    publisher = any(each.origin != "own" for each in packages)
    zeros = any(each.zero_policy != "show_counts" for each in rules.values())
    careful = link(facts, least=0.0 if zeros or publisher else 1.0, publisher=publisher)
    largest = LARGEST if publisher else None
    found, doubtful = _bound(careful, facts, rules, largest, given)
    if doubtful.any() and not publisher:
        # Whoever hid a zero by hand contradicts the prior; without it the rest is bounded as it should be.
        careful = link(facts, publisher=publisher)
        found, doubtful = _bound(careful, facts, rules, largest, given)
    if facts.perhaps.any() and facts.withheld.any():
        guessed = link(facts, guess=True, publisher=publisher)
        bold, _ = _bound(guessed, facts, rules, largest, given, told=set(found))
        found = {**bold, **found}
    leaks = list(_leaks(facts, found))
    return Attacked(
        facts, careful, tuple(leaks), _by_package(facts, facts.withheld), _by_package(facts, doubtful)
    )


def _given(facts: Facts, known: Facts, values: Floats) -> Floats:
    """The true numbers of the cells that are neither shown nor withheld, but have a rate."""
    given = np.full(len(facts.number), np.nan)
    for one in facts.series:
        for other in known.series:
            if other.indicator.id == one.indicator.id:
                for role in [each for each in one.roles if each in other.roles]:
                    mine, theirs = shared(one, role, other, role)
                    given[mine] = values[theirs]
    given[facts.withheld | facts.perhaps | ~facts.rows | ~np.isnan(facts.number)] = np.nan
    return given


def _by_package(facts: Facts, cells: Mask) -> dict[str, int]:
    counts: dict[str, int] = {}
    for series in facts.series:
        some = sum(int(cells[series.cells(role)].sum()) for role in series.roles if role != REST)
        counts[series.package.id] = counts.get(series.package.id, 0) + some
    return counts


def _bound(
    linked: Linked,
    facts: Facts,
    rules: Mapping[str, Policy],
    largest: int | None,
    given: Floats | None,
    told: "set[int] | None" = None,
) -> tuple[dict[int, str], Mask]:
    """The written cells that give way, with their verdicts, and those that could not be bounded."""
    system, number = linked.system, linked.system.number
    limit = np.ones(len(number))
    small, few, part = np.zeros(len(number)), np.zeros(len(number)), np.zeros(len(number))
    for series in facts.series:
        rule = rules[series.package.id]
        for role in series.roles:
            cells = series.cells(role)
            limit[cells] = np.where(facts.withheld[cells], rule.min_interval, 1.0)
            small[cells] = rule.min_n if role in (DENOMINATOR, VALUE) else rule.min_cell
            few[cells] = rule.min_n
            part[cells] = series.indicator.kind == "proportion"
    # A group without a row is as good as hidden, where its total is shown.
    wanted = facts.withheld | (~facts.rows & facts.perhaps)
    if told is not None:
        wanted = facts.withheld.copy()
        wanted[list(told)] = False
    limits = np.ones(system.cells)
    np.maximum.at(limits, number[wanted], limit[wanted])
    hidden = system.any_of(wanted)
    if given is not None:
        more = linked.known.copy()
        there = ~np.isnan(given) & np.isnan(more[number])
        more[number[there]] = given[there]
        low, high, _ = bounds(system, more, hidden, limits, largest)
        hidden &= ~np.isnan(low)
    low, high, lost = bounds(system, linked.known, hidden, limits, largest)
    people = _people(facts)
    found: dict[int, str] = {}
    for cell in np.flatnonzero(wanted & ~np.isnan(low[number])).tolist():
        ends = low[number[cell]], high[number[cell]]
        verdict = EXPOSED if ends[0] == ends[1] else NARROW
        near = ends[0] < small[cell]
        if people[cell] >= 0 and np.isnan(linked.known[number[people[cell]]]):
            # Of a group that may be small nothing is told; it is no smaller than its part.
            least = low[number[people[cell]]]
            near |= max(ends[0] * part[cell], 0.0 if np.isnan(least) else least) < few[cell]
        if not facts.rows[cell]:
            if (verdict == EXPOSED and ends[0] > 0) or (ends[0] > 0 and ends[1] < small[cell]):
                found[cell] = verdict
        elif verdict == EXPOSED or near:
            found[cell] = verdict
    return found, facts.withheld & lost[number]


def _people(facts: Facts) -> Ints:
    """Per cell the cell of the people that it is a part of, -1 where it is people itself."""
    found = np.full(len(facts.number), -1)
    for series in facts.series:
        if DENOMINATOR in series.roles:
            for role in [each for each in series.roles if each != DENOMINATOR]:
                found[series.cells(role)] = series.cells(DENOMINATOR)
    return found


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


def bounds(
    system: System, known: Floats, wanted: Mask, limits: Floats, largest: int | None = None
) -> tuple[Floats, Floats, Mask]:
    """The bounds of the wanted cells that are nearer to each other than their limits, NaN for all others.

    Third: the cells that were bounded roughly, by one sum after the other, since what is published of them
    contradicts itself or hangs together with more than `largest` unknown numbers.
    """
    low, high = np.full(system.cells, np.nan), np.full(system.cells, np.nan)
    lost = np.zeros(system.cells, dtype=bool)
    system = possible_part(system, known)
    unknown = system.without(known)
    label = np.full(system.cells, -1)
    label[unknown.origin] = components(unknown)
    hidden = np.flatnonzero(wanted & np.isnan(known))
    rough = propagate(unknown)
    if rough.possible:
        near = (rough.high - rough.low) < limits[unknown.origin]
        cells = unknown.origin[near & wanted[unknown.origin]]
        low[cells], high[cells] = (
            rough.low[near & wanted[unknown.origin]],
            rough.high[near & wanted[unknown.origin]],
        )
    if largest is not None:
        large = np.bincount(label[unknown.origin], minlength=1)[label[hidden]] > largest
        lost[hidden[large]] = True
        hidden = hidden[~large]
    todo = [hidden] if len(hidden) else []
    while todo:
        cells = todo.pop()
        some = np.zeros(system.cells, dtype=bool)
        some[cells] = True
        found = audit(system, known, some, limits)
        if found.possible:
            fails = found.high - found.low < found.limit
            low[found.cells[fails]], high[found.cells[fails]] = found.low[fails], found.high[fails]
            continue
        parts = np.unique(label[cells])
        if len(parts) == 1:
            lost[cells] = True
            continue
        left = np.isin(label[cells], parts[: len(parts) // 2])
        todo += [cells[~left], cells[left]]
    return low, high, lost


def possible_part(system: System, known: Floats) -> System:
    """The system without the rows that one number after the other shows to contradict the rest."""
    for _ in range(_DROPS):
        unknown = system.without(known)
        found = propagate(unknown)
        if found.possible:
            break
        wrong = np.zeros(len(unknown.low), dtype=bool)
        wrong[found.low > found.high] = True
        bad = unknown.rows.name[np.unique(unknown.rows.row[wrong[unknown.rows.cell]])]
        keep = ~np.isin(system.rows.name, bad)
        if keep.all():
            break
        system = replace(
            system,
            rows=system.rows.only(np.ones(len(system.rows.row), dtype=bool), keep),
            residual=system.residual[keep],
            needs=system.needs[keep],
        )
    return system
