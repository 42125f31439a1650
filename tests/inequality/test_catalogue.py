"""Every measure is explained, and every explanation has a measure that keeps to it."""

import importlib
import inspect
import pkgutil

import pytest

import plugins.equity.inequality as room
from plugins.equity.inequality import (
    breakdowns,
    catalogue,
    cells,
    changes,
    pairs,
    references,
    registry,
    screens,
    standardised,
    summaries,
)
from plugins.equity.inequality.changes import Pace
from plugins.equity.inequality.grids import Placed
from plugins.equity.inequality.records import Results
from tests.inequality.test_cases import ODD, everything

ENTRIES = catalogue.catalogue()
MODULES = {
    each.name: importlib.import_module(f"{room.__name__}.{each.name}")
    for each in pkgutil.iter_modules(room.__path__)
}
BUILDERS = {"records.results", "references.compared", "pairs.gap_between", "pairs.ratio_between"}
"""What makes results for the measures and is none itself."""


def measures_in(modules):
    """Every public function that returns results, by module.name."""
    return {
        f"{name}.{function}"
        for name, module in modules.items()
        for function, made in inspect.getmembers(module, inspect.isfunction)
        if made.__module__ == module.__name__
        and not function.startswith("_")
        and inspect.signature(made).return_annotation in (Results, Pace, Placed)
    }


def test_every_function_has_an_entry_and_every_entry_a_function():
    listed = {each.function for each in ENTRIES.values()}
    assert measures_in(MODULES) - BUILDERS == listed
    assert {id_ for id_, each in ENTRIES.items() if each.function == "summaries.summarise"} == set(
        registry.MEASURES
    )
    assert set(registry.WHO) <= set(ENTRIES)
    assert len(registry.WHO) == 21


def test_a_function_without_an_entry_is_seen():
    class Fake:
        __name__ = "fake"

    def unexplained() -> Results: ...

    unexplained.__module__ = "fake"
    fake = Fake()
    fake.unexplained = unexplained
    assert measures_in({"fake": fake}) == {"fake.unexplained"}


def made():
    """Results of every measure, of breakdowns on which most can be said."""
    found = {}
    for name in ("plain", "ordered", "adverse", "means", "events"):
        for each in everything(ODD[name]):
            found.setdefault(each.measure, []).append((ODD[name], each))
    of = ODD["plain"]
    later = breakdowns.breakdown(of.groups, cells.of_counts([[35.0, 80, 190, 60]], [[60.0, 100, 200, 90]]))
    rest = [pairs.difference(each, references.rest(each)) for each in (of, later)]
    ratios = [pairs.ratio(each, references.rest(each)) for each in (of, later)]
    pace = changes.pace(of, later, 99, 1, 3)
    rules = screens.Rules("x", "x", 2.0)
    means = ODD["means"]
    from plugins.equity.inequality import disproportionality

    for breakdown, each in (
        (of, changes.gap_change(*rest)),
        (of, changes.ratio_change(*ratios, changes.log_errors((of.cells.k_low, of.cells.n_low)))),
        (of, pace.needed),
        (of, pace.achieved),
        (of, screens.screen([of], rules)),
        (means, standardised.standardised_gap(means, references.best(means), 9.0)),
        (of, disproportionality.removals_per_child([[1, 2, 3, 4]], [[60, 100, 200, 90]], ODD["events"])),
    ):
        found.setdefault(each.measure, []).append((breakdown, each))
    return found


MADE = made()


@pytest.mark.parametrize("id_", [each for each in ENTRIES if each != "status_change"])
def test_records_say_what_the_entry_says(id_):
    entry = ENTRIES[id_]
    of, found = next((of, each) for of, each in MADE[id_] if each.ok.any())
    units = {
        "rate": of.facts.unit,
        "gap": of.facts.gap_unit,
        "squared": f"{of.facts.gap_unit}2",
        "a year": f"{of.facts.gap_unit} a year",
    }
    assert found.unit == ("per" if id_ == "removals_per_child" else units.get(entry.unit, entry.unit))
    assert found.null_value == entry.null_value
    assert of.facts.kind in entry.kinds or id_ == "removals_per_child"


@pytest.mark.parametrize("id_", registry.MEASURES)
def test_the_registry_says_the_same_of_dimensions(id_):
    entry, spec = ENTRIES[id_], registry.MEASURES[id_]
    assert entry.dimension == {True: "ordered", False: "unordered", None: "any"}[spec.ordered]
    assert ("reference" in entry.needs) == spec.referred
    assert (entry.kinds == ("proportion",)) == spec.bounded
    assert entry.groups == 3
    assert ("bootstrap" in entry.interval and "can also" not in entry.interval) == (not spec.interval)
    assert entry.interval.startswith("bootstrap of counts; the library can also ") == (id_ in summaries.DRAWN)


def test_absolute_and_relative_go_together():
    """The counterpart of an absolute measure is a relative one, and the other way round; it exists."""
    pace = {"needed_pace", "achieved_pace", "distance_to_target"}
    for id_, entry in ENTRIES.items():
        if entry.scale and id_ not in pace:
            other = ENTRIES[entry.counterpart]
            assert {entry.scale, other.scale} == {"absolute", "relative"}, id_


def test_what_ships_by_default():
    """Section 6 of the specification: rate, gaps, ratios, composition, parity, change, flag, grid."""
    core = {id_ for id_, each in ENTRIES.items() if each.core}
    assert {"rate", "difference", "ratio", "risk_ratio", "alternate_risk_ratio", "risk_difference"} <= core
    assert {"composition", "composition_difference", "disproportionality_ratio", "gap_change"} <= core
    assert {"parity_index", "adjusted_parity_index", "four_fifths", "status_change"} <= core
    assert not core & set(registry.MEASURES)


def test_the_texts_are_plain_english():
    for id_, entry in ENTRIES.items():
        assert entry.use.endswith("."), id_
        assert entry.avoid.endswith("."), id_
        assert not entry.name.endswith("."), id_
        assert max(len(each) for each in (entry.use, entry.avoid)) < 160, id_


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"nmae": "x"}, "mean nothing"),
        ({"use": " "}, "a text is empty"),
        ({"scale": "both"}, "none of the choices"),
    ],
)
def test_a_faulty_entry_is_refused(facts, message):
    whole = {"family": "simple", "unit": "x", **dict.fromkeys(catalogue.TEXTS, "x")}
    assert catalogue._entry("x", whole).id == "x"
    with pytest.raises(ValueError, match=message):
        catalogue._entry("x", {**whole, **facts})
