"""What is proposed suits, goes in pairs, and can be computed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.equity.inequality import catalogue, disproportionality, pairs, rates, references, summaries
from plugins.equity.inequality.breakdowns import breakdown
from plugins.equity.inequality.cells import Facts, of_counts, of_means
from plugins.equity.inequality.choosing import WHY, Advice, Situation, advise, situation, suited
from plugins.equity.inequality.reasons import WORDS
from tests.inequality.datasets import CASES, made
from tests.inequality.test_cases import ODD

SITUATIONS = st.builds(
    Situation,
    facts=st.builds(Facts, favourable=st.booleans(), kind=st.sampled_from(["proportion", "rate", "mean"])),
    groups=st.integers(1, 9),
    ordered=st.booleans(),
    exclusive=st.booleans(),
    complete=st.booleans(),
    counted=st.booleans(),
    withheld=st.booleans(),
    smallest=st.sampled_from([float("nan"), 5.0, 29.0, 30.0, 400.0]),
    near_ends=st.booleans(),
    reference=st.booleans(),
    deviation=st.booleans(),
)


@given(SITUATIONS)
def test_absolute_and_relative_always_go_together(here):
    """Every absolute measure is followed by a relative one against the same, and what is proposed suits."""
    found = advise(here)
    known, why_not = catalogue.catalogue(), suited(here)
    assert found[0].measure == "rate"
    scales = [known[each.measure].scale for each in found if each.measure not in ("rate", "standardised_gap")]
    assert scales[::2] == ["absolute"] * (len(scales) // 2)
    assert scales[1::2] == ["relative"] * (len(scales) // 2)
    assert len(scales) >= 2
    assert {each.why for each in found} <= set(WHY)
    assert [each.measure for each in found if why_not[each.measure]] == []
    assert set(why_not.values()) <= set(WORDS)


def measures(here):
    return [(each.measure, each.against) for each in advise(here)]


PLAIN = Situation(Facts(), 3, smallest=100)


@pytest.mark.parametrize(
    ("here", "expected", "why"),
    [
        (replace(PLAIN, groups=2), [("difference", "rest"), ("ratio", "rest")], "two-groups"),
        (
            PLAIN,
            [("difference", "rest"), ("ratio", "rest"), ("mdmw", "all groups"), ("idisw", "all groups")],
            "rest",
        ),
        (
            replace(PLAIN, ordered=True),
            [("difference", "rest"), ("ratio", "rest"), ("sii", "all groups"), ("rii", "all groups")],
            "rest",
        ),
        (
            replace(PLAIN, ordered=True, near_ends=True),
            [
                ("difference", "rest"),
                ("ratio", "rest"),
                ("sii_logit", "all groups"),
                ("rii_logit", "all groups"),
            ],
            "rest",
        ),
        (
            replace(PLAIN, facts=Facts(favourable=False), smallest=12),
            [("risk_difference", "rest"), ("risk_ratio", "rest")],
            "law",
        ),
        (replace(PLAIN, exclusive=False), [("difference", "rest"), ("ratio", "rest")], "overlapping"),
        (replace(PLAIN, withheld=True), [("difference", "all"), ("ratio", "all")], "everybody"),
        (replace(PLAIN, smallest=29), [("difference", "rest"), ("ratio", "rest")], "rest"),
    ],
)
def test_what_is_proposed(here, expected, why):
    found = advise(here)
    assert measures(here)[1:] == expected
    assert found[1].why == why
    assert found[0] == Advice("rate", "", "few-people" if here.small else "always")


def test_what_does_not_suit_says_why():
    why = suited(replace(PLAIN, facts=Facts(favourable=False), groups=2))
    assert why["four_fifths"] == "adverse-outcome"
    assert why["e_formula"] == ""
    assert why["sii"] == "not-ordered"
    assert why["bgv"] == "few-groups"
    assert why["mdru"] in ("few-groups", "no-reference")
    assert why["standardised_gap"] == "not-a-proportion"
    assert suited(replace(PLAIN, facts=Facts(kind="mean")))["standardised_gap"] == "no-deviation"
    assert suited(PLAIN)["e_formula"] == "favourable-outcome"
    assert suited(replace(PLAIN, ordered=True))["bgv"] == "ordered"
    assert suited(replace(PLAIN, withheld=True))["d"] == "group-withheld"


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.name)
@pytest.mark.parametrize("ordered", [True, False])
def test_what_is_proposed_for_a_breakdown_can_be_computed(case, ordered):
    of = made(case, ordered=ordered)
    here = situation(of)
    assert (here.groups, here.ordered, here.small) == (len(case.k), ordered, min(case.n) < 30)
    for each in advise(here):
        others = {"rest": references.rest, "all": references.everybody}.get(each.against)
        if each.measure == "rate":
            found = rates.rate(of)
        elif each.measure in ("difference", "ratio"):
            found = getattr(pairs, each.measure)(of, others(of))
        elif each.measure.startswith("risk"):
            found = getattr(disproportionality, each.measure)(of)
        else:
            found = summaries.summarise(of, each.measure)
        assert set(found.status.ravel()) <= {0, 1, 3}
        reasons = {found.record(*at).reason for at in zip(*(found.status == 3).nonzero(), strict=True)}
        assert reasons <= {"not-estimable", "no-convergence"}, each


def test_the_situation_of_a_breakdown():
    here = situation(ODD["withheld"])
    assert (here.withheld, here.counted, here.exclusive) == (True, True, True)
    assert situation(ODD["rates alone"]).counted is False
    assert situation(ODD["adverse"]).reference
    assert situation(ODD["overlapping"]).exclusive is False
    of = breakdown(("a", "b"), of_counts([[3.0, 50]], [[100.0, 100]]))
    assert situation(of).near_ends
    assert not situation(breakdown(("a", "b"), of_counts([[30.0, 50]], [[100.0, 100]]))).near_ends
    assert not situation(
        breakdown(("a", "b"), of_means([[0.01, 0.02]]), facts=Facts(1, kind="mean"))
    ).near_ends
