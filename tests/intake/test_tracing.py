"""What the gate finds in an import that stops is told where the publisher wrote it: no table is there."""

from collections.abc import Callable

import pytest

from plugins.equity.problems import Problem, errors, tell

from .conftest import Project, descriptor
from .test_faults import RECIPE, TABLE, workbook

PARTS = """
period: Year
place: {code: Code, name: District}
dimensions: {race_ethnicity: Race, sex: Gender}
sources:
  - {files: counts.csv, numbers: {numerator: Graduates, denominator: Cohort}}
  - {files: rates.csv, numbers: {value: Rate}}
"""


def own() -> dict[str, object]:
    """Of figures of our own, contradictions are errors."""
    about = descriptor()
    about["equity"]["origin"]["kind"] = "own"
    return about


def wrong(made: Project) -> Problem:
    outcome = made.run()
    assert not outcome.written
    (problem,) = errors(outcome.problems)
    assert not (made.package / "data").exists()
    return problem


def test_a_share_of_more_than_everybody_leads_to_its_cell_and_to_the_recipe(
    project: Callable[..., Project],
) -> None:
    problem = wrong(project(RECIPE, {"rates.csv": TABLE.replace("84,100,84", "84,100,184")}))
    assert (problem.where, problem.code) == ("raw/rates.csv:3", "value-larger")
    assert problem.message == "'184.0' is more than everybody (100) (column 'value')."
    assert "'value:' under 'numbers:' in the recipe" in problem.hint
    assert '"kind": "rate"' in problem.hint


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("184,100,84", "count-larger", "numerator"),
        ("84,100,44", "rate-contradicts-counts", "value"),
    ],
)
def test_counts_and_rates_that_contradict_lead_to_their_row(
    project: Callable[..., Project], row: str, code: str, column: str
) -> None:
    table = TABLE.replace("84,100,84", row).replace(
        "001,Ashford,White,All Students,*,*,*", "000,,White,F,1,2,50"
    )
    made = project(RECIPE, {"rates.csv": table}, about=own())
    found = {each.code: each for each in made.run().problems}
    assert found[code].where == "raw/rates.csv:3", tell(made.run().problems)
    assert f"(column '{column}')." in found[code].message


def test_a_row_from_two_files_leads_to_the_file_of_the_number(project: Callable[..., Project]) -> None:
    counts = "".join(f"{line.rpartition(',')[0]}\n" for line in TABLE.splitlines())
    head, *rows = [line.split(",") for line in TABLE.splitlines()]
    rates = "\n".join(",".join([*line[:5], line[7]]) for line in [head, *reversed(rows)]) + "\n"
    assert project(PARTS, {"counts.csv": counts, "rates.csv": rates}).run().written


def test_a_wrong_number_of_two_files_leads_to_its_own(project: Callable[..., Project]) -> None:
    counts = "".join(f"{line.rpartition(',')[0]}\n" for line in TABLE.splitlines())
    head, *rows = [line.split(",") for line in TABLE.replace("84,100,84", "84,100,184").splitlines()]
    rates = "\n".join(",".join([*line[:5], line[7]]) for line in [head, *reversed(rows), rows[0]]) + "\n"
    problem = wrong(project(PARTS, {"counts.csv": counts, "rates.csv": rates}))
    assert (problem.where, problem.code) == ("raw/rates.csv:3", "value-larger")


def test_a_sheet_is_named(project: Callable[..., Project]) -> None:
    table = TABLE.replace("84,100,84", "84,100,184")
    recipe = RECIPE.replace("{files: rates.csv}", "{files: a.xlsx, sheet: Data, except_sheets: [Other]}")
    problem = wrong(project(recipe, {"a.xlsx": workbook("Data", table)}))
    assert problem.where == "raw/a.xlsx:3"
    assert problem.message.startswith("Sheet 'Data': '184.0' is more")


def test_many_rows_are_counted_where_the_publisher_wrote_them(project: Callable[..., Project]) -> None:
    rows = "".join(f"2018-19,{at},P{at},All Students,All Students,1,2,150\n" for at in range(100, 120))
    outcome = project(RECIPE, {"rates.csv": TABLE + rows}).run()
    found = [each for each in errors(outcome.problems) if each.code == "value-larger"]
    assert [each.where for each in found] == [f"raw/rates.csv:{at}" for at in range(5, 11)]
    assert found[-1].message.startswith("The same in 15 more rows")


def test_a_warning_of_an_import_that_succeeds_stays_with_its_table(project: Callable[..., Project]) -> None:
    outcome = project(RECIPE, {"rates.csv": TABLE.replace("84,100,84", "84,100,44")}).run()
    assert outcome.written
    (problem,) = [each for each in outcome.problems if each.code == "rate-contradicts-counts"]
    assert problem.path == "datapackages/schools/data/graduation.csv"
