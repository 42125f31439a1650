"""What a page is made of: headings, landmarks, names; and drawings that show what their tables say."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site

pytestmark = pytest.mark.browser


def everywhere(site: Site, page: Page, check: str, names: list[str]) -> dict[str, list[str]]:
    found = {}
    for name in names:
        site.open(page, name)
        found[name] = page.evaluate(check)
    return {name: faults for name, faults in found.items() if faults}


def test_headings_landmarks_and_names(site: Site, page: Page) -> None:
    assert everywhere(site, page, "look.skeleton()", site.pages) == {}


def test_every_drawing_has_a_name_or_is_decoration(site: Site, page: Page) -> None:
    assert everywhere(site, page, "look.nameless()", site.pages) == {}


def test_every_page_says_the_language_of_its_address(site: Site) -> None:
    said = {name: re.findall(r'<html lang="([^"]+)" dir="ltr"', site.html(name)) for name in site.pages}
    assert said == {name: [name[:2] if name[2:3] == "/" else "en"] for name in site.pages}


def test_every_page_has_a_title_of_its_own(site: Site) -> None:
    titles: dict[str, list[str]] = {}
    for name in site.pages:
        found = re.search(r"<title>([^<]+)</title>", site.html(name))
        assert found, name
        titles.setdefault(found[1], []).append(name)
    # The root shows the home page of the first language.
    assert [names for names in titles.values() if len(names) > 1] == [["", "en/"]]


def test_drawings_show_the_numbers_of_their_tables(site: Site, page: Page) -> None:
    drawn = {name: site.html(name).count('class="chart"') for name in site.reports}
    assert all(drawn.values()), drawn
    assert all("has-bars" in site.html(name) for name in site.reports)
    assert everywhere(site, page, "[...look.untrueLines(), ...look.untrueBars()]", site.reports) == {}


@pytest.mark.parametrize(
    ("change", "check", "found"),
    [
        ("document.querySelector('main').append(document.createElement('h1'))", "skeleton", "2 of h1"),
        ("document.querySelector('h2').outerHTML = '<h4>Far down</h4>'", "skeleton", "a step from h1"),
        ("document.querySelector('main').outerHTML = '<div></div>'", "skeleton", "0 of main"),
        ("document.querySelector('h2').id = document.querySelector('main').id", "skeleton", "two elements"),
        ("document.querySelector('figure .finding').id = 'x'", "skeleton", "which is not there"),
        ("document.querySelector('nav').removeAttribute('aria-label')", "skeleton", "told apart"),
        ("document.querySelector('.chart svg').removeAttribute('aria-label')", "nameless", "svg.chart-svg"),
        ("document.querySelector('.bar').removeAttribute('aria-hidden')", "nameless", "svg.bar"),
        ("document.querySelector('h1').innerHTML = '<img src=\"\">'", "nameless", "img"),
        ("document.querySelector('.point > *').remove()", "untrueLines", "points"),
        (
            "document.querySelector('.point > *').setAttribute('transform', 'translate(54,9)')",
            "untrueLines",
            "at 9",
        ),
        ("document.querySelector('.end-value').textContent = '12.3%'", "untrueLines", "12.3% at the end"),
        (
            "document.querySelector('.chart ~ table .cell-value').textContent = '12.3%'",
            "untrueLines",
            "a point at",
        ),
        (
            "put('.series', 'stroke-dasharray', '2 9'); put('.point > *', 'd', 'M0,0h9')",
            "untrueLines",
            "by color",
        ),
        ("document.querySelector('.bar rect').setAttribute('width', '50%')", "untrueBars", "not"),
    ],
)
def test_a_fault_in_a_page_is_seen(site: Site, page: Page, change: str, check: str, found: str) -> None:
    site.open(page, site.reports[0])
    assert page.evaluate(f"look.{check}()") == []
    page.evaluate(
        """(change) => {
          const all = (selector) => document.querySelectorAll(selector);
          const put = (selector, ...pair) => all(selector).forEach((each) => each.setAttribute(...pair));
          new Function("put", change)(put);
        }""",
        change,
    )
    assert any(found in each for each in page.evaluate(f"look.{check}()"))
