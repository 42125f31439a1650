"""A fact of a report as a line that templates show, and whether it is documented or made up."""

from dataclasses import dataclass

from plugins import wording
from plugins.equity.languages import Language


@dataclass(frozen=True)
class Fact:
    """A line below a heading: a label and words, or a number of the data (`value` is its id); `mark` says
    whether it is documented or an illustration; `more` is a link to guidance.
    """

    label: str
    text: str
    value: str = ""
    mark: str = ""
    source: str = ""
    more: str = ""


def evidence(documented: bool, source: str, language: Language) -> Fact:
    """Whether a thing is documented or made up to show how a report works."""
    text = wording.evidence_label(documented, language)
    mark = "documented" if documented else "illustration"
    return Fact(language.say("Evidence"), text, mark=mark, source=source)
