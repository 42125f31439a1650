"""Every shape that publishers use gives one and the same tidy table."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest

from plugins.equity.problems import tell

from .conftest import COMMON, PLACES, TIDY, WORDS, Line, Project, lines

YEARS = ("2017-18", "2018-19")
GROUPS = [WORDS[each] for each in ("all", "black", "white", "female", "male")]
Made = tuple[str, dict[str, str | bytes]]


def text(rows: Iterable[Sequence[str]], delimiter: str = ",", above: str = "", end: str = "\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return above + out.getvalue()


def book(sheets: dict[str, list[list[Any]]], **more: Callable[[Any], None]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for each in more.values():
            each(sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def parquet(columns: dict[str, list[Any]], **types: Any) -> bytes:
    out = io.BytesIO()
    arrays = {name: pyarrow.array(values, type=types.get(name)) for name, values in columns.items()}
    pyarrow.parquet.write_table(pyarrow.table(arrays), out)
    return out.getvalue()


def number(cell: str) -> Any:
    """What Excel makes of a cell that somebody types."""
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell


def a_column_per_dimension() -> Made:
    head = ["School Year", "District Code", "District", "Race", "Gender", "Graduates", "Cohort", "Rate"]
    rows = [[e.period, e.code, e.name, e.race, e.sex, e.numerator, e.denominator, e.value] for e in lines()]
    recipe = """
period: School Year
place: {code: District Code, name: District}
numbers: {numerator: Graduates, denominator: Cohort, value: Rate}
sources:
  - files: rates.csv
    dimensions: {race_ethnicity: Race, sex: Gender}
"""
    return recipe, {"rates.csv": text([head, *rows])}


def blanks_mean_everybody() -> Made:
    recipe, raw = a_column_per_dimension()
    table = str(raw["rates.csv"]).replace("All Students", "")
    return recipe + 'all: [""]\n', {"rates.csv": table}


def a_pair_of_columns() -> Made:
    """TSV, Windows line ends, a byte-order mark, Excel's wrapper, years in full, counts with commas."""
    head = ["Year", "Code", "Name", "Breakdown", "Group", "Graduates", "Cohort", "Rate"]
    rows = []
    for e in lines():
        counts = [f"{int(c):,}" if c.isdigit() else c for c in (e.numerator, e.denominator)]
        year = e.period[:5] + "20" + e.period[5:]
        rows.append([year, f'="{e.code}"', e.name, e.dimension, e.group, *counts, e.value])
    recipe = """
thousands: ","
period: Year
place: {code: Code, name: Name}
dimension: Breakdown
group: Group
dimension_names: {Race/Ethnicity: race_ethnicity, Gender: sex}
numbers: {numerator: Graduates, denominator: Cohort, value: Rate}
sources: [{files: rates.tsv}]
"""
    return recipe, {"rates.tsv": "\ufeff" + text([head, *rows], "\t", "", "\r\n")}


def one_column_of_groups() -> Made:
    """An Excel workbook: codes and percentages are numbers with a format, notes stand above and below."""

    def looks(sheet: Any) -> None:
        for (cell,) in sheet.iter_rows(min_row=5, min_col=2, max_col=2):
            cell.number_format = "000"
        for (cell,) in sheet.iter_rows(min_row=5, min_col=7, max_col=7):
            cell.number_format = "0.0%"

    rows: list[list[Any]] = [["Graduation"], ["Made for a test"], []]
    rows.append(["Year", "District\nCode", "District", "Student Group", "Grads", "Cohort", "Rate"])
    for e in lines():
        value = number(e.value)
        value = value if isinstance(value, str) else round(value / 100, 3)
        rows.append(
            [e.period, int(e.code), e.name, e.group, number(e.numerator), number(e.denominator), value]
        )
    rows += [[], ["Source: made for a test"]]
    recipe = """
period: Year
place: {code: District Code, name: District}
group: Student Group
skip: {Year: "Source:*"}
numbers: {numerator: Grads, denominator: Cohort, value: Rate}
sources: [{files: "*.xlsx", sheet: Data, except_sheets: [Notes]}]
"""
    return recipe, {"rates.xlsx": book({"Data": rows, "Notes": [["Nothing to read"]]}, looks=looks)}


def _wide(measure: Callable[[Line], str], above: str = "") -> str:
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    for e in lines():
        found.setdefault((e.period, e.code, e.name), {})[e.group] = measure(e)
    return text(
        [["Year", "Code", "District", *GROUPS], *([*key, *each.values()] for key, each in found.items())],
        above=above,
    )


def wide_and_in_separate_files() -> Made:
    """One column per group, of two dimensions; cohorts, graduates and rates each in a file of their own."""
    recipe = """
period: Year
place: {code: Code, name: District}
sources:
"""
    for file, name in (("cohort", "denominator"), ("graduates", "numerator"), ("rates", "value")):
        recipe += f"""\
  - files: {file}.csv
    across: {{dimension: race_ethnicity, number: {name}}}
    ignore: [F, M]
  - files: {file}.csv
    across: {{dimension: sex, number: {name}}}
    ignore: [All Students, Black*, White]
"""
    return recipe, {
        "cohort.csv": _wide(lambda e: e.denominator),
        "graduates.csv": _wide(lambda e: e.numerator, "Graduates\n\n"),
        "rates.csv": _wide(lambda e: e.value),
    }


def wide_with_two_heading_rows() -> Made:
    """Excel: the group above, merged over its three columns."""
    found: dict[tuple[str, str], dict[str, Line]] = {}
    for e in lines():
        found.setdefault((e.period, e.code), {})[e.group] = e
    upper = ["", "", *(word for group in GROUPS for word in (group, "", ""))]
    lower = ["Year", "Code", *["Cohort", "Graduates", "Rate"] * 5]
    rows: list[list[Any]] = [["Title"], upper, lower]
    for (period, code), groups in found.items():
        cells = [number(c) for g in groups.values() for c in (g.denominator, g.numerator, g.value)]
        rows.append([period, code, *cells])

    def merged(sheet: Any) -> None:
        for at in range(5):
            sheet.merge_cells(start_row=2, end_row=2, start_column=3 + 3 * at, end_column=5 + 3 * at)

    recipe = """
heading_rows: 2
period: Year
place: {code: Code}
numbers: {denominator: Cohort, numerator: Graduates, value: Rate}
sources:
  - files: wide.xlsx
    across: {dimension: race_ethnicity, headings: "{group} | {number}"}
    ignore: [F | *, M | *]
  - files: wide.xlsx
    across: {dimension: sex, headings: "{group} | {number}"}
    ignore: [All Students | *, Black or African American | *, White | *]
"""
    return recipe, {"wide.xlsx": book({"Sheet1": rows}, merged=merged)}


def wide_with_the_measure_in_the_heading() -> Made:
    """Parquet, codes as text, rates with a percent sign."""
    columns: dict[str, list[Any]] = {"year": [], "code": []}
    for e in lines():
        if e.group == GROUPS[0]:
            columns["year"].append(e.period)
            columns["code"].append(e.code)
        for word, cell in (("n", e.denominator), ("k", e.numerator), ("pct", e.value)):
            columns.setdefault(f"{word}: {e.group}", []).append(
                f"{cell}%" if word == "pct" and cell[0].isdigit() else cell
            )
    recipe = """
period: year
place: {code: code}
numbers: {denominator: n, numerator: k, value: pct}
sources:
  - files: wide.parquet
    across: {dimension: race_ethnicity, headings: "{number}: {group}"}
    ignore: ["*: F", "*: M"]
  - files: wide.parquet
    across: {dimension: sex, headings: "{number}: {group}"}
    ignore: ["*: All*", "*: Black*", "*: White"]
"""
    return recipe, {"wide.parquet": parquet(columns)}


def a_file_per_year_and_breakdown() -> Made:
    """The year in the name of the file; a preamble and a heading that change; no code in one year."""
    raw: dict[str, str | bytes] = {}
    for at, year in enumerate(YEARS):
        for file, dimension in (("all", "All Students"), ("race", "Race/Ethnicity"), ("sex", "Gender")):
            mine = [e for e in lines() if e.period == year and e.dimension == dimension]
            head = ["District", *(["Code"] if at else []), *([dimension] if file != "all" else [])]
            head += ["Cohort" if at else "Cohort Count", "Graduates", "%"]
            rows = [
                [
                    e.name,
                    *([e.code] if at else []),
                    *([e.group] if file != "all" else []),
                    e.denominator,
                    e.numerator,
                    e.value,
                ]
                for e in mine
            ]
            raw[f"{file}/grad__{year}_{file}.csv"] = text([head, *rows], above='"A title"\n\n' * at) + "\n"
    recipe = """
place: {name: District, code: {column: Code, optional: true}}
numbers: {numerator: Graduates, denominator: [Cohort, Cohort Count], value: "%"}
sources:
  - files: all/grad__{period}_all.csv
  - files: race/grad__{period}_race.csv
    dimensions: {race_ethnicity: Race/Ethnicity}
  - files: sex/grad__{period}_sex.csv
    dimensions: {sex: Gender}
"""
    return recipe, raw


def a_file_per_group() -> Made:
    """The group in the name of the file, the year in a line above the table."""
    raw: dict[str, str | bytes] = {}
    slugs = {
        "All Students": "everyone",
        "Black or African American": "black",
        "White": "white",
        "F": "f",
        "M": "m",
    }
    for year in YEARS:
        for group, slug in slugs.items():
            mine = [e for e in lines() if e.period == year and e.group == group]
            rows = [[e.code, e.numerator, e.denominator, e.value] for e in mine]
            above = f"Graduation, {year}\nMade for a test\n"
            raw[f"{year[:4]}-{slug}.csv"] = text([["Code", "Graduates", "Cohort", "Rate"], *rows], ";", above)
    recipe = """
delimiter: ";"
preamble: "Graduation, {period}"
place: {code: Code}
numbers: {numerator: Graduates, denominator: Cohort, value: Rate}
sources: [{files: "????-{group}.csv"}]
""".replace("????", "*")
    words = (
        COMMON.replace("All Students", "everyone")
        .replace("Black or African American", "black")
        .replace("White: ", "white: ")
    )
    return words.replace("{F: female, M: male}", "{f: female, m: male}") + recipe, raw


def a_sheet_per_year() -> Made:
    head = ["Code", "Race", "Gender", "Graduates", "Cohort", "Rate"]
    sheets: dict[str, list[list[Any]]] = {"Read me": [["Notes"]]}
    for year in YEARS:
        mine = [e for e in lines() if e.period == year]
        rows = [
            [e.code, e.race, e.sex, number(e.numerator), number(e.denominator), number(e.value)] for e in mine
        ]
        sheets[f"SY {year}"] = [head, *rows]
    recipe = """
sheet: "SY {period}"
except_sheets: [Read me]
place: {code: Code}
numbers: {numerator: Graduates, denominator: Cohort, value: Rate}
sources: [{files: years.xlsx, dimensions: {race_ethnicity: Race, sex: Gender}}]
"""
    return recipe, {"years.xlsx": book(sheets)}


def open_sdg() -> Made:
    """Year, disaggregations where a blank means all, Units, Value: one row per number."""
    head = ["Year", "District", "Race", "Sex", "Units", "Value"]
    rows = []
    for e in lines():
        cut = [each if each != WORDS["all"] else "" for each in (e.race, e.sex)]
        for units, cell in (("Percent", e.value), ("Graduates", e.numerator), ("Cohort", e.denominator)):
            name = {"State Total": ""}.get(e.name, e.name)
            rows.append([str(2000 + int(e.period[5:])), name, *cut, units, cell])
    recipe = """
periods: {year: ends}
period: Year
place: {name: District}
dimensions: {race_ethnicity: Race, sex: Sex}
sources:
  - {files: indicator.csv, only: {Units: Percent}, numbers: {value: Value}}
  - {files: indicator.csv, only: {Units: Graduates}, numbers: {numerator: Value}}
  - {files: indicator.csv, only: {Units: Cohort}, numbers: {denominator: Value}}
"""
    common = (
        COMMON.replace("all: [All Students]", 'all: [""]')
        .replace("{name: State Total}", '{name: ""}')
        .replace("  fixed:\n", '  fixed:\n    - {id: "001", level: district, parent: ct, name: Ashford}\n')
    )
    return common + recipe, {"indicator.csv": text([head, *rows])}


def an_old_data_package() -> Made:
    """Old-style: markers recoded to numbers, several files, a dialect; codes beside names."""
    head = ["District", "FIPS", "Year", "Group", "Measure Type", "Value"]
    recoded = {"*": "-9999", "N/A": "-6666"}
    files: dict[str, str | bytes] = {}
    for year in YEARS:
        rows = []
        for e in lines():
            if e.period == year:
                for kind, cell in (("Percent", e.value), ("Number", e.numerator), ("Cohort", e.denominator)):
                    full = year[:5] + "20" + year[5:]
                    rows.append([e.name, e.code, full, e.group, kind, recoded.get(cell, cell)])
        files[f"old/data/part{year[:4]}.csv"] = text([head, *rows], "|")
    about = {
        "name": "old",
        "datapackage_version": "1.0-beta.18",
        "resources": [
            {
                "path": ["data/part2017.csv", "data/part2018.csv"],
                "dialect": {"delimiter": "|"},
                "schema": {"fields": [{"name": each} for each in head], "missingValues": ["-9999", "-6666"]},
            }
        ],
    }
    recipe = """
period: Year
place: {code: FIPS, name: District}
group: Group
sources:
  - {files: old/datapackage.json, only: {Measure Type: Percent}, numbers: {value: Value}}
  - {files: old/datapackage.json, only: {Measure Type: Number}, numbers: {numerator: Value}}
  - {files: old/datapackage.json, only: {Measure Type: Cohort}, numbers: {denominator: Value}}
"""
    common = COMMON.replace('{"*": c, N/A: z}', '{"-9999": c, "-6666": z}')
    return common + recipe, {**files, "old/datapackage.json": json.dumps(about)}


def our_own_table() -> Made:
    """A tidy table with status columns, as we publish ourselves; Parquet with typed columns."""
    head, *rows = [line.split(",") for line in TIDY.splitlines()]
    columns: dict[str, list[Any]] = {name: [row[at] for row in rows] for at, name in enumerate(head)}
    for name in ("numerator", "denominator"):
        columns[name] = [int(each) if each else None for each in columns[name]]
    columns["value"] = [float(each) if each else None for each in columns["value"]]
    kind = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    recipe = """
period: period
place: {code: place}
dimensions: {race_ethnicity: race_ethnicity, sex: sex}
numbers:
  numerator: {column: numerator, flag: numerator_status}
  denominator: {column: denominator, flag: denominator_status}
  value: {column: value, flag: status}
  value_low: value_low
  value_high: value_high
sources: [{files: ours.parquet}]
"""
    common = COMMON.replace('{"*": c, N/A: z}', '{c: c, z: z, "": x}')
    return common + recipe, {"ours.parquet": parquet(columns, race_ethnicity=kind)}


SHAPES = [
    a_column_per_dimension,
    blanks_mean_everybody,
    a_pair_of_columns,
    one_column_of_groups,
    wide_and_in_separate_files,
    wide_with_two_heading_rows,
    wide_with_the_measure_in_the_heading,
    a_file_per_year_and_breakdown,
    a_file_per_group,
    a_sheet_per_year,
    open_sdg,
    an_old_data_package,
    our_own_table,
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda each: each.__name__)
def test_every_shape_gives_the_same_table(shape: Callable[[], Made], project: Callable[..., Project]) -> None:
    recipe, raw = shape()
    if recipe.startswith("schema"):
        made = project(recipe, raw, common="")
    elif "\nall:" in recipe:
        made = project(recipe, raw, common=COMMON.replace("all: [All Students]\n", ""))
    else:
        made = project(recipe, raw)
    outcome = made.run()
    assert outcome.written, tell(outcome.problems)
    assert made.table("graduation") == TIDY
    names = made.table("places")
    coded = "name: District" in recipe or "Name" in recipe
    assert names == (PLACES if coded else PLACES.replace("Ashford", "001"))
    assert outcome.problems == ()
