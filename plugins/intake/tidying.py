"""Rows in their final order and columns, written as a package's tables: the same bytes at every run."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from plugins.equity.descriptors import ALL, Indicator, Package

from .directory import Directory

NUMBERS = ("numerator", "denominator", "value", "value_low", "value_high", "sd")


def fields(package: Package, resource: str) -> list[str]:
    """The columns of a resource by our names for them, in order."""
    return [package.roles.get(each, each) for each in named(package, resource)]


def named(package: Package, resource: str) -> list[str]:
    """The columns of a resource as the package names them, in the same order."""
    return [each["name"] for each in package.resource(resource)["schema"]["fields"]]


def numbers_of(package: Package, indicator: Indicator) -> list[str]:
    """The numbers that an indicator's table has columns for."""
    return [each for each in NUMBERS if each in fields(package, indicator.resource)]


def arranged(
    rows: pd.DataFrame, package: Package, indicator: Indicator, directory: Directory
) -> pd.DataFrame:
    """By period, place (the top level first, then by id) and groups as declared; columns as declared."""
    columns = fields(package, indicator.resource)
    cuts = [each for each in package.dimensions if each in columns]
    places = rows["place"].unique()
    top = {each: not directory.row(each, "", "")["parent"] for each in places}
    order = {each: at for at, each in enumerate(sorted(places, key=lambda each: (not top[each], each)))}
    keyed = rows.assign(_place=rows["place"].map(order), _cut=_ranks(rows, cuts, package))
    keyed = keyed.rename(columns={"value_status": "status"})
    return keyed.sort_values(["period", "_place", "_cut"], kind="stable")[columns]


def _ranks(rows: pd.DataFrame, cuts: Sequence[str], package: Package) -> "pd.Series[int]":
    """Where each combination of groups stands: everybody, then groups as declared, then crossed ones."""
    if not cuts:
        return pd.Series(0, rows.index)
    ranks = {
        pair: rank
        for rank, pair in enumerate(
            (name, group) for name in cuts for group in package.dimensions[name].groups
        )
    }
    codes = rows.groupby(list(cuts), sort=False, observed=True).ngroup()
    first = rows[list(cuts)][~codes.duplicated()]
    places = {
        code: tuple(ranks[name, group] for name, group in zip(cuts, groups, strict=True) if group != ALL)
        for code, groups in zip(codes[first.index], first.itertuples(index=False, name=None), strict=True)
    }
    order = {code: at for at, code in enumerate(sorted(places, key=lambda each: places[each]))}
    return codes.map(order)


def place_rows(
    spans: Mapping[str, tuple[str, str]], directory: Directory, columns: Sequence[str]
) -> pd.DataFrame:
    """places.csv: the top level first, then by id; the columns that the package has."""
    rows = [directory.row(id_, *span) for id_, span in spans.items()]
    rows.sort(key=lambda each: (bool(each["parent"]), each["id"]))
    return pd.DataFrame(rows, columns=[*columns], dtype="str").fillna("")


def write_table(path: Path, rows: pd.DataFrame) -> None:
    """CSV with LF line ends, UTF-8, no byte-order mark."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def spans(rows: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """First and last period of each place in a table."""
    grouped: Any = rows.groupby("place", sort=False, observed=True)["period"]
    ends = grouped.agg(["min", "max"])
    return {str(id_): (str(first), str(last)) for id_, first, last in ends.itertuples()}
