"""axe on every page, light and dark, with no exclusions; what axe cannot decide is decided elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

from tests.browser import test_contrast
from tests.browser.site import Site

pytestmark = pytest.mark.browser

AXE = AXE_FILE_PATH.read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => {
  const wanted = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations", "incomplete"]};
  const {violations, incomplete, passes} = await axe.run(document, wanted);
  const node = (rule, {target, html}) => [rule.id, target.join(" "), html];
  const told = (rules) => rules.flatMap((rule) => rule.nodes.map((each) => node(rule, each)));
  return {violations: told(violations), incomplete: told(incomplete), ran: passes.length};
}"""

# What axe leaves to people and a check of ours decides: the rule, how the element's markup begins, the check.
DECIDED = (
    # axe cannot see what a text in a drawing lies on.
    ("color-contrast", ("<text", "<tspan"), test_contrast.test_text_stands_out),
)


def axe(page: Page) -> dict[str, Any]:
    page.evaluate(AXE)
    result: dict[str, Any] = page.evaluate(RUN, TAGS)
    assert result["ran"] > 8, "axe ran hardly any rules"
    return result


def undecided(results: list[list[str]]) -> list[list[str]]:
    """Doubts of axe that no check of ours covers."""
    return [
        [rule, target, html]
        for rule, target, html in results
        if not any(rule == known and html.startswith(starts) for known, starts, _ in DECIDED)
    ]


def faults(site: Site, page: Page, names: list[str]) -> dict[str, Any]:
    found = {}
    for name in names:
        site.open(page, name)
        result = axe(page)
        if wrong := result["violations"] + undecided(result["incomplete"]):
            found[name] = wrong
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_on_a_desk(site: Site, page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    assert len(site.pages) >= 30
    assert faults(site, page, site.pages) == {}


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_kind_of_page_on_a_small_phone(site: Site, new_page: Callable[..., Page], language: str) -> None:
    assert faults(site, new_page(320, 640), site.one_of_each(language)) == {}


def test_each_kind_of_page_in_forced_colors(site: Site, page: Page) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    assert faults(site, page, site.one_of_each("en")) == {}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('<html lang="es"', "<html", "html-has-lang"),
        ("<h1", '<p style><a href="#"></a></p><h1', "link-name"),
        ('<main id="content"', '<div id="content"', "landmark-one-main"),
        ('<p class="lead"', '<p role="list" class="lead"', "aria-required-children"),
    ],
)
def test_a_broken_page_fails(site: Site, page: Page, old: str, new: str, rule: str) -> None:
    site.open(page, site.seed("es/about/" if "lead" not in old else site.reports[-1], old, new))
    assert rule in {found[0] for found in axe(page)["violations"]}


def test_a_doubt_of_axe_that_no_check_covers_fails(site: Site, page: Page) -> None:
    site.open(page, "en/about/")
    # Over a picture axe cannot tell the contrast either, but there ours does not look.
    page.evaluate("look.restyle('h1 { background-image: linear-gradient(black, white) }')")
    doubts = undecided(axe(page)["incomplete"])
    assert [rule for rule, *_ in doubts] == ["color-contrast"]
