"""A good package with a bit of everything, invented: faults are small changes of it.

Five tables. `graduation` (a proportion) is crossed: race and ethnicity, sex, and the two together.
`incidents` are events per 100 students, in overlapping groups. `score` is a mean that may be below zero.
`enrolment` is a count whose schools add up to their district. `climate` is a share known as a range only, or
withheld.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Files = dict[str, str | bytes]
Cells = dict[str, str]

YEARS = ("2015-16", "2016-17", "2017-18", "2018-19")
RACES = ("asian", "black", "white")
SEXES = ("female", "male")
PLACES = (
    ("ct", "state", "", "Connecticut", "", "", "", ""),
    ("0010011", "district", "ct", "Ashford", "2015-16", "", "Ashford Town | Ash Ford", ""),
    ("0020011", "district", "ct", "Bolton", "2015-16", "2016-17", "", "0010011"),
    ("0030011", "district", "ct", "Canton", "", "", "", ""),
    ("x-oak", "school", "0010011", "Oak, the old school", "", "2018-19", "", ""),
    ("x-elm", "school", "0010011", "Elm School", "", "", "", ""),
)
BOLTON = ("2015-16", "2016-17")
"""The years in which there was a district called Bolton."""
PLACE_COLUMNS = ["id", "level", "parent", "name", "from", "to", "aliases", "successor"]
COLUMNS = {
    "graduation": [
        "period", "place", "race_ethnicity", "sex", "numerator", "denominator", "value", "status",
        "numerator_status", "denominator_status",
    ],
    "incidents": ["period", "place", "programme", "numerator", "denominator", "value", "status"],
    "score": ["period", "place", "sex", "denominator", "value", "sd", "status"],
    "enrolment": ["period", "place", "sex", "value", "status"],
    "climate": ["period", "place", "value", "value_low", "value_high", "status"],
}  # fmt: skip
TYPES = {"numerator": "integer", "denominator": "integer", "sd": "number"}
TYPES |= dict.fromkeys(("value", "value_low", "value_high"), "number")


def rate(numerator: int, denominator: int, decimals: int = 1) -> str:
    """Per 100, half up."""
    exact = Decimal(100 * numerator) / Decimal(denominator)
    return str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _places_of(year: str) -> tuple[str, ...]:
    return ("ct", "0010011", *(["0020011"] if year in BOLTON else []), "0030011")


def graduation() -> Iterator[Cells]:
    for number, year in enumerate(YEARS):
        for place in _places_of(year):
            size = 400 if place == "ct" else 120
            parts = {
                (race, sex): (size - 21 - 17 * at - 9 * (sex == "male") + 3 * number, size)
                for at, race in enumerate(RACES)
                for sex in SEXES
            }
            for race in ("all", *RACES):
                for sex in ("all", *SEXES):
                    some = [
                        pair
                        for (one, other), pair in parts.items()
                        if race in ("all", one) and sex in ("all", other)
                    ]
                    k, n = sum(each for each, _ in some), sum(each for _, each in some)
                    status = "ok"
                    cells = {"numerator": str(k), "denominator": str(n), "value": rate(k, n)}
                    # Twice in each row, column and set of places, so that no sum gives a number away.
                    hidden = place in ("0010011", "0030011") and race in ("asian", "black") and sex in SEXES
                    if hidden:
                        status, cells = "c", dict.fromkeys(cells, "")
                    yield {
                        "period": year, "place": place, "race_ethnicity": race, "sex": sex, **cells,
                        "status": status, "numerator_status": status, "denominator_status": status,
                    }  # fmt: skip


def incidents() -> Iterator[Cells]:
    for number, year in enumerate(YEARS):
        for place in _places_of(year):
            for at, programme in enumerate(("all", "english_learner", "disability")):
                n = (500 - 180 * at) * (4 if place == "ct" else 1)
                k = (620 - 190 * at + 20 * number) * (4 if place == "ct" else 1)
                yield {
                    "period": year, "place": place, "programme": programme, "numerator": str(k),
                    "denominator": str(n), "value": rate(k, n), "status": "ok",
                }  # fmt: skip


def score() -> Iterator[Cells]:
    for number, year in enumerate(YEARS):
        for place in _places_of(year):
            for at, sex in enumerate(("all", *SEXES)):
                n = (150 if sex == "all" else 75) * (4 if place == "ct" else 1)
                yield {
                    "period": year, "place": place, "sex": sex, "denominator": str(n),
                    "value": f"{(-1) ** at * (0.25 + number / 10):.2f}", "sd": "1.10", "status": "ok",
                }  # fmt: skip


def enrolment() -> Iterator[Cells]:
    for number, year in enumerate(YEARS):
        size = {"x-oak": (151 + number, 150), "x-elm": (149, 150 + number)}
        size["0010011"] = (300 + number, 300 + number)
        size["0030011"] = (250, 200)
        if year in BOLTON:
            size["0020011"] = (320, 280)
        size["ct"] = (1200 + number, 1250)
        for place, (female, male) in size.items():
            for sex, value in (("all", female + male), ("female", female), ("male", male)):
                yield {"period": year, "place": place, "sex": sex, "value": str(value), "status": "ok"}


def climate() -> Iterator[Cells]:
    for year in YEARS:
        yield {"period": year, "place": "ct", "value": "61", "status": "ok"}
        yield {"period": year, "place": "0010011", "value_low": "21", "value_high": "39", "status": "ok"}
        if year in BOLTON:
            yield {"period": year, "place": "0020011", "status": "c"}
        yield {"period": year, "place": "0030011", "status": "c"}


ROWS = {
    "graduation": graduation,
    "incidents": incidents,
    "score": score,
    "enrolment": enrolment,
    "climate": climate,
}


def table(rows: Iterable[Mapping[str, str]], columns: list[str]) -> str:
    """Rows as CSV with line feeds."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _words(*forms: str) -> dict[str, str]:
    return dict.fromkeys(forms, "Words")


def _indicator(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "resource": name,
        "kind": kind,
        "direction": "favourable",
        **_words("label", "short", "definition"),
        "sentence": "In {place}, {value} of {group} ({period}).",
        **more,
    }


def _group(label: str = "Words", **more: Any) -> dict[str, Any]:
    return {"label": label, **_words("short", "sentence"), **more}


def descriptor(origin: str) -> dict[str, Any]:
    """`datapackage.json` of the good package."""
    labels = _words("numerator_label", "denominator_label")
    resources = [
        {
            "name": name,
            "path": f"data/{name}.csv",
            "format": "csv",
            "schema": {
                "fields": [{"name": each, "type": TYPES.get(each, "string")} for each in columns],
                "primaryKey": [
                    each
                    for each in columns
                    if each in ("period", "place", "race_ethnicity", "sex", "programme")
                ],
                "foreignKeys": [{"fields": ["place"], "reference": {"resource": "places", "fields": ["id"]}}],
            },
        }
        for name, columns in COLUMNS.items()
    ]
    places = {
        "name": "places",
        "path": "data/places.csv",
        "format": "csv",
        "schema": {
            "fields": [{"name": each, "type": "string"} for each in PLACE_COLUMNS],
            "primaryKey": ["id"],
        },
    }
    doubts = [{"code": "group-definition-changed", "period": "2017-18", "dimension": "programme",
               "indicator": "incidents", "answer": "The test for the programme is another one."}]  # fmt: skip
    if origin == "republished":
        doubts += [
            {"code": "rate-contradicts-counts", "indicator": "graduation", "period": "2015-16", "place": "ct",
             "group": {"race_ethnicity": "asian", "sex": "female"}, "count": 1,
             "answer": "It stands so in the publisher's table."},
            {"code": "group-missing", "indicator": "incidents", "period": "2016-17", "place": "*",
             "dimension": "programme", "count": 1, "answer": "Bolton did not report it."},
        ]  # fmt: skip
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "schools",
        "title": "Schools",
        "licenses": [{"name": "ODC-PDDL-1.0", "path": "https://opendatacommons.org/licenses/pddl/1-0/"}],
        "sources": [{"title": "Made for a test"}],
        "resources": [*resources, places],
        "equity": {
            "schema": 1,
            "origin": {"kind": origin, "publisher": "Made for a test"},
            "places": {
                "resource": "places",
                "levels": {each: {"label": each} for each in ("state", "district", "school")},
            },
            "indicators": {
                "graduation": _indicator(
                    "graduation",
                    "proportion",
                    scale=100,
                    decimals=1,
                    comparable=[{"from": "2015-16", "to": "2016-17"}, {"from": "2017-18", "to": "2018-19"}],
                    breaks=[{"at": "2017-18", "reason": "Counted in another way."}],
                    **labels,
                ),
                "incidents": _indicator("incidents", "rate", scale=100, decimals=1, **labels),
                "score": _indicator("score", "mean", decimals=2, denominator_label="Words"),
                "enrolment": _indicator("enrolment", "count", decimals=0),
                "climate": _indicator("climate", "proportion", scale=100, decimals=0),
            },
            "dimensions": {
                "race_ethnicity": {
                    "label": "Words",
                    "ordered": False,
                    "relation": "exclusive",
                    "groups": {each: _group(f"Label of {each}") for each in RACES},
                },
                "sex": {
                    "label": "Words",
                    "ordered": False,
                    "relation": "exclusive",
                    "groups": {each: _group(f"Label of {each}") for each in SEXES},
                },
                "programme": {
                    "label": "Words",
                    "ordered": True,
                    "relation": "overlapping",
                    "complete": False,
                    "groups": {
                        "english_learner": _group(formerly=[{"name": "Limited", "to": "2015-16"}]),
                        "disability": _group("Disability"),
                        "gifted": _group("Gifted", **{"from": "1999-00", "to": "2001-02"}),
                    },
                    "changes": [
                        {"at": "2017-18", "groups": {"gifted": ["disability"]}, "note": "Counted there now."}
                    ],
                },
            },
            "total": _group(),
            "doubts": doubts,
        },
    }


def school_package(origin: str = "own") -> Files:
    """The files of the good package. A republished one has two doubts in it, both answered."""
    rows = {name: list(make()) for name, make in ROWS.items()}
    if origin == "republished":
        odd = next(
            each
            for each in rows["graduation"]
            if (each["race_ethnicity"], each["sex"]) == ("asian", "female")
        )
        odd["value"] = "95.5"
        rows["incidents"] = [
            each
            for each in rows["incidents"]
            if (each["period"], each["place"], each["programme"]) != ("2016-17", "0020011", "disability")
        ]
    places = [dict(zip(PLACE_COLUMNS, each, strict=True)) for each in PLACES]
    return {
        "datapackage.json": json.dumps(descriptor(origin), indent=2) + "\n",
        **{f"data/{name}.csv": table(rows[name], columns) for name, columns in COLUMNS.items()},
        "data/places.csv": table(places, PLACE_COLUMNS),
    }
