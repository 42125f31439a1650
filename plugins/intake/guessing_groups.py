"""The places and groups of an unknown table, guessed."""

import re
from collections.abc import Sequence

from .cells import unwrapped
from .guesses import Guess, add_group
from .headings import tidied
from .sniffing import Column, Table
from .vocabulary import is_total, known_dimension, known_group, slug

_STATE = re.compile(
    r"state(wide)?( total| level| of .*)?|total|all districts|notset|(the )?nation(al)?", re.IGNORECASE
)
_LEVELS = ("school", "district", "county", "region", "state")


def guess_places(made: Guess) -> None:
    """Which columns name the place, from the smallest level up, and which rows are the state's."""
    codes, names = made.table.of("code"), made.table.of("name")
    if not codes and not names:
        names = sorted(
            (
                each
                for each in made.table.of("text")
                if each.heading != made.measure and len(each.filled) > 12
            ),
            key=lambda each: -len(each.words),
        )[:1]
        if names:
            made.doubt("place", f"'{names[0].heading}' is taken for the place.")
    plain = [each for each in codes if not re.search(r"\bname\b", each.heading, re.IGNORECASE)]
    names = [*names, *(each for each in codes if each not in plain)]
    if not plain:
        headings = {each.heading.casefold() for each in names}
        plain = [
            each for each in names if headings & {f"{each.heading.casefold()}{sign}name" for sign in "_ "}
        ]
        names = [each for each in names if each not in plain]
    if not names and plain:
        names = [each for each in made.table.of("text") if _names(made.table, plain[0], each)][:1]
    names.sort(key=lambda each: -len(each.words))
    plain.sort(key=lambda each: -len(each.words))
    for at in range(max(len(names), len(plain))):
        code = plain[at].heading if at < len(plain) else ""
        name = names[at].heading if at < len(names) else ""
        made.levels.append((_level(code, name), code, name))
    if len(made.levels) > 1:
        made.doubt("place", "Several levels of places, from the smallest up: is that right?")
    if not made.levels:
        made.doubt("place", "No column names a place: 'always: place' is one for the whole file.")
    _top(made, names, plain)


def _names(table: Table, code: Column, text: Column) -> bool:
    """Whether every code has one word beside it, and other codes have others."""
    beside = _together(table, text, code)
    alone = all(len(each) == 1 for each in beside.values())
    return alone and len(text.words) > 1 and len(text.words) >= 0.8 * len(code.words)


def _level(code: str, name: str) -> str:
    words = f"{name} {code}".casefold()
    return next((each for each in _LEVELS if each in words), "place")


def _top(made: Guess, names: list[Column], codes: list[Column]) -> None:
    """Labels that usually are the state's."""
    for column in names[-1:]:
        for word in column.words:
            if (_STATE.fullmatch(tidied(word)) and tidied(word)) or (
                not word.strip() and len(column.words) > 1
            ):
                made.top.append(("", tidied(word)))
    for column in codes[-1:]:
        made.top += [
            (unwrapped(word), "") for word in column.words if re.fullmatch(r"0{2,}", unwrapped(word))
        ]
        words = [each for each in column.filled if unwrapped(each) and not unwrapped(each).isdigit()]
        made.top += [(words[0], "")] if len(words) == 1 and len(column.filled) > 1 else []
    if made.top:
        listed = ", ".join(f"'{code or name}'" for code, name in made.top)
        made.doubt("places", f"{listed} is taken for the state.")
    else:
        made.doubt("places", "No row seems to be the state's or the whole's; places have no parent.")


def guess_groups(made: Guess) -> None:
    """Which columns name groups: one per dimension, a pair, or one for all dimensions."""
    texts = [each for each in made.table.of("text") if each.heading != made.measure]
    texts = [each for each in texts if each.heading not in {*made.flags.values()}]
    places = {heading for _, code, name in made.levels for heading in (code, name)}
    texts = [each for each in texts if each.heading not in places and len(each.words) <= 60]
    if (pair := _pair(made.table, texts)) is not None:
        first, second = pair
        made.pair = (first.heading, second.heading)
        where = _together(made.table, first, second)
        for word in second.filled:
            above = {each for each in where.get(word, ()) if not is_total(each)}
            if is_total(tidied(word)) or not above:
                made.totals += [
                    each for each in (tidied(word),) if is_total(each) and each not in made.totals
                ]
                continue
            dimension = known_dimension(min(above)) or slug(min(above))
            made.dimension_names[tidied(min(above))] = dimension
            add_group(made, dimension, tidied(word))
        for word in first.filled:
            if is_total(tidied(word)) and tidied(word) not in made.totals:
                made.totals.append(tidied(word))
        texts = [each for each in texts if each not in pair]
    for column in texts:
        _column(made, column)


def _column(made: Guess, column: Column) -> None:
    """A column of groups: of one dimension, or of several."""
    found = {word: known_group(tidied(word)) for word in column.words}
    dimensions = {each.dimension for each in found.values() if each}
    for word in column.words:
        blank = not word.strip() and len(column.words) > 1
        if (blank or is_total(tidied(word))) and tidied(word) not in made.totals:
            made.totals.append(tidied(word))
    if not known_dimension(column.heading) and len(dimensions) > 1 and not made.pair[1]:
        made.pair = ("", column.heading)
        for word, each in found.items():
            if tidied(word) in made.totals:
                continue
            if each is None:
                made.doubt(
                    "groups", f"Of which breakdown is '{tidied(word)}'? 'other' is only a word in its place."
                )
            add_group(made, each.dimension if each else "other", tidied(word))
        return
    name = known_dimension(column.heading) or (
        min(dimensions) if len(dimensions) == 1 else slug(column.heading)
    )
    if name in made.columns:
        made.doubt(
            "dimensions", f"'{column.heading}' seems to be a second column of '{name}'; it is not read."
        )
        return
    made.columns[name] = column.heading
    if not dimensions and not known_dimension(column.heading):
        made.doubt(
            "dimensions", f"Is '{column.heading}' a breakdown of people? Else name it under 'ignore:'."
        )
    for word in column.words:
        if tidied(word) not in made.totals:
            add_group(made, name, tidied(word))
    if not any(tidied(word) in made.totals for word in column.words):
        made.doubt("all", f"No word of '{column.heading}' seems to mean everybody.")


def _together(table: Table, first: Column, second: Column) -> dict[str, set[str]]:
    """For each word of the second column, the words of the first beside it."""
    both = table.body[[first.at, second.at]].drop_duplicates()
    found: dict[str, set[str]] = {}
    for one, other in both.itertuples(index=False, name=None):
        found.setdefault(str(other), set()).add(str(one))
    return found


def _pair(table: Table, texts: Sequence[Column]) -> tuple[Column, Column] | None:
    """Two columns of which the first names the dimension of the group in the second."""
    for first in texts:
        for second in texts:
            if first is second or len(first.filled) >= len(second.filled):
                continue
            where = _together(table, first, second)
            named = {
                word: {e for e in above if not is_total(tidied(e))} for word, above in where.items() if word
            }
            named = {word: above for word, above in named.items() if not is_total(tidied(word))}
            one = named and all(len(above) == 1 for above in named.values())
            if one and len({min(above) for above in named.values()}) < len(named):
                return first, second
    return None
