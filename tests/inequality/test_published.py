"""Numbers that others published or that their code holds itself to, each with where it stands."""

import numpy as np
import pytest

from plugins.equity.inequality import (
    attributable,
    breakdowns,
    cells,
    composition,
    disproportionality,
    fourfifths,
    funnels,
    gradients,
    limits,
    pairs,
    references,
)
from plugins.equity.inequality.cells import Facts
from plugins.equity.inequality.weights import Weighed

# Newcombe 1998, Statistics in Medicine 17:873, table II, method 10.
TABLE_II = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
    (10, 10, 0, 10, 0.6075, 1.0000),
]


def test_newcombe_is_that_of_the_paper():
    table = np.array(TABLE_II)
    low, high = limits.newcombe(*table[:, :4].T)
    assert np.abs(low - table[:, 4]).max() < 5e-5
    assert np.abs(high - table[:, 5]).max() < 5e-5


# The package healthequal of the World Health Organization, tests/testthat/test-aci.R, -rci.R, -sii.R, -rii.R,
# -parisk.R, -paf.R (commit c7824b8): five ordered groups of 20 to 60 percent, people drawn with R's seed 123.
PEOPLE = np.array([[78, 91, 162, 103, 105]], dtype=float)
ORDERED = Weighed(
    np.array([[20.0, 30, 40, 50, 60]]), PEOPLE, np.ones((1, 5), dtype=bool), ordered=True, limits=(0.0, 100.0)
)


@pytest.mark.parametrize(
    ("function", "published", "tolerance"),
    [
        (gradients.aci, 7.3284202, 1e-6),
        (gradients.aci_error, 0.29368517, 1e-6),
        (gradients.rci, 0.17776859, 1e-6),
        (attributable.par, 18.775509, 1e-6),
        (attributable.par_error, 4.4066348, 1e-6),
        (attributable.paf, 45.544548, 1e-6),
        (attributable.paf_error, 10.689361, 1e-6),  # theirs is 0.10689361: a fraction beside a percentage
    ],
)
def test_the_package_of_the_world_health_organization(function, published, tolerance):
    assert function(ORDERED) == pytest.approx([published], rel=tolerance)


def test_its_logit_models_weight_people_twice():
    """The published values follow from estimates rounded to whole people, and from people squared as weights
    of the fit (`cbind(y, ny)` and `weights` at once). Ours weights each person once.
    """
    rounded = 100 * np.round(PEOPLE * ORDERED.y / 100) / PEOPLE
    twice, once = (
        Weighed(rounded, PEOPLE, ORDERED.used, ordered=True, limits=ORDERED.limits) for _ in range(2)
    )
    rank = twice.rank
    vars(twice).update(p=PEOPLE**2 / (PEOPLE**2).sum(), rank=rank)
    line = gradients.logit(twice)
    assert line.top - line.bottom == pytest.approx([44.44502], rel=1e-6)
    assert line.slope_error / 100 == pytest.approx([0.02190822], rel=1e-5)
    assert line.ratio() == pytest.approx([3.159506], rel=1e-6)
    assert line.ratio_error == pytest.approx([0.07644001], rel=1e-5)
    line = gradients.logit(once)
    assert abs(line.top - line.bottom - 44.44502) > 0.1


def test_the_slope_of_public_health_england():
    """PHEindicatormethods: RII = (intercept + SII) / intercept."""
    x = np.column_stack([np.ones(5), ORDERED.rank[0]])
    root = np.sqrt(PEOPLE[0])
    intercept, slope = np.linalg.lstsq(x * root[:, None], ORDERED.y[0] * root, rcond=None)[0]
    assert gradients.sii(ORDERED) == pytest.approx([slope], rel=1e-9)
    assert gradients.rii(ORDERED) == pytest.approx([(intercept + slope) / intercept], rel=1e-9)


# PHEindicatormethods, tests/testthat/testdata_funnel_prop_outputs.csv: people, limits at 95 and 99.8 percent.
FUNNEL = [
    (1, 3.204264, 100, 0, 100),
    (18, 62.390093, 98.894803, 51.864359, 100),
    (102, 72.974925, 88.309971, 68.553233, 92.731663),
    (1008, 78.203374, 83.081521, 76.796814, 84.488082),
    (9998, 79.867989, 81.416907, 79.421375, 81.863521),
    (110000, 80.408963, 80.875933, 80.274317, 81.010578),
]


def test_the_funnel_limits_of_public_health_england():
    table = np.array(FUNNEL)
    for level, columns in ((0.95, (1, 2)), (0.998, (3, 4))):
        ends = funnels.funnel_limits(table[:, 0], 0.80642448, level)
        for end, column in zip(ends, columns, strict=True):
            assert np.abs(100 * end - table[:, column]).max() < 1e-6


# Questions and Answers on the Uniform Guidelines, 1979: selection rates of 60, 45, 48 and 51 percent.
def test_the_four_fifths_of_1979():
    of = breakdowns.breakdown(
        ("white", "black", "hispanic", "asian"), cells.of_counts([[60, 45, 48, 51]], [[100] * 4])
    )
    found = fourfifths.four_fifths(of)
    assert found.record(0, 0).reason == "itself"
    assert [100 * found.record(0, at).value for at in (1, 2, 3)] == pytest.approx([75, 80, 85])
    assert [found.record(0, at).reason == "below-four-fifths" for at in (1, 2, 3)] == [True, False, False]


# The Disproportionality Technical Assistance Tool of the University of North Carolina (unccdtat.github.io),
# with pages of Bollmer et al. 2014.
GROUPS = ("hispanic", "american_indian", "asian", "black", "pacific", "white", "two_or_more")
DISTRICT = cells.of_counts(
    [[121, 11, 18, 316, 21, 732, 3]], [[6002, 311, 1213, 6224, 212, 34897, 3175]]
)  # section 6.1
STATE_PEOPLE = [69672, 1991, 13934, 73653, 1424, 238875, 15287]


def test_the_weighted_risk_ratio_is_computed_from_counts():
    """Section 6.1: of rounded weighted risks it would be 0.04/0.02 = 2; from counts it is 2.53."""
    of = breakdowns.breakdown(GROUPS, DISTRICT, facts=Facts(favourable=False))
    found = disproportionality.weighted_risk_ratio(of, STATE_PEOPLE).record(0, 3)
    assert round(found.value, 2) == 2.53
    assert found.value != 2
    assert found.low < found.value < found.high


def test_removals_per_child():
    """Section 4.4 (pages 21-22): 1 of 216 students of two or more races, 115 among 5,444 others; 0.46 and
    2.11 per hundred, 0.22 times. The counts by group are those of the page's table.
    """
    of = breakdowns.breakdown(GROUPS, cells.of_counts([[1.0] * 7], [[9.0] * 7]))
    found = disproportionality.removals_per_child(
        [[4, 0, 3, 42, 1, 65, 1]], [[904, 14, 225, 1268, 9, 3024, 216]], of
    )
    mine = found.record(0, 6)
    assert (round(100 * mine.value, 2), mine.low, mine.reason) == (0.46, None, "not-a-proportion")
    events = cells.of_counts([[4, 0, 3, 42, 1, 65, 1]], [[904, 14, 225, 1268, 9, 3024, 216]], 1, events=True)
    of = breakdowns.breakdown(GROUPS, events, facts=Facts(1, favourable=False, kind="rate"))
    assert of.total.k_low[0] == 116
    assert of.total.n_low[0] == 5660
    ratio = pairs.ratio(of, references.rest(of)).record(0, 6)
    assert round(ratio.value, 2) == 0.22
    assert (ratio.low, ratio.reason) == (None, "not-a-proportion")


def test_the_composition_of_the_same_district():
    """Section 8 of the tool takes the composition from 316 of 1,222 and 6,224 of 52,034."""
    of = breakdowns.breakdown(GROUPS, DISTRICT, facts=Facts(favourable=False))
    share, people = 316 / 1222, 6224 / 52034
    assert composition.composition(of).record(0, 3).value == pytest.approx(100 * share, rel=1e-12)
    assert composition.composition_difference(of).record(0, 3).value == pytest.approx(
        100 * (share - people), rel=1e-9
    )
    assert composition.relative_difference(of).record(0, 3).value == pytest.approx(
        100 * (share - people) / people, rel=1e-9
    )
    assert composition.disproportionality_ratio(of).record(0, 3).value == pytest.approx(
        share / people, rel=1e-9
    )
