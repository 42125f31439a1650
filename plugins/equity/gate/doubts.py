"""Doubts: what a careful reader would ask of the figures, found by the gate and answered in the package.

A finding names cases (cells, or places where a cell should be). An answer under `doubts` in the package takes
the cases that fit it; what nobody answered is told. In data of our own a contradiction is an error, and no
answer helps.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from plugins.equity.descriptors import Group, Package
from plugins.equity.indexing import Codes, Index
from plugins.equity.problems import ERROR, WARNING, Problem, the_same
from plugins.equity.sources import Document

from .telling import EXAMPLES, Rows

# Found by the gate. The others are for people, who know what no table says.
FOUND = (
    "count-larger",
    "rate-contradicts-counts",
    "parts-contradict-total",
    "part-larger",
    "rate-outside-parts",
    "children-contradict-parent",
    "group-missing",
    "breakdown-missing",
    "total-missing",
    "period-missing",
    "zeros-only",
    "unit-jump",
    "place-period",
    "place-name-twice",
)
ANYWHERE = "*"


@dataclass(frozen=True)
class Finding:
    """Cases of one kind in one table: `period`, `place` and `cut` are codes of `index`, one per case.

    `row` is the row that a case stands in, -1 where the case is that there is none. `say` makes the sentence
    of a case by its number.
    """

    code: str
    indicator: str
    dimension: str
    index: Index
    period: Codes
    place: Codes
    cut: Codes
    row: Codes
    say: Callable[[int], str]
    hint: str
    severity: str = WARNING

    def __len__(self) -> int:
        return len(self.period)


Locate = Callable[[Finding, int], tuple[str, int]]
"""The file and line of a case of a finding."""


def at_rows(index: Index, rows: Codes, row_says: Callable[[int], str], **about: Any) -> Finding:
    """A finding whose cases are rows of the table; `row_says` makes the sentence of a row."""
    picked = rows.astype(np.int64)
    return Finding(
        index=index,
        period=index.period[picked],
        place=index.place[picked],
        cut=index.cut[picked],
        row=picked,
        say=lambda case: row_says(int(picked[case])),
        **about,
    )


def settle(
    package: Package, document: Document, findings: Sequence[Finding], locate: Locate
) -> Iterator[Problem]:
    """Problems for cases that nobody answered, and for answers that answer nothing or too much.

    `locate` gives the file and line of a case.
    """
    answers = [dict(each) for each in document.data["equity"].get("doubts", ())]
    taken = [0] * len(answers)
    for finding in findings:
        open_ = np.ones(len(finding), dtype=bool)
        for number, answer in enumerate(answers):
            fits = open_ & _fits(package, finding, answer)
            taken[number] += int(fits.sum())
            if finding.severity == WARNING:
                open_ &= ~fits
        yield from _told(finding, np.flatnonzero(open_), locate)
    for number, answer in enumerate(answers):
        if answer["code"] in FOUND:
            yield from _judged(document, number, answer, taken[number])


def _fits(package: Package, finding: Finding, answer: Mapping[str, Any]) -> Rows:
    """The cases that an answer is about; what it does not name, it is not limited to."""
    none = np.zeros(len(finding), dtype=bool)
    if answer["code"] != finding.code or answer.get("indicator", finding.indicator) != finding.indicator:
        return none
    index, fits = finding.index, ~none
    if "dimension" in answer:
        named = sorted(answer["dimension"].split("+"))
        if not finding.dimension:  # then each case is of the dimensions of its own group
            broken = [at for at, cut in enumerate(index.cuts) if sorted(name for name, _ in cut) == named]
            fits &= np.isin(finding.cut, broken)
        elif named != sorted(finding.dimension.split("+")):
            return none
    if "period" in answer:
        fits &= finding.period == _number(index.periods, answer["period"])
    if answer.get("place") == ANYWHERE:
        parents = {id_: place.parent for id_, place in package.places.items()}
        top = [at for at, id_ in enumerate(index.places) if not parents.get(id_, "")]
        fits &= ~np.isin(finding.place, top)
    elif "place" in answer:
        fits &= finding.place == _number(index.places, answer["place"])
    if "group" in answer:
        group: Group = tuple(sorted((str(name), str(id_)) for name, id_ in answer["group"].items()))
        fits &= finding.cut == _number(index.cuts, group)
    return fits


def _number(words: Sequence[Any], word: Any) -> int:
    return words.index(word) if word in words else -2


def _told(finding: Finding, cases: Codes, locate: Locate) -> Iterator[Problem]:
    for number, case in enumerate(cases[: EXAMPLES + 1].tolist()):
        path, line = locate(finding, case)
        text = finding.say(case)
        if number == EXAMPLES:
            about = f" of '{finding.dimension}'" if finding.dimension else ""
            text = f"{the_same(len(cases) - EXAMPLES, 'case')}{about}."
        yield Problem(path, line, finding.code, text, finding.hint, finding.severity)


def _judged(document: Document, number: int, answer: Mapping[str, Any], taken: int) -> Iterator[Problem]:
    """An answer that has nothing to answer, or counts its cases wrongly."""
    where = ("equity", "doubts", number)
    if not taken:
        message = f"This answers a doubt '{answer['code']}' that the figures do not raise."
        hint = "Remove it, or correct its period, place, group or dimension."
        yield document.problem(where, "doubt-idle", message, hint, severity=WARNING)
    elif answer.get("count", taken) != taken:
        message = f"This answers {answer['count']} cases of '{answer['code']}', and there are {taken}."
        hint = "Look at the cases that came or went, then correct 'count' and the answer."
        yield document.problem((*where, "count"), "doubt-count", message, hint, severity=WARNING)


def severity_of(package: Package) -> str:
    """What a contradiction is: an error in one's own figures, a doubt in those of another publisher."""
    return ERROR if package.origin == "own" else WARNING
