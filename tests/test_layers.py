"""The shape of the code: each module imports only from those above it in the lists of plugins/README.md."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {"utils", "helpers", "common", "manager", "misc"}
IMPURE = {"pelican", "jinja2", "markdown", "blinker"}


def layers(folder: str) -> list[str]:
    text = (ROOT / "plugins/README.md").read_text("utf-8")
    part = text.partition(f"<!-- layers: {folder} -->")[2]
    rows = re.match(r"\s*((?:\|.*\n)+)", part)
    assert rows, f"no list of modules for {folder}"
    return re.findall(r"^\| (\w+) \|", rows.group(1), re.M)[1:]


def imports(source: str, package: str) -> set[str]:
    """Full names of what a module imports, relative imports resolved."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = (
                f"{package}.{node.module}"
                if node.level and node.module
                else package
                if node.level
                else node.module
            )
            found |= {str(base)} | {f"{base}.{each.name}" for each in node.names}
    return found


def out_of_order(name: str, source: str, package: str, order: list[str]) -> list[str]:
    below = order[order.index(name) :]
    own = {f"{package}.{each}" for each in below}
    return sorted(own & imports(source, package))


FOLDERS = {
    "plugins/equity/gate": "plugins.equity.gate",
    "plugins/equity/disclosure": "plugins.equity.disclosure",
    "plugins/equity/inequality": "plugins.equity.inequality",
    "plugins/equity": "plugins.equity",
    "plugins/intake": "plugins.intake",
    "plugins/scan": "plugins.scan",
    "plugins/skeletons": "plugins.skeletons",
    "plugins": "plugins",
}
ROOMS = {"plugins/equity": ["gate", "disclosure", "inequality"], "plugins": ["scan", "skeletons"]}
"""Folders that are entries of the list of the folder above."""
MODULES = [
    (folder, path)
    for folder in FOLDERS
    for path in sorted((ROOT / folder).glob("*.py"))
    if path.stem[:2] != "__"
]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_module_is_in_the_list_and_every_entry_is_a_module(folder):
    modules = [path.stem for where, path in MODULES if where == folder]
    assert sorted(layers(folder)) == sorted([*modules, *ROOMS.get(folder, ())])


@pytest.mark.parametrize(("folder", "path"), MODULES, ids=lambda each: getattr(each, "stem", each))
def test_a_module_imports_only_from_above(folder, path):
    assert out_of_order(path.stem, path.read_text("utf-8"), FOLDERS[folder], layers(folder)) == []


def test_an_import_from_below_is_seen():
    order = ["problems", "sources"]
    assert out_of_order("problems", "from .sources import x", "plugins.equity", order) == [
        "plugins.equity.sources"
    ]
    assert out_of_order("problems", "from . import sources", "plugins.equity", order) == [
        "plugins.equity.sources"
    ]
    assert out_of_order("sources", "from .problems import x", "plugins.equity", order) == []


PURE = {
    "plugins/equity/gate": ("plugins.equity",),
    "plugins/equity/disclosure": ("plugins.equity",),
    "plugins/equity/inequality": ("plugins.equity",),
    "plugins/equity": ("plugins.equity",),
    "plugins/intake": ("plugins.equity", "plugins.intake"),
}


@pytest.mark.parametrize(
    ("folder", "path"),
    [(where, path) for where, path in MODULES if where in PURE],
    ids=lambda each: getattr(each, "stem", each),
)
def test_the_library_is_pure(folder, path):
    names = imports(path.read_text("utf-8"), FOLDERS[folder])
    assert not {name.partition(".")[0] for name in names} & IMPURE
    assert not [name for name in names if name.startswith("plugins.") and not name.startswith(PURE[folder])]


@pytest.mark.parametrize("room", ["gate", "disclosure", "inequality"])
def test_a_room_imports_only_what_stands_above_it(room):
    """Its modules name the library's by their full names, so that this can be read off."""
    above = layers("plugins/equity")[: layers("plugins/equity").index(room)]
    for where, path in MODULES:
        if where == f"plugins/equity/{room}":
            names = imports(path.read_text("utf-8"), FOLDERS[where])
            used = {name.split(".")[2] for name in names if name.startswith("plugins.equity.")}
            assert used <= {*above, room}, path


def test_the_numbers_of_disclosure_know_no_packages():
    """Down to `suppression` they can be used by other projects: they import nothing of ours from outside the
    room.
    """
    order = layers("plugins/equity/disclosure")
    for where, path in MODULES:
        if where == "plugins/equity/disclosure" and order.index(path.stem) <= order.index("suppression"):
            names = imports(path.read_text("utf-8"), FOLDERS[where])
            outside = [
                name for name in names if name.startswith("plugins.") and not name.startswith(FOLDERS[where])
            ]
            assert outside == [], path


def test_only_the_door_of_inequality_knows_packages():
    """`feeding` takes `Protected`; what reads rules knows files; the rest is numbers and words."""
    allowed = {
        "feeding": {"descriptors", "disclosure", "indexing"},
        "rulefiles": {"problems", "sources"},
        "catalogue": {"sources"},
    }
    for where, path in MODULES:
        if where == "plugins/equity/inequality":
            names = imports(path.read_text("utf-8"), FOLDERS[where])
            used = {name.split(".")[2] for name in names if name.startswith("plugins.equity.")}
            assert used - {"inequality"} <= allowed.get(path.stem, set()), path


@pytest.mark.parametrize(("room", "library"), [("scan", {"equity"}), ("skeletons", {"equity", "intake"})])
def test_a_room_of_the_adapters_imports_only_what_stands_above_it(room, library):
    above = layers("plugins")[: layers("plugins").index(room)]
    for where, path in MODULES:
        if where == f"plugins/{room}":
            names = imports(path.read_text("utf-8"), FOLDERS[where])
            used = {name.split(".")[1] for name in names if name.startswith("plugins.")}
            assert used <= {*above, *library, room}, path


def test_the_library_opens_without_pelican():
    """In a process of its own, since another test may have loaded Pelican."""
    import subprocess

    code = f"import sys; import plugins.equity.editions; print(sorted({IMPURE!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_no_room_for_everything():
    assert not FORBIDDEN & {path.stem for _, path in MODULES}
