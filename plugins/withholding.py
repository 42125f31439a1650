"""What a data page says of the numbers that are not shown: by which rules, how many, and what a mark means.

For figures of the publisher's own these are the rules of its policy, a sentence each; for republished ones
the rule is its publisher's, in the package's words.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from plugins.equity.descriptors import Package
from plugins.equity.disclosure import Protected, policy_of
from plugins.equity.disclosure.tallies import Tally
from plugins.equity.labels import override_key
from plugins.equity.languages import Language
from plugins.equity.policies import Policy
from plugins.equity.reports import Site


def withholding(
    protected: Protected, language: Language, site: Site, given: Tally | None = None
) -> dict[str, Any]:
    """The part of a data page about withholding, finished words, by the rules of package and site.

    `given`: how much gives way of what another publisher withheld; None where nobody knows.
    """
    package = protected.package
    policy = policy_of(package, site.policy) if package.origin == "own" else None
    rules = _rules(policy, language) if policy else _theirs(package, language)
    return {
        "meaning": _meaning(language),
        "rules": list(rules),
        "exceptions": list(_exceptions(package, policy, language, site)) if policy else [],
        "count_text": _count(protected, language),
        "by_table": _by_table(protected, language),
        **_given_away(protected, given, language),
    }


def _meaning(language: Language) -> str:
    """What stands behind the word, wherever it stands."""
    return language.say(
        "Withheld means: there is a number, and it is not shown, to protect students' privacy. One word "
        "stands for every reason. Why a single number is withheld is not public, because that would tell how "
        "large it is."
    )


def _theirs(package: Package, language: Language) -> Iterator[str]:
    if "rule" in package.descriptor["equity"]["origin"]:
        yield package.word("origin/rule", language.code)
    yield language.say(
        "The publisher decided which numbers are withheld. We show none of them, and work none of them out "
        "from other numbers."
    )


def _given_away(protected: Protected, given: Tally | None, language: Language) -> dict[str, Any]:
    """How many of another publisher's withheld numbers follow from those that it shows, and never which."""
    if protected.package.origin == "own" or not sum(protected.withheld().values()):
        return {"given_text": "", "given": []}
    if given is None:
        text = language.say(
            "How many of the withheld numbers follow from those that the publisher shows has not been worked "
            "out yet."
        )
        return {"given_text": text, "given": []}
    exactly, nearly, before = (language.number(each) for each in (given.exposed, given.narrow, given.before))
    told = [
        language.say("Follow exactly: at least {count}", count=exactly) if given.exposed else "",
        language.say("Follow nearly: at least {count}", count=nearly) if given.narrow else "",
        language.say("Were shown in an earlier release: {count}", count=before) if given.before else "",
    ]
    if any(told):
        text = language.say(
            "Some of the withheld numbers follow from those that the publisher shows, or nearly: only a few "
            "values are possible. We count them, so that this is known. We show none of them, and do not say "
            "which they are."
        )
    else:
        text = language.say(
            "A program tried to work out the withheld numbers from those that the publisher shows. It found "
            "none that follows, not even nearly."
        )
    return {"given_text": text, "given": [each for each in told if each]}


def _rules(policy: Policy, language: Language) -> Iterator[str]:
    """Each rule that decides what readers see, in the order in which it is applied."""
    yield _sentence("min_n", policy, language)
    if policy.min_cell > 1:
        yield _sentence("min_cell", policy, language)
    yield _sentence("zero_policy", policy, language)
    yield _sentence("percent_decimals", policy, language)
    yield _sentence("publish_counts", policy, language)
    yield _sentence("residual_min", policy, language)
    yield _sentence("min_interval", policy, language)


def _sentence(key: str, policy: Policy, language: Language) -> str:
    """One rule in words."""
    if key == "min_n":
        smallest = language.number(policy.min_n)
        return language.say("Groups of fewer than {number} students are not shown.", number=smallest)
    if key == "min_cell":
        return language.say(
            "A rate is withheld, or given as a range, where it counts fewer than {number} students of a "
            "group, or where fewer than {number} of the group are not counted.",
            number=language.number(policy.min_cell),
        )
    if key == "zero_policy":
        if policy.zero_policy == "hide":
            return language.say("A zero is withheld like any other small number.")
        return language.say("A count of zero may be shown.")
    if key == "percent_decimals":
        return " ".join(_decimals(policy, language))
    if key == "publish_counts":
        if policy.publish_counts:
            return language.say("Beside a rate stands how many students were counted.")
        return language.say("Beside a rate stands how large the group is, not how many of it were counted.")
    if key == "residual_min" and policy.residual_min > 1:
        return language.say(
            "More numbers are withheld so that a small one cannot be worked out by subtraction: what is "
            "withheld together is at least {number} students.",
            number=language.number(policy.residual_min),
        )
    if key == "residual_min":
        return language.say(
            "More numbers are withheld so that a small one cannot be worked out by subtraction."
        )
    if key == "min_interval":
        return language.say(
            "At every publication a program tries to work out each withheld count from all that is shown. At "
            "least {number} whole numbers must remain possible.",
            number=language.number(policy.min_interval + 1),
        )
    return language.say("Rates near 0% and 100% are given in narrower ranges.")


def _decimals(policy: Policy, language: Language) -> Iterator[str]:
    for start, decimals in policy.percent_decimals:
        if start == 0 and decimals == 0:
            yield language.say("Percentages are rounded to whole numbers.")
        elif start == 0:
            yield language.say_many(
                "Percentages are rounded to one decimal.",
                "Percentages are rounded to {count} decimals.",
                decimals,
            )
        else:
            yield language.say_many(
                "In groups of {number} students or more they have one decimal.",
                "In groups of {number} students or more they have {count} decimals.",
                decimals,
                number=language.number(start),
            )


def _exceptions(package: Package, policy: Policy, language: Language, site: Site) -> Iterator[str]:
    """Rules that are looser than usual: since when, and the written reason.

    The site's own reasons stand in its facts once, in the language in which it is written.
    """
    for each in site.policy.overrides:
        rule, day = _sentence(each.key, policy, language), language.day(date.fromisoformat(each.date))
        if language.code == site.default_language:
            yield language.say(
                "{rule} This is looser than usual, since {day}. The reason: {reason}",
                rule=rule,
                day=day,
                reason=each.reason,
            )
        else:
            yield language.say("{rule} This is looser than usual, since {day}.", rule=rule, day=day)
    said = package.descriptor["equity"].get("policy", {}).get("overrides", ())
    for each in said:
        made = next(one for one in policy.overrides if (one.key, one.date) == (each["key"], each["date"]))
        yield language.say(
            "{rule} This is looser than usual, since {day}. The reason: {reason}",
            rule=_sentence(made.key, policy, language),
            day=language.day(date.fromisoformat(made.date)),
            reason=package.word(override_key(each), language.code),
        )


def _count(protected: Protected, language: Language) -> str:
    count = sum(protected.withheld().values())
    if not count:
        return language.say("No number in this package is withheld.")
    return language.say_many(
        "One number in this package is withheld.", "{count} numbers in this package are withheld.", count
    )


def _by_table(protected: Protected, language: Language) -> list[str]:
    """How many of each indicator, where there are several."""
    counts, package = protected.withheld(), protected.package
    if len(counts) < 2:
        return []
    return [
        language.say(
            "{label}: {count}",
            label=package.word(f"indicator/{id_}/label", language.code),
            count=language.number(count),
        )
        for id_, count in counts.items()
    ]
