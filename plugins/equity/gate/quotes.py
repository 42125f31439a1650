"""The table of quotations: nobody is quoted without recorded consent, nor known by what is told of them.

No message repeats a cell: whatever column it stands in, it may be what somebody said.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from plugins.equity.descriptors import ALL, Package, Place
from plugins.equity.personal import ADDRESS, MAIL, NAME, PHONE, personal
from plugins.equity.problems import WARNING, Problem, errors
from plugins.equity.quotations import (
    LONG,
    RECORDED,
    SPEAKER,
    WITHDRAWN,
    WORDS,
    Quotation,
    Rendering,
    told,
    translation,
    words,
)
from plugins.equity.roles import ROLES

from .columns import read_columns
from .periods import is_period
from .telling import Rows, hits, tell_rows

_ID = re.compile(r"[a-z][a-z0-9_-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_YES = ("yes", "true", "1")
_KINDS = {
    MAIL: "a mail address or an account",
    PHONE: "the number of a telephone",
    ADDRESS: "a web address",
    NAME: "a name",
}


def read_quotes(
    package: Package, places: Mapping[str, Place], root: Path
) -> tuple[pd.DataFrame | None, dict[str, Quotation], list[Problem]]:
    """The rows as text, the quotations by id, what is wrong with them; no rows where there is no table."""
    if not package.quoted:
        return None, {}, []
    frame, problems = read_columns(package, package.quoted, root)
    if frame is None:
        return None, {}, problems
    problems += _keys(package, frame, places)
    problems += _consent(package, frame)
    problems += _texts(frame, package, places)
    if errors(problems):
        return frame, {}, problems
    found = [_quotation(package, frame, at) for at in range(len(frame))]
    return frame, {each.id: each for each in found}, problems


def _keys(package: Package, frame: pd.DataFrame, places: Mapping[str, Place]) -> Iterator[Problem]:
    """What names a quotation and whoever is quoted."""
    odd = hits(frame["id"], lambda cell: not _ID.fullmatch(cell))
    yield from _at_rows(frame, odd, "value-wrong", "The 'id' of this quotation has not the right form.",
                     "Use small letters, digits, - and _, such as q-letters.")  # fmt: skip
    again = frame["id"].duplicated(keep="first").to_numpy() & ~odd
    yield from _at_rows(
        frame, again, "row-twice", "The 'id' of this quotation stands here twice.", "Rename one."
    )
    odd = hits(frame["period"], lambda cell: not is_period(cell))
    hint = "Write a school year such as 2018-19, or a year such as 2019."
    yield from _at_rows(frame, odd, "period-shape", "The 'period' of this quotation is none.", hint)
    odd = hits(frame["language"], lambda cell: not _LANGUAGE.fullmatch(cell))
    hint = "Write the code of the language in which it was said, such as es."
    yield from _at_rows(frame, odd, "language-unknown", "The 'language' is no code of a language.", hint)
    if "place" in frame:
        odd = hits(frame["place"], lambda cell: cell not in places)
        message = "The 'place' of this quotation is not in places.csv."
        yield from _at_rows(frame, odd, "place-unknown", message, "Write the id of a place.")
    choices = {each: (ALL, *package.dimensions[each].groups) for each in package.dimensions if each in frame}
    role = (ALL, *ROLES)
    choices["role"] = tuple(each for each in choices.get("role", role) if each in role)
    for column, known in choices.items():
        odd = hits(frame[column], lambda cell, known=known: cell not in known)  # type: ignore[misc]
        message = f"The '{column}' of this quotation is not among those that are known."
        hint = f"Write one of {', '.join(known)}; '{ALL}' where it is not told."
        yield from _at_rows(frame, odd, "group-unknown", message, hint)


def _consent(package: Package, frame: pd.DataFrame) -> Iterator[Problem]:
    """Who is quoted has said yes, on a day, to what is published, and has not taken it back."""
    gone = hits(frame["consent"], lambda cell: cell.strip().lower() == WITHDRAWN)
    message = "Whoever said this has taken their consent back."
    hint = (
        "Remove the row today. It stays in the history of the repository and in copies: "
        "datapackages/README.md says what to do then."
    )
    yield from _at_rows(frame, gone, "consent-withdrawn", message, hint)
    silent = hits(frame["consent"], lambda cell: cell != RECORDED) & ~gone
    hint = f"Write '{RECORDED}' once you have it in writing; without it, remove the row."
    yield from _at_rows(frame, silent, "consent-missing", "This quotation has no recorded consent.", hint)
    undated = hits(frame["consent_date"], lambda cell: not _DAY.fullmatch(cell)) & ~silent & ~gone
    message = "The day of the consent ('consent_date') is missing or is none."
    yield from _at_rows(frame, undated, "consent-missing", message, "Write the day as in 2019-03-21.")
    outside = hits(frame["consent_scope"], lambda cell: cell not in (WORDS, SPEAKER)) & ~silent & ~gone
    message = "The consent to this quotation is not a consent to publish it."
    hint = f"Write '{SPEAKER}' or '{WORDS}' if they agreed to that; else remove the row."
    yield from _at_rows(frame, outside, "consent-scope", message, hint)
    described = np.zeros(len(frame), dtype=bool)
    for column in ["role", *_groups(package, frame)]:
        described |= hits(frame[column], lambda cell: cell != ALL)
    more = described & hits(frame["consent_scope"], lambda cell: cell == WORDS) & ~silent & ~gone
    message = "The consent is to the words alone, and the row tells who said them."
    hint = f"Write '{ALL}' as role and as groups."
    yield from _at_rows(frame, more, "consent-scope", message, hint)


def _texts(frame: pd.DataFrame, package: Package, places: Mapping[str, Place]) -> Iterator[Problem]:
    """The words, and those of translations: there, short, and without what says who it is."""
    spoken = [str(each) for each in frame.columns if (of := translation(str(each))) and not of[1]]
    silent = hits(frame["text"], lambda cell: not cell.strip())
    yield from _at_rows(frame, silent, "cell-blank", "This quotation has no words.", "Remove the row.")
    for column in spoken:
        nobody = hits(frame[column], bool) & ~hits(frame[f"{column}_by"], lambda cell: bool(cell.strip()))
        message = f"Nothing says who made the translation in '{column}'."
        hint = f"Write 'machine' in '{column}_by', or who translated it."
        yield from _at_rows(frame, nobody, "cell-blank", message, hint)
    names = {each.name for each in places.values()} | {
        each for there in places.values() for each in there.aliases
    }
    labels = {text for key, text in package.words["en"].items() if key.endswith("/label")}
    known = names | labels
    looked_at = (
        hits(frame["checked"], lambda cell: cell.strip().lower() in _YES) if "checked" in frame else None
    )
    for column in ("text", *spoken):
        long = hits(frame[column], lambda cell: words(cell) > LONG)
        message = f"This quotation has more than {LONG} words ('{column}'): who spoke may be known by them."
        yield from _at_rows(frame, long, "quote-long", message, "Keep the words that matter.", WARNING)
        for kind, what in _KINDS.items():
            rows = hits(frame[column], lambda cell, kind=kind: kind in personal(cell, known))  # type: ignore[misc]
            if kind == NAME and looked_at is not None:
                rows &= ~looked_at
            message = f"There seems to be {what} in '{column}'."
            hint = "Take it out, as in [name]."
            if kind == NAME:
                hint += " If it is none, write yes into a column 'checked'."
            yield from _at_rows(frame, rows, "quote-personal", message, hint, WARNING)


def _at_rows(
    frame: pd.DataFrame, rows: Rows, code: str, message: str, hint: str, severity: str = "error"
) -> Iterator[Problem]:
    yield from tell_rows(frame, np.flatnonzero(rows), code, lambda _: message, hint, severity=severity)


def _groups(package: Package, frame: pd.DataFrame) -> list[str]:
    """The dimensions that tell who spoke: not that of the themes."""
    themes = package.descriptor["equity"]["quotes"].get("themes", "")
    return [each for each in package.dimensions if each in frame and each not in (themes, "role")]


def _quotation(package: Package, frame: pd.DataFrame, at: int) -> Quotation:
    row = {str(each): str(frame[each].iat[at]) for each in frame.columns}
    themes = package.descriptor["equity"]["quotes"].get("themes", "")
    group = [(each, row[each]) for each in _groups(package, frame) if row[each] != ALL]
    renderings = {
        of[0]: Rendering(row[column], row[f"{column}_by"].strip())
        for column in row
        if (of := translation(column)) and not of[1] and row[column].strip()
    }
    return Quotation(
        id=row["id"],
        period=row["period"],
        place=row.get("place", ""),
        theme=told(row.get(themes, ALL)),
        role=told(row["role"]),
        group=tuple(sorted(group)),
        language=row["language"],
        text=row["text"],
        source=row.get("source", ""),
        line=int(frame["_line"].to_numpy()[at]),
        renderings=renderings,
    )
