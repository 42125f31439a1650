"""What the attack leaves out to be quick changes none of its verdicts."""

import numpy as np
import pytest

from plugins.equity.disclosure import attacks
from plugins.equity.disclosure.attacks import EXPOSED, NARROW, attack
from plugins.equity.disclosure.extracts import read_extract
from plugins.equity.disclosure.judging import Demands
from tests.disclosure.published_files import DIMENSIONS, invented
from tests.disclosure.test_protecting import naive


def leaks(found):
    return {(each.series.grid.name(each.at), each.role, each.verdict, each.missing) for each in found.leaks}


def suppressed(seed):
    """Rows of an extract, and as somebody hides them who knows the rules alone; a few more at random."""
    random = np.random.default_rng(seed)
    rows, places = invented(random, (2, 1), mean=(9, 16, 30)[seed % 3], rate=(0.1, 0.5, 0.9)[seed % 3])
    rows = [each if each[4] else (*each[:3], 0, 0, "z") for each in rows]
    hidden = [
        (*shown[:3], "c", "c", "c") if row[4] and random.random() < 0.5 else shown
        for row, shown in zip(rows, naive([each[:5] for each in rows]), strict=True)
    ]
    return rows, hidden, places


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 6, 9])
def test_no_sum_and_no_width_that_is_left_out_mattered(opened, monkeypatch, seed):
    _, hidden, places = suppressed(seed)
    package = opened(hidden, checked=False, origin="own", dimensions=DIMENSIONS, places=places)
    quick = attack([package])
    short = attacks.link

    def everything(facts, **how):
        return short(facts, **how, whole=True)

    def widths(self, _, system, __, wanted):
        limits = np.ones(system.cells)
        np.maximum.at(limits, system.number[wanted], self.width[wanted])
        return limits

    monkeypatch.setattr(attacks, "link", everything)
    monkeypatch.setattr(Demands, "limits", widths)
    assert leaks(quick) == leaks(attack([package]))
    assert {EXPOSED, NARROW} & {each.verdict for each in quick.leaks}


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 6, 9])
def test_whoever_knows_the_truth_finds_the_same(opened, seed):
    rows, hidden, places = suppressed(seed)
    facts = {"origin": "own", "dimensions": DIMENSIONS, "places": places}
    read = read_extract(opened(rows, checked=False, **facts))
    package = opened(hidden, checked=False, **facts)
    assert leaks(attack([package], truth=(read.facts, read.written))) == leaks(attack([package]))


def test_a_width_that_is_forgotten_is_seen(opened, monkeypatch):
    """A seeded fault: were every number taken for large, what follows nearly would pass."""
    _, hidden, places = suppressed(0)
    package = opened(hidden, checked=False, origin="own", dimensions=DIMENSIONS, places=places)
    assert NARROW in {each.verdict for each in attack([package]).leaks}
    monkeypatch.setattr(Demands, "telling", lambda self, *_: np.zeros(len(self.width), dtype=bool))
    assert {each.verdict for each in attack([package]).leaks} == {EXPOSED}
