"""What authors write is on the page as they meant it, and nothing of it disappears."""

import pytest

from tests.site.mistakes import EN, Mistake, R, files_with, one
from tests.site.pages import read_page

pytestmark = pytest.mark.site
GLOSSARY = "content/glossary/en.md"


def built(make, run, *changes):
    root = make(files_with(Mistake("", changes, ())))
    done = run(root, ["build", "--preview", "--output", str(root / "shown")])
    assert (done.status, done.err) == (0, "")
    return lambda address: read_page(root / f"shown/{address}index.html")


def test_headings_with_signs_and_emphasis_are_written_once_escaped(make, run):
    page = built(
        make, run,
        (EN, "## The problem {#problem}", "## Facts & *figures* <5 {#problem .wide}"),
        (EN, "### More time {#more-time}", "### Teams & *parents* {#more-time .wide}"),
        (GLOSSARY, "## Cohort {#cohort}", "## Q & A {#cohort}"),
    )  # fmt: skip
    report = page("en/2019/finish/")
    assert report.one("section", id="problem").one("h2").words == "Facts & figures <5"
    assert report.one("h3", id="more-time").words == "Teams & parents"
    assert "Teams & parents: adjusted" in report.one("ol", of="log").words
    assert report.one("section", id="interventions").one("dl", of="facts").all("dt")
    assert report.one("a", of="term").words.lower() == "q & a"
    assert page("en/glossary/").one("section", id="cohort").one("h2").words == "Q & A"


def test_text_before_the_first_section_is_shown(make, run):
    page = built(
        make, run,
        (EN, "## The problem", "A word *before* all.\n\n## The problem"),
        (GLOSSARY, "## Cohort", "Words we share.\n\n## Cohort"),
    )  # fmt: skip
    assert "A word before all." in page("en/2019/finish/").one("main").words
    assert "Words we share." in page("en/glossary/").one("main").words


def test_title_and_summary_are_text_and_not_html(make, run):
    page = built(make, run, (EN, "Title: The gap narrowed", "Title: Black & white: <b>one</b> gap"))
    report = page("en/2019/finish/")
    assert report.one("h1").words == "Black & white: <b>one</b> gap"
    assert report.one("title").words == "Black & white: <b>one</b> gap | Small site"


def test_code_shows_directives_as_text(make, run):
    page = built(make, run, (EN, "Before", "`[[value nothing]]`\n\n```\n[[figure nothing]]\n```\n\nBefore"))
    assert [each.words for each in page("en/2019/finish/").all("code")] == [
        "[[value nothing]]",
        "[[figure nothing]]",
    ]


def test_a_link_leads_to_a_page_that_the_site_makes_in_the_language_of_the_text(make, run):
    links = "[a](/methods/), [b](/methods/risk_ratio/), [c](/data/schools/), [d](/glossary/#gap), [e](/data)"
    page = built(make, run, ("content/pages/about/es.md", "Así.", links), (EN, "Before", f"{links} Before"))
    found = {each.words: each["href"] for each in page("es/about/").one("main").all("a")}
    assert found == {
        "a": "../methods/", "b": "../methods/risk_ratio/", "c": "../data/schools/", "d": "../glossary/#gap",
        "e": "../data/",
    }  # fmt: skip
    report = {each.words: each["href"] for each in page("en/2019/finish/").one("main").all("a")}
    assert report["b"] == "../../methods/risk_ratio/"


def test_a_link_between_texts_leads_to_the_page_in_the_reader_s_language(make, run):
    page = built(make, run)
    for code, title in (("en", "about"), ("es", "about")):
        links = [each["href"] for each in page(f"{code}/2019/finish/").one("section", id="problem").all("a")]
        assert f"../../{title}/" in links


def test_a_download_of_a_figure_that_is_not_on_the_page_has_its_file(make, run):
    page = built(make, run, (EN, "[[download where-we-are]]", "[[download over-time | All the years]]"))
    report = page("en/2019/finish/")
    (link,) = [
        each for each in report.one("section", id="interventions").all("a") if each.words == "All the years"
    ]
    assert link["href"] == "over-time.csv"
    assert "over-time.csv" in [each["href"] for each in report.one("section", id="numbers").all("a")]


def test_a_preview_shows_the_words_of_a_report_whose_facts_are_wrong(make, run):
    """Each figure and value is a box that says what is wrong with the facts."""
    root = make(files_with(one("", R, "place: ct", "place: c", "place:", "place-unknown")))
    done = run(root, ["build", "--preview", "--output", str(root / "shown")])
    assert (done.status, done.told) == (0, [(R, 6, "place-unknown")])
    words = read_page(root / "shown/es/2019/finish/index.html").one("main").words
    assert words.count("Did you mean 'ct'?") == 5  # a figure, three values, a download
    assert "El problema" in words


def test_without_facts_nothing_is_published(make, run):
    root = make(files_with(one("", R, "place: ct", "place: c", "place:", "place-unknown")))
    assert run(root, ["publish"]).status == 1
    assert not (root / "output").exists()
