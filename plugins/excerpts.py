"""A part of a report's text on another page of its year: its headings one step lower, its ids its own, its
links still right, its figures left where they are.

The page it goes to lies beside the report's (`en/2019/lessons/` beside `en/2019/suspension/`), so that a link
that leads up and away stays as it is.
"""

import re
from collections.abc import Callable
from html import escape

from plugins.editing import MISSED
from plugins.manuscript import Manuscript

LESSONS = "lessons"

_TAG = re.compile(r"""<(/?)([a-zA-Z][\w-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(r"""([^\s=]+)\s*=\s*("[^"]*"|'[^']*')""")
_FIGURE = re.compile(r"""<figure\b[^>]*\bid="(figure-[^"]+)"[^>]*>.*?</figure>""", re.S)
_HEADING = re.compile(r"h[2-5]")
_LEVELS = re.compile(r"<h([1-3])\b")
_AWAY = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|\.\./")
_REFERS = ("aria-labelledby", "aria-describedby", "headers", "for")


def lessons(manuscript: Manuscript, elsewhere: Callable[[str], str]) -> str:
    """The HTML of what a report learned: its section `lessons`, and what was missed where that stands in
    another one; "" where it has neither. `elsewhere` gives the words of the link that stands for a figure.
    """
    slug = manuscript.path.split("/")[-2]
    parts = [each.html for each in manuscript.sections if each.id == LESSONS]
    if not any(f'id="{MISSED}"' in each for each in parts):
        parts += [_below(each.html, MISSED) for each in manuscript.sections if f'id="{MISSED}"' in each.html]
    return excerpt("\n".join(each for each in parts if each), slug, elsewhere)


def _below(html: str, id_: str) -> str:
    """A heading of the third level and what stands below it."""
    start = re.search(rf'<h3\b[^>]*\bid="{re.escape(id_)}"', html)
    if start is None:
        return ""
    end = _LEVELS.search(html, start.end())
    return html[start.start() : end.start() if end else len(html)].strip()


def excerpt(html: str, slug: str, elsewhere: Callable[[str], str]) -> str:
    """A piece of the HTML of the report `slug`, for a page beside it."""
    home = f"../{slug}/"

    def figure(match: re.Match[str]) -> str:
        id_ = match.group(1)
        return f'<p><a href="{escape(home + "#" + id_)}">{escape(elsewhere(id_))}</a></p>'

    html = _FIGURE.sub(figure, html)
    own = {each.group(2)[1:-1] for tag in _TAG.finditer(html) for each in _ATTRIBUTE.finditer(tag.group(3))
           if each.group(1).lower() == "id"}  # fmt: skip

    def attribute(match: re.Match[str]) -> str:
        name, value = match.group(1), match.group(2)[1:-1]
        kind = name.lower()
        if kind == "id":
            value = f"{slug}-{value}"
        elif kind in _REFERS:
            value = " ".join(f"{slug}-{each}" for each in value.split())
        elif kind in ("href", "src"):
            value = _address(value, slug, home, own)
        else:
            return match.group()
        return f'{name}="{value}"'

    def tag(match: re.Match[str]) -> str:
        closing, name, rest = match.groups()
        if _HEADING.fullmatch(name):
            name = f"h{int(name[1]) + 1}"
        return f"<{closing}{name}{_ATTRIBUTE.sub(attribute, rest)}>"

    return _TAG.sub(tag, html).strip()


def _address(value: str, slug: str, home: str, own: set[str]) -> str:
    if value.startswith("#"):
        return f"#{slug}-{value[1:]}" if value[1:] in own else home + value
    return value if not value or _AWAY.match(value) else home + value.removeprefix("./")
