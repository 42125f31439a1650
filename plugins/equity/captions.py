"""What a single number is, in words, and small tables of such numbers: leading indicators, themes heard."""

from collections.abc import Mapping

from .descriptors import Package
from .explanations import NOTHING, Explanations
from .languages import Language
from .measures import Measured, Question
from .narratives import Lead, Listening
from .reports import Asked
from .tables import Cell, Column, Row, Table
from .writing import against_word, few, written

Known = Mapping[str, tuple[Package, Asked, Measured]]
"""Values of a report by their ids: the package, what was asked, and what came out."""


def caption(
    package: Package,
    asked: Asked,
    measured: Measured,
    language: Language,
    explained: Explanations = NOTHING,
) -> str:
    """What a value is: `Four-year graduation rate, English learners, 2018-19`. A change has no sign, so it is
    said whether the gap grew or shrank. A measure of the library has its name in `explained`.
    """
    question = asked.question
    key = f"indicator/{question.indicator}"
    facts = {
        "topic": package.word(f"{key}/label", language.code),
        "group": package.group_word(question.group, "sentence", language.code),
        "period": question.period,
    }
    if question.measure in ("numerator", "denominator"):
        facts["topic"] = package.word(f"{key}/{question.measure}_label", language.code)
    if question.measure in ("rate", "numerator", "denominator"):
        return language.say("{topic}, {group}, {period}", **facts)
    if measured.signed:
        return _of_library(package, question, facts, language, explained)
    facts["against"] = against_word(package, question.group, question.against, "sentence", language)
    if question.measure == "ratio":
        return language.say("{topic}, ratio, {group} to {against}, {period}", **facts)
    if question.measure == "difference":
        return language.say("{topic}, gap, {group} and {against}, {period}", **facts)
    facts["since"] = question.since
    low, high = measured.bounds or (0, 0)
    if high < 0:
        return language.say(
            "{topic}, how much the gap shrank, {group} and {against}, {since} to {period}", **facts
        )
    if low > 0:
        return language.say(
            "{topic}, how much the gap grew, {group} and {against}, {since} to {period}", **facts
        )
    return language.say("{topic}, change of the gap, {group} and {against}, {since} to {period}", **facts)


def subject(package: Package, asked: Asked, language: Language) -> str:
    """What a value of the core is, whatever the year: `Four-year graduation rate, English learners`."""
    question = asked.question
    key = f"indicator/{question.indicator}"
    topic = package.word(f"{key}/label", language.code)
    if question.measure in ("numerator", "denominator"):
        topic = package.word(f"{key}/{question.measure}_label", language.code)
    facts = {"topic": topic, "group": package.group_word(question.group, "sentence", language.code)}
    if question.measure in ("rate", "numerator", "denominator"):
        return language.say("{topic}, {group}", **facts)
    facts["against"] = against_word(package, question.group, question.against, "sentence", language)
    if question.measure == "ratio":
        return language.say("{topic}, ratio, {group} to {against}", **facts)
    if question.measure == "difference":
        return language.say("{topic}, gap, {group} and {against}", **facts)
    return language.say("{topic}, change of the gap, {group} and {against}", **facts)


def _of_library(
    package: Package, question: Question, facts: dict[str, str], language: Language, explained: Explanations
) -> str:
    """`Four-year graduation rate, by race and ethnicity, 2018-19: slope index of inequality`."""
    facts["measure"] = explained.measure(question.measure, "name", language.code)
    named = not isinstance(question.against, str)
    if named:
        facts["against"] = against_word(package, question.group, question.against, "sentence", language)
    if not question.group:
        facts["dimension"] = package.word(f"dimension/{question.dimension}/label", language.code)
        if named:
            return language.say(
                "{topic}, {measure}, all groups ({dimension}) and {against}, {period}", **facts
            )
        return language.say("{topic}, {measure}, all groups ({dimension}), {period}", **facts)
    if question.since:
        facts["since"] = question.since
        return language.say("{topic}, {measure}, {group}, {since} to {period}", **facts)
    if named:
        return language.say("{topic}, {measure}, {group} and {against}, {period}", **facts)
    return language.say("{topic}, {measure}, {group}, {period}", **facts)


def leads_table(leads: tuple[Lead, ...], known: Known, place: str, language: Language) -> Table:
    """What moves first: a line for each leading indicator, its number at the start and now. `place` is the
    report's; another one is named.
    """
    rows = []
    for lead in leads:
        package, asked, now = known[lead.value]
        question = asked.question
        topic = package.word(f"indicator/{question.indicator}/label", language.code)
        group = package.group_word(question.group, "label", language.code)
        if question.place != place:
            group = language.listing([group, package.place_word(question.place, language.code)])
        better = {
            "adverse": language.say("Less is better"),
            "favourable": language.say("More is better"),
        }.get(package.indicators[question.indicator].direction, "")
        start = _number(known[lead.start][2], language) if lead.start else Cell("", "x", None, "")
        note = language.say("{group}. {better}.", group=group, better=better) if better else group
        rows.append(Row(lead.id, "other", (Cell(topic, note=note), start, _number(now, language))))
    columns = (
        Column("indicator", language.say("Indicator")),
        Column("start", language.say("Start"), True),
        Column("now", language.say("Now"), True),
    )
    return Table(language.say("What moves before the main number does"), columns, tuple(rows))


def _number(measured: Measured, language: Language) -> Cell:
    note = "; ".join(each for each in (measured.question.period, few(measured, language)) if each)
    return Cell(written(measured, language), "ok" if measured.ok else "x", note=note)


def themes_table(
    listening: Listening,
    names: Mapping[str, str],
    groups: Mapping[str, str],
    known: Known,
    language: Language,
) -> Table:
    """Themes in their order, by group. `names` of themes and `groups`, the columns, in the language's words.

    What is not given is not shown, and is said so: a number may have been left out because it is small. Where
    a package says how many were asked, that is the first line.
    """
    rows = []
    if listening.people_asked:
        asked = [known[each][2] for each in listening.people_asked.values()]
        cells = [_number_or_words(each, language) for each in asked]
        rows.append(Row("asked", "total", (Cell(language.say("People asked")), *cells)))
    for theme in listening.themes:
        cells = [Cell(names.get(theme.id, theme.id))]
        for group in groups:
            number = theme.counts.get(group)
            if isinstance(number, str):
                cells.append(_number_or_words(known[number][2], language))
            elif number is None:
                cells.append(Cell(language.say("Not shown"), "c"))
            elif group in listening.people:
                whole = language.number(listening.people[group])
                text = language.say("{part} of {whole}", part=language.number(number), whole=whole)
                cells.append(Cell(text))
            else:
                cells.append(Cell(language.number(number)))
        rows.append(Row(theme.id, "other", tuple(cells)))
    columns = [Column("theme", language.say("Theme"))]
    columns += [Column(group, label, True) for group, label in groups.items()]
    return Table(language.say("What people said, and how many said it"), tuple(columns), tuple(rows))


def _number_or_words(measured: Measured, language: Language) -> Cell:
    """A number of a package, or why there is none; of what is withheld, that it is not shown."""
    if measured.status == "withheld":
        return Cell(language.say("Not shown"), "c")
    return Cell(written(measured, language), "ok" if measured.ok else "x")


def years_table(
    listening: Listening, names: Mapping[str, str], known: Known, language: Language
) -> Table | None:
    """Themes over the years, of everybody who was asked; None where nobody wants them."""
    periods = list(dict.fromkeys(period for theme in listening.themes for period in theme.years))
    if not periods:
        return None
    rows = []
    for theme in listening.themes:
        cells = [_number_or_words(known[theme.years[each]][2], language) for each in periods]
        rows.append(Row(theme.id, "other", (Cell(names.get(theme.id, theme.id)), *cells)))
    columns = (Column("theme", language.say("Theme")), *(Column(each, each, True) for each in periods))
    return Table(language.say("What people said, year by year"), columns, tuple(rows))
