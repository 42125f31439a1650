"""Packages that share numbers are one system: safe alone and open together, they are refused."""

import json

import pytest

from plugins.auditing import audit_packages
from plugins.equity.disclosure import guard, guard_all
from plugins.equity.disclosure.protected import linked_sets
from plugins.equity.packages import open_package
from plugins.protecting import protect_extract
from tests.disclosure.published_files import DIMENSIONS

YEAR = "2018-19"
RATES = [(YEAR, "ct", "", 90, 180), (YEAR, "ct", "female", *"ccc"), (YEAR, "ct", "male", *"ccc")]
PEOPLE = [(YEAR, "ct", "", 180), (YEAR, "ct", "female", 77), (YEAR, "ct", "male", 103)]
LINK = [["graduation/denominator", "cohort:graduation/value"]]


@pytest.fixture
def add(package_files):
    """Writes a package of a site."""

    def write(site, name, rows, linked=(), **facts):
        files = package_files(rows, origin="own", dimensions=DIMENSIONS, **facts)
        told = json.loads(files["datapackage.json"])
        told["name"] = name
        if linked:
            told["equity"]["linked"] = list(linked)
        files["datapackage.json"] = json.dumps(told)
        for path, content in files.items():
            file = site / "datapackages" / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, "utf-8")
        package, problems = open_package(site / "datapackages" / name, site)
        assert package is not None, problems
        return package

    return write


def told(found):
    return {name: [each.code for each in problems] for name, (_, problems) in found.items()}


def test_two_packages_that_are_safe_alone_and_open_together_are_refused(add, tmp_path):
    cohort = add(tmp_path, "cohort", PEOPLE, kind="count", decimals=0, scale=1)
    schools = add(tmp_path, "schools", RATES, LINK)
    assert guard(cohort)[0] is not None
    assert guard(schools)[0] is not None
    found = guard_all([cohort, schools])
    assert told(found) == {"cohort": [], "schools": ["cell-recoverable"] * 2}
    assert [found[each][0] is None for each in ("cohort", "schools")] == [False, True]
    assert {each.path for each in found["schools"][1]} == {"datapackages/schools/data/graduation.csv"}


def test_the_link_may_stand_in_either_package_and_without_it_they_stay_two(add, tmp_path):
    back = [["graduation/value", "schools:graduation/denominator"]]
    cohort = add(tmp_path, "cohort", PEOPLE, back, kind="count", decimals=0, scale=1)
    schools = add(tmp_path, "schools", RATES)
    assert told(guard_all([cohort, schools]))["schools"] == ["cell-recoverable"] * 2
    alone = add(tmp_path, "cohort", PEOPLE, kind="count", decimals=0, scale=1)
    assert told(guard_all([alone, schools])) == {"cohort": [], "schools": []}


def test_what_was_found_together_is_not_taken_for_what_was_found_alone(add, tmp_path):
    """The memory of the guard knows which packages stood together, and their bytes."""
    cache = tmp_path / "cache"
    cohort = add(tmp_path, "cohort", PEOPLE, kind="count", decimals=0, scale=1)
    schools = add(tmp_path, "schools", RATES, LINK)
    for _ in range(2):
        assert guard(schools, cache)[1] == ()
        assert told(guard_all([cohort, schools], cache))["schools"] == ["cell-recoverable"] * 2
    fewer = add(tmp_path, "cohort", PEOPLE[:1], kind="count", decimals=0, scale=1)
    assert told(guard_all([fewer, schools], cache))["schools"] == []


def test_a_link_to_nobody_is_told(add, tmp_path):
    schools = add(tmp_path, "schools", RATES, [["graduation/denominator", "cohrt:graduation/value"]])
    cohort = add(tmp_path, "cohort", PEOPLE, kind="count", decimals=0, scale=1)
    protected, (problem,) = guard_all([cohort, schools])["schools"]
    assert (protected, problem.code) == (None, "package-unknown")
    assert "cohort" in problem.hint


def test_sets_are_found_through_others_and_keep_their_order(add, tmp_path):
    names = ["a", "b", "c", "d"]
    links = {"a": ["graduation/denominator", "c:graduation/denominator"],
             "c": ["graduation/denominator", "d:graduation/denominator"]}  # fmt: skip
    packages = [add(tmp_path, each, RATES, [links[each]] if each in links else ()) for each in names]
    assert [[one.id for one in each] for each in linked_sets(packages)] == [["a", "c", "d"], ["b"]]


def test_protect_refuses_what_opens_together_with_a_committed_package(extracts, add):
    rows = [(YEAR, "ct", "", 90, 180), (YEAR, "ct", "asian", 3, 7), (YEAR, "ct", "black", 40, 80),
            (YEAR, "ct", "white", 47, 93)]  # fmt: skip

    def linked(told):
        told["equity"]["linked"] = LINK

    extract, site = extracts(rows, change=linked)
    people = [(YEAR, "ct", "", 180), (YEAR, "ct", "black", 80), (YEAR, "ct", "white", 93)]
    add(site, "cohort", people, kind="count", decimals=0, scale=1)
    made = protect_extract(extract, site)
    assert made.summary == ""
    assert made.problems[0].code == "extract-linked"
    assert {each.code for each in made.problems[1:]} <= {"cell-recoverable", "cell-narrow"}
    assert len(made.problems) > 1
    assert made.problems[0].path == "datapackages/schools/datapackage.json"
    assert not (site / "datapackages/schools").exists()
    # With everybody's number alone the same extract is safe.
    add(site, "cohort", people[:1], kind="count", decimals=0, scale=1)
    assert protect_extract(extract, site).summary
    assert audit_packages(site).status == 0
