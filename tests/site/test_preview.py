"""`plumbline preview`: serves on this machine only, shows mistakes, and follows what is saved."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.request import urlopen

import pytest

from tests.site.mistakes import EN, files_with, one
from tests.site.projects import ROOT

pytestmark = pytest.mark.site


@contextmanager
def previewing(root):
    """A preview in a process of its own; gives the process and where it serves."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    # Tests that were started in the background hear no Ctrl-C, and would hand that on.
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [sys.executable, "-m", "plugins", "preview", "--port", "0"],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        signal.signal(signal.SIGINT, heard)
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Preview: "):
                break
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+/", lines[-1])
            assert address, "".join(lines)
            yield process, address[0], "".join(lines)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)


def fetch(address):
    with urlopen(address, timeout=10) as answer:  # noqa: S310 (the preview's own server)
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.read().decode()


def test_a_preview_shows_mistakes_follows_saves_and_ends_quietly(make):
    root = make(
        files_with(one("", EN, "[[figure where-we-are", "[[figure where-we-ar", "", "figure-unknown"))
    )
    with previewing(root) as (process, address, told):
        assert f"{EN}:8: There is no figure called 'where-we-ar' in report.yaml. [figure-unknown]" in told
        page = f"{address}en/2019/finish/"
        assert "Did you mean &#39;where-we-are&#39;?" in fetch(page)
        text = (
            (root / EN)
            .read_text("utf-8")
            .replace("where-we-ar ", "where-we-are ")
            .replace("Before", "Mended")
        )
        end = time.monotonic() + 60
        while "Mended" not in fetch(page):
            assert time.monotonic() < end, "the save was not followed"
            (root / EN).write_text(
                text, "utf-8"
            )  # again and again: the watcher may begin after the first time
            time.sleep(1)
        assert "Did you mean" not in fetch(page)
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0
    assert not (root / "output").exists()


def test_a_port_that_is_taken_is_said_without_a_traceback(make, run):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run(make(), ["preview", "--port", str(port)])
    assert done.status == 1
    assert done.out.startswith(f"Port {port} cannot be used: ")
    assert f"plumbline preview --port {port + 1}" in done.out
    assert done.err == ""
