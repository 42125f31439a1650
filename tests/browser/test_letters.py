"""Every letter is large enough, whole, and alone in its place, on every screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site

pytestmark = pytest.mark.browser

CHECKS = ("look.small(12)", "look.cut()", "look.collisions()", "look.struck()")


@pytest.mark.parametrize("width", [320, 375, 640, 1280])
def test_letters_on_every_page(site: Site, new_page: Callable[..., Page], width: int) -> None:
    page = new_page(width)
    found = {}
    for name in site.pages:
        site.open(page, name)
        for check in CHECKS:
            if faults := page.evaluate(check):
                found[name, check] = faults
    assert found == {}


@pytest.mark.parametrize(
    ("change", "check", "found"),
    [
        ("label.setAttribute('font-size', 9)", "look.small(12)", "text.axis-label"),
        ("drawing.style.inlineSize = '300px'", "look.small(12)", "px"),
        ("label.setAttribute('x', -200)", "look.cut()", "text.axis-label"),
        ("label.textContent = 'Somebody…'", "look.cut()", "Somebody"),
        (
            "label.nextElementSibling.setAttribute('y', label.getAttribute('y'))",
            "look.collisions()",
            "axis-label",
        ),
        ("document.querySelector('h1').style.height = '5px'", "look.collisions()", "h1"),
        ("put(label, drawing.querySelector('.series path'))", "look.struck()", "text.axis-label"),
    ],
)
def test_a_misplaced_letter_is_seen(site: Site, page: Page, change: str, check: str, found: str) -> None:
    site.open(page, site.reports[0])
    assert page.evaluate(check) == []
    page.evaluate(
        """(change) => {
          const drawing = [...document.querySelectorAll(".chart svg")].find((each) => each.checkVisibility());
          const label = drawing.querySelector(".axis-label-y");
          const put = (text, line) => {
            const { x, y } = line.getPointAtLength(80);
            text.setAttribute("x", x + 10);
            text.setAttribute("y", y + 4);
          };
          new Function("drawing", "label", "put", change)(drawing, label, put);
        }""",
        change,
    )
    assert any(found in each for each in page.evaluate(check))
