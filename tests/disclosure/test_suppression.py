"""What is hidden besides: enough, no more than needed, the same every time, and honest about what it
cannot do.
"""

import ast
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

import plugins.equity.disclosure as room
from plugins.equity.disclosure import Aim, Equations, audit, protect
from plugins.equity.disclosure.audit import EXPOSED
from plugins.equity.disclosure.blocks import blocks_of
from tests.disclosure.tables import AIM, equations, limits, protected, random_table

ROOT = Path(__file__).resolve().parent.parent.parent


def grid(people, *, least=1):
    """A table with its margins, every cell at least `least` when hidden."""
    rows, columns = people.shape[0] + 1, people.shape[1] + 1
    whole = np.zeros((rows, columns))
    whole[:-1, :-1] = people
    whole[-1], whole[:, -1] = whole.sum(axis=0), whole.sum(axis=1)
    whole[-1, -1] = people.sum()
    written = Equations(whole.size)
    cell = np.arange(whole.size).reshape(whole.shape)
    for line in (*cell, *cell.T):
        written.add_sum(line[-1], line[:-1].tolist())
    for each in range(whole.size):
        written.add_range(each, least)
    return written.build(), whole.ravel(), cell


def opened(system, values, hidden, sensitive):
    return audit(system, np.where(hidden, np.nan, values), sensitive, AIM.min_interval)


# One attack each: the cells that people hide by rule of thumb, and what gives them away.
TABLES = {
    "subtraction": (np.array([[7, 40, 30], [25, 60, 20]]), [(0, 0)]),
    "complement of two categories": (np.array([[4, 50], [60, 70]]), [(0, 0)]),
    "two small ones that add up to little": (np.array([[3, 4, 80], [50, 60, 70]]), [(0, 0), (0, 1)]),
    "several rows together": (np.array([[9, 9, 90], [9, 9, 80], [70, 60, 50]]), [(0, 0), (0, 1), (1, 0)]),
    "nobody is shown, so hidden is one at least": (
        np.array([[1, 9, 40], [50, 9, 30]]),
        [(0, 0), (0, 1), (1, 1)],
    ),
}


@pytest.mark.parametrize("attack", TABLES)
def test_what_naive_suppression_leaves_open_is_found_and_closed(attack):
    people, small = TABLES[attack]
    system, values, cell = grid(people)
    primary = np.zeros(len(values), dtype=bool)
    primary[[cell[each] for each in small]] = True
    assert not opened(system, values, primary, primary).safe
    pattern = protect(system, values, primary, AIM)
    assert pattern.hidden[primary].all()
    assert opened(system, values, pattern.hidden, primary).safe


def test_a_rectangle_is_enough_for_one_cell():
    system, values, cell = grid(np.array([[7, 40, 90], [80, 25, 60], [70, 60, 50]]))
    primary = np.zeros(len(values), dtype=bool)
    primary[cell[0, 0]] = True
    pattern = protect(system, values, primary, AIM)
    assert pattern.secondary.sum() == 3
    assert not pattern.whole.any()


def test_a_zero_stays_shown_where_hidden_means_at_least_one():
    system, values, cell = grid(np.array([[7, 0, 90], [80, 25, 60]]))
    primary = np.zeros(len(values), dtype=bool)
    primary[cell[0, 0]] = True
    assert not protect(system, values, primary, AIM).hidden[cell[0, 1]]


def test_what_was_hidden_last_time_is_hidden_again_and_what_all_know_is_not_hidden():
    people = np.array([[7, 40, 90], [80, 250, 600], [70, 60, 50]])
    system, values, cell = grid(people)
    primary, before, stay = (np.zeros(len(values), dtype=bool) for _ in range(3))
    primary[cell[0, 0]] = True
    first = protect(system, values, primary, AIM)
    other = [(0, 2), (1, 0), (1, 2)]
    before[[cell[each] for each in other]] = True
    assert not first.hidden[before].all()
    assert protect(system, values, primary, AIM, before=before).hidden[before].all()
    stay[first.secondary.nonzero()[0][:1]] = True
    assert not protect(system, values, primary, AIM, stay=stay).hidden[stay].any()


def test_counts_of_one_rate_are_hidden_together():
    for seed in range(5):
        table = random_table(seed, rates=True)
        _, together = limits(table)
        _, _, hidden = protected(table)
        values = np.array(list(table.numbers.values()))
        for label in np.unique(together):
            # A group of nobody is shown: it has no numerator to protect.
            pair = (together == label) & (values > 0)
            assert len(set(hidden[pair].tolist())) <= 1 or not values[pair].all()


def test_what_cannot_be_protected_is_told():
    """One cell that nothing can hide: everything else is known already."""
    system, values, cell = grid(np.array([[7, 40], [25, 60]]))
    primary = np.zeros(len(values), dtype=bool)
    primary[cell[0, 0]] = True
    pattern = protect(system, values, primary, AIM, stay=~primary)
    assert not pattern.audit.safe
    assert pattern.audit.count(EXPOSED) == 1
    assert not pattern.whole.any()


def test_a_block_without_a_choice_is_hidden_whole_and_said_so():
    """Two small groups, and everybody knows the five that they are: no choice keeps the rule of the rest.

    All that may be hidden of their table is, and the table beside it keeps its own few.
    """
    people = np.array([[3, 2], [40, 50]]), np.array([[7, 40, 90], [80, 25, 60], [70, 60, 50]])
    written, values, cells = Equations(25), [], []
    for table in people:
        _, numbers, cell = grid(table)
        cells.append(cell + len(values))
        values += numbers.tolist()
        for line in (*cells[-1], *cells[-1].T):
            written.add_sum(line[-1], line[:-1].tolist())
    for each in range(25):
        written.add_range(each, 1)
    system, numbers = written.build(), np.array(values)
    primary, stay = np.zeros(25, dtype=bool), np.zeros(25, dtype=bool)
    primary[[cells[0][0, 0], cells[0][0, 1], cells[1][0, 0]]] = True
    stay[cells[0][0, 2]] = True
    pattern = protect(system, numbers, primary, AIM, stay=stay)
    whole = np.zeros(25, dtype=bool)
    whole[cells[0]] = True
    assert pattern.whole.tolist() == (whole & ~primary & ~stay).tolist()
    assert pattern.hidden[cells[0]].sum() == 8
    assert pattern.hidden[cells[1]].sum() == 4
    assert not pattern.audit.safe
    assert set(pattern.audit.failing.tolist()) == {cells[0][0, 0], cells[0][0, 1]}
    # Without what everybody knows there is a choice.
    free = protect(system, numbers, primary, AIM)
    assert free.audit.safe
    assert not free.whole.any()


def test_a_sensitive_cell_that_contradicts_what_is_known_is_a_mistake_of_ours():
    system, values, cell = grid(np.array([[0, 40], [25, 60]]))
    primary = np.zeros(len(values), dtype=bool)
    primary[cell[0, 0]] = True
    with pytest.raises(ValueError, match="contradicts"):
        protect(system, values, primary, AIM)


def test_the_weaker_aim_hides_less():
    table = random_table(1)
    weak, strong = (protected(table, aim)[1].secondary.sum() for aim in (Aim(0, 1), Aim(10, 4)))
    assert 0 < weak < strong


def test_large_systems_are_cut_into_blocks_between_which_places_are_shared():
    table = next(each for each in map(random_table, range(50)) if len(each.places) >= 9)
    system = equations(table)
    level = np.array([2 if each[1] == "state" else 0 if "s" in each[1] else 1 for each in table.cells])
    levels = np.zeros(system.cells, dtype=np.int64)
    np.maximum.at(levels, system.number, level)
    blocks = blocks_of(system, levels, np.arange(system.cells), 60)
    assert blocks.count > 2
    assert sorted(set(blocks.of_row.tolist())) == list(range(blocks.count))
    primary, _ = limits(table)
    values, small = system.values(table.values()), system.any_of(primary)
    pattern = protect(system, values, small, AIM, level=levels, block=60)
    assert pattern.audit.safe
    assert opened(system, values, pattern.hidden, small).safe


PATTERN = """
from tests.disclosure.tables import protected, random_table
for rates in (False, True):
    for seed in range(3):
        print(protected(random_table(seed, rates=rates))[2].astype(int).tolist())
"""


def test_two_runs_hide_the_same_cells_whatever_the_hash_seed():
    said = [
        subprocess.run(
            [sys.executable, "-c", PATTERN],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "77")
    ]
    assert said[0] == said[1]
    assert "1" in said[0]
    assert not re.search("HiGHS", said[0])


@pytest.mark.parametrize("rates", [False, True], ids=["people", "rates"])
def test_the_order_of_the_facts_does_not_decide_whether_it_is_safe(rates):
    """The same facts told in other orders: safe each time, at about the same cost, and to every audit."""
    table = random_table(4, rates=rates)
    first, pattern, hidden = protected(table)
    primary, _ = limits(table)
    for order in range(4):
        system, other, others = protected(table, order=order)
        assert system.rows.cell.tolist() != first.rows.cell.tolist()
        assert other.audit.safe
        assert abs(int(others.sum()) - int(hidden.sum())) <= 0.2 * hidden.sum()
        # What is hidden in one order is attacked with the facts in the other.
        there = system.values(table.values()), np.zeros(system.cells, dtype=bool)
        there[1][system.number[hidden]] = True
        assert opened(system, *there, system.any_of(primary)).safe
    assert pattern.audit.safe


def test_the_order_of_the_facts_does_not_change_a_bound():
    table = random_table(1)
    small, _ = limits(table)

    def bounds(order):
        system = equations(table, order)
        known = system.values(np.where(small, np.nan, table.values()))
        found = audit(system, known, np.isnan(known), exact=True)
        named = {int(each): at for at, each in reversed(list(enumerate(system.number)))}
        cells = [named[each] for each in found.cells.tolist()]
        return dict(zip(cells, zip(found.low.tolist(), found.high.tolist(), strict=True), strict=True))

    first = bounds(None)
    assert len(first) > 10
    assert all(bounds(order) == first for order in range(3))


def test_the_worked_example_of_the_room_works():
    example = textwrap.dedent(room.__doc__.split("its audit:\n")[1].split("\nFeeding")[0])
    names = {}
    exec(example, names)  # noqa: S102
    assert names["pattern"].hidden.reshape(3, 3).tolist() == [
        [True, True, False],
        [True, True, False],
        [False, False, False],
    ]
    assert names["audit"](names["system"], names["known"], names["primary"], 4).safe


HEAVY = ("pelican", "frictionless", "jinja2", "markdown", "altair", "babel")
# The numbers of the room by themselves: what its door brings besides is not opened.
ALONE = """
import sys, types
room = types.ModuleType("plugins.equity.disclosure")
room.__path__ = ["plugins/equity/disclosure"]
sys.modules["plugins.equity.disclosure"] = room
"""


def loaded(code, modules):
    """Which of these modules a process has after some code."""
    said = f"{code}\nimport sys; print([each for each in {modules!r} if each in sys.modules])"
    done = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return ast.literal_eval(done.stdout)


def test_the_door_of_the_room_opens_without_pelican():
    assert loaded("import plugins.equity.disclosure", HEAVY) == []
    assert loaded("import plugins.equity.packages", HEAVY) != []


def test_the_numbers_alone_need_no_tables():
    heavy = ("pandas", "pyarrow", *HEAVY)
    numbers = ("suppression", "audit", "certificates", "equations", "primary")
    lines = "\n".join(f"import plugins.equity.disclosure.{each}" for each in numbers)
    assert loaded(f"{ALONE}{lines}", heavy) == []
    assert loaded(f"{ALONE}import plugins.equity.disclosure.published", heavy) != []
