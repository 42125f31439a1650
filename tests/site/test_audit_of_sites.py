"""`plumbline audit output`: what a built site shows is attacked with its packages, file by file."""

import csv
import io
import json
import re
import shutil

import pytest

from plugins.equity.disclosure import Key
from plugins.equity.disclosure.attacks import EARLIER, EXPOSED, attack
from plugins.equity.disclosure.elsewhere import Shown, adds, release_of
from plugins.scan.findings import Scan
from plugins.scan.outputs import scan_readings
from tests.disclosure.published_files import DIMENSIONS
from tests.site.canary import extract, project, secrets
from tests.site.projects import PACKAGE, write

pytestmark = pytest.mark.site
NUMBERS = extract(0)
K, N = NUMBERS["2018-19", "001", "black"]
TABLE = f"{PACKAGE}/data/graduation.csv"
REPORT = "2019/finish"


@pytest.fixture(scope="module")
def published(tmp_path_factory, run):
    """The canary's site, published; nothing in it says more than its package."""
    root = write(project(NUMBERS), tmp_path_factory.mktemp("audited") / "site")
    cycle = root / "content/reports/2019/cycle.yaml"
    cycle.write_text(cycle.read_text("utf-8").replace("status: draft", "status: published"), "utf-8")
    assert run(root, ["freeze", "2019"]).status == 0
    assert run(root, ["publish"]).status == 0
    return root


@pytest.fixture
def planted(published, run, tmp_path):
    """`planted(file, old, new)`: audits a copy of the built site in which one file was changed."""

    def audit(name, old, new, *more):
        folder = tmp_path / "planted"
        shutil.copytree(published / "output", folder)
        text = (folder / name).read_text("utf-8")
        changed = re.sub(old, new, text, count=1, flags=re.S)
        assert changed != text, f"{name} has no {old!r}"
        (folder / name).write_text(changed, "utf-8")
        return run(published, ["audit", str(folder), *more])

    return audit


def hidden_rows(root):
    """The lines of the package's table whose numbers are withheld in 2018-19."""
    lines = (root / TABLE).read_text("utf-8").splitlines()
    return {at for at, line in enumerate(lines, start=1) if line.startswith("2018-19") and ",c," in line}


def test_a_right_site_passes(published, run):
    done = run(published, ["audit", "output", "--json", "report.json"])
    assert (done.status, done.told) == (0, [])
    assert re.search(
        r"^output: \d+ numbers were read in its pages and downloads; 0 of them say more", done.out, re.M
    )
    told = json.loads((published / "report.json").read_text("utf-8"))
    assert told["site"]["more"] == 0
    assert told["site"]["numbers"] > 50
    assert [each["package"] for each in told["packages"]] == ["schools"]


ROW = r'(<th scope="row" role="rowheader">black</th>.*?class="[^"]*untold">)'
FAULTS = {
    "a download in Spanish": (f"es/{REPORT}/now.csv", r"(,black,,)", rf"\g<1>{K}"),
    "a download in English": (f"en/{REPORT}/now.csv", r"(,black,,,)", rf"\g<1>{N}"),
    "a table in Spanish": (f"es/{REPORT}/index.html", ROW, rf"\g<1>{100 * K / N:.6f}% "),
    "a table in English": (f"en/{REPORT}/index.html", ROW, rf"\g<1>{100 * K / N:.6f}% "),
    "a count in a sentence": (
        f"es/{REPORT}/index.html",
        r'(data-value="asian-count">)',
        rf"\g<1>{NUMBERS['2018-19', '001', 'asian'][0]:,} ",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_withheld_number_in_one_language_s_file_is_found_with_the_file(planted, name):
    file, old, new = FAULTS[name]
    done = planted(file, old, new)
    assert done.status == 1
    assert file in {each.path for each in done.problems}
    assert {each.path for each in done.problems} <= {file, TABLE}
    plain, _, rates = secrets(NUMBERS)
    for each in done.problems:  # never the number itself
        assert not [one for one in (*plain, *rates) if str(one) in each.message + each.hint]


def test_a_drawn_point_of_a_withheld_rate_is_told_with_its_drawing(planted):
    """A point of the line that shows nothing in that year, as high as its rate would be."""
    done = planted(
        f"es/{REPORT}/index.html",
        r'(<g class="point point-subject"[^>]*>)',
        r'\1<path d="M0,0" transform="translate(300,150)"/>',
    )
    assert done.status == 1
    assert {(each.path, each.code) for each in done.problems if each.path != TABLE} == {
        (f"es/{REPORT}/index.html", "output-shown")
    }
    assert "1 of them say more than the packages do" in done.out


@pytest.mark.parametrize("name", [each for each in FAULTS if "download" in each or "sentence" in each])
def test_what_a_file_shows_opens_other_cells_and_these_are_told_too(planted, published, name):
    """One count of a rectangle of four gives the other three away; the file itself holds only one."""
    done = planted(*FAULTS[name])
    opened = {each.line for each in done.problems if (each.path, each.code) == (TABLE, "cell-recoverable")}
    assert len(opened) == 3
    assert opened < hidden_rows(published)
    assert "1 of them say more than the packages do" in done.out


def test_a_package_s_own_table_in_the_site_is_read_as_well(planted):
    """The table under `data/` is a download like others: another one is a release that readers have."""
    name = "data/schools/data/graduation.csv"
    done = planted(name, r"2018-19,001,black,[^\n]*", f"2018-19,001,black,{K},{N},{100 * K / N:.1f},ok,ok,ok")
    assert done.status == 1
    assert (name, "output-altered") in {(each.path, each.code) for each in done.problems}
    assert {"cell-recoverable", "cell-shown-before"} <= {
        each.code for each in done.problems if each.path == TABLE
    }


def test_the_site_with_its_earlier_release(published, run, tmp_path):
    """A release before the present one that still showed a cell: together they open the others."""
    old = tmp_path / "old" / "schools"
    shutil.copytree(published / PACKAGE, old)
    path = old / "data/graduation.csv"
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    at = next(at for at, row in enumerate(rows) if row[:3] == ["2018-19", "001", "black"])
    rows[at][3:] = [str(K), str(N), f"{100 * K / N:.1f}", "ok", "ok", "ok"]
    path.write_text("\n".join(",".join(row) for row in rows) + "\n", "utf-8")
    done = run(published, ["audit", "output", "--earlier", str(tmp_path / "old")])
    assert done.status == 1
    assert {each.code for each in done.problems} == {"cell-recoverable", "cell-shown-before"}


def test_what_is_no_package_and_no_site_is_told_and_two_sites_are_one_too_many(published, run):
    done = run(published, ["audit", "outptu"])
    assert (done.status, [each.code for each in done.problems]) == (1, ["file-missing"])
    assert run(published, ["audit", "output", "./output"]).status == 1
    assert run(published, ["audit", "output", "--write"]).status == 1
    assert run(published, ["audit", f"./{PACKAGE}"]).status == 0


def test_sources_with_errors_are_told_and_the_site_is_not_audited(make, run):
    files = project(NUMBERS)
    files["content/reports/2019/finish/report.yaml"] = "schema: 1\n"
    root = make(files)
    (root / "output").mkdir()
    (root / "output/index.html").write_text("<p>1</p>", "utf-8")
    done = run(root, ["audit", "output"])
    assert done.status == 1
    assert "nothing was audited." in done.err


# --- numbers elsewhere, as a release ------------------------------------------------------------------

YEAR = "2018-19"
ROWS = [
    (YEAR, "ct", "", 90, 180, "50.0"),
    (YEAR, "ct", "female", "c", "c", "c"),
    (YEAR, "ct", "male", "x", 103, "c"),
]


@pytest.fixture
def some(protected):
    return protected(ROWS, dimensions=DIMENSIONS)


def shown(role, text, group="male"):
    key = Key("schools", "graduation", YEAR, "ct", (("sex", group),) if group else ())
    return Shown(key, role, text)


@pytest.mark.parametrize(
    ("role", "text", "group", "more"),
    [
        ("numerator", "90", "", False),
        ("numerator", "91", "", True),
        ("value", "50.0", "", False),
        ("value", "50", "", False),
        ("value", "50.1", "", True),
        ("denominator", "103", "male", False),
        ("numerator", "50", "male", True),
        ("value", "48.5", "male", True),
        ("denominator", "77", "female", True),
    ],
)
def test_what_says_more_than_the_package(some, role, text, group, more):
    assert adds(some, shown(role, text, group)) is more


def test_such_a_number_opens_others_as_an_earlier_release_would(some):
    package = some.package
    assert {each.role for each in attack([package]).leaks} == {"denominator"}  # of the female students
    found = attack([package], [release_of(package, [shown("numerator", "47")])])
    verdicts = {(each.series.grid.name(each.at)[2], each.role, each.verdict) for each in found.leaks}
    assert ((("sex", "female"),), "numerator", EXPOSED) in verdicts
    assert ((("sex", "male"),), "numerator", EARLIER) in verdicts
    rated = attack([package], [release_of(package, [shown("value", "45.63")])])
    assert ((("sex", "female"),), "numerator", EXPOSED) in {
        (each.series.grid.name(each.at)[2], each.role, each.verdict) for each in rated.leaks
    }


def test_what_the_scan_says_nothing_of_is_told_with_file_and_line(some):
    scan = Scan()
    scan.read("es/a.csv", 3, shown("numerator", "47"))
    scan.read("es/a.csv", 4, shown("numerator", "90", ""))
    scan.read("es/b.csv", 5, shown("numerator", "47"))
    scan.tell_of("es/b.csv", 5, "output-shown", "There is a number.")
    scan_readings(scan, {"schools": some})
    (problem,) = [each for each in scan.problems if each.path == "es/a.csv"]
    assert len(scan.problems) == 2
    assert (problem.path, problem.line, problem.code) == ("es/a.csv", 3, "cell-shown")
    assert "47" not in problem.message + problem.hint
