"""What a recipe for an unknown table would say: columns given their roles, each doubt noted."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from plugins.equity.problems import nearest

from .cells import unwrapped
from .layouts import tidied
from .sniffing import MEASURES, YEAR, Column, Numbers, Table, look_at_numbers
from .vocabulary import dimension_label, is_total, known_dimension, known_group, slug

_RATE = re.compile(r"rate|percent|pct|%|proportion|share", re.IGNORECASE)
_WHOLE = re.compile(r"cohort|denominator|enrol|total|tested|members|population|\bn\b|all", re.IGNORECASE)
_PART = re.compile(r"numerator|count|number|\bnum\b|graduat|\bk\b|absent|suspended|proficient", re.IGNORECASE)
_STATE = re.compile(
    r"state(wide)?( total| level| of .*)?|total|all districts|notset|(the )?nation(al)?", re.IGNORECASE
)
_LEVELS = ("school", "district", "county", "region", "state")


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
    doubts: dict[str, list[str]] = field(default_factory=dict)

    def doubt(self, key: str, text: str) -> None:
        """Note something that a person must look at."""
        if text not in self.doubts.setdefault(key, []):
            self.doubts[key].append(text)


def guess(table: Table, named: Sequence[str] = ()) -> Guess:
    """The proposal for a table; `named` are groups in the names of files."""
    numeric = table.of("number")
    made = Guess(table, look_at_numbers(numeric))
    _period(made)
    _measures(made, numeric)
    _flags(made)
    _places(made)
    _groups(made)
    for word in dict.fromkeys(named):
        if is_total(word):
            made.totals.append(word)
            continue
        found = known_group(word)
        if found is None:
            made.doubt("groups", f"Of which breakdown is '{word}'? 'other' is only a word in its place.")
        _add(made, found.dimension if found else "other", word)
    if named:
        made.doubt(
            "files", "The group is taken from the name of the file, and files of other groups are read too."
        )
    elif not made.dimensions:
        made.doubt("sources", "No breakdown is found: every row is taken for everybody.")
    taken = {
        made.period,
        made.measure,
        *made.pair,
        *made.columns.values(),
        *made.flags.values(),
        *made.roles.values(),
    }
    taken |= {heading for _, code, name in made.levels for heading in (code, name)}
    for column in table.columns:
        if column.heading and column.heading not in taken and not (made.across and column.kind == "number"):
            made.ignored.append(column.heading)
            if column.kind != "blank":
                made.doubt("ignore", f"'{column.heading}' is read by nothing; is it needed?")
    _changing(made)
    for heading, times in (
        (each.heading, [c.heading for c in table.columns].count(each.heading)) for each in numeric
    ):
        if times > 1 and not made.across:
            made.doubt(
                "numbers", f"'{heading}' stands there {times} times; name the right one with heading_rows: 2."
            )
    return made


def _changing(made: Guess) -> None:
    """Headings that not all files have: under another name there, or not at all."""
    used = {*made.roles.values(), made.period, *made.columns.values(), *made.pair}
    used |= {heading for _, code, name in made.levels for heading in (code, name)}
    free = [*made.table.extra]
    for heading in [each for each in made.table.gone if each in used]:
        near = nearest(heading, free)
        if near:
            free.remove(near)
            made.alternatives[heading] = near
            made.doubt("numbers", f"'{near}' in some files is taken for '{heading}' in others.")
        else:
            made.optional.append(heading)
            made.doubt("numbers", f"Some files have no column '{heading}'.")


def _period(made: Guess) -> None:
    found = made.table.of("period")
    if not found:
        return
    made.period = found[0].heading
    if len(found) > 1:
        others = ", ".join(f"'{each.heading}'" for each in found[1:])
        made.doubt("period", f"{others} could be the year too.")
    if all(tidied(each).isdigit() for each in found[0].filled):
        made.doubt(
            "periods", "A bare year: does it start or end the school year? 'year: ends' or 'year: starts'."
        )


def _measures(made: Guess, numeric: list[Column]) -> None:
    """Which number columns are which; or one column per group; or one column for all numbers."""
    measured = [
        each
        for each in made.table.of("text")
        if len(each.filled) > 1
        and all(MEASURES.search(word) and not known_group(word) for word in each.filled)
    ]
    if len(numeric) == 1 and measured:
        made.measure = measured[0].heading
        words = measured[0].filled
        named = _roles(made, [(word, "") for word in words])
        made.measures = {role: word for word, role in named.items()}
        made.roles = dict.fromkeys(made.measures, numeric[0].heading)
        for word in words:
            if word not in named:
                made.doubt("only", f"Rows with '{word}' under '{made.measure}' are left out.")
        return
    if _wide(made, numeric):
        return
    named = _roles(
        made, [(each.full if made.table.lines == 2 else each.heading, each.heading) for each in numeric]
    )
    made.roles = {role: heading for heading, role in named.items()}
    _fractions(made, [each for each in numeric if each.heading == made.roles.get("value")])


def _fractions(made: Guess, columns: Iterable[Column]) -> None:
    """Whether rates are fractions of one: no rate above 1 is more than chance would have."""
    seen = look_at_numbers([*columns])
    made.numbers = look_at_numbers(made.table.of("number"))
    if made.kind == "proportion" and 0 < seen.largest <= 1 and seen.decimals > 0 and not seen.percent:
        made.fractions = True
        made.doubt("numbers", "The largest rate is 1 or less: 'fractions: true' reads 0.715 as 71.5 percent.")


def _roles(made: Guess, headings: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Heading -> numerator, denominator, value."""
    named: dict[str, str] = {}
    free = [heading for heading, _ in headings]

    def take(role: str, pattern: re.Pattern[str]) -> None:
        found = [each for each in free if pattern.search(each)]
        if found and role not in named.values():
            named[found[0]] = role
            free.remove(found[0])
            if len(found) > 1:
                made.doubt("numbers", f"'{found[1]}' could be the {role} as well as '{found[0]}'.")

    own = re.compile(r"(value_low|value_high|numerator|denominator|value)")
    for role in ("value_low", "value_high", "numerator", "denominator", "value"):
        if role in free:
            named[role] = role
            free.remove(role)
    if not any(own.fullmatch(each) for each in named):
        take("value", _RATE)
        take("denominator", _WHOLE)
        take("numerator", _PART)
    rest = [each for each in free if each not in named]
    if "value" not in named.values() and not {"numerator", "denominator"} <= {*named.values()}:
        if rest or named:
            only = rest[0] if rest else next(iter(named))
            named = {only: "value"}
            rate = made.numbers.percent or made.numbers.decimals > 0 or made.numbers.ranges
            made.kind = "proportion" if rate else "count"
            made.doubt("numbers", f"'{only}' is taken for {'a rate' if rate else 'a count of people'}.")
    elif "value" not in named.values():
        made.doubt(
            "numbers", "There is no column of rates: the value has the status x, and the counts speak."
        )
    elif rest:
        made.doubt("numbers", f"Which number is '{rest[0]}'?")
    if "numerator" in named.values() or "denominator" in named.values():
        made.doubt("numbers", "Is the numerator a part of the denominator, people of people?")
    return named


def _wide(made: Guess, numeric: list[Column]) -> bool:
    """One column per group: the template of its headings, and the groups by dimension."""
    two = made.table.lines == 2
    headings = [each.full if two else each.heading for each in numeric]
    named, template = _split(headings)
    groups = list(dict.fromkeys(group for group, _ in named.values()))
    known = [each for each in groups if known_group(each) or is_total(each)]
    if len(groups) < 2 or len(known) < max(2, len(groups) / 3):
        return False
    made.across = template
    measures = list(dict.fromkeys(measure for _, measure in named.values() if measure))
    if measures:
        roles = _roles(made, [(each, each) for each in measures])
        made.roles = {role: measure for measure, role in roles.items()}
    else:
        rate = made.numbers.percent or made.numbers.decimals > 0 or bool(made.numbers.ranges)
        made.kind = "proportion" if rate else "count"
        made.doubt("across", f"The numbers are taken for {'rates' if rate else 'counts of people'}.")
    valued = [
        each
        for each in numeric
        if not measures or made.roles.get("value", "") in (each.full if two else each.heading)
    ]
    _fractions(made, valued)
    for group in groups:
        if is_total(group):
            made.totals.append(group)
            continue
        found = known_group(group)
        dimension = found.dimension if found else "group"
        if not found:
            made.doubt("across", f"Of which breakdown is '{group}'? 'group' is only a word in its place.")
        _add(made, dimension, group)
        made.across_groups.setdefault(dimension, []).append(group)
    if made.totals and made.across_groups:
        next(iter(made.across_groups.values())).extend(made.totals)
    if len(made.across_groups) > 1:
        made.doubt("across", "The headings are of several breakdowns; each has a source of its own.")
    return True


def _split(headings: Sequence[str]) -> tuple[dict[str, tuple[str, str]], str]:
    """Heading -> (group, measure), and the template; measures are words that several headings share."""
    for sign in (" | ", ": ", " - ", "_", " "):
        for template, at in (("{group}" + sign + "{number}", 1), ("{number}" + sign + "{group}", 0)):
            parts = {each: each.rsplit(sign, 1) if at else each.split(sign, 1) for each in headings}
            if not all(len(each) == 2 for each in parts.values()):
                continue
            measures = {each[at] for each in parts.values()}
            repeated = len(measures) < len(headings) or len(measures) == 1
            single = all(MEASURES.search(each) or len(each) <= 3 for each in measures)
            if repeated and single and len(headings) > len(measures):
                return {each: (two[1 - at], two[at]) for each, two in parts.items()}, template
    return {each: (each, "") for each in headings}, "{group}"


def _flags(made: Guess) -> None:
    """Columns of our own form that say why a number is blank."""
    names = {each.heading for each in made.table.columns}
    for role, heading in made.roles.items():
        flag = "status" if heading == "value" else f"{heading}_status"
        if flag in names and heading in ("numerator", "denominator", "value"):
            made.flags[role] = flag


def _places(made: Guess) -> None:
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
        words = [each for each in column.filled if not unwrapped(each).isdigit()]
        made.top += [(words[0], "")] if len(words) == 1 and len(column.filled) > 1 else []
    if made.top:
        listed = ", ".join(f"'{code or name}'" for code, name in made.top)
        made.doubt("places", f"{listed} is taken for the state.")
    else:
        made.doubt("places", "No row seems to be the state's or the whole's; places have no parent.")


def _groups(made: Guess) -> None:
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
            _add(made, dimension, tidied(word))
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
            _add(made, each.dimension if each else "other", tidied(word))
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
            _add(made, name, tidied(word))
    if not any(tidied(word) in made.totals for word in column.words):
        made.doubt("all", f"No word of '{column.heading}' seems to mean everybody.")


def _add(made: Guess, dimension: str, word: str) -> None:
    groups = made.dimensions.setdefault(dimension, GuessedGroups(dimension_label(dimension)))
    found = known_group(word, dimension)
    id_, label = (found.id, found.label) if found else (slug(word), word)
    if word not in groups.words and id_ in {each for each, _ in groups.words.values()}:
        made.doubt("groups", f"'{word}' is taken for the same group as another word, '{id_}'.")
    groups.words[word] = (id_, label)


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
