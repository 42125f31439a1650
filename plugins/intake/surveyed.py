"""The description of the package that a survey becomes: `datapackage.json` from a codebook."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plugins.equity.descriptors import ALL

from .codebooks import NOT_SAID, RAISED, THEME, Codebook
from .drafting import group_words
from .standards import dimension_field, key_fields, number_fields, places_table, table
from .tallying import DECIMALS, Groups

QUOTES = "quotes"
_NOT_SAID = "Did not say"


def description(book: Codebook, name: str, groups: Groups, columns: Sequence[str]) -> dict[str, Any]:
    """The package `name` of own figures; `columns` are those of its quotations, none where there are none."""
    data = book.data
    themes = {id_: spec["label"] for id_, spec in data["themes"]["groups"].items()}
    dimensions = {
        THEME: (data["themes"]["label"], themes),
        **{id_: (data["people"][id_]["label"], _labels(book, id_, groups[id_])) for id_ in groups},
    }
    fields = [
        *key_fields(),
        *(
            dimension_field(id_, label, {ALL: "Everybody", **words})
            for id_, (label, words) in dimensions.items()
        ),
        *number_fields("proportion", ("numerator", "denominator"), ranged=False),
    ]
    resources = [table(RAISED, data["title"], fields, ["period", "place", *dimensions]), places_table()]
    equity: dict[str, Any] = {
        "schema": 1,
        "origin": {"kind": "own", "publisher": data["publisher"]},
        "places": {
            "resource": "places",
            "levels": {each: {"label": each.capitalize()} for each in _levels(book)},
        },
        "indicators": {RAISED: _indicator(data)},
        "dimensions": dict(_dimensions(book, groups)),
        "total": {"label": "Everyone asked", "short": "Everyone asked", "sentence": "everyone asked"},
    }
    if columns:
        resources.append(_quotes_table(columns))
        equity["quotes"] = {"resource": QUOTES, "themes": THEME, "asked": RAISED}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": data["title"],
        "description": data.get("description", data["definition"]),
        "licenses": [{"name": data["license"]}],
        "sources": [{"title": data["source"]}],
        "resources": resources,
        "equity": equity,
    }


def _indicator(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "resource": RAISED,
        "kind": "proportion",
        "scale": 100,
        "decimals": DECIMALS,
        "direction": "neutral",
        "timing": "leading",
        "label": "People who raised a theme",
        "short": "Raised it",
        "definition": data["definition"],
        "numerator_label": "People who raised it",
        "denominator_label": "People asked",
        "sentence": "In {place}, {value} raised this ({group}, {period}).",
    }


def _dimensions(book: Codebook, groups: Groups) -> Iterator[tuple[str, dict[str, Any]]]:
    """Themes are said of all who were asked, and may be several; other groups exclude each other."""
    themes = book.data["themes"]
    yield (
        THEME,
        {
            "label": themes["label"],
            "ordered": False,
            "relation": "overlapping",
            "same_people": True,
            "groups": {id_: _words(spec) for id_, spec in themes["groups"].items()},
        },
    )
    for id_, all_of in groups.items():
        specs = {**book.data["people"][id_]["groups"], NOT_SAID: {"label": _NOT_SAID}}
        yield (
            id_,
            {
                "label": book.data["people"][id_]["label"],
                "ordered": False,
                "relation": "exclusive",
                "groups": {each: _words(specs[each]) for each in all_of},
            },
        )


def _words(spec: Mapping[str, Any]) -> dict[str, str]:
    return {
        **group_words(spec["label"]),
        **{form: spec[form] for form in ("short", "sentence") if form in spec},
    }


def _labels(book: Codebook, dimension: str, groups: Sequence[str]) -> dict[str, str]:
    specs = book.data["people"][dimension]["groups"]
    return {each: specs[each]["label"] if each in specs else _NOT_SAID for each in groups}


def _levels(book: Codebook) -> list[str]:
    return list(dict.fromkeys(spec["level"] for spec in book.data["places"].values()))


def _quotes_table(columns: Sequence[str]) -> dict[str, Any]:
    """The resource of the quotations. What its cells may be is for the gate, which repeats none of them."""
    made = table(QUOTES, "Quotations, with recorded consent", [], ["id"])
    made["schema"]["fields"] = [{"name": each, "type": "string"} for each in columns]
    return made
