"""What every test may ask for: a tiny data package as a dictionary of files, written to a folder of its own.

A row is `(period, place, group, numerator, denominator, value)`. The group is "" for everybody, the id of a
group, or several joined by "+". A word in place of a number is a status: the cell is blank and says why. The
value may be left out: then it is the rate, rounded as a publisher would. A pair in its place is a range, in
packages that are made with `ranges=True`. A mean has no numerator: `(period, place, group, n, mean)`, and
behind it the standard deviation in packages that are made with `deviations=True`.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from os import environ
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings

from plugins.equity import gate, labels, packages
from plugins.equity.descriptors import Package
from plugins.equity.disclosure import Protected, guard
from plugins.equity.indexing import index_of
from plugins.equity.problems import tell
from plugins.equity.sources import Document

# The same examples in every run, so that a failure is a change. More, and others: PLUMBLINE_EXAMPLES=2000.
MORE = int(environ.get("PLUMBLINE_EXAMPLES", "0"))
settings.register_profile(
    "plumbline",
    max_examples=MORE or 30,
    derandomize=not MORE,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("plumbline")

Row = tuple[Any, ...]
Files = dict[str, str | bytes]

DIMENSIONS = {
    "race_ethnicity": ("asian", "black", "white"),
    "english_learner": ("english_learner", "not_english_learner"),
    "sex": ("female", "male"),
}
PLACES = (
    ("ct", "state", "", "Connecticut"),
    ("001", "district", "ct", "Ashford"),
    ("002", "district", "ct", "Bolton"),
)
COUNTED = {"numerator_label": "Graduates", "denominator_label": "Students in the cohort"}
SPANISH = {"Graduation": "Graduación", "Schools": "Escuelas", "All students": "Todo el alumnado"}


def rate(numerator: int, denominator: int, decimals: int = 1) -> str:
    """The percentage as a publisher prints it, half up."""
    exact = Decimal(100 * numerator) / Decimal(denominator)
    return str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _cells(row: Row, dimensions: Mapping[str, tuple[str, ...]], kind: str) -> dict[str, str]:
    period, place, group, *numbers = row
    own = {name: each for each in group.split("+") if each for name in dimensions if each in dimensions[name]}
    assert len(own) == len([each for each in group.split("+") if each]), f"no such group: {group}"
    cells = {"period": period, "place": place, **{name: own.get(name, "all") for name in dimensions}}
    if kind == "count":
        named = {"value": numbers[0]}
    elif kind == "mean":
        named = {"denominator": numbers[0], "value": numbers[1]}
        cells |= dict(zip(("sd",), map(str, numbers[2:]), strict=False))
    else:
        k, n = numbers[0], numbers[1]
        value = (
            numbers[2]
            if len(numbers) > 2
            else rate(k, n)
            if isinstance(k, int) and isinstance(n, int)
            else "x"
        )
        named = {"numerator": k, "denominator": n, "value": value}
    if isinstance(named["value"], tuple):
        cells["value_low"], cells["value_high"] = map(str, named["value"])
        named["value"] = ""
    for column, number in named.items():
        word = isinstance(number, str) and number in gate.STATUSES
        cells[column] = "" if word else str(number)
        cells["status" if column == "value" else f"{column}_status"] = number if word else "ok"
    return cells


def _csv(rows: Iterable[Mapping[str, str]], columns: list[str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def package_files(
    rows: Iterable[Row],
    origin: str = "own",
    dimensions: Mapping[str, tuple[str, ...]] | None = None,
    places: Iterable[tuple[str, str, str, str]] = PLACES,
    relations: Mapping[str, Mapping[str, Any]] | None = None,
    ranges: bool = False,
    deviations: bool = False,
    **indicator: Any,
) -> Files:
    """A small package, valid as long as its rows are.

    `indicator` changes facts of the one indicator `graduation`, `relations` those of dimensions, as in
    `{"sex": {"relation": "overlapping"}}`.
    """
    dimensions = DIMENSIONS if dimensions is None else dimensions
    kind = indicator.get("kind", "proportion")
    numbers = ["value", "status"]
    if ranges:
        numbers = ["value", "value_low", "value_high", "status"]
    if kind == "mean":
        numbers = ["denominator", *numbers, *(["sd"] if deviations else []), "denominator_status"]
    elif kind != "count":
        numbers = ["numerator", "denominator", *numbers, "numerator_status", "denominator_status"]
    columns = ["period", "place", *dimensions, *numbers]
    types = {
        **dict.fromkeys(("numerator", "denominator"), "integer"),
        **dict.fromkeys(("value", "value_low", "value_high", "sd"), "number"),
    }
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "schools",
        "title": "Schools",
        "licenses": [{"name": "ODC-PDDL-1.0", "path": "https://opendatacommons.org/licenses/pddl/1-0/"}],
        "sources": [{"title": "Made for a test"}],
        "resources": [
            {
                "name": "graduation",
                "path": "data/graduation.csv",
                "format": "csv",
                "schema": {
                    "fields": [{"name": name, "type": types.get(name, "string")} for name in columns],
                    "primaryKey": ["period", "place", *dimensions],
                },
            },
            {
                "name": "places",
                "path": "data/places.csv",
                "format": "csv",
                "schema": {
                    "fields": [
                        {"name": name, "type": "string"} for name in ("id", "level", "parent", "name")
                    ],
                    "primaryKey": ["id"],
                },
            },
        ],
        "equity": {
            "schema": 1,
            "origin": {"kind": origin, "publisher": "Made for a test"},
            "indicators": {
                "graduation": {
                    "resource": "graduation",
                    "kind": "proportion",
                    "scale": 100,
                    "decimals": 1,
                    "direction": "favourable",
                    "label": "Graduation",
                    "short": "Graduation",
                    "definition": "Graduation",
                    **({} if kind == "count" else COUNTED),
                    "sentence": "In {place}, {value} of {group} graduated ({period}).",
                    **indicator,
                }
            },
            "dimensions": {
                name: {
                    "label": name,
                    "ordered": False,
                    "relation": "exclusive",
                    "groups": {each: {"label": each, "short": each, "sentence": each} for each in groups},
                    **(relations or {}).get(name, {}),
                }
                for name, groups in dimensions.items()
            },
            "total": {"label": "All students", "short": "All students", "sentence": "All students"},
        },
    }
    return {
        "datapackage.json": json.dumps(descriptor, indent=2),
        "data/graduation.csv": _csv([_cells(row, dimensions, kind) for row in rows], columns),
        "data/places.csv": _csv(
            [dict(zip(("id", "level", "parent", "name"), each, strict=True)) for each in places],
            ["id", "level", "parent", "name"],
        ),
        "translations/es.po": "".join(_spanish(descriptor)),
    }


def _spanish(descriptor: Mapping[str, Any]) -> Iterator[str]:
    yield 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: es\\n"\n'
    words = {key: text for key, text in labels.english_words(descriptor) if text}
    for key, text in words.items():
        translated = SPANISH.get(text, text.replace("In ", "En ").replace("graduated", "se graduó"))
        message = json.dumps(translated, ensure_ascii=False)
        yield f'\nmsgctxt "{key}"\nmsgid {json.dumps(text)}\nmsgstr {message}\n'


@pytest.fixture(scope="session", name="package_files")
def _package_files() -> Callable[..., Files]:
    """The builder: rows and facts in, a dictionary of files out."""
    return package_files


@pytest.fixture(scope="session")
def write_files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Writes a dictionary of files to a project of its own; gives the package's folder in it."""
    numbers, base = count(), tmp_path_factory.mktemp("projects")

    def write(files: Mapping[str, str | bytes]) -> Path:
        folder = base / str(next(numbers)) / "datapackages" / "schools"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


@pytest.fixture(scope="session")
def opened(write_files: Callable[..., Path]) -> Callable[..., Package]:
    """The package of some rows, read and checked by all but Frictionless, which has tests of its own.

    What packages that differ only in their rows have in common is read once. With `checked=False` the rows
    are not put before the gate either, so that properties can try hundreds; a test compares the two ways.
    """
    described: dict[str, tuple[Package, Document]] = {}

    def make(rows: Iterable[Row], checked: bool = True, **facts: Any) -> Package:
        rows, key = list(rows), repr(sorted(facts.items()))
        if key not in described:
            folder = write_files(package_files([], **facts))
            package, document, problems = packages.read_descriptor(folder, folder.parents[1], ("en", "es"))
            assert package is not None, tell(problems)
            assert problems == (), tell(problems)
            described[key] = _inspected(package, document), document
        package, document = described[key]
        if not checked:
            dimensions, kind = facts.get("dimensions", DIMENSIONS), facts.get("kind", "proportion")
            columns = [each["name"] for each in package.resource("graduation")["schema"]["fields"]]
            cells = [_cells(row, dimensions, kind) for row in rows]
            frame = _typed(cells, columns, package.path)
            return replace(
                package, tables={"graduation": frame}, indexes={"graduation": index_of(frame, [*dimensions])}
            )
        files = package_files(rows, **facts)
        (package.folder / "data/graduation.csv").write_text(str(files["data/graduation.csv"]), "utf-8")
        return _inspected(package, document)

    return make


def _inspected(package: Package, document: Document) -> Package:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "_standard", lambda *_: ())
        whole, problems = gate.inspect(package, document, package.folder.parents[1], None)
    assert whole is not None, tell(problems)
    return whole


def _typed(cells: list[dict[str, str]], columns: list[str], descriptor: str) -> pd.DataFrame:
    """The rows as the gate hands them on."""
    frame = pd.DataFrame(cells, columns=columns, dtype="str").fillna("").astype("category")
    name = descriptor.replace("datapackage.json", "data/graduation.csv")
    frame["_file"] = pd.Categorical([name] * len(cells), [name])
    frame["_line"] = pd.Series(range(2, len(cells) + 2), dtype="int32")
    for column in [each for each in gate.NUMBERS if each in columns]:
        frame[column + "_text"] = frame[column]
        frame[column] = pd.to_numeric(frame[column].astype("str"), errors="coerce").astype(float)
    return frame


@pytest.fixture(scope="session")
def protected(opened: Callable[..., Package]) -> Callable[..., Protected]:
    """Some rows as protected data, republished unless it is said otherwise; the gate has not seen them."""

    def make(rows: Iterable[Row], **facts: Any) -> Protected:
        made, problems = guard(opened(rows, checked=False, **{"origin": "republished", **facts}))
        assert made is not None, tell(problems)
        return made

    return make
