"""An invented data package of any size, for measuring speed: its people do not exist, its sums are right.

A state, its districts and their schools; race, sex and English learners in every combination; several years
in a file each. Students are drawn for the smallest cells and added up: the gate finds no contradiction.
Small cells are withheld, as a publisher does.
"""

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv

YEARS = 10
_DISTRICT = 12  # schools in one
_GROUPS = {
    "race": ("white", "black", "hispanic", "asian", "native", "pacific", "multiple"),
    "sex": ("female", "male"),
    "english_learner": ("learner", "not_learner"),
}
_CUTS = list(product(*(("all", *groups) for groups in _GROUPS.values())))
_STATUSES = ("ok", "c", "z", "x", "w", "low", "u")


def invent(folder: Path, rows: int, seed: int = 1) -> int:
    """Write a package of about so many rows; how many they became."""
    (folder / "data").mkdir(parents=True)
    schools = max(1, round((rows / YEARS / len(_CUTS) - 1) * _DISTRICT / (_DISTRICT + 1)))
    district = np.arange(schools) // _DISTRICT
    places = [
        "state",
        *(f"d{at:04}" for at in range(district[-1] + 1)),
        *(f"s{at:05}" for at in range(schools)),
    ]
    parents = ["", *["state"] * (district[-1] + 1), *(f"d{at:04}" for at in district)]
    levels = ["state", *["district"] * (district[-1] + 1), *["school"] * schools]
    lines = [
        f"{id_},{level},{parent},Place {id_}\n"
        for id_, level, parent in zip(places, levels, parents, strict=True)
    ]
    (folder / "data/places.csv").write_text("id,level,parent,name\n" + "".join(lines), "utf-8")
    random = np.random.default_rng(seed)
    names = []
    for year in range(2010, 2010 + YEARS):
        period = f"{year}-{(year + 1) % 100:02}"
        names.append(f"data/{period}.csv")
        csv.write_csv(
            _year(period, places, district, random),
            folder / names[-1],
            csv.WriteOptions(quoting_style="none"),
        )
    (folder / "datapackage.json").write_text(json.dumps(_described(names), indent=1), "utf-8")
    return YEARS * len(places) * len(_CUTS)


def _year(
    period: str, places: list[str], district: "np.ndarray[Any, Any]", random: np.random.Generator
) -> pa.Table:
    """One year's table: cells drawn per school, summed over groups and places."""
    shape = (len(district), *(len(groups) for groups in _GROUPS.values()))
    n = random.poisson(15, shape)
    counts = []
    for leaf in (random.binomial(n, 0.8), n):
        by_district = np.add.reduceat(leaf, np.flatnonzero(np.diff(district, prepend=-1)))
        table = np.concatenate([leaf.sum(axis=0, keepdims=True), by_district, leaf])
        for axis in (1, 2, 3):
            table = np.concatenate([table.sum(axis=axis, keepdims=True), table], axis=axis)
        counts.append(table.reshape(-1))
    k, n = counts
    hidden = n < 10
    status = np.where(hidden, "c", "ok")
    tenths = np.round(1000 * k / np.maximum(n, 1)).astype(int)
    value = np.char.add(np.char.add((tenths // 10).astype(str), "."), (tenths % 10).astype(str))
    cuts = {name: np.tile([cut[at] for cut in _CUTS], len(places)) for at, name in enumerate(_GROUPS)}
    columns = {
        "period": np.full(len(k), period),
        "place": np.repeat(places, len(_CUTS)),
        **cuts,
        "numerator": np.where(hidden, "", k.astype(str)),
        "denominator": np.where(hidden, "", n.astype(str)),
        "value": np.where(hidden, "", value),
        **dict.fromkeys(("status", "numerator_status", "denominator_status"), status),
    }
    return pa.table(columns)


def _described(names: list[str]) -> dict[str, Any]:
    def field(name: str, kind: str = "string", **constraints: Any) -> dict[str, Any]:
        return {"name": name, "type": kind, **({"constraints": constraints} if constraints else {})}

    def words(label: str) -> dict[str, str]:
        return {"label": label, "short": label, "sentence": label}

    coded = [
        field(each, required=True, enum=list(_STATUSES))
        for each in ("status", "numerator_status", "denominator_status")
    ]
    fields = [
        field("period", required=True, pattern=r"\d{4}-\d{2}"),
        field("place", required=True),
        *(field(name, required=True, enum=["all", *groups]) for name, groups in _GROUPS.items()),
        field("numerator", "integer", minimum=0),
        field("denominator", "integer", minimum=0),
        field("value", "number", minimum=0, maximum=100),
        *coded,
    ]
    schema = {
        "fields": fields,
        "primaryKey": ["period", "place", *_GROUPS],
        "foreignKeys": [{"fields": ["place"], "reference": {"resource": "places", "fields": ["id"]}}],
    }
    place_fields = [field(each) for each in ("id", "level", "parent", "name")]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "invented",
        "title": "Invented figures, to measure speed with",
        "licenses": [{"name": "CC0-1.0"}],
        "sources": [{"title": "Drawn by chance"}],
        "resources": [
            {
                "name": "rate",
                "type": "table",
                "path": names,
                "format": "csv",
                "encoding": "utf-8",
                "schema": schema,
            },
            {
                "name": "places",
                "type": "table",
                "path": "data/places.csv",
                "format": "csv",
                "encoding": "utf-8",
                "schema": {"fields": place_fields, "primaryKey": ["id"]},
            },
        ],
        "equity": {
            "schema": 1,
            "origin": {"kind": "republished", "publisher": "Nobody"},
            "indicators": {
                "rate": {
                    "resource": "rate",
                    "kind": "proportion",
                    "scale": 100,
                    "decimals": 1,
                    "direction": "favourable",
                    "label": "Invented rate",
                    "short": "Rate",
                    "definition": "Nothing real.",
                    "numerator_label": "Some",
                    "denominator_label": "All",
                    "sentence": "In {place}, {value} of {group} ({period}).",
                }
            },
            "dimensions": {
                name: {
                    "label": name,
                    "ordered": False,
                    "relation": "exclusive",
                    "groups": {group: words(group) for group in groups},
                }
                for name, groups in _GROUPS.items()
            },
            "total": words("Everybody"),
        },
    }
