"""The scorecard of a year as a file to take away: one line for each number."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from plugins import wording
from plugins.equity.disclosure import Protected
from plugins.equity.languages import Language, rounded
from plugins.equity.measures import Measured
from plugins.equity.plots import shown
from plugins.equity.scorecards import MAIN, Score
from plugins.equity.tables import as_csv
from plugins.equity.writing import absence, against_word, range_decimals


def header(language: Language) -> tuple[str, ...]:
    """The headings of the file."""
    say = language.say
    return (
        say("Report"),
        say("Indicator"),
        say("Place"),
        say("Group"),
        say("Compared with"),
        say("What it is"),
        say("School year"),
        say("Number"),
        say("At least"),
        say("At most"),
        say("Unit"),
        say("What became of the gap"),
        say("Status"),
    )


def scoresheet(scores: Sequence[Score], packages: Mapping[str, Protected], language: Language) -> str:
    """CSV text. A gap has its sign here: the group minus what it is compared with."""
    rows = [row for score in scores for row in score_rows(score, packages[score.package], language)]
    return as_csv(header(language), rows)


def score_rows(score: Score, protected: Protected, language: Language) -> Iterator[list[str]]:
    """The lines of one indicator: start, now, target, both gaps; those that are not asked are left out."""
    package, question, say = protected.package, score.now.question, language.say
    compared = score.gap is not None
    who = [
        score.report.slug,
        package.word(f"indicator/{question.indicator}/label", language.code),
        package.place_word(question.place, language.code),
        package.group_word(question.group, "label", language.code),
        against_word(package, question.group, question.against, "label", language) if compared else "",
    ]
    end = wording.outcome_label(score.outcome, language) if score.outcome else ""
    for what, measured, outcome in (
        (say("Start"), score.start, ""),
        (say("Now"), score.now, ""),
        (say("Gap at the start"), score.gap_start, ""),
        (say("Gap now"), score.gap, end),
    ):
        if measured is not None:
            numbers = [measured.question.period, *ends(measured), unit_label(measured, language)]
            status = say("Published") if measured.ok else absence(measured.reason, language)
            yield [*who, what, *numbers, outcome, status]
    target = score.report.target
    if score.id == MAIN and target is not None:
        decimals = 0 if target.value.denominator == 1 else score.now.decimals
        number = [target.by, str(rounded(target.value, decimals)), "", "", unit_label(score.now, language)]
        status = say("Documented") if target.documented else say("Illustration")
        yield [*who, say("Target"), *number, "", status]


def ends(measured: Measured) -> tuple[str, str, str]:
    """The number as it is displayed, without words; of a range its two ends."""
    value = shown(measured)
    if value is not None:
        return str(rounded(value, measured.decimals)), "", ""
    if not measured.ok or measured.bounds is None:
        return "", "", ""
    low, high = (str(rounded(Fraction(each), range_decimals(measured))) for each in measured.bounds)
    return "", low, high


def unit_label(measured: Measured, language: Language) -> str:
    """The unit of a number, in words."""
    if measured.unit == "percent":
        return language.say("Percent")
    if measured.unit == "points":
        return language.say("Percentage points")
    if measured.unit == "per":
        return language.say("Per {scale}", scale=language.number(measured.scale))
    return language.say("Mean")
