"""A question to the data and its answer, as values."""

from dataclasses import dataclass
from fractions import Fraction

from .descriptors import Group
from .disclosure import Key
from .intervals import LEVEL

MEASURES = ("rate", "comparison", "difference", "ratio", "numerator", "denominator", "change")
RATIO_DECIMALS = 1
ALL, REST = "all", "rest"
Against = str | Group


@dataclass(frozen=True)
class Goal:
    """Where a rate should be, in displayed units, and by which period."""

    value: Fraction
    by: str


@dataclass(frozen=True)
class Question:
    """What is asked: a measure of one group at one place and period, against `all`, `rest` or a named group.

    The measure `comparison` is the rate of what the group is compared with. `since` is the earlier period of
    a `change` of a difference. Measures of the library (see `answering`) may ask more: `dimension` is the one
    whose groups are compared where `group` does not say so, `goal` what a distance or a pace is about.
    """

    indicator: str
    measure: str
    place: str
    period: str
    group: Group
    against: Against = ALL
    since: str = ""
    dimension: str = ""
    goal: Goal | None = None


@dataclass(frozen=True)
class Measured:
    """An answer: with status `ok` a `value` in `bounds`, otherwise neither, and `reason` says why.

    The bounds are equal unless inputs were rounded. Where an input was published as a range, so is the answer
    (`ranged`): there is no value, and the bounds are all that is known. `low`..`high` is the 95 % interval,
    None where there is none, which `reason` explains.

    Units: `percent` and `points` are 0 to 100, `times` is a ratio, `count` people, `per` events per so many
    (`scale`), `mean` whatever the indicator is a mean of. A difference of the last three has the same unit.
    Measures of the library have more: see `inequality.records.Results`.

    `small`: fewer people than can be relied on are in the group, or in what it is compared with.
    """

    question: Question
    status: str
    reason: str
    unit: str
    decimals: int
    direction: str
    value: Fraction | None = None
    bounds: tuple[Fraction, Fraction] | None = None
    low: float | None = None
    high: float | None = None
    level: float = LEVEL
    null_value: int | None = None
    method: str = ""
    numerator: int | None = None
    denominator: int | None = None
    cells: tuple[Key, ...] = ()
    scale: int = 1
    small: bool = False

    @property
    def ok(self) -> bool:
        """Whether there is a value, or a range in its place."""
        return self.status == "ok"

    @property
    def signed(self) -> bool:
        """Whether its sign is written: that of a difference or a change is told in words around it."""
        return self.question.measure not in MEASURES

    @property
    def ranged(self) -> bool:
        """Whether the answer is a range: no number in it may be shown as the answer."""
        return self.ok and self.value is None

    @property
    def straddles(self) -> bool:
        """Whether the answer is a range that holds numbers on both sides of zero."""
        return self.ranged and self.bounds is not None and self.bounds[0] < 0 < self.bounds[1]


def years_between(first: str, last: str) -> int:
    """School years or years between two periods: 2014-15 to 2018-19 is 4."""
    return int(last[:4]) - int(first[:4])
