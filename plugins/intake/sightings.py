"""Where each place is seen: the labels of records, and in which years."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from plugins.equity.problems import Problem

from .cells import unwrapped
from .complaints import FILE, ROW
from .directory import Chain, Directory, Label, Seen
from .headings import tidied
from .naming import Names, name_periods
from .raw import Raw
from .rules import PlaceRules, Source

_NONE: Chain = ()


@dataclass(frozen=True)
class Sighted:
    """Per record its period and its chain of labels (a missing one where it names no place)."""

    periods: "pd.Series[str]"
    chains: "pd.Series[int]"
    known: Mapping[int, Chain]
    seen: tuple[Seen, ...]


def sight(raw: Raw, source: Source, names: Names, rules: PlaceRules) -> tuple[Sighted, list[Problem]]:
    """The periods and places of a source's records."""
    frame, files = raw.records, list(raw.files)
    periods, problems = name_periods(frame, names, files, raw.headings.get("period", "period"))
    levels = max(len(source.place), 1)
    columns = [name for at in range(levels) for name in (f"code{at}", f"name{at}") if name in frame.columns]
    if frame.empty or not columns:
        return Sighted(periods, pd.Series(-1, frame.index), {}, ()), problems
    grouped = frame.assign(_period=periods).groupby(columns, sort=False, dropna=False)
    number = grouped.ngroup()
    spans = grouped["_period"].agg(["min", "max"])
    first = frame[~number.duplicated()]
    fixed = Directory(rules)
    known: dict[int, Chain] = {}
    seen: list[Seen] = []
    rows = zip(number[first.index], first[columns].to_dict("records"), first[FILE], first[ROW], strict=True)
    for (at, labels, file, row), (low, high) in zip(
        rows, spans.itertuples(index=False, name=None), strict=True
    ):
        chain = tuple(
            _chain({str(key): str(cell) for key, cell in labels.items()}, source, levels, names, fixed)
        )
        if chain:
            known[at] = chain
            seen.append(Seen(chain, low, high, files[file].partition(", ")[0], int(row)))
    return Sighted(periods, number.where(number.isin(list(known))), known, tuple(seen)), problems


def _chain(
    labels: Mapping[str, str], source: Source, levels: int, names: Names, fixed: Directory
) -> "list[Label]":
    """The levels of a row that are not blank; a word for everybody is blank where a larger level follows."""
    found = []
    for at in range(levels):
        code, name = (labels.get(f"{part}{at}", "") for part in ("code", "name"))
        label = Label(unwrapped(code), tidied(name), source.place[at].level if at < len(source.place) else "")
        named = fixed.fixed(label) is not None
        if not named and at < levels - 1 and names.is_everybody(label.name or label.code):
            continue
        if named or label.code or label.name:
            found.append(label)
    return found
