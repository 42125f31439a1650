"""The description of a new package, as far as a table tells it. What it cannot tell is left out.

`plumbline check` then names each thing that is missing: licence, sources, who published the figures, what the
indicator means.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from plugins.equity.descriptors import ALL
from plugins.equity.gate import STATUSES

from .guesses import Guess
from .vocabulary import slug

_MEANINGS = {
    "ok": "published",
    "c": "withheld",
    "z": "not applicable",
    "x": "not collected or not published",
    "w": "not yet there",
    "low": "rounds to zero",
    "u": "unreliable",
}


def draft(made: Guess, name: str) -> str:
    """`datapackage.json` for a package of this name, as text."""
    indicator = slug(name)
    title = name.replace("-", " ").replace("_", " ").capitalize()
    facts: dict[str, Any] = {"resource": indicator, "kind": made.kind}
    if made.kind in ("proportion", "rate"):
        facts["scale"] = made.scale
    facts |= {"decimals": made.decimals, "label": title, "short": title}
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": title,
        "resources": [_table(made, indicator, title), _places()],
        "equity": {
            "schema": 1,
            "origin": {},
            "places": {"resource": "places", "levels": _levels(made)},
            "indicators": {indicator: facts},
            "dimensions": {id_: _dimension(made, id_) for id_ in made.dimensions},
            "total": {"label": "Everybody", "short": "Everybody", "sentence": "everybody"},
        },
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _groups(made: Guess, dimension: str) -> dict[str, str]:
    """Our groups with their labels: several of the publisher's words may be one."""
    groups: dict[str, str] = {}
    for id_, label in made.dimensions[dimension].words.values():
        groups.setdefault(id_, label)
    return groups


def _inside(label: str) -> str:
    """A label as it stands inside a sentence: only our own words for people lose their capital."""
    return re.sub(r"^(Students|Female|Male|Nonbinary)(?= )", lambda word: word[0].lower(), label)


def _dimension(made: Guess, dimension: str) -> dict[str, Any]:
    """Whether its groups are exclusive is left open: no table tells it. A single group is never everybody."""
    groups = {
        id_: {
            "label": label,
            "short": label,
            "sentence": _inside(label),
        }
        for id_, label in _groups(made, dimension).items()
    }
    facts: dict[str, Any] = {"label": made.dimensions[dimension].label, "ordered": False}
    if len(groups) == 1:
        facts["complete"] = False
    return facts | {"groups": groups}


def _levels(made: Guess) -> dict[str, dict[str, str]]:
    """The levels that the proposal has, from the top down: a misspelt one is then told."""
    below = [level for level, _, _ in reversed(made.levels)] or ["place"]
    return {each: {"label": each.capitalize()} for each in [*(["state"] if made.top else []), *below]}


def _table(made: Guess, indicator: str, title: str) -> dict[str, Any]:
    keys = ["period", "place", *made.dimensions]
    return {
        "name": indicator,
        "type": "table",
        "path": f"data/{indicator}.csv",
        "title": title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [*_fields(made)],
            "missingValues": [""],
            "primaryKey": keys,
            "foreignKeys": [{"fields": ["place"], "reference": {"resource": "places", "fields": ["id"]}}],
        },
    }


def _fields(made: Guess) -> Iterator[dict[str, Any]]:
    yield _field("period", "Year", constraints={"required": True})
    yield _field("place", "Place", constraints={"required": True})
    for dimension in made.dimensions:
        groups = {ALL: "Everybody", **_groups(made, dimension)}
        yield _field(dimension, made.dimensions[dimension].label, **_enum(groups))
    numbers = [each for each in ("numerator", "denominator") if each in made.roles]
    for name in numbers:
        yield _field(name, name.capitalize(), "integer", constraints={"minimum": 0})
    limits = {"minimum": 0, "maximum": 100} if made.kind == "proportion" else {"minimum": 0}
    bounds = ["value_low", "value_high"] if made.numbers.ranges or "value_low" in made.roles else []
    for number in ["value", *bounds]:
        kind = "integer" if made.kind == "count" else "number"
        yield _field(number, number.replace("_", ", ").capitalize(), kind, constraints=limits)
    statuses = {each: _MEANINGS[each] for each in STATUSES}
    yield _field("status", "Status of the value", **_enum(statuses))
    for name in numbers:
        yield _field(f"{name}_status", f"Status of the {name}", **_enum(statuses))


def _field(name: str, title: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "title": title, **more}


def _enum(words: dict[str, str]) -> dict[str, Any]:
    return {
        "categories": [{"value": value, "label": label} for value, label in words.items()],
        "constraints": {"required": True, "enum": [*words]},
    }


def _places() -> dict[str, Any]:
    names = ("id", "level", "parent", "name", "from", "to", "aliases")
    return {
        "name": "places",
        "type": "table",
        "path": "data/places.csv",
        "title": "Places",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [{"name": each, "type": "string"} for each in names],
            "missingValues": [""],
            "primaryKey": ["id"],
            "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}],
        },
    }
