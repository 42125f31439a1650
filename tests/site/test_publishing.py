"""`output/` is always one whole site: a build that fails or dies leaves it as it was, byte for byte."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from plugins import publishing
from tests.site.building import differences, publish, tree
from tests.site.mistakes import EN, files_with, one

MISTAKE = one("", EN, "[[value latest]]", "[[value lates]]", "lates]]", "value-unknown")


def asides(root, name="output"):
    return sorted(each.name for each in root.glob(f".{name}-*"))


@pytest.mark.site
def test_a_publish_with_a_mistake_changes_nothing(make, run):
    root = make()
    assert run(root, ["publish"]).status == 0
    before = tree(root / "output")
    (root / EN).write_bytes(files_with(MISTAKE)[EN])
    done = run(root, ["publish"])
    assert (done.status, [each.code for each in done.problems]) == (1, ["value-unknown"])
    assert tree(root / "output") == before
    assert asides(root) == []


@pytest.mark.site
def test_a_first_publish_with_a_mistake_makes_no_folder(make, run):
    root = make(files_with(MISTAKE))
    assert run(root, ["publish"]).status == 1
    assert not (root / "output").exists()
    assert asides(root) == []


@pytest.mark.site
def test_a_broken_link_in_the_built_pages_stops_a_publish_too(make, run):
    """It can only be seen when everything is written: the anchor is missing on the other page."""
    root = make()
    run(root, ["publish"])
    before = tree(root / "output")
    text = (root / "content/pages/about/en.md").read_text("utf-8")
    (root / "content/pages/about/en.md").write_text(text + "\n[here](en.md#nowhere)\n", "utf-8")
    done = run(root, ["publish"])
    assert done.status == 1
    assert [(each.path, each.code) for each in done.problems] == [("en/about/index.html", "link-broken")]
    assert tree(root / "output") == before


@pytest.mark.site
def test_what_is_gone_from_the_sources_is_gone_from_the_site(make, run):
    root = make()
    run(root, ["publish"])
    (root / "output/old.html").write_text("")
    assert run(root, ["publish"]).status == 0
    assert not (root / "output/old.html").exists()
    assert (root / "output").stat().st_mode & 0o777 == 0o755


@pytest.mark.site
def test_a_build_that_is_killed_leaves_the_old_site_whole(site, another):
    """Killed when its folder is there, when the first page is, in the middle, when nearly all is written."""
    root = another()
    shutil.copytree(site.output, root / "output")
    (root / "output/mark").write_text("the old site")
    before = tree(root / "output")
    for until in ("", "404.html", "es/about", "data", "theme"):
        build = subprocess.Popen(
            [sys.executable, "-m", "plugins", "publish"],
            cwd=root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(lambda pid=build.pid, until=until: list(root.glob(f".output-{pid}-*/{until}".rstrip("/"))))
        build.send_signal(signal.SIGKILL)
        assert build.wait(10) == -signal.SIGKILL
        (left,) = asides(root)  # each build begins by clearing what the one before left
        assert left.startswith(f".output-{build.pid}-")
        assert tree(root / "output") == before
    assert publish(root).returncode == 0
    assert asides(root) == []
    assert differences(site.output, root / "output") == []


def wait_for(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.002)


# --- the swap itself --------------------------------------------------------------------------------


MARKED = {"output": None, f"output/{publishing.MARKER}": publishing._MARK.encode()}


def write(text):
    return lambda folder: (folder / "page").write_text(text)


def fail(folder):
    (folder / "page").write_text("half")
    raise RuntimeError("a programming error")


@pytest.fixture(params=["exchange", "renames"])
def way(request, monkeypatch):
    """With the system's exchange of two folders, and where there is none."""
    if request.param == "renames":
        monkeypatch.setattr(publishing, "_exchange", lambda *_: False)
    return request.param


@pytest.mark.usefixtures("way")
def test_a_swap_leaves_the_new_site_and_nothing_else(tmp_path):
    output = tmp_path / "output"
    for text in ("first", "second", "third"):
        publishing.publish(output, write(text))
        assert tree(tmp_path) == {**MARKED, "output/page": text.encode()}


@pytest.mark.usefixtures("way")
def test_a_build_that_raises_is_not_swapped_in(tmp_path):
    output = tmp_path / "output"
    publishing.publish(output, write("old"))
    with pytest.raises(RuntimeError, match="a programming error"):
        publishing.publish(output, fail)
    assert tree(tmp_path) == {**MARKED, "output/page": b"old"}


def test_a_rename_that_fails_puts_the_old_site_back(tmp_path, monkeypatch):
    output, rename = tmp_path / "output", os.rename
    publishing.publish(output, write("old"))
    monkeypatch.setattr(publishing, "_exchange", lambda *_: False)

    def no_room(source, target):
        if target == output and "-old" not in str(source):
            raise OSError(errno.ENOSPC, "no room")
        rename(source, target)

    monkeypatch.setattr(publishing.os, "rename", no_room)
    with pytest.raises(OSError, match="no room"):
        publishing.publish(output, write("new"))
    assert tree(tmp_path) == {**MARKED, "output/page": b"old"}


def test_only_the_leftovers_of_dead_builds_are_cleared(tmp_path):
    """The folder of a build that still runs (here: this process) is not anybody's to clear."""
    output = tmp_path / "output"
    ended = subprocess.Popen(["true"])
    ended.wait()
    dead, alive = tmp_path / f".output-{ended.pid}-x", tmp_path / f".output-{os.getpid()}-y"
    notes = tmp_path / ".output-notes"
    for folder in (dead, alive, notes):
        folder.mkdir()
    publishing.publish(output, write("new"))
    assert not dead.exists()
    assert alive.exists()
    assert notes.exists()
    assert (output / "page").read_text() == "new"
