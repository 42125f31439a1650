"""Periods and names in `datapackage.json`: what must be a period is one, and what is named is there.

JSON Schema sees the form of each fact by itself; here they are held against each other.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from plugins.equity.descriptors import Indicator, Package, Place
from plugins.equity.problems import Problem, did_you_mean, plain
from plugins.equity.sources import Document, Key

from .doubts import ANYWHERE
from .periods import is_period

_PERIOD_HINT = "Write a school year such as 2018-19, or a year such as 2019."


def fact_faults(package: Package, document: Document, places: Mapping[str, Place]) -> Iterator[Problem]:
    """Periods that are none or run backwards; names of what does not exist; groups declared twice."""
    equity = document.data["equity"]
    for id_, indicator in equity["indicators"].items():
        where: Key = ("equity", "indicators", id_)
        found = list(_spans(document, (*where, "comparable"), indicator.get("comparable", ())))
        yield from found or _breaks(document, where, package.indicators[id_])
        for number, each in enumerate(indicator.get("breaks", ())):
            yield from _period(document, (*where, "breaks", number, "at"), each["at"])
    for id_, dimension in equity["dimensions"].items():
        yield from _dimension(document, ("equity", "dimensions", id_), dimension)
    for number, doubt in enumerate(equity.get("doubts", ())):
        yield from _doubt(package, document, ("equity", "doubts", number), doubt, places)
    for number, resource in enumerate(package.descriptor["resources"]):
        yield from _foreign_keys(package, document, number, resource)


def _period(document: Document, key: Key, word: str) -> Iterator[Problem]:
    if not is_period(word):
        yield document.problem(key, "period-shape", f"'{word}' is no period.", _PERIOD_HINT)


def _span(document: Document, where: Key, span: Mapping[str, Any]) -> Iterator[Problem]:
    """From one period to another, either of which may be left open."""
    ends = [each for each in ("from", "to") if each in span]
    for end in ends:
        yield from _period(document, (*where, end), span[end])
    if len(ends) == 2 and span["from"] > span["to"]:
        message = f"This ends ({span['to']}) before it begins ({span['from']})."
        yield document.problem((*where, "from"), "period-order", message, "Exchange 'from' and 'to'.")


def _spans(document: Document, where: Key, spans: Iterable[Mapping[str, Any]]) -> Iterator[Problem]:
    """Stretches of periods, each after the one before."""
    before = ""
    for number, span in enumerate(spans):
        yield from _span(document, (*where, number), span)
        if span["from"] <= before:
            message = f"This stretch begins ({span['from']}) before the one above it has ended ({before})."
            hint = "What is comparable is one stretch; put stretches in order."
            yield document.problem((*where, number, "from"), "period-order", message, hint)
        before = max(before, span["to"])


def _breaks(document: Document, where: Key, indicator: Indicator) -> Iterator[Problem]:
    """`breaks` and `comparable` are two ways to say one thing."""
    for at in indicator.breaks:
        if any(first < at <= last for first, last in indicator.comparable):
            message = f"The series breaks at {at}, and 'comparable' says that one can compare across it."
            hint = "End the stretch of comparable years before the break."
            yield document.problem((*where, "comparable"), "break-unclear", message, hint)
    for (_, last), (first, _) in pairwise(indicator.comparable):
        if not any(last < at <= first for at in indicator.breaks):
            message = f"Nothing says why {last} and {first} cannot be compared."
            hint = "Add a break with its reason: readers see it on charts."
            yield document.problem((*where, "comparable"), "break-unclear", message, hint)


def _dimension(document: Document, where: Key, dimension: Mapping[str, Any]) -> Iterator[Problem]:
    groups = dimension["groups"]
    alike: dict[str, str] = {}
    for id_, group in groups.items():
        key: Key = (*where, "groups", id_)
        yield from _span(document, key, group)
        for number, each in enumerate(group.get("formerly", ())):
            yield from _period(document, (*key, "formerly", number, "to"), each["to"])
        twin = alike.setdefault(plain(id_) or id_, id_)
        if twin != id_:
            message = f"'{id_}' is '{twin}' spelled in another way."
            hint = "Keep one of them; the names that a group had before stand under 'formerly'."
            yield document.problem(key, "group-twice", message, hint)
    for number, change in enumerate(dimension.get("changes", ())):
        key = (*where, "changes", number)
        yield from _period(document, (*key, "at"), change["at"])
        for old, new in change.get("groups", {}).items():
            for word in [old, *new]:
                yield from _known(
                    document, (*key, "groups", old), word, groups, "group-unknown", "dimensions"
                )


def _doubt(
    package: Package, document: Document, where: Key, doubt: Mapping[str, Any], places: Mapping[str, Place]
) -> Iterator[Problem]:
    """An answer is about indicators, places and groups that there are."""
    if "period" in doubt:
        yield from _period(document, (*where, "period"), doubt["period"])
    if "indicator" in doubt:
        key: Key = (*where, "indicator")
        yield from _known(
            document, key, doubt["indicator"], package.indicators, "indicator-unknown", "indicators"
        )
    if doubt.get("place", ANYWHERE) != ANYWHERE:
        yield from _known(document, (*where, "place"), doubt["place"], places, "place-unknown", "places.csv")
    if "dimension" in doubt:
        for name in doubt["dimension"].split("+"):  # a crossing is called race+sex
            key = (*where, "dimension")
            yield from _known(document, key, name, package.dimensions, "dimension-unknown", "dimensions")
    for name, id_ in doubt.get("group", {}).items():
        key = (*where, "group", name)
        if name not in package.dimensions:
            yield from _known(document, key, name, package.dimensions, "dimension-unknown", "dimensions")
        else:
            yield from _known(document, key, id_, package.dimensions[name].groups, "group-unknown", "groups")


def _known(
    document: Document, key: Key, word: str, known: Iterable[str], code: str, stand: str
) -> Iterator[Problem]:
    if word not in set(known):
        hint = did_you_mean(word, known, f"Choose one that stands under '{stand}'.")
        kind = code.partition("-")[0]
        yield document.problem(key, code, f"There is no {kind} '{word}' in this package.", hint)


def _foreign_keys(
    package: Package, document: Document, number: int, resource: Mapping[str, Any]
) -> Iterator[Problem]:
    """What a foreign key refers to is there; its form is left to the standard."""
    tables = {each["name"]: each["schema"]["fields"] for each in package.descriptor["resources"]}
    keys = resource["schema"].get("foreignKeys", ())
    for at, foreign in enumerate(keys if isinstance(keys, list) else ()):
        reference = foreign.get("reference") if isinstance(foreign, Mapping) else None
        if not isinstance(reference, Mapping):
            continue
        where: Key = ("resources", number, "schema", "foreignKeys", at, "reference")
        target = reference.get("resource", "") or resource["name"]
        if not isinstance(target, str) or target not in tables:
            message = f"There is no resource called '{target}' in this package."
            hint = did_you_mean(str(target), tables)
            yield document.problem((*where, "resource"), "resource-unknown", message, hint)
            continue
        named = reference.get("fields", ())
        fields = [each["name"] for each in tables[target]]
        for field in [named] if isinstance(named, str) else named if isinstance(named, list) else ():
            if field not in fields:
                message = f"'{target}' has no field '{field}'."
                hint = did_you_mean(str(field), fields)
                yield document.problem((*where, "fields"), "field-missing", message, hint)
