"""Random tables, protected, and an attacker who knows only what is published: he learns too little."""

import numpy as np
import pytest

from plugins.equity.disclosure import suppression
from plugins.equity.disclosure.audit import Audit
from tests.disclosure.attacker import Unknowns
from tests.disclosure.tables import AIM, limits, many, protected, random_table, sums

PEOPLE = range(many(100))
RATES = range(many(60))


def reader(table, hidden):
    """What a reader of the table knows. Nobody is always shown, so hidden people are one at least."""
    unknowns = Unknowns()
    unknowns.known |= {
        cell: table.numbers[cell] for cell, gone in zip(table.cells, hidden, strict=True) if not gone
    }
    for cell in table.cells:
        unknowns.hide(cell, 1 if cell[0] == "n" else 0)
    for total, parts, _ in sums(table):
        unknowns.say({total: 1.0, **dict.fromkeys(parts, -1.0)}, 0, 0)
    for what, *rest in table.cells:
        if what == "k":
            unknowns.say({("n", *rest): 1.0, ("k", *rest): -1.0}, 0, np.inf)
    return unknowns


def found_out(table, hidden):
    """The sensitive cells that are shown or that the attacker bounds too closely."""
    sensitive, _ = limits(table)
    cells = [cell for cell, yes in zip(table.cells, sensitive, strict=True) if yes]
    unknowns = reader(table, hidden)
    narrow = unknowns.narrow(cells, lambda _, low, high: high - low < AIM.min_interval)
    return [cell for cell in cells if cell in unknowns.known] + list(narrow)


@pytest.mark.parametrize("rates", [False, True], ids=["people", "rates"])
def test_the_attacker_learns_too_little(rates):
    tried = 0
    for seed in RATES if rates else PEOPLE:
        table = random_table(seed, rates=rates)
        _, pattern, hidden = protected(table)
        assert pattern.audit.safe, seed
        assert found_out(table, hidden) == [], seed
        tried += pattern.audit.count("ok")
    assert tried > 10 * len(RATES if rates else PEOPLE)


def test_hiding_small_cells_alone_does_not_stop_him():
    opened = 0
    for seed in range(10):
        table = random_table(seed)
        opened += bool(found_out(table, limits(table)[0]))
    assert opened >= 9


@pytest.mark.parametrize("by", ["first", "second", "places"])
def test_he_gets_in_where_sums_are_forgotten(by):
    """The fault: sums of one kind are not in the system, so nobody protects them. The audit sees no harm."""
    caught = 0
    for seed in range(5):
        table = random_table(seed)
        table.forgotten = by
        _, pattern, hidden = protected(table)
        assert pattern.audit.safe
        caught += bool(found_out(table, hidden))
    assert caught >= 4


def test_he_gets_in_where_only_the_rules_of_sums_are_kept(monkeypatch):
    """The fault: nobody attacks what was chosen. Two or none in every sum is not enough."""
    calm = Audit(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0), np.zeros(0))
    monkeypatch.setattr(suppression, "audit", lambda *_, **__: calm)
    assert sum(bool(found_out(table, protected(table)[2])) for table in map(random_table, range(40))) >= 1
