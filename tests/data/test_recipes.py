"""The Connecticut recipes: always on invented lines with the real quirks; on the real exports where they are.

The publisher's files are not in this repository. Set CT_EDSIGHT_RAW to the folder with the 25 unpacked
repositories to run all.
"""

import os
import shutil
from pathlib import Path

import pytest

from plugins.equity.problems import tell
from plugins.intake.importing import Outcome, run_import
from tests.intake.conftest import of_the_import

from .conftest import FOLDER, NAMES, ROOT
from .edsight import write_exports

SOURCE = os.environ.get("CT_EDSIGHT_RAW", "")


@pytest.mark.parametrize("name", NAMES)
def test_the_publishers_files_give_the_committed_bytes(name: str, tmp_path: Path) -> None:
    if not SOURCE:
        pytest.skip("CT_EDSIGHT_RAW is not set: the publisher's files are not here, so nothing was re-made")
    outcome = run_import(ROOT, name, tmp_path)
    assert outcome.written, tell(outcome.problems)
    assert outcome.problems == ()
    committed = {path.name: path.read_bytes() for path in (FOLDER / name / "data").iterdir()}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == committed


@pytest.mark.parametrize("name", NAMES)
def test_without_the_publishers_files_it_says_so(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CT_EDSIGHT_RAW", raising=False)
    outcome = run_import(ROOT, name)
    assert not outcome.written
    (problem,) = outcome.problems
    assert (problem.code, problem.path) == ("folder-unset", f"datapackages/{name}/recipe.yaml")
    assert "CT_EDSIGHT_RAW" in problem.message


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the four packages, without their tables, and a folder of invented exports."""
    root = tmp_path / "project"
    for name in NAMES:
        (root / "datapackages" / name).mkdir(parents=True)
        for file in ("datapackage.json", "recipe.yaml"):
            shutil.copyfile(FOLDER / name / file, root / "datapackages" / name / file)
    shutil.copyfile(FOLDER / "connecticut.places.yaml", root / "datapackages" / "connecticut.places.yaml")
    write_exports(tmp_path / "raw")
    monkeypatch.setenv("CT_EDSIGHT_RAW", str(tmp_path / "raw"))
    return root


def imported(root: Path, name: str) -> tuple[Outcome, list[str], list[str]]:
    outcome = run_import(root, name)
    assert outcome.written, tell(outcome.problems)
    assert of_the_import(outcome) == []
    data = root / "datapackages" / name / "data"
    (table,) = [path for path in data.iterdir() if path.name != "places.csv"]
    return (
        outcome,
        table.read_text("utf-8").splitlines()[1:],
        (data / "places.csv").read_text("utf-8").splitlines()[1:],
    )


def test_graduation_finds_codes_and_names_in_the_other_tables(made: Path) -> None:
    """No code before 2015-16, and an older name: the absence files know both."""
    outcome, rows, places = imported(made, "ct-graduation")
    assert outcome.lines[0] == "graduation_rate: 36 rows from 36 rows of 28 files, 2 places."
    assert [
        row for row in rows if row.endswith("all,all,all,all,all,all,9,12,,c,ok,ok") or ",z,z,z" in row
    ] == [
        "2014-15,0910011,all,all,all,all,all,all,,,,z,z,z",
        "2015-16,0910011,all,all,all,all,all,all,9,12,,c,ok,ok",
    ]
    assert rows[:3] == [
        "2014-15,ct,all,all,all,all,all,all,176,200,88.0,ok,ok,ok",
        "2014-15,ct,american_indian_alaska_native,all,all,all,all,all,176,200,88.0,ok,ok,ok",
        "2014-15,ct,black,all,all,all,all,all,176,200,88.0,ok,ok,ok",
    ]
    assert places == [
        "ct,state,,Connecticut,2014-15,2015-16,State of Connecticut",
        "0910011,district,ct,Alpha School District,2014-15,2015-16,Old Alpha School District",
    ]


def test_absence_has_the_state_once_and_says_where_there_was_no_column(made: Path) -> None:
    outcome, rows, places = imported(made, "ct-chronic-absence")
    assert "  copies of rows, equal and kept once: 6" in outcome.lines
    assert [row for row in rows if row.split(",")[2:7] == ["all"] * 5] == [
        "2016-17,ct,all,all,all,all,all,,,10.4,ok,x,x",
        "2016-17,0910011,all,all,all,all,all,,,,c,x,x",
        "2017-18,ct,all,all,all,all,all,53191,,10.4,ok,ok,x",
        "2017-18,0910011,all,all,all,all,all,,,,c,c,x",
    ]
    assert [row for row in rows if ",male," in row and "2017-18" in row] == [
        "2017-18,ct,all,all,all,all,male,,,10.4,ok,x,x",
        "2017-18,0910011,all,all,all,all,male,,,,c,x,x",
    ]
    assert len(rows) == 24
    assert len(places) == 2


def test_a_state_that_contradicts_itself_is_told(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "raw/chronic-absenteeism-by-gender/raw/chronic-absenteeism__2016-17_gender_ct.csv"
    path.write_text(path.read_text("utf-8").replace("10.4", "10.5"), "utf-8")
    (problem,) = run_import(made, "ct-chronic-absence").problems
    assert problem.code == "import-contradiction"
    assert problem.where == f"$CT_EDSIGHT_RAW/{path.relative_to(tmp_path / 'raw').as_posix()}:5"


def test_suspension_ends_where_it_cannot_be_compared_and_uses_no_copies(made: Path) -> None:
    outcome, rows, _ = imported(made, "ct-suspension")
    assert "  left out by the recipe (outside of ... to 2019-20): 1 rows" in outcome.lines
    assert len(rows) == 12
    assert rows[0] == "2018-19,ct,all,all,all,all,all,36858,,6.7,ok,ok,x"
    assert rows[-1] == "2018-19,0920011,all,all,all,all,female,,,,c,z,x"


def test_enrollment_knows_the_state_and_leaves_the_total_columns(made: Path) -> None:
    _, rows, places = imported(made, "ct-enrollment")
    assert [row for row in rows if row.split(",")[2:7] == ["all"] * 5] == [
        "2009-10,ct,all,all,all,all,all,574848,ok",
        "2009-10,0920011,all,all,all,all,all,347,ok",
        "2009-10,x-gamma-academy,all,all,all,all,all,547,ok",
    ]
    assert "2009-10,x-gamma-academy,black,all,all,all,all,,c" in rows
    assert "2009-10,x-gamma-academy,all,not_english_learner,all,all,all,0,ok" in rows
    assert len(rows) == 27
    assert places[0] == "ct,state,,Connecticut,2009-10,2009-10,State of Connecticut"


def test_a_file_that_the_recipe_does_not_mention_is_told(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "raw/suspension-rates-by-ELL/raw/new.csv"
    path.write_text("District\n", "utf-8")
    outcome = run_import(made, "ct-suspension")
    assert outcome.written
    assert [(each.code, each.severity) for each in of_the_import(outcome)] == [("file-unread", "warning")]
    assert "new.csv" in of_the_import(outcome)[0].message
