"""No child can be singled out from what is published: hide, then attack what is left.

Other projects can use the numeric part by itself; it knows neither packages nor pages. From a small table
to a protected pattern and its audit:

    import numpy as np
    from plugins.equity.disclosure import Aim, Equations, Policy, audit, protect, sensitive

    # Two schools, two groups: cells are numbered row by row, the last row and column are totals.
    people = np.array([[7, 40, 47], [25, 60, 85], [32, 100, 132]], dtype=float)
    cell = np.arange(9).reshape(3, 3)

    facts = Equations(9)
    for row in cell:
        facts.add_sum(row[2], [row[0], row[1]])        # everybody = group + group
    for column in cell.T:
        facts.add_sum(column[2], [column[0], column[1]])  # both = school + school
    policy = Policy()
    for number in range(9):
        facts.add_range(number, policy.least_hidden)   # nobody is always shown, so hidden means 1 or more
    system = facts.build()

    values = system.values(people.ravel())
    primary = sensitive(values, None, policy).small    # the 7
    pattern = protect(system, values, primary, Aim(policy.residual_min, policy.min_interval))
    pattern.hidden.reshape(3, 3)                       # a rectangle of four: the 7 and three more
    known = np.where(pattern.hidden, np.nan, values)   # what is published
    audit(system, known, primary, policy.min_interval).safe   # True

Feeding it from a package: one cell per published number (people, counted, per place, groups and period); a
`same` for each pair that must agree; an `add_sum` per total and complete set of parts along one dimension,
with `residual=False` for numerators; `add_at_most` per numerator; `add_rate` per published rate;
`add_range` per band or code. `primary` is what the rules hide, `sensitive` whose bounds must be far apart,
`together` labels the counts of one rate, `level` is the level of the place, `before` the last release's
pattern.
"""

from plugins.equity.policies import Policy

from .audit import EXPOSED, NARROW, OK, Audit, audit
from .certificates import explain
from .equations import Equations
from .primary import Sensitive, sensitive
from .protected import WITHHELD, Cell, Key, Number, Protected, guard, guard_all, policy_of
from .suppression import Aim, Pattern, protect
from .systems import System

__all__ = [
    "EXPOSED",
    "NARROW",
    "OK",
    "WITHHELD",
    "Aim",
    "Audit",
    "Cell",
    "Equations",
    "Key",
    "Number",
    "Pattern",
    "Policy",
    "Protected",
    "Sensitive",
    "System",
    "audit",
    "explain",
    "guard",
    "guard_all",
    "policy_of",
    "protect",
    "sensitive",
]
