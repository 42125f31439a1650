"""Every question of a report answered: by `measures`, or by the library behind the methods pages.

A measure of the library is asked of one place and period, through `probes`: there is one computation of it,
whoever asks. What it can be asked of is decided in `offers` and `asking`, before anything is measured.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from .descriptors import Group
from .disclosure import Key, Protected
from .inequality.catalogue import Entry
from .inequality.records import Record
from .measures import Measured, measure
from .offers import LIBRARY, aims, summarises, wider
from .probes import ASKED, SINCE, Found
from .questions import REST, Question
from .scenes import Scene

TIMES, INDEX = 2, 3
"""Decimals of ratios and of pure numbers."""
_NAMED = "named in report.yaml"


def answer(protected: Protected, question: Question) -> Measured:
    """The answer to any question of a report. KeyError only for names that the package does not have."""
    entry = LIBRARY.get(question.measure)
    if entry is None:
        return measure(protected, question)
    if not isinstance(protected, Protected):
        raise TypeError("answer() takes Protected data: open the package, then disclosure.guard() makes it.")
    scene = scene_of(protected, question, entry)
    if entry.function in SINCE:
        found = SINCE[entry.function](entry, scene, question.since)
    else:
        found = ASKED[entry.function](entry, scene)
    at = None if found is None else _at(question, found)
    record = None if found is None or at is None else found.results.record(*at)
    return _measured(protected, question, entry, record)


def scene_of(protected: Protected, question: Question, entry: Entry) -> Scene:
    """Where a question to the library plays."""
    place, named = question.place, not isinstance(question.against, str)
    return Scene(
        protected,
        question.indicator,
        dimension_of(question),
        protected.package.places[place].parent if wider(entry) else place,
        question.period,
        question.group[0][1] if question.group else "",
        question.since,
        question.goal,
        question.against[0][1] if not isinstance(question.against, str) else question.against,
        _NAMED if named else "",
    )


def dimension_of(question: Question) -> str:
    """The dimension whose groups a question to the library is about."""
    return question.dimension or question.group[0][0]


def decimals_of(unit: str, own: int) -> int:
    """How many decimals a number of the library has, in a unit; `own` are those of the indicator."""
    return {"times": TIMES, "index": INDEX}.get(unit, max(own, 1))


def _at(question: Question, found: Found) -> tuple[int, ...] | None:
    """Where in the results the answer stands; None where the place has no row among them."""
    if found.places and question.place not in found.places:
        return None
    setting = found.places.index(question.place) if found.places else 0
    if found.results.value.ndim == 1:
        return (setting,)
    return setting, found.of.groups.index(question.group[0][1])


def _measured(protected: Protected, question: Question, entry: Entry, record: Record | None) -> Measured:
    spec = protected.indicator(question.indicator)
    unit = record.unit if record else ""
    cells = tuple(sorted(set(_cells(protected, question, entry))))
    bare = Measured(
        question,
        "not_computed",
        "group-missing",
        unit,
        decimals_of(unit, spec.decimals),
        spec.direction,
        cells=cells,
        scale=spec.scale,
    )
    if record is None:
        return bare
    if record.status not in ("ok", "flag"):
        return replace(bare, status=record.status, reason=record.reason)
    if record.least is None or record.most is None:
        return bare  # one of its inputs, such as the people of a group in the state, is not there
    return replace(
        bare,
        status="ok",
        reason=record.reason,
        value=None if record.value is None else exactly(record.value),
        bounds=(exactly(record.least), exactly(record.most)),
        low=record.low,
        high=record.high,
        level=record.level,
        null_value=None if record.null_value is None else int(record.null_value),
        method=record.method,
        small=record.small,
    )


def exactly(number: float) -> Fraction:
    """The number that was meant: 2.45 is not the binary float beside it, which would be rounded otherwise."""
    return Fraction(str(round(number, 9)))


def _cells(protected: Protected, question: Question, entry: Entry) -> Iterator[Key]:
    """Every published cell that the answer was worked out of."""
    package, dimension = protected.package, dimension_of(question)
    groups: list[Group] = [((dimension, each),) for each in package.dimensions[dimension].groups]
    for group, place, period in _wanted(protected, question, entry, groups):
        if protected.cell(question.indicator, period, place, group) is not None:
            yield Key(package.id, question.indicator, period, place, group)


def _wanted(
    protected: Protected, question: Question, entry: Entry, groups: list[Group]
) -> Iterator[tuple[Group, str, str]]:
    """Group, place and period of each."""
    package, mine, place, period = protected.package, question.group, question.place, question.period
    parent = package.places[place].parent
    years = (question.since, period) if question.since else (period,)
    if summarises(entry) or entry.id == "four_fifths":
        yield from ((each, place, period) for each in groups)
    elif entry.id == "weighted_risk_ratio":
        yield from ((each, at, period) for each in groups for at in (place, parent))
    elif entry.id == "alternate_risk_ratio":
        yield from ((mine, place, period), (mine, parent, period), ((), parent, period))
    elif entry.id == "funnel":
        yield from ((mine, place, period), (mine, parent, period))
    elif aims(entry):
        yield from ((mine, place, each) for each in years)
    else:
        other = question.against
        if isinstance(other, str):
            other = (package.counterpart(mine) if other == REST else None) or ()
        yield from ((each, place, when) for each in (mine, other) for when in years)
        if entry.function == "standardised.standardised_gap":
            yield (), place, period
