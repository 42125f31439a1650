"""Every measure against another's code, on every case that it is for; the last test prints the table.

Others: statsmodels, SciPy, and `reference`, which goes other ways than the library (people in a row,
matrices).
"""

import sys
import warnings
from collections import defaultdict
from math import sqrt

import numpy as np
import pytest
from scipy.stats import binomtest, chi2, chi2_contingency
from scipy.stats.contingency import relative_risk
from statsmodels.api import GLM, WLS, add_constant, families
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from plugins.equity.inequality import (
    changes,
    disproportionality,
    extremes,
    gradients,
    limits,
    multiplicity,
    pairs,
    rates,
    references,
    registry,
    summaries,
)
from plugins.equity.inequality.cells import of_counts
from plugins.equity.inequality.weights import Weighed
from tests.inequality.datasets import CASES, MANY, made
from tests.inequality.reference import line, ranks, summary

WORST = defaultdict(float)
CLOSED, SEARCHED = 1e-9, 1e-6


def agree(measure, case, found, expected, tolerance=CLOSED):
    """Relative to the size of the number, and noted for the table."""
    found, expected = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    assert not np.isnan(found).any(), (measure, case.name)
    off = np.max(np.abs(found - expected) / np.maximum(1.0, np.abs(expected)))
    WORST[measure, case.name] = max(WORST[measure, case.name], float(off))
    assert off <= tolerance, (measure, case.name, found, expected)


def weighed(case, favourable=True, ordered=True, reference=-1):
    y = np.array([case.y])
    return Weighed(
        y,
        np.array([case.n], dtype=float),
        np.ones(y.shape, dtype=bool),
        favourable,
        ordered,
        reference,
        (0.0, case.scale),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.name)
def test_wilson(case):
    found = rates.rate(made(case))
    for at, (k, n) in enumerate(zip(case.k, case.n, strict=True)):
        one = found.record(0, at)
        agree("rate", case, one.value, case.scale * k / n)
        for other in (
            binomtest(k, n).proportion_ci(method="wilson"),
            proportion_confint(k, n, method="wilson"),
        ):
            agree("rate", case, (one.low, one.high), [case.scale * each for each in other])


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.name)
def test_difference_and_ratio_against_the_rest_and_against_all(case):
    of = made(case)
    total = sum(case.k), sum(case.n)
    for at, (k, n) in enumerate(zip(case.k, case.n, strict=True)):
        others = total[0] - k, total[1] - n
        ends = confint_proportions_2indep(k, n, *others, compare="diff", method="newcomb")
        one = disproportionality.risk_difference(of).record(0, at)
        value = case.scale * (k / n - others[0] / others[1])
        agree("risk_difference", case, one.value, value)
        agree("risk_difference", case, (one.low, one.high), [case.scale * each for each in ends])
        share = others[1] / total[1]
        one = pairs.difference(of, references.everybody(of)).record(0, at)
        agree("difference", case, one.value, case.scale * (k / n - total[0] / total[1]))
        agree("difference", case, (one.low, one.high), [share * case.scale * each for each in ends])
        one = disproportionality.risk_ratio(of).record(0, at)
        if 0 in (k, others[0]):
            assert (one.value, one.reason) == (None, "not-estimable")
            continue
        other = relative_risk(k, n, *others)
        agree("risk_ratio", case, one.value, other.relative_risk)
        if min(k, others[0]) >= 5:
            interval = other.confidence_interval()
            agree("risk_ratio", case, (one.low, one.high), interval)
        else:
            ends = confint_proportions_2indep(
                k, n, *others, compare="ratio", method="score", correction=False
            )
            agree("risk_ratio (score)", case, (one.low, one.high), ends, SEARCHED)


@pytest.mark.parametrize(("k1", "n1", "k2", "n2"), [(1, 12, 3, 40), (4, 9, 1, 17), (3, 800, 1, 950)])
def test_koopman_is_the_score_interval_of_statsmodels(k1, n1, k2, n2):
    found = limits.koopman(*(np.array([float(each)]) for each in (k1, n1, k2, n2)))
    expected = confint_proportions_2indep(k1, n1, k2, n2, compare="ratio", method="score", correction=False)
    assert [each[0] for each in found] == pytest.approx(expected, rel=SEARCHED)


def test_the_ends_of_koopmans_interval_are_where_the_score_test_turns():
    """Also where everybody is counted in one group, at which statsmodels' search stops too early."""
    k1, n1, k2, n2 = (np.array([float(each)]) for each in (2, 2, 3, 9))
    low, high = limits.koopman(k1, n1, k2, n2)
    for end in (low, high):
        assert limits._score(k1, n1, k2, n2, end) == pytest.approx([limits.critical() ** 2], rel=1e-6)
    assert low < 1 < 3 < high


def test_byar_is_near_the_exact_interval_of_poisson():
    """From ten events on within a hundredth; Byar's is an approximation."""
    k = np.arange(10, 400, dtype=float)
    low, high = limits.byar(k, np.full(k.shape, 1000.0))
    assert low * 1000 == pytest.approx(chi2.ppf(0.025, 2 * k) / 2, rel=0.01)
    assert high * 1000 == pytest.approx(chi2.ppf(0.975, 2 * k + 2) / 2, rel=0.01)
    assert limits.byar(np.array([0.0]), np.array([9.0]))[0] == [0.0]


def test_the_ends_of_intervals_rise_with_what_is_counted():
    """What `pairs` rests on for ranges: at any number of people the corners hold all that is between."""
    for n1, n2 in ((1, 1), (2, 5), (7, 7), (30, 12), (60, 200)):
        k1, k2 = np.meshgrid(np.arange(n1 + 1.0), np.arange(n2 + 1.0), indexing="ij")
        low, high = limits.newcombe(k1, np.full(k1.shape, n1), k2, np.full(k1.shape, n2))
        for end in (low, high):
            assert (np.diff(end, axis=0) > -1e-12).all()
            assert (np.diff(end, axis=1) < 1e-12).all()
    k = np.arange(1.0, 40)[:, None]
    n = np.arange(40.0, 400)[None, :]
    for end in limits.wilson(k + 0 * n, n + 0 * k):
        assert (np.diff(end, axis=0) > 0).all()
        assert (np.diff(end, axis=1) < 0).all()


@pytest.mark.parametrize("case", MANY, ids=lambda each: each.name)
@pytest.mark.parametrize("favourable", [True, False])
@pytest.mark.parametrize("measure", sorted(registry.MEASURES))
def test_summary_measures(measure, favourable, case):
    spec = registry.MEASURES[measure]
    ordered = spec.ordered is not False
    of = made(case, favourable, ordered, reference=1 if spec.referred else -1)
    one = summaries.summarise(of, measure, count=1000).record(0)
    if measure == "mld" and case.name == "a zero":
        assert (one.value, one.status, one.reason) == (None, "not_computed", "not-estimable")
        return
    if measure.endswith("_logit"):
        expected = fitted_curve(case, measure)
    else:
        expected = summary(measure, case.y, case.n, favourable, ordered, 1, case.scale)
    if measure.startswith("rii") and expected <= 0:
        assert one.value is None
        return
    agree(measure, case, one.value, expected, 1e-7 if measure.endswith("_logit") else CLOSED)
    if one.low is not None:
        assert one.low <= one.value + 1e-9 <= one.high + 2e-9


def fitted_curve(case, measure):
    """statsmodels' logistic regression, people as weights."""
    x = add_constant(ranks(np.array(case.n)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # everybody in a group is allowed
        fit = GLM(
            case.y / case.scale, x, family=families.Binomial(), var_weights=np.array(case.n, dtype=float)
        ).fit(tol=1e-14, maxiter=500)
    ends = case.scale * fit.predict(np.array([[1.0, 0.0], [1.0, 1.0]]))
    return ends[1] - ends[0] if measure == "sii_logit" else ends[1] / ends[0]


@pytest.mark.parametrize("case", MANY, ids=lambda each: each.name)
def test_the_errors_of_lines(case):
    """The HC1 sandwich by matrices and by statsmodels; that of the ACI from the fit of 2vy on rank."""
    n, y = np.array(case.n, dtype=float), case.y
    of = weighed(case)
    beta, cov = line(y, n)
    found = gradients.linear(of)
    agree("sii error", case, found.slope_error, [sqrt(max(cov[1, 1], 0))])
    fit = WLS(y, add_constant(ranks(n)), weights=n).fit(cov_type="HC1")
    agree("sii error", case, found.slope_error, [fit.bse[1]], 1e-8)
    ends = np.array([beta[0], beta.sum()])
    if (ends > 0).all():
        slope = np.array([1 / ends[1] - 1 / ends[0], 1 / ends[1]])
        agree("rii error", case, found.ratio_error, [sqrt(max(slope @ cov @ slope, 0))], 1e-8)
    v = of.rank_variance[0, 0]
    plain = WLS(2 * v * y, add_constant(ranks(n)), weights=n).fit()
    agree("aci", case, gradients.aci(of), [plain.params[1]])
    agree("aci error", case, gradients.aci_error(of), [plain.bse[1]], 1e-8)


@pytest.mark.parametrize(
    "case", [each for each in MANY if each.name not in ("everybody", "equal")], ids=lambda each: each.name
)
def test_the_errors_of_curves(case):
    x = add_constant(ranks(np.array(case.n)))
    fit = GLM(
        case.y / case.scale, x, family=families.Binomial(), var_weights=np.array(case.n, dtype=float)
    ).fit(tol=1e-14, maxiter=500, cov_type="HC0")
    # Its HC1 counts weights as observations, ours counts groups.
    cov = fit.cov_params() * len(case.n) / (len(case.n) - 2)
    at = np.array([[1.0, 0.0], [1.0, 1.0]])
    ends = fit.predict(at)
    slopes = (ends * (1 - ends))[:, None] * at * case.scale
    tilt = slopes[1] - slopes[0]
    found = gradients.logit(weighed(case))
    agree("sii_logit error", case, found.slope_error, [sqrt(tilt @ cov @ tilt)], 1e-6)
    both = slopes[1] / (case.scale * ends[1]) - slopes[0] / (case.scale * ends[0])
    agree("rii_logit error", case, found.ratio_error, [sqrt(both @ cov @ both)], 1e-6)


def test_the_error_of_the_variance_is_that_of_simulated_estimates():
    """Of normal estimates, 400,000 times; the formula leaves nothing out for them."""
    case = CASES[0]
    n, y = np.array(case.n, dtype=float), case.y
    errors = 100 * np.sqrt(y / 100 * (1 - y / 100) / n)
    drawn = np.random.default_rng(1).normal(y, errors, (400_000, len(y)))
    values = registry.MEASURES["bgv"].value(weighed(case).drawn(drawn))
    from plugins.equity.inequality.spread import bgv_error

    found = bgv_error(weighed(case), errors[None])[0]
    assert found == pytest.approx(values.std(), rel=0.02)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (((1502, 2252), (35463, 40140)), ((1799, 2517), (35452, 39558))),
        (((30, 80), (190, 300)), ((45, 90), (210, 320))),
        (((9, 40), (12, 50)), ((14, 42), (30, 61))),
    ],
)
def test_the_change_of_a_gap_is_the_interaction_of_a_saturated_model(before, now):
    """statsmodels, binomial with the identity link: group, year and their product, four cells."""
    case = CASES[7]
    cells = [*before, *now]
    k, n = (np.array(each, dtype=float) for each in zip(*cells, strict=True))
    group, year = np.array([1.0, 0, 1, 0]), np.array([0.0, 0, 1, 1])
    x = np.column_stack([np.ones(4), group, year, group * year])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the identity link may leave 0 to 1 on its way
        fit = GLM(k / n, x, family=families.Binomial(families.links.Identity()), var_weights=n).fit(
            start_params=np.linalg.solve(x, k / n)
        )
        logs = GLM(k / n, x, family=families.Binomial(families.links.Log()), var_weights=n).fit(
            start_params=np.linalg.solve(x, np.log(k / n))
        )
    gaps = [two_groups(each) for each in (before, now)]
    errors = changes.wald_errors(*((k[at], n[at]) for at in range(4)))
    found = changes.gap_change(*gaps, errors=errors).record(0, 0)
    side = -1 if k[0] / n[0] < k[1] / n[1] else 1
    agree("gap_change (wald)", case, found.value, side * 100 * fit.params[3])
    agree("gap_change (wald)", case, errors, 100 * fit.bse[3])
    error = changes.log_errors(*((k[at], n[at]) for at in range(4)))
    ratios = [two_groups(each, ratio=True) for each in (before, now)]
    found = changes.ratio_change(*ratios, error).record(0, 0)
    agree("ratio_change", case, found.value, np.exp(logs.params[3]))
    agree("ratio_change", case, (found.low, found.high), np.exp(logs.conf_int()[3]))


def two_groups(numbers, ratio=False):
    (k1, n1), (k2, n2) = numbers
    from plugins.equity.inequality.breakdowns import breakdown

    of = breakdown(("group", "others"), of_counts([[k1, k2]], [[n1, n2]]))
    make = pairs.ratio if ratio else pairs.difference
    return make(of, references.rest(of))


@pytest.mark.parametrize("favourable", [True, False])
@pytest.mark.parametrize("case", CASES, ids=lambda each: each.name)
def test_d_and_r_are_those_of_the_two_groups(case, favourable):
    y = case.y
    for ordered in (False, True):
        high, low = int(y.argmax()), int(y.argmin())
        if ordered:
            high, low = (len(y) - 1, 0) if favourable else (0, len(y) - 1)
        of = made(case, favourable, ordered)
        d, r = extremes.who_difference(of).record(0), extremes.who_ratio(of).record(0)
        agree("d", case, d.value, y[high] - y[low])
        ends = confint_proportions_2indep(
            case.k[high], case.n[high], case.k[low], case.n[low], compare="diff", method="newcomb"
        )
        agree("d", case, (d.low, d.high), [case.scale * each for each in ends])
        if 0 in (case.k[high], case.k[low]):
            assert r.reason == "not-estimable"
        else:
            agree("r", case, r.value, y[high] / y[low])


def test_p_values_and_their_adjustments():
    of = made(CASES[2])
    found = multiplicity.p_values(of, references.rest(of))[0]
    for at, p in enumerate(found):
        k, n = CASES[2].k[at], CASES[2].n[at]
        rest = sum(CASES[2].k) - k, sum(CASES[2].n) - n
        table = [[k, n - k], [rest[0], rest[1] - rest[0]]]
        assert p == pytest.approx(chi2_contingency(table, correction=False).pvalue, rel=1e-6, abs=1e-300)
    p = np.random.default_rng(3).uniform(0, 0.2, 200)
    for ours, theirs in ((multiplicity.holm, "holm"), (multiplicity.benjamini_hochberg, "fdr_bh")):
        assert ours(p) == pytest.approx(multipletests(p, method=theirs)[1], abs=1e-12)
    holes = p.copy()
    holes[::3] = np.nan
    found = multiplicity.holm(holes)
    assert np.isnan(found[::3]).all()
    kept = ~np.isnan(holes)
    assert found[kept] == pytest.approx(multipletests(holes[kept], method="holm")[1], abs=1e-12)


def test_the_weighted_risk_ratio_is_the_risk_ratio_where_the_state_is_like_the_place():
    """Two groups with the state's shares equal to the place's: standardising changes nothing."""
    case = CASES[7]
    of = made(case)
    found = disproportionality.weighted_risk_ratio(of, case.n)
    plain = relative_risk(case.k[0], case.n[0], case.k[1], case.n[1])
    agree("weighted_risk_ratio", case, found.record(0, 0).value, plain.relative_risk)
    interval = plain.confidence_interval()
    agree("weighted_risk_ratio", case, (found.record(0, 0).low, found.record(0, 0).high), interval)


def compare_what_is_missing():
    """What the tests above compare, where they have not run: alone this one compares everything itself."""
    noted = {*WORST}
    for case in CASES:
        if ("rate", case.name) not in noted:
            test_wilson(case)
            test_difference_and_ratio_against_the_rest_and_against_all(case)
            for favourable in (True, False):
                test_d_and_r_are_those_of_the_two_groups(case, favourable)
    for case in MANY:
        for measure in registry.MEASURES:
            if (measure, case.name) not in noted:
                for favourable in (True, False):
                    test_summary_measures(measure, favourable, case)


def test_the_largest_deviations():
    """The table: measure, case, largest deviation; `pytest -s` shows it. No summary measure is missing."""
    compare_what_is_missing()
    cases = [each.name for each in CASES]
    lines = ["", "", "largest deviation from another's code, relative to the size of the number"]
    lines.append(f"{'':<20}" + "".join(f"{each[:12]:>14}" for each in cases))
    for measure in sorted({each for each, _ in WORST}):
        row = [f"{WORST[measure, case]:>14.1e}" if (measure, case) in WORST else " " * 14 for case in cases]
        lines.append(f"{measure:<20}" + "".join(row))
    sys.stdout.write("\n".join([*lines, ""]))
    assert {*registry.MEASURES, "d", "r"} <= {measure for measure, _ in WORST}
    assert max(WORST.values()) < SEARCHED
