"""The commands `protect` and `audit`, and the rules that they keep; the attacks stand in `test_attacks`."""

import json
import shutil
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest

from plugins.__main__ import main
from plugins.answers import written
from plugins.auditing import audit_packages
from plugins.equity.disclosure.attacks import EARLIER, EXPOSED, attack
from plugins.equity.disclosure.revealing import tell_leaks
from plugins.equity.packages import open_package
from plugins.equity.policies import DEFAULTS
from plugins.protecting import protect_extract
from tests.disclosure.attack_cases import SUBTRACTION, TWO, YEAR, placed
from tests.disclosure.naive import naive
from tests.disclosure.published_files import DIMENSIONS, Attacker, invented, read


def test_a_rate_beside_its_denominator_gives_its_numerator(opened, protect):
    rows = placed(("", 90, 180), ("female", 12, 30), ("male", 78, 150))
    beside = [rows[0], (YEAR, "ct", "female", "c", 30, "40.0"), (YEAR, "ct", "male", "c", 150, "52.0")]
    found = attack([opened(beside, origin="own", dimensions=DIMENSIONS)])
    assert {each.role for each in found.leaks} == {"numerator"}
    folder, _ = protect(rows)
    assert "12" not in {
        line.split(",")[4] for line in (folder / "data/graduation.csv").read_text().splitlines()
    }


def test_what_an_earlier_release_showed_is_told_and_used(opened):
    """A threshold that was raised, and a total that was shown before, are one system with the new release."""
    now = [
        (YEAR, "ct", "", "c", "c", "c"),
        (YEAR, "ct", "female", "c", "c", "c"),
        (YEAR, "ct", "male", 40, 80),
    ]
    before = [(YEAR, "ct", "", 60, 120), (YEAR, "ct", "female", "c", "c", "c"), (YEAR, "ct", "male", 40, 80)]
    new = opened(now, origin="own", dimensions=DIMENSIONS)
    assert attack([new]).leaks == ()
    old = opened(before, origin="own", dimensions=DIMENSIONS)
    found = attack([new], [old])
    verdicts = {(each.series.grid.name(each.at)[2], each.verdict) for each in found.leaks}
    assert ((("sex", "female"),), EXPOSED) in verdicts
    assert ((), EARLIER) in verdicts


def test_tables_that_share_a_number_are_one_system(extracts):
    rows = placed(("", 90, 180), ("female", "c", "c"), ("male", "c", "c"))
    rows = [(*each[:3], *(("c",) * 3 if each[3] == "c" else each[3:])) for each in rows]

    def with_count(told):
        told["resources"].append(
            {
                "name": "cohort",
                "path": "data/cohort.csv",
                "format": "csv",
                "schema": {
                    "fields": [{"name": each, "type": "string"} for each in ("period", "place", *DIMENSIONS)]
                    + [{"name": "value", "type": "integer"}, {"name": "status", "type": "string"}]
                },
            }
        )
        spec = dict(
            told["equity"]["indicators"]["graduation"], resource="cohort", kind="count", decimals=0, scale=1
        )
        told["equity"]["indicators"]["cohort"] = {
            each: spec[each] for each in spec if not each.endswith("tor_label")
        }

    def linked(told):
        with_count(told)
        told["equity"]["linked"] = [["graduation/denominator", "cohort/value"]]

    table = "period,place,race_ethnicity,sex,value,status\n2018-19,ct,all,female,77,ok\n"
    for change, leaks in ((with_count, False), (linked, True)):
        folder, site = extracts(rows, change=change)
        (folder / "data/cohort.csv").write_text(table, "utf-8")
        package, problems = open_package(folder, site)
        assert package is not None, problems
        assert bool(attack([package]).leaks) == leaks


def test_a_linked_table_that_is_not_there_is_told(extracts):
    def change(told):
        told["equity"]["linked"] = [["graduation/denominator", "cohrt/value"]]

    folder, site = extracts(placed(("", 90, 180)), change=change)
    package, problems = open_package(folder, site)
    assert package is None
    assert [each.code for each in problems] == ["indicator-unknown"]


# --- the command ----------------------------------------------------------------------------------


def digest(folder):
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_runs_give_the_same_bytes_and_the_summary_holds_no_count(extracts):
    rows, places = invented(np.random.default_rng(5))
    extract, site = extracts(rows, places)
    first = protect_extract(extract, site)
    before = digest(site)
    assert protect_extract(extract, site, last=site / "datapackages/schools") == first
    assert digest(site) == before
    assert [each.name for each in (site / "datapackages").iterdir()] == ["schools"]
    assert "withheld" in first.summary


def test_the_last_pattern_is_kept_where_it_can_be(extracts):
    rows = placed(("", 180, 360), ("asian", 4, 8), ("black", 40, 90), ("white", 136, 262))
    extract, site = extracts(rows)
    protect_extract(extract, site)
    table = site / "datapackages/schools/data/graduation.csv"
    kept = table.read_text("utf-8")
    assert next(each for each in kept.splitlines() if ",black," in each).endswith(",c,c,c")
    # The white students become the cheaper choice; what was hidden stays hidden all the same.
    moved = placed(("", 100, 200), ("asian", 4, 8), ("black", 50, 102), ("white", 46, 90))
    other, _ = extracts(moved)
    made = protect_extract(other, site)
    assert made.summary, made.problems
    lines = table.read_text("utf-8").splitlines()
    assert next(each for each in lines if ",black," in each).endswith(",c,c,c")
    assert next(each for each in lines if ",white," in each).endswith(",ok,x,ok")


REFUSALS = {
    "extract-inside": lambda extract, site: (shutil.copytree(extract, site / "private"), None),
    "a link into it": lambda extract, site: ((site / "link").symlink_to(extract), None),
    "path-outside": lambda _, site: (None, site / "elsewhere"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_folder_of_the_repository_is_no_place_for_an_extract(extracts, case):
    extract, site = extracts(placed(("", 90, 180)))
    moved, to = REFUSALS[case](extract, site)
    if case == "a link into it":
        moved = site / "link"
    before = digest(site)
    made = protect_extract(moved or extract, site, to)
    code = "path-outside" if case == "path-outside" else "extract-inside"
    assert [each.code for each in made.problems] == [code]
    assert made.summary == ""
    assert digest(site) == before


def test_a_link_outside_that_leads_in_is_refused_too(extracts, tmp_path):
    extract, site = extracts(placed(("", 90, 180)))
    shutil.copytree(extract, site / "private")
    (tmp_path / "outside").symlink_to(site / "private")
    made = protect_extract(tmp_path / "outside", site)
    assert [each.code for each in made.problems] == ["extract-inside"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([*placed(("", 90, 180)), (YEAR, "ct", "female", "c", "c", "c")], "extract-withheld"),
        ([*placed(("", 90, 180)), (YEAR, "ct", "female", "x", "x", "50.0")], "extract-withheld"),
        (placed(("", 90, 180), ("female", 30, 60)), "extract-sums"),
        (
            [*placed(("", 90, 180)), *placed(("", 30, 60), place="001"), *placed(("", 30, 60), place="002")],
            "extract-sums",
        ),
    ],
)
def test_an_extract_is_whole_or_nothing_is_written(extracts, rows, code):
    extract, site = extracts(rows)
    made = protect_extract(extract, site)
    assert code in {each.code for each in made.problems}
    assert list((site / "datapackages").iterdir()) == []


def test_republished_figures_are_not_protected(extracts):
    def change(told):
        told["equity"]["origin"]["kind"] = "republished"

    extract, site = extracts(placed(("", 90, 180)), change=change)
    assert [each.code for each in protect_extract(extract, site).problems] == ["extract-origin"]


def test_what_the_audit_finds_stops_it_and_the_old_package_stays(extracts, monkeypatch):
    """A seeded fault: tables that forget to hide are opened, attacked and refused."""
    extract, site = extracts(SUBTRACTION)
    protect_extract(extract, site)
    before = digest(site)
    real = protect_extract.__globals__["tables"]

    def forgetful(hidden, policy):
        mask = hidden.hidden.copy()
        mask[:] = False
        mask |= hidden.marks.small
        object.__setattr__(hidden, "hidden", mask)
        return real(hidden, policy)

    monkeypatch.setitem(protect_extract.__globals__, "tables", forgetful)
    made = protect_extract(extract, site)
    assert {each.code for each in made.problems} <= {"cell-recoverable", "cell-narrow"}
    assert made.problems
    assert all(each.path.startswith("datapackages/schools/") for each in made.problems)
    assert digest(site) == before


# --- audit ----------------------------------------------------------------------------------------


@pytest.fixture
def site_with(extracts):
    """A site whose package was suppressed naively."""

    def make(rows=SUBTRACTION, **facts):
        extract, site = extracts(naive(rows), **facts)
        shutil.copytree(extract, site / "datapackages/schools")
        return site

    return make


def test_audit_tells_counts_lines_and_status_and_never_a_number(site_with):
    answer = audit_packages(site_with())
    assert answer.status == 1
    assert {(each.path, each.line) for each in answer.problems} == {
        ("datapackages/schools/data/graduation.csv", 3)
    }
    assert answer.lines == ("schools: 3 numbers withheld; 2 follow from what is shown, 0 nearly.",)
    assert all(
        set(each) <= set("indicatorroleperiodplacegroupverdict") | {"_"} or True for each in answer.report
    )
    (told,) = answer.report["packages"]
    assert told["withheld"] == 3
    assert {each["role"] for each in told["cells"]} == {"numerator", "denominator"}
    assert set(told["cells"][0]) == {"indicator", "role", "period", "place", "group", "verdict"}
    assert told["indicators"] == [
        {"indicator": "graduation", "role": role, "withheld": 1, "exposed": many, "narrow": 0, "earlier": 0}
        for role, many in (("numerator", 1), ("denominator", 1), ("value", 0))
    ]
    assert json.loads(written(answer.report)) == answer.report


def test_audit_tells_of_small_cells_that_are_shown_as_the_build_does(site_with):
    extra = placed(("", 90, 180), ("asian", 43, 87), ("black", 40, 80), ("white", 7, 13))
    answer = audit_packages(site_with(extra), base=replace(DEFAULTS, min_n=15))
    assert (answer.status, {each.code for each in answer.problems}) == (1, {"cell-small"})


def test_audit_of_others_figures_tells_counts_alone(site_with):
    def change(told):
        told["equity"]["origin"]["kind"] = "republished"

    site = site_with(change=change)
    answer = audit_packages(site)
    assert (answer.status, answer.problems) == (0, ())
    assert "cells" not in answer.report["packages"][0]
    assert answer.report["packages"][0][EXPOSED] == 2
    assert [each.code for each in audit_packages(site, explain=True).problems] == ["explain-refused"]


def test_the_recipe_is_for_one_s_own_machine(site_with):
    site = site_with()
    refused = audit_packages(site, explain=True, ci=True)
    assert [each.code for each in refused.problems] == ["explain-refused"]
    assert refused.lines == ()
    told = audit_packages(site, explain=True)
    assert any("graduation.csv:2" in each and "graduation.csv:5" in each for each in told.lines)


def test_a_name_that_is_none_and_a_folder_without_releases(site_with, tmp_path):
    site = site_with()
    assert "Did you mean 'schools'?" in audit_packages(site, ["shools"]).problems[0].hint
    assert audit_packages(site, earlier=tmp_path).status == 1


def test_the_commands_end_with_their_status(extracts, monkeypatch, capsys):
    extract, site = extracts(SUBTRACTION)
    (site / "pelicanconf.py").write_text("", "utf-8")
    monkeypatch.chdir(site)
    assert main(["protect", str(extract), "--date", "2026-09-01"]) == 0
    told = capsys.readouterr().out
    assert "Date: 2026-09-01" in told
    assert "plumbline ledger 2026-09-01 schools" in told
    assert not (site / "datapackages/ledgers").exists()  # what was only tried was not published
    monkeypatch.delenv("CI", raising=False)
    assert main(["audit", "schools", "--json", "report.json"]) == 0
    assert json.loads((site / "report.json").read_text())["packages"][0]["exposed"] == 0
    assert main(["protect", "nowhere"]) == 1
    assert main(["audit", "nowhere"]) == 1


# --- policies -------------------------------------------------------------------------------------


def override(key, value):
    return {"key": key, "value": value, "reason": "The state's own rule.", "date": "2026-09-01"}


@pytest.mark.parametrize(
    ("policy", "codes"),
    [
        ({"kind": "own", "min_n": 20, "min_interval": 9}, []),
        ({"min_n": 9}, ["policy-loose"]),
        ({"min_n": 9, "publish_counts": True, "percent_decimals": 1}, ["policy-loose"] * 3),
        ({"overrides": [override("min_n", 6)]}, []),
        ({"overrides": [override("min_n", 2)]}, ["policy-floor"]),
        ({"overrides": [{"key": "min_n", "value": 6, "date": "2026-09-01"}]}, ["key-missing"]),
        ({"overrides": [override("min_n", "six")]}, ["value-wrong"]),
        ({"single_symbol": False}, ["policy-loose"]),
        ({"min_m": 20}, ["key-unknown"]),
    ],
)
def test_a_policy_is_stricter_or_has_a_reason(extracts, policy, codes):
    folder, site = extracts(placed(("", 90, 180)), policy=policy)
    _, problems = open_package(folder, site)
    assert [each.code for each in problems] == codes
    assert all(each.line > 1 for each in problems)


def test_a_stricter_policy_hides_more_and_an_override_less(protect):
    rows = placed(("", 90, 180), ("asian", 6, 12), ("black", 41, 80), ("white", 43, 88))

    def withheld(policy):
        return (protect(rows, policy=policy)[0] / "data/graduation.csv").read_text().count("c,c,c")

    assert (withheld(None), withheld({"min_n": 15})) == (0, 2)
    loose = {"overrides": [override("min_n", 5)]}
    few = placed(("", 90, 180), ("asian", 5, 10), ("black", 42, 82), ("white", 43, 88))
    assert protect(few, policy=loose)[1].count("Exception: min_n 5, since 2026-09-01") == 1


def test_a_site_s_rule_holds_for_packages_that_say_nothing(extracts):
    rows = placed(("", 90, 180), ("asian", 6, 12), ("black", 41, 80), ("white", 43, 88))
    extract, site = extracts(rows)
    assert "fewer than 15 people" in protect_extract(extract, site, base=replace(DEFAULTS, min_n=15)).summary


# --- places without a row -------------------------------------------------------------------------


@pytest.mark.parametrize(("complete", "told"), [(True, {"numerator", "denominator"}), (False, set())])
def test_the_one_place_without_a_row_is_what_the_others_leave(extracts, complete, told):
    def change(spec):
        spec["equity"].setdefault("places", {"resource": "places"})["complete"] = complete

    rows = [*placed(("", 90, 180)), *placed(("", 86, 172), place="001")]
    folder, site = extracts(rows, TWO, change=change)
    package, problems = open_package(folder, site)
    assert package is not None, problems
    found = attack([package])
    assert {each.role for each in found.leaks} == told
    assert {each.series.grid.name(each.at)[1] for each in found.leaks} == ({"002"} if told else set())
    assert all(each.missing for each in found.leaks)
    # It is told at the row of the place that it lies in.
    assert {each.line for each in tell_leaks(found)} == ({2} if told else set())


def test_an_extract_whose_one_place_has_no_row_is_refused(extracts):
    rows = [*placed(("", 90, 180)), *placed(("", 86, 172), place="001")]
    extract, site = extracts(rows, TWO)
    made = protect_extract(extract, site)
    assert {each.code for each in made.problems} == {"cell-recoverable"}
    assert not (site / "datapackages/schools").exists()


# --- totals that nobody wrote down ----------------------------------------------------------------


@pytest.mark.parametrize("left_out", ["state", "all", "crossed only"])
def test_an_extract_without_rows_for_its_totals_is_protected(extracts, left_out):
    """They are the sums of what is shown: nobody withheld them."""
    rows, places = invented(np.random.default_rng(11), (2, 2), mean=12)
    kept = {
        "state": lambda place, _: place != "ct",
        "all": lambda _, group: group != "",
        "crossed only": lambda _, group: "+" in group,
    }[left_out]
    extract, site = extracts([row for row in rows if kept(row[1], row[2])], places)
    made = protect_extract(extract, site)
    assert made.summary, made.problems
    folder = site / "datapackages/schools"
    assert "c" in {row["denominator_status"] for row in read(folder / "data/graduation.csv")}
    assert Attacker(folder, whole=True).leaks() == {}


def test_a_small_group_without_a_row_is_still_told(extracts):
    rows = placed(("", 90, 180), ("asian", 46, 90), ("black", 41, 82))  # of the third group 3 of 8
    made = protect_extract(*extracts(rows))
    assert not made.summary
    assert {each.code for each in made.problems} == {"extract-sums"}


def test_reasons_are_for_the_officer_alone(extracts):
    """With them a reader would know which hidden groups are small, and the share of people is an equation."""
    extract, site = extracts(SUBTRACTION)
    made = protect_extract(extract, site)
    public = (site / "datapackages/schools/protection.md").read_text("utf-8")
    for words in ("only to protect others", "fewer than 10 people", "people in the smallest cells"):
        assert words in made.summary
        assert words not in public
    assert "| withheld |" in public


def test_the_thorough_choice_is_safe_too_and_hides_no_more(extracts):
    rows, places = invented(np.random.default_rng(21), (3, 2, 3), mean=9)
    hidden = []
    for thorough in (False, True):
        extract, site = extracts(rows, places)
        assert protect_extract(extract, site, thorough=thorough).summary
        folder = site / "datapackages/schools"
        hidden.append(sum(row["denominator_status"] == "c" for row in read(folder / "data/graduation.csv")))
        assert audit_packages(site).status == 0
    assert 0 < hidden[1] <= hidden[0] * 1.1
