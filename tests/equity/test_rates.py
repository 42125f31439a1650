"""What is known of a rate: exactly, within rounding, or not, and what must not be derived."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.equity.rates import Absent, Rate, rate_of, rest_of

EL, NOT_EL = (("english_learner", "english_learner"),), (("english_learner", "not_english_learner"),)
ASIAN, BLACK, WHITE = ((("race_ethnicity", each),) for each in ("asian", "black", "white"))
NOW = ("graduation", "2018-19", "ct")
PART = {"relations": {"race_ethnicity": {"complete": False}}}
"""Groups that are not everybody, so that one of them may have no row."""


def row(group, *numbers, period="2018-19", place="ct"):
    return (period, place, group, *numbers)


def printed(k, n, decimals=1):
    """The percentage as a publisher prints it."""
    return str((Decimal(100 * k) / Decimal(n)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


# --- one group ------------------------------------------------------------------------------------


def test_both_counts_make_an_exact_rate_and_the_publishers_number_is_what_is_shown(protected):
    # The state printed 88.3 for 36,958 of 41,829 (88.3549... %): the counts compare, the print is displayed.
    data = protected([row("", 36958, 41829, "88.3")])
    rate = rate_of(data, *NOW, ())
    assert (rate.low, rate.high, rate.shown) == (
        Fraction(36958, 41829),
        Fraction(36958, 41829),
        Fraction(883, 10),
    )
    assert rate.exact
    assert rate.counts() == ((36958, 41829),)
    assert rate.published


def test_a_rate_alone_is_half_a_unit_wide_on_both_sides(protected):
    rate = rate_of(protected([row("", "x", "x", "71.5")]), *NOW, ())
    assert (rate.low, rate.high) == (Fraction(7145, 10000), Fraction(7155, 10000))
    assert rate.counts() == ()
    assert (rate.exact, rate.published) == (False, False)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("100.0", "0.9995", "1"),
        ("0.0", "0", "0.0005"),
        ("71", "0.7095", "0.7105"),
        ("71.52", "0.71515", "0.71525"),
    ],
)
def test_its_ends_stay_between_nothing_and_everybody_and_more_decimals_are_believed(
    protected, value, low, high
):
    # 71 in a table with one decimal is 71.0, whose zero was lost, not something between 70.5 and 71.5.
    rate = rate_of(protected([row("", "x", "x", value)]), *NOW, ())
    assert (rate.low, rate.high) == (Fraction(low), Fraction(high))


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n))), st.integers(0, 2))
def test_a_numerator_and_a_rounded_rate_allow_every_denominator_that_would_print_it(
    protected, counts, decimals
):
    k, n = counts
    value = printed(k, n, decimals)
    rate = rate_of(protected([row("", k, "x", value)], decimals=decimals), *NOW, ())
    if Decimal(value) * 2 < Decimal(1).scaleb(-decimals):
        assert rate.counts() == ()  # 0.0 % of any number of people
        return
    admissible = [each for each in range(k, 4 * n + 50) if printed(k, each, decimals) == value]
    assert rate.n_low <= min(admissible) <= n <= max(admissible) <= rate.n_high
    # Not much wider either: only what rounds half down to the same number may be added.
    assert rate.n_low >= min(admissible) - 1
    assert rate.n_high <= max(admissible) + 1
    assert all(rate.low <= Fraction(k, each) <= rate.high for each in admissible)
    assert not rate.published


def test_a_rate_that_no_number_of_people_has_counts_as_a_rate_alone(protected):
    # 7 of n is never 95 %: 7 of 7 is 100 %, 7 of 8 is 87.5 %.
    rate = rate_of(protected([row("", 7, "x", "95.0")]), *NOW, ())
    assert (rate.low, rate.high, rate.counts()) == (Fraction("0.9495"), Fraction("0.9505"), ())


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("c", ("withheld", "withheld")),
        ("z", ("not_applicable", "not-applicable")),
        ("x", ("not_applicable", "not-collected")),
        ("w", ("not_applicable", "not-yet")),
        ("u", ("not_applicable", "unreliable")),
        ("low", ("not_applicable", "low")),
    ],
)
def test_a_rate_that_is_not_there_says_why_even_where_both_counts_are_shown(protected, status, expected):
    absent = rate_of(protected([row("", 10, 20, status)]), *NOW, ())
    assert isinstance(absent, Absent)
    assert (absent.status, absent.reason) == expected
    assert [each.period for each in absent.cells] == ["2018-19"]


def test_a_row_that_is_not_there_is_told_from_one_that_is_withheld(protected):
    absent = rate_of(protected([row("", 10, 20)]), *NOW, EL)
    assert (absent.status, absent.reason) == ("not_applicable", "no-row")


# --- everyone else --------------------------------------------------------------------------------


def test_the_rest_of_one_of_two_groups_is_the_other_as_published(protected):
    # The total is larger than the two together; what was published is not worked out again.
    data = protected([row("", 100, 200), row("english_learner", 10, 30), row("not_english_learner", 80, 150)])
    rest = rest_of(data, *NOW, EL)
    assert rest.counts() == ((80, 150),)
    assert [each.group for each in rest.cells] == [NOT_EL]


def test_the_rest_of_one_of_three_is_the_total_less_the_group(protected):
    data = protected([row("", 100, 200), row("asian", 10, 30), row("black", 40, 80), row("white", 50, 90)])
    rest = rest_of(data, *NOW, ASIAN)
    assert (rest.low, rest.high) == (Fraction(90, 170), Fraction(90, 170))
    assert rest.shown == Fraction(9000, 170)
    assert [each.group for each in rest.cells] == [(), ASIAN]


def test_a_rest_has_published_counts_only_if_both_of_its_parts_have(protected):
    total, group = [(100, 200, "50.0"), (100, "x", "50.0")], [(10, 30, "33.3"), (10, "x", "33.3")]
    rests = [
        rest_of(protected([row("", *a), row("asian", *b)], **PART), *NOW, ASIAN) for a in total for b in group
    ]
    assert [rest.published for rest in rests] == [True, False, False, False]


@pytest.mark.parametrize(("k", "n"), [(0, 1), (1, 1), (0, 5), (5, 5)])
def test_a_rest_of_few_is_a_rest(protected, k, n):
    rest = rest_of(protected([row("", 10 + k, 30 + n), row("asian", 10, 30)], **PART), *NOW, ASIAN)
    assert rest.counts() == ((k, n),)


@pytest.mark.parametrize("withheld", [("c", "c", "c"), (40, 80, "c"), ("c", 80, "x"), (40, "c", "50.0")])
def test_no_rest_is_derived_where_the_publisher_withheld_any_number_of_a_group(protected, withheld):
    data = protected([row("", 100, 200), row("asian", 10, 30), row("black", *withheld), row("white", 50, 90)])
    rest = rest_of(data, *NOW, ASIAN)
    assert (rest.status, rest.reason) == ("withheld", "group-withheld")
    assert [each.group for each in rest.cells] == [BLACK]


def test_what_was_withheld_elsewhere_does_not_matter(protected):
    groups = [row("", 100, 200), row("asian", 10, 30), row("black", 40, 80), row("white", 50, 90)]
    other = [
        row("asian", "c", "c", "c", period="2017-18"),
        row("asian", "c", "c", "c", place="001"),
        row("english_learner", "c", "c", "c"),
        row("asian+female", "c", "c", "c"),
    ]
    assert isinstance(rest_of(protected([*groups, *other]), *NOW, ASIAN), Rate)


def test_a_rest_that_was_withheld_stays_withheld_though_total_less_group_would_give_it(protected):
    data = protected(
        [row("", 100, 200), row("english_learner", 10, 30), row("not_english_learner", "c", "c", "c")]
    )
    rest = rest_of(data, *NOW, EL)
    assert (rest.status, rest.reason) == ("withheld", "withheld")
    assert [each.group for each in rest.cells] == [NOT_EL]


def test_a_dimension_that_publishes_only_some_groups_has_a_derived_rest(protected):
    given = [row("", 100, 200), row("english_learner", 10, 30), row("not_english_learner", 80, 150)]
    incomplete = {"relations": {"english_learner": {"complete": False}}}
    assert rest_of(protected(given, **incomplete), *NOW, EL).counts() == ((90, 170),)
    overlapping = {"relations": {"english_learner": {"relation": "overlapping"}}}
    assert rest_of(protected(given, **overlapping), *NOW, EL).counts() == ((90, 170),)


@pytest.mark.parametrize(
    ("given", "group", "reason"),
    [
        ([row("", 100, 200)], (), "no-rest"),
        ([row("", 100, 200)], (*ASIAN, ("sex", "female")), "no-rest"),
        ([row("asian", 10, 30)], ASIAN, "no-row"),
        ([row("", 100, 200)], ASIAN, "no-row"),
        ([row("", "c", "c", "c"), row("asian", 10, 30)], ASIAN, "withheld"),
        ([row("", 100, 200), row("asian", "x", "x", "30.0")], ASIAN, "no-denominator"),
        ([row("", 100, 200), row("asian", 100, 200)], ASIAN, "no-denominator"),
        ([row("", 100, 200), row("asian", 120, 150)], ASIAN, "no-denominator"),
        ([row("", 100, 101), row("asian", 10, 50)], ASIAN, "no-denominator"),
    ],
)
def test_where_there_is_no_rest_it_is_said_why(protected, given, group, reason):
    rest = rest_of(protected(given, **PART), *NOW, group)
    assert isinstance(rest, Absent)
    assert rest.reason == reason


SMALL = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n)))


@given(SMALL, SMALL)
def test_a_derived_rest_holds_every_rest_that_the_publisher_may_mean(protected, group, others):
    k, n = group
    K, N = k + others[0], n + others[1]  # noqa: N806
    data = protected([row("", K, "x", printed(K, N)), row("asian", k, "x", printed(k, n))], **PART)
    rest = rest_of(data, *NOW, ASIAN)
    ns = [each for each in range(k, 4 * n + 50) if printed(k, each) == printed(k, n)]
    Ns = [each for each in range(K, 4 * N + 50) if printed(K, each) == printed(K, N)]  # noqa: N806
    possible = [all_ - own for own in ns for all_ in Ns if all_ - own >= K - k]
    if isinstance(rest, Absent):
        assert rest.reason == "no-denominator"
        assert min(Ns) - max(ns) < K - k + 2  # so wide that not even the numerator would fit
        return
    assert rest.n_low <= min(possible) <= N - n <= max(possible) <= rest.n_high
    assert all(rest.low <= Fraction(K - k, each) <= rest.high for each in possible)


def test_a_withheld_denominator_is_not_worked_out(protected):
    rate = rate_of(protected([row("", 17, "c", "20.0")]), *NOW, ())
    assert (rate.shown, rate.k, rate.counts()) == (20, None, ())
    assert rate_of(protected([row("", 17, "x", "20.0")]), *NOW, ()).counts() == ((17, 85),)


def test_no_rest_where_a_group_of_a_complete_dimension_has_no_row(protected):
    given = [row("", 100, 200), row("asian", 10, 30), row("black", 40, 80)]  # white has none
    rest = rest_of(protected(given), *NOW, ASIAN)
    assert (rest.status, rest.reason) == ("not_computed", "group-withheld")
    assert rest_of(protected(given, **PART), *NOW, ASIAN).counts() == ((90, 170),)
    overlapping = {"relations": {"race_ethnicity": {"relation": "overlapping"}}}
    assert rest_of(protected(given, **overlapping), *NOW, ASIAN).counts() == ((90, 170),)


def test_a_republished_numerator_of_more_than_everybody_leaves_the_rate_alone(protected):
    """The gate doubts it; no comparison may count more people than there are."""
    data = protected([row("", 30, 20, "88.0")])
    found = rate_of(data, "graduation", "2018-19", "ct", ())
    assert (found.counts(), found.shown) == ((), 88)
    assert found.low < Fraction(88, 100) < found.high
