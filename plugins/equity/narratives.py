"""What a report says beside its main number, as facts: causes, listening, who decides, what was delivered.

Values only; `backing` and `hearing` read and check them. Their words are the manuscript's, by the same ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .descriptors import Group

EVERYBODY = "all"
"""The column of everybody in counts by group."""


@dataclass(frozen=True)
class Cause:
    """Why a gap is there. `kinds`: `number`, `listening`, both, or none for what is only thought.

    `values` are ids of the report's values, `themes` ids of what was heard.
    """

    id: str
    kinds: tuple[str, ...]
    values: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Lead:
    """An indicator that moves before the main one: the ids of its values now and at the start ("": none)."""

    id: str
    value: str
    start: str


@dataclass(frozen=True)
class Delivery:
    """How much was planned and done: numbers, or ids of values; `unit` says of what, `to` whom it reached."""

    planned: int | str
    delivered: int | str
    unit: str
    to: str
    documented: bool
    source: str


@dataclass(frozen=True)
class Feedback:
    """What those say who carry an intervention out; `words` is the id of the heading above it."""

    words: str
    people: tuple[str, ...]
    documented: bool
    source: str


@dataclass(frozen=True)
class Plan:
    """How an intervention is meant to work: closed lists of choices; "" or () where nothing is said.

    `chosen` is None where nobody says whether it was; `success` is the id of a value.
    """

    owner: str = ""
    cost: str = ""
    fits: tuple[str, ...] = ()
    chosen: bool | None = None
    why: str = ""
    success: str = ""
    roles: tuple[str, ...] = ()
    training: str = ""
    resources: tuple[str, ...] = ()
    delivered: Delivery | None = None
    feedback: Feedback | None = None


@dataclass(frozen=True)
class Theme:
    """Something that people said, coded. `counts`: by group, how many raised it, or the id of a value;
    `years`: by period, the id of the value of everybody then.
    """

    id: str
    counts: Mapping[str, int | str]
    years: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Quote:
    """A short quotation, whose words stand in the text, or in a `package`. Without consent there is none."""

    id: str
    theme: str
    role: str
    documented: bool
    source: str
    package: str = ""


@dataclass(frozen=True)
class Listening:
    """What people said. `by` is `role`, a dimension, or "" (nobody was told apart); `people` were asked, by
    group. With a `package`, the themes are the groups of its `dimension`, and their counts are values by
    `columns`, which are groups of it; `people_asked` are the ids of how many were asked, by column.
    """

    asked: tuple[str, ...]
    missing: tuple[str, ...]
    when: str
    by: str
    people: Mapping[str, int]
    themes: tuple[Theme, ...]
    quotes: tuple[Quote, ...]
    documented: bool
    source: str
    package: str = ""
    dimension: str = ""
    columns: Mapping[str, Group] = field(default_factory=dict)
    people_asked: Mapping[str, str] = field(default_factory=dict)

    def value_ids(self) -> tuple[str, ...]:
        """Every value that the tables of themes show."""
        found = [*self.people_asked.values()]
        for theme in self.themes:
            found += [each for each in theme.counts.values() if isinstance(each, str)]
            found += theme.years.values()
        return tuple(found)


@dataclass(frozen=True)
class Deciders:
    """Who decides: `(what, roles)` for curriculum, budget, partnerships; what leadership committed."""

    who: tuple[tuple[str, tuple[str, ...]], ...]
    commitment: tuple[str, ...]
    documented: bool
    source: str


@dataclass(frozen=True)
class Participants:
    """Who wrote a report and who read it before it came out, by role."""

    writing: tuple[str, ...]
    review: tuple[str, ...]


@dataclass(frozen=True)
class Win:
    """Something worth celebrating: a value, or words under a heading; the other is ""."""

    value: str
    words: str


@dataclass(frozen=True)
class Narrative:
    """All of it, for one report. What a report does not say is empty, and nothing is shown of it."""

    leading: tuple[Lead, ...] = ()
    listening: Listening | None = None
    causes: tuple[Cause, ...] = ()
    plans: Mapping[str, Plan] | None = None
    decides: Deciders | None = None
    took_part: Participants | None = None
    wins: tuple[Win, ...] = ()

    @property
    def heard(self) -> bool:
        """Whether the facts say that somebody was listened to."""
        return self.listening is not None or any("listening" in each.kinds for each in self.causes)

    def plan(self, intervention: str) -> Plan:
        """How an intervention is meant to work."""
        return (self.plans or {}).get(intervention, Plan())

    def quotations(self) -> tuple[str, ...]:
        """The ids of the quotations that are consented to, and whose words stand in the text."""
        quotes = self.listening.quotes if self.listening else ()
        return tuple(each.id for each in quotes if not each.package)

    def described(self) -> tuple[tuple[str, str, str], ...]:
        """Everything that needs words: `(kind, id, section in which they stand)`."""
        found = [("cause", each.id, "causes") for each in self.causes]
        if self.listening:
            if not self.listening.package:
                found += [("theme", each.id, "heard") for each in self.listening.themes]
            found += [("quotation", each, "heard") for each in self.quotations()]
        plans = (self.plans or {}).values()
        found += [("feedback", each.feedback.words, "") for each in plans if each.feedback]
        found += [("win", each.words, "results") for each in self.wins if each.words]
        return tuple(found)
