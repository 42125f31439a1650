"""A survey's export and its codebook, invented: a row per person, with what they wrote in their own words."""

import csv
import io
from collections.abc import Mapping, Sequence

BOOK = """\
schema: 1
title: What families and students told us
publisher: Made for a test
license: CC-BY-4.0
source: Survey of spring 2019, "What should change first?"
definition: All families and students were asked; two people coded each answer.
period: 2018-19
places:
  ct: {level: state, name: Connecticut}
people:
  role:
    label: Role
    column: I am a
    groups:
      students: {label: Students, words: [Student]}
      families: {label: Families, words: [Parent, Guardian]}
  english_learner:
    label: English learners
    column: English learner?
    groups:
      english_learner: {label: English learners, words: ["yes"]}
      not_english_learner: {label: Others, words: ["no"]}
crossed: [[role, english_learner]]
themes:
  label: Theme
  column: Codes
  separator: ";"
  groups:
    letters: {label: Letters nobody reads, words: [LETTERS]}
    rides: {label: Rides home, words: [RIDES]}
quotes:
  text: What should change?
  publish: {column: Publish, words: [x]}
  consent: {column: Consent, words: [signed]}
  consent_date: Consent day
  consent_scope: words-and-role
  language_column: Language
  languages: {en: [English], es: [Spanish]}
  tell: [role, theme]
  translations:
    en: {column: In English, by: the district}
"""
HEADS = (
    "I am a", "English learner?", "Codes", "What should change?", "Publish", "Consent", "Consent day",
    "Language", "In English", "Notes",
)  # fmt: skip


def person(number: int, **cells: str) -> dict[str, str]:
    """Somebody: mostly students, a third learners; their own words are theirs alone."""
    row = {
        "I am a": ("Student", "Student", "Parent", "guardian ")[number % 4],
        "English learner?": "yes" if number % 3 == 0 else "no",
        "Codes": ("LETTERS", "RIDES; letters", "", "RIDES")[number % 4 if number % 5 else 2],
        "What should change?": f"private{number} words, of\nmine",
        "Publish": "",
        "Consent": "",
        "Consent day": "",
        "Language": "English",
        "In English": "",
        "Notes": f"private{number} note",
    }
    return {**row, **cells}


SAID = {
    "What should change?": "Las cartas llegan en un idioma que no leo.",
    "Publish": "x",
    "Consent": "signed",
    "Consent day": "2019-03-21",
    "Language": "Spanish",
    "In English": "The letters come in a language that I do not read.",
}


def people(many: int = 240, said: Sequence[int] = (2,)) -> list[dict[str, str]]:
    """So many people, of whom those at `said` agreed to be quoted."""
    return [person(at, **(SAID if at in said else {})) for at in range(many)]


def export(rows: Sequence[Mapping[str, str]], delimiter: str = ",") -> str:
    """The file, with a byte order mark as spreadsheets write it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADS, delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()
