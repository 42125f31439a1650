"""What no page may hold: another server's files, scripts, styles of its own; and what every page must."""

import re
from urllib.parse import urlsplit

import pytest

from tests.site.pages import Element, read_page

pytestmark = pytest.mark.site
POLICY = {
    "default-src": "'none'",
    "img-src": "'self' data:",
    "style-src": "'self'",
    "script-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
LOADS = {"img": "src", "script": "src", "iframe": "src", "source": "src", "object": "data", "use": "href"}


def faults(page: Element) -> list[str]:
    """What a strict policy would block, and what would tell another server who reads."""
    found = []
    for each in page.walk():
        for name, value in each.attributes.items():
            if name == "style" or re.fullmatch(r"on[a-z]+", name):
                found.append(f"<{each.tag} {name}>")
            if value.strip().lower().startswith("javascript:"):
                found.append(f"<{each.tag} {name}={value[:20]}>")
            if "url(" in value:
                found.append(f"<{each.tag} {name}={value[:20]}>")
        if each.tag == "style" or (each.tag == "script" and "src" not in each.attributes):
            found.append(f"<{each.tag}>")
        loaded = each.attributes.get(LOADS.get(each.tag, ""), "")
        if each.tag == "link" and each["rel"] not in ("canonical", "alternate"):
            loaded = each["href"]
        if urlsplit(loaded).netloc:
            found.append(f"<{each.tag} {loaded}>")
        if each.attributes.get("http-equiv", "").lower() == "refresh":
            found.append("<meta refresh>")
    return found


def pages(site):
    found = sorted(site.output.rglob("*.html"))
    assert len(found) > 25
    return found


def test_no_page_holds_what_the_policy_forbids(site):
    assert {path.relative_to(site.output): faults(read_page(path)) for path in pages(site)} == {
        path.relative_to(site.output): [] for path in pages(site)
    }


def test_every_page_carries_the_policy_before_anything_that_loads(site):
    for path in pages(site):
        head = read_page(path).one("head")
        metas = head.all("meta")
        assert metas[0].attributes.get("charset") == "utf-8", path
        policy = head.one("meta", http_equiv="Content-Security-Policy")
        parts = dict(each.strip().split(" ", 1) for each in policy["content"].split(";"))
        assert parts == POLICY, path
        order = list(head.walk())
        assert all(order.index(policy) < order.index(each) for each in head.all("link")), path


def test_style_sheets_and_drawings_load_nothing_from_elsewhere(site):
    for path in sorted(site.output.rglob("*")):
        if path.suffix in (".css", ".svg", ".js"):
            text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
            assert re.findall(r"https?://|@import|url\((?!['\"]?(?:data:|#|[\w./-]+['\"]?\)))", text) == [], (
                path
            )


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="color:red">x</p>',
        '<p onclick="go()">x</p>',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<script src="https://cdn.example/x.js"></script>',
        '<img src="//example.org/x.png">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<a href="javascript:go()">x</a>',
        '<meta http-equiv="refresh" content="0">',
        '<rect fill="url(https://example.org/x)"/>',
    ],
)
def test_each_fault_is_seen(tmp_path, bad):
    (tmp_path / "page.html").write_text(f"<html><body>{bad}</body></html>")
    assert len(faults(read_page(tmp_path / "page.html"))) == 1


def test_only_sources_and_other_places_of_this_site_are_linked_absolutely(site):
    """Without a configured address no page knows where it lives, so no absolute link leads to itself."""
    for path in pages(site):
        page = read_page(path)
        absolute = [each for each in page.walk() if urlsplit(each.attributes.get("href", "")).netloc]
        assert {each.tag for each in absolute} <= {"a"}, path
        feeds = page.all("link", type="application/atom+xml")
        others = [each for each in page.all("link", rel="alternate") if each not in feeds]
        assert page.all("link", rel="canonical") + others == [], path
        assert all("://" not in each["href"] for each in feeds), path
        assert all(each["href"].startswith(("https://", "http://")) for each in absolute)
        if path.name != "404.html":
            rooted = [each for each in page.walk() if each.attributes.get("href", "").startswith("/")]
            assert rooted == [], path
