"""A build begins: read the site, the packages and the facts once, for every page and language.

Runs at `get_generators`, the first signal of each build. What it finds is kept in the settings of that build,
which
readers and generators share; nothing outlives the build.
"""

from pathlib import Path
from typing import Any

from pelican import Pelican, signals

from plugins.equity.editions import Edition, open_edition
from plugins.equity.ledgers import was_shown
from plugins.equity.problems import Problem
from plugins.equity.records import changed
from plugins.intake.vetting import check_recipes
from plugins.unwritten import prompts_in_facts

EDITION, PROBLEMS, MODE = "PLUMBLINE_EDITION", "PLUMBLINE_PROBLEMS", "PLUMBLINE_MODE"
CRASHES = "PLUMBLINE_CRASHES"

PREVIEW, PUBLISH, CHECK = "preview", "publish", "check"


def begin(pelican: Pelican) -> None:
    """Open the edition and an empty list of problems for this build."""
    settings = pelican.settings
    root = Path(settings["PATH"]).parent
    edition = open_edition(root, root / ".cache" / "plumbline")
    settings[EDITION] = edition
    opened = {name: each.package for name, each in edition.packages.items()}
    shown_before = (each for package in opened.values() for each in was_shown(package, root))
    found = [*edition.problems, *changed(edition), *shown_before, *check_recipes(root, opened)]
    drafts = [each.id for each in edition.cycles if each.status == "draft"]
    settings[PROBLEMS] = [*found, *prompts_in_facts(root, drafts)]
    settings[CRASHES] = []


def edition_of(settings: dict[str, Any]) -> Edition:
    """The edition of this build."""
    return settings[EDITION]  # type: ignore[no-any-return]


def problems_of(settings: dict[str, Any]) -> list[Problem]:
    """The problems found so far in this build; readers and pages add theirs."""
    return settings[PROBLEMS]  # type: ignore[no-any-return]


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(begin)
