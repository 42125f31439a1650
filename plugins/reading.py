"""Pelican's reader for our Markdown: place in the tree gives address, cycle and language; the file gives
words.

Whatever is wrong is a problem of the build, never an exception: Pelican would drop the page and not say why.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from pelican import signals
from pelican.readers import MarkdownReader, Readers
from pelican.utils import SafeDatetime

from plugins import addresses, wording
from plugins.directives import Directive
from plugins.edition import CRASHES, MODE, PREVIEW, edition_of, problems_of
from plugins.equity.editions import Edition, value_names
from plugins.equity.figures import Figure
from plugins.equity.languages import Language
from plugins.equity.problems import Problem, did_you_mean
from plugins.equity.reports import Report
from plugins.equity.sources import shown
from plugins.glossary import GLOSSARY
from plugins.manuscript import NEEDED, SECTIONS, Rules, read
from plugins.parts import render

MANUSCRIPT, FIGURES = "manuscript", "figures"
_PLACE = re.compile(r"(?:reports/(?P<cycle>[^/]+)|pages)/(?P<slug>[^/]+)/(?P<language>[^/]+)\.md$")


class ManuscriptReader(MarkdownReader):  # type: ignore[misc]  # Pelican is not typed
    """Reads `reports/<cycle>/<slug>/<lang>.md` and `pages/<slug>/<lang>.md`."""

    enabled = True
    file_extensions: ClassVar[list[str]] = ["md"]

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The page's HTML and metadata. A programming error is kept for `checks`, which raises it.

        Pelican would catch it, drop the page, hide the reason and exit with status 0.
        """
        try:
            return self.read_manuscript(source_path)
        except Exception as error:
            self.settings[CRASHES].append(error)
            raise

    def read_manuscript(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The page's HTML and metadata; `manuscript` among them is the file as a value."""
        edition, problems = edition_of(self.settings), problems_of(self.settings)
        path = Path(source_path)
        place = _PLACE.search(path.as_posix())
        name = shown(path, edition.root)
        blank = {"title": path.stem, "date": SafeDatetime(2000, 1, 1), "status": "skip"}
        if edition.site is None:
            return "", blank  # nothing can be read without its facts, and that has been told
        if not place:
            hint = (
                "Reports are content/reports/<cycle>/<name>/<language>.md, "
                "pages are content/pages/<name>/<language>.md."
            )
            problems.append(Problem(name, 0, "file-misplaced", "This file is not where a page can be.", hint))
            return "", blank
        language = next((each for each in edition.languages if each.code == place["language"]), None)
        if language is None:
            codes = [each.code for each in edition.languages]
            message = f"'{place['language']}' is not a language of this site."
            hint = did_you_mean(
                place["language"], codes, "Add it to 'languages' in content/site.yaml, or rename the file."
            )
            problems.append(Problem(name, 0, "language-unknown", message, hint))
            return "", blank
        cycle, slug = place["cycle"] or "", place["slug"]
        report = edition.report(cycle, slug) if cycle else None
        cause = edition.unusable.get((cycle, slug)) if cycle else None
        if cycle and report is None and cause is None:
            message, hint = "There is no report.yaml beside this text.", "Every report has its facts there."
            cause = Problem(name, 0, "report-missing", message, hint)
            problems.append(cause)
        figures: dict[str, Figure] = {}
        rules = self.rules(edition, report or cause, cycle, language, path, figures)
        manuscript = read(path, edition.root, language.code, rules)
        problems.extend(manuscript.problems)
        date = report.cycle.date.split("-") if report else ("2000", "1", "1")
        return manuscript.html, {
            "title": manuscript.title,
            "date": SafeDatetime(*(int(part) for part in date)),
            "slug": slug,
            "lang": language.code,
            "cycle": cycle,
            "summary": manuscript.summary,
            MANUSCRIPT: manuscript,
            FIGURES: figures,
        }

    def rules(
        self,
        edition: Edition,
        facts: Report | Problem | None,
        cycle: str,
        language: Language,
        path: Path,
        figures: dict[str, Figure],
    ) -> Rules:
        """What this file may refer to, and what becomes of it. `facts`: None for a page, or why there are none."""
        theme = Path(self.settings["THEME"])
        report = facts if isinstance(facts, Report) else None

        def box(problem: Problem) -> str:
            told = [{"where": problem.where, "message": problem.message, "hint": problem.hint}]
            return render(theme, language, "parts/problem.html", problems=told) if self.preview else ""

        def line_of_facts(id_: str) -> str:
            item = next((each for each in report.interventions if each.id == id_), None) if report else None
            if item is None:
                return ""
            return render(
                theme, language, "parts/intervention.html", item=wording.intervention(item, language)
            )

        slug = path.parent.name
        here = addresses.report(language.code, cycle, slug) if cycle else addresses.page(language.code, slug)
        return Rules(
            render=_renderer(edition, facts, language, here, theme, figures, self.settings[GLOSSARY]),
            box=box,
            after_heading=line_of_facts,
            resolve=lambda target, _line: _resolve(path, here, language, target),
            sections=SECTIONS if cycle else None,
            needed=NEEDED[report.stage] if report else (),
            interventions=tuple(each.id for each in report.interventions) if report else (),
        )

    @property
    def preview(self) -> bool:
        """Whether problems are shown as boxes in the page."""
        return bool(self.settings.get(MODE, PREVIEW) == PREVIEW)


def _renderer(
    edition: Edition,
    facts: Report | Problem | None,
    language: Language,
    here: str,
    theme: Path,
    figures: dict[str, Figure],
    glossary: dict[str, Any],
) -> Callable[[Directive], str | Problem]:
    """What each directive becomes; a Problem where it means nothing.

    Where the report's facts cannot be used, that is the problem of each directive that needs them, told once.
    """
    report = facts if isinstance(facts, Report) else None

    def unknown(directive: Directive, known: list[str], where: str) -> Problem:
        message = f"There is no {directive.kind} called '{directive.id}' {where}."
        hint = did_you_mean(directive.id, known)
        return Problem("", 0, f"{directive.kind}-unknown", message, hint)

    def figure(directive: Directive) -> str | Problem:
        if report is None or directive.id not in report.figures:
            known = list(report.figures) if report else []
            return unknown(directive, known, "in report.yaml" if report else "on a page without report.yaml")
        if directive.id in figures:
            return Problem(
                "",
                0,
                "figure-twice",
                f"The figure '{directive.id}' stands on this page already.",
                "Show it once.",
            )
        made = edition.figure(report, directive.id, directive.text, language)
        figures[directive.id] = made
        return render(theme, language, "parts/figure_here.html", f=made, heading_level=3)

    def value(directive: Directive) -> str | Problem:
        if report is None or directive.id not in value_names(report):
            known = list(value_names(report)) if report else []
            return unknown(directive, known, "in report.yaml" if report else "on a page without report.yaml")
        text = edition.value(report, directive.id, language)
        return render(theme, language, "parts/value.html", id=directive.id, text=text).strip()

    def download(directive: Directive) -> str | Problem:
        if report is None or directive.id not in report.figures:
            return unknown(directive, list(report.figures) if report else [], "in report.yaml")
        text = directive.text or language.say("Download these numbers")
        return render(theme, language, "parts/download.html", href=f"{directive.id}.csv", text=text).strip()

    def term(directive: Directive) -> str | Problem:
        terms = glossary.get(language.code) or {}
        if directive.id not in terms:
            return unknown(directive, list(terms), f"in content/glossary/{language.code}.md")
        href = addresses.link(here, addresses.glossary(language.code)) + "#" + directive.id
        return render(
            theme, language, "parts/term.html", href=href, text=directive.text or terms[directive.id].lower()
        ).strip()

    kinds = {"figure": figure, "value": value, "download": download, "term": term}

    def one(directive: Directive) -> str | Problem:
        return facts if isinstance(facts, Problem) and directive.kind != "term" else kinds[directive.kind](directive)

    return one


def _resolve(path: Path, here: str, language: Language, target: str) -> str | Problem | None:
    """A relative link to another Markdown file (it works in GitHub's view too) as a link between pages."""
    file, _, anchor = target.partition("#")
    other = (path.parent / file).resolve()
    if not file.endswith(".md"):
        if other.is_file():
            return None
        hint = "Link to another text by its file, such as ../about/en.md; to the web with https://."
        return Problem("", 0, "link-broken", f"'{target}' leads nowhere.", hint)
    place = _PLACE.search(other.as_posix())
    if not other.is_file() or not place:
        near = [each.parent.name + "/" + each.name for each in path.parent.parent.glob("*/*.md")]
        wanted = "/".join(Path(file).parts[-2:])
        return Problem("", 0, "link-broken", f"There is no text '{target}'.", did_you_mean(wanted, near))
    if place["cycle"]:
        address = addresses.report(language.code, place["cycle"], place["slug"])
    else:
        address = addresses.page(language.code, place["slug"])
    return addresses.link(here, address) + ("#" + anchor if anchor else "")


def install(readers: Readers) -> None:
    """Our reader takes Markdown's place."""
    readers.reader_classes["md"] = ManuscriptReader


def register() -> None:
    """Connect to Pelican."""
    signals.readers_init.connect(install)
