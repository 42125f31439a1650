"""A small site of three years: one thread narrows, one does not, one was stopped."""

from collections.abc import Mapping

from tests.conftest import package_files
from tests.site.projects import CYCLE, SITE, small

YEARS = {"2017": "2016-17", "2018": "2017-18", "2019": "2018-19"}
GROUPS = {"english_learner": ("english_learner", "not_english_learner")}
NAMES = {
    "english_learner": {
        "groups": {
            "english_learner": {
                "label": "English learners",
                "short": "English learners",
                "sentence": "English learners",
            },
            "not_english_learner": {
                "label": "Not English learners",
                "short": "Other students",
                "sentence": "other students",
            },
        }
    }
}

# Invented: learners, others of 2,000 each in the state; in town 001, of 40 and 100.
FINISHED = (
    ("2016-17", (1220, 1700), (24, 85)),
    ("2017-18", (1280, 1720), (26, 85)),
    ("2018-19", (1400, 1760), (25, 84)),
)
ABSENT = (
    ("2016-17", (400, 200), (8, 10)),
    ("2017-18", (440, 200), (9, 10)),
    ("2018-19", (500, 210), (10, 10)),
)


def _rows(table):
    for period, state, town in table:
        for place, (learners, others), (one, other) in (
            ("ct", state, (2000, 2000)),
            ("001", town, (40, 100)),
        ):
            yield period, place, "", learners + others, one + other
            yield period, place, "english_learner", learners, one
            yield period, place, "not_english_learner", others, other


FACTS = """\
schema: 1
thread: {thread}
stage: {stage}
package: {package}
indicator: graduation
place: {place}
group: {{english_learner: english_learner}}
against: rest
baseline: 2016-17
{more}
"""
MORE_TIME = (
    "  - {{id: more-time, status: {}, since: {}, evidence: documented, source: https://example.org/law, "
    "success: others}}\n"
)
OTHERS = "values:\n  others: {{measure: rate, period: {}, group: {{english_learner: not_english_learner}}}}\n"
REPORTS = {
    ("2017", "finish"): (
        "finish", "design", "schools", "ct",
        "target: {value: 75, by: 2019-20, evidence: illustration}\n"
        "interventions:\n" + MORE_TIME.format("planned", "2018-01")
        + "  - {id: letters, status: running, since: 2016, evidence: illustration}\n"
        "  - {id: tutors, status: running, since: 2015, evidence: illustration}\n"
        + "decision: {choice: refine, evidence: illustration}\n" + OTHERS.format("2016-17"),
    ),
    ("2018", "finish"): (
        "finish", "implement", "schools", "ct",
        "target: {value: 80, by: 2020-21, evidence: illustration}\n"
        "interventions:\n" + MORE_TIME.format("running", "2018-02")
        + "  - {id: letters, status: running, since: 2016, evidence: illustration}\n"
        "log:\n"
        "  - {date: 2018-02-12, intervention: more-time, change: started, evidence: illustration}\n"
        "  - {date: 2018-04, intervention: letters, change: adjusted, evidence: illustration}\n"
        + OTHERS.format("2017-18"),
    ),
    ("2019", "finish"): (
        "finish", "reflect", "schools", "ct",
        "target: {value: 80, by: 2020-21, evidence: illustration}\n"
        "interventions:\n" + MORE_TIME.format("running", "2018-02")
        + "  - {id: letters, status: finished, since: 2016, evidence: illustration}\n"
        "  - {id: rides, status: planned, since: 2019-09, evidence: illustration}\n"
        "log:\n"
        "  - {date: 2018-04, intervention: letters, change: adjusted, evidence: illustration}\n"
        "  - {date: 2019-03, intervention: more-time, change: extended, evidence: illustration}\n"
        "decision: {choice: scale, evidence: illustration}\n" + OTHERS.format("2018-19"),
    ),
    ("2018", "absent"): (
        "absent", "design", "attendance", "ct",
        ("target: {value: 15, by: 2020-21, evidence: illustration}\n"
         "interventions:\n  - {id: calls, status: planned, since: 2018-10, evidence: illustration}\n"),
    ),
    ("2019", "absent"): (
        "absent", "implement", "attendance", "ct",
        ("target: {value: 15, by: 2020-21, evidence: illustration}\n"
         "interventions:\n  - {id: calls, status: planned, since: 2019-10, evidence: illustration}\n"),
    ),
    ("2017", "town"): ("town", "diagnose", "schools", "'001'", ""),
    ("2018", "town"): (
        "town", "reflect", "schools", "'001'",
        ("interventions:\n  - {id: rides, status: stopped, since: 2017-11, evidence: illustration}\n"
         "decision: {choice: stop, failed: design, evidence: illustration}\n"),
    ),
}  # fmt: skip
"""Per cycle and name: thread, stage, package, place, and the rest of the facts."""

SECTIONS = ("problem", "heard", "causes", "interventions", "progress", "results", "lessons", "next")
NEEDED = {"diagnose": 3, "design": 4, "implement": 5, "reflect": 8}
WORDS = {
    "en": ("Report {name} of {cycle}", "Short.", "Part {id}", "Words of our own.", "Doing {id}", "Missed"),
    "es": ("Informe {name} de {cycle}", "Breve.", "Parte {id}", "Palabras.", "Hacer {id}", "Faltó"),
}


def _text(code: str, cycle: str, name: str) -> str:
    title, summary, part, words, doing, missed = WORDS[code]
    _, stage, _, _, more = REPORTS[cycle, name]
    lines = [f"Title: {title.format(name=name, cycle=cycle)}", f"Summary: {summary}", ""]
    for id_ in SECTIONS[: NEEDED[stage]]:
        lines += [f"## {part.format(id=id_)} {{#{id_}}}", "", words, ""]
        ids = [line.split("id: ")[1].split(",")[0] for line in more.splitlines() if "- {id: " in line]
        for each in ids if id_ == "interventions" else ():
            lines += [f"### {doing.format(id=each)} {{#{each}}}", "", words, ""]
        if id_ == "lessons":
            lines += [f"### {missed} {{#missed}}", "", words, ""]
    return "\n".join(lines)


def yearly(published: tuple[str, ...] = ()) -> dict[str, str | bytes]:
    """The project as files; years in `published` are out, the others drafts."""
    files: dict[str, str | bytes] = {
        name: each
        for name, each in small().items()
        if not name.startswith(("content/reports/", "content/pages/", "datapackages/"))
    }
    files["content/site.yaml"] = SITE
    for cycle, period in YEARS.items():
        facts = CYCLE.replace("2018-19", period)
        if cycle in published:
            facts = facts.replace("draft", "published")
        files[f"content/reports/{cycle}/cycle.yaml"] = facts
    for (cycle, name), (thread, stage, package, place, more) in REPORTS.items():
        folder = f"content/reports/{cycle}/{name}"
        files[f"{folder}/report.yaml"] = FACTS.format(
            thread=thread, stage=stage, package=package, place=place, more=more
        )
        for code in WORDS:
            files[f"{folder}/{code}.md"] = _text(code, cycle, name)
    labels = {"numerator_label": "Students counted", "denominator_label": "Students"}
    for name, table, facts in (
        ("schools", FINISHED, {}),
        ("attendance", ABSENT, {"direction": "adverse", "label": "Chronic absence", "short": "Absence"}),
    ):
        made = package_files(
            list(_rows(table)), "republished", GROUPS, relations=NAMES, **{**labels, **facts}
        )
        files |= {f"datapackages/{name}/{path}": content for path, content in made.items()}
    return files


def replaced(files: Mapping[str, str | bytes], name: str, old: str, new: str) -> dict[str, str | bytes]:
    """The files with one change in one of them; AssertionError where `old` does not stand there."""
    text = str(files[name])
    assert old in text, f"{name} has no {old!r}"
    return {**files, name: text.replace(old, new, 1)}
