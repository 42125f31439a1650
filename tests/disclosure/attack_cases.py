"""The attacks of the specification as small extracts, with the numbers that rules of thumb give away.

`given` are the numbers that follow (role, place, group), `nearly` those of which a few values are left.
"""

from dataclasses import dataclass, field

YEAR = "2018-19"
STATE = (("ct", "state", "", "Connecticut"),)
TWO = (*STATE, ("001", "district", "ct", "Ashford"), ("002", "district", "ct", "Bolton"))
SCHOOLS = (
    *TWO,
    ("011", "school", "001", "Ashford East"),
    ("012", "school", "001", "Ashford West"),
    ("013", "school", "001", "Ashford High"),
    ("021", "school", "002", "Bolton High"),
)
N, K = "denominator", "numerator"


@dataclass(frozen=True)
class Case:
    """Rows (period, place, group, k, n) of an extract, and what its naive suppression leaves open."""

    rows: tuple
    given: frozenset
    nearly: frozenset = frozenset()
    places: tuple = STATE
    published: tuple = field(default=())
    """What somebody published by rule of thumb, where it is not `naive(rows)`."""


def placed(*groups, place="ct", period=YEAR):
    """Rows of one place and period from (group, k, n)."""
    return [(period, place, group, k, n) for group, k, n in groups]


def both(place, *groups):
    """Numerator and denominator of groups."""
    return {(role, place, group) for role in (K, N) for group in groups}


def case(rows, given, nearly=(), **more):
    """A case from any collections."""
    return Case(tuple(rows), frozenset(given), frozenset(nearly), **more)


SUBTRACTION = placed(("", 90, 180), ("asian", 3, 7), ("black", 40, 80), ("white", 47, 93))

CASES = {
    "subtraction in one table": case(SUBTRACTION, both("ct", "asian")),
    "the other of two groups": case(
        placed(("", 90, 180), ("female", 4, 60), ("male", 86, 120)), {(K, "ct", "female")}
    ),
    "a district less its schools": case(
        [
            *placed(("", 300, 600)),
            *placed(("", 180, 360), place="001"),
            *placed(("", 120, 240), place="002"),
            *placed(("", 4, 8), place="011"),
            *placed(("", 86, 172), place="012"),
            *placed(("", 90, 180), place="013"),
            *placed(("", 120, 240), place="021"),
        ],
        both("011", ""),
        places=SCHOOLS,
    ),
    "the state less its districts": case(
        [
            *placed(("", 90, 180)),
            *placed(("", 4, 9), place="001"),
            *placed(("", 86, 171), place="002"),
        ],
        both("001", ""),
        places=TWO,
    ),
    "a group of the state less that of its districts": case(
        [
            *placed(("", 300, 600), ("asian", 50, 100), ("black", 60, 120), ("white", 190, 380)),
            *placed(("", 150, 300), ("asian", 3, 6), ("black", 4, 9), ("white", 143, 285), place="001"),
            *placed(("", 150, 300), ("asian", 47, 94), ("black", 56, 111), ("white", 47, 95), place="002"),
        ],
        both("001", "asian", "black"),
        places=TWO,
    ),
    "margins of two breakdowns": case(
        placed(
            ("", 120, 240),
            ("female", 60, 120),
            ("male", 60, 120),
            ("asian", 28, 56),
            ("black", 30, 60),
            ("white", 62, 124),
            ("asian+female", 3, 6),
            ("asian+male", 25, 50),
            ("black+female", 25, 52),
            ("black+male", 5, 8),
            ("white+female", 32, 62),
            ("white+male", 30, 62),
        ),
        both("ct", "asian+female", "black+male"),
    ),
    "several margins together": case(
        placed(
            ("", 180, 360),
            ("female", 90, 180),
            ("male", 90, 180),
            ("asian", 8, 16),
            ("black", 82, 164),
            ("white", 90, 180),
            ("asian+female", 4, 8),
            ("asian+male", 4, 8),
            ("black+female", 3, 9),
            ("black+male", 79, 155),
            ("white+female", 83, 163),
            ("white+male", 7, 17),
        ),
        both("ct", "asian+female", "asian+male", "black+female"),
    ),
    "nobody of many, told by what is left": case(
        placed(("", 60, 180), ("asian", 0, 50), ("black", 30, 60), ("white", 30, 70)), {(K, "ct", "asian")}
    ),
    "a hidden group has somebody in it": case(
        placed(("", 90, 180), ("asian", 0, 1), ("black", 1, 1), ("white", 89, 178)),
        {(N, "ct", "asian"), (N, "ct", "black")},
        {(K, "ct", "asian"), (K, "ct", "black")},
    ),
    "two hidden groups that leave too little": case(
        placed(("", 90, 180), ("asian", 1, 1), ("black", 1, 2), ("white", 88, 177)),
        (),
        both("ct", "asian", "black"),
    ),
    "a rate beside its people": case(
        placed(("", 93, 180), ("female", 3, 30), ("male", 90, 150)),
        {(K, "ct", "female")},
        published=(
            (YEAR, "ct", "", "x", 180, "51.7"),
            (YEAR, "ct", "female", "c", 30, "10.0"),
            (YEAR, "ct", "male", "x", 150, "60.0"),
        ),
    ),
    "the rates of the others": case(
        placed(("", 94, 180), ("female", 4, 30), ("male", 90, 150)),
        {(K, "ct", "female")},
        published=(
            (YEAR, "ct", "", "x", 180, "52.2"),
            (YEAR, "ct", "female", "c", 30, "c"),
            (YEAR, "ct", "male", "x", 150, "60.0"),
        ),
    ),
    "whole percents leave two": case(
        placed(("", 106, 200), ("female", 4, 30), ("male", 102, 170)),
        (),
        {(K, "ct", "female")},
        published=(
            (YEAR, "ct", "", "x", 200, "53"),
            (YEAR, "ct", "female", "c", 30, "c"),
            (YEAR, "ct", "male", "x", 170, "60"),
        ),
    ),
}
