"""Random tables, protected, and an attacker who knows only what is published: he learns too little."""

import os

import numpy as np
import pytest

from tests.disclosure.attacker import Attacker, published
from tests.disclosure.tables import AIM, limits, protected, random_table, sums

NIGHTLY = int(os.environ.get("PLUMBLINE_NIGHTLY", "0"))
"""How many tables to try instead of the usual ones."""
PEOPLE = range(NIGHTLY or 100)
RATES = range(NIGHTLY or 60)


def found_out(table, hidden):
    """The sensitive cells that the attacker bounds too closely."""
    primary, _ = limits(table)
    attacker = Attacker(table, published(table, hidden))
    return [
        cell
        for cell, sensitive in zip(table.cells, primary, strict=True)
        if sensitive and np.diff(attacker.bounds(cell))[0] < AIM.min_interval
    ]


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


@pytest.mark.parametrize("of", ["place", "grouping"])
def test_he_notices_when_a_margin_is_forgotten(of):
    """The fault: one sum is not in the system, so nobody protects it. An attacker who adds it gets in."""
    caught = 0
    for seed in range(12):
        table = random_table(seed)
        small = {cell for cell, yes in zip(table.cells, limits(table)[0], strict=True) if yes}
        for number, (total, parts) in enumerate(sums(table)):
            crosses = parts[0][1] != total[1]
            if len(small & set(parts)) == 1 and len(parts) > 2 and crosses == (of == "place"):
                table.forgotten = number
                break
        if table.forgotten < 0:
            continue
        _, pattern, hidden = protected(table)
        assert pattern.audit.safe
        caught += bool(found_out(table, hidden))
    assert caught >= 1


def test_he_notices_when_the_hidden_numbers_are_no_longer_linked():
    """The fault: numerators are protected as if denominators were not there."""
    table = random_table(3, rates=True)
    _, _, hidden = protected(table)
    numerators = np.array([cell[0] == "k" for cell in table.cells])
    with_n_shown = hidden & numerators
    assert found_out_of(table, with_n_shown)


def found_out_of(table, hidden):
    """Like `found_out`, over what is hidden still."""
    attacker = Attacker(table, published(table, hidden))
    primary, _ = limits(table)
    cells = [cell for cell, a, b in zip(table.cells, primary, hidden, strict=True) if a and not b]
    cells += [cell for cell in attacker.unknown if np.diff(attacker.bounds(cell))[0] < AIM.min_interval]
    return cells
