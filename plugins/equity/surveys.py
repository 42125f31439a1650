"""Themes and quotations of a package, resolved: they were protected with it, and are values and facts here.

Nothing is added over themes: one person may have raised several.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .asking import Asker
from .descriptors import Dimension, Group
from .narratives import EVERYBODY, Quote, Theme
from .problems import did_you_mean
from .reports import Asked
from .sources import Key

_KEY: Key = ("listening",)


@dataclass(frozen=True)
class Survey:
    """Themes with the ids of their values; `columns` are the groups they are counted by, everybody first;
    `asked` the ids of how many were asked, by column; `values` what all these ids ask.
    """

    themes: tuple[Theme, ...]
    columns: Mapping[str, Group]
    asked: Mapping[str, str]
    values: Mapping[str, Asked]


def read_survey(asker: Asker, base: Mapping[str, Any], spec: Mapping[str, Any]) -> Survey | None:
    """The groups of a dimension as themes: their rates are values `heard-<theme>-<group>`, in earlier years
    `heard-<theme>-in-<period>`. None where something is wrong, which the asker tells.
    """
    missing = [word for word in ("indicator", "dimension") if word not in spec]
    for word in missing:
        message = f"'listening' has a package and no '{word}'."
        hint = "Name the indicator, and the dimension whose groups are the themes."
        asker.tell(_KEY, "key-missing", message, hint)
    if missing:
        return None
    return _Reader(asker, base, spec).read()


def read_quote(
    asker: Asker, at: int, spec: Mapping[str, Any], themes: Sequence[str], about: Mapping[str, Any]
) -> Quote:
    """A quotation that stands in a package, with its consent, its words and who said them.

    `about` is the report's `listening`, which says whether it is documented unless the quotation does.
    """
    key: Key = ("listening", "quotes", at)
    for word in [each for each in ("theme", "role", "consent") if each in spec]:
        message = f"'{word}' of a quotation from a package stands in the package."
        asker.tell((*key, word), "key-unused", message, "Remove it here.")
    documented = spec.get("evidence", about["evidence"]) == "documented"
    quote = Quote(spec["id"], "", "", documented, spec.get("source", ""), spec["package"])
    if spec["package"] in asker.spoiled:
        asker.problems.append(asker.spoiled[spec["package"]])
        return quote
    if spec["package"] not in asker.packages:
        message = f"There is no data package called '{spec['package']}'."
        known = (*asker.packages, *asker.spoiled)
        hint = did_you_mean(spec["package"], known, "Data packages are folders in datapackages/.")
        asker.tell((*key, "package"), "package-unknown", message, hint)
        return quote
    found = asker.packages[spec["package"]].package.quotations
    if spec["id"] not in found:
        message = f"'{spec['package']}' has no quotation '{spec['id']}'."
        hint = did_you_mean(spec["id"], found, "See the table of quotations of the package.")
        asker.tell((*key, "id"), "quote-unknown", message, hint)
        return quote
    said = found[spec["id"]]
    if said.period > asker.cycle.period:
        message = f"This was said in {said.period}, after the last period of this cycle."
        asker.tell((*key, "id"), "period-later", message, "Leave it to the next cycle.")
    theme = said.theme if said.theme in themes else ""
    return Quote(
        said.id, theme, said.role, documented, spec.get("source", "") or said.source, spec["package"]
    )


class _Reader:
    def __init__(self, asker: Asker, base: Mapping[str, Any], spec: Mapping[str, Any]) -> None:
        self.asker, self.spec = asker, spec
        self.facts = {**base, "group": EVERYBODY, "against": EVERYBODY}
        names = ("package", "indicator", "place", "period")
        self.named = {name: spec[name] for name in names if name in spec}
        self.values: dict[str, Asked] = {}

    def read(self) -> Survey | None:
        asked = self.asker.question(_KEY, self.facts, {**self.named, "measure": "rate"})
        if asked is None:
            return None
        by = self.spec.get("by", ())
        names = (self.spec["dimension"], *((by,) if isinstance(by, str) else by))
        found = [self.dimension(word, at, asked) for at, word in enumerate(names)]
        known = [each for each in found if each is not None]
        if len(known) < len(found):
            return None
        if self.asker.packages[asked.package].package.origin == "own" and not known[0].same_people:
            message = f"'{known[0].id}' does not say that its groups are of the same people, as themes are."
            hint = (
                'Write "same_people": true in the package: else its small counts are not protected rightly.'
            )
            self.asker.tell((*_KEY, "dimension"), "value-wrong", message, hint)
            return None
        columns = dict(_columns(known[1:]))
        periods = self.periods(asked)
        themes = [self.theme(theme, columns, periods) for theme in known[0].groups]
        if None in themes or periods is None:
            return None
        people = {}
        if known[0].same_people:
            for key, group in columns.items():
                id_ = f"asked-{'everyone' if key == EVERYBODY else key}"
                if self.ask(id_, dict(group), measure="denominator"):
                    people[key] = id_
        return Survey(tuple(each for each in themes if each), columns, people, self.values)

    def dimension(self, name: str, at: int, asked: Asked) -> Dimension | None:
        """A dimension that the table has: of the themes (`at` is 0), else of those who raised them."""
        package = self.asker.packages[asked.package].package
        columns = package.tables[asked.question.indicator].columns
        if name in package.dimensions and name in columns:
            return package.dimensions[name]
        known = [each for each in package.dimensions if each in columns]
        message = f"'{asked.package}' has no dimension '{name}'."
        word = "by" if at else "dimension"
        key: Key = (*_KEY, word, at - 1) if at and not isinstance(self.spec["by"], str) else (*_KEY, word)
        self.asker.tell(key, "dimension-unknown", message, did_you_mean(name, known))
        return None

    def periods(self, asked: Asked) -> tuple[str, ...] | None:
        """The years that the themes are shown for, if asked; None where `since` is no year of them."""
        if "since" not in self.spec:
            return ()
        since, last = self.spec["since"], asked.question.period
        facts = {"package": asked.package, "indicator": asked.question.indicator}
        if not self.asker.period((*_KEY, "since"), facts, since):
            return None
        if since >= last:
            message = f"The earlier years run from {since} to {last}."
            self.asker.tell((*_KEY, "since"), "period-order", message, "Name an earlier year.")
            return None
        known = self.asker.packages[asked.package].periods(asked.question.indicator)
        return tuple(each for each in known if since <= each <= last)

    def theme(self, theme: str, columns: Mapping[str, Group], periods: Sequence[str] | None) -> Theme | None:
        counts: dict[str, int | str] = {}
        for key, group in columns.items():
            id_ = f"heard-{theme}" if key == EVERYBODY else f"heard-{theme}-{key}"
            if not self.ask(id_, {self.spec["dimension"]: theme, **dict(group)}):
                return None
            counts[key] = id_
        years = {}
        for period in periods or ():
            id_ = f"heard-{theme}-in-{period}"
            if not self.ask(id_, {self.spec["dimension"]: theme}, period=period):
                return None
            years[period] = id_
        return Theme(theme, counts, years)

    def ask(self, id_: str, group: Mapping[str, str], measure: str = "rate", **more: str) -> bool:
        """One value more; whether it can be asked."""
        facts = {**self.facts, "group": dict(group) or EVERYBODY}
        made = self.asker.question(_KEY, facts, {**self.named, **more, "measure": measure})
        if made is not None:
            self.values[id_] = made
        return made is not None


def _columns(by: Sequence[Dimension]) -> Iterator[tuple[str, Group]]:
    """Everybody, then the groups; of several dimensions, which may have groups of one name, with theirs."""
    yield EVERYBODY, ()
    for dimension in by:
        for group in dimension.groups:
            yield group if len(by) == 1 else f"{dimension.id}-{group}", ((dimension.id, group),)
