"""An attacker who has only the published files finds nothing, in tables drawn by chance."""

from os import environ

import numpy as np
import pytest

from tests.disclosure.published_files import Attacker, invented

TABLES = int(environ.get("PLUMBLINE_TABLES", "6"))
"""How many tables are drawn; thousands at night."""


@pytest.mark.parametrize("seed", range(TABLES))
def test_no_hidden_number_follows_nor_nearly(protect, seed):
    random = np.random.default_rng(seed)
    shape = tuple(int(each) for each in random.integers(1, 4, int(random.integers(1, 4))))
    rows, places = invented(
        random,
        shape,
        mean=float(random.choice([4, 12, 40])),
        rate=float(random.choice([0.1, 0.6, 0.97])),
        crossed=bool(random.integers(2)),
    )
    policy = {"publish_counts": False} if seed % 3 else None
    folder, _ = protect(rows, places, policy=policy)
    attacker = Attacker(folder)
    truth = {(period, place, group): (k, n) for period, place, group, k, n in rows}
    for key in attacker.hidden:
        low, high = attacker.ends(key)
        group = "+".join(each for each in key[3:] if each != "all")
        k, n = truth[key[1], key[2], group]
        own = k if key[0] == "k" else n
        assert low <= own <= high
        assert low < high, f"a hidden {key[0]} follows"
        small = low < (5 if key[0] == "k" else 10)
        assert not small or high - low >= 4, f"a hidden {key[0]} follows nearly"
