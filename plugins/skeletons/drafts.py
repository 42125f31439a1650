"""The folder of a new report: its facts, resolved against the packages, and a text in every language."""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plugins.equity.editions import Edition
from plugins.equity.problems import Problem
from plugins.equity.reports import Cycle, Report
from plugins.equity.resolving import read_report
from plugins.equity.sources import parse_yaml, read_text

from .facts import Facts, report_text
from .words import Outline, text

_NAMED = re.compile(r"^###\s+(.*?)\s*\{#([a-z0-9_-]+)\}\s*$", re.M)


@dataclass(frozen=True)
class Draft:
    """A new report: its files by their path in the project, or what is wrong with its facts.

    A problem's path is then the key of `report.yaml` that it is about.
    """

    files: Mapping[str, str]
    problems: tuple[Problem, ...]


def draft(
    edition: Edition,
    cycle: Cycle,
    slug: str,
    given: Mapping[str, Any],
    notes: Mapping[str, str],
    earlier: Report | None = None,
) -> Draft:
    """The files of a report about `given`. `earlier` is the report of the year before: it lends the names of
    its interventions, not its words.
    """
    facts = Facts(given, notes, tuple(_prompts(edition, given, cycle)))
    report, problems = _resolved(edition, cycle, slug, report_text(facts))
    if report is None:
        return Draft({}, problems)
    facts = replace(facts, forms=tuple(_forms(edition, report)))
    home = f"content/reports/{cycle.id}/{slug}"
    files = {f"{home}/report.yaml": report_text(facts)}
    preparing = edition.site.preparing if edition.site else ()
    for language in [each for each in edition.languages if each.code not in preparing]:
        outline = Outline(
            stage=report.stage,
            baseline=report.baseline,
            period=cycle.period,
            names=_names(edition, report, earlier, language.code),
            figures=tuple(id_ for id_, _ in facts.forms),
            target=report.target.by if report.target else "",
        )
        files[f"{home}/{language.code}.md"] = text(outline, language)
    return Draft(files, ())


def _prompts(edition: Edition, given: Mapping[str, Any], cycle: Cycle) -> list[str]:
    """Facts that only the author knows."""
    target = given.get("target")
    asked = []
    if target is None:
        asked.append(
            "target: {value: 80, by: 2025-26, evidence: illustration}, the goal; or delete this line"
        )
    elif str(target["by"]) < cycle.period:
        asked.append(
            f"a new target: the one above was for {target['by']}, and this edition reads {cycle.period}"
        )
    if "leading" not in given:
        early = _early(edition, str(given.get("indicator")))
        asked.append(f"leading: [{early}], what moves before the main number; or delete this line")
    return asked


def _early(edition: Edition, main: str) -> str:
    """An indicator that the packages have and that moves early, as `report.yaml` names it."""
    for id_, protected in edition.packages.items():
        for indicator, each in protected.package.indicators.items():
            if each.timing == "leading" and indicator != main:
                return f"{{id: early, package: {id_}, indicator: {indicator}}}"
    return "{id: early, package: its-package, indicator: its-indicator}"


def _resolved(
    edition: Edition, cycle: Cycle, slug: str, yaml: str
) -> tuple[Report | None, tuple[Problem, ...]]:
    """The report that a text of `report.yaml` comes to, by the reader of all reports."""
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(aside) / "content" / "reports" / cycle.id / slug
        folder.mkdir(parents=True)
        (folder / "report.yaml").write_text(yaml, "utf-8")
        report, problems = read_report(folder, cycle, edition.packages, Path(aside))
    keys = {line: str(key[0]) for key, line in parse_yaml(yaml, "")[0].lines.items() if len(key) == 1}
    return report, tuple(replace(each, path=keys.get(each.line, ""), line=0) for each in problems)


def _forms(edition: Edition, report: Report) -> list[tuple[str, Mapping[str, Any]]]:
    """The figures that the facts can fill: where the groups stand now, and the way there."""
    forms: list[tuple[str, Mapping[str, Any]]] = []
    if report.main.group:
        forms.append(("where-we-are", {"form": "comparison", "dimension": report.main.group[0][0]}))
    known = edition.packages[report.package].periods(report.main.indicator)
    if len([each for each in known if report.baseline <= each <= report.cycle.period]) > 1:
        forms.append(("over-time", {"form": "trend"}))
    return forms


def _names(edition: Edition, report: Report, earlier: Report | None, code: str) -> dict[str, str]:
    """What the interventions are called in a language; their ids where no text says it."""
    names = {each.id: each.id.replace("-", " ").capitalize() for each in report.interventions}
    if earlier is not None:
        path = edition.root / "content" / "reports" / earlier.cycle.id / earlier.slug / f"{code}.md"
        told = read_text(path, edition.root)[0] if path.is_file() else ""
        names |= {id_: name for name, id_ in _NAMED.findall(told) if id_ in names}
    return names
