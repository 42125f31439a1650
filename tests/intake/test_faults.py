"""Each mistake in a recipe or a file is a located problem with a code; nothing is written or raised."""

import io
from collections.abc import Callable

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest

from plugins.__main__ import main
from plugins.equity.problems import errors, tell

from .conftest import COMMON, Project, descriptor, of_the_import

RECIPE = """
period: Year
place: {code: Code, name: District}
dimensions: {race_ethnicity: Race, sex: Gender}
numbers: {numerator: Graduates, denominator: Cohort, value: Rate}
sources: [{files: rates.csv}]
"""
TABLE = """\
Year,Code,District,Race,Gender,Graduates,Cohort,Rate
2018-19,000,State Total,All Students,All Students,1760,2000,88.0
2018-19,001,Ashford,All Students,All Students,84,100,84
2018-19,001,Ashford,White,All Students,*,*,*
"""
Change = tuple[str, str]


def changed(text: str, changes: list[Change]) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def test_what_is_broken_below_is_whole(project: Callable[..., Project]) -> None:
    outcome = project(RECIPE, {"rates.csv": TABLE}).run()
    assert outcome.written, tell(outcome.problems)
    assert of_the_import(outcome) == []


RECIPES: list[tuple[str, list[Change], str, str]] = [
    ("an unknown key", [("numbers:", "nubmers:")], "key-unknown", "recipe.yaml:18"),
    (
        "an unknown key in a source",
        [("{files: rates.csv}", "{files: rates.csv, sheets: A}")],
        "key-unknown",
        "recipe.yaml:19",
    ),
    ("no sources", [("sources: [{files: rates.csv}]", "")], "key-missing", "recipe.yaml:1"),
    ("no places", [("places:", "palces:")], "key-unknown", "recipe.yaml:9"),
    ("no level", [("  level: district\n", "")], "key-missing", "recipe.yaml:9"),
    ("another schema", [("schema: 1", "schema: 2")], "value-unknown", "recipe.yaml:1"),
    ("not YAML", [("ranges: true", "ranges: [")], "yaml-syntax", "recipe.yaml"),
    ("a status that is none", [('"*": c', '"*": s')], "value-unknown", "recipe.yaml:3"),
    ("no year", [("period: Year\n", "")], "key-missing", "recipe.yaml:18"),
    ("no place", [("place: {code: Code, name: District}\n", "")], "key-missing", "recipe.yaml:18"),
    (
        "no numbers",
        [("numbers: {numerator: Graduates, denominator: Cohort, value: Rate}", "")],
        "key-missing",
        "recipe.yaml",
    ),
    ("the year twice", [("rates.csv", "'{period}.csv'")], "recipe-twice", "recipe.yaml:19"),
    (
        "a place twice",
        [("rows: [", "rows: []}\n    - {id: ct, level: state, name: C, rows: [")],
        "place-twice",
        "recipe.yaml:14",
    ),
    ("an unknown group of ours", [("White: white", "White: wihte")], "group-unknown", "recipe.yaml:7"),
    (
        "an unknown dimension of ours",
        [("  sex: {F: female, M: male}", "  gender: {F: female}")],
        "dimension-unknown",
        "recipe.yaml:8",
    ),
    (
        "an unknown dimension in a source",
        [("sex: Gender", "gender: Gender")],
        "dimension-unknown",
        "recipe.yaml:17",
    ),
    ("an unknown name in braces", [("rates.csv", "'rates{x}.csv'")], "dimension-unknown", "recipe.yaml:19"),
    ("a number that nothing fills", [("numerator: Graduates, ", "")], "number-missing", "recipe.yaml"),
    (
        "a number that the table lacks",
        [("value: Rate}", "value: Rate, sd: SD}")],
        "field-missing",
        "recipe.yaml:18",
    ),
    (
        "an unknown indicator",
        [("{files: rates.csv}", "{files: rates.csv, indicator: gradution}")],
        "indicator-unknown",
        "recipe.yaml:19",
    ),
    ("no such folder", [("folder: raw", "folder: row")], "folder-missing", "recipe.yaml:2"),
    ("no variable", [("folder: raw", "folder: $PLUMBLINE_TEST_UNSET")], "folder-unset", "recipe.yaml:2"),
    ("a pattern without files", [("rates.csv", "rate_*.csv")], "files-missing", "recipe.yaml:19"),
    ("a missing heading", [("value: Rate", "value: Rates")], "heading-missing", "raw/rates.csv:1"),
    (
        "an optional heading that is nowhere",
        [("value: Rate", "value: {column: Rat, optional: true}")],
        "heading-missing",
        "recipe.yaml:18",
    ),
    (
        "a missing heading to leave out",
        [("sources:", "skip: {Grade: All}\nsources:")],
        "heading-missing",
        "raw/rates.csv:1",
    ),
    (
        "a preamble that is not there",
        [("sources:", 'preamble: "Year {sex}"\nsources:'), (", sex: Gender", "")],
        "preamble-missing",
        "raw/rates.csv:1",
    ),
    ("an unknown encoding", [("sources:", "encoding: utf-88\nsources:")], "file-encoding", "raw/rates.csv"),
    (
        "another encoding",
        [
            ("sources:", "encoding: ascii\nsources:"),
        ],
        "",
        "",
    ),
    (
        "headings that are no groups",
        [("sources:", "across: {dimension: sex, headings: 'x {group}'}\nsources:"), (", sex: Gender", "")],
        "heading-unknown",
        "raw/rates.csv:1",
    ),
    (
        "a heading of an unknown kind",
        [("sources:", "across: {dimension: sex, headings: 'x {grup}'}\nsources:")],
        "value-wrong",
        "recipe.yaml:19",
    ),
    (
        "a shared package without recipe",
        [("  parent: ct\n", "  parent: ct\n  shared: [others]\n")],
        "file-missing",
        "datapackages/others/recipe.yaml",
    ),
    (
        "a file of places that is not there",
        [("places:\n", "places: who.yaml\nx:\n")],
        "key-unknown",
        "recipe.yaml:10",
    ),
]


@pytest.mark.parametrize(
    ("changes", "code", "where"), [each[1:] for each in RECIPES], ids=[each[0] for each in RECIPES]
)
def test_a_mistake_in_a_recipe(
    project: Callable[..., Project],
    monkeypatch: pytest.MonkeyPatch,
    changes: list[Change],
    code: str,
    where: str,
) -> None:
    monkeypatch.delenv("PLUMBLINE_TEST_UNSET", raising=False)
    made = project("", {"rates.csv": TABLE}, common=changed(COMMON + RECIPE, changes))
    if not code:
        assert made.run().written
        return
    outcome = made.run()
    assert not outcome.written
    assert errors(outcome.problems)[0].code == code, tell(outcome.problems)
    assert where in errors(outcome.problems)[0].where, tell(outcome.problems)
    assert len(outcome.problems) <= 2, tell(outcome.problems)


TABLES: list[tuple[str, list[Change], str, int]] = [
    ("an unknown marker", [(",84\n", ",s\n")], "import-cell", 3),
    ("a blank cell", [(",84\n", ",\n")], "import-cell", 3),
    ("too many decimals", [(",84\n", ",84.25\n")], "import-cell", 3),
    ("a count with a fraction", [(",100,84", ",100.5,84")], "import-cell", 3),
    ("a number below nothing", [(",84\n", ",-9999\n")], "import-cell", 3),
    ("thousands that are not declared", [("1760,2000", '"1,760",2000')], "import-cell", 2),
    ("a range of a count", [("84,100", "<5,100")], "import-cell", 3),
    ("a range that cannot be", [(",84\n", ",90-20\n")], "import-cell", 3),
    ("a range beyond everybody", [(",84\n", ",90-120\n")], "import-cell", 3),
    ("a date that Excel made", [(",84\n", ",05-Sep\n")], "import-cell", 3),
    ("an unknown group", [("Ashford,White", "Ashford,Whites")], "import-group", 4),
    ("a group in capitals", [("Ashford,White", "Ashford,WHITE")], "import-group", 4),
    (
        "a year that is none",
        [("2018-19,001,Ashford,All", "2018,001,Ashford,All"), ("2018,001", "18/20,001")],
        "import-period",
        3,
    ),
    ("years that do not follow", [("2018-19,001,Ashford,W", "2018-20,001,Ashford,W")], "import-period", 4),
    ("no place", [("001,Ashford,White", ",,White")], "place-blank", 4),
    (
        "two numbers for one cell",
        [
            (
                "2018-19,001,Ashford,White,All Students,*,*,*",
                "2018-19,001,Ashford,All Students,All Students,83,100,83",
            )
        ],
        "import-contradiction",
        4,
    ),
    (
        "a heading twice",
        [("Cohort,Rate", "Rate,Rate"), ("Rate,Rate", "Cohort,Rate,Rate"), (",84\n", ",84,84\n")],
        "heading-twice",
        1,
    ),
    ("a note below", [("*,*,*\n", "*,*,*\nSource: EdSight,,,,,,,\n")], "row-note", 5),
    ("a row that is too long", [(",84\n", ",84,extra\n")], "row-long", 3),
    (
        "a place without code that could be two",
        [("001,Ashford,White", "002,Ashford,White"), ("001,Ashford,All", ",Ashford,All")],
        "",
        0,
    ),
    ("an empty file", [(TABLE, "")], "table-shape", 0),
    ("blank lines only", [(TABLE, "\n\n\n")], "table-shape", 0),
    ("a quotation mark that is open", [("001,Ashford,White", '001,"Ashford,White')], "table-shape", 0),
    ("no table", [(TABLE, "<html>\n<body>Not found</body>\n")], "heading-missing", 0),
]


@pytest.mark.parametrize(
    ("changes", "code", "line"), [each[1:] for each in TABLES], ids=[each[0] for each in TABLES]
)
def test_a_mistake_in_a_file(
    project: Callable[..., Project], changes: list[Change], code: str, line: int
) -> None:
    made = project(RECIPE, {"rates.csv": changed(TABLE, changes)})
    outcome = made.run()
    if not code:
        assert outcome.written, tell(outcome.problems)
        return
    assert not outcome.written
    assert [(each.code, each.line, each.path) for each in outcome.problems] == [
        (code, line, "raw/rates.csv")
    ], tell(outcome.problems)


def test_a_name_with_two_codes_is_not_enough_where_the_code_is_missing(
    project: Callable[..., Project],
) -> None:
    table = (
        TABLE + "2018-19,002,Ashford,White,All Students,*,*,*\n2017-18,,Ashford,White,All Students,*,*,*\n"
    )
    made = project(RECIPE, {"rates.csv": table})
    (problem,) = made.run().problems
    assert (problem.code, problem.line) == ("place-unclear", 6)
    assert "001, 002" in problem.message


def test_two_names_without_code_are_not_made_one(project: Callable[..., Project]) -> None:
    table = (
        TABLE
        + "2018-19,,Bolton (K-8),White,All Students,*,*,*\n2018-19,,Bolton K 8,White,All Students,*,*,*\n"
    )
    (problem,) = project(RECIPE, {"rates.csv": table}).run().problems
    assert (problem.code, problem.line) == ("place-unclear", 6)
    assert "x-bolton-k-8" in problem.message


def test_two_numbers_are_told_with_both_files_and_not_repeated(project: Callable[..., Project]) -> None:
    recipe = RECIPE.replace("rates.csv", '"*.csv"')
    made = project(recipe, {"a.csv": TABLE, "b.csv": TABLE.replace("84,100,84", "84,100,*")})
    (problem,) = made.run().problems
    assert problem.where == "raw/b.csv:3"
    assert "raw/a.csv, row 3" in problem.message
    assert "84" not in problem.message


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_the_ends_of_lines_are_of_no_matter(project: Callable[..., Project], end: str) -> None:
    assert project(RECIPE, {"rates.csv": TABLE.replace("\n", end).encode()}).run().written


def test_a_row_that_is_too_long_far_down_is_told_too(project: Callable[..., Project]) -> None:
    """The width of a table is read off its first rows."""
    rows = "".join(f"2018-19,{at:03d},P{at},All Students,All Students,1,2,50\n" for at in range(100, 500))
    (problem,) = (
        project(RECIPE, {"rates.csv": TABLE + rows + "2018-19,900,P,White,F,1,2,50,60\n"}).run().problems
    )
    assert (problem.code, problem.where) == ("row-long", "raw/rates.csv:405")


def test_a_line_break_inside_a_cell_is_a_space(project: Callable[..., Project]) -> None:
    table = TABLE.replace("Ashford,White", '"Ashford","White"').replace("Race", '"Race\n"')
    assert project(RECIPE, {"rates.csv": table}).run().written


def workbook(title: str, table: str = TABLE) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.title = title
    for line in table.splitlines():
        book.active.append(line.split(","))
    book.create_sheet("Other").append(["x"])
    book.save(out)
    return out.getvalue()


def table_parquet() -> bytes:
    out = io.BytesIO()
    head, *rows = [line.split(",") for line in TABLE.splitlines()]
    pyarrow.parquet.write_table(
        pyarrow.table({name: [row[at] for row in rows] for at, name in enumerate(head)}), out
    )
    return out.getvalue()


FILES: list[tuple[str, str, bytes, str, str]] = [
    ("a sheet that is not said", "rates.xlsx", workbook("Data"), "", "sheet-missing"),
    ("a sheet that is not there", "rates.xlsx", workbook("Data"), "sheet: Dta", "sheet-missing"),
    ("not a workbook", "rates.xlsx", b"PK not really", "sheet: Data", "file-format"),
    ("half a workbook", "rates.xlsx", workbook("Data")[:3000], "sheet: Data", "file-format"),
    ("an old workbook", "rates.xls", b"\xd0\xcf\x11\xe0", "", "file-format"),
    ("half a Parquet file", "rates.parquet", table_parquet()[:-40], "", "file-format"),
    ("not a Parquet file", "rates.parquet", b"Year,Code\n", "", "file-format"),
    ("not UTF-8", "rates.csv", TABLE.replace("Ashford", "Ashførd").encode("latin-1"), "", "file-encoding"),
    ("UTF-16", "rates.csv", TABLE.encode("utf-16"), "", "file-encoding"),
    ("a picture", "rates.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "", "file-encoding"),
    ("zeros", "rates.csv", b"Year,Code\0\n", "", "file-encoding"),
    ("an unknown kind of file", "rates.pdf", b"%PDF", "", "file-format"),
    ("a broken package", "datapackage.json", b"{", "", "json-syntax"),
    ("a package that is a list", "datapackage.json", b"[1]", "", "resource-unknown"),
    ("a package without resources", "datapackage.json", b'{"resources": 3}', "", "resource-unknown"),
    (
        "a package with two resources",
        "datapackage.json",
        b'{"resources": [{"name": "a"}, {"name": "b"}]}',
        "",
        "resource-unknown",
    ),
    (
        "a package that leads out",
        "datapackage.json",
        b'{"resources": [{"path": "../recipe.yaml"}]}',
        "",
        "path-outside",
    ),
    (
        "a package without its file",
        "datapackage.json",
        b'{"resources": [{"path": "a.csv"}]}',
        "",
        "file-missing",
    ),
]


@pytest.mark.parametrize(
    ("name", "content", "more", "code"), [each[1:] for each in FILES], ids=[each[0] for each in FILES]
)
def test_a_file_that_cannot_be_read(
    project: Callable[..., Project], name: str, content: bytes, more: str, code: str
) -> None:
    recipe = RECIPE.replace("rates.csv", name) + more + "\n"
    (problem,) = project(recipe, {name: content}).run().problems
    assert (problem.code, problem.path) == (code, "raw/a.csv" if code == "file-missing" else f"raw/{name}")


def test_a_workbook_and_a_parquet_file_that_are_whole_are_read(project: Callable[..., Project]) -> None:
    recipe = RECIPE.replace("{files: rates.csv}", "{files: a.xlsx, sheet: Data}, {files: b.parquet}")
    outcome = project(recipe, {"a.xlsx": workbook("Data"), "b.parquet": table_parquet()}).run()
    assert outcome.written, tell(outcome.problems)
    assert [each.code for each in of_the_import(outcome)] == ["sheet-unread"]
    assert "3 rows from 6 rows of 2 files" in outcome.lines[0]


def test_a_formula_without_its_result_is_told(project: Callable[..., Project]) -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for line in TABLE.splitlines():
        book.active.append(line.split(","))
    book.active["H3"] = "=F3/G3"
    book.save(out)
    (problem,) = project(RECIPE.replace("rates.csv", "a.xlsx"), {"a.xlsx": out.getvalue()}).run().problems
    assert problem.code == "cell-formula"
    assert "H3" in problem.message


def test_ten_thousand_bad_rows_stay_readable(project: Callable[..., Project]) -> None:
    rows = "".join(
        f"2018-19,{at:05d},Place {at},All Students,All Students,s,{at % 7},x{at}\n" for at in range(10_000)
    )
    outcome = project(RECIPE, {"rates.csv": TABLE + rows}).run()
    assert len(outcome.problems) == 12
    text = tell(outcome.problems)
    assert (
        "'s' (column 'Graduates') is neither a number nor a marker of this recipe; 10000 rows, here 5, 6, 7"
        in text
    )
    assert "9990 more words of the column 'Rate'" in text
    assert "'\"s\": c' for withheld" in text
    assert len(text.splitlines()) < 30


def test_a_table_that_was_there_stays_when_a_new_one_is_wrong(project: Callable[..., Project]) -> None:
    made = project(RECIPE, {"rates.csv": TABLE})
    assert made.run().written
    before = {path.name: path.read_bytes() for path in (made.package / "data").iterdir()}
    (made.package / "raw" / "rates.csv").write_text(TABLE.replace(",84\n", ",s\n"), "utf-8")
    assert not made.run().written
    assert {path.name: path.read_bytes() for path in (made.package / "data").iterdir()} == before


@pytest.mark.parametrize("name", ["schols", "", "nowhere/recipe.yaml", "raw"])
def test_a_recipe_that_is_not_there(project: Callable[..., Project], name: str) -> None:
    from plugins.intake.importing import run_import

    made = project(RECIPE, {})
    (problem,) = run_import(made.root, name).problems
    assert problem.code == "file-missing"
    assert ("Did you mean 'schools'?" in problem.hint) == (name == "schols")


def test_a_recipe_without_a_package(project: Callable[..., Project]) -> None:
    made = project(RECIPE, {"rates.csv": TABLE})
    (made.package / "datapackage.json").unlink()
    (problem,) = made.run().problems
    assert (problem.code, problem.path) == ("file-missing", "datapackages/schools/datapackage.json")


def test_a_broken_description_is_told_and_no_more(project: Callable[..., Project]) -> None:
    about = descriptor()
    about["resources"][0]["path"] = 7
    assert project(RECIPE, {"rates.csv": TABLE}, about=about).codes() == ["value-wrong"]


def test_the_command_says_it_and_its_status(
    project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = project(RECIPE, {"rates.csv": TABLE.replace(",84\n", ",s\n")})
    (made.root / "pelicanconf.py").write_text("", "utf-8")
    monkeypatch.chdir(made.root)
    assert main(["import", "schools"]) == 1
    assert "1 problem; nothing was written." in capsys.readouterr().err
    assert main(["import"]) == 1
    (made.package / "raw" / "rates.csv").write_text(TABLE, "utf-8")
    assert main(["import", "schools", "--to", "elsewhere"]) == 0
    assert "graduation: 3 rows from 3 rows of 1 file, 2 places." in capsys.readouterr().out
    assert sorted(path.name for path in (made.root / "elsewhere").iterdir()) == [
        "graduation.csv",
        "places.csv",
    ]
    assert not (made.package / "data").exists()
    assert main(["import", "schools"]) == 0
    assert (made.package / "data" / "graduation.csv").is_file()
