"""What a recipe says, as values: where files lie, what their columns are, what their words mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.equity.sources import Document, Key

from .templates import wanted


@dataclass(frozen=True)
class Spot:
    """Where a word stands: in a column, under one of its headings; or `always` the same word."""

    headings: tuple[str, ...] = ()
    optional: bool = False
    always: str | None = None


@dataclass(frozen=True)
class NumberSpot:
    """Where a number stands; whether it may be rounded, or is a fraction of one that is meant in percent."""

    headings: tuple[str, ...]
    optional: bool = False
    round: bool = False
    fractions: bool = False
    flag: tuple[str, ...] = ()


@dataclass(frozen=True)
class Writing:
    """How the publisher writes numbers: markers with their status, signs, ranges."""

    markers: Mapping[str, str]
    decimal: str = "."
    thousands: str = ""
    ranges: bool = False


@dataclass(frozen=True)
class LevelSpot:
    """Where a place of one level stands. `level` is "" for the one that most places have."""

    code: Spot | None
    name: Spot | None
    level: str = ""


@dataclass(frozen=True)
class Across:
    """One column per group of a dimension; `headings` is how a heading is made."""

    dimension: str
    headings: str
    number: str


@dataclass(frozen=True)
class Source:
    """Files of one shape, and what their columns are. `key` is where it stands in the recipe."""

    key: Key
    files: str
    indicator: str
    writing: Writing
    numbers: Mapping[str, NumberSpot]
    place: tuple[LevelSpot, ...]
    period: Spot | None
    dimensions: Mapping[str, Spot]
    dimension: Spot | None
    group: Spot | None
    across: Across | None
    ignore: tuple[str, ...]
    skip: Mapping[str, tuple[str, ...]]
    only: Mapping[str, tuple[str, ...]]
    encoding: str
    delimiter: str
    heading_rows: int
    preamble: str
    sheet: str
    except_sheets: tuple[str, ...]
    resource: str

    def captured(self) -> tuple[str, ...]:
        """What the names of files and sheets and the lines above the table tell."""
        return (*wanted(self.files), *wanted(self.sheet), *wanted(self.preamble))


@dataclass(frozen=True)
class FixedPlace:
    """A place that the recipe names itself, and the (code, name) labels of its rows; None is any."""

    id: str
    level: str
    parent: str
    name: str
    aliases: tuple[str, ...]
    rows: tuple[tuple[str | None, str | None], ...]


@dataclass(frozen=True)
class PlaceRules:
    """How places are named. `shared`: packages whose recipes tell names and codes as well."""

    document: Document
    level: str
    parent: str
    digits: int
    shared: tuple[str, ...]
    fixed: tuple[FixedPlace, ...]


@dataclass(frozen=True)
class Periods:
    """What of the years is taken, and how they are written. `year`: a bare year `starts` or `ends` a year."""

    first: str = ""
    last: str = ""
    year: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Recipe:
    """A recipe. `home` is its folder, `folder` the publisher's as the recipe writes it."""

    document: Document
    home: Path
    folder: str
    excepted: tuple[str, ...]
    loose: bool
    everybody: tuple[str, ...]
    groups: Mapping[str, Mapping[str, str]]
    dimension_names: Mapping[str, str]
    periods: Periods
    absent: Mapping[str, str]
    places: PlaceRules
    sources: tuple[Source, ...]

    def at(self, source: Source, *key: str) -> Key:
        """Where a key of a source stands: in the source, or at the top for all of them."""
        return (*source.key, *key) if key[0] in self.document.data["sources"][source.key[1]] else key
