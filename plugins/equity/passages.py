"""Parts of pages that say the numbers of a report in an order of their own: its line of the scorecard, its
thread, its line of what changed. A thread says numbers of earlier reports, too.

Each part is its measurements by name, the same in every language, and what else in it has numbers.
"""

from collections.abc import Iterator, Mapping

from .distances import away
from .editions import Edition
from .languages import Language
from .measures import Measured
from .reports import Report
from .scorecards import groups_of
from .sequels import moved, pairs, since_sentences
from .threads import predecessor
from .writing import written

SCORECARD, THREAD, CHANGES = "scorecard", "thread", "changes"


def measured_passages(edition: Edition, report: Report) -> Mapping[str, Mapping[str, Measured]]:
    """The numbers of each part by name; a part that the report does not have is left out."""
    found = {
        SCORECARD: dict(_scorecard(edition, report)),
        THREAD: dict(_thread(edition, report)),
        CHANGES: dict(_changes(edition, report)),
    }
    return {name: numbers for name, numbers in found.items() if numbers}


def passages(edition: Edition, report: Report, language: Language) -> Mapping[str, Mapping[str, str]]:
    """The texts of each part by name."""
    found = {
        part: {name: written(each, language) for name, each in numbers.items()}
        for part, numbers in measured_passages(edition, report).items()
    }
    if THREAD in found:
        found[THREAD] |= {name: text for name, text in _said(edition, report, language) if text}
    return found


def _scorecard(edition: Edition, report: Report) -> Iterator[tuple[str, Measured]]:
    for score in edition.scores(report):
        asked = {
            "start": score.start,
            "now": score.now,
            "gap-start": score.gap_start,
            "gap": score.gap,
        }
        yield from ((f"{score.id} {name}", each) for name, each in asked.items() if each is not None)
    for rate in groups_of(report, edition.packages):
        group = " ".join(id_ for _, id_ in rate.question.group) or "all"
        yield f"group {group}", rate


def _thread(edition: Edition, report: Report) -> Iterator[tuple[str, Measured]]:
    last = predecessor(edition.reports, report)
    if last is None:
        return
    known = edition.thread(report)
    for each in known[: known.index(report) + 1]:
        yield f"{each.cycle.id} rate", edition.known(each)["latest"]
        yield f"{each.cycle.id} gap", edition.known(each)["gap"]
    for number, pair in enumerate(pairs(last, report)):
        name = f"{pair.kind} {pair.intervention or number}"
        yield f"{name} then", edition.measure(pair.old)
        if pair.new is not None:
            yield f"{name} now", edition.measure(pair.new)


def _said(edition: Edition, report: Report, language: Language) -> Iterator[tuple[str, str]]:
    """What a thread says besides its measurements: the verdict, the distances, what is asked otherwise."""
    last = predecessor(edition.reports, report)
    assert last is not None
    old, new = edition.chapter(last), edition.chapter(report)
    sentences = since_sentences(old, new, edition.change_between(last, report), language)
    yield from ((f"sentence {number}", each) for number, each in enumerate(sentences))
    for name, each in (("then", last), ("now", report)):
        if each.target is not None:
            yield f"distance {name}", away(each.target, edition.known(each)["latest"], language)
    for fact in moved(old, new, language):
        yield f"moved {fact.fact}", f"{fact.old} {fact.new}"


def _changes(edition: Edition, report: Report) -> Iterator[tuple[str, Measured]]:
    last = predecessor(edition.reports, report)
    if last is not None:
        yield "gap then", edition.known(last)["gap"]
        yield "gap now", edition.known(report)["gap"]
