"""The text of a new report in one language: head, sections and prompts that an author replaces."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plugins.equity.languages import Language
from plugins.manuscript import NEEDED, SECTIONS
from plugins.unwritten import prompt

_ALWAYS = ("problem", "heard", "causes", "next")


@dataclass(frozen=True)
class Outline:
    """What a new text is about: `names` are the interventions by id, `figures` those of `report.yaml`.

    `baseline` and `period` are the two years of its first sentence.
    """

    stage: str
    baseline: str
    period: str
    names: Mapping[str, str]
    figures: tuple[str, ...] = ()
    target: str = ""


def text(outline: Outline, language: Language) -> str:
    """`<language>.md`: the sections that the stage needs, and those that every report should have."""
    say = language.say
    title = say("What was found, in plain words and with its direction: what got better or worse, for whom?")
    summary = say("One or two sentences, for lists and search results.")
    blocks = [f"Title: {prompt(title)}\nSummary: {prompt(summary)}"]
    wanted = [each for each in SECTIONS if each in (*_ALWAYS, *NEEDED[outline.stage])]
    for id_ in wanted:
        name, question = _section(id_, language)
        blocks += [f"## {name} {{#{id_}}}", prompt(question), *_facts(id_, outline, language, wanted)]
    return "\n\n".join(blocks) + "\n"


def _facts(id_: str, outline: Outline, language: Language, wanted: list[str]) -> Iterator[str]:
    """What the data and `report.yaml` give a section: it may stay, and it may move."""
    if id_ == "problem":
        yield language.say(
            "In {start}, it was {before}. In {period}, it is {now}.",
            start=outline.baseline,
            before="[[value baseline]]",
            period=outline.period,
            now="[[value latest]]",
        )
        if outline.target:
            goal = "[[value target]]"
            yield language.say("The goal is {target} by {period}.", target=goal, period=outline.target)
    if id_ == "interventions":
        for key, name in outline.names.items():
            yield f"### {name} {{#{key}}}"
            yield prompt(language.say("What is it, who does it, and for whom?"))
    last = "results" if "results" in wanted else "problem"
    if id_ == "problem" and "where-we-are" in outline.figures:
        yield "[[figure where-we-are]]"
    if id_ == last and "over-time" in outline.figures:
        yield "[[figure over-time]]"


def _section(id_: str, language: Language) -> tuple[str, str]:
    """The heading of a section and what it asks."""
    say = language.say
    return {
        "problem": (
            say("The problem"),
            say("What is wrong, for whom, how large? From what, to what, by when? Why this comparison?"),
        ),
        "heard": (
            say("What we heard"),
            say("What did students, families and staff say? Who was asked, and who was missing?"),
        ),
        "causes": (
            say("Why it happens"),
            say("What does the evidence show? And apart from it: what do you only think?"),
        ),
        "interventions": (
            say("What was done"),
            say("What is done or planned, and why was it chosen?"),
        ),
        "progress": (
            say("What happened along the way"),
            say("What went as planned, what changed, and why?"),
        ),
        "results": (
            say("What changed"),
            say("What changed since the first year? Did the gap narrow? Say it as plainly when it did not."),
        ),
        "lessons": (
            say("What we learned"),
            say("What would you tell someone who starts the same work tomorrow? What did we miss?"),
        ),
        "next": (
            say("What comes next"),
            say("What happens now, who decides it, and how can people take part?"),
        ),
    }[id_]
