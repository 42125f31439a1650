"""What an audit found, in lines for people and as a report for programs. Never a number of a cell."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from plugins.equity.descriptors import Package
from plugins.equity.disclosure.attacks import EARLIER, EXPOSED, NARROW, Attacked
from plugins.equity.disclosure.published import REST, VALUE
from plugins.equity.disclosure.tallies import hidden_rates, tally_of


def line(attacked: Attacked, package: Package) -> str:
    """What was found in a package, for people."""
    counted, missing = tally_of(attacked, package), _missing(attacked, package)
    told = f"{package.id}: {counted.withheld:,} numbers withheld; "
    told += f"{counted.exposed:,} follow from what is shown, {counted.narrow:,} nearly"
    if missing:
        told += f"; {missing:,} of groups without a row do too"
    before = attacked.count(package.id, EARLIER)
    if before:
        told += f"; {before:,} were shown in an earlier release"
    doubtful = attacked.doubtful[package.id]
    if doubtful:
        told += f"; {doubtful:,} stand in sums that contradict each other or are very large: bounded roughly"
    return told + "."


def _missing(attacked: Attacked, package: Package) -> int:
    """How many numbers give way of groups that have no row."""
    return sum(each.missing for each in attacked.leaks if each.series.package.id == package.id)


def report_of(attacked: Attacked, package: Package) -> dict[str, Any]:
    """The same for programs; the cells of own figures alone are named."""
    counted = tally_of(attacked, package)
    told: dict[str, Any] = {
        "package": package.id,
        "origin": package.origin,
        "hash": package.hash,
        "withheld": counted.withheld,
        EXPOSED: counted.exposed,
        NARROW: counted.narrow,
        EARLIER: attacked.count(package.id, EARLIER),
        "missing": _missing(attacked, package),
        "roughly": counted.roughly,
        "indicators": list(_by_indicator(attacked, package)),
    }
    if package.origin == "own":
        told["cells"] = [
            {
                "indicator": each.series.indicator.id,
                "role": each.role,
                "period": period,
                "place": place,
                "group": dict(group),
                "verdict": each.verdict,
            }
            for each in attacked.leaks
            if each.series.package.id == package.id
            for period, place, group in [each.series.grid.name(each.at)]
        ]
    return told


def _by_indicator(attacked: Attacked, package: Package) -> Iterator[dict[str, Any]]:
    """The same by indicator and role: numerators, denominators, and as `value` counts or rates.

    Which numbers are withheld because they are small, and which to protect those, is not told: one mark
    stands for both.
    """
    facts = attacked.facts
    for series in [each for each in facts.series if each.package.id == package.id]:
        roles = [each for each in series.roles if each != REST]
        hidden = {role: int(facts.withheld[series.cells(role)].sum()) for role in roles}
        hidden.setdefault(VALUE, hidden_rates(series))
        for role, many in hidden.items():
            leaks = [each.verdict for each in attacked.leaks if each.series is series and each.role == role]
            yield {
                "indicator": series.indicator.id,
                "role": role,
                "withheld": many,
                **{verdict: leaks.count(verdict) for verdict in (EXPOSED, NARROW, EARLIER)},
            }


def written(report: Mapping[str, Any]) -> str:
    """The report as JSON, the same bytes for the same findings."""
    return json.dumps(report, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
