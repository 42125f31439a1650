"""The catalogues of data packages, kept in step with their words: new languages, new words, changed English.

An entry that is right keeps its bytes, with its comments; a file without a change is not touched.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import normalize, read_po

from plugins.equity.labels import translated_words
from plugins.equity.languages import read_catalogue
from plugins.equity.packages import describe
from plugins.equity.problems import Problem
from plugins.equity.sources import read_text

_WIDTH = 96
_MACHINE = "X-Translation"


@dataclass(frozen=True)
class _Known:
    """A translation that some package has: of which English, from where, and whether a machine made it."""

    english: str
    text: str
    package: str
    machine: bool


Memory = Mapping[tuple[str, ...], _Known]
"""Translations by key and English, and by the shape of a key and English."""


def update_packages(root: Path, languages: tuple[str, ...]) -> tuple[Problem, ...]:
    """Write the catalogues of all packages for every language but English; returns what is left to do."""
    left: list[Problem] = []
    packages = []
    for path in sorted((root / "datapackages").glob("*/datapackage.json")):
        package, _, found = describe(path.parent, root)
        left += found
        packages += [package] if package is not None else []
    for code in [each for each in languages if each != "en"]:
        files = {each.id: each.folder / "translations" / f"{code}.po" for each in packages}
        memory = _remembered(files, root)
        for package in packages:
            path = files[package.id]
            english = {key: text for key, text in package.words["en"].items() if text}
            before = ""
            if path.exists():
                _, found = read_catalogue(path, root)
                before, unread = read_text(path, root)
                if unread:
                    left += unread
                if unread or found:
                    continue  # told, and left as it is: who cannot read it must not write it
            after = in_step(before, english, memory, package.id, code)
            if after != before:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(after, "utf-8", newline="\n")
    for package in packages:
        left += translated_words(package, root, languages)[1]
    return tuple(left)


def in_step(text: str, english: Mapping[str, str], memory: Memory, package: str, code: str) -> str:
    """A catalogue's text with exactly the words of `english`, by key; "" is a catalogue that is not there."""
    head, blocks = _blocks(text)
    kept: dict[str, str] = {}
    for message, block in blocks:
        key = str(message.context or "")
        if key in english and key not in kept:
            kept[key] = block
            changed = str(message.id) != english[key]
            if message.string and changed:
                kept[key] = _fuzzy(message, block, english[key])
            elif not message.string and ((taken := _taken(key, english[key], memory)) or changed):
                kept[key] = "\n".join([*_comments(block), _entry(key, english[key], taken)])
    order = [*kept]
    before = ""
    for key in english:
        if key not in kept:
            # Where it would stand in a new catalogue: behind the word that goes before it.
            order.insert(order.index(before) + 1 if before else 0, key)
            kept[key] = _entry(key, english[key], _taken(key, english[key], memory))
        before = key
    if not head:
        machine = any((each := _taken(key, english[key], memory)) and each.machine for key in english)
        head = _head(package, code, machine=machine)
    return "\n\n".join([head, *(kept[key] for key in order)]) + "\n"


def _blocks(text: str) -> tuple[str, list[tuple[Message, str]]]:
    """The head of a catalogue, and its entries with their bytes; comments at the end stay with the head."""
    pieces = [each.strip("\n") for each in re.split(r"\n[ \t]*\n", text) if each.strip()]
    read = [(each, [message for message in _catalog(each) if message.id]) for each in pieces]
    whole = [message for message in _catalog(text) if message.id]
    if len([message for _, found in read for message in found]) == len(whole) and all(
        len(found) < 2 for _, found in read
    ):
        heads = [each for each, found in read if not found]
        return "\n\n".join(heads), [(found[0], each) for each, found in read if found]
    # Entries that are not set apart by blank lines: they are written anew.
    head = re.sub(r"(\n#[^\n]*)+\Z", "", re.split(r"^msgctxt ", text, flags=re.M)[0].rstrip())
    return head, [(each, _entry(str(each.context), str(each.id), written=each)) for each in whole]


def _catalog(text: str) -> Catalog:
    return read_po(iter(text.encode().splitlines(keepends=True)), charset="utf-8")


def _entry(key: str, english: str, taken: _Known | None = None, written: Message | None = None) -> str:
    """An entry of a catalogue; empty unless a translation is `taken` over or was `written` before."""
    lines, text = [], ""
    if taken is not None:
        how = "machine translated, not yet reviewed by a person" if taken.machine else "as it is there"
        lines.append(f"# Taken over from {taken.package}, {how}.")
        text = taken.text
    if written is not None:
        lines += [f"# {each}".rstrip() for each in written.user_comments]
        lines += ["#, fuzzy"] if written.fuzzy else []
        text = str(written.string or "")
    lines.append(f"msgctxt {_quoted(key)}")
    lines += [f"msgid {_quoted(english)}", f"msgstr {_quoted(text)}"]
    return "\n".join(lines)


def _fuzzy(message: Message, block: str, english: str) -> str:
    """An entry whose English has changed: marked, with the old English beside the old translation."""
    before = [each for each in block.split("\n") if each.startswith("#|")]
    if not before:
        before = [f"#| {each}" for each in f"msgid {_quoted(str(message.id))}".split("\n")]
    entry = _entry(str(message.context), english).rpartition("\nmsgstr ")[0]
    return "\n".join(
        [*_comments(block), "#, fuzzy", *before, entry, f"msgstr {_quoted(str(message.string))}"]
    )


def _comments(block: str) -> list[str]:
    """What people have noted above an entry."""
    return [each for each in block.split("\n") if each.startswith("#") and not each.startswith(("#,", "#|"))]


def _quoted(text: str) -> str:
    return normalize(text, width=_WIDTH)


def _head(package: str, code: str, *, machine: bool) -> str:
    """The head of a new catalogue; it says that a machine translated when one did."""
    locale = Locale.parse(code, sep="-")
    name = locale.get_display_name("en") or code
    lines = [f"# {name} words of the package {package}.", "#"]
    if machine:
        lines.append("# Some are from other packages: machine translated, not yet reviewed by a person.")
    else:
        lines.append("# Say here who translated them, and whether a person has reviewed them.")
    lines += ['msgid ""', 'msgstr ""', f'"Project-Id-Version: {package}\\n"', f'"Language: {code}\\n"']
    lines += ['"MIME-Version: 1.0\\n"', '"Content-Type: text/plain; charset=utf-8\\n"']
    lines.append('"Content-Transfer-Encoding: 8bit\\n"')
    lines += [f'"{_MACHINE}: machine\\n"'] if machine else []
    return "\n".join(lines)


def _remembered(files: Mapping[str, Path], root: Path) -> Memory:
    """What the packages have translated: the first package's words go before those of the next."""
    memory: dict[tuple[str, ...], _Known] = {}
    for package, path in files.items():
        catalog, _ = read_catalogue(path, root) if path.exists() else (None, ())
        if catalog is None:
            continue
        machine = f'"{_MACHINE}: machine' in read_text(path, root)[0]  # a head that Babel does not keep
        for each in catalog:
            if each.id and each.context and each.string and not each.fuzzy:
                taken = any("Taken over from" in line and "machine" in line for line in each.user_comments)
                known = _Known(str(each.id), str(each.string), package, machine or taken)
                for key in _keys(str(each.context), known.english):
                    memory.setdefault(key, known)
    return memory


def _taken(key: str, english: str, memory: Memory) -> _Known | None:
    """The translation of the very same English, of the same key, or else of one of the same shape."""
    return next((memory[each] for each in _keys(key, english) if each in memory), None)


def _keys(key: str, english: str) -> Iterator[tuple[str, ...]]:
    """The same words read otherwise in a sentence than as a label: only keys of one shape are alike."""
    parts: Sequence[str] = key.split("/")
    yield key, english
    yield parts[0], parts[-1] if parts[0] in ("group", "indicator", "total") else "", english
