"""A recipe against the package that it fills; the publisher's files are not needed for that."""

from collections.abc import Iterator
from pathlib import Path

from plugins.equity.contract import check_contract
from plugins.equity.descriptors import ALL, Package
from plugins.equity.packages import describe
from plugins.equity.problems import Problem, did_you_mean, errors
from plugins.equity.sources import Key

from .recipes import RECIPE, read_recipe
from .rules import Recipe, Source
from .tidying import numbers_of

_ROLES = ("period", "place", "code", "dimension", "group")


def check_recipes(root: Path, packages: dict[str, Package]) -> tuple[Problem, ...]:
    """What is wrong with the recipes in packages. `packages` are those that opened.

    The others are known by their description: before the first import there are no tables yet.
    """
    folder, problems = root / "datapackages", list[Problem]()
    for path in sorted(folder.glob(f"*/{RECIPE}")):
        recipe, found = read_recipe(path, root)
        problems += found
        package = packages.get(path.parent.name) or _described(path.parent, root)
        if recipe is not None and package is not None:
            problems += vet(recipe, package)
    return tuple(problems)


def _described(folder: Path, root: Path) -> Package | None:
    """A package by its description; None where that does not say what a recipe fills: opening tells why."""
    if not (folder / "datapackage.json").is_file():
        return None
    package, document, _ = describe(folder, root)
    if package is None or "resource-unknown" in {each.code for each in check_contract(package, document)}:
        return None
    return package


def vet(recipe: Recipe, package: Package) -> tuple[Problem, ...]:
    """Names of groups, dimensions and indicators; numbers of the table that no source fills."""
    problems = [*_groups(recipe, package), *_levels(recipe, package)]
    for source in recipe.sources:
        problems += _source(recipe, source, package)
    if not errors(problems):
        problems += _numbers(recipe, package)
    return tuple(problems)


def indicator_of(source: Source, package: Package) -> str:
    """The id of the indicator that a source fills: the only one of the package where it names none."""
    return source.indicator or (next(iter(package.indicators)) if len(package.indicators) == 1 else "")


def _groups(recipe: Recipe, package: Package) -> Iterator[Problem]:
    document = recipe.document
    for name, words in recipe.groups.items():
        if name not in package.dimensions:
            yield _no_dimension(recipe, ("groups", name), name, package)
            continue
        known = (ALL, *package.dimensions[name].groups)
        for word, id_ in words.items():
            if id_ not in known:
                message = f"'{id_}' is not a group of '{name}'."
                declare = _declared(recipe)
                hint = did_you_mean(id_, known, declare)
                # A near name may be the opposite: `english_learner` for `not_english_learner`.
                hint = hint if hint == declare else f"{hint} If not: {declare[0].lower()}{declare[1:]}"
                yield document.problem(("groups", name, word), "group-unknown", message, hint)
    for word, name in recipe.dimension_names.items():
        if name not in (ALL, *package.dimensions):
            yield _no_dimension(recipe, ("dimension_names", word), name, package)


def _levels(recipe: Recipe, package: Package) -> Iterator[Problem]:
    """The levels of places are declared, where the package declares any."""
    rules = recipe.places
    used: list[tuple[Key, str]] = [(("places", "level"), rules.level)]
    used += [
        (recipe.at(source, "place"), each.level)
        for source in recipe.sources
        for each in source.place
        if each.level
    ]
    for key, level in dict.fromkeys(used) if package.levels else ():
        if level not in package.levels:
            hint = did_you_mean(level, package.levels, _declared(recipe))
            yield recipe.document.problem(key, "level-unknown", f"'{level}' is not a level of places.", hint)


def _describing(recipe: Recipe) -> str:
    """The command that adds to a description what its recipe needs."""
    return f"`plumbline import {recipe.home.name} --describe`"


def _declared(recipe: Recipe) -> str:
    return f"Declare it in datapackage.json: {_describing(recipe)} does."


def _no_dimension(recipe: Recipe, key: Key, name: str, package: Package) -> Problem:
    hint = did_you_mean(name, package.dimensions, _declared(recipe))
    message = f"This package has no dimension '{name}'."
    return recipe.document.problem(key, "dimension-unknown", message, hint)


def _source(recipe: Recipe, source: Source, package: Package) -> Iterator[Problem]:
    document = recipe.document
    if not indicator_of(source, package):
        message = "This package has several indicators, and the source does not say which it fills."
        hint = did_you_mean("", package.indicators)
        yield document.problem(source.key, "key-missing", message, f"Add 'indicator:'. {hint}")
    elif source.indicator and source.indicator not in package.indicators:
        message = f"This package has no indicator '{source.indicator}'."
        hint = did_you_mean(source.indicator, package.indicators)
        yield document.problem(recipe.at(source, "indicator"), "indicator-unknown", message, hint)
    for name in source.dimensions:
        if name not in package.dimensions:
            yield _no_dimension(recipe, recipe.at(source, "dimensions", name), name, package)
    if source.across is not None and source.across.dimension not in package.dimensions:
        where = recipe.at(source, "across", "dimension")
        yield _no_dimension(recipe, where, source.across.dimension, package)
    for name in source.captured():
        if name not in (*_ROLES, *package.dimensions):
            message = f"'{{{name}}}' is neither a dimension nor one of {', '.join(_ROLES)}."
            hint = did_you_mean(name, (*_ROLES, *package.dimensions))
            yield document.problem((*source.key, "files"), "dimension-unknown", message, hint)


def _numbers(recipe: Recipe, package: Package) -> Iterator[Problem]:
    """Every number of a table comes from a source, or the recipe says why it does not."""
    for id_, indicator in package.indicators.items():
        mine = [each for each in recipe.sources if indicator_of(each, package) == id_]
        filled = {name for each in mine for name in each.numbers}
        filled |= {each.across.number for each in mine if each.across is not None}
        columns = numbers_of(package, indicator)
        for name in [
            each for each in columns if mine and each not in filled and not each.startswith("value_")
        ]:
            if name not in recipe.absent and name != "sd":
                message = f"No source fills the column '{name}' of '{indicator.resource}'."
                hint = (
                    f"Name its heading under 'numbers:', or say why it is not there: 'absent: {{{name}: x}}'."
                )
                yield recipe.document.problem(("absent",), "number-missing", message, hint)
        for name in sorted(filled - {*columns}):
            message = f"The table '{indicator.resource}' has no column '{name}'."
            both = f"it and '{name}_status'" if name in ("numerator", "denominator") else "it"
            add = f"Add {both} to the fields in datapackage.json: {_describing(recipe)} does."
            hint = did_you_mean(name, columns, add)
            yield recipe.document.problem(("numbers",), "field-missing", message, hint)
