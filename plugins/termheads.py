"""The lines below the heading of a term: in which forms texts use it, and whether it is linked by itself.

## Gap {#gap}
Forms: gap, gaps
Auto: no
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from plugins import unwritten
from plugins.equity.problems import Problem, did_you_mean, nearest
from plugins.headings import read_headings

KEYS = ("Forms", "Auto")

_LINE = re.compile(r"^([^\W\d_][\w-]*)\s*:\s*(.*?)\s*$")
_COMMAS = re.compile(r"[,;،、，؛]")


@dataclass(frozen=True)
class TermHead:
    """What is said of one term: its `forms` (none: the heading is its only one), whether it is linked."""

    line: int
    forms: tuple[str, ...] = ()
    auto: bool = True


@dataclass(frozen=True)
class Lifted:
    """The lines of a glossary without those heads (each an empty line now), the heads by term id."""

    lines: tuple[str, ...]
    heads: Mapping[str, TermHead]
    problems: tuple[Problem, ...]


def lift(lines: list[str], first: int, name: str) -> Lifted:
    """Take the heads out of a body whose first line is number `first` of the file `name`."""
    left, problems = list(lines), list[Problem]()
    heads: dict[str, TermHead] = {}
    for heading in read_headings(lines, first):
        if heading.level != 2 or not heading.id:
            continue
        at = heading.line - first + 1
        if at < len(lines) and re.fullmatch(r"-+ *", lines[at]):
            at += 1  # the line below a heading in Markdown's other way
        while at < len(lines) and not lines[at].strip():
            at += 1
        said: dict[str, str] = {}
        while at < len(lines) and (match := _LINE.match(lines[at])):
            key, value = match.groups()
            wrong = _wrong(key, value, said, name, at + first)
            if wrong is None and key not in KEYS:
                break
            if wrong:
                problems.append(wrong)
            else:
                said[key] = value
            left[at] = ""
            at += 1
        forms = tuple(each.strip() for each in _COMMAS.split(said.get("Forms", "")) if each.strip())
        heads.setdefault(heading.id, TermHead(heading.line, forms, said.get("Auto") != "no"))
    return Lifted(tuple(left), heads, tuple(problems))


def _wrong(key: str, value: str, said: Mapping[str, str], name: str, line: int) -> Problem | None:
    if key not in KEYS:
        meant = nearest(key, KEYS)
        message = f"'{key}' is nothing that a term has."
        return Problem(name, line, "term-head", message, did_you_mean(key, KEYS)) if meant else None
    if key in said:
        return Problem(name, line, "term-head", f"'{key}' stands here twice.", "Keep one of them.")
    asked = unwritten.asked(value)
    if asked is not None:
        return unwritten.left(name, line, asked)
    if key == "Forms" and not _COMMAS.sub("", value).strip():
        hint = "Write the forms that texts use, such as 'Forms: gap, gaps', or leave the line out."
        return Problem(name, line, "term-head", "'Forms' names no word.", hint)
    if key == "Auto" and value not in ("yes", "no"):
        hint = "Write 'Auto: no', or leave the line out."
        return Problem(name, line, "term-head", f"'Auto' cannot be '{value}'.", hint)
    return None
