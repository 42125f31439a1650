"""A recipe proposed from a file."""

from pathlib import Path

from .importing import Outcome


def suggest(root: Path, file: Path, package: str | None) -> Outcome:
    """Stub."""
    return Outcome()
