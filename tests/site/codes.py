"""Every code of a problem that the source can tell of, found by reading the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

from plugins.directives import KINDS

# Which argument is the code, in each function that makes problems.
POSITION = {
    "Problem": 2,
    "problem": 1,
    "tell": 1,
    "tell_of": 2,  # scan
    "told": 3,
    "tell_rows": 2,
    "unknown": 3,
    "twice": 2,
    "Finding": 0,
    "_finding": 2,
    "_at_units": 1,
    "_problem": 0,  # intake
    "complain": 4,
    "complain_of_rows": 2,
    "_at": 2,
    "_at_rows": 2,  # gate, of quotations
    "note_row": 1,  # intake, of answers
}
BY_NAME = ("at_rows", "Finding")


def codes_in(source: str) -> Iterator[str]:
    """The codes in a module; ValueError where a code is neither written out nor handed on."""
    tree = ast.parse(source)
    constants = {
        each.targets[0].id: each.value.value
        for each in tree.body
        if isinstance(each, ast.Assign)
        and isinstance(each.targets[0], ast.Name)
        and isinstance(each.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = POSITION.get(name)
        if name in BY_NAME:
            yield from (
                each.value.value
                for each in node.keywords
                if each.arg == "code" and isinstance(each.value, ast.Constant)
            )
        if place is None or len(node.args) <= place:
            continue
        code = node.args[place]
        if isinstance(code, ast.Name) and code.id in constants:
            code = ast.Constant(constants[code.id])
        if isinstance(code, ast.Constant) and isinstance(code.value, str):
            yield code.value
        elif isinstance(code, ast.JoinedStr) and ast.unparse(code) == "f'{directive.kind}-unknown'":
            yield from (f"{kind}-unknown" for kind in KINDS)
        elif not (getattr(code, "id", "") == "code" or getattr(code, "attr", "") == "code"):
            raise ValueError(f"line {node.lineno}: {ast.unparse(node)[:80]}")


def codes_of(folder: Path) -> set[str]:
    """The codes of every module below a folder."""
    return {code for path in sorted(folder.rglob("*.py")) for code in codes_in(path.read_text("utf-8"))}
