"""The summary measures of a whole breakdown, over all settings at once: value, interval, or why not.

Which may be computed is decided in `eligibility`, what each is in `registry`.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from . import attributable, gradients, spread
from .bootstrap import DRAWS, corrected, draws
from .breakdowns import Breakdown
from .eligibility import Ready, applies, ready
from .extremes import who_difference, who_ratio
from .limits import Pair, lognormal, normal
from .reasons import NOT_APPLICABLE, NOT_COMPUTED, State, known, mark, remark
from .records import EXTREMES, LEVEL, Floats, Results, results
from .registry import MEASURES, WHO, Measure
from .spans import KNOWN, span
from .weights import Weighed

DRAWN = ("aci", "rci", "sii", "rii", "sii_logit", "rii_logit")
"""Of these pages show the interval of the bootstrap. The one from the line takes each group as one
observation: of a handful of groups it says how straight the line is, and not what chance does to people."""

_MOST = 2_000_000
"""So many drawn numbers are held at once."""


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
    specs = {each: MEASURES[each] for each in measures if each not in ("d", "r")}
    given = ready(of, visible=visible)
    why = {name: applies(of, spec) for name, spec in specs.items()}
    values = {name: spec.value(given.middle) for name, spec in specs.items() if not why[name]}
    drawn = [name for name in values if bootstrap or not specs[name].interval]
    ends = _drawn(given, {name: values[name] for name in drawn}, count, level)
    for name in measures:
        if name in ("d", "r"):
            yield (who_difference if name == "d" else who_ratio)(of, visible=visible, level=level)
        elif why[name]:
            nothing = np.full(of.settings, np.nan)
            state = mark(given.state, [True], NOT_APPLICABLE, why[name])
            yield _columns(of, name, given, state, nothing, (nothing, nothing), (nothing, nothing), "", level)
        else:
            yield _result(of, name, given, values[name], ends.get(name), level)


def _drawn(given: Ready, values: dict[str, Floats], count: int, level: float) -> dict[str, Pair]:
    """Intervals from draws of counts, in blocks of settings."""
    of, settings = given.of, given.of.settings
    ends = {name: (np.full(settings, np.nan), np.full(settings, np.nan)) for name in values}
    if not values or of.facts.kind != "proportion":
        return ends
    rows = np.nonzero(_sure(given))[0]
    step = max(1, _MOST // (count * len(of.groups)))
    for start in range(0, len(rows), step):
        some = rows[start : start + step]
        used, n = given.middle.used[some], given.middle.n[some]
        k = np.where(used, of.cells.k_low[some], 0.0)
        part = replace(given.middle, y=draws(k, n, count) * of.facts.scale, n=n, used=used)
        for name, value in values.items():
            found = corrected(value[some], MEASURES[name].value(part), level)
            for end, column in zip(ends[name], found, strict=True):
                end[some] = column
    return ends


def _result(
    of: Breakdown, name: str, given: Ready, value: Floats, ends: Pair | None, level: float
) -> Results:
    """The columns of one measure: those that can be computed, put back in their places."""
    spec = MEASURES[name]
    ranged = np.asarray((given.of.cells.ranged & given.middle.used).any(axis=1))
    least = most = value
    if ranged.any() and name in KNOWN:
        least, most = (np.where(ranged, each, value) for each in span(name, given.low, given.high))
    method = "bootstrap"
    if ends is None:
        ends, method = _analytic(given, spec, value, level)
    low, high = (np.where(ranged, np.nan, end) for end in ends)
    state = given.state[0][given.rows], given.state[1][given.rows]
    if spec.referred:
        gone = ~given.middle.used[:, of.reference]
        state = mark(state, gone, NOT_COMPUTED, "no-reference")
    state = mark(state, ranged & (name not in KNOWN), NOT_COMPUTED, "ranged")
    none = "no-convergence" if spec.interval.startswith("curve") else "not-estimable"
    state = mark(state, ~np.isfinite(np.where(ranged, least + most, value)), NOT_COMPUTED, none)
    state = _quiet(given, spec, state, value, low)
    value = np.where(ranged, np.nan, value)

    def everywhere(part: Floats) -> Floats:
        whole = np.full(of.settings, np.nan)
        whole[given.rows] = part
        return whole

    status, why = given.state[0].copy(), given.state[1].copy()
    status[given.rows], why[given.rows] = state
    bounds, interval = (everywhere(least), everywhere(most)), (everywhere(low), everywhere(high))
    return _columns(of, name, given, (status, why), everywhere(value), bounds, interval, method, level)


def _columns(
    of: Breakdown,
    name: str,
    given: Ready,
    state: State,
    value: Floats,
    bounds: Pair,
    interval: Pair,
    method: str,
    level: float,
) -> Results:
    spec, facts = MEASURES[name], of.facts
    units = {"gap": facts.gap_unit, "squared": f"{facts.gap_unit}2"}
    return results(
        name,
        units.get(spec.unit, spec.unit),
        state,
        value,
        bounds=bounds,
        interval=interval,
        groups=of.groups,
        group=-1,
        against=of.reference if spec.referred and of.reference >= 0 else EXTREMES,
        used=given.used,
        missing=given.missing,
        small=of.cells.small.any(axis=1),
        direction=facts.direction,
        null_value=spec.null,
        why=of.reference_why if spec.referred else "",
        method=method,
        level=level,
    )


def _sure(given: Ready) -> "np.typing.NDArray[np.bool_]":
    """Where every group that is used has exact counts."""
    return np.asarray((given.of.cells.exact | ~given.middle.used).all(axis=1))


def _quiet(given: Ready, spec: Measure, state: State, value: Floats, low: Floats) -> State:
    """Why there is no interval, or that groups were left out."""
    none = np.isnan(low) & known(state)
    state = remark(state, (given.of.cells.ranged & given.middle.used).any(axis=1), "ranged")
    if spec.interval in ("par", "paf"):
        state = remark(state, none & (value == 0), "no-improvement")
    if given.of.facts.kind != "proportion":
        state = remark(state, none, "not-a-proportion")
    state = remark(state, none & ~_sure(given), "no-denominator")
    left_out = ~given.of.cells.known & ~given.of.absent
    return remark(state, left_out.any(axis=1), "visible-groups-only")


def _analytic(given: Ready, spec: Measure, value: Floats, level: float) -> tuple[Pair, str]:
    """The intervals that need no draws. Those of a line take each group as one observation."""
    of, weighed = given.of, given.middle
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
        return (np.full(value.shape, np.nan), np.full(value.shape, np.nan)), ""
    sure = _sure(given)
    if spec.interval == "bgv":
        low, high = normal(value, spread.bgv_error(weighed, _errors(weighed, of.facts.scale)), level)
        return (np.where(sure, np.maximum(low, 0.0), np.nan), np.where(sure, high, np.nan)), "delta"
    error = (attributable.par_error if spec.interval == "par" else attributable.paf_error)(weighed)
    low, high = normal(value, error, level)
    gain = sure & (value != 0)
    return (np.where(gain, low, np.nan), np.where(gain, high, np.nan)), "walter"


def _errors(of: Weighed, scale: float) -> Floats:
    """The standard error of each share, 0 where a group is left out."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(of.used, of.y / scale, 0.0)
        return np.where(of.used, scale * np.sqrt(share * (1 - share) / of.n), 0.0)
