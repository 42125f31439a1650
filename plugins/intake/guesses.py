"""What a recipe for an unknown table would say, as values; every doubt is noted where it arises."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .sniffing import YEAR, Numbers, Table
from .vocabulary import dimension_label, known_group, slug

_MOST = 4  # an indicator has no more


@dataclass
class GuessedGroups:
    """A dimension: its label, our id and label of each of the publisher's words."""

    label: str
    words: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class Guess:
    """A proposal. `doubts` are sentences under the key of the recipe that they are about."""

    table: Table
    numbers: Numbers
    period: str = ""
    levels: list[tuple[str, str, str]] = field(default_factory=list)
    top: list[tuple[str, str]] = field(default_factory=list)
    dimensions: dict[str, GuessedGroups] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    pair: tuple[str, str] = ("", "")
    dimension_names: dict[str, str] = field(default_factory=dict)
    across: str = ""
    across_groups: dict[str, list[str]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    measure: str = ""
    measures: dict[str, str] = field(default_factory=dict)
    flags: dict[str, str] = field(default_factory=dict)
    totals: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    alternatives: dict[str, str] = field(default_factory=dict)
    optional: list[str] = field(default_factory=list)
    fractions: bool = False
    kind: str = "proportion"
    scale: int = 100
    doubts: dict[str, list[str]] = field(default_factory=dict)

    @property
    def long(self) -> int:
        """How many decimals the longest value has, in percent where it was a fraction."""
        return max(self.numbers.decimals - (2 if self.fractions else 0), 0)

    @property
    def decimals(self) -> int:
        """The decimals of the indicator: one where a program divided and kept every digit."""
        return self.long if self.long <= _MOST else 1

    def doubt(self, key: str, text: str) -> None:
        """Note something that a person must look at."""
        if text not in self.doubts.setdefault(key, []):
            self.doubts[key].append(text)


def add_group(made: Guess, dimension: str, word: str) -> None:
    """A publisher's word for a group, as the group that it usually means, or as one of its own."""
    groups = made.dimensions.setdefault(dimension, GuessedGroups(dimension_label(dimension)))
    found = known_group(word, dimension)
    id_, label = (found.id, found.label) if found else (slug(word), word)
    if word not in groups.words and id_ in {each for each, _ in groups.words.values()}:
        made.doubt("groups", f"'{word}' is taken for the same group as another word, '{id_}'.")
    groups.words[word] = (id_, label)


def year_in(text: str) -> tuple[str, str] | None:
    """A text with `{period}` in place of the one school year in it, and that year."""
    found = [*YEAR.finditer(text)]
    chosen = [each for each in found if each[2]] or found
    if len(chosen) != 1:
        return None
    start, end = chosen[0].span(1)[0], chosen[0].end()
    return text[:start] + "{period}" + text[end:], text[start:end]


def sources_of(made: Guess) -> list[Mapping[str, object]]:
    """What the sources of the recipe differ in: dimensions of wide tables, measures of long ones."""
    if made.across_groups:
        every = [group for groups in made.across_groups.values() for group in groups]
        found: list[Mapping[str, object]] = []
        for dimension, groups in made.across_groups.items():
            others = [each for each in every if each not in groups]
            found.append({"dimension": dimension, "ignore": others})
        return found
    if made.measures:
        return [{"only": word, "number": role} for role, word in made.measures.items()]
    return [{}]
