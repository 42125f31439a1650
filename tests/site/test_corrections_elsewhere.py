"""A published number stands on more pages than its own: a later report has it beside its own number, a
scorecard and the page of what changed have it in their tables. Whoever changes it is told of all of them.
"""

import json
import re

import pytest

from tests.site.correcting import ENTRY, edit, tell
from tests.site.pages import read_page
from tests.site.projects import PACKAGE, small
from tests.site.yearly import yearly

pytestmark = pytest.mark.site
YEARS = ("2017", "2018", "2019")
TABLE = f"{PACKAGE}/data/graduation.csv"
LEARNERS = "2016-17,ct,english_learner,"
OLD, NEW = f"{LEARNERS}1220,2000,61.0", f"{LEARNERS}1240,2000,62.0"
FIRST = "content/reports/2017/finish/report.yaml"
OF_2017 = {"the scorecard, of the report 'finish'", "where the report 'finish' stands"}
LATER = {"the years before of the report 'finish'"}
OF_2018 = {*OF_2017, *LATER, "the page of what changed, of the report 'finish'"}


@pytest.fixture
def published(make, run):
    """Three years of one problem, each recorded."""
    root = make({**dict.fromkeys(small()), **yearly(YEARS)})
    for year in YEARS:
        assert run(root, ["freeze", year]).status == 0
    return root


def told(done):
    """What is told of each year, by year."""
    found = [each for each in done.problems if each.code == "published-changed"]
    return {year: [each for each in found if f"/{year}/" in each.path] for year in YEARS}


def corrected(root, run, year, part=""):
    """The entry that is printed for a year, pasted with its words, the record moved on."""
    refused = run(root, ["freeze", year])
    found = ENTRY.search(refused.out)
    assert refused.status == 1, refused.out + refused.err
    assert found
    assert part in found[0]
    edit(root, f"content/reports/{year}/cycle.yaml", "corrections: []\n", found[0])
    folder = f"content/reports/{year}/corrections"
    (root / folder).mkdir()
    id_ = re.search(r"- id: (\S+)", found[0])[1]
    tell(root, id_, folder=folder)
    done = run(root, ["freeze", year])
    assert done.status == 0, done.out + done.err
    return json.loads((root / f"content/reports/{year}/published.json").read_text("utf-8"))["history"][-1]


def test_a_changed_cell_names_every_part_of_a_page_that_shows_it(published, run):
    edit(published, TABLE, OLD, NEW)
    edit(published, TABLE, "2016-17,ct,all,2920,4000,73.0", "2016-17,ct,all,2940,4000,73.5")
    found = told(run(published))
    learners = {
        year: next(each.message for each in problems if "english_learner=english_learner" in each.message)
        for year, problems in found.items()
    }
    assert all(part in learners["2017"] for part in OF_2017)
    assert not any(part in learners["2017"] for part in {*LATER, "the page of what changed"})
    assert all(part in learners["2018"] for part in OF_2018)
    # By 2019 the last report is that of 2018: the thread lists 2017, the page of what changed does not.
    assert all(part in learners["2019"] for part in {*OF_2017, *LATER})
    assert "the page of what changed" not in learners["2019"]


def test_readers_are_led_to_every_page_that_shows_it(published, run):
    edit(published, TABLE, OLD, NEW)
    edit(published, TABLE, "2016-17,ct,all,2920,4000,73.0", "2016-17,ct,all,2940,4000,73.5")
    steps = {year: corrected(published, run, year) for year in YEARS}
    assert steps["2018"]["strings"]["finish"]["part/changes"]["en"] == {
        "gap then": ["24.0 percentage points", "23.0 percentage points"]
    }
    done = run(published, ["publish"])
    assert done.status == 0, done.err
    page = read_page(published / "output/en/2018/finish/index.html")
    (part,) = page.all(of="correction")
    links = {each["href"] for each in part.all("a")}
    assert {"#standing", "#year-after-year", "../scorecard/", "../changes/"} <= links
    (part,) = [
        each
        for each in read_page(published / "output/es/corrections/index.html").all(of="correction")
        if "correction-2018-" in each["id"]
    ]
    links = {each["href"] for each in part.all("a")}
    assert {"../2018/finish/#year-after-year", "../2018/scorecard/", "../2018/changes/"} <= links


def test_a_changed_fact_of_an_earlier_report_is_told_of_the_later_one(published, run):
    edit(published, FIRST, "value: 75,", "value: 76,")
    found = told(run(published))
    (own,), (later,) = found["2017"], found["2018"]
    assert "'target' of the report 'finish' was '75%' and is now '76%'" in own.message
    assert "'thread' of the report 'finish'" in later.message
    assert "the years before of the report 'finish'" in later.message
    assert found["2019"] == []
    corrected(published, run, "2017", "value: target")
    step = corrected(published, run, "2018", "part: thread")
    assert step["strings"]["finish"]["part/thread"]["en"]["moved target"] == ["75% 80%", "76% 80%"]
    assert run(published, ["publish"]).status == 0
