"""The facts of a report in words: stages, statuses, ratings, dates, decisions. Closed lists, each translated
whole.
"""

from collections.abc import Mapping
from datetime import date

from plugins import choices
from plugins.equity.chronicle import Event
from plugins.equity.languages import Language
from plugins.equity.reports import STAGES, Decision, Entry, Intervention


def stage_label(stage: str, language: Language) -> str:
    """`diagnose` -> `Diagnose`."""
    return {
        "diagnose": language.say("Diagnose"),
        "design": language.say("Design"),
        "implement": language.say("Implement"),
        "reflect": language.say("Reflect"),
    }[stage]


def stages(current: str, language: Language) -> list[dict[str, object]]:
    """The four stages, the current one marked."""
    return [{"id": each, "label": stage_label(each, language), "current": each == current} for each in STAGES]


def when(text: str, language: Language) -> str:
    """`2017` as it is, `2017-07` as a month, `2017-07-15` as a day; other text as it is."""
    parts = text.split("-")
    try:
        if len(parts) == 2:
            return language.month(date(int(parts[0]), int(parts[1]), 1))
        if len(parts) == 3:
            return language.day(date(*(int(part) for part in parts)))
    except ValueError:
        pass
    return text


def outcome_label(outcome: str, language: Language) -> str:
    """What became of a gap (see `measures.verdict`), in two or three words; "" where none is asked."""
    return {
        "narrowed": language.say("The gap narrowed"),
        "widened": language.say("The gap widened"),
        "turned": language.say("The gap turned over"),
        "no-clear-change": language.say("No clear change"),
        "first-period": language.say("First year that is followed"),
        "cannot-tell": language.say("Cannot be told"),
        "": language.say("Not compared"),
    }[outcome]


def evidence_label(documented: bool, language: Language) -> str:
    """Whether a thing is documented or made up to show how a report works: said wherever it stands."""
    return language.say("Documented") if documented else language.say("Illustration, not a documented fact")


def status_label(status: str, language: Language) -> str:
    """`running` -> `Running`."""
    return {
        "considered": language.say("Considered"),
        "planned": language.say("Planned"),
        "running": language.say("Running"),
        "finished": language.say("Finished"),
        "stopped": language.say("Stopped"),
    }[status]


def intervention(item: Intervention, language: Language) -> dict[str, object]:
    """The facts line under the name of an intervention."""
    kinds = {
        "impact": language.say("Likely impact"),
        "feasibility": language.say("Feasibility"),
        "fit": language.say("Fit with values"),
    }
    grades = {"high": language.say("High"), "medium": language.say("Medium"), "low": language.say("Low")}
    return {
        "id": item.id,
        "status_label": status_label(item.status, language),
        "since": when(item.since, language),
        "since_label": {
            "planned": language.say("Planned for"),
            "finished": language.say("Begun"),
            "stopped": language.say("Begun"),
        }.get(item.status, language.say("Since")),
        "ratings": [{"label": kinds[name], "text": grades[grade]} for name, grade in item.ratings],
        "evidence": "documented" if item.documented else "illustration",
        "evidence_label": evidence_label(item.documented, language),
        "source": item.source,
    }


def log_entry(entry: Entry | Event, names: Mapping[str, str], language: Language) -> dict[str, object]:
    """A line of a log or of the timeline; `names` are the interventions' names in the text's language."""
    changes = {
        "started": language.say("{name}: started", name=names[entry.intervention]),
        "adjusted": language.say("{name}: adjusted", name=names[entry.intervention]),
        "extended": language.say("{name}: extended", name=names[entry.intervention]),
        "stopped": language.say("{name}: stopped", name=names[entry.intervention]),
        "finished": language.say("{name}: finished", name=names[entry.intervention]),
        "planned": language.say("{name}: planned to start", name=names[entry.intervention]),
    }
    return {
        "date": when(entry.date, language),
        "text": changes[entry.change],
        "evidence_label": evidence_label(entry.documented, language),
        "source": entry.source,
    }


def decision(item: Decision, language: Language) -> dict[str, object]:
    """What happens next, as one line."""
    told = {
        "refine": language.say("Refine: keep going, and change what did not work."),
        "replace": language.say("Replace: stop this and try something else."),
        "scale": language.say("Scale: do more of it, in more places."),
        "stop": language.say("Stop: end this work."),
    }
    note = (
        ""
        if item.documented
        else language.say("This decision is an illustration. No such decision is documented.")
    )
    return {"text": told[item.choice], "note": note}


def decided(item: Decision, language: Language) -> str:
    """A decision where its report is not at hand: what happens next, where it failed, what documents it."""
    line = decision(item, language)
    failed = choices.failure(item.failed, language) if item.failed else ""
    return " ".join(str(each) for each in (line["text"], failed, line["note"]) if each)
