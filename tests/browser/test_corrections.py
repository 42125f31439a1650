"""A report that was corrected and the page of corrections, as a reader has them: what the site of this
project does not show yet.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.site import Site, listening
from tests.browser.test_axe import faults
from tests.browser.test_room import TREATMENTS, too_wide
from tests.site.correcting import FREEZE, NEW, OLD, TABLE, correct, edit
from tests.site.mistakes import CYCLE, files_with, one
from tests.site.projects import ROOT, Done, write

pytestmark = pytest.mark.browser
PAGES = [f"{code}/{page}" for code in ("en", "es") for page in ("corrections/", "2019/finish/")]


def run(root: Path, arguments: tuple[str, ...]) -> Done:
    """The command, with the code of this project."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from plugins.__main__ import main; sys.exit(main())"
    )
    call = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(call, cwd=root, capture_output=True, text=True)
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The small site with one corrected number, served."""
    public = one("", CYCLE, "status: draft", "status: published", "", "")
    files = {name: each for name, each in files_with(public).items() if each is not None}
    root = write(files, tmp_path_factory.mktemp("corrected") / "site")
    assert run(root, FREEZE).status == 0
    edit(root, TABLE, OLD, NEW)
    correct(root, run)  # type: ignore[arg-type]  # called as the command of other tests is
    done = run(root, ("publish",))
    assert done.status == 0, done.err
    with listening() as (origin, shown):
        shown["site"] = Site(root / "output", origin)
        yield shown["site"]


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_in_the_way(corrected: Site, new_page: Callable[..., Page], width: int) -> None:
    page = new_page(width)
    assert faults(corrected, page, PAGES) == {}
    assert too_wide(corrected, page, TREATMENTS["long words"], PAGES) == {}


def test_the_notice_leads_to_the_correction(corrected: Site, page: Page) -> None:
    corrected.open(page, "en/2019/finish/")
    page.locator(".notice-correction a").click()
    assert page.locator(".correction:target h3").inner_text() == "The state counted again"
    assert page.locator(".correction:target").bounding_box()["y"] < 100  # type: ignore[index]
