"""The summary measures by their ids: function, dimensions, unit, the value of equality, kind of interval."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from . import attributable, gradients, spread
from .records import Floats
from .weights import Weighed


@dataclass(frozen=True)
class Measure:
    """A summary measure: its value per setting, for which dimensions, its unit and the value of equality.

    `ordered` None: any. `interval` names how it is found from groups alone (`slope`, `ratio`, `curve`,
    `curve-ratio`, `aci`, `rci`, `bgv`, `par`, `paf`), or "" for the bootstrap.
    """

    value: Callable[[Weighed], Floats]
    ordered: bool | None
    unit: str
    null: float = 0.0
    interval: str = ""
    bounded: bool = False
    referred: bool = False


MEASURES: Mapping[str, Measure] = {
    "aci": Measure(gradients.aci, True, "gap", interval="aci"),
    "rci": Measure(gradients.rci, True, "index", interval="rci"),
    "rci_wagstaff": Measure(gradients.rci_wagstaff, True, "index", bounded=True),
    "rci_erreygers": Measure(gradients.rci_erreygers, True, "index", bounded=True),
    "sii": Measure(gradients.sii, True, "gap", interval="slope"),
    "rii": Measure(gradients.rii, True, "times", 1.0, "ratio"),
    "sii_logit": Measure(gradients.sii_logit, True, "gap", interval="curve", bounded=True),
    "rii_logit": Measure(gradients.rii_logit, True, "times", 1.0, "curve-ratio", bounded=True),
    "bgv": Measure(spread.bgv, False, "squared", interval="bgv"),
    "bgsd": Measure(spread.bgsd, False, "gap"),
    "cov": Measure(spread.cov, False, "percent"),
    "mdmu": Measure(spread.mdmu, False, "gap"),
    "mdmw": Measure(spread.mdmw, False, "gap"),
    "mdbu": Measure(spread.mdbu, False, "gap"),
    "mdbw": Measure(spread.mdbw, False, "gap"),
    "mdru": Measure(spread.mdru, False, "gap", referred=True),
    "mdrw": Measure(spread.mdrw, False, "gap", referred=True),
    "idisu": Measure(spread.idisu, False, "percent"),
    "idisw": Measure(spread.idisw, False, "percent"),
    "ti": Measure(spread.ti, False, "index"),
    "mld": Measure(spread.mld, False, "index"),
    "par": Measure(attributable.par, None, "gap", interval="par"),
    "paf": Measure(attributable.paf, None, "percent", interval="paf"),
}
WHO = (
    "d",
    "r",
    *(each for each in MEASURES if each not in ("rci_wagstaff", "rci_erreygers", "sii_logit", "rii_logit")),
)
"""The 21 of the World Health Organization's set."""
