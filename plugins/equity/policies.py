"""The rules of hiding as values: what a publisher of own figures promises. Stricter anywhere, looser only
with a reason.

The defaults are the house's. `site.yaml` may be stricter for the whole site, a package stricter still; a rule
that is looser than what stands above needs an entry under `overrides` with reason and date, and none goes
below the floor.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from .problems import Problem
from .sources import Document, Key, check_schema

FLOOR = 3
"""No group of fewer people is ever shown, whatever is written."""

LEAST: Mapping[str, int] = {"min_n": FLOOR, "residual_min": FLOOR, "min_cell": 1, "min_interval": 1}
"""Below this no reason goes."""

ZERO_POLICIES = ("show_counts", "hide")

Scale = tuple[tuple[int, int], ...]
"""From how many people on a rate is coded at which percentage: at most 10, at least 90."""

SCALES: Mapping[str, Scale] = {
    "plumbline": ((10, 10), (40, 5), (100, 2), (300, 1)),
    "edfacts": ((6, 50), (16, 20), (31, 10), (61, 5), (301, 1)),
}

_STEPS = (1, 2, 5, 10, 20, 30, 40, 50)


@dataclass(frozen=True)
class Override:
    """A rule that is looser than what stands above, and why, and since when."""

    key: str
    value: Any
    reason: str
    date: str


@dataclass(frozen=True)
class Policy:
    """What is hidden in own figures. See datapackages/README.md for each in words.

    `percent_decimals` are pairs: from how many people on a percentage has how many decimals. ValueError below
    what nothing goes below: `check_policy` tells an author of it before.
    """

    min_n: int = 10
    min_cell: int = 5
    zero_policy: str = "show_counts"
    coding_scale: str = "plumbline"
    percent_decimals: tuple[tuple[int, int], ...] = ((0, 0), (1000, 1))
    publish_counts: bool = False
    residual_min: int = 10
    min_interval: int = 4
    single_symbol: bool = True
    pool_small: bool = False
    reliability_n: int = 30
    overrides: tuple[Override, ...] = ()

    def __post_init__(self) -> None:
        for key, least in LEAST.items():
            if getattr(self, key) < least:
                raise ValueError(f"'{key}' is {getattr(self, key)}; nothing goes below {least}.")
        if self.zero_policy not in ZERO_POLICIES:
            raise ValueError(f"'zero_policy' is one of {', '.join(ZERO_POLICIES)}.")

    @property
    def least_hidden(self) -> int:
        """The least that a hidden group can have: what an attacker knows of every hidden one."""
        return 1 if self.zero_policy == "show_counts" else 0

    def decimals(self, people: float) -> int:
        """How many decimals the rate of so many people has."""
        return [digits for start, digits in self.percent_decimals if start <= people][-1]

    def code(self, people: int) -> int | None:
        """The percentage at which the rate of so many people is coded, as in "at most 10 percent".

        It is wide enough to hold every count that is coded and for `min_interval`: at the scale's own
        percentage a group of 12 would leave one count or two. None when half of the people are not enough.
        """
        wanted = [percent for start, percent in SCALES[self.coding_scale] if start <= people] or [50]
        for percent in (wanted[-1], *(each for each in _STEPS if each > wanted[-1])):
            if percent * people >= 100 * max(self.min_interval, self.min_cell - 1):
                return percent
        return None


DEFAULTS = Policy()

# Rules of which a greater number, and those of which a smaller one, is the stricter.
_MORE = ("min_n", "min_cell", "residual_min", "min_interval", "reliability_n")
_FIXED = ("single_symbol", "pool_small")


def looser(key: str, value: Any, than: Policy) -> bool:
    """Whether a rule gives more away than another policy's."""
    old = getattr(than, key)
    if key in _MORE:
        return bool(value < old)
    if key == "publish_counts":
        return bool(value and not old)
    if key == "percent_decimals":
        edges = {start for start, _ in (*value, *old)}
        mine = replace(than, percent_decimals=value)
        return any(mine.decimals(each) > than.decimals(each) for each in edges)
    if key == "coding_scale":
        mine = replace(than, coding_scale=value)
        return any((mine.code(each) or 50) < (than.code(each) or 50) for each in range(10, 400))
    if key == "zero_policy":
        return bool(value == "show_counts" and old != "show_counts")
    return bool(value != old)


def read_policy(said: Mapping[str, Any], base: Policy = DEFAULTS) -> Policy:
    """What a description says over what stands above it; of each rule the stricter holds, or the override."""
    made = base
    for key, value in _rules(said).items():
        if not looser(key, value, base):
            made = replace(made, **{key: value})
    overrides = tuple(
        Override(each["key"], each["value"], each["reason"], each["date"])
        for each in said.get("overrides", ())
    )
    for each in overrides:
        made = replace(made, **_rules({each.key: each.value}))
    return replace(made, overrides=(*base.overrides, *overrides))


def _rules(said: Mapping[str, Any]) -> dict[str, Any]:
    """Only the rules, in our form."""
    known = {each.name for each in fields(Policy)} - {"overrides"}
    rules = {key: value for key, value in said.items() if key in known}
    if "percent_decimals" in rules:
        given = rules["percent_decimals"]
        pairs = (
            [(0, given)] if isinstance(given, int) else [(each["from"], each["decimals"]) for each in given]
        )
        rules["percent_decimals"] = tuple(sorted({0: 0, **dict(pairs)}.items()))
    return rules


def check_policy(document: Document, where: Key, base: Policy = DEFAULTS) -> Iterator[Problem]:
    """What is wrong with a policy of own figures: its form, too loose a rule, an override below the floor."""
    found = check_schema(document, "policy", where)
    yield from found
    if found:
        return
    said: Any = document.data
    for step in where:
        said = said[step]
    for key, value in _rules(said).items():
        if key in _FIXED and value != getattr(base, key):
            message = f"'{key}' cannot be {str(value).lower()} yet."
            yield document.problem((*where, key), "policy-loose", message, "Remove it.")
        elif looser(key, value, base):
            hint = (
                f'Move it to "overrides": [{{"key": "{key}", "value": ..., "reason": ..., "date": ...}}], '
                "or leave it out."
            )
            message = f"'{key}' is looser than the rule that holds otherwise, and no reason is given."
            yield document.problem((*where, key), "policy-loose", message, hint)
    for number, each in enumerate(said.get("overrides", ())):
        at: Key = (*where, "overrides", number)
        part = Document(document.path, {each["key"]: each["value"]}, {(): document.line(*at)})
        wrong = check_schema(part, "policy")
        yield from wrong
        if not wrong and each["key"] in _FIXED:
            message = f"'{each['key']}' cannot be overridden."
            yield document.problem(at, "policy-loose", message, "Remove it.")
        elif not wrong and each["key"] in LEAST and each["value"] < LEAST[each["key"]]:
            least = LEAST[each["key"]]
            message = f"'{each['key']}' is below {least}, which no reason can go below."
            yield document.problem(at, "policy-floor", message, f"Write {least} or more.")
