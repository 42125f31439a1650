"""Facts about data, neither exceptions nor NaN: withheld, missing, nobody, overlapping, zero, small."""

from dataclasses import fields, replace
from math import isfinite
from pathlib import Path

import numpy as np
import pytest

from plugins.equity.inequality import (
    changes,
    composition,
    disproportionality,
    extremes,
    fourfifths,
    funnels,
    pairs,
    ranking,
    rates,
    reasons,
    references,
    registry,
    standardised,
    summaries,
)
from plugins.equity.inequality.breakdowns import breakdown
from plugins.equity.inequality.cells import Facts, of_counts, of_means, of_ranges
from plugins.equity.inequality.reasons import (
    NOT_APPLICABLE,
    NOT_COMPUTED,
    REASONS,
    STATUSES,
    WITHHELD,
    WORDS,
    mark,
    settle,
)
from plugins.equity.inequality.records import Results

NAN = float("nan")
NAMES = ("a", "b", "c", "d")
K, N = [[30.0, 80, 190, 60]], [[60.0, 100, 200, 90]]


def cells(k=K, n=N, hidden=(), gone=()):
    made = of_counts(k, n)
    for at in hidden:
        made = replace(made, state=mark(made.state, np.arange(len(k[0])) == at, WITHHELD, "withheld"))
    for at in gone:
        made = replace(made, state=mark(made.state, np.arange(len(k[0])) == at, NOT_APPLICABLE, "no-row"))
    return made


def everything(of):
    """Every measure of the room that takes one breakdown."""
    yield rates.rate(of)
    for other in (references.everybody(of), references.rest(of), references.best(of)):
        yield pairs.difference(of, other)
        yield pairs.ratio(of, other)
        yield pairs.adjusted_parity_index(of, other)
        yield pairs.parity_index(of, other)
    yield from (
        composition.composition(of),
        composition.composition_difference(of),
        composition.relative_difference(of),
        composition.disproportionality_ratio(of),
        fourfifths.four_fifths(of),
        disproportionality.risk_ratio(of),
        disproportionality.risk_difference(of),
        disproportionality.alternate_risk_ratio(of, of),
        disproportionality.weighted_risk_ratio(of, [10.0] * len(of.groups)),
        disproportionality.e_formula(of),
        funnels.funnel(of),
        changes.distance_to_target(of, 80),
    )
    if of.reference >= 0:
        yield disproportionality.relative_rate_index(of)
    yield from summaries.summarise_all(of, ("d", "r", *registry.MEASURES), count=60)


def records(found: Results):
    return [found.record(*at) for at in np.ndindex(found.shape)]


ODD = {
    "plain": breakdown(NAMES, cells()),
    "ordered": breakdown(NAMES, cells(), ordered=True),
    "adverse": breakdown(NAMES, cells(), facts=Facts(favourable=False), reference="b", reference_why="x"),
    "withheld": breakdown(NAMES, cells(hidden=[1]), of_counts([360], [450])),
    "a row gone": breakdown(NAMES, cells(gone=[1]), of_counts([360], [450])),
    "nobody": breakdown(NAMES, cells([[30.0, 0, 190, 60]], [[60.0, 0, 200, 90]])),
    "zero": breakdown(NAMES, cells([[0.0, 0, 190, 60]])),
    "all zero": breakdown(NAMES, cells([[0.0, 0, 0, 0]]), ordered=True),
    "all of them": breakdown(NAMES, cells(N), ordered=True),
    "one person each": breakdown(NAMES, cells([[1.0, 0, 1, 0]], [[1.0, 1, 1, 1]])),
    "two groups": breakdown(("a", "b"), cells([[30.0, 80]], [[60.0, 100]])),
    "one group": breakdown(("a",), cells([[30.0]], [[60.0]]), of_counts([100], [200]), complete=False),
    "overlapping": breakdown(NAMES, cells(), of_counts([300], [400]), exclusive=False),
    "some groups": breakdown(NAMES, cells(), of_counts([500], [700]), complete=False),
    "events": breakdown(
        NAMES,
        of_counts([[90.0, 80, 300, 0]], N, 100, events=True),
        facts=Facts(100, favourable=False, kind="rate"),
    ),
    "means": breakdown(
        NAMES, of_means([[51.0, 48.5, 50, 47]], N), of_means([49.0], [450.0]), Facts(1, kind="mean")
    ),
    "ranges": breakdown(NAMES, of_ranges([[10.0, 21, 95, 40]], [[10.0, 39, 100, 50]], N)),
    "rates alone": breakdown(NAMES, of_means([[51.0, 48.5, 50, 47]], scale=100), of_means([49.0], scale=100)),
    "all hidden": breakdown(NAMES, cells(hidden=range(4))),
    "parts that exceed their total": breakdown(NAMES, cells(), of_counts([100], [120])),
    "events as people": breakdown(NAMES, cells([[90.0, 80, 190, 60]])),
}


@pytest.mark.parametrize("name", ODD)
def test_a_record_has_a_number_or_a_reason_and_never_a_nan(name):
    for found in everything(ODD[name]):
        for one in records(found):
            assert one.status in STATUSES
            assert one.reason in WORDS
            numbers = [
                getattr(one, each.name) for each in fields(one) if isinstance(getattr(one, each.name), float)
            ]
            assert all(isfinite(each) for each in numbers), one
            if one.status in ("ok", "flag"):
                assert one.least is not None, one
                assert one.most is not None, one
                assert one.least <= one.most, one
                assert (one.value is None) == (one.least < one.most) or one.least < one.most, one
                if one.value is not None:
                    assert one.least <= one.value <= one.most, one
                if one.low is not None and one.value is not None and one.measure != "funnel":
                    assert one.low <= one.value + 1e-9, one
                if one.high is not None and one.value is not None and one.measure != "funnel":
                    assert one.value <= one.high + 1e-9, one
                if one.low is None and one.high is None:
                    assert one.reason or one.measure == "e_formula", one
            else:
                assert one.value is one.least is one.most is one.low is one.high is None, one
                assert one.reason, one
            if one.status == "flag":
                assert one.reason, one


@pytest.mark.parametrize("name", ["withheld", "all hidden"])
def test_what_touches_a_withheld_cell_is_withheld(name):
    of = ODD[name]
    for found in everything(of):
        for at in np.ndindex(found.shape):
            one = found.record(*at)
            if (
                name == "withheld"
                and at[1:] in {(0,), (2,), (3,)}
                and (one.comparison in ("", "all", "target") or one.measure == "funnel")
            ):
                continue  # a group that is shown, by itself or with everybody
            assert one.status in ("withheld", "not_applicable"), one
            assert one.value is None


def test_a_gap_to_all_is_shown_without_an_interval_that_would_need_what_is_withheld():
    of = ODD["withheld"]
    one = pairs.difference(of, references.everybody(of)).record(0, 0)
    assert one.value == pytest.approx(100 * (0.5 - 0.8))
    assert (one.low, one.reason) == (None, "group-withheld")


def test_the_measures_over_visible_groups_say_how_many_are_left_out():
    of = ODD["withheld"]
    assert summaries.summarise(of, "bgv").record(0).status == "withheld"
    found = summaries.summarise(of, "bgv", visible=True).record(0)
    three = breakdown(("a", "c", "d"), cells([[30.0, 190, 60]], [[60.0, 200, 90]]))
    assert found.value == pytest.approx(summaries.summarise(three, "bgv").record(0).value)
    assert (found.groups_used, found.groups_missing, found.reason) == (3, 1, "visible-groups-only")
    d = extremes.who_difference(of, visible=True).record(0)
    assert (d.groups_used, d.groups_missing) == (3, 1)


def test_a_seventh_of_the_groups_may_be_missing_without_an_order_and_none_with_one():
    names = tuple("abcdefg")
    k, n = [[30.0, 80, 190, 60, 20, 44, 71]], [[60.0, 100, 200, 90, 50, 80, 90]]
    total = of_counts([500], [700])
    assert summaries.summarise(breakdown(names, cells(k, n, gone=[1]), total), "bgv").record(0).status == "ok"
    two = breakdown(names, cells(k, n, gone=[1, 2]), total)
    assert summaries.summarise(two, "bgv").record(0).reason == "group-missing"
    ordered = breakdown(names, cells(k, n, gone=[1]), total, ordered=True)
    assert summaries.summarise(ordered, "sii").record(0).reason == "group-missing"
    assert extremes.who_difference(ordered).record(0).reason == "group-missing"


def test_a_group_with_nobody_in_it_is_not_missing():
    of = ODD["nobody"]
    found = summaries.summarise(of, "bgv").record(0)
    assert (found.status, found.groups_used, found.groups_missing) == ("ok", 3, 0)
    assert rates.rate(of).record(0, 1).reason == "nobody"


def test_overlapping_groups_are_neither_weighted_nor_added():
    of = ODD["overlapping"]
    for measure in registry.MEASURES:
        assert summaries.summarise(of, measure).record(0).reason in ("overlapping", "not-ordered"), measure
    assert disproportionality.weighted_risk_ratio(of, [1.0] * 4).record(0, 0).reason == "overlapping"
    # The complement comes from the total, so the group against all others may be said.
    one = disproportionality.risk_difference(of).record(0, 0)
    assert one.value == pytest.approx(100 * (30 / 60 - 270 / 340))
    # Two groups that may share people: a gap, no interval.
    one = pairs.difference(of, references.best(of)).record(0, 0)
    assert one.value == pytest.approx(100 * (0.5 - 0.95))
    assert (one.low, one.reason) == (None, "overlapping")


def test_groups_that_are_not_everybody_are_not_weighted():
    assert summaries.summarise(ODD["some groups"], "bgv").record(0).reason == "not-all-groups"
    one = disproportionality.risk_difference(ODD["some groups"]).record(0, 0)
    assert one.value == pytest.approx(100 * (30 / 60 - 470 / 640))


def test_a_ratio_of_or_by_zero_is_not_estimable():
    of = ODD["zero"]
    assert pairs.ratio(of, references.rest(of)).record(0, 0).reason == "not-estimable"
    two = breakdown(("a", "b"), cells([[5.0, 0]], [[60.0, 50]]))
    assert [each.reason for each in records(pairs.ratio(two, references.rest(two)))] == ["not-estimable"] * 2
    assert [each.status for each in records(pairs.difference(two, references.rest(two)))] == ["ok", "ok"]
    assert summaries.summarise(of, "mld").record(0).reason == "not-estimable"
    assert summaries.summarise(of, "ti").record(0).status == "ok"


def test_a_linear_relative_index_with_an_end_below_zero_is_not_estimable():
    of = breakdown(("a", "b", "c"), cells([[0.0, 2, 90]], [[100.0, 100, 100]]), ordered=True)
    assert summaries.summarise(of, "rii").record(0).reason == "not-estimable"
    assert summaries.summarise(of, "sii").record(0).status == "ok"
    assert summaries.summarise(of, "rii_logit").record(0).value > 1


def test_a_curve_that_does_not_exist_is_told():
    of = breakdown(("a", "b", "c"), cells([[0.0, 0, 100]], [[100.0, 100, 100]]), ordered=True)
    assert summaries.summarise(of, "sii_logit").record(0).reason == "no-convergence"


def test_small_groups_are_flagged_never_ranked_and_never_the_best():
    of = breakdown(NAMES, cells([[28.0, 80, 190, 60]], [[29.0, 100, 200, 90]]))
    one = rates.rate(of).record(0, 0)
    assert (one.status, one.reason, one.small) == ("flag", "small-group", True)
    assert ranking.ranks(rates.rate(of)).tolist() == [[0, 2, 1, 3]]
    assert references.best(of).against.tolist() == [[2, 2, 2, 2]]
    of = breakdown(NAMES, cells([[29.0, 80, 190, 60]], [[30.0, 100, 200, 90]]))
    assert ranking.ranks(rates.rate(of)).tolist() == [[1, 3, 2, 4]]
    assert references.best(of).against.tolist() == [[0, 0, 0, 0]]


def test_equal_rates_share_a_place_and_an_adverse_best_is_the_lowest():
    of = breakdown(NAMES, cells([[30.0, 50, 100, 60]], [[60.0, 100, 200, 90]]), facts=Facts(favourable=False))
    assert ranking.ranks(rates.rate(of)).tolist() == [[1, 1, 1, 4]]
    assert references.best(of).against.tolist() == [[0, 0, 0, 0]]  # the first in declared order


def test_a_wide_interval_is_a_flag():
    of = breakdown(("a", "b"), cells([[20.0, 500]], [[40.0, 1000]]))
    assert [each.reason for each in records(rates.rate(of))] == ["wide-interval", ""]


def test_the_four_fifths_rule_is_exact_and_for_favourable_outcomes():
    of = breakdown(("a", "b"), cells([[48.0, 100]], [[60.0, 100]]))
    assert 48 / 60 <= 0.8
    assert fourfifths.four_fifths(of).record(0, 0).status == "ok"
    of = breakdown(("a", "b"), cells([[47.0, 100]], [[60.0, 100]]))
    assert fourfifths.four_fifths(of).record(0, 0).reason == "below-four-fifths"
    adverse = replace(of, facts=Facts(favourable=False))
    assert fourfifths.four_fifths(adverse).record(0, 1).reason == "adverse-outcome"


def test_more_counted_than_people_is_refused():
    one = rates.rate(ODD["events as people"]).record(0, 0)
    assert (one.status, one.reason) == ("not_computed", "count-larger")


def test_two_groups_of_one_name_are_a_mistake_of_ours():
    with pytest.raises(ValueError, match="one name"):
        breakdown(("Black", " black ", "c", "d"), cells())
    with pytest.raises(ValueError, match="written reason"):
        breakdown(NAMES, cells(), reference="a", reference_why=" ")
    with pytest.raises(ValueError, match="no reference"):
        references.named(breakdown(NAMES, cells()))
    with pytest.raises(ValueError, match="4 groups"):
        breakdown(NAMES, cells([[1.0]], [[2.0]]))


def test_a_named_reference_carries_its_reason():
    of = breakdown(NAMES, cells(), reference="d", reference_why="Their rate is the state's goal.")
    one = pairs.difference(of, references.named(of)).record(0, 0)
    assert (one.comparison, one.why) == ("d", "Their rate is the state's goal.")
    assert pairs.difference(of, references.named(of)).record(0, 3).reason == "itself"
    assert disproportionality.relative_rate_index(of).record(0, 0).comparison == "d"
    small = breakdown(("a", "b"), cells([[5.0, 900]], [[9.0, 1000]]), reference="b", reference_why="x")
    assert disproportionality.relative_rate_index(small).record(0, 0).reason == "below-one-percent"


def test_d_and_r_with_a_reference_keep_their_sign():
    of = breakdown(NAMES, cells(), reference="a", reference_why="x")
    assert extremes.who_difference(of).record(0).value == pytest.approx(50 - 200 / 3)
    adverse = breakdown(NAMES, cells(), facts=Facts(favourable=False), reference="c", reference_why="x")
    assert extremes.who_difference(adverse).record(0).value == pytest.approx(80 - 95)


def test_the_expected_share():
    of = breakdown(("a", "b"), cells([[60.0, 40]], [[400.0, 600]]), facts=Facts(favourable=False))
    bound = 100 * (0.4 + (0.4 * 0.6 / 100) ** 0.5)
    assert composition.expected_bound(of)[0, 0] == pytest.approx(bound)
    one = disproportionality.e_formula(of).record(0, 0)
    assert (one.value, one.reason) == (pytest.approx(60 - bound), "above-expected")
    assert disproportionality.e_formula(of).record(0, 1).status == "ok"
    favourable = replace(of, facts=Facts())
    assert disproportionality.e_formula(favourable).record(0, 0).reason == "favourable-outcome"


def test_the_funnel_flags_what_is_outside():
    of = breakdown(("a", "b", "c"), cells([[50.0, 480, 700]], [[100.0, 1000, 1000]]))
    found = funnels.funnel(of, 50.0)
    assert [each.reason for each in records(found)] == ["", "", "outside-limits"]
    assert found.record(0, 2).value == pytest.approx(20)
    assert found.record(0, 2).high == pytest.approx(100 * 3.0902323 * (0.25 / 1000) ** 0.5, rel=1e-6)


def test_a_standardised_gap_needs_means_and_their_spread():
    of = ODD["means"]
    one = standardised.standardised_gap(of, references.best(of), 10.0).record(0, 1)
    assert one.value == pytest.approx((48.5 - 51) / 10)
    error = (160 / 6000 + 0.25**2 / 320) ** 0.5
    assert (one.low, one.high) == pytest.approx(
        (-0.25 - 1.959964 * error, -0.25 + 1.959964 * error), abs=1e-6
    )
    assert standardised.standardised_gap(of, references.best(of), NAN).record(0, 1).reason == "no-deviation"
    plain = ODD["plain"]
    assert standardised.standardised_gap(plain, references.rest(plain), 1.0).record(0, 0).value is None


def test_the_rest_of_means_is_weighted_by_people():
    of = ODD["means"]
    one = pairs.difference(of, references.rest(of)).record(0, 0)
    assert one.value == pytest.approx(51 - (450 * 49 - 60 * 51) / 390)
    assert one.reason == "not-a-proportion"


def test_a_withheld_trouble_comes_before_all_others():
    status, why = settle(
        (np.array([NOT_COMPUTED], dtype=np.int8), np.array([5], dtype=np.int8)),
        (np.array([WITHHELD], dtype=np.int8), np.array([1], dtype=np.int8)),
    )
    assert (STATUSES[status[0]], REASONS[why[0]]) == ("withheld", "withheld")


# --- time -------------------------------------------------------------------------------------------


def gap(k, n, **facts):
    of = breakdown(("a", "b"), of_counts([k], [n]), **facts)
    return pairs.difference(of, references.rest(of))


def test_what_became_of_a_gap():
    far = gap([500, 900], [1000, 1000])
    near = gap([700, 900], [1000, 1000])
    over = gap([950, 700], [1000, 1000])
    little = gap([505, 900], [1000, 1000])
    for before, now, expected in (
        (far, near, "narrowed"),
        (near, far, "widened"),
        (far, little, "no-clear-change"),
        (far, over, "turned"),
    ):
        assert changes.verdicts(changes.gap_change(before, now))[0, 0] == expected
    broken = changes.gap_change(far, near, broken=np.array([True, False]))
    assert (broken.record(0, 0).reason, broken.record(0, 0).low) == ("break", None)
    assert changes.verdicts(broken).tolist() == [["cannot-tell", "narrowed"]]
    assert broken.record(0, 0).value == pytest.approx(-20)


def test_the_distance_to_a_target_is_positive_while_something_is_missing():
    of = breakdown(("a", "b"), cells([[60.0, 90]], [[100.0, 100]]))
    assert [each.value for each in records(changes.distance_to_target(of, 80))] == pytest.approx([20, -10])
    adverse = replace(of, facts=Facts(favourable=False))
    assert [each.value for each in records(changes.distance_to_target(adverse, 80))] == pytest.approx(
        [-20, 10]
    )


def test_the_pace():
    def at(k):
        return breakdown(tuple("abcde"), of_counts([k], [[1000.0] * 5]))

    before, now = at([500.0, 500, 500, 790, 500]), at([600.0, 510, 450, 820, 500])
    found = changes.pace(before, now, 80.0, years=2, left=4)
    assert found.track.tolist() == [["on-track", "not-on-track", "moved-away", "reached", "not-on-track"]]
    assert [found.needed.record(0, each).value for each in (0, 3)] == pytest.approx([5, 0])
    assert found.achieved.record(0, 2).value == pytest.approx(-2.5)
    assert found.needed.record(0, 0).unit == "points a year"
    late = changes.pace(before, now, 80.0, years=2, left=0)
    assert late.track[0].tolist() == ["overdue", "overdue", "overdue", "reached", "overdue"]
    assert late.needed.record(0, 0).reason == "no-years-left"
    assert changes.pace(before, now, 80.0, years=0, left=3).achieved.record(0, 0).reason == "same-period"


def test_a_group_against_itself_earlier():
    before, now = ODD["plain"], breakdown(NAMES, cells([[42.0, 80, 190, 60]]))
    broken = np.arange(4) == 2
    found = pairs.difference(now, references.earlier(now, before, broken=broken))
    assert found.record(0, 0).value == pytest.approx(20)
    assert (found.record(0, 0).comparison, found.record(0, 2).reason) == ("earlier", "break")


def test_the_extremes_of_ranges_are_a_range_whichever_groups_they_are():
    of = ODD["ranges"]  # 10, 21 to 39, 95 to 100, 40 to 50
    d, r = extremes.who_difference(of).record(0), extremes.who_ratio(of).record(0)
    assert (d.value, d.least, d.most) == (None, pytest.approx(85), pytest.approx(90))
    assert (r.value, r.least, r.most) == (None, pytest.approx(9.5), pytest.approx(10))
    assert (d.group, d.comparison, d.low) == ("", "all groups", None)
    bands = of_ranges([[20, 30, 35.0]], [[40, 50, 45.0]], [[90, 90, 90]])
    d = extremes.who_difference(breakdown(("a", "b", "c"), bands)).record(0)
    assert (d.least, d.most) == (0, pytest.approx(30))
    named = breakdown(("a", "b", "c"), bands, reference="a", reference_why="x")
    d = extremes.who_difference(named).record(0)
    assert (d.least, d.most) == (pytest.approx(20 - 45), pytest.approx(40 - 30))
    ordered = extremes.who_difference(breakdown(("a", "b", "c"), bands, ordered=True)).record(0)
    assert (ordered.group, ordered.least, ordered.most) == ("c", pytest.approx(-5), pytest.approx(25))


def test_every_reason_is_used():
    folder = Path(reasons.__file__).parent
    source = "".join(each.read_text("utf-8") for each in folder.glob("*.py") if each.stem != "reasons")
    assert [each for each in WORDS if f'"{each}"' not in source] == []
    assert len(WORDS) < 127  # they are kept in a byte


def test_a_reference_that_is_not_there():
    names = tuple("abcdefg")
    k, n = [[30.0, 80, 190, 60, 20, 44, 71]], [[60.0, 100, 200, 90, 50, 80, 90]]
    facts = {"reference": "b", "reference_why": "x"}
    of = breakdown(names, cells(k, n, gone=[1]), of_counts([500], [700]), **facts)
    assert summaries.summarise(of, "mdru").record(0).reason == "no-reference"
    assert summaries.summarise(of, "mdmu").record(0).status == "ok"


def test_a_record_says_which_of_two_methods_gave_its_interval():
    of = breakdown(("a", "b", "c"), cells([[4.0, 80, 190]], [[60.0, 100, 200]]))
    found = pairs.ratio(of, references.rest(of))
    assert [each.method for each in records(found)] == ["koopman", "katz", "katz"]
    assert [each.method for each in records(pairs.difference(of, references.rest(of)))] == ["newcombe"] * 3


def test_where_no_group_can_be_chosen_none_is_named():
    of = ODD["withheld"]
    assert pairs.difference(of, references.best(of)).record(0, 0).comparison == ""
    assert extremes.who_difference(of).record(0).group == ""
