"""The glossary: shared words, one file per language, read before anything else so that texts may refer to
them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pelican import Pelican, signals

from plugins.directives import Directive
from plugins.edition import edition_of, problems_of
from plugins.equity.editions import Edition
from plugins.equity.problems import ERROR, WARNING, Problem, did_you_mean
from plugins.firstuse import Words
from plugins.headings import Outline
from plugins.manuscript import Manuscript, Rules, read
from plugins.termheads import Lifted, TermHead, lift
from plugins.unwritten import CODE, eased

GLOSSARY, GLOSSARIES, WORDS = "PLUMBLINE_TERMS", "PLUMBLINE_GLOSSARIES", "PLUMBLINE_WORDS"


@dataclass(frozen=True)
class Shelf:
    """All glossaries of a site: by language the manuscript, for each term id its heading, and the words that
    are linked where a text first uses them.
    """

    manuscripts: dict[str, Manuscript]
    terms: dict[str, dict[str, str]]
    words: dict[str, Words]
    problems: tuple[Problem, ...]


def read_glossaries(edition: Edition) -> Shelf:
    """Every language's glossary; a term that another language has and this one lacks is a problem. One in
    which prompts are left is not shown yet: the default language's stands in.
    """
    manuscripts: dict[str, Manuscript] = {}
    words: dict[str, Words] = {}
    problems: list[Problem] = []
    folder = edition.root / "content" / "glossary"
    preparing = edition.site.preparing if edition.site else ()
    for language in edition.languages:
        path = folder / f"{language.code}.md"
        if not path.exists():
            continue
        heads: dict[str, TermHead] = {}
        rules = Rules(
            render=_plain, box=lambda _problem, _alone: "", outline=Outline(named=True), lift=_keep(heads)
        )
        manuscript = read(path, edition.root, language.code, rules)
        problems.extend(eased(manuscript.problems, language.code in preparing))
        unfinished = any(each.code == CODE for each in manuscript.problems)
        if manuscript.readable and not unfinished:  # otherwise the default language's words stand in
            manuscripts[language.code] = manuscript
            words[language.code], told = _words(manuscript, heads)
            problems.extend(told)
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
            severity = WARNING if code in preparing else ERROR
            problems.append(Problem(manuscripts[code].path, 0, "term-missing", message, hint, severity))
    return Shelf(manuscripts, terms, words, tuple(problems))


def _keep(heads: dict[str, TermHead]) -> Callable[[list[str], int, str], Lifted]:
    """Takes the lines below the headings of terms out of a text, and keeps what they say in `heads`."""

    def taken(lines: list[str], first: int, name: str) -> Lifted:
        lifted = lift(lines, first, name)
        heads.update(lifted.heads)
        return lifted

    return taken


def _words(manuscript: Manuscript, heads: dict[str, TermHead]) -> tuple[Words, list[Problem]]:
    """The forms of every term. A form that two terms claim belongs to the first."""
    forms: dict[str, tuple[str, ...]] = {}
    owners: dict[str, str] = {}
    problems: list[Problem] = []
    for section in manuscript.sections:
        head = heads.get(section.id, TermHead(0))
        title = section.title
        known = head.forms or (title, title[:1].lower() + title[1:])
        for form in dict.fromkeys(each.casefold() for each in known):
            other = owners.setdefault(form, section.id)
            if other != section.id:
                message = f"'{form}' is a form of the term '{other}' already."
                hint = "Give it to one of the two under 'Forms:'."
                problems.append(Problem(manuscript.path, head.line, "term-form-twice", message, hint))
        forms.setdefault(section.id, tuple(each for each in known if owners[each.casefold()] == section.id))
    return Words(forms, frozenset(id_ for id_, each in heads.items() if not each.auto)), problems


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
    pelican.settings[WORDS] = shelf.words
    problems_of(pelican.settings).extend(shelf.problems)


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(begin)
