"""Numbers that stand elsewhere than in a package, on pages or in downloads, as a release of it.

An attacker has both, so the attack takes such a release with the package, as it takes earlier ones. What the
package shows itself, as exactly or more so, is left out: it adds nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

from plugins.equity.descriptors import Package
from plugins.equity.indexing import Index
from plugins.equity.languages import rounded

from .protected import Key, Protected

ROLES = ("numerator", "denominator", "value", "value_low", "value_high")


@dataclass(frozen=True, order=True)
class Shown:
    """A number as it stands somewhere: which cell, which of `ROLES`, and its digits, such as `82.5`."""

    key: Key
    role: str
    text: str


def adds(protected: Protected, shown: Shown) -> bool:
    """Whether a number says more than the package does of its cell."""
    key = shown.key
    cell = protected.cell(key.indicator, key.period, key.place, key.group)
    if cell is None:
        return True
    known: Fraction | None = getattr(cell, shown.role).exact
    spec = protected.indicator(key.indicator)
    if known is None and shown.role == "value":
        if cell.value_low.exact is not None and cell.value_low.exact == cell.value_high.exact:
            known = cell.value_low.exact  # a range that holds one number alone
        elif cell.numerator.exact is not None and cell.denominator.exact:
            known = cell.numerator.exact * (1 if spec.kind == "mean" else spec.scale) / cell.denominator.exact
    number = Decimal(shown.text)
    return known is None or rounded(known, max(0, -int(number.as_tuple().exponent))) != number


def release_of(package: Package, numbers: Iterable[Shown]) -> Package:
    """The package as if these numbers were all that it shows. Of one that is told twice the first holds."""
    tables: dict[str, pd.DataFrame] = {}
    indexes: dict[str, Index] = {}
    cells: dict[str, dict[Key, dict[str, str]]] = {}
    for each in numbers:
        cells.setdefault(each.key.indicator, {}).setdefault(each.key, {}).setdefault(each.role, each.text)
    for id_, told in cells.items():
        keys = sorted(told)
        tables[id_] = _table([told[key] for key in keys])
        indexes[id_] = _index(keys)
    return replace(package, tables=tables, indexes=indexes)


def _table(rows: list[Mapping[str, str]]) -> pd.DataFrame:
    """The columns that an attack reads; what is not told there is not collected."""
    made: dict[str, object] = {}
    for role in ROLES:
        texts = [row.get(role, "") for row in rows]
        made[role] = np.array([float(text) if text else np.nan for text in texts])
        made[f"{role}_text"] = pd.Categorical(texts)
        if role in ROLES[:2]:
            made[f"{role}_status"] = pd.Categorical(["ok" if text else "x" for text in texts])
    rated = [any(row.get(role) for role in ROLES[2:]) for row in rows]
    made["status"] = pd.Categorical(["ok" if each else "x" for each in rated])
    return pd.DataFrame(made)


def _index(keys: list[Key]) -> Index:
    periods, places, cuts = (
        tuple(sorted({getattr(each, name) for each in keys})) for name in ("period", "place", "group")
    )
    codes = [
        np.array([words.index(getattr(each, name)) for each in keys], dtype=np.int64)
        for words, name in ((periods, "period"), (places, "place"), (cuts, "group"))
    ]
    return Index(periods, places, cuts, *codes)
