"""The words of the command line: every command, what it takes, one line of help each."""

import argparse
from pathlib import Path

from plugins.edition import CHECK, PREVIEW, PUBLISH

IMPORT, TRANSLATE, FREEZE, BENCH = "import", "translate", "freeze", "bench"
AUDIT, PROTECT, LEDGER, NEW = "audit", "protect", "ledger", "new"
PDF, SURVEY = "pdf", "survey"


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
    _add_new(commands)
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
    paper = commands.add_parser(PDF, help="make a PDF of a published year, by the Chromium of this machine")
    paper.add_argument("cycle", help="the cycle's folder in content/reports, such as 2019")
    paper.add_argument("--language", help="the code of one language (default: every one that is published)")
    paper.add_argument("--to", type=Path, help="the folder for the PDF (default: where the site's is)")
    paper.add_argument("--output", type=Path, default=None, help="the folder of the site (default: output)")
    speed = commands.add_parser(BENCH, help="measure how long the work takes, on a copy, as ratios")
    speed.add_argument("--runs", type=int, default=3, help="runs per figure; the median is told (default 3)")
    speed.add_argument(
        "--rows", action="store_true", help="measure opening data packages of up to 3.5 million rows instead"
    )
    speed.add_argument(
        "--hiding", action="store_true", help="measure what is hidden of invented school tables, and how fast"
    )
    speed.add_argument(
        "--measures", action="store_true", help="measure the measures over 3.5 million rows instead"
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
    safe.add_argument(
        "--thorough", action="store_true", help="take several times as long to hide a percent or two fewer"
    )
    look = commands.add_parser(
        AUDIT, help="attack packages, or a built site: which withheld numbers follow from shown ones"
    )
    look.add_argument(
        "packages",
        nargs="*",
        metavar="PACKAGE | FOLDER",
        help="names of folders in datapackages, any other package's folder, or a built site such as 'output' "
        "(default: all packages)",
    )
    look.add_argument("--earlier", type=Path, help="a folder with earlier releases, which everybody may have")
    look.add_argument(
        "--explain", action="store_true", help="name the figures that give a number away; for your eyes only"
    )
    look.add_argument("--json", type=Path, help="write a report for programs to this file")
    look.add_argument(
        "--write",
        action="store_true",
        help="keep the counts of republished packages beside them, for builds to show",
    )
    heard = commands.add_parser(
        SURVEY, help="count a survey's export by theme and group, outside of the repository, for `protect`"
    )
    heard.add_argument("name", help="the folder in datapackages with survey.yaml")
    heard.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="the exports, outside the repository; of several years 2018-19=FILE",
    )
    heard.add_argument(
        "--to", type=Path, required=True, help="where to write the exact counts, outside the repository"
    )
    inner = commands.add_parser("build", help="build once (used by preview)")
    inner.add_argument(
        "--preview", action="store_true", help="go on in spite of problems and show them in the pages"
    )
    inner.add_argument("--output", type=Path, default=None)
    return made


def _add_new(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    new = commands.add_parser(
        NEW, help="begin a new year, report, language or package, with prompts to fill in"
    )
    new.add_argument("kind", choices=("cycle", "report", "language", "package"), help="what to begin")
    new.add_argument("name", help="such as 2020, 2020/suspension-by-race, pt, or my-package")
    new.add_argument("--period", help="cycle: the last school year that it reads (default: what is there)")
    for fact, words in (
        ("package", "the data package"),
        ("indicator", "what is measured"),
        ("group", "whom it is about, as dimension=group"),
        ("against", "with whom they are compared: all, rest, or dimension=group"),
        ("place", "the id of the place"),
        ("baseline", "the year from which change is measured"),
        ("target", "the goal, as '80 by 2025-26'"),
    ):
        new.add_argument(f"--{fact}", help=f"report: {words}")
    new.add_argument(
        "--dimension",
        action="append",
        metavar="NAME=GROUP,GROUP",
        help="package: a breakdown; may be repeated",
    )
    new.add_argument(
        "--survey", action="store_true", help="package: of what people said, from a survey's export"
    )
