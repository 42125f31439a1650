"""The gate: every fault of a table is one located problem, ten thousand of them are still readable."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from plugins.equity import gate
from plugins.equity.packages import open_package
from plugins.equity.problems import errors

ROWS = [
    ("2018-19", "ct", "", 37251, 42075),
    ("2018-19", "ct", "english_learner", 1799, 2517),
    ("2018-19", "ct", "not_english_learner", 35452, 39558),
    ("2018-19", "001", "", 120, 150),
    ("2018-19", "001", "english_learner", "c", "c", "c"),
    ("2018-19", "001", "not_english_learner", "c", "c", "c"),
    ("2018-19", "002", "", "z", "z", "z"),
]
TABLE = "datapackages/schools/data/graduation.csv"
PLACES = "datapackages/schools/data/places.csv"


@pytest.fixture
def told(package_files, write_files, monkeypatch):
    """What is said about a package after one of its files was changed, Frictionless left out."""
    monkeypatch.setattr(gate, "_standard", lambda *_: ())

    def tell(old="", new="", file="data/graduation.csv", rows=ROWS, **facts):
        files = package_files(rows, **{"origin": "republished", **facts})
        if old or new:
            assert files[file].count(old) == 1, (old, files[file])
            files[file] = files[file].replace(old, new)
        folder = write_files(files)
        package, problems = open_package(folder, folder.parents[1])
        assert (package is None) == bool(errors(problems))
        return errors(problems)

    return tell


def test_a_right_table_has_nothing_to_be_told(told):
    assert told() == ()


# The rows of the table: 2 total, 3 English learners, 4 others; 5 to 7 Ashford; 8 Bolton.
FAULTS = [
    ("2018-19,ct,all,all,all", ",ct,all,all,all", 2, "cell-blank", "Every row needs it."),
    ("2018-19,002,all,all,all", "2018-19,,all,all,all", 8, "cell-blank", "Every row needs it."),
    ("ct,all,english_learner", "ct,,english_learner", 3, "cell-blank", "Write 'all'"),
    (
        "ct,all,english_learner",
        "ct,all,english_lerner",
        3,
        "group-unknown",
        "Did you mean 'english_learner'?",
    ),
    (
        "ct,all,english_learner",
        "ct,White,english_learner",
        3,
        "group-unknown",
        "'White' is 'white' spelled in another way. Write 'white'.",
    ),
    ("2018-19,002", "2018-19,2", 8, "place-unknown", "2"),
    ("2018-19,002", "2018-19,CT", 8, "place-unknown", "Did you mean 'ct'?"),
    ("71.5,ok,ok,ok", "71.5,okay,ok,ok", 3, "status-unknown", "Did you mean 'ok'?"),
    ("71.5,ok,ok,ok", "71.5,ok,suppressed,ok", 3, "status-unknown", "'suppressed' is not a status."),
    ("71.5,ok,ok,ok", "71.5,,ok,ok", 3, "cell-blank", "'status' is blank."),
    ("1799,2517", "17 99,2517", 3, "cell-type", "'17 99' is not a whole number."),
    ("1799,2517", "1799.5,2517", 3, "cell-type", "'1799.5' is not a whole number."),
    ("1799,2517", '"1,799",2517', 3, "cell-type", "'1,799' is not a whole number."),
    ("1799,2517", "<5,2517", 3, "cell-type", "'<5' is not a whole number."),
    ("1799,2517", "1e3,2517", 3, "cell-type", "'1e3'"),
    ("1799,2517", "\u0661\u0667,2517", 3, "cell-type", "is not a whole number"),
    ("1799,2517", "1" * 400 + ",2517", 3, "cell-type", "is not a whole number"),
    ("71.5,ok,ok,ok", "71.5%,ok,ok,ok", 3, "cell-type", "'71.5%' is not a number."),
    ("71.5,ok,ok,ok", "nan,ok,ok,ok", 3, "cell-type", "'nan' is not a number."),
    ("71.5,ok,ok,ok", "-71.5,ok,ok,ok", 3, "cell-negative", "Counts and rates start at 0."),
    ("71.5,ok,ok,ok", "715,ok,ok,ok", 3, "value-larger", "'715' is more than everybody (100)."),
    ("1799,2517", "-1,2517", 3, "cell-negative", "'-1' is less than nothing."),
    ("71.5,ok,ok,ok", ",ok,ok,ok", 3, "cell-blank", "'value' is blank but its status is ok."),
    ("1799,2517,71.5,ok,ok,ok", ",2517,71.5,ok,ok,ok", 3, "cell-blank", "Say why in 'numerator_status'"),
    (
        "2018-19,ct,all,not_english_learner",
        "2018-19,ct,all,english_learner",
        4,
        "row-twice",
        "the key is period, place",
    ),
    ("2018-19,002,all", "2018-19,002", 8, "table-shape", "This row has 10 cells, the first row has 11."),
    ("2018-19,002,all", "2018-19,002,all,all", 8, "table-shape", "This row has 12 cells"),
    ("2018-19,002,all", "\n2018-19,002,all", 8, "table-shape", "This row is empty"),
    ("2018-19,002", '2018-19,"002', 8, "table-shape", "a quotation mark in it is not closed"),
    ("numerator_status", "numerator_stat", 1, "column-missing", "Did you mean 'numerator_stat'?"),
]


@pytest.mark.parametrize(("old", "new", "line", "code", "says"), FAULTS)
def test_each_fault_is_told_once_on_its_line(told, old, new, line, code, says):
    first, *others = sorted(told(old, new), key=lambda each: each.code)
    assert (first.path, first.line, first.code) == (TABLE, line, code)
    assert says in f"{first.message} {first.hint}"
    # A wrong name of a column is missed where it should be and found where nobody expects it.
    assert [each.code for each in others] == (["column-unknown"] if code == "column-missing" else [])


@pytest.mark.parametrize("column", ["numerator", "denominator", "value"])
def test_a_number_that_its_status_withholds_is_told_but_never_repeated(told, column):
    cells = {"numerator": "", "denominator": "", "value": "", column: "7"}
    row = "{numerator},{denominator},{value},c,c,c".format(**cells)
    (problem,) = told("001,all,english_learner,all,,,,c,c,c", f"001,all,english_learner,all,{row}")
    assert (problem.line, problem.code) == (6, "cell-not-empty")
    assert "7" not in problem.message + problem.hint


@pytest.mark.parametrize("number", ["7777*", "7777.5", "-7777", "7777"])
def test_nor_is_it_repeated_by_another_check(told, number):
    row = f"001,all,english_learner,all,{number},3,{number},c,c,ok"
    problems = told("001,all,english_learner,all,,,,c,c,c", row)
    assert {(each.line, each.code) for each in problems} == {(6, "cell-not-empty")}
    assert "7777" not in "".join(each.message + each.hint for each in problems)


@pytest.mark.parametrize("status", ["C", "c ", "withheld", "*"])
@pytest.mark.parametrize("number", ["7777*", "-7777", "7777.5", "7777"])
def test_nor_is_it_where_the_status_is_misspelt(told, number, status):
    row = f"001,all,english_learner,all,{number},3,{number},{status},{status},ok"
    problems = told("001,all,english_learner,all,,,,c,c,c", row)
    assert {each.code for each in problems} == {"status-unknown"}
    assert "7777" not in "".join(each.message + each.hint for each in problems)


def test_the_ends_of_a_withheld_range_are_numbers_too(package_files, write_files):
    text = package_files(ROWS, origin="republished")
    for name in ("datapackage.json", "data/graduation.csv"):
        text[name] = text[name].replace("denominator_status", "value_low")
    text["data/graduation.csv"] = (
        text["data/graduation.csv"].replace(",,,,c,c,c", ",,,,c,c,7").replace(",ok\n", ",5\n")
    )
    text["data/graduation.csv"] = text["data/graduation.csv"].replace(",z\n", ",\n")
    folder = write_files(text)
    _, problems = open_package(folder, folder.parents[1])
    assert [(each.line, each.code) for each in problems] == [(6, "cell-not-empty"), (7, "cell-not-empty")]


def test_events_may_be_more_than_people_where_it_is_a_rate(told):
    rows = [("2018-19", "ct", "", 300, 200, "150.0")]
    assert {each.code for each in told(rows=rows)} == {"value-larger"}
    more = [("2018-19", "ct", "", 300, 200, "99.0")]
    assert {each.code for each in told(rows=more, origin="own")} == {"count-larger"}
    assert told(rows=more) == ()  # of another publisher it is a doubt
    assert told(rows=rows, kind="rate", origin="own") == ()


def test_everybody_and_nobody_are_rates(told):
    assert told(rows=[("2018-19", "ct", "", 150, 150), ("2018-19", "001", "", 0, 150)]) == ()


@pytest.mark.parametrize("word", ["NA", "nan", "null", "None", "N/A", "007", "1e5", "true"])
def test_words_that_programs_take_for_something_else_are_names(opened, word):
    places = [("ct", "state", "", "Connecticut"), (word, "district", "ct", "null")]
    package = opened([("2018-19", word, "", 120, 150)], places=places)
    assert package.places[word].name == "null"
    assert package.tables["graduation"]["place"].tolist() == [word]


def test_a_count_is_whole(told):
    rows = [("2018-19", "ct", "", 300), ("2018-19", "001", "", "12.5"), ("2018-19", "002", "", "c")]
    (problem,) = told(rows=rows, kind="count", decimals=0)
    assert (problem.line, problem.message) == (3, "'12.5' is not a whole number.")


# --- places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("002,district", "001,district", [(4, "place-twice")]),
        ("002,district,ct", "002,district,CT", [(4, "place-unknown")]),
        ("002,district,ct", "002,district,002", [(4, "place-circle")]),
        ("ct,state,,", "ct,state,001,", [(2, "place-circle"), (3, "place-circle")]),
        ("Bolton", "", [(4, "cell-blank")]),
        ("Bolton", "Bolton,East", [(4, "table-shape")]),
    ],
)
def test_faults_of_places(told, old, new, expected):
    problems = told(old, new, "data/places.csv", rows=ROWS[:5])
    assert [(each.line, each.code) for each in problems if each.path == PLACES] == expected


def test_tables_without_rows_are_tables(told):
    assert told(rows=[]) == ()
    assert told(rows=[], places=[]) == ()
    assert {(each.line, each.code) for each in told(places=[])} == {
        (line, "place-unknown") for line in range(2, 9)
    }


def test_a_name_over_two_lines_moves_the_lines_below_it(told):
    assert told("Ashford", '"Ash\nford"', "data/places.csv") == ()
    (problem,) = told("Ashford\n002,district,ct", '"Ash\nford"\n002,district,mars', "data/places.csv")
    assert (problem.path, problem.line, problem.code) == (PLACES, 5, "place-unknown")


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (b"", 0, "table-shape"),
        (b"\n\n\n", 0, "table-shape"),
        (b"period,place\n2018-19,\xe9\n", 2, "file-not-utf8"),
        (b'"', 1, "table-shape"),
    ],
)
def test_a_file_that_is_no_table(package_files, write_files, content, line, code):
    files = package_files(ROWS)
    folder = write_files({**files, "data/graduation.csv": content})
    package, problems = open_package(folder, folder.parents[1])
    assert package is None
    assert (TABLE, line, code) in [(each.path, each.line, each.code) for each in problems]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.rstrip(b"\n"),
    ],
)
def test_a_byte_order_mark_and_the_line_ends_of_windows_are_read(
    package_files, write_files, monkeypatch, wrap
):
    monkeypatch.setattr(gate, "_standard", lambda *_: ())
    files = package_files(ROWS, origin="republished")
    folder = write_files({**files, "data/graduation.csv": wrap(files["data/graduation.csv"].encode())})
    package, problems = open_package(folder, folder.parents[1])
    assert errors(problems) == ()
    assert len(package.tables["graduation"]) == len(ROWS)


def test_a_table_in_two_files_says_in_which_one_a_fault_is(package_files, write_files, monkeypatch):
    monkeypatch.setattr(gate, "_standard", lambda *_: ())
    files = package_files(ROWS)
    head, *rows = files["data/graduation.csv"].splitlines(keepends=True)
    files["datapackage.json"] = files["datapackage.json"].replace(
        '"data/graduation.csv"', '["data/graduation.csv", "data/more.csv"]'
    )
    files |= {"data/graduation.csv": "".join([head, *rows[:4]]), "data/more.csv": "".join([head, *rows[4:]])}
    folder = write_files(files)
    package, problems = open_package(folder, folder.parents[1])
    assert errors(problems) == ()
    assert package.tables["graduation"]["_line"].tolist() == [2, 3, 4, 5, 2, 3, 4]
    (folder / "data/more.csv").write_text("".join([head, *rows[4:]]).replace(",002,", ",003,"), "utf-8")
    _, (problem,) = open_package(folder, folder.parents[1])
    assert (problem.path, problem.line) == ("datapackages/schools/data/more.csv", 4)


def test_rows_that_the_tests_make_without_the_gate_are_what_it_hands_on(opened):
    for given, facts in ((ROWS, {}), ([(*each[:3], 5) for each in ROWS], {"kind": "count", "decimals": 0})):
        ways = [
            opened(given, checked=checked, origin="republished", **facts).tables for checked in (True, False)
        ]
        columns = sorted(ways[0]["graduation"].columns)
        pd.testing.assert_frame_equal(*(way["graduation"][columns] for way in ways), check_categorical=False)


# --- many -----------------------------------------------------------------------------------------


def many(count, place, k="5", n="7"):
    return [(f"{at:04}-{(at + 1) % 100:02}", place(at), "", k, n, "71.4") for at in range(count)]


def test_ten_thousand_rows_with_one_fault_are_six_problems_that_count_them(told):
    problems = told(rows=many(10_000, lambda _: "atlantis"))
    assert [(each.line, each.code) for each in problems] == [(line, "place-unknown") for line in range(2, 8)]
    assert problems[-1].message == "The same in 9995 more rows (column 'place')."


def test_ten_thousand_different_faults_are_six_problems_too(told):
    problems = told(rows=many(10_000, lambda at: f"atlantis{at}"))
    assert [(each.line, each.code) for each in problems] == [(line, "place-unknown") for line in range(2, 8)]
    assert problems[-1].message == "9995 more rows have something else in 'place' that is not known."


@pytest.mark.parametrize(("wrong", "told_of"), [(4, 4), (5, 5), (6, 6), (7, 6)])
def test_up_to_five_are_told_one_by_one(package_files, write_files, wrong, told_of):
    files = package_files(many(wrong, lambda _: "ct", k="8"))
    for change in (lambda text: text, lambda text: text.replace(",ct,", ",")):
        folder = write_files({**files, "data/graduation.csv": change(files["data/graduation.csv"])})
        _, problems = open_package(folder, folder.parents[1])
        assert [each.line for each in problems] == list(range(2, 2 + told_of))
        assert ("The same in" in problems[-1].message) == (wrong > 5)


def test_ten_thousand_wrong_numbers_and_short_rows(told, package_files, write_files):
    assert len(told(rows=many(10_000, lambda _: "ct", k="8"), origin="own")) == 6
    files = package_files(many(10_000, lambda _: "ct"))
    files["data/graduation.csv"] = files["data/graduation.csv"].replace(",ct,", ",")
    folder = write_files(files)
    _, problems = open_package(folder, folder.parents[1])
    assert [(each.line, each.code) for each in problems] == [(line, "table-shape") for line in range(2, 8)]
    assert "9995 more" in problems[-1].message


# --- Frictionless ---------------------------------------------------------------------------------


@pytest.fixture
def counted(monkeypatch):
    calls = []
    real = gate.description_faults

    def judge(package):
        calls.append(package.path)
        return real(package)

    monkeypatch.setattr(gate, "description_faults", judge)
    return calls


def test_unchanged_bytes_are_put_before_frictionless_once(package_files, write_files, counted, tmp_path):
    folder = write_files(package_files(ROWS, origin="republished"))
    for _ in range(3):
        package, problems = open_package(folder, folder.parents[1], cache=tmp_path)
        assert (package is not None, errors(problems)) == (True, ())
        assert [each.code for each in problems] == ["breakdown-missing"]  # told again each time
    assert len(counted) == 1
    table = folder / "data/graduation.csv"
    table.write_text(table.read_text("utf-8").replace("1799,", "1800,"), "utf-8")
    assert open_package(folder, folder.parents[1], cache=tmp_path)[0] is not None
    assert len(counted) == 2
    open_package(folder, folder.parents[1])  # nowhere to remember
    assert len(counted) == 3
    assert len([each for each in tmp_path.rglob("*") if each.is_file()]) == 2


def test_a_table_without_rows_is_told_again_of_bytes_that_passed(package_files, write_files, tmp_path):
    folder = write_files(package_files([], origin="republished"))
    for _ in range(2):
        package, problems = open_package(folder, folder.parents[1], cache=tmp_path)
        assert package is not None
        assert [(each.line, each.code) for each in problems] == [(1, "table-empty")]


def test_what_frictionless_refuses_is_located_and_refused_again(
    package_files, write_files, counted, tmp_path
):
    files = package_files(ROWS, origin="republished")
    files["datapackage.json"] = files["datapackage.json"].replace(
        '"name": "period",\n            "type": "string"',
        '"name": "period",\n            "type": "string",\n            "constraints": {"pattern": "2017-18"}',
    )
    folder = write_files(files)
    for _ in range(2):
        package, problems = open_package(folder, folder.parents[1], cache=tmp_path)
        assert package is None
        assert {(each.path, each.code) for each in problems} == {(TABLE, "package-invalid")}
        assert [each.line for each in problems] == list(range(2, 8))
    assert len(counted) == 2


def test_frictionless_is_not_even_imported_when_nothing_changed(package_files, write_files, tmp_path):
    folder = write_files(package_files(ROWS, origin="republished"))
    code = (
        "import sys; from pathlib import Path; from plugins.equity.packages import open_package\n"
        f"folder, cache = Path({str(folder)!r}), Path({str(tmp_path)!r})\n"
        "package, problems = open_package(folder, folder.parents[1], cache=cache)\n"
        "assert package and len(problems) == 1; print('frictionless' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for _ in range(2)
    ]
    assert runs == ["True", "False"]
