"""Two releases side by side: what a revision shows and what the release before showed are one system."""

import numpy as np
import pytest

from plugins import protecting
from plugins.auditing import audit_packages
from plugins.equity.disclosure import hiding
from plugins.protecting import protect_extract
from tests.disclosure.published_files import Attacker, invented

SEEDS = (3, 5, 9, 10, 11, 14, 20, 23)


def revised(rows, places, random):
    """The same table after one school has counted a few students more in each of its smallest groups."""
    school = places[2][0]
    above, more = {school, school[:2], "ct"}, {}
    for _, place, group, _, _ in rows:
        if place == school and "+" in group:
            people = int(random.integers(0, 4))
            more[group] = (int(random.integers(0, people + 1)), people)
    made = []
    for period, place, group, k, n in rows:
        own = set(group.split("+")) - {""}
        added = [both for each, both in more.items() if own <= set(each.split("+"))] if place in above else []
        made.append((period, place, group, k + sum(a for a, _ in added), n + sum(b for _, b in added)))
    return made


def two_releases(extracts, seed):
    """What became of a revision, the folder of the first release, and the site of the second."""
    shape, random = [(2, 3), (1, 2, 2), (3,), (2, 2)][seed % 4], np.random.default_rng(seed)
    mean, rate = float(random.choice([4, 8, 14])), float(random.choice([0.1, 0.6, 0.9]))
    rows, places = invented(np.random.default_rng(seed + 500), shape, mean=mean, rate=rate)
    extract, site = extracts(rows, places)
    assert protect_extract(extract, site).summary
    first = site / "datapackages/schools"
    again, other = extracts(revised(rows, places, random), places)
    return protect_extract(again, other, last=first), first, other


def test_a_revision_is_safe_beside_the_release_before_or_not_written(extracts):
    written = 0
    for seed in SEEDS:
        made, first, site = two_releases(extracts, seed)
        if not made.summary:
            assert {each.code for each in made.problems} <= {"cell-narrow", "cell-recoverable"}
            assert all("release before" in each.hint for each in made.problems)
            assert not (site / "datapackages/schools").exists()
            continue
        written += 1
        assert audit_packages(site, earlier=first).status == 0, seed
        assert Attacker(site / "datapackages/schools").leaks() == {}
    assert written >= 4


def test_a_choice_that_forgets_the_release_before_would_be_seen(extracts, monkeypatch):
    """Seeded: what was shown is taken for hidden, and the two are not attacked together."""
    real = protecting.attack
    monkeypatch.setattr(hiding, "shown_before", lambda extract: np.zeros(extract.system.cells, dtype=bool))
    monkeypatch.setattr(
        protecting,
        "attack",
        lambda packages, _=(), policies=None, **more: real(packages, (), policies, **more),
    )
    open_ = 0
    for seed in SEEDS:
        made, first, site = two_releases(extracts, seed)
        open_ += bool(made.summary) and audit_packages(site, earlier=first).status == 1
    assert open_ >= 1


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_the_same_figures_again_are_the_same_release(extracts, seed):
    rows, places = invented(np.random.default_rng(seed + 500), (2, 2), mean=8)
    extract, site = extracts(rows, places)
    first = protect_extract(extract, site)
    table = (site / "datapackages/schools/data/graduation.csv").read_bytes()
    assert protect_extract(extract, site).summary == first.summary
    assert (site / "datapackages/schools/data/graduation.csv").read_bytes() == table
