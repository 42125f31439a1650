"""What each measure is for: the one source of the library's documentation and of the methods pages.

The words stand in `catalogue.yaml`, in English; `explanations` translates them. A test holds that every
measure of the room has an entry and every entry a measure whose records say the same unit and null value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

FILE = Path(__file__).with_suffix(".yaml")
DIMENSIONS = ("any", "ordered", "unordered")
SCALES = ("absolute", "relative", "")
FAMILIES = ("simple", "disproportionality", "order", "spread", "closing", "time", "uncertainty")
"""The chapters of the methods pages, in their order: simple gaps, disproportionality, summary measures along
an order and without one, what closing gaps would mean, change over time, uncertainty."""
TEXTS = ("name", "question", "formula", "interval", "use", "avoid", "source")
"""What of an entry is words, which catalogues translate."""
NEEDS = ("total", "state", "reference", "earlier", "target", "counts", "rules", "grid", "deviation")


@dataclass(frozen=True)
class Entry:
    """A measure. `function` is module.name in this room; summary measures are asked for by their id.

    `family` is one of `FAMILIES`, `dimension` one of `DIMENSIONS`, `kinds` the kinds of indicators, `groups`
    the least number of groups, `direction` "" for both. `scale` is `absolute`, `relative` or "" for neither;
    `counterpart` the measure that goes with it, so that both are shown. `needs` are of `NEEDS`. `core`: on by
    default.
    """

    id: str
    family: str
    name: str
    question: str
    formula: str
    interval: str
    use: str
    avoid: str
    source: str
    unit: str
    function: str = "summaries.summarise"
    dimension: str = "any"
    kinds: tuple[str, ...] = ("proportion", "rate", "mean")
    direction: str = ""
    groups: int = 2
    scale: str = ""
    weighted: bool = False
    null_value: float | None = None
    counterpart: str = ""
    needs: tuple[str, ...] = ()
    core: bool = False


@cache
def catalogue() -> Mapping[str, Entry]:
    """Every entry by its id, in the order of the file. ValueError where the file is wrong: our mistake."""
    loaded = yaml.safe_load(FILE.read_text("utf-8"))
    return MappingProxyType({id_: _entry(id_, facts) for id_, facts in loaded.items()})


def _entry(id_: str, facts: Mapping[str, Any]) -> Entry:
    known = {each.name for each in fields(Entry)} - {"id"}
    if not set(facts) <= known:
        raise ValueError(f"{id_}: {sorted(set(facts) - known)} mean nothing here")
    read: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()
    }
    entry = Entry(id=id_, **read)
    if not all(str(getattr(entry, each) or "").strip() for each in TEXTS):
        raise ValueError(f"{id_}: a text is empty")
    if entry.family not in FAMILIES:
        raise ValueError(f"{id_}: family is none of the choices")
    if entry.dimension not in DIMENSIONS or entry.scale not in SCALES or not set(entry.needs) <= set(NEEDS):
        raise ValueError(f"{id_}: dimension, scale or needs are none of the choices")
    return entry
