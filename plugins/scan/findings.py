"""What the scan has found: problems in files of the output, and the numbers that readers have.

Each finding names the file, the place in it and the cell, and never a number: logs are public.
"""

from dataclasses import dataclass, field

from plugins.equity.accounts import Fact, Line, named
from plugins.equity.disclosure import Protected
from plugins.equity.disclosure.elsewhere import Shown
from plugins.equity.languages import Language
from plugins.equity.plots import Plot
from plugins.equity.problems import ERROR, Problem

_TEMPLATE = "Mend the template or the figure that makes it."


@dataclass(frozen=True, order=True)
class Reading:
    """A number as it stands in a built file, and where."""

    path: str
    line: int
    shown: Shown


@dataclass
class Scan:
    """What was found in the output so far: problems, and the numbers that readers have.

    `facts` are those that stand where they should and are as they should be, `readings` all that were read.
    """

    problems: list[Problem] = field(default_factory=list)
    facts: set[Fact] = field(default_factory=set)
    readings: list[Reading] = field(default_factory=list)

    def read(self, path: str, line: int, shown: Shown) -> None:
        """One more number of a cell."""
        self.readings.append(Reading(path, line, shown))

    def tell_of(
        self,
        path: str,
        line: int,
        code: str,
        message: str,
        hint: str = _TEMPLATE,
        severity: str = ERROR,
    ) -> None:
        """One more problem, at a place in the output."""
        self.problems.append(Problem(path, line, code, message, hint, severity))


@dataclass(frozen=True)
class Place:
    """A figure on a page: in which file it stands, what it shows, in which language."""

    path: str
    id: str
    protected: Protected
    plotted: Plot
    language: Language

    @property
    def package(self) -> str:
        """The package that it draws from."""
        return self.protected.package.id


def which(place: Place, line: Line, kind: str = "table") -> str:
    """A line of a figure as people read it: where it is shown, and which cell it is."""
    where = f"The {kind} of '{place.id}'"
    if line.key is not None:
        return f"{where}, {named(line.key)}"
    group = line.group if isinstance(line.group, str) else "+".join(id_ for _, id_ in line.group) or "all"
    return f"{where}, {place.package} {place.plotted.facts.main.indicator} {line.period} {group}"
