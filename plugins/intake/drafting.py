"""The description of a new package, as far as a table tells it. What it cannot tell is left out.

`plumbline check` then names each thing that is missing: licence, sources, who published the figures, what the
indicator means.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from plugins.equity.descriptors import ALL

from .guesses import Guess
from .standards import dimension_field, key_fields, number_fields, places_table, table
from .vocabulary import slug


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
        "resources": [_table(made, indicator, title), places_table()],
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


def group_words(label: str) -> dict[str, str]:
    """The words of a group as far as its label tells them.

    Inside of a sentence only our own words for people lose their capital.
    """
    inside = re.sub(r"^(Students|Female|Male|Nonbinary)(?= )", lambda word: word[0].lower(), label)
    return {"label": label, "short": label, "sentence": inside}


def _dimension(made: Guess, dimension: str) -> dict[str, Any]:
    """Whether its groups are exclusive is left open: no table tells it. A single group is never everybody."""
    groups = {id_: group_words(label) for id_, label in _groups(made, dimension).items()}
    facts: dict[str, Any] = {"label": made.dimensions[dimension].label, "ordered": False}
    if len(groups) == 1:
        facts["complete"] = False
    return facts | {"groups": groups}


def _levels(made: Guess) -> dict[str, dict[str, str]]:
    """The levels that the proposal has, from the top down: a misspelt one is then told."""
    below = [level for level, _, _ in reversed(made.levels)] or ["place"]
    return {each: {"label": each.capitalize()} for each in [*(["state"] if made.top else []), *below]}


def _table(made: Guess, indicator: str, title: str) -> dict[str, Any]:
    return table(indicator, title, [*_fields(made)], ["period", "place", *made.dimensions])


def _fields(made: Guess) -> Iterator[dict[str, Any]]:
    yield from key_fields()
    for dimension in made.dimensions:
        groups = {ALL: "Everybody", **_groups(made, dimension)}
        yield dimension_field(dimension, made.dimensions[dimension].label, groups)
    ranged = bool(made.numbers.ranges) or "value_low" in made.roles
    yield from number_fields(made.kind, made.roles, ranged=ranged)
