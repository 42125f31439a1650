"""How far chance could move a group against its comparison, for whole columns of counts.

Difference: Newcombe; ratio: Katz, or Koopman where a count is below five; of independent events MOVER and the
logarithm. Against a total that contains the group the interval is that against the rest, carried back:
p - P = (1 - n/N)(p - rest), and p/P = 1 / (w + (1 - w)/RR) with w = n/N.
"""

import numpy as np

from .cells import Cells, Facts
from .limits import Pair, byar, katz, koopman, lognormal, mover, newcombe
from .reasons import Mask, State, known, remark
from .records import Floats
from .references import Comparison

FEW_COUNTED = 5
"""Below so many counted in either group, the logarithm of a ratio is no longer near normal."""
_BLOCK = 2_000


def margins(
    mine: Cells,
    other: Comparison,
    facts: Facts,
    state: State,
    level: float,
    score_below: int | None = None,
) -> tuple[Pair, State]:
    """The interval as fractions (`score_below` None: of the difference), and why there is none."""
    theirs = other.cells
    if facts.kind != "proportion" and not facts.poisson:
        blank = np.full(state[0].shape, np.nan)
        return (blank, blank), remark(state, known(state), "not-a-proportion")
    counted = mine.counted & theirs.counted & known(state)
    if facts.poisson:  # of events the counts themselves, not ranges of them
        counted &= mine.exact & theirs.exact
    state = remark(state, ~counted, "no-denominator")
    if other.apart is not None:
        unfit = ~known(other.apart)
        counted &= ~unfit
        state = _because(state, unfit, other.apart)
    sharp = counted & mine.exact & theirs.exact
    k1, n1, k2, n2 = mine.k_low, mine.n_low, theirs.k_low, theirs.n_low
    pair = _events if facts.poisson else _pair
    low, high = pair(k1, n1, k2, n2, level, score_below, within=other.within)
    low, high = (np.where(sharp, each, np.nan) for each in (low, high))
    loose = np.nonzero(counted & ~sharp)
    for start in range(0, len(loose[0]), _BLOCK):
        some = tuple(each[start : start + _BLOCK] for each in loose)
        low[some], high[some] = _possible(
            mine.at(some), theirs.at(some), level, score_below, within=other.within
        )
    if score_below is None:
        state = remark(state, counted & np.isnan(low), "no-rest")
    return (low, high), remark(state, counted & np.isnan(low), "zero-count")


def few(mine: Cells, other: Comparison, score_below: int) -> Mask:
    """Where so few may be counted in either group that the score interval takes Katz's place."""
    with np.errstate(invalid="ignore"):
        theirs = other.cells.k_low - mine.k_high if other.within else other.cells.k_low
        return np.asarray((mine.k_low < score_below) | (theirs < score_below))


def _because(state: State, where: Mask, why: State) -> State:
    """The reason of another state, where there is a number and nothing is said yet."""
    reasons = np.array(state[1])
    take = where & known(state) & (reasons == 0)
    reasons[take] = np.broadcast_to(why[1], reasons.shape)[take]
    return state[0], reasons


def _pair(
    k1: Floats,
    n1: Floats,
    k2: Floats,
    n2: Floats,
    level: float,
    score_below: int | None,
    *,
    within: bool,
) -> Pair:
    """The interval of exact counts; where the second holds the first, it is taken out of it."""
    share: Floats | float = 1.0
    if within:
        with np.errstate(divide="ignore", invalid="ignore"):
            share = (n2 - n1) / n2
        k2, n2 = k2 - k1, n2 - n1
        fits = (k2 >= 0) & (k2 <= n2) & (n2 > 0)
        k2, n2 = np.where(fits, k2, np.nan), np.where(fits, n2, np.nan)
    if score_below is None:
        low, high = newcombe(k1, n1, k2, n2, level)
        return low * share, high * share
    low, high = katz(k1, n1, k2, n2, level)
    few = ((k1 < score_below) | (k2 < score_below)) & ~np.isnan(low)
    if few.any():
        low[few], high[few] = koopman(k1[few], n1[few], k2[few], n2[few], level)
    if not within:
        return low, high
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1 / (1 - share + share / low), 1 / (1 - share + share / high)


def _events(
    k1: Floats,
    n1: Floats,
    k2: Floats,
    n2: Floats,
    level: float,
    score_below: int | None,
    *,
    within: bool,
) -> Pair:
    """The same of rates of independent events: MOVER of Byar's intervals; the logarithm of a ratio, whose
    error is sqrt(1/k1 + 1/k2).
    """
    share: Floats | float = 1.0
    if within:
        with np.errstate(divide="ignore", invalid="ignore"):
            share = (n2 - n1) / n2
        k2, n2 = k2 - k1, n2 - n1
        fits = (k2 >= 0) & (n2 > 0)
        k2, n2 = np.where(fits, k2, np.nan), np.where(fits, n2, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = k1 / n1, k2 / n2
    if score_below is None:
        one, two = byar(k1, n1, level), byar(k2, n2, level)
        low, high = mover((rates[1], rates[1], two), (rates[0], rates[0], one))
        return low * share, high * share
    none = ~((k1 > 0) & (k2 > 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = lognormal(rates[0] / rates[1], np.sqrt(1 / k1 + 1 / k2), level)
        low, high = (1 / (1 - share + share / each) if within else each for each in ends)
    return np.where(none, np.nan, low), np.where(none, np.nan, high)


def _possible(mine: Cells, theirs: Cells, level: float, score_below: int | None, *, within: bool) -> Pair:
    """The hull over the counts that are possible: numbers of people, and those numerators that matter.

    A published range is itself part of the interval.
    """
    n1, n2 = mine.people()[:, :, None], theirs.people()[:, None, :]
    ranged = (mine.ranged | theirs.ranged)[:, None, None]
    low, high = np.full(mine.shape, np.inf), np.full(mine.shape, -np.inf)
    open_ = np.zeros(mine.shape, dtype=bool)
    for one in _tried(mine, score_below):
        for two in _tried(theirs, score_below):
            k1, k2 = np.minimum(one[:, None, None], n1), np.minimum(two[:, None, None], n2)
            k1, k2, people, whole = np.broadcast_arrays(k1, k2, n1, n2)
            if within:  # of two ranges not each pair is possible; where less than nobody is left, nobody is
                left = np.clip(k2 - k1, 0, np.maximum(whole - people, 0))
                k2 = np.where(ranged, k1 + left, k2)
            ends = _pair(k1, people, k2, whole, level, score_below, within=within)
            if score_below is not None:
                open_ |= ((k1 == 0) | (k2 - (k1 if within else 0) == 0)).any(axis=(1, 2))
            low = np.fmin(low, np.fmin.reduce(ends[0], axis=(1, 2)))
            high = np.fmax(high, np.fmax.reduce(ends[1], axis=(1, 2)))
    if score_below is None:
        reach = mine.low - theirs.high, mine.high - theirs.low
    else:
        with np.errstate(divide="ignore"):
            reach = mine.low / theirs.high, mine.high / theirs.low
    none = open_ | ~np.isfinite(low) | ~np.isfinite(high)
    band = mine.ranged | theirs.ranged
    low, high = (
        np.where(band, np.minimum(low, reach[0]), low),
        np.where(band, np.maximum(high, reach[1]), high),
    )
    return np.where(none, np.nan, low), np.where(none, np.nan, high)


def _tried(cells: Cells, score_below: int | None) -> tuple[Floats, ...]:
    """The numerators between whose intervals all others lie.

    At a given number of people both ends of Newcombe's interval rise with the group's numerator and fall with
    the other's: the two ends. So do Katz's but for the last step to everybody, where the logarithm's error
    vanishes; and at `score_below` one method follows the other.
    """
    low, high = cells.k_low, cells.k_high
    if np.array_equal(low, high):
        return (low,)
    if score_below is None:
        return low, high
    turns = (np.clip(each, low, high) for each in (high - 1, score_below - 1.0, float(score_below)))
    return low, high, *turns
