"""Reading `recipe.yaml`: its form, what it must tell, what it tells twice."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from plugins.equity.problems import WARNING, Problem, errors
from plugins.equity.sources import Document, Key, check_schema, read_text, read_yaml, shown

from .rules import (
    Across,
    FixedPlace,
    LevelSpot,
    NumberSpot,
    Periods,
    PlaceRules,
    Recipe,
    Source,
    Spot,
    Writing,
)
from .templates import wanted

RECIPE = "recipe.yaml"
_SCHEMAS = Path(__file__).parent / "schemas"
_UNSURE = re.compile(r"#\s*unsure:", re.IGNORECASE)
_ROLES = ("period", "place", "code", "dimension", "group")
_INHERITED = [
    "markers",
    "numbers",
    "place",
    "period",
    "dimensions",
    "dimension",
    "group",
    "across",
    "ignore",
    "skip",
    "only",
    "ranges",
    "decimal",
    "thousands",
    "encoding",
    "delimiter",
    "heading_rows",
    "preamble",
    "sheet",
    "except_sheets",
    "resource",
]


def read_recipe(path: Path, root: Path) -> tuple[Recipe | None, tuple[Problem, ...]]:
    """A recipe, or None and everything that is wrong in it. Names of groups are checked by `vetting`."""
    document, problems = read_yaml(path, root)
    if document.data is None or errors(problems):
        return None, problems
    problems += check_schema(document, _SCHEMAS / "recipe.json")
    if errors(problems):
        return None, problems
    rules, found = _read_places(document, path.parent, root)
    problems += found
    sources = tuple(_source(document.data, number) for number in range(len(document.data["sources"])))
    problems += tuple(problem for each in sources for problem in _faults(document, each))
    if rules is None or errors(problems):
        return None, problems
    data, periods = document.data, document.data.get("periods", {})
    recipe = Recipe(
        document=document,
        home=path.parent,
        folder=data.get("folder", "."),
        excepted=tuple(data.get("except", ())),
        loose=data.get("spelling") == "loose",
        everybody=tuple(data.get("all", ())),
        groups=data.get("groups", {}),
        dimension_names=data.get("dimension_names", {}),
        periods=Periods(
            periods.get("from", ""), periods.get("to", ""), periods.get("year", ""), periods.get("words", {})
        ),
        absent=data.get("absent", {}),
        places=rules,
        sources=sources,
    )
    return recipe, problems


def unsure_left(path: Path, root: Path) -> tuple[Problem, ...]:
    """A warning while a recipe has guesses of its proposal that nobody has looked at."""
    text, _ = read_text(path, root)
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if _UNSURE.search(line)]
    if not lines:
        return ()
    several = len(lines) > 1
    message = f"{len(lines)} guesses of this recipe are" if several else "One guess of this recipe is"
    message += " still marked 'unsure'" + ("; the first is here." if several else ".")
    hint = "Look at the table, correct what is marked where it is wrong, and delete the comment."
    return (Problem(shown(path, root), lines[0], "recipe-unsure", message, hint, WARNING),)


def _read_places(document: Document, home: Path, root: Path) -> tuple[PlaceRules | None, tuple[Problem, ...]]:
    """The facts about places, in the recipe or in the file that it names."""
    facts = document.data["places"]
    inside: Key = ("places",)
    if isinstance(facts, str):
        document, problems = read_yaml(home / facts, root)
        if document.data is None or errors(problems):
            return None, problems
        facts, inside = document.data, ()
    problems = check_schema(document, _SCHEMAS / "places.json", inside)
    if errors(problems):
        return None, problems
    fixed = tuple(
        FixedPlace(
            id=each["id"],
            level=each["level"],
            parent=each.get("parent", ""),
            name=each["name"],
            aliases=tuple(each.get("aliases", ())),
            rows=tuple((row.get("code"), row.get("name")) for row in each.get("rows", ())),
        )
        for each in facts.get("fixed", ())
    )
    names = tuple(each.id for each in fixed)
    for number, each in enumerate(fixed):
        if each.id in names[:number]:
            where = (*inside, "fixed", number, "id")
            message = f"The place '{each.id}' stands here twice."
            return None, (document.problem(where, "place-twice", message, "Keep one."),)
    rules = PlaceRules(
        document,
        facts["level"],
        facts.get("parent", ""),
        facts.get("digits", 0),
        tuple(facts.get("shared", ())),
        fixed,
    )
    return rules, problems


def _source(data: Mapping[str, Any], number: int) -> Source:
    """A source with what it has from the top of the recipe."""
    top = {key: data[key] for key in _INHERITED if key in data}
    facts: dict[str, Any] = {**top, **data["sources"][number]}
    place = facts.get("place", ())
    across = facts.get("across")
    return Source(
        key=("sources", number),
        files=facts["files"],
        indicator=facts.get("indicator", ""),
        writing=Writing(
            facts.get("markers", {}),
            facts.get("decimal", "."),
            facts.get("thousands", ""),
            facts.get("ranges", False),
        ),
        numbers={name: _number(each) for name, each in facts.get("numbers", {}).items()},
        place=tuple(_level(each) for each in ([place] if isinstance(place, dict) else place)),
        period=_spot(facts["period"]) if "period" in facts else None,
        dimensions={name: _spot(each) for name, each in facts.get("dimensions", {}).items()},
        dimension=_spot(facts["dimension"]) if "dimension" in facts else None,
        group=_spot(facts["group"]) if "group" in facts else None,
        across=None
        if across is None
        else Across(across["dimension"], across.get("headings", "{group}"), across.get("number", "value")),
        ignore=tuple(facts.get("ignore", ())),
        skip=_filter(facts.get("skip", {})),
        only=_filter(facts.get("only", {})),
        encoding=facts.get("encoding", "utf-8-sig"),
        delimiter=facts.get("delimiter", ""),
        heading_rows=facts.get("heading_rows", 1),
        preamble=facts.get("preamble", ""),
        sheet=facts.get("sheet", ""),
        except_sheets=tuple(facts.get("except_sheets", ())),
        resource=facts.get("resource", ""),
    )


def _headings(column: Any) -> tuple[str, ...]:
    return (column,) if isinstance(column, str) else tuple(column)


def _spot(facts: Any) -> Spot:
    if not isinstance(facts, dict):
        return Spot(_headings(facts))
    if "always" in facts:
        return Spot(always=facts["always"])
    return Spot(_headings(facts["column"]), facts.get("optional", False))


def _number(facts: Any) -> NumberSpot:
    if not isinstance(facts, dict):
        return NumberSpot(_headings(facts))
    flags = ("optional", "round", "fractions")
    switches = {name: facts.get(name, False) for name in flags}
    return NumberSpot(_headings(facts["column"]), flag=_headings(facts.get("flag", ())), **switches)


def _level(facts: Mapping[str, Any]) -> LevelSpot:
    code, name = (_spot(facts[each]) if each in facts else None for each in ("code", "name"))
    return LevelSpot(code, name, facts.get("level", ""))


def _filter(facts: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {heading: _headings(words) for heading, words in facts.items()}


def _faults(document: Document, source: Source) -> Iterator[Problem]:
    """What a source must tell, and what it tells twice."""
    captured = source.captured()
    if not source.numbers and source.across is None:
        hint = "Add 'numbers:', as in 'value: Rate'."
        yield document.problem(
            source.key, "key-missing", "This source does not say where its numbers stand.", hint
        )
    if source.period is None and "period" not in captured:
        hint = "Add 'period:' with the heading of the year, or write {period} where it stands in 'files:'."
        yield document.problem(
            source.key, "key-missing", "This source does not say which year it is about.", hint
        )
    if not any(each.code or each.name for each in source.place) and not {"place", "code"} & set(captured):
        hint = "Add 'place:' with 'code:' or 'name:'; for a single place 'code: {always: its-id}'."
        yield document.problem(
            source.key, "key-missing", "This source does not say which place it is about.", hint
        )
    known = {*_ROLES, *source.dimensions}
    for name in captured:
        twice = (
            (name == "period" and source.period)
            or (name == "group" and source.group)
            or (name == "dimension" and source.dimension)
            or name in source.dimensions
            or captured.count(name) > 1
        )
        if twice and name in known:
            message = f"'{{{name}}}' is told twice: in the name of a file, and elsewhere."
            yield document.problem(source.key, "recipe-twice", message, "Keep one of the two.")
    if (source.dimension or "dimension" in captured) and not (source.group or "group" in captured):
        hint = "Add 'group:' with the heading of the group."
        yield document.problem(source.key, "key-missing", "This source has a dimension, but no group.", hint)
    if source.across:
        if "number" in wanted(source.across.headings) and not source.numbers:
            hint = "Add 'numbers:' with the word in the heading, as in 'value: Rate'."
            yield document.problem(
                source.key, "key-missing", "The headings hold numbers that are not named.", hint
            )
        if strange := [each for each in wanted(source.across.headings) if each not in ("group", "number")]:
            message = f"'{{{strange[0]}}}' means nothing in a heading."
            hint = "A heading is made of {group} and {number}."
            yield document.problem((*source.key, "across", "headings"), "value-wrong", message, hint)
