"""The numbers of a figure: measured once, the same in every language, and the part that each line plays."""

from dataclasses import dataclass, replace
from fractions import Fraction

from .answering import answer
from .descriptors import ALL as ALL_GROUPS
from .descriptors import Group, Package
from .disclosure import Key, Protected
from .inequality.choosing import whole
from .languages import Language, rounded
from .measures import ALL, REST, Against, Measured, Question, measure
from .reports import FigureFacts
from .scenes import Scene
from .writing import against_word


@dataclass(frozen=True)
class Plot:
    """Per group its rate in each period, the gap in each period, the last ratio, the change of the gap.

    `own` and `other` are the last rates of the report's group and of what it is compared with; `cells` is
    every cell behind any of it. `ratio_before` is the first ratio of a trend. `beside` are measures of the
    library that go with a comparison: what suits all of its groups, with `why`, or what the report asks for.
    Groups of fewer than `few` people are small.
    """

    facts: FigureFacts
    rates: tuple[tuple[Against, tuple[Measured, ...]], ...]
    gaps: tuple[Measured, ...]
    own: Measured
    other: Measured
    ratio: Measured
    change: Measured | None
    cells: tuple[Key, ...]
    ratio_before: Measured | None = None
    beside: tuple[Measured, ...] = ()
    why: str = ""
    few: int = 0

    def every_rate(self) -> tuple[Measured, ...]:
        """All plotted rates."""
        return tuple(each for _, line in self.rates for each in line)

    def groups(self) -> tuple[Group, ...]:
        """The groups that are named: not everybody else."""
        return tuple(group for group, _ in self.rates if not isinstance(group, str))


def plot(protected: Protected, facts: FigureFacts) -> Plot:
    """Measure everything a figure shows."""
    main, last = facts.main, facts.periods[-1]

    def ask(kind: str, period: str, group: Group = main.group, since: str = "") -> Measured:
        question = Question(main.indicator, kind, main.place, period, group, main.against, since)
        return measure(protected, question)

    rates: list[tuple[Against, tuple[Measured, ...]]] = []
    for group in facts.groups:
        if isinstance(group, str):
            asked = (
                Question(main.indicator, "comparison", main.place, period, main.group, group)
                for period in facts.periods
            )
            rates.append((group, tuple(measure(protected, question) for question in asked)))
        else:
            rates.append((group, tuple(ask("rate", period, group) for period in facts.periods)))
    gaps = tuple(ask("difference", period) for period in facts.periods)
    own, other, ratio = (ask(kind, last) for kind in ("rate", "comparison", "ratio"))
    change = before = None
    if len(facts.periods) > 1:
        change = ask("change", last, since=facts.periods[0])
        before = ask("ratio", facts.periods[0])
    beside, why = _beside(protected, facts)
    measured = [each for _, line in rates for each in line] + [*gaps, own, other, ratio, *beside]
    measured += [each for each in (change, before) if each]
    cells = tuple(sorted({key for each in measured for key in each.cells}))
    few = protected.few
    return Plot(facts, tuple(rates), gaps, own, other, ratio, change, cells, before, beside, why, few)


def _beside(protected: Protected, facts: FigureFacts) -> tuple[tuple[Measured, ...], str]:
    """What the library says beside a comparison, and why it is that; "" where the report has chosen."""
    if facts.form != "comparison":
        return (), ""
    if facts.measures is not None:
        return tuple(answer(protected, each) for each in facts.measures), ""
    main = facts.main
    dimension = facts.dimension or (main.group[0][0] if main.group else "")
    if not dimension:
        return (), ""
    here = Scene(protected, main.indicator, dimension, main.place, facts.periods[-1]).here
    advice = whole(here)
    if not advice:
        return (), "few-people" if here.small and whole(replace(here, few=0)) else ""
    asked = (
        Question(main.indicator, each.measure, main.place, main.period, (), ALL, dimension=dimension)
        for each in advice
    )
    return tuple(answer(protected, each) for each in asked), advice[0].why


def shown(measured: Measured) -> Fraction | None:
    """The displayed number as a number: what bars and lines are drawn from and downloads hold."""
    return None if measured.value is None else Fraction(rounded(measured.value, measured.decimals))


def status(measured: Measured) -> str:
    """The mark of a cell in a figure's table: `ok`, `c` withheld, `z` any other reason (its words tell
    which).
    """
    return "ok" if measured.ok else "c" if measured.status == "withheld" else "z"


def role(package: Package, group: Against, main: Question) -> str:
    """`subject`, `comparison`, `total` or `other`. Where `rest` is one published group, that one is the
    comparison.
    """
    if group == main.group:
        return "subject"
    if group in (REST, main.against) or (group == () and main.against == ALL):
        return "comparison"
    if main.against == REST and group == package.counterpart(main.group):
        return "comparison"
    return "total" if group == () else "other"


def name(package: Package, group: Against, main: Question, form: str, language: Language) -> str:
    """A line's name in one of the forms `label`, `short`, `sentence`."""
    if isinstance(group, str):
        return against_word(package, main.group, group, form, language)
    return package.group_word(group, form, language.code)


def group_id(group: Against) -> str:
    """A line's id, the same in every language."""
    if isinstance(group, str):
        return group
    return "+".join(id_ for _, id_ in group) or ALL_GROUPS
