"""What to hide of a package of exact counts: the rules, the cells beside them, and what of it is coded.

An extract holds every number. The rules say which are sensitive, `suppression` which others to hide with
them, as one system of numerators, denominators and what is left over. A rate that is shown is taken for its
exact numerator, which is more than an attacker has. A rate whose numerator is sensitive, of a group that is
large enough, is coded: a range takes its place.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from plugins.equity.descriptors import Package
from plugins.equity.policies import Policy

from .audit import audit
from .linking import PLACES, Linked, link
from .published import DENOMINATOR, NUMERATOR, REST, VALUE, Facts, Series, facts_of
from .suppression import Aim, Pattern, protect
from .systems import Floats, Ints, Mask, System


@dataclass(frozen=True)
class Extract:
    """An extract as a system in which every cell has its number; `unwritten` cells have no row anywhere."""

    facts: Facts
    linked: Linked = field(repr=False)
    system: System = field(repr=False)
    values: Floats = field(repr=False)
    unwritten: Mask = field(repr=False)
    wrong: tuple[tuple[Series, int], ...] = field(repr=False)


@dataclass(frozen=True)
class Hidden:
    """Masks over the written cells: `hidden` and why. The rate of a `coded` numerator becomes a range."""

    extract: Extract = field(repr=False)
    hidden: Mask = field(repr=False)
    small: Mask = field(repr=False)
    few: Mask = field(repr=False)
    everybody: Mask = field(repr=False)
    coded: Mask = field(repr=False)
    pattern: Pattern = field(repr=False)


def read_extract(package: Package, last: Package | None = None) -> Extract:
    """The counts of an extract; `wrong` are places of the grid whose parts do not add up to them."""
    facts = facts_of([package], [last] if last is not None else [])
    number = facts.number
    number[~facts.rows] = np.nan
    facts.perhaps[~facts.rows] = True
    number[facts.empty] = 0.0
    linked = link(facts, guess=True, rates=False)
    system = linked.system
    values, written = linked.known.copy(), ~np.isnan(linked.known)
    _fill(system, values)
    unwritten = np.isnan(values) | ~written
    values = np.nan_to_num(values)
    bad = np.isin(system.rows.name, system.contradicted(values))
    strict = link(facts, rates=False)
    certain = strict.known.copy()
    _fill(strict.system, certain)
    wrong = [*_wrong(linked, values, facts, places=False), *_wrong(strict, certain, facts, places=True)]
    kept = replace(
        system,
        rows=system.rows.only(np.ones(len(system.rows.row), dtype=bool), ~bad),
        residual=system.residual[~bad],
        needs=system.needs[~bad],
    )
    return Extract(facts, linked, kept, values, unwritten, tuple(wrong))


def _wrong(linked: Linked, values: Floats, facts: Facts, *, places: bool) -> list[tuple[Series, int]]:
    """Wholes that their parts do not add up to. A number that was never collected makes a sum no fact.

    A group without a row has nobody in it, or its row is missing; of places there may be others.
    """
    system = linked.system
    open_ = system.rows.add_up(system.any_of(facts.perhaps & facts.rows)[system.rows.cell].astype(float)) > 0
    bad = np.isin(system.rows.name, system.contradicted(values)) & ~open_
    start, found = system.rows.start, []
    for row in np.flatnonzero(bad).tolist():
        if (linked.kind(int(system.rows.name[row]))[0] == PLACES) != places:
            continue
        entries = slice(start[row], start[row + 1])
        cell = int(system.rows.cell[entries][system.rows.weight[entries] > 0][0])
        series, _, at = facts.find(int(np.flatnonzero(system.number == cell)[0]))
        found.append((series, at))
    return found


def _guessed(facts: Facts, system: System) -> Mask:
    """Cells that are taken for nobody because nothing is written of them."""
    return system.any_of(facts.perhaps)


def _fill(system: System, values: Floats) -> None:
    """Totals that nobody wrote down, from their parts."""
    rows = system.rows
    exact = rows.row_low == rows.row_high
    for _ in range(10):
        unknown = np.isnan(values)[rows.cell]
        one = (rows.add_up(unknown.astype(float)) == 1) & exact
        if not one.any():
            return
        sums = rows.add_up(np.where(unknown, 0.0, rows.weight * np.nan_to_num(values)[rows.cell]))
        entries = np.flatnonzero(unknown & one[rows.row])
        values[rows.cell[entries]] = (
            rows.row_low[rows.row[entries]] - sums[rows.row[entries]]
        ) / rows.weight[entries]


def hide(extract: Extract, policy: Policy) -> Hidden:
    """The cells of an extract to hide under a policy, those of the last release first."""
    facts, system = extract.facts, extract.system
    count = len(facts.number)
    small, few, everybody, coded = (np.zeros(count, dtype=bool) for _ in range(4))
    before = np.zeros(count, dtype=bool)
    limit = np.ones(count)
    level, least = np.zeros(count, dtype=np.int64), np.zeros(count)
    low, high = np.zeros(system.cells), np.full(system.cells, np.inf)
    written = extract.values[system.number]
    shown = policy.zero_policy == "show_counts"
    for series in facts.series:
        roles = series.roles
        for role in roles:
            cells = series.cells(role)
            level[cells] = _level(series)
            before[cells] = _before(series, role)
        for role in [each for each in (DENOMINATOR, VALUE) if each in roles]:
            cells = series.cells(role)
            people = written[cells]
            small[cells] = (people >= (1 if shown else 0)) & (people < policy.min_n) & facts.rows[cells]
            limit[cells] = np.where(people < policy.min_n + policy.min_interval, policy.min_interval, 1)
            least[cells] = np.where(facts.rows[cells], float(shown), 0.0)
        if NUMERATOR in roles and DENOMINATOR in roles:
            _numerators(series, policy, written, small, few, everybody, coded, limit, facts)
    np.maximum.at(low, system.number, least)
    primary = system.any_of(small | few | everybody) | (extract.unwritten & ~_guessed(facts, system))
    limits = np.ones(system.cells)
    np.maximum.at(limits, system.number, limit)
    sensitive = ~extract.unwritten
    levels = np.zeros(system.cells, dtype=np.int64)
    np.maximum.at(levels, system.number, level)
    low = np.where(extract.values < low, system.low, np.maximum(system.low, low))
    bounded = replace(system, low=low, high=np.minimum(system.high, high))
    stay = _guessed(facts, system) & ~system.any_of(facts.rows)
    pattern = protect(
        bounded,
        extract.values,
        primary & ~((extract.values < 1) & (system.any_of(small))),
        Aim(policy.residual_min, limits),
        sensitive=sensitive,
        level=levels,
        together=_together(facts, system),
        before=system.any_of(before),
        stay=stay | _zeros(facts, system, extract.values, shown=shown),
    )
    hidden = pattern.hidden[system.number]
    known = np.where(pattern.hidden, np.nan, extract.values)
    coded = _affordable(extract, policy, bounded, known, coded, limits)
    return Hidden(extract, hidden, small, few, everybody, coded, pattern)


def _affordable(
    extract: Extract, policy: Policy, system: System, known: Floats, coded: Mask, limits: Floats
) -> Mask:
    """The ranges that can be told without giving anything away; without any nothing gives way.

    A range that makes a number too narrow is left out, with those that stand in a sum with it.
    """
    rows = system.rows
    coded = coded.copy()
    for series in extract.facts.series:
        if REST in series.roles:
            coded[series.cells(NUMERATOR)] &= ~np.isnan(known[system.number[series.cells(DENOMINATOR)]])
    while coded.any():
        low, high = np.zeros(system.cells), np.full(system.cells, np.inf)
        for series in extract.facts.series:
            _ranges(series, policy, extract.values[system.number], coded, system, low, high)
        told = replace(system, low=np.maximum(system.low, low), high=np.minimum(system.high, high))
        found = audit(told, known, ~extract.unwritten, limits, witness=extract.values)
        if found.safe:
            break
        near = np.zeros(system.cells, dtype=bool)
        near[found.failing] = True
        touched = np.zeros(rows.count, dtype=bool)
        touched[rows.row[near[rows.cell]]] = True
        near[rows.cell[touched[rows.row]]] = True
        out = coded & near[system.number]
        coded &= ~out if out.any() else False
    return coded


def _zeros(facts: Facts, system: System, values: Floats, *, shown: bool) -> Mask:
    """Groups of nobody, which are always shown, with all that is counted of them."""
    nobody = np.zeros(len(facts.number), dtype=bool)
    for series in facts.series:
        people = next((each for each in (DENOMINATOR, VALUE) if each in series.roles), None)
        if shown and people is not None:
            empty = values[system.number[series.cells(people)]] == 0
            for role in series.roles:
                nobody[series.cells(role)] = empty
    return system.any_of(nobody)


def _numerators(
    series: Series,
    policy: Policy,
    written: Floats,
    small: Mask,
    few: Mask,
    everybody: Mask,
    coded: Mask,
    limit: Floats,
    facts: Facts,
) -> None:
    """Which numerators are sensitive: those of small groups; a few people in or out; nobody, or all."""
    k, n = series.cells(NUMERATOR), series.cells(DENOMINATOR)
    counted, people = written[k], written[n]
    there = (people > 0) & facts.rows[k] & ~facts.perhaps[k]
    small[k] = small[n]
    parts = [k]
    if series.indicator.kind == "mean":
        limit[k] = policy.min_interval
        return
    rest = people - counted
    if series.indicator.kind == "proportion":
        parts.append(series.cells(REST))
        few[k] = there & ~small[n] & (_few(counted, policy) | _few(rest, policy))
        everybody[k] = there & ~small[n] & ((counted == 0) | (rest == 0))
        coded[k] = few[k] | everybody[k]
        small[parts[1]], few[parts[1]], everybody[parts[1]] = small[k], few[k], everybody[k]
    else:
        few[k] = there & ~small[n] & (counted < policy.min_cell)
    edge = policy.min_cell + policy.min_interval
    for part in parts:
        near = (written[part] < edge) | (people < policy.min_n + policy.min_interval)
        limit[part] = np.where(near, policy.min_interval, 1)


def _few(counted: Floats, policy: Policy) -> Mask:
    found: Mask = (counted >= 1) & (counted < policy.min_cell)
    return found


def _ranges(
    series: Series, policy: Policy, written: Floats, coded: Mask, system: System, low: Floats, high: Floats
) -> None:
    """A range is a fact about a hidden numerator, and about what is left over."""
    if REST not in series.roles:
        return
    k, n, rest = (series.cells(each) for each in (NUMERATOR, DENOMINATOR, REST))
    for at in np.flatnonzero(coded[k]).tolist():
        people = int(written[n[at]])
        percent = policy.code(people)
        if percent is None:
            coded[k[at]] = False
            continue
        most = percent * people // 100
        bottom = written[k[at]] <= written[rest[at]]
        near, far = (k[at], rest[at]) if bottom else (rest[at], k[at])
        near, far = system.number[near], system.number[far]
        high[near] = min(high[near], most)
        low[far] = max(low[far], people - most)
        high[far] = min(high[far], people)


def _together(facts: Facts, system: System) -> Ints:
    """A numerator and what is left over are one choice: of a denominator they are the same number."""
    group = np.arange(system.cells)
    for series in facts.series:
        if REST in series.roles:
            one, other = (system.number[series.cells(each)] for each in (NUMERATOR, REST))
            group[other] = group[one]
    return group


def _level(series: Series) -> Ints:
    """How high up the place of each cell is, 0 for the lowest."""
    grid, package = series.grid, series.package
    depth = []
    for id_ in grid.places:
        steps, at = 0, id_
        while at in package.places and package.places[at].parent:
            steps, at = steps + 1, package.places[at].parent
        depth.append(steps)
    deepest = max(depth, default=0)
    _, place, _ = grid.split(grid.keys)
    return (deepest - np.array(depth or [0], dtype=np.int64))[place]


def _before(series: Series, role: str) -> Mask:
    """The cells that the last release hid."""
    found = np.zeros(len(series.grid), dtype=bool)
    if len(series.releases) < 2 or not series.has(1):
        return found
    frame, row = series.frame(1), series.grid.rows[1]
    there = row >= 0
    column = NUMERATOR if role == REST else role
    status = f"{column}_status" if f"{column}_status" in frame.columns else "status"
    found[there] = (frame[status] == "c").to_numpy()[row[there]]
    return found
