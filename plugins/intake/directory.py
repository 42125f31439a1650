"""Who is who: the places of all files under one id each, with their latest name, the others as aliases."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from plugins.equity.problems import Problem

from .rules import FixedPlace, PlaceRules

COLUMNS = ("id", "level", "parent", "name", "from", "to", "aliases")


@dataclass(frozen=True)
class Label:
    """A place as a row labels it, on one level. `level` is the recipe's word, "" for the usual one."""

    code: str
    name: str
    level: str = ""


Chain = tuple[Label, ...]
"""The labels of a row's place and of the places above it, smallest first; none of them is blank."""


@dataclass(frozen=True)
class Seen:
    """A chain with the first and the last period in which it was seen, and where: the file and row."""

    chain: Chain
    first: str
    last: str
    path: str = ""
    row: int = 0


@dataclass
class Directory:
    """Ids by label, and what is known of each id."""

    rules: PlaceRules
    codes: dict[str, set[str]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)

    def fixed(self, label: Label) -> FixedPlace | None:
        """The place that the recipe names itself, when this is one of its labels."""
        code, name = label.code, label.name
        for each in self.rules.fixed:
            if (code and code == each.id) or (not code and name in (each.name, *each.aliases)):
                return each
            if any((c is None or c == code) and (n is None or n == name) for c, n in each.rows):
                return each
        return None

    def padded(self, code: str) -> str:
        """A code with the zeros that a spreadsheet ate, where the recipe says how many digits it has."""
        return code.zfill(self.rules.digits) if self.rules.digits and code.isdigit() else code

    def id_of(self, label: Label) -> str:
        """The id of a label; of a name with several codes, the first: that was told when it was read."""
        if (place := self.fixed(label)) is not None:
            return place.id
        if label.code:
            return self.padded(label.code)
        known = self.codes.get(label.name)
        return min(known) if known else made_id(label.name)

    def row(self, id_: str, first: str, last: str) -> dict[str, str]:
        """The row of places.csv. `first` and `last` are the periods of the table."""
        place = next((each for each in self.rules.fixed if each.id == id_), None)
        if place is not None:
            name, others = place.name, [*place.aliases]
            level, parent = place.level, place.parent
        else:
            name, *others = self.names.get(id_) or [id_]
            level, parent = self.levels.get(id_, self.rules.level), self.parents.get(id_, "")
        cells = (id_, level, parent, name, first, last, " | ".join(others))
        return dict(zip(COLUMNS, cells, strict=True))

    def above(self, id_: str) -> Iterator[str]:
        """The ids of the places that a place lies in, from the nearest up."""
        seen = {id_}
        while (id_ := self.row(id_, "", "")["parent"]) and id_ not in seen:
            seen.add(id_)
            yield id_


def made_id(name: str) -> str:
    """The id of a place that has no code anywhere: `x-` and its name in small plain letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "x-" + re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def make_directory(seen: Iterable[Seen], rules: PlaceRules) -> tuple[Directory, tuple[Problem, ...]]:
    """All places of all files. A row without a code is matched by its name to the code it has elsewhere."""
    found = list(seen)
    directory = Directory(rules)
    for each in found:
        for label in each.chain:
            if label.code and label.name and directory.fixed(label) is None:
                directory.codes.setdefault(label.name, set()).add(directory.padded(label.code))
    problems = list(_doubles(found, directory))
    spans: dict[str, dict[str, tuple[str, str]]] = {}
    for each in found:
        for at, label in enumerate(each.chain):
            if directory.fixed(label) is not None:
                continue
            id_ = directory.id_of(label)
            directory.levels.setdefault(id_, label.level or rules.level)
            above = each.chain[at + 1] if at + 1 < len(each.chain) else None
            parent = rules.parent if above is None else directory.id_of(above)
            if parent != id_ and (above is not None or id_ not in directory.parents):
                directory.parents[id_] = parent
            if label.name:
                first, last = spans.setdefault(id_, {}).get(label.name, (each.first, each.last))
                spans[id_][label.name] = (min(first, each.first), max(last, each.last))
    for id_, names in spans.items():
        order = sorted(names, key=lambda each: (names[each][1], names[each][0], each), reverse=True)
        directory.names[id_] = order
    return directory, tuple(problems)


def _doubles(found: Iterable[Seen], directory: Directory) -> Iterator[Problem]:
    """Names without a code that could be two places."""
    told: set[str] = set()
    made: dict[str, tuple[str, str]] = {}
    for each in found:
        for at, label in enumerate(each.chain):
            if label.code or directory.fixed(label) is not None:
                continue
            codes = sorted(directory.codes.get(label.name, ()))
            above = directory.id_of(each.chain[at + 1]) if at + 1 < len(each.chain) else ""
            id_ = made_id(label.name)
            if len(codes) > 1:
                message = (
                    f"'{label.name}' stands here without a code, and has several: {', '.join(codes[:3])}."
                )
                hint = "Say which: name it under 'fixed:' of 'places:', or leave the rows out."
            elif not codes and made.setdefault(id_, (label.name, above)) != (label.name, above):
                message = f"'{label.name}' and '{made[id_][0]}' have no code, and would both be '{id_}'."
                hint = "Name them under 'fixed:' of 'places:', each with an id of its own."
            else:
                continue
            if id_ not in told:
                told.add(id_)
                yield Problem(each.path, each.row, "place-unclear", message, hint)


def spans_of(periods: Mapping[str, tuple[str, str]], directory: Directory) -> dict[str, tuple[str, str]]:
    """First and last period of each id in a table, and of the places that these lie in."""
    spans = dict(periods)
    for id_, (first, last) in periods.items():
        for above in directory.above(id_):
            one, other = spans.get(above, (first, last))
            spans[above] = (min(one, first), max(other, last))
    return spans
