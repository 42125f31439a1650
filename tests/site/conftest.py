"""The sites that tests look at: this project's, built once, and small ones made for a single question."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path

import pytest

from tests.site.building import Site, copy_of_this_project, publish
from tests.site.projects import ROOT, Forks, small, write


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    """The command on any project: `run(root, ["check"])`."""
    folder = tmp_path_factory.mktemp("forks")
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("forks.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        yield Forks(process, folder)


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Mapping[str, str | bytes]], Path]:
    """A small project with some files changed (None: removed); all share one cache."""
    base, numbers = tmp_path_factory.mktemp("small"), count()
    (base / "cache").mkdir()

    def new(changes: Mapping[str, str | bytes | None] | None = None) -> Path:
        root = base / str(next(numbers))
        files = {name: each for name, each in {**small(), **(changes or {})}.items() if each is not None}
        write(files, root)
        (root / ".cache").symlink_to(base / "cache")
        return root

    return new


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """This project, built from a cold start with an empty cache, once for all tests."""
    root = copy_of_this_project(tmp_path_factory.mktemp("site") / "project")
    done = publish(root, PYTHONHASHSEED="1", TZ="America/New_York", LC_ALL="C")
    assert done.returncode == 0, done.stdout + done.stderr
    return Site(root, root / "output")


@pytest.fixture(scope="session")
def another(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """New copies of this project, which begin with what the first build has in its cache."""
    base, numbers = tmp_path_factory.mktemp("another"), count()

    def new() -> Path:
        root = copy_of_this_project(base / str(next(numbers)))
        shutil.copytree(site.root / ".cache", root / ".cache")
        return root

    return new
