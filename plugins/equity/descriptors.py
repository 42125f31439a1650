"""`datapackage.json` as values: indicators, dimensions, groups, places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from .indexing import ALL, Group, Index
from .quotations import Quotation

__all__ = ["ALL", "Change", "Dimension", "Group", "Indicator", "Package", "Place", "paths"]


@dataclass(frozen=True)
class Indicator:
    """What is measured. `scale` turns a fraction into displayed units (100: percent) with `decimals`.

    `independent`: of a rate of events, that each event came by itself, so that chance can be worked out.
    """

    id: str
    resource: str
    kind: str
    scale: int
    decimals: int
    direction: str
    timing: str
    comparable: tuple[tuple[str, str], ...]
    breaks: tuple[str, ...]
    independent: bool = False


@dataclass(frozen=True)
class Change:
    """From period `at` on, the groups of a dimension are others: `groups` says what each old one became."""

    at: str
    groups: Mapping[str, tuple[str, ...]]

    def touches(self, group: str) -> bool:
        """Whether a group was, or became, another; a change that names no groups touches them all."""
        return not self.groups or group in self.groups or any(group in new for new in self.groups.values())


@dataclass(frozen=True)
class Dimension:
    """A way to break down: groups in declared order; exclusive or overlapping; all of them or only some.

    `spans` are the first and last period of groups that were not always there ("": open). `same_people`:
    each group is said of everybody, as themes are of all who were asked, so that all have one denominator.
    """

    id: str
    groups: tuple[str, ...]
    ordered: bool
    exclusive: bool
    complete: bool
    spans: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    same_people: bool = False

    def expected(self, group: str, period: str) -> bool:
        """Whether a group was there in a period: between its `from` and `to`, where it has them."""
        first, last = self.spans.get(group, ("", ""))
        return first <= period and (not last or period <= last)


@dataclass(frozen=True)
class Place:
    """A state, district or school; `id` is the publisher's code with its zeros.

    `first` and `last` are the periods between which it was there ("": open), `aliases` its other names,
    `successor` the id of the place that it became part of.
    """

    id: str
    level: str
    parent: str
    name: str
    first: str = ""
    last: str = ""
    aliases: tuple[str, ...] = ()
    successor: str = ""


@dataclass(frozen=True)
class Package:
    """A package. `words[language][key]` are its labels, keyed as in catalogues: `group/sex/female/label`.

    `roles` says of fields that have names of their own which of our columns they are. `levels` of places run
    from the top down. `indexes` find the rows of `tables`. `quoted` is the resource with quotations, "" for
    none; `quotations` are by their ids.
    """

    id: str
    folder: Path
    path: str
    descriptor: Mapping[str, Any]
    origin: str
    indicators: Mapping[str, Indicator]
    dimensions: Mapping[str, Dimension]
    words: Mapping[str, Mapping[str, str]]
    places: Mapping[str, Place] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    levels: tuple[str, ...] = ()
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    indexes: Mapping[str, Index] = field(default_factory=dict)
    hash: str = ""
    quoted: str = ""
    quotations: Mapping[str, Quotation] = field(default_factory=dict)

    def word(self, key: str, language: str) -> str:
        """A label in a language; English when it is not translated, which opening has told as a problem."""
        return self.words.get(language, {}).get(key) or self.words["en"].get(key, key)

    def group_word(self, group: Group, form: str, language: str) -> str:
        """The `label`, `short` or `sentence` form of a (possibly crossed) group."""
        if not group:
            return self.word(f"total/{form}", language)
        return ", ".join(self.word(f"group/{dimension}/{id_}/{form}", language) for dimension, id_ in group)

    def place_word(self, place: str, language: str) -> str:
        """The place's name; only places that have another name in this language are translated."""
        return self.words.get(language, {}).get(f"place/{place}") or self.places[place].name

    def counterpart(self, group: Group) -> Group | None:
        """The one other group of a complete two-part dimension (not English learners), or None."""
        if len(group) != 1:
            return None
        dimension = self.dimensions[group[0][0]]
        others = [each for each in dimension.groups if each != group[0][1]]
        whole = dimension.exclusive and dimension.complete and len(others) == 1
        return ((dimension.id, others[0]),) if whole else None

    def breaks(self, indicator: str, groups: Iterable[Group]) -> dict[str, str]:
        """Where figures of these groups cannot be compared with earlier ones: period -> key of the reason.

        A series breaks for everybody; a change of the groups of a dimension breaks those that it touches.
        """
        found = {at: f"indicator/{indicator}/break/{at}" for at in self.indicators[indicator].breaks}
        for dimension, id_ in sorted({pair for group in groups for pair in group}):
            for change in self.dimensions[dimension].changes:
                if change.touches(id_):
                    found.setdefault(change.at, f"dimension/{dimension}/change/{change.at}")
        return dict(sorted(found.items()))

    def resource(self, name: str) -> Mapping[str, Any]:
        """The descriptor of a resource. KeyError when there is none: opening has made sure of it."""
        return next(each for each in self.descriptor["resources"] if each["name"] == name)

    def files(self) -> tuple[str, ...]:
        """Every data file, as paths inside the package."""
        return tuple(path for resource in self.descriptor["resources"] for path in paths(resource))


def paths(resource: Mapping[str, Any]) -> tuple[str, ...]:
    """A resource's files: Data Package allows one path or a list of them."""
    path = resource.get("path", ())
    return (path,) if isinstance(path, str) else tuple(path)
