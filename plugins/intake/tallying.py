"""Answers counted: exact numbers by place, group and theme, and the quotations that are marked.

The number of everybody in a group who was asked is the denominator of each theme; the row of all themes
counts those who raised at least one.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from plugins.equity.descriptors import ALL
from plugins.equity.disclosure.masking import rounded
from plugins.equity.policies import Policy
from plugins.equity.problems import Problem
from plugins.equity.quotations import RECORDED

from .codebooks import NOT_SAID, THEME, Codebook
from .respondents import Answer

DECIMALS = 1
NUMBERS = ("numerator", "denominator", "value", "status", "numerator_status", "denominator_status")

Groups = Mapping[str, tuple[str, ...]]
"""The groups of each dimension, in order."""


def groups_of(book: Codebook, answers: Sequence[Answer]) -> dict[str, tuple[str, ...]]:
    """The groups of each dimension; who did not say is a group of its own, so that the others add up."""
    found = {}
    for id_ in book.people:
        silent = any(each.groups[id_] == NOT_SAID for each in answers)
        found[id_] = (*book.data["people"][id_]["groups"], *((NOT_SAID,) if silent else ()))
    return found


def count(book: Codebook, answers: Sequence[Answer], groups: Groups) -> list[dict[str, str]]:
    """The rows of the table, in order, with every number exact."""
    themes = tuple(book.data["themes"]["groups"])
    asked: Counter[tuple[str, ...]] = Counter()
    raised: Counter[tuple[str, ...]] = Counter()
    cuts = [(), *((each,) for each in groups), *book.crossed]
    for answer in answers:
        for place, cut in product(_way_up(book, answer.place), cuts):
            cell = (answer.period, place, *(answer.groups[each] if each in cut else ALL for each in groups))
            asked[cell] += 1
            for theme in (*([ALL] if answer.themes else []), *answer.themes):
                raised[(theme, *cell)] += 1
    rows = []
    for period, place in product(sorted({each.period for each in answers}), book.data["places"]):
        for cut in cuts:
            choices = [groups[each] if each in cut else (ALL,) for each in groups]
            for chosen, theme in product(product(*choices), (ALL, *themes)):
                cell = (period, place, *chosen)
                row = {
                    "period": period,
                    "place": place,
                    THEME: theme,
                    **dict(zip(groups, chosen, strict=True)),
                }
                rows.append(row | _numbers(raised[(theme, *cell)], asked[cell]))
    return rows


def _numbers(part: int, whole: int) -> dict[str, str]:
    value = rounded(Fraction(100 * part, whole), DECIMALS) if whole else ""
    cells = (str(part), str(whole), value, "ok" if whole else "z", "ok", "ok")
    return dict(zip(NUMBERS, cells, strict=True))


def _way_up(book: Codebook, place: str) -> Iterator[str]:
    seen = set[str]()
    while place and place not in seen:
        seen.add(place)
        yield place
        place = book.data["places"][place].get("parent", "")


def quotes(book: Codebook, answers: Sequence[Answer], groups: Groups) -> list[tuple[Answer, dict[str, str]]]:
    """The rows of the quotations, each with the answer that it comes from. An id follows from the words, so
    that it stays what it is when another row is marked.
    """
    if book.marked is None:
        return []
    found = []
    for answer in answers:
        said = answer.words
        if said is None:
            continue
        told = {each: answer.groups[each] if each in book.marked.tell else ALL for each in ("role", *groups)
                if each in groups}  # fmt: skip
        told = {each: ALL if group == NOT_SAID else group for each, group in told.items()}
        digest = hashlib.sha256(f"{answer.period} {said.text}".encode()).hexdigest()[:8]
        row = {
            "id": f"q-{digest}",
            "period": answer.period,
            "place": answer.place,
            THEME: _theme(book, answer),
            "role": ALL,
            **told,
            "language": said.language,
            "text": said.text,
        }
        for code, (_, by) in book.marked.translations.items():
            row[f"translation_{code}"] = said.renderings.get(code, "")
            row[f"translation_{code}_by"] = by if code in said.renderings else ""
        scope = book.marked.scope
        row |= {"consent": RECORDED, "consent_date": said.day, "consent_scope": scope}
        row["checked"] = "yes" if said.checked else ""
        found.append((answer, row))
    return found


def _theme(book: Codebook, answer: Answer) -> str:
    """The theme of a quotation, where it is told and there is one."""
    told = book.marked is not None and THEME in book.marked.tell
    return next(iter(answer.themes)) if told and len(answer.themes) == 1 else ALL


def rare(
    found: Sequence[tuple[Answer, Mapping[str, str]]],
    answers: Sequence[Answer],
    groups: Groups,
    policy: Policy,
) -> Iterator[Problem]:
    """Quotations of whose kind there are few among all who answered: by place, role and groups together."""
    for answer, row in found:
        told = {each: row[each] for each in groups if row[each] != ALL}
        alike = sum(
            other.period == answer.period
            and other.place == answer.place
            and all(other.groups[each] == group for each, group in told.items())
            for other in answers
        )
        if alike < policy.min_n:
            message = f"Fewer than {policy.min_n} people like the one who said this answered there."
            hint = "Remove the mark, or tell less: 'tell' under 'quotes' in survey.yaml."
            yield Problem(answer.path, answer.line, "quote-speaker", message, hint)
