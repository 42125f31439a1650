"""`plumbline ledger` and `freeze` write down what was shown; later builds tell what is withheld too late."""

import json

import pytest

from tests.site.mistakes import CYCLE, files_with, one
from tests.site.projects import PACKAGE

pytestmark = pytest.mark.site
LEDGER, TABLE = "datapackages/ledgers/schools.json", f"{PACKAGE}/data/graduation.csv"
RELEASE = "cycle 2019, 2020-05-27"


def hide(root):
    """Withhold one row that was shown."""
    path = root / TABLE
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if line.startswith("2016-17,001,english_learner"))
    cells = lines[at].split(",")
    lines[at] = ",".join([*cells[:3], "", "", "", "c", "c", "c\n"])
    path.write_text("".join(lines), "utf-8")
    return at + 1


def test_a_release_is_written_once_and_what_is_withheld_later_is_told(make, run):
    root = make()
    done = run(root, ["ledger", "2020-06-30"])
    assert (done.status, done.out) == (0, f"Wrote {LEDGER}; commit it.\n")
    again = run(root, ["ledger", "2020-07-01", "schools"])
    assert (again.status, again.out) == (0, "The ledgers have these very files already.\n")
    assert run(root).told == []
    line = hide(root)
    done = run(root)
    assert (done.status, done.told) == (0, [(TABLE, line, "withheld-later")])
    assert done.problems[0].warning
    twice = run(root, ["ledger", "2020-06-30"])
    assert (twice.status, twice.told) == (1, [(LEDGER, 0, "ledger-release-twice")])
    assert run(root, ["ledger", "2020-07-01"]).status == 0
    assert run(root).told == [(TABLE, line, "withheld-later")]


def test_an_unknown_package_has_no_ledger(make, run):
    root = make()
    done = run(root, ["ledger", "2020-06-30", "school"])
    assert done.status == 1
    assert "Did you mean 'schools'?" in done.err
    assert not (root / LEDGER).exists()


def test_freezing_a_cycle_is_a_release_and_a_ledger_that_is_gone_is_missed(make, run):
    root = make(files_with(one("", CYCLE, "status: draft", "status: published", "", "")))
    assert run(root, ["freeze", "2019"]).status == 0
    releases = json.loads((root / LEDGER).read_text("utf-8"))["releases"]
    assert [each["release"] for each in releases] == [RELEASE]
    assert run(root).told == []
    text = (root / LEDGER).read_text("utf-8")
    (root / LEDGER).unlink()
    done = run(root)
    assert (done.status, done.told) == (0, [(LEDGER, 0, "ledger-missing")])
    assert RELEASE in done.problems[0].hint
    assert run(root, ["ledger", RELEASE]).status == 0
    assert run(root).told == []
    (root / LEDGER).write_text(text.replace('"7', '"0', 1), "utf-8")
    done = run(root)
    assert (done.status, [each.code for each in done.problems]) == (1, ["ledger-broken"])


def test_a_cycle_is_not_frozen_beside_a_broken_ledger(make, run):
    root = make({**files_with(one("", CYCLE, "status: draft", "status: published", "", "")), LEDGER: "{}\n"})
    assert run(root, ["freeze", "2019"]).told == [(LEDGER, 0, "ledger-broken")]
    assert not (root / "content/reports/2019/published.json").exists()
    assert run(root, ["ledger", "1"]).told == [(LEDGER, 0, "ledger-broken")]
