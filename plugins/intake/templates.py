"""The one pattern language of recipes: `*` stands for anything, `{period}` for something that is wanted.

Paths of files, names of sheets, lines above a table, headings and words that are left out are all matched
with it, so that nobody has to write a regular expression.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

_PART = re.compile(r"\*|\{([a-z_][a-z0-9_]*)\}")


def wanted(template: str) -> tuple[str, ...]:
    """The names in braces, in order."""
    return tuple(name for name in _PART.findall(template) if name)


@cache
def _pattern(template: str, choices: tuple[tuple[str, tuple[str, ...]], ...], path: bool) -> re.Pattern[str]:
    """A template as an expression; a name that stands there twice must be the same word twice."""
    closed, seen, at, parts = dict(choices), set[str](), 0, []
    any_ = "[^/]" if path else "."
    for found in _PART.finditer(template):
        parts.append(re.escape(template[at : found.start()]))
        at, name = found.end(), found[1]
        if name is None:
            parts.append(f"{any_}*?")
        elif name in seen:
            parts.append(f"(?P={name})")
        else:
            words = "|".join(re.escape(each) for each in sorted(closed.get(name, ()), key=len, reverse=True))
            parts.append(f"(?P<{name}>{words or any_ + '+?'})")
            seen.add(name)
    parts.append(re.escape(template[at:]))
    return re.compile("".join(parts), re.DOTALL)


def match(
    template: str, text: str, choices: Mapping[str, Sequence[str]] | None = None, path: bool = False
) -> dict[str, str] | None:
    """What stands in the places of the names when the whole text fits, else None.

    In a `path`, neither `*` nor a name reaches over a slash. `choices` are the only words that a name may
    stand for.
    """
    closed = tuple(sorted((name, tuple(words)) for name, words in (choices or {}).items()))
    found = _pattern(template, closed, path).fullmatch(text)
    return None if found is None else found.groupdict()


def fits(templates: Sequence[str], text: str, path: bool = False) -> bool:
    """Whether the whole text fits one of the templates."""
    return any(match(each, text, path=path) is not None for each in templates)
