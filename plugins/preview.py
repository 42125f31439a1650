"""The preview: builds, serves on this machine only, and builds again when a file is saved, each time in a new
process.

A new process per build picks up data, plugins and settings alike, and nothing of an old build lives on.
"""

import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import watchfiles

from plugins.addresses import CHECKLIST

WATCHED = ("content", "datapackages", "theme", "plugins", "pelicanconf.py")


class _Quiet(SimpleHTTPRequestHandler):
    """Serves the newest build, uncached, without a line per request."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_args: object) -> None:
        """Silence: the problems are what matters in this terminal."""


def preview(root: Path, output: Path, port: int) -> int:
    """Serve `output` at localhost until interrupted. Returns the exit status."""
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(output)))
    except OSError as error:
        _say(f"Port {port} cannot be used: {error.strerror}. Try `plumbline preview --port {port + 1}`.")
        return 1
    _build(root, output)
    output.mkdir(exist_ok=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _say(f"Preview: http://127.0.0.1:{server.server_port}/  (stop with Ctrl-C)")
    _say(f"What is left to do: http://127.0.0.1:{server.server_port}/{CHECKLIST}")
    paths = [root / name for name in WATCHED if (root / name).exists()]
    try:
        for _ in watchfiles.watch(*paths, watch_filter=_saved, raise_interrupt=True):
            _build(root, output)
    except KeyboardInterrupt:
        _say("")
    finally:
        server.shutdown()
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _saved(_change: watchfiles.Change, path: str) -> bool:
    """Editors' swap files and Python's caches are no saves."""
    name = Path(path).name
    return "__pycache__" not in path and not name.startswith(".") and not name.endswith(("~", ".swp", ".tmp"))


def _build(root: Path, output: Path) -> None:
    command = [sys.executable, "-m", "plugins", "build", "--preview", "--output", str(output)]
    subprocess.run(command, cwd=root, check=False)
