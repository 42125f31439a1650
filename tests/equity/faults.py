"""The corpus of faults: each a small change of the good package, and the one problem that is told of it.

Where it is told: in a CSV file the row that begins with some text, in `datapackage.json` the key that a path
of keys leads to, or a plain number of a line.
"""

import copy
import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.equity.descriptors import Package
from plugins.equity.packages import open_package
from plugins.equity.problems import Problem, errors
from tests.equity.school_package import Files, school_package

D = "datapackage.json"
GOOD = {origin: school_package(origin) for origin in ("own", "republished")}
ERROR, WARNING = "error", "warning"

Edit = Callable[[Files], None]
Where = int | str | tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """A change, and where, by which code and with which words it has to be told.

    `follow` are codes of other problems that come of it; `hidden` is a number that no message may repeat.
    """

    name: str
    edits: tuple[Edit, ...]
    file: str
    where: Where
    code: str
    says: str
    origin: str = "own"
    severity: str = ERROR
    follow: tuple[str, ...] = ()
    hidden: str = ""

    def __str__(self) -> str:
        return self.name

    def files(self) -> Files:
        """The good package with this fault in it."""
        made = dict(GOOD[self.origin])
        for edit in self.edits:
            edit(made)
        return made

    def line(self) -> int:
        """The line on which it stands."""
        return line_of(self.files()[self.file], self.where)


def line_of(content: str | bytes, where: Where) -> int:
    if isinstance(where, int):
        return where
    text = content if isinstance(content, str) else content.decode("utf-8", "replace")
    if isinstance(where, str):
        rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        found = [number for number, row in enumerate(rows, start=1) if row.startswith(where)]
        assert len(found) == 1, (where, found)
        return found[0]
    data = json.loads(text)
    *way, last = where
    part = data
    for step in way:
        part = part[step]
    if isinstance(part, list):
        part[int(last)] = "@@here@@"
    else:
        renamed = {"@@here@@" if key == last else key: value for key, value in part.items()}
        assert "@@here@@" in renamed, where
        part.clear()
        part.update(renamed)
    return json.dumps(data, indent=2).partition("@@here@@")[0].count("\n") + 1


# --- edits --------------------------------------------------------------------------------------


def row(table: str, begins: str, /, **cells: str) -> Edit:
    """Other cells in the one row that begins with these."""

    def edit(files: Files) -> None:
        text = str(files[f"data/{table}.csv"])
        head, *rows = list(csv.reader(io.StringIO(text)))
        lines = text.splitlines()[1:]
        (at,) = [number for number, line in enumerate(lines) if line.startswith(begins)]
        for column, cell in cells.items():
            rows[at][head.index(column.rstrip("_"))] = cell
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([head, *rows])
        files[f"data/{table}.csv"] = out.getvalue()

    return edit


def drop(name: str, *begins: str) -> Edit:
    """Without the rows that begin with any of these."""

    def edit(files: Files) -> None:
        lines = str(files[f"data/{name}.csv"]).splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(begins)]
        assert len(kept) < len(lines), begins
        files[f"data/{name}.csv"] = "".join(kept)

    return edit


def more(name: str, *rows: str) -> Edit:
    """Rows more, at the end."""

    def edit(files: Files) -> None:
        files[f"data/{name}.csv"] = str(files[f"data/{name}.csv"]) + "".join(f"{each}\n" for each in rows)

    return edit


def text(name: str, old: str, new: str, count: int = 1) -> Edit:
    """Text for text, which stands there so many times."""

    def edit(files: Files) -> None:
        content = str(files[name])
        assert content.count(old) == count, (old, content.count(old))
        files[name] = content.replace(old, new)

    return edit


def whole(name: str, make: Callable[[str], str | bytes]) -> Edit:
    """A file made from itself."""

    def edit(files: Files) -> None:
        files[name] = make(str(files[name]))

    return edit


def fact(change: Callable[[dict[str, Any]], object]) -> Edit:
    """Something else in `datapackage.json`."""

    def edit(files: Files) -> None:
        data = json.loads(files[D])
        change(data)
        files[D] = json.dumps(data, indent=2) + "\n"

    return edit


def put(*way: Any) -> Edit:
    """The last of these in the place that the others lead to."""
    *steps, key, value = way

    def change(data: dict[str, Any]) -> None:
        part: Any = data
        for step in steps:
            part = part[step]
        part[key] = copy.deepcopy(value)

    return fact(change)


def cut(*way: Any) -> Edit:
    """What these lead to removed."""
    *steps, key = way

    def change(data: dict[str, Any]) -> None:
        part: Any = data
        for step in steps:
            part = part[step]
        del part[key]

    return fact(change)


def doubt(**answer: Any) -> Edit:
    """One more doubt answered."""
    return fact(lambda data: data["equity"]["doubts"].append({"answer": "It is so.", **answer}))


BLACK = "2017-18,ct,black,all,"


def told(name: str, edit: Edit, file: str, where: Where, code: str, says: str, **kind: Any) -> Fault:
    """A fault of one edit."""
    return Fault(name, (edit,), file, where, code, says, **kind)


def cell(name: str, column: str, new: str, code: str, says: str, **kind: Any) -> Fault:
    """A fault in one cell of the row of Black students of the state, or of another row of another table."""
    table, begins = kind.pop("table", "graduation"), kind.pop("row", BLACK)
    where = kind.pop("where", begins)
    return told(name, row(table, begins, **{column: new}), f"data/{table}.csv", where, code, says, **kind)


# --- what is told -------------------------------------------------------------------------------


class Opening:
    """Opens the good package with some of its files changed; the folder is good again afterwards."""

    def __init__(self, write_files: Callable[[Files], Path]) -> None:
        self._folders = {origin: write_files(files) for origin, files in GOOD.items()}

    def __call__(self, files: Files, origin: str = "own") -> tuple[Package | None, tuple[Problem, ...]]:
        """The package, or None, and what is told of it."""
        folder, good = self._folders[origin], GOOD[origin]
        changed = {name: content for name, content in files.items() if good.get(name) != content}
        try:
            for name, content in changed.items():
                (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
            return open_package(folder, folder.parents[1])
        finally:
            for name in changed:
                if name in good:
                    (folder / name).write_bytes(str(good[name]).encode())
                else:
                    (folder / name).unlink()


def assert_told(fault: Fault, package: Package | None, problems: tuple[Problem, ...]) -> None:
    """The problem of the fault, where it stands, and nothing else but what follows from it."""
    wanted = (f"datapackages/schools/{fault.file}", fault.line(), fault.code, fault.severity)
    here = [each for each in problems if (each.path, each.line, each.code, each.severity) == wanted]
    assert here, [f"{each.where} {each.code}: {each.message}" for each in problems]
    assert any(fault.says in f"{each.message} {each.hint}" for each in here), here
    others = [each.code for each in problems if each not in here[:1]]
    assert set(others) <= set(fault.follow), others
    assert (package is None) == bool(errors(problems))
    # A wrong kind of value says itself what should stand there.
    assert all(each.hint or "should be" in each.message for each in problems)
    if fault.hidden:
        assert fault.hidden not in "".join(each.message + each.hint for each in problems)
