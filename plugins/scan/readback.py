"""Built files read back as values: pages and drawings as elements with their lines, tables as rows.

Only what the scan asks is kept. A file that is not what its name says is told by ValueError.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_SILENT = frozenset({"script", "style"})
MUTE = frozenset(
    {
        "class",
        "id",
        "href",
        "src",
        "lang",
        "dir",
        "role",
        "scope",
        "type",
        "rel",
        "charset",
        "name",
        "http-equiv",
        "for",
        "headers",
        "download",
        "aria-labelledby",
        "aria-describedby",
        "aria-hidden",
        "aria-current",
        "focusable",
        "tabindex",
        "hreflang",
        "sizes",
        "data-note",
    }
)
"""Attributes that nobody reads as words: addresses, names for the style sheet, roles."""

SHAPE = frozenset(
    {
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "dx",
        "dy",
        "width",
        "height",
        "viewbox",
        "d",
        "transform",
        "points",
        "fill",
        "fill-opacity",
        "stroke",
        "stroke-width",
        "stroke-opacity",
        "stroke-dasharray",
        "stroke-linejoin",
        "stroke-linecap",
        "font-size",
        "font-weight",
        "font-family",
        "text-anchor",
        "direction",
        "xmlns",
        "preserveaspectratio",
        "opacity",
    }
)
"""Attributes that draw."""


@dataclass(eq=False)
class Element:
    """An element of a page or drawing; `inside` holds elements and texts in order, `line` where it begins."""

    tag: str
    attributes: dict[str, str]
    line: int
    inside: "list[Element | str]" = field(default_factory=list)
    comments: list[tuple[str, int]] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").split()

    def walk(self) -> "Iterator[Element]":
        """Itself and every element inside, in order."""
        waiting = [self]
        while waiting:
            each = waiting.pop()
            yield each
            waiting.extend(inner for inner in reversed(each.inside) if isinstance(inner, Element))

    def all(self, tag: str = "", of: str = "") -> "list[Element]":
        """Every element inside with this tag and class."""
        return [
            each
            for each in self.walk()
            if each is not self and (not tag or each.tag == tag) and (not of or of in each.classes)
        ]

    @property
    def text(self) -> str:
        """Its words, drawings included."""
        return "".join(each if isinstance(each, str) else each.text for each in self.inside)

    def spoken(self, without: "frozenset[int]" = frozenset()) -> "Iterator[tuple[str, int]]":
        """Each text and each attribute that speaks, with its line; not of the elements in `without` (ids)."""
        if id(self) in without:
            return
        for name, value in self.attributes.items():
            if name not in MUTE and name not in SHAPE and value:
                yield value, self.line
        own = "".join(each for each in self.inside if isinstance(each, str))
        if own.strip():
            yield own, self.line
        for each in self.inside:
            if isinstance(each, Element):
                yield from each.spoken(without)


class _Reader(HTMLParser):
    """Builds the tree. Elements that nobody closes end with their parents, which is enough here."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {}, 1)
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.getpos()[0])
        self.open[-1].inside.append(made)
        if tag not in _VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.getpos()[0])
        self.open[-1].inside.append(made)

    def handle_endtag(self, tag: str) -> None:
        tags = [each.tag for each in self.open]
        if tag in tags[1:]:
            del self.open[len(tags) - 1 - tags[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        self.root.comments.append((data, self.getpos()[0]))


def read_html(text: str) -> Element:
    """A page, or a drawing inside one, as a tree."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.root


def read_csv(text: str) -> list[list[str]]:
    """A table's rows, the header first."""
    return list(csv.reader(io.StringIO(text, newline="")))


def read_texts(suffix: str, text: str) -> Iterator[str]:
    """Every text of a JSON, XML or plain file: keys, values, attributes. ValueError: it is none."""
    if suffix in (".json", ".webmanifest"):
        yield from _json_texts(json.loads(text, parse_float=str, parse_int=str))
    elif suffix == ".xml":
        if not text.lstrip("\ufeff \n").startswith("<"):
            raise ValueError("it is no XML")
        for each in read_html(text).walk():
            yield from each.attributes.values()
            yield from (inner for inner in each.inside if isinstance(inner, str))
    else:
        yield text


def _json_texts(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from _json_texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _json_texts(value)
    elif isinstance(data, str):
        yield data


def scripted(page: Element) -> Iterator[Element]:
    """Scripts and styles that stand in a page itself: data that no reader of ours understands."""
    for each in page.walk():
        if each.tag in _SILENT and each.text.strip():
            yield each
