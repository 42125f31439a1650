"""`plumbline import NAME --describe`: the machine-made parts of a description in step with its recipe.

Fields, types, enums, categories, keys, groups and levels that the recipe needs are added. Nothing that a
person wrote is changed, and nothing is removed: what the recipe no longer needs is named.
"""

import copy
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from plugins.equity.descriptors import ALL
from plugins.equity.problems import Problem, arrange, nearest
from plugins.equity.sources import check_schema, read_json, read_text

from .drafting import group_words
from .importing import Outcome, find
from .needs import dimensions_of, groups_of, inserted, levels_of, numbers_of
from .recipes import read_recipe
from .rules import Recipe, Source
from .splicing import spliced
from .standards import dimension_field, key_fields, number_fields, place_key, places_table, table
from .vocabulary import dimension_label

_FREE = ("value_status", "value_low", "value_high")
"""What a table may have whatever the recipe reads."""


def describe_again(root: Path, target: str) -> Outcome:
    """Bring the description beside a recipe in step with it: `target` as for `run_import`."""
    path, problems = find(root, target)
    if path is None:
        return Outcome(problems=arrange(problems))
    recipe, problems = read_recipe(path, root)
    file = path.parent / "datapackage.json"
    document, found = read_json(file, root)
    problems += found
    if recipe is None or document.data is None:
        return Outcome(problems=arrange(problems))
    if not _sound(document.data):
        found = check_schema(document, "descriptor")
        if not found:
            found = check_schema(document, "equity", ("equity",))
        return Outcome(problems=arrange((*problems, *found)))
    after = copy.deepcopy(document.data)
    made = _Step(recipe, after)
    made.all()
    if made.unclear:
        return Outcome(problems=arrange((*problems, *made.unclear)))
    if after != document.data:
        text, _ = read_text(file, root)
        file.write_text(spliced(text, document.data, after), "utf-8", newline="\n")
    done = [f"Added {each}." for each in made.added] or [f"{document.path} has all that its recipe needs."]
    lines = (*done, *(f"Not removed: {each}." for each in made.idle))
    return Outcome(lines, arrange(problems), True)


def _sound(data: Any) -> bool:
    """Whether the parts that are looked at have the form that they should have; the rest may be missing."""
    try:
        equity = data["equity"]
        fields = [each["schema"]["fields"] for each in data["resources"]]
        names = [each["name"] for inner in fields for each in inner]
        groups = [each["groups"] for each in equity["dimensions"].values()]
        labels = [group["label"] for each in groups for group in each.values()]
        named = [each["name"] for each in data["resources"]]
        named += [each["resource"] for each in equity["indicators"].values()]
        levels = equity.get("places", {}).get("levels", {})
        return all(isinstance(each, str) for each in (*names, *labels, *named)) and isinstance(levels, dict)
    except (KeyError, TypeError, AttributeError):
        return False


class _Step:
    """A description on its way; `added` and `idle` are told to people."""

    def __init__(self, recipe: Recipe, data: dict[str, Any]) -> None:
        self.recipe, self.data, self.equity = recipe, data, data["equity"]
        self.added: list[str] = []
        self.idle: list[str] = []
        self.unclear: list[Problem] = []

    def all(self) -> None:
        """Groups first, since fields list them."""
        sources: dict[str, list[Source]] = {}
        for source in self.recipe.sources:
            known = [*self.equity["indicators"]]
            name = source.indicator or (known[0] if len(known) == 1 else "")
            if name in known:
                sources.setdefault(name, []).append(source)
                continue
            message = "The description has no indicator that this source fills."
            hint = "Describe it under 'indicators' in datapackage.json, or name one: 'indicator:'."
            self.unclear.append(self.recipe.document.problem(source.key, "indicator-unknown", message, hint))
        for dimension in dict.fromkeys(
            each for mine in sources.values() for each in dimensions_of(self.recipe, mine)
        ):
            self.groups(dimension)
        self.levels()
        for name, mine in sources.items():
            self.resource(name, mine)
        if "places" not in [each["name"] for each in self.data["resources"]]:
            self.data["resources"].append(places_table())
            self.added.append("the table 'places'")
        for resource in self.data["resources"]:
            if resource["name"] != "places":
                for field in resource["schema"]["fields"]:
                    self.words(field)

    def groups(self, dimension: str) -> None:
        """A dimension and the groups that the recipe's words mean."""
        words = groups_of(self.recipe, dimension)
        new = dimension not in self.equity["dimensions"]
        if new and not words:
            message = f"The recipe does not say which groups '{dimension}' has."
            hint = f"Name them under 'groups: {dimension}:', then run this again."
            at = self.recipe.document.problem(("groups",), "dimension-unknown", message, hint)
            self.unclear.append(at)
            return
        if new:
            facts: dict[str, Any] = {"label": dimension_label(dimension), "ordered": False}
            facts |= {"complete": False} if len(words) == 1 else {}
            self.equity["dimensions"][dimension] = {**facts, "groups": {}}
            self.added.append(f"the dimension '{dimension}'; say under 'relation' whether its groups overlap")
        groups = self.equity["dimensions"][dimension]["groups"]
        before = [*groups]
        for id_, label in words.items():
            if id_ not in groups:
                near = nearest(id_, before)
                doubt = f" (or is it '{near}', misspelt in the recipe?)" if near else ""
                groups[id_] = group_words(label)
                self.added.append(f"the group '{id_}' of '{dimension}'{doubt}")
        for id_ in before if words else ():
            if id_ not in words:
                self.idle.append(f"the group '{id_}' of '{dimension}', which no word of the recipe means")

    def levels(self) -> None:
        """The levels of places, from the top down, where the description lists them."""
        levels = self.equity.get("places", {}).get("levels")
        if not levels:
            return
        used = levels_of(self.recipe)
        for level in used:
            if level not in levels:
                near = nearest(level, levels)
                doubt = f" (or is it '{near}', misspelt in the recipe?)" if near else ""
                self.added.append(f"the level '{level}' of places{doubt}")
        order = inserted([*levels], used)
        known = dict(levels)
        levels.clear()
        levels |= {each: known.get(each, {"label": each.capitalize()}) for each in order}

    def resource(self, indicator: str, sources: Sequence[Source]) -> None:
        """The table of an indicator: its fields, their types, its keys."""
        facts = self.equity["indicators"][indicator]
        cuts, kind = dimensions_of(self.recipe, sources), facts.get("kind", "")
        numbers = numbers_of(sources)
        ranged = any(each.writing.ranges for each in sources) or "value_low" in numbers
        fields = [
            *key_fields(),
            *(
                dimension_field(each, self.equity["dimensions"][each]["label"], self.labels(each))
                for each in cuts
                if each in self.equity["dimensions"]
            ),
            *number_fields(kind, numbers, ranged=ranged),
        ]
        name = facts["resource"]
        found = next((each for each in self.data["resources"] if each["name"] == name), None)
        if found is None:
            found = table(name, facts.get("label", name), fields, ["period", "place", *cuts])
            self.data["resources"].insert(0, found)
            self.added.append(f"the table '{name}'")
            return
        columns = self.equity.get("columns", {})
        schema, roles = found["schema"], {field: role for role, field in columns.items()}
        known = {roles.get(each["name"], each["name"]): each for each in schema["fields"]}
        made = {each["name"]: each for each in fields}
        order = inserted([*known], [*made])
        schema["fields"] = [known.get(each) or made[each] for each in order]
        self.added += [f"the field '{each}' of '{name}'" for each in order if each not in known]
        for role, field in known.items():
            if role in made:
                self.typed(field, made[role], name)
            elif role not in (
                *_FREE,
                *self.recipe.absent,
                *(f"{each}_status" for each in self.recipe.absent),
            ):
                self.idle.append(f"the field '{field['name']}' of '{name}', which the recipe does not fill")
        self.keys(schema, [columns.get(each, each) for each in cuts], name)

    def typed(self, field: dict[str, Any], wanted: dict[str, Any], table: str) -> None:
        """A number has the type and the limit of the indicator's kind."""
        if wanted["type"] == "string":
            return
        if field.get("type") != wanted["type"]:
            field["type"] = wanted["type"]
            self.added.append(f"the type '{wanted['type']}' to '{field['name']}' of '{table}'")
        limits = field.get("constraints", {})
        if limits.get("maximum") == 100 and "maximum" not in wanted.get("constraints", {}):
            # Ours, of the time when it was a proportion: it would refuse what the new kind allows.
            del limits["maximum"]
            self.added.append(f"nothing to '{field['name']}' of '{table}', but took its limit of 100 away")

    def keys(self, schema: dict[str, Any], cuts: Sequence[str], table: str) -> None:
        """The key has every dimension; a place is one of the places."""
        key = schema.get("primaryKey")
        if isinstance(key, list) and (lacking := [each for each in cuts if each not in key]):
            key += lacking
            self.added += [f"'{each}' to the key of '{table}'" for each in lacking]
        if "foreignKeys" not in schema and "place" in [each["name"] for each in schema["fields"]]:
            schema["foreignKeys"] = [place_key()]
            self.added.append(f"the places to the keys of '{table}'")

    def labels(self, dimension: str) -> dict[str, str]:
        """Every word of a column with its label, everybody's first."""
        everybody = self.equity.get("total", {}).get("label", "Everybody")
        groups = self.equity["dimensions"][dimension]["groups"]
        return {ALL: everybody, **{id_: each["label"] for id_, each in groups.items()}}

    def words(self, field: dict[str, Any]) -> None:
        """The `enum` and `categories` of a dimension's column, where it has them, list all groups."""
        name = field["name"]
        if name not in self.equity["dimensions"]:
            return
        labels = self.labels(name)
        limits = field.get("constraints", {})
        if isinstance(listed := limits.get("enum"), list):
            self.lacking(name, "enum", listed, labels)
            limits["enum"] = inserted(listed, [*labels])
        if isinstance(found := field.get("categories"), list):
            plain = any(isinstance(each, str) for each in found)
            known = {each if isinstance(each, str) else each.get("value"): each for each in found}
            self.lacking(name, "categories", known, labels)
            field["categories"] = [
                known.get(each, each if plain else {"value": each, "label": labels.get(each)})
                for each in inserted([*known], [*labels])
            ]

    def lacking(self, field: str, key: str, listed: Iterable[str], labels: dict[str, str]) -> None:
        """Tell what a list lacks, and what it has that is no group."""
        known = [*listed]
        self.added += [f"'{each}' to '{key}' of '{field}'" for each in labels if each not in known]
        strange = [each for each in known if each not in labels]
        self.idle += [f"'{each}' in '{key}' of '{field}', which is no group" for each in strange]
