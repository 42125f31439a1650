"""What a picture says besides its pixels: where and when it was taken, with what, and notes of programs.

Bytes in, words out; nothing is decoded.
"""

import struct
from collections.abc import Iterator

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_PIXELS = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD"),
    *(b"pHYs", b"acTL", b"fcTL", b"fdAT", b"cICP"),
}
_SAID = {b"eXIf": "EXIF", b"EXIF": "EXIF", b"XMP ": "XMP", b"tIME": "a time"}


def metadata(suffix: str, data: bytes) -> tuple[str, ...]:
    """What a picture holds besides its pixels, each once: `EXIF`, `a comment`. ValueError: it is broken."""
    readers = {".png": _png, ".jpg": _jpeg, ".jpeg": _jpeg, ".gif": _gif, ".webp": _webp}
    try:
        return tuple(dict.fromkeys(readers[suffix](data)))
    except (struct.error, IndexError) as error:
        raise ValueError("it ends in the middle") from error


def _png(data: bytes) -> Iterator[str]:
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("it is no PNG")
    at, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind not in _PIXELS:
            yield _SAID.get(kind, "text")
        at += 12 + length
    if len(data) > at:
        yield "bytes behind its end"


def _jpeg(data: bytes) -> Iterator[str]:
    if data[:2] != b"\xff\xd8":
        raise ValueError("it is no JPEG")
    at = 2
    while True:
        mark, kind = data[at], data[at + 1]
        if mark != 0xFF:
            raise ValueError("its parts do not follow each other")
        if kind == 0xDA:
            break
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        body = data[at + 4 : at + 2 + length]
        if kind == 0xFE:
            yield "a comment"
        elif kind == 0xE1:
            yield "EXIF" if body.startswith(b"Exif") else "XMP"
        elif 0xE3 <= kind <= 0xEF and kind != 0xEE:
            yield "notes of a program"
        at += 2 + length
    end = data.rfind(b"\xff\xd9")
    if end < at:
        raise ValueError("it has no end")
    if len(data) > end + 2:
        yield "bytes behind its end"


def _gif(data: bytes) -> Iterator[str]:
    if data[:4] != b"GIF8":
        raise ValueError("it is no GIF")
    if b"\x21\xfe" in data:
        yield "a comment"
    if b"XMP DataXMP" in data:
        yield "XMP"
    if not data.endswith(b";"):
        yield "bytes behind its end"


def _webp(data: bytes) -> Iterator[str]:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise ValueError("it is no WebP")
    (size,) = struct.unpack("<I", data[4:8])
    at = 12
    while at < min(size + 8, len(data)):
        kind, length = struct.unpack("<4sI", data[at : at + 8])
        if kind in _SAID:
            yield _SAID[kind]
        at += 8 + length + length % 2
    if len(data) > size + 8:
        yield "bytes behind its end"
