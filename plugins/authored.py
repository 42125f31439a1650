"""The HTML that an author's text became: does anything in it run, load, paint, or lead where it must not?

It is looked at as a browser reads it, after Markdown, so that no way of writing gets past. HTML in, problems
out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser

from plugins.equity.problems import Problem

SCHEMES = ("http", "https", "mailto", "tel")
_FORBIDDEN = frozenset(
    (
        "script",
        "style",
        "iframe",
        "frame",
        "object",
        "embed",
        "form",
        "link",
        "meta",
        "base",
        "video",
        "audio",
    )
)
_INSIDE = frozenset(("blockquote", "li", "dd", "dt", "td", "th", "div", "section", "details", "article"))
_ADDRESSES = ("href", "src", "xlink:href", "action", "formaction", "poster", "srcset", "background")
_QUOTED = r"^\s*(?:>|[-*+]\s|\d+\.\s|:\s)"
_PATTERN_H2 = "<h2"


def check_authored(
    html: str, prose: Sequence[tuple[int, str]], links: Mapping[str, int], name: str, named: bool
) -> Iterator[Problem]:
    """Problems in the HTML of the file `name`.

    `prose`: its lines that are no code, with their numbers; `links`: on which line a target is written;
    `named`: whether every section needs an id. A line that cannot be found is 0.
    """
    reader = _Reader(prose, links, name, named)
    reader.feed(html)
    reader.close()
    return iter(reader.problems)


class _Reader(HTMLParser):
    def __init__(
        self, prose: Sequence[tuple[int, str]], links: Mapping[str, int], name: str, named: bool
    ) -> None:
        super().__init__()
        self.prose, self.links, self.name, self.named = prose, links, name, named
        self.problems: list[Problem] = []
        self.open: list[str] = []
        self.found: dict[str, Iterator[int]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unsafe(tag, attrs)
        for key, value in attrs:
            if key in _ADDRESSES and value:
                self.address(tag, value)
        if tag == "h2":
            self.section(dict(attrs).get("id") or "")
        if tag in _INSIDE:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]

    def unsafe(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Our own policy blocks such HTML, so it would do nothing."""
        bad = next((key for key, _ in attrs if key == "style" or key.startswith("on")), "")
        if tag in _FORBIDDEN or bad:
            line = self.line(f"<{tag}" if tag in _FORBIDDEN else rf"\b{re.escape(bad)}\s*=")
            message = "A page cannot hold scripts, embedded pages, forms, or styles of its own."
            self.tell(line, "html-unsafe", message, "Say it in Markdown; looks belong in the theme.")

    def address(self, tag: str, value: str) -> None:
        """Browsers leave out white space in a scheme and take a backslash for a slash, and so do we."""
        plain = re.sub(r"[\x00-\x20]", "", value).replace("\\", "/")
        scheme = re.match(r"([a-z][a-z0-9+.-]*):", plain, re.I)
        line = self.links.get(value) or self.line(re.escape(value))
        if tag in ("img", "source", "image", "input") and re.match(r"https?:|//", plain, re.I):
            message = "This picture is on another server, which would learn who reads the page."
            hint = "Put a copy of it beside the text, if you may, and write only its name."
            self.tell(line, "picture-elsewhere", message, hint)
        elif scheme and scheme.group(1).lower() not in SCHEMES:
            message = f"A link cannot begin with '{scheme.group(1)}:'."
            self.tell(line, "link-scheme", message, f"It can with {', '.join(SCHEMES)}.")

    def section(self, id_: str) -> None:
        """A heading of the second level cuts the page into sections, so it stands at the top, with an id."""
        if self.open:
            message = "A section cannot begin inside a quotation, a list, or a box."
            line = self.line(_QUOTED + ".*##") or self.line(_PATTERN_H2) or self.line(_QUOTED + r"\s*-+\s*$")
            self.tell(line, "section-nested", message, "Put its heading at the start of a line.")
        elif self.named and not id_:
            line = self.line(_PATTERN_H2)
            if line:  # in Markdown's own writing `headings` has told it
                hint = "Write it in Markdown: '## Its words {#its-id}'."
                self.tell(line, "section-no-id", "This section has no id.", hint)

    def line(self, pattern: str) -> int:
        """Where it is written: the first time the first such line, then the next; 0 when there is none."""
        if pattern not in self.found:
            wanted = re.compile(pattern, re.I)
            self.found[pattern] = (number for number, text in self.prose if wanted.search(text))
        return next(self.found[pattern], 0)

    def tell(self, line: int, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self.name, line, code, message, hint))
