"""One dimension at many settings: its groups' cells, everybody's, and what the dimension is."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from .cells import Cells, Facts, less, of_counts
from .reasons import (
    NOT_APPLICABLE,
    NOT_COMPUTED,
    WITHHELD,
    Mask,
    clear,
    known,
    mark,
    reason,
    settle,
)


@dataclass(frozen=True)
class Breakdown:
    """`cells` is settings x groups, `total` settings; groups of an ordered dimension run from the least to
    the most advantaged.

    `exclusive`: nobody is in two groups; `complete`: everybody is in one. `hidden` marks cells of which any
    number is withheld, even where the rate is shown. `reference` is the position of a group that was named as
    the one to compare with, and `reference_why` the written reason; -1: none.
    """

    groups: tuple[str, ...]
    cells: Cells = field(repr=False)
    total: Cells = field(repr=False)
    hidden: Mask = field(repr=False)
    facts: Facts = field(default_factory=Facts)
    ordered: bool = False
    exclusive: bool = True
    complete: bool = True
    reference: int = -1
    reference_why: str = ""

    @property
    def settings(self) -> int:
        """How many."""
        return self.cells.shape[0]

    @property
    def absent(self) -> Mask:
        """Where a group has nobody, or was not there yet: it is no gap in the data."""
        why = self.cells.state[1]
        return np.asarray((why == reason("nobody")) | (why == reason("not-there")))

    @property
    def whole(self) -> bool:
        """Whether the groups are a partition: everybody is in exactly one."""
        return self.exclusive and self.complete

    def at(self, index: Any) -> "Breakdown":
        """Some of the settings."""
        return replace(
            self, cells=self.cells.at(index), total=self.total.at(index), hidden=self.hidden[index]
        )

    def rest(self) -> Cells:
        """Per group everyone who is not in it: the published other group where there are two, else total less
        group.

        Nothing is derived in a breakdown in which a group is withheld, nor where the groups are the whole and
        one of them has no row: the difference would be what was withheld.
        """
        if self.whole and len(self.groups) == 2:
            return self.cells.at((slice(None), [1, 0]))
        total = self.total.at((slice(None), None)).spread(self.cells.shape)
        others = less(total, self.cells, self.facts)
        state = mark(clear(self.cells.shape), _any(self.hidden), WITHHELD, "group-withheld")
        state = settle(state, total.state, self.cells.state)
        if self.whole:
            gone = _any(np.asarray(self.cells.state[1] == reason("no-row")))
            state = mark(state, gone, NOT_COMPUTED, "group-missing")
        return replace(others, state=settle(state, others.state))


def breakdown(
    groups: tuple[str, ...],
    cells: Cells,
    total: Cells | None = None,
    facts: Facts | None = None,
    *,
    hidden: npt.ArrayLike | None = None,
    ordered: bool = False,
    exclusive: bool = True,
    complete: bool = True,
    reference: str = "",
    reference_why: str = "",
) -> Breakdown:
    """A breakdown; without a total, that of a partition is the sum of its groups where all are shown.

    ValueError for what only a programmer can get wrong: groups that are not as many as the cells, two with
    one name (also in other letters), a reference that is none of them or has no written reason.
    """
    if len(groups) != cells.shape[-1] or len(cells.shape) != 2:
        raise ValueError(f"{len(groups)} groups, cells of shape {cells.shape}")
    if len({each.strip().casefold() for each in groups}) < len(groups):
        raise ValueError(f"two groups have one name: {groups}")
    if reference and (reference not in groups or not reference_why.strip()):
        raise ValueError(f"a reference is one of the groups, and has a written reason: {reference!r}")
    facts = facts or Facts()
    shown = cells.state[0] == WITHHELD
    return Breakdown(
        groups,
        cells,
        total if total is not None else _sum(cells, facts, whole=exclusive and complete),
        shown if hidden is None else np.asarray(hidden, dtype=bool) | shown,
        facts,
        ordered,
        exclusive,
        complete,
        groups.index(reference) if reference else -1,
        reference_why,
    )


def _sum(cells: Cells, facts: Facts, *, whole: bool) -> Cells:
    """Everybody as the sum of all groups; no row where one of them is not exactly known."""
    empty = cells.state[1] == reason("nobody")
    k, n = (np.where(empty, 0.0, each) for each in (cells.k_low, cells.n_low))
    total = of_counts(k.sum(axis=1), n.sum(axis=1), facts.scale, events=facts.kind == "rate")
    unsure = ~(cells.exact | empty).all(axis=1)
    state = mark(clear(total.shape), unsure | (not whole), NOT_APPLICABLE, "no-row")
    hidden = (cells.state[0] == WITHHELD).any(axis=1)
    state = settle(mark(clear(total.shape), hidden, WITHHELD, "group-withheld"), state, total.state)
    low = np.where(known(state), total.low, np.nan)
    return replace(total, low=low, high=low, shown=low * facts.scale, state=state)


def _any(of: Mask) -> Mask:
    """Whether any group of a setting, as a column beside all groups."""
    return np.asarray(of.any(axis=1))[:, None]
