"""The scorecard of a report: every indicator that it follows, as numbers, the same in every language.

The main indicator comes first, then those that move before it. Nothing here is measured in a way of its own:
each number is an answer of `measures`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from .disclosure import Protected
from .measures import ALL, REST, Measured, Question, measure, verdict
from .reports import Report
from .standing import measured_standing

MAIN = "main"
"""The id of the score of a report's own indicator; the others have the id of their leading indicator."""

MANY = 8
"""More groups than this are not listed: the report shows them."""


@dataclass(frozen=True)
class Score:
    """One indicator of one report. `timing` is leading or lagging.

    None stands where nothing is asked: without an earlier year there is no `start`, of everybody no gap.
    """

    report: Report
    id: str
    package: str
    timing: str
    start: Measured | None
    now: Measured
    gap_start: Measured | None
    gap: Measured | None
    change: Measured | None

    @property
    def outcome(self) -> str:
        """What became of the gap: see `measures.verdict`; "" where no gap is asked, or none at the start."""
        return verdict(self.change) if self.change else ""


def scores_of(report: Report, packages: Mapping[str, Protected]) -> tuple[Score, ...]:
    """The scores of a report: its own indicator, then the leading ones in their order."""
    return (_main(report, packages), *_leading(report, packages))


def groups_of(report: Report, packages: Mapping[str, Protected]) -> tuple[Measured, ...]:
    """The rate of everybody and of each group beside the report's, this year, in declared order.

    Nothing where the report's group is crossed, or everybody, or one of more than `MANY`.
    """
    question, protected = report.main, packages[report.package]
    if len(question.group) != 1:
        return ()
    dimension = question.group[0][0]
    groups = protected.package.dimensions[dimension].groups
    if len(groups) > MANY:
        return ()
    asked = [(), *(((dimension, each),) for each in groups)]
    rates = (measure(protected, replace(question, measure="rate", group=each)) for each in asked)
    # A group that the publisher does not have at this place and time is no blank of the scorecard.
    return tuple(each for each in rates if each.reason != "no-row")


def _main(report: Report, packages: Mapping[str, Protected]) -> Score:
    protected = packages[report.package]
    known = measured_standing(protected, report)
    timing = protected.indicator(report.main.indicator).timing
    return Score(
        report,
        MAIN,
        report.package,
        timing,
        known["baseline"],
        known["latest"],
        known["gap-baseline"],
        known["gap"],
        known["gap-change"],
    )


def _leading(report: Report, packages: Mapping[str, Protected]) -> Iterator[Score]:
    for lead in report.narrative.leading:
        asked = report.values[lead.value]
        protected, question = packages[asked.package], asked.question
        begun = report.values[lead.start].question if lead.start else None
        gap = gap_start = change = None
        if _compares(question):
            gap = measure(protected, replace(question, measure="difference"))
            if begun is not None:
                gap_start = measure(protected, replace(begun, measure="difference"))
                change = measure(protected, replace(question, measure="change", since=begun.period))
        yield Score(
            report,
            lead.id,
            asked.package,
            protected.indicator(question.indicator).timing,
            measure(protected, begun) if begun is not None else None,
            measure(protected, question),
            gap_start,
            gap,
            change,
        )


def _compares(question: Question) -> bool:
    """Whether a gap can be asked: not of everybody, nor of a group and itself."""
    alone = not question.group and question.against in (ALL, REST, ())
    return question.measure == "rate" and not alone and question.group != question.against
