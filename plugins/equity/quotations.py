"""A quotation of a package: what somebody said, and that they agreed to its being published.

The table has one row per quotation. Its words are public from the moment it is committed, whether a report
shows them or not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .indexing import ALL, Group

NEEDED = ("id", "period", "role", "language", "text", "consent", "consent_date", "consent_scope")
"""The columns that every table of quotations has."""

OPTIONAL = ("place", "source", "checked")
"""Columns that it may have, besides dimensions and translations; `checked`: a person looked for names."""

RECORDED, WITHDRAWN = "recorded", "withdrawn"

WORDS, SPEAKER = "words", "words-and-role"
"""What may be published: the words alone, or with the role and the groups of who said them."""

MACHINE = "machine"
"""Who translated a quotation, where nobody has looked at what a machine made of it."""

LONG = 60
"""Words of a quotation that is no longer short: who spoke may be known by the way of speaking."""

_TRANSLATION = re.compile(r"translation_([a-z]{2,3}(?:-[A-Za-z0-9]+)*)(_by)?")


@dataclass(frozen=True)
class Rendering:
    """A quotation in another language, and `by` whom: `machine`, or a person or office."""

    text: str
    by: str


@dataclass(frozen=True)
class Quotation:
    """What somebody said. `theme` and `role` are "" where they are not told; `group` as in tables.

    `language` is that of `text`, `renderings` are by language; `source` is an address or "".
    """

    id: str
    period: str
    place: str
    theme: str
    role: str
    group: Group
    language: str
    text: str
    source: str
    line: int
    renderings: Mapping[str, Rendering] = field(default_factory=dict)

    @property
    def speaker(self) -> Group:
        """Role and groups together: who might be recognised by them."""
        return tuple(sorted((*self.group, *((("role", self.role),) if self.role else ()))))


def translation(column: str) -> tuple[str, bool] | None:
    """The language of a column with translations, and whether it says by whom; None for other columns."""
    found = _TRANSLATION.fullmatch(column)
    return (found.group(1), bool(found.group(2))) if found else None


def told(cell: str) -> str:
    """A role or a group as it is told: nothing where the table says `all`."""
    return "" if cell == ALL else cell


def words(text: str) -> int:
    """How many words a quotation has."""
    return len(text.split())
