"""What a report says beside its main number, resolved: what each cause, plan and win rests on is there.

Every name is checked at its own line: values, themes, roles through the schema. What is only unwise is
`counsel`'s to say.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .asking import Asker
from .hearing import few, read_listening
from .narratives import (
    Cause,
    Deciders,
    Delivery,
    Feedback,
    Lead,
    Listening,
    Narrative,
    Participants,
    Plan,
    Win,
)
from .policies import Policy
from .problems import did_you_mean
from .reports import Asked
from .sources import Key

_PEOPLE = ("students", "families", "staff")
_UNCHOSEN = ("considered", "stopped")


def read_narrative(
    asker: Asker, base: Mapping[str, Any], policy: Policy
) -> tuple[Narrative, dict[str, Asked]]:
    """The facts, and the values that they bring along: `<lead>`, `<lead>-start`, `<intervention>-success`,
    `heard-...`. `base` is the report's own package, indicator, place, group and comparison.
    """
    return _Reader(asker, base, policy).read()


def check_references(asker: Asker, narrative: Narrative, values: Sequence[str]) -> None:
    """Every value that is named exists; `values` are the ids of all that the report has."""
    data = asker.document.data
    values = (*values, *(each["id"] for each in data.get("leading", ())))  # one that is wrong is told once
    for number, cause in enumerate(narrative.causes):
        for at, id_ in enumerate(cause.values):
            _known(asker, ("causes", number, "values", at), id_, values)
    for number, spec in enumerate(data.get("interventions", ())):
        if isinstance(spec.get("success"), str):
            _known(asker, ("interventions", number, "success"), spec["success"], values)
        for word in ("planned", "delivered"):
            id_ = spec.get("delivered", {}).get(word)
            if isinstance(id_, str):
                _known(asker, ("interventions", number, "delivered", word), id_, values)
    for number, win in enumerate(narrative.wins):
        if win.value:
            _known(asker, ("wins", number, "value"), win.value, values)


def _known(asker: Asker, key: Key, id_: str, values: Sequence[str]) -> None:
    if id_ not in values:
        message = f"There is no value '{id_}' in this report."
        asker.tell(key, "value-unknown", message, did_you_mean(id_, values))


class _Reader:
    def __init__(self, asker: Asker, base: Mapping[str, Any], policy: Policy) -> None:
        self.asker, self.base, self.policy = asker, base, policy
        self.data = asker.document.data
        self.values: dict[str, Asked] = {}

    def read(self) -> tuple[Narrative, dict[str, Asked]]:
        spec = self.data.get("listening")
        listening, heard = read_listening(self.asker, self.base, spec, self.policy)
        for id_, asked in heard.items():
            self.bring(("listening",), id_, asked)
        causes, plans, wins = (self.data.get(each, ()) for each in ("causes", "interventions", "wins"))
        narrative = Narrative(
            leading=tuple(self.leading()),
            listening=listening,
            causes=tuple(self.cause(i, each, listening) for i, each in enumerate(causes)),
            plans={each["id"]: self.plan(i, each) for i, each in enumerate(plans)},
            decides=self.decides(self.data.get("decides")),
            took_part=self.took_part(self.data.get("took_part")),
            wins=tuple(Win(each.get("value", ""), each.get("words", "")) for each in wins),
        )
        self.once()
        return narrative, self.values

    def leading(self) -> Iterator[Lead]:
        """Each with its latest number; with that of the baseline too, where the package has it."""
        for number, spec in enumerate(self.data.get("leading", ())):
            key: Key = ("leading", number)
            asked = self.asker.question(key, self.base, {"measure": "rate", **spec, "since": ""})
            if asked is None:
                continue
            since = spec.get("since", self.data["baseline"])
            known = self.asker.packages[asked.package].periods(asked.question.indicator)
            if "since" in spec:
                facts = {"package": asked.package, "indicator": asked.question.indicator}
                self.asker.period((*key, "since"), facts, since)
            start = ""
            if since in known and since < asked.question.period:
                start = f"{spec['id']}-start"
                begun = self.asker.question(key, self.base, {"measure": "rate", **spec, "period": since})
                if begun is not None:
                    self.bring(key, start, begun)
            self.bring(key, spec["id"], asked)
            yield Lead(spec["id"], spec["id"], start)

    def bring(self, key: Key, id_: str, asked: Asked) -> None:
        """A value that comes with another fact has a name of its own."""
        if id_ in self.values or id_ in self.data.get("values", {}):
            message = f"This makes a value '{id_}', and there is one of that name."
            self.asker.tell(key, "name-reserved", message, "Rename one of them.")
        self.values[id_] = asked

    def cause(self, number: int, spec: Mapping[str, Any], listening: Listening | None) -> Cause:
        """What a cause is said to rest on must be there, or be its source."""
        key: Key = ("causes", number)
        kinds, source = tuple(spec["evidence"]), spec.get("source", "")
        values, themes = tuple(spec.get("values", ())), tuple(spec.get("themes", ()))
        if "number" in kinds and not (values or source):
            message = f"The cause '{spec['id']}' rests on a number, and does not say which."
            hint = "Add 'values: [...]' with ids of this report's values, or the source of the number."
            self.asker.tell((*key, "evidence"), "cause-unbacked", message, hint)
        if "listening" in kinds and not (themes or source or listening):
            message = f"The cause '{spec['id']}' rests on listening, and nothing says who was heard."
            hint = "Add 'listening:' to this file, or the source of what people said."
            self.asker.tell((*key, "evidence"), "cause-unbacked", message, hint)
        known = [each.id for each in listening.themes] if listening else []
        for at, id_ in enumerate(themes):
            if id_ not in known and (listening or "listening" not in self.data):
                message = f"There is no theme '{id_}' in this report."
                hint = did_you_mean(id_, known, "Themes stand under 'listening'.")
                self.asker.tell((*key, "themes", at), "theme-unknown", message, hint)
        return Cause(spec["id"], kinds, values, themes, source)

    def plan(self, number: int, spec: Mapping[str, Any]) -> Plan:
        key: Key = ("interventions", number)
        chosen = spec.get("chosen")
        if chosen is False and spec["status"] not in _UNCHOSEN:
            message = f"'{spec['id']}' was not chosen, and yet it is called {spec['status']}."
            self.asker.tell((*key, "chosen"), "intervention-unchosen", message, "Write 'status: considered'.")
        if chosen and spec["status"] == "considered":
            message = f"'{spec['id']}' was chosen, and yet it is only called considered."
            hint = "Write 'status: planned', or running."
            self.asker.tell((*key, "chosen"), "intervention-unchosen", message, hint)
        return Plan(
            owner=spec.get("owner", ""),
            cost=spec.get("cost", ""),
            fits=tuple(spec.get("fits", ())),
            chosen=chosen,
            why=spec.get("why", ""),
            success=self.success(key, spec),
            roles=tuple(spec.get("roles", ())),
            training=spec.get("training", ""),
            resources=tuple(spec.get("resources", ())),
            delivered=self.delivery((*key, "delivered"), spec.get("delivered")),
            feedback=self.feedback((*key, "feedback"), spec.get("feedback")),
        )

    def success(self, key: Key, spec: Mapping[str, Any]) -> str:
        """The id of the value by which success is seen; one that is asked here gets a name."""
        given = spec.get("success", "")
        if isinstance(given, str):
            return given
        asked = self.asker.question((*key, "success"), self.base, given)
        if asked is None:
            return ""
        id_ = f"{spec['id']}-success"
        self.bring((*key, "success"), id_, asked)
        return id_

    def delivery(self, key: Key, spec: Mapping[str, Any] | None) -> Delivery | None:
        """Planned and delivered; of people, no few are shown."""
        if spec is None:
            return None
        self.asker.documented(key, spec)
        for word in ("planned", "delivered"):
            number = spec[word]
            if spec["unit"] in _PEOPLE and isinstance(number, int) and few(number, self.policy):
                message = "So few people could be recognised."
                hint = (
                    f"Count sessions or schools, or say it in words: show {self.policy.min_n} people or more."
                )
                self.asker.tell((*key, word), "listening-small", message, hint)
        documented = spec["evidence"] == "documented"
        return Delivery(
            spec["planned"],
            spec["delivered"],
            spec["unit"],
            spec.get("to", ""),
            documented,
            spec.get("source", ""),
        )

    def feedback(self, key: Key, spec: Mapping[str, Any] | None) -> Feedback | None:
        if spec is None:
            return None
        self.asker.documented(key, spec)
        documented = spec["evidence"] == "documented"
        return Feedback(spec["words"], tuple(spec["from"]), documented, spec.get("source", ""))

    def decides(self, spec: Mapping[str, Any] | None) -> Deciders | None:
        if spec is None:
            return None
        self.asker.documented(("decides",), spec)
        who = tuple(
            (word, tuple(spec[word])) for word in ("curriculum", "budget", "partnerships") if spec.get(word)
        )
        documented = spec["evidence"] == "documented"
        return Deciders(who, tuple(spec.get("commitment", ())), documented, spec.get("source", ""))

    def took_part(self, spec: Mapping[str, Any] | None) -> Participants | None:
        if spec is None:
            return None
        return Participants(tuple(spec["writing"]), tuple(spec.get("review", ())))

    def once(self) -> None:
        """Ids are those of headings, and a page has each of them once: the later one is told."""
        seen = {each["id"] for each in self.data.get("interventions", ())}
        document = self.asker.document
        for key, kind, id_ in sorted(self.headings(), key=lambda each: document.line(*each[0])):
            if id_ in seen:
                message = f"There would be two headings '{id_}', one of them for a {kind}."
                self.asker.tell(key, "id-twice", message, "Rename one of them.")
            seen.add(id_)

    def headings(self) -> Iterator[tuple[Key, str, str]]:
        """Where the id of a heading is written, what the heading is for, and the id."""
        for number, each in enumerate(self.data.get("causes", ())):
            yield ("causes", number), "cause", each["id"]
        listening = self.data.get("listening", {})
        for word, kind in (("themes", "theme"), ("quotes", "quotation")):
            for number, each in enumerate(listening.get(word, ())):
                yield ("listening", word, number), kind, each["id"]
        for number, each in enumerate(self.data.get("interventions", ())):
            if "feedback" in each:
                yield ("interventions", number, "feedback"), "feedback", each["feedback"]["words"]
        for number, each in enumerate(self.data.get("wins", ())):
            if "words" in each:
                yield ("wins", number), "win", each["words"]
