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
    "_rows": 2,
    "_known": 3,
    "_twice": 2,
    "_problem": 0,  # intake
    "complain": 4,
    "complain_of_rows": 2,
    "_at": 2,
}


def codes_in(source: str) -> Iterator[str]:
    """The codes in a module; ValueError where a code is neither written out nor handed on."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = POSITION.get(name)
        if place is None or len(node.args) <= place:
            continue
        code = node.args[place]
        if isinstance(code, ast.Constant) and isinstance(code.value, str):
            yield code.value
        elif isinstance(code, ast.JoinedStr) and ast.unparse(code) == "f'{directive.kind}-unknown'":
            yield from (f"{kind}-unknown" for kind in KINDS)
        elif not (isinstance(code, ast.Name) and code.id == "code"):
            raise ValueError(f"line {node.lineno}: {ast.unparse(node)[:80]}")


def codes_of(folder: Path) -> set[str]:
    """The codes of every module below a folder."""
    return {code for path in sorted(folder.rglob("*.py")) for code in codes_in(path.read_text("utf-8"))}
