"""Small groups: flagged, told of in words, never a headline, by the number that a policy says."""

import pytest

from plugins.equity.disclosure import guard
from plugins.equity.languages import open_languages
from plugins.equity.measures import measure
from plugins.equity.policies import Policy
from plugins.equity.questions import REST, Question
from plugins.equity.sentences import finding_of_comparison
from plugins.equity.verdicts import chance_sentence, finding_of_trend, verdict_sentence
from plugins.equity.writing import few
from tests.site.projects import ROOT

RACES = {"race_ethnicity": ("asian", "black", "white")}


@pytest.fixture(scope="module")
def english():
    return open_languages(("en",), ROOT, ROOT)[0][0]


def ask(data, kind, since=""):
    of = (("race_ethnicity", "black"),)
    return measure(data, Question("graduation", kind, "ct", "2018-19", of, REST, since))


PART = {"dimensions": RACES, "relations": {"race_ethnicity": {"complete": False}}}


@pytest.mark.parametrize(("n", "small"), [(29, True), (30, False)])
@pytest.mark.parametrize("kind", ["rate", "difference", "ratio", "change"])
def test_fewer_than_thirty_people_are_few(protected, kind, n, small):
    rows = [
        (period, "ct", group, k, people)
        for period in ("2014-15", "2018-19")
        for group, k, people in (("", 300, 400), ("black", 14, n))
    ]
    assert ask(protected(rows, **PART), kind, "2014-15" if kind == "change" else "").small is small


def test_few_people_are_told_of(protected, english):
    data = protected(
        [("2018-19", "ct", "", 300, 400), ("2018-19", "ct", "black", 14, 24)],
        **PART,
    )
    assert few(ask(data, "rate"), english) == "based on few students: 24"
    heading = finding_of_comparison(data.package, ask(data, "difference"), english)
    assert heading == "Graduation: black and everyone else, based on few students"


def test_of_few_people_no_verdict_is_told(protected, english):
    """The same change in a large group is told."""
    for n, told in ((25, False), (2500, True)):
        data = protected(
            [
                (period, "ct", group, k * n // 25, people * n // 25)
                for period, mine in (("2014-15", 5), ("2018-19", 17))
                for group, k, people in (("", 300, 400), ("black", mine, 25))
            ],
            **PART,
        )
        change = ask(data, "change", "2014-15")
        before = measure(
            data, Question("graduation", "difference", "ct", "2014-15", (("race_ethnicity", "black"),), REST)
        )
        now = ask(data, "difference")
        heading = finding_of_trend(data.package, before, now, change, english)
        assert ("narrowed" in heading or "turned" in heading or "no clear" in heading) is told
        assert ("few students" in heading) is not told
        assert ("narrowed" in verdict_sentence(before, now, change, english)) is told
        assert ("few students" in chance_sentence(change, english)) is not told


def test_a_policy_may_ask_for_more(opened):
    package = opened(
        [("2018-19", "ct", "", 300, 400), ("2018-19", "ct", "black", 30, 40)],
        origin="republished",
        **PART,
    )
    for n, small in ((30, False), (50, True)):
        data, _ = guard(package, base=Policy(reliability_n=n))
        assert data.few == n
        assert ask(data, "rate").small is small
