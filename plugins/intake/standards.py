"""Tables and fields as the standard writes them: what is the same in every description that we make."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from plugins.equity.gate import STATUSES

_MEANINGS = {
    "ok": "published",
    "c": "withheld",
    "z": "not applicable",
    "x": "not collected or not published",
    "w": "not yet there",
    "low": "rounds to zero",
    "u": "unreliable",
}


def key_fields() -> Iterator[dict[str, Any]]:
    """Period and place."""
    yield _field("period", "Year", constraints={"required": True})
    yield _field("place", "Place", constraints={"required": True})


def dimension_field(dimension: str, label: str, groups: Mapping[str, str]) -> dict[str, Any]:
    """The column of a dimension; `groups` are the labels of all its words, everybody's first."""
    return _field(dimension, label, **_enum(groups))


def number_fields(kind: str, numbers: Collection[str], *, ranged: bool) -> Iterator[dict[str, Any]]:
    """The numbers of an indicator of a kind, and their statuses; `numbers` are those beside the value."""
    counts = [each for each in ("numerator", "denominator") if each in numbers]
    for name in counts:
        whole = "number" if kind == "mean" and name == "numerator" else "integer"
        yield _field(name, name.capitalize(), whole, constraints={"minimum": 0})
    limits = {"minimum": 0, "maximum": 100} if kind == "proportion" else {"minimum": 0}
    for name in ["value", *(["value_low", "value_high"] if ranged else [])]:
        yield _field(
            name,
            name.replace("_", ", ").capitalize(),
            "integer" if kind == "count" else "number",
            **({} if kind == "mean" else {"constraints": limits}),
        )
    if "sd" in numbers:
        yield _field("sd", "Standard deviation", "number", constraints={"minimum": 0})
    statuses = {each: _MEANINGS[each] for each in STATUSES}
    yield _field("status", "Status of the value", **_enum(statuses))
    for name in counts:
        yield _field(f"{name}_status", f"Status of the {name}", **_enum(statuses))


def table(name: str, title: str, fields: list[dict[str, Any]], keys: list[str]) -> dict[str, Any]:
    """The resource of an indicator, with one file."""
    return _resource(name, title) | {
        "schema": {
            "fields": fields,
            "missingValues": [""],
            "primaryKey": keys,
            "foreignKeys": [place_key()],
        },
    }


def place_key() -> dict[str, Any]:
    """That a place of a table is one of the places."""
    return {"fields": ["place"], "reference": {"resource": "places", "fields": ["id"]}}


def places_table() -> dict[str, Any]:
    """The resource of the places."""
    names = ("id", "level", "parent", "name", "from", "to", "aliases")
    return _resource("places", "Places") | {
        "schema": {
            "fields": [{"name": each, "type": "string"} for each in names],
            "missingValues": [""],
            "primaryKey": ["id"],
            "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}],
        },
    }


def _resource(name: str, title: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "path": f"data/{name}.csv",
        "title": title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
    }


def _field(name: str, title: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "title": title, **more}


def _enum(words: Mapping[str, str]) -> dict[str, Any]:
    return {
        "categories": [{"value": value, "label": label} for value, label in words.items()],
        "constraints": {"required": True, "enum": [*words]},
    }
