"""A PDF of Chromium's, read for tests: its text, and on which sheets the rows of its tables stand."""

from __future__ import annotations

import re
import zlib

from plugins.sheets import objects_of, sheets_of

_TEXT = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)> Tj|(ET)\b")
_PAIR = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]{4})>(?: <([0-9A-F]+)>)?")


def text_of(pdf: bytes) -> list[str]:
    """The text of each sheet, without spaces: Chromium places letters one by one."""
    objects = objects_of(pdf)
    letters: dict[int, dict[int, str]] = {}
    sheets = []
    for number in sheets_of(pdf):
        fonts = {name: int(to) for name, to in re.findall(rb"/(F\d+) (\d+) 0 R", objects[number])}
        found = re.search(rb"/Contents (\d+) 0 R", objects[number])
        assert found
        said, font = [], 0
        for name, glyphs, _ in _TEXT.findall(unpacked(objects[int(found[1])])):
            font = fonts.get(name, font)
            known = letters.setdefault(font, _letters(objects, font))
            codes = (int(glyphs[at : at + 4], 16) for at in range(0, len(glyphs), 4))
            said += [known.get(code, "") for code in codes]
        sheets.append(re.sub(r"\s", "", "".join(said)))
    return sheets


def unpacked(body: bytes) -> bytes:
    """What a stream of the file holds."""
    return zlib.decompress(body[body.index(b"stream\n") + 7 : body.rindex(b"\nendstream")])


def _letters(objects: dict[int, bytes], font: int) -> dict[int, str]:
    """Which letters the glyphs of a font are, by the table that the file has for readers."""
    found = re.search(rb"/ToUnicode (\d+) 0 R", objects.get(font, b""))
    known: dict[int, str] = {}
    for part in re.findall(
        rb"beginbf(?:char|range)(.*?)endbf", unpacked(objects[int(found[1])]) if found else b"", re.DOTALL
    ):
        for first, last, start in _PAIR.findall(part):
            if start:
                for at in range(int(first, 16), int(last, 16) + 1):
                    known[at] = chr(int(start, 16) + at - int(first, 16))
            else:
                known[int(first, 16)] = bytes.fromhex(last.decode()).decode("utf-16-be")
    return known


def rows_of(pdf: bytes) -> list[set[int]]:
    """For each row of a table, on which sheets something of it stands."""
    objects = objects_of(pdf)
    sheets = sheets_of(pdf)
    return [
        {sheets.index(each) + 1 for each in _sheets(objects, body)}
        for body in objects.values()
        if b"/S /TR\n" in body
    ]


def _sheets(objects: dict[int, bytes], body: bytes) -> set[int]:
    """The sheets that an element of the file's tree and what is in it stand on."""
    found = {int(each) for each in re.findall(rb"/Pg (\d+) 0 R", body)}
    inside = re.search(rb"/K (\[.*?\]|\d+ 0 R)", body, re.DOTALL)
    for each in re.findall(rb"(?<!/Pg )\b(\d+) 0 R", inside[1] if inside else b""):
        found |= _sheets(objects, objects[int(each)])
    return found
