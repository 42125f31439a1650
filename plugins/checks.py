"""Tells every problem at once; a publish with errors stops before anything is written. Then checks what was
written.

In a preview nothing stops: the page shows a box where the thing should be.
"""

import sys
from pathlib import Path
from typing import Any

from pelican import Pelican, signals

from plugins.answering import unanswered
from plugins.checklist import as_text, checklist
from plugins.edition import AUDIT, CHECK, CRASHES, FREEZE, MODE, PREVIEW, PUBLISH, edition_of, problems_of
from plugins.equity.editions import Edition
from plugins.equity.problems import Problem, arrange, count, errors, tell
from plugins.links import broken_links
from plugins.pages import CHECKLIST, WRITTEN
from plugins.references import RESERVED, RESERVED_IN_CYCLE
from plugins.scan import scan_output

ASIDE = "PLUMBLINE_ASIDE"
"""The setting by which the command says that it builds aside; plain `pelican` writes in place."""


def judge(generators: list[Any]) -> None:
    """Everything is read and nothing is written: tell, and stop where that is due."""
    settings = generators[0].settings
    for crash in settings[CRASHES]:
        raise crash
    mode = settings.get(MODE, PREVIEW)
    problems = problems_of(settings)
    context = generators[0].context
    problems.extend(_untold(settings, context))
    if mode == FREEZE:
        raise SystemExit(0)  # whoever freezes tells the problems
    if mode in (CHECK, PREVIEW):
        problems.extend(unanswered(edition_of(settings)))
    told = arrange(problems)
    texts = len(context["articles"]) + len(context["pages"])
    settings[CHECKLIST] = checklist(edition_of(settings), told, texts)
    if told:
        # Not by Pelican's log, which shows a warning only once per process and folds lines at 80 letters.
        sys.stderr.write(f"{tell(told)}\n")
    if mode == CHECK and errors(told):
        sys.stdout.write(f"{as_text(settings[CHECKLIST])}\n")
    # Without the site's own facts there is no page on which a preview could show anything.
    if errors(told) and (mode != PREVIEW or not edition_of(settings).languages):
        raise SystemExit(f"{count(told)}; nothing was {'audited' if mode == AUDIT else 'published'}.")
    if mode in (CHECK, PUBLISH):
        sys.stdout.write("".join(f"{each}\n" for each in given_away(edition_of(settings))))
    if mode == CHECK:
        sys.stdout.write(f"{count(told)}. {_inventory(settings, texts)}\n{as_text(settings[CHECKLIST])}\n")
        raise SystemExit(0)
    if told:
        sys.stderr.write(f"{count(told)}.\n")


def _untold(settings: dict[str, Any], context: dict[str, Any]) -> list[Problem]:
    """Reports whose facts have no words at all."""
    edition = edition_of(settings)
    written = {(each.cycle, each.slug) for each in context["articles"] if hasattr(each, "cycle")}
    found = []
    reports = [(each.cycle.id, each.slug) for each in edition.reports]
    for report in [each for each in edition.reports if each.slug not in RESERVED_IN_CYCLE]:
        if (report.cycle.id, report.slug) not in written and edition.site is not None:
            name = f"content/reports/{report.cycle.id}/{report.slug}/{edition.site.default_language}.md"
            found.append(Problem(name, 0, "file-missing", "This report has facts but no text.", "Write it."))
    for year, slug in sorted({*reports, *edition.unusable}):
        if slug in RESERVED_IN_CYCLE:
            name = f"content/reports/{year}/{slug}/report.yaml"
            message = f"Every year has a page of its own at the address of '{slug}'."
            found.append(Problem(name, 0, "page-reserved", message, "Give the folder another name."))
    for cycle in edition.cycles:
        if cycle.id in RESERVED:
            name = f"content/reports/{cycle.id}/cycle.yaml"
            message = f"The address of '{cycle.id}' belongs to the site itself."
            found.append(Problem(name, 0, "page-reserved", message, "Give the folder another name."))
    return found


def given_away(edition: Edition) -> list[str]:
    """A line for each republished package of which numbers are withheld: how many of them give way."""
    found = []
    for id_, given in edition.tallies.items():
        if given is not None and given.withheld:
            told = f"{id_}: its publisher withholds {given.withheld:,} numbers; from those that it shows "
            told += f"at least {given.exposed:,} follow, and {given.narrow:,} nearly"
            told += f"; {given.before:,} were shown in an earlier release" if given.before else ""
            found.append(f"{told}. The site shows none of them.")
    return found


def _inventory(settings: dict[str, Any], texts: int) -> str:
    edition = edition_of(settings)
    return (
        f"{len(edition.packages)} data packages, {len(edition.reports)} reports, "
        f"{texts} texts, {len(edition.languages)} languages."
    )


def inspect_output(pelican: Pelican) -> None:
    """What was built is read back: every link inside the site leads somewhere, and nothing is shown that a
    package withholds. Otherwise it is not published.
    """
    settings = pelican.settings
    if settings.get(MODE) == AUDIT:
        return
    output, public = Path(settings["OUTPUT_PATH"]), settings.get(MODE, PREVIEW) != PREVIEW
    build, pages = settings[WRITTEN]
    drafts = (each.id for each in edition_of(settings).cycles if public and each.status != "published")
    found = scan_output(output, build, pages, Path(settings["THEME"]), frozenset(drafts))
    told = arrange((*broken_links(output), *found.problems))
    if told:
        sys.stderr.write(f"{tell(told)}\n")
    if errors(told) and public:
        written = f"the pages in {output} are not fit to publish"
        end = "nothing was published" if settings.get(ASIDE) else written
        raise SystemExit(f"{count(told)} in the built pages; {end}.")


def register() -> None:
    """Connect to Pelican."""
    signals.all_generators_finalized.connect(judge)
    signals.finalized.connect(inspect_output)
