"""Every page in every language at the parallel address, marked with its language, linked to its sisters."""

import os
from pathlib import PurePosixPath

import pytest

from tests.site.pages import read_page

pytestmark = pytest.mark.site
LANGUAGES = {"en": ("English", "ltr"), "es": ("Español", "ltr")}


def addresses(site, language: str) -> set[str]:
    folder = site.output / language
    return {each.parent.relative_to(folder).as_posix() for each in folder.rglob("index.html")}


def all_pages(site):
    return [each for each in sorted(site.output.rglob("*.html")) if each.name != "404.html"]


def leads_to(site, page, href: str) -> str:
    """The address that a link leads to, from the site's root."""
    here = page.parent.relative_to(site.output).as_posix()
    return PurePosixPath(os.path.normpath(f"/{here}/{href}")).as_posix().strip("/")


def test_every_address_exists_in_every_language(site):
    english = addresses(site, "en")
    assert english == addresses(site, "es")
    reports = {"2019/chronic-absence-by-meals", "2019/english-learners-graduation", "2019/suspension-by-race"}
    packages = {
        f"data/{name}" for name in ("ct-graduation", "ct-chronic-absence", "ct-suspension", "ct-enrollment")
    }
    plain = {".", "2019", "about", "accessibility", "data", "glossary", "how-to-read"}
    assert reports | packages | plain <= english


def test_downloads_stand_beside_the_page_in_every_language(site):
    files = {
        code: {each.relative_to(site.output / code) for each in (site.output / code).rglob("*.csv")}
        for code in LANGUAGES
    }
    assert files["en"] == files["es"]
    # The document of a year shows the figures of its reports again, and leads to the downloads beside those.
    pages = [page for page in all_pages(site) if "en" in page.parts and page.parent.name != "whole-year"]
    figures = sum(len(read_page(page).all("figure")) for page in pages)
    scorecards = [page for page in pages if page.parent.name == "scorecard"]
    assert len(files["en"]) == figures + len(scorecards)


def test_a_page_says_its_language_and_direction(site):
    for path in all_pages(site):
        html = read_page(path).one("html")
        code = path.relative_to(site.output).parts[0] if path.parent != site.output else "en"
        assert (html["lang"], html["dir"]) == (code, LANGUAGES[code][1]), path


def test_language_links_lead_to_the_same_page_and_are_named_in_their_own_words(site):
    for path in all_pages(site):
        address = path.parent.relative_to(site.output).as_posix()
        rest = "/".join(address.split("/")[1:]) if path.parent != site.output else ""
        links = read_page(path).one("nav", of="languages").all("a")
        assert [(each["lang"], each.words) for each in links] == [
            (code, name) for code, (name, _) in LANGUAGES.items()
        ]
        for each in links:
            assert each["hreflang"] == each["lang"]
            assert leads_to(site, path, each["href"]) == f"{each['lang']}/{rest}".strip("/"), path
        (current,) = [each for each in links if "aria-current" in each.attributes]
        assert current["lang"] == read_page(path).one("html")["lang"]


def test_no_word_of_one_language_stands_in_the_other(site):
    """The menu and footer, which are the same on every page: no English word of them on a Spanish page."""
    words = {}
    for code in LANGUAGES:
        page = site.page(f"{code}/about/")
        parts = [page.one("nav", of="menu"), page.one("footer"), page.one(of="skip")]
        words[code] = {
            each.words
            for part in parts
            for each in [*part.all("a"), *part.all("p"), part]
            if each.tag in "ap"
        }
    assert len(words["en"]) == len(words["es"]) > 6
    assert words["en"] & words["es"] == set()


def test_the_page_for_wrong_addresses_speaks_every_language(site):
    page = site.page("404.html")
    parts = page.all("section", of="lost")
    assert [each["lang"] for each in parts] == list(LANGUAGES)
    assert len({each.words for each in parts}) == len(LANGUAGES)
    assert [each.one("a")["href"] for each in parts] == ["/en/", "/es/"]


def test_the_root_is_the_default_language_with_the_choice_of_languages(site):
    root, home = site.page(""), site.page("en/")
    assert root.one("main").one("nav", of="languages")
    assert root.one("h1").words == home.one("h1").words
    assert [each.words for each in root.all("h2")] == [each.words for each in home.all("h2")]
