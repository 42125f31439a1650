"""One package before two judges, Frictionless and our gate, and what each of them says, in one form."""

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frictionless
import pytest

from plugins.equity.descriptors import Package, paths
from plugins.equity.gate import telling
from plugins.equity.gate.columns import read_columns
from plugins.equity.gate.standard import description_faults, row_faults

Said = tuple[str, int, str, str]
"""File, line, field ("" where it is the row, 0 and "" where it is the file), and kind of error."""

# The kinds that both judges know, by the words of Frictionless.
CELL, ROW, FILE = ("type-error", "constraint-error"), ("primary-key", "foreign-key"), ("unique-error",)
SIZES = ("hash-count", "byte-count", "row-count", "field-count")
SHAPES = ("blank-row", "extra-cell", "missing-cell", "source-error")
_KINDS = (
    (r"' in '(?P<field>[^']*)': type is ", "type-error"),
    (r"' in '(?P<field>[^']*)': constraint ", "constraint-error"),
    (r"^'(?P<field>[^']*)' must be different", "unique-error"),
    (r"primary key", "primary-key"),
    (r"is not found in", "foreign-key"),
    (r"stands for nothing", "shape"),
    (r"cannot be checked", "hash-count"),
    (r"states hash", "hash-count"),
    (r"states bytes", "byte-count"),
    (r"states rows", "row-count"),
    (r"states fields", "field-count"),
)


@dataclass(frozen=True)
class Verdict:
    """Whether a judge passes the package; what was said of cells, rows and sizes; and everything in words."""

    valid: bool
    said: frozenset[Said]
    words: tuple[str, ...]

    @property
    def shapes(self) -> bool:
        """Whether rows or headings do not fit at all, so that cells were not looked at in the same way."""
        return any(kind == "shape" for *_, kind in self.said)


def theirs(folder: Path) -> Verdict:
    """What Frictionless says."""
    try:
        report = frictionless.validate(str(folder / "datapackage.json"), limit_errors=10_000)
        resources = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
    except Exception as error:  # noqa: BLE001  # it stumbles over some descriptions
        return Verdict(False, frozenset(), (repr(error),))
    said: set[Said] = set()
    words = []
    for task in report.tasks:
        resource = next((each for each in resources if each["name"] == task.name), {})
        for error in task.errors:
            words.append(f"{task.name}: {error.type}: {error.message}")
            row = getattr(error, "row_number", 0) or 0
            file, line = _place(folder, paths(resource), row) if row else ("", 0)
            if error.type in (*CELL, *ROW, *FILE):
                field = getattr(error, "field_name", "") if error.type in (*CELL, *FILE) else ""
                said.add((file, line, field, error.type))
            elif error.type in SIZES:
                said.add(("datapackage.json", 0, "", error.type))
            elif error.type in SHAPES or "label" in error.type or "header" in error.type:
                said.add((file, line, "", "shape"))
    return Verdict(report.valid, frozenset(said), tuple(words) + tuple(str(each) for each in report.errors))


def _place(folder: Path, files: tuple[str, ...], row: int) -> tuple[str, int]:
    """The file and line of a row that is counted through all files, later headings left out."""
    for number, name in enumerate(files):
        text = (folder / name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        reader = csv.reader(io.StringIO(text, newline=""))
        line = 1
        for at, _ in enumerate(reader):
            if at or not number:
                row -= 1
            if not row:
                return name, line
            line = reader.line_num + 1
    return files[-1], 0


def ours(folder: Path) -> Verdict:
    """What our gate says where it speaks for the standard: all rows, not only the first five."""
    document = json.loads((folder / "datapackage.json").read_text("utf-8"))
    package = Package("p", folder, "datapackage.json", document, "own", {}, {}, {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(telling, "EXAMPLES", 10**6)
        found = list(description_faults(package))
        if found:
            return Verdict(False, frozenset(), tuple(each.message for each in found))
        frames: dict[str, Any] = {}
        for resource in document["resources"]:
            frame, problems = read_columns(package, resource["name"], folder)
            found += problems
            frames[resource["name"]] = frame
        if not found:
            found = list(row_faults(package, frames))
    said = frozenset(_said(each.path, each.line, each.code, each.message) for each in found)
    return Verdict(not found, said, tuple(f"{each.where}: {each.message}" for each in found))


def _said(path: str, line: int, code: str, message: str) -> Said:
    if code != "package-invalid":
        return path, line, "", "shape"
    for pattern, kind in _KINDS:
        match = re.search(pattern, message, re.DOTALL)
        if match:
            return path, line, match.groupdict().get("field", ""), kind
    raise AssertionError(message)


def package_of(
    tables: Mapping[str, tuple[Mapping[str, Any], str | bytes]], **resources: Mapping[str, Any]
) -> dict[str, str | bytes]:
    """The files of a package: per table its schema and its text, and more facts of a resource by its name."""
    described = [
        {
            "name": name,
            "path": f"{name}.csv",
            "format": "csv",
            "schema": schema,
            "dialect": {"delimiter": ","},
            **resources.get(name, {}),
        }
        for name, (schema, _) in tables.items()
    ]
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "p",
        "resources": described,
    }
    files: dict[str, str | bytes] = {f"{name}.csv": text for name, (_, text) in tables.items()}
    return {"datapackage.json": json.dumps(descriptor, indent=1), **files}
