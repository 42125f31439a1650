"""The summary measures of a whole breakdown, over all settings at once: whether, which value, which interval.

The rules of the package healthequal, as results and not as exceptions: at least three groups; without an
order up to 15 percent of the groups may be missing, and are left out; with an order none; people must be
known of all; a withheld group means that the measure is withheld: over the others it would be another one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from . import attributable, gradients, spread
from .bootstrap import DRAWS, corrected, draws
from .breakdowns import Breakdown
from .extremes import who_difference, who_ratio
from .limits import Pair, lognormal, normal
from .reasons import (
    NOT_APPLICABLE,
    NOT_COMPUTED,
    WITHHELD,
    Mask,
    State,
    clear,
    known,
    mark,
    remark,
)
from .records import EXTREMES, LEVEL, Floats, Ints, Results, results
from .spans import KNOWN, span
from .weights import Weighed

_ALLOWED = 0.15
_MOST = 4_000_000
"""So many drawn numbers are held at once."""


@dataclass(frozen=True)
class Measure:
    """A summary measure: its value per setting, for which dimensions, its unit and the value of equality.

    `ordered` None: any. `interval` names how it is found from groups alone (`slope`, `ratio`, `curve`,
    `curve-ratio`, `aci`, `rci`, `bgv`, `par`, `paf`), or "" for the bootstrap.
    """

    value: Callable[[Weighed], Floats]
    ordered: bool | None
    unit: str
    null: float = 0.0
    interval: str = ""
    bounded: bool = False
    referred: bool = False
    positive: bool = True


MEASURES: Mapping[str, Measure] = {
    "aci": Measure(gradients.aci, True, "gap", interval="aci", positive=False),
    "rci": Measure(gradients.rci, True, "index", interval="rci", positive=False),
    "rci_wagstaff": Measure(gradients.rci_wagstaff, True, "index", bounded=True, positive=False),
    "rci_erreygers": Measure(gradients.rci_erreygers, True, "index", bounded=True, positive=False),
    "sii": Measure(gradients.sii, True, "gap", interval="slope", positive=False),
    "rii": Measure(gradients.rii, True, "times", 1.0, "ratio"),
    "sii_logit": Measure(gradients.sii_logit, True, "gap", interval="curve", bounded=True, positive=False),
    "rii_logit": Measure(gradients.rii_logit, True, "times", 1.0, "curve-ratio", bounded=True),
    "bgv": Measure(spread.bgv, False, "squared", interval="bgv"),
    "bgsd": Measure(spread.bgsd, False, "gap"),
    "cov": Measure(spread.cov, False, "percent"),
    "mdmu": Measure(spread.mdmu, False, "gap"),
    "mdmw": Measure(spread.mdmw, False, "gap"),
    "mdbu": Measure(spread.mdbu, False, "gap"),
    "mdbw": Measure(spread.mdbw, False, "gap"),
    "mdru": Measure(spread.mdru, False, "gap", referred=True),
    "mdrw": Measure(spread.mdrw, False, "gap", referred=True),
    "idisu": Measure(spread.idisu, False, "percent"),
    "idisw": Measure(spread.idisw, False, "percent"),
    "ti": Measure(spread.ti, False, "index"),
    "mld": Measure(spread.mld, False, "index"),
    "par": Measure(attributable.par, None, "gap", interval="par", positive=False),
    "paf": Measure(attributable.paf, None, "percent", interval="paf", positive=False),
}
WHO = (
    "d",
    "r",
    *(each for each in MEASURES if each not in ("rci_wagstaff", "rci_erreygers", "sii_logit", "rii_logit")),
)
"""The 21 of the World Health Organization's set."""


def summarise(
    of: Breakdown,
    measure: str,
    *,
    visible: bool = False,
    bootstrap: bool = False,
    count: int = DRAWS,
    level: float = LEVEL,
) -> Results:
    """One measure, one result per setting. KeyError for a name that is none.

    `visible`: over the groups that are shown, which is another measure; the record says how many are missing.
    `bootstrap`: intervals by drawing counts also where groups alone give one.
    """
    return next(summarise_all(of, (measure,), visible=visible, bootstrap=bootstrap, count=count, level=level))


def summarise_all(
    of: Breakdown,
    measures: tuple[str, ...] = WHO,
    *,
    visible: bool = False,
    bootstrap: bool = False,
    count: int = DRAWS,
    level: float = LEVEL,
) -> Iterator[Results]:
    """Several measures; the draws of the bootstrap are made once for all of them."""
    wanted = [each for each in measures if each not in ("d", "r")]
    specs = {each: MEASURES[each] for each in wanted}
    weighed, low, high, base, used, missing = _weighed(of, visible=visible)
    values: dict[str, Floats] = {}
    states: dict[str, State] = {}
    for name, spec in specs.items():
        state = _applies(of, spec, base)
        fits = spec.ordered is None or spec.ordered == of.ordered
        possible = fits and not (spec.bounded and of.facts.limits is None) and known(state).any()
        values[name] = spec.value(weighed) if possible else np.full(of.settings, np.nan)
        states[name] = state
    drawn = [
        name for name, spec in specs.items() if (bootstrap or not spec.interval) and known(states[name]).any()
    ]
    ends = _drawn(of, weighed, drawn, values, count, level) if drawn else {}
    for name in measures:
        if name in ("d", "r"):
            yield (who_difference if name == "d" else who_ratio)(of, visible=visible, level=level)
        else:
            yield _result(
                of,
                name,
                weighed,
                (low, high),
                values[name],
                states[name],
                ends.get(name),
                used,
                missing,
                level,
            )


def _weighed(of: Breakdown, *, visible: bool) -> tuple[Weighed, Weighed, Weighed, State, Ints, Ints]:
    """Estimates and shares (the middle, the lowest, the highest), and whether they may be used at all."""
    cells = of.cells
    counted = cells.known & (cells.n_low == cells.n_high)
    missing = ~cells.known & ~of.absent
    there = (~of.absent).sum(axis=1)
    state = clear((of.settings,))
    if not of.exclusive:
        state = mark(state, [True], NOT_APPLICABLE, "overlapping")
    if not of.complete:
        state = mark(state, [True], NOT_APPLICABLE, "not-all-groups")
    if not visible:
        state = mark(state, (of.hidden & ~of.absent).any(axis=1), WITHHELD, "group-withheld")
    allowed = 0.0 if of.ordered else _ALLOWED
    if not visible:
        state = mark(state, missing.sum(axis=1) > allowed * there, NOT_COMPUTED, "group-missing")
    state = mark(state, (cells.known & ~counted).any(axis=1), NOT_COMPUTED, "no-denominator")
    state = mark(state, counted.sum(axis=1) < 3, NOT_APPLICABLE, "few-groups")
    n = np.where(counted, cells.n_low, 0.0)
    scale = of.facts.scale

    def weigh(rates: Floats) -> Weighed:
        y = np.where(counted, rates * scale, 0.0)
        return Weighed(y, n, counted, of.facts.favourable, of.ordered, of.reference, of.facts.limits)

    middle, low = weigh((cells.low + cells.high) / 2), weigh(cells.low)
    return middle, low, weigh(cells.high), state, counted.sum(axis=1), missing.sum(axis=1)


def _applies(of: Breakdown, spec: Measure, state: State) -> State:
    """Whether a measure is one for this dimension and indicator."""
    if spec.ordered is True and not of.ordered:
        state = mark(state, [True], NOT_APPLICABLE, "not-ordered")
    if spec.ordered is False and of.ordered:
        state = mark(state, [True], NOT_APPLICABLE, "ordered")
    if spec.bounded and of.facts.limits is None:
        state = mark(state, [True], NOT_APPLICABLE, "not-a-proportion")
    if spec.referred:
        gone = [True] if of.reference < 0 else ~of.cells.known[:, of.reference]
        state = mark(state, gone, NOT_APPLICABLE, "no-reference")
    return state


def _drawn(
    of: Breakdown,
    weighed: Weighed,
    names: list[str],
    values: Mapping[str, Floats],
    count: int,
    level: float,
) -> dict[str, Pair]:
    """Intervals from draws of counts, in blocks of settings."""
    ends = {name: (np.full(of.settings, np.nan), np.full(of.settings, np.nan)) for name in names}
    sure = (of.cells.exact | ~weighed.used).all(axis=1) & (of.facts.kind == "proportion")
    rows = np.nonzero(sure & (weighed.used.sum(axis=1) >= 3))[0]
    step = max(1, _MOST // (count * len(of.groups)))
    for start in range(0, len(rows), step):
        some = rows[start : start + step]
        k = np.where(weighed.used[some], of.cells.k_low[some], 0.0)
        y = draws(k, weighed.n[some], count) * of.facts.scale
        part = replace(weighed, y=y, n=weighed.n[some], used=weighed.used[some])
        for name in names:
            found = corrected(values[name][some], MEASURES[name].value(part), level)
            for end, column in zip(ends[name], found, strict=True):
                end[some] = column
    return ends


def _result(
    of: Breakdown,
    name: str,
    weighed: Weighed,
    corners: tuple[Weighed, Weighed],
    value: Floats,
    state: State,
    ends: Pair | None,
    used: Ints,
    missing: Ints,
    level: float,
) -> Results:
    """The columns of one measure."""
    spec, facts = MEASURES[name], of.facts
    ranged = np.asarray((of.cells.ranged & weighed.used).any(axis=1))
    least = most = value
    if known(state).any() and ranged.any():
        state = mark(state, ranged & (name not in KNOWN), NOT_COMPUTED, "ranged")
        if name in KNOWN:
            least, most = (np.where(ranged, each, value) for each in span(name, *corners))
    state = mark(state, ~np.isfinite(np.where(ranged, least + most, value)), NOT_COMPUTED, _why_none(spec))
    method = "bootstrap"
    if ends is None:
        ends, method = (
            _analytic(of, spec, weighed, value, level)
            if known(state).any()
            else (
                (np.full(of.settings, np.nan), np.full(of.settings, np.nan)),
                "",
            )
        )
    low, high = (np.where(ranged, np.nan, end) for end in ends)
    small = (of.cells.small & weighed.used).any(axis=1)
    state = _quiet(of, spec, weighed, state, value, low, ranged)
    units = {"gap": facts.gap_unit, "squared": f"{facts.gap_unit}2"}
    return results(
        name,
        units.get(spec.unit, spec.unit),
        state,
        np.where(ranged, np.nan, value),
        bounds=(least, most),
        interval=(low, high),
        groups=of.groups,
        group=-1,
        against=of.reference if spec.referred else EXTREMES,
        used=used,
        missing=missing,
        small=small,
        direction=facts.direction,
        null_value=spec.null,
        why=of.reference_why if spec.referred else "",
        method=method,
        level=level,
    )


def _why_none(spec: Measure) -> str:
    return "no-convergence" if spec.interval.startswith("curve") else "not-estimable"


def _quiet(
    of: Breakdown, spec: Measure, weighed: Weighed, state: State, value: Floats, low: Floats, ranged: Mask
) -> State:
    """Why there is no interval, or that groups were left out."""
    state = remark(state, ranged, "ranged")
    if spec.interval in ("par", "paf"):
        state = remark(state, (value == 0) & np.isnan(low), "no-improvement")
    unsure = ~(of.cells.exact | ~weighed.used).all(axis=1)
    state = remark(state, np.isnan(low) & unsure, "no-denominator")
    if of.facts.kind != "proportion":
        state = remark(state, np.isnan(low), "not-a-proportion")
    left_out = ~of.cells.known & ~of.absent
    return remark(state, left_out.any(axis=1), "visible-groups-only")


def _analytic(
    of: Breakdown, spec: Measure, weighed: Weighed, value: Floats, level: float
) -> tuple[Pair, str]:
    """The intervals that need no draws. Those of a line take each group as one observation."""
    blank = np.full(value.shape, np.nan)
    if spec.interval in ("slope", "ratio", "curve", "curve-ratio"):
        line = (gradients.logit if spec.interval.startswith("curve") else gradients.linear)(weighed)
        if spec.interval.endswith("ratio"):
            return lognormal(value, line.ratio_error, level), "sandwich-log"
        return normal(value, line.slope_error, level), "sandwich"
    if spec.interval in ("aci", "rci"):
        error = gradients.aci_error(weighed)
        with np.errstate(divide="ignore", invalid="ignore"):
            error = error / weighed.mean[..., 0] if spec.interval == "rci" else error
        return normal(value, error, level), "least-squares"
    if of.facts.kind != "proportion":
        return (blank, blank), ""
    sure = (of.cells.exact | ~weighed.used).all(axis=1)
    if spec.interval == "bgv":
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(weighed.used, weighed.y / of.facts.scale, 0.0)
            errors = of.facts.scale * np.sqrt(share * (1 - share) / weighed.n)
        low, high = normal(value, spread.bgv_error(weighed, np.nan_to_num(errors)), level)
        return (np.where(sure, np.maximum(low, 0.0), np.nan), np.where(sure, high, np.nan)), "delta"
    error = (attributable.par_error if spec.interval == "par" else attributable.paf_error)(weighed)
    low, high = normal(value, error, level)
    gain = sure & (value != 0)
    return (np.where(gain, low, np.nan), np.where(gain, high, np.nan)), "walter"
