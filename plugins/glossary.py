"""The glossary: shared words, one file per language, read before anything else so that texts may refer to
them.
"""

from dataclasses import dataclass

from pelican import Pelican, signals

from plugins.directives import Directive
from plugins.edition import edition_of, problems_of
from plugins.equity.editions import Edition
from plugins.equity.problems import Problem, did_you_mean
from plugins.headings import Outline
from plugins.manuscript import Manuscript, Rules, read

GLOSSARY, GLOSSARIES = "PLUMBLINE_TERMS", "PLUMBLINE_GLOSSARIES"


@dataclass(frozen=True)
class Shelf:
    """All glossaries of a site: by language the manuscript, and for each term id its heading."""

    manuscripts: dict[str, Manuscript]
    terms: dict[str, dict[str, str]]
    problems: tuple[Problem, ...]


def read_glossaries(edition: Edition) -> Shelf:
    """Every language's glossary; a term that another language has and this one lacks is a problem."""
    manuscripts: dict[str, Manuscript] = {}
    problems: list[Problem] = []
    folder = edition.root / "content" / "glossary"
    rules = Rules(render=_plain, box=lambda _problem, _alone: "", outline=Outline(named=True))
    for language in edition.languages:
        path = folder / f"{language.code}.md"
        if not path.exists():
            continue
        manuscript = read(path, edition.root, language.code, rules)
        problems.extend(manuscript.problems)
        if manuscript.readable:  # otherwise the default language's words stand in
            manuscripts[language.code] = manuscript
    terms = {code: {s.id: s.title for s in each.sections} for code, each in manuscripts.items()}
    default = edition.site.default_language if edition.site else ""
    for code, known in terms.items():
        missing = [each for each in terms.get(default, {}) if each not in known]
        unnamed = sum(each.code == "section-no-id" for each in manuscripts[code].problems)
        for id_ in missing if len(missing) > unnamed else ():  # a term without id is told once
            message = f"The term '{id_}' is not explained in this language."
            hint = did_you_mean(
                id_, [each for each in known if each not in terms[default]], f"Add '## ... {{#{id_}}}'."
            )
            problems.append(Problem(manuscripts[code].path, 0, "term-missing", message, hint))
    return Shelf(manuscripts, terms, tuple(problems))


def _plain(_directive: Directive) -> Problem:
    return Problem(
        "",
        0,
        "directive-misplaced",
        "A glossary explains words; it cannot hold directives.",
        "Say it in words.",
    )


def begin(pelican: Pelican) -> None:
    """Read the glossaries of this build."""
    edition = edition_of(pelican.settings)
    shelf = read_glossaries(edition)
    pelican.settings[GLOSSARIES] = shelf.manuscripts
    pelican.settings[GLOSSARY] = shelf.terms
    problems_of(pelican.settings).extend(shelf.problems)


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(begin)
