"""Extracts and sites to protect them for, each in folders of its own."""

import json
from itertools import count

import pytest

from plugins.protecting import protect_extract
from tests.disclosure.published_files import DIMENSIONS


@pytest.fixture(scope="session")
def extracts(tmp_path_factory, package_files):
    """Writes an extract of rows outside of a new, empty site; gives the folders of both."""
    numbers, base = count(), tmp_path_factory.mktemp("protecting")

    def write(rows, places=None, policy=None, change=None, name="schools", **facts):
        home = base / str(next(numbers))
        site = home / "site"
        (site / "datapackages").mkdir(parents=True)
        rows = [each if each[4] or facts.get("kind") == "count" else (*each[:3], 0, 0, "z") for each in rows]
        more = {} if places is None else {"places": places}
        files = dict(package_files(rows, origin="own", dimensions=DIMENSIONS, **more, **facts))
        told = json.loads(files["datapackage.json"])
        if policy is not None:
            told["equity"]["policy"] = policy
        if change is not None:
            change(told)
        files["datapackage.json"] = json.dumps(told, indent=2)
        for path, content in files.items():
            file = home / "private" / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, "utf-8")
        return home / "private" / name, site

    return write


@pytest.fixture(scope="session")
def protect(extracts):
    """Protects rows; gives the folder that was written and the summary."""

    def run(rows, places=None, **facts):
        extract, site = extracts(rows, places, **facts)
        made = protect_extract(extract, site)
        assert made.summary, made.problems
        return site / "datapackages" / extract.name, made.summary

    return run
