"""Which version of a text a page shows, and what is said about it: nothing, machine-made, or shown in another
language.

Every page exists in every language of the site. Where a text has no translation the page carries the default
language's text, marked with its own language, under a notice in the page's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from plugins.equity.languages import Language
from plugins.manuscript import Manuscript


@dataclass(frozen=True)
class Notice:
    """A quiet line above the content: what it is and where to go."""

    kind: str
    text: str
    href: str = ""
    link_text: str = ""


@dataclass(frozen=True)
class Version:
    """The text that a page shows: in which language it is, and whether that is the page's own."""

    manuscript: Manuscript
    language: Language

    def foreign(self, language: Language) -> Language | None:
        """The content's language when it is not the page's."""
        return None if self.language.code == language.code else self.language


def choose(
    versions: Mapping[str, Manuscript], language: Language, languages: tuple[Language, ...], default: str
) -> Version | None:
    """The text in the page's language, else in the default language, else in the first that has it."""
    by_code = {each.code: each for each in languages}
    for code in (language.code, default, *by_code):
        if code in versions and code in by_code:
            return Version(versions[code], by_code[code])
    return None


def notices(version: Version, language: Language, original: str = "") -> tuple[Notice, ...]:
    """What a reader must know about the text, in the page's language; `original` is where the source text
    stands.
    """
    if version.foreign(language):
        text = language.say(
            "This text has not been translated yet. It is shown in this language: {language}.",
            language=version.language.name,
        )
        return (Notice("fallback", text),)
    if version.manuscript.translation == "machine" and not version.manuscript.reviewed_by:
        text = language.say(
            "This text was translated by machine and nobody has checked it yet. The numbers come from the "
            "data and are "
            "the same in every language."
        )
        return (Notice("machine", text, original, language.say("Read the original") if original else ""),)
    return ()
