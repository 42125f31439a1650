"""What a recipe needs of the description of its package: dimensions, groups, levels, numbers."""

from collections.abc import Iterable, Sequence

from plugins.equity.descriptors import ALL

from .rules import Recipe, Source
from .vocabulary import known_group

_ROLES = ("period", "place", "code", "dimension", "group", "number")


def dimensions_of(recipe: Recipe, sources: Iterable[Source]) -> list[str]:
    """The dimensions that sources break down by, in the order in which the recipe names them."""
    found: list[str] = []
    for each in sources:
        found += each.dimensions
        found += [each.across.dimension] if each.across is not None else []
        found += [name for name in each.captured() if name not in _ROLES]
        if each.dimension is not None or each.group is not None or "group" in each.captured():
            found += [*recipe.dimension_names.values(), *recipe.groups]
    return [each for each in dict.fromkeys(found) if each != ALL]


def groups_of(recipe: Recipe, dimension: str) -> dict[str, str]:
    """The groups that the recipe's words mean, with our label where we know the word, else the word."""
    labels: dict[str, str] = {}
    for word, id_ in recipe.groups.get(dimension, {}).items():
        known = known_group(word, dimension)
        labels.setdefault(id_, known.label if known is not None and known.id == id_ else word)
    return {id_: label for id_, label in labels.items() if id_ != ALL}


def levels_of(recipe: Recipe) -> list[str]:
    """The levels of places, from the top down, each once."""
    rules = recipe.places
    below = [each.level for source in recipe.sources for each in source.place if each.level]
    top = [each.level for each in rules.fixed if each.level not in (*below, rules.level)]
    return [*dict.fromkeys([*top, *reversed(below), rules.level])]


def numbers_of(sources: Iterable[Source]) -> set[str]:
    """The numbers that sources fill."""
    found: set[str] = set()
    for each in sources:
        found |= {*each.numbers, *([each.across.number] if each.across is not None else [])}
    return found


def inserted(known: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The known words in their order, and each new one behind the one that goes before it in `wanted`."""
    order, before = [*known], -1
    for each in wanted:
        if each not in order:
            order.insert(before + 1, each)
        before = order.index(each)
    return order
