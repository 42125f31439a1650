"""A worked example in one language: its inputs as a table, the sum, the result, the interval, the flag.

Every number is one of the example; it is rounded here, once. Letters of a formula are replaced by counts
where all of them are known, so that readers can do the sum themselves.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .answering import INDEX, decimals_of
from .descriptors import Group, Package
from .examples import Example, Line
from .explanations import TOKEN, Explanations
from .inequality.catalogue import Entry
from .languages import Language, rounded
from .measures import REST
from .scenes import Scene
from .tables import Cell, Column, Row, Table
from .units import minus, with_unit
from .writing import against_word

_SHARE = 1


@dataclass(frozen=True)
class Worked:
    """Finished texts. `sum` is "" where the formula is none that can be filled in, `interval` where there is
    none, `reason` where there is nothing to say of the result.
    """

    table: Table
    sum: str
    result: str
    interval: str
    reason: str


def worked(example: Example, entry: Entry, explanations: Explanations, language: Language) -> Worked:
    """The example of a measure in a language."""
    record = example.record
    return Worked(
        table=_table(example, language),
        sum=minus(filled(entry.formula, example.letters, language)),
        result=_result(example, language),
        interval=_interval(example, language),
        reason=explanations.word(f"reason/{record.reason}", language.code) if record.reason else "",
    )


def filled(formula: str, letters: Mapping[str, tuple[int, ...]], language: Language) -> str:
    """A formula with counts for its letters: `k / n` is `1,799 / 2,517`; "" unless all of them are known."""
    sum_ = re.split(r"[,;] ", formula)[0]
    if not letters or not {*TOKEN.findall(sum_)} <= {*letters}:
        return ""

    def number(found: re.Match[str]) -> str:
        known = [language.number(each) for each in letters[found[0]]]
        return known[0] if len(known) == 1 else f"({known[0]} / {known[1]})"

    return TOKEN.sub(number, sum_)


def _table(example: Example, language: Language) -> Table:
    scene, package = example.scene, example.scene.protected.package
    code = language.code
    several = len({each.place for each in example.lines}) > 1
    years = len({each.period for each in example.lines}) > 1
    columns = (
        Column("group", language.say("Group")),
        Column("place", language.say("Place")),
        Column("period", language.say("School year")),
        Column("count", _label(package, scene.indicator, "numerator_label", language), True),
        Column("people", _label(package, scene.indicator, "denominator_label", language), True),
        Column("rate", _heading(package, scene.indicator, language), True),
        Column("share", language.say("Share of everyone"), True),
        Column("rank", language.say("Rank"), True),
    )
    rows = [
        (
            _role(each, example),
            (
                _name(each, example, language),
                package.place_word(each.place, code) if several else "",
                each.period if years else "",
                "" if each.count is None else language.number(each.count),
                "" if each.people is None else language.number(each.people),
                "" if each.rate is None else _rate(each.rate, scene, language),
                "" if each.share is None else language.percent(Fraction(100 * each.share), _SHARE),
                "" if each.rank is None else language.number(Fraction(each.rank), INDEX),
            ),
        )
        for each in example.lines
    ]
    kept = [at for at in range(len(columns)) if at == 0 or any(texts[at] for _, texts in rows)]
    caption = language.say(
        "{indicator}, {place}, {period}",
        indicator=package.word(f"indicator/{scene.indicator}/label", code),
        place=package.place_word(scene.place, code),
        period=scene.period,
    )
    made = tuple(
        Row(str(number), role, tuple(Cell(texts[at]) for at in kept))
        for number, (role, texts) in enumerate(rows)
    )
    return Table(caption, tuple(columns[at] for at in kept), made)


def _label(package: Package, indicator: str, form: str, language: Language) -> str:
    """The heading of counts; an indicator without one has no such counts."""
    key = f"indicator/{indicator}/{form}"
    return package.word(key, language.code) if key in package.words["en"] else language.say("Students")


def _heading(package: Package, indicator: str, language: Language) -> str:
    """The heading of rates: the short name, where that is not the name of what is counted."""
    short = package.word(f"indicator/{indicator}/short", language.code)
    if short == _label(package, indicator, "numerator_label", language):
        return package.word(f"indicator/{indicator}/label", language.code)
    return short


def _name(line: Line, example: Example, language: Language) -> str:
    package = example.scene.protected.package
    group: Group = ((example.scene.dimension, example.record.group),)
    if line.who == "rest":
        return against_word(package, group, REST, "label", language)
    who: Group = () if line.who == "all" else ((example.scene.dimension, line.who),)
    return package.group_word(who, "label", language.code)


def _role(line: Line, example: Example) -> str:
    if line.who == "all":
        return "total"
    if line.who == example.record.group and line.place == example.place:
        return "subject"
    return "comparison" if line.who in (example.record.comparison, "rest") else "other"


def _rate(value: float, scene: Scene, language: Language) -> str:
    spec = scene.protected.package.indicators[scene.indicator]
    number = Fraction(str(round(value, 9)))  # a published 88.35 is not the binary float beside it
    unit = {"proportion": "percent", "rate": "per"}.get(spec.kind, spec.kind)
    return with_unit(number, unit, spec.decimals, spec.scale, language)


def _result(example: Example, language: Language) -> str:
    """The value with its unit; `about` where rounding of the inputs could move its last digit."""
    record = example.record
    assert record.value is not None
    decimals = _decimals(example)
    scale = example.scene.protected.package.indicators[example.scene.indicator].scale
    text = minus(with_unit(Fraction(record.value), record.unit, decimals, scale, language))
    ends = [each for each in (record.least, record.most) if each is not None]
    if len({rounded(Fraction(each), decimals) for each in ends}) > 1:
        return language.say("about {number}", number=text)
    return text


def _interval(example: Example, language: Language) -> str:
    record, decimals = example.record, _decimals(example)
    if record.low is None or record.high is None:
        return ""
    percent = record.unit == "percent"
    low, high = (
        minus(
            language.percent(Fraction(each), decimals)
            if percent
            else language.number(Fraction(each), decimals)
        )
        for each in (record.low, record.high)
    )
    level = language.percent(Fraction(str(100 * record.level)), 0 if record.level == 0.95 else 1)
    if record.measure == "funnel":
        return language.say("Limits at {level}: {low} to {high}", level=level, low=low, high=high)
    return language.say("{level} interval: {low} to {high}", level=level, low=low, high=high)


def _decimals(example: Example) -> int:
    own = example.scene.protected.package.indicators[example.scene.indicator].decimals
    return decimals_of(example.record.unit, own)
