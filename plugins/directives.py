"""The one grammar in which Markdown refers to data: `[[figure id | caption]]`, `[[value id]]`, `[[download
id]]`, `[[term word]]`.

Pure text in, text out; what a directive becomes is the caller's. Code spans and code blocks stay text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

KINDS = ("figure", "value", "download", "term")
BLOCKS = ("figure",)

# A directive that is not closed must not swallow the next one.
_DIRECTIVE = re.compile(r"\[\[((?:(?!\[\[).)*?)\]\]")
_OPEN = re.compile(r"\[\[(?!(?:(?!\[\[).)*\]\])")
# One bracket in place of two, and no link: `[value latest]`.
_SINGLE = re.compile(rf"(?<!\[)\[(?:{'|'.join(KINDS)}) [a-z0-9][\w-]*(?: *\|[^\]\[]*)?\](?![\(\[:])")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


@dataclass(frozen=True)
class Directive:
    """One reference: `kind`, `id`, the text after the bar (or ""), the line, and whether it has its line to
    itself.
    """

    kind: str
    id: str
    text: str
    line: int
    alone: bool


def parse(inside: str, line: int, alone: bool) -> Directive:
    """`figure where-we-are | The gap` -> Directive. Never fails: an unknown kind is the caller's to tell."""
    left, _, text = inside.partition("|")
    kind, _, id_ = left.strip().partition(" ")
    return Directive(kind, id_.strip(), text.strip(), line, alone)


def code_lines(lines: list[str]) -> list[bool]:
    """For each line whether it belongs to a fenced code block (its fences included)."""
    inside, marks = "", []
    for line in lines:
        fence = _FENCE.match(line)
        if inside:
            marks.append(True)
            if fence and fence.group(1).startswith(inside) and not line.strip().strip(inside[0]):
                inside = ""
        else:
            marks.append(bool(fence))
            inside = fence.group(1) if fence else ""
    return marks


def expand(lines: list[str], first: int, replace: Callable[[Directive], str]) -> list[str]:
    """The lines with every directive replaced; `first` is the line number of the first."""
    out = []
    for number, (line, code) in enumerate(zip(lines, code_lines(lines), strict=True), first):
        out.append(line if code else _in_line(line, number, replace))
    return out


def _in_line(line: str, number: int, replace: Callable[[Directive], str]) -> str:
    alone = bool(_DIRECTIVE.fullmatch(line.strip()))

    def one(match: re.Match[str]) -> str:
        return replace(parse(match.group(1), number, alone))

    parts, at = [], 0
    for span in _CODE.finditer(line):
        parts += [_DIRECTIVE.sub(one, line[at : span.start()]), span.group()]
        at = span.end()
    return "".join([*parts, _DIRECTIVE.sub(one, line[at:])])


def prose(lines: list[str], first: int) -> Iterator[tuple[int, str]]:
    """Each line that is not code, with its number, without its code spans."""
    for number, (line, code) in enumerate(zip(lines, code_lines(lines), strict=True), first):
        if not code:
            yield number, _CODE.sub("", line)


def single(lines: list[str], first: int) -> Iterator[tuple[int, str]]:
    """What has one bracket in place of two, with its line: it would stand on the page as text."""
    for number, line in prose(lines, first):
        for match in _SINGLE.finditer(line):
            yield number, match.group()


def unclosed(lines: list[str], first: int) -> Iterator[int]:
    """Line numbers on which `[[` is opened and never closed: it would stand on the page as text."""
    return (number for number, line in prose(lines, first) if _OPEN.search(line))
