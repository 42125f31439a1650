"""What another publisher's figures give away of what it withholds: counts on its data page and in the log."""

import json

import pytest

from tests.conftest import package_files
from tests.site.pages import read_page
from tests.site.projects import PACKAGE, small

pytestmark = pytest.mark.site
FILE = f"{PACKAGE}/audit.json"
YEAR = "2018-19"
LABELS = {"numerator_label": "Graduates", "denominator_label": "Students"}
OPEN = [(YEAR, "ct", "", 91, 180), (YEAR, "ct", "female", *"ccc"), (YEAR, "ct", "male", 48, 103)]
CLOSED = [(YEAR, "ct", "", 91, 180), (YEAR, "ct", "female", *"ccc"), (YEAR, "ct", "male", *"ccc")]
NUMBERS = {"43", "77", "55.8"}
"""The withheld numbers of `OPEN`."""


@pytest.fixture
def site_of(make):
    """A site of one republished package without reports."""

    def new(rows, more=None):
        package = package_files(rows, "republished", {"sex": ("female", "male")}, **LABELS)
        kept = {
            name: each for name, each in small().items() if not name.startswith((PACKAGE, "content/reports"))
        }
        files = {f"{PACKAGE}/{name}": each for name, each in package.items()}
        return make({**dict.fromkeys(small()), **kept, **files, **(more or {})})

    return new


def page(run, root, language="en"):
    assert run(root, ["build", "--preview"]).status == 0
    return read_page(root / f".preview/{language}/data/schools/index.html").one("main").words


def test_a_small_package_is_attacked_by_the_build_and_its_counts_are_told(site_of, run):
    root = site_of(OPEN)
    english, spanish = page(run, root), page(run, root, "es")
    assert "Some of the withheld numbers follow" in english
    assert "Follow exactly: at least 2" in english
    assert "Follow nearly" not in english
    assert "We show none of them, and do not say which they are." in english
    assert "Se deducen exactamente: al menos 2" in spanish
    done = run(root)
    assert done.status == 0
    told = "schools: its publisher withholds 3 numbers; from those that it shows at least 2 follow"
    assert done.out.startswith(f"{told}, and 0 nearly. ")
    for told in (english, spanish, done.out):
        assert not [each for each in NUMBERS if each in told]


def test_where_nothing_follows_that_is_said(site_of, run):
    root = site_of(CLOSED)
    assert "It found none that follows, not even nearly." in page(run, root)
    assert "at least 0 follow" in run(root).out


def test_where_nothing_is_withheld_nothing_is_said(site_of, run):
    root = site_of([OPEN[0]])
    assert "What the shown numbers give away" not in page(run, root)
    assert "withholds" not in run(root).out


def test_what_the_ledger_knows_is_counted_too(site_of, run):
    root = site_of([(YEAR, "ct", "", 91, 180), (YEAR, "ct", "female", 43, 77), (YEAR, "ct", "male", 48, 103)])
    assert run(root, ["ledger", "2020"]).status == 0
    path = root / f"{PACKAGE}/data/graduation.csv"
    lines = path.read_text("utf-8").splitlines()
    at = next(at for at, line in enumerate(lines) if ",female," in line)
    lines[at] = f"{YEAR},ct,female,,,,c,c,c"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert "Were shown in an earlier release: 3" in page(run, root)
    assert "3 were shown in an earlier release" in run(root).out


def test_a_large_package_needs_its_counts_beside_it_and_old_ones_are_not_trusted(site_of, run):
    many = [(f"{at}-{(at + 1) % 100:02}", *each[1:]) for at in range(1300, 2000) for each in OPEN]
    root = site_of(many)
    done = run(root)
    assert (done.status, done.told) == (0, [(FILE, 0, "audit-missing")])
    assert "plumbline audit schools --write" in done.problems[0].hint
    assert "withholds" not in done.out
    assert "has not been worked out yet." in page(run, root)
    assert run(root, ["audit", "schools", "--write"]).status == 0
    kept = json.loads((root / FILE).read_text("utf-8"))
    assert kept["counts"] == {"withheld": 2100, "exposed": 1400, "narrow": 0, "roughly": 0}
    assert run(root).told == []
    assert "Follow exactly: at least 1,400" in page(run, root)
    # Counts that somebody changed by hand are found by whoever counts again.
    for changed, codes in (
        ({**kept, "counts": {**kept["counts"], "exposed": 3}}, ["audit-differs"]),
        ({**kept, "package": "0"}, ["audit-stale"]),
        ({**kept, "attack": "0"}, ["audit-stale"]),
        ({"counts": 3}, ["audit-stale"]),
    ):
        (root / FILE).write_text(json.dumps(changed), "utf-8")
        done = run(root, ["audit"])
        assert [each.code for each in done.problems] == codes
        assert done.status == (1 if codes == ["audit-differs"] else 0)
        if codes == ["audit-stale"]:
            assert run(root).told == [(FILE, 0, "audit-stale")]
            assert "has not been worked out yet." in page(run, root)


def test_counts_with_earlier_releases_are_not_kept(site_of, run, tmp_path):
    root = site_of(OPEN)
    assert run(root, ["audit", "--write", "--earlier", str(tmp_path)]).status == 1
    assert not (root / FILE).exists()
