"""How few cells any pattern must hide: a proof of how near the best a choice comes, whatever chose it.

A row with one hidden cell gives it away, and what is given away might as well be shown; hidden parts of a
shown total that can give or take too little are against the rules. So the fewest cells that keep the rules of
sums (`choices`), which the solver proves, are no more than any safe pattern needs.
"""

import numpy as np

from .choices import Task, fewest
from .suppression import Aim
from .systems import Floats, Mask, System

_EXACT = 1e-4
_NODES = 20_000


def at_least(system: System, values: Floats, primary: Mask, aim: Aim) -> int:
    """How many cells besides the `primary` ones every safe pattern hides at least.

    `values`: the true number of every cell. One program over the whole system: seconds for ten thousand
    cells, too long for hundreds of thousands.
    """
    free = (values >= system.low) & (values <= system.high)
    task = Task(
        values,
        values - system.low,
        np.where(primary, np.broadcast_to(np.asarray(aim.min_interval, dtype=float), primary.shape), 0.0),
        np.ones(system.cells),
        free,
        np.arange(system.cells),
        aim.residual,
    )
    return fewest(task, system, primary, _EXACT, _NODES)
