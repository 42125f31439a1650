"""Text at 4.5 to 1 and marks of drawings at 3 to 1, whatever colors a reader has asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site

FIGURES = "en/2019/chronic-absence-by-meals/"
"""A report with every kind of mark."""

pytestmark = pytest.mark.browser

MODES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "more contrast": {"color_scheme": "light", "contrast": "more"},
    "forced, dark": {"color_scheme": "dark", "forced_colors": "active"},
    "forced, light": {"color_scheme": "light", "forced_colors": "active"},
    "print": {"color_scheme": "dark", "media": "print"},
}


@pytest.mark.parametrize("mode", MODES)
def test_text_stands_out(site: Site, page: Page, mode: str) -> None:
    page.emulate_media(**MODES[mode])
    found = {}
    for name in site.pages:
        site.open(page, name)
        found[name] = page.evaluate("look.faintText(4.5)")
    assert {name: faint for name, faint in found.items() if faint} == {}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("width", [375, 1280])
def test_marks_stand_out(site: Site, new_page: Callable[..., Page], mode: str, width: int) -> None:
    page = new_page(width)
    page.emulate_media(**MODES[mode])
    found = {}
    for name in site.reports:
        site.open(page, name)
        result = page.evaluate("look.faintMarks(3)")
        assert result["seen"] > 40, f"{name} shows hardly any mark"
        found[name] = result["faint"]
    assert {name: faint for name, faint in found.items() if faint} == {}


@pytest.mark.parametrize(
    ("css", "found"),
    [
        (".lead { color: #888 !important }", "p.lead"),
        (".lead { opacity: .5 }", "p.lead"),
        (".lead { background: #666 !important }", "p.lead"),
        (".chart .axis-label { fill: #999 !important }", "text.axis-label"),
        (".chart .end-label { fill-opacity: .4 }", "text.end-label"),
        (".chart .end-label { fill: none !important }", "text.end-label"),
    ],
)
def test_faint_text_is_seen(site: Site, page: Page, css: str, found: str) -> None:
    page.emulate_media(color_scheme="light")
    site.open(page, site.reports[0])
    page.evaluate("(css) => look.restyle(css)", css)
    faint = page.evaluate("look.faintText(4.5)")
    assert faint
    assert all(each.startswith(found) for each in faint), faint


def test_marks_lost_in_forced_colors_are_seen(site: Site, page: Page) -> None:
    page.emulate_media(**MODES["forced, dark"])
    site.open(page, site.reports[0])
    page.evaluate("look.restyle('.bar-subject, .chart .series path { fill: Canvas; stroke: Canvas }')")
    faint = page.evaluate("look.faintMarks(3)")["faint"]
    assert "bar-subject: 1.00" in faint
    assert [each for each in faint if each.startswith("series")]


@pytest.mark.parametrize(
    ("css", "found"),
    [
        (".bar-other { fill: #bbb !important }", "bar-other"),
        (".chart .series-comparison { stroke-opacity: .3 }", "series-comparison"),
        (".chart .point-subject { fill: #ddd !important }", "point point-subject"),
        (".chart .band { fill-opacity: .9 !important }", "series-subject on its band"),
        (".chart .series { stroke-width: .5 !important }", "a line of 0."),
    ],
)
def test_faint_marks_are_seen(site: Site, page: Page, css: str, found: str) -> None:
    page.emulate_media(color_scheme="light")
    site.open(page, FIGURES)
    page.evaluate("(css) => look.restyle(css)", css)
    assert [each for each in page.evaluate("look.faintMarks(3)")["faint"] if found in each]
