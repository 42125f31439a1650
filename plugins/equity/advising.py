"""Why a comparison shows the measures that it shows, by the library's advice for its breakdown."""

from dataclasses import dataclass

from .disclosure import Protected
from .inequality.choosing import advise
from .measures import ALL, REST, Question
from .plots import Plot
from .scenes import Scene


@dataclass(frozen=True)
class Reasons:
    """An absolute and a relative measure by their ids, and why (a key of `choosing.WHY`; "": a report chose
    otherwise than the library would).
    """

    measures: tuple[str, str]
    why: str


def reasons(protected: Protected, plotted: Plot) -> Reasons | None:
    """Of a comparison figure; None where a gap and a ratio do not both stand in it."""
    facts, main = plotted.facts, plotted.facts.main
    if facts.form != "comparison" or not (plotted.gaps[-1].ok and plotted.ratio.ok) or len(main.group) != 1:
        return None
    dimension = main.group[0][0]
    here = Scene(protected, main.indicator, dimension, main.place, facts.periods[-1]).here
    against = _against(protected, main)
    pair = [each for each in advise(here) if each.against == against]
    if len(pair) < 2:
        return Reasons(("difference", "ratio"), "")
    absolute, relative = pair[:2]
    return Reasons((absolute.measure, relative.measure), absolute.why)


def _against(protected: Protected, main: Question) -> str:
    """Whom a question compares with, in the words of advice."""
    if main.against in (ALL, REST):
        return str(main.against)
    return REST if main.against == protected.package.counterpart(main.group) else ""
