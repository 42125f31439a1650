"""Grids and screens read from YAML, with every fault located."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from plugins.equity.problems import Problem, errors
from plugins.equity.sources import Document, check_schema, read_yaml

from .grids import Grid, Scale
from .screens import Rules

_SCHEMAS = Path(__file__).parent / "schemas"
RULES = Path(__file__).parent / "rules"


def read_grid(file: Path, root: Path) -> tuple[Grid | None, tuple[Problem, ...]]:
    """A grid of status by change; None when it cannot be used."""
    document, problems = read_yaml(file, root)
    if document.data is None:
        return None, problems
    problems = (*problems, *check_schema(document, _SCHEMAS / "grid.json"))
    if errors(problems):
        return None, problems
    data = document.data
    problems = (*problems, *_misshapen(document, data))
    if errors(problems):
        return None, problems
    status, change = (
        Scale(tuple(data[each]["levels"]), tuple(float(cut) for cut in data[each]["at_least"]))
        for each in ("status", "change")
    )
    cells = tuple(tuple(data["cells"][level]) for level in status.levels)
    return Grid(data["name"], data["source"], data["decimals"], status, change, cells), problems


def read_screen(file: Path, root: Path) -> tuple[Rules | None, tuple[Problem, ...]]:
    """The rules of a screen for significant disproportionality; None when they cannot be used."""
    document, problems = read_yaml(file, root)
    if document.data is None:
        return None, problems
    problems = (*problems, *check_schema(document, _SCHEMAS / "screen.json"))
    if errors(problems):
        return None, problems
    facts = {key: value for key, value in document.data.items() if key != "schema"}
    return Rules(**facts), problems


def _misshapen(document: Document, data: Any) -> Iterator[Problem]:
    """Levels, cut points and cells that do not fit together."""
    for each in ("status", "change"):
        levels, cuts = data[each]["levels"], data[each]["at_least"]
        if len(cuts) != len(levels) - 1:
            message = f"{len(levels)} levels need {len(levels) - 1} cut points; there are {len(cuts)}."
            yield document.problem((each, "at_least"), "grid-shape", message)
        if any(low >= high for low, high in pairwise(cuts)):
            message = "The cut points do not rise."
            yield document.problem((each, "at_least"), "grid-order", message, "Write them from low to high.")
    rows, columns = data["status"]["levels"], data["change"]["levels"]
    if sorted(data["cells"]) != sorted(rows) or any(
        len(row) != len(columns) for row in data["cells"].values()
    ):
        hint = "Write one line per level of `status`, with one word per level of `change`."
        yield document.problem(("cells",), "grid-shape", "The cells do not fit the levels.", hint)
