"""A new data package: a description with prompts, the headings of its tables, and the place of its recipe."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from plugins.equity.descriptors import ALL
from plugins.equity.problems import Problem
from plugins.intake.drafting import group_words
from plugins.intake.standards import dimension_field, key_fields, number_fields, places_table, table
from plugins.intake.vocabulary import dimension_label, known_group, slug
from plugins.unwritten import prompt

from .names import check_package
from .skeleton import Skeleton

_EXAMPLE = {"sex": ("female", "male")}
_DECIMALS = 1


def new_package(root: Path, name: str, breakdowns: Iterable[str] = ()) -> Skeleton:
    """The folder of a republished package of one share. `breakdowns` are written `dimension=group,group`.

    Own figures are not begun here: `plumbline protect` makes a package of them that may be public; for what
    people said, see `surveys`.
    """
    dimensions, wrong = read_breakdowns(breakdowns)
    problems = (*check_package(root, name), *wrong)
    if problems:
        return Skeleton(problems=problems)
    home, indicator = f"datapackages/{name}", slug(name)
    described = _described(name, indicator, dimensions or _EXAMPLE, example=not dimensions)
    headings = [[each["name"] for each in part["schema"]["fields"]] for part in described["resources"]]
    files = {f"{home}/datapackage.json": json.dumps(described, ensure_ascii=False, indent=2) + "\n"}
    for part, names in zip(described["resources"], headings, strict=True):
        files[f"{home}/{part['path']}"] = ",".join(names) + "\n"
    return Skeleton(files, told=tuple(_told(home, name, indicator)))


def read_breakdowns(
    breakdowns: Iterable[str],
) -> tuple[dict[str, tuple[str, ...]], tuple[Problem, ...]]:
    """Dimensions with their groups, as they are written on the command line, and what is none."""
    dimensions: dict[str, tuple[str, ...]] = {}
    problems = []
    for each in breakdowns:
        dimension, _, groups = each.partition("=")
        dimensions[slug(dimension)] = tuple(slug(part) for part in groups.split(",") if part.strip())
        if not dimension.strip() or not dimensions[slug(dimension)] or ALL in dimensions[slug(dimension)]:
            message = f"'{each}' is no breakdown."
            hint = "Write the dimension and its groups: --dimension 'english_learner=english_learner,others'."
            problems.append(Problem("--dimension", 0, "value-wrong", message, hint))
    return dimensions, tuple(problems)


def _described(
    name: str, indicator: str, dimensions: Mapping[str, tuple[str, ...]], *, example: bool
) -> dict[str, Any]:
    title = name.replace("-", " ").replace("_", " ").replace(".", " ").capitalize()
    fields = [*key_fields()]
    for id_, groups in dimensions.items():
        fields.append(dimension_field(id_, dimension_label(id_), {ALL: "Everybody", **labels(id_, groups)}))
    fields += number_fields("proportion", ("numerator", "denominator"), ranged=False)
    note = "An example: name your own breakdown and groups here and in the table" if example else ""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": title,
        "description": prompt("What the figures count, where, and for which years"),
        "licenses": [{"name": prompt("The licence of the figures, such as CC-BY-4.0")}],
        "sources": [{"title": prompt("Publisher and title of the table that the figures come from")}],
        "resources": [table(indicator, title, fields, ["period", "place", *dimensions]), places_table()],
        "equity": {
            "schema": 1,
            "origin": {"kind": "republished", "publisher": prompt("Who published the figures")},
            "places": {
                "resource": "places",
                "levels": {each: {"label": each.capitalize()} for each in _LEVELS},
            },
            "indicators": {
                indicator: {
                    "resource": indicator,
                    "kind": "proportion",
                    "scale": 100,
                    "decimals": _DECIMALS,
                    "direction": "favourable",
                    "label": title,
                    "short": title,
                    "definition": prompt("Who is counted, out of whom; is more of it good? see 'direction'"),
                    "numerator_label": prompt("Whom the numerator counts, such as Graduates"),
                    "denominator_label": prompt("Whom the denominator counts, such as Students"),
                    "sentence": "In {place}, {value} of {group} [[write | did what?]] ({period}).",
                }
            },
            "dimensions": {
                id_: {
                    "label": prompt(note) if note else dimension_label(id_),
                    "ordered": False,
                    "relation": "exclusive",
                    "groups": {each: group_words(label) for each, label in labels(id_, groups).items()},
                }
                for id_, groups in dimensions.items()
            },
            "total": {"label": "All students", "short": "All students", "sentence": "all students"},
        },
    }


_LEVELS = ("state", "district", "school")


def labels(dimension: str, groups: tuple[str, ...]) -> dict[str, str]:
    """Our groups with the labels that they usually have."""
    found = {each: known_group(each, dimension) for each in groups}
    return {
        id_: known.label if known and known.id == id_ else id_.replace("_", " ").capitalize()
        for id_, known in found.items()
    }


def _told(home: str, name: str, indicator: str) -> Iterable[str]:
    yield f"Write in place of each [[write | ...]] in {home}/datapackage.json; `plumbline check` lists them."
    yield f"Then the rows below the headings of {home}/data/{indicator}.csv and {home}/data/places.csv."
    yield "A table of the publisher's saves that work. Remove this folder again, and run:"
    yield f"  plumbline import --suggest FILE --package {name}"
    yield "Figures about people that are not public yet never go into this folder: see `plumbline protect`."
    yield "For what people said in a survey, begin with: plumbline new package NAME --survey"
    yield "Until it is filled in, a publish stops; the preview goes on."
