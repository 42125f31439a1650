"""Numbers that an author typed and that the data hold: they could be references, or the data contradict them.

Looked at are percentages, percentage points and counts of people in a report's prose. Years, dates and list
markers are none of these; code and the words of links are left out; in a paragraph that links to a source, a
number is taken for that source's unless it is written just as ours is. A number that is far from all of ours,
such as a limit of a law, is nobody's mistake. Only warnings: a typed number can be right.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from plugins import directives
from plugins.equity.languages import Language, rounded
from plugins.equity.problems import WARNING, Problem

NEAR = Fraction(2)
"""Points within which a typed percentage is taken for one of ours, written wrongly; counts within 5 %."""

_LINK = re.compile(r"!?\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])|<https?:[^>]*>|https?://\S+")
_DIRECTIVE = re.compile(r"\[\[[^\]]*\]\]")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s")
_YEAR = re.compile(r"(?:19|20)\d\d$")


@dataclass(frozen=True)
class Shown:
    """A value of a report: its id, how it is written, its exact size, its unit (`percent`, `points`, `count`
    or another, which is not looked at), the decimals with which it is written.
    """

    id: str
    text: str
    size: Fraction
    unit: str
    decimals: int


@dataclass(frozen=True)
class Numbers:
    """What typed numbers of a text are compared with: the report's values, and words that people are counted
    by ("students"). Nothing is measured before a number is found.
    """

    language: Language
    values: Callable[[], Sequence[Shown]]
    people: Callable[[], Sequence[str]]


@dataclass(frozen=True)
class _Typed:
    text: str
    size: Fraction
    unit: str
    decimals: int


def check_typed(
    lines: Sequence[str], first: int, name: str, numbers: Numbers, head: int = 0
) -> Iterator[Problem]:
    """Warnings about typed numbers in lines of which the first is number `first` of the file `name`. In lines
    before number `head` there can be no references.
    """
    for block in _blocks(list(directives.prose(list(lines), first))):
        linked = any(_LINK.search(_DIRECTIVE.sub(" ", text)) for _, text in block)
        for number, text in block:
            told: set[str] = set()
            for typed in _find(_LINK.sub(" \n ", _DIRECTIVE.sub(" \n ", text)), numbers):
                if typed.text not in told:
                    told.add(typed.text)
                    yield from _judge(typed, numbers, name, number, linked, number < head)


def _blocks(prose: Sequence[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Paragraphs and items of lists, as lines with their numbers."""
    block: list[tuple[int, str]] = []
    for number, text in prose:
        if block and (not text.strip() or _ITEM.match(text)):
            yield block
            block = []
        if text.strip():
            block.append((number, text))
    if block:
        yield block


def _find(text: str, numbers: Numbers) -> Iterator[_Typed]:
    """Typed percentages, points and counts of people in a line, as they are written in the language."""
    language = numbers.language
    symbols = language.locale.number_symbols["latn"]
    group, point = re.escape(str(symbols["group"])), re.escape(str(symbols["decimal"]))
    digits = rf"(?<![\d.,/$€£-])(\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{point}(\d+))?(?![\d/])"
    word = language.say("percent")
    percent = rf"\s?%|\s+{re.escape(word)}\b"
    points = r"\s+(?:" + "|".join(_points(language)) + ")"
    for match in re.finditer(digits, text):
        whole, part = re.sub(r"\D", "", match.group(1)), match.group(2) or ""
        size = Fraction(f"{whole}.{part or 0}")
        after = text[match.end() :]
        unit = ""
        if re.match(points, after, re.I):
            unit = "points"
        elif re.match(percent, after, re.I):
            unit = "percent"
        elif not part and not _YEAR.match(match.group(1)) and _people(after, numbers):
            unit = "count"
        if unit:
            yield _Typed(match.group(), size, unit, len(part))


def _points(language: Language) -> set[str]:
    forms = (
        language.catalogue.ngettext("{number} percentage point", "{number} percentage points", count)
        for count in (1, 2)
    )
    return {re.escape(str(each).replace("{number}", "").strip()) for each in forms}


def _people(after: str, numbers: Numbers) -> bool:
    """Whether one of the next four words of the sentence is a word that people are counted by."""
    words = re.match(r"(?:[^\S\n]+[\w'’-]+){1,4}", after)
    if not words:
        return False
    said = words.group().casefold().split()
    return any(word.casefold() in said for word in numbers.people())


def _judge(
    typed: _Typed, numbers: Numbers, name: str, line: int, linked: bool, fixed: bool
) -> Iterator[Problem]:
    values = [each for each in numbers.values() if each.unit == typed.unit]
    same = [each for each in values if _same(typed, each)]
    exact = [each for each in same if typed.decimals == each.decimals]
    if linked:
        same = [each for each in exact if typed.decimals or len(typed.text) > 3]
    if same:
        best = (exact or same)[0]
        message = f"'{typed.text}' is typed, and the data hold it: next year it is wrong."
        hint = f"Write [[value {best.id}]] in its place, which prints {best.text}."
        if fixed:
            hint = "Say it in words: the head cannot hold a reference, and the numbers stand below it."
        yield Problem(name, line, "number-typed", message, hint, WARNING)
        return
    near = [each for each in values if _near(typed, each)]
    if near and not linked:
        best = min(near, key=lambda each: abs(each.size - typed.size))
        message = f"'{typed.text}' is typed, and the nearest number of the data is {best.text}."
        hint = f"Is it [[value {best.id}]]? If it is another number, link to its source."
        yield Problem(name, line, "number-contradicted", message, hint, WARNING)


def _same(typed: _Typed, shown: Shown) -> bool:
    """Whether a value, rounded as the typed number is, is that number."""
    return typed.decimals <= shown.decimals and Fraction(rounded(shown.size, typed.decimals)) == typed.size


def _near(typed: _Typed, shown: Shown) -> bool:
    apart = abs(typed.size - shown.size)
    if typed.unit == "count":
        return apart * 20 <= shown.size
    return apart <= NEAR and apart * 4 <= shown.size
