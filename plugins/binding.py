"""Binds pages into one document: a page's HTML as a piece of a longer page. HTML in, HTML out.

Headings go down a level, landmarks are none any more, ids get the piece's name in front. Links between the
pieces lead to each other, all other links lead where they led; what leads out of the site is numbered, so
that paper can say where it led.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from plugins import addresses

ALONE = "alone"
"""The class of what a page says only where it stands alone."""

NOTE = "data-note"
"""The attribute of a link that leads out of the site: the number under which paper tells its address."""

_NAMES = ("id", "aria-labelledby", "aria-describedby", "aria-controls", "for", "headers")
_LINKS = ("href", "src")
_LANDMARKS = ("section", "nav", "aside")
_TAGS = {"nav": "div", "aside": "div"} | {f"h{level}": f"h{min(level + 1, 6)}" for level in range(1, 7)}
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


@dataclass(frozen=True)
class Bound:
    """A page as a piece of a document.

    `id` is its name there, `title` the words of its heading, `parts` the ids and words of the headings below
    it, `html` the piece, `links` the addresses outside of the site in the order of their numbers, `refers`
    the fragments of every other piece that it leads to, by that piece's id.
    """

    id: str
    title: str
    parts: tuple[tuple[str, str], ...]
    html: str
    links: tuple[str, ...]
    refers: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Place:
    """Where a piece stands: `id` in the document at the address `document`; `source` is the page's own.

    `pieces` are the ids of all pieces by the addresses of their pages. Of a piece that is bound in part,
    `kept` are the ids of the sections that are there (None: all).
    """

    id: str
    document: str
    source: str
    pieces: Mapping[str, str] = field(default_factory=dict)
    kept: frozenset[str] | None = None


def bind(html: str, place: Place) -> Bound:
    """A page's content as the piece of a document."""
    binder = _Binder(place)
    binder.feed(html)
    binder.close()
    return Bound(
        place.id,
        binder.title,
        tuple(binder.parts),
        "".join(binder.out),
        tuple(binder.links),
        {piece: frozenset(ids) for piece, ids in binder.refers.items()},
    )


def resolve(source: str, href: str) -> tuple[str, str]:
    """The address and the fragment that a link of the page at `source` leads to: `en/a/`, `../b/#c` gives
    `en/b/`, `c`.
    """
    path, _, fragment = href.partition("#")
    if not path:
        return source, fragment
    parts = source.split("/")[:-1]
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts), fragment


def sections_with(html: str, classes: frozenset[str]) -> str:
    """The outermost sections of a page in which something has one of these classes."""
    picker = _Picker(html, classes)
    picker.feed(html)
    picker.close()
    return "\n".join(picker.found)


class _Picker(HTMLParser):
    """Finds sections by what is in them."""

    def __init__(self, html: str, classes: frozenset[str]) -> None:
        super().__init__()
        self.html, self.classes = html, classes
        self.lines = [0]
        for line in html.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))
        self.found: list[str] = []
        self.start = self.deep = 0
        self.wanted = False

    def at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            if not self.deep:
                self.start, self.wanted = self.at(), False
            self.deep += 1
        self.wanted |= bool(self.classes & {*(dict(attrs).get("class") or "").split()})

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self.deep -= 1
            if not self.deep and self.wanted:
                self.found.append(self.html[self.start : self.at()] + "</section>")


class _Binder(HTMLParser):
    """Writes what it reads, changed where it stands in a document."""

    def __init__(self, place: Place) -> None:
        super().__init__(convert_charrefs=False)
        self.place = place
        self.out: list[str] = []
        self.title = ""
        self.parts: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.refers: dict[str, set[str]] = {}
        self.section = ""
        self.heading: tuple[str, str] | None = None
        self.words: list[str] = []
        self.left_out = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.left_out or self.unwanted(tag, given):
            self.left_out += tag not in _VOID
            return
        if tag == "section":
            self.section = given.get("id") or ""
        if tag == "details":
            attrs = [*attrs, ("open", None)]  # a document is read from one end to the other
        if tag in ("h1", "h2"):
            given["id"] = given.get("id") or (self.section if tag == "h2" else "")
            own = given["id"] or ("title" if tag == "h1" else f"part-{len(self.parts) + 1}")
            self.heading, self.words = (tag, self.named(own)), []
            if not given["id"]:
                attrs = [*attrs, ("id", own)]
        self.out.append(f"<{_TAGS.get(tag, tag)}{self.written(tag, attrs)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.left_out and not self.unwanted(tag, dict(attrs)):
            self.out.append(f"<{tag}{self.written(tag, attrs)}/>")

    def handle_endtag(self, tag: str) -> None:
        if self.left_out:
            self.left_out -= tag not in _VOID
            return
        if self.heading and tag == self.heading[0]:
            words = " ".join("".join(self.words).split())
            if tag == "h1":
                self.title = words
            else:
                self.parts.append((self.heading[1], words))
            self.heading = None
        self.out.append(f"</{_TAGS.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        self.text(data, data)

    def handle_entityref(self, name: str) -> None:
        self.text(f"&{name};", unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.text(f"&#{name};", unescape(f"&#{name};"))

    def text(self, written: str, words: str) -> None:
        if not self.left_out:
            self.out.append(written)
            if self.heading:
                self.words.append(words)

    def unwanted(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """Whether an element is only for the page that stands alone, or a section that is not kept."""
        kept = self.place.kept
        left = kept is not None and tag == "section" and attributes.get("id") not in kept
        return left or ALONE in (attributes.get("class") or "").split()

    def named(self, id_: str) -> str:
        return f"{self.place.id}--{id_}"

    def written(self, tag: str, attrs: list[tuple[str, str | None]]) -> str:
        """The attributes of an element as they are written in the document."""
        made: list[tuple[str, str | None]] = []
        for name, value in attrs:
            # The landmarks of a page are none of the document: there each name would stand many times.
            if tag in _LANDMARKS and name in ("aria-label", "aria-labelledby"):
                continue
            if name in _NAMES and value:
                made.append((name, " ".join(self.named(each) for each in value.split())))
            elif name in _LINKS and value and (tag == "a" or name == "src"):
                made.append((name, self.link(value)))
                if tag == "a" and urlsplit(value).scheme in ("http", "https"):
                    if value not in self.links:
                        self.links.append(value)
                    made.append((NOTE, str(self.links.index(value) + 1)))
            else:
                made.append((name, value))
        return "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in made)

    def link(self, href: str) -> str:
        """Where a link of the page leads from the document."""
        if urlsplit(href).scheme or href.startswith("//"):
            return href
        address, fragment = resolve(self.place.source, href)
        piece = self.place.pieces.get(address)
        mine = piece == self.place.id
        there = mine and fragment and self.place.kept is not None and fragment not in self.place.kept
        if piece and not there:
            if not mine and fragment:
                self.refers.setdefault(piece, set()).add(fragment)
            return f"#{piece}--{fragment}" if fragment else f"#{piece}"
        return addresses.link(self.place.document, address) + (f"#{fragment}" if fragment else "")
