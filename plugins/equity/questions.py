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
class Question:
    """What is asked: a measure of one group at one place and period, against `all`, `rest` or a named group.

    The measure `comparison` is the rate of what the group is compared with. `since` is the earlier period of
    a `change` of a difference.
    """

    indicator: str
    measure: str
    place: str
    period: str
    group: Group
    against: Against = ALL
    since: str = ""


@dataclass(frozen=True)
class Measured:
    """An answer: with status `ok` a `value`, otherwise None and `reason` says why.

    The value lies in `bounds` where inputs were rounded (else both are equal to it). `low`..`high` is the
    95 % interval, None where there is none, which `reason` explains.

    Units: `percent` and `points` are 0 to 100, `times` is a ratio, `count` people.
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

    @property
    def ok(self) -> bool:
        """Whether there is a value."""
        return self.status == "ok"
