"""A table whose cells may hold links and words in another language; on a phone each row is a card.

Values only, for `parts/cards.html`. A number in it is a text that is finished, as everywhere.
"""

from dataclasses import dataclass

from plugins.equity.languages import Language


@dataclass(frozen=True)
class Cell:
    """A finished text, a quieter note below it, and where it leads. `lang` is the text's language when it is
    not the page's; `mark` is documented, illustration or untold; `source` is somebody else's address.
    """

    text: str
    note: str = ""
    href: str = ""
    lang: Language | None = None
    mark: str = ""
    source: str = ""


@dataclass(frozen=True)
class Group:
    """Rows under a heading of their own, or (None) under none."""

    heading: Cell | None
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Cards:
    """A captioned table; the first cell of a row is its header. `id` names it for the scan; one that `stays`
    is a table on a phone too.
    """

    id: str
    caption: str
    columns: tuple[str, ...]
    groups: tuple[Group, ...]
    stays: bool = False


def plain(id_: str, caption: str, columns: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...]) -> Cards:
    """A table without headings inside."""
    return Cards(id_, caption, columns, (Group(None, rows),))
