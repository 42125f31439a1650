"""What is refused before it can do harm: folders that are not ours, names the site needs, unsafe HTML."""

import time
from pathlib import Path

import pytest

from plugins import publishing
from plugins.authored import check_authored
from plugins.headings import Outline, check_headings
from tests.site.building import tree
from tests.site.mistakes import EN
from tests.site.projects import REPORTS, small

ABOUT = "content/pages/about/en.md"


def text(old: str, new: str, path: str = EN) -> dict[str, str]:
    before = str(small()[path])
    assert old in before
    return {path: before.replace(old, new, 1)}


def never(_folder: Path) -> None:
    raise AssertionError("a refused folder was built for")


@pytest.mark.parametrize(
    "name", [".", "..", "content", "content/reports/new", "theme", ".git", "mine", "a.txt"]
)
def test_a_folder_that_could_be_somebodys_work_is_never_replaced(tmp_path, name):
    root = tmp_path / "project"
    for folder in ("content/reports", "theme", ".git", "mine"):
        (root / folder).mkdir(parents=True)
        (root / folder / "work.txt").write_text("mine")
    (root / "a.txt").write_text("mine")
    before = tree(tmp_path)
    with pytest.raises(publishing.RefusedError):
        publishing.publish(root / name, never, root)
    assert tree(tmp_path) == before


def test_a_new_an_empty_and_a_published_folder_are_replaced(tmp_path):
    for name in ("new", "empty", "empty", "deep/new"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        publishing.publish(tmp_path / name, lambda folder: (folder / "a").touch(), tmp_path)
        assert sorted(tree(tmp_path / name)) == [publishing.MARKER, "a"]


@pytest.mark.site
def test_the_command_refuses_with_a_sentence_and_touches_nothing(make, run):
    root = make()
    before = tree(root / "content")
    done = run(root, ["publish", "--output", "."])
    assert done.status == 1
    assert "is the project or holds it" in done.err
    assert "Traceback" not in done.err
    assert tree(root / "content") == before


@pytest.mark.site
@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"content/pages/data/en.md": small()[ABOUT]}, "content/pages/data/en.md", "page-reserved"),
        ({"content/pages/methods/en.md": small()[ABOUT]}, "content/pages/methods/en.md", "page-reserved"),
        ({"content/pages/2019/en.md": small()[ABOUT]}, "content/pages/2019/en.md", "page-reserved"),
        (
            {"content/reports/glossary/cycle.yaml": small()["content/reports/2019/cycle.yaml"]},
            "content/reports/glossary/cycle.yaml",
            "page-reserved",
        ),
        (
            {**text("[[value latest]]", "[p](p.html)"), f"{REPORTS}/p.html": "<p>"},
            EN,
            "attachment-refused",
        ),
        ({**text("So.", "<b>x</b> [x](data:text/html,x)", ABOUT)}, ABOUT, "link-scheme"),
        ({**text("So.", "> ## Inside {#why-not}", ABOUT)}, ABOUT, "section-nested"),
        ({**text("## The problem {#problem}", "Words\n---\n\n## P {#problem}")}, EN, "section-no-id"),
    ],
)
def test_each_is_told_where_it_is(make, run, changes, path, code):
    done = run(make(changes), ["check"])
    assert [(each.path, each.code) for each in done.problems] == [(path, code)]
    assert "Traceback" not in done.err


@pytest.mark.site
def test_an_attachment_may_be_linked_at_a_page_of_it(make, run):
    changes = {**text("So.", "[p](note.txt#page=2) [q](note.txt?x=1)", ABOUT)}
    root = make({**changes, "content/pages/about/note.txt": "a note"})
    done = run(root, ["publish"])
    assert (done.status, done.told) == (0, [])
    assert (root / "output/en/about/note.txt").read_text() == "a note"


@pytest.mark.site
def test_a_home_without_a_published_year_has_no_empty_link_or_list(make, run):
    root = make()  # its only year is a draft
    assert run(root, ["publish"]).status == 0
    home = (root / "output/en/index.html").read_text("utf-8")
    assert 'href=""' not in home
    assert "Nothing has been published yet." in home
    assert "</ul>" in home
    assert "".join(home.split()).count('<ulclass="entries"></ul>') == 0


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<p><SCRIPT src=x></SCRIPT>", "html-unsafe"),
        ("<form action='x'></form>", "html-unsafe"),
        ("<svg/onload=go()>", "html-unsafe"),
        ('<a href="java\tscript:go()">x</a>', "link-scheme"),
        ('<a href="&#106;avascript:go()">x</a>', "link-scheme"),
        ("<IMG SRC='//example.org/x.png'>", "picture-elsewhere"),
    ],
)
def test_html_is_judged_as_a_browser_reads_it(html, code):
    found = list(check_authored(html, [(7, html)], {}, "a.md", False))
    assert [each.code for each in found] == [code]
    assert [each.line for each in found] in ([7], [0])


@pytest.mark.parametrize("link", ["https://a.org", "mailto:a@b.org", "tel:+1", "a.md", "#x", "../x:y/z.md"])
def test_ordinary_links_are_no_problem(link):
    assert (
        list(check_authored(f'<p><a href="{link}">x</a> <code>&lt;script&gt;</code>', [], {}, "a", True))
        == []
    )


@pytest.mark.parametrize("part", ["{#a", "{"])
def test_the_work_on_a_long_line_grows_with_it_and_not_with_its_square(part):
    def work(times):
        line = "## " + part * times
        begin = time.process_time()
        list(check_headings([line], 1, "a.md", Outline()))
        list(check_authored(line, [(1, line)], {}, "a.md", True))
        return time.process_time() - begin

    # The least of several, in one run: sixteen times the line is 256 times the work where it is looked at
    # again for each of its letters. (Python's own reader of HTML does that with tags that never end.)
    short, long = (min(work(times) for _ in range(3)) for times in (5_000, 80_000))
    assert long < 100 * max(short, 1e-4)
