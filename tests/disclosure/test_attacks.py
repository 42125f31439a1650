"""Every attack of the specification: what rules of thumb leave open is shown open, and `protect` closes it.

| attack | test here, unless another file is named | closed by |
|---|---|---|
| 1 subtraction in one table | `subtraction in one table` | a second cell hidden, enough people in both |
| 1 the other of two groups | `the other of two groups` | both hidden |
| 1 parent less its children, each level | `a district less its schools`, `the state less ...`, `a group of ...` | sums of places |
| 1 margins of two breakdowns | `margins of two breakdowns`, `several margins together` | choice, attack, repair |
| 1 linked tables | `test_a_number_shown_in_a_linked_table_...` | one system for all tables of a package |
| 2 nobody is shown, so hidden is one at least | `a hidden group has ...`, `two hidden groups ...`, `nobody of many ...` | prior in the audit, residual rule |
| 2 the code tells why a cell is hidden | `test_what_is_small_looks_like_what_protects_it` | one symbol |
| 3 rate times people | `a rate beside its people`, `the rates of the others`, `whole percents leave two` | ranges, hidden with the numerator |
| 4 one subtraction with published ranges | `test_a_range_in_a_sum_is_part_of_the_attack` | ranges are rows of the attack |
| 5 metrics as equations | `test_no_measure_works_with_a_withheld_cell`; equity/test_accounts, site/test_scan | not computed; a package has no column for one |
| 6 order, ranks, headlines | site/test_canary: other withheld numbers, the same site | nothing but the package reaches a page |
| 7 charts, downloads, attributes, metadata | site/test_canary, site/test_scan | the same, and the scan of the output |
| 8 a revision; a raised threshold | `test_two_releases_are_one_system` | the last pattern is kept; `audit --earlier` |
| 8 a pooled period beside its years | `test_a_pooled_period_cannot_be_said` | the contract has no such period |
| 9 languages | site/test_canary (both languages, byte for byte), site/test_numbers_agree | one package, words apart from facts |
| 10 boundaries that changed | `test_places_add_up_by_the_boundaries_of_the_year` | from and to of places |
"""

# ruff: noqa: E501 (a table is wide)

import csv
import shutil

import pytest

from plugins.auditing import audit_packages
from plugins.equity.disclosure import guard
from plugins.equity.disclosure.attacks import EARLIER, EXPOSED, NARROW
from plugins.equity.measures import MEASURES, Question, measure
from plugins.equity.packages import open_package
from plugins.protecting import protect_extract
from tests.disclosure.attack_cases import CASES, STATE, SUBTRACTION, TWO, YEAR, both, placed
from tests.disclosure.naive import naive
from tests.disclosure.published_files import DIMENSIONS, Attacker, contradicted, read, sensitive, truth_of


def told(answer, verdict):
    """The numbers that the audit says give way, without the year."""
    return {
        (each["role"], each["place"], "+".join(each["group"].values()))
        for package in answer.report["packages"]
        for each in package.get("cells", ())
        if each["verdict"] == verdict
    }


def his(found, *, exact):
    """What the attacker of the tests found, named as the audit names it. What is left over is its numerator."""
    roles = {"k": "numerator", "rest": "numerator", "n": "denominator", "value": "value"}
    return {
        (roles[role], place, "+".join(each for each in group if each != "all"))
        for (_, role, _, place, *group), (low, high) in found.items()
        if (low == high) == exact
    }


@pytest.mark.parametrize("name", CASES)
def test_rules_of_thumb_are_shown_open_and_protect_closes(extracts, name):
    case = CASES[name]
    folder, site = extracts(case.published or naive(case.rows), case.places)
    shutil.copytree(folder, site / "datapackages/schools")
    answer = audit_packages(site)
    assert answer.status == 1
    found = Attacker(site / "datapackages/schools").leaks()
    assert told(answer, EXPOSED) == case.given == his(found, exact=True)
    assert told(answer, NARROW) == case.nearly == his(found, exact=False) - case.given

    closed(case.rows, *extracts(case.rows, case.places))


def closed(rows, extract, site, earlier=None, **more):
    """Protect an extract; neither audit nor attacker finds anything in what was written."""
    made = protect_extract(extract, site, **more)
    assert made.summary, made.problems
    answer = audit_packages(site, earlier=earlier)
    assert (answer.status, answer.report["packages"][0]["cells"]) == (0, [])
    attacker = Attacker(site / "datapackages/schools", (earlier,) if earlier else ())
    truth = truth_of(rows)
    assert contradicted(attacker, truth) == []
    assert attacker.leaks(also=sensitive(attacker, truth)) == {}


# --- 1: linked tables -----------------------------------------------------------------------------


def with_cohort(told):
    """A second table, of people alone, which is linked to the denominators of the first."""
    rates = next(each for each in told["resources"] if each["name"] == "graduation")
    kept = [each for each in rates["schema"]["fields"] if each["name"] in ("period", "place", *DIMENSIONS)]
    fields = [*kept, {"name": "value", "type": "number"}, {"name": "status", "type": "string"}]
    schema = {"fields": fields, "primaryKey": rates["schema"]["primaryKey"]}
    told["resources"].append({"name": "cohort", "path": "data/cohort.csv", "format": "csv", "schema": schema})
    spec = told["equity"]["indicators"]["graduation"]
    more = {"resource": "cohort", "kind": "count", "decimals": 0, "scale": 1}
    told["equity"]["indicators"]["cohort"] = {
        key: each for key, each in (spec | more).items() if not key.endswith("tor_label")
    }
    told["equity"]["linked"] = [["graduation/denominator", "cohort/value"]]


def write_cohort(folder, people):
    with (folder / "data/cohort.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["period", "place", *DIMENSIONS, "value", "status"])
        writer.writerows(
            [YEAR, "ct", group, "all", each or "", "ok" if each else "c"] for group, each in people
        )


def test_a_number_shown_in_a_linked_table_gives_away_another(extracts):
    hidden = [(YEAR, "ct", "asian", *"ccc"), (YEAR, "ct", "black", *"ccc")]
    extract, site = extracts([SUBTRACTION[0], *hidden, SUBTRACTION[3]], change=with_cohort)
    shutil.copytree(extract, site / "datapackages/schools")
    write_cohort(site / "datapackages/schools", [("all", 180), ("asian", None), ("black", 80), ("white", 93)])
    answer = audit_packages(site)
    assert answer.status == 1
    wanted = {("denominator", "ct", "asian"), ("value", "ct", "asian"), ("denominator", "ct", "black")}
    assert told(answer, EXPOSED) == wanted
    assert his(Attacker(site / "datapackages/schools").leaks(), exact=True) >= wanted

    extract, site = extracts(SUBTRACTION, change=with_cohort)
    write_cohort(extract, [("all", 180), ("asian", 7), ("black", 80), ("white", 93)])
    made = protect_extract(extract, site)
    assert made.summary, made.problems
    folder = site / "datapackages/schools"
    assert audit_packages(site).status == 0
    assert Attacker(folder).leaks() == {}
    people = {row["race_ethnicity"]: row["denominator"] for row in read(folder / "data/graduation.csv")}
    again = {row["race_ethnicity"]: row["value"] for row in read(folder / "data/cohort.csv")}
    assert {each for each in people if not people[each]} == {each for each in again if not again[each]}
    assert not people["asian"]


# --- 2: what a symbol tells -----------------------------------------------------------------------


def test_what_is_small_looks_like_what_protects_it(protect):
    """One symbol: apart from its name a row of a small group is, byte for byte, one that protects it."""
    folder, _ = protect(SUBTRACTION)
    gone = {row.pop("race_ethnicity"): row for row in read(folder / "data/graduation.csv")}
    (other,) = [group for group in ("black", "white") if gone[group]["denominator"] == ""]
    assert gone["asian"] == gone[other]
    assert not any(each in str(gone["asian"]) for each in ("small", "primary", "secondary"))


# --- 4: ranges ------------------------------------------------------------------------------------


def test_a_range_in_a_sum_is_part_of_the_attack(extracts):
    """Of 60 are 12 or 13 percent 7; the range of one group leaves the other 4 at least, and 7 at most."""
    rows = [
        (YEAR, "ct", "", "x", 60, "11.7"),
        (YEAR, "ct", "female", "c", 30, (0, 10)),
        (YEAR, "ct", "male", "c", 30, "c"),
    ]
    folder, site = extracts(rows, ranges=True)
    shutil.copytree(folder, site / "datapackages/schools")
    answer = audit_packages(site)
    wanted = {("numerator", "ct", "female"), ("numerator", "ct", "male")}
    assert told(answer, NARROW) == wanted
    found = Attacker(site / "datapackages/schools").leaks()
    assert his(found, exact=False) == wanted
    assert {ends for each, ends in found.items() if each[1] == "k"} == {(0, 3), (4, 7)}
    truth = placed(("", 7, 60), ("female", 2, 30), ("male", 5, 30))
    closed(truth, *extracts(truth))


def test_who_has_read_the_rules_learns_no_more_from_a_range(protect):
    """Were ranges for few people alone (fewer than five), eight in two of them would be four and four."""
    folder, _ = protect(placed(("", 8, 60), ("female", 4, 30), ("male", 4, 30)))
    attacker = Attacker(folder)
    assert attacker.leaks() == {}
    low, high = attacker.ends(("graduation", "k", YEAR, "ct", "all", "female"))
    assert high - low >= 4


def test_every_rate_within_a_range_is_given_as_one(protect):
    """Six of thirty are not few, but a range that ends at six would else say that there are fewer."""
    folder, _ = protect(placed(("", 60, 120), ("asian", 6, 30), ("black", 24, 40), ("white", 30, 50)))
    rows = {row["race_ethnicity"]: row for row in read(folder / "data/graduation.csv")}
    assert (rows["asian"]["value"], rows["asian"]["value_low"], rows["asian"]["value_high"]) == (
        "",
        "0",
        "20",
    )


# --- 5: metrics -----------------------------------------------------------------------------------


def test_no_measure_works_with_a_withheld_cell(protect):
    """Differences, ratios and changes are equations; none is made of a cell that protect has hidden."""
    rows = [each for year in ("2017-18", YEAR) for each in placed(*(r[2:] for r in SUBTRACTION), period=year)]
    folder, _ = protect(rows)
    package, _ = open_package(folder, folder.parents[1])
    data, problems = guard(package)
    assert problems == ()
    gone = {row["race_ethnicity"] for row in read(folder / "data/graduation.csv") if row["status"] == "c"}
    assert "asian" in gone
    groups = {each: (("race_ethnicity", each),) for each in DIMENSIONS["race_ethnicity"]}
    asked = 0
    for name in MEASURES:
        for group, other in [(a, b) for a in groups for b in ("all", "rest", *groups) if a != b]:
            against = groups.get(other, other)
            since = "2017-18" if name == "change" else ""
            answer = measure(data, Question("graduation", name, "ct", YEAR, groups[group], against, since))
            uses = {
                "numerator": {group},
                "denominator": {group},
                "rate": {group},
                "comparison": {other},
            }.get(name, {group, other})
            if uses & gone or ("rest" in uses and len(gone - {group}) > 0):
                asked += 1
                assert not answer.ok, (name, group, other)
                assert (answer.value, answer.bounds, answer.low, answer.high) == (None,) * 4
    assert asked > 30


def test_a_package_has_no_place_for_a_difference(extracts):
    """A column that says one, in a table of ours, is no number of the package and is refused."""

    def change(told):
        told["resources"][0]["schema"]["fields"].append({"name": "gap", "type": "number"})

    extract, site = extracts(SUBTRACTION, change=change)
    table = extract / "data/graduation.csv"
    table.write_text("".join(f"{line},2\n" for line in table.read_text("utf-8").splitlines()), "utf-8")
    table.write_text(table.read_text("utf-8").replace("_status,2\n", "_status,gap\n", 1), "utf-8")
    made = protect_extract(extract, site)
    assert made.summary == ""
    assert [each.code for each in made.problems] == ["field-unknown"]


# --- 8: time --------------------------------------------------------------------------------------


def released(site, home):
    """The package of a site, put away as an earlier release."""
    shutil.copytree(site / "datapackages/schools", home / "schools")
    return home / "schools"


BEFORE = placed(("", 180, 360), ("asian", 4, 8), ("black", 40, 90), ("white", 136, 262))
REVISED = placed(("", 100, 200), ("asian", 4, 8), ("black", 50, 102), ("white", 46, 90))


def test_two_releases_are_one_system(extracts, tmp_path):
    """After a revision others would protect what is small, and both releases together would tell it."""
    extract, site = extracts(BEFORE)
    assert protect_extract(extract, site).summary
    first = released(site, tmp_path)
    extract, fresh = extracts(REVISED)
    assert protect_extract(extract, fresh).summary
    hidden = [
        {row["race_ethnicity"] for row in read(folder / "data/graduation.csv") if row["status"] == "c"}
        for folder in (first, fresh / "datapackages/schools")
    ]
    assert hidden == [{"asian", "black"}, {"asian", "white"}]
    answer = audit_packages(fresh, earlier=first)
    assert answer.status == 1
    assert told(answer, EARLIER)

    closed(REVISED, *extracts(REVISED), earlier=first, last=first)


def test_a_threshold_that_was_raised_is_one_system_with_the_years_before(extracts, tmp_path):
    """What was shown when four were enough is known; what it gives away is told, with the cells themselves."""
    rows = [each for year in ("2017-18", YEAR) for each in placed(*(r[2:] for r in SUBTRACTION), period=year)]
    reason = {"reason": "The rule of the years before.", "date": "2017-07-01"}
    loose = {"overrides": [{"key": "min_n", "value": 7, **reason}, {"key": "min_cell", "value": 3, **reason}]}
    extract, site = extracts(rows[:4], policy=loose)
    assert protect_extract(extract, site).summary
    first = released(site, tmp_path)
    shown = {row["race_ethnicity"]: row["denominator"] for row in read(first / "data/graduation.csv")}
    assert shown["asian"] == "7"
    extract, site = extracts(rows)
    assert protect_extract(extract, site).summary
    assert audit_packages(site).status == 0
    answer = audit_packages(site, earlier=first)
    assert answer.status == 1
    assert ("denominator", "ct", "asian") in told(answer, EARLIER)
    found = Attacker(site / "datapackages/schools", (first,)).leaks()
    assert {each[2] for each in found} == {"2017-18"}


def test_a_pooled_period_cannot_be_said(extracts):
    """Three years together beside each of them would be a sum: there is no such period, so no such row."""
    rows = [("2016-19", "ct", "", 90, 180), *SUBTRACTION]
    extract, site = extracts(rows)
    assert {each.code for each in protect_extract(extract, site).problems} == {"period-shape"}


# --- 10: boundaries -------------------------------------------------------------------------------

CHANGED = (("011", "", ""), ("012", "", "2017-18"), ("013", YEAR, ""))


def with_times(folder):
    """East was always there; West closed when High opened."""
    table, times = folder / "data/places.csv", {id_: each for id_, *each in CHANGED}
    rows = read(table)
    lines = [",".join((*row.values(), *times.get(row["id"], ("", "")))) for row in rows]
    table.write_text("\n".join(["id,level,parent,name,from,to", *lines, ""]), "utf-8")


def add_times(told):
    places = next(each for each in told["resources"] if each["name"] == "places")
    places["schema"]["fields"] += [{"name": each, "type": "string"} for each in ("from", "to")]


DISTRICT = (
    *TWO[:2],
    ("011", "school", "001", "Ashford East"),
    ("012", "school", "001", "Ashford West"),
    ("013", "school", "001", "Ashford High"),
)
MOVED = [
    *placed(("", 90, 180), period="2017-18"),
    *placed(("", 90, 180), place="001", period="2017-18"),
    *placed(("", 4, 8), place="011", period="2017-18"),
    *placed(("", 86, 172), place="012", period="2017-18"),
    *placed(("", 95, 190)),
    *placed(("", 95, 190), place="001"),
    *placed(("", 5, 9), place="011"),
    *placed(("", 90, 181), place="013"),
]


def test_places_add_up_by_the_boundaries_of_the_year(extracts):
    """A school that is not there any more, or not yet, hides nobody: what is left is the other one."""
    extract, site = extracts(naive(MOVED), DISTRICT, change=add_times)
    with_times(extract)
    shutil.copytree(extract, site / "datapackages/schools")
    answer = audit_packages(site)
    assert told(answer, EXPOSED) == both("011", "")
    assert answer.report["packages"][0][EXPOSED] == 4
    assert len(his(Attacker(site / "datapackages/schools").leaks(), exact=True)) == 2
    extract, site = extracts(MOVED, DISTRICT, change=add_times)
    with_times(extract)
    closed(MOVED, extract, site)


def test_two_ways_to_divide_a_state_are_told(extracts):
    """Old districts beside new ones in one year add up to twice the state; the contract has one division."""
    places = (*STATE, *TWO[1:], ("z1", "district", "ct", "North"), ("z2", "district", "ct", "South"))
    rows = [
        *placed(("", 90, 180)),
        *placed(("", 40, 80), place="001"),
        *placed(("", 50, 100), place="002"),
        *placed(("", 44, 87), place="z1"),
        *placed(("", 46, 93), place="z2"),
    ]
    extract, site = extracts(rows, places)
    codes = {each.code for each in protect_extract(extract, site).problems}
    assert codes & {"extract-sums", "children-contradict-parent"}
    assert list((site / "datapackages").iterdir()) == []
