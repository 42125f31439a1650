"""The command: `plumbline check | preview | publish` (or `python -m plugins ...`). Exit status 0 only when
all is well.
"""

import argparse
import logging
import sys
from os import environ
from pathlib import Path

from pelican import Pelican
from pelican.settings import read_settings

from plugins.auditing import audit_packages, written
from plugins.bench import bench, growth
from plugins.catalogues import update
from plugins.checks import ASIDE
from plugins.edition import CHECK, MODE, PREVIEW, PUBLISH
from plugins.equity.editions import Edition, open_edition
from plugins.equity.languages import open_languages
from plugins.equity.ledgers import ledger_path, read_ledger, release_of, with_release
from plugins.equity.policies import DEFAULTS, Policy
from plugins.equity.problems import Problem, arrange, count, did_you_mean, errors, tell
from plugins.equity.records import record, record_path
from plugins.equity.reports import read_site
from plugins.intake.describing import describe_again
from plugins.intake.importing import run_import
from plugins.intake.suggesting import suggest
from plugins.packagewords import update_packages
from plugins.preview import preview
from plugins.protecting import protect_extract
from plugins.publishing import RefusedError, publish

IMPORT, TRANSLATE, FREEZE, BENCH = "import", "translate", "freeze", "bench"
AUDIT, PROTECT, LEDGER = "audit", "protect", "ledger"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="plumbline", description="Public equity reports from data packages and Markdown."
    )
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser(CHECK, help="read everything and tell every problem; write nothing")
    look = commands.add_parser(PREVIEW, help="show the site on this machine and follow every save")
    look.add_argument("--port", type=int, default=8000, help="where to serve it (default 8000)")
    public = commands.add_parser(
        PUBLISH, help="build the public site; with any error the old one stays as it is"
    )
    public.add_argument("--output", type=Path, default=None, help="the folder of the site (default: output)")
    bring = commands.add_parser(
        IMPORT, help="make a package's tables from the publisher's files, by its recipe"
    )
    bring.add_argument("recipe", nargs="?", help="the folder in datapackages, or the path of a recipe")
    bring.add_argument("--to", type=Path, default=None, help="another folder for the tables")
    bring.add_argument("--suggest", type=Path, metavar="FILE", help="propose a recipe for a file")
    bring.add_argument("--package", help="with --suggest: write the recipe into a new package of this name")
    bring.add_argument(
        "--describe",
        action="store_true",
        help="add to datapackage.json what the recipe needs; import nothing",
    )
    commands.add_parser(
        TRANSLATE, help="bring the catalogues of the site and of its packages in step, list what is missing"
    )
    freeze = commands.add_parser(
        FREEZE, help="write down what a cycle shows, so that later builds keep to it"
    )
    freeze.add_argument("cycle", help="the cycle's folder in content/reports, such as 2019")
    ledger = commands.add_parser(
        LEDGER, help="write down which numbers the packages show, so that nobody withholds them in vain later"
    )
    ledger.add_argument("release", help="the name of this release: a date or a version, such as 2026-11-25")
    ledger.add_argument("packages", nargs="*", help="folders in datapackages (default: all)")
    speed = commands.add_parser(BENCH, help="measure how long the work takes, on a copy, as ratios")
    speed.add_argument("--runs", type=int, default=3, help="runs per figure; the median is told (default 3)")
    speed.add_argument(
        "--rows", action="store_true", help="measure opening data packages of up to 3.5 million rows instead"
    )
    safe = commands.add_parser(
        PROTECT, help="make a package that may be published from a private extract of exact counts"
    )
    safe.add_argument("extract", type=Path, help="the folder of the extract, outside the repository")
    safe.add_argument(
        "--to", type=Path, help="where to write it (default: datapackages/<name of the extract>)"
    )
    safe.add_argument(
        "--last", type=Path, help="the last release, whose pattern is kept (default: what lies there)"
    )
    safe.add_argument("--date", default="", help="the day to write into the summary, such as 2026-09-01")
    look = commands.add_parser(AUDIT, help="attack packages: which withheld numbers follow from shown ones")
    look.add_argument("packages", nargs="*", help="names of folders in datapackages (default: all)")
    look.add_argument("--earlier", type=Path, help="a folder with earlier releases, which everybody may have")
    look.add_argument(
        "--explain", action="store_true", help="name the figures that give a number away; for your eyes only"
    )
    look.add_argument("--json", type=Path, help="write a report for programs to this file")
    inner = commands.add_parser("build", help="build once (used by preview)")
    inner.add_argument(
        "--preview", action="store_true", help="go on in spite of problems and show them in the pages"
    )
    inner.add_argument("--output", type=Path, default=None)
    return made


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    options = parser().parse_args(arguments)
    root = Path.cwd()
    if not (root / "pelicanconf.py").is_file():
        print("There is no pelicanconf.py here; run this in the folder of the site.", file=sys.stderr)
        return 1
    simple = {
        PREVIEW: lambda: preview(root, root / ".preview", options.port),
        CHECK: lambda: _run(root, CHECK, root / ".cache" / "unused"),
        BENCH: lambda: _bench(root, options),
        IMPORT: lambda: _import(root, options),
        TRANSLATE: lambda: _translate(root),
        FREEZE: lambda: _freeze(root, options.cycle),
        LEDGER: lambda: _ledger(root, options.release, options.packages),
        AUDIT: lambda: _disclosure(root, options),
        PROTECT: lambda: _disclosure(root, options),
    }
    if options.command in simple:
        return simple[options.command]()
    return _build(root, options)


def _build(root: Path, options: argparse.Namespace) -> int:
    """A whole site, built aside and swapped in when all is well."""
    mode = PREVIEW if options.command == "build" and options.preview else PUBLISH
    output = options.output or root / ("output" if mode == PUBLISH else ".preview")
    status = 0

    def build(folder: Path) -> None:
        nonlocal status
        status = _run(root, mode, folder)
        if status:
            raise _StoppedError

    try:
        publish(output.absolute(), build, root)
    except _StoppedError:
        return status
    except RefusedError as refused:
        print(f"{refused}\nNothing was published, nothing was touched.", file=sys.stderr)
        return 1
    print(f"Published to {output}." if mode == PUBLISH else f"Built in {output}.")
    return 0


class _StoppedError(Exception):
    """A build that told its problems and must not be swapped in."""


def _run(root: Path, mode: str, output: Path) -> int:
    """One build by Pelican. Its own exceptions are programming errors and are shown as such."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    sys.path.insert(0, str(root))
    file = root / ("pelicanconf.py" if mode == PREVIEW else "publishconf.py")
    settings = read_settings(str(file), override={"OUTPUT_PATH": str(output), MODE: mode, ASIDE: True})
    try:
        Pelican(settings).run()
    except SystemExit as stop:
        if isinstance(stop.code, str):
            print(stop.code, file=sys.stderr)
            return 1
        return int(stop.code or 0)
    return 0


def _bench(root: Path, options: argparse.Namespace) -> int:
    """How long the work takes, line by line as it is known."""
    for line in growth() if options.rows else bench(root, options.runs):
        print(line, flush=True)
    return 0


def _import(root: Path, options: argparse.Namespace) -> int:
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


def _disclosure(root: Path, options: argparse.Namespace) -> int:
    """Protect an extract or attack packages, by the rules of the site."""
    rules = DEFAULTS
    if (root / "content" / "site.yaml").is_file():
        site, problems = read_site(root)
        if site is None:
            print(tell(problems), file=sys.stderr)
            return 1
        rules = site.policy
    return _protect(root, options, rules) if options.command == PROTECT else _audit(root, options, rules)


def _protect(root: Path, options: argparse.Namespace, rules: Policy) -> int:
    """Protect an extract; what is printed holds no number of it that is withheld."""
    made = protect_extract(options.extract, root, options.to, options.last, options.date, rules)
    if made.problems:
        print(tell(made.problems), file=sys.stderr)
    if not made.summary:
        print(f"{count(made.problems)}; nothing was written.", file=sys.stderr)
        return 1
    print(made.summary)
    return 0


def _audit(root: Path, options: argparse.Namespace, rules: Policy) -> int:
    """Attack packages; status 1 when own figures give way."""
    answer = audit_packages(
        root,
        options.packages,
        options.earlier,
        explain=options.explain,
        ci=bool(environ.get("CI")),
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


def _freeze(root: Path, name: str) -> int:
    """Write a cycle's record, unless something is wrong with what it would show."""
    edition = open_edition(root, root / ".cache" / "plumbline")
    cycle = next((each for each in edition.cycles if each.id == name), None)
    if errors(edition.problems):
        print(tell(edition.problems), file=sys.stderr)
        print(f"{count(edition.problems)}; nothing was written.", file=sys.stderr)
        return 1
    if cycle is None:
        hint = did_you_mean(name, [each.id for each in edition.cycles])
        print(f"There is no cycle '{name}' in content/reports. {hint}".strip(), file=sys.stderr)
        return 1
    path = record_path(root, cycle)
    if path.exists():
        print(
            f"{path.relative_to(root)} exists: this cycle was published before. A changed number needs a "
            "correction, not a new record; to begin anew, remove the file yourself.",
            file=sys.stderr,
        )
        return 1
    texts, found = _releases(edition, release_of(cycle.id, cycle.date), list(edition.packages))
    if found:
        print(f"{tell(found)}\n{count(found)}; nothing was written.", file=sys.stderr)
        return 1
    _write(root, {path: record(edition, cycle), **texts})
    return 0


def _ledger(root: Path, release: str, names: list[str]) -> int:
    """Add a release to the ledgers of packages, unless something is wrong with a package or a ledger."""
    edition = open_edition(root, root / ".cache" / "plumbline")
    known = list(edition.packages)
    unknown = [name for name in names if name not in known]
    for name in unknown:
        hint = did_you_mean(name, known)
        print(f"There is no sound package '{name}' in datapackages. {hint}".strip(), file=sys.stderr)
    texts, found = _releases(edition, release, [name for name in names or known if name in known])
    told = arrange((*errors(edition.problems), *found))
    if told:
        print(f"{tell(told)}\n{count(told)}; nothing was written.", file=sys.stderr)
    if told or unknown:
        return 1
    _write(root, texts)
    if not texts:
        print("The ledgers have these very files already.")
    return 0


def _releases(edition: Edition, release: str, names: list[str]) -> tuple[dict[Path, str], list[Problem]]:
    """The ledgers that have to be written, with one more release."""
    texts: dict[Path, str] = {}
    problems: list[Problem] = []
    for name in names:
        path = ledger_path(edition.root, name)
        document, faults = read_ledger(edition.root, name)
        problems.extend(faults)
        try:
            text = None if faults else with_release(document, edition.package(name), release)
        except ValueError:
            message = f"There is a release '{release}' already, of other files."
            where = path.relative_to(edition.root).as_posix()
            problems.append(Problem(where, 0, "ledger-release-twice", message, "Give this one another name."))
            continue
        if text is not None:
            texts[path] = text
    return texts, problems


def _write(root: Path, texts: dict[Path, str]) -> None:
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
        print(f"Wrote {path.relative_to(root)}; commit it.")


def _translate(root: Path) -> int:
    """Catalogues in step; status 1 while something is left to translate."""
    site, left = read_site(root)
    if site is not None:
        known, found = open_languages(site.languages, root / "theme" / "translations", root)
        codes = tuple(each.code for each in known)
        left += tuple(each for each in found if each.code == "language-unknown")
        left += (*update(root, codes), *update_packages(root, codes))
    if left:
        print(tell(left))
    print(f"{count(left)}.")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
