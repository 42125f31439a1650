"""Reading what people write (text, YAML, JSON) so that every fact still knows its file and line.

YAML here is YAML 1.2's core schema in spirit: `no` and `on` are words, `2019-06` and dates are words, only
`true`/`false`, `null` and plain numbers are anything else. JSON is read by the JSON parser and located by the
same tree, since JSON is YAML as far as places are concerned.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast

import jsonschema
import yaml

from .problems import Problem, did_you_mean, nearest

Key = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A parsed file: `data` (dicts, lists, words, numbers) and the line on which each key path stands."""

    path: str
    data: Any
    lines: Mapping[Key, int] = field(default_factory=dict)

    def line(self, *key: str | int) -> int:
        """The line of a key path; of its nearest known parent when the path itself does not exist."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 0)

    def problem(self, key: Key, code: str, message: str, hint: str = "", **kind: str) -> Problem:
        """A problem located at a key path of this document."""
        return Problem(self.path, self.line(*key), code, message, hint, **kind)


def shown(path: Path, root: Path) -> str:
    """The path as a person knows it: relative to the project when it is inside it, with forward slashes."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def read_text(path: Path, root: Path) -> tuple[str, tuple[Problem, ...]]:
    """The text of a UTF-8 file, or the reason it has none. A byte-order mark goes, line ends become `\\n`."""
    name = shown(path, root)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        beside = [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
        hint = did_you_mean(path.name, beside, "Create it.") or "Create it."
        return "", (Problem(name, 0, "file-missing", "This file does not exist.", hint),)
    except IsADirectoryError:
        return "", (Problem(name, 0, "file-missing", "This is a folder where a file should be."),)
    except OSError as error:
        return "", (Problem(name, 0, "file-missing", f"This file cannot be read: {error.strerror}."),)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        hint = "Save the file as UTF-8 (in Excel: 'CSV UTF-8'; in Notepad: Encoding, UTF-8)."
        return "", (Problem(name, line, "file-not-utf8", "This file is not UTF-8 text.", hint),)
    return text.replace("\r\n", "\n").replace("\r", "\n"), ()


class _Words(yaml.SafeLoader):
    """A loader whose plain words stay words; only true/false, null and numbers are resolved."""

    # Empty, so that the loader starts without YAML 1.1's dates, octals and yeses.
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (PyYAML's own way)

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Refuses `*alias`: it may hold itself, and a few lines of them unfold into gigabytes."""
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            text = f"'*{event.anchor}' points to another part of the file; write that part out instead"
            raise yaml.composer.ComposerError(None, None, text, event.start_mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        return node


_Words.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Words.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_DIGITS = list("-0123456789")
_Words.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), _DIGITS)
_Words.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$"), _DIGITS)


DECIMALS = "Write a number with a point, such as 6.5: no comma, no percent sign, no quotes."
"""Of a number that is none, or that a comma has cut in two."""


def _syntax(said: str) -> tuple[str, str]:
    """What the parser says about a file, in an author's words, and what to do."""
    if "'\\t'" in said:
        return (
            "This is not YAML: there is a tab.",
            "Put spaces in place of the tab, as in the lines above it.",
        )
    if "block end" in said:
        hint = "Begin each key with as many spaces as the one above it, and each '-' below the one before."
        return "This is not YAML: this line, or one just above it, is indented differently.", hint
    if "could not find expected ':'" in said:
        hint = "Write 'key: value', with a space after the colon; look at the line above it, too."
        return "This is not YAML: a line has no key and value.", hint
    hint = "Check the indentation and the colons near here; put text that has ': ' in it between quotes."
    return f"This is not YAML: {said}.", hint


def read_yaml(path: Path, root: Path) -> tuple[Document, tuple[Problem, ...]]:
    """A YAML file as a Document; `data` is None when it could not be read."""
    name = shown(path, root)
    text, problems = read_text(path, root)
    if problems:
        return Document(name, None), problems
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> tuple[Document, tuple[Problem, ...]]:
    """YAML text as a Document. Refused: tags and aliases, keys written twice, keys that are no words."""
    loader: _Words | None = None
    try:
        loader = _Words(text)
        node = loader.get_single_node()
        if node is None:
            return Document(name, None), (Problem(name, 0, "yaml-empty", "This file is empty."),)
        lines: dict[Key, int] = {}
        found: list[Problem] = []
        data = _value(loader, node, (), lines, found, name)
        if data is None and not found:
            found.append(Problem(name, 0, "yaml-empty", "This file is empty."))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if "expected ':'" in str(error.problem):
            mark = error.context_mark or mark  # where the line without a key begins, not where it was noticed
        line = mark.line + 1 if mark else 0
        message, hint = _syntax(str(error.problem))
        return Document(name, None), (Problem(name, line, "yaml-syntax", message, hint),)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = f"This file has a character in it that cannot be seen (U+{error.character:04X})."
        return Document(name, None), (Problem(name, line, "yaml-syntax", message, "Delete it."),)
    except yaml.YAMLError as error:
        return Document(name, None), (Problem(name, 0, "yaml-syntax", f"This is not YAML: {error}."),)
    except RecursionError:
        return Document(name, None), (Problem(name, 0, "yaml-syntax", "This file is nested too deeply."),)
    finally:
        if loader is not None:
            loader.dispose()
    return Document(name, data, lines), tuple(found)


def read_json(path: Path, root: Path) -> tuple[Document, tuple[Problem, ...]]:
    """A JSON file as a Document; `data` is None when it could not be read."""
    name = shown(path, root)
    text, problems = read_text(path, root)
    if problems:
        return Document(name, None), problems
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        hint = "Look for a comma or quote too few or too many on this line or the one before it."
        message = f"This is not JSON: {error.msg}."
        return Document(name, None), (Problem(name, error.lineno, "json-syntax", message, hint),)
    except (ValueError, RecursionError):
        message = "This is not JSON that can be read: a number is too long, or it is nested too deeply."
        return Document(name, None), (Problem(name, 0, "json-syntax", message),)
    if data is None:
        return Document(name, None), (Problem(name, 0, "json-syntax", "There is nothing in this file."),)
    located, twice = locate_json(text, name)
    return Document(name, data, located.lines), tuple(p for p in twice if p.code == "yaml-key-twice")


def locate_json(text: str, name: str) -> tuple[Document, tuple[Problem, ...]]:
    """Where each key of a JSON text stands, whatever its values say; and keys that are written twice."""
    # Tabs and invisible characters are allowed in JSON but not in YAML; a tab in a JSON string is always
    # written \t, so this is safe.
    return parse_yaml(yaml.reader.Reader.NON_PRINTABLE.sub("?", text.replace("\t", " ")), name)


def _value(
    loader: yaml.SafeLoader, node: yaml.Node, key: Key, lines: dict[Key, int], found: list[Problem], name: str
) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(key, line)
    if node.tag != _untagged(loader, node):
        message = f"'{node.tag}' has no meaning here."
        found.append(Problem(name, line, "yaml-syntax", message, "Delete the word that begins with '!'."))
        return None
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for left, right in node.value:
            word, line = str(getattr(left, "value", "")), left.start_mark.line + 1
            if not isinstance(left, yaml.ScalarNode):
                found.append(Problem(name, line, "yaml-syntax", "A key must be a plain word."))
                continue
            if word in mapping:
                hint = f"The first one is on line {lines[(*key, word)]}; keep one of the two."
                found.append(Problem(name, line, "yaml-key-twice", f"'{word}' is written twice.", hint))
                continue
            lines[(*key, word)] = line
            mapping[word] = _value(loader, right, (*key, word), lines, found, name)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, item, (*key, i), lines, found, name) for i, item in enumerate(node.value)]
    try:
        return loader.construct_object(node)
    except ValueError:  # Python refuses whole numbers of more than 4,300 digits
        found.append(Problem(name, line, "yaml-syntax", "This number is too long."))
        return None


def _untagged(loader: yaml.SafeLoader, node: yaml.Node) -> str:
    """The tag that a node has when nobody wrote one."""
    plain = isinstance(node, yaml.ScalarNode) and node.style is None
    tag: str = loader.resolve(type(node), node.value, (plain, not plain))  # type: ignore[no-untyped-call]
    return tag


@cache
def _schema(schema: str | Path) -> Any:
    file = schema if isinstance(schema, Path) else Path(__file__).parent / "schemas" / f"{schema}.json"
    return json.loads(file.read_text("utf-8"))


def check_schema(document: Document, schema: str | Path, inside: Key = ()) -> tuple[Problem, ...]:
    """Compare a document (or the part `inside` it) with a schema; each fault is located.

    `schema` is the name of one of ours, `schemas/<schema>.json`, or the file of another room's.
    """
    part = document.data
    for step in inside:
        part = part[step]
    validator = jsonschema.Draft202012Validator(_schema(schema))
    found: list[Problem] = []
    for error in validator.iter_errors(part):
        found.extend(_explain(document, inside, error))
    # Once each: two missing keys are two errors to JSON Schema, and each of them knows of both.
    return tuple(sorted(set(found)))


def _explain(document: Document, inside: Key, error: jsonschema.ValidationError) -> Iterator[Problem]:
    """One JSON Schema error in an author's words. `description` in the schema supplies the remedy."""
    if error.validator in ("anyOf", "oneOf") and error.context:
        # Tell of the branch that came nearest (deepest path), not that "no branch fits".
        deepest = max(error.context, key=lambda each: (len(each.absolute_path), each.validator == "enum"))
        if len(deepest.absolute_path) > len(error.absolute_path):
            yield from _explain(document, inside, deepest)
            return
    key: Key = (*inside, *error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        key = (*key, str(error.instance))
    label = _label(key, len(inside))
    rule, wanted = cast("Any", error.schema), cast("Any", error.validator_value)
    given = cast("Any", error.instance)
    help_ = str(rule.get("description", "")) if isinstance(rule, dict) else ""
    if error.validator == "additionalProperties":
        known = list(rule.get("properties", {}))
        patterns = list(rule.get("patternProperties", {}))
        for word in sorted(set(given) - set(known)):
            if any(re.search(pattern, word) for pattern in patterns):
                continue
            hint = DECIMALS if word.isdigit() else did_you_mean(word, known)
            yield document.problem((*key, word), "key-unknown", f"'{word}' means nothing here.", hint)
    elif error.validator == "required":
        strange = set(given) - set(rule.get("properties", {}))
        closed = rule.get("additionalProperties") is False  # then a misspelt key is told as unknown, and once
        meant = {nearest(each, rule.get("properties", {})) for each in strange if closed}
        for word in sorted(set(wanted) - set(given) - meant):
            spec = rule.get("properties", {}).get(word, {})
            hint = str(spec.get("description", "")) or f"Add '{word}:'."
            yield document.problem(key, "key-missing", f"{label} has no '{word}'.", hint)
    elif error.validator in ("enum", "const"):
        words = [str(choice) for choice in (wanted if error.validator == "enum" else [wanted])]
        hint = did_you_mean(str(given), words)
        yield document.problem(key, "value-unknown", f"{label} cannot be {_quoted(given)}.", hint)
    else:
        numeric = error.validator == "type" and wanted == "number"
        help_ = help_ or (DECIMALS if numeric else "")
        yield document.problem(key, "value-wrong", f"{label} is not right: {_shape(error)}.", help_)


def _label(key: Key, start: int) -> str:
    words = [str(part) if isinstance(part, str) else f"number {part + 1}" for part in key[start:]]
    return "'" + " / ".join(words) + "'" if words else "This file"


def _shape(error: jsonschema.ValidationError) -> str:
    kinds = {
        "string": "text",
        "integer": "a whole number",
        "number": "a number",
        "array": "a list",
        "object": "a list of 'key: value' lines",
        "boolean": "true or false",
        "null": "blank",
    }
    if error.validator == "type":
        wanted = cast("Any", error.validator_value)
        words = [kinds[each] for each in (wanted if isinstance(wanted, list) else [wanted])]
        return f"{_quoted(error.instance)} should be " + " or ".join(words)
    if error.validator in ("pattern", "anyOf", "oneOf"):
        return f"{_quoted(error.instance)} does not have the right form"
    return str(error.message)


def _quoted(value: Any) -> str:
    """What was written, cut short: it may be the whole file."""
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"
