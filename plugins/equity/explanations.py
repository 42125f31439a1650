"""The words of the measures in each language: names, questions, formulas, advice, reasons, letters.

English stands in the room `inequality` (`catalogue.yaml`, `reasons`, `choosing`); other languages in
`theme/translations/<code>/methods.po`, by the same keys. Words that a catalogue lacks are told as warnings,
and the page of that measure shows English and says so: a measure is translated as a whole or not at all.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from .inequality.catalogue import FILE as ENGLISH
from .inequality.catalogue import TEXTS, catalogue
from .inequality.choosing import WHY
from .inequality.reasons import WORDS
from .languages import read_catalogue
from .problems import WARNING, Problem
from .sources import read_text, shown

NAME = "methods.po"
MACHINE = '"X-Translation: machine'
"""In the head of a catalogue that a machine has translated and nobody has checked."""

SYMBOLS: Mapping[str, str] = {
    "k": "how many people in the group have the outcome",
    "n": "how many people are in the group",
    "K": "how many people have the outcome, in all groups together",
    "N": "how many people there are in all",
    "k_s": "how many people in the group have the outcome, in the whole state",
    "n_s": "how many people are in the group, in the whole state",
    "K_s": "how many people have the outcome, in the whole state",
    "N_s": "how many people there are in all, in the whole state",
    "p": "the rate of the group",
    "p0": "the rate of what it is compared with",
    "p_advantaged": "the rate of the most advantaged group",
    "p_highest": "the highest rate of the groups",
    "p_before": "the rate of the group in an earlier year",
    "r": "the ratio of the two groups",
    "y1": "the rate of the first group",
    "y2": "the rate of the second group",
    "y_j": "the rate of a group, one after the other",
    "p_j": "the share of all people who are in that group",
    "rank_j": "the rank of that group: the middle of its part of the line of all people, from 0 (least "
    "advantaged) to 1 (most advantaged)",
    "m": "the mean, which is the rate of everybody together",
    "m'": "the mean, from 0 to 1",
    "y_best": "the rate of the best group",
    "y_reference": "the rate of the reference group",
    "q_g": "the group's share in the state",
    "q_h": "the share of each of the other groups in the state",
    "r_g": "the rate of the group at the place",
    "r_h": "the rate of each of the other groups at the place",
    "c": "the average",
    "z": "how many standard errors wide the limits are",
    "sum": "added up over all groups",
    "abs": "the size, without its sign",
    "sqrt": "the square root",
    "ln": "the natural logarithm",
    "SD": "the standard deviation of everybody",
    "ACI": "the absolute concentration index",
    "RCI": "the relative concentration index",
    "BGV": "the between-group variance",
    "BGSD": "the between-group standard deviation",
    "MDMU": "the mean difference from the mean, unweighted",
    "MDMW": "the mean difference from the mean, weighted",
    "PAR": "the population attributable risk",
}
"""What the letters and functions of formulas stand for; they are the same in every language."""

TOKEN = re.compile(r"(?<!\w)[A-Za-z]+(?:_[A-Za-z]+|[0-9]+)?'?(?!\w)")
"""A letter, a word, or a function in a formula."""


@dataclass(frozen=True)
class Explanations:
    """Words by language and key: `measure/sii/use`, `reason/withheld`, `why/law`, `symbol/p_j`.

    `paths` say where a language's words stand, `machine` which were translated by a machine alone.
    """

    words: Mapping[str, Mapping[str, str]] = field(repr=False)
    paths: Mapping[str, str]
    machine: frozenset[str]

    def has(self, measure: str, language: str) -> bool:
        """Whether every word of a measure is there in a language."""
        known = self.words.get(language, {})
        return all(f"measure/{measure}/{text}" in known for text in TEXTS)

    def word(self, key: str, language: str) -> str:
        """A word in a language; English where it is not translated. KeyError for a key that is none."""
        return self.words.get(language, {}).get(key) or english()[key]

    def measure(self, measure: str, text: str, language: str) -> str:
        """One of the texts of a measure; English unless all of them are translated."""
        key = f"measure/{measure}/{text}"
        return self.word(key, language) if self.has(measure, language) else english()[key]


NOTHING = Explanations(MappingProxyType({}), MappingProxyType({}), frozenset())
"""The words of a site that could not be opened."""


@cache
def english() -> Mapping[str, str]:
    """Every word by its key, in English, in the order in which catalogues hold them."""
    measures = {
        f"measure/{entry.id}/{text}": str(getattr(entry, text))
        for entry in catalogue().values()
        for text in TEXTS
    }
    whys = {f"why/{code}": text for code, text in WHY.items()}
    reasons = {f"reason/{code}": text for code, text in WORDS.items() if code}
    letters = {f"symbol/{letter}": text for letter, text in SYMBOLS.items()}
    return MappingProxyType({**measures, **whys, **reasons, **letters})


def symbols(formula: str) -> tuple[str, ...]:
    """The letters of an English formula that `SYMBOLS` explains, in the order of that list."""
    there = {*TOKEN.findall(formula)}
    return tuple(each for each in SYMBOLS if each in there)


def open_explanations(
    codes: tuple[str, ...], folder: Path, root: Path
) -> tuple[Explanations, tuple[Problem, ...]]:
    """The words of every language of a site, and what its catalogues lack. `folder` is that of the theme."""
    words: dict[str, Mapping[str, str]] = {"en": english()}
    paths = {"en": "plugins/equity/inequality/" + ENGLISH.name}
    machine: set[str] = set()
    problems: list[Problem] = []
    for code in [each for each in codes if each != "en"]:
        path = folder / code / NAME
        paths[code] = shown(path, root)
        if not path.exists():
            message = "Nobody has translated the words of the measures; their pages show English."
            hint = "Run `plumbline translate`, which makes the catalogue, and translate it."
            problems.append(Problem(paths[code], 0, "catalogue-missing", message, hint, WARNING))
            continue
        words[code], found = _translated(path, root)
        problems += found
        if MACHINE in read_text(path, root)[0]:
            machine.add(code)
    return Explanations(words, paths, frozenset(machine)), tuple(problems)


def _translated(path: Path, root: Path) -> tuple[dict[str, str], list[Problem]]:
    """The words of a catalogue, by key, and a warning for each that is missing or out of date."""
    catalog, found = read_catalogue(path, root)
    problems = list(found)
    if catalog is None:
        return {}, problems
    entries = {str(each.context): each for each in catalog if each.context}
    words: dict[str, str] = {}
    for key, text in english().items():
        entry = entries.get(key)
        line = (entry.lineno or 0) if entry else 0
        if entry and entry.string and not entry.fuzzy:
            words[key] = str(entry.string)
            if str(entry.id) != text:
                message, hint = (
                    f"'{key}' translates an older English text.",
                    "Compare the two, then copy the new English text into msgid.",
                )
                problems.append(Problem(shown(path, root), line, "translation-old", message, hint, WARNING))
            continue
        message = f"'{key}' is not translated ('{text[:60]}')."
        hint = "Translate it; `plumbline translate` adds what is missing. Until then English is shown."
        problems.append(Problem(shown(path, root), line, "translation-missing", message, hint, WARNING))
    return words, problems
