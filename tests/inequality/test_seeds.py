"""Seeded faults: each puts one mistake into the library, and a comparison with another's code must see it."""

from collections import defaultdict

import numpy as np
import pytest

from plugins.equity.inequality import attributable, gradients, limits, margins, registry, spread, weights
from plugins.equity.inequality.limits import critical
from tests.inequality import test_agreement as agreement
from tests.inequality import test_published as published
from tests.inequality.datasets import CASES

GRADIENT, TWO, ZERO = CASES[0], CASES[7], CASES[4]


def replaced(name, change):
    """The registry with the value of one measure changed."""
    spec = registry.MEASURES[name]
    return {**registry.MEASURES, name: type(spec)(change, *[getattr(spec, each) for each in FIELDS])}


FIELDS = [each for each in registry.Measure.__dataclass_fields__ if each != "value"]


def wald(k, n, level=0.95):
    p = k / n
    half = critical(level) * np.sqrt(p * (1 - p) / n)
    return p - half, p + half


def katz_without_people(k1, n1, k2, n2, level=0.95):
    spread_ = critical(level) * np.sqrt(1 / k1 + 1 / k2)
    middle = np.log((k1 / n1) / (k2 / n2))
    return np.exp(middle - spread_), np.exp(middle + spread_)


def ranked_by_upper_end(self):
    return self.p.cumsum(axis=-1)


def hc0(of):
    line = right(of)
    few = (of.count / (of.count - 2))[..., 0]
    parts = (line.bottom_variance, line.top_variance, line.covariance)
    return gradients.Line(line.bottom, line.top, *(each / few for each in parts))


right, right_par = gradients.linear, attributable.par
FAULTS = {
    "Wald in place of Wilson": (
        [("plugins.equity.inequality.rates.wilson", wald)],
        lambda: agreement.test_wilson(GRADIENT),
    ),
    "Newcombe with its ends exchanged": (
        [("plugins.equity.inequality.margins.newcombe", lambda *a: limits.newcombe(*a)[::-1])],
        lambda: agreement.test_difference_and_ratio_against_the_rest_and_against_all(GRADIENT),
    ),
    "Katz without the people": (
        [("plugins.equity.inequality.margins.katz", katz_without_people)],
        lambda: agreement.test_difference_and_ratio_against_the_rest_and_against_all(GRADIENT),
    ),
    "a gap to all with the interval of that to the rest": (
        [("plugins.equity.inequality.margins._pair", lambda *a, **_: plain(*a, within=False))],
        lambda: agreement.test_difference_and_ratio_against_the_rest_and_against_all(GRADIENT),
    ),
    "ranks at the upper end of a group": (
        [("plugins.equity.inequality.weights.Weighed.rank", property(ranked_by_upper_end))],
        lambda: agreement.test_summary_measures("aci", True, GRADIENT),
    ),
    "a sandwich for many groups": (
        [("plugins.equity.inequality.gradients.linear", hc0)],
        lambda: agreement.test_the_errors_of_lines(GRADIENT),
    ),
    "the best of an adverse indicator is the highest": (
        [("plugins.equity.inequality.weights.Weighed.best", weights.Weighed.highest)],
        lambda: agreement.test_summary_measures("mdbw", False, GRADIENT),
    ),
    "an unweighted mean": (
        [
            (
                "plugins.equity.inequality.weights.Weighed.mean",
                property(lambda of: of.y.mean(axis=-1, keepdims=True)),
            )
        ],
        lambda: agreement.test_summary_measures("idisw", True, GRADIENT),
    ),
    "attributable risk with the sign of a favourable indicator": (
        [("plugins.equity.inequality.summaries.MEASURES", replaced("par", lambda of: -right_par(of)))],
        lambda: agreement.test_summary_measures("par", False, CASES[1]),
    ),
    "an error of PAF on the scale of fractions": (
        [("tests.inequality.test_published.attributable.paf_error", lambda of: attributable_error(of) / 100)],
        lambda: published.test_the_package_of_the_world_health_organization(
            published.attributable.paf_error, 10.689361, 1e-6
        ),
    ),
    "four fifths in floating point": (
        [("plugins.equity.inequality.fourfifths.known", lambda state: np.zeros_like(state[0], dtype=bool))],
        published.test_the_four_fifths_of_1979,
    ),
    "a weighted ratio with the place's own composition": (
        [("tests.inequality.test_published.STATE_PEOPLE", [6002, 311, 1213, 6224, 212, 34897, 3175])],
        published.test_the_weighted_risk_ratio_is_computed_from_counts,
    ),
    "the change of a gap without one of its four cells": (
        [("plugins.equity.inequality.changes.wald_errors", lambda *cells: errors(*cells[1:]))],
        lambda: agreement.test_the_change_of_a_gap_is_the_interaction_of_a_saturated_model(
            ((30, 80), (190, 300)), ((45, 90), (210, 320))
        ),
    ),
}
plain = margins._pair
attributable_error = attributable.paf_error
errors = agreement.changes.wald_errors


@pytest.mark.parametrize("name", FAULTS)
def test_a_seeded_fault_is_seen(name, monkeypatch):
    changes, check = FAULTS[name]
    monkeypatch.setattr(agreement, "WORST", defaultdict(float))
    check()
    for target, fault in changes:
        monkeypatch.setattr(target, fault)
    with pytest.raises(AssertionError):
        check()


def test_theil_by_another_mean_is_seen(monkeypatch):
    def wrong(of):
        return spread.ti(of) * 1.001

    monkeypatch.setattr(agreement, "WORST", defaultdict(float))
    monkeypatch.setattr(registry, "MEASURES", replaced("ti", wrong))
    monkeypatch.setattr("plugins.equity.inequality.summaries.MEASURES", registry.MEASURES)
    with pytest.raises(AssertionError):
        agreement.test_summary_measures("ti", True, GRADIENT)
