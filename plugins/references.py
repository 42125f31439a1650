"""What the directives and links of a text become: a piece of HTML, another address, or a problem."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote

from plugins import addresses
from plugins.directives import Directive
from plugins.equity.editions import Edition, value_names
from plugins.equity.figures import Figure
from plugins.equity.inequality.catalogue import catalogue
from plugins.equity.languages import Language
from plugins.equity.problems import Problem, did_you_mean
from plugins.equity.reports import OWN, Report
from plugins.parts import render
from plugins.typed import Numbers, Shown

PLACE = re.compile(r"(?:reports/(?P<cycle>[^/]+)|pages)/(?P<slug>[^/]+)/(?P<language>[^/]+)\.md$")
"""Where a text stands in the tree, which is all that says what it is."""

RESERVED = ("corrections", "data", "glossary", "methods", "places")
"""First parts of addresses that the site itself uses: no page and no cycle can have them."""

RESERVED_IN_CYCLE = ("changes", "lessons", "scorecard", "whole-year")
"""Last parts of addresses that every year has for itself: no report can have them."""


@dataclass(frozen=True)
class References:
    """What one text, at `path`, whose page is at the address `here`, may refer to.

    `facts`: its report's, or what is wrong with them; None for a plain page. `terms`: the glossary's words by
    language. `figures` collects what was drawn, for the files beside the page; `shown`, what stands on it.
    """

    edition: Edition
    facts: Report | Problem | None
    language: Language
    path: Path
    here: str
    theme: Path
    terms: Mapping[str, Mapping[str, str]]
    figures: dict[str, Figure] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)

    def directive(self, directive: Directive) -> str | Problem:
        """HTML for a directive; a Problem without a path where it means nothing here."""
        if directive.kind == "term":
            return self.term(directive)
        if isinstance(self.facts, Report):
            kinds = {"figure": self.figure, "value": self.value, "download": self.download}
            return kinds[directive.kind](directive, self.facts)
        # What is wrong with the facts is told once, not again for each directive that needs them.
        hint = "Put it into a report, or say it in words."
        message = "A plain page has no figures or values."
        return self.facts or Problem("", 0, "directive-misplaced", message, hint)

    def numbers(self) -> Numbers | None:
        """What numbers that the author types are compared with; None on a plain page."""
        report = self.facts
        if not isinstance(report, Report):
            return None
        return Numbers(self.language, lambda: tuple(self.shown_values(report)), lambda: self.people(report))

    def shown_values(self, report: Report) -> Iterator[Shown]:
        """The report's values that are numbers and no ranges, its own first; last the target, a wish."""
        ids = sorted(value_names(report), key=lambda each: (each == "target", each not in OWN))
        for id_ in ids:
            text = self.edition.value(report, id_, self.language)
            like = self.edition.measured(report, "latest" if id_ == "target" else id_)
            size = report.target.value if id_ == "target" and report.target else like.value
            decimals = like.decimals
            if id_ == "target" and size is not None and size.denominator == 1:
                decimals = 0
            if size is not None and (id_ == "target" or not like.ranged):
                yield Shown(id_, text, abs(size), like.unit, decimals)

    def people(self, report: Report) -> tuple[str, ...]:
        """The first words of what the report's packages count: "students", "graduates"."""
        found: dict[str, None] = {}
        for asked in report.values.values():
            package, indicator = self.edition.package(asked.package), asked.question.indicator
            for form in ("numerator_label", "denominator_label"):
                key = f"indicator/{indicator}/{form}"
                words = package.word(key, self.language.code)
                if words != key:
                    found[words.split()[0]] = None
        return tuple(found)

    def figure(self, directive: Directive, report: Report) -> str | Problem:
        """The figure where its directive stands; each only once, since its parts have ids."""
        if directive.id not in report.figures:
            return _unknown(directive, report.figures, "in report.yaml")
        if directive.id in self.shown:
            message = f"The figure '{directive.id}' stands on this page already."
            return Problem("", 0, "figure-twice", message, "Show it once.")
        made = self.edition.figure(report, directive.id, directive.text, self.language)
        self.figures[directive.id] = made
        # What holds for every figure (what an interval means, what is measured) is said at the first of them.
        said = {
            note for each in self.shown for note in (*self.figures[each].notes, self.figures[each].definition)
        }
        fresh = tuple(note for note in made.notes if note not in said)
        self.shown.add(directive.id)
        brief = replace(made, notes=fresh, definition="" if made.definition in said else made.definition)
        return self.part("figure_here", f=brief, heading_level=3, why=self.why(directive.id, report))

    def why(self, id_: str, report: Report) -> dict[str, object] | None:
        """Why a comparison shows its measures, and their methods pages."""
        found = self.edition.reasons(report, id_)
        if found is None:
            return None
        explained, code = self.edition.explained, self.language.code
        links = [
            {
                "title": explained.measure(each, "name", code),
                "href": addresses.link(self.here, addresses.method(code, each)),
            }
            for each in found.measures
        ]
        texts = [explained.word(f"why/{each}", code) for each in found.whys]
        return {"text": " ".join(texts), "links": links, "paired": found.paired}

    def value(self, directive: Directive, report: Report) -> str | Problem:
        """A number in a sentence."""
        if directive.id not in value_names(report):
            return _unknown(directive, value_names(report), "in report.yaml")
        text = self.edition.value(report, directive.id, self.language)
        return self.part("value", id=directive.id, text=text)

    def download(self, directive: Directive, report: Report) -> str | Problem:
        """A link to the numbers of a figure, which need not stand on the page."""
        if directive.id not in report.figures:
            return _unknown(directive, report.figures, "in report.yaml")
        if directive.id not in self.figures:
            self.figures[directive.id] = self.edition.figure(report, directive.id, "", self.language)
        text = directive.text or self.language.say("Download these numbers")
        return self.part("download", href=self.figures[directive.id].download.name, text=text)

    def term(self, directive: Directive) -> str | Problem:
        """A link to a word of the glossary, or of the default language's where this one has none."""
        assert self.edition.site is not None
        default = self.edition.site.default_language
        code = self.language.code if self.language.code in self.terms else default
        terms = self.terms.get(code, {})
        if directive.id not in terms:
            return _unknown(directive, terms, f"in content/glossary/{code}.md")
        return self.meaning(directive.id, directive.text or terms[directive.id])

    def meaning(self, id_: str, text: str) -> str:
        """A link to the meaning of a term of the glossary."""
        href = addresses.link(self.here, addresses.glossary(self.language.code)) + "#" + id_
        return self.part("term", href=href, text=text)

    def part(self, name: str, **context: object) -> str:
        """A part of the theme, filled."""
        return render(self.theme, self.language, f"parts/{name}.html", **context).strip()

    def link(self, target: str) -> str | Problem | None:
        """Where a link without a server leads: to a page that the site makes itself (`/methods/`), to the
        address of another text (linked by its file, so that GitHub's view works too); None for a file beside
        this one, which goes with the page as it is.
        """
        if target.startswith("/"):
            return self.made_page(target)
        anchor = target.partition("#")[2]
        file = unquote(re.split("[?#]", target)[0])
        folder = self.path.parent.resolve()
        other = (folder / file).resolve()
        if not file.endswith(".md"):
            return _beside(folder, other, target) or self.attachment(other.name)
        place = PLACE.search(other.as_posix())
        if not other.is_file() or not place:
            texts = (self.edition.root / "content").rglob("*.md")
            near = [Path(os.path.relpath(each.resolve(), folder)).as_posix() for each in texts]
            return Problem("", 0, "link-broken", f"There is no text '{target}'.", did_you_mean(file, near))
        if place["cycle"]:
            address = addresses.report(self.language.code, place["cycle"], place["slug"])
        else:
            address = addresses.page(self.language.code, place["slug"])
        return addresses.link(self.here, address) + ("#" + anchor if anchor else "")

    def made_page(self, target: str) -> str | Problem:
        """The address, in the language of the text, of a page that the site makes itself."""
        place, sign, anchor = target.partition("#")
        known = [
            *(["glossary"] if self.terms else []),
            "corrections",
            "data",
            *(f"data/{each}" for each in self.edition.packages),
            "methods",
            *(f"methods/{each}" for each in catalogue()),
        ]
        name = place.strip("/")
        if name not in known:
            near = did_you_mean(f"/{name}/", [f"/{each}/" for each in known])
            return Problem("", 0, "link-broken", f"The site makes no page '{target}'.", near)
        return addresses.link(self.here, f"{self.language.code}/{name}/") + sign + anchor

    def attachment(self, name: str) -> Problem | None:
        """Whether a file may go with the page: it must not take the place of what the site writes there."""
        plain = name.casefold()
        own = {each.download.name.casefold() for each in self.figures.values()}
        if plain.endswith((".html", ".htm")) or plain.split(".")[0] == "index":
            hint = "Write it in Markdown, or offer it as another kind of file, such as a PDF."
            return Problem("", 0, "attachment-refused", f"'{name}' would be a page of the site.", hint)
        if plain in own:
            message = f"'{name}' is the name of a download that the site itself puts on this page."
            return Problem("", 0, "attachment-refused", message, "Give your file another name.")
        return None


def _unknown(directive: Directive, known: Iterable[str], where: str) -> Problem:
    message = f"There is no {directive.kind} called '{directive.id}' {where}."
    return Problem("", 0, f"{directive.kind}-unknown", message, did_you_mean(directive.id, known))


def _beside(folder: Path, other: Path, target: str) -> Problem | None:
    """Whether a file that is no text stands in the folder: from elsewhere it would be copied to elsewhere."""
    if not other.is_relative_to(folder):
        hint = "Put the file beside this text and write only its name."
        return Problem("", 0, "link-outside", f"'{target}' is not in the folder of this text.", hint)
    if other.is_file():
        return None
    names = [each.name for each in folder.iterdir() if each.suffix not in (".md", ".yaml")]
    hint = "Link to another text by its file, such as ../about/en.md; to the web with https://."
    return Problem("", 0, "link-broken", f"'{target}' leads nowhere.", did_you_mean(target, names, hint))
