"""A page needs nothing but itself: no script, nobody else's server, and every link of it leads somewhere."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, Response

from tests.browser.site import Site

pytestmark = pytest.mark.browser

# A report with five charts, its style sheet included, as it goes over the line.
BUDGET = 60_000
SHOWN = """[...document.querySelectorAll(".chart svg, .bar, .track")]
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height > 9).length"""


def disturbances(site: Site, page: Page, names: list[str], expected: int = 200) -> list[str]:
    """Errors in the console, requests to others, answers that are not what was expected."""
    found: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            found.append(f"console: {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith(site.address):
            found.append(f"asks {request.url}")

    def answered(answer: Response) -> None:
        wanted = expected if answer.request.is_navigation_request() else 200
        if answer.status != wanted:
            found.append(f"{answer.status} for {answer.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: found.append(f"script: {error}"))
    page.on("request", asked)
    page.on("response", answered)
    for name in names:
        site.open(page, name)
    return found


def test_every_page_loads_in_peace(site: Site, page: Page) -> None:
    assert disturbances(site, page, site.pages) == []


def test_a_wrong_address_deep_in_the_site_gets_a_whole_page(site: Site, page: Page) -> None:
    found = disturbances(site, page, ["en/2019/nothing/here/"], expected=404)
    # The browser itself notes the wrong address; nothing else may be amiss.
    assert [each for each in found if "status of 404" not in each] == []
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"
    page.click("main a")
    assert page.url == site.address + "en/"


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ('<img src="https://example.org/x.png" alt="">', "console: "),
        ('<p style="color: red">red</p>', "console: "),
        ('<img src="missing.png" alt="">', "404 for"),
        ("<script>document.title = 1</script>", "console: "),
    ],
)
def test_a_disturbance_is_seen(site: Site, page: Page, new: str, found: str) -> None:
    seeded = site.seed("en/about/", "<h1>", new + "<h1>")
    assert any(each.startswith(found) for each in disturbances(site, page, [seeded]))


def test_no_page_holds_a_script(site: Site) -> None:
    pattern = re.compile(r"<script|\son\w+=|javascript:", re.IGNORECASE)
    assert {name: found for name in site.pages if (found := pattern.findall(site.html(name)))} == {}
    assert list(site.folder.rglob("*.js")) == []
    assert pattern.findall('<a href="#" onclick="x">') == [" onclick="]


def test_without_scripts_the_same_is_there(site: Site, page: Page, new_page: Callable[..., Page]) -> None:
    without = new_page(java_script_enabled=False)
    for name in site.pages:
        site.open(page, name)
        site.open(without, name)
        assert without.inner_text("body") == page.inner_text("body"), name
        assert without.evaluate(SHOWN) == page.evaluate(SHOWN), name
        if name in site.reports:
            assert without.evaluate(SHOWN) >= 5, f"{name} shows hardly any drawing"
    seeded = site.seed("en/about/", "<h1>", "<noscript>Please switch on scripts.</noscript><h1>")
    site.open(page, seeded)
    site.open(without, seeded)
    assert without.inner_text("body") != page.inner_text("body")


class Links(HTMLParser):
    """Addresses that a page points to, and the places within it that can be pointed to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.to: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        named = {key: value or "" for key, value in attrs}
        self.ids |= {named["id"]} if "id" in named else set()
        self.to += [named[key] for key in ("href", "src") if key in named]


def lost(site: Site, name: str, html: str) -> list[str]:
    """Links of a page that lead nowhere in this site."""
    found = []
    for link in Links(html).to:
        target = urlsplit(urljoin(site.address + name, link))
        if f"{target.scheme}://{target.netloc}" != site.origin:
            continue
        status, _, body = site.answer(unquote(target.path))
        missing = target.fragment and target.fragment not in Links(body.decode()).ids
        if status != 200 or missing:
            found.append(link)
    return found


def test_every_link_leads_somewhere(site: Site) -> None:
    assert {name: found for name in site.pages if (found := lost(site, name, site.html(name)))} == {}
    broken = '<a href="../nowhere/"></a><a href="#nothing"></a><a href="../about/#no"></a><a href="/en/"></a>'
    assert lost(site, "en/about/", broken) == ["../nowhere/", "#nothing", "../about/#no", "/en/"]


def weight(html: str, sheet: bytes) -> int:
    """Bytes of a page and its style sheet, each compressed as a server does it."""
    return len(gzip.compress(html.encode())) + len(gzip.compress(sheet))


def test_a_report_is_light(site: Site) -> None:
    sheets = sorted(site.folder.rglob("*.css"))
    assert len(sheets) == 1
    sheet = sheets[0].read_bytes()
    weights = {name: weight(site.html(name), sheet) for name in site.pages}
    assert {name: bytes_ for name, bytes_ in weights.items() if bytes_ > BUDGET} == {}
    heavy = "".join(f"<p>{index**7}</p>" for index in range(12_000))
    assert weight(heavy, sheet) > BUDGET
