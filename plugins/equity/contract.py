"""What a description says must fit together: names name something, files are there, things have one word."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from .descriptors import ALL, Dimension, Indicator, Package, paths
from .labels import doubt_key
from .policies import check_policy
from .problems import Problem, did_you_mean, plain
from .quotations import NEEDED, OPTIONAL, translation
from .sources import Document, Key

_PLACE = ("id", "level", "parent", "name")
_OWN = ("period", "place", "numerator", "denominator", "value", "value_low", "value_high", "sd", "status")
ROLES = (*_OWN, "numerator_status", "denominator_status", "value_status")
"""What a column of a table may be, besides a dimension."""


def check_contract(package: Package, document: Document) -> Iterator[Problem]:
    """What is wrong with a description whose every part has the right form."""
    names = [each["name"] for each in document.data["resources"]]
    for id_, indicator in package.indicators.items():
        if indicator.resource not in names:
            message = f"There is no resource called '{indicator.resource}' in this package."
            where: Key = ("equity", "indicators", id_, "resource")
            hint = did_you_mean(indicator.resource, names)
            yield document.problem(where, "resource-unknown", message, hint)
        else:
            known = (*ROLES, *package.dimensions)
            needed = ("period", "place", "value", "status")
            yield from _check_fields(document, names.index(indicator.resource), needed, known, package.roles)
            yield from _check_indicator(package, document, indicator)
    if "places" in names:
        yield from _check_fields(document, names.index("places"), _PLACE)
    else:
        message, hint = "This package has no resource called 'places'.", "Add a table of places: "
        yield document.problem(("resources",), "resource-unknown", message, hint + ", ".join(_PLACE) + ".")
    for name, dimension in package.dimensions.items():
        where = ("equity", "dimensions", name)
        if name in ROLES or name.startswith("_") or name.endswith(("_status", "_text")):
            message = f"A dimension cannot be called '{name}'."
            yield document.problem(where, "name-reserved", message, "Rename its column.")
        if dimension.same_people and dimension.exclusive:
            message = f"The groups of '{name}' are said of the same people, so that nobody is in one alone."
            hint = 'Write "relation": "overlapping".'
            yield document.problem((*where, "same_people"), "value-wrong", message, hint)
        if ALL in dimension.groups:
            message = f"A group cannot be called '{ALL}': that means everybody."
            yield document.problem((*where, "groups", ALL), "name-reserved", message, "Give it another name.")
        yield from _check_groups(dimension, document)
        yield from _check_categories(dimension, document)
    if package.quoted:
        yield from _check_quotes(package, document, names)
    yield from _check_resources(package, document, names)
    yield from _check_roles(document)
    yield from _check_doubts(document)
    yield from _check_disclosure(package, document)


def _check_disclosure(package: Package, document: Document) -> Iterator[Problem]:
    """The rules of hiding own figures; tables that are said to share numbers."""
    equity = document.data["equity"]
    if package.origin == "own" and "policy" in equity:
        yield from check_policy(document, ("equity", "policy"))
    for number, pair in enumerate(equity.get("linked", ())):
        for at, address in enumerate(pair):
            owner, _, rest = address.rpartition(":")
            id_, _, role = rest.partition("/")
            where: Key = ("equity", "linked", number, at)
            if owner and owner != document.data["name"]:
                continue  # another package's: whoever audits both finds it
            if id_ not in package.indicators:
                hint = did_you_mean(id_, package.indicators)
                yield document.problem(where, "indicator-unknown", f"There is no indicator '{id_}'.", hint)
                continue
            roles = ("value",) if package.indicators[id_].kind == "count" else ("numerator", "denominator")
            if role not in roles:
                message = f"'{id_}' has no '{role}' that could be linked."
                yield document.problem(where, "value-unknown", message, did_you_mean(role, roles))


def _check_quotes(package: Package, document: Document, names: list[str]) -> Iterator[Problem]:
    """The table of quotations, the dimension of its themes, and the indicator that says who was asked."""
    spec = document.data["equity"]["quotes"]
    where: Key = ("equity", "quotes")
    for word, known, code in (
        ("resource", names, "resource-unknown"),
        ("themes", package.dimensions, "dimension-unknown"),
        ("asked", package.indicators, "indicator-unknown"),
    ):
        if word in spec and spec[word] not in known:
            message = f"There is no {code.removesuffix('-unknown')} called '{spec[word]}' in this package."
            yield document.problem((*where, word), code, message, did_you_mean(spec[word], known))
    if package.quoted in names:
        at = names.index(package.quoted)
        fields = [each["name"] for each in document.data["resources"][at]["schema"]["fields"]]
        spoken = [each for each in fields if translation(each)]
        yield from _check_fields(document, at, NEEDED, (*NEEDED, *OPTIONAL, *package.dimensions, *spoken))
        for each in spoken:
            if not each.endswith("_by") and f"{each}_by" not in fields:
                message = f"Nothing says who made the translations in '{each}'."
                hint = f"Add a field '{each}_by': machine, or who translated it."
                yield document.problem(("resources", at, "schema", "fields"), "field-missing", message, hint)


def _check_groups(dimension: Dimension, document: Document) -> Iterator[Problem]:
    """Groups that readers could not tell apart."""
    seen: dict[str, str] = {}
    for id_, spec in document.data["equity"]["dimensions"][dimension.id]["groups"].items():
        other = seen.setdefault(plain(spec["label"]) or id_, id_)
        if other != id_ and plain(other) != plain(id_):  # else the gate tells of their ids
            message = f"'{other}' and '{id_}' have one label, but for capitals, spaces or signs."
            hint = "If they are one group, keep one; else give them names that readers can tell apart."
            where: Key = ("equity", "dimensions", dimension.id, "groups", id_)
            yield document.problem(where, "group-twice", message, hint)


def _check_categories(dimension: Dimension, document: Document) -> Iterator[Problem]:
    """What the standard part says of a dimension's column (`enum`, `categories`) is what ours says."""
    wanted = [ALL, *dimension.groups]
    for number, resource in enumerate(document.data["resources"]):
        for at, field in enumerate(resource["schema"]["fields"]):
            where: Key = ("resources", number, "schema", "fields", at)
            if field["name"] != dimension.id or resource["name"] == "places":
                continue
            categories = field.get("categories", ())
            listed = [each["value"] if isinstance(each, dict) else each for each in categories]
            for key, words in (
                ("enum", field.get("constraints", {}).get("enum", ())),
                ("categories", listed),
            ):
                if words and set(words) != set(wanted):
                    odd = sorted({str(each) for each in words} ^ set(wanted))
                    message = f"'{key}' of '{dimension.id}' and its groups differ: {', '.join(odd)}."
                    hint = f"List '{ALL}' and the groups under 'equity', in their order."
                    yield document.problem(where, "categories-differ", message, hint)
            if dimension.ordered and categories and not field.get("categoriesOrdered"):
                message = f"The groups of '{dimension.id}' have an order, and its field does not say so."
                hint = 'Write "categoriesOrdered": true beside "categories".'
                yield document.problem(where, "categories-differ", message, hint)


def _check_roles(document: Document) -> Iterator[Problem]:
    """`columns` says which field has which role: a role that we know, a field that some table has."""
    fields = {
        each["name"]
        for resource in document.data["resources"]
        if resource["name"] != "places"
        for each in resource["schema"]["fields"]
    }
    for role, field in document.data["equity"].get("columns", {}).items():
        where: Key = ("equity", "columns", role)
        if role not in ROLES:
            yield document.problem(
                where, "key-unknown", f"There is no role '{role}'.", did_you_mean(role, ROLES)
            )
        elif field not in fields:
            message = f"No table has a field '{field}'."
            yield document.problem(where, "field-missing", message, did_you_mean(field, fields))
        elif field != role and role in fields:
            message = f"'{field}' cannot be the '{role}': there is a field of that name too."
            yield document.problem(where, "name-reserved", message, "Rename one of them.")


def _check_doubts(document: Document) -> Iterator[Problem]:
    """Each doubt is answered once."""
    answered: dict[str, int] = {}
    for number, doubt in enumerate(document.data["equity"].get("doubts", ())):
        key = doubt_key(doubt, number)
        if answered.setdefault(key, number) != number:
            where = ("equity", "doubts", number)
            message = f"'{key}' is answered already, in doubt number {answered[key] + 1}."
            yield document.problem(where, "doubt-twice", message, "Answer both in one sentence.")


def _check_resources(package: Package, document: Document, names: list[str]) -> Iterator[Problem]:
    """Each resource has a name of its own, somebody who reads it, and files inside the package."""
    read = {"places", package.quoted or "places", *(each.resource for each in package.indicators.values())}
    for number, resource in enumerate(document.data["resources"]):
        where: Key = ("resources", number, "name")
        if names.index(resource["name"]) != number:
            message = f"There are two resources called '{resource['name']}'."
            yield document.problem(where, "resource-twice", message, "Rename one of them.")
        if resource["name"] not in read and read <= {*names}:  # else one is misspelt, which has been told
            message = f"Nothing reads the resource '{resource['name']}': it would be published unchecked."
            hint = "Add an indicator that reads it, or remove it."
            yield document.problem(where, "resource-unread", message, hint)
        for path in paths(resource):
            yield from _check_file(package, document, number, path)


def _check_indicator(package: Package, document: Document, indicator: Indicator) -> Iterator[Problem]:
    """A proportion is a percentage; each count that a table has needs the words that head its column."""
    where: Key = ("equity", "indicators", indicator.id)
    if indicator.kind == "proportion" and indicator.scale != 100:
        message, hint = "The scale of a proportion is 100: it is shown in percent.", 'Write "scale": 100.'
        yield document.problem((*where, "scale"), "value-unknown", message, hint)
    names = [each["name"] for each in package.resource(indicator.resource)["schema"]["fields"]]
    fields = [package.roles.get(each, each) for each in names]
    for column in ("numerator", "denominator"):
        if column in fields and f"indicator/{indicator.id}/{column}_label" not in package.words["en"]:
            message = f"'{indicator.id}' has a column '{column}', but no '{column}_label' to head it with."
            hint = f'Add "{column}_label": what is counted, as in "Graduates".'
            yield document.problem(where, "word-missing", message, hint)


def _check_fields(
    document: Document,
    number: int,
    needed: Iterable[str],
    known: Iterable[str] = (),
    roles: Mapping[str, str] | None = None,
) -> Iterator[Problem]:
    """Fields that a table must have, and, where it is said which it may have, the others.

    A column that nobody reads may be a dimension, and its rows would pass for everybody's.
    """
    key = ("resources", number, "schema", "fields")
    names = [each["name"] for each in document.data["resources"][number]["schema"]["fields"]]
    fields = [(roles or {}).get(each, each) for each in names]
    for name in [each for each in needed if each not in fields]:
        hint = did_you_mean(name, fields, "Add it to the fields and to the file.")
        yield document.problem(key, "field-missing", f"This table has no field '{name}'.", hint)
    for at, name in enumerate(fields):
        if known and name not in known:
            hint = did_you_mean(name, known, "Declare it under 'dimensions', or remove it.")
            yield document.problem((*key, at), "field-unknown", f"Nothing reads the field '{name}'.", hint)


def _check_file(package: Package, document: Document, number: int, path: str) -> Iterator[Problem]:
    key, file = ("resources", number, "path"), package.folder / path
    if Path(path).is_absolute() or ".." in Path(path).parts or "\0" in path:
        hint = "Write it as in 'data/places.csv'."
        yield document.problem(key, "path-outside", f"The path {path!r} leads out of the package.", hint)
        return
    try:
        there = file.is_file()
    except OSError:  # longer than a path can be
        there = False
    if not there:
        near = [each.name for each in file.parent.iterdir()] if file.parent.is_dir() else []
        made = f"`plumbline import {package.folder.name}` makes it, or correct the path."
        made = made if (package.folder / "recipe.yaml").is_file() else "Put it there, or correct the path."
        hint = did_you_mean(file.name, near, made)
        yield document.problem(key, "file-missing", f"The data file '{path}' does not exist.", hint)
    elif not file.resolve().is_relative_to(package.folder.resolve()):
        message = f"The data file '{path}' is a link that leads out of the package."
        yield document.problem(key, "path-outside", message, "Put the file itself there.")
