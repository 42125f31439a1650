"""What a PDF of Chromium's says of itself: its sheets, on which of them a name stands, when it was made.

Chromium writes a PDF's structure as plain text, and only that is read here; text and drawings are packed.
"""

import re
from collections.abc import Iterator
from datetime import date

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:[^)]*\)")
_NAME = re.compile(rb"/([^\s/\[\]<>()]+) \[(\d+) 0 R")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def objects_of(pdf: bytes) -> dict[int, bytes]:
    """The objects of a PDF by number, as they are written."""
    return {int(number): body for number, body in _OBJECT.findall(pdf)}


def sheets_of(pdf: bytes) -> tuple[int, ...]:
    """The objects of its sheets, in order; none where the file is written in a way that is not read here."""
    objects = objects_of(pdf)
    root = re.search(rb"/Type /Catalog\b.*?/Pages (\d+) 0 R", pdf, re.DOTALL)
    return tuple(_leaves(objects, int(root[1]))) if root else ()


def _leaves(objects: dict[int, bytes], number: int) -> Iterator[int]:
    kids = re.search(rb"/Kids \[([^\]]*)\]", objects.get(number, b""))
    if kids is None:
        yield number
        return
    for kid in re.findall(rb"(\d+) 0 R", kids[1]):
        yield from _leaves(objects, int(kid))


def places_of(pdf: bytes) -> dict[str, int]:
    """On which sheet, from 1, each name stands that a link inside of the document leads to."""
    objects, sheets = objects_of(pdf), sheets_of(pdf)
    found = re.search(rb"/Dests (\d+) 0 R", pdf)
    named = _NAME.findall(objects.get(int(found[1]), b"")) if found else []
    return {_plain(name): sheets.index(int(sheet)) + 1 for name, sheet in named if int(sheet) in sheets}


def _plain(name: bytes) -> str:
    """A name of a PDF, in which letters may be written as numbers, as text."""
    return _ESCAPED.sub(lambda code: bytes.fromhex(code[1].decode()), name).decode()


def dated(pdf: bytes, day: date) -> bytes:
    """The same file, made at the beginning of that day: two printings of one page are the same bytes."""

    def set_date(match: re.Match[bytes]) -> bytes:
        made = b"/" + match[1] + b" (D:" + day.strftime("%Y%m%d000000").encode() + b"+00'00')"
        if len(made) != len(match[0]):
            raise ValueError("a date in the PDF is written in a way that is not known")
        return made

    return _DATE.sub(set_date, pdf)
