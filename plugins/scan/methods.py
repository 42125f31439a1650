"""The worked example of a methods page against the package: its table cell by cell, then all its numbers."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from plugins.equity.accounts import in_order, named, tokens, words_tokens
from plugins.equity.disclosure import Key
from plugins.equity.disclosure.elsewhere import Shown
from plugins.equity.examples import Example, Line
from plugins.equity.languages import Language
from plugins.frames import Page

from .findings import Scan
from .readback import Element
from .readings import numbers

_ROLES = {"count": "numerator", "people": "denominator", "rate": "value"}
_FORMS = (0, 1, 2, 3)
_HINT = "Mend the template, or the words or the example that it shows."


def scan_method(scan: Scan, name: str, tree: Element, page: Page) -> None:
    """One page; a measure without an example has no number in its place."""
    example: Example | None = page.context["example"]
    for part in tree.all("div", "worked"):
        if example is not None:
            _scan_table(scan, name, part, page)
        allowed = _allowed(example, page.language) if example else frozenset()
        for text, line in part.spoken():
            if tokens(text) - allowed:
                message = "There is a number in the example that its published cells do not give."
                scan.tell_of(name, line, "output-shown", message, _HINT)


def _scan_table(scan: Scan, name: str, part: Element, page: Page) -> None:
    """A row a line, in their order; what a cell is of is known by its column."""
    example, language = page.context["example"], page.language
    columns = page.context["method"]["example"].table.columns
    spec = example.scene.protected.package.indicators[example.scene.indicator]
    scale = tokens(language.number(spec.scale))
    rows = [row for body in part.all("tbody") for row in body.all("tr")]
    if len(rows) != len(example.lines):
        message = "The rows of the example are not those that it was worked out of."
        scan.tell_of(name, part.line, "output-differs", message, _HINT)
        return
    for line, row in zip(example.lines, rows, strict=True):
        for column, cell in zip(columns[1:], row.all("td"), strict=False):
            role = _ROLES.get(column.id)
            if role is None or not in_order(cell.text):
                continue
            for key in _keys(line, example):
                for text in [*numbers(cell.text, language)][:1]:  # a rate may say of how many it is
                    scan.read(name, cell.line, Shown(key, role, text))
            if not tokens(cell.text) <= _line_tokens(line, language, role) | scale:
                which = ", ".join(map(named, _keys(line, example))) or line.who
                message = f"The example does not show the number of its row: {which}."
                scan.tell_of(name, cell.line, "output-differs", message, _HINT)


def _keys(line: Line, example: Example) -> Iterator[Key]:
    """The one cell of a line; what is left of several has none."""
    scene = example.scene
    if line.who != "rest":
        group = () if line.who == "all" else ((scene.dimension, line.who),)
        yield Key(scene.protected.package.id, scene.indicator, line.period, line.place, group)


def _line_tokens(line: Line, language: Language, role: str = "") -> frozenset[str]:
    parts = {"numerator": line.count, "denominator": line.people, "value": line.rate}
    found: set[str] = set()
    for part, number in parts.items():
        if number is not None and role in ("", part):
            found |= written(number, language)
    return frozenset(found)


@cache
def written(number: float, language: Language) -> frozenset[str]:
    """The ways in which a number may be written, without its sign."""
    exact = Fraction(str(round(number, 9)))
    both = (exact, Fraction(number))
    texts = (language.number(abs(each), decimals) for each in both for decimals in _FORMS)
    return frozenset[str]().union(*map(tokens, texts))


def _allowed(example: Example, language: Language) -> frozenset[str]:
    """Every number that the words and the table of an example may hold."""
    scene, record = example.scene, example.record
    package = scene.protected.package
    about = ("group/", "total/", "dimension/", f"indicator/{scene.indicator}/")
    found = set(words_tokens(package, language, about))
    found |= tokens(language.number(package.indicators[scene.indicator].scale))
    for line in example.lines:
        found |= _line_tokens(line, language) | tokens(line.period)
        found |= tokens(package.place_word(line.place, language.code))
        for part in (line.share, line.rank):
            if part is not None:
                found |= written(100 * part, language) | written(part, language)
    for number in (record.value, record.low, record.high, 100 * record.level):
        if number is not None:
            found |= written(number, language)
    for count in (each for counts in example.letters.values() for each in counts):
        found |= tokens(language.number(count))
    return frozenset(found)
