"""The committed packages as tests see them: plain text first, numbers beside it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "datapackages"
NAMES = ("ct-graduation", "ct-chronic-absence", "ct-suspension", "ct-enrollment")


@dataclass(frozen=True)
class Opened:
    """A package: its descriptor, its table as text (`rows`) and as numbers (`numbers`), its places."""

    folder: Path
    descriptor: dict[str, Any]
    rows: pd.DataFrame
    numbers: pd.DataFrame
    places: pd.DataFrame

    @property
    def equity(self) -> dict[str, Any]:
        return self.descriptor["equity"]

    @property
    def indicator(self) -> str:
        (id_,) = self.equity["indicators"]
        return id_

    @property
    def dimensions(self) -> list[str]:
        return list(self.equity["dimensions"])

    def cell(self, period: str, place: str, **group: str) -> dict[str, str]:
        """The one row of a place, a period and a group, as text."""
        wanted = {"period": period, "place": place, **dict.fromkeys(self.dimensions, "all"), **group}
        found = self.rows
        for column, value in wanted.items():
            found = found[found[column] == value]
        assert len(found) == 1, f"{len(found)} rows for {wanted}"
        return dict(found.iloc[0])


def open_package(folder: Path) -> Opened:
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    main, places = descriptor["resources"]
    rows = pd.read_csv(folder / main["path"], dtype=str, keep_default_na=False)
    numbers = rows.copy()
    for column in {"numerator", "denominator", "value"} & set(rows.columns):
        numbers[column] = pd.to_numeric(rows[column], errors="coerce")
    return Opened(
        folder,
        descriptor,
        rows,
        numbers,
        pd.read_csv(folder / places["path"], dtype=str, keep_default_na=False),
    )


@pytest.fixture(scope="session")
def packages() -> dict[str, Opened]:
    return {name: open_package(FOLDER / name) for name in NAMES}


@pytest.fixture(params=NAMES)
def package(request: pytest.FixtureRequest, packages: dict[str, Opened]) -> Opened:
    return packages[request.param]
