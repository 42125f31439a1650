"""The publish checklist: report by report, errors block and warnings do not, and what is fine is said."""

import re

import pytest

from plugins.checklist import Checklist, Group, as_text, group_of
from plugins.equity.problems import WARNING, Problem
from tests.site.mistakes import EN, files_with, one
from tests.site.pages import read_page
from tests.site.projects import EN as WORDS
from tests.site.projects import REPORTS

BROKEN = one("", EN, "[[figure where-we-are", "[[figure where-we-ar", "", "figure-unknown")


@pytest.mark.parametrize(
    ("path", "group"),
    [
        ("content/reports/2019/finish/en.md", "2019/finish"),
        ("content/reports/2019/finish/report.yaml", "2019/finish"),
        ("content/reports/2019/cycle.yaml", "2019 (the year)"),
        ("content/reports/2019/published.json", "2019 (the year)"),
        ("content/pages/about/es.md", "page about"),
        ("content/glossary/en.md", "glossary"),
        ("content/site.yaml", "content/site.yaml"),
        ("datapackages/schools/data/places.csv", "data package schools"),
        ("theme/translations/es/site.po", "words of the site, es"),
    ],
)
def test_each_file_belongs_to_what_people_know(path, group):
    assert group_of(path) == group


def test_what_stops_comes_first_and_each_line_says_where_and_what_to_do():
    stop = Problem("b/x", 3, "a-b", "It is wrong.", "Mend it.")
    looks = tuple(Problem("a/x", n, "a-b", "Odd.", "Look.", WARNING) for n in range(1, 6))
    text = as_text(Checklist((Group("b", (stop,)), Group("a", looks)), ("things: 2",)))
    assert text.split("\n")[1:] == [
        "Before you publish:",
        "  b",
        "    stops: b/x:3: It is wrong. To do: Mend it.",
        "  a",
        *(f"    to look at: a/x:{n}: Odd. To do: Look." for n in (1, 2, 3)),
        "    to look at: 2 more in a",
        "  in order: things: 2",
        "1 thing stops the public site.",
    ]


def test_a_check_without_faults_says_what_is_in_order(make, run):
    first, *listed = run(make()).out.strip().split("\n")
    assert first == "no problems. 1 data packages, 1 reports, 4 texts, 2 languages."
    assert listed == [
        "",
        "Before you publish:",
        "  in order: data packages that passed every check: 1 (schools)",
        "  in order: reports with nothing left to do: 1 (2019/finish)",
        "  in order: what reports take from the data: 2 figures and 7 numbers for their texts",
        "  in order: drafts, which are not published: 1 (2019)",
        "  in order: texts that were read: 4",
        "  in order: languages in which the site has all its words: 2 (en, es)",
        "Nothing stops the public site.",
    ]


def test_a_check_with_a_fault_names_report_file_line_and_remedy(make, run):
    done = run(make(files_with(BROKEN)))
    assert done.status == 1
    assert f"  2019/finish\n    stops: {EN}:8: There is no figure called 'where-we-ar'" in done.out
    assert "To do: Did you mean 'where-we-are'?" in done.out
    assert "reports with nothing left to do" not in done.out
    assert done.out.rstrip().endswith("1 thing stops the public site.")


def test_a_warning_stops_nothing(make, run):
    text = WORDS.replace("Now [[value latest]]", "[[write | Say it?]] [[value latest]]")
    done = run(make({f"{REPORTS}/en.md": text}))
    assert done.status == 0
    assert f"to look at: {EN}:6: Still to write: Say it?" in done.out
    assert done.out.rstrip().endswith("Nothing stops the public site.")


def test_the_preview_has_the_list_as_a_page_that_every_page_leads_to(make, run):
    root = make(files_with(BROKEN))
    assert run(root, ["build", "--preview"]).status == 0
    page = read_page(root / ".preview/checklist/index.html")
    text = page.words
    assert "1 thing stops the public site." in text
    assert "There is no figure called 'where-we-ar'" in text
    assert "Did you mean 'where-we-are'?" in text
    assert f"{EN}:8" in text
    raw = (root / ".preview/checklist/index.html").read_text("utf-8")
    assert [int(each) for each in re.findall(r"<h([1-6])", raw)] == [1, 2, 3, 2]
    assert raw.count('<ul lang="en" dir="ltr">') == 2  # the messages are English in every language
    for name in ("index.html", "en/about/index.html", "es/2019/finish/index.html", "checklist/index.html"):
        html = (root / ".preview" / name).read_text("utf-8")
        (href,) = re.findall(r'href="([^"]*checklist/|\./)">(?:Before you publish|Antes de publicar)<', html)
        assert ((root / ".preview" / name).parent / href / "index.html").resolve() == (
            root / ".preview/checklist/index.html"
        ).resolve()


def test_the_public_site_has_no_such_page_and_no_link_to_it(make, run):
    root = make()
    assert run(root, ["publish"]).status == 0
    assert not (root / "output/checklist").exists()
    assert [
        each for each in (root / "output").rglob("*.html") if "checklist" in each.read_text("utf-8")
    ] == []


def test_the_list_of_a_site_begins_with_what_stops_it(make, run):
    text = WORDS.replace("Now [[value latest]]", "[[write | Say it?]] [[value latest]]")
    page = "Title: About\nSummary: Us.\n\n## Why {#why}\n\n[[write | Say why?]]\n"
    done = run(make({f"{REPORTS}/en.md": text, "content/pages/about/en.md": page}))
    titles = re.findall(r"^  (\S.*)$", done.out, re.M)
    assert titles[:2] == ["page about", "2019/finish"]
    assert done.out.rstrip().endswith("1 thing stops the public site.")
