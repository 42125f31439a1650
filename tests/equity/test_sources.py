"""Reading YAML and JSON: words stay words, every key knows its line, every fault is told in its place."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.equity.sources import check_schema, parse_yaml, read_json, read_text, read_yaml, shown


def where(problems):
    return [(each.line, each.code) for each in problems]


def yaml_of(text):
    document, problems = parse_yaml(text, "a.yaml")
    assert problems == ()
    return document.data


# --- words ----------------------------------------------------------------------------------------


YAML_1_1 = ["no", "yes", "on", "off", "y", "n", "No", "NO", "True", "FALSE", "Null", "NULL", "~x", "=", "<<"]
DATES = ["2017-07", "2017-07-01", "2018-19", "12:30", "22:22:22"]
NUMBERS = ["007", "010", "0010011", "0x1F", "0o17", "1_000", "1e3", ".5", "1.", "+1", ".inf", ".nan"]


@pytest.mark.parametrize("word", [*YAML_1_1, *DATES, *NUMBERS])
def test_words_stay_words(word):
    assert yaml_of(f"key: {word}\n") == {"key": word}
    assert yaml_of(f"key: '{word}'\n") == {"key": word}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-7", -7),
        ("80", 80),
        ("71.5", 71.5),
        ("-0.25", -0.25),
        ("'80'", "80"),
        ('"true"', "true"),
    ],
)
def test_only_true_false_null_and_plain_numbers_are_anything_else(text, value):
    data = yaml_of(f"key: {text}\n")["key"]
    assert data == value
    assert type(data) is type(value)


def test_keys_are_words_too():
    assert yaml_of("no: 1\n2019: 2\n2017-07: 3\ntrue: 4\n~: 5\n") == {
        "no": 1,
        "2019": 2,
        "2017-07": 3,
        "true": 4,
        "~": 5,
    }


# --- lines ----------------------------------------------------------------------------------------

NESTED = """\
# a comment
schema: 1

group: {english_learner:
          english_learner}
log:
  - date: 2018-10
    change: adjusted
  -
    date: 2019-01
text: |
  two
  lines
last: x
"""


def test_every_key_knows_its_line():
    document, problems = parse_yaml(NESTED, "a.yaml")
    assert problems == ()
    lines = {
        ("schema",): 2,
        ("group",): 4,
        ("group", "english_learner"): 4,
        ("log",): 6,
        ("log", 0): 7,
        ("log", 0, "date"): 7,
        ("log", 0, "change"): 8,
        ("log", 1): 10,
        ("log", 1, "date"): 10,
        ("text",): 11,
        ("last",): 14,
    }
    assert {key: document.line(*key) for key in lines} == lines


def test_a_key_that_is_not_there_stands_where_its_parent_does():
    document, _ = parse_yaml(NESTED, "a.yaml")
    assert document.line("log", 0, "missing", "deeper") == 7
    assert document.line("nowhere") == 2
    assert document.problem(("log", 1, "x"), "a-b", "M", "H").where == "a.yaml:10"


def test_json_keys_know_their_lines_with_tabs_line_ends_and_strange_letters(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes('\ufeff{\r\n\t"a": [\r\n\t\t1,\r\n\t\t{"b": "\u0085\u007f\\ud83d\\ude00"}]}'.encode())
    document, problems = read_json(path, tmp_path)
    assert problems == ()
    assert document.data == {"a": [1, {"b": "\u0085\u007f😀"}]}
    assert [document.line("a"), document.line("a", 0), document.line("a", 1, "b")] == [2, 3, 4]


# --- faults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [(3, "yaml-key-twice")]),
        ("x:\n  a: 1\n  'a': 2\n", [(3, "yaml-key-twice")]),
        ("", [(0, "yaml-empty")]),
        ("# only a comment\n", [(0, "yaml-empty")]),
        ("~\n", [(0, "yaml-empty")]),
        ("a: 1\n\tb: 2\n", [(2, "yaml-syntax")]),
        ("a: b: c\n", [(1, "yaml-syntax")]),
        ("a: [1\nb: 2\n", [(2, "yaml-syntax")]),
        ("a: 'x\n", [(2, "yaml-syntax")]),
        ("a: 1\n---\nb: 2\n", [(2, "yaml-syntax")]),
        ("a: 1\n? [b, c]\n: 2\n", [(2, "yaml-syntax")]),
        ("a: !!python/object/apply:os.system [ls]\n", [(1, "yaml-syntax")]),
        ("a: !!int x\n", [(1, "yaml-syntax")]),
        ("a: !!timestamp x\n", [(1, "yaml-syntax")]),
        ("a:\n  !mine {b: 1}\n", [(2, "yaml-syntax")]),
        ("a: &x [1]\nb: *x\n", [(2, "yaml-syntax")]),
        ("a: &x\n  b: *x\n", [(2, "yaml-syntax")]),
        ("a: 1\nb: \x01\n", [(2, "yaml-syntax")]),
        ("a: " + "9" * 5000 + "\n", [(1, "yaml-syntax")]),
        ("[" * 5000, [(0, "yaml-syntax")]),
    ],
)
def test_each_fault_of_yaml_is_told_with_its_line(text, expected):
    _, problems = parse_yaml(text, "a.yaml")
    assert where(problems) == expected


def test_a_key_that_is_written_twice_keeps_its_first_value_and_says_where_that_is():
    document, (problem,) = parse_yaml("a: 1\nb: 2\na: 3\n", "a.yaml")
    assert document.data == {"a": 1, "b": 2}
    assert "line 1" in problem.hint


def test_a_bomb_of_aliases_costs_nothing():
    lines = ["a0: &a0 [1,1,1,1,1,1,1,1,1]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    _, problems = parse_yaml("\n".join(lines), "a.yaml")
    assert where(problems) == [(2, "yaml-syntax")]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b'{"a": 1,\n "a": 2}', [(2, "yaml-key-twice")]),
        (b'{"a": 1\n "b": 2}', [(2, "json-syntax")]),
        (b"", [(1, "json-syntax")]),
        (b"null", [(0, "json-syntax")]),
        (b"[" * 100_000, [(0, "json-syntax")]),
        (b'{"a": ' + b"9" * 5000 + b"}", [(0, "json-syntax")]),
        (b'{"a":\n "\xe9"}', [(2, "file-not-utf8")]),
    ],
)
def test_each_fault_of_json_is_told_with_its_line(tmp_path, raw, expected):
    (tmp_path / "a.json").write_bytes(raw)
    document, problems = read_json(tmp_path / "a.json", tmp_path)
    assert where(problems) == expected
    assert document.path == "a.json"


def test_a_file_that_is_not_there_not_utf8_or_a_folder(tmp_path):
    (tmp_path / "report.yaml").write_bytes(b"a: 1\nb: 2\nc: \xe9\n")
    (tmp_path / "en.md").mkdir()
    assert where(read_yaml(tmp_path / "report.yaml", tmp_path)[1]) == [(3, "file-not-utf8")]
    _, (missing,) = read_yaml(tmp_path / "raport.yaml", tmp_path)
    assert (missing.code, missing.hint) == ("file-missing", "Did you mean 'report.yaml'?")
    _, (missing,) = read_yaml(tmp_path / "nowhere" / "x.yaml", tmp_path)
    assert (missing.path, missing.hint) == ("nowhere/x.yaml", "Create it.")
    assert where(read_text(tmp_path / "en.md", tmp_path)[1]) == [(0, "file-missing")]
    assert where(read_text(tmp_path / ("x" * 300), tmp_path)[1]) == [(0, "file-missing")]


def test_a_byte_order_mark_goes_and_line_ends_are_one_kind(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: x\ry: 2\n")
    text, problems = read_text(tmp_path / "a.yaml", tmp_path)
    assert (text, problems) == ("a: 1\nb: x\ny: 2\n", ())
    assert read_yaml(tmp_path / "a.yaml", tmp_path)[0].data == {"a": 1, "b": "x", "y": 2}


def test_a_path_is_shown_from_the_project_or_whole(tmp_path):
    assert shown(tmp_path / "a" / ".." / "b.csv", tmp_path) == "b.csv"
    assert shown(Path("elsewhere/b.csv"), tmp_path) == "elsewhere/b.csv"


@settings(max_examples=150)
@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!'\"#|>%@`,?\n\t 01~.\x00\x85\u2028é"), max_size=40))
def test_no_text_makes_the_reader_fail(text):
    document, problems = parse_yaml(text, "a.yaml")
    assert document.data is not None or problems
    assert all(
        problem.line <= text.count("\n") + text.count("\x85") + text.count("\u2028") + 1
        for problem in problems
    )


# --- JSON Schema ----------------------------------------------------------------------------------

REPORT = """\
schema: 1
stage: reflect
package: ct-graduation
indicator: graduation_rate
place: ct
group: {english_learner: english_learner}
against: rest
baseline: 2014-15
"""


def faults(text, schema="report"):
    document, problems = parse_yaml(text, "report.yaml")
    assert problems == ()
    return check_schema(document, schema)


def test_a_right_report_has_no_faults():
    assert faults(REPORT) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "code", "says"),
    [
        ("stage: reflect", "stage: refelct", 2, "value-unknown", "Did you mean 'reflect'?"),
        ("stage: reflect", "stage: reflect\nstgae: x", 3, "key-unknown", "Did you mean 'stage'?"),
        ("stage: reflect\n", "", 1, "key-missing", "This file has no 'stage'."),
        ("place: ct", "place: 7", 5, "value-wrong", "7 should be text"),
        ("place: ct", "place:", 5, "value-wrong", "should be text"),
        ("schema: 1", "schema: 2", 1, "value-unknown", "Known here: '1'."),
        ("2014-15", "2014-2015", 8, "value-wrong", "Write a school year such as 2018-19"),
        # Of the branches of oneOf, the one that came nearest speaks; else the rule that holds for all.
        (
            "against: rest",
            "against: {race: 5}",
            7,
            "value-wrong",
            "'against / race' is not right: 5 should be text",
        ),
        ("against: rest", "against:\n  race: ''", 8, "value-wrong", "'against / race' is not right"),
        ("against: rest", "against: rets", 7, "value-wrong", "Write all, rest, or a group"),
        ("against: rest", "against: [rest]", 7, "value-wrong", "Write all, rest, or a group"),
        (
            "{english_learner: english_learner}",
            "everyone",
            6,
            "value-wrong",
            "Name a group as 'dimension: group'",
        ),
    ],
)
def test_a_fault_against_the_schema_is_one_problem_in_its_place(old, new, line, code, says):
    assert old in REPORT
    (problem,) = faults(REPORT.replace(old, new))
    assert (problem.line, problem.code) == (line, code)
    assert says in f"{problem.message} {problem.hint}"


def test_a_misspelt_key_that_is_needed_is_told_once():
    (problem,) = faults(REPORT.replace("stage:", "stgae:"))
    assert (problem.line, problem.code, problem.hint) == (2, "key-unknown", "Did you mean 'stage'?")


def test_two_missing_keys_are_two_problems():
    told = faults(REPORT.replace("stage: reflect\n", "").replace("place: ct\n", ""))
    assert [each.message for each in told] == ["This file has no 'place'.", "This file has no 'stage'."]


def test_a_fault_inside_a_list_or_a_named_thing_stands_on_its_own_line():
    text = REPORT + (
        "interventions:\n  - id: a\n    status: running\n    evidence: documented\n"
        "  - id: b\n    status: runing\n    evidence: documented\n"
        "figures:\n  Where We Are:\n    form: comparison\n"
        "  over-time:\n    form: trend\n    groups:\n      - all\n      - {}\n"
    )
    assert [(each.line, each.code) for each in faults(text)] == [
        (14, "value-unknown"),
        (17, "value-wrong"),
        (23, "value-wrong"),
    ]
    first, second, third = faults(text)
    assert first.message.startswith("'interventions / number 2 / status'")
    assert (
        second.message
        == "'figures / Where We Are' is not right: 'Where We Are' does not have the right form."
    )
    assert third.message.startswith("'figures / over-time / groups / number 2'")


def test_what_was_written_is_cut_short_in_the_message(tmp_path):
    (tmp_path / "datapackage.json").write_text(json.dumps(["x" * 10_000]))
    document, _ = read_json(tmp_path / "datapackage.json", tmp_path)
    (problem,) = check_schema(document, "descriptor")
    assert problem.code == "value-wrong"
    assert len(problem.message) < 200


def test_a_language_listed_twice_is_told():
    text = "schema: 1\nname: A\npublisher: B\ndefault_language: en\nlanguages: [en, es, en]\n"
    assert where(faults(text, "site")) == [(5, "value-wrong")]
