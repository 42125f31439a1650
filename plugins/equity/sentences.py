"""What the numbers say, in words: one function per kind of sentence, every sentence whole and translatable.

The words for groups, places and indicators come from the package, the patterns from the site's catalogue. Names
stand in the nominative, behind a colon or as a subject, so that a language with cases can translate the pattern.
"""

from fractions import Fraction

from .descriptors import Package
from .languages import Language, rounded
from .measures import REST, Against, Measured, Question, verdict


def written(measured: Measured, language: Language) -> str:
    """A measured number as it stands in a sentence: `71.5%`, `18.1 percentage points` (the size), `2.1 times`, `1,799`."""
    if measured.value is None:
        return absence(measured.reason, language)
    size = abs(measured.value)
    about = not _sure(measured)
    if measured.unit == "percent":
        text = language.percent(size, measured.decimals)
    elif measured.unit == "points":
        text = points(size, measured.decimals, language)
    elif measured.unit == "times":
        text = language.say("{number} times", number=language.number(size, measured.decimals))
    else:
        text = language.number(size, measured.decimals)
    return language.say("about {number}", number=text) if about else text


def bare(measured: Measured, language: Language) -> str:
    """The number alone, for a sentence that names its unit at another number: `from 21.7 to 18.1 percentage points`."""
    if measured.value is None:
        return absence(measured.reason, language)
    text = language.number(abs(measured.value), measured.decimals)
    return text if _sure(measured) else language.say("about {number}", number=text)


def _sure(measured: Measured) -> bool:
    """Whether rounding of the inputs leaves the displayed number the same."""
    if measured.bounds is None:
        return True
    low, high = (rounded(each, measured.decimals) for each in measured.bounds)
    return low == high


def points(size: Fraction, decimals: int, language: Language) -> str:
    """`18.1 percentage points`, `1 percentage point`."""
    number = language.number(size, decimals)
    whole = rounded(size, decimals)
    count = int(whole) if whole == int(whole) else 2
    return str(language.catalogue.ngettext("{number} percentage point", "{number} percentage points", count)).format(
        number=number
    )


def absence(reason: str, language: Language) -> str:
    """Why there is no number, in two or three words: they stand in its place, never a hole."""
    words = {
        "withheld": language.say("Withheld"),
        "group-withheld": language.say("Withheld"),
        "not-applicable": language.say("Not applicable"),
        "not-collected": language.say("Not collected"),
        "not-yet": language.say("Not yet available"),
        "no-row": language.say("Not published"),
        "zero-comparison": language.say("Cannot be computed"),
        "no-denominator": language.say("Cannot be computed"),
        "no-rest": language.say("Not applicable"),
        "low": language.say("Close to zero"),
        "unreliable": language.say("Not reliable enough"),
    }
    return words.get(reason, language.say("Not available"))


def against_word(package: Package, group: tuple[tuple[str, str], ...], against: Against, form: str, language: Language) -> str:
    """What a group is compared with: all, a named group, or everyone else (the other group where there are two)."""
    if against != REST:
        return package.group_word(() if isinstance(against, str) else against, form, language.code)
    if len(group) == 1:
        dimension = package.dimensions[group[0][0]]
        others = [each for each in dimension.groups if each != group[0][1]]
        if dimension.exclusive and dimension.complete and len(others) == 1:
            return package.group_word(((dimension.id, others[0]),), form, language.code)
    return {
        "label": language.say("Everyone else"), "short": language.say("Everyone else"), "sentence": language.say("everyone else")
    }[form]


def lower_is_gap(gap: Measured) -> bool:
    """Whether the group stands below its comparison."""
    return gap.value is not None and gap.value < 0


def clear(gap: Measured) -> bool:
    """Whether neither chance (the interval) nor rounding (the bounds) could make this difference out of none."""
    if gap.bounds and gap.bounds[0] <= 0 <= gap.bounds[1]:
        return False
    return gap.low is None or gap.high is None or not gap.low <= 0 <= gap.high


def finding_of_comparison(package: Package, gap: Measured, language: Language) -> str:
    """The heading of a comparison, about 12 words, with its direction."""
    question = gap.question
    names = {
        "topic": package.word(f"indicator/{question.indicator}/short", language.code),
        "group": package.group_word(question.group, "sentence", language.code),
        "comparison": against_word(package, question.group, question.against, "sentence", language),
    }
    if not gap.ok:
        return language.say("{topic}: what can be said of {group} and {comparison}", **names)
    if not clear(gap):
        return language.say("{topic}: {group} and {comparison} do not clearly differ", **names)
    size = written(gap, language)
    if lower_is_gap(gap):
        return language.say("{topic}: {group}, {size} lower than {comparison}", size=size, **names)
    return language.say("{topic}: {group}, {size} higher than {comparison}", size=size, **names)


def rate_sentence(package: Package, rate: Measured, language: Language) -> str:
    """The indicator's own sentence with its numbers in it, and the counts behind them where they are published."""
    question = rate.question
    name = (
        against_word(package, question.group, question.against, "sentence", language)
        if question.measure == "comparison" else package.group_word(question.group, "sentence", language.code)
    )
    place = package.place_word(question.place, language.code)
    if not rate.ok:
        return language.say(
            "{topic}, {place}, {period}, {group}: {absence}.",
            topic=package.word(f"indicator/{question.indicator}/label", language.code), place=place,
            period=question.period, group=name, absence=absence(rate.reason, language).lower(),
        )
    pattern = package.word(f"indicator/{question.indicator}/sentence", language.code)
    if rate.numerator is not None and rate.denominator is not None:
        name = language.say("{group} ({counts})", group=name, counts=counts(rate, language))
    return pattern.format(place=place, value=written(rate, language), group=name, period=question.period)


def counts(rate: Measured, language: Language) -> str:
    """`1,799 of 2,517`, or the numerator alone where nothing else is published, or nothing."""
    if rate.numerator is not None and rate.denominator is not None:
        return language.say("{part} of {whole}", part=language.number(rate.numerator), whole=language.number(rate.denominator))
    return language.number(rate.numerator) if rate.numerator is not None else ""


def gap_sentence(gap: Measured, language: Language) -> str:
    """The difference and how far chance, or rounding, could move it."""
    if not gap.ok or gap.value is None:
        return language.say("The difference cannot be given: {absence}.", absence=absence(gap.reason, language).lower())
    size = written(gap, language)
    if gap.low is not None and gap.high is not None:
        low, high = sorted((abs(gap.low), abs(gap.high))) if clear(gap) else (gap.low, gap.high)
        ends = {
            "low": language.number(Fraction(low), gap.decimals), "high": language.number(Fraction(high), gap.decimals)
        }
        if clear(gap):
            return language.say(
                "The difference is {size}. In groups of this size, chance could move it between {low} and {high}.",
                size=size, **ends,
            )
        return language.say(
            "The difference is {size}, but in groups of this size chance could move it between {low} and {high}, "
            "so it may be none.", size=size, **ends,
        )
    if gap.bounds and not _sure(gap):
        low, high = sorted(abs(each) for each in gap.bounds)
        return language.say(
            "The difference is {size}; because the published rates are rounded, it lies between {low} and {high}.",
            size=size, low=language.number(low, gap.decimals), high=language.number(high, gap.decimals),
        )
    return language.say("The difference is {size}.", size=size)


def ratio_sentence(package: Package, ratio: Measured, language: Language) -> str:
    """The same as a ratio: absolute and relative always go together."""
    if not ratio.ok or ratio.value is None:
        return ""
    question = ratio.question
    return language.say(
        "As a ratio: the rate of {group} is {ratio} the rate of {comparison}.",
        group=package.group_word(question.group, "sentence", language.code), ratio=written(ratio, language),
        comparison=against_word(package, question.group, question.against, "sentence", language),
    )


def finding_of_trend(package: Package, before: Measured, now: Measured, change: Measured, language: Language) -> str:
    """The heading of a trend: what became of whose gap."""
    question = now.question
    facts = {
        "topic": package.word(f"indicator/{question.indicator}/short", language.code),
        "group": package.group_word(question.group, "sentence", language.code), "since": before.question.period,
    }
    if not before.ok or not now.ok:
        return language.say("{topic}, {group}: {since} to {period}", period=question.period, **facts)
    facts |= {"old": bare(before, language), "new": written(now, language)}
    outcome = verdict(change)
    if outcome == "narrowed":
        return language.say("{topic}, {group}: the gap narrowed since {since}, from {old} to {new}", **facts)
    if outcome == "widened":
        return language.say("{topic}, {group}: the gap widened since {since}, from {old} to {new}", **facts)
    if outcome == "no-clear-change":
        return language.say("{topic}, {group}: no clear change in the gap since {since} (from {old} to {new})", **facts)
    return language.say("{topic}, {group}: the gap went from {old} in {since} to {new}", **facts)


def verdict_sentence(before: Measured, now: Measured, change: Measured, language: Language) -> str:
    """Did the gap narrow? `Cannot tell` when it cannot be told."""
    if not before.ok or not now.ok or change.value is None:
        return language.say("Whether the gap has narrowed cannot be told from what is published.")
    facts = {
        "old": written(before, language), "since": before.question.period,
        "new": bare(now, language), "period": now.question.period,
    }
    outcome = verdict(change)
    if outcome == "narrowed":
        return language.say("The gap narrowed: {old} in {since}, {new} in {period}.", **facts)
    if outcome == "widened":
        return language.say("The gap widened: {old} in {since}, {new} in {period}.", **facts)
    if outcome == "no-clear-change":
        return language.say("The gap shows no clear change: {old} in {since}, {new} in {period}.", **facts)
    return language.say("The gap was {old} in {since} and {new} in {period}.", **facts)


def chance_sentence(change: Measured, language: Language) -> str:
    """What chance has to do with the change of a gap: its 95% interval in words, or why there is none."""
    outcome = verdict(change)
    if not change.ok:
        return ""
    if outcome == "cannot-tell" or change.low is None or change.high is None:
        return language.say(
            "How much of the change is chance cannot be told, because the number of students behind the rates is not "
            "published for every year."
        )
    low, high = sorted(abs(each) for each in (change.low, change.high))
    ends = {"low": language.number(Fraction(low), change.decimals), "high": language.number(Fraction(high), change.decimals)}
    if outcome == "narrowed":
        return language.say(
            "Chance alone would hardly explain this: the gap is smaller by {low} to {high} points (95% interval).", **ends
        )
    if outcome == "widened":
        return language.say(
            "Chance alone would hardly explain this: the gap is larger by {low} to {high} points (95% interval).", **ends
        )
    return language.say(
        "Chance alone could explain the difference: the gap may be smaller by {smaller} points or larger by {larger} "
        "(95% interval).",
        smaller=language.number(Fraction(abs(change.low)), change.decimals),
        larger=language.number(Fraction(abs(change.high)), change.decimals),
    )


def reading_of(question: Question, form: str, end: str, language: Language) -> str:
    """How to read the chart."""
    if form == "comparison":
        return language.say(
            "Each bar starts at zero; the track ends at {end}. The thin line on a bar shows how far chance could move "
            "the rate in a group of this size.", end=end,
        )
    return language.say(
        "Each line is a group; its name and latest rate stand at its end. The soft band shows how far chance could "
        "move the rate. The side scale goes from {low} to {high}.", low=end.split("|")[0], high=end.split("|")[1],
    )
