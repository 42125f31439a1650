"""The cells of one indicator over all its releases, numbered: every cell that has a row, and every cell that
the description says there must be.

A group that is declared and has no row is a cell all the same, since an attacker counts it too; so is a total
or a parent place that nobody wrote down. Cells are found as in `indexing`: by whole numbers made of period,
place and cut.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

import numpy as np

from plugins.equity.descriptors import Dimension, Group, Package
from plugins.equity.indexing import Codes

from .systems import Mask


@dataclass(frozen=True)
class Family:
    """Equations of one kind, one per column of `parts`: the number of a whole and those of its parts.

    -1 in `parts` is no cell. `equal` says of each whether its parts are all there are; `through` is the
    dimension that the whole is broken down by, "" for places. `guess`: an attacker may take the parts for
    all, since there may be nobody in the places that have no row.
    """

    through: str
    whole: Codes = field(repr=False)
    parts: "np.ndarray[tuple[int, int], np.dtype[np.int64]]" = field(repr=False)
    equal: Mask = field(repr=False)
    overlapping: bool = False
    guess: bool = False


@dataclass(frozen=True)
class Grid:
    """Cells as sorted keys; `rows` has, per release, the row of each cell in its table, -1 for none."""

    periods: tuple[str, ...]
    places: tuple[str, ...]
    cuts: tuple[Group, ...]
    keys: Codes = field(repr=False)
    rows: tuple[Codes, ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.keys)

    def split(self, keys: Codes) -> tuple[Codes, Codes, Codes]:
        """The period, place and cut of each key, as positions."""
        rest, cut = keys // len(self.cuts), keys % len(self.cuts)
        return rest // len(self.places), rest % len(self.places), cut

    def find(self, keys: Codes) -> Codes:
        """The number of the cell of each key, -1 where there is none."""
        if not len(self.keys):
            return np.full(len(keys), -1)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, -1)

    def name(self, cell: int) -> tuple[str, str, Group]:
        """Period, place and group of a cell."""
        period, place, cut = (int(each[0]) for each in self.split(self.keys[cell : cell + 1]))
        return self.periods[period], self.places[place], self.cuts[cut]


def grid_of(releases: Sequence[Package], indicator: str) -> Grid:
    """The grid of an indicator in all releases of a package; the first is the one that is published now."""
    there = [each for each in releases if indicator in each.indexes]
    indexes = [each.indexes[indicator] for each in there]
    periods = tuple(sorted({period for each in indexes for period in each.periods}))
    named = {place for each in indexes for place in each.places} | {
        id_ for each in there for id_ in each.places
    }
    # The order of rows in a file decides nothing: what lies together stands together.
    places = tuple(sorted(named, key=lambda id_: _way_up(id_, there)))
    given = sorted({cut for each in indexes for cut in each.cuts})
    cuts = tuple(sorted({*given, *_all_parts_of(given, releases[0])}))
    numbered = [{word: at for at, word in enumerate(words)} for words in (periods, places, cuts)]
    keys: list[Codes] = []
    for index in indexes:
        codes = [
            np.array([known[word] for word in words] or [0], dtype=np.int64)[column]
            for known, words, column in zip(
                numbered,
                (index.periods, index.places, index.cuts),
                (index.period, index.place, index.cut),
                strict=True,
            )
        ]
        keys.append((codes[0] * len(places) + codes[1]) * len(cuts) + codes[2])
    everything = _different(keys)
    grid = Grid(periods, places, cuts, everything, ())
    grid = Grid(periods, places, cuts, _missing(grid, releases[0]), ())
    rows = []
    by_release = iter(keys)
    for release in releases:
        row = np.full(len(grid), -1)
        if indicator in release.indexes:
            own = next(by_release)
            row[grid.find(own)] = np.arange(len(own))
        rows.append(row)
    return Grid(periods, places, cuts, grid.keys, tuple(rows))


def _way_up(place: str, releases: Sequence[Package]) -> tuple[str, ...]:
    """A place with those that it lies in, the highest first."""
    way: tuple[str, ...] = (place,)
    for package in releases:
        while way[0] in package.places and package.places[way[0]].parent and len(way) < len(package.places):
            way = (package.places[way[0]].parent, *way)
    return way


def families(grid: Grid, package: Package) -> Iterator[Family]:
    """Every equation between the cells of a grid: by each dimension, for each cut; and by places."""
    for through, whole, parts in _breakdowns(grid, package):
        dimension = package.dimensions[through]
        numbers = np.stack([grid.find(each) for each in parts])
        equal = np.full(len(whole), dimension.exclusive and dimension.complete)
        yield Family(through, grid.find(whole), numbers, equal, overlapping=not dimension.exclusive)
    yield from _by_place(grid, package)


def same_people(grid: Grid, package: Package) -> tuple[Codes, Codes]:
    """Pairs of places of a grid that have one denominator: a theme of a group, and that group."""
    pairs: tuple[list[Codes], list[Codes]] = ([], [])
    for through, whole, parts in _breakdowns(grid, package):
        if package.dimensions[through].same_people:
            for each in parts:
                one, other = grid.find(whole), grid.find(each)
                there = (one >= 0) & (other >= 0) & (each >= 0)
                pairs[0].append(one[there])
                pairs[1].append(other[there])
    nothing = np.zeros(0, dtype=np.int64)
    return np.concatenate([nothing, *pairs[0]]), np.concatenate([nothing, *pairs[1]])


def _all_parts_of(cuts: Sequence[Group], package: Package) -> Iterator[Group]:
    """The cuts that a cut adds up to, and those beside it in a breakdown."""
    for cut in cuts:
        for size in range(len(cut)):
            yield from combinations(cut, size)
        for at, (name, _) in enumerate(cut):
            if name in package.dimensions and package.dimensions[name].complete:
                for other in package.dimensions[name].groups:
                    yield (*cut[:at], (name, other), *cut[at + 1 :])


def _missing(grid: Grid, package: Package) -> Codes:
    """Keys of all cells: those that have a row, and those that have none though an equation needs them."""
    added: list[Codes] = []
    for _, whole, parts in _breakdowns(grid, package):
        added += [each[grid.find(each) < 0] for each in (whole, *parts)]
    numbers = _different([grid.keys, *added])
    period, place, cut = grid.split(numbers)
    for level in _levels(grid, package):
        above = _parents(grid, package)[place]
        up = (above >= 0) & np.isin(place, level)
        if up.any():
            more = (period[up] * len(grid.places) + above[up]) * len(grid.cuts) + cut[up]
            numbers = _different([numbers, more])
            period, place, cut = grid.split(numbers)
    return _different([numbers, _left_over(grid, package, numbers)])


def _left_over(grid: Grid, package: Package, numbers: Codes) -> Codes:
    """Keys of the one place without a row beside others with one: it is what they leave of their whole."""
    parents, expected = _parents(grid, package), _expected_places(grid, package)
    period, place, cut = grid.split(numbers)
    above = parents[place]
    there = (above >= 0) & (expected[period, place] > 0)
    key = ((period * len(grid.places) + above) * len(grid.cuts) + cut)[there]
    whole, again = np.unique(key, return_inverse=True)
    many, known = np.bincount(again, minlength=len(whole)), np.bincount(again, place[there], len(whole))
    period, above, cut = grid.split(whole)
    children = _by_parent(expected, parents)
    numbered = _by_parent(expected * np.arange(expected.shape[1]), parents)
    one = children[period, above] == many + 1
    # Of all numbers of the places but one, that one's is left.
    left = (numbered[period, above] - known.astype(np.int64))[one]
    keys: Codes = (period[one] * len(grid.places) + left) * len(grid.cuts) + cut[one]
    return keys


def _breakdowns(grid: Grid, package: Package) -> Iterator[tuple[str, Codes, list[Codes]]]:
    """Per cut and dimension: keys of the wholes, and per group those of the parts (-1: none then)."""
    period, place, cut = grid.split(grid.keys)
    at = period * len(grid.places) + place
    order = np.argsort(cut, kind="stable")
    ends = np.searchsorted(cut[order], np.arange(len(grid.cuts) + 1))
    spots = [at[order[begin:end]] for begin, end in pairwise(ends.tolist())]
    number = {each: position for position, each in enumerate(grid.cuts)}
    # The deepest crossings first, so that a total which nobody wrote down is there for the next.
    for whole in sorted(range(len(grid.cuts)), key=lambda each: -len(grid.cuts[each])):
        group = grid.cuts[whole]
        for name, dimension in package.dimensions.items():
            if name in dict(group):
                continue
            parts = [number.get(tuple(sorted((*group, (name, each)))), -1) for each in dimension.groups]
            found = [spots[each] for each in parts if each >= 0 and len(spots[each])]
            if not found:
                continue
            here = _different(found)
            spots[whole] = _different([spots[whole], here])
            keys = []
            for id_, part in zip(dimension.groups, parts, strict=True):
                there = np.full(len(here), part >= 0)
                if part >= 0:
                    written = _among(here, spots[part])
                    there = written | (_expected(grid, dimension, id_)[here // len(grid.places)])
                    if not (dimension.exclusive and dimension.complete):
                        there = written
                keys.append(np.where(there, here * len(grid.cuts) + part, -1))
            yield name, here * len(grid.cuts) + whole, keys


def _different(keys: Sequence[Codes]) -> Codes:
    """Each key once, in order. Most of them come sorted, and then sorting is quicker than hashing."""
    together = np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *keys]), kind="stable")
    first = np.ones(len(together), dtype=bool)
    first[1:] = together[1:] != together[:-1]
    return together[first]


def _among(keys: Codes, some: Codes) -> Mask:
    """Which keys are among some, which are sorted."""
    if not len(some):
        return np.zeros(len(keys), dtype=bool)
    found: Mask = some[np.minimum(np.searchsorted(some, keys), len(some) - 1)] == keys
    return found


def _expected(grid: Grid, dimension: Dimension, group: str) -> Mask:
    return np.array([dimension.expected(group, period) for period in grid.periods], dtype=bool)


def _parents(grid: Grid, package: Package) -> Codes:
    """Per place the position of its parent, -1 for none."""
    numbered = {id_: at for at, id_ in enumerate(grid.places)}
    parents = [package.places[id_].parent if id_ in package.places else "" for id_ in grid.places]
    return np.array([numbered.get(each, -1) for each in parents] or [-1], dtype=np.int64)


def _expected_places(grid: Grid, package: Package) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    """Per period and place, 1 where the place was there by what is said of it."""
    expected = np.zeros((len(grid.periods), max(len(grid.places), 1)), dtype=np.int64)
    for at, id_ in enumerate(grid.places):
        if id_ in package.places:
            there = package.places[id_]
            expected[:, at] = [
                there.first <= each and (not there.last or each <= there.last) for each in grid.periods
            ]
    return expected


def _by_parent(
    numbers: "np.ndarray[tuple[int, int], np.dtype[np.int64]]", parents: Codes
) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    """Per period and place, the sum over the places that lie in it."""
    found = np.zeros_like(numbers)
    inside = np.flatnonzero(parents >= 0)
    np.add.at(found.T, parents[inside], numbers.T[inside])
    return found


def _levels(grid: Grid, package: Package) -> list[Codes]:
    """The places by how far down they are, the lowest first."""
    parents = _parents(grid, package)
    depth = np.zeros(len(parents), dtype=np.int64)
    above = parents.copy()
    while (above >= 0).any():
        depth += above >= 0
        above = np.where(above >= 0, parents[above], -1)
    return [np.flatnonzero(depth == each) for each in range(int(depth.max(initial=0)), 0, -1)]


def _by_place(grid: Grid, package: Package) -> Iterator[Family]:
    """Places and the places in them; equal where every place that was there has a row."""
    parents = _parents(grid, package)
    period, place, cut = grid.split(grid.keys)
    child = np.flatnonzero(parents[place] >= 0)
    if not len(child):
        return
    above = grid.find(
        (period[child] * len(grid.places) + parents[place[child]]) * len(grid.cuts) + cut[child]
    )
    child, above = child[above >= 0], above[above >= 0]
    order = np.lexsort((child, above))
    child, above = child[order], above[order]
    whole, first, many = np.unique(above, return_index=True, return_counts=True)
    expected = _by_parent(_expected_places(grid, package), parents)
    said = package.descriptor["equity"].get("places", {}).get("complete", True)
    equal = (many >= expected[period[whole], place[whole]]) & said
    # Of one size together, so that the parts of each make a table.
    for size in np.unique(many).tolist():
        some = np.flatnonzero(many == size)
        parts = child[first[some] + np.arange(size)[:, None]]
        yield Family("", whole[some], parts, equal[some], guess=said)
