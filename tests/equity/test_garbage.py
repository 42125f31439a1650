"""Garbage in: whatever the bytes of a package become, opening it gives problems, never an exception."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.equity.disclosure import guard
from plugins.equity.packages import open_package

ROWS = [
    ("2018-19", "ct", "", 37251, 42075),
    ("2018-19", "ct", "english_learner", 1799, 2517),
    ("2018-19", "ct", "not_english_learner", 35452, 39558),
    ("2018-19", "001", "", 120, 150),
    ("2018-19", "001", "english_learner", "c", "c", "c"),
    ("2018-19", "001", "not_english_learner", "c", "c", "c"),
]
MARKS = [",", ";", "#", '"', '""', "\n", "\r", "\r\n", "\t", "\0", "\u2028", "\ufeff", "é", "{}", "{cell}"]
WORDS = ["c", "all", "ok", "-1", "1e9", "nan", "inf", "9" * 400, "=1+1"]
PIECES = st.one_of(
    st.binary(max_size=6), st.sampled_from([b"", b"\xff", *(word.encode() for word in [*MARKS, *WORDS])])
)


@st.composite
def mutilated(draw, good: bytes) -> bytes:
    """Some bytes of it cut out, replaced, doubled."""
    raw = bytearray(good)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(raw)))
        length = draw(st.sampled_from([0, 0, 1, 2, 10, 200]))
        raw[at : at + length] = draw(PIECES) * draw(st.sampled_from([1, 1, 1, 2, 50]))
    return bytes(raw)


def opens(folder):
    """Opening tells problems or gives a package that can be guarded and looked at."""
    package, problems = open_package(folder, folder.parents[1], ("en", "es"), folder.parents[1] / ".cache")
    for problem in problems:
        assert problem.code
        assert problem.line >= 0
        assert problem.message
    assert package is not None or problems
    if package is not None:
        protected, found = guard(package)
        assert protected is not None or found
    return package


@pytest.fixture(scope="module")
def good(package_files):
    return package_files(ROWS)


@pytest.fixture(scope="module")
def folder(good, write_files):
    made = write_files(good)
    assert opens(made) is not None
    return made


@pytest.mark.parametrize(
    "name", ["data/graduation.csv", "data/places.csv", "datapackage.json", "translations/es.po"]
)
def test_mutilated_bytes_raise_nothing(good, folder, name):
    @given(mutilated(good[name].encode()))
    def attempt(raw):
        try:
            (folder / name).write_bytes(raw)
            opens(folder)
        finally:
            (folder / name).write_text(good[name], "utf-8")

    attempt()


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=3)
    | st.sampled_from(
        ["", "all", "places", "value", "data/places.csv", "..", "{value}", "c", 10**400, "x" * 300]
    ),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)


def ways(part, above=()):
    """Every path into a JSON value."""
    yield above
    inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in inside:
        yield from ways(value, (*above, key))


@st.composite
def bent(draw, descriptor):
    """A descriptor in which some values, anywhere, were deleted, replaced, doubled or renamed."""
    changed = copy.deepcopy(descriptor)
    for _ in range(draw(st.integers(1, 2))):
        way = draw(st.sampled_from([each for each in ways(changed) if each]))
        part = changed
        for step in way[:-1]:
            part = part[step]
        what, value = draw(st.sampled_from(["replace", "replace", "delete", "more"])), draw(VALUES)
        if what == "replace":
            part[way[-1]] = value
        elif what == "delete":
            del part[way[-1]]
        elif isinstance(part, list):
            part.append(draw(st.sampled_from([value, copy.deepcopy(part[way[-1]])])))
        else:
            part[draw(st.text(max_size=3))] = copy.deepcopy(part[way[-1]])
    return changed


def test_a_bent_descriptor_raises_nothing(good, folder):
    @given(bent(json.loads(good["datapackage.json"])))
    def attempt(descriptor):
        try:
            (folder / "datapackage.json").write_bytes(json.dumps(descriptor).encode("utf-8", "surrogatepass"))
            opens(folder)
        finally:
            (folder / "datapackage.json").write_text(good["datapackage.json"], "utf-8")

    attempt()
