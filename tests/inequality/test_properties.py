"""What must hold for every input."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plugins.equity.inequality import (
    changes,
    disproportionality,
    extremes,
    pairs,
    rates,
    references,
    registry,
    summaries,
)
from plugins.equity.inequality.breakdowns import breakdown
from plugins.equity.inequality.cells import Facts, of_counts, of_ranges

ORDERED = (
    "aci",
    "rci",
    "rci_wagstaff",
    "rci_erreygers",
    "sii",
    "rii",
    "sii_logit",
    "rii_logit",
    "par",
    "paf",
)
FREE = tuple(each for each, spec in registry.MEASURES.items() if spec.ordered is False)
WEIGHTED = ("bgv", "bgsd", "cov", "mdmw", "mdbw", "mdrw", "idisw", "ti", "mld", "par", "paf")

GROUPS = st.lists(
    st.integers(30, 400).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n))),
    min_size=3,
    max_size=6,
)


def made(groups, favourable=True, ordered=False, scale=100.0, reference=None):
    k, n = zip(*groups, strict=True)
    names = tuple(f"g{at}" for at in range(len(k)))
    return breakdown(
        names,
        of_counts([k], [n], scale),
        facts=Facts(scale, favourable),
        ordered=ordered,
        reference="" if reference is None else names[reference],
        reference_why="" if reference is None else "for the test",
    )


def values(of, measures):
    return {each: summaries.summarise(of, each, count=100).record(0).value for each in measures}


@given(GROUPS)
def test_mirror(groups):
    """An adverse indicator 100 - y is the same inequality as the favourable y, seen from the other side."""
    other = [(n - k, n) for k, n in groups]
    here, there = made(groups), made(other, favourable=False)
    d, e = (extremes.who_difference(each).record(0) for each in (here, there))
    assert d.value == pytest.approx(e.value, abs=1e-9)
    assert (d.low, d.high) == pytest.approx((e.low, e.high), abs=1e-9)
    one, two = (
        values(each, ("bgv", "bgsd", "mdmu", "mdmw", "mdbu", "mdbw", "par")) for each in (here, there)
    )
    assert one.pop("par") == pytest.approx(-two.pop("par"), abs=1e-9)
    assert one == pytest.approx(two, abs=1e-9)
    here, there = made(groups, ordered=True), made(other, favourable=False, ordered=True)
    signed = ("aci", "sii", "sii_logit", "rci_wagstaff", "rci_erreygers", "par")
    one, two = (values(each, signed) for each in (here, there))
    assert one == pytest.approx({each: -two[each] for each in signed}, abs=1e-7)


@given(GROUPS, st.sampled_from([1.0, 1000.0, 100_000.0]))
def test_scale(groups, scale):
    """Absolute measures are in the indicator's units, relative ones have none."""
    for ordered, measures in ((True, ORDERED), (False, FREE)):
        one = values(made(groups, ordered=ordered, reference=0), measures)
        two = values(made(groups, ordered=ordered, scale=scale, reference=0), measures)
        for name in measures:
            power = {"gap": 1, "squared": 2}.get(registry.MEASURES[name].unit, 0)
            if one[name] is None or two[name] is None:
                assert one[name] == two[name]
                continue
            factor = (scale / 100) ** power
            assert two[name] == pytest.approx(one[name] * factor, rel=1e-7, abs=1e-10 * max(1, factor))


@given(GROUPS, st.randoms(use_true_random=False))
def test_permutation(groups, random):
    """The order in which groups without an order are written does not matter."""
    at = list(range(len(groups)))
    random.shuffle(at)
    one = values(made(groups, reference=0), FREE)
    two = values(made([groups[each] for each in at], reference=at.index(0)), FREE)
    assert one == pytest.approx(two, rel=1e-9, abs=1e-9)
    rows = pairs.difference(made(groups), references.rest(made(groups)))
    moved = made([groups[each] for each in at])
    again = pairs.difference(moved, references.rest(moved))
    assert again.value[0] == pytest.approx(rows.value[0][at], abs=1e-9)


@given(GROUPS, st.data())
def test_a_group_in_two_halves_that_are_alike(groups, data):
    """Weighted measures do not ask how a group of equal people is cut; the rest of the others neither."""
    at = data.draw(st.integers(0, len(groups) - 1))
    doubled = [(2 * k, 2 * n) if here == at else (k, n) for here, (k, n) in enumerate(groups)]
    halves = [*groups[: at + 1], *groups[at:]]
    reference = 0 if at else len(groups) - 1
    moved = reference if reference < at else reference + 1
    one = values(made(doubled, reference=reference), WEIGHTED)
    two = values(made(halves, reference=moved), WEIGHTED)
    assert one == pytest.approx(two, rel=1e-8, abs=1e-9)
    one, two = (values(made(each, ordered=True), ("aci", "rci", "par")) for each in (doubled, halves))
    # Two halves have different ranks: the covariance is the same only because both have one rate.
    assert one == pytest.approx(two, rel=1e-8, abs=1e-9)


@given(st.integers(1, 9), st.integers(10, 60), st.lists(st.integers(5, 60), min_size=3, max_size=6))
def test_equality_gives_the_null_value(k, n, sizes):
    """Every group at the same rate: 0 or 1, whatever their sizes."""
    groups = [(k * each, n * each) for each in sizes]
    for ordered, measures in ((True, ORDERED), (False, FREE)):
        of = made(groups, ordered=ordered, reference=1)
        for each in measures:
            one = summaries.summarise(of, each, count=50).record(0)
            assert one.value == pytest.approx(one.null_value, abs=1e-7), each
    of = made(groups)
    for found in (
        pairs.difference(of, references.everybody(of)),
        pairs.ratio(of, references.rest(of)),
        disproportionality.weighted_risk_ratio(of, [5.0 + at for at in range(len(sizes))]),
        pairs.adjusted_parity_index(of, references.rest(of)),
    ):
        assert found.value[0] == pytest.approx(found.null_value, abs=1e-9), found.measure


@given(GROUPS)
def test_intervals_hold_their_values_and_grow_with_the_level(groups):
    of = made(groups)
    for make in (
        lambda level: rates.rate(of, level=level),
        lambda level: pairs.difference(of, references.rest(of), level=level),
        lambda level: pairs.ratio(of, references.rest(of), level=level),
        lambda level: pairs.ratio(of, references.everybody(of), level=level),
        lambda level: disproportionality.weighted_risk_ratio(of, [10.0] * len(groups), level=level),
        lambda level: summaries.summarise(of, "bgv", level=level),
        lambda level: summaries.summarise(of, "mdmw", level=level, count=400),
    ):
        narrow, wide = make(0.8), make(0.95)
        assert (narrow.low <= narrow.value + 1e-9).all()
        assert (narrow.value <= narrow.high + 1e-9).all()
        assert (wide.low <= narrow.low + 1e-9).all()
        assert (narrow.high <= wide.high + 1e-9).all()


@given(GROUPS)
def test_intervals_shrink_with_more_people(groups):
    """Ten times as many people at the same rates."""
    here, there = made(groups), made([(10 * k, 10 * n) for k, n in groups])
    for make in (rates.rate, lambda of: pairs.difference(of, references.rest(of))):
        few, many = make(here), make(there)
        assert ((many.high - many.low) < (few.high - few.low)).all()


@given(GROUPS)
def test_the_adjusted_index_is_symmetric_around_one(groups):
    """A group that is as far above as another is below is as far from 1."""
    of = made(groups[:2])
    one, two = pairs.adjusted_parity_index(of, references.rest(of)).value[0]
    assert one + two == pytest.approx(2)
    assert 0 < min(one, two) <= 1 <= max(one, two) < 2


@given(GROUPS, st.data())
def test_a_range_holds_every_measure_of_what_is_in_it(groups, data):
    """Ranges in, a range out: each choice of rates inside gives a value inside."""
    n = np.array([[each for _, each in groups]], dtype=float)
    ends = np.array(
        [sorted(data.draw(st.tuples(st.integers(1, 99), st.integers(1, 99)))) for _ in groups], dtype=float
    )
    assume((ends[:, 0] < ends[:, 1]).any())
    part = np.array([data.draw(st.floats(0, 1)) for _ in groups])
    inside = ends[:, 0] + part * (ends[:, 1] - ends[:, 0])
    names = tuple(f"g{at}" for at in range(len(groups)))
    for ordered, measures in ((True, ORDERED), (False, FREE)):
        facts = {"ordered": ordered, "reference": "g0", "reference_why": "for the test"}
        of = breakdown(names, of_ranges([ends[:, 0]], [ends[:, 1]], n), **facts)
        exact = breakdown(names, replace(of_counts(n * inside / 100, n)), **facts)
        for each in measures:
            found = summaries.summarise(of, each, count=50).record(0)
            if found.status == "not_computed":
                continue
            one = summaries.summarise(exact, each, count=50).record(0)
            assert found.value is None or found.least == found.most, each
            if one.value is not None:
                assert found.least - 1e-7 <= one.value <= found.most + 1e-7, each
            assert found.low is None


SMALL = st.integers(2, 60).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n)))


@given(SMALL, SMALL, st.data(), st.booleans())
def test_a_gap_of_ranges_holds_every_gap_and_its_interval(one, two, data, within):
    """Numerators that are known in a range only: the interval is as wide as each that is possible."""
    n = [one[1], two[1]]
    ends = [sorted((k, data.draw(st.integers(1, people)))) for k, people in (one, two)]
    assume(ends[0][0] < ends[0][1])
    k = [data.draw(st.integers(*each)) for each in ends]
    if within:  # everybody is known, the group in a range
        ends[1] = [k[1], k[1]]
    low, high = ([100 * each[at] / people for each, people in zip(ends, n, strict=True)] for at in (0, 1))
    exact = breakdown(("one", "two"), of_counts([k], [n]))
    of = breakdown(("one", "two"), of_ranges([low], [high], [n]), of_counts([sum(k)], [sum(n)]))
    choose = references.everybody if within else references.rest
    for make in (pairs.difference, pairs.ratio):
        found, sharp = (make(each, choose(each)).record(0, 0) for each in (of, exact))
        assert found.value is None
        assert found.least - 1e-9 <= sharp.value <= found.most + 1e-9
        if found.low is not None and sharp.low is not None:
            assert found.low - 1e-9 <= sharp.low
            assert sharp.high <= found.high + 1e-9


@given(GROUPS, GROUPS)
def test_a_change_is_turned_over_with_time(before, now):
    """From now back to then the gap changes by as much the other way, if it stays on its side."""
    gaps = [pairs.difference(each, references.rest(each)) for each in (made(before[:2]), made(now[:2]))]
    there, back = changes.gap_change(*gaps), changes.gap_change(*gaps[::-1])
    assert there.value == pytest.approx(-back.value, abs=1e-9)
    same = changes.gap_change(gaps[0], gaps[0])
    assert same.value == pytest.approx(0, abs=1e-12)
    assert set(changes.verdicts(same).ravel()) <= {"no-clear-change", "cannot-tell"}
