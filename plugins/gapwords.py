"""A rate or a gap as a cell of a table of several indicators, where no heading can say its unit."""

from plugins.cards import Cell
from plugins.equity.languages import Language
from plugins.equity.measures import Measured
from plugins.equity.sentences import lower_is_gap
from plugins.equity.writing import bare, written


def rate_cell(measured: Measured | None, language: Language) -> Cell:
    """`71.5%` and its period, or the words that stand in its place."""
    if measured is None:
        return Cell(language.say("No earlier number"), mark="untold")
    return Cell(written(measured, language), measured.question.period, mark="" if measured.ok else "untold")


def gap_cell(measured: Measured | None, language: Language) -> Cell:
    """`18.1`, its unit, on which side it lies, and its period."""
    if measured is None:
        return Cell(language.say("Not compared"), mark="untold")
    period = measured.question.period
    if not measured.ok:
        return Cell(bare(measured, language), period, mark="untold")
    return Cell(
        bare(measured, language),
        language.say("{unit}, {period}", unit=_unit(measured, language), period=period),
    )


def _unit(gap: Measured, language: Language) -> str:
    """The unit of a gap and its direction; no direction where a range lies on both sides, or at zero."""
    say, scale = language.say, language.number(gap.scale)
    level = gap.bounds is None or gap.straddles or not sum(gap.bounds)
    lower = not level and lower_is_gap(gap)
    if gap.unit == "points":
        if level:
            return say("percentage points")
        return say("percentage points lower") if lower else say("percentage points higher")
    if gap.unit == "per" and gap.scale != 1:
        if level:
            return say("per {scale}", scale=scale)
        return say("per {scale}, lower", scale=scale) if lower else say("per {scale}, higher", scale=scale)
    if level:
        return say("difference")
    return say("lower") if lower else say("higher")
