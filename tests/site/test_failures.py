"""Exit statuses; plain `pelican` with both settings files; a programming error is never swallowed."""

import os
import subprocess
import sys

import pytest

from plugins.publishing import MARKER
from tests.site.building import publish, tree
from tests.site.mistakes import EN, SITE, files_with, one
from tests.site.pages import read_page
from tests.site.projects import ROOT, problems_in

pytestmark = pytest.mark.site
MISTAKE = one("", EN, "[[figure where-we-are", "[[figure where-we-ar", "where-we-ar ", "figure-unknown")


def pelican(root, settings):
    command = [sys.executable, "-m", "pelican", "-s", settings]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)


def test_plain_pelican_publishes(make):
    root = make()
    done = pelican(root, "publishconf.py")
    assert done.returncode == 0, done.stderr
    assert (root / "output/en/about/index.html").is_file()


def test_plain_pelican_with_a_mistake_publishes_nothing(make):
    root = make(files_with(MISTAKE))
    done = pelican(root, "publishconf.py")
    assert done.returncode == 1
    assert [(each.path, each.code) for each in problems_in(done.stderr)] == [(EN, "figure-unknown")]
    assert "1 problem; nothing was published." in done.stderr
    assert not (root / "output").exists()


def test_plain_pelican_as_a_preview_goes_on_and_shows_a_box(make):
    root = make(files_with(MISTAKE))
    done = pelican(root, "pelicanconf.py")
    assert done.returncode == 0, done.stderr
    assert [(each.path, each.code) for each in problems_in(done.stderr)] == [(EN, "figure-unknown")]
    page = read_page(root / ".preview/en/2019/finish/index.html")
    box = page.one("div", of="problem")
    assert "content/reports/2019/finish/en.md:8" in box.words
    assert "Did you mean 'where-we-are'?" in box.words
    assert read_page(root / ".preview/es/2019/finish/index.html").all("div", of="problem") == []
    assert not (root / "output").exists()


def test_plain_pelican_with_a_broken_page_does_not_say_that_nothing_was_written(make):
    root = make()
    about = root / "content/pages/about/en.md"
    about.write_text(about.read_text("utf-8") + "\n[here](en.md#nowhere)\n", "utf-8")
    done = pelican(root, "publishconf.py")
    assert done.returncode == 1
    assert f"the pages in {root / 'output'} are not fit to publish" in done.stderr
    assert "nothing was published" not in done.stderr


def test_a_preview_shows_the_box_where_each_thing_should_be(make, run):
    """Inside a sentence too."""
    mistakes = [
        one("", EN, "[[value latest]]", "[[value lates]]", "", "value-unknown"),
        one("", EN, "[[download where-we-are]]", "[[nothing here]]", "", "directive-unknown"),
    ]
    root = make(files_with(*mistakes))
    done = run(root, ["build", "--preview", "--output", str(root / "shown")])
    assert done.status == 0
    assert {each.code for each in done.problems} == {"value-unknown", "directive-unknown"}
    words = read_page(root / "shown/en/2019/finish/index.html").one("section", id="problem").words
    assert (
        "Now There is no value called 'lates' in report.yaml. Did you mean 'latest'?, others 88.0%" in words
    )
    words = read_page(root / "shown/en/2019/finish/index.html").one("section", id="interventions").words
    assert "There is no directive 'nothing'." in words


@pytest.mark.parametrize("arguments", [["check"], ["publish"], ["build", "--preview"]])
def test_without_the_site_s_own_facts_nothing_is_built_and_no_traceback_shown(make, run, arguments):
    root = make(files_with(one("", SITE, "", "name: [\n", "", "")))
    done = run(root, arguments)
    assert (done.status, done.told) == (1, [(SITE, 2, "yaml-syntax")])
    assert "Traceback" not in done.err
    assert not (root / "output").exists()
    assert not (root / ".preview").exists()


def test_outside_of_a_project_the_command_says_so(run, tmp_path):
    done = run(tmp_path)
    assert (done.status, done.err) == (
        1,
        "There is no pelicanconf.py here; run this in the folder of the site.\n",
    )


@pytest.mark.parametrize("arguments", [[], ["pubish"], ["publish", "--fast"]])
def test_a_wrong_command_line_is_status_2_and_shows_the_usage(run, make, arguments):
    done = run(make(), arguments)
    assert done.status == 2
    assert done.err.startswith("usage: plumbline")


# --- mistakes of programmers -------------------------------------------------------------------------

ASKED = "        if directive.id not in value_names(report):"
LATEST = "    latest = edition.latest_cycle()\n    for"
BUGS = {
    "while reading a text": ("plugins/references.py", ASKED, "        {}['bug']\n" + ASKED),
    "while opening data": ("plugins/equity/editions.py", "problems.extend(_threads(reports))", "{}['bug']"),
    "while planning pages": ("plugins/homes.py", LATEST, "    {}['bug']\n" + LATEST),
    "while checking": ("plugins/checks.py", "    told = arrange(problems)", "    {}['bug']"),
    "in a template": ("theme/templates/page.html", "{{ page.title }}", "{{ page.titel }}"),
    "in a part of a text": ("theme/templates/parts/value.html", "{{ text }}", "{{ bug }}"),
}  # fmt: skip


@pytest.fixture(scope="module")
def project(another):
    """A copy of this project, to break one thing at a time."""
    root = another()
    (root / "output").mkdir()
    (root / "output/index.html").write_text("the old site")
    (root / "output" / MARKER).touch()
    return root


@pytest.mark.parametrize("bug", BUGS)
def test_a_programming_error_stops_a_publish_with_its_traceback(project, bug):
    name, old, new = BUGS[bug]
    right = (project / name).read_text("utf-8")
    assert right.count(old) == 1, f"{name} has changed: seed the bug elsewhere"
    (project / name).write_text(right.replace(old, new), "utf-8")
    try:
        done = publish(project)
    finally:
        (project / name).write_text(right, "utf-8")
    assert done.returncode not in (0, 2), done.stdout
    assert "Traceback (most recent call last)" in done.stderr
    assert "'bug'" in done.stderr or "titel" in done.stderr
    assert tree(project / "output") == {MARKER: b"", "index.html": b"the old site"}
    assert not list(project.glob(".output-*"))


def test_a_programming_error_in_a_reader_stops_check_and_plain_pelican_too(project):
    """Pelican alone would drop the page, say so in one line, and end with status 0."""
    name, old, new = BUGS["while reading a text"]
    right = (project / name).read_text("utf-8")
    (project / name).write_text(right.replace(old, new), "utf-8")
    try:
        checked = publish(project, "check")
        command = [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-o", "shown"]
        shown = subprocess.run(command, cwd=project, capture_output=True, text=True)
    finally:
        (project / name).write_text(right, "utf-8")
    assert checked.returncode == 1
    assert "KeyError: 'bug'" in checked.stderr
    assert shown.returncode == 1
    assert "KeyError: 'bug'" in shown.stdout + shown.stderr
    assert not (project / "shown").exists()
