"""Every way the field says "gap", over many settings at once: arrays in, columns of records out.

A setting is an indicator at a place in a period; arrays are settings x groups, in the groups' declared order.
Nothing in this room loops over settings. A worked example:

>>> from plugins.equity.inequality import breakdowns, cells, pairs, references, summaries
>>> rates = cells.of_counts([[30, 80, 190]], [[60, 100, 200]])
>>> here = breakdowns.breakdown(("low", "middle", "high"), rates, ordered=True)
>>> round(pairs.difference(here, references.best(here)).record(0, 0).value, 1)
-45.0
>>> round(summaries.summarise(here, "sii").record(0).value, 3)
58.846

`catalogue` says of each measure what it is for, its formula and its source; `choosing` which of them suit;
`feeding` is the only module that knows packages, and takes `Protected` alone.
"""
