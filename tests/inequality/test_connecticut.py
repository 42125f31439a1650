"""The committed packages: the arrays against the exact path that pages use, cell by cell; gaps by name."""

import csv
import random

import numpy as np
import pytest

from plugins.equity.disclosure import guard
from plugins.equity.inequality import changes, feeding, pairs, rates, references, registry, summaries
from plugins.equity.measures import Question, measure, verdict
from plugins.equity.packages import open_package
from tests.site.projects import ROOT

PART = 0.01
NAMES = ("ct-graduation", "ct-suspension", "ct-chronic-absence")


@pytest.fixture(scope="module")
def packages():
    found = {}
    for name in NAMES:
        package, problems = open_package(ROOT / "datapackages" / name, ROOT)
        assert package is not None, problems
        found[name] = guard(package)[0]
    return found


def same(old, new, slack=1e-9):
    if old is None or new is None:
        return old is None and new is None
    return abs(float(old) - new) <= slack * max(1.0, abs(float(old)))


def alike(old, new):
    """What of a measurement and a record is not the same."""
    if old.ok != (new.status in ("ok", "flag")):
        return "status"
    if not old.ok:
        return "" if (old.status == "withheld") <= (new.status == "withheld") else "withheld"
    pairs_ = {
        "value": (old.value, new.value),
        "least": (old.bounds[0], new.least),
        "most": (old.bounds[1], new.most),
        "low": (old.low, new.low),
        "high": (old.high, new.high),
    }
    return ", ".join(name for name, both in pairs_.items() if not same(*both))


def some(fed, part=PART):
    """The state, and a part of the districts, chosen by a fixed seed."""
    choose = random.Random(1)
    for setting in range(fed.of.settings):
        if fed.places[fed.place[setting]] == "ct" or choose.random() < part:
            yield setting


@pytest.mark.parametrize("name", NAMES)
def test_both_paths_say_the_same(packages, name):
    protected = packages[name]
    indicator = next(iter(protected.package.indicators))
    asked = 0
    for dimension in protected.package.dimensions:
        fed = feeding.feed(protected, indicator, dimension)
        of = fed.of
        every, rest = references.everybody(of), references.rest(of)
        columns = {
            ("rate", "all"): rates.rate(of),
            ("difference", "all"): pairs.difference(of, every),
            ("difference", "rest"): pairs.difference(of, rest),
            ("ratio", "all"): pairs.ratio(of, every, score_below=0),
            ("ratio", "rest"): pairs.ratio(of, rest, score_below=0),
        }
        for setting in some(fed):
            period, place = fed.periods[fed.period[setting]], fed.places[fed.place[setting]]
            for at, group in enumerate(of.groups):
                for (kind, against), found in columns.items():
                    question = Question(indicator, kind, place, period, ((dimension, group),), against)
                    old, new = measure(protected, question), found.record(setting, at)
                    if kind == "ratio" and old.ok and old.bounds[0] <= 0:
                        assert new.reason == "not-estimable"  # the exact path says 0 times
                        continue
                    assert alike(old, new) == "", (question, old, new)
                    asked += 1
    assert asked > 1000


@pytest.mark.parametrize("name", NAMES)
def test_both_paths_say_the_same_of_changes(packages, name):
    """Also the verdict, and that a change across a break has none."""
    protected = packages[name]
    indicator = next(iter(protected.package.indicators))
    seen = set()
    for dimension in protected.package.dimensions:
        fed = feeding.feed(protected, indicator, dimension)
        for since, until in ((fed.periods[4], fed.periods[6]), (fed.periods[6], fed.periods[-1])):
            gaps = [
                pairs.difference(each, references.everybody(each)) for each in map(fed.at, (since, until))
            ]
            broken = feeding.broken(protected, indicator, dimension, since, until)
            found = changes.gap_change(*gaps, broken=broken)
            words = changes.verdicts(found)
            choose = random.Random(2)
            for at, place in enumerate(fed.places):
                if place != "ct" and choose.random() > 10 * PART:
                    continue
                for group, id_ in enumerate(fed.of.groups):
                    question = Question(
                        indicator, "change", place, until, ((dimension, id_),), "all", since=since
                    )
                    old, new = measure(protected, question), found.record(at, group)
                    assert alike(old, new) == "", (question, old, new)
                    if old.ok:
                        # What the library says of few people is flagged, and pages do not tell it.
                        said = "cannot-tell" if old.small else words[at, group]
                        assert verdict(old) == said, (question, old, new)
                        seen.add(said)
    # Absences have no numbers of people before 2014-15, and the last year of two packages is after a break.
    assert {"narrowed", "no-clear-change"} <= seen or (seen == {"cannot-tell"} and "absence" in name)


# Gaps in points of the state, from the cohort counts that the Connecticut State Department of Education
# publishes (EdSight, four-year graduation), against everyone else.
GAPS = [
    ("2014-15", "english_learner", "english_learner", (1502, 2252), (35463, 40140)),
    ("2018-19", "english_learner", "english_learner", (1799, 2517), (35452, 39558)),
]


@pytest.mark.parametrize(("period", "dimension", "group", "mine", "others"), GAPS)
def test_the_gaps_by_name(packages, period, dimension, group, mine, others):
    fed = feeding.feed(packages["ct-graduation"], "graduation_rate", dimension)
    at = fed.setting(period, "ct"), fed.of.groups.index(group)
    one = pairs.difference(fed.of, references.rest(fed.of)).record(*at)
    assert one.value == pytest.approx(100 * (mine[0] / mine[1] - others[0] / others[1]), abs=1e-9)
    assert one.low < one.value < one.high < 0
    assert one.comparison == "not_english_learner"


def test_the_gap_between_black_and_white_students(packages):
    """2018-19: 4,546 of 5,694 and 22,158 of 23,742; the named reference carries its reason."""
    why = "The largest group; the gap is the one that the state reports."
    fed = feeding.feed(
        packages["ct-graduation"], "graduation_rate", "race_ethnicity", reference="white", reference_why=why
    )
    at = fed.setting("2018-19", "ct"), fed.of.groups.index("black")
    one = pairs.difference(fed.of, references.named(fed.of)).record(*at)
    assert one.value == pytest.approx(100 * (4546 / 5694 - 22158 / 23742), abs=1e-9)
    assert (one.high - one.low) / 2 == pytest.approx(1.09, abs=0.005)
    assert (one.comparison, one.why) == ("white", why)


def test_the_gap_of_english_learners_narrowed(packages):
    fed = feeding.feed(packages["ct-graduation"], "graduation_rate", "english_learner")
    gaps = [pairs.difference(each, references.rest(each)) for each in map(fed.at, ("2014-15", "2018-19"))]
    found = changes.gap_change(*gaps)
    place = fed.places.index("ct")
    assert changes.verdicts(found)[place, 0] == "narrowed"
    (_, _, _, *before), (_, _, _, *now) = GAPS
    sizes = [100 * (other[0] / other[1] - mine[0] / mine[1]) for mine, other in (before, now)]
    assert found.record(place, 0).value == pytest.approx(sizes[1] - sizes[0], abs=1e-9)


def test_the_publishers_rate_is_what_is_displayed_and_the_counts_are_what_is_compared(packages):
    """2017-18, all students: 37,316 of 42,234 is 88.36 percent and published as 88.3, an answered doubt."""
    fed = feeding.feed(packages["ct-graduation"], "graduation_rate", "sex")
    total = fed.of.total.at(fed.setting("2017-18", "ct"))
    assert float(total.shown) == pytest.approx(88.3)
    assert 100 * float(total.low) == pytest.approx(100 * 37316 / 42234)


def test_summary_measures_of_the_state(packages):
    """Races in 2018-19: every group is shown, so all can be said; in most districts one is withheld."""
    fed = feeding.feed(packages["ct-graduation"], "graduation_rate", "race_ethnicity", periods=("2018-19",))
    found = {each.measure: each for each in summaries.summarise_all(fed.of)}
    state = fed.setting("2018-19", "ct")
    assert {name for name, each in found.items() if each.record(state).status in ("ok", "flag")} == {
        each for each in registry.WHO if each not in ("aci", "rci", "sii", "rii", "mdru", "mdrw")
    }
    hidden = fed.of.hidden.any(axis=1)
    assert hidden.sum() > 50
    assert set(found["bgv"].status[hidden]) == {4}
    assert np.isnan(found["bgv"].value[hidden]).all()


def test_along_an_order(packages):
    """Meals: free, reduced, not eligible, from the least to the most advantaged."""
    fed = feeding.feed(packages["ct-graduation"], "graduation_rate", "meal_eligibility")
    one = summaries.summarise(fed.of, "sii").record(fed.setting("2018-19", "ct"))
    assert one.value > 5
    assert one.status == "ok"


def test_only_protected_data_is_fed(packages):
    with pytest.raises(TypeError, match="guard"):
        feeding.feed(packages["ct-graduation"].package, "graduation_rate", "sex")
    with pytest.raises(KeyError):
        feeding.feed(packages["ct-graduation"], "graduation_rate", "sez")


def test_the_press_release(packages):
    """May 27, 2020, rates by group: 50 of 50 as displayed, 49 of 50 from counts (2017-18, everybody)."""
    lines = csv.DictReader((ROOT / "tests/data/published_figures.csv").read_text("utf-8").splitlines())
    figures = [each for each in lines if "press release of May 27, 2020" in each["source"]]
    figures = [each for each in figures if each["unit"] == "percent" and "+" not in each["group"]]
    shown, counted, others = 0, 0, []
    for each in figures:
        dimension, _, group = each["group"].partition("=")
        fed = feeding.feed(packages["ct-graduation"], each["indicator"], dimension if group else "sex")
        setting = fed.setting(each["period"], each["place"])
        cell = fed.of.cells.at((setting, fed.of.groups.index(group))) if group else fed.of.total.at(setting)
        published = float(each["published"])
        shown += float(cell.shown) == pytest.approx(published)
        same = np.floor(1000 * float(cell.low) + 0.5 + 1e-9) / 10 == pytest.approx(published)
        counted += same
        others += [] if same else [(each["period"], each["group"])]
    assert (len(figures), shown, counted) == (50, 50, 49)
    assert others == [("2017-18", "all")]
