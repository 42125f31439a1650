"""A new package of what people said: a codebook for the survey's export, which itself never comes here."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from plugins.intake.codebooks import CODEBOOK
from plugins.intake.vocabulary import dimension_label
from plugins.unwritten import WRITE

from .names import check_package
from .packages import labels, read_breakdowns
from .skeleton import Skeleton

_HEAD = f"""\
schema: 1
# What the columns of the survey's export mean; datapackages/README.md explains each key. This file is public
# and holds no answer; the export never is. Headings and words are copied from the export, letter by letter.
# A comment that begins with "{WRITE}:" waits for you: put the line in its place.
# {WRITE}: title: what readers see above the package
# {WRITE}: publisher: who asked, and publishes
# {WRITE}: license: such as CC-BY-4.0
# {WRITE}: source: the survey by its name, with its question and its days
# {WRITE}: definition: who was asked, how, and how the answers were coded

# The year of all answers; leave it out when you name the files as 2018-19=FILE.
# {WRITE}: period: 2018-19

# The id is the one that your other packages have. Several places: see datapackages/README.md.
places:
  # {WRITE}: ct: {{level: state, name: Connecticut}}

# Who answered. Every group has its words of the export.
people:
  role:
    label: Role
    # {WRITE}: column: the heading of the column that says what somebody is
    groups:
      students: {{label: Students, words: [Student]}}
      families: {{label: Families, words: [Parent, Guardian]}}
      teachers: {{label: Teachers, words: [Teacher]}}
"""
_TAIL = f"""\

# What was said, coded by people who read every answer: one column with codes, or 'column' in each theme.
themes:
  label: Theme
  # {WRITE}: column: the heading of the column with the codes
  separator: ";"
  groups:
    # {WRITE}: letters: {{label: Letters that nobody reads, words: [LETTERS]}}

# Which of people's own words may be published: only rows that are marked, with a consent in writing. Without
# quotations, leave this out.
# {WRITE}: quotes:
#   text: the heading of the column with people's own words
#   publish: {{column: Publish, words: [x]}}
#   consent: {{column: Consent, words: [signed]}}
#   consent_date: the heading of the column with the day, as in 2019-03-21
#   consent_scope: words-and-role
#   language: en
#   tell: [role, theme]
"""


def new_survey(root: Path, name: str, breakdowns: Iterable[str] = ()) -> Skeleton:
    """The codebook of a new package; `breakdowns` are written `dimension=group,group`, besides the role."""
    dimensions, wrong = read_breakdowns(breakdowns)
    problems = (*check_package(root, name), *wrong)
    if problems:
        return Skeleton(problems=problems)
    path = f"datapackages/{name}/{CODEBOOK}"
    text = _HEAD + "".join(f"{line}\n" for line in _people(dimensions)) + _TAIL
    return Skeleton({path: text}, told=tuple(_told(path, name)))


def _people(dimensions: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for id_, groups in dimensions.items():
        yield f"  {id_}:"
        yield f"    label: {dimension_label(id_)}"
        yield f"    # {WRITE}: column: its heading"
        yield "    groups:"
        for group, label in labels(id_, groups).items():
            yield f"      {group}: {{label: {label}, words: [{label}]}}"
    if dimensions:
        yield "# Counted together; a quotation that tells both needs it."
        yield f"crossed: [[role, {next(iter(dimensions))}]]"


def _told(path: str, name: str) -> Iterable[str]:
    yield f"Write the headings and words of the export into {path}. No answer of anybody belongs there."
    yield "The export stays outside of this folder, which is public. Then:"
    yield f"  plumbline survey {name} /private/export.csv --to /private/{name}"
    yield f"  plumbline protect /private/{name}"
