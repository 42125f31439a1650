"""A survey's export as answers: who, which themes, and what of their own words is marked for publication.

A row is somebody. No problem repeats a cell, nor a heading that the codebook does not have: in a file without
headings the first row is somebody too.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from plugins.equity.problems import Problem, errors
from plugins.equity.sources import read_text, shown

from .codebooks import NOT_SAID, Codebook, Coded, Marked, tidied
from .grids import Reading, read_grids

_BOOKS = (".xlsx", ".xlsm")
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_EXAMPLES = 5


@dataclass(frozen=True)
class Words:
    """What somebody said and agreed to publish, in `language`; `renderings` are translations by language.
    `checked`: a person looked for names in it.
    """

    text: str
    language: str
    day: str
    renderings: Mapping[str, str] = field(default_factory=dict)
    checked: bool = False


@dataclass(frozen=True)
class Answer:
    """One row: `groups` by dimension, and `words` where they are marked; `path` and `line` say where."""

    path: str
    line: int
    period: str
    place: str
    groups: Mapping[str, str]
    themes: frozenset[str]
    words: Words | None = None


class _Complaints:
    """What is wrong in rows: the first few of each kind with their lines, then how many more."""

    def __init__(self, path: str) -> None:
        self.path, self.found = path, dict[tuple[str, str, str], list[int]]()

    def note_row(self, line: int, code: str, message: str, hint: str) -> None:
        self.found.setdefault((code, message, hint), []).append(line)

    def problems(self) -> Iterator[Problem]:
        for (code, message, hint), lines in self.found.items():
            for line in lines[:_EXAMPLES]:
                yield Problem(self.path, line, code, message, hint)
            if len(lines) > _EXAMPLES:
                text = f"{message} So it is in {len(lines) - _EXAMPLES} more rows."
                yield Problem(self.path, lines[_EXAMPLES], code, text, hint)


def read_answers(
    file: Path, root: Path, book: Codebook, period: str
) -> tuple[tuple[Answer, ...], tuple[Problem, ...]]:
    """Every answer of an export, or what is wrong with it; `period` is that of all its answers."""
    path = shown(file, root)
    rows, problems = _rows(file, path, root, book)
    if errors(problems) or not rows:
        return (), problems
    (_, heads), *body = rows
    headings = [" ".join(each.split()) for each in heads]
    problems += tuple(_headings(path, headings, book))
    if errors(problems):
        return (), problems
    at = {each: headings.index(" ".join(each.split())) for each in book.columns()}
    complaints = _Complaints(path)
    answers = []
    for line, cells in body:
        if len(cells) > len(heads) or (len(cells) < len(heads) and any(map(str.strip, cells))):
            message = "This row has more or fewer cells than the first row."
            complaints.note_row(
                line, "table-shape", message, "Put text that has separators in it between quotes."
            )
        elif any(map(str.strip, cells)):
            row = {name: cells[number] for name, number in at.items()}
            answers.append(_answer(path, line, row, book, period, complaints))
    problems += tuple(complaints.problems())
    return (() if errors(problems) else tuple(answers)), problems


def _rows(
    file: Path, path: str, root: Path, book: Codebook
) -> tuple[list[tuple[int, list[str]]], tuple[Problem, ...]]:
    """The rows of a file, each with the line on which it begins, the headings first."""
    if file.suffix.lower() in _BOOKS:
        grids, problems = read_grids(file, path, Reading())
        cells = grids[0].cells.to_numpy().tolist() if grids else []
        return [(number, [str(each) for each in row]) for number, row in enumerate(cells, 1)], problems
    text, problems = read_text(file, root)
    if problems:
        return [], problems
    first = text.split("\n", 1)[0]
    wanted = set(book.columns())
    delimiter = max(
        (",", ";", "\t"),
        key=lambda each: len(
            wanted & {" ".join(word.split()) for word in next(csv.reader([first], delimiter=each), [])}
        ),
    )
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for row in reader:
            rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error:
        message = "This row cannot be taken apart into cells."
        hint = "Look for a quotation mark that is not closed, here or in the rows before."
        return [], (Problem(path, line, "table-shape", message, hint),)
    if len(rows) < 2:
        return [], (Problem(path, 0, "table-empty", "This export has no answers."),)
    return rows, ()


def _headings(path: str, headings: Sequence[str], book: Codebook) -> Iterator[Problem]:
    for column in dict.fromkeys(book.columns()):
        many = headings.count(" ".join(column.split()))
        if not many:
            hint = "Copy the heading from the first row of the export into survey.yaml, letter by letter."
            yield Problem(path, 1, "column-missing", f"There is no column '{column}'.", hint)
        elif many > 1:
            message = f"There are {many} columns '{column}'."
            yield Problem(path, 1, "column-twice", message, "Rename all but one of them.")


def _answer(
    path: str, line: int, row: Mapping[str, str], book: Codebook, period: str, complaints: _Complaints
) -> Answer:
    groups = {id_: _meaning(line, row, coded, complaints) or NOT_SAID for id_, coded in book.people.items()}
    themes = set()
    for coded in book.themes:
        cell = row[coded.column]
        alone = len(book.themes) == 1
        for part in cell.split(book.separator) if book.separator and alone else [cell]:
            found = coded.words.get(tidied(part))
            if found:
                themes.add(found)
            elif tidied(part) and "column" in book.data["themes"]:
                _strange(line, coded.column, complaints)
    place = next(iter(book.data["places"]))
    if book.place:
        place = _meaning(line, row, book.place, complaints)
        if not place and not row[book.place.column].strip():
            message = f"Nothing stands in '{book.place.column}': where was this answered?"
            complaints.note_row(line, "place-blank", message, "Write the place, or leave the row out.")
    words = _words(line, row, book.marked, complaints) if book.marked else None
    return Answer(path, line, period, place, groups, frozenset(themes), words)


def _meaning(line: int, row: Mapping[str, str], coded: Coded, complaints: _Complaints) -> str:
    """What a coded cell means; "" where it is blank or means nothing, which is told."""
    found = coded.words.get(tidied(row[coded.column]), "")
    if not found and tidied(row[coded.column]):
        _strange(line, coded.column, complaints)
    return found


def _strange(line: int, column: str, complaints: _Complaints) -> None:
    hint = "Add what stands there to the 'words' in survey.yaml, or correct it in the export."
    complaints.note_row(line, "answer-unknown", f"survey.yaml does not know what stands in '{column}'.", hint)


def _words(line: int, row: Mapping[str, str], marked: Marked, complaints: _Complaints) -> Words | None:
    """What somebody said, where it is marked; then there is a consent in writing, with its day."""
    if tidied(row[marked.publish.column]) not in marked.publish.words:
        return None
    text = row[marked.text].strip()
    if not text:
        message = f"This row is marked for publication, and there is nothing in '{marked.text}'."
        complaints.note_row(line, "cell-blank", message, "Remove the mark.")
    if tidied(row[marked.consent.column]) not in marked.consent.words:
        message = "This row is marked for publication, and there is no recorded consent."
        complaints.note_row(
            line, "consent-missing", message, "Remove the mark, or get the consent in writing."
        )
    day = row[marked.consent_date].strip()
    if not _DAY.fullmatch(day):
        message = f"The day of the consent in '{marked.consent_date}' is missing or is none."
        complaints.note_row(line, "consent-missing", message, "Write the day as in 2019-03-21.")
    language = marked.language
    if marked.languages:
        language = _meaning(line, row, marked.languages, complaints)
        if not language and not row[marked.languages.column].strip():
            message = "This row is marked for publication, and nothing says in which language it is."
            complaints.note_row(line, "cell-blank", message, f"Write it into '{marked.languages.column}'.")
    renderings = {
        code: row[column].strip()
        for code, (column, _) in marked.translations.items()
        if row[column].strip() and code != language
    }
    seen = marked.checked
    checked = seen is not None and tidied(row[seen.column]) in seen.words
    return Words(text, language, day, renderings, checked)
