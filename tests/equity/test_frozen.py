"""Values are values: nothing that `equity` hands on can be changed afterwards."""

from dataclasses import fields, is_dataclass
from importlib import import_module

import pytest

from plugins.equity.disclosure import Key

MODULES = ["descriptors", "disclosure", "gaps", "languages", "measures", "problems", "rates", "sources"]
CLASSES = {
    name: value
    for module in MODULES
    for name, value in vars(import_module(f"plugins.equity.{module}")).items()
    if isinstance(value, type) and is_dataclass(value)
}


@pytest.mark.parametrize("name", CLASSES)
def test_values_are_frozen(name):
    value = object.__new__(CLASSES[name])
    for field in fields(CLASSES[name]):
        with pytest.raises(AttributeError):
            setattr(value, field.name, None)


def test_all_of_them_were_looked_at():
    assert {
        "Problem",
        "Document",
        "Language",
        "Package",
        "Cell",
        "Key",
        "Rate",
        "Measured",
        "Gap",
    } <= CLASSES.keys()


def test_cells_have_an_order_of_their_own():
    keys = [Key("a", "i", "2018-19", "ct", group) for group in ((("sex", "male"),), (), (("sex", "female"),))]
    assert [key.group for key in sorted(keys)] == [(), (("sex", "female"),), (("sex", "male"),)]
