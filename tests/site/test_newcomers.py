"""The way of somebody who begins something new in a copy of this project: begin, fill in, check, publish."""

import json
import re
import shutil

import pytest

from tests.site.building import copy_of_this_project, differences, tree

pytestmark = pytest.mark.site

YEAR = "content/reports/2020"
WORDS = "Schools did this. We say it in our own words."


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    """Copies of this project that share one cache."""
    base = tmp_path_factory.mktemp("newcomers")
    (base / "cache").mkdir()

    def new(name):
        root = copy_of_this_project(base / name)
        (root / ".cache").symlink_to(base / "cache")
        site = root / "content/site.yaml"
        answered = site.read_text("utf-8").replace('contact: ""', "contact: hello@example.org")
        site.write_text(answered, "utf-8")  # the demonstration has no address yet, of which the check warns
        return root

    return new


def fill_in(paths):
    """Words in place of every prompt, as an author would write them; gives how many there were."""
    count = 0
    for path in paths:
        text, found = re.subn(r"\[\[write \|[^\]]*\]\]|\s*# write:.*", _words, path.read_text("utf-8"))
        path.write_text(text, "utf-8")
        count += found
    return count


def _words(prompt):
    return "" if "#" in prompt[0] else WORDS


def test_a_new_year_from_its_first_command_to_the_public_site(copies, run):
    root = copies("year")
    begun = run(root, ["new", "cycle", "2020"])
    assert begun.status == 0
    assert "chronic-absence-by-meals: now at 'reflect'" in begun.out
    assert "suspension-by-race: now at 'implement'" in begun.out
    assert "'ct-graduation' ends at 2018-19" in begun.out

    draft = run(root)
    assert draft.status == 0
    warned = {(each.code, each.warning) for each in draft.problems}
    assert warned == {("prompt-left", True), ("thread-dropped", True)}  # of the one whose data end
    assert "Nothing stops the public site." in draft.out

    # Published too early: each prompt is told at its line, and nothing comes of it.
    cycle = root / YEAR / "cycle.yaml"
    cycle.write_text(cycle.read_text("utf-8").replace("status: draft ", "status: published "), "utf-8")
    assert run(root, ["freeze", "2020"]).status == 1
    early = run(root, ["publish"])
    assert early.status == 1
    stopped = {each.code for each in early.problems if not each.warning}
    assert stopped == {"prompt-left", "published-unrecorded"}
    assert not (root / "output").exists()

    shutil.rmtree(root / YEAR / "chronic-absence-by-meals")  # for next time
    (root / YEAR / "suspension-by-race" / "es.md").unlink()  # not translated yet
    left = [
        each
        for each in early.problems
        if each.code == "prompt-left" and "absence" not in each.path and not each.path.endswith("es.md")
    ]
    files = [each for each in sorted((root / YEAR).rglob("*")) if each.is_file()]
    assert fill_in(files) == len(left) == 13
    assert run(root, ["freeze", "2020"]).status == 0
    done = run(root, ["publish"])
    assert done.status == 0
    assert [(each.code, each.warning) for each in done.problems] == [("thread-dropped", True)] * 2
    page = (root / "output/en/2020/suspension-by-race/index.html").read_text("utf-8")
    assert WORDS in page
    assert "2019-20" in page
    assert "has not been translated" not in page
    spanish = (root / "output/es/2020/suspension-by-race/index.html").read_text("utf-8")
    assert "Este texto todavía no está traducido." in spanish
    assert (root / "output/en/2019/english-learners-graduation/index.html").is_file()
    assert not [each for each, data in tree(root / "output").items() if data and b"[[write" in data]


def test_a_language_is_prepared_without_stopping_the_site_and_then_offered(copies, run):
    root, before = copies("language"), copies("before")
    begun = run(root, ["new", "language", "pt"])
    assert (begun.status, begun.err) == (0, "")
    packages = sorted(each.name for each in (root / "datapackages").glob("ct-*"))
    made = {"theme/translations/pt", "theme/translations/pt/site.po", "content/glossary/pt.md"}
    made |= {f"datapackages/{name}/translations/pt.po" for name in packages}
    assert {*differences(before, root)} - {"content/site.yaml"} == made
    yaml = (root / "content/site.yaml").read_text("utf-8")
    assert re.sub(r"^preparing:.*\n", "", yaml, flags=re.M) == (before / "content/site.yaml").read_text(
        "utf-8"
    )
    assert "content/reports/2019/suspension-by-race/pt.md" in begun.out
    assert "content/site.yaml: add 'pt:' under name, tagline, publisher." in begun.out

    checked = run(root)
    assert checked.status == 0
    assert {each.warning for each in checked.problems} == {True}
    words = len([each for each in checked.problems if each.path == "theme/translations/pt/site.po"])
    assert f"theme/translations/pt/site.po: {words} sentences" in begun.out

    assert run(root, ["build", "--preview"]).status == 0
    assert (root / ".preview/pt/2019/suspension-by-race/index.html").is_file()
    assert run(root, ["publish"]).status == 0
    assert not (root / "output/pt").exists()
    assert 'hreflang="pt"' not in (root / "output/en/index.html").read_text("utf-8")

    # Offered too early: what is missing stops the site, each at its place.
    site = root / "content/site.yaml"
    moved = re.sub(r"^preparing:.*\n", "", yaml, flags=re.M).replace("[en, es]", "[en, es, pt]")
    site.write_text(moved, "utf-8")
    early = run(root)
    assert early.status == 1
    errors = {each.path for each in early.problems if not each.warning}
    assert {"content/site.yaml", "theme/translations/pt/site.po"} <= errors

    site.write_text(yaml, "utf-8")
    again = run(root, ["new", "language", "vi"])
    assert again.status == 0
    assert "\npreparing: [pt, vi] " in site.read_text("utf-8")


def test_a_package_is_told_line_by_line_what_it_lacks_and_opens_when_it_is_filled_in(copies, run):
    root = copies("package")
    begun = run(root, ["new", "package", "my-attendance", "--dimension", "sex=female,male"])
    assert begun.status == 0
    home = root / "datapackages/my-attendance"
    path = home / "datapackage.json"
    name = "datapackages/my-attendance/datapackage.json"
    checked = run(root)
    asked = [each for each in checked.problems if each.code == "prompt-left"]
    lines = path.read_text("utf-8").split("\n")
    assert [each.line for each in asked] == [n for n, line in enumerate(lines, 1) if "[[write" in line]
    assert {each.path for each in asked} == {name}
    others = {(each.code, each.path) for each in checked.problems if each.code != "prompt-left"}
    assert others == {
        ("table-empty", "datapackages/my-attendance/data/my_attendance.csv"),
        ("catalogue-missing", "datapackages/my-attendance/translations/es.po"),
    }
    assert run(root, ["build", "--preview"]).status == 0
    assert run(root, ["publish"]).status == 1

    text = path.read_text("utf-8").replace("[[write | did what?]]", "came to school")
    path.write_text(re.sub(r"\[\[write \|[^\]]*\]\]", "Attended school", text), "utf-8")
    (home / "data/places.csv").write_text("id,level,parent,name,from,to,aliases\nhere,state,,Here,,,\n")
    header = (home / "data/my_attendance.csv").read_text("utf-8")
    assert header == (
        "period,place,sex,numerator,denominator,value,status,numerator_status,denominator_status\n"
    )
    rows = ("all,180,200,90.0", "female,90,100,90.0", "male,90,100,90.0")
    table = "".join(f"2018-19,here,{each},ok,ok,ok\n" for each in rows)
    (home / "data/my_attendance.csv").write_text(header + table)
    run(root, ["translate"])
    words = home / "translations/es.po"
    filled = re.sub(r'^(msgid (".+"))\nmsgstr ""$', r"\1\nmsgstr \2", words.read_text("utf-8"), flags=re.M)
    words.write_text(filled, "utf-8")
    done = run(root)
    assert [each for each in done.problems if not each.path.startswith("datapackages/ledgers")] == []
    assert done.status == 0
    assert json.loads(path.read_text("utf-8"))["name"] == "my-attendance"
