"""A build begins: read the site, the packages and the facts once, for every page and language.

Runs at `get_generators`, the first signal of each build. What it finds is kept in the settings of that build,
which
readers and generators share; nothing outlives the build.
"""

from pathlib import Path
from typing import Any

from pelican import Pelican, signals

from plugins.equity.editions import Edition, open_edition
from plugins.equity.ledgers import dropped, was_shown, without_package
from plugins.equity.problems import Problem
from plugins.equity.upholding import changed
from plugins.intake.vetting import check_recipes
from plugins.mentions import mentions
from plugins.unwritten import prompts_in_facts

EDITION, PROBLEMS, MODE = "PLUMBLINE_EDITION", "PLUMBLINE_PROBLEMS", "PLUMBLINE_MODE"
CRASHES = "PLUMBLINE_CRASHES"

PREVIEW, PUBLISH, CHECK, AUDIT, FREEZE = "preview", "publish", "check", "audit", "freeze"
"""What a build is for. An audit plans the public pages and writes none: it reads a site built before. A
freeze reads all that a check reads, and then writes records.
"""


def begin(pelican: Pelican) -> None:
    """Open the edition and an empty list of problems for this build."""
    settings = pelican.settings
    root = Path(settings["PATH"]).parent
    edition = open_edition(root, root / ".cache" / "plumbline")
    settings[EDITION] = edition
    opened = {name: each.package for name, each in edition.packages.items()}
    ledgers = (each for told in (was_shown, dropped) for one in opened.values() for each in told(one, root))
    drafts = [each.id for each in edition.cycles if each.status == "draft"]
    # A freeze looks for itself at what has changed: it is what mends that.
    held = () if settings.get(MODE) == FREEZE else changed(edition, mentions(root))
    settings[PROBLEMS] = [
        *edition.problems,
        *held,
        *ledgers,
        *without_package(root),
        *check_recipes(root, opened),
        *prompts_in_facts(root, drafts),
    ]
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
