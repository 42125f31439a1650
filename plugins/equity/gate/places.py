"""places.csv: who lies in whom, under which names, from when to when."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from plugins.equity.descriptors import Package, Place
from plugins.equity.indexing import Index
from plugins.equity.problems import Problem, plain

from .columns import read_columns
from .doubts import Finding
from .periods import is_period, is_school_year
from .telling import Rows, hits, told, twice, unknown


def read_places(package: Package, root: Path) -> tuple[dict[str, Place], pd.DataFrame | None, list[Problem]]:
    """The places by id, their rows as text, and what is wrong with these."""
    frame, problems = read_columns(package, "places", root)
    if frame is None:
        return {}, None, problems
    for column in ("id", "level", "name"):
        blank = hits(frame[column], lambda cell: cell == "")
        problems += told(frame, blank, column, "cell-blank", "'{column}' is blank.", "Every place needs it.")
    problems += twice(frame, ["id"], "place-twice", "This place stands here twice.")
    texts = {column: frame[column].astype(str).tolist() for column in frame.columns if column[:1] != "_"}
    optional = [texts.get(column, [""] * len(frame)) for column in ("from", "to", "aliases", "successor")]
    places: dict[str, Place] = {}
    for id_, level, parent, name, first, last, aliases, successor in zip(
        *(texts[column] for column in ("id", "level", "parent", "name")), *optional, strict=True
    ):
        others = tuple(each.strip() for each in aliases.split("|") if each.strip())
        if not id_:  # told above; a blank parent must not find it
            continue
        places.setdefault(id_, Place(id_, level, parent, name, first, last, others, successor))
    for column, message in (
        ("parent", "The parent '{cell}' is no place here."),
        ("successor", "The place that followed, '{cell}', is no place here."),
    ):
        if column in frame:
            problems += unknown(frame, column, places, "place-unknown", message)
    problems += _levels(package, frame, places)
    problems += _spans(frame)
    problems += _circles(frame, places)
    return places, frame, problems


def _levels(package: Package, frame: pd.DataFrame, places: Mapping[str, Place]) -> Iterator[Problem]:
    """Declared levels run from the top down, and a place lies in one of a higher level."""
    if not package.levels:
        return
    yield from unknown(frame, "level", package.levels, "level-unknown", "'{cell}' is not a level of places.")
    rank = {level: at for at, level in enumerate(package.levels)}

    def below(id_: str) -> bool:
        if id_ not in places:
            return False
        own, above = places[id_].level, places.get(places[id_].parent)
        return bool(above and own in rank and above.level in rank and rank[above.level] >= rank[own])

    message = "'{cell}' lies in a place of its own level or a lower one."
    hint = "Levels from the top down: " + ", ".join(package.levels) + "."
    yield from told(frame, hits(frame["id"], below), "id", "place-level", message, hint)


def _spans(frame: pd.DataFrame) -> Iterator[Problem]:
    columns = [each for each in ("from", "to") if each in frame]
    used = {cell for column in columns for cell in frame[column].cat.categories if is_period(cell)}
    mixed = len({is_school_year(each) for each in used}) > 1
    for column in columns:
        odd = hits(frame[column], lambda cell: cell != "" and not is_period(cell))
        hint = "Write a school year such as 2018-19, or a year such as 2019."
        yield from told(frame, odd, column, "period-shape", "'{cell}' is no period.", hint)
        years = hits(frame[column], lambda cell: mixed and is_period(cell) and not is_school_year(cell))
        message = "'{cell}' is a year, and other rows have school years."
        yield from told(frame, years, column, "period-shape", message, "Write all periods in one way.")
    if {"from", "to"} <= set(frame.columns):
        first, last = frame["from"].astype(str), frame["to"].astype(str)
        order: Rows = ((first > last) & (last != "")).to_numpy()
        message = "This place ends before it begins ('from' is {cell})."
        yield from told(frame, order, "from", "period-order", message, "Correct 'from' or 'to'.")


def _circles(frame: pd.DataFrame, places: Mapping[str, Place]) -> Iterator[Problem]:
    message, hint = "Going up from '{cell}', one comes back to it.", "Correct the parents."
    circles = hits(frame["id"], lambda id_: _above_itself(id_, places))
    yield from told(frame, circles, "id", "place-circle", message, hint)


def _above_itself(id_: str, places: Mapping[str, Place]) -> bool:
    """Whether a place is among those it lies in."""
    if id_ not in places:
        return False
    above, seen = places[id_].parent, set[str]()
    while above in places and above not in seen and above != id_:
        seen.add(above)
        above = places[above].parent
    return above == id_


def names_twice(frame: pd.DataFrame, places: Mapping[str, Place]) -> Finding:
    """Two places of one level and parent with one name, at the same time, are perhaps one place: a doubt.

    Its rows are those of `places.csv`, `frame`.
    """
    seen: dict[tuple[str, str, str], str] = {}
    double: dict[str, str] = {}
    for id_, place in places.items():
        key = (place.level, place.parent, plain(place.name))
        other = places.get(seen.setdefault(key, id_))
        if other and other.id != id_ and _meet(place, other):
            double[id_] = other.id
    rows = np.flatnonzero(hits(frame["id"], double.__contains__))
    ids = [str(each) for each in frame["id"].iloc[rows]]
    nothing = np.full(len(rows), -1)
    return Finding(
        code="place-name-twice",
        indicator="",
        dimension="",
        index=Index((), tuple(ids), (), *([rows[:0]] * 3)),
        period=nothing,
        place=np.arange(len(rows)),
        cut=nothing,
        row=rows,
        say=lambda case: f"'{places[ids[case]].name}' is also the name of {double[ids[case]]}.",
        hint="If it is one place, give it one id, and write its other names under 'aliases'.",
    )


def _meet(one: Place, other: Place) -> bool:
    """Whether two places were there at the same time; a blank end is open."""
    return (not one.last or not other.first or other.first <= one.last) and (
        not other.last or not one.first or one.first <= other.last
    )
