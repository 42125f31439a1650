"""The command: `plumbline check | preview | publish` (or `python -m plugins ...`). Exit status 0 only when
all is well.
"""

import argparse
import logging
import sys
from pathlib import Path

from pelican import Pelican
from pelican.settings import read_settings

from plugins.bench import bench, growth, measured
from plugins.benchhiding import hiding
from plugins.catalogues import update
from plugins.checks import ASIDE
from plugins.commandline import (
    AUDIT,
    BENCH,
    FREEZE,
    IMPORT,
    LEDGER,
    NEW,
    PDF,
    PROTECT,
    SURVEY,
    TRANSLATE,
    parser,
)
from plugins.edition import CHECK, MODE, PREVIEW, PUBLISH
from plugins.equity.languages import open_languages
from plugins.equity.problems import count, tell
from plugins.equity.reports import read_site
from plugins.methodwords import update_methods
from plugins.packagewords import update_packages
from plugins.packaging import bring_in, disclose
from plugins.preview import preview
from plugins.printing import print_year
from plugins.publishing import RefusedError, publish
from plugins.recording import add_release, freeze
from plugins.starting import start


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
        NEW: lambda: start(root, options),
        IMPORT: lambda: bring_in(root, options),
        TRANSLATE: lambda: _translate(root),
        FREEZE: lambda: freeze(root, options.cycle),
        LEDGER: lambda: add_release(root, options.release, options.packages),
        PDF: lambda: print_year(root, options),
        AUDIT: lambda: disclose(root, options),
        PROTECT: lambda: disclose(root, options),
        SURVEY: lambda: disclose(root, options),
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
    if options.hiding:
        lines = hiding()
    elif options.measures:
        lines = measured()
    else:
        lines = growth() if options.rows else bench(root, options.runs)
    for line in lines:
        print(line, flush=True)
    return 0


def _translate(root: Path) -> int:
    """Catalogues in step; status 1 while something is left to translate."""
    site, left = read_site(root)
    if site is not None:
        known, found = open_languages(site.languages, root / "theme" / "translations", root)
        codes = tuple(each.code for each in known)
        left += tuple(each for each in found if each.code == "language-unknown")
        left += (*update(root, codes), *update_methods(root, codes), *update_packages(root, codes))
    if left:
        print(tell(left))
    print(f"{count(left)}.")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
