"""Do the links of a built site lead somewhere? Files in, problems out; nothing is fetched."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from plugins.equity.problems import Problem


class _Page(HTMLParser):
    """Collects where a page leads and what can be led to in it."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, int]] = []
        self.ids: set[str] = set()

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            if name in ("href", "src") and value:
                self.links.append((value, self.getpos()[0]))


def broken_links(output: Path) -> tuple[Problem, ...]:
    """Every relative link to a file or an anchor that is not there. 404.html is served anywhere, so it is
    left out.
    """
    pages: dict[Path, _Page] = {}
    for path in sorted(output.rglob("*.html")):
        page = _Page()
        page.feed(path.read_text("utf-8"))
        pages[path] = page
    problems = []
    for path, page in pages.items():
        if path == output / "404.html":
            continue
        for target, line in page.links:
            if not _leads(path, target, output, pages):
                name = path.relative_to(output).as_posix()
                message = f"The link '{target}' leads nowhere."
                problems.append(
                    Problem(
                        name,
                        line,
                        "link-broken",
                        message,
                        "Mend it in the text or the template that makes it.",
                    )
                )
    return tuple(problems)


def _leads(path: Path, target: str, output: Path, pages: dict[Path, _Page]) -> bool:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return True
    file = path if not parts.path else (path.parent / unquote(parts.path)).resolve()
    if file.is_dir():
        file = file / "index.html"
    if not file.is_file() or output.resolve() not in file.resolve().parents:
        return False
    page = pages.get(output / file.resolve().relative_to(output.resolve()))
    return not parts.fragment or page is None or unquote(parts.fragment) in page.ids
