"""What an editor asks of the sections of a report: does something stand below each heading, was somebody
listened to, are the things that report.yaml speaks of told, is it asked what was missed.

What a stage cannot do without is an error; what it should have is a warning.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plugins.equity.problems import ERROR, WARNING, Problem, did_you_mean, nearest
from plugins.equity.quotations import LONG
from plugins.headings import Heading, Outline, read_headings

MISSED = "missed"
"""The id of the heading under which a report says what was missed."""

_BLANK = re.compile(r"^\s*(?:<!--.*-->|-+|=+)?\s*$")


@dataclass
class _Part:
    """What stands below a heading, down to the next: `section` is the id of the section that it is in."""

    heading: Heading
    section: str
    lines: list[tuple[int, str]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not any(not _BLANK.match(text) for _, text in self.lines)


def check_sections(lines: Sequence[str], first: int, name: str, outline: Outline) -> Iterator[Problem]:
    """What an editor would say of a report's body, whose first line is number `first` of the file `name`."""
    if outline.sections is None:
        return
    parts = list(_parts(list(lines), first))
    yield from _empty(parts, name, outline)
    yield from _advised(parts, name, outline)
    yield from _described(parts, name, outline)
    yield from _quotations(parts, name, outline)
    yield from _missed(parts, name, outline)


def _parts(lines: list[str], first: int) -> Iterator[_Part]:
    headings = {each.line: each for each in read_headings(lines, first)}
    part: _Part | None = None
    section = ""
    for number, line in enumerate(lines, first):
        if number in headings:
            if part is not None:
                yield part
            heading = headings[number]
            section = heading.id if heading.level <= 2 else section
            part = _Part(heading, section)
        elif part is not None:
            part.lines.append((number, line))
    if part is not None:
        yield part


def _filled(parts: Sequence[_Part]) -> dict[str, bool]:
    """Sections by id, the first of each: whether any words stand in it."""
    found: dict[str, bool] = {}
    for each in parts:
        if each.heading.level == 2 and each.section not in found:
            same = [other for other in parts if other.section == each.section]
            found[each.section] = not all(other.empty for other in same)
    return found


def _line(parts: Sequence[_Part], section: str) -> int:
    return next((each.heading.line for each in parts if each.heading.id == section), 0)


def _empty(parts: Sequence[_Part], name: str, outline: Outline) -> Iterator[Problem]:
    for section, filled in _filled(parts).items():
        if filled or section not in (outline.sections or ()) or _unheard(section, outline):
            continue
        needed = section in outline.needed
        message = f"Nothing stands below the heading of the section '{section}'."
        hint = "Leave the heading out until there is something to say."
        if needed:
            hint = "At this stage readers look for it: write what there is, or why there is nothing yet."
        line = _line(parts, section)
        yield Problem(name, line, "section-empty", message, hint, ERROR if needed else WARNING)


def _unheard(section: str, outline: Outline) -> bool:
    """Whether an empty section is told of as nobody having been listened to, and not once more as empty."""
    return section == "heard" and not outline.heard


def _advised(parts: Sequence[_Part], name: str, outline: Outline) -> Iterator[Problem]:
    filled = _filled(parts)
    near = [each for each in filled if each not in (outline.sections or ())]  # misspelt, told already
    if not outline.heard and not filled.get("heard") and not nearest("heard", near):
        message = "Nobody was listened to: no section 'heard', and no cause that rests on listening."
        hint = "Add '## ... {#heard}': who was asked, who was missing, what they said. If nobody was, say so."
        yield Problem(name, _line(parts, "heard"), "listening-missing", message, hint, WARNING)
    for section in outline.advised:
        if section not in filled and not nearest(section, near) and not any(not each for each in filled):
            message = f"A report at this stage should have a section '{section}'."
            hint = f"Add '## ... {{#{section}}}'; if there is nothing to say yet, say that."
            yield Problem(name, 0, "section-advised", message, hint, WARNING)


def _described(parts: Sequence[_Part], name: str, outline: Outline) -> Iterator[Problem]:
    """Causes, themes, quotations, feedback and wins of report.yaml have a heading, and words below it."""
    lower = [each for each in parts if each.heading.level > 2 and each.heading.id]
    there = {each.heading.id: each for each in lower}
    known = {*outline.interventions, *(id_ for _, id_, _ in outline.described), MISSED}
    strange = {each for each in there if each not in known}
    for kind, id_, section in outline.described:
        what = f"The {kind} '{id_}' of report.yaml"
        meant = nearest(id_, strange)
        if id_ not in there and meant:
            message = f"There is no cause, theme, quotation, feedback or win '{meant}' in report.yaml."
            hint = did_you_mean(meant, [id_])
            yield Problem(name, there[meant].heading.line, "words-unknown", message, hint)
            strange.discard(meant)
        elif id_ not in there:
            where = f" to the section '{section}'" if section else ""
            hint = f"Add '### its name {{#{id_}}}' and its words{where}."
            yield Problem(name, 0, "words-missing", f"{what} has no words.", hint)
        elif section and there[id_].section != section:
            hint = f"Move the heading and its words to the section '{section}'."
            yield Problem(
                name, there[id_].heading.line, "words-misplaced", f"{what} stands in another section.", hint
            )
        elif kind != "theme" and there[id_].empty:
            line = there[id_].heading.line
            yield Problem(name, line, "words-missing", f"{what} has a heading and no words.", "Write them.")


def _quotations(parts: Sequence[_Part], name: str, outline: Outline) -> Iterator[Problem]:
    """Whoever is quoted has said yes, and in few words."""
    declared = outline.quotations
    if declared is None:
        return
    for part in parts:
        quoted = [(number, text) for number, text in part.lines if re.match(r"^ {0,3}>", text)]
        if part.section != "heard" or not quoted:
            continue
        line = quoted[0][0]
        if part.heading.id not in declared:
            message = "Somebody is quoted here, and report.yaml does not say that they agreed."
            hint = (
                "Give it a heading '### ... {#its-id}', and an entry with 'consent: recorded' under 'quotes'."
            )
            yield Problem(name, line, "quote-undeclared", message, hint, WARNING)
        elif sum(len(text.split()) for _, text in quoted) - len(quoted) > LONG:
            message = f"This quotation has more than {LONG} words: who spoke may be known by them."
            yield Problem(name, line, "quote-long", message, "Keep the words that matter.", WARNING)


def _missed(parts: Sequence[_Part], name: str, outline: Outline) -> Iterator[Problem]:
    if not outline.reflects:
        return
    said = [each for each in parts if each.heading.id == MISSED]
    if not said and not _filled(parts).get("lessons"):
        return  # there are no lessons at all, which is told already
    if not said or all(each.empty for each in said):
        line = said[0].heading.line if said else _line(parts, "lessons")
        message = "This report decides what comes next, and does not say what was missed."
        hint = f"Answer it under '### What did we miss? {{#{MISSED}}}', in 'lessons' or 'next'."
        yield Problem(name, line, "missed-unasked", message, hint, WARNING)
