"""JSON changed in some places: what is not changed keeps its bytes, however a person has laid it out."""

import json
from collections.abc import Sequence
from typing import Any

import yaml

_WIDTH = 110
_STEP = "  "


def spliced(text: str, old: Any, new: Any) -> str:
    """The text of `old` with the values of `new`. A text that cannot be taken apart is written anew."""
    # JSON is YAML, whose nodes know where they stand. What YAML does not allow has a stand-in of its length.
    plain = yaml.reader.Reader.NON_PRINTABLE.sub("?", text.replace("\t", " "))
    try:
        node = yaml.compose(plain, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        node = None
    if node is None:
        return json.dumps(new, ensure_ascii=False, indent=2) + "\n"
    end = text[node.end_mark.index :] or "\n"
    return text[: node.start_mark.index] + _Splice(text).value(node, old, new, "") + end


class _Splice:
    """The text that values are taken from."""

    def __init__(self, text: str) -> None:
        self.text = text

    def value(self, node: yaml.Node, old: Any, new: Any, indent: str) -> str:
        """A value: its own text where nothing in it has changed."""
        own = self.text[node.start_mark.index : node.end_mark.index]
        if json.dumps(old) == json.dumps(new):
            return own
        if "\n" not in own and len(line := json.dumps(new, ensure_ascii=False)) + len(indent) < _WIDTH - 20:
            return line
        inner = indent + _STEP
        if isinstance(old, dict) and isinstance(new, dict) and isinstance(node, yaml.MappingNode):
            nodes = {key.value: each for key, each in node.value}
            parts = [
                f"{json.dumps(key, ensure_ascii=False)}: "
                + (self.value(nodes[key], old[key], each, inner) if key in nodes else _new(each, inner))
                for key, each in new.items()
            ]
            return _block("{}", parts, indent)
        if isinstance(old, list) and isinstance(new, list) and isinstance(node, yaml.SequenceNode):
            known = {_name(each): (place, each) for place, each in zip(node.value, old, strict=True)}
            parts = [
                self.value(*known[_name(each)], each, inner) if _name(each) in known else _new(each, inner)
                for each in new
            ]
            return _block("[]", parts, indent)
        return _new(new, indent)


def _name(value: Any) -> str:
    """By what an entry of a list is known again: its name or value, or all of it."""
    if isinstance(value, dict):
        value = value.get("name", value.get("value", value))
    return json.dumps(value)


def _new(value: Any, indent: str) -> str:
    """A value that was not there: on one line where it fits."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + len(indent) < _WIDTH - 20 or not isinstance(value, (dict, list)):
        return line
    return json.dumps(value, ensure_ascii=False, indent=len(_STEP)).replace("\n", "\n" + indent)


def _block(signs: str, parts: Sequence[str], indent: str) -> str:
    lines = ",\n".join(f"{indent}{_STEP}{each}" for each in parts)
    return f"{signs[0]}\n{lines}\n{indent}{signs[1]}"
