# ruff: noqa: E501 (a mistake a line)
"""Corrections as authors write them: each mistake is told at its line, and what is printed reads back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.equity.amending import entry
from plugins.equity.corrections import Change, alike, read_corrections
from plugins.equity.disclosure import Key
from plugins.equity.problems import arrange
from plugins.equity.sources import check_schema, parse_yaml

HEAD = "schema: 1\nperiod: 2018-19\nstatus: published\ndate: 2020-05-27\ncorrections:\n"
CELL = "cell: {package: schools, indicator: graduation, period: 2018-19, place: ct, group: {sex: female}}"
RIGHT = f"""\
  - id: recount
    date: 2020-06-01
    changes:
      - {CELL}
        old: {{numerator: 700, value: 70.0}}
        new: {{numerator: 701, value: 70.1}}
      - report: finish
        value: baseline
        old: 61.0%
        new: 64.0%
      - report: finish
        part: standing
        withdrawn: true
"""


def read(text):
    document, problems = parse_yaml(HEAD + text, "cycle.yaml")
    problems += check_schema(document, "cycle")
    if problems:
        return (), problems
    return read_corrections(document, "2020-05-27")


def test_what_is_right_is_read():
    (correction,), problems = read(RIGHT)
    cell, value, standing = correction.changes
    assert problems == ()
    assert cell.cell == Key("schools", "graduation", "2018-19", "ct", (("sex", "female"),))
    assert (cell.old, cell.new) == (
        (("numerator", "700"), ("value", "70.0")),
        (("numerator", "701"), ("value", "70.1")),
    )
    assert (value.report, value.what, value.old, value.new) == ("finish", "value/baseline", "61.0%", "64.0%")
    assert (standing.what, standing.withdrawn, standing.old) == ("part/standing", True, None)


MISTAKES = {
    "a misspelt key": ("withdrawn: true", "withdrawen: true", "key-unknown", "Did you mean 'withdrawn'?"),
    "no id": ("  - id: recount\n    date", "  - date", "key-missing", "A short name"),
    "an id of two words": ("id: recount", "id: the recount", "value-wrong", "A short name"),
    "no day": ("2020-06-01", "2020-06-31", "value-wrong", "2020-05-27"),
    "a day before the edition": ("2020-06-01", "2020-05-01", "value-wrong", "the day of the correction"),
    "nothing named": ("      - report: finish\n        value: baseline\n", "      - report: finish\n", "value-wrong", "cell:"),
    "a cell of a report": (f"      - {CELL}", f"      - {CELL}\n        report: finish", "value-wrong", "cell:"),
    "no old number": ("        old: 61.0%\n", "", "key-missing", "withdrawn: true"),
    "no new number": ("        new: 64.0%\n", "", "key-missing", "withdrawn: true"),
    "a number of no column": ("{numerator: 700,", "{counter: 700,", "value-wrong", "{numerator: 700, value: 70.0}"),
    "a bare number of a cell": ("old: {numerator: 700, value: 70.0}", "old: 70.0", "value-wrong", "not there"),
    "columns of a value": ("old: 61.0%", "old: {value: 61.0}", "value-wrong", "'70.0%'"),
    "withdrawn and shown": ("withdrawn: true", "withdrawn: true\n        old: 61.0%", "correction-withheld", "Delete"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_told_once_at_its_line(name):
    old, new, code, hint = MISTAKES[name]
    assert old in RIGHT
    text = RIGHT.replace(old, new, 1)
    _, problems = read(text)
    (problem,) = arrange(problems)
    lines = (HEAD + text).splitlines()
    pairs = enumerate(zip((HEAD + RIGHT).splitlines(), lines, strict=False), 1)
    changed = next((at for at, (a, b) in pairs if a != b), len(lines))
    assert (problem.path, problem.code) == ("cycle.yaml", code)
    assert hint in problem.hint
    assert abs(problem.line - changed) <= 3


def test_two_corrections_of_one_id():
    _, problems = read(RIGHT + RIGHT)
    assert [(each.code, each.line) for each in problems] == [("correction-twice", 6 + RIGHT.count("\n"))]


def test_numbers_are_compared_as_numbers_and_words_as_words():
    def change(**sides):
        return Change(Key("p", "i", "2018", "x", ()), "", "", sides["old"], sides["new"], False)

    one = change(old=(("value", "70"),), new=(("value", "x"),))
    assert alike(one, change(old=(("value", "70.0"),), new=(("value", "x"),)))
    assert not alike(one, change(old=(("value", "70.1"),), new=(("value", "x"),)))
    assert not alike(one, change(old=(("value", "70"),), new=(("value", "c"),)))
    assert not alike(one, change(old=(("value", "70"), ("numerator", "7")), new=(("value", "x"),)))
    assert not alike(one, change(old=None, new=(("value", "x"),)))


ids = st.text("ab01 -_'\"#:{}", min_size=1, max_size=6).filter(lambda each: each.strip() == each)
digits = st.one_of(
    st.integers(-5, 99_999).map(str),
    st.decimals(-5, 999, places=1).map(str),
    st.sampled_from(["x", "z", "low"]),
)
sides = st.one_of(
    st.none(),
    st.tuples(digits, digits).map(lambda two: (("numerator", two[0]), ("value", two[1]))),
)
keys = st.builds(
    Key, ids, ids, st.sampled_from(["2018-19", "2019"]), ids,
    st.dictionaries(ids, ids, max_size=2).map(lambda some: tuple(sorted(some.items()))),
)  # fmt: skip
changes = st.one_of(
    st.builds(Change, keys, st.just(""), st.just(""), sides, sides, st.just(False)),
    st.builds(Change, keys, st.just(""), st.just(""), st.none(), st.none(), st.just(True)),
    st.builds(
        Change, st.none(), ids, ids.map(lambda id_: f"value/{id_}"), ids.map("61.0% {}".format),
        ids.map("1,799 {}".format), st.just(False),
    ),
)  # fmt: skip


@given(st.lists(changes, min_size=1, max_size=4))
def test_what_is_printed_reads_back_as_the_same_changes(some):
    found, problems = read(entry(some, "recount", "2020-06-01"))
    assert problems == ()
    assert len(found[0].changes) == len(some)
    assert all(alike(a, b) for a, b in zip(found[0].changes, some, strict=True))
