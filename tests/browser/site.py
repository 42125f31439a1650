"""A built site, served as a static host does it: under a base path, 404.html for unknown addresses."""

from __future__ import annotations

import mimetypes
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page

BASE = "/reports/plumbline/"
OF_A_YEAR = ("cycle", "scorecard", "changes", "lessons", "whole_year", "report")
COPIED = ("content", "datapackages", "theme", "plugins", "pelicanconf.py", "publishconf.py")


@dataclass(frozen=True)
class Site:
    """A folder of built files and where it is served. `seeds` holds pages that only exist on the server."""

    folder: Path
    origin: str
    seeds: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return self.origin + BASE

    @cached_property
    def pages(self) -> list[str]:
        """Every page, as its address under the base path: `en/about/`, `404.html`, and "" for the root.

        Where many pages come of one template, those that differ most, unless PLUMBLINE_NIGHTLY is set: in
        each language the shortest measure, the longest and the one in the middle; the pages of the last
        year; and of the reports of years before the shortest and the longest.
        """
        found = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        names = sorted(re.sub(r"(^|/)index\.html$", r"\1", name) for name in found)
        if os.environ.get("PLUMBLINE_NIGHTLY"):
            return names
        alike: dict[tuple[str, str], list[str]] = {}
        for name in names:
            alike.setdefault((name.partition("/")[0], self.kind(name)), []).append(name)
        return sorted(name for (_, kind), some in alike.items() for name in self._apart(kind, some))

    def _apart(self, kind: str, names: list[str]) -> set[str]:
        """Those of one kind and language that differ most."""
        by_length = sorted(names, key=lambda name: (len(self.html(name)), name))
        if kind == "method":
            return {by_length[0], by_length[len(names) // 2], by_length[-1]}
        if kind not in OF_A_YEAR:
            return set(names)
        last = max(name.split("/")[1] for name in names)
        now = [name for name in names if name.split("/")[1] == last]
        before = [name for name in by_length if name not in now]
        return {*now, before[0], before[-1]} if kind == "report" and before else set(now)

    @property
    def reports(self) -> list[str]:
        return [name for name in self.pages if self.kind(name) == "report"]

    def html(self, name: str) -> str:
        return (self.folder / (name + "index.html" if name[-1:] in ("", "/") else name)).read_text("utf-8")

    def kind(self, name: str) -> str:
        """The kind of a page, from the class of its body."""
        found = re.search(r'<body class="kind-(\w+)"', self.html(name))
        assert found, f"{name} does not say what kind of page it is"
        return found[1]

    def one_of_each(self, language: str = "") -> list[str]:
        """The first page of each kind; of reports all, since they hold the figures."""
        kinds: dict[str, str] = {}
        mine = [name for name in self.pages if name.startswith(language) or name in ("", "404.html")]
        for name in mine:
            kinds.setdefault(self.kind(name), name)
        return sorted({*kinds.values(), *(name for name in mine if name in self.reports)})

    def open(self, page: Page, name: str) -> None:
        page.goto(self.address + name)

    def seed(self, name: str, old: str, new: str) -> str:
        """Serve a copy of a page with a fault in it, beside the page; gives the copy's address."""
        html = self.html(name)
        assert old in html, f"{name} has no {old!r}, so the fault cannot be put in its place"
        seeded = f"{name}seeded-{len(self.seeds)}.html"
        self.seeds[seeded] = html.replace(old, new, 1)
        return seeded

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Status, type and body for a path of the server."""
        if not path.startswith(BASE):
            return 404, "text/plain", b"not part of this site"
        name = path.removeprefix(BASE)
        if name in self.seeds:
            return 200, "text/html; charset=utf-8", self.seeds[name].encode()
        file = self.folder / (name + "index.html" if name[-1:] in ("", "/") else name)
        if not file.is_file():
            return 404, "text/html; charset=utf-8", (self.folder / "404.html").read_bytes()
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return 200, kind, file.read_bytes()


@contextmanager
def listening() -> Iterator[tuple[str, dict[str, Site]]]:
    """A server on a free port. What it shows is put under "site" once it is built for that address."""
    shown: dict[str, Site] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = shown["site"].answer(unquote(urlsplit(self.path).path))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # the browser went on to the next page
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", shown
        finally:
            server.shutdown()
            thread.join()
