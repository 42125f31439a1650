"""Counts of people who were heard, typed by an author: what passes gives no few people away.

The attacker here only adds and subtracts what stands on the page, in a way of its own: it lists every way in
which the counts that are not shown can be filled in.
"""

from itertools import product
from types import SimpleNamespace

from hypothesis import assume, given
from hypothesis import strategies as st

from plugins.equity.asking import Asker
from plugins.equity.hearing import all_but_few, few, read_listening
from plugins.equity.policies import Policy
from plugins.equity.reports import Cycle
from plugins.equity.sources import Document

GROUPS = ("black", "asian", "white")
POLICY = Policy(min_n=4, min_cell=3)
CYCLE = Cycle("2019", "2018-19", "draft", "2020-05-27")
DIMENSION = SimpleNamespace(groups=GROUPS, exclusive=True)
PACKAGES = {"schools": SimpleNamespace(package=SimpleNamespace(dimensions={"race": DIMENSION}))}


def told(people, counts):
    """The codes that are told of one theme, by a dimension whose groups exclude each other."""
    spec = {
        "evidence": "illustration",
        "by": "race",
        "people": people,
        "themes": [{"id": "one", "counts": counts}],
    }
    asker = Asker(Document("report.yaml", {"listening": spec}), CYCLE, PACKAGES, {})
    listening, values = read_listening(asker, {"package": "schools"}, spec, POLICY)
    assert listening is not None
    assert values == {}
    return [each.code for each in asker.problems]


def possible(shown, most):
    """For each group, every count that it can have by what is shown (the groups may not be everybody)."""
    found = {group: set() for group in GROUPS}
    ranges = [(shown[group],) if group in shown else range(most + 1) for group in GROUPS]
    for counts in product(*ranges):
        left = shown.get("all", sum(counts)) - sum(counts)
        if left >= 0:
            for group, count in zip(GROUPS, counts, strict=True):
                found[group].add(count)
    return found


def known(shown):
    """What follows with certainty: what is shown, and what is left of everybody."""
    parts = [shown[group] for group in GROUPS if group in shown]
    rest = [shown["all"] - sum(parts)] if "all" in shown and parts else []
    return [*shown.values(), *rest]


@st.composite
def heard(draw):
    """How many were asked and how many raised a theme, of which some is left out."""
    people = {group: draw(st.integers(0, 12)) for group in GROUPS}
    counts = {group: draw(st.integers(0, people[group])) for group in GROUPS}
    people["all"], counts["all"] = sum(people.values()), sum(counts.values())
    names = st.sets(st.sampled_from(("all", *GROUPS)))
    return tuple(
        {name: each[name] for name in sorted(keep)}
        for each, keep in ((people, draw(names)), (counts, draw(names)))
    )


@given(heard())
def test_what_passes_gives_no_few_people_away(drawn):
    people, counts = drawn
    assume(counts)
    if told(people, counts):
        return
    for shown in (people, counts):
        assert not [each for each in known(shown) if 0 < each < POLICY.min_n]
        for options in possible(shown, 12).values():
            assert len(options) > 1 or not 0 < min(options) < POLICY.min_n
    for name in set(people) & set(counts):
        assert not 0 < people[name] - counts[name] < POLICY.min_cell


def test_the_attacker_bites():
    """Everybody and two of three groups: the third follows, and so few are refused."""
    shown = {"all": 20, "black": 9, "asian": 9}
    assert min(known(shown)) == 2
    assert told({}, shown) == ["listening-small"]
    assert told({}, {"all": 20, "black": 9}) == []


def test_all_but_few_of_those_who_are_left():
    people = {"all": 30, "black": 10, "asian": 10}
    assert told(people, {"all": 20, "black": 5, "asian": 6}) == ["listening-small"]  # 9 of 10 who are left
    assert told(people, {"all": 16, "black": 5, "asian": 6}) == []


def test_the_limits():
    assert [each for each in range(8) if few(each, POLICY)] == [1, 2, 3]
    assert [each for each in range(8) if all_but_few(each, 7, POLICY)] == [5, 6]


def test_nobody_and_everybody_may_be_shown():
    assert told({"all": 12}, {"all": 0}) == []
    assert told({"all": 12}, {"all": 12}) == []
