"""A question to the library as an author asks it: with what the measure takes and nothing else, or told."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from .descriptors import Package
from .inequality.catalogue import Entry
from .languages import exact
from .offers import aims, compares, looks_back, refused, summarises, unfit, wider
from .problems import did_you_mean
from .questions import ALL, REST, Against, Goal
from .reports import Asked

Tell = Callable[[str, str, str, str], None]
"""Part of the question, code, message, hint."""


def consult(
    package: Package,
    spec: Mapping[str, Any],
    asked: Asked,
    entry: Entry,
    target: Mapping[str, Any] | None,
    tell: Tell,
) -> Asked | None:
    """The question that the library is asked. `spec` is what the value itself says; `asked` has the report's
    facts where it says nothing; `target` are the facts of the report's target.
    """
    question = asked.question
    dimension = _dimension(package, spec, asked, entry, tell)
    if dimension is None:
        return None
    if wider(entry):
        parent = package.places[question.place].parent
        if not parent or package.places[parent].parent:
            message = f"'{entry.id}' holds a place against the state around it; this place has none."
            hint = "Name a place directly below a state, or choose another measure."
            tell("measure", "measure-unfit", message, hint)
            return None
    against = _whom(package, spec, asked, entry, dimension, tell)
    if against is None:
        return None
    why = unfit(package, question.indicator, dimension, entry, not isinstance(against, str))
    if why:
        tell("measure", "measure-unfit", *refused(package, question.indicator, entry, why))
        return None
    if aims(entry) and target is None:
        message = f"'{entry.id}' is about a target, and this report has none."
        tell("measure", "measure-unfit", message, "Add 'target:', or choose another measure.")
        return None
    goal = Goal(exact(target["value"]), str(target["by"])) if aims(entry) and target else None
    made = replace(
        question,
        group=() if summarises(entry) else question.group,
        against=against,
        since=question.since if looks_back(entry) else "",
        dimension=dimension,
        goal=goal,
    )
    return replace(asked, question=made)


def _dimension(
    package: Package, spec: Mapping[str, Any], asked: Asked, entry: Entry, tell: Tell
) -> str | None:
    """The dimension whose groups a measure is about: that of the group, or the one that is named."""
    group, columns = asked.question.group, package.tables[asked.question.indicator].columns
    mine = group[0][0] if len(group) == 1 else ""
    dimension = str(spec.get("dimension", mine))
    if "dimension" in spec and (dimension not in package.dimensions or dimension not in columns):
        known = [each for each in package.dimensions if each in columns]
        message = f"'{asked.package}' has no dimension '{dimension}'."
        tell("dimension", "dimension-unknown", message, did_you_mean(dimension, known))
        return None
    if summarises(entry):
        if dimension:
            return dimension
        message = f"'{entry.id}' is about all groups of a dimension, and none is named."
        tell("measure", "measure-unfit", message, "Add 'dimension:'.")
        return None
    if mine and mine == dimension:
        return dimension
    message, hint = f"'{entry.id}' is about one group of one dimension.", "Add 'group: {dimension: group}'."
    if mine:
        hint = f"Remove 'dimension', or name a group of '{dimension}'."
    tell("measure", "measure-unfit", message, hint)
    return None


def _whom(
    package: Package, spec: Mapping[str, Any], asked: Asked, entry: Entry, dimension: str, tell: Tell
) -> Against | None:
    """Whom a measure compares with; a group stands in the dimension of the groups."""
    kind, against = compares(entry), asked.question.against
    if kind in (ALL, REST):
        if "against" not in spec:
            return kind
        tell("against", "key-unused", f"'{entry.id}' says itself whom it compares with.", "Remove 'against'.")
        return None
    inside = not isinstance(against, str) and len(against) == 1 and against[0][0] == dimension
    if kind == "free" and (isinstance(against, str) or inside):
        return against
    if kind == "free" or ("against" in spec and not inside):
        message = f"'{entry.id}' compares with a group of the same dimension, '{dimension}'."
        part = "against" if "against" in spec else "measure"
        tell(part, "measure-unfit", message, f"Write 'against: {{{dimension}: ...}}'.")
        return None
    if inside and (kind == "named" or "against" in spec):
        return against
    groups = package.dimensions[dimension]
    return ((dimension, groups.groups[-1]),) if kind == "named" and groups.ordered else ALL
