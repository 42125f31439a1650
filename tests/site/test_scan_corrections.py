# ruff: noqa: E501 (a fault a line)
"""The scan of corrections bites: each rule has a place of a built page or feed that is changed."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from plugins.equity.problems import arrange
from tests.site.correcting import FREEZE, HIDDEN, NEW, OLD, RECORD, TABLE, correct, edit
from tests.site.mistakes import CYCLE, files_with, one
from tests.site.test_scan import Built

pytestmark = pytest.mark.site
PAGE, REPORT, FEED = "en/corrections/index.html", "en/2019/finish/index.html", "en/corrections.xml"
DIFFERS, SHOWN, STRAY, UNREAD = "output-differs", "output-shown", "output-stray", "output-unread"


def scanned(root):
    """A project built in this process, so that its pages can be scanned as often as is wanted."""
    from pelican import Pelican
    from pelican.settings import read_settings

    from plugins.pages import WRITTEN

    before, path = Path.cwd(), list(sys.path)
    os.chdir(root)
    try:
        settings = read_settings(str(root / "pelicanconf.py"), override={"OUTPUT_PATH": str(root / "output")})
        Pelican(settings).run()
    finally:
        os.chdir(before)
        sys.path[:] = path
    build, pages = settings[WRITTEN]
    return Built(root / "output", build, pages, root / "theme")


@pytest.fixture(scope="module")
def built(make, run):
    """A published year with one correction."""
    root = make(files_with(one("", CYCLE, "status: draft", "status: published", "", "")))
    assert run(root, FREEZE).status == 0
    edit(root, TABLE, OLD, NEW)
    correct(root, run)
    return scanned(root)


BEFORE = r'(data-label="Before" class="words"><span class="cell-value">)70\.0%'
SWAPPED = r"(70\.0% \(700 of 1,000\))(.*?)(70\.1% \(701 of 1,000\))"

FAULTS = {
    "another old number": (PAGE, BEFORE, r"\g<1>70.3%", DIFFERS),
    "another old number on a report": (REPORT, BEFORE, r"\g<1>70.3%", DIFFERS),
    "another new number": (REPORT, r"17\.9 percentage points</span></td>", "17.8 percentage points</span></td>", DIFFERS),
    "before and now exchanged": (PAGE, SWAPPED, r"\3\2\1", DIFFERS),
    "the old number of another line": (PAGE, BEFORE, r"\g<1>18.0", DIFFERS),
    "a sentence in place of a number": (PAGE, r"70\.0% \(700 of 1,000\)", "24.0 18.0", DIFFERS),
    "a number gone": (PAGE, r"70\.0% \(700 of 1,000\)", "", DIFFERS),
    "a line gone": (PAGE, r"<tbody.*?</tbody>", "<tbody></tbody>", DIFFERS),
    "a number in the name of a line": (PAGE, r"Graduation, english_learner, Connecticut, 2018-19|Graduation, english_learner, Connecticut", "Graduation of 321", DIFFERS),
    "another day": (PAGE, r'(<p class="correction-day">\D*)\d+', r"\g<1>77", DIFFERS),
    "no correction": (PAGE, r'class="part correction"', 'class="part"', DIFFERS),
    "no correction on a report": (REPORT, r'class="correction"', 'class="corr"', DIFFERS),
    "a correction that nobody made": (PAGE, r'id="correction-2019-[^"]*"', 'id="correction-2019-x"', DIFFERS),
    "an entry gone": (FEED, r"<entry.*</entry>", "", DIFFERS),
    "another number in the feed": (FEED, r"70\.0%", "70.3%", DIFFERS),
    "another day in the feed": (FEED, r"(<entry.*<updated>)\d{4}", r"\g<1>2001", DIFFERS),
    "an entry of something else": (FEED, r"#correction-2019-[^\"]*", "#correction-2019-x", DIFFERS),
    "no feed": (FEED, "", None, STRAY),
    "a feed that is none": (FEED, r"<feed.*", "<rss/>", UNREAD),
}  # fmt: skip


def told(built, folder, name, old, new):
    """What the scan tells of a copy of the site in which one place is changed."""
    output = folder / "output"
    shutil.copytree(built.output, output)
    path = output / name
    if new is None:
        path.unlink()
    else:
        text = path.read_text("utf-8")
        changed = re.sub(old, new, text, count=1, flags=re.S)
        assert changed != text, f"{name} has no {old!r}"
        path.write_text(changed, "utf-8")
    return built.scan(output).problems


def test_what_is_right_passes(built):
    assert arrange(built.scan(built.output).problems) == ()


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told(built, tmp_path, name):
    path, old, new, code = FAULTS[name]
    found = told(built, tmp_path, path, old, new)
    assert {(each.path, each.code) for each in found} == {(path, code)}
    assert not [each for each in found if re.search(r"70|18\.0|701", each.message.replace("2018-19", ""))]


def test_a_number_that_is_withheld_since_is_told(built, make):
    """The record was left as it was: what checks it would stop a publish; the scan does not rely on that."""
    root = make()
    for name in ("content", "datapackages"):
        shutil.rmtree(root / name)
        shutil.copytree(built.output.parent / name, root / name)
    edit(root, TABLE, f"{NEW},ok,ok,ok", HIDDEN)
    data = json.loads((root / RECORD).read_text("utf-8"))
    assert data["history"]
    found = [each for each in scanned(root).scan(root / "output").problems if "correction" in each.message]
    assert {each.code for each in found} == {SHOWN}
    assert {each.path for each in found} >= {PAGE, REPORT, FEED}
