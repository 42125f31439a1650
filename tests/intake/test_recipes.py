"""The form of recipes: the guide's examples are right, the guide has every key, `check` reads recipes too."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from plugins.equity.packages import read_descriptor
from plugins.equity.problems import tell
from plugins.equity.sources import check_schema, parse_yaml
from plugins.intake.recipes import read_recipe
from plugins.intake.templates import fits, match
from plugins.intake.vetting import check_recipes

from .conftest import COMMON, Project, descriptor
from .test_faults import RECIPE, TABLE

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "datapackages/RECIPES.md").read_text("utf-8")
SCHEMAS = ROOT / "plugins/intake/schemas"


def test_every_example_of_the_guide_has_the_right_form() -> None:
    examples = re.findall(r"```yaml\n(.*?)```", GUIDE, re.S)
    assert len(examples) > 6
    whole = yaml.safe_load(examples[0])
    for example in examples:
        parts = {**whole, **yaml.safe_load(example)}
        document, problems = parse_yaml(yaml.safe_dump(parts, allow_unicode=True), "example")
        assert problems == ()
        told = check_schema(document, SCHEMAS / "recipe.json")
        assert told == (), example + tell(told)
        told = check_schema(document, SCHEMAS / "places.json", ("places",))
        assert told == (), example + tell(told)


def test_the_guide_has_every_key() -> None:
    schema = json.loads((SCHEMAS / "recipe.json").read_text("utf-8"))
    keys = {*schema["properties"], *schema["$defs"]["source"]["properties"]} - {"schema", "sources"}
    keys |= {*json.loads((SCHEMAS / "places.json").read_text("utf-8"))["properties"]} - {"schema"}
    table = GUIDE.partition("## Keys")[2]
    assert keys - set(re.findall(r"`(\w+)`", table)) == set()
    assert {each for each in keys if f"{each}:" not in GUIDE and f"`{each}`" not in GUIDE} == set()


def test_what_a_source_may_say_is_what_the_top_may_say() -> None:
    """Or a key would be taken in one place and be forgotten in the other."""
    schema = json.loads((SCHEMAS / "recipe.json").read_text("utf-8"))
    top = {
        key: each
        for key, each in schema["properties"].items()
        if key in schema["$defs"]["source"]["properties"]
    }
    own = {
        key: each
        for key, each in schema["$defs"]["source"]["properties"].items()
        if key not in ("files", "indicator")
    }
    assert top == own


@pytest.mark.parametrize(
    ("template", "text", "found"),
    [
        ("rates__{period}_race.csv", "rates__2018-19_race.csv", {"period": "2018-19"}),
        ("rates__{period}_race.csv", "rates__2018-19_race_ct.csv", None),
        ("*/raw/*_grad*.csv", "a/raw/x_grad_ct.csv", {}),
        ("*/raw/*_grad*.csv", "a/b/raw/x_grad.csv", None),
        ("a.csv", "abcsv", None),
        ("{period}/{period}.csv", "2018/2018.csv", {"period": "2018"}),
        ("{period}/{period}.csv", "2018/2019.csv", None),
    ],
)
def test_a_path_and_its_pattern(template: str, text: str, found: dict[str, str] | None) -> None:
    assert match(template, text, path=True) == found


def test_a_word_and_its_pattern() -> None:
    assert fits(["Source*"], "Source: a/b")
    assert not fits(["Source"], "Source: a/b")
    assert fits(["", "x"], "")
    assert match("{group} {number}", "Two or More Count", {"number": ["Count"]}) == {
        "group": "Two or More",
        "number": "Count",
    }
    assert match("{group} {number}", "Two or More Counts", {"number": ["Count"]}) is None


def test_check_reads_recipes_without_the_publishers_files(project: Callable[..., Project]) -> None:
    made = project(RECIPE, {"rates.csv": TABLE})
    assert made.run().written
    package, _, _ = read_descriptor(made.package, made.root, ("en",))
    assert package is not None
    assert check_recipes(made.root, {"schools": package}) == ()
    (made.package / "recipe.yaml").write_text(
        (COMMON + RECIPE).replace("White: white", "White: wite"), "utf-8"
    )
    (made.package / "raw" / "rates.csv").unlink()
    (problem,) = check_recipes(made.root, {"schools": package})
    assert (problem.where, problem.code) == ("datapackages/schools/recipe.yaml:7", "group-unknown")
    hint = "Did you mean 'white'? If not: declare it in datapackage.json: "
    assert problem.hint == hint + "`plumbline import schools --describe` does."
    assert check_recipes(made.root, {}) == (problem,)
    (made.package / "recipe.yaml").write_text("schema: 1\n", "utf-8")
    assert {each.code for each in check_recipes(made.root, {})} == {"key-missing"}


def test_check_vets_a_recipe_before_the_first_import(project: Callable[..., Project]) -> None:
    """Nothing is imported yet: the description alone says what the recipe should fill."""
    about = descriptor()
    about["resources"][0]["schema"]["fields"] = [
        each for each in about["resources"][0]["schema"]["fields"] if "numerator" not in each["name"]
    ]
    made = project(RECIPE, {"rates.csv": TABLE}, about=about)
    told = check_recipes(made.root, {})
    assert [each.code for each in told] == ["field-missing"], tell(told)
    text = (made.package / "recipe.yaml").read_text("utf-8").replace("sex: {F", "gender: {F")
    (made.package / "recipe.yaml").write_text(text, "utf-8")
    assert [each.code for each in check_recipes(made.root, {})] == ["dimension-unknown"]
    about["equity"]["indicators"]["graduation"]["resource"] = "nothing"
    (made.package / "datapackage.json").write_text(json.dumps(about), "utf-8")
    assert check_recipes(made.root, {}) == ()  # opening the package tells what is wrong
    (made.package / "datapackage.json").unlink()
    assert check_recipes(made.root, {}) == ()


def test_a_file_of_places_is_checked_like_a_recipe(project: Callable[..., Project]) -> None:
    common = COMMON[: COMMON.index("places:")] + "places: who.yaml\n"
    made = project(RECIPE, {"rates.csv": TABLE}, common=common)
    assert [each.code for each in made.run().problems] == ["file-missing"]
    (made.package / "who.yaml").write_text("schema: 1\nlevle: district\n", "utf-8")
    assert [each.where for each in made.run().problems] == ["datapackages/schools/who.yaml:2"]
    places = "level: district\nparent: ct\nfixed:\n"
    places += "  - {id: ct, level: state, name: Connecticut, rows: [{code: '000'}]}\n"
    (made.package / "who.yaml").write_text(f"schema: 1\n{places}", "utf-8")
    outcome = made.run()
    assert outcome.written, tell(outcome.problems)


def test_the_committed_recipes_are_right() -> None:
    for path in sorted((ROOT / "datapackages").glob("*/recipe.yaml")):
        recipe, problems = read_recipe(path, ROOT)
        assert recipe is not None, tell(problems)
        assert problems == ()
