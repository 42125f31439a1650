"""Verdicts against cases worked by hand: each outcome, more or less is better, few students or many.

The working, for `narrowed` with many students where more is better. z = 1.959964 throughout.

1. Wilson's interval of each rate: centre (k + z²/2) / (n + z²),
   half width z / (n + z²) · √(k (n − k) / n + z²/4).
   Then: 2,400 of 4,000 graduated, 60 %. z² = 3.8415. Centre (2400 + 1.9207) / 4003.8415 = 59.99 %.
   √(2400 · 1600 / 4000 + 0.9604) = √960.9604 = 30.9994; · 1.959964 / 4003.8415 = 1.52 %. So 58.47 to 61.51 %.
   The others: 3,200 of 4,000, 80 %: 78.73 to 81.21.
   Now: 2,800, 70 %: 68.56 to 71.40; 3,280, 82 %: 80.78 to 83.16.
2. Newcombe's interval of each gap, seen from the side on which the group stands (others minus group):
   then 20: 20 − √((80 − 78.73)² + (61.51 − 60)²) = 20 − √(1.61 + 2.28) = 18.03,
   20 + √((81.21 − 80)² + (60 − 58.47)²) = 20 + √(1.46 + 2.34) = 21.95;
   now 12: 10.14 to 13.85 in the same way.
3. The change 12 − 20 = −8 (MOVER, the same rule on the two gaps):
   −8 − √((12 − 10.14)² + (21.95 − 20)²) = −8 − √(3.46 + 3.80) = −10.69,
   −8 + √((13.85 − 12)² + (20 − 18.03)²) = −8 + √(3.42 + 3.88) = −5.30.
   The whole interval lies below 0: the gap narrowed.

Whether more or less is better does not enter: a gap is a gap. The cases where less is better have a group
that stands above the others, as in absence, so that the signs of all steps are turned round.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

import pytest

from plugins.equity.distances import distance_sentence, missing, outcome
from plugins.equity.languages import open_languages
from plugins.equity.measures import Question, measure, verdict
from plugins.equity.reports import Target
from plugins.equity.verdicts import chance_sentence, finding_of_trend, verdict_sentence
from tests.site.projects import ROOT

LEARNERS, OTHERS = (("english_learner", "english_learner"),), (("english_learner", "not_english_learner"),)
THEN, NOW = "2017-18", "2018-19"
MANY, FEW = 4000, 40


@dataclass(frozen=True)
class Case:
    """Counts of learners and others, then and now; the two gaps' intervals, the change and its interval,
    worked by hand in points (rounded to two places); what has to be said.
    """

    name: str
    n: int
    then: tuple[int, int]
    now: tuple[int, int]
    gaps: tuple[tuple[float, float], tuple[float, float]]
    change: tuple[float, float, float] | None
    said: str


FAVOURABLE = [
    # Wilson: 58.47-61.51, 78.73-81.21; 68.56-71.40, 80.78-83.16.
    Case("narrowed", MANY, (2400, 3200), (2800, 3280), ((18.03, 21.95), (10.14, 13.85)),
         (-8.00, -10.69, -5.30), "narrowed"),
    # 58.47-61.51, 78.73-81.21; 48.45-51.55, 80.78-83.16.
    Case("widened", MANY, (2400, 3200), (2000, 3280), ((18.03, 21.95), (30.03, 33.93)),
         (12.00, 9.23, 14.76), "widened"),
    # 58.47-61.51, 78.73-81.21; 59.48-62.50, 78.73-81.21: the interval of the change holds 0.
    Case("no clear change", MANY, (2400, 3200), (2440, 3200), ((18.03, 21.95), (17.04, 20.94)),
         (-1.00, -3.77, 1.77), "no-clear-change"),
    # 58.47-61.51, 78.73-81.21; 80.78-83.16, 76.69-79.26: now surely on the other side.
    Case("turned over", MANY, (2400, 3200), (3280, 3120), ((18.03, 21.95), (-5.75, -2.25)),
         None, "turned"),
    # 44.60-73.65, 65.24-89.50; 54.57-81.93, 65.24-89.50: half as large, and forty students tell nothing.
    Case("smaller among few", FEW, (24, 32), (28, 32), ((-0.10, 38.10), (-8.97, 28.12)),
         (-10.00, -36.22, 17.06), "no-clear-change"),
    # 44.60-73.65, 65.24-89.50; 35.20-64.80, 65.24-89.50.
    Case("larger among few", FEW, (24, 32), (20, 32), ((-0.10, 38.10), (9.10, 47.59)),
         (10.00, -17.65, 36.71), "no-clear-change"),
    # 44.60-73.65, 65.24-89.50; 65.24-89.50, 62.50-87.68: on which side it was is not sure, nor is it now.
    Case("either side among few", FEW, (24, 32), (32, 31), ((-0.10, 38.10), (-20.26, 15.43)),
         None, "cannot-tell"),
]  # fmt: skip
ADVERSE = [
    # Wilson: 23.68-26.37, 9.11-10.97; 18.79-21.27, 9.11-10.97.
    Case("narrowed", MANY, (1000, 400), (800, 400), ((13.36, 16.63), (8.45, 11.55)),
         (-5.00, -7.25, -2.75), "narrowed"),
    # 23.68-26.37, 9.11-10.97; 29.59-32.45, 9.11-10.97.
    Case("widened", MANY, (1000, 400), (1240, 400), ((13.36, 16.63), (19.29, 22.70)),
         (6.00, 3.63, 8.36), "widened"),
    # 23.68-26.37, 9.11-10.97; 24.17-26.87, 9.59-11.49: both became worse by the same.
    Case("no clear change", MANY, (1000, 400), (1020, 420), ((13.36, 16.63), (13.35, 16.65)),
         (0.00, -2.32, 2.32), "no-clear-change"),
    # 23.68-26.37, 9.11-10.97; 9.11-10.97, 13.93-16.14.
    Case("turned over", MANY, (1000, 400), (400, 600), ((13.36, 16.63), (-6.45, -3.55)),
         None, "turned"),
    # 14.19-40.19, 3.96-23.05; 10.50-34.76, 3.96-23.05.
    Case("smaller among few", FEW, (10, 4), (8, 4), ((-1.95, 31.35), (-6.14, 25.95)),
         (-5.00, -27.98, 18.27), "no-clear-change"),
    # 14.19-40.19, 3.96-23.05; 22.13-50.49, 3.96-23.05.
    Case("larger among few", FEW, (10, 4), (14, 4), ((-1.95, 31.35), (6.67, 41.63)),
         (10.00, -14.56, 33.75), "no-clear-change"),
    # 14.19-40.19, 3.96-23.05; 3.96-23.05, 7.06-29.07.
    Case("either side among few", FEW, (10, 4), (4, 6), ((-1.95, 31.35), (-20.31, 10.28)),
         None, "cannot-tell"),
]  # fmt: skip
CASES = [("favourable", each) for each in FAVOURABLE] + [("adverse", each) for each in ADVERSE]

WORDS = {
    "narrowed": ("The gap narrowed: ", "Chance alone would hardly explain this: the gap is smaller by "),
    "widened": ("The gap widened: ", "Chance alone would hardly explain this: the gap is larger by "),
    "no-clear-change": ("The gap shows no clear change: ", "Chance alone could explain the difference: "),
    "turned": ("The gap turned over: ", ""),
    "cannot-tell": ("The gap was ", "How much of the change is chance cannot be told "),
}
"""How the verdict and the sentence about chance begin."""


@pytest.fixture(scope="module")
def english():
    return open_languages(("en",), ROOT / "theme/translations", ROOT)[0][0]


def rows(then, now):
    """Numbers of learners and others, for two years."""
    return [
        (period, "ct", group, *numbers)
        for period, pair in ((THEN, then), (NOW, now))
        for group, numbers in zip(("english_learner", "not_english_learner"), pair, strict=True)
    ]


def counted(case):
    return rows(*(((a, case.n), (b, case.n)) for a, b in (case.then, case.now)))


def ask(data, kind, period=NOW, since=""):
    return measure(data, Question("graduation", kind, "ct", period, LEARNERS, OTHERS, since))


def told(data, english, since=THEN):
    """Verdict, and the two sentences, of the change between the two years."""
    change = ask(data, "change", since=since)
    gaps = ask(data, "difference", since), ask(data, "difference")
    return verdict(change), verdict_sentence(*gaps, change, english), chance_sentence(change, english)


@pytest.mark.parametrize(("direction", "case"), CASES, ids=lambda each: getattr(each, "name", each))
def test_a_verdict_is_that_of_the_hand(protected, english, direction, case):
    data = protected(counted(case), direction=direction)
    side = -1 if direction == "favourable" else 1  # seen from the side on which the group began
    for period, worked in zip((THEN, NOW), case.gaps, strict=True):
        gap = ask(data, "difference", period)
        assert sorted((gap.low * side, gap.high * side)) == pytest.approx(worked, abs=0.006)
    change = ask(data, "change", since=THEN)
    if case.change is None:
        assert (change.low, change.high) == (None, None)
    else:
        worked = (float(change.value), change.low, change.high)
        assert worked == pytest.approx(case.change, abs=0.006)
    said, sentence, chance = told(data, english)
    assert said == case.said
    begins, chances = WORDS[case.said]
    assert sentence.startswith(begins)
    assert chance.startswith(chances) if chances else chance == ""


@pytest.mark.parametrize("direction", ["favourable", "adverse"])
@pytest.mark.parametrize(
    ("now", "facts", "sentence", "chance"),
    [
        # One of the two rates is withheld: there is no gap to compare.
        ((("c", "c", "c"), (3200, 4000)), {},
         "Whether the gap has narrowed cannot be told from what is published.", ""),
        # 70.0 % without counts (69.95 to 70.05, so about 10): nothing says how much of it is chance.
        ((("x", "x", "70.0"), (3200, 4000)), {},
         "The gap was 20.0 percentage points in 2017-18 and about 10.0 in 2018-19.",
         "How much of the change is chance cannot be told"),
        # What is counted changed: both gaps are said, and nothing of what lies between.
        (((2800, 4000), (3200, 4000)), {"breaks": [{"at": NOW, "reason": "counted anew"}]},
         "The gap was 20.0 percentage points in 2017-18 and 10.0 in 2018-19.",
         "These years cannot be compared"),
        # 50 to 70 %: a gap of 10 to 30, so smaller by 10 at most, larger by 10 at most.
        ((("x", 4000, (50, 70)), (3200, 4000)), {"ranges": True},
         "Whether the gap narrowed cannot be told", "The published ranges and chance together leave it open"),
    ],
    ids=["withheld", "no counts", "a break", "a range"],
)  # fmt: skip
def test_what_cannot_be_told_is_said_to_be_so(protected, english, direction, now, facts, sentence, chance):
    data = protected(rows(((2400, 4000), (3200, 4000)), now), direction=direction, **facts)
    said, verdicts, chances = told(data, english)
    assert said == "cannot-tell"
    assert verdicts.startswith(sentence)
    assert chances.startswith(chance)
    assert bool(chances) == bool(chance)


def test_of_a_first_year_there_is_no_change(protected, english):
    data = protected(counted(FAVOURABLE[0]))
    assert told(data, english, since=NOW)[:2] == (
        "first-period",
        "The gap is 12.0 percentage points in 2018-19. This is the first year that is followed.",
    )


# --- against the target -------------------------------------------------------------------------------
#
# Newcombe's interval of the difference of the two rates, now minus then, of the learners alone.
# Many: 70 - 60 = 10; Wilson as above: 68.56-71.40 and 58.47-61.51;
#   10 - √(1.44² + 1.51²) = 7.91, 10 + √(1.40² + 1.53²) = 12.07: above 0, so closer to a target above.
# Few: 28 of 40 and 24 of 40: 10 - √(15.43² + 13.65²) = -10.60, 10 + √(11.93² + 15.40²) = 29.48: holds 0.
# Where less is better: 20 - 25 = -5; 18.79-21.27 and 23.68-26.37;
#   -5 - √(1.21² + 1.37²) = -6.83, -5 + √(1.27² + 1.32²) = -3.17: below 0, so closer to a target below.

DISTANCES = [
    # direction, of how many, then, now, target, distances then and now, verdict
    ("favourable", MANY, 2400, 2800, 80, (20, 10), "closer"),
    ("favourable", MANY, 2800, 2400, 80, (10, 20), "farther"),
    ("favourable", MANY, 2400, 2800, 70, (10, 0), "reached"),
    ("favourable", FEW, 24, 28, 80, (20, 10), "no-clear-change"),
    ("adverse", MANY, 1000, 800, 10, (15, 10), "closer"),
    ("adverse", MANY, 800, 1000, 10, (10, 15), "farther"),
    ("adverse", MANY, 1000, 400, 12, (13, -2), "reached"),
    ("adverse", FEW, 10, 8, 10, (15, 10), "no-clear-change"),
]
SAID = {
    "closer": "The distance to the target became smaller: ",
    "farther": "The distance to the target became larger: ",
    "no-clear-change": "The distance to the target shows no clear change: ",
    "reached": "",
}


OPEN = (
    "The distance to the target was 20.0 percentage points in 2017-18 and is {} in 2018-19. Whether that is "
    "more than chance cannot be told from what is published."
)


def aim(value):
    return Target(Fraction(value), "2020-21", False, "")


@pytest.mark.parametrize(("direction", "n", "then", "now", "target", "away", "said"), DISTANCES)
def test_the_distance_to_a_target(protected, english, direction, n, then, now, target, away, said):
    data = protected(rows(((then, n), (1, n)), ((now, n), (1, n))), direction=direction)
    before, after = ask(data, "rate", THEN), ask(data, "rate")
    assert [missing(aim(target), each) for each in (before, after)] == [(each, each) for each in away]
    assert outcome(aim(target), before, after) == said
    sentence = distance_sentence(aim(target), before, after, english)
    assert sentence.startswith(SAID[said])
    if said != "reached":
        assert (
            f"{away[0]}.0 percentage points in 2017-18, {away[1]}.0 percentage points in 2018-19." in sentence
        )
    assert bool(sentence) == (said != "reached")


@pytest.mark.parametrize(
    ("now", "facts", "said", "sentence"),
    [
        (("c", "c", "c"), {}, "cannot-tell", ""),
        (("x", "x", "70.0"), {}, "cannot-tell", OPEN.format("10.0 percentage points")),
        (("x", 4000, (60, 70)), {"ranges": True}, "cannot-tell",
         OPEN.format("between 10 and 20 percentage points")),
        (("x", 4000, (75, 85)), {"ranges": True}, "cannot-tell", ""),  # the pace says that it is open
    ],
    ids=["withheld", "no counts", "a range", "a range across the target"],
)  # fmt: skip
def test_a_distance_that_cannot_be_told(protected, english, now, facts, said, sentence):
    data = protected(rows(((2400, 4000), (1, 4000)), (now, (1, 4000))), **facts)
    rates = ask(data, "rate", THEN), ask(data, "rate")
    assert outcome(aim(80), *rates) == said
    assert distance_sentence(aim(80), *rates, english) == sentence


def test_across_a_break_only_the_distance_now_is_said(protected, english):
    data = protected(counted(FAVOURABLE[0]))
    rates = ask(data, "rate", THEN), ask(data, "rate")
    assert outcome(aim(80), *rates, True) == "break"
    only = "The distance to the target is 10.0 percentage points in 2018-19."
    assert distance_sentence(aim(80), *rates, english, True) == only
    assert distance_sentence(aim(80), rates[1], rates[1], english) == only  # and of a first year


def test_of_means_and_events_the_distance_is_said_and_no_verdict(protected, english):
    days = [(THEN, "ct", "english_learner", 50, "12.4"), (NOW, "ct", "english_learner", 50, "11.9")]
    data = protected(days, kind="mean", scale=1, direction="adverse")
    rates = ask(data, "rate", THEN), ask(data, "rate")
    assert outcome(aim(8), *rates) == "untested"
    said = "The distance to the target was 4.4 in 2017-18 and is 3.9 in 2018-19."
    assert distance_sentence(aim(8), *rates, english) == said


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ((-0.04, 3.5), "the gap may be larger by anything from 0.0 to 3.5 points (95% interval)."),
        ((-3.5, 0.04), "the gap may be smaller by up to 3.5 points, or by as little as 0.0 (95% interval)."),
        ((-0.06, 3.5), "the gap may be smaller by 0.1 points or larger by 3.5 (95% interval)."),
    ],
)
def test_an_end_that_rounds_to_nothing_is_not_called_smaller_or_larger(protected, english, change, sentence):
    data = protected(rows(((2400, 4000), (3200, 4000)), ((2440, 4000), (3200, 4000))))
    low, high = change
    told_of = chance_sentence(replace(ask(data, "change", since=THEN), low=low, high=high), english)
    assert told_of == f"Chance alone could explain the difference: {sentence}"


def test_a_gap_that_looks_the_same_did_not_go_from_there_to_there(protected, english):
    data = protected(rows(((2400, 4000), (3200, 4000)), ((2401, 4000), (3201, 4000))))
    gaps = ask(data, "difference", THEN), ask(data, "difference")
    heading = finding_of_trend(data.package, *gaps, ask(data, "change", since=THEN), english)
    assert heading.endswith("gap since 2017-18 (then 20.0; now also 20.0 percentage points)")
