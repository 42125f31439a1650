"""A guess as the text of a recipe: every point that is not certain carries a comment that says why."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .guesses import Guess, sources_of
from .vocabulary import MARKERS

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _/().%+-]*")


@dataclass(frozen=True)
class Origin:
    """Where the file is, as the recipe says it: the folder, and what only this file needs to be read."""

    folder: str
    files: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    preamble: str = ""
    period: str = ""
    resource: str = ""
    except_sheets: tuple[str, ...] = ()


def quoted(word: str) -> str:
    """A word as YAML: as it is where that is safe, else between quotes."""
    plain = _PLAIN.fullmatch(word) and word == word.strip() and word not in ("true", "false", "null")
    return word if plain else json.dumps(word, ensure_ascii=False)


def propose(made: Guess, origin: Origin) -> str:
    """The recipe. Its lines say in comments what is a guess."""
    told = _Told(made.doubts)
    lines = [
        "schema: 1",
        "# A proposal, made from one file. Look at every 'unsure', correct it, and delete the comment.",
        f"folder: {origin.folder if origin.folder.startswith('$') else quoted(origin.folder)}",
    ]
    lines += [f"{key}: {quoted(value)}" for key, value in _reading(origin)]
    if origin.except_sheets:
        lines.append(f"except_sheets: [{', '.join(quoted(each) for each in origin.except_sheets)}]")
    lines += [
        "",
        "# What stands in place of a number, and why: c withheld, z not applicable, x not collected.",
    ]
    lines += told.lines("markers")
    lines += ["markers:", *_markers(made)] if _marked(made) else ["markers: {}"]
    if made.numbers.ranges:
        lines.append("ranges: true")
    if made.numbers.thousands:
        lines.append(f"thousands: {quoted(made.numbers.thousands)}")
    if made.numbers.decimal != ".":
        lines.append(f"decimal: {quoted(made.numbers.decimal)}")
    lines += ["", *told.lines("period")]
    if made.period:
        lines.append(f"period: {_spot(made, made.period)}")
    elif origin.period:
        lines.append(f"period: {{always: {quoted(origin.period)}}}")
    lines += told.lines("periods")
    if "periods" in made.doubts:
        lines.append("# periods: {year: ends}")
    lines += [*told.lines("place"), *_place(made)]
    lines += [*told.lines("places"), *_places(made)]
    lines += ["", *told.lines("all")]
    lines.append(f"all: [{', '.join(quoted(each) for each in dict.fromkeys(made.totals))}]")
    lines += [*_cuts(made, told)]
    lines += [*told.lines("numbers"), *_numbers(made)]
    if made.ignored:
        lines += [
            *told.lines("ignore"),
            f"ignore: [{', '.join(quoted(each) for each in dict.fromkeys(made.ignored))}]",
        ]
    lines += [*_skip(made)]
    lines += [
        "",
        *told.lines("sources"),
        *told.lines("files"),
        *told.lines("across"),
        *told.lines("only"),
        "sources:",
        *_sources(made, origin),
    ]
    if made.dimensions:
        lines += ["", *told.lines("groups"), "groups:"]
        for dimension, groups in made.dimensions.items():
            lines.append(f"  {dimension}:")
            lines += [f"    {quoted(word)}: {id_}" for word, (id_, _) in groups.words.items()]
    return "\n".join(lines) + "\n"


def unsure(made: Guess) -> tuple[str, ...]:
    """Every doubt, in the order of the recipe."""
    marked = [
        f"'{marker}' stands in {number} cells, taken for {_status(marker)}."
        for marker, number in _marked(made)
    ]
    return (*marked, *(text for texts in made.doubts.values() for text in texts))


class _Told:
    """The doubts as comments."""

    def __init__(self, doubts: Mapping[str, list[str]]) -> None:
        self.doubts = doubts

    def lines(self, key: str) -> list[str]:
        """The comments above a key."""
        return [f"# unsure: {text}" for text in self.doubts.get(key, ())]


def _spot(made: Guess, heading: str, **facts: str) -> str:
    """A heading as a recipe names it: with its other name, or that some files do not have it."""
    other = made.alternatives.get(heading)
    column = f"[{quoted(heading)}, {quoted(other)}]" if other else quoted(heading)
    if heading in made.optional:
        facts = {"optional": "true", **facts}
    if not facts:
        return column
    return "{column: " + column + "".join(f", {key}: {value}" for key, value in facts.items()) + "}"


def _reading(origin: Origin) -> Iterator[tuple[str, str]]:
    named = ("encoding", "delimiter", "sheet", "preamble", "resource")
    for key in named:
        if value := getattr(origin, key):
            yield key, value


def _marked(made: Guess) -> list[tuple[str, int]]:
    """Markers with the number of cells, the most frequent first."""
    flags = {"c": 1, "z": 1, "x": 1, "w": 1, "low": 1, "u": 1} if made.flags else {}
    return sorted(({**flags, **made.numbers.markers}).items(), key=lambda each: -each[1])


def _status(marker: str) -> str:
    return MARKERS.get(marker.casefold(), "c")


def _markers(made: Guess) -> Iterator[str]:
    for marker, number in _marked(made):
        own = made.flags and marker in ("c", "z", "x", "w", "low", "u")
        status = marker if own else _status(marker)
        known = (
            "" if marker.casefold() in MARKERS else " nothing is known of it, so it is taken for withheld;"
        )
        comment = "" if own else f"  # unsure: {number} cells;{known} what does the publisher say?"
        yield f"  {json.dumps(marker, ensure_ascii=False)}: {status}{comment}"


def _place(made: Guess) -> Iterator[str]:
    if not made.levels:
        yield "place: {code: {always: place}}"
        return
    levels = []
    for level, code, name in made.levels:
        parts = {"code": _spot(made, code) if code else "", "name": _spot(made, name) if name else ""}
        parts["level"] = quoted(level)
        levels.append("{" + ", ".join(f"{key}: {value}" for key, value in parts.items() if value) + "}")
    yield f"place: [{', '.join(levels)}]" if len(levels) > 1 else f"place: {levels[0]}"


def _places(made: Guess) -> Iterator[str]:
    yield "places:"
    yield f"  level: {made.levels[0][0] if made.levels else 'place'}"
    if not made.top:
        return
    name = next((name for _, name in made.top if name.casefold().startswith("state of ")), "")
    yield "  parent: state"
    yield "  fixed:"
    yield "    - id: state"
    yield "      level: state"
    yield f"      name: {quoted(name[9:] or 'The whole state')}"
    rows = ", ".join(
        f"{{code: {quoted(code)}}}" if code else f"{{name: {quoted(label)}}}" for code, label in made.top
    )
    yield f"      rows: [{rows}]"


def _cuts(made: Guess, told: _Told) -> Iterator[str]:
    if made.columns:
        yield from told.lines("dimensions")
        cuts = ", ".join(f"{name}: {_spot(made, heading)}" for name, heading in made.columns.items())
        yield f"dimensions: {{{cuts}}}"
    first, second = made.pair
    if first:
        yield f"dimension: {_spot(made, first)}"
    if second:
        yield f"group: {_spot(made, second)}"
    if made.dimension_names:
        names = ", ".join(f"{quoted(word)}: {name}" for word, name in made.dimension_names.items())
        yield f"dimension_names: {{{names}}}"


def _numbers(made: Guess) -> Iterator[str]:
    roles = made.roles
    if not roles or made.measures:
        return
    yield "numbers:"
    for role, heading in roles.items():
        facts = {}
        if role == "value" and made.fractions:
            facts["fractions"] = "true"
        if role == "value" and made.long > made.decimals:
            facts["round"] = "true"
        if role in made.flags:
            facts["flag"] = quoted(made.flags[role])
        yield f"  {role}: {_spot(made, heading, **facts)}"
    absent = [role for role, heading in roles.items() if heading in made.optional]
    absent += [] if "value" in roles else ["value"]
    if absent:
        yield f"absent: {{{', '.join(f'{role}: x' for role in absent)}}}"


def _skip(made: Guess) -> Iterator[str]:
    if made.table.notes:
        heading = next(each.heading for each in made.table.columns if each.heading)
        words = ", ".join(
            quoted(f"{note[:20]}*" if len(note) > 20 else note) for note in made.table.notes[:5]
        )
        yield "# Rows with one cell only are taken for notes."
        yield f"skip: {{{quoted(heading)}: [{words}]}}"


def _sources(made: Guess, origin: Origin) -> Iterator[str]:
    for each in sources_of(made):
        yield f"  - files: {quoted(origin.files)}"
        if made.table.lines == 2:
            yield "    heading_rows: 2"
        if "only" in each:
            yield f"    only: {{{quoted(made.measure)}: {quoted(str(each['only']))}}}"
            yield f"    numbers: {{{each['number']}: {quoted(made.roles[str(each['number'])])}}}"
        if "dimension" in each:
            headings = f", headings: {quoted(made.across)}" if made.across != "{group}" else ""
            yield f"    across: {{dimension: {each['dimension']}{headings}}}"
            others = each["ignore"]
            assert isinstance(others, list)
            left = [made.across.replace("{group}", other).replace("{number}", "*") for other in others]
            if left or made.ignored:
                words = dict.fromkeys([*left, *made.ignored])
                yield f"    ignore: [{', '.join(quoted(word) for word in words)}]"
