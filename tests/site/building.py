"""This project built in a folder of its own, by a process of its own; and what two folders have in common."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.site.pages import Element, read_page
from tests.site.projects import ROOT

PARTS = ("content", "datapackages", "theme", "plugins", "pelicanconf.py", "publishconf.py")


def copy_of_this_project(target: Path) -> Path:
    """What a fresh clone has of all that is built, at `target`."""
    forgotten = shutil.ignore_patterns("__pycache__", ".*")
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=forgotten)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    return target


@dataclass(frozen=True)
class Site:
    """A project and the site that was built of it."""

    root: Path
    output: Path

    def page(self, address: str) -> Element:
        """A page by its address, as in `en/about/`."""
        return read_page(self.output / (address if address.endswith(".html") else f"{address}index.html"))


def publish(root: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """`plumbline publish` in a process of its own, with the code of the project itself."""
    command = [sys.executable, "-m", "plugins", *(arguments or ("publish",))]
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PLUMBLINE_", "PYTHON"))
    }
    return subprocess.run(command, cwd=root, env={**clean, **environment}, capture_output=True, text=True)


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder by its path: the bytes of files, None for folders."""
    found = sorted(folder.rglob("*"))
    return {
        each.relative_to(folder).as_posix(): each.read_bytes() if each.is_file() else None for each in found
    }


def differences(one: Path, other: Path) -> list[str]:
    """The paths at which two folders do not hold the same."""
    left, right = tree(one), tree(other)
    missing = object()
    return [name for name in sorted({*left, *right}) if left.get(name, missing) != right.get(name, missing)]
