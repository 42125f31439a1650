"""The publisher's words for years and groups, and ours."""

import re
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from plugins.equity.descriptors import ALL, Dimension
from plugins.equity.problems import Problem, did_you_mean, nearest

from .complaints import complain
from .headings import tidied
from .rules import Recipe

Fault = tuple[str, str]
_YEARS = re.compile(r"(?:SY ?)?(\d{4})\s?[-–—/]\s?(\d{4}|\d{2})", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")


class Names:
    """What words mean, by a recipe and the dimensions of its package."""

    def __init__(self, recipe: Recipe, dimensions: Mapping[str, Dimension]) -> None:
        self.recipe, self.dimensions = recipe, dimensions
        self._loose = {name: self._folded(words) for name, words in recipe.groups.items()}
        self._everybody = {
            *recipe.everybody,
            *(self._fold(each) for each in recipe.everybody if recipe.loose),
        }

    def is_everybody(self, word: str) -> bool:
        """Whether a word is the publisher's for everybody."""
        return word in self._everybody or (self.recipe.loose and self._fold(word) in self._everybody)

    def period(self, word: str) -> str | Fault:
        """Our period: `2018-19` of `2018-19`, `2018-2019`, `2018/19`; a bare year as the recipe says."""
        rules = self.recipe.periods
        if word in rules.words:
            return rules.words[word]
        if found := _YEARS.fullmatch(word):
            first, last = int(found[1]), int(found[2])
            if last % 100 == (first + 1) % 100 and last in ((first + 1) % 100, first + 1):
                return f"{first}-{(first + 1) % 100:02d}"
        if _YEAR.fullmatch(word):
            first = int(word) - (rules.year == "ends")
            return f"{first}-{(first + 1) % 100:02d}" if rules.year else word
        hint = "Write it as in 2018-19, or name it: 'periods: {words: {\"" + word[:20] + "\": 2018-19}}'."
        return "is not a year", hint

    def group(self, dimension: str, word: str) -> str | Fault:
        """Our group of a dimension, or `all`."""
        words = self.recipe.groups.get(dimension, {})
        if word in words:
            return words[word]
        if self.is_everybody(word):
            return ALL
        if word in (ALL, *self.dimensions[dimension].groups):
            return word
        if self.recipe.loose and (found := self._loose.get(dimension, {}).get(self._fold(word))):
            return found
        known = [*words, *self.recipe.everybody]
        same = next((each for each in known if self._fold(each) == self._fold(word)), "")
        if same:
            hint = f"It differs from '{same}' in capitals or spaces only; add it, or write 'spelling: loose'."
        elif not word:
            hint = "If a blank means everybody, write 'all: [\"\"]'; if files head it differently, list both."
        else:
            hint = did_you_mean(word, known, "") if nearest(word, known) else ""
            hint = f"Add it under 'groups: {dimension}:'. {hint}".strip()
        return f"is not a group of '{dimension}'", hint

    def dimension(self, word: str) -> str | Fault:
        """Our dimension, or `all` where the rows are about everybody."""
        names = self.recipe.dimension_names
        if word in names:
            return names[word]
        if self.is_everybody(word):
            return ALL
        if word in self.dimensions:
            return word
        hint = did_you_mean(word, [*names, *self.dimensions], "") if nearest(word, names) else ""
        return "is not a dimension", f"Add it under 'dimension_names:'. {hint}".strip()

    def pair(self, dimension: str | None, word: str) -> tuple[str, str] | Fault:
        """(dimension, group) of a publisher's pair; without a dimension, of the one that has such a word."""
        if dimension is None:
            if self.is_everybody(word):
                return ALL, ALL
            found = {
                name: each
                for name in self.dimensions
                if not isinstance(each := self.group(name, word), tuple)
            }
            if len(found) == 1:
                ((name, id_),) = found.items()
                return name, id_
            if found:
                named = " and ".join(f"'{each}'" for each in found)
                return f"is a group of {named}", "Add 'dimension:' with the column that says which."
            known = [each for words in self.recipe.groups.values() for each in words]
            hint = did_you_mean(word, known, "") if nearest(word, known) else ""
            return "is not a group of any dimension", f"Add it under 'groups:'. {hint}".strip()
        cut = self.dimension(dimension)
        if isinstance(cut, tuple):
            return cut
        if cut == ALL:
            if self.is_everybody(word) or word in ("", ALL, dimension):
                return ALL, ALL
            return f"is a group, but '{dimension}' means everybody", "Correct 'dimension_names:' or 'all:'."
        group = self.group(cut, word)
        return group if isinstance(group, tuple) else (cut, group)

    def _fold(self, word: str) -> str:
        return "".join(word.casefold().split())

    def _folded(self, words: Mapping[str, str]) -> dict[str, str]:
        return {self._fold(each): id_ for each, id_ in words.items()}


def name_periods(
    frame: pd.DataFrame, names: Names, files: list[str], heading: str
) -> tuple["pd.Series[str]", list[Problem]]:
    """Our period of every record; "" where it is told as a problem."""
    words = {each: names.period(tidied(each)) for each in frame["period"].unique()}
    faults = {word: each for word, each in words.items() if isinstance(each, tuple)}
    told = list(complain(frame, "period", faults, files, "import-period", heading))
    return frame["period"].map({word: "" if word in faults else each for word, each in words.items()}), told


def name_groups(
    frame: pd.DataFrame, names: Names, files: list[str], headings: Mapping[str, str]
) -> tuple[dict[str, "pd.Series[str]"], list[Problem]]:
    """Our group of every record in every dimension; `all` where a record is not broken down by it."""
    made: dict[str, pd.Series[str]] = {}
    told: list[Problem] = []
    for column in [str(each) for each in frame.columns if str(each).startswith("cut:")]:
        name = column.removeprefix("cut:")
        words = {each: names.group(name, tidied(each)) for each in frame[column].unique()}
        faults = {word: each for word, each in words.items() if isinstance(each, tuple)}
        told += complain(frame, column, faults, files, "import-group", headings.get(column, name))
        made[name] = frame[column].map(
            {word: ALL if word in faults else each for word, each in words.items()}
        )
    if "group" in frame.columns:
        pairs, wrong = _pairs(frame, names, files, headings)
        told += wrong
        for name, groups in pairs.items():
            made[name] = groups if name not in made else made[name].where(made[name] != ALL, groups)
    for name in names.dimensions:
        made.setdefault(name, pd.Series(ALL, frame.index))
    return made, told


def _pairs(
    frame: pd.DataFrame, names: Names, files: list[str], headings: Mapping[str, str]
) -> tuple[dict[str, "pd.Series[str]"], list[Problem]]:
    """The dimension and group of a pair of columns, or of one column with groups of all dimensions."""
    has = "dimension" in frame.columns
    told: list[Problem] = []
    made: dict[str, pd.Series[str]] = {}
    bad: dict[str, Fault] = {}
    if has:
        words = {each: names.dimension(tidied(each)) for each in frame["dimension"].unique()}
        bad = {word: each for word, each in words.items() if isinstance(each, tuple)}
        told += complain(
            frame, "dimension", bad, files, "import-dimension", headings.get("dimension", "dimension")
        )
    both = frame["dimension"] if has else pd.Series("", frame.index)
    for word in both.unique():
        if word in bad:
            continue
        rows = frame[both == word]
        known = {
            each: names.pair(tidied(word) if has else None, tidied(each)) for each in rows["group"].unique()
        }
        faults = {each: found for each, found in known.items() if _is_fault(found, names)}
        told += complain(rows, "group", faults, files, "import-group", headings.get("group", "group"))
        for name in names.dimensions:
            mine = {
                each: found[1] for each, found in known.items() if found[0] == name and each not in faults
            }
            if mine:
                cut = made.setdefault(name, pd.Series(ALL, frame.index, dtype="str"))
                cut.update(rows["group"].map(mine).dropna())
    return made, told


def _is_fault(found: tuple[str, str], names: Names) -> bool:
    return found[0] != ALL and found[0] not in names.dimensions


def in_span(periods: Iterable[str], first: str, last: str) -> Iterator[bool]:
    """Whether each period is one that the recipe takes."""
    for each in periods:
        yield (not first or each >= first) and (not last or each <= last)
