"""Whatever is done to a recipe or a file, it is told or it is written, and nothing raises."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.equity import gate
from plugins.equity.problems import errors
from plugins.intake.importing import run_import
from plugins.intake.suggesting import suggest

from . import test_shapes as shapes
from .conftest import COMMON, Project

ODD = st.sampled_from(
    [
        "",
        " ",
        "[",
        "]",
        "{",
        "}",
        ":",
        ",",
        "*",
        "'",
        '"',
        "null",
        "x",
        "-1",
        "{period}",
        "\n",
        "  ",
        "&a",
        "é",
        "\u202e",
        "7",
        "<5",
        "1e9",
        "|",
        "#",
    ]
)


@pytest.fixture
def without_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frictionless has tests of its own, and takes most of the time."""
    if hasattr(gate, "_standard"):
        monkeypatch.setattr(gate, "_standard", lambda *_: ())


def spoiled(text: str, at: float, length: int, by: str) -> str:
    start = int(at * len(text))
    return text[:start] + by + text[start + length :]


SPOILING = given(at=st.floats(0, 1), length=st.integers(0, 12), by=ODD)
CALM = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def outcome_of(made: Project) -> None:
    shutil.rmtree(made.package / "data", ignore_errors=True)
    outcome = run_import(made.root, "schools")
    assert outcome.written == (not errors(outcome.problems))
    assert outcome.written == (made.package / "data").exists()
    if not outcome.written:
        assert all(
            each.message and each.path and str(made.root) not in each.path for each in outcome.problems
        )


@pytest.mark.usefixtures("without_standard")
@pytest.mark.parametrize(
    "shape",
    [shapes.a_column_per_dimension, shapes.wide_and_in_separate_files],
    ids=lambda each: each.__name__,
)
@SPOILING
@CALM
def test_a_spoiled_recipe(
    tmp_path_factory: pytest.TempPathFactory,
    shape: Callable[[], shapes.Made],
    at: float,
    length: int,
    by: str,
) -> None:
    recipe, raw = shape()
    made = Project(tmp_path_factory.mktemp("spoiled"))
    lay_out(made, spoiled(COMMON + recipe, at, length, by), raw)
    outcome_of(made)


@pytest.mark.usefixtures("without_standard")
@pytest.mark.parametrize(
    "shape",
    [shapes.a_column_per_dimension, shapes.a_file_per_year_and_breakdown, shapes.a_pair_of_columns],
    ids=lambda each: each.__name__,
)
@SPOILING
@CALM
def test_a_spoiled_file(
    tmp_path_factory: pytest.TempPathFactory,
    shape: Callable[[], shapes.Made],
    at: float,
    length: int,
    by: str,
) -> None:
    recipe, raw = shape()
    made = Project(tmp_path_factory.mktemp("spoiled"))
    name = sorted(raw)[0]
    lay_out(made, COMMON + recipe, {**raw, name: spoiled(str(raw[name]), at, length, by)})
    outcome_of(made)


@pytest.mark.usefixtures("without_standard")
@given(at=st.floats(0, 1), length=st.integers(0, 200), by=st.binary(max_size=6))
@CALM
@pytest.mark.parametrize(
    ("shape", "name"),
    [(shapes.one_column_of_groups, "rates.xlsx"), (shapes.our_own_table, "ours.parquet")],
    ids=["xlsx", "parquet"],
)
def test_spoiled_bytes(
    tmp_path_factory: pytest.TempPathFactory,
    shape: Callable[[], shapes.Made],
    name: str,
    at: float,
    length: int,
    by: bytes,
) -> None:
    recipe, raw = shape()
    made = Project(tmp_path_factory.mktemp("spoiled"))
    content = raw[name]
    assert isinstance(content, bytes)
    start = int(at * len(content))
    common = "" if recipe.startswith("schema") else COMMON
    lay_out(made, common + recipe, {name: content[:start] + by + content[start + length :]})
    outcome_of(made)


@given(
    at=st.floats(0, 1),
    length=st.integers(0, 40),
    by=ODD,
    shape=st.sampled_from(shapes.SHAPES),
)
@CALM
def test_a_proposal_for_a_spoiled_file(
    tmp_path_factory: pytest.TempPathFactory,
    shape: Callable[[], shapes.Made],
    at: float,
    length: int,
    by: str,
) -> None:
    root: Path = tmp_path_factory.mktemp("spoiled")
    raw = shape()[1]
    name = sorted(raw)[-1]
    for each, content in raw.items():
        (root / each).parent.mkdir(parents=True, exist_ok=True)
        text = spoiled(content, at, length, by) if isinstance(content, str) and each == name else content
        (root / each).write_bytes(text.encode("utf-8", "replace") if isinstance(text, str) else text)
    outcome = suggest(root, root / name, "new")
    assert outcome.written == (not outcome.problems)
    assert outcome.written == (root / "datapackages/new/recipe.yaml").exists()


def lay_out(made: Project, recipe: str, raw: dict[str, str | bytes]) -> None:
    import json

    from .conftest import descriptor

    (made.package / "raw").mkdir(parents=True)
    (made.package / "datapackage.json").write_text(json.dumps(descriptor()), "utf-8")
    (made.package / "recipe.yaml").write_bytes(recipe.encode("utf-8", "replace"))
    for name, content in raw.items():
        path = made.package / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8", "replace") if isinstance(content, str) else content)
