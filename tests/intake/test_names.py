"""The publisher's words for years, groups and places, and ours."""

import json
from collections.abc import Callable

import pytest

from plugins.equity.problems import tell
from plugins.intake.directory import Directory, Label, Seen, made_id, make_directory
from plugins.intake.rules import FixedPlace, PlaceRules

from .conftest import COMMON, Project, descriptor
from .test_faults import RECIPE, TABLE

STATE = FixedPlace(
    "ct", "state", "", "Connecticut", ("State of Connecticut",), (("0000000", None), ("", "Total"))
)
RULES = PlaceRules(None, "district", "ct", 0, (), (STATE,))  # type: ignore[arg-type]


def seen(name: str, code: str = "", year: str = "2018-19", above: Label | None = None) -> Seen:
    chain = (Label(code, name), *((above,) if above else ()))
    return Seen(chain, year, year)


def directory(*rows: Seen) -> Directory:
    made, problems = make_directory(rows, RULES)
    assert problems == ()
    return made


@pytest.mark.parametrize(
    ("code", "name", "state"),
    [
        ("", "State of Connecticut", True),
        ("", "Connecticut", True),
        ("0000000", "State Level", True),
        ("0000000", "NOTSET", True),
        ("ct", "", True),
        ("", "Total", True),
        ("1234567", "Total", False),
        ("", "Family Academy", False),
        ("0010011", "Connecticut", False),
    ],
)
def test_the_state_under_all_its_labels(code: str, name: str, state: bool) -> None:
    assert (Directory(RULES).fixed(Label(code, name)) is not None) == state


def test_a_renamed_district_keeps_its_code_and_takes_its_latest_name() -> None:
    known = directory(
        seen("Old Name", "0010011", "2012-13"),
        seen("New Name", "0010011", "2017-18"),
        seen("New Name", "0010011", "2011-12"),  # later exports rename old years
        seen("Old Name", "", "2010-11"),
        seen("State Level", "0000000"),
    )
    assert known.names == {"0010011": ["New Name", "Old Name"]}
    assert known.id_of(Label("", "Old Name")) == "0010011"
    assert known.row("0010011", "2010-11", "2017-18")["aliases"] == "Old Name"


def test_a_place_without_a_code_anywhere_gets_an_id_from_its_name() -> None:
    assert made_id("Peña Academy, No. 1") == "x-pena-academy-no-1"
    assert directory(seen("Peña Academy")).names == {"x-pena-academy": ["Peña Academy"]}


def test_a_place_in_a_place_has_it_as_parent() -> None:
    above = Label("001", "Ashford", "district")
    known = directory(seen("Lincoln", "001-7", above=above), seen("Ashford", "001"))
    assert known.row("001-7", "", "")["parent"] == "001"
    assert known.row("001", "", "")["parent"] == "ct"
    assert [*known.above("001-7")] == ["001", "ct"]


def test_schools_and_districts_in_one_table(project: Callable[..., Project]) -> None:
    """Two schools of one name; a word for everybody where the row is about the district."""
    table = """\
Year,DCode,District,SCode,School,Race,Gender,Graduates,Cohort,Rate
2018-19,000,State Total,,,All Students,All Students,1760,2000,88
2018-19,1,Ashford,,All Students,All Students,All Students,84,100,84
2018-19,1,Ashford,17,Lincoln,All Students,All Students,40,50,80
2018-19,2,Bolton,23,Lincoln,All Students,All Students,30,50,60
"""
    recipe = RECIPE.replace(
        "place: {code: Code, name: District}",
        "place:\n  - {code: SCode, name: School, level: school}\n"
        "  - {code: DCode, name: District, level: district}",
    )
    made = project(
        recipe,
        {"rates.csv": table},
        common=COMMON.replace("  level: district\n", "  level: district\n  digits: 3\n"),
    )
    outcome = made.run()
    assert outcome.written, tell(outcome.problems)
    assert (
        made.table("places")
        == """\
id,level,parent,name
ct,state,,Connecticut
001,district,ct,Ashford
002,district,ct,Bolton
017,school,001,Lincoln
023,school,002,Lincoln
"""
    )
    assert [line.split(",")[1] for line in made.table("graduation").splitlines()[1:]] == [
        "ct",
        "001",
        "017",
        "023",
    ]


@pytest.mark.parametrize(
    ("word", "rules", "period"),
    [
        ("2018-19", "", "2018-19"),
        ("2018-2019", "", "2018-19"),
        ("2018/19", "", "2018-19"),
        ("2018–19", "", "2018-19"),
        ("SY 2018-19", "", "2018-19"),
        ("1999-00", "", "1999-00"),
        ("2019", "", "2019"),
        ("2019", "periods: {year: ends}", "2018-19"),
        ("2018", "periods: {year: starts}", "2018-19"),
        ("Class of 19", 'periods: {words: {"Class of 19": 2018-19}}', "2018-19"),
        ("2018-20", "", ""),
        ("19-20", "", ""),
        ("2018-19 (revised)", "", ""),
    ],
)
def test_a_year(project: Callable[..., Project], word: str, rules: str, period: str) -> None:
    made = project(f"{RECIPE}{rules}\n", {"rates.csv": TABLE.replace("2018-19", word)})
    outcome = made.run()
    if period:
        assert outcome.written, tell(outcome.problems)
        assert {line.split(",")[0] for line in made.table("graduation").splitlines()[1:]} == {period}
    else:
        assert [each.code for each in outcome.problems] == ["import-period"]


def test_words_in_other_capitals_only_where_the_recipe_says_so(project: Callable[..., Project]) -> None:
    made = project(RECIPE, {"rates.csv": TABLE.replace("White", "WHITE ")})
    (problem,) = made.run().problems
    assert "'spelling: loose'" in problem.hint
    (made.package / "recipe.yaml").write_text(COMMON + RECIPE + "spelling: loose\n", "utf-8")
    assert made.run().written
    assert "2018-19,001,white,all" in made.table("graduation")


def test_a_group_in_two_dimensions_needs_its_dimension(project: Callable[..., Project]) -> None:
    common = COMMON.replace("{F: female, M: male}", "{F: female, White: male}")
    recipe = RECIPE.replace(
        "dimensions: {race_ethnicity: Race, sex: Gender}", "group: Race\nignore: [Gender]"
    )
    (problem,) = project(recipe, {"rates.csv": TABLE}, common=common).run().problems
    assert problem.code == "import-group"
    assert "'race_ethnicity' and 'sex'" in problem.message


def test_a_number_in_one_of_two_files_needs_a_reason(project: Callable[..., Project]) -> None:
    counts = "\n".join(line.rpartition(",")[0] for line in TABLE.splitlines()[:-1]) + "\n"
    rates = (
        TABLE.replace(",Graduates,Cohort", "")
        .replace("1760,2000,", "")
        .replace("84,100,", "")
        .replace("*,*,", "")
    )
    recipe = RECIPE.replace(
        "numbers: {numerator: Graduates, denominator: Cohort, value: Rate}\n", ""
    ).replace(
        "sources: [{files: rates.csv}]",
        "sources:\n  - {files: rates.csv, numbers: {value: Rate}}\n"
        "  - {files: counts.csv, numbers: {numerator: Graduates, denominator: Cohort}}",
    )
    made = project(recipe, {"rates.csv": rates, "counts.csv": counts})
    assert [(each.code, each.where) for each in made.run().problems] == [
        ("import-hole", "raw/rates.csv:4")
    ] * 2
    (made.package / "recipe.yaml").write_text(
        COMMON + recipe + "absent: {numerator: x, denominator: x}\n", "utf-8"
    )
    assert made.run().written
    assert "2018-19,001,white,all,,,,,,c,x,x" in made.table("graduation")


def test_a_group_never_passes_for_everybody(project: Callable[..., Project]) -> None:
    """A table without a column for a dimension that the rows are broken down by."""
    about = descriptor()
    schema = about["resources"][0]["schema"]
    schema["fields"] = [each for each in schema["fields"] if each["name"] != "race_ethnicity"]
    schema["primaryKey"].remove("race_ethnicity")
    (problem,) = project(RECIPE, {"rates.csv": TABLE}, about=about).run().problems
    assert (problem.code, problem.where) == ("import-dimension", "raw/rates.csv:4")


def test_a_package_that_calls_its_columns_otherwise(project: Callable[..., Project]) -> None:
    about = json.loads(json.dumps(descriptor()).replace('"period"', '"School year"'))
    about["equity"]["columns"] = {"period": "School year"}
    made = project(RECIPE, {"rates.csv": TABLE}, about=about)
    outcome = made.run()
    assert outcome.written, tell(outcome.problems)
    assert made.table("graduation").startswith("School year,place,race_ethnicity,sex,numerator,")
    assert "2018-19,001,all,all,84,100,84.0,,,ok,ok,ok" in made.table("graduation")


def test_a_flag_beside_a_number(project: Callable[..., Project]) -> None:
    recipe = RECIPE.replace("value: Rate", "value: {column: Rate, flag: Note}")
    table = TABLE.replace("Rate\n", "Rate,Note\n").replace("88.0\n", "88.0,\n").replace(",84\n", ",84,u\n")
    common = COMMON.replace("N/A: z", "N/A: z, u: u")
    made = project(
        recipe,
        {"rates.csv": table.replace("*,*,*\n", "*,*,*,c\n")},
        common=common.replace("u: u", "u: u, c: c"),
    )
    outcome = made.run()
    assert outcome.written, tell(outcome.problems)
    assert "2018-19,001,all,all,84,100,84.0,,,u,ok,ok" in made.table("graduation")
    (made.package / "raw" / "rates.csv").write_text(
        table.replace("84,u", "84,c").replace("*,*,*\n", "*,*,*,q\n"), "utf-8"
    )
    assert [each.code for each in made.run().problems] == ["import-cell"] * 2
