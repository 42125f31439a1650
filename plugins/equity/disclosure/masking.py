"""The tables of an extract as they may be published, and the description that goes with them.

Every row stays. A hidden number is blank with one symbol; a coded rate is a range; a rate has the decimals of
its people; a numerator stands beside its rate only where the policy says so.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from fractions import Fraction
from math import floor
from typing import Any

import numpy as np
import pandas as pd

from plugins.equity.descriptors import Package
from plugins.equity.gate import status_of
from plugins.equity.policies import Policy

from .coding import codes_of
from .hiding import Hidden
from .published import DENOMINATOR, NUMERATOR, VALUE, Series
from .systems import Mask

_ADDED = ("value_low", "value_high", "numerator_status", "denominator_status")
_NUMBERS = (NUMERATOR, DENOMINATOR, VALUE, "value_low", "value_high", "sd")


def tables(hidden: Hidden, policy: Policy) -> Iterator[tuple[Series, pd.DataFrame]]:
    """Per indicator its rows as text, columns by their roles."""
    for series in hidden.extract.facts.series:
        frame, cells = series.frame(0), np.empty(0, dtype=np.int64)
        row = series.grid.rows[0]
        order = np.full(len(frame), -1)
        order[row[row >= 0]] = np.flatnonzero(row >= 0)
        made = {
            each: frame[_text(frame, each)].astype(str).to_numpy(dtype=object) for each in _columns(frame)
        }
        if VALUE in series.roles:
            cells = series.cell(VALUE, order)
            _blank(made, VALUE, "status", hidden.hidden[cells])
        else:
            _rates(series, hidden, policy, order, made)
        yield series, pd.DataFrame(made)


def _columns(frame: pd.DataFrame) -> list[str]:
    """The columns of a table without those that were added to it when it was read."""
    return [
        str(each)
        for each in frame.columns
        if not str(each).startswith("_") and not str(each).endswith("_text")
    ]


def _text(frame: pd.DataFrame, column: str) -> str:
    """Where the text of a column stands: beside a number, as its publisher wrote it."""
    return f"{column}_text" if f"{column}_text" in frame.columns else column


def _blank(made: dict[str, Any], column: str, status: str, rows: Mask) -> None:
    made[column][rows] = ""
    made[status][rows] = "c"


def _rates(
    series: Series, hidden: Hidden, policy: Policy, order: "np.ndarray[Any, Any]", made: dict[str, Any]
) -> None:
    frame, spec = series.frame(0), series.indicator
    count = len(frame)
    for column in (NUMERATOR, DENOMINATOR):
        if column in frame.columns:
            status = status_of(frame, column)
            made[column] = frame[column + "_text"].astype(str).to_numpy(dtype=object)
            made[f"{column}_status"] = frame[status].astype(str).to_numpy(dtype=object)
    for column in ("value_low", "value_high"):
        if spec.kind == "proportion" or column in frame.columns:
            made[column] = np.full(count, "", dtype=object)
    made["status"] = frame["status"].astype(str).to_numpy(dtype=object)
    made[VALUE] = frame["value_text"].astype(str).to_numpy(dtype=object)
    if DENOMINATOR not in series.roles:
        return
    people = series.cell(DENOMINATOR, order)
    _blank(made, DENOMINATOR, "denominator_status", hidden.hidden[people])
    gone = hidden.hidden[people].copy()
    counted = people
    if NUMERATOR in series.roles:
        counted = series.cell(NUMERATOR, order)
        gone |= hidden.hidden[counted]
        if NUMERATOR in made:
            _blank(made, NUMERATOR, "numerator_status", gone)
            _recount(series, hidden, policy, order, made, gone)
    _blank(made, VALUE, "status", gone)
    if "sd" in made:
        made["sd"] = frame["sd_text"].astype(str).to_numpy(dtype=object)
        made["sd"][gone] = ""
    if spec.kind == "proportion" and NUMERATOR in series.roles:
        _code(hidden, policy, people, counted, made)


def _recount(
    series: Series,
    hidden: Hidden,
    policy: Policy,
    order: "np.ndarray[Any, Any]",
    made: dict[str, Any],
    gone: Mask,
) -> None:
    """Rates with the decimals of their people, and whether their numerators stand beside them."""
    spec, values = series.indicator, hidden.extract.written
    k, n = values[series.cell(NUMERATOR, order)], values[series.cell(DENOMINATOR, order)]
    there = ~gone & (made["numerator_status"] == "ok") & (made["denominator_status"] == "ok") & (n > 0)
    scale = 1 if spec.kind == "mean" else spec.scale
    for at in np.flatnonzero(there).tolist():
        decimals = spec.decimals
        if spec.kind == "proportion" and not policy.publish_counts:
            decimals = min(decimals, policy.decimals(n[at]))
        made[VALUE][at] = rounded(Fraction(int(k[at]) * scale, int(n[at])), decimals)
        made["status"][at] = "ok"
    if not policy.publish_counts:
        quiet = ~gone & (made["numerator_status"] == "ok") & (n > 0)
        made[NUMERATOR][quiet] = ""
        made["numerator_status"][quiet] = "x"


def rounded(exact: Fraction, decimals: int) -> str:
    """Half up, once."""
    unit = 10**decimals
    whole = floor(exact * unit + Fraction(1, 2))
    return f"{whole // unit}.{whole % unit:0{decimals}}" if decimals else str(whole)


def _code(
    hidden: Hidden,
    policy: Policy,
    people: "np.ndarray[Any, Any]",
    counted: "np.ndarray[Any, Any]",
    made: dict[str, Any],
) -> None:
    """At most 10 percent; at least 90."""
    values = hidden.extract.written
    rows = np.flatnonzero(hidden.coded[counted] & ~hidden.hidden[people])
    for at, percent in zip(rows.tolist(), codes_of(values[people[rows]], policy).tolist(), strict=True):
        bottom = 2 * values[counted[at]] <= values[people[at]]
        made["value_low"][at] = "0" if bottom else f"{100 - percent:.0f}"
        made["value_high"][at] = f"{percent:.0f}" if bottom else "100"
        made["status"][at] = "ok"


def description(
    package: Package, made: Mapping[str, pd.DataFrame], policy: Mapping[str, Any]
) -> dict[str, Any]:
    """`datapackage.json` of what is published: the new columns have fields, decimals are those written.

    Sizes and hashes of the extract's files are left out: they would tell of the extract.
    """
    told: dict[str, Any] = deepcopy(dict(package.descriptor))
    names = {role: field for field, role in package.roles.items()}
    for id_, spec in package.indicators.items():
        resource = next(each for each in told["resources"] if each["name"] == spec.resource)
        fields = resource["schema"]["fields"]
        known = {package.roles.get(each["name"], each["name"]) for each in fields}
        coded: dict[str, Any] = next(
            (each for each in fields if package.roles.get(each["name"], each["name"]) == "status"), {}
        )
        for column in [each for each in _ADDED if each in made[id_].columns and each not in known]:
            field = (
                {**coded, "name": names.get(column, column)}
                if column.endswith("status")
                else {
                    "name": names.get(column, column),
                    "type": "number",
                }
            )
            if not column.endswith("status"):
                at = [package.roles.get(each["name"], each["name"]) for each in fields].index(VALUE) + 1
                fields.insert(at + (column == "value_high"), field)
            else:
                fields.append({**field, "title": column} if "title" in field else field)
        texts = made[id_][VALUE] if VALUE in made[id_] else pd.Series([], dtype=str)
        digits = [len(each.partition(".")[2]) for each in texts if each]
        if spec.kind == "proportion" and digits:
            told["equity"]["indicators"][id_]["decimals"] = min(spec.decimals, *digits)
    for resource in told["resources"]:
        for key in ("bytes", "hash"):
            resource.pop(key, None)
    told["equity"]["policy"] = {
        "kind": "own",
        **{key: value for key, value in policy.items() if key != "kind"},
    }
    return told
