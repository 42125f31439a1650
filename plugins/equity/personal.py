"""What in a text may say who somebody is: addresses, numbers, names. A guess, for people to check.

Names are guessed by what stands before them ("my son", "Ms.") and by capitals in the middle of a sentence;
what everybody may be called (places of the package, languages, days) is left out.
"""

import re
from collections.abc import Collection, Iterator

from .problems import plain

_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w{2,}|(?:^|[\s(])@\w{3,}")
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d(?:[\s().-]{0,2}\d){6,}(?!\w)")
_ADDRESS = re.compile(r"https?://|www\.", re.I)
_TITLE = re.compile(
    r"\b(?:mrs?|ms|miss|dr|mx|prof|coach|sra?|srta|señora?|señorita|don|doña|maestra|maestro|profe)\.?\s+"
    r"[^\W\d_]{2,}",
    re.I,
)
_CALLED = re.compile(r"\b(?:my name is|i am called|me llamo|mi nombre es|se llama)\s+[^\W\d_]{2,}", re.I)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_END = re.compile(r"(?:[.!?:…\"“”«»¿¡(\n—–-]|^)\s*$")
_COMMON = frozenset(
    (
        *(
            "i",
            "im",
            "id",
            "ill",
            "ive",
            "ok",
            "tv",
            "iep",
            "esl",
            "ell",
            "el",
            "fafsa",
            "sat",
            "act",
            "covid",
        ),
        *("english", "spanish", "french", "portuguese", "arabic", "chinese", "creole", "american"),
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
        *("november", "december"),
    )
)
MAIL, PHONE, ADDRESS, NAME = "mail", "phone", "address", "name"


def personal(text: str, known: Collection[str] = ()) -> Iterator[str]:
    """The kinds of what may say who it is: mail, phone, address, name. `known` words are no names."""
    if _MAIL.search(text):
        yield MAIL
    if _PHONE.search(text):
        yield PHONE
    if _ADDRESS.search(text):
        yield ADDRESS
    if _named(text, {plain(part) for each in known for part in each.split()}):
        yield NAME


def _named(text: str, known: Collection[str]) -> bool:
    if _TITLE.search(text) or _CALLED.search(text):
        return True
    for word in _WORD.finditer(text):
        plainly = plain(word.group().removesuffix("'s").removesuffix("’s"))
        inside = not _END.search(text[: word.start()])
        if inside and word.group()[0].isupper() and plainly not in known and plainly not in _COMMON:
            return True
    return False
