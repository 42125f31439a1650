"""The site below a base path, with its public address known: every link is followed through a web server."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import pytest

from plugins.manuscript import SECTIONS
from plugins.publishing import MARKER
from tests.site.building import Site, publish
from tests.site.pages import read_page
from tests.site.projects import small

pytestmark = pytest.mark.site
PUBLIC = "https://example.org/x/y"
REPORT = "content/reports/2019/suspension-by-race"
DRAFT = "content/reports/2020"


@pytest.fixture(scope="module")
def variant(another) -> Site:
    """This project at an address, with one report not translated, and the draft of another year."""
    root = another()
    (root / REPORT / "es.md").unlink()
    files = small()
    for name, content in files.items():
        if name.startswith(("content/reports", "datapackages")):
            path = root / name.replace("content/reports/2019", DRAFT)
            path.parent.mkdir(parents=True, exist_ok=True)
            raw = content if isinstance(content, bytes) else content.encode()
            path.write_bytes(raw)
    done = publish(root, PLUMBLINE_ADDRESS=PUBLIC, PLUMBLINE_REPOSITORY="https://example.org/code")
    assert done.returncode == 0, done.stdout + done.stderr
    return Site(root, root / "output")


class _Below(SimpleHTTPRequestHandler):
    """Serves the site at /x/y/ and nothing elsewhere; a wrong address gets 404.html, as on GitHub Pages."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/x/y") if path.startswith("/x/y/") else "/nowhere")

    def send_error(self, code, *_):
        body = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server(variant):
    made = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Below, directory=str(variant.output)))
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}/x/y/"
    made.shutdown()
    made.server_close()


def test_every_link_of_every_page_is_followed(server, variant, tmp_path):
    """From the root, as a reader would; each address and anchor answers, nothing built is out of reach."""
    waiting, seen, ids = [server], {}, {}
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        with urlopen(address, timeout=10) as answer:  # noqa: S310 (our own server)
            body, kind = answer.read(), answer.headers.get_content_type()
            final = answer.url
        seen[address] = seen[final] = []
        if kind != "text/html":
            continue
        (tmp_path / "page.html").write_bytes(body)
        page = read_page(tmp_path / "page.html")
        ids[address] = ids[final] = {each["id"] for each in page.walk() if "id" in each.attributes}
        for each in page.walk():
            href = each.attributes.get("href") or each.attributes.get("src")
            if href is None or (each.tag == "link" and each["rel"] in ("canonical", "alternate")):
                continue
            target, anchor = urldefrag(urljoin(final, href))
            if urlsplit(target).netloc == urlsplit(server).netloc:
                seen[address].append((target, anchor))
                waiting.append(target)
    missing = [
        (a, t, anchor) for a, links in seen.items() for t, anchor in links if anchor and anchor not in ids[t]
    ]
    assert missing == []
    reached = {urlsplit(each).path.removeprefix("/x/y/") for each in seen}
    reached |= {f"{each}index.html" for each in reached if not each or each.endswith("/")}
    built = {
        each.relative_to(variant.output).as_posix() for each in variant.output.rglob("*") if each.is_file()
    }
    assert built - reached == {"404.html", MARKER}


def test_the_page_for_wrong_addresses_works_at_any_depth(server, tmp_path):
    for wrong in ("nothing", "en/2019/nothing/at/all/"):
        with pytest.raises(HTTPError) as error:
            urlopen(server + wrong, timeout=10)  # noqa: S310 (our own server)
        body = error.value.read()
        error.value.close()
        (tmp_path / "page.html").write_bytes(body)
        page = read_page(tmp_path / "page.html")
        links = [
            each["href"]
            for each in page.walk()
            if "href" in each.attributes and not each["href"].startswith("#")
        ]
        assert len(links) >= 5
        assert all(each.startswith("/x/y/") for each in links)
        for each in links:
            with urlopen(urljoin(server, each), timeout=10) as answer:  # noqa: S310 (our own server)
                assert answer.status == 200


def pages(variant):
    return [each for each in sorted(variant.output.rglob("*.html")) if each.name != "404.html"]


def test_canonical_and_alternate_links_are_complete_and_agree(variant):
    """Each page names itself and its sisters, and they name it; x-default is the default language."""
    found = {}
    for path in pages(variant):
        head = read_page(path).one("head")
        canonical = head.one("link", rel="canonical")["href"]
        (feed,) = head.all("link", type="application/atom+xml")
        assert (path.parent / feed["href"]).resolve().is_file(), path
        alternates = {
            each["hreflang"]: each["href"] for each in head.all("link", rel="alternate") if each is not feed
        }
        found[path.parent.relative_to(variant.output).as_posix()] = (canonical, alternates)
    for address, (canonical, alternates) in found.items():
        if not alternates:
            continue
        assert canonical in alternates.values(), address
        assert alternates["x-default"] == alternates["en"], address
        for href in alternates.values():
            there = href.removeprefix(PUBLIC + "/").strip("/")
            assert found[there] == (href, alternates), (address, href)
    alone = {address for address, (_, alternates) in found.items() if not alternates}
    assert alone == {"es/2019/suspension-by-race"}
    assert found["en/2019/suspension-by-race"][1].keys() == {"en", "x-default"}
    assert found["."][0] == f"{PUBLIC}/en/"


def test_absolute_links_to_ourselves_are_for_machines_only(variant):
    for path in pages(variant):
        page = read_page(path)
        own = [each for each in page.walk() if each.attributes.get("href", "").startswith(PUBLIC)]
        assert {each["rel"] if each.tag == "link" else each.tag for each in own} <= {
            "canonical",
            "alternate",
        }, path


def test_what_is_not_translated_says_so_outside_of_what_it_is_about(variant):
    """The Spanish page has Spanish words of the site around English content that is marked as English."""
    page, original = (variant.page(f"{code}/2019/suspension-by-race/") for code in ("es", "en"))
    assert page.one("html")["lang"] == "es"
    notice = page.one(of="notice-fallback")
    assert all("lang" not in each.attributes for each in notice.around() if each.tag not in ("html", ""))
    assert "traducido" in notice.words
    assert page.one("h1").words == original.one("h1").words
    written = [each for each in page.all("section", of="part") if each.attributes.get("id") in SECTIONS]
    assert len(written) == len(SECTIONS)
    for part in [
        page.one("h1"),
        *page.all(of="prose"),
        *page.all("figure"),
        *[each.one("h2") for each in written],
    ]:
        nearest = next(each for each in part.around() if "lang" in each.attributes)
        assert (nearest["lang"], nearest["dir"]) == ("en", "ltr"), part.words[:40]
    for part in (
        page.one("nav", of="menu"),
        page.one("footer"),
        page.one(of="standing"),
        page.one("h2", id="who-took-part"),
        page.one("section", id="numbers"),
    ):
        nearest = next(each for each in part.around() if "lang" in each.attributes)
        assert nearest["lang"] == "es"
    assert page.one("link", rel="canonical")["href"] == f"{PUBLIC}/en/2019/suspension-by-race/"
    (entry,) = [
        each
        for each in variant.page("es/").all("li")
        if each.all("h3") and original.one("h1").words in each.words
    ]
    assert entry.one("div")["lang"] == "en"
    assert entry.one(of="lang-note").words == "Idioma: English"


def test_downloads_of_a_page_that_is_not_translated_are_the_original_s(variant):
    for name in ("where-we-are.csv", "over-time.csv"):
        one, other = (variant.output / code / "2019/suspension-by-race" / name for code in ("en", "es"))
        assert one.read_bytes() == other.read_bytes()


def test_a_draft_does_not_reach_the_public_output(variant):
    """Neither its pages, nor its year, nor its pictures, nor a link. (Its package does, as each does.)"""
    names = [each.relative_to(variant.output).as_posix() for each in variant.output.rglob("*")]
    assert [each for each in names if "2020" in each or "finish" in each or "dot.svg" in each] == []
    for path in pages(variant):
        links = [each["href"] for each in read_page(path).all("a")]
        parts = {part for each in links if "://" not in each for part in each.split("/")}
        assert not parts & {"2020", "finish"}, path


def test_pages_offer_to_be_changed_where_their_source_is(variant):
    link = variant.page("en/2019/suspension-by-race/").one(
        "a", href=f"https://example.org/code/edit/main/{REPORT}/en.md"
    )
    assert link.words
    # The page shows the English file, so that is what a change would be made to.
    assert variant.page("es/2019/suspension-by-race/").one("a", href=link["href"])
    assert variant.page("es/about/").one(
        "a", href="https://example.org/code/edit/main/content/pages/about/es.md"
    )
