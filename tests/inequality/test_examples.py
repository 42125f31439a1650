"""The worked example at the top of the room is run as it stands."""

import doctest

import plugins.equity.inequality as room


def test_the_worked_example():
    found = doctest.testmod(room)
    assert (found.attempted >= 5, found.failed) == (True, 0)
