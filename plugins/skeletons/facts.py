"""`report.yaml` and `cycle.yaml` as text: facts on lines of their own, with comments that explain them."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.unwritten import WRITE

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./:?=&%~+-]*(?<!:)")
# What our reader takes for something else than a word.
_OTHER = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_YEAR = re.compile(r"\d{4}")
_YEARS = ("baseline", "by", "since", "period", "from", "to")


@dataclass(frozen=True)
class Facts:
    """What a new `report.yaml` says: `given` are its keys and values, in any order; `notes` go behind a key.

    `prompts` are facts that the author has to add, each as it would be written.
    """

    given: Mapping[str, Any]
    notes: Mapping[str, str]
    prompts: tuple[str, ...] = ()
    forms: tuple[tuple[str, Mapping[str, Any]], ...] = ()


_FIRST = ("thread", "stage", "package", "indicator", "place", "group", "against", "baseline", "target")
_AFTER = ("leading", "decides")
"""Facts on lines of their own, behind those."""
_HEAD = f"""\
# The facts of this report, the same in every language. content/README.md explains each key.
# A comment that begins with "{WRITE}:" waits for you: replace it by the fact. Other comments only explain.
"""
_NO_INTERVENTIONS = """\
# What is done or planned; each has a heading '### its name {#its-id}' in the texts. For example:
#   - id: more-time
#     status: planned
#     evidence: illustration
#     ratings: {impact: high, feasibility: low, fit: high}
interventions: []
"""
_NARRATIVE = """\
# What people said, and why it happens. Each theme, quotation and cause has a heading in the texts.
# Leave `listening` out while nobody was asked. For example:
#   listening: {evidence: documented, source: "https://...", asked: [families], themes: [{id: letters}]}
#   causes:
#     - {id: letters-unread, evidence: [listening], themes: [letters]}
"""
_LOG = """\
# Decisions and changes as they happen, oldest first. For example:
#   - {date: 2020-10, intervention: more-time, change: adjusted, evidence: illustration}
log: []
"""
_FIGURES = """\
# The figures of the texts. They end with the last year of the cycle; a trend begins with the baseline.
"""


def report_text(facts: Facts) -> str:
    """`report.yaml`."""
    lines = ["schema: 1", *_HEAD.splitlines()]
    for key in [each for each in _FIRST if each in facts.given]:
        note = facts.notes.get(key, "")
        lines.append(fact(key, facts.given[key]) + (f"    # {note}" if note else ""))
    lines += [f"# {WRITE}: {each}" for each in facts.prompts]
    for key in [each for each in _AFTER if each in facts.given]:
        value = facts.given[key]
        lines += ["", f"{key}:", *_blocks(value)] if isinstance(value, list) else ["", fact(key, value)]
    lines += ["", *_NARRATIVE.splitlines()]
    interventions = facts.given.get("interventions", ())
    lines.append("")
    lines += ["interventions:", *_blocks(interventions)] if interventions else _NO_INTERVENTIONS.splitlines()
    lines += ["", *_LOG.splitlines()]
    if facts.forms:
        lines += ["", *_FIGURES.splitlines(), "figures:"]
        lines += [f"  {id_}: {flow(form)}" for id_, form in facts.forms]
    return "\n".join(lines) + "\n"


def cycle_text(period: str, date: str, why: str) -> str:
    """`cycle.yaml` of a draft."""
    return (
        "schema: 1\n"
        f"{fact('period', period)}    # the last school year that this edition reads: {why}\n"
        "status: draft    # 'published' when it is out; until then nothing of it reaches the public site\n"
        f"date: {date}    # {WRITE}: the day on which this edition comes out\n"
        "corrections: []\n"
    )


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(fact(key, each) for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, (bool, int, float)) or value is None:
        return json.dumps(value)
    plain = _PLAIN.fullmatch(value) and not _OTHER.fullmatch(value)
    return str(value) if plain else json.dumps(value, ensure_ascii=False)


def fact(key: str, value: Any) -> str:
    """`key: value`. A bare year needs no quotes where a year is meant; elsewhere it would be a number."""
    if key in _YEARS and _YEAR.fullmatch(str(value)):
        return f"{key}: {value}"
    return f"{key}: {flow(value)}"


def _blocks(items: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for item in items:
        for number, (key, value) in enumerate(item.items()):
            yield f"  {'- ' if number == 0 else '  '}{fact(key, value)}"
