"""On paper: ink on paper, no menus, tables open, tagged for those who read the file by ear."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site

pytestmark = pytest.mark.browser

HIDDEN = ".skip, .menu, .languages, .figure .download"
VISIBLE = """(selector) =>
  [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility()).map(look.name)"""
FOLD = """() => {
  const table = document.querySelector("figure table");
  const details = document.createElement("details");
  details.append(Object.assign(document.createElement("summary"), { textContent: "x" }));
  table.replaceWith(details);
  details.append(table);
}"""
UNFOLDED = """() => {
  const table = document.querySelector("details table");
  return table.checkVisibility() && table.getBoundingClientRect().height > 50;
}"""


def paper(page: Page, scheme: str = "dark") -> None:
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]


def test_paper_has_no_menus(site: Site, page: Page) -> None:
    for name in site.pages:
        site.open(page, name)
        page.emulate_media(media="screen")
        if name != "404.html":
            assert page.evaluate(VISIBLE, ".menu") != [], name
        paper(page)
        assert page.evaluate(VISIBLE, HIDDEN) == [], name
        assert page.evaluate(VISIBLE, "h1") != [], name


def test_paper_is_white_even_for_those_who_read_in_the_dark(site: Site, page: Page) -> None:
    site.open(page, site.reports[0])
    colors = "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    page.emulate_media(media="screen", color_scheme="dark")
    assert page.evaluate(colors)[0] != "rgb(255, 255, 255)"
    paper(page)
    assert page.evaluate(colors) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def test_folded_tables_are_open_on_paper(site: Site, page: Page) -> None:
    site.open(page, site.reports[0])
    page.evaluate(FOLD)
    page.emulate_media(media="screen")
    assert page.evaluate(UNFOLDED) is False
    paper(page)
    assert page.evaluate(UNFOLDED) is True
    assert page.evaluate(VISIBLE, "details > summary") == []


def faults_of_pdf(pdf: bytes, language: str) -> list[str]:
    """What is missing in a PDF for those who do not see it; it is plain where Chromium says so."""
    wanted = {
        "not tagged": rb"/StructTreeRoot\b.*/Marked true|/Marked true.*/StructTreeRoot\b",
        "no headings": rb"/S /H1\b",
        "no tables": rb"/S /Table\b",
        "no heads of rows": rb"/Scope /Row\b",
        "no text for the drawings": rb"/S /Figure\b.*?/Alt |/Alt .*?/S /Figure\b",
        "not its language": rb"/Lang \(" + language.encode() + rb"\)",
    }
    return [fault for fault, pattern in wanted.items() if not re.search(pattern, pdf, re.DOTALL)]


def test_a_report_as_a_file_to_read_by_ear(site: Site, page: Page) -> None:
    for name in site.reports:
        site.open(page, name)
        pdf = page.pdf(tagged=True, prefer_css_page_size=True)
        assert faults_of_pdf(pdf, name[:2]) == [], name
        sheets = len(re.findall(rb"/Type /Page\b", pdf))
        assert 2 <= sheets <= 12, f"{name} takes {sheets} sheets"


def test_a_file_without_tags_is_seen(site: Site, page: Page) -> None:
    site.open(page, site.reports[0])
    faults = faults_of_pdf(page.pdf(tagged=False), "en")
    assert "not tagged" in faults
    assert "no headings" in faults
