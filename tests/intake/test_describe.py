"""`--describe`: what the recipe needs is added to the description, and what a person wrote stays as it is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.__main__ import main
from plugins.equity.packages import read_descriptor
from plugins.equity.problems import tell
from plugins.intake.describing import describe_again
from plugins.intake.splicing import spliced

from .conftest import COMMON, Project, descriptor
from .test_faults import RECIPE, TABLE

ROOT = Path(__file__).resolve().parents[2]


def fields(about: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in about["resources"][0]["schema"]["fields"]}


def without(about: dict[str, Any], *names: str) -> dict[str, Any]:
    """A description whose table lacks fields."""
    schema = about["resources"][0]["schema"]
    schema["fields"] = [each for each in schema["fields"] if each["name"] not in names]
    schema["primaryKey"] = [each for each in schema["primaryKey"] if each not in names]
    return about


def described(made: Project) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((made.package / "datapackage.json").read_text("utf-8"))
    return found


def run(made: Project) -> str:
    outcome = describe_again(made.root, "schools")
    assert outcome.written, tell(outcome.problems)
    return "\n".join(outcome.lines)


def test_the_committed_descriptions_are_in_step(tmp_path: Path) -> None:
    for path in sorted((ROOT / "datapackages").glob("*/recipe.yaml")):
        for name in ("recipe.yaml", "datapackage.json"):
            copy = tmp_path / "datapackages" / path.parent.name / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes((path.parent / name).read_bytes())
        places = tmp_path / "datapackages/connecticut.places.yaml"
        places.write_bytes((ROOT / "datapackages/connecticut.places.yaml").read_bytes())
        outcome = describe_again(tmp_path, path.parent.name)
        assert outcome.written, tell(outcome.problems)
        (line,) = outcome.lines
        assert line.endswith("has all that its recipe needs.")
        assert copy.read_bytes() == (path.parent / "datapackage.json").read_bytes()


def test_a_number_that_the_recipe_fills_gets_its_fields_and_the_import_runs(
    project: Callable[..., Project],
) -> None:
    lacking = ("numerator", "numerator_status", "sex")
    about = without(descriptor(), *lacking)
    made = project(RECIPE, {"rates.csv": TABLE}, about=about)
    assert "field-missing" in made.codes()
    told = run(made)
    for name in lacking:
        assert f"Added the field '{name}' of 'graduation'." in told
    assert [*fields(described(made))] == [*fields(descriptor())]
    assert fields(described(made))["numerator_status"]["constraints"]["enum"][:2] == ["ok", "c"]
    assert described(made)["resources"][0]["schema"]["primaryKey"][-1] == "sex"
    assert run(made) == "datapackages/schools/datapackage.json has all that its recipe needs."
    outcome = made.run()
    assert outcome.written, tell(outcome.problems)


def test_groups_are_added_with_a_label_and_the_lists_of_their_column_with_them(
    project: Callable[..., Project],
) -> None:
    about = descriptor()
    fields(about)["race_ethnicity"] |= {
        "categories": [
            {"value": "all", "label": "Everybody of us"},
            *({"value": each, "label": each} for each in ("black", "white")),
        ],
        "constraints": {"enum": ["all", "black", "white"]},
    }
    about["equity"]["dimensions"]["race_ethnicity"]["groups"]["white"]["label"] = "White people"
    common = COMMON.replace("White: white}", "White: white, Asian: asian, Purple: purple}")
    made = project(RECIPE, {"rates.csv": TABLE}, common=common, about=about)
    told = run(made)
    assert "Added the group 'asian' of 'race_ethnicity'." in told
    after = described(made)
    groups = after["equity"]["dimensions"]["race_ethnicity"]["groups"]
    assert [*groups] == ["black", "white", "asian", "purple"]
    assert groups["white"]["label"] == "White people"
    assert groups["asian"]["label"] == "Asian students"
    assert groups["purple"] == {"label": "Purple", "short": "Purple", "sentence": "Purple"}
    field = fields(after)["race_ethnicity"]
    assert field["constraints"]["enum"] == ["all", "black", "white", "asian", "purple"]
    assert field["categories"][0] == {"value": "all", "label": "Everybody of us"}
    assert field["categories"][3:] == [
        {"value": "asian", "label": "Asian students"},
        {"value": "purple", "label": "Purple"},
    ]
    _, _, problems = read_descriptor(made.package, made.root, ("en",))
    assert {each.code for each in problems} <= {"file-missing"}, tell(problems)


def test_a_group_that_may_be_misspelt_is_added_with_that_doubt(project: Callable[..., Project]) -> None:
    made = project(RECIPE, {"rates.csv": TABLE}, common=COMMON.replace("White: white", "White: wite"))
    told = run(made)
    assert "(or is it 'white', misspelt in the recipe?)" in told
    assert "Not removed: the group 'white' of 'race_ethnicity', which no word of the recipe means." in told
    assert "white" in described(made)["equity"]["dimensions"]["race_ethnicity"]["groups"]


def test_a_new_dimension_leaves_open_what_no_table_tells(project: Callable[..., Project]) -> None:
    about = without(descriptor(), "sex")
    del about["equity"]["dimensions"]["sex"]
    made = project(RECIPE, {"rates.csv": TABLE}, about=about)
    assert "Added the dimension 'sex'; say under 'relation' whether its groups overlap." in run(made)
    assert [*described(made)["equity"]["dimensions"]["sex"]["groups"]] == ["female", "male"]
    _, _, problems = read_descriptor(made.package, made.root, ("en",))
    assert {each.code for each in problems} == {"key-missing"}


def test_another_kind_takes_the_limit_of_100_away(project: Callable[..., Project]) -> None:
    about = descriptor(kind="rate", scale=100)
    fields(about)["value"]["constraints"] = {"minimum": 0, "maximum": 100}
    made = project(RECIPE, {"rates.csv": TABLE.replace("84,100,84", "184,100,184")}, about=about)
    assert "package-invalid" in made.codes()
    assert "took its limit of 100 away" in run(made)
    assert fields(described(made))["value"]["constraints"] == {"minimum": 0}
    outcome = made.run()
    assert outcome.written, tell(outcome.problems)


def test_levels_are_added_from_the_top_down(project: Callable[..., Project]) -> None:
    about = descriptor()
    about["equity"]["places"] = {"resource": "places", "levels": {"state": {"label": "The state"}}}
    made = project(RECIPE, {"rates.csv": TABLE}, about=about)
    assert "Added the level 'district' of places." in run(made)
    levels = described(made)["equity"]["places"]["levels"]
    assert levels == {"state": {"label": "The state"}, "district": {"label": "District"}}


def test_what_the_recipe_no_longer_fills_is_named_and_stays(project: Callable[..., Project]) -> None:
    made = project(RECIPE.replace("numerator: Graduates, ", ""), {"rates.csv": TABLE})
    told = run(made)
    assert "Not removed: the field 'numerator' of 'graduation', which the recipe does not fill." in told
    assert "numerator" in fields(described(made))


def test_tables_that_are_missing_are_added(project: Callable[..., Project]) -> None:
    about = descriptor()
    about["resources"] = []
    made = project(RECIPE, {"rates.csv": TABLE}, about=about)
    told = run(made)
    assert "Added the table 'graduation'." in told
    assert "Added the table 'places'." in told
    outcome = made.run()
    assert outcome.written, tell(outcome.problems)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"equity"', '"equty"', "key-missing"),
        ('"resources": [', '"resources": [1, ', "value-wrong"),
        ("{", "", "json-syntax"),
        ('"indicators": {"graduation"', '"indicators": {"other": {"resource": "x"}, "graduation"', ""),
    ],
)
def test_a_description_that_cannot_be_understood_is_told_and_kept(
    project: Callable[..., Project], old: str, new: str, code: str
) -> None:
    made = project(RECIPE, {"rates.csv": TABLE})
    path = made.package / "datapackage.json"
    text = path.read_text("utf-8").replace(old, new, 1)
    path.write_text(text, "utf-8")
    outcome = describe_again(made.root, "schools")
    assert not outcome.written
    assert {each.code for each in outcome.problems} == {code or "indicator-unknown"}, tell(outcome.problems)
    assert path.read_text("utf-8") == text


def test_the_command_says_what_it_did(
    project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = project(RECIPE, {"rates.csv": TABLE}, about=without(descriptor(), "numerator"))
    (made.root / "pelicanconf.py").write_text("", "utf-8")
    monkeypatch.chdir(made.root)
    assert main(["import", "schools", "--describe"]) == 0
    assert capsys.readouterr().out.startswith("Added the field 'numerator' of 'graduation'.\n")
    for wrong in (["--describe"], ["--describe", "--suggest", "a.csv"], ["schools", "--suggest", "a.csv"]):
        assert main(["import", *wrong]) == 1
        assert "Say one of" in capsys.readouterr().err


# --- splicing -------------------------------------------------------------------------------------------

LAID = """{
  "name":   "by hand",
  "list": ["a",
           "b"],
  "things": [
    {"name": "x", "kept":  [1,2]},
    {"name": "é\\t😀"}
  ]
}
"""


def test_what_does_not_change_keeps_its_bytes() -> None:
    old = json.loads(LAID)
    assert spliced(LAID, old, old) == LAID
    new = json.loads(LAID)
    new["things"].insert(1, {"name": "y"})
    new["name"] = "other"
    after = spliced(LAID, old, new)
    assert json.loads(after) == new
    was = LAID.replace('"name":   "by hand"', '"name": "other"')
    assert after == was.replace("[1,2]},\n", '[1,2]},\n    {"name": "y"},\n')


def test_long_values_are_laid_out_below_each_other() -> None:
    old = {"a": [1]}
    new = {"a": [1], "b": {"words": ["x" * 30] * 5}}
    after = spliced(json.dumps(old, indent=2) + "\n", old, new)
    assert json.loads(after) == new
    assert max(map(len, after.splitlines())) < 60


def test_the_committed_descriptions_can_be_taken_apart() -> None:
    for path in sorted((ROOT / "datapackages").glob("*/datapackage.json")):
        text = path.read_text("utf-8")
        old = json.loads(text)
        assert spliced(text, old, old) == text
        new = json.loads(text)
        new["resources"][0]["schema"]["fields"].append({"name": "more", "type": "string"})
        after = spliced(text, old, new)
        assert json.loads(after) == new
        lines = after.splitlines()
        assert len(lines) == len(text.splitlines()) + 1
