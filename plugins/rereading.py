"""A site that was built before, read back for the audit: what its pages and downloads show, file by file.

The sources are read as for a publish and every page is planned; nothing is written. What should be in the
folder is known then, and the scan compares it with what is there.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pelican import Pelican
from pelican.settings import read_settings

from plugins import addresses
from plugins.edition import AUDIT, MODE
from plugins.equity.descriptors import Package
from plugins.equity.disclosure import Protected
from plugins.equity.disclosure.elsewhere import Shown, adds, release_of
from plugins.equity.packages import open_package
from plugins.equity.problems import Problem
from plugins.pages import WRITTEN
from plugins.publishing import MARKER
from plugins.scan import Scan, scan_output


@dataclass(frozen=True)
class Reread:
    """What a site shows: `told` is wrong with it, `numbers` were read; `more` are, by package, those of them
    that say more than the package does, `releases` the same for the attack, `packages` what the site is of.
    """

    folder: str
    packages: tuple[Package, ...]
    told: tuple[Problem, ...]
    numbers: int
    more: Mapping[str, frozenset[Shown]]
    releases: tuple[Package, ...]


def is_site(folder: Path) -> bool:
    """Whether a folder looks like a built site."""
    return (folder / MARKER).is_file() or (folder / "index.html").is_file()


def reread(root: Path, folder: Path) -> Reread | None:
    """The site in `folder`, held against the sources in `root`; None where these have errors, now told."""
    sys.path.insert(0, str(root))
    unused = root / ".cache" / "unused"
    settings = read_settings(str(root / "publishconf.py"), override={"OUTPUT_PATH": str(unused), MODE: AUDIT})
    try:
        Pelican(settings).run()
    except SystemExit as stop:
        sys.stderr.write(f"{stop.code}\n")
        return None
    build, pages = settings[WRITTEN]
    drafts = frozenset(path.name for path in (root / "content/reports").glob("*") if path.is_dir())
    drafts -= {each.id for each in build.edition.cycles}
    scan = scan_output(folder, build, pages, Path(settings["THEME"]), drafts)
    packages = build.edition.packages
    more = {id_: _more(each, scan) for id_, each in packages.items()}
    releases = [release_of(packages[id_].package, sorted(some)) for id_, some in more.items() if some]
    releases += _other_files(packages.values(), folder)
    opened = tuple(each.package for each in packages.values())
    return Reread(folder.name, opened, tuple(scan.problems), len(scan.readings), more, tuple(releases))


def _more(protected: Protected, scan: Scan) -> frozenset[Shown]:
    mine = {each.shown for each in scan.readings if each.shown.key.package == protected.package.id}
    return frozenset(each for each in mine if adds(protected, each))


def _other_files(packages: Iterable[Protected], folder: Path) -> Iterable[Package]:
    """The packages of the site itself, where their files are others; that they are has been told."""
    for protected in packages:
        package = protected.package
        there = folder / addresses.package_file(package.id, "")
        if (there / "datapackage.json").is_file():
            other, _ = open_package(there, folder)
            if other is not None and other.hash != package.hash:
                yield other
