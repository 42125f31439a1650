"""Why a comparison shows the measures that it shows, by the library's advice for its breakdown."""

from dataclasses import dataclass

from .disclosure import Protected
from .inequality.choosing import paired
from .measures import ALL, REST, Question
from .plots import Plot
from .scenes import Scene


@dataclass(frozen=True)
class Reasons:
    """The measures of a figure by their ids, and why (keys of `choosing.WHY`). `paired`: a gap and a ratio
    are among them.
    """

    measures: tuple[str, ...]
    whys: tuple[str, ...]
    paired: bool


def reasons(protected: Protected, plotted: Plot) -> Reasons | None:
    """Of a comparison figure; None for others, and where nothing of it can be worked out."""
    facts, main = plotted.facts, plotted.facts.main
    if facts.form != "comparison":
        return None
    beside = tuple(each.question.measure for each in plotted.beside)
    why = (plotted.why,) if plotted.why else ()
    if plotted.gaps[-1].ok and plotted.ratio.ok and len(main.group) == 1:
        dimension = main.group[0][0]
        here = Scene(protected, main.indicator, dimension, main.place, facts.periods[-1]).here
        absolute, relative = paired(here, _against(protected, main))
        names = (absolute.measure, relative.measure)
        both = tuple(dict.fromkeys((*names, *beside)))
        return Reasons(both, (absolute.why, *why), True)
    return Reasons(beside, why, False) if beside or why else None


def _against(protected: Protected, main: Question) -> str:
    """Whom a question compares with, in the words of advice; "": a group that is named."""
    if main.against in (ALL, REST):
        return str(main.against)
    return REST if main.against == protected.package.counterpart(main.group) else ""
