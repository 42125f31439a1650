"""What published cycles showed is held against today: every number that differs is told, with every sentence
and figure in which it stands; and every correction that is not so.

A number that is withheld now is never told, neither the old one nor the new one: a log is public.
"""

from collections.abc import Iterable, Iterator, Mapping

from .accounts import named
from .alterations import Differences, Text, brief, compare
from .amending import Matching, lost, match
from .corrections import Change, Pairs, about
from .editions import Edition
from .ledgers import holds, ledger_path, read_ledger, release_of
from .problems import WARNING, Problem, arrange, did_you_mean
from .records import NAME, RESTORE, Numbers, Record, read_record, stored
from .reports import OWN, Cycle, Report
from .sources import shown
from .stated import SAID_AGAIN, is_part, names_of

Mentions = Mapping[tuple[str, str, str], tuple[str, ...]]
"""Where `[[value id]]` and `[[figure id]]` stand, as `path:line`: by cycle, report and thing (`value/id`)."""

_MOST = 3

_PARTS = {
    "standing": "where the report '{report}' stands",
    "scorecard": "the scorecard, of the report '{report}'",
    "thread": "the years before of the report '{report}'",
    "changes": "the page of what changed, of the report '{report}'",
}
"""The parts of pages (`stated.PARTS`) as places."""


def changed(edition: Edition, mentions: Mentions) -> tuple[Problem, ...]:
    """All that is wrong with published cycles: changed numbers, broken or missing records, corrections."""
    return arrange(problem for cycle in edition.cycles for problem in _uphold(edition, cycle, mentions))


def _uphold(edition: Edition, cycle: Cycle, mentions: Mentions) -> Iterator[Problem]:
    found, problems = read_record(edition.root, cycle)
    yield from problems
    if problems:
        return
    if found is None or cycle.status != "published":
        if cycle.status == "published":
            hint = f"Run `plumbline freeze {cycle.id}` and commit {NAME}, or set 'status: draft'."
            message = "This cycle is called published, but nothing says what it showed."
            yield Problem(_facts(cycle), 0, "published-unrecorded", message, hint)
        for each in cycle.corrections if found is None else ():
            message = f"The correction '{each.id}' corrects a year that was not published yet."
            yield Problem(_facts(cycle), each.line, "correction-unmatched", message, "Delete it.")
        return
    yield from _unremembered(edition, cycle, found)
    default = edition.site.default_language if edition.site else ""
    differences = compare(edition, cycle, found)
    yield from complaints(edition, cycle, found, differences, mentions)
    told = match(cycle, found, differences, default).told
    for correction in dict.fromkeys(each for each, _ in told):
        message = f"The correction '{correction.id}' is written, and {NAME} does not have it yet."
        hint = f"Run `plumbline freeze {cycle.id}` and commit {NAME}."
        yield Problem(_facts(cycle), correction.line, "correction-unfrozen", message, hint)
    if differences.added:
        many = "; ".join(differences.added[:_MOST])
        many += f"; and {len(differences.added) - _MOST} more" if len(differences.added) > _MOST else ""
        message = f"This cycle shows what its record does not have: {many}."
        hint = f"Run `plumbline freeze {cycle.id}`: it adds to the record, and nothing in it changes."
        yield Problem(found.path, 0, "published-more", message, hint, WARNING)


def complaints(
    edition: Edition, cycle: Cycle, found: Record, differences: Differences, mentions: Mentions
) -> tuple[Problem, ...]:
    """What keeps a record from moving on: changes that no correction tells, corrections that are not so."""
    default = edition.site.default_language if edition.site else ""
    matching = match(cycle, found, differences, default)
    return arrange(
        (
            *_untold(edition, cycle, found, differences, matching, mentions),
            *_untrue(cycle, matching),
            *_lost(cycle, found),
        )
    )


def _facts(cycle: Cycle) -> str:
    return f"content/reports/{cycle.id}/cycle.yaml"


def _unremembered(edition: Edition, cycle: Cycle, found: Record) -> Iterator[Problem]:
    """Packages of which the ledger has lost, or never had, the files that the cycle was made of."""
    for name, hash_ in found.packages.items():
        ledger, faults = read_ledger(edition.root, name)
        release = release_of(cycle.id, cycle.date)
        if faults or name not in edition.packages or (ledger and holds(ledger, hash_, release)):
            continue  # what is wrong with a ledger tells itself
        where = shown(ledger_path(edition.root, name), edition.root)
        message = f"No release of this package says what the published cycle '{cycle.id}' showed."
        hint = f"Restore the ledger; if there never was one, run `plumbline ledger '{release}'`."
        yield Problem(where, 0, "ledger-missing", message, hint, WARNING)


def _untold(
    edition: Edition,
    cycle: Cycle,
    found: Record,
    differences: Differences,
    matching: Matching,
    mentions: Mentions,
) -> Iterator[Problem]:
    texts = {(each.report, each.what): each for each in differences.texts}
    cells = {each.key: each for each in differences.cells}
    write = f"run `plumbline freeze {cycle.id}`: it prints the correction to write."
    for change in matching.untold:
        if change.cell is not None:
            stands = (differences.stands or {}).get(change.cell, ())
            where = "; ".join(_places(edition, cycle, stands, texts, mentions)) or "no report any more"
            key: tuple[str, ...] = ("cells", stored(change.cell))
            if change.withdrawn:
                message = (
                    f"A published number is now withheld, or follows from one that is: {named(change.cell)}."
                )
                hint = f"If that is right, {write} What stood there is not told any more."
            else:
                cell = cells[change.cell]
                then_and_now = f"{_words(_pairs(cell.old))} and is now {_words(_pairs(cell.new))}"
                message = f"A published number has changed: {named(change.cell)} was {then_and_now}."
                hint = f"Restore it; if it is right now, {write}"
        else:
            text = texts[change.report, change.what]
            where = "; ".join(_places(edition, cycle, [(change.report, change.what)], texts, mentions))
            key = ("strings", change.report, *_recorded(text))
            what = f"'{change.what.partition('/')[2]}' of the report '{change.report}'"
            message = f"A published value is now withheld: {what}."
            hint = f"If that is right, {write} What stood there is not told any more."
            if not change.withdrawn:
                message = f"A published value has changed: {what} was {_seen(text)}."
                hint = f"Restore the fact behind it; if it is right now, {write}"
        yield found.problem(key, "published-changed", f"{message} It stands in: {where}.", hint)


def _recorded(text: Text) -> tuple[str, str]:
    """Language and name under which the record has a thing."""
    code = next(iter(text.texts))
    names = names_of(text.what)
    table = any(part not in SAID_AGAIN for part, _, _ in text.texts[code])
    return code, names[-1] if table else names[0]


def _places(
    edition: Edition,
    cycle: Cycle,
    stands: Iterable[tuple[str, str]],
    texts: Mapping[tuple[str, str], Text],
    mentions: Mentions,
) -> Iterator[str]:
    """Each sentence and figure, with what readers saw there and what they would see now."""
    for slug, what in stands:
        kind, _, id_ = what.partition("/")
        lines = mentions.get((cycle.id, slug, what), ())
        place = f"[[{kind} {id_}]] at {', '.join(lines)}"
        if is_part(what):
            place = _PARTS[id_].format(report=slug)
        elif not lines:
            if kind == "value" and id_ in (*OWN, "target"):
                continue  # it stands where the report stands, which is told
            line = _declared(edition.report(cycle.id, slug), kind, id_)
            place = f"the {kind} '{id_}' of content/reports/{cycle.id}/{slug}/report.yaml:{line}"
        text = texts.get((slug, what))
        if text is not None and not text.withdrawn and not is_part(what):
            place += f" ({_seen(text)})"
        yield place


def _declared(report: Report | None, kind: str, id_: str) -> int:
    """The line on which report.yaml asks for a value or figure: a leading indicator brings two values."""
    if report is None:
        return 0
    for number, lead in enumerate(report.narrative.leading):
        if kind == "value" and id_ in (lead.value, lead.start):
            return report.document.line("leading", number)
    return report.document.line(f"{kind}s", id_)


def _seen(text: Text) -> str:
    """What readers saw and would see now; of another language where it reads otherwise there."""
    said: dict[tuple[str, str], list[str]] = {}
    for code, parts in text.texts.items():
        said.setdefault(brief(parts, _MOST), []).append(code)
    one = len(said) == 1
    return "; ".join(
        f"{'' if one else ', '.join(codes) + ': '}'{old}' and is now '{new}'"
        for (old, new), codes in said.items()
    )


def _untrue(cycle: Cycle, matching: Matching) -> Iterator[Problem]:
    """Corrections that show what is withheld now, or tell what is not so."""
    path = _facts(cycle)
    for change in matching.bare:
        message = f"This correction shows a number that is withheld now: {_named(change)}."
        hint = "Write 'withdrawn: true' in place of 'old' and 'new'."
        yield Problem(path, change.line, "correction-withheld", message, hint)
    open_ = {about(each): each for each in matching.untold}
    for change in matching.strange:
        real = open_.get(about(change))
        if real is not None and real.withdrawn:
            hint = "It is withheld now: write 'withdrawn: true' in place of 'old' and 'new'."
        elif real is not None:
            hint = f"It was {_words(real.old)} and is now {_words(real.new)}."
        else:
            known = [_named(each) for each in matching.untold]
            hint = (
                did_you_mean(_named(change), known, "Delete it, or restore what was corrected.")
                if known
                else ("Nothing that was published has changed so. Delete it, or restore it.")
            )
        message = f"This correction is of what has not changed so: {_named(change)}."
        yield Problem(path, change.line, "correction-unmatched", message, hint)


def _lost(cycle: Cycle, found: Record) -> Iterator[Problem]:
    for at, id_ in lost(cycle, found):
        message = f"The record has the correction '{id_}', and cycle.yaml does not say all of it any more."
        yield found.problem(("history", at), "correction-missing", message, f"{RESTORE[:-1]} of cycle.yaml.")


def _named(change: Change) -> str:
    return named(change.cell) if change.cell else f"{change.what.replace('/', ' ', 1)} of '{change.report}'"


def _pairs(numbers: Numbers | None) -> Pairs | None:
    return None if numbers is None else tuple(numbers.items())


def _words(side: Pairs | str | None) -> str:
    """One side of a change, as people read it."""
    if isinstance(side, str):
        return f"'{side}'"
    return "not there" if side is None else ", ".join(f"{name} {text}" for name, text in side)
