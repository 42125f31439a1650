"""Everything can be reached with Tab, in order, and one sees where one is; targets are large enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site

pytestmark = pytest.mark.browser

MOST_BEFORE_MAIN = 12


def walk(page: Page, most: int = 400) -> list[dict[str, Any]]:
    """What has the focus after each press of Tab, from the top of the page until it begins again."""
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate("look.focused()")
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"still not at the end after {most} stops, at {stops[-1]['name']}")


def faults(page: Page) -> list[str]:
    stops = walk(page)
    found = list(page.evaluate("look.ordered()"))
    if not (stops and stops[0]["skip"]):
        found.append("the first stop does not skip to the content")
    before = sum(stop["before"] for stop in stops)
    if before > MOST_BEFORE_MAIN:
        found.append(f"{before} stops before the content")
    if len(stops) != (there := page.evaluate("look.stops()")):
        found.append(f"{len(stops)} stops, {there} to be reached")
    for stop in stops:
        if stop["width"] < 2 or stop["ratio"] < 3:
            found.append(f"{stop['name']}: a ring of {stop['width']} px at {stop['ratio']:.1f} to 1")
        if not stop["seen"]:
            found.append(f"{stop['name']}: has the focus, but is out of sight")
    return found


@pytest.mark.parametrize(
    "media", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str
)
def test_a_walk_through_each_kind_of_page(site: Site, page: Page, media: dict[str, Any]) -> None:
    page.emulate_media(**media)
    found = {}
    for name in site.one_of_each("en"):
        site.open(page, name)
        found[name] = faults(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_walk_on_a_phone_in_spanish(site: Site, new_page: Callable[..., Page]) -> None:
    page = new_page(320, 640)
    found = {}
    for name in site.one_of_each("es"):
        site.open(page, name)
        found[name] = faults(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def after_skipping(page: Page) -> str:
    """Where the Tab key goes after the skip link was used: before the content, in it, after it, nowhere."""
    page.keyboard.press("Tab")
    assert page.evaluate("look.focused()")["skip"]
    page.keyboard.press("Enter")
    page.wait_for_timeout(50)
    page.keyboard.press("Tab")
    stop = page.evaluate("look.focused()")
    return "nowhere" if stop is None else "before" if stop["before"] else "in" if stop["main"] else "after"


def test_the_skip_link_skips(site: Site, page: Page) -> None:
    for name in site.one_of_each("es"):
        site.open(page, name)
        links = page.evaluate("document.querySelectorAll('main a').length")
        wanted = {"in"} if links else {"after", "nowhere"}
        assert after_skipping(page) in wanted, name
    site.open(page, site.seed("es/", 'href="#content"', 'href="#nowhere"'))
    assert after_skipping(page) == "before"


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large_enough(site: Site, new_page: Callable[..., Page], width: int) -> None:
    page = new_page(width)
    found = {}
    for name in site.pages:
        site.open(page, name)
        found[name] = page.evaluate("look.tight(24)")
    assert {name: tight for name, tight in found.items() if tight} == {}


def test_targets_of_the_menu_are_larger(site: Site, new_page: Callable[..., Page]) -> None:
    page = new_page(320)
    site.open(page, "es/")
    page.evaluate("document.querySelectorAll('main, body > footer, .skip').forEach((each) => each.remove())")
    assert page.evaluate("look.stops()") >= 5
    assert page.evaluate("look.tight(44)") == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("look.restyle('a:focus-visible { outline: none !important }')", "a ring of 0 px"),
        ("look.restyle('a:focus-visible { outline: 1px solid !important }')", "a ring of 1 px"),
        ("look.restyle('a:focus-visible { outline-color: #ddd !important }')", "at 1."),
        ("document.querySelector('.site-name a').tabIndex = 3", "does not skip"),
        ("document.querySelector('.skip').remove()", "does not skip"),
        (
            "look.restyle('main a { visibility: hidden }'); document.querySelector('h1').tabIndex = 0",
            "to be reached",
        ),
        (
            "look.restyle('main a { position: relative; z-index: -1 } main { background: white }')",
            "out of sight",
        ),
        ("document.querySelector('nav ul').innerHTML += '<a href=\"#\">More</a>'.repeat(9)", "stops before"),
    ],
)
def test_a_page_that_loses_the_keyboard_is_seen(site: Site, page: Page, change: str, found: str) -> None:
    page.emulate_media(color_scheme="light")
    site.open(page, "en/")
    assert faults(page) == []
    site.open(page, "en/")
    page.evaluate(f"() => {{ {change} }}")
    assert any(found in each for each in faults(page))


def test_a_small_target_is_seen(site: Site, page: Page) -> None:
    site.open(page, "en/")
    page.evaluate("document.querySelector('h1').innerHTML = '<a href=\"#\" class=\"x\">x</a>'")
    page.evaluate("look.restyle('.x { font-size: 10px }')")
    assert any(each.startswith("a.x") for each in page.evaluate("look.tight(24)"))
