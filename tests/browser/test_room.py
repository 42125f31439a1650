"""Nothing sticks out or is cut off: small screens, 400 % zoom, wide spacing, long words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site

pytestmark = pytest.mark.browser

# Window, and how many device pixels make one CSS pixel. The third is a window of 1280 x 1024 at 400 %.
SCREENS = {"320": (320, 640, 1), "256": (256, 512, 1), "400 %": (320, 256, 4)}
TREATMENTS = {"plain": "0", "spaced out": "look.spaceOut()", "long words": "look.lengthen()"}


def too_wide(site: Site, page: Page, treatment: str, names: list[str]) -> dict[str, list[str]]:
    found = {}
    for name in names:
        site.open(page, name)
        page.evaluate(treatment)
        found[name] = page.evaluate("look.tooWide()")
    return {name: faults for name, faults in found.items() if faults}


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_fits(site: Site, new_page: Callable[..., Page], screen: str) -> None:
    width, height, ratio = SCREENS[screen]
    page = new_page(width, height, device_scale_factor=ratio)
    assert too_wide(site, page, TREATMENTS["plain"], site.pages) == {}


@pytest.mark.parametrize("treatment", ["spaced out", "long words"])
def test_every_page_fits_with_other_text(site: Site, new_page: Callable[..., Page], treatment: str) -> None:
    for width in (320, 1280):
        assert too_wide(site, new_page(width), TREATMENTS[treatment], site.pages) == {}


def test_labels_of_drawings_are_whole_when_spaced_out(site: Site, new_page: Callable[..., Page]) -> None:
    found = {}
    for width in (320, 375, 1280):
        page = new_page(width)
        for name in site.reports:
            site.open(page, name)
            page.evaluate("look.spaceOut()")
            found[width, name] = page.evaluate("look.cut(true)")
    assert {where: cut for where, cut in found.items() if cut} == {}
    page.evaluate(
        "look.restyle('.chart svg { overflow: hidden } .end-label { letter-spacing: 1em !important }')"
    )
    assert page.evaluate("look.cut(true)") != []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("lead.style.minInlineSize = '400px'", "the page is"),
        ("lead.style.whiteSpace = 'nowrap'; lead.style.overflow = 'hidden'", "cut off: p.lead"),
        ("lead.style.whiteSpace = 'nowrap'; lead.style.overflow = 'auto'", "not by keyboard: p.lead"),
        ("lead.style.marginInlineStart = '-60px'", "out of the window: p.lead"),
    ],
)
def test_a_misfit_is_seen(site: Site, new_page: Callable[..., Page], change: str, found: str) -> None:
    page = new_page(320, 640)
    site.open(page, site.reports[0])
    assert page.evaluate("look.tooWide()") == []
    page.evaluate(f"() => {{ const lead = document.querySelector('.lead'); {change}; }}")
    assert any(found in each for each in page.evaluate("look.tooWide()"))


def test_the_treatments_change_the_text(site: Site, page: Page) -> None:
    site.open(page, "en/about/")
    measure = """() => {
      const first = document.querySelector("main p");
      return [first.getBoundingClientRect().height, first.innerText.length];
    }"""
    height, length = page.evaluate(measure)
    page.evaluate("look.spaceOut()")
    assert page.evaluate("getComputedStyle(document.querySelector('main p')).letterSpacing") != "normal"
    page.evaluate("look.lengthen()")
    taller, longer = page.evaluate(measure)
    assert longer > 1.2 * length
    assert taller > height
