"""What a publisher writes in a number cell, understood: a number, a range, or a status that says why not.

Only forms that can mean one thing are built in: plain numbers, a percent sign, Excel's `="12"`. Signs for
thousands and decimals, markers and ranges are as the recipe declares. Anything else is not understood, and
that is told; nothing is guessed into a number.
"""

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from plugins.equity.descriptors import Indicator

from .rules import Writing

COUNTS = ("numerator", "denominator")
_WRAPPED = re.compile(r'="(.*)"', re.DOTALL)
_DIGITS = r"[0-9]{1,15}(?:\.[0-9]{1,15})?"
_BELOW = re.compile(rf"(?P<word><=|≤|<|LE|LT)\s*(?P<number>{_DIGITS})", re.IGNORECASE)
_ABOVE = re.compile(rf"(?P<word>>=|≥|>|GE|GT)\s*(?P<number>{_DIGITS})", re.IGNORECASE)
_BETWEEN = re.compile(rf"(?P<low>{_DIGITS})\s*(?:-|–|—|to)\s*(?P<high>{_DIGITS})", re.IGNORECASE)
_STRICT = ("<", ">", "LT", "GT")


@dataclass(frozen=True)
class Rule:
    """What a number must be: `whole`; its `decimals` (None: as they are); its `most` (None: no limit)."""

    whole: bool
    decimals: int | None
    most: int | None = None
    percent: bool = False
    round: bool = False
    fractions: bool = False
    negative: bool = False


def rule_of(number: str, indicator: Indicator) -> Rule:
    """What a number of an indicator must be, before the recipe has its say."""
    if number in COUNTS:
        return Rule(whole=True, decimals=0)
    if number == "sd":
        return Rule(whole=False, decimals=None)
    share = indicator.kind == "proportion"
    return Rule(
        whole=indicator.kind == "count",
        # A bound was never rounded: it stands as it is written.
        decimals=indicator.decimals if number == "value" else None,
        most=indicator.scale if share else None,
        percent=share,
        negative=indicator.kind == "mean",
    )


@dataclass(frozen=True)
class Reading:
    """A cell understood: a number, or bounds, or a status alone. `fault` says why it was not understood."""

    text: str = ""
    low: str = ""
    high: str = ""
    status: str = "ok"
    fault: str = ""
    hint: str = ""
    rounded: bool = False


def unwrapped(cell: str) -> str:
    """A cell without the spaces around it and without `="..."`, by which Excel is told to keep zeros."""
    plain = cell.strip().strip("\u00a0").strip()
    found = _WRAPPED.fullmatch(plain)
    return found[1].strip() if found else plain


def read(cell: str, writing: Writing, rule: Rule) -> Reading:
    """A cell by the recipe's way of writing and the rule of its column."""
    plain = unwrapped(cell)
    if plain in writing.markers:
        return Reading(status=writing.markers[plain])
    if not plain:
        hint = "Say what a blank cell means: '\"\": x' under 'markers:' for not collected, c for withheld."
        return Reading(fault="is blank", hint=hint)
    number = _bare(plain, writing, rule)
    if number is not None:
        # 71.5% says itself that it is no fraction of one.
        return _number(number, replace(rule, fractions=False) if plain.endswith("%") else rule)
    bounds = _bounds(plain, writing, rule)
    if bounds is not None and not writing.ranges:
        hint = "If ranges are meant, write 'ranges: true' into the recipe; else declare it under 'markers:'."
        return Reading(fault="is neither a number nor a marker of this recipe", hint=hint)
    if bounds is not None:
        return bounds
    return Reading(
        fault="is neither a number nor a marker of this recipe",
        hint=f"Declare it under 'markers:', as in '\"{plain[:20]}\": c' for withheld.",
    )


def _bare(plain: str, writing: Writing, rule: Rule) -> Decimal | None:
    """The number of a cell that is nothing but a number in the declared way of writing."""
    text = plain
    if rule.percent and text.endswith("%"):
        text = text[:-1].rstrip()
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    decimal, thousands = re.escape(writing.decimal), re.escape(writing.thousands)
    whole = rf"[0-9]{{1,3}}(?:{thousands}[0-9]{{3}})+|[0-9]{{1,15}}" if thousands else r"[0-9]{1,15}"
    if not re.fullmatch(rf"-?(?:{whole})(?:{decimal}[0-9]{{1,15}})?", text):
        return None
    if writing.thousands:
        text = text.replace(writing.thousands, "")
    return Decimal(text.replace(writing.decimal, "."))


def _number(number: Decimal, rule: Rule) -> Reading:
    if number < 0 and not rule.negative:
        hint = "If it stands for a missing number, declare it under 'markers:'."
        return Reading(fault="is less than nothing", hint=hint)
    if rule.fractions:
        number = number.scaleb(2)
    if rule.decimals is None:
        return Reading(f"{number:f}")
    exact = round(number, rule.decimals)
    if exact == number:
        return Reading(f"{exact:.{rule.decimals}f}")
    if rule.whole and not rule.round:
        return Reading(fault="is not a whole number", hint="Is this the column of a rate?")
    if not rule.round:
        message = f"has more than {rule.decimals} decimal{'' if rule.decimals == 1 else 's'}"
        hint = "Raise 'decimals' of the indicator, or write 'round: true' for this number into the recipe."
        return Reading(fault=message, hint=hint)
    return Reading(str(number.quantize(Decimal(1).scaleb(-rule.decimals), ROUND_HALF_UP)), rounded=True)


def _bounds(plain: str, writing: Writing, rule: Rule) -> Reading | None:
    """A range as its closed bounds; None when the cell is no range. The wider bound where it is open.

    Of whole numbers, `<5` ends at 4. Of others it ends at 5: how close a rate comes is not known.
    """
    text = plain.replace("%", "").replace("\u00a0", " ").strip() if rule.percent else plain
    if writing.thousands:
        text = text.replace(writing.thousands, "")
    text = text.replace(writing.decimal, ".") if writing.decimal != "." else text
    low, high = Decimal(0), Decimal(-1)  # -1: without an end
    if found := _BETWEEN.fullmatch(text):
        low, high = Decimal(found["low"]), Decimal(found["high"])
    elif found := _BELOW.fullmatch(text):
        high = Decimal(found["number"]) - (1 if rule.whole and found["word"].upper() in _STRICT else 0)
    elif found := _ABOVE.fullmatch(text):
        low = Decimal(found["number"]) + (1 if rule.whole and found["word"].upper() in _STRICT else 0)
    else:
        return None
    if rule.fractions:
        low, high = low.scaleb(2), high if high < 0 else high.scaleb(2)
    if high == -1 and rule.most is not None and not _BELOW.fullmatch(text):
        high = Decimal(rule.most)
    if high == -1:
        hint = "Declare it under 'markers:' as withheld, c."
        return Reading(fault="is a range without an upper end", hint=hint)
    if low > high or (rule.most is not None and high > rule.most):
        return Reading(fault="is a range that cannot be", hint="Correct it, or declare it under 'markers:'.")
    return Reading(low=f"{low:f}", high=f"{high:f}")
