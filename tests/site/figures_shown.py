"""The figures of built report pages, as readers and machines see them: table, bars, points, download."""

import csv
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.site.pages import Element, numbers, read_page
from tests.site.second_opinion import Ask, Facts, Group, groups_by_label, reports

LANGUAGES = ("en", "es")
REPORTS = reports()
FIGURES = [
    (language, facts, id_) for language in LANGUAGES for facts in REPORTS for id_ in facts.data["figures"]
]


@dataclass(frozen=True)
class Line:
    """A row of a download."""

    period: str
    place: str
    label: str
    rate: str
    numerator: str
    denominator: str
    low: str
    high: str
    status: str


@dataclass(frozen=True)
class Shown:
    """A figure on a page in a language."""

    language: str
    facts: Facts
    id: str
    element: Element
    lines: list[Line]

    @property
    def spec(self) -> dict[str, Any]:
        """What report.yaml says of it."""
        return self.facts.data["figures"][self.id]

    @property
    def ask(self) -> Ask:
        return self.facts.ask(self.spec)

    @property
    def period(self) -> str:
        """The last school year that it shows."""
        return self.spec.get("period", self.spec.get("to", self.facts.period))

    @property
    def since(self) -> str:
        """The first school year that a trend shows."""
        return self.spec.get("from", self.facts.data["baseline"])

    def group(self, line: Line) -> Group:
        return groups_by_label(self.ask.package, self.language)[line.label]

    @cached_property
    def rows(self) -> list[list[Element]]:
        """The cells of the table, without its headings."""
        body = self.element.one("table").one("tbody")
        return [[each for each in row.inside if isinstance(each, Element)] for row in body.all("tr")]

    def words(self, part: str) -> str:
        """`finding`, `summary` or `reading`."""
        return self.element.one(of=part).words


def shown(output: Path, language: str, facts: Facts, id_: str) -> Shown:
    """A figure as it was built."""
    folder = output / language / "2019" / facts.slug
    element = read_page(folder / "index.html").one("figure", id=f"figure-{id_}")
    with (folder / f"{id_}.csv").open(encoding="utf-8", newline="") as file:
        _header, *rows = csv.reader(file)
    return Shown(language, facts, id_, element, [Line(*row) for row in rows])


def percent(text: str) -> float:
    """`71.50%` of a drawing."""
    assert text.endswith("%")
    return float(text[:-1])


def places(svg: Element, kind: str) -> list[list[tuple[float, float]]]:
    """Where the marks of each group of a class stand: `translate(x,y)`."""
    found = []
    for group in svg.all("g", of=kind):
        at = [
            re.fullmatch(r"translate\((-?[\d.]+),(-?[\d.]+)\)", each["transform"])
            for each in group.walk()
            if each is not group
        ]
        found.append([(float(each[1]), float(each[2])) for each in at if each])
    return found


def axis(svg: Element) -> list[tuple[float, float]]:
    """The grid of a chart: the number of each tick and the height of its line."""
    ((*lines,),) = places(svg, "grid")
    texts = [numbers(each.words)[0] for each in svg.all("text", of="axis-label-y")]
    return [(float(text), y) for text, (_, y) in zip(texts, lines, strict=True)]
