"""Values of reports that the library answers: the numbers of its methods pages, and another's code's."""

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from plugins.equity import answering
from plugins.equity.accounts import revealed
from plugins.equity.answering import answer
from plugins.equity.captions import caption
from plugins.equity.editions import open_edition
from plugins.equity.examples import examples
from plugins.equity.inequality.catalogue import catalogue
from plugins.equity.measures import measure
from plugins.equity.offers import ALIASES, LIBRARY, NAMES, compares, looks_back, summarises, unfit, wider
from plugins.equity.questions import ALL, REST, Question
from plugins.equity.reports import Asked
from plugins.equity.scenes import scenes
from plugins.equity.writing import chance, written
from tests.inequality.reference import summary
from tests.site.projects import ROOT

UNASKED = {"status_change", "removals_per_child", "disproportionality_screen"}
"""They need cut points, events, or a State's rules, which no question has."""


@pytest.fixture(scope="module")
def edition():
    return open_edition(ROOT)


@pytest.fixture(scope="module")
def made(edition):
    return examples(scenes(edition.packages, edition.reports, edition.latest_cycle()))


def question(example):
    """What a report would ask for the number of a worked example."""
    entry, scene = LIBRARY[example.measure], example.scene
    record, against = example.record, compares(entry)
    if against == "named":
        against = ((scene.dimension, record.comparison),)
    elif against not in (ALL, REST):
        against = REST if against == "free" else ALL
    return Question(
        scene.indicator,
        entry.id,
        example.place,
        scene.period,
        () if summarises(entry) else ((scene.dimension, record.group),),
        against,
        example.since if looks_back(entry) else "",
        scene.dimension,
        scene.target,
    )


def test_every_measure_of_the_catalogue_can_be_named_or_needs_what_no_question_has():
    core = {"numerator", "denominator", "change"}
    assert {*NAMES} - core == {*catalogue()} - UNASKED
    assert {*ALIASES} <= {*NAMES}


def lists(part: object) -> list[list[str]]:
    """Every list of measures in a schema."""
    if isinstance(part, Mapping):
        mine = part.get("measure")
        own = [mine["enum"]] if isinstance(mine, Mapping) and "difference" in mine.get("enum", ()) else []
        return own + [each for inner in part.values() for each in lists(inner)]
    return [each for inner in part for each in lists(inner)] if isinstance(part, list) else []


def test_editors_complete_the_measures_that_there_are():
    schema = json.loads((ROOT / "plugins/equity/schemas/report.json").read_text("utf-8"))
    found = lists(schema)
    assert len(found) == 2
    assert all(tuple(each) == NAMES for each in found)


def test_a_value_is_the_number_of_the_methods_page(made):
    seen = 0
    for id_ in {*made} & {*LIBRARY}:
        example = made[id_]
        found = answer(example.scene.protected, question(example))
        assert found.ok, id_
        assert float(found.value) == pytest.approx(example.record.value, abs=1e-9), id_
        assert (found.low, found.high) == (example.record.low, example.record.high), id_
        assert list(revealed(example.scene.protected, (found,))) == [], id_
        assert found.cells, id_
        seen += 1
    assert seen > 35


def rows(package, indicator, period, place):
    path = next((ROOT / "datapackages" / package / "data").glob(f"{indicator}*.csv"))
    with path.open(encoding="utf-8", newline="") as file:
        return [each for each in csv.DictReader(file) if (each["period"], each["place"]) == (period, place)]


DIMENSIONS = {
    "english_learner",
    "race_ethnicity",
    "meal_eligibility",
    "special_education",
    "sex",
    "high_needs",
}


def counted(found, dimension, group):
    wanted = {**dict.fromkeys(DIMENSIONS & {*found[0]}, "all"), dimension: group}
    (row,) = (each for each in found if wanted.items() <= each.items())
    return int(row["numerator"]), int(row["denominator"])


MEALS = ("free", "reduced", "not_eligible")


def ask(id_, group=(), against=ALL, dimension="", **more):
    return Question("graduation_rate", id_, "ct", "2018-19", group, against, dimension=dimension, **more)


def test_values_follow_from_the_counts_in_the_file(edition):
    """By hand and by another's code, from the CSV."""
    protected = edition.packages["ct-graduation"]
    found = rows("ct-graduation", "graduation_rate", "2018-19", "ct")
    k, n = counted(found, "race_ethnicity", "black")
    whole, people = counted(found, "race_ethnicity", "all")
    group = (("race_ethnicity", "black"),)
    by_hand = {
        "risk_ratio": (k / n) / ((whole - k) / (people - n)),
        "composition": 100 * k / whole,
        "composition_difference": 100 * (k / whole - n / people),
    }
    for id_, value in by_hand.items():
        against = REST if id_ == "risk_ratio" else ALL
        assert float(answer(protected, ask(id_, group, against)).value) == pytest.approx(value, abs=1e-9)
    counts = [counted(found, "meal_eligibility", each) for each in MEALS]
    rates, sizes = [100 * one / two for one, two in counts], [two for _, two in counts]
    for id_ in ("sii", "rii", "aci"):
        mine = answer(protected, ask(id_, dimension="meal_eligibility"))
        assert float(mine.value) == pytest.approx(summary(id_, rates, sizes, ordered=True), rel=1e-8)
        assert mine.method == "bootstrap"
        assert mine.low < float(mine.value) < mine.high


def test_the_core_answers_what_it_always_did(edition):
    protected, group = edition.packages["ct-graduation"], (("english_learner", "english_learner"),)
    asked = ask("difference", group, REST)
    assert answer(protected, asked) == measure(protected, asked)
    near = answer(protected, ask("risk_difference", group, REST))
    assert float(near.value) == pytest.approx(float(measure(protected, asked).value), abs=1e-9)


def test_a_number_is_written_with_its_sign_and_how_far_chance_could_move_it(edition):
    english, spanish = edition.languages
    protected, group = edition.packages["ct-graduation"], (("english_learner", "english_learner"),)
    found = answer(protected, ask("risk_difference", group, REST))
    assert written(found, english) == "\u221218.1 percentage points"
    assert written(found, spanish) == "\u221218.1 puntos porcentuales"
    assert chance(found, english) == "\u221220.0 to \u221216.4"
    asked = Asked("ct-graduation", found.question)
    label = caption(protected.package, asked, found, spanish, edition.explained)
    assert label.startswith("Tasa de graduación")
    assert "2018-19" in label
    assert edition.explained.measure("risk_difference", "name", "es") in label


def test_words_stand_where_the_library_has_no_number(edition):
    """Counts of a publisher who gives rates alone; a withheld group."""
    english = edition.languages[0]
    absence = edition.packages["ct-chronic-absence"]
    asked = replace(ask("sii", dimension="meal_eligibility"), indicator="chronic_absence_rate")
    found = answer(absence, asked)
    assert (found.status, found.reason, found.value) == ("not_computed", "no-denominator", None)
    assert written(found, english) == "Cannot be computed"
    graduation = edition.packages["ct-graduation"]
    hidden = next(
        each
        for each in graduation.package.places
        for cells in [graduation.groups_at("graduation_rate", "2018-19", each, "race_ethnicity")]
        if any(one.withheld for one in cells)
    )
    found = answer(graduation, replace(ask("mdmw", dimension="race_ethnicity"), place=hidden))
    assert (found.status, found.reason) == ("withheld", "group-withheld")
    assert written(found, english) == "Not worked out"


def test_what_cannot_be_asked_is_known_without_a_number(edition):
    graduation, suspension = (edition.packages[each].package for each in ("ct-graduation", "ct-suspension"))
    for package, indicator, dimension, id_, why in (
        (graduation, "graduation_rate", "race_ethnicity", "sii", "not-ordered"),
        (graduation, "graduation_rate", "meal_eligibility", "mdmw", "ordered"),
        (graduation, "graduation_rate", "sex", "par", "few-groups"),
        (graduation, "graduation_rate", "race_ethnicity", "parity_index", "no-reference"),
        (graduation, "graduation_rate", "race_ethnicity", "e_formula", "favourable-outcome"),
        (graduation, "graduation_rate", "race_ethnicity", "standardised_gap", "not-a-proportion"),
        (suspension, "suspension_rate", "race_ethnicity", "four_fifths", "adverse-outcome"),
        (suspension, "suspension_rate", "meal_eligibility", "par", "not-all-groups"),
        (suspension, "suspension_rate", "race_ethnicity", "mdmw", ""),
    ):
        assert unfit(package, indicator, dimension, LIBRARY[id_], reference=False) == why, id_


def test_a_district_stands_against_its_state(edition):
    protected = edition.packages["ct-graduation"]
    of = (("special_education", "special_education"),)
    for place in [each.id for each in protected.package.places.values() if each.parent == "ct"]:
        cell = protected.cell("graduation_rate", "2018-19", place, of)
        if cell is not None and cell.numerator.exact and not cell.withheld:
            break
    asked = replace(ask("alternate_risk_ratio", of), place=place)
    assert wider(LIBRARY[asked.measure])
    state, everyone = (protected.cell("graduation_rate", "2018-19", "ct", each) for each in (of, ()))
    others = (everyone.numerator.exact - state.numerator.exact) / (
        everyone.denominator.exact - state.denominator.exact
    )
    expected = cell.numerator.exact / cell.denominator.exact / others
    assert float(answer(protected, asked).value) == pytest.approx(float(expected), abs=1e-8)


def test_a_wrong_computation_is_seen(made, monkeypatch):
    """What the test of the methods pages holds, with the numbers of another group."""
    example = made["risk_ratio"]
    asked = question(example)
    right = answer(example.scene.protected, asked)
    at = example.scene.of.groups.index(example.record.group) - 1
    monkeypatch.setattr(answering, "_at", lambda _question, _found: (0, at))
    wrong = answer(example.scene.protected, asked)
    assert wrong.value != right.value
    assert Fraction(wrong.value) != pytest.approx(example.record.value, abs=1e-9)
