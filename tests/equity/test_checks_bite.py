"""The corpus bites: with any one check of the gate switched off, the test of its fault fails."""

import numpy as np
import pytest

from plugins.equity import contract, gate, packages
from plugins.equity.gate import cells, columns, doubts, holes, jumps, places, sums
from plugins.equity.indexing import Index
from tests.equity.faults import Opening, assert_told
from tests.equity.test_faults import CORPUS

BY_NAME = {fault.name: fault for fault in CORPUS}


def nothing(*_, **__):
    return ()


def no_rows(*_):
    return np.array([], dtype=np.int64)


def all_seen(frame, _):
    return np.ones(len(frame), dtype=bool)


# The module and the check in it, what takes its place, and the fault that is then overlooked.
OFF = [
    (columns, "_headings", nothing, "columns in another order"),
    (columns, "_unseen", nothing, "a character that nobody sees"),
    (columns, "_torn", nothing, "a cell as long as a book"),
    (columns, "_first_line", lambda *_: None, "semicolons"),
    (columns, "_blank", lambda frame, _: np.zeros(len(frame), dtype=bool), "a row of commas"),
    (cells, "unknown", nothing, "a misspelt status"),
    (cells, "is_period", lambda _: True, "a period of two years"),
    (cells, "_number", nothing, "fewer than none"),
    (cells, "_statuses", nothing, "a number left out"),
    (cells, "_ranges", nothing, "a range that runs backwards"),
    (cells, "seen", all_seen, "a withheld count that is none"),
    (Index, "repeated", no_rows, "a count twice, with other numbers"),
    (places, "_levels", nothing, "a district in a school"),
    (places, "_circles", nothing, "places in each other"),
    (places, "_spans", nothing, "a place that ends before it begins"),
    (places, "twice", nothing, "a place twice"),
    (gate, "format_faults", nothing, "comments"),
    (gate, "fact_faults", nothing, "a group declared in two spellings"),
    (gate, "row_faults", nothing, "an enum of the standard"),
    (sums, "_rates", nothing, "a rate that its counts do not give"),
    (sums, "_rates", nothing, "more in the numerator"),
    (sums, "_parts", nothing, "groups that add up to more"),
    (sums, "_parts", nothing, "a part larger than the total"),
    (sums, "_children", nothing, "schools larger than their district"),
    (holes, "_groups", nothing, "a crossed group without a row"),
    (holes, "_totals", nothing, "a total without a row"),
    (holes, "_periods", nothing, "a year that one place lacks"),
    (holes, "_outlived", nothing, "a place that was no more"),
    (gate, "find_jumps", nothing, "a year of zeros"),
    (jumps, "_units", nothing, "a year in another unit"),
    (doubts, "_judged", nothing, "an answer to nothing"),
    (contract, "_check_doubts", nothing, "two answers to one doubt"),
    (contract, "_check_fields", nothing, "a field that nobody reads"),
    (packages, "check_schema", nothing, "a key that means nothing"),
]


@pytest.fixture(scope="module")
def opening(write_files):
    return Opening(write_files)


@pytest.mark.parametrize(
    ("module", "check", "instead", "name"), OFF, ids=[f"{check}: {name}" for _, check, _, name in OFF]
)
def test_a_check_that_is_off_is_missed(opening, monkeypatch, module, check, instead, name):
    fault = BY_NAME[name]
    monkeypatch.setattr(module, check, instead)
    package, problems = opening(fault.files(), fault.origin)
    with pytest.raises(AssertionError):
        assert_told(fault, package, problems)
