"""The headings of a text: each section has an id from a closed list, once; those that are needed are there.

One mistake is told once: a misspelt id is not also a missing section.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins import directives
from plugins.equity.problems import Problem, did_you_mean, nearest

# Python-Markdown takes '##Word' for a heading too.
_PATTERN = re.compile(r"^(#{1,6})\s*(.*?)\s*#*\s*$")
# Markdown wants a space before the braces; without it they would stand on the page as text.
_ID = re.compile(r"(?:^|\s)\{:?\s*#([^\s{}]+)[^{}]*\}\s*$")
_UNDERLINE = re.compile(r"(=+|-+) *$")


@dataclass(frozen=True)
class Outline:
    """What a text's headings have to be.

    `sections`: the ids that sections may have; None: any. `needed`: sections that must be there, `advised`
    those that should. `interventions`: ids that headings of the third level must have; `described`: of the
    other things that need words, the kind, the id and the section ("": any). `quotations`: ids of those who
    agreed to be quoted; None: nobody knows. `named`: every section needs an id. `heard`: the facts say who
    was listened to. `reflects`: it must say what was missed.
    """

    sections: tuple[str, ...] | None = None
    needed: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    named: bool = False
    advised: tuple[str, ...] = ()
    described: tuple[tuple[str, str, str], ...] = ()
    quotations: tuple[str, ...] | None = None
    heard: bool = False
    reflects: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading as it is written: its line, its level, its words, its id ("": none)."""

    line: int
    level: int
    text: str
    id: str


def check_headings(lines: list[str], first: int, name: str, outline: Outline) -> Iterator[Problem]:
    """What is wrong with the headings of a body whose first line is number `first` of the file `name`."""
    headings = list(read_headings(lines, first))
    for each in headings:
        if each.level == 1:
            message, hint = "The title of the page stands in its head.", "Begin sections with '##'."
            yield Problem(name, each.line, "heading-level", message, hint)
    sections = [each for each in headings if each.level == 2]
    yield from _sections(sections, name, outline)
    yield from _interventions([each for each in headings if each.level == 3], name, outline)


def read_headings(lines: list[str], first: int) -> Iterator[Heading]:
    """Every heading of a body whose first line is number `first`, in whichever way Markdown has it."""
    below = [*lines[1:], ""]
    before = ["", *lines[:-1]]
    for number, (line, code) in enumerate(zip(lines, directives.code_lines(lines), strict=True), first):
        match = None if code else _PATTERN.match(line)
        under = _UNDERLINE.match(below[number - first])
        if not code and not match and under and line.strip() and not before[number - first].strip():
            # Markdown's other way to write a heading: a line of '=' or '-' below its words.
            id_ = _ID.search(line)
            level = 1 if under.group(1)[0] == "=" else 2
            yield Heading(number, level, line.strip(), id_.group(1) if id_ else "")
        if match:
            id_ = _ID.search(match.group(2))
            yield Heading(number, len(match.group(1)), match.group(2), id_.group(1) if id_ else "")


def _sections(sections: list[Heading], name: str, outline: Outline) -> Iterator[Problem]:
    known, seen = outline.sections, dict[str, int]()
    missing = [each for each in outline.needed if each not in [heading.id for heading in sections]]
    unnamed = 0
    for each in sections:
        if not each.id:
            unnamed += 1
            if outline.named:
                hint = f"Write '## {each.text} {{#{(known or ('its-id',))[0]}}}'"
                hint += f"; ids: {', '.join(known)}." if known else "."
                yield Problem(name, each.line, "section-no-id", "This section has no id.", hint)
        elif known is not None and each.id not in known:
            hint = did_you_mean(each.id, known)
            yield Problem(name, each.line, "section-unknown", f"There is no section '{each.id}'.", hint)
            missing = [word for word in missing if word != nearest(each.id, missing)]
        elif each.id in seen:
            message = f"The section '{each.id}' begins on line {seen[each.id]} already."
            yield Problem(name, each.line, "section-twice", message, "Join them, or rename one.")
        seen.setdefault(each.id, each.line)
    for word in missing if len(missing) > unnamed else ():
        hint = f"Add '## ... {{#{word}}}' and what there is to say; if there is nothing yet, say that."
        yield Problem(name, 0, "section-missing", f"The section '{word}' is missing.", hint)


def _interventions(headings: list[Heading], name: str, outline: Outline) -> Iterator[Problem]:
    missing = [each for each in outline.interventions if each not in [heading.id for heading in headings]]
    others = {id_ for _, id_, _ in outline.described}
    for each in [heading for heading in headings if heading.id not in others]:
        meant = nearest(each.id, missing) if each.id and each.id not in outline.interventions else ""
        if meant:
            message = f"There is no intervention '{each.id}' in report.yaml."
            yield Problem(name, each.line, "intervention-unknown", message, did_you_mean(each.id, [meant]))
            missing.remove(meant)
    for word in missing:
        message = f"The intervention '{word}' of report.yaml is not described."
        hint = f"Add '### its name {{#{word}}}' and its story to the section 'interventions'."
        yield Problem(name, 0, "intervention-untold", message, hint)
