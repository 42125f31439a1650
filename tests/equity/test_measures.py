"""The measures against worked examples, other people's code, and all that a rounded rate may stand for."""

import functools
import itertools
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats.contingency import relative_risk
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from plugins.equity.languages import rounded
from plugins.equity.measures import MEASURES, Question, measure, verdict

EL, NOT_EL = (("english_learner", "english_learner"),), (("english_learner", "not_english_learner"),)
ASIAN, BLACK, WHITE = ((("race_ethnicity", each),) for each in ("asian", "black", "white"))

# Connecticut State Department of Education, EdSight, four-year graduation: graduates, students in the cohort.
CONNECTICUT = [
    ("2014-15", "ct", "", 36965, 42392),
    ("2014-15", "ct", "english_learner", 1502, 2252),
    ("2014-15", "ct", "not_english_learner", 35463, 40140),
    ("2018-19", "ct", "", 37251, 42075),
    ("2018-19", "ct", "black", 4546, 5694),
    ("2018-19", "ct", "white", 22158, 23742),
    ("2018-19", "ct", "english_learner", 1799, 2517),
    ("2018-19", "ct", "not_english_learner", 35452, 39558),
    ("2018-19", "001", "english_learner", 155, 232),  # Bridgeport
    ("2018-19", "001", "not_english_learner", 953, 1225),
]


@pytest.fixture(scope="module")
def connecticut(protected):
    return protected(CONNECTICUT)


@pytest.fixture(scope="session")
def protected(protected):
    """Packages whose races are only published in part: what has no row here is left out on purpose."""
    return functools.partial(protected, relations={"race_ethnicity": {"complete": False}})


def moved(before, now):
    """MOVER from statsmodels' Newcombe intervals of two gaps, ((k, n), (k, n)) each; in points."""
    signed = []
    for (k, n), (k2, n2) in (before, now):
        low, high = confint_proportions_2indep(k, n, k2, n2, compare="diff", method="newcomb")
        signed.append((k / n - k2 / n2, low, high))
    side = -1 if (signed[0][0] or signed[1][0]) < 0 else 1
    (d1, l1, u1), (d2, l2, u2) = ((d * side, *sorted((low * side, high * side))) for d, low, high in signed)
    spread = sqrt((d2 - l2) ** 2 + (u1 - d1) ** 2), sqrt((u2 - d2) ** 2 + (d1 - l1) ** 2)
    return 100 * (d2 - d1 - spread[0]), 100 * (d2 - d1 + spread[1])


def ask(data, kind, group=(), against="rest", period="2018-19", place="ct", since=""):
    return measure(data, Question("graduation", kind, place, period, group, against, since))


def row(group, *numbers, period="2018-19"):
    return (period, "ct", group, *numbers)


def printed(k, n, decimals=1):
    """The percentage as a publisher prints it."""
    return str((Decimal(100 * k) / Decimal(n)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def held(inner, outer, slack=1e-9):
    return outer[0] - slack <= inner[0] and inner[1] <= outer[1] + slack


# --- worked examples ------------------------------------------------------------------------------


def test_the_gap_of_english_learners_in_connecticut(connecticut):
    gap = ask(connecticut, "difference", EL)
    assert gap.value == 100 * (Fraction(1799, 2517) - Fraction(35452, 39558))
    assert float(gap.value) == pytest.approx(-18.1463, abs=5e-5)
    assert (round(gap.low, 1), round(gap.high, 1)) == (-20.0, -16.4)
    expected = confint_proportions_2indep(1799, 2517, 35452, 39558, compare="diff", method="newcomb")
    assert (gap.low, gap.high) == pytest.approx([100 * each for each in expected], abs=1e-9)
    assert (gap.status, gap.reason, gap.unit, gap.method) == ("ok", "", "points", "newcombe")
    assert (gap.null_value, gap.decimals, gap.direction, gap.level) == (0, 1, "favourable", 0.95)
    assert gap.bounds == (gap.value, gap.value)
    assert [each.group for each in gap.cells] == [EL, NOT_EL]


def test_the_gap_between_black_and_white_students_in_connecticut(connecticut):
    gap = ask(connecticut, "difference", BLACK, WHITE)
    assert str(rounded(gap.value, 2)) == "-13.49"
    assert (gap.high - gap.low) / 2 == pytest.approx(1.09, abs=0.005)
    back = ask(connecticut, "difference", WHITE, BLACK)
    assert (back.value, back.low, back.high) == (
        -gap.value,
        pytest.approx(-gap.high),
        pytest.approx(-gap.low),
    )


def test_the_gap_of_a_city(connecticut):
    gap = ask(connecticut, "difference", EL, place="001")
    assert str(rounded(gap.value, 2)) == "-10.99"
    # Of the displayed rates it would be 66.8 - 77.8 = 11.0: the difference is taken before rounding.
    assert gap.value == 100 * (Fraction(155, 232) - Fraction(953, 1225))


def test_a_rate_is_what_the_publisher_prints_with_wilsons_interval(connecticut):
    rate = ask(connecticut, "rate", EL)
    assert (rate.value, rate.bounds) == (Fraction(715, 10), (Fraction(715, 10), Fraction(715, 10)))
    expected = proportion_confint(1799, 2517, method="wilson")
    assert (rate.low, rate.high) == pytest.approx([100 * each for each in expected])
    assert (rate.numerator, rate.denominator, rate.unit, rate.method) == (1799, 2517, "percent", "wilson")
    other = ask(connecticut, "comparison", EL)
    assert (other.value, other.numerator, other.denominator) == (Fraction(896, 10), 35452, 39558)
    assert ask(connecticut, "comparison", EL, "all").numerator == 37251


def test_a_ratio_has_the_interval_of_katz(connecticut):
    ratio = ask(connecticut, "ratio", BLACK, WHITE)
    assert ratio.value == Fraction(4546, 5694) / Fraction(22158, 23742)
    expected = relative_risk(4546, 5694, 22158, 23742).confidence_interval()
    assert (ratio.low, ratio.high) == pytest.approx((expected.low, expected.high))
    assert (ratio.unit, ratio.null_value, ratio.method, ratio.reason) == ("times", 1, "katz", "")


def test_counts_are_people(connecticut):
    counts = [ask(connecticut, kind, EL) for kind in ("numerator", "denominator")]
    assert [(each.value, each.unit, each.decimals, each.low) for each in counts] == [
        (1799, "count", 0, None),
        (2517, "count", 0, None),
    ]


def test_the_gap_in_connecticut_narrowed_since_2014_15(connecticut):
    change = ask(connecticut, "change", EL, since="2014-15")
    now, before = Fraction(35452, 39558) - Fraction(1799, 2517), Fraction(35463, 40140) - Fraction(1502, 2252)
    assert change.value == 100 * (now - before)
    gaps = ((1502, 2252), (35463, 40140)), ((1799, 2517), (35452, 39558))
    assert (change.low, change.high) == pytest.approx(moved(*gaps))
    assert float(change.value) == pytest.approx(-3.506, abs=5e-4)
    # With groups of this size the normal interval, -6.169 to -0.843, is nearly the same.
    assert (change.low, change.high) == pytest.approx((-6.169, -0.843), abs=0.01)
    assert verdict(change) == "narrowed"
    assert (len(change.cells), change.null_value, change.reason) == (4, 0, "")


# --- against a total that contains the group ------------------------------------------------------


def test_group_less_total_is_a_part_of_group_less_rest():
    for k, n, others_k, others_n in itertools.product((0, 1, 3, 7), (7, 9), (0, 2, 5), (5, 11)):
        p, total, rest = Fraction(k, n), Fraction(k + others_k, n + others_n), Fraction(others_k, others_n)
        assert p - total == (1 - Fraction(n, n + others_n)) * (p - rest)
        if total and rest and p:
            w = Fraction(n, n + others_n)
            assert p / total == 1 / (w + (1 - w) / (p / rest))


COUNTS = st.integers(2, 5000).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n)))


@given(COUNTS, COUNTS)
def test_against_all_the_interval_is_that_of_the_disjoint_rest_made_smaller(protected, own, others):
    (k, n), (rest_k, rest_n) = own, others
    data = protected([row("", k + rest_k, n + rest_n), row("asian", k, n)])
    gap, ratio = ask(data, "difference", ASIAN, "all"), ask(data, "ratio", ASIAN, "all")
    w = n / (n + rest_n)
    low, high = confint_proportions_2indep(k, n, rest_k, rest_n, compare="diff", method="newcomb")
    assert (gap.low, gap.high) == pytest.approx((100 * (1 - w) * low, 100 * (1 - w) * high), abs=1e-7)
    assert gap.low <= gap.value <= gap.high
    pair = relative_risk(k, n, rest_k, rest_n).confidence_interval()
    assert (ratio.low, ratio.high) == pytest.approx([1 / (w + (1 - w) / each) for each in pair], rel=1e-7)
    assert ratio.low <= ratio.value <= ratio.high
    assert ratio.value == Fraction(k, n) / Fraction(k + rest_k, n + rest_n)


def test_a_total_that_does_not_add_up_still_has_the_gap_inside_its_interval(protected):
    # The state counts 13 students in neither group: the rest is then total less group, not the other group.
    data = protected([row("", 37251, 42075), row("female", 18507, 20108), row("male", 18732, 21954)])
    gap = ask(data, "difference", (("sex", "female"),), "all")
    low, high = confint_proportions_2indep(
        18507, 20108, 37251 - 18507, 42075 - 20108, compare="diff", method="newcomb"
    )
    part = 1 - 20108 / 42075
    assert (gap.low, gap.high) == pytest.approx((100 * part * low, 100 * part * high))


@pytest.mark.parametrize(
    ("given", "group", "against", "reason"),
    [
        ([row("", 100, 200)], (), "all", "no-rest"),
        ([row("", 100, 200), row("asian", 100, 200)], ASIAN, "all", "no-denominator"),
        (
            [row("", 100, 200), row("asian", 10, 30), row("black", "c", "c", "c")],
            ASIAN,
            "all",
            "group-withheld",
        ),
        ([row("asian", 10, 30), row("asian+female", 5, 20)], (*ASIAN, ("sex", "female")), ASIAN, "no-rest"),
        ([row("asian", 10, 30), row("asian+female", 5, 20)], ASIAN, (*ASIAN, ("sex", "female")), "overlap"),
        ([row("", 100, 200), row("asian", 10, 30)], (), ASIAN, "overlap"),
        ([row("", 100, 200), row("asian", "x", "x", "30.0")], ASIAN, "all", "no-denominator"),
    ],
)
def test_where_the_parts_are_not_disjoint_or_not_known_there_is_a_gap_but_no_interval(
    protected, given, group, against, reason
):
    gap, ratio = (ask(protected(given), kind, group, against) for kind in ("difference", "ratio"))
    assert (gap.status, gap.low, gap.high, gap.reason, gap.method) == ("ok", None, None, reason, "")
    assert (ratio.status, ratio.low, ratio.reason) == ("ok", None, reason)


# --- ranges: everything a rounded rate may stand for ----------------------------------------------


def admissible(k, value, decimals=1):
    """Every number of people of whom k would be printed as this."""
    top = int(100 * k / max(float(value) - 0.6 * 10**-decimals, 1e-9)) + 3
    return [n for n in range(k, top) if printed(k, n, decimals) == value]


TINY = st.integers(5, 80).flatmap(lambda n: st.tuples(st.integers(max(1, n // 5), n), st.just(n)))


@given(TINY, TINY, st.sampled_from(["group", "rest", "all"]), st.sampled_from([0, 1]))
def test_every_gap_that_rounded_rates_allow_lies_in_the_bounds_and_its_interval_in_the_interval(
    protected, own, others, against, decimals
):
    (k, n), (k2, n2) = own, others
    K, N = k + k2, n + n2  # noqa: N806
    given = [row("asian", k, "x", printed(k, n, decimals))]
    if against == "group":
        given.append(row("white", k2, "x", printed(k2, n2, decimals)))
        pairs = list(
            itertools.product(admissible(k, given[0][5], decimals), admissible(k2, given[1][5], decimals))
        )
        cases = [(k / a, k2 / b, 0.0, (k, a), (k2, b)) for a, b in pairs]
    else:
        given.append(row("", K, "x", printed(K, N, decimals)))
        pairs = list(
            itertools.product(admissible(k, given[0][5], decimals), admissible(K, given[1][5], decimals))
        )
        inside = [(a, b - a, b) for a, b in pairs if b - a >= k2]
        if against == "rest":
            cases = [(k / a, k2 / b, 0.0, (k, a), (k2, b)) for a, b, _ in inside]
        else:
            cases = [(k / a, K / c, a / c, (k, a), (k2, b)) for a, b, c in inside]
    data = protected(given, decimals=decimals)
    target = WHITE if against == "group" else against
    gap, ratio = ask(data, "difference", ASIAN, target), ask(data, "ratio", ASIAN, target)
    if not gap.ok:
        assert (against, gap.reason) == ("rest", "no-denominator")
        return
    assert gap.bounds[0] <= gap.value <= gap.bounds[1]
    assert any(mine == (k, n) for _, _, _, mine, _ in cases)
    step = max(1, len(cases) // 60)  # the ends and some in between
    for p, q, w, mine, other in [*cases[::step], cases[-1]]:
        assert held((100 * (p - q),) * 2, [float(each) for each in gap.bounds])
        assert held((p / q,) * 2, [float(each) for each in ratio.bounds])
        if gap.low is not None:
            pair = confint_proportions_2indep(*mine, *other, compare="diff", method="newcomb")
            assert held([100 * (1 - w) * each for each in pair], (gap.low, gap.high))
        if ratio.low is not None:
            pair = relative_risk(*mine, *other).confidence_interval()
            assert held([1 / (w + (1 - w) / each) if each else 0 for each in pair], (ratio.low, ratio.high))


def test_two_rates_alone_have_a_gap_with_bounds_and_no_interval(protected):
    # Chronic absence in Connecticut is published so: 10.5 and 11.0 may be 0.4 or 0.6 points apart.
    data = protected([row("female", "x", "x", "10.5"), row("male", "x", "x", "11.0")], direction="adverse")
    gap, ratio = (ask(data, kind, (("sex", "female"),)) for kind in ("difference", "ratio"))
    assert (gap.value, gap.bounds) == (Fraction(-1, 2), (Fraction(-6, 10), Fraction(-4, 10)))
    assert (gap.low, gap.high, gap.reason, gap.status) == (None, None, "no-denominator", "ok")
    assert ratio.bounds == (Fraction("10.45") / Fraction("11.05"), Fraction("10.55") / Fraction("10.95"))
    assert ratio.reason == "no-denominator"
    rate = ask(data, "rate", (("sex", "female"),))
    assert (rate.value, rate.low, rate.reason, rate.numerator, rate.denominator) == (
        Fraction(21, 2),
        None,
        "no-denominator",
        None,
        None,
    )


def test_a_rest_that_is_worked_out_of_rounded_rates_is_a_range(protected):
    data = protected([row("", 200, "x", "10.0"), row("asian", 34, "x", "5.7")], direction="adverse")
    rest = ask(data, "comparison", ASIAN)
    everybody, own = admissible(200, "10.0"), admissible(34, "5.7")
    ends = [Fraction(100 * 166, max(everybody) - min(own)), Fraction(100 * 166, min(everybody) - max(own))]
    assert [float(each) for each in rest.bounds] == pytest.approx([float(each) for each in ends], rel=0.002)
    assert rest.bounds[0] <= ends[0] < ends[1] <= rest.bounds[1]
    assert rest.value == sum(rest.bounds) / 2
    assert (rest.numerator, rest.denominator) == (166, None)
    assert rest.low < rest.bounds[0] < rest.bounds[1] < rest.high


def test_a_numerator_with_a_rounded_rate_has_an_interval_that_holds_all_of_its_denominators(protected):
    # Schools in Connecticut suspended 34 students who are Native Hawaiian or other Pacific Islander, 5.7 %.
    rate = ask(protected([row("asian", 34, "x", "5.7")], direction="adverse"), "rate", ASIAN)
    assert (rate.value, rate.numerator, rate.denominator) == (Fraction(57, 10), 34, None)
    every = [proportion_confint(34, n, method="wilson") for n in admissible(34, "5.7")]
    assert len(every) > 5
    assert rate.low == pytest.approx(100 * min(each[0] for each in every), abs=0.01)
    assert rate.high == pytest.approx(100 * max(each[1] for each in every), abs=0.01)
    assert held(
        [100 * min(each[0] for each in every), 100 * max(each[1] for each in every)], (rate.low, rate.high)
    )


# --- withheld, absent, zero -----------------------------------------------------------------------

OK = [row("", 100, 200), row("asian", 10, 30), row("black", 40, 80), row("white", 50, 90)]


@pytest.mark.parametrize("kind", [each for each in MEASURES if each != "denominator"])
@pytest.mark.parametrize("side", ["group", "comparison"])
def test_what_is_withheld_flows_through_every_measure_with_its_reason(protected, kind, side):
    hidden = ASIAN if side == "group" else WHITE
    given = [*(each for each in OK if each[2] != hidden[0][1]), row(hidden[0][1], "c", "c", "c")]
    earlier = [(*each[:0], "2014-15", *each[1:]) for each in OK]
    answer = ask(protected([*given, *earlier]), kind, ASIAN, WHITE, since="2014-15")
    if (kind, side) in (("rate", "comparison"), ("numerator", "comparison"), ("comparison", "group")):
        assert answer.ok  # that side has nothing to do with it
        return
    assert (answer.status, answer.reason, answer.value, answer.low, answer.bounds) == (
        "withheld",
        "withheld",
        None,
        None,
        None,
    )
    assert [each.group for each in answer.cells] == [hidden]
    assert verdict(answer) == "cannot-tell"


def test_a_change_is_withheld_when_the_earlier_gap_was(protected):
    earlier = [row("asian", "c", "c", "c", period="2014-15"), row("white", 50, 90, period="2014-15")]
    change = ask(protected([*OK, *earlier]), "change", ASIAN, WHITE, since="2014-15")
    assert (change.status, change.reason, verdict(change)) == ("withheld", "withheld", "cannot-tell")
    assert [each.period for each in change.cells] == ["2014-15"]


def test_a_rate_that_was_withheld_is_not_worked_out_from_the_counts_that_were_shown(protected):
    data = protected([row("asian", 10, 30, "c"), row("white", 50, 90), row("", 100, 200)])
    for kind in ("rate", "difference", "ratio"):
        answer = ask(data, kind, ASIAN, WHITE)
        assert (answer.status, answer.value) == ("withheld", None)
    assert ask(data, "numerator", ASIAN).value == 10  # what was shown may be repeated
    assert ask(data, "denominator", ASIAN).value == 30
    assert ask(data, "comparison", WHITE, "rest").status == "withheld"  # but nothing is derived from it


def test_no_rest_is_compared_with_where_the_publisher_withheld_a_group(protected):
    data = protected([*OK[:2], row("black", "c", "c", "c"), OK[3]])
    for kind in ("difference", "ratio", "comparison"):
        answer = ask(data, kind, ASIAN)
        assert (answer.status, answer.reason, answer.value) == ("withheld", "group-withheld", None)
        assert [each.group for each in answer.cells] == [BLACK]


def test_a_row_that_is_missing_is_not_withheld(protected):
    data = protected(OK)
    for kind in MEASURES:
        answer = ask(data, kind, EL, "all", since="2014-15")
        if kind != "comparison":
            assert (answer.status, answer.reason, answer.value) == ("not_applicable", "no-row", None)
    assert ask(data, "change", ASIAN, since="1999-00").reason == "no-row"
    assert ask(data, "rate", ASIAN, place="mars").reason == "no-row"


def test_counts_that_were_never_collected_say_so(protected):
    data = protected([row("", "x", "c", "50.0")])
    assert ask(data, "numerator").reason == "not-collected"
    assert (ask(data, "denominator").status, ask(data, "denominator").reason) == ("withheld", "withheld")
    assert (
        ask(protected([("2018-19", "ct", "", 5)], kind="count", decimals=0), "numerator").reason
        == "not-collected"
    )


def test_nothing_is_a_ratio_to_zero(protected):
    data = protected(
        [
            row("asian", 5, 30),
            row("white", 0, 90),
            row("female", "x", "x", "5.0"),
            row("male", "x", "x", "0.0"),
        ]
    )
    for group, other in ((ASIAN, WHITE), ((("sex", "female"),), (("sex", "male"),))):
        ratio = ask(data, "ratio", group, other)
        assert (ratio.status, ratio.reason, ratio.value) == ("not_applicable", "zero-comparison", None)
        assert len(ratio.cells) == 2
        assert ask(data, "difference", group, other).ok


def test_a_group_without_any_has_a_ratio_of_zero_and_no_interval(protected):
    ratio = ask(protected([row("asian", 0, 30), row("white", 45, 90)]), "ratio", ASIAN, WHITE)
    assert (ratio.status, ratio.value, ratio.low, ratio.high, ratio.reason) == (
        "ok",
        0,
        None,
        None,
        "zero-count",
    )


# --- other kinds ----------------------------------------------------------------------------------


def test_events_have_no_interval_of_a_proportion(protected):
    # More events than people: nothing binomial about them.
    data = protected(
        [row("asian", 300, 200, "150.0"), row("white", 90, 100, "90.0"), row("", 390, 300, "130.0")],
        kind="rate",
    )
    for kind, against in itertools.product(("rate", "difference", "ratio"), (WHITE, "all", "rest")):
        answer = ask(data, kind, ASIAN, against)
        assert (answer.ok, answer.low, answer.reason) == (True, None, "not-a-proportion")
    assert ask(data, "difference", ASIAN, WHITE).value == 60


def test_enrollment_is_a_count(protected):
    data = protected(
        [("2018-19", "ct", "", 530612), ("2018-19", "001", "", "c")], kind="count", decimals=0, scale=1
    )
    count = ask(data, "rate")
    assert (count.value, count.unit, count.low, count.reason) == (530612, "count", None, "not-a-proportion")
    assert ask(data, "rate", place="001").reason == "withheld"
    data = protected(
        [("2018-19", "ct", "female", 250), ("2018-19", "ct", "male", 251)], kind="count", decimals=0, scale=1
    )
    gap = ask(data, "difference", (("sex", "female"),), (("sex", "male"),))
    assert (gap.value, gap.bounds, gap.reason) == (-1, (-1, -1), "not-a-proportion")


@pytest.mark.parametrize(
    "wrong", [{"measure": "gap"}, {"measure": ""}, {"against": "everyone", "measure": "ratio"}]
)
def test_a_programmers_mistake_is_an_exception(connecticut, wrong):
    question = Question("graduation", "rate", "ct", "2018-19", EL)
    with pytest.raises(ValueError, match="no such"):
        measure(connecticut, replace(question, **wrong))
    with pytest.raises(KeyError):
        measure(connecticut, replace(question, indicator="gradation"))


# --- the change of a gap --------------------------------------------------------------------------


def years(before, now):
    """A group and a comparison in two years, in hundreds of students: rates in percent."""
    (a, b), (c, d) = before, now
    return [
        row("asian", a * 40, 4000, period="2014-15"),
        row("white", b * 40, 4000, period="2014-15"),
        row("asian", c * 40, 4000),
        row("white", d * 40, 4000),
    ]


@pytest.mark.parametrize("direction", ["favourable", "adverse"])
@pytest.mark.parametrize(
    ("before", "now", "value", "said"),
    [
        ((60, 80), (70, 82), -8, "narrowed"),  # behind, and less so
        ((60, 80), (50, 82), 12, "widened"),
        ((60, 80), (60, 80), 0, "no-clear-change"),
        ((60, 80), (61, 80), -1, "no-clear-change"),
        ((80, 60), (82, 70), -8, "narrowed"),  # ahead, and less so
        ((80, 60), (82, 50), 12, "widened"),
        ((60, 80), (80, 80), -20, "narrowed"),  # closed
        ((80, 80), (60, 80), 20, "widened"),  # opened to one side, and to the other
        ((80, 80), (80, 60), 20, "widened"),
        ((60, 80), (80, 78), -18, "turned"),  # and smaller
        ((70, 75), (90, 70), 15, "turned"),  # and larger
        ((75, 70), (70, 90), 15, "turned"),
        ((60, 80), (80, 60), 0, "turned"),  # as large as it was
    ],
)
def test_the_change_is_that_of_the_size_of_the_gap(protected, direction, before, now, value, said):
    change = ask(protected(years(before, now), direction=direction), "change", ASIAN, WHITE, since="2014-15")
    assert change.value == value
    assert verdict(change) == said
    assert (change.direction, change.unit) == (direction, "points")
    if said == "turned":
        assert (change.low, change.high, change.reason) == (None, None, "turned")
    else:
        gaps = (((own * 40, 4000), (other * 40, 4000)) for own, other in (before, now))
        assert (change.low, change.high) == pytest.approx(moved(*gaps), abs=1e-9)
        assert change.method == "mover"


def test_a_tiny_group_at_the_top_makes_nothing_certain(protected):
    given = [
        row("asian", 10, 10, period="2014-15"),
        row("white", 88000, 100000, period="2014-15"),
        row("asian", 10, 10),
        row("white", 90000, 100000),
    ]
    change = ask(protected(given), "change", ASIAN, WHITE, since="2014-15")
    assert (change.value, change.small, verdict(change)) == (-2, True, "cannot-tell")
    assert change.low < -20
    assert change.high > 20


def test_a_gap_that_may_have_been_on_either_side_has_no_verdict(protected):
    given = [
        row("asian", 11, 20, period="2014-15"),
        row("white", 10, 20, period="2014-15"),
        row("asian", 800, 4000),
        row("white", 2400, 4000),
    ]
    change = ask(protected(given), "change", ASIAN, WHITE, since="2014-15")
    assert (change.reason, verdict(change)) == ("either-side", "cannot-tell")


def test_nothing_is_said_across_a_break_in_the_series_nor_of_one_year_alone(protected):
    given = years((60, 80), (70, 82))
    breaks = {"breaks": [{"at": "2018-19", "reason": "counted anew"}]}
    change = ask(protected(given, **breaks), "change", ASIAN, WHITE, since="2014-15")
    assert (change.reason, change.low, verdict(change)) == ("break", None, "cannot-tell")
    alone = ask(protected(given), "change", ASIAN, WHITE, since="2018-19")
    assert (alone.value, verdict(alone)) == (None, "first-period")


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ({"asian": ["black"]}, "break"),  # one of the two became another
        ({"black": ["white"]}, "break"),  # the other one took somebody in
        ({"black": ["black"]}, ""),
        (None, "break"),  # it is not said which: all of them
    ],
)
def test_nothing_is_said_across_a_change_of_the_groups_that_touches_them(protected, groups, said):
    change = {"at": "2016-17", "note": "new list", **({"groups": groups} if groups else {})}
    data = protected(years((60, 80), (70, 82)), relations={"race_ethnicity": {"changes": [change]}})
    assert ask(data, "change", ASIAN, WHITE, since="2014-15").reason == said
    assert ask(data, "change", ASIAN, WHITE, since="2016-17").reason != "break"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-3.0, -0.1, "narrowed"),
        (-3.0, 0.0, "no-clear-change"),
        (-0.1, 0.1, "no-clear-change"),
        (0.0, 3.0, "no-clear-change"),
        (0.1, 3.0, "widened"),
        (None, None, "cannot-tell"),
    ],
)
def test_the_verdict_is_whether_the_interval_holds_zero(connecticut, low, high, said):
    change = ask(connecticut, "change", EL, since="2014-15")
    assert verdict(replace(change, low=low, high=high)) == said
    assert verdict(replace(change, low=low, high=high, status="withheld")) == "cannot-tell"


def test_without_denominators_the_change_has_bounds_and_nobody_can_tell(protected):
    given = [
        row("asian", "x", "x", "60.0", period="2014-15"),
        row("white", "x", "x", "80.0", period="2014-15"),
        row("asian", "x", "x", "70.0"),
        row("white", "x", "x", "80.0"),
    ]
    change = ask(protected(given), "change", ASIAN, WHITE, since="2014-15")
    assert (change.value, change.bounds) == (-10, (Fraction("-10.2"), Fraction("-9.8")))
    assert (change.low, change.reason, verdict(change)) == (None, "no-denominator", "cannot-tell")


def test_a_gap_that_may_be_on_either_side_has_a_size_from_nothing(protected):
    given = [
        row("asian", "x", "x", "50.0", period="2014-15"),
        row("white", "x", "x", "50.0", period="2014-15"),
        row("asian", "x", "x", "60.0"),
        row("white", "x", "x", "50.0"),
    ]
    change = ask(protected(given), "change", ASIAN, WHITE, since="2014-15")
    assert (change.value, change.bounds) == (10, (Fraction("9.8"), Fraction("10.1")))


@given(TINY, TINY, TINY, TINY)
def test_the_change_of_rounded_gaps_holds_every_change_that_they_allow(protected, a, b, c, d):
    groups, periods = ("asian", "white") * 2, ("2014-15",) * 2 + ("2018-19",) * 2
    given, possible = [], []
    for (k, n), group, period in zip((a, b, c, d), groups, periods, strict=True):
        given.append(row(group, k, "x", printed(k, n), period=period))
        all_ = admissible(k, printed(k, n))
        possible.append([(k, min(all_)), (k, n), (k, max(all_))])
    change = ask(protected(given), "change", ASIAN, WHITE, since="2014-15")
    for cells in itertools.product(*possible):
        p, q, r, s = (Fraction(k, n) for k, n in cells)
        value = 100 * (abs(r - s) - abs(p - q))
        assert change.bounds[0] <= value <= change.bounds[1]
        if change.low is not None:
            narrowest = moved((cells[0], cells[1]), (cells[2], cells[3]))
            assert held(narrowest, (change.low, change.high))
    assert change.bounds[0] <= change.value <= change.bounds[1]


# --- properties -----------------------------------------------------------------------------------


@given(COUNTS, COUNTS)
def test_the_mirror_image_of_a_rate_has_the_mirror_image_of_the_gap(protected, own, other):
    """Not graduating is the adverse side of graduating: the same size, the other sign."""
    (k, n), (k2, n2) = own, other
    here = protected([row("asian", k, n), row("white", k2, n2)])
    gap, ratio = ask(here, "difference", ASIAN, WHITE), ask(here, "ratio", ASIAN, WHITE)
    mirror = protected([row("asian", n - k, n), row("white", n2 - k2, n2)], direction="adverse")
    turned = ask(mirror, "difference", ASIAN, WHITE)
    assert turned.value == -gap.value
    assert (turned.low, turned.high) == pytest.approx((-gap.high, -gap.low), abs=1e-9)
    back = ask(here, "ratio", WHITE, ASIAN)
    assert back.value == 1 / ratio.value
    assert (back.low, back.high) == pytest.approx((1 / ratio.high, 1 / ratio.low), rel=1e-9)


@given(COUNTS, st.integers(1, 20))
def test_equal_rates_have_no_gap_and_the_interval_holds_the_null_value(protected, own, times):
    (k, n) = own
    data = protected(
        [row("asian", k, n), row("white", k * times, n * times), row("", k * (1 + times), n * (1 + times))]
    )
    for against in (WHITE, "all", "rest"):
        gap, ratio = ask(data, "difference", ASIAN, against), ask(data, "ratio", ASIAN, against)
        assert (gap.value, ratio.value) == (gap.null_value, ratio.null_value) == (0, 1)
        assert gap.low <= 0 <= gap.high
        assert ratio.low <= 1 + 1e-12
        assert ratio.high >= 1 - 1e-12


@given(COUNTS, COUNTS)
def test_against_the_rest_and_against_all_agree_on_the_side(protected, own, others):
    (k, n), (k2, n2) = own, others
    assume(Fraction(k, n) != Fraction(k2, n2))
    data = protected([row("", k + k2, n + n2), row("asian", k, n)])
    rest, all_ = ask(data, "difference", ASIAN), ask(data, "difference", ASIAN, "all")
    assert all_.value == (1 - Fraction(n, n + n2)) * rest.value
    assert abs(all_.value) < abs(rest.value)
    assert (rest.low > 0, rest.high < 0) == (all_.low > 0, all_.high < 0)
