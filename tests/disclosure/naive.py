"""Suppression by rule of thumb: what is small is hidden, and nothing beside it."""

FEW, GROUP = 5, 10


def naive(rows):
    """The rows of an extract without what the rules name: small groups, numerators of a few in or out."""
    hidden = []
    for period, place, group, k, n in rows:
        few = 0 < k < FEW or 0 < n - k < FEW or k in (0, n)
        shown = ("c", "c", "c") if n < GROUP else ("c", n, "c") if few else (k, n)
        hidden.append((period, place, group, *(shown if n else (0, 0, "z"))))
    return hidden
