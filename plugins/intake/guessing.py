"""What a recipe for an unknown table would say: columns given their roles, each doubt noted."""

import re
from collections.abc import Iterable, Sequence

from plugins.equity.problems import nearest

from .guesses import Guess, add_group
from .guessing_groups import guess_groups, guess_places
from .headings import tidied
from .sniffing import MEASURES, Column, Table, look_at_numbers
from .vocabulary import is_total, known_dimension, known_group

_EVENTS = re.compile(r"\bper (\d[\d,]*)", re.IGNORECASE)
_RATE = re.compile(r"rate|percent|pct|%|proportion|share|\bper \d", re.IGNORECASE)
_WHOLE = re.compile(r"cohort|denominator|enrol|total|tested|members|population|\bn\b|\ball\b", re.IGNORECASE)
_PART = re.compile(
    r"numerator|count|number|\bnum\b|graduat|\bk\b|absent|suspended|proficient|incident", re.IGNORECASE
)


def guess(table: Table, named: Sequence[str] = ()) -> Guess:
    """The proposal for a table; `named` are groups in the names of files."""
    numeric = table.of("number")
    made = Guess(table, look_at_numbers(numeric))
    _period(made)
    _measures(made, numeric)
    _flags(made)
    guess_places(made)
    guess_groups(made)
    for word in dict.fromkeys(named):
        if is_total(word):
            made.totals.append(word)
            continue
        found = known_group(word)
        if found is None:
            made.doubt("groups", f"Of which breakdown is '{word}'? 'other' is only a word in its place.")
        add_group(made, found.dimension if found else "other", word)
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
    if not made.across:
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
        role = next((role for role, mine in made.roles.items() if mine == heading), "")
        fitting = [each for each in free if not role or bool(_RATE.search(each)) == (role == "value")]
        near = nearest(heading, fitting) or _alike(role, fitting)
        if near:
            free.remove(near)
            made.alternatives[heading] = near
            made.doubt("numbers", f"'{near}' in some files is taken for '{heading}' in others.")
        else:
            made.optional.append(heading)
            made.doubt("numbers", f"Some files have no column '{heading}'.")
    for heading in free:
        made.doubt("numbers", f"Some files have a column '{heading}' too; is it needed?")


def _alike(role: str, fitting: Sequence[str]) -> str:
    """The one other heading that speaks of a number of the same kind: `%` for `% Chronically Absent`."""
    patterns = {"value": _RATE, "denominator": _WHOLE, "numerator": _PART}
    found = [each for each in fitting if role in patterns and patterns[role].search(each)]
    return found[0] if len(found) == 1 else ""


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
    if scale := _EVENTS.search(made.roles.get("value", "")):
        made.kind, made.scale = "rate", int(scale[1].replace(",", ""))
        made.doubt("numbers", f"The value is taken for events per {made.scale:,} people, not for percent.")
    _fractions(made, [each for each in numeric if each.heading == made.roles.get("value")])


def _fractions(made: Guess, columns: Iterable[Column]) -> None:
    """Whether rates are fractions of one: no rate above 1 is more than chance would have."""
    seen = look_at_numbers([*columns])
    made.numbers = look_at_numbers(made.table.of("number"))
    if made.kind == "proportion" and 0 < seen.largest <= 1 and seen.decimals > 0 and not seen.percent:
        made.fractions = True
        made.doubt("numbers", "The largest rate is 1 or less: 'fractions: true' reads 0.715 as 71.5 percent.")
    if made.long > made.decimals:
        made.doubt("numbers", f"Values have up to {made.long} decimals; 'round: true' keeps {made.decimals}.")


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
    whole = known_dimension(made.table.above)
    known = [each for each in groups if known_group(each, whole) or is_total(each)]
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
    if template == "{group}" and made.table.extra:
        groups += made.table.extra
        made.doubt("across", "Not all files have the same groups; those of all are listed.")
    for group in groups:
        if is_total(group):
            made.totals.append(group)
            continue
        found = known_group(group, whole)
        dimension = whole or (found.dimension if found else "group")
        if dimension == "group":
            made.doubt("across", f"Of which breakdown is '{group}'? 'group' is only a word in its place.")
        add_group(made, dimension, group)
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
