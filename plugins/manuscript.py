"""Reading what authors write: a head of `Key: value` lines, sections known by id, directives, plain Markdown.

A `Manuscript` is the file as a value; `ReportReader` hands it to Pelican. Nothing here raises for an author's
mistake: it becomes a located problem, and in the text a box stands where the thing should have been.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from plugins import directives
from plugins.directives import Directive
from plugins.equity.problems import Problem, did_you_mean
from plugins.equity.sources import read_text, shown
from plugins.heads import read_head

SECTIONS = ("problem", "heard", "causes", "interventions", "progress", "results", "lessons", "next")
NEEDED = {
    "diagnose": ("problem",),
    "design": ("problem", "interventions"),
    "implement": ("problem", "interventions", "progress"),
    "reflect": ("problem", "interventions", "results", "lessons"),
}
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
_ID = re.compile(r"\{:?\s*#([^\s}]+)[^}]*\}\s*$")
_H2 = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>', re.S)
_ALIGN = re.compile(r'style="text-align: (left|right|center);"')


@dataclass(frozen=True)
class Section:
    """A part of a report: `id` from the closed list, its heading and its HTML."""

    id: str
    title: str
    html: str


@dataclass(frozen=True)
class Manuscript:
    """One Markdown file: its head, its HTML in sections (`intro` is what stands before the first), its
    downloads.
    """

    path: str
    language: str
    title: str
    summary: str
    translation: str
    translated_by: str
    reviewed_by: str
    intro: str
    sections: tuple[Section, ...]
    figures: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), repr=False)

    @property
    def html(self) -> str:
        """The whole text, for pages that have no sections of their own."""
        return self.intro + "".join(f'<h2 id="{s.id}">{s.title}</h2>\n{s.html}' for s in self.sections)


@dataclass(frozen=True)
class Rules:
    """What a file may refer to: how directives become HTML, which sections and interventions are known, which
    are needed.

    `render` returns the HTML of a directive or a Problem. `sections` None: any heading may have any id.
    """

    render: Callable[[Directive], str | Problem]
    box: Callable[[Problem], str]
    after_heading: Callable[[str], str] = lambda _id: ""
    resolve: Callable[[str, int], str | Problem | None] = lambda _target, _line: None
    sections: tuple[str, ...] | None = None
    needed: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()


def read(path: Path, root: Path, language: str, rules: Rules) -> Manuscript:
    """A file as a Manuscript; everything wrong with it is in its `problems`."""
    name = shown(path, root)
    text, problems = read_text(path, root)
    lines = text.split("\n")
    head, first, found = read_head(lines, name, bool(problems))
    body = _Body(name, first, rules, [*problems, *found])
    html = body.convert(lines[first - 1 :])
    pieces = _H2.split(html)
    sections = tuple(
        Section(pieces[at], pieces[at + 1], pieces[at + 2].strip()) for at in range(1, len(pieces) - 2, 3)
    )
    return Manuscript(
        name,
        language,
        head.get("Title", path.parent.name),
        head.get("Summary", ""),
        head.get("Translation", ""),
        head.get("Translated-by", ""),
        head.get("Reviewed-by", ""),
        pieces[0].strip(),
        sections,
        tuple(body.figures),
        tuple(body.pictures),
        tuple(body.problems),
    )


class _Body:
    """Converts one body: a Markdown instance that knows the file and its first line."""

    def __init__(self, name: str, first: int, rules: Rules, problems: list[Problem]) -> None:
        self.name, self.first, self.rules, self.problems = name, first, rules, problems
        self.figures: list[str] = []
        self.pictures: list[str] = []
        self.boxes: list[str] = []
        self.markdown = Markdown(
            extensions=["attr_list", "def_list", "sane_lists", "tables", _Directives(self)]
        )

    def convert(self, lines: list[str]) -> str:
        self.check_headings(lines)
        for number in directives.unclosed(lines, self.first):
            self.tell(
                number,
                "directive-open",
                "'[[' is not closed on this line.",
                "End the directive with ']]' on the same line.",
            )
        self.links = dict(self.find_links(lines))
        html = self.markdown.convert("\n".join(lines))
        html = _ALIGN.sub(r'class="align-\1"', html)  # a style attribute would be blocked by our own policy
        html = re.sub(r'(<(?:a|img)\b[^>]*?\b(?:href|src)=")([^"]+)(")', self.link, html)
        return re.sub(r'(<h[3-6] id="([^"]+)">.*?</h[3-6]>)', self.heading, html, flags=re.S)

    def directive(self, directive: Directive) -> str:
        """A directive as a piece of raw HTML that Markdown carries through untouched."""
        made = self.made(directive)
        if isinstance(made, Problem):
            self.problems.append(made)
            made = self.rules.box(made)
        elif directive.kind == "figure":
            self.figures.append(directive.id)
        return str(self.markdown.htmlStash.store(made))

    def made(self, directive: Directive) -> str | Problem:
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

    def check_headings(self, lines: list[str]) -> None:
        """Sections are known by id: each has one, from the list, once; those the stage needs are there."""
        known = self.rules.sections
        if known is None:
            return
        seen: dict[str, int] = {}
        for number, (line, code) in enumerate(
            zip(lines, directives.code_lines(lines), strict=True), self.first
        ):
            match = None if code else _HEADING.match(line)
            if not match:
                continue
            level, text = len(match.group(1)), match.group(2)
            id_ = _ID.search(text)
            if level == 1:
                self.tell(
                    number,
                    "heading-level",
                    "The title of the page stands in its head.",
                    "Begin sections with '##'.",
                )
            elif level == 2 and not id_:
                hint = (
                    "Write '## "
                    + text
                    + " {#"
                    + (known[0] if known else "id")
                    + "}'; ids: "
                    + ", ".join(known)
                    + "."
                )
                self.tell(number, "section-no-id", "This section has no id.", hint)
            elif level == 2 and id_:
                word = id_.group(1)
                if word not in known:
                    self.tell(
                        number, "section-unknown", f"There is no section '{word}'.", did_you_mean(word, known)
                    )
                elif word in seen:
                    self.tell(
                        number,
                        "section-twice",
                        f"The section '{word}' begins on line {seen[word]} already.",
                        "Join them.",
                    )
                seen.setdefault(word, number)
            elif level == 3 and id_:
                seen.setdefault("intervention " + id_.group(1), number)
        for word in [each for each in self.rules.needed if each not in seen]:
            hint = f"Add '## ... {{#{word}}}' and what there is to say; if there is nothing yet, say that."
            self.tell(0, "section-missing", f"The section '{word}' is missing.", hint)
        for word in [each for each in self.rules.interventions if "intervention " + each not in seen]:
            hint = f"Add '### its name {{#{word}}}' and its story to the section 'interventions'."
            self.tell(
                0, "intervention-untold", f"The intervention '{word}' of report.yaml is not described.", hint
            )

    def find_links(self, lines: list[str]) -> Iterator[tuple[str, int]]:
        """Where each link's target is written, so that a broken one can be located."""
        for number, (line, code) in enumerate(
            zip(lines, directives.code_lines(lines), strict=True), self.first
        ):
            if not code:
                for match in re.finditer(r"\]\(<?([^)\s>]+)|^\s*\[[^\]]+\]:\s*<?(\S+?)>?\s*$", line):
                    yield match.group(1) or match.group(2), number

    def link(self, match: re.Match[str]) -> str:
        target = match.group(2)
        if re.match(r"[a-z][a-z0-9+.-]*:|#|//", target, re.I):
            return match.group()
        line = self.links.get(target.replace("&amp;", "&"))
        if line is None:
            return match.group()  # made by a directive or by the site, not written by the author
        found = self.rules.resolve(target, line)
        if found is None:
            if match.group(1).startswith("<img"):
                self.pictures.append(target)
            return match.group()
        if isinstance(found, Problem):
            self.problems.append(replace(found, path=self.name, line=line))
            return match.group()
        return f"{match.group(1)}{escape(found)}{match.group(3)}"

    def heading(self, match: re.Match[str]) -> str:
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
