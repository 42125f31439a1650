"""Every sentence that the code says is in the catalogue, found by another way than the one that makes it."""

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def said(source: str) -> set[str]:
    """What `say` and `say_many` are given, also inside f-strings, which gettext's extraction cannot see."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            first = node.args[0]
            if node.func.attr in ("say", "say_many") and isinstance(first, ast.Constant):
                found.add(first.value)
    return found


def test_a_sentence_inside_an_f_string_is_found():
    code = """x = f"{language.say('Hidden')} and {language.say_many('one', 'many', 2)}" """
    assert said(code.strip()) == {"Hidden", "one"}


@pytest.mark.parametrize("path", sorted((ROOT / "plugins").rglob("*.py")), ids=lambda path: path.stem)
def test_every_sentence_is_in_the_catalogue(path):
    with (ROOT / "theme/translations/site.pot").open("rb") as file:
        known = {each.id if isinstance(each.id, str) else each.id[0] for each in read_po(file) if each.id}
    assert said(path.read_text("utf-8")) - known == set()
