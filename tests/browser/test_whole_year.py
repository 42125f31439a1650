"""A year on paper: one file, tagged, with an outline, contents that say the page, and no row cut in two."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page

from plugins import printing
from plugins.equity.problems import Problem
from plugins.sheets import places_of
from tests.browser.paper import rows_of, text_of
from tests.browser.site import Site
from tests.browser.test_print import faults_of_pdf

pytestmark = pytest.mark.browser
CODES = ("en", "es")


@pytest.fixture(scope="module")
def printed(site: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The document of the year in each language, as the command makes it."""
    folder = tmp_path_factory.mktemp("paper")
    browser = printing.find_browser()
    assert browser
    for code in CODES:
        found = printing.print_page(browser, page_of(site, code), folder / f"{code}.pdf")
        assert found == []
    assert sorted(each.name for each in folder.iterdir()) == ["en.pdf", "es.pdf"]
    return {code: (folder / f"{code}.pdf").read_bytes() for code in CODES}


def page_of(site: Site, code: str) -> Path:
    return site.folder / code / "2019/whole-year/index.html"


def headings(html: str, pattern: str) -> list[str]:
    found = re.findall(pattern, html, re.DOTALL)
    return [re.sub(r"\s", "", re.sub("<[^>]*>", "", each)) for each in found]


@pytest.mark.parametrize("code", CODES)
def test_it_can_be_read_by_ear_and_by_its_outline(site: Site, printed: dict[str, bytes], code: str) -> None:
    pdf = printed[code]
    assert faults_of_pdf(pdf, code) == []
    assert re.search(rb"/Outlines \d+ 0 R", pdf)
    assert re.search(rb"/DisplayDocTitle true", pdf)
    levels = {each: len(re.findall(rb"/S /%s\b" % each, pdf)) for each in (b"H1", b"H2", b"H3", b"H6")}
    articles = page_of(site, code).read_text("utf-8").count("<article")
    assert (levels[b"H1"], levels[b"H2"], levels[b"H6"]) == (1, articles + 5, 0)
    assert levels[b"H3"] > 5 * articles
    # A heading that wraps keeps the space between its lines.
    titles = re.findall(r"<h2[^>]*--title[^>]*>(.*?)</h2>", page_of(site, code).read_text("utf-8"))
    titles = [each for each in titles if re.fullmatch(r"[A-Za-z0-9 ,]+", each) and len(each) > 60]
    assert titles or code != "en"
    assert [each for each in titles if f"/Title ({each})".encode() not in pdf] == []


@pytest.mark.parametrize("code", CODES)
def test_every_report_is_in_it(site: Site, printed: dict[str, bytes], code: str) -> None:
    html = page_of(site, code).read_text("utf-8")
    sheets = text_of(printed[code])
    assert 4 * html.count("<article") < len(sheets) < 15 * html.count("<article")
    titles = headings(html, r"<h2[^>]*--title[^>]*>(.*?)</h2>")
    findings = headings(html, r'<h4 class="finding"[^>]*>(.*?)</h4>')
    assert len(titles) >= 4
    assert len(findings) >= 6
    whole = "".join(sheets)
    # A long word may be joined of other letters (ligatures), which the table of letters undoes.
    assert [each for each in (*titles, *findings) if unescaped(each) not in whole] == []
    for at, title in enumerate(sheets, 1):
        assert title.startswith(f"{at}/{len(sheets)}") or title.endswith(f"{at}/{len(sheets)}")


def unescaped(text: str) -> str:
    return text.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")


@pytest.mark.parametrize("code", CODES)
def test_the_contents_say_the_sheet_of_each_part(printed: dict[str, bytes], site: Site, code: str) -> None:
    sheets, places = text_of(printed[code]), places_of(printed[code])
    html = page_of(site, code).read_text("utf-8")
    contents = re.findall(
        r'<a href="#([^"]*)">(.*?)</a></li>', html.partition('id="contents"')[2].partition("</section>")[0]
    )
    assert len(contents) >= 7
    for id_, title in contents:
        words = re.sub(r"\s", "", unescaped(title))
        assert words in sheets[places[id_] - 1]
        assert f"{words}{places[id_]}" in sheets[0]
    assert len({places[id_] for id_, _ in contents}) >= 5


@pytest.mark.parametrize("code", CODES)
def test_no_row_of_a_table_is_cut(printed: dict[str, bytes], code: str) -> None:
    rows = rows_of(printed[code])
    assert len(rows) > 50
    assert all(len(each) == 1 for each in rows)


def test_a_cut_row_is_seen(site: Site, page: Page) -> None:
    """The same document without the rule that keeps rows whole, its rows grown longer than a sheet."""
    site.open(page, "en/2019/whole-year/")
    page.evaluate(
        "document.querySelectorAll('tr td:last-child').forEach((x) => x.innerText = 'x\\n'.repeat(90))"
    )
    assert any(len(each) > 1 for each in rows_of(page.pdf(tagged=True)))


def test_nothing_of_this_machine_is_in_it(site: Site, printed: dict[str, bytes]) -> None:
    for pdf in printed.values():
        assert b"file:" not in pdf
        links = re.findall(rb"/URI \(([^)]*)\)", pdf)
        assert any(each.startswith(site.address.encode()) for each in links)
        assert all(each.startswith((b"http:", b"https:", b"mailto:")) for each in links)


def test_two_printings_are_the_same_bytes(site: Site, printed: dict[str, bytes], tmp_path: Path) -> None:
    found = printing.print_page(printing.find_browser() or "", page_of(site, "en"), tmp_path / "again.pdf")
    assert found == []
    assert (tmp_path / "again.pdf").read_bytes() == printed["en"]
    dates = re.findall(rb"Date \(D:(\d{8})", printed["en"])
    assert len(dates) == 2
    assert len(set(dates)) == 1


def test_a_browser_that_fails_is_told_and_leaves_nothing(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "x" / "year.pdf"
    for path in (shutil.which("false") or "", str(tmp_path / "nothing-here")):
        found = printing.print_page(path, page_of(site, "en"), target)
        assert isinstance(found, Problem)
        assert found.code == "browser-failed"
        assert list(target.parent.iterdir()) == []


def test_what_is_only_for_paper_and_what_is_not(site: Site, page: Page) -> None:
    site.open(page, "en/2019/whole-year/")
    shown = "(all) => [...document.querySelectorAll(all)].filter((each) => each.checkVisibility()).length"
    assert page.evaluate(shown, ".link-notes") == 0
    assert page.evaluate(shown, ".screen-only") > 0
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(shown, ".link-notes") >= 3
    assert page.evaluate(shown, ".screen-only") == 0
    assert page.evaluate(shown, ".chart-narrow") == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
