"""The counts that are kept beside the republished packages are those of these files and of this attack."""

from os import environ
from pathlib import Path

import pytest

from plugins.equity.disclosure import tallies
from plugins.equity.disclosure.attacks import attack
from plugins.equity.disclosure.tallies import attack_hash, read_tally, tally_of
from plugins.equity.packages import open_package

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = sorted(path.parent.name for path in (ROOT / "datapackages").glob("*/audit.json"))
AGAIN = KEPT if environ.get("PLUMBLINE_NIGHTLY") else ["ct-graduation"]


def test_there_are_such_counts():
    assert set(AGAIN) <= set(KEPT)
    assert len(KEPT) == 4


@pytest.mark.parametrize("name", KEPT)
def test_they_are_of_these_very_files_and_this_attack(name):
    """If this fails, run `plumbline audit --write` and commit what it writes."""
    package, problems = open_package(ROOT / "datapackages" / name, ROOT)
    assert package is not None, problems
    kept, stale = read_tally(package, ROOT)
    assert stale == ()
    assert kept is not None
    assert kept.withheld > kept.exposed + kept.narrow > 0


@pytest.mark.parametrize("name", AGAIN)
def test_the_attack_finds_them_again(name):
    package, _ = open_package(ROOT / "datapackages" / name, ROOT)
    assert read_tally(package, ROOT)[0] == tally_of(attack([package]), package)


def test_a_change_of_the_attack_makes_counts_old_and_a_change_beside_it_does_not(tmp_path, monkeypatch):
    here = Path(tallies.__file__).parent
    for path in here.glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(tallies, "__file__", str(tmp_path / "tallies.py"))
    fresh = attack_hash.__wrapped__
    assert fresh() == attack_hash()
    for name, same in (("suppression", True), ("hiding", True), ("attacks", False), ("propagation", False)):
        path = tmp_path / f"{name}.py"
        text = path.read_text("utf-8")
        path.write_text(f"{text}\nMORE = 1\n", "utf-8")
        assert (fresh() == attack_hash()) is same, name
        path.write_text(text, "utf-8", newline="\r\n")
        assert fresh() == attack_hash(), name
        path.write_text(text, "utf-8")
