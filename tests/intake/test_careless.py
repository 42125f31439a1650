"""Tables as a district has them, brought in by somebody who follows only the messages. All is invented."""

import json
import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from plugins.equity.packages import open_package, read_descriptor
from plugins.equity.problems import errors, tell
from plugins.intake.importing import run_import
from plugins.intake.suggesting import suggest
from plugins.intake.vocabulary import known_group

from .test_suggest import filled


def proposed(root: Path, name: str, content: str | bytes) -> Path:
    """The package that is proposed for a file, with what only a person knows filled in."""
    file = root / "files" / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    outcome = suggest(root, file, "mine")
    assert outcome.written, tell(outcome.problems)
    description = root / "datapackages" / "mine" / "datapackage.json"
    description.write_text(json.dumps(filled(json.loads(description.read_text("utf-8")))), "utf-8")
    return description.parent


def title_and_merged_headings() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Grad 2022-23"
    sheet["A1"], sheet["A2"] = "Fantasia Unified", "Graduation, all invented"
    for cells, text in (("A4:A5", "School"), ("B4:B5", "School ID"), ("C4:D4", "All Students")):
        sheet[cells.split(":")[0]] = text
        sheet.merge_cells(cells)
    sheet["E4"] = "English Learners"
    sheet.merge_cells("E4:F4")
    for column, heading in zip("CDEF", ("Cohort", "Rate") * 2, strict=True):
        sheet[f"{column}5"] = heading
    for row, cells_of_row in enumerate((("Dragon High", "0012", 11, 10 / 11, 7, 5 / 7),
                                        ("Pixie High", "0013", 12, 11 / 12, "*", "*")), 6):  # fmt: skip
        for column, cell in zip("ABCDEF", cells_of_row, strict=True):
            sheet[f"{column}{row}"] = cell
    for column in "DF":
        sheet[f"{column}6"].number_format = sheet[f"{column}7"].number_format = "0.0%"
    book.create_sheet("Notes")["A1"] = "Invented."
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def test_merged_headings_below_a_title_import_as_proposed(tmp_path: Path) -> None:
    home = proposed(tmp_path, "Grad FINAL v2.xlsx", title_and_merged_headings())
    recipe = (home / "recipe.yaml").read_text("utf-8")
    assert "heading_rows: 2" in recipe
    assert "Cohort: " not in recipe.replace("denominator: ", ""), recipe  # no heading passes for a marker
    done = run_import(tmp_path, "mine")
    assert done.written, tell(done.problems) + recipe
    rows = (home / "data" / "mine.csv").read_text("utf-8").splitlines()
    assert rows[1:] == [
        "2022-23,0012,all,11,90.9,ok,ok",
        "2022-23,0012,english_learner,7,71.4,ok,ok",
        "2022-23,0013,all,12,91.7,ok,ok",
        "2022-23,0013,english_learner,,,c,c",
    ]
    assert "numbers rounded, as the recipe says: 3" in "\n".join(done.lines)
    assert "round: true' keeps 1" in recipe
    description = json.loads((home / "datapackage.json").read_text("utf-8"))
    assert description["equity"]["dimensions"]["english_learner"]["complete"] is False
    assert not [each for each in done.problems if each.code == "parts-contradict-total"]


@pytest.mark.parametrize(
    ("word", "group"),
    [
        ("Not Low Income", "not_eligible"),
        ("Non-Low-Income", "not_eligible"),
        ("Low-Income", "free_or_reduced"),
        ("Non-English Learners", "not_english_learner"),
        ("Limited English Proficient", "english_learner"),
        ("English Proficient", "not_english_learner"),
        ("Non-Hispanic White", "white"),
        ("White, not Hispanic", "white"),
        ("Not Hispanic", None),
        ("Non-White", None),
        ("Nonbinary", "nonbinary"),
    ],
)
def test_those_who_are_not_in_a_group_are_never_taken_for_it(word: str, group: str | None) -> None:
    found = known_group(word)
    assert (found.id if found else None) == group


def test_ethnicity_is_no_city(tmp_path: Path) -> None:
    text = "School Year,LEA,LEA Name,Race/Ethnicity,Rate\n" + "".join(
        f"2021-22,{code},{name},{group},{rate}\n"
        for code, name in (("0101", "Fable"), ("0102", "Mirage"))
        for group, rate in (("All", "50.0"), ("Elf", "51.5"), ("Gnome", "48.5"))
    )
    home = proposed(tmp_path, "rates.csv", text)
    recipe = (home / "recipe.yaml").read_text("utf-8")
    assert "place: {code: LEA, name: LEA Name, level: place}" in recipe
    assert "dimensions: {race_ethnicity: Race/Ethnicity}" in recipe
    done = run_import(tmp_path, "mine")
    assert done.written, tell(done.problems) + recipe


def test_names_keep_their_capitals_inside_a_sentence(tmp_path: Path) -> None:
    text = "School Year,District,Student Group,Rate\n" + "".join(
        f"2021-22,Fable,{group},50.0\n"
        for group in ("All Students", "English Learners", "Non-English Learners")
    )
    home = proposed(tmp_path, "rates.csv", text)
    groups = json.loads((home / "datapackage.json").read_text("utf-8"))["equity"]["dimensions"]
    assert {each: spec["sentence"] for each, spec in groups["english_learner"]["groups"].items()} == {
        "english_learner": "English learners",
        "not_english_learner": "students who are not English learners",
    }


def test_the_tables_of_a_data_package_are_read_with_it(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    for name in ("rates.csv", "other.csv"):
        (tmp_path / "files" / name).write_text(
            "year,area,sex,pct\n2015-16,Elfshire,Total,-9999\n2015-16,Elfshire,F,58.2\n2015-16,Elfshire,M,51.1\n"
        )
    fields = [{"name": each, "type": "string"} for each in ("year", "area", "sex", "pct")]
    old = {"resources": [{"name": "rates", "path": "rates.csv", "schema": {"fields": fields}}]}
    proposed(tmp_path, "datapackage.json", json.dumps(old))
    done = run_import(tmp_path, "mine")
    assert done.written, tell(done.problems)
    assert [each.message for each in done.problems if each.code == "file-unread"] == [
        "No source reads 'other.csv'."
    ]


def test_a_file_that_two_sources_read_is_one_file(tmp_path: Path) -> None:
    text = "School Year,District,Sex,Units,Value\n" + "".join(
        f"2021-22,Fable,{sex},{unit},{value}\n"
        for sex in ("", "Female", "Male")
        for unit, value in (("Percent", "50.0"), ("Number", "10"))
    )
    proposed(tmp_path, "indicator.csv", text)
    done = run_import(tmp_path, "mine")
    assert done.written, tell(done.problems)
    assert " of 1 file, " in done.lines[0]


def test_a_blank_from_a_column_that_is_not_there_has_two_remedies(tmp_path: Path) -> None:
    text = "School Year,District,Gender,Rate\n2020-21,Fable,All,50.0\n2020-21,Fable,Female,50.0\n"
    home = proposed(tmp_path, "rates.csv", text)
    (tmp_path / "files" / "rates.csv").write_text(text.replace("Gender", "Sex"))
    recipe = (home / "recipe.yaml").read_text("utf-8")
    optional = recipe.replace("{sex: Gender}", "{sex: {column: [Gender, Gendre], optional: true}}")
    assert optional != recipe
    (home / "recipe.yaml").write_text(optional.replace("files: rates.csv", "files: '*.csv'"))
    (tmp_path / "files" / "older.csv").write_text(text)
    done = run_import(tmp_path, "mine")
    hints = [each.hint for each in done.problems if each.code == "import-group"]
    assert hints
    assert all(re.search(r"all: \[\"\"\].*list both", each) for each in hints)


def test_what_is_missing_says_how_it_is_written(tmp_path: Path) -> None:
    text = "School Year,District,Sex,Rate\n2020-21,Fable,All,50.0\n2020-21,Fable,Female,50.0\n"
    home = proposed(tmp_path, "rates.csv", text)
    description = json.loads((home / "datapackage.json").read_text("utf-8"))
    hints = {}
    for key in ("licenses", "sources"):
        (home / "datapackage.json").write_text(
            json.dumps({word: each for word, each in description.items() if word != key})
        )
        (problem,) = read_descriptor(home, tmp_path, ("en",))[2]
        hints[key] = problem.hint
    del description["equity"]["indicators"]["mine"]["direction"]
    del description["equity"]["dimensions"]["sex"]["relation"]
    (home / "datapackage.json").write_text(json.dumps(description))
    hints |= {each.message.split("'")[-2]: each.hint for each in read_descriptor(home, tmp_path, ("en",))[2]}
    assert '"licenses": [{' in hints["licenses"]
    assert '"sources": [{' in hints["sources"]
    assert '"adverse"' in hints["direction"]
    assert '"overlapping"' in hints["relation"]


def test_a_table_that_a_recipe_makes_is_missing_until_it_is_imported(tmp_path: Path) -> None:
    text = "School Year,District,Sex,Rate\n2020-21,Fable,All,50.0\n2020-21,Fable,Female,50.0\n"
    home = proposed(tmp_path, "rates.csv", text)
    problems = read_descriptor(home, tmp_path, ("en",))[2]
    assert {each.code for each in problems} == {"file-missing"}
    assert all("`plumbline import mine` makes it" in each.hint for each in problems)


def test_a_byte_order_mark_before_json_is_told_without_a_path_of_this_machine(tmp_path: Path) -> None:
    text = "School Year,District,Sex,Rate\n2020-21,Fable,All,50.0\n2020-21,Fable,Female,50.0\n"
    home = proposed(tmp_path, "rates.csv", text)
    assert run_import(tmp_path, "mine").written
    description = home / "datapackage.json"
    assert not read_descriptor(home, tmp_path, ("en",))[2]
    description.write_bytes(b"\xef\xbb\xbf" + description.read_bytes())
    (problem,) = read_descriptor(home, tmp_path, ("en",))[2]
    assert (problem.path, problem.line, problem.code) == (
        "datapackages/mine/datapackage.json",
        1,
        "json-syntax",
    )
    assert "without a byte order mark" in problem.hint


def test_an_area_beside_its_name_is_a_code_and_not_a_place_above(tmp_path: Path) -> None:
    text = "year,area,area_name,sex,pct\n" + "".join(
        f"2015-16,{code},{name},{sex},50.5\n"
        for code, name in (("E1", "Elfshire"), ("E2", "Gnomeshire"))
        for sex in ("Total", "F", "M")
    )
    home = proposed(tmp_path, "rates.csv", text)
    assert "place: {code: area, name: area_name, level: place}" in (home / "recipe.yaml").read_text("utf-8")
    assert run_import(tmp_path, "mine").written
    places = (home / "data" / "places.csv").read_text("utf-8").splitlines()
    assert [line.split(",")[:4] for line in places[1:]] == [
        ["E1", "place", "", "Elfshire"],
        ["E2", "place", "", "Gnomeshire"],
    ]


def test_a_misspelt_level_is_told_in_the_recipe_and_in_the_table(tmp_path: Path) -> None:
    text = "School Year,District,Sex,Rate\n" + "".join(
        f"2020-21,{place},{sex},50.0\n"
        for place in ("Statewide", "Fable")
        for sex in ("All", "Female", "Male")
    )
    home = proposed(tmp_path, "rates.csv", text)
    assert run_import(tmp_path, "mine").written
    places = home / "data" / "places.csv"
    places.write_text(places.read_text("utf-8").replace("district", "distrct"), "utf-8")
    assert "level-unknown" in {each.code for each in open_package(home, tmp_path, ("en",))[1]}
    recipe = home / "recipe.yaml"
    recipe.write_text(recipe.read_text("utf-8").replace("  level: district", "  level: distrct"), "utf-8")
    (problem,) = errors(run_import(tmp_path, "mine").problems)
    assert (problem.code, problem.hint) == ("level-unknown", "Did you mean 'district'?")
    assert "distrct" in recipe.read_text("utf-8").splitlines()[problem.line - 1]


def test_a_near_name_may_be_the_opposite(tmp_path: Path) -> None:
    text = "School Year,District,Student Group,Rate\n" + "".join(
        f"2021-22,Fable,{group},50.0\n" for group in ("All Students", "English Learners", "Others")
    )
    home = proposed(tmp_path, "rates.csv", text)
    recipe = home / "recipe.yaml"
    changed = recipe.read_text("utf-8").replace("Others: others", "Others: not_english_learner")
    assert changed != recipe.read_text("utf-8")
    recipe.write_text(changed, "utf-8")
    (problem,) = errors(run_import(tmp_path, "mine").problems)
    hint = "Did you mean 'english_learner'? If not: declare it in datapackage.json: "
    assert problem.hint == hint + "`plumbline import mine --describe` does."


def test_a_number_without_its_column_names_both_columns(tmp_path: Path) -> None:
    text = "School Year,District,Sex,Rate\n2020-21,Fable,All,50.0\n2020-21,Fable,Female,50.0\n"
    home = proposed(tmp_path, "rates.csv", text)
    recipe = home / "recipe.yaml"
    recipe.write_text(recipe.read_text("utf-8").replace("  value: Rate", "  value: Rate\n  numerator: Got"))
    hints = [each.hint for each in run_import(tmp_path, "mine").problems if each.code == "field-missing"]
    add = "Add it and 'numerator_status' to the fields in datapackage.json: "
    assert hints == [add + "`plumbline import mine --describe` does."]


def test_without_a_year_a_proposal_does_not_import(tmp_path: Path) -> None:
    text = "District,Sex,Rate\nFable,All,50.0\nFable,Female,50.0\nFable,Male,50.0\n"
    proposed(tmp_path, "rates.csv", text)
    done = run_import(tmp_path, "mine")
    assert not done.written
    assert "YYYY-YY" in tell(done.problems)


def test_a_school_year_is_no_school_and_chronically_is_not_all(tmp_path: Path) -> None:
    text = "School Year,District,Gender,Chronically Absent,Enrollment,Percent\n" + "".join(
        f"{year},Fable,{sex},{part},{whole},{100 * part / whole:.1f}\n"
        for year in ("2018-09-01 00:00:00", "2019-09-01 00:00:00")
        for sex, part, whole in (("Total", 10, 100), ("Female", 4, 50), ("Male", 6, 50))
    )
    recipe = (proposed(tmp_path, "absence.csv", text) / "recipe.yaml").read_text("utf-8")
    assert "place: {name: District, level: district}" in recipe
    assert "denominator: Enrollment" in recipe
    assert "numerator: Chronically Absent" in recipe


def test_events_per_hundred_may_be_more_than_a_hundred(tmp_path: Path) -> None:
    heads = "School Year,District,Race,Incidents,Enrollment,Incidents per 100 students\n"
    text = heads + "".join(
        f"2021-22,Fable,{group},{events},{people},{100 * events / people:.1f}\n"
        for group, events, people in (("All", 240, 200), ("Elf", 180, 120), ("Gnome", 60, 80))
    )
    home = proposed(tmp_path, "incidents.csv", text)
    facts = json.loads((home / "datapackage.json").read_text("utf-8"))["equity"]["indicators"]["mine"]
    assert (facts["kind"], facts["scale"]) == ("rate", 100)
    assert "not for percent" in (home / "recipe.yaml").read_text("utf-8")
    done = run_import(tmp_path, "mine")
    assert done.written, tell(done.problems)
    assert [each.code for each in done.problems] == ["recipe-unsure"]
    assert "2021-22,x-fable,all,240,200,120.0,ok,ok,ok" in (home / "data" / "mine.csv").read_text("utf-8")
