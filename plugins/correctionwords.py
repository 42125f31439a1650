"""The words of corrections, why a number was wrong: `reports/<cycle>/corrections/<language>.md`, a heading
with its id for each correction of `cycle.yaml`.

They stand on several pages, so that they can refer to nothing whose address would change with the page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pelican import Pelican, signals

from plugins.directives import Directive
from plugins.edition import edition_of, problems_of
from plugins.equity.corrections import FOLDER
from plugins.equity.editions import Edition
from plugins.equity.problems import WARNING, Problem, did_you_mean
from plugins.equity.reports import Cycle
from plugins.equity.sources import shown
from plugins.headings import Outline
from plugins.manuscript import Manuscript, Rules, read
from plugins.unwritten import eased

WORDS = "PLUMBLINE_CORRECTIONS"
"""The setting under which they are kept."""

Words = Mapping[str, Mapping[str, Manuscript]]
"""Manuscripts by cycle and language."""


@dataclass(frozen=True)
class Shelf:
    """The words of all cycles, and what is wrong with them."""

    words: Words
    problems: tuple[Problem, ...]


def read_words(edition: Edition) -> Shelf:
    """Every file of words; a correction without words in the default language is a problem."""
    words: dict[str, dict[str, Manuscript]] = {}
    problems: list[Problem] = []
    for cycle in edition.cycles:
        folder = edition.root / "content" / "reports" / cycle.id / FOLDER
        mine: dict[str, Manuscript] = {}
        for path in sorted(folder.glob("*.md")):
            language = next((each for each in edition.languages if each.code == path.stem), None)
            if language is None:
                codes = [each.code for each in edition.languages]
                message = f"'{path.stem}' is not a language of this site."
                hint = did_you_mean(path.stem, codes, "Add it to 'languages' in content/site.yaml.")
                problems.append(Problem(shown(path, edition.root), 0, "language-unknown", message, hint))
                continue
            text = read(path, edition.root, language.code, RULES)
            mine[language.code] = text
            problems.extend(eased(text.problems, cycle.status == "draft"))
        words[cycle.id] = mine
        problems.extend(_untold(edition, cycle, folder, mine))
    return Shelf(words, tuple(problems))


def _untold(
    edition: Edition, cycle: Cycle, folder: Path, mine: Mapping[str, Manuscript]
) -> Iterator[Problem]:
    """Corrections without words, words without a correction, and a report where only words can be."""
    if (folder / "report.yaml").exists():
        name = shown(folder / "report.yaml", edition.root)
        message = f"The folder '{FOLDER}' holds the words of corrections, and no report."
        yield Problem(name, 0, "page-reserved", message, "Give the folder of the report another name.")
    assert edition.site is not None
    known = [each.id for each in cycle.corrections]
    for text in mine.values():
        for section in text.sections:
            if section.id and section.id not in known:
                hint = did_you_mean(section.id, known, "Add it to 'corrections' in cycle.yaml, or delete it.")
                message = f"There is no correction '{section.id}' in cycle.yaml."
                yield Problem(text.path, 0, "words-unknown", message, hint)
    for code in edition.site.languages:
        told = {each.id for each in mine[code].sections if each.html} if code in mine else set()
        for correction in [each for each in cycle.corrections if each.id not in told]:
            name = shown(folder / f"{code}.md", edition.root)
            hint = f"Add '## what was wrong {{#{correction.id}}}' and below it why, and how it was found."
            message = f"The correction '{correction.id}' has no words."
            if code == edition.site.default_language:
                yield Problem(name, 0, "words-missing", message, hint)
            elif code not in edition.site.preparing:
                yield Problem(name, 0, "words-missing", f"{message[:-1]} in this language.", hint, WARNING)


def _misplaced(_directive: Directive) -> Problem:
    hint = "The page shows the old and the new number beside it; say why in words."
    return Problem("", 0, "directive-misplaced", "The words of a correction cannot hold directives.", hint)


def _elsewhere(target: str) -> Problem:
    message = f"'{target}' leads nowhere from some of the pages on which a correction stands."
    return Problem("", 0, "link-outside", message, "Link to the web with https://, or say it in words.")


RULES = Rules(
    render=_misplaced,
    box=lambda _problem, _alone: "",
    resolve=_elsewhere,
    outline=Outline(named=True),
    head=(),
)


def begin(pelican: Pelican) -> None:
    """Read the words of this build."""
    edition = edition_of(pelican.settings)
    shelf = Shelf({}, ()) if edition.site is None else read_words(edition)
    pelican.settings[WORDS] = shelf.words
    problems_of(pelican.settings).extend(shelf.problems)


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(begin)
