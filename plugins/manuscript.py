"""Reading what authors write: a head of `Key: value` lines, sections known by id, directives, plain Markdown.

A `Manuscript` is the file as a value; `ReportReader` hands it to Pelican. Nothing here raises for an author's
mistake: it becomes a located problem, and in the text a box stands where the thing should have been.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape, unescape
from pathlib import Path

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from plugins import directives, unwritten
from plugins.authored import check_authored
from plugins.directives import Directive
from plugins.editing import check_sections
from plugins.equity.problems import Problem, did_you_mean
from plugins.equity.sources import read_text, shown
from plugins.headings import Outline, check_headings
from plugins.heads import NEEDED as NEEDED_IN_HEAD
from plugins.heads import read_head
from plugins.termheads import Lifted
from plugins.typed import Numbers, check_typed

SECTIONS = ("problem", "heard", "causes", "interventions", "progress", "results", "lessons", "next")
NEEDED = {
    "diagnose": ("problem",),
    "design": ("problem", "interventions"),
    "implement": ("problem", "interventions", "progress"),
    "reflect": ("problem", "interventions", "results", "lessons"),
}
ADVISED = {
    "diagnose": ("causes",),
    "design": ("causes",),
    "implement": ("causes",),
    "reflect": ("causes", "next"),
}
"""Beside what a stage needs: what it should have. That somebody was heard is asked of every stage."""

_H2 = re.compile(r'<h2\b[^>]*?\bid="([^"]*)"[^>]*>(.*?)</h2>', re.S)
_LOWER = re.compile(r'(<h[3-6]\b[^>]*?\bid="([^"]+)"[^>]*>(.*?)</h[3-6]>)', re.S)
_TARGET = re.compile(r"""\]\(<?([^)\s>]+)|^\s*\[[^\]]+\]:\s*<?(\S+?)>?\s*$|(?:href|src)=["']([^"']+)""")
_ALIGN = re.compile(r'style="text-align: (left|right|center);"')


@dataclass(frozen=True)
class Section:
    """A part of a report: `id` from the closed list, the words of its heading, its HTML."""

    id: str
    title: str
    html: str


@dataclass(frozen=True)
class Manuscript:
    """One Markdown file: its head; its HTML, whole and in sections (`intro` stands before the first); the
    words of its lower headings by id; its figures, and the files that go with it.
    """

    path: str
    language: str
    title: str
    summary: str = ""
    translation: str = ""
    translated_by: str = ""
    reviewed_by: str = ""
    html: str = ""
    intro: str = ""
    sections: tuple[Section, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    figures: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), repr=False)

    @property
    def readable(self) -> bool:
        """Whether there is a text: nothing is known of a file that is not UTF-8."""
        return bool(self.html)


@dataclass(frozen=True)
class Rules:
    """What a file may refer to: how directives and links become HTML, what its headings have to be.

    `render` returns the HTML of a directive or a Problem; one that already has a path was told elsewhere.
    `box` is what a preview shows of a problem, inside a sentence or (True) on a line of its own. `head` are
    the keys that the head must have. `lift` takes lines out that are no text; `words` links the shared words
    of the finished HTML.
    """

    render: Callable[[Directive], str | Problem]
    box: Callable[[Problem, bool], str]
    after_heading: Callable[[str], str] = lambda _id: ""
    resolve: Callable[[str], str | Problem | None] = lambda _target: None
    outline: Outline = field(default_factory=Outline)
    numbers: Numbers | None = None
    head: tuple[str, ...] = NEEDED_IN_HEAD
    lift: Callable[[list[str], int, str], Lifted] | None = None
    words: Callable[[str], str] = lambda html: html


def read(path: Path, root: Path, language: str, rules: Rules) -> Manuscript:
    """A file as a Manuscript; everything wrong with it is in its `problems`."""
    name = shown(path, root)
    text, problems = read_text(path, root)
    lines = text.split("\n")
    if problems:
        return Manuscript(name, language, path.parent.name, problems=problems)
    head, first, found = read_head(lines, name, rules.head)
    if rules.numbers:
        found.extend(check_typed(lines[: first - 1], 1, name, rules.numbers, first))
    body = _Body(name, first, rules, found)
    prose = lines[first - 1 :]
    if rules.lift:
        lifted = rules.lift(prose, first, name)
        prose = list(lifted.lines)
        found.extend(lifted.problems)
    html = body.convert(prose)
    if head.get("Terms") != "no":
        html = rules.words(html)
    pieces = _H2.split(html)
    sections = tuple(
        Section(pieces[at], _plain(pieces[at + 1]), pieces[at + 2].strip())
        for at in range(1, len(pieces) - 2, 3)
    )
    return Manuscript(
        path=name,
        language=language,
        title=head.get("Title") or path.parent.name,
        summary=head.get("Summary", ""),
        translation=head.get("Translation", ""),
        translated_by=head.get("Translated-by", ""),
        reviewed_by=head.get("Reviewed-by", ""),
        html=html,
        intro=pieces[0].strip(),
        sections=sections,
        names=body.names,
        figures=tuple(body.figures),
        attachments=tuple(body.attachments),
        problems=tuple(body.problems),
    )


def _plain(html: str) -> str:
    """The words of a piece of HTML, for a template to escape."""
    return unescape(re.sub(r"<[^>]*>", "", html)).strip()


class _Body:
    """Converts one body: a Markdown instance that knows the file and its first line."""

    def __init__(self, name: str, first: int, rules: Rules, problems: list[Problem]) -> None:
        self.name, self.first, self.rules, self.problems = name, first, rules, problems
        self.figures: list[str] = []
        self.attachments: list[str] = []
        self.names: dict[str, str] = {}
        self.ours: list[str] = []
        self.markdown = Markdown(
            extensions=["attr_list", "def_list", "fenced_code", "sane_lists", "tables", _Directives(self)]
        )

    def convert(self, lines: list[str]) -> str:
        self.problems.extend(check_headings(lines, self.first, self.name, self.rules.outline))
        self.problems.extend(check_sections(lines, self.first, self.name, self.rules.outline))
        if self.rules.numbers:
            self.problems.extend(check_typed(lines, self.first, self.name, self.rules.numbers))
        for number in directives.unclosed(lines, self.first):
            self.tell(
                number,
                "directive-open",
                "'[[' is not closed on this line.",
                "End the directive with ']]' on the same line.",
            )
        for number, text in directives.single(lines, self.first):
            message = f"'{text}' has one bracket on each side, and would stand on the page as it is."
            self.tell(number, "directive-single", message, f"Write [{text}].")
        self.links = dict(self.find_links(lines))
        html = self.markdown.convert("\n".join(lines))
        html = _ALIGN.sub(r'class="align-\1"', html)  # a style attribute would be blocked by our own policy
        self.problems.extend(self.author(html, lines))
        html = re.sub(r'(<(?:a|img)\b[^>]*?\b(?:href|src)=")([^"]+)(")', self.link, html)
        return _LOWER.sub(self.heading, html)

    def directive(self, directive: Directive) -> str:
        """A directive as a piece of raw HTML that Markdown carries through untouched."""
        made = self.made(directive)
        if isinstance(made, Problem):
            self.problems.append(made)
            made = self.rules.box(made, directive.alone)
        elif directive.kind == "figure":
            self.figures.append(directive.id)
        self.ours.append(made)
        return str(self.markdown.htmlStash.store(made))

    def author(self, html: str, lines: list[str]) -> Iterator[Problem]:
        """What is wrong with the HTML of the author, which is all but what the directives became."""
        for piece in sorted({each for each in self.ours if each}, key=len, reverse=True):
            html = html.replace(piece, " ")
        prose = list(directives.prose(lines, self.first))
        return check_authored(html, prose, self.links, self.name, self.rules.outline.named)

    def made(self, directive: Directive) -> str | Problem:
        if directive.kind == unwritten.WRITE:
            return unwritten.left(self.name, directive.line, directive.text or directive.id)
        if directive.kind not in directives.KINDS:
            hint = did_you_mean(directive.kind, directives.KINDS)
            return Problem(
                self.name,
                directive.line,
                "directive-unknown",
                f"There is no directive '{directive.kind}'.",
                hint,
            )
        if not directive.id:
            message = f"'{directive.kind}' does not say which one."
            return Problem(
                self.name, directive.line, "directive-empty", message, f"Write [[{directive.kind} its-id]]."
            )
        if directive.kind in directives.BLOCKS and not directive.alone:
            hint = "Put it on a line of its own, with an empty line before and after it."
            return Problem(
                self.name,
                directive.line,
                "directive-inline",
                "A figure cannot stand inside a sentence.",
                hint,
            )
        made = self.rules.render(directive)
        if isinstance(made, Problem) and not made.path:
            return replace(made, path=self.name, line=directive.line)
        return made

    def find_links(self, lines: list[str]) -> Iterator[tuple[str, int]]:
        """Where each link's target is written, so that a broken one can be located."""
        for number, (line, code) in enumerate(
            zip(lines, directives.code_lines(lines), strict=True), self.first
        ):
            if not code:
                for match in _TARGET.finditer(line):
                    yield next(each for each in match.groups() if each), number

    def link(self, match: re.Match[str]) -> str:
        target = match.group(2)
        line = self.links.get(target.replace("&amp;", "&"))
        if line is None:
            return match.group()  # made by a directive or by the site, not written by the author
        picture = match.group(1).startswith("<img")
        if picture and 'alt=""' in match.group():
            message = "This picture has no words for those who cannot see it."
            hint = "Write what it shows between the brackets: ![...](its-file)."
            self.tell(line, "picture-unnamed", message, hint)
        if re.match(r"[a-z][a-z0-9+.-]*:|#|//", target, re.I):
            return match.group()  # `authored` looks at these
        found = self.rules.resolve(target)
        if found is None:
            self.attachments.append(re.split("[?#]", target)[0])
            return match.group()
        if isinstance(found, Problem):
            self.problems.append(replace(found, path=self.name, line=line))
            return match.group()
        return f"{match.group(1)}{escape(found)}{match.group(3)}"

    def heading(self, match: re.Match[str]) -> str:
        self.names[match.group(2)] = _plain(match.group(3))
        return match.group(1) + self.rules.after_heading(match.group(2))

    def tell(self, line: int, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self.name, line, code, message, hint))


class _Directives(Extension):
    """Replaces directives before Markdown sees them, when lines still have their numbers."""

    def __init__(self, body: _Body) -> None:
        super().__init__()
        self.body = body

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        # 26: after whitespace is normalised (30), before fences are lifted out (25), so fences are ours to
        # see.
        md.preprocessors.register(_Expander(md, self.body), "plumbline-directives", 26)


class _Expander(Preprocessor):
    def __init__(self, md: Markdown, body: _Body) -> None:
        super().__init__(md)
        self.body = body

    def run(self, lines: list[str]) -> list[str]:
        return directives.expand(lines, self.body.first, self.body.directive)
