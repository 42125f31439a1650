"""What a published cycle showed and no longer shows: its record against today's packages and facts.

A cell that has changed explains every text that hangs on it. A text that has changed while no cell behind it
did (a fact such as the baseline was edited) stands by itself. Texts are compared by their numbers alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .accounts import tokens
from .corrections import COLUMNS, Change, Pairs
from .disclosure import WITHHELD, Key
from .editions import Edition
from .records import Numbers, Record, key_of, numbers, record
from .reports import Cycle
from .stated import SAID_AGAIN, behind, is_part, parts, same_numbers, thing

Part = tuple[str, str, str]
"""A part of a thing (a cell of a table, a sentence), its old text and its new one."""


@dataclass(frozen=True)
class Cell:
    """A recorded cell that has changed. `withdrawn`: its old number must not be told, because it is withheld
    now, or because another number of that indicator and period is, and might follow from this one.
    """

    key: Key
    old: Numbers | None
    new: Numbers | None
    withdrawn: bool


@dataclass(frozen=True)
class Text:
    """A thing of a report (`value/latest`) whose numbers have changed: its changed parts by language."""

    report: str
    what: str
    texts: Mapping[str, tuple[Part, ...]]
    cells: frozenset[Key]
    withdrawn: bool


@dataclass(frozen=True)
class Differences:
    """`stands` says of each changed cell in which things of which reports it stands; `added` what is shown
    and not recorded; `hidden` in which things a number was withdrawn.
    """

    cells: tuple[Cell, ...] = ()
    texts: tuple[Text, ...] = ()
    stands: Mapping[Key, tuple[tuple[str, str], ...]] | None = None
    added: tuple[str, ...] = ()
    hidden: frozenset[tuple[str, str]] = frozenset()

    def unexplained(self) -> tuple[Text, ...]:
        """Texts that changed and no cell behind them did; parts of pages follow from values of the report."""
        changed = {each.key for each in self.cells}
        alone = [each for each in self.texts if not each.cells & changed]
        values = {each.report for each in alone if each.what.startswith("value/")}
        return tuple(each for each in alone if not is_part(each.what) or each.report not in values)


def compare(edition: Edition, cycle: Cycle, found: Record) -> Differences:
    """A record against what the cycle shows today."""
    today = record(edition, cycle)
    cells = _cells(edition, found, today["cells"])
    hanging = {each.slug: behind(edition, each) for each in edition.reports if each.cycle.id == cycle.id}
    texts = tuple(_texts(edition, found, today["strings"], hanging, cells))
    added = tuple(_added(found, today["strings"]))
    touched = {(each.report, each.what) for each in texts} | {*added}
    stands = {each.key: tuple(_stands(each.key, hanging, touched)) for each in cells}
    told = [f"{what.replace('/', ' ', 1)} of '{slug}'" for slug, what in added]
    many = sum(name not in found.cells for name in today["cells"])
    told += [f"{many} {'cell' if many == 1 else 'cells'} behind them"] if many else []
    secret = {each.key for each in cells if each.withdrawn}
    hidden = {(each.report, each.what) for each in texts if each.withdrawn}
    hidden |= {
        (slug, what) for slug, things in hanging.items() for what, keys in things.items() if keys & secret
    }
    return Differences(cells, texts, stands, tuple(told), frozenset(hidden))


def _stands(
    key: Key, hanging: Mapping[str, Mapping[str, frozenset[Key]]], touched: set[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Where a cell stands: in what reads otherwise now, or is not recorded. Where it changes nothing that can
    be read, in all that hangs on it.
    """
    every = [(slug, what) for slug, things in hanging.items() for what, keys in things.items() if key in keys]
    return [each for each in every if each in touched] or every


def _cells(edition: Edition, found: Record, today: Mapping[str, Any]) -> tuple[Cell, ...]:
    changed: list[tuple[Key, Numbers | None, Numbers | None]] = []
    for name, old in found.cells.items():
        key = key_of(name)
        if key is None or key.package not in edition.packages:
            continue  # a package that cannot be used has told so itself
        new = today[name] if name in today else numbers(edition.packages[key.package], key)
        if new != old:
            changed.append((key, old, new))
    hidden = {(key.package, key.indicator, key.period) for key, old, new in changed if _hides(old, new)}
    return tuple(
        Cell(key, old, new, (key.package, key.indicator, key.period) in hidden) for key, old, new in changed
    )


def _hides(old: Numbers | None, new: Numbers | None) -> bool:
    """Whether a number that stood there is withheld now."""
    return bool(old and new) and any(
        text == WITHHELD != (old or {}).get(column) for column, text in (new or {}).items()
    )


def _texts(
    edition: Edition,
    found: Record,
    today: Mapping[str, Any],
    hanging: Mapping[str, Mapping[str, frozenset[Key]]],
    cells: tuple[Cell, ...],
) -> Iterator[Text]:
    secret = {each.key for each in cells if each.withdrawn}
    for slug, languages in today.items():
        changed: dict[str, dict[str, list[Part]]] = {}
        for code, items in languages.items():
            for name, item in items.items():
                old = parts(found.strings.get(slug, {}).get(code, {}).get(name))
                for part, text in parts(item).items():
                    if part in old and not same_numbers(old[part], text):
                        changed.setdefault(thing(name), {}).setdefault(code, []).append(
                            (part, old[part], text)
                        )
        for what, texts in changed.items():
            keys = hanging[slug].get(what, frozenset())
            gone = any(tokens(a) and not tokens(b) for each in texts.values() for _, a, b in each)
            withdrawn = bool(keys & secret) or (gone and any(_withheld(edition, key) for key in keys))
            yield Text(slug, what, {code: tuple(each) for code, each in texts.items()}, keys, withdrawn)


def _withheld(edition: Edition, key: Key) -> bool:
    return WITHHELD in (numbers(edition.packages[key.package], key) or {}).values()


def _added(found: Record, today: Mapping[str, Any]) -> dict[tuple[str, str], None]:
    """The things of reports that are shown and not recorded, or not all of them."""
    return {
        (slug, thing(name)): None
        for slug, languages in today.items()
        for code, items in languages.items()
        for name, item in items.items()
        if not parts(item).keys() <= parts(found.strings.get(slug, {}).get(code, {}).get(name)).keys()
    }


def changes(differences: Differences, default: str) -> tuple[Change, ...]:
    """What a correction has to say of them, in the order in which it is told; `default` is the language in
    which the texts of changes are written.
    """
    found = [_of_cell(each) for each in differences.cells]
    return (*found, *(_of_text(each, default) for each in differences.unexplained()))


def _of_cell(cell: Cell) -> Change:
    if cell.withdrawn:
        return Change(cell.key, "", "", None, None, True)
    old, new = cell.old or {}, cell.new or {}
    columns = [each for each in COLUMNS if old.get(each) != new.get(each)]

    def side(numbers_: Numbers | None) -> Pairs | None:
        if numbers_ is None:
            return None
        return tuple((each, numbers_[each]) for each in columns if each in numbers_) or tuple(
            numbers_.items()
        )

    return Change(cell.key, "", "", side(cell.old), side(cell.new), False)


def _of_text(text: Text, default: str) -> Change:
    if text.withdrawn:
        return Change(None, text.report, text.what, None, None, True)
    old, new = brief(text.texts.get(default) or next(iter(text.texts.values())))
    return Change(None, text.report, text.what, old, new, False)


def brief(texts: tuple[Part, ...], most: int | None = None) -> tuple[str, str]:
    """The changed parts of a thing in one line, old and new, at `most` so many: what says them
    again is left out where there is anything else."""
    told = [each for each in texts if each[0] not in SAID_AGAIN] or list(texts)
    return "; ".join(old for _, old, _ in told[:most]), "; ".join(new for _, _, new in told[:most])
