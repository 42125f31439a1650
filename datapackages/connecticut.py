"""What the four Connecticut recipes share: from stacked EdSight exports to the tables of a package.

In: a folder with `graduation_4yr`, `chronic_absence`, `suspension` and `enrollment`, each `.csv.gz`. Every
cell is as the publisher wrote it; the columns are `school_year, org_level, district, district_code,
dimension, group` and the measures. Out: `data/<indicator>.csv` and `data/places.csv`, the same bytes at every
run. Nothing is computed here: a number is copied, or it is blank and its status says why. Anything unexpected
raises ValueError, and nothing is written.

The publisher's names of groups stand in `datapackage.json` (`publisher_names`), and so does the order of
dimensions and groups; both are read from there, so that a name has one home.
"""

import argparse
import csv
import gzip
import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

TABLES = ("graduation_4yr", "chronic_absence", "suspension", "enrollment")
STATE, STATE_NAME, STATE_ALIAS = "ct", "Connecticut", "State of Connecticut"
ALL = "all"
MARKERS = {"*": "c", "N/A": "z", "": "x"}
PLACE_COLUMNS = ("id", "level", "parent", "name", "from", "to", "aliases")

Row = dict[str, str]
Groups = Mapping[str, Mapping[str, str]]
"""By dimension: the publisher's name of a group and ours."""


@dataclass(frozen=True)
class Recipe:
    """How one stacked table becomes one package.

    `numbers` says for each of our number columns which of the publisher's holds it; None where the publisher
    has no such column at all. `last` is the last school year that is taken.
    """

    folder: Path
    table: str
    numbers: Mapping[str, str | None]
    last: str = "9999-99"


@dataclass(frozen=True)
class Directory:
    """Who is who: `names` by code, the latest first; `codes` by name."""

    names: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, str]


def number(text: str, decimals: int = 0) -> tuple[str, str]:
    """A publisher's cell as (number, status): `88` with one decimal is `88.0`; a marker is blank, with why.

    ValueError for anything else, so that a new marker is never taken for a number or for a gap.
    """
    if text in MARKERS:
        return "", MARKERS[text]
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        raise ValueError(f"'{text}' is neither a number nor one of the markers {sorted(MARKERS)}")
    exact = Decimal(text)
    if exact != round(exact, decimals):
        raise ValueError(f"'{text}' has more than {decimals} decimals")
    return f"{exact:.{decimals}f}", "ok"


def bare_code(text: str) -> str:
    """`="0010011"` is how a spreadsheet is told to keep the zeros; the code is inside, zeros included."""
    return text.removeprefix('="').removesuffix('"') if text.startswith('="') else text


def made_id(name: str) -> str:
    """The id of a place that has no code anywhere: `x-` and its name in small plain letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "x-" + re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def is_state(raw: Mapping[str, str]) -> bool:
    """Whether a row is the state's, under whichever of its labels.

    The level `state` is sure. Absence also has the state as code 0000000 ("State Level", in 2017-18 "NOTSET")
    labelled district; enrollment only has it as "Total" without a code, labelled district.
    """
    code = bare_code(raw["district_code"])
    return raw["org_level"] == "state" or code == "0000000" or (raw["district"] == "Total" and not code)


def directory(rows: Iterable[Mapping[str, str]]) -> Directory:
    """Codes and names of all districts in all tables: a row without a code is matched by its name.

    ValueError when one name has two codes: then a name alone would not say which district is meant.
    """
    spans: dict[str, tuple[str, str]] = {}
    codes: dict[str, str] = {}
    for raw in rows:
        if is_state(raw):
            continue
        code, name, year = bare_code(raw["district_code"]), raw["district"], raw["school_year"]
        first, last = spans.get(name, (year, year))
        spans[name] = (min(first, year), max(last, year))
        if code and codes.setdefault(name, code) != code:
            raise ValueError(f"'{name}' has two codes, {codes[name]} and {code}")
    names: dict[str, list[str]] = {}
    for name in sorted(spans, key=lambda each: (spans[each][1], spans[each][0], each), reverse=True):
        names.setdefault(codes.setdefault(name, made_id(name)), []).append(name)
    return Directory({code: tuple(each) for code, each in names.items()}, codes)


def place_of(raw: Mapping[str, str], known: Directory) -> str:
    """The id of a row's place: the state's, the code, or the code that its name has elsewhere."""
    if is_state(raw):
        return STATE
    return bare_code(raw["district_code"]) or known.codes[raw["district"]]


def observation(
    raw: Mapping[str, str], recipe: Recipe, groups: Groups, decimals: int, known: Directory
) -> Row:
    """One publisher's row in our columns; `decimals` are those of the value."""
    row: Row = {"period": raw["school_year"], "place": place_of(raw, known), **dict.fromkeys(groups, ALL)}
    if raw["dimension"] != ALL:
        names = groups.get(raw["dimension"], {})
        if raw["group"] not in names:
            raise ValueError(f"'{raw['group']}' is not a known group of '{raw['dimension']}'")
        row[raw["dimension"]] = names[raw["group"]]
    for column, source in recipe.numbers.items():
        status = "status" if column == "value" else f"{column}_status"
        text = "" if source is None else raw[source]
        row[column], row[status] = number(text, decimals if column == "value" else 0)
    return row


def once(rows: Iterable[Row], key: Sequence[str]) -> list[Row]:
    """The rows without repetitions. ValueError when two of one key differ: which would be right?"""
    kept: dict[tuple[str, ...], Row] = {}
    for row in rows:
        where = tuple(row[column] for column in key)
        if kept.setdefault(where, row) != row:
            raise ValueError(f"two different rows for {where}")
    return list(kept.values())


def places(rows: Sequence[Row], known: Directory) -> list[Row]:
    """places.csv: the state first, then by id; from and to are the first and last period of this table."""
    spans: dict[str, tuple[str, str]] = {}
    for row in rows:
        first, last = spans.get(row["place"], (row["period"], row["period"]))
        spans[row["place"]] = (min(first, row["period"]), max(last, row["period"]))
    found = []
    for id_ in sorted(spans, key=lambda each: (each != STATE, each)):
        name, *others = (STATE_NAME, STATE_ALIAS) if id_ == STATE else known.names[id_]
        level, parent = ("state", "") if id_ == STATE else ("district", STATE)
        cells = (id_, level, parent, name, *spans[id_], " | ".join(others))
        found.append(dict(zip(PLACE_COLUMNS, cells, strict=True)))
    return found


def tidy(
    recipe: Recipe, descriptor: Mapping[str, Any], stacks: Mapping[str, Sequence[Row]]
) -> tuple[list[Row], list[Row]]:
    """The rows of the indicator's table and of places.csv, in their final order."""
    equity = descriptor["equity"]
    (indicator,) = equity["indicators"].values()
    order = {name: list(spec["groups"]) for name, spec in equity["dimensions"].items()}
    groups = {
        name: {theirs: ours for ours, group in spec["groups"].items() for theirs in group["publisher_names"]}
        for name, spec in equity["dimensions"].items()
    }
    known = directory(raw for table in TABLES for raw in stacks[table])
    taken = (raw for raw in stacks[recipe.table] if raw["school_year"] <= recipe.last)
    found = (observation(raw, recipe, groups, indicator["decimals"], known) for raw in taken)
    rows = once(found, ("period", "place", *order))
    ranks = {cut: rank for rank, cut in enumerate((name, group) for name in order for group in order[name])}

    def position(row: Row) -> tuple[str, bool, str, tuple[int, ...]]:
        cuts = tuple(ranks[name, row[name]] for name in order if row[name] != ALL)
        return row["period"], row["place"] != STATE, row["place"], cuts

    rows.sort(key=position)
    return rows, places(rows, known)


def faults(descriptor: Mapping[str, Any], tables: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """Where `datapackage.json`, which is kept by hand, and the tables disagree: enums, categories, groups."""
    dimensions = descriptor["equity"]["dimensions"]
    for resource in descriptor["resources"]:
        rows = tables[resource["name"]]
        for field in resource["schema"]["fields"]:
            name, enum = field["name"], field.get("constraints", {}).get("enum")
            if enum is None:
                continue
            if [each["value"] for each in field["categories"]] != enum:
                yield f"{resource['name']}.{name}: categories and enum differ"
            used = {row[name] for row in rows}
            if name in dimensions:
                if enum != [ALL, *dimensions[name]["groups"]]:
                    yield f"{resource['name']}.{name}: the enum is not 'all' and the groups in their order"
                if unused := sorted(set(enum) - used):
                    yield f"{resource['name']}.{name}: no row has {unused}"
            if strange := sorted(used - set(enum)):
                yield f"{resource['name']}.{name}: not in the enum: {strange}"


def read_stack(folder: Path, table: str) -> list[Row]:
    """One stacked table as rows of text."""
    with gzip.open(folder / f"{table}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """CSV with LF line ends, UTF-8, no byte-order mark."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def retabulate(recipe: Recipe, arguments: Sequence[str] | None = None) -> None:
    """The command of each `retabulate.py`: read the stacks, write data/, tell what was counted."""
    parser = argparse.ArgumentParser(description="Re-makes the tables from the stacked EdSight exports.")
    parser.add_argument("folder", nargs="?", default=os.environ.get("CT_EDSIGHT"), help="or CT_EDSIGHT")
    parser.add_argument("--to", type=Path, default=recipe.folder / "data", help="default: data/")
    options = parser.parse_args(arguments)
    if not options.folder:
        parser.error("Name the folder with the stacked tables, or set CT_EDSIGHT to it.")
    descriptor = json.loads((recipe.folder / "datapackage.json").read_text("utf-8"))
    stacks = {table: read_stack(Path(options.folder), table) for table in TABLES}
    rows, where = tidy(recipe, descriptor, stacks)
    (main, _) = descriptor["resources"]
    tables = {main["name"]: rows, "places": where}
    if found := list(faults(descriptor, tables)):
        raise SystemExit("\n".join(found))
    for resource in descriptor["resources"]:
        columns = [field["name"] for field in resource["schema"]["fields"]]
        write(options.to / Path(resource["path"]).name, columns, tables[resource["name"]])
    print(f"{main['name']}: {len(rows)} rows of {len(stacks[recipe.table])} lines, {len(where)} places")
    for column in [each for each in rows[0] if each.endswith("status")]:
        counts = Counter(row[column] for row in rows)
        print(f"  {column}: " + ", ".join(f"{status} {counts[status]}" for status in sorted(counts)))
