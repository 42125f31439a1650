"""Listening, resolved: themes with counts by group, quotations with consent.

Counts that an author typed are the publisher's own figures, and protected like them: no few people, and not
all but a few, are ever shown. What a package holds has been protected with the package.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .asking import Asker
from .narratives import EVERYBODY, Listening, Quote, Theme
from .policies import Policy
from .problems import did_you_mean
from .reports import Asked
from .roles import ROLES
from .sources import Key
from .surveys import read_quote, read_survey

ROLE = "role"


def few(count: int, policy: Policy) -> bool:
    """Whether so few people could be recognised: fewer than `min_n`, and not nobody."""
    return 0 < count < policy.min_n


def all_but_few(count: int, whole: int, policy: Policy) -> bool:
    """Whether what a count leaves of a group is so few (`min_cell`) that it tells of them instead."""
    return 0 < whole - count < policy.min_cell


def read_listening(
    asker: Asker,
    base: Mapping[str, Any],
    spec: Mapping[str, Any] | None,
    policy: Policy,
) -> tuple[Listening | None, dict[str, Asked]]:
    """What people said, and the values that it brings along; what is wrong is told by the asker.

    `base` is the report's own package, place and so on.
    """
    if spec is None:
        return None, {}
    reader = _Listening(asker, base, spec, policy)
    asker.documented(("listening",), spec)
    return reader.listening(), reader.values


class _Listening:
    def __init__(
        self, asker: Asker, base: Mapping[str, Any], spec: Mapping[str, Any], policy: Policy
    ) -> None:
        self.asker, self.base, self.spec, self.policy = asker, base, spec, policy
        self.values: dict[str, Asked] = {}

    def listening(self) -> Listening | None:
        spec = self.spec
        for word in self.unread():
            hint = "Themes stand either in a package or in report.yaml."
            message = f"'{word}' has no meaning {'beside' if 'package' in spec else 'without'} a package."
            self.asker.tell(("listening", word), "key-unused", message, hint)
        survey = read_survey(self.asker, self.base, spec) if "package" in spec else None
        if "package" in spec and survey is None:
            return None
        if survey is not None:
            self.values.update(survey.values)
        themes = survey.themes if survey is not None else tuple(self.typed())
        known = [each.id for each in themes]
        return Listening(
            asked=tuple(spec.get("asked", ())),
            missing=tuple(spec.get("missing", ())),
            when=str(spec.get("when", "")),
            by=spec["by"] if isinstance(spec.get("by"), str) else "",
            people=dict(spec.get("people", {})),
            themes=themes,
            quotes=tuple(self.quote(i, each, known) for i, each in enumerate(spec.get("quotes", ()))),
            documented=spec["evidence"] == "documented",
            source=spec.get("source", ""),
            package=spec.get("package", ""),
            dimension=spec.get("dimension", ""),
            columns=survey.columns if survey is not None else {},
            people_asked=survey.asked if survey is not None else {},
        )

    def unread(self) -> Iterator[str]:
        """Keys that are read in the other form only."""
        only = (
            ("people", "themes")
            if "package" in self.spec
            else ("indicator", "dimension", "place", "period", "since")
        )
        return (word for word in only if word in self.spec)

    # --- themes in report.yaml ----------------------------------------------------------------------

    def typed(self) -> Iterator[Theme]:
        """The themes as they are written, each count compared with the rules of hiding."""
        known = self.counted_by()
        people = self.spec.get("people", {})
        self.names(("listening", "people"), people, known)
        for group, number in people.items():
            if few(number, self.policy):
                self.small(("listening", "people", group))
        self.rest(("listening", "people"), people)
        for at, theme in enumerate(self.spec.get("themes", ())):
            key: Key = ("listening", "themes", at, "counts")
            counts = theme.get("counts", {})
            self.names(key, counts, known)
            for group, number in counts.items():
                whole = people.get(group)
                if whole is not None and number > whole:
                    message = f"More people raised '{theme['id']}' than were asked."
                    self.asker.tell((*key, group), "count-larger", message, "Correct one of the two.")
                elif few(number, self.policy) or (
                    whole is not None and all_but_few(number, whole, self.policy)
                ):
                    self.small((*key, group))
            self.rest(key, counts)
            yield Theme(theme["id"], dict(counts))

    def counted_by(self) -> tuple[str, ...] | None:
        """The groups that counts may be for, besides everybody; None where that cannot be known."""
        by = self.spec.get("by", "")
        if not by:
            return ()
        if not isinstance(by, str):
            message = "Themes of report.yaml are counted by one dimension."
            self.asker.tell(("listening", "by"), "value-wrong", message, "Name one; several need a package.")
            return None
        if by == ROLE:
            return ROLES
        protected = self.asker.packages.get(self.base["package"])
        if protected is None:
            return None  # told already
        if by not in protected.package.dimensions:
            message = f"'{self.base['package']}' has no dimension '{by}'."
            hint = did_you_mean(by, (ROLE, *protected.package.dimensions))
            self.asker.tell(("listening", "by"), "dimension-unknown", message, hint)
            return None
        return tuple(protected.package.dimensions[by].groups)

    def names(self, key: Key, counts: Mapping[str, int], known: Sequence[str] | None) -> None:
        """Every count is of a group; `known` is None where it has been told that there are none."""
        if known is None:
            return
        for group in counts:
            if group != EVERYBODY and group not in known:
                message = f"Nothing was counted by '{group}'."
                hint = (
                    did_you_mean(group, (EVERYBODY, *known))
                    if known
                    else "Say in 'by' what it is a group of."
                )
                self.asker.tell((*key, group), "group-unknown", message, hint)

    def rest(self, key: Key, counts: Mapping[str, int]) -> None:
        """What is left of everybody when the groups of an exclusive dimension are taken away."""
        by = self.spec.get("by", "")
        protected = self.asker.packages.get(self.base["package"])
        parts = {group: number for group, number in counts.items() if group != EVERYBODY}
        if protected is None or EVERYBODY not in counts or not parts or by == ROLE:
            return
        dimension = protected.package.dimensions.get(by) if isinstance(by, str) else None
        left = counts[EVERYBODY] - sum(parts.values())
        if dimension is None or not dimension.exclusive:
            return
        if left < 0:
            message = "The groups are more people than everybody together."
            self.asker.tell((*key, EVERYBODY), "count-larger", message, "Correct one of them.")
        elif few(left, self.policy) or all_but_few(left, self.asked_of_rest(parts), self.policy):
            self.small((*key, EVERYBODY))

    def asked_of_rest(self, parts: Iterable[str]) -> int:
        """How many were asked who are in none of these groups; 0 where that is not written."""
        people = self.spec.get("people", {})
        if EVERYBODY not in people or any(group not in people for group in parts):
            return 0
        return int(people[EVERYBODY] - sum(people[group] for group in parts))

    def small(self, key: Key) -> None:
        """Never with the number: what is told stands in public logs."""
        message = "So few people could be recognised, or those who are left."
        hint = f"Leave the count out, or join groups: show {self.policy.min_n} or more, or nobody."
        self.asker.tell(key, "listening-small", message, hint)

    def quote(self, at: int, spec: Mapping[str, Any], themes: Sequence[str]) -> Quote:
        if "package" in spec:
            return read_quote(self.asker, at, spec, themes, self.spec)
        self.asker.documented(("listening", "quotes", at), spec)
        if "theme" in spec and spec["theme"] not in themes:
            message = f"There is no theme '{spec['theme']}' in this report."
            hint = did_you_mean(spec["theme"], themes)
            self.asker.tell(("listening", "quotes", at, "theme"), "theme-unknown", message, hint)
        documented = spec["evidence"] == "documented"
        return Quote(
            spec["id"], spec.get("theme", ""), spec.get("role", ""), documented, spec.get("source", "")
        )
