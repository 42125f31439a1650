"""Worked examples: their numbers are the package's, their results follow from what readers see."""

import pytest

from plugins.equity.disclosure import guard
from plugins.equity.editions import open_edition
from plugins.equity.examples import examples
from plugins.equity.inequality.catalogue import catalogue
from plugins.equity.languages import open_languages
from plugins.equity.packages import open_package
from plugins.equity.scenes import scenes
from plugins.equity.worked import filled, worked
from tests.inequality.reference import summary
from tests.site.projects import ROOT, small, write

ENTRIES = catalogue()
NONE = {
    "status_change",
    "mdru",
    "mdrw",
    "e_formula",
    "removals_per_child",
    "disproportionality_screen",
    "standardised_gap",
}
"""No package has a grid, a reference of groups without an order, an adverse outcome with both counts, events,
a State's rules, standard deviations."""


@pytest.fixture(scope="module")
def edition():
    return open_edition(ROOT)


@pytest.fixture(scope="module")
def made(edition):
    return examples(scenes(edition.packages, edition.reports, edition.latest_cycle()))


@pytest.fixture(scope="module")
def english(edition):
    return edition.languages[0]


def test_every_measure_that_a_package_suits_has_an_example(made):
    assert {*ENTRIES} - {*made} == NONE


def test_two_times_are_the_same(edition, made):
    again = examples(scenes(edition.packages, edition.reports, edition.latest_cycle()))
    assert [(each.record, each.lines) for each in again.values()] == [
        (each.record, each.lines) for each in made.values()
    ]


def test_the_lines_are_the_cells_of_the_package(made):
    """Nothing later than the cycle, nothing that is withheld, nothing worked out and called a count."""
    seen = 0
    for example in made.values():
        scene = example.scene
        for line in (each for each in example.lines if each.who != "rest"):
            group = () if line.who == "all" else ((scene.dimension, line.who),)
            cell = scene.protected.cell(scene.indicator, line.period, line.place, group)
            assert not cell.withheld
            assert (line.count, line.people) == (cell.numerator.exact, cell.denominator.exact)
            assert line.rate == pytest.approx(float(cell.value.exact), abs=1e-9)
            assert line.period <= "2018-19"
            seen += 1
    assert seen > 150


def formula(example):
    """The sum of an example as Python can do it, in the units of the result."""
    (language,), _ = open_languages(("en",), ROOT, ROOT)
    text = filled(ENTRIES[example.measure].formula, example.letters, language).replace(",", "")
    factor = 100 if example.record.unit in ("points", "percent") else 1
    return factor * eval(text) if text else None  # noqa: S307 (numbers and signs, of our own making)


FILLED = {
    "rate", "difference", "ratio", "risk_ratio", "alternate_risk_ratio", "risk_difference", "composition",
    "composition_difference", "relative_difference", "disproportionality_ratio", "parity_index",
    "four_fifths", "d", "r",
}  # fmt: skip


def test_the_sums_that_readers_can_do_come_to_the_result(made):
    done = {id_: formula(example) for id_, example in made.items()}
    assert {id_ for id_, value in done.items() if value is not None} == FILLED
    for id_ in FILLED:
        slack = 0.05 if id_ == "rate" else 1e-9  # a rate is the publisher's, rounded
        assert done[id_] == pytest.approx(made[id_].record.value, abs=slack), id_


SUMMARIES = {
    "aci", "rci", "rci_wagstaff", "rci_erreygers", "sii", "rii", "bgv", "bgsd", "cov", "mdmu", "mdmw", "mdbu",
    "mdbw", "idisu", "idisw", "ti", "mld", "par", "paf",
}  # fmt: skip


@pytest.mark.parametrize("id_", sorted(SUMMARIES))
def test_summary_measures_follow_from_their_tables(made, id_):
    """By another's code, person by person, from the counts of the table."""
    lines = [each for each in made[id_].lines if each.who != "all"]
    rates, people = [100 * each.count / each.people for each in lines], [each.people for each in lines]
    ordered = ENTRIES[id_].dimension == "ordered"
    assert summary(id_, rates, people, ordered=ordered) == pytest.approx(made[id_].record.value, rel=1e-9)
    if lines[0].share is not None:
        assert [each.share for each in lines] == pytest.approx([each / sum(people) for each in people])


def test_changes_follow_from_their_tables(made):
    gap, ratio = made["gap_change"], made["ratio_change"]
    (mine, other, *now), rates = gap.lines, [each.count / each.people for each in gap.lines]
    assert (mine.period, now[0].period, gap.since) == ("2014-15", "2018-19", "2014-15")
    assert abs(rates[2] - rates[3]) - abs(rates[0] - rates[1]) == pytest.approx(gap.record.value / 100)
    assert other.who == "not_english_learner"
    assert rates[2] / rates[3] / (rates[0] / rates[1]) == pytest.approx(ratio.record.value)


def test_paces_and_the_distance_to_the_target_of_a_report(made):
    """80 percent by 2020-21; 71.5 in 2018-19 after 66.7 in 2014-15."""
    values = [made[id_].record.value for id_ in ("distance_to_target", "needed_pace", "achieved_pace")]
    assert values == pytest.approx([8.5, 4.25, 1.2])


def test_the_weighted_ratio_and_the_funnel_follow_from_their_tables(made):
    weighted, funnel = made["weighted_risk_ratio"], made["funnel"]
    risks = {each.who: each.count / each.people for each in weighted.lines}
    shares = {each.who: each.share for each in weighted.lines}
    group = weighted.record.group
    others = sum(shares[each] * risks[each] for each in risks if each != group)
    assert (1 - shares[group]) * risks[group] / others == pytest.approx(weighted.record.value)
    here, state = funnel.lines
    assert here.rate - state.rate == pytest.approx(funnel.record.value)
    assert here.place != state.place == "ct"


def test_a_wrong_number_is_seen(made):
    """What the tests above hold, with one count changed by one."""
    example = made["risk_ratio"]
    letters = {**example.letters, "k": (example.letters["k"][0] + 1,)}
    (language,), _ = open_languages(("en",), ROOT, ROOT)
    text = filled(ENTRIES["risk_ratio"].formula, letters, language).replace(",", "")
    assert eval(text) != pytest.approx(example.record.value, abs=1e-9)  # noqa: S307
    lines = [each for each in made["aci"].lines if each.who != "all"]
    rates, people = [100 * (each.count + 1) / each.people for each in lines], [each.people for each in lines]
    assert summary("aci", rates, people, ordered=True) != pytest.approx(made["aci"].record.value, rel=1e-9)


def test_examples_in_words(edition, made, english):
    said = worked(made["difference"], ENTRIES["difference"], edition.explained, english)
    assert said.sum == "(1,799 / 2,517) − (35,452 / 39,558)"
    assert (said.result, said.interval) == ("−18.1 percentage points", "95% interval: −20.0 to −16.4")
    assert said.table.caption == "Four-year graduation rate, Connecticut, 2018-19"
    spanish = worked(made["bgv"], ENTRIES["bgv"], edition.explained, edition.languages[1])
    assert spanish.result == "41.3 puntos porcentuales al cuadrado"
    assert {len(row.cells) for row in spanish.table.rows} == {len(spanish.table.columns)}
    flagged = worked(made["four_fifths"], ENTRIES["four_fifths"], edition.explained, english)
    assert flagged.reason == "Less than four fifths of the highest rate: a flag to look into."


def test_a_formula_with_a_letter_that_is_not_known_is_not_filled_in(english):
    assert filled("k / n, of all", {"k": (1200,), "n": (7,)}, english) == "1,200 / 7"
    assert filled("k / m", {"k": (1,), "n": (2,)}, english) == ""
    assert filled("p - p0", {"p": (1, 4), "p0": (1, 2)}, english) == "(1 / 4) - (1 / 2)"


def test_a_site_of_two_groups_has_what_two_groups_can_have(tmp_path):
    write(small(), tmp_path)
    package, problems = open_package(tmp_path / "datapackages/schools", tmp_path)
    assert package is not None, problems
    made = examples(scenes({"schools": guard(package)[0]}, (), None))
    assert {"rate", "difference", "ratio", "gap_change", "d"} <= {*made}
    assert not {"sii", "mdmw", "parity_index", "distance_to_target", *NONE} & {*made}
    assert made["rate"].scene.place == "ct"
