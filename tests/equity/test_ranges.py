"""Ranges against brute force: the answer holds whatever a published range may stand for, and nothing else."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from plugins.equity.intervals import katz, mover, newcombe, wilson
from plugins.equity.languages import Language, rounded
from plugins.equity.measures import Measured, Question, measure, verdict
from plugins.equity.rates import Absent, rate_of, rest_of
from plugins.equity.writing import bare, written

EL, NOT_EL = (("english_learner", "english_learner"),), (("english_learner", "not_english_learner"),)
ASIAN = (("race_ethnicity", "asian"),)
PART = {"relations": {"race_ethnicity": {"complete": False}}}
NOW = ("graduation", "2018-19", "ct")


def ask(data, kind, group=EL, against=NOT_EL, period="2018-19", since=""):
    return measure(data, Question("graduation", kind, "ct", period, group, against, since))


def row(group, *numbers, period="2018-19"):
    return (period, "ct", group, *numbers)


# --- brute force ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """What a row says (numerator, denominator, value); the lowest and highest rate it may stand for."""

    cells: tuple
    low: Fraction
    high: Fraction

    @property
    def ranged(self):
        return isinstance(self.cells[2], tuple)

    def grid(self, *others):
        """Many rates it may stand for: an even grid, and the ends of others, where two may be the same."""
        even = [self.low + (self.high - self.low) * at / 12 for at in range(13)]
        ends = [end for each in others for end in (each.low, each.high) if self.low <= end <= self.high]
        return sorted({*even, *ends})


def percentages(decimals):
    return st.integers(0, 100 * 10**decimals).map(lambda each: Fraction(each, 10**decimals))


@st.composite
def told(draw, kinds=("counts", "rounded", "range", "numerator and range")):
    kind = draw(st.sampled_from(kinds))
    if kind == "counts":
        n = draw(st.integers(1, 500))
        k = draw(st.integers(0, n))
        return Told((k, n, str(rounded(Fraction(100 * k, n), 1))), Fraction(k, n), Fraction(k, n))
    if kind == "rounded":
        value = draw(percentages(1))
        half = Fraction(1, 20)
        ends = max(Fraction(0), value - half), min(Fraction(100), value + half)
        return Told(("x", "x", str(rounded(value, 1))), ends[0] / 100, ends[1] / 100)
    decimals = draw(st.integers(0, 2))
    low, high = sorted(draw(st.lists(percentages(decimals), min_size=2, max_size=2, unique=True)))
    k = draw(st.integers(1, 60)) if kind == "numerator and range" else "x"
    ends = tuple(str(rounded(each, decimals)) for each in (low, high))
    return Told((k, "x", ends), low / 100, high / 100)


RANGED = told(kinds=("range", "numerator and range"))


def open_rows(protected, mine, other, before=None):
    rows = [row("english_learner", *mine.cells), row("not_english_learner", *other.cells)]
    if before:
        rows += [
            row("english_learner", *before[0].cells, period="2017-18"),
            row("not_english_learner", *before[1].cells, period="2017-18"),
        ]
    return protected(rows, ranges=True)


@given(RANGED)
def test_a_range_is_a_rate_without_a_number(protected, mine):
    data = open_rows(protected, mine, mine)
    rate = ask(data, "rate")
    assert (rate.status, rate.value, rate.ranged) == ("ok", None, True)
    assert rate.bounds == (100 * mine.low, 100 * mine.high)
    known = rate_of(data, *NOW, EL)
    assert (known.low, known.high, known.shown) == (mine.low, mine.high, None)


@given(RANGED, told())
def test_the_difference_of_ranges_is_all_that_they_allow(protected, mine, other):
    data = open_rows(protected, mine, other)
    for (group, against), (one, two) in {
        (EL, NOT_EL): (mine, other),
        (NOT_EL, EL): (other, mine),
    }.items():
        brute = [100 * (a - b) for a, b in product(one.grid(), two.grid())]
        gap = ask(data, "difference", group, against)
        assert (gap.value, gap.bounds) == (None, (min(brute), max(brute)))
        assert gap.straddles == (min(brute) < 0 < max(brute))


@given(RANGED, told())
def test_the_ratio_of_ranges_is_all_that_they_allow(protected, mine, other):
    data = open_rows(protected, mine, other)
    for (group, against), (one, two) in {
        (EL, NOT_EL): (mine, other),
        (NOT_EL, EL): (other, mine),
    }.items():
        ratio = ask(data, "ratio", group, against)
        if two.low == 0:  # it may be nothing, and nothing has a ratio to that
            assert (ratio.ok, ratio.reason) == (False, "zero-comparison")
            continue
        brute = [a / b for a, b in product(one.grid(), two.grid())]
        assert (ratio.value, ratio.bounds) == (None, (min(brute), max(brute)))


@given(told(), told(), told(), RANGED)
def test_the_change_of_ranges_is_all_that_they_allow(protected, a, b, c, d):
    data = open_rows(protected, c, d, before=(a, b))
    then = [abs(x - y) for x, y in product(a.grid(b), b.grid(a))]
    now = [abs(x - y) for x, y in product(c.grid(d), d.grid(c))]
    change = ask(data, "change", since="2017-18")
    assert change.ok
    assert change.value is None
    assert change.bounds == (100 * (min(now) - max(then)), 100 * (max(now) - min(then)))
    if verdict(change) == "narrowed":
        assert change.bounds[1] < 0
    if verdict(change) == "widened":
        assert change.bounds[0] > 0


@given(st.integers(1, 80), st.integers(1, 98), st.integers(1, 98))
def test_a_numerator_with_a_range_allows_every_denominator_that_keeps_it_in(protected, k, low, more):
    high = min(100, low + more)
    rate = rate_of(protected([row("", k, "x", (low, high))], ranges=True), *NOW, ())
    admissible = [
        n for n in range(k, 100 * k + 1) if Fraction(low, 100) <= Fraction(k, n) <= Fraction(high, 100)
    ]
    if not admissible:
        assert rate.n_low is None
        return
    assert (rate.n_low, rate.n_high) == (min(admissible), max(admissible))
    assert not rate.published


@given(st.integers(1, 90), st.integers(0, 99), st.integers(1, 60))
def test_a_denominator_with_a_range_allows_every_numerator_that_keeps_it_in(protected, n, low, more):
    high = min(100, low + more)
    data = protected([row("", "x", n, (low, high))], ranges=True)
    rate, shown = rate_of(data, *NOW, ()), ask(data, "rate", ())
    admissible = [k for k in range(n + 1) if Fraction(low, 100) <= Fraction(k, n) <= Fraction(high, 100)]
    if not admissible:
        assert (rate.counts(), shown.low) == ((), None)
        return
    assert (rate.k_low, rate.k_high) == (min(admissible), max(admissible))
    ends = [(low / 100, high / 100), *(wilson(k, n) for k in admissible)]
    assert (shown.low, shown.high) == pytest.approx(
        (100 * min(low for low, _ in ends), 100 * max(high for _, high in ends))
    )
    assert (shown.numerator, shown.denominator) == (rate.k, n)


@given(
    st.integers(2, 90),
    st.integers(0, 100),
    st.integers(0, 95),
    st.integers(1, 40),
    st.integers(1, 400),
    st.booleans(),
)
def test_the_rest_of_a_total_less_a_range_is_all_that_it_allows(
    protected, n, part, low, more, others, counted
):
    high = min(100, low + more)
    own = [k for k in range(n + 1) if Fraction(low, 100) <= Fraction(k, n) <= Fraction(high, 100)]
    total_n = n + others
    total = total_n * part // 100
    rest = [total - k for k in own if 0 <= total - k <= others]
    if not rest:
        return
    rows = [row("", total, total_n), row("asian", "x", n, (low, high))]
    data = protected(rows, ranges=True, **PART)
    found = rest_of(data, *NOW, ASIAN)
    assert not isinstance(found, Absent)
    assert (found.low, found.high) == (Fraction(min(rest), others), Fraction(max(rest), others))
    assert found.ranged
    gap = ask(data, "difference", ASIAN, "rest" if counted else "all")
    # Every pair that is possible has its interval within the one that is told.
    for k in own:
        if 0 <= total - k <= others:
            weight = 100 if counted else 100 * others / total_n
            pair = newcombe(k, n, total - k, others)
            assert gap.low <= weight * pair[0] + 1e-9
            assert gap.high >= weight * pair[1] - 1e-9


@given(
    st.integers(200, 2000), st.integers(0, 60), st.integers(3, 40), st.integers(1, 500), st.integers(1, 500)
)
def test_of_large_groups_no_interval_is_wider_than_the_one_that_is_told(protected, n, low, more, k2, more2):
    data = protected(
        [row("english_learner", "x", n, (low, low + more)), row("not_english_learner", k2, k2 + more2)],
        ranges=True,
    )
    gap = ask(data, "difference")
    own = [k for k in range(n + 1) if Fraction(low, 100) <= Fraction(k, n) <= Fraction(low + more, 100)]
    pairs = [newcombe(k, n, k2, k2 + more2) for k in own]
    assert gap.low == pytest.approx(min(gap.bounds[0], *(100 * each for each, _ in pairs)))
    assert gap.high == pytest.approx(max(gap.bounds[1], *(100 * each for _, each in pairs)))


def span(low, high, n):
    """The numerators of a range in percent."""
    return [k for k in range(n + 1) if Fraction(low, 100) <= Fraction(k, n) <= Fraction(high, 100)]


@given(
    st.integers(20, 300),
    st.integers(0, 20),
    st.integers(10, 25),
    st.integers(0, 20),
    st.integers(10, 25),
    st.integers(170, 300),
)
def test_the_interval_of_a_change_is_that_of_every_change_that_ranges_allow(
    protected, n, low, more, low2, more2, others
):
    then, now = ("x", n, (low, low + more)), ("x", n, (low2, low2 + more2))
    data = protected(years((then, (others, 300)), (now, (others, 300))), ranges=True)
    change = ask(data, "change", since="2017-18")

    def gaps(ends):
        for k in span(*ends, n):
            pair = newcombe(k, n, others, 300)
            value = others / 300 - k / n
            yield value, value, (-pair[1], -pair[0])

    moved = [mover(one, two) for one, two in product(gaps((low, low + more)), gaps((low2, low2 + more2)))]
    assert change.low == pytest.approx(min(change.bounds[0], *(100 * each for each, _ in moved)))
    assert change.high == pytest.approx(max(change.bounds[1], *(100 * each for _, each in moved)))


def test_a_range_that_leaves_less_than_nobody_makes_no_interval_too_narrow(protected):
    # 50 to 150 of 500 in the group; 149 in all, so that at most 149 can be: no number that is tried.
    rows = [row("", 149, 600), row("asian", "x", 500, (10, 30))]
    for against, weight in (("all", 100 / 600), ("rest", 1)):
        gap = ask(protected(rows, ranges=True, **PART), "difference", ASIAN, against)
        pairs = [newcombe(k, 500, 149 - k, 100) for k in range(50, 150)]
        assert gap.low <= 100 * weight * min(low for low, _ in pairs)
        assert gap.high >= 100 * weight * max(high for _, high in pairs)


def test_an_interval_holds_the_range_itself_where_no_count_reaches_its_ends(protected):
    # One of ten is 10 %, though 1 % is published as possible; nine of ten are 90 %.
    rows = [row("english_learner", "x", 10, (1, 50)), row("not_english_learner", "x", 10, (50, 99))]
    data = protected(rows, ranges=True)
    gap, ratio = ask(data, "difference"), ask(data, "ratio")
    assert gap.bounds == (-98, 0)
    assert newcombe(1, 10, 9, 10)[0] > -0.98
    assert (gap.low, gap.high > 0) == (-98, True)
    assert ratio.low <= float(ratio.bounds[0])


@given(st.integers(1, 3), st.integers(1, 5), st.integers(20, 40))
def test_of_few_events_with_a_wide_range_no_interval_is_wider(protected, k, low, high):
    rows = [row("english_learner", k, "x", (low, high)), row("not_english_learner", 30, 60)]
    gap = ask(protected(rows, ranges=True), "difference", NOT_EL, EL)
    own = [n for n in range(k, 100 * k + 1) if Fraction(low, 100) <= Fraction(k, n) <= Fraction(high, 100)]
    pairs = [newcombe(30, 60, k, n) for n in own]
    assert gap.low == pytest.approx(100 * min(each for each, _ in pairs), abs=0.05)
    assert gap.high == pytest.approx(100 * max(each for _, each in pairs), abs=0.05)


@pytest.mark.parametrize(("k", "low"), [(1, 2), (1, 3), (2, 2), (3, 4)])
def test_the_interval_of_a_ratio_may_be_widest_between_the_ends(protected, k, low):
    # A rate of one event is 2 % or 100 %; at 100 % nothing is left to chance, at 50 % very much.
    rows = [row("english_learner", k, "x", (low, 100)), row("not_english_learner", 5, 5)]
    ratio = ask(protected(rows, ranges=True), "ratio")
    own = [n for n in range(k, 100 * k + 1) if Fraction(low, 100) <= Fraction(k, n)]
    highs = [katz(k, n, 5, 5)[1] for n in own]
    assert max(highs) > 1.2 * max(highs[0], highs[-1])
    assert ratio.high == pytest.approx(max(highs), rel=0.01)


# --- one by one -----------------------------------------------------------------------------------


def test_where_both_counts_are_known_they_count(protected):
    data = protected([row("english_learner", 7, 25, (21, 39))], ranges=True)
    rate = ask(data, "rate")
    assert (rate.value, rate.bounds, rate.ranged) == (28, (28, 28), False)


def test_a_range_of_one_number_is_that_number(protected):
    data = protected([row("english_learner", "x", "x", (21, 21))], ranges=True)
    rate = ask(data, "rate")
    assert (rate.value, rate.bounds) == (21, (21, 21))


def test_a_withheld_count_is_not_worked_out_of_a_range(protected):
    for counts in (("c", 40), (12, "c")):
        data = protected([row("english_learner", *counts, (21, 39))], ranges=True)
        assert rate_of(data, *NOW, EL).counts() == ()
        assert ask(data, "rate").low is None


def test_a_range_beside_a_status_that_says_no_is_no_value(protected):
    data = protected([row("english_learner", "x", "x", "c")], ranges=True)
    table = data.package.tables["graduation"]
    table["value_low"], table["value_low_text"] = 21.0, "21"
    table["value_high"], table["value_high_text"] = 39.0, "39"
    assert (ask(data, "rate").ok, ask(data, "rate").reason) == (False, "withheld")


def test_the_count_of_people_may_be_a_range(protected):
    rows = [("2018-19", "ct", "", 40), ("2018-19", "001", "", (3, 9))]
    data = protected(rows, kind="count", decimals=0, scale=1, ranges=True)
    question = Question("graduation", "rate", "001", "2018-19", ())
    count = measure(data, question)
    assert (count.value, count.bounds, count.unit, count.low) == (None, (3, 9), "count", None)


def years(before, now):
    (a, b), (c, d) = before, now
    return [
        row("english_learner", *a, period="2017-18"),
        row("not_english_learner", *b, period="2017-18"),
        row("english_learner", *c),
        row("not_english_learner", *d),
    ]


WIDE = ("x", 10_000, (20, 30)), (9000, 10_000)
"""A gap of 60 to 70 points."""


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ((("x", 10_000, (70, 75)), (9000, 10_000)), "narrowed"),  # 15 to 20 points
        ((("x", 10_000, (5, 8)), (9000, 10_000)), "widened"),  # 82 to 85 points
        ((("x", 10_000, (25, 40)), (9000, 10_000)), "cannot-tell"),  # 50 to 65: smaller, or larger by up to 5
        (
            (("x", 10_000, (30, 40)), (9000, 10_000)),
            "no-clear-change",
        ),  # 50 to 60: never larger, perhaps the same
        ((("x", 10_000, (85, 95)), (9000, 10_000)), "cannot-tell"),  # on either side
        ((("x", 10_000, (95, 99)), (2000, 10_000)), "turned"),  # 75 to 79 the other way round
        ((("x", "x", (70, 75)), (9000, 10_000)), "cannot-tell"),  # chance is not known
    ],
)
def test_a_gap_narrowed_only_where_all_that_it_may_be_did(protected, now, said):
    data = protected(years(WIDE, now), ranges=True)
    change = ask(data, "change", since="2017-18")
    assert change.ranged
    assert verdict(change) == said


def test_a_ratio_has_no_interval_where_one_of_its_counts_may_be_nothing(protected):
    rows = [row("english_learner", "x", 100, (0, 10)), row("not_english_learner", 50, 100)]
    ratio = ask(protected(rows, ranges=True), "ratio")
    assert (ratio.bounds, ratio.low, ratio.reason) == ((0, Fraction(1, 5)), None, "zero-count")


# --- events and means -----------------------------------------------------------------------------


def test_events_per_hundred_may_be_more_than_a_hundred(protected):
    rows = [row("asian", 300, 200, "150.0"), row("white", 90, 100, "90.0"), row("", 390, 300, "130.0")]
    data = protected(rows, kind="rate", scale=100, **PART)
    gap = ask(data, "difference", ASIAN, "rest")
    assert (gap.value, gap.unit, gap.scale, gap.reason) == (60, "per", 100, "not-a-proportion")
    rate = ask(data, "rate", ASIAN)
    assert (rate.value, rate.unit, rate.numerator, rate.denominator) == (150, "per", 300, 200)
    assert ask(data, "ratio", ASIAN, "rest").value == Fraction(5, 3)


def test_events_with_a_rounded_rate_may_be_of_fewer_people(protected):
    # 30 events, 150.0 per 100: of 20 people, not of at least 30.
    rate = rate_of(protected([row("", 30, "x", "150.0")], kind="rate", scale=100), *NOW, ())
    assert (rate.n_low, rate.n_high) == (20, 20)


def test_a_mean_has_bounds_from_rounding_and_no_interval(protected):
    rows = [row("english_learner", 40, "6.1"), row("not_english_learner", 60, "4.0"), row("", 100, "4.8")]
    data = protected(rows, kind="mean", scale=1)
    rate, gap, ratio = (ask(data, kind) for kind in ("rate", "difference", "ratio"))
    assert (rate.value, rate.unit, rate.denominator) == (Fraction("6.1"), "mean", 40)
    assert (gap.value, gap.unit, gap.reason) == (Fraction("2.1"), "mean", "not-a-proportion")
    assert gap.bounds == (2, Fraction("2.2"))
    assert ratio.bounds == (Fraction("6.05") / Fraction("4.05"), Fraction("6.15") / Fraction("3.95"))
    assert (gap.low, ratio.low, rate.low) == (None, None, None)
    change = ask(data, "change", since="2018-19")
    assert change.reason == "first-period"


@given(
    st.integers(1, 50),
    st.integers(1, 50),
    st.integers(0, 500).map(lambda each: Fraction(each, 10)),
    st.tuples(st.integers(0, 500), st.integers(0, 100)),
)
def test_the_mean_of_the_rest_is_all_that_the_two_means_allow(protected, n, others, total, ranged):
    low, high = Fraction(ranged[0], 10), Fraction(ranged[0] + ranged[1], 10)
    ends = (str(rounded(low, 1)), str(rounded(high, 1)))
    rows = [row("", n + others, str(rounded(total, 1))), row("asian", n, ends)]
    rest = rest_of(protected(rows, kind="mean", scale=1, ranges=True, **PART), *NOW, ASIAN)
    half = Fraction(1, 20)
    brute = [
        ((n + others) * everybody - n * mine) / others
        for everybody in (total - half, total, total + half)
        for mine in (low, (low + high) / 2, high)
    ]
    assert (rest.low, rest.high) == (min(brute), max(brute))
    assert rest.ranged == (low < high)


# --- in words -------------------------------------------------------------------------------------


def answer(low, high, unit="percent", decimals=1, null=None, scale=100):
    asked = Question("graduation", "rate", "ct", "2018-19", EL)
    ends = Fraction(low), Fraction(high)
    return Measured(asked, "ok", "", unit, decimals, "favourable", bounds=ends, null_value=null, scale=scale)


@pytest.mark.parametrize(
    ("measured", "whole", "alone"),
    [
        (answer("21", "39"), "21% to 39%", "between 21 and 39"),
        (answer("21", "39.5"), "21.0% to 39.5%", "between 21.0 and 39.5"),
        (answer("21.31", "21.34"), "21.31% to 21.34%", "between 21.31 and 21.34"),  # `21.3% to 21.3%` is none
        (answer("-30", "-10", "points", null=0), "between 10 and 30 percentage points", "between 10 and 30"),
        (answer("-30", "10", "points", null=0), "at most 30 percentage points", "at most 30"),
        (answer("0", "1", "points", null=0), "between 0 and 1 percentage points", "between 0 and 1"),
        (answer("3", "9", "count"), "3 to 9", "between 3 and 9"),
        (answer("3", "9", "per"), "3 to 9 per 100", "between 3 and 9"),
        (answer("3", "9", "per", null=0), "between 3 and 9 per 100", "between 3 and 9"),
        (answer("-3", "9", "per", null=0), "at most 9 per 100", "at most 9"),
        (answer("3", "9", "per", null=0, scale=1), "between 3 and 9", "between 3 and 9"),
        (answer("3", "9", "mean"), "3 to 9", "between 3 and 9"),
        (answer("1.2", "2.4", "times", null=1), "between 1.2 and 2.4 times", "between 1.2 and 2.4"),
        (answer("1200", "2400", "mean"), "1,200 to 2,400", "between 1,200 and 2,400"),
    ],
)
def test_a_range_is_written_as_one_in_its_unit(measured, whole, alone):
    english = Language("en", "English", Locale("en", "US"))
    assert (written(measured, english), bare(measured, english)) == (whole, alone)
