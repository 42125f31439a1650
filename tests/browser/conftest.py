"""The site built once from a copy of the sources, and one browser for the whole run.

The browser is the one that PLUMBLINE_CHROMIUM names (as `make test` does), or one on the path. Without one
the tests fail: a promise that nobody looked at is not kept.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.site import BASE, COPIED, Site, listening

ROOT = Path(__file__).resolve().parents[2]
PROBES = sorted((Path(__file__).parent / "probes").glob("*.js"))
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DESK = (1280, 900)


def built(tree: Path, address: str) -> Path:
    """Copy the sources to `tree`, publish them from there for `address`; gives the folder of the site."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tree / name)
    environment = {**os.environ, "PLUMBLINE_ADDRESS": address}
    command = [sys.executable, "-m", "plugins", "publish", "--output", str(tree / "output")]
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True)
    if done.returncode:
        pytest.fail(f"There is no site to look at:\n{done.stdout}{done.stderr}", pytrace=False)
    return tree / "output"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with listening() as (origin, shown):
        tree = tmp_path_factory.mktemp("tree")
        shown["site"] = Site(built(tree, origin + BASE.rstrip("/")), origin)
        yield shown["site"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = (path for name in NAMES if (path := shutil.which(name)))
    path = os.environ.get("PLUMBLINE_CHROMIUM") or next(found, None)
    if path is None:
        pytest.fail(
            "There is no Chromium for the tests in a browser. `make test` finds or gets one; without make, "
            "set PLUMBLINE_CHROMIUM to the path of Chromium or Chrome.",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path)
        yield started
        started.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes pages with the probes ready as `look`; takes the settings of a Playwright context."""
    contexts = []

    def make(width: int = DESK[0], height: int = DESK[1], **settings: object) -> Page:
        # Reduced motion: a page that still glides to what has the focus cannot be looked at.
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **settings
        )
        contexts.append(context)
        for probe in PROBES:
            context.add_init_script(path=probe)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A desktop page."""
    return new_page()
