"""Pelican's reader for our Markdown: place in the tree gives address, cycle and language; the file gives
words.

Whatever is wrong is a problem of the build, never an exception: Pelican would drop the page and not say why.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from pelican import signals
from pelican.readers import MarkdownReader, Readers
from pelican.utils import SafeDatetime

from plugins import addresses, narrating, wording
from plugins.edition import CRASHES, MODE, PREVIEW, edition_of, problems_of
from plugins.equity.corrections import FOLDER as CORRECTIONS
from plugins.equity.problems import Problem, did_you_mean
from plugins.equity.reports import Report
from plugins.equity.sources import shown
from plugins.firstuse import link_first_uses
from plugins.glossary import GLOSSARY, WORDS
from plugins.headings import Outline
from plugins.manuscript import ADVISED, NEEDED, SECTIONS, Rules, read
from plugins.references import PLACE, RESERVED, RESERVED_IN_CYCLE, References
from plugins.unwritten import eased

MANUSCRIPT, FIGURES = "manuscript", "figures"


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
        place = PLACE.search(path.as_posix())
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
        taken = slug in RESERVED or slug in [each.id for each in edition.cycles]
        if not cycle and taken:
            message = f"The address of '{slug}' belongs to the site itself."
            problems.append(Problem(name, 0, "page-reserved", message, "Give the folder another name."))
            return "", blank
        if cycle in RESERVED or (cycle and slug in (*RESERVED_IN_CYCLE, CORRECTIONS)):
            # told once, for the cycle or the report; or words of corrections, which were read before
            return "", blank
        report = edition.report(cycle, slug) if cycle else None
        cause = edition.unusable.get((cycle, slug)) if cycle else None
        if cycle and report is None and cause is None:
            message, hint = "There is no report.yaml beside this text.", "Every report has its facts there."
            cause = Problem(name, 0, "report-missing", message, hint)
            problems.append(cause)
        here = addresses.report(language.code, cycle, slug) if cycle else addresses.page(language.code, slug)
        refer = References(
            edition,
            report or cause,
            language,
            path,
            here,
            Path(self.settings["THEME"]),
            self.settings[GLOSSARY],
        )
        manuscript = read(path, edition.root, language.code, self.rules(refer, cycle))
        status = next((each.status for each in edition.cycles if each.id == cycle), "published")
        problems.extend(eased(manuscript.problems, status == "draft"))
        date = report.cycle.date.split("-") if report else ("2000", "1", "1")
        return manuscript.html, {
            "title": manuscript.title,
            "date": SafeDatetime(*(int(part) for part in date)),
            "slug": slug,
            "lang": language.code,
            "cycle": cycle,
            "summary": manuscript.summary,
            MANUSCRIPT: manuscript,
            FIGURES: refer.figures,
        }

    def rules(self, refer: References, cycle: str) -> Rules:
        """What a file may refer to, and what its headings have to be."""
        edition, report = refer.edition, refer.facts if isinstance(refer.facts, Report) else None

        def box(problem: Problem, alone: bool) -> str:
            if not self.preview:
                return ""
            if not alone:
                return refer.part("problem_inline", problem=problem).strip()
            told = [{"where": problem.where, "message": problem.message, "hint": problem.hint}]
            return refer.part("problem", problems=told)

        def facts(id_: str) -> str:
            if report is None:
                return ""
            item = next((each for each in report.interventions if each.id == id_), None)
            if item is None:
                lines = narrating.below(edition, report, id_, refer.language)
                return refer.part("facts", facts=lines) if lines else ""
            plan = list(
                narrating.plan_facts(edition, report, report.narrative.plan(id_), refer.language, refer.here)
            )
            words = wording.intervention(item, refer.language)
            return refer.part("intervention", item={**words, "plan": plan})

        return Rules(
            render=refer.directive,
            box=box,
            after_heading=facts,
            resolve=refer.link,
            outline=Outline(
                sections=SECTIONS if cycle else None,
                needed=NEEDED[report.stage] if report else (),
                interventions=tuple(each.id for each in report.interventions) if report else (),
                named=bool(cycle),
                advised=ADVISED[report.stage] if report else (),
                described=report.narrative.described() if report else (),
                quotations=report.narrative.quotations() if report else None,
                heard=report is None or report.narrative.heard,
                reflects=bool(report and report.stage == "reflect" and report.decision),
            ),
            numbers=refer.numbers(),
            words=self.words(refer),
        )

    def words(self, refer: References) -> Callable[[str], str]:
        """Links the shared words that a text uses; nothing where its language has no glossary."""
        known = self.settings[WORDS].get(refer.language.code)
        return (lambda html: link_first_uses(html, known, refer.meaning)) if known else (lambda html: html)

    @property
    def preview(self) -> bool:
        """Whether problems are shown as boxes in the page."""
        return bool(self.settings.get(MODE, PREVIEW) == PREVIEW)


def install(readers: Readers) -> None:
    """Our reader takes Markdown's place."""
    readers.reader_classes["md"] = ManuscriptReader


def register() -> None:
    """Connect to Pelican."""
    signals.readers_init.connect(install)
