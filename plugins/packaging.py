"""The commands that make packages or attack them: `import`, `survey`, `protect`, `audit`, with a status."""

import argparse
import sys
from os import environ
from pathlib import Path

from plugins.answers import written
from plugins.auditing import audit_packages
from plugins.commandline import PROTECT, SURVEY
from plugins.equity.policies import DEFAULTS, Policy
from plugins.equity.problems import count, tell
from plugins.equity.reports import read_site
from plugins.intake.describing import describe_again
from plugins.intake.importing import run_import
from plugins.intake.suggesting import suggest
from plugins.protecting import protect_extract
from plugins.rereading import is_site, reread
from plugins.surveying import count_survey


def bring_in(root: Path, options: argparse.Namespace) -> int:
    """A package's tables by its recipe, or a recipe proposed; status 1 when nothing was written."""
    if (options.suggest is None) == (options.recipe is None) or (options.describe and options.suggest):
        print(
            "Say one of: plumbline import NAME, plumbline import NAME --describe, "
            "plumbline import --suggest FILE.",
            file=sys.stderr,
        )
        return 1
    if options.suggest is not None:
        outcome = suggest(root, options.suggest, options.package)
    elif options.describe:
        outcome = describe_again(root, options.recipe)
    else:
        outcome = run_import(root, options.recipe, options.to)
    if outcome.problems:
        print(tell(outcome.problems), file=sys.stderr)
    for line in outcome.lines:
        print(line)
    if not outcome.written:
        print(f"{count(outcome.problems)}; nothing was written.", file=sys.stderr)
        return 1
    return 0


def disclose(root: Path, options: argparse.Namespace) -> int:
    """Count a survey, protect an extract or attack packages, by the rules of the site."""
    rules = DEFAULTS
    if (root / "content" / "site.yaml").is_file():
        site, problems = read_site(root)
        if site is None:
            print(tell(problems), file=sys.stderr)
            return 1
        rules = site.policy
    if options.command == SURVEY:
        return _survey(root, options, rules)
    return _protect(root, options, rules) if options.command == PROTECT else _audit(root, options, rules)


def _survey(root: Path, options: argparse.Namespace, rules: Policy) -> int:
    """Count a survey's export; what is printed holds nothing that anybody answered."""
    made = count_survey(root, options.name, options.files, options.to, rules)
    if made.problems:
        print(tell(made.problems), file=sys.stderr)
    if not made.written:
        print(f"{count(made.problems)}; nothing was written.", file=sys.stderr)
        return 1
    for line in made.lines:
        print(line)
    return 0


def _protect(root: Path, options: argparse.Namespace, rules: Policy) -> int:
    """Protect an extract; what is printed holds no number of it that is withheld."""
    made = protect_extract(
        options.extract, root, options.to, options.last, options.date, rules, thorough=options.thorough
    )
    if made.problems:
        print(tell(made.problems), file=sys.stderr)
    if not made.summary:
        print(f"{count(made.problems)}; nothing was written.", file=sys.stderr)
        return 1
    print(made.summary)
    # Not done here: what is tried out and never committed was not published, and a ledger says what was.
    name = (options.to or options.extract).name
    print(f"When you commit it: plumbline ledger {options.date or '2026-09-01'} {name}")
    return 0


def _audit(root: Path, options: argparse.Namespace, rules: Policy) -> int:
    """Attack packages; status 1 when own figures give way."""
    if options.write and options.earlier:
        print("--write keeps what packages give away by themselves: leave out --earlier.", file=sys.stderr)
        return 1
    if options.write and not all((root / "datapackages" / each).is_dir() for each in options.packages):
        print("--write is for the packages of this site: name those, or none.", file=sys.stderr)
        return 1
    known = {each.parent.name for each in (root / "datapackages").glob("*/datapackage.json")}
    sites = [each for each in options.packages if each not in known and is_site(Path(each))]
    site = reread(root, Path(sites[0])) if len(sites) == 1 else None
    if sites and site is None:
        if len(sites) > 1:
            print("Name one built site at a time.", file=sys.stderr)
        return 1
    answer = audit_packages(
        root,
        [each for each in options.packages if each not in sites],
        options.earlier,
        explain=options.explain,
        ci=bool(environ.get("CI")),
        write=options.write,
        site=site,
        cache=root / ".cache" / "plumbline",
        base=rules,
    )
    for line in answer.lines:
        print(line)
    if answer.problems:
        print(tell(answer.problems), file=sys.stderr)
        print(f"{count(answer.problems)}.", file=sys.stderr)
    if options.json is not None and answer.report:
        options.json.write_text(written(answer.report), "utf-8", newline="\n")
    return answer.status
