"""A record that somebody broke is told as broken, and never takes the build down."""

import copy
import json

import pytest

from plugins.equity.records import key_of, read_record
from plugins.equity.reports import Cycle

NAME = json.dumps(["schools", "graduation", "2018-19", "ct", []])
CYCLE = Cycle("2019", "2018-19", "published", "2020-05-27")
RIGHT = {
    "schema": 1,
    "cells": {NAME: {"value": "70.1"}},
    "strings": {"finish": {"en": {"value/latest": "70.1%", "table/now": {"a b": "70.1%"}}}},
    "history": [
        {
            "correction": "one",
            "date": "2020-06-01",
            "cells": {NAME: {"old": {"value": "69.0"}, "new": {"value": "70.0"}, "stands": {}}},
            "strings": {"finish": {"value/latest": {"en": {"": ["69.0%", "70.0%"]}}}},
        },
        {
            "correction": "two",
            "date": "2020-07-01",
            "cells": {NAME: {"old": {"value": "70.0"}, "new": {"value": "70.1"}, "stands": {}}},
            "strings": {
                "finish": {
                    "value/latest": {"en": {"": ["70.0%", "70.1%"]}},
                    "figure/now": {"en": {"a b": ["70.0%", "70.1%"]}},
                    "part/standing": None,
                }
            },
        },
    ],
}


def told(root, data):
    path = root / "content/reports/2019/published.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, indent=1), "utf-8")
    return read_record(root, CYCLE)


def test_what_is_right_is_read_and_knows_its_lines(tmp_path):
    found, problems = told(tmp_path, RIGHT)
    assert problems == ()
    assert found.corrected() == ("one", "two")
    assert key_of(NAME).place == "ct"
    line = found.document.line("history", 1, "correction")
    assert found.text.splitlines()[line - 1].strip() == '"correction": "two",'


STEP = ("history", 0)
BROKEN = {
    "no list": (("history",), {}),
    "no step": (STEP, "one"),
    "no correction": ((*STEP, "correction"), 1),
    "no day": ((*STEP, "date"), "soon"),
    "no cells": ((*STEP, "cells"), []),
    "a cell that is none": ((*STEP, "cells", NAME), None),
    "numbers that are none": ((*STEP, "cells", NAME, "old"), {"value": 69}),
    "places that are none": ((*STEP, "cells", NAME, "stands"), {"finish": "value/latest"}),
    "strings that are none": ((*STEP, "strings", "finish"), []),
    "no languages": ((*STEP, "strings", "finish", "value/latest"), {}),
    "no pair": ((*STEP, "strings", "finish", "value/latest", "en", ""), ["69.0%"]),
    "no record": ((), []),
    "cells that are none": (("cells",), []),
    "a cell of no name": (("cells",), {"schools": {"value": "70.1"}}),
    "steps that do not meet": ((*STEP, "cells", NAME, "new"), {"value": "69.5"}),
    "steps that lead elsewhere": (("cells", NAME), {"value": "71.0"}),
    "texts that do not meet": ((*STEP, "strings", "finish", "value/latest", "en", ""), ["69.0%", "69.5%"]),
    "texts that lead elsewhere": (("strings", "finish", "en", "value/latest"), "71.0%"),
    "a table that leads elsewhere": (("strings", "finish", "en", "table/now"), {"a b": "71.0%"}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_told(tmp_path, name):
    key, value = BROKEN[name]
    data = copy.deepcopy(RIGHT)
    part = data
    for step in key[:-1]:
        part = part[step]
    if key:
        part[key[-1]] = value
    _, problems = told(tmp_path, data if key else value)
    assert {(each.path, each.code) for each in problems} == {
        ("content/reports/2019/published.json", "published-broken")
    }


def test_strings_of_another_shape_are_no_strings(tmp_path):
    data = copy.deepcopy(RIGHT)
    data["strings"] |= {"other": [], "third": {"en": "x", "es": {"value/latest": 7}}}
    found, problems = told(tmp_path, data)
    assert (problems, found.strings["third"]) == ((), {"es": {"value/latest": 7}})
    assert "other" not in found.strings
