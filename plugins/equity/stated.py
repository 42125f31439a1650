"""What a report states: every text with a number of the data in it, by name, and the cells behind it.

A name is that of the record: `value/latest`, `figure/over-time` (its finding and summary), `table/over-time`,
`standing`, `scorecard`. Figure and table are one thing to an author, so that `thing` gives them one name.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from .accounts import in_order
from .disclosure import Key
from .editions import Edition, value_names
from .languages import Language
from .passages import CHANGES, SCORECARD, THREAD, measured_passages, passages
from .reports import Report

STANDING = "standing"
PARTS = (STANDING, SCORECARD, THREAD, CHANGES)
"""The parts of pages that a correction can name: `part: standing`."""

_SENTENCES = ("finding", "summary", "beside")
SAID_AGAIN = (*_SENTENCES, "told")
"""Parts of a thing that say its numbers once more: sentences of a figure, a value with its interval."""


def stated(edition: Edition, report: Report, language: Language) -> Iterator[tuple[str, Any]]:
    """The texts of a report in a language, each a text, a list of them, or texts by name."""
    for id_ in value_names(report):
        text, told = edition.value(report, id_, language), edition.told(report, id_, language)
        yield f"value/{id_}", text if told == text else {"": text, "told": told}
    for id_ in report.figures:
        figure = edition.figure(report, id_, "", language)
        yield f"figure/{id_}", [figure.finding, figure.summary, *([figure.beside] if figure.beside else [])]
        columns = [each.id for each in figure.table.columns]
        yield (
            f"table/{id_}",
            {
                f"{row.id} {column}": cell.text
                for row in figure.table.rows
                for column, cell in list(zip(columns, row.cells, strict=True))[1:]
                if cell.text
            },
        )
    stands = edition.standing(report, language)
    said = {
        "statement": stands.statement,
        "verdict": stands.verdict,
        "chance": stands.chance,
        "pace": stands.pace,
    }
    said |= {f"mark {each.id}": f"{each.text} {each.detail}".strip() for each in stands.marks}
    said["headline"] = edition.headline(report, language)
    yield STANDING, {name: text for name, text in said.items() if text}
    yield from passages(edition, report, language).items()


def thing(name: str) -> str:
    """What an author calls it: `value/latest`, `figure/over-time`, `part/standing`."""
    kind, _, id_ = name.partition("/")
    if not id_:
        return f"part/{name}"
    return f"figure/{id_}" if kind == "table" else name


def names_of(what: str) -> tuple[str, ...]:
    """The names under which a record has a thing: the other way of `thing`."""
    kind, _, id_ = what.partition("/")
    return {"figure": (what, f"table/{id_}"), "part": (id_,)}.get(kind, (what,))


def is_part(what: str) -> bool:
    """Whether a thing is a part of a page, which says numbers that stand elsewhere as well."""
    return what.startswith("part/")


def parts(item: Any) -> Mapping[str, str]:
    """A recorded item as texts by name."""
    if isinstance(item, str):
        return {"": item}
    if isinstance(item, list):
        return {name: str(text) for name, text in zip(_SENTENCES, item, strict=False)}
    return {str(name): str(text) for name, text in item.items()} if isinstance(item, dict) else {}


def same_numbers(one: str, other: str) -> bool:
    """Whether two texts hold the same numbers: words may be mended at any time."""
    return sorted(in_order(one)) == sorted(in_order(other))


def behind(edition: Edition, report: Report) -> Mapping[str, frozenset[Key]]:
    """The cells behind each thing that a report states."""
    found = {f"value/{id_}": frozenset[Key]() for id_ in value_names(report)}
    found |= {f"value/{id_}": frozenset(edition.measured(report, id_).cells) for id_ in report.values}
    found |= {f"figure/{id_}": frozenset(edition.plot(report, id_).cells) for id_ in report.figures}
    for part, numbers in ((STANDING, edition.known(report)), *measured_passages(edition, report).items()):
        found[thing(part)] = frozenset(key for each in numbers.values() for key in each.cells)
    return found


def cells_of(edition: Edition, report: Report) -> frozenset[Key]:
    """Every cell behind what a report states."""
    return frozenset[Key]().union(*behind(edition, report).values())
