"""The first use of a shared word on a page becomes a link to its meaning; nobody has to mark it.

HTML in, HTML out, and not a letter of what is read changes. Only prose is looked at: no heading, link,
figure, quotation or code, nothing that the site itself put in, and no name of an institution. Whole words
only. Scripts that write words without spaces are searched sign by sign, the longest word first; a single sign
is not enough.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape

_TOKEN = re.compile(r"<!--.*?-->|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|&(?:#\w+|\w+);|[^<&]+|.", re.S)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ATTRIBUTE = re.compile(r"\s(class|lang)=\"([^\"]*)\"")
_LINKED = re.compile(r'<a class="term" href="[^"]*#([^"]+)"')
_ADDRESS = re.compile(r"\S*(?:://|@|www\.)\S*")

_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u|var|wbr"
)
_VOID = re.compile("area|br|col|embed|hr|img|input|link|meta|source|track|wbr")
_CLOSED = re.compile(
    "a|abbr|blockquote|button|caption|cite|code|dfn|dt|figure|h[1-6]|kbd|math|pre|q|samp|script|style|summary|"
    "svg|th|var"
)
"""Elements whose words are somebody's own, or no prose."""
_OURS = frozenset(("facts", "notice", "problem", "problem-inline", "value"))
"""Classes of what the site puts into a text."""

_JOINERS = "_-\u2010\u2011\u00ad\u200c\u200d"
_OPENING = " \t\n\u00a0\"'“‘«„¿¡([*_"
_STOPS = (".", "!", "?", ":", "…", "—", "–", "•", "؟", "。", "।", "።")
_LEADING_VOWELS = "\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4"
_RUNNING = (
    (0x0E00, 0x109F),  # Thai, Lao, Tibetan, Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),
    (0x3400, 0x9FFF),  # Chinese signs
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Scripts that write words one after the other without spaces."""


@dataclass(frozen=True)
class Words:
    """The shared words of one language: by term id all forms in which a text may use it. `quiet`: terms that
    are not linked by themselves; a longer word of theirs still covers a shorter one inside it.
    """

    forms: Mapping[str, tuple[str, ...]]
    quiet: frozenset[str] = frozenset()

    @cached_property
    def by_letter(self) -> dict[str, list[tuple[re.Pattern[str], str, str]]]:
        """By first letter the forms that begin with it, the longest first: pattern, form, id."""
        known = sorted({
            (unicodedata.normalize(shape, " ".join(form.split())), id_)
            for id_, forms in self.forms.items()
            for form in forms
            for shape in ("NFC", "NFD")
        }, key=lambda each: (-len(each[0]), each))  # fmt: skip
        found: dict[str, list[tuple[re.Pattern[str], str, str]]] = {}
        for form, id_ in known:
            if not form or (len(form) == 1 and _running(form)):
                continue
            spaced = r"\s+".join(map(re.escape, form.split()))
            exact = len(form) > 1 and form.isupper()  # "EL" is no Spanish article
            pattern = re.compile(spaced, 0 if exact else re.IGNORECASE)
            found.setdefault(_lower(form[0]), []).append((pattern, form, id_))
        return found


def link_first_uses(html: str, words: Words, link: Callable[[str, str], str]) -> str:
    """`html` with the first use of each term linked: `link(id, words)` makes the link. A term that the author
    linked anywhere on the page is left alone.
    """
    taken = {*_LINKED.findall(html), *words.quiet}
    tokens = _TOKEN.findall(html)
    out: list[str] = []
    closed: list[str] = []  # the element that is passed over, and those of its name inside it
    tail = ""
    for at, token in enumerate(tokens):
        piece = token
        tag = _TAG.match(token)
        if tag:
            closed = _within(closed, token, bool(tag.group(1)), tag.group(2).lower())
            tail = tail if _INLINE.fullmatch(tag.group(2).lower()) else ""
        elif token.startswith("&"):
            tail = (tail + unescape(token))[-8:]
        elif not token.startswith("<"):
            if not closed:
                piece = _linked(token, tail, _next_letter(tokens, at), words, taken, link)
            tail = (tail + token)[-8:]
        out.append(piece)
    return "".join(out)


def _within(closed: list[str], token: str, ends: bool, name: str) -> list[str]:
    if _VOID.fullmatch(name) or token.endswith("/>"):
        return closed
    if closed:
        if name != closed[0]:
            return closed
        return closed[:-1] if ends else [*closed, name]
    if ends:
        return closed
    found = dict(_ATTRIBUTE.findall(token))
    ours = not _OURS.isdisjoint(found.get("class", "").split()) or "lang" in found
    return [name] if _CLOSED.fullmatch(name) or ours else closed


def _next_letter(tokens: list[str], at: int) -> str:
    """What stands right behind a piece of text, "" at the end of its block."""
    for token in tokens[at + 1 :]:
        tag = _TAG.match(token)
        if tag is None:
            return unescape(token)[:1] if not token.startswith("<") else ""
        if not _INLINE.fullmatch(tag.group(2).lower()):
            return ""
    return ""


def _linked(
    text: str, before: str, after: str, words: Words, taken: set[str], link: Callable[[str, str], str]
) -> str:
    pieces, at = [], 0
    for start, end, id_ in uses(text, words, before, after):
        if id_ not in taken:
            taken.add(id_)
            pieces += [text[at:start], link(id_, text[start:end])]
            at = end
    return "".join([*pieces, text[at:]])


def uses(text: str, words: Words, before: str = "", after: str = "") -> Iterator[tuple[int, int, str]]:
    """Where a text uses a term, from left to right: start, end, id. `before` and `after` are what stands
    beside it.
    """
    index = words.by_letter
    passed = [match.span() for match in _ADDRESS.finditer(text)]
    at = 0
    while at < len(text):
        known = index.get(_lower(text[at]))
        inside = next((end for start, end in passed if start <= at < end), 0) if known else 0
        found = _word_at(text, at, known, before, after) if known and not inside else None
        if found:
            yield at, found[0], found[1]
        at = found[0] if found else max(at + 1, inside)


def _word_at(
    text: str, at: int, known: list[tuple[re.Pattern[str], str, str]], before: str, after: str
) -> tuple[int, str] | None:
    """The longest word that begins here: its end and its id."""
    ahead = text[max(0, at - 40) : at] if at >= 40 else before + text[:at]
    if _joined(ahead[-1:], text[at]):
        return None
    for pattern, form, id_ in known:
        match = pattern.match(text, at)
        if match is None:
            continue
        end = match.end()
        next_ = text[end : end + 1] or after
        if not _ends(text[end - 1], next_):
            continue
        named = text[at] != form[0] and text[at].isupper()
        if named and (not _sentence_begins(ahead) or text[end:].lstrip()[:1].isupper()):
            continue  # "Department of Justice" and "Equity Alliance" are names
        return end, id_
    return None


def _sentence_begins(before: str) -> bool:
    plain = before.rstrip(_OPENING)
    return not plain or plain.endswith(_STOPS)


def _ends(last: str, following: str) -> bool:
    """Whether a word may end here. Korean puts its particles right behind a word."""
    return not _joined(last, following) or (_hangul(last) and _hangul(following))


def _joined(left: str, right: str) -> bool:
    """Whether two neighbours are parts of one word."""
    if not left or not right or not (_letter(left) and _letter(right)):
        return False
    if unicodedata.category(right)[0] == "M" or left in _LEADING_VOWELS:
        return True
    return not (_running(left) or _running(right))


def _letter(sign: str) -> bool:
    return sign in _JOINERS or unicodedata.category(sign)[0] in "LMN"


def _running(sign: str) -> bool:
    return any(low <= ord(sign) <= high for low, high in _RUNNING)


def _hangul(sign: str) -> bool:
    return bool(sign) and 0xAC00 <= ord(sign) <= 0xD7A3


def _lower(sign: str) -> str:
    return sign.lower()[:1]
