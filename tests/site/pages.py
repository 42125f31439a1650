"""A built page as a tree that tests can ask: elements by tag and class, their words, the numbers in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "link", "img", "br", "hr", "input", "area", "base", "col", "embed", "source", "track", "wbr"}


@dataclass(eq=False)
class Element:
    """An element; `inside` holds elements and texts in their order."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    inside: "list[Element | str]" = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").split()

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def walk(self) -> "Iterator[Element]":
        """Itself and everything inside, in the order of the page."""
        yield self
        for each in self.inside:
            if isinstance(each, Element):
                yield from each.walk()

    def all(self, tag: str = "", of: str = "", **attributes: str) -> "list[Element]":
        """Every element inside with this tag, class (`of`) and attributes (`_` for `-`)."""
        wanted = {name.strip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            each
            for each in self.walk()
            if each is not self
            and (not tag or each.tag == tag)
            and (not of or of in each.classes)
            and all(each.attributes.get(name) == value for name, value in wanted.items())
        ]

    def one(self, tag: str = "", of: str = "", **attributes: str) -> "Element":
        """The only such element."""
        found = self.all(tag, of, **attributes)
        assert len(found) == 1, f"{len(found)} x {tag}.{of} {attributes}"
        return found[0]

    @property
    def words(self) -> str:
        """Its text, spaces joined; drawings, which are decoration beside words, left out."""
        return re.sub(r"\s+", " ", "".join(self._texts())).strip()

    def _texts(self) -> Iterator[str]:
        for each in self.inside:
            if isinstance(each, str):
                yield each
            elif each.tag != "svg":
                yield from each._texts()
                yield "" if each.tag in ("span", "a", "strong", "em", "b", "code") else " "

    def around(self) -> "Iterator[Element]":
        """Itself and what it stands in, outwards."""
        at: Element | None = self
        while at is not None:
            yield at
            at = at.parent


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.inside.append(made)
        if tag not in VOID:
            self.at = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}>"  # our pages are well formed
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.inside.append(data)


def read_page(path: Path) -> Element:
    """A page of the site; AssertionError when an element is not closed where it should be."""
    return parse(path.read_text("utf-8"))


def parse(text: str) -> Element:
    """The text of a page, likewise."""
    tree = _Tree()
    tree.feed(text)
    tree.close()
    assert tree.at is tree.root, f"<{tree.at.tag}> is not closed"
    return tree.root


PERIOD = re.compile(r"\b\d{4}-\d{2}\b")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def numbers(text: str) -> list[str]:
    """The numbers of a text as they are written, without separators and without school years: `1799`."""
    return [each.replace(",", "") for each in _NUMBER.findall(PERIOD.sub(" ", text))]
