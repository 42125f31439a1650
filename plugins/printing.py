"""The command `pdf`: the document of a year as a PDF, by the Chromium of this machine.

What is printed is the page that was published, with two things that only a file of its own needs: links to
other pages of the site are absolute, and the contents say on which sheet each part begins. Nothing is
fetched and nothing is installed.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from html import escape, unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from plugins import addresses
from plugins.equity.problems import Problem, count, did_you_mean, tell
from plugins.sheets import dated, places_of

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_PATHS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # nothing outside of this machine is asked for anything
    "--no-pdf-header-footer",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
)
PATIENCE = 300
"""Seconds after which a browser is given up."""

_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')
_DAY = re.compile(r'<time datetime="(\d{4}-\d\d-\d\d)"')
_LINK = re.compile(r'(<a\b[^>]*?\s)href="([^"]*)"')
_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]*)"')
_PICTURE = re.compile(r'(<img\b[^>]*?\s)src="([^"]*)"')
_ENTRY = re.compile(r'(<section class="part contents".*?</section>)', re.DOTALL)


def print_year(root: Path, options: argparse.Namespace) -> int:
    """Print the document of a year in each language in which it was published. Gives an exit status."""
    output = (options.output or root / "output").absolute()
    wanted, problems = _wanted(output, options.cycle, options.language)
    browser = find_browser()
    if browser is None:
        hint = "Install Chromium or Chrome, or set PLUMBLINE_CHROMIUM to the path of one."
        problems.append(Problem("", 0, "browser-missing", "There is no Chromium on this machine.", hint))
    for code, page in wanted.items() if browser and not problems else ():
        target = (options.to or output.parent).absolute() / f"plumbline-{options.cycle}-{code}.pdf"
        found = print_page(browser or "", page, target)
        problems += [found] if isinstance(found, Problem) else []
        if not isinstance(found, Problem):
            print("\n".join([f"Wrote {target}.", *found]))
    if problems:
        print(f"{tell(problems)}\n{count(problems)}.", file=sys.stderr)
    return 1 if problems else 0


def _wanted(output: Path, cycle: str, language: str | None) -> tuple[dict[str, Path], list[Problem]]:
    """The documents to print, by language."""
    codes = sorted(each.name for each in output.glob("*") if each.is_dir())
    pages = {code: output / addresses.file_of(addresses.whole_year(code, cycle)) for code in codes}
    there = {code: page for code, page in pages.items() if page.is_file()}
    if language and language in there:
        return {language: there[language]}, []
    if there and not language:
        return there, []
    hint = "Run `plumbline publish` first; a draft is not published."
    if there:
        hint = did_you_mean(language or "", list(there), f"It is there in: {', '.join(there)}.")
    name = addresses.file_of(addresses.whole_year(language or "<language>", cycle))
    message = f"The year '{cycle}' has no document in {output.name}."
    return {}, [Problem(f"{output.name}/{name}", 0, "document-missing", message, hint)]


def find_browser() -> str | None:
    """The browser that PLUMBLINE_CHROMIUM names, or one on the path."""
    named = os.environ.get("PLUMBLINE_CHROMIUM")
    found = [shutil.which(name) for name in ((named,) if named else NAMES)]
    found += [] if named else [path for path in MAC_PATHS if Path(path).exists()]
    return next((each for each in found if each), None)


def print_page(browser: str, page: Path, target: Path) -> list[str] | Problem:
    """Print a document to `target`; gives what is to be said of the file, or why there is none.

    It is printed twice, since only a printed document knows where its parts begin.
    """
    html = page.read_text("utf-8")
    canonical, told = _CANONICAL.search(html), []
    day = _DAY.search(html)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside the target and not hidden: a Chromium that is shut in a box may not see other folders.
    with tempfile.TemporaryDirectory(prefix="plumbline-pdf-", dir=target.parent) as aside:
        folder = Path(aside)
        whole = ready(html, page.parent, unescape(canonical[1]) if canonical else "")
        pdf = _printed(browser, whole, folder)
        places = places_of(pdf) if isinstance(pdf, bytes) else {}
        if places:
            pdf = _printed(browser, numbered(whole, places), folder)
        if isinstance(pdf, Problem):
            return pdf
        made = folder / "made.pdf"
        made.write_bytes(dated(pdf, date.fromisoformat(day[1])) if day else pdf)
        made.replace(target)
    if not canonical:
        told.append("  The site has no address, so links to its other pages are plain text there.")
    if not places:
        told.append("  This browser does not say where parts begin, so the contents have no numbers.")
    return told


def ready(html: str, folder: Path, address: str) -> str:
    """The page of a folder as a file to print from anywhere; `address` is where it is published."""

    def link(match: re.Match[str]) -> str:
        href = unescape(match[2])
        if href.startswith("#") or urlsplit(href).scheme:
            return match[0]
        return f'{match[1]}href="{escape(urljoin(address, href))}"' if address else match[1].rstrip()

    def file(href: str) -> str:
        return escape(urljoin(f"{folder.as_uri()}/", unescape(href)))

    html = _LINK.sub(link, html)
    html = _SHEET.sub(lambda match: f'<link rel="stylesheet" href="{file(match[1])}"', html)
    return _PICTURE.sub(
        lambda match: match[0] if urlsplit(match[2]).scheme else f'{match[1]}src="{file(match[2])}"', html
    )


def numbered(html: str, places: Mapping[str, int]) -> str:
    """The page with the number of its sheet at each entry of the contents."""

    def entry(match: re.Match[str]) -> str:
        sheet = places.get(unescape(match[2]).removeprefix("#"))
        return f'{match[1]}data-sheet="{sheet}" href="{match[2]}"' if sheet else match[0]

    return _ENTRY.sub(lambda contents: _LINK.sub(entry, contents[0]), html, count=1)


def _printed(browser: str, html: str, folder: Path) -> bytes | Problem:
    """What the browser makes of a page."""
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(html, "utf-8", newline="\n")
    target.unlink(missing_ok=True)
    # Chromium's sandbox does not work for root, as whom the machines of build services often run.
    root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    own = (f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", source.as_uri())
    try:
        done = subprocess.run(
            [browser, *FLAGS, *root, *own], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        why = str(error)
    else:
        if target.is_file() and target.read_bytes().startswith(b"%PDF"):
            return target.read_bytes()
        why = next(reversed(done.stderr.strip().splitlines()), f"exit status {done.returncode}")
    hint = "Does it start at all? Set PLUMBLINE_CHROMIUM to the path of another."
    return Problem("", 0, "browser-failed", f"{Path(browser).name} printed nothing: {why}", hint)
