"""A recipe proposed from a file, its blanks filled in by hand, imports; what is unsure is said."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.equity.packages import open_package, read_descriptor
from plugins.equity.problems import tell
from plugins.intake.importing import run_import
from plugins.intake.suggesting import suggest

from . import test_shapes as shapes
from .conftest import TIDY

# Which file of a shape is shown, and how many of the 20 rows it holds.
SHOWN = [
    (shapes.a_column_per_dimension, "rates.csv", 20),
    (shapes.blanks_mean_everybody, "rates.csv", 20),
    (shapes.a_pair_of_columns, "rates.tsv", 20),
    (shapes.one_column_of_groups, "rates.xlsx", 20),
    (shapes.wide_and_in_separate_files, "rates.csv", 20),
    (shapes.wide_with_two_heading_rows, "wide.xlsx", 20),
    (shapes.wide_with_the_measure_in_the_heading, "wide.parquet", 20),
    (shapes.a_file_per_year_and_breakdown, "race/grad__2018-19_race.csv", 8),
    (shapes.a_file_per_group, "2018-black.csv", 20),
    (shapes.a_sheet_per_year, "years.xlsx", 20),
    (shapes.open_sdg, "indicator.csv", 20),
    (shapes.an_old_data_package, "old/datapackage.json", 20),
    (shapes.our_own_table, "ours.parquet", 20),
]


def filled(described: dict[str, Any]) -> dict[str, Any]:
    """What a person must add: no table tells it."""
    described["licenses"] = [
        {"name": "ODC-PDDL-1.0", "path": "https://opendatacommons.org/licenses/pddl/1-0/"}
    ]
    described["sources"] = [{"title": "Made for a test"}]
    described["equity"]["origin"] = {"kind": "republished", "publisher": "Made for a test"}
    for facts in described["equity"]["indicators"].values():
        facts |= {"direction": "favourable", "definition": "Made for a test."}
        facts["sentence"] = "In {place}, {value} of {group} graduated ({period})."
        facts |= {"numerator_label": "Graduates", "denominator_label": "Students"}
    for facts in described["equity"]["dimensions"].values():
        facts["relation"] = "exclusive"
    return described


@pytest.fixture
def shown(tmp_path: Path) -> Callable[..., Path]:
    """A project with the files of a shape in its folder `files`."""

    def make(shape: Callable[[], shapes.Made]) -> Path:
        for name, content in shape()[1].items():
            path = tmp_path / "files" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return make


@pytest.mark.parametrize(("shape", "name", "rows"), SHOWN, ids=[each[0].__name__ for each in SHOWN])
def test_a_proposal_with_its_blanks_filled_in_imports(
    shown: Callable[..., Path], shape: Callable[[], shapes.Made], name: str, rows: int
) -> None:
    root = shown(shape)
    home = root / "datapackages" / "schools"
    outcome = suggest(root, root / "files" / name, "schools")
    assert outcome.written, tell(outcome.problems)
    described = json.loads((home / "datapackage.json").read_text("utf-8"))
    (home / "datapackage.json").write_text(json.dumps(filled(described)), "utf-8")
    recipe = (home / "recipe.yaml").read_text("utf-8")
    done = run_import(root, "schools")
    assert done.written, tell(done.problems) + recipe
    package, problems = open_package(home, root, ("en",))
    assert package is not None, tell(problems)
    table = (home / "data" / "schools.csv").read_text("utf-8")
    assert len(table.splitlines()) == rows + 1, recipe + table
    if rows == 20:
        values = [line.split(",")[6] for line in TIDY.splitlines()]
        at = table.splitlines()[0].split(",").index("value")
        numbers = [line.split(",")[at] for line in table.splitlines()]
        assert sorted(numbers) == sorted(values), recipe + table


def test_what_a_table_cannot_tell_is_named_by_the_check(shown: Callable[..., Path]) -> None:
    root = shown(shapes.a_column_per_dimension)
    home = root / "datapackages" / "schools"
    assert suggest(root, root / "files" / "rates.csv", "schools").written
    _, _, problems = read_descriptor(home, root, ("en",))
    assert {each.code for each in problems} == {"key-missing"}
    assert {each.message.split("'")[1] for each in problems} >= {"licenses", "sources"}
    described = json.loads((home / "datapackage.json").read_text("utf-8"))
    (home / "datapackage.json").write_text(
        json.dumps({**described, "licenses": [{"name": "CC0-1.0"}], "sources": [{"title": "x"}]}, indent=2),
        "utf-8",
    )
    _, _, problems = read_descriptor(home, root, ("en",))
    missing = {each.message.rsplit("'", 2)[1] for each in problems if each.code == "key-missing"}
    assert missing == {"kind", "publisher", "direction", "definition", "sentence", "relation"}
    assert all(each.line for each in problems)


def test_each_guess_says_why_it_is_unsure(shown: Callable[..., Path]) -> None:
    root = shown(shapes.open_sdg)
    outcome = suggest(root, root / "files" / "indicator.csv", None)
    text = "\n".join(outcome.lines)
    assert outcome.written
    assert not (root / "datapackages").exists()
    recipe, _, points = text.partition(" points to look at:")
    for sentence in (
        "9 cells; what does the publisher say?",
        "'' is taken for the state.",
        "A bare year: does it start or end the school year?",
    ):
        assert f"# unsure: {sentence}" in recipe, text
    for sentence in ("'*' stands in 9 cells, taken for c.", "A bare year"):
        assert sentence in points, text


def test_nothing_is_written_over(shown: Callable[..., Path]) -> None:
    root = shown(shapes.a_column_per_dimension)
    home = root / "datapackages" / "schools"
    home.mkdir(parents=True)
    (home / "recipe.yaml").write_text("mine", "utf-8")
    outcome = suggest(root, root / "files" / "rates.csv", "schools")
    assert [(each.code, each.path) for each in outcome.problems] == [
        ("file-exists", "datapackages/schools/recipe.yaml")
    ]
    assert (home / "recipe.yaml").read_text("utf-8") == "mine"
    assert not (home / "datapackage.json").exists()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "table-shape"),
        ("a.csv", b"one\n", "table-shape"),
        ("a.csv", b"a,b\n", "table-shape"),
        ("a.pdf", b"%PDF", "file-format"),
        ("a.xlsx", b"no", "file-format"),
        ("b.csv", b"", "file-missing"),
    ],
)
def test_what_is_no_table_is_told(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    if name != "b.csv":
        (tmp_path / name).write_bytes(content)
    outcome = suggest(tmp_path, tmp_path / name, None)
    assert [each.code for each in outcome.problems] == [code]
    assert str(tmp_path) not in tell(outcome.problems)


@pytest.mark.parametrize("name", ["Schools", "../x", "a b", "-x"])
def test_a_package_has_a_name_that_an_address_can_have(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.csv").write_text("Year,Rate\n2018-19,5\n", "utf-8")
    assert [each.code for each in suggest(tmp_path, tmp_path / "a.csv", name).problems] == ["name-reserved"]


def test_a_file_outside_of_the_project_is_named_by_a_variable(
    shown: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, root = shown(shapes.a_pair_of_columns), tmp_path_factory.mktemp("project")
    outcome = suggest(root, outside / "files" / "rates.tsv", "schools")
    home = root / "datapackages" / "schools"
    assert "set PLUMBLINE_FILES" in "\n".join(outcome.lines)
    assert str(outside) not in (home / "recipe.yaml").read_text("utf-8")
    described = json.loads((home / "datapackage.json").read_text("utf-8"))
    (home / "datapackage.json").write_text(json.dumps(filled(described)), "utf-8")
    monkeypatch.setenv("PLUMBLINE_FILES", str(outside / "files"))
    assert run_import(root, "schools").written


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ","), ("windows-1252", ";"), ("utf-16", "\t"), ("utf-8", "|")]
)
def test_encoding_and_delimiter_are_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = "Year,District,Race,Rate\n" + "2018-19,Peñasco,All Students,88.4\n2018-19,Bolton,White,71.5\n"
    (tmp_path / "a.csv").write_bytes(rows.replace(",", delimiter).encode(encoding))
    outcome = suggest(tmp_path, tmp_path / "a.csv", None)
    recipe = outcome.lines[0]
    assert ("encoding:" in recipe) == (encoding in ("windows-1252", "utf-16"))
    assert ("delimiter:" in recipe) == (delimiter != ",")
    assert "period: Year" in recipe
    assert "value: Rate" in recipe


def test_signs_and_fractions_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        'Year,District,Gender,Students,Rate\n2018-19,A,F,"1,799",0.715\n2018-19,B,M,"12,345",0.5\n', "utf-8"
    )
    recipe = suggest(tmp_path, tmp_path / "a.csv", None).lines[0]
    assert 'thousands: ","' in recipe
    assert "fractions: true" in recipe
    (tmp_path / "b.csv").write_text(
        "Year;District;Gender;Rate\n2018-19;A;F;71,5\n2018-19;B;M;8,25\n", "utf-8"
    )
    recipe = suggest(tmp_path, tmp_path / "b.csv", None).lines[0]
    assert 'decimal: ","' in recipe


def test_groups_that_change_over_the_years_and_mean_nothing_without_the_line_above(tmp_path: Path) -> None:
    """Yes and No below "English Learner Status"; race groups that only some files have."""
    above = '"Counts"\n"{year}"\n\n"",,"{what}",,\n'
    for year, races in (
        ("2009-10", ("American Indian", "White")),
        ("2010-11", ("Two or More Races", "White")),
    ):
        head = (
            above.format(year=year, what="Race")
            + f'"District","District Code","{races[0]}","{races[1]}","Total"\n'
        )
        (tmp_path / f"e__{year}_race.csv").write_text(f'{head}"Ashford","=""001""",7,8,15\n', "utf-8")
        head = (
            above.format(year=year, what="English Learner Status")
            + '"District","District Code","No","Yes","Total"\n'
        )
        (tmp_path / f"e__{year}_ell.csv").write_text(f'{head}"Ashford","=""001""",7,8,15\n', "utf-8")
    recipe = suggest(tmp_path, tmp_path / "e__2010-11_ell.csv", None).lines[0]
    assert '    "Yes": english_learner' in recipe.replace("    Yes:", '    "Yes":')
    assert "not_english_learner" in recipe
    assert "across: {dimension: english_learner}" in recipe
    recipe = suggest(tmp_path, tmp_path / "e__2010-11_race.csv", None).lines[0]
    assert "American Indian: american_indian_alaska_native" in recipe
    assert "Two or More Races: two_or_more" in recipe
    assert "# unsure: Not all files have the same groups" in recipe


@pytest.mark.parametrize("shown_year", ["2016-17", "2017-18"])
def test_a_rate_whose_heading_changes_is_one_number(tmp_path: Path, shown_year: str) -> None:
    for year, head, cells in (
        ("2016-17", "% Chronically Absent", "9.1"),
        ("2017-18", "Student Count,%", "12,9.4"),
    ):
        table = f"District,Gender,{head}\nAshford,Female,{cells}\nBolton,Male,{cells}\n"
        (tmp_path / f"absence__{year}.csv").write_text(table, "utf-8")
    recipe = suggest(tmp_path, tmp_path / f"absence__{shown_year}.csv", None).lines[0]
    first, other = ("% Chronically Absent", "%") if shown_year == "2016-17" else ("%", "% Chronically Absent")
    assert f'value: ["{first}", "{other}"]' in recipe
    assert ("numerator: {column: Student Count, optional: true}" in recipe) == (shown_year == "2017-18")


def test_an_import_warns_while_guesses_are_left_unseen(shown: Callable[..., Path]) -> None:
    root = shown(shapes.open_sdg)
    home = root / "datapackages" / "schools"
    assert suggest(root, root / "files" / "indicator.csv", "schools").written
    described = json.loads((home / "datapackage.json").read_text("utf-8"))
    (home / "datapackage.json").write_text(json.dumps(filled(described)), "utf-8")
    recipe = home / "recipe.yaml"
    lines = recipe.read_text("utf-8").splitlines()
    marked = [number for number, line in enumerate(lines, start=1) if "# unsure:" in line]
    assert len(marked) > 2

    def told() -> list[tuple[int, str, str]]:
        done = run_import(root, "schools")
        assert done.written, tell(done.problems)
        found = [each for each in done.problems if each.code == "recipe-unsure"]
        return [(each.line, each.severity, each.message) for each in found]

    sentence = f"{len(marked)} guesses of this recipe are still marked 'unsure'; the first is here."
    assert told() == [(marked[0], "warning", sentence)]
    bare = [line.partition("# unsure:")[0] for line in lines]
    first = marked[0] - 1
    recipe.write_text("\n".join([*bare[:first], lines[first], *bare[first + 1 :]]), "utf-8")
    assert told() == [(marked[0], "warning", "One guess of this recipe is still marked 'unsure'.")]
    recipe.write_text("\n".join(bare), "utf-8")
    assert told() == []
