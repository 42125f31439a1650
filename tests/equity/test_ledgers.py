"""The ledger: what was ever published, by cell and without a number; what is withheld too late is told."""

import json
import re

import pytest

from plugins.equity.ledgers import (
    _hash,
    dropped,
    holds,
    ledger_path,
    read_ledger,
    was_shown,
    with_release,
    without_package,
)
from plugins.equity.packages import open_package
from plugins.equity.problems import WARNING
from tests.conftest import package_files

OPEN = [
    ("2017-18", "001", "", 4219, 9011),
    ("2017-18", "001", "asian", 1237, 3001),
    ("2017-18", "001", "black", 1291, 2999),
    ("2017-18", "001", "white", 1691, 3011),
    ("2018-19", "001", "", 4241, 9013),
]
LATER = [
    ("2017-18", "001", "", 4219, 9011),
    ("2017-18", "001", "asian", "c", 3001, "c"),
    ("2017-18", "001", "black", "c", "c", "c"),
    ("2017-18", "001", "white", 1691, 3011),
    ("2018-19", "001", "", "c", 9013, "c"),
    ("2019-20", "001", "", "c", "c", "c"),
]


@pytest.fixture
def release(write_files):
    """`release(rows, text)`: a project with the package of these rows, and a ledger; the package."""

    def make(rows, text=None, **facts):
        folder = write_files(package_files(rows, "republished", **facts))
        root = folder.parents[1]
        package, problems = open_package(folder, root, ("en", "es"))
        assert package is not None, problems
        if text is not None:
            path = ledger_path(root, "schools")
            path.parent.mkdir()
            path.write_text(text, "utf-8")
        return package, root

    return make


@pytest.fixture
def first(release):
    """The ledger after one release in which everything was shown."""
    package, _ = release(OPEN)
    return with_release(None, package, "2019-06-30")


def shown_before(package, root):
    return [(each.path, each.line, each.code, each.severity) for each in was_shown(package, root)]


def test_no_number_of_a_cell_is_in_a_ledger(first):
    data = json.loads(first)
    (entry,) = data["releases"]
    assert entry["release"] == "2019-06-30"
    assert {*entry["files"]} == {"datapackage.json", "data/graduation.csv", "data/places.csv"}
    cells = json.dumps(entry["cells"])
    assert not [row for row in OPEN if str(row[3]) in cells or str(row[4]) in cells]
    assert entry["cells"]["graduation"]["periods"] == {
        "2017-18": {"7*4": ["001"]},
        "2018-19": {"7 -*3": ["001"]},
    }


def test_nothing_is_told_of_what_is_still_shown_or_never_was(release, first):
    assert shown_before(*release(OPEN, first)) == []
    hidden, _ = release(LATER)
    assert shown_before(*release(LATER, with_release(None, hidden, "1"))) == []
    assert shown_before(*release(LATER)) == []


def test_what_is_withheld_now_and_was_shown_is_told_once_a_table_where_it_begins(release, first):
    package, root = release(LATER, first)
    assert shown_before(package, root) == [
        ("datapackages/schools/data/graduation.csv", 3, "withheld-later", WARNING)
    ]
    (problem,) = was_shown(package, root)
    assert "3 rows" in problem.message
    assert "'2019-06-30'" in problem.message
    assert "history of the repository" in problem.hint
    told = problem.message + problem.hint
    assert not [row for row in OPEN if str(row[3]) in told or str(row[4]) in told]


@pytest.mark.parametrize("row", [1, 2, 4])
def test_each_such_cell_is_told_alone(release, first, row):
    rows = [*OPEN[:row], LATER[row], *OPEN[row + 1 :]]
    assert [line for _, line, _, _ in shown_before(*release(rows, first))] == [row + 2]


def test_a_number_that_became_a_range_is_told_too(release):
    exact = [("2018-19", "ct", "", 400, 1000, "40.0"), ("2018-19", "001", "", 200, 500, "40.0")]
    ranged = [("2018-19", "ct", "", 400, 1000, "40.0"), ("2018-19", "001", "", "c", 500, (30, 50))]
    package, _ = release(exact, ranges=True)
    text = with_release(None, package, "1")
    assert [line for _, line, _, _ in shown_before(*release(ranged, text, ranges=True))] == [3]
    package, _ = release(ranged, ranges=True)
    text = with_release(None, package, "1")
    assert shown_before(*release(ranged, text, ranges=True)) == []


def test_cells_are_found_by_their_names_when_groups_and_places_change(release, first):
    """Rows in another order, a group more, a period less: a cell is its period, place and groups."""
    rows = [
        ("2017-18", "002", "", 10, 20),
        ("2017-18", "002", "female", 5, 10),
        ("2017-18", "001", "black", "c", "c", "c"),
        ("2017-18", "001", "female", "c", "c", "c"),
        ("2017-18", "001", "", 4219, 9011),
    ]
    assert [line for _, line, _, _ in shown_before(*release(rows, first))] == [4]


def test_a_second_release_holds_only_what_is_new(release, first):
    more = [*OPEN, ("2019-20", "001", "", 4243, 9029)]
    package, root = release(more, first)
    document, problems = read_ledger(root, "schools")
    assert problems == ()
    text = with_release(document, package, "2020-06-30")
    one, two = json.loads(text)["releases"]
    assert two["cells"]["graduation"]["periods"] == {"2019-20": {"7 -*3": ["001"]}}
    assert two["previous"] == one["hash"]
    hidden = [*OPEN[:1], LATER[1], *OPEN[2:4], ("2019-20", "001", "", "c", "c", "c")]
    package, root = release(hidden, text)
    (problem,) = was_shown(package, root)
    assert "2 rows" in problem.message
    assert "'2019-06-30', '2020-06-30'" in problem.message


def test_a_cell_that_came_back_and_went_again_is_still_known(release, first):
    package, root = release(LATER, first)
    document, _ = read_ledger(root, "schools")
    text = with_release(document, package, "2")
    package, root = release(LATER, text)
    assert len(shown_before(package, root)) == 1


def test_the_same_files_are_no_release_and_a_name_stands_for_one(release, first):
    package, root = release(OPEN, first)
    document, _ = read_ledger(root, "schools")
    assert with_release(document, package, "another name") is None
    assert holds(document, package.hash, "")
    assert holds(document, "", "2019-06-30")
    assert not holds(document, "", "else")
    other, _ = release(LATER)
    with pytest.raises(ValueError, match="2019-06-30"):
        with_release(document, other, "2019-06-30")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"7\\*4"', '"0*4"'),
        ('"2019-06-30"', '"2018-06-30"'),
        (r'"hash": "\w', '"hash": "x'),
        ('"previous": ""', '"previous": "a"'),
        (r"(?s)\A.*\Z", "[]\n"),
        (r"(?s)\A.*\Z", '{"releases": [1]}\n'),
    ],
)
def test_a_ledger_that_was_changed_by_hand_is_told(release, first, old, new):
    changed = re.sub(old, new, first, count=1)
    assert changed != first
    package, root = release(OPEN, changed)
    assert [each.code for each in was_shown(package, root)] == ["ledger-broken"]


def test_a_release_that_is_taken_out_breaks_the_chain(release, first):
    package, root = release(LATER, first)
    document, _ = read_ledger(root, "schools")
    data = json.loads(with_release(document, package, "2"))
    data["releases"] = data["releases"][1:]
    package, root = release(OPEN, json.dumps(data))
    assert [each.code for each in was_shown(package, root)] == ["ledger-broken"]


def test_a_ledger_that_is_no_json_is_told(release):
    package, root = release(OPEN, "{")
    assert [each.code for each in was_shown(package, root)] == ["json-syntax"]


# --- rows that are gone -------------------------------------------------------------------------------


def gone(package, root):
    return [(each.code, each.severity, each.message) for each in dropped(package, root)]


def test_a_row_that_is_still_there_is_not_told_as_gone(release, first):
    assert gone(*release(OPEN, first)) == []
    assert gone(*release(LATER, first)) == []  # withheld, not gone


@pytest.mark.parametrize("row", range(len(OPEN)))
def test_each_row_that_was_published_and_is_dropped_is_told(release, first, row):
    ((code, severity, message),) = gone(*release([*OPEN[:row], *OPEN[row + 1 :]], first))
    assert (code, severity) == ("row-dropped", WARNING)
    period, place, group, *numbers = OPEN[row]
    assert f"A row of 'graduation', {period}, {place}, {group or 'all'}" in message
    assert "'2019-06-30'" in message
    assert not [each for each in numbers if str(each) in message]


def test_a_period_a_place_and_a_table_that_are_gone_are_told_once_a_table(release, first):
    ((_, _, message),) = gone(*release([("2018-19", "001", "", 4241, 9013)], first))
    assert "About 4 rows" in message
    assert "2017-18, 001, all" in message
    renamed = [(each[0], "002", *each[2:]) for each in OPEN]
    assert "About 5 rows" in gone(*release(renamed, first))[0][2]
    other = first.replace('"graduation": {"cuts"', '"attendance": {"cuts"')
    data = json.loads(other)
    data["releases"][0]["hash"] = _hash(data["releases"][0])
    assert "'attendance'" in gone(*release(OPEN, json.dumps(data)))[0][2]


def test_a_row_that_was_withheld_may_go(release):
    package, _ = release(LATER)
    text = with_release(None, package, "1")
    assert gone(*release([each for each in LATER if each[3] != "c" or each[4] != "c"], text)) == []


def test_a_ledger_whose_package_is_gone_is_told(release, first):
    package, root = release(OPEN, first)
    assert list(without_package(root)) == []
    package.folder.rename(package.folder.with_name("colleges"))
    assert [(each.path, each.code) for each in without_package(root)] == [
        ("datapackages/ledgers/schools.json", "row-dropped")
    ]
