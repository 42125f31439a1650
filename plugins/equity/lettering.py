"""How much room a text takes in a picture, and how texts share that room.

A browser measures text with the reader's fonts; a build must not, or its bytes would depend on the machine it
runs on. So widths are estimated from a fixed table, on the wide side: Latin letters as in Verdana and DejaVu
Sans, the widest faces in common use, so that in any other face a text is a little shorter than its place.
All lengths are in units of the picture (viewBox units); a text size is its em in the same units.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

ISOLATE, LTR_ISOLATE, POP = "\u2067", "\u2066", "\u2069"  # right to left, left to right, end of either

# Shares of an em. First the Latin characters that differ much from the average of their kind.
_SINGLE = {
    **dict.fromkeys("ijlI|'.,:;!\u2019\u00b7", 0.36),
    **dict.fromkeys('frt()[]{}/\\-"\u2018\u201c\u201d\u00ab\u00bb', 0.47),
    **dict.fromkeys("mMwWQ@%\u2014\u2026", 1.0),
    **dict.fromkeys(" \u00a0\u202f", 0.34),
    **dict.fromkeys("+=<>~^\u2212\u00d7", 0.84),
}
# Then averages per script: last code point of the block, share of an em.
_BLOCKS = (
    (0x024F, 0.64),  # Latin
    (0x03FF, 0.66),  # Greek
    (0x052F, 0.70),  # Cyrillic
    (0x058F, 0.70),  # Armenian
    (0x05FF, 0.64),  # Hebrew
    (0x08FF, 0.68),  # Arabic
    (0x0AFF, 0.72),  # Devanagari, Bengali, Gurmukhi, Gujarati
    (0x0DFF, 0.95),  # Tamil, Telugu, Kannada, Malayalam, Sinhala
    (0x0EFF, 0.66),  # Thai, Lao
    (0x0FFF, 0.75),  # Tibetan
    (0x109F, 0.95),  # Myanmar
    (0x10FF, 0.66),  # Georgian
    (0x139F, 0.90),  # Ethiopic
    (0x17FF, 0.92),  # Cherokee ... Khmer
    (0x1FFF, 0.70),  # Mongolian ... Latin and Greek, additional
    (0x206F, 0.64),  # punctuation
)
_BOLD = 1.1
_SPANS = re.compile("[0-9]+(?:[-\u2010-\u2013/][0-9]+)+")
_SPACES = re.compile("[ \t\n]+")
_CLOSING = frozenset("\u3001\u3002\uff0c\uff0e\uff1b\uff1a\uff1f\uff01\uff09\u300d\u300f\u3011\u300b")
# Scripts with marks above and below the letters, which need more room between two lines.
_TALL = ((0x0600, 0x08FF), (0x0900, 0x109F), (0x1780, 0x17FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))


@lru_cache(maxsize=4096)
def _share(character: str) -> float:
    """Width of one character as a share of the em; 0 for what is drawn onto or between others."""
    base = unicodedata.normalize("NFD", character)[0]
    if base in _SINGLE:
        return _SINGLE[base]
    if unicodedata.category(base) in ("Mn", "Me", "Cf", "Cc"):
        return 0.0
    if unicodedata.east_asian_width(base) in ("W", "F"):
        return 1.0
    if base.isupper() and base < "\u0250":
        return 0.76
    return next((share for last, share in _BLOCKS if ord(base) <= last), 1.0)


def width(text: str, size: float, bold: bool = False) -> float:
    """Estimated length of `text` on one line."""
    return sum(map(_share, text)) * size * (_BOLD if bold else 1.0)


def line_height(size: float, texts: Iterable[str]) -> float:
    """Distance of two base lines, large enough for the tallest script in `texts`."""
    tall = any(low <= ord(c) <= high for text in texts for c in text for low, high in _TALL)
    return round(size * (1.6 if tall else 1.3), 1)


def isolate(text: str, direction: str) -> str:
    """`text` for a picture whose own direction is left to right.

    A right-to-left text is set apart, so that its punctuation keeps its place; and in it each run of numbers
    such as 2020-21, which would else come out as 21-2020 after Arabic letters (Unicode's bidirectional
    algorithm, rule W2).
    """
    if direction != "rtl":
        return text
    return ISOLATE + _SPANS.sub(lambda span: f"{LTR_ISOLATE}{span[0]}{POP}", text) + POP


def _pieces(text: str) -> list[tuple[str, str]]:
    """What must stay together, each with what joins it to the piece before: a blank or nothing.

    Chinese and Japanese may break between any two characters; U+200B marks a place in scripts without blanks.
    """
    pieces: list[tuple[str, str]] = []
    for word in _SPACES.split(text.strip()):
        glue = " "
        for part in word.split("\u200b"):
            piece = ""
            for character in part:
                wide = unicodedata.east_asian_width(character) in ("W", "F")
                hangul = "\uac00" <= character <= "\ud7a3"
                if piece and wide and not hangul and character not in _CLOSING:
                    pieces.append((glue, piece))
                    glue, piece = "", ""
                piece += character
            pieces.append((glue, piece))
            glue = ""
    return pieces


def _cut(word: str, size: float, limit: float, bold: bool) -> list[str]:
    """A word that is wider than a line, in parts that are not; a mark stays with its letter."""
    parts = [""]
    for character in word:
        if parts[-1] and _share(character) and width(parts[-1] + character, size, bold) > limit:
            parts.append("")
        parts[-1] += character
    return parts


def wrap(text: str, size: float, limit: float, bold: bool = False) -> tuple[str, ...]:
    """`text` in lines no wider than `limit`, each as full as it can be. Nothing is left out."""
    lines = [""]
    for glue, piece in _pieces(text):
        joined = lines[-1] + glue + piece if lines[-1] else piece
        if width(joined, size, bold) <= limit:
            lines[-1] = joined
            continue
        parts = _cut(piece, size, limit, bold)
        lines = [*(lines if lines[-1] else lines[:-1]), *parts]
    return tuple(lines)


def longest(text: str, size: float, bold: bool = False) -> float:
    """The length of what cannot be broken: its longest word."""
    return max(width(piece, size, bold) for _, piece in _pieces(text))


def fold(text: str, size: float, limit: float, bold: bool = False) -> tuple[str, ...]:
    """`text` in as few lines as `limit` allows, and those as even as can be, so that the block is narrow."""
    lines = wrap(text, size, limit, bold)
    room = limit - size / 4
    while room >= longest(text, size, bold) and len(tried := wrap(text, size, room, bold)) == len(lines):
        lines, room = tried, room - size / 4
    return lines


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> tuple[float, ...]:
    """Tops for blocks of these heights: none overlap, all lie in low..high, as near as can be to `wanted`.

    Blocks keep the order of their wanted tops (ties: the order given). Least squares: taking the heights out
    turns "no overlap" into "never decreasing", which pooling adjacent violators solves exactly (isotonic
    regression); clamping to the bounds keeps it exact. ValueError when the blocks don't fit.
    """
    room = high - low - sum(heights)
    if room < -1e-9:
        raise ValueError(f"{len(heights)} blocks of {sum(heights):g} do not fit in {high - low:g}")
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    above, offsets = 0.0, []
    pools: list[tuple[float, int]] = []  # mean, members
    for index in order:
        offsets.append(above)
        mean, members = wanted[index] - above, 1
        while pools and pools[-1][0] > mean:
            other, count = pools.pop()
            mean, members = (mean * members + other * count) / (members + count), members + count
        pools.append((mean, members))
        above += heights[index]
    flat = [mean for mean, members in pools for _ in range(members)]
    tops = [0.0] * len(wanted)
    for index, offset, place in zip(order, offsets, flat, strict=True):
        tops[index] = min(max(place, low), low + max(room, 0.0)) + offset
    return tuple(tops)


def thin(places: Sequence[float], widths: Sequence[float], gap: float) -> tuple[int, ...]:
    """Which of the labels centred on `places` (ascending) to show so that none touch: first, last, every nth.

    An n that leads from the first to the last without a remainder is preferred, as long as it costs no more
    than half of the labels; else the count runs from the last, and one too near to the first is left out.
    """
    last = len(places) - 1
    if last < 1:
        return tuple(range(last + 1))

    def clear(shown: Sequence[int]) -> bool:
        return all(
            places[right] - places[left] >= (widths[left] + widths[right]) / 2 + gap
            for left, right in pairwise(shown)
        )

    def every(step: int) -> list[int]:
        shown = sorted({0, *range(last, 0, -step)})
        return shown if clear(shown) or len(shown) < 3 else [0, *shown[2:]]

    step = next((step for step in range(1, last + 1) if clear(every(step))), last)
    even = next((n for n in range(step, 2 * step + 1) if last % n == 0 and clear(every(n))), step)
    shown = every(even)
    return tuple(shown if clear(shown) else [last])
