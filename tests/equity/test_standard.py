"""The gate is as strict as Frictionless: the same verdict, and the same errors in the same cells."""

import random
import re

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.equity.packages import open_package
from plugins.equity.problems import errors
from tests.equity.faults import GOOD
from tests.equity.test_faults import CORPUS
from tests.equity.two_judges import ours, package_of, theirs


def schema(*fields, **more):
    return {"fields": [each if isinstance(each, dict) else {"name": each} for each in fields], **more}


def field(type_, *cells, **facts):
    """A table of one field of a type, beside a number of the row."""
    more = {key: facts.pop(key) for key in ("schema_missing",) if key in facts}
    rows = "".join(f"{number},{_quoted(cell)}\n" for number, cell in enumerate(cells))
    described = schema("n", {"name": "x", "type": type_, **facts})
    if more:
        described["missingValues"] = more["schema_missing"]
    return package_of({"a": (described, "n,x\n" + rows)})


def _quoted(cell):
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"\n') else cell


def constrained(type_, *cells, **constraints):
    return field(type_, *cells, constraints=constraints)


def keyed(rows, *fields, **more):
    names = [each["name"] if isinstance(each, dict) else each for each in fields]
    return package_of({"a": (schema(*fields, **more), "\n".join([",".join(names), *rows]) + "\n")})


TO_B = {"fields": ["y"], "reference": {"resource": "b", "fields": ["k"]}}
NUMBER = {"name": "k", "type": "number"}
LABELLED = [{"value": "", "label": "blank"}, {"value": "-99", "label": "not asked"}]
# Each has at least one fault that Frictionless finds.
BROKEN = {
    "integer": field("integer", "1", "x", "1.0", "1e3", " 7 ", "", "\u0661"),
    "integer, not bare": field("integer", "5%", "$5", "x", "5.0", bareNumber=False),
    "number": field("number", "1", "1.5", "1,5", "NaN", "INF", "-INF", "1_0", "x", "1e5", "sNaN"),
    "number with a comma": field("number", "1,5", "1.5", "1.000,5", "x", decimalChar=",", groupChar="."),
    "number with groups": field("number", "1,000", "1,00,0", "1.000.0", groupChar=","),
    "number, not bare": field("number", "5 %", "x", "EUR 5", bareNumber=False),
    "boolean": field("boolean", "true", "True", "0", "yes", "TRUE", "ja"),
    "boolean of its own": field("boolean", "ja", "nein", "true", trueValues=["ja"], falseValues=["nein"]),
    "date": field("date", "2019-01-31", "2019-02-31", "31.1.2019", "2019-1-3"),
    "date with a form": field("date", "31.01.2019", "2019-01-31", format="%d.%m.%Y"),
    "date of any form": field("date", "31.01.2019", "nonsense", format="any"),
    "datetime": field("datetime", "2019-01-31T10:00:00Z", "2019-01-31", "x"),
    "time": field("time", "10:00:00", "25:00:00", "10"),
    "year": field("year", "2019", "19", "02019", "-1", "x"),
    "month": field("yearmonth", "2019-01", "2019-13", "2019"),
    "duration": field("duration", "P1Y", "one year", "PT5M"),
    "object": field("object", '{"a": 1}', "[1]", "x", '{"a": 1}'),
    "array": field("array", "[1]", '{"a": 1}', "x", "[1]"),
    "geopoint": field("geopoint", "1,2", "200,2", "x"),
    "geojson": field("geojson", '{"type": "Point", "coordinates": [1, 2]}', '{"type": "x"}', "x"),
    "address": field("string", "a@example.org", "nobody", format="email"),
    "link": field("string", "https://example.org", "nowhere", format="uri"),
    "uuid": field("string", "00000000-0000-4000-8000-000000000000", "x", format="uuid"),
    "required": constrained("string", "a", "", "b", required=True),
    "required number": constrained("integer", "1", "", "x", required=True),
    "least": constrained("integer", "5", "4", "x", "", minimum=5),
    "most": constrained("number", "5.0", "5.01", maximum=5),
    "more than": constrained("number", "5", "5.01", exclusiveMinimum=5),
    "less than": constrained("date", "2019-01-01", "2018-12-31", exclusiveMaximum="2019-01-01"),
    "no number, and a least": constrained("number", "NaN", "1", "7", minimum=5),
    "length": constrained("string", "ab", "a", "abc", "abcdef", "", minLength=2, maxLength=3),
    "pattern": constrained("string", "ab", "abc", "xab", "", pattern="[a-z]{2}"),
    "pattern with alternatives": constrained("string", "a", "b", "ax", "xb", "xx", pattern="a|b"),
    "enum": constrained("string", "a", "A", "b", "", enum=["a", "b"]),
    "enum of numbers": constrained("number", "1", "1.0", "01", "2", enum=["1", "3"]),
    "unique": constrained("string", "a", "b", "a", "", "", "a", unique=True),
    "unique numbers": constrained("number", "1", "1.0", "x", "x", "2", unique=True),
    "missing words of a schema": field("integer", "1", "-", "n/a", "", schema_missing=["-", "n/a"]),
    "missing words with labels": field("integer", "1", "-99", "", "x", schema_missing=LABELLED),
    "missing words of a field": field("integer", "1", "-", "", missingValues=["-"]),
    "missing and required": field(
        "integer", "1", "-", missingValues=["-"], constraints={"required": True}
    ),
    "nothing is missing": field("integer", "1", "", missingValues=[]),
    "a row of missing words": package_of(
        {"a": (schema("x", "y", missingValues=["", "-"]), "x,y\n1,2\n-,-\n-,1\n")}
    ),
    "key": keyed(["a,1", "b,1", "a,2", "a,3"], "k", "x", primaryKey=["k"]),
    "key as one word": keyed(["a,1", "b,1", "a,2"], "k", "x", primaryKey="k"),
    "key of numbers": keyed(["1,1", "1.0,1", "x,2", "x,3"], NUMBER, "x", primaryKey=["k"]),
    "key of two": keyed(["a,1,", "a,2,", "a,1,z", "b,1,"], "k", "x", "y", primaryKey=["k", "x"]),
    "key with a hole": keyed(["a,,1", "a,,2", ",,3", ",,4"], "k", "x", "y", primaryKey=["k", "x"]),
    "key that is broken": keyed(["1,a", "z,b", "y,c"], {"name": "k", "type": "integer"}, "x",
                                primaryKey=["k"]),
    "foreign key": package_of(
        {
            "a": (
                schema("x", "y", foreignKeys=[TO_B]),
                "x,y\n1,a\n2,z\n3,\n4,b\n",
            ),
            "b": (schema("k", "n"), "k,n\na,1\nb,2\n"),
        }
    ),
    "foreign key of two": package_of(
        {
            "a": (
                schema("x", "y", foreignKeys=[
                    {"fields": ["x", "y"], "reference": {"resource": "b", "fields": ["k", "n"]}}]),
                "x,y\n1,a\n1,b\n,a\n,\n2,\n1,\n",
            ),
            "b": (schema("n", "k"), "n,k\na,1\nb,2\n,1\n"),
        }
    ),
    "foreign key into itself": keyed(
        ["a,", "b,a", "c,d", "d,a", "d,e"], "k", "above",
        foreignKeys=[{"fields": ["above"], "reference": {"resource": "", "fields": ["k"]}}],
    ),
    "foreign key of another type": package_of(
        {
            "a": (
                schema({"name": "x", "type": "integer"}, "y", foreignKeys=[
                    {"fields": "x", "reference": {"resource": "b", "fields": "k"}}]),
                "x,y\n1,a\n2,a\n",
            ),
            "b": (schema(NUMBER, "n"), "k,n\n1.0,1\n3,1\n"),
        }
    ),
    "foreign key into an empty table": package_of(
        {
            "a": (
                schema("x", "y", foreignKeys=[TO_B]),
                "x,y\n1,a\n",
            ),
            "b": (schema("k", "n"), "k,n\n"),
        }
    ),
    **{
        f"stated {name}": package_of({"a": (schema("x", "y"), "x,y\n1,2\n")}, a={name: value})
        for name, value in (("bytes", 5), ("rows", 5), ("fields", 5), ("hash", "00"))
    },
    "stated sha256": package_of({"a": (schema("x", "y"), "x,y\n1,2\n")}, a={"hash": "sha256:00"}),
    "short row": package_of({"a": (schema("x", "y", "z"), "x,y,z\n1,2\n1,2,3\n")}),
    "long row": package_of({"a": (schema("x", "y"), "x,y\n1,2,3\n1,2\n")}),
    "blank row": package_of({"a": (schema("x", "y"), "x,y\n1,2\n\n1,2\n")}),
    "row of commas": package_of({"a": (schema("x", "y"), "x,y\n1,2\n,\n1,2\n")}),
    "column missing": package_of({"a": (schema("x", "y"), "x\n1\n")}),
    "column more": package_of({"a": (schema("x", "y"), "x,y,z\n1,2,3\n")}),
    "column misspelt": package_of({"a": (schema("x", "y"), "x,Y\n1,2\n")}),
    "column twice": package_of({"a": (schema("x", "y"), "x,x\n1,2\n")}),
    "columns turned": package_of({"a": (schema("x", "y"), "y,x\n1,2\n")}),
    "empty": package_of({"a": (schema("x", "y"), "")}),
    "type that there is not": field("strng", "a"),
    "constraint that there is not": constrained("integer", "1", pattern="1"),
    "field twice": package_of({"a": (schema("x", "x"), "x,x\n1,2\n")}),
    "key of no field": keyed(["a,1"], "k", "x", primaryKey=["z"]),
    "foreign key of no field": keyed(
        ["a,1"], "k", "x", foreignKeys=[{"fields": ["z"], "reference": {"resource": "", "fields": ["k"]}}]
    ),
    "two files": package_of(
        {"a": (schema({"name": "x", "type": "integer"}, "y", primaryKey=["x"]), "x,y\n1,2\nz,3\n"),},
        a={"path": ["a.csv", "a2.csv"]},
    )
    | {"a2.csv": "x,y\n1,\"3\n4\"\nw,3\n5,1\n"},
    "lines in cells": package_of(
        {"a": (schema("x", {"name": "y", "type": "integer"}), 'x,y\n"a\nb",1\n"c\n\nd",z\ne,y\n')}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_both_find_the_same_faults(write_files, name):
    folder = write_files(BROKEN[name])
    one, other = theirs(folder), ours(folder)
    assert not one.valid
    assert not other.valid, one.words
    if not one.shapes:
        assert other.said == one.said, (one.words, other.words)


# --- where we are stricter ----------------------------------------------------------------------

XY = schema("x", "y")
UNSEEN = "cannot be seen"
HEADING = "There is no column|Nobody expects a column|Column 1 is|There are two columns"
# By name: what Frictionless lets pass or cannot say, what we say of it, and why we do.
STRICTER = {
    "columns turned, which the schema allows": (
        package_of({"a": (schema("x", "y", fieldsMatch="equal"), "y,x\n1,2\n")}), HEADING,
        "one order of columns, so that files can be laid beside each other and read as a stream"),
    "a column more, which the schema allows": (
        package_of({"a": (schema("x", "y", fieldsMatch="subset"), "x,y,z\n1,2,3\n")}), HEADING,
        "a column that nobody describes is published, and nobody looked at it"),
    "a column less, which the schema allows": (
        package_of({"a": (schema("x", "y", fieldsMatch="superset"), "x\n1\n")}), HEADING,
        "a table has the columns that its description says"),
    "another column, which the schema allows": (
        package_of({"a": (schema("x", "y", fieldsMatch="partial"), "x,z\n1,2\n")}), HEADING,
        "a table has the columns that its description says"),
    "columns by name, one twice": (
        package_of({"a": (schema("x", "y", fieldsMatch="equal"), "x,y,x\n1,2,3\n")}), HEADING,
        "a column has one name"),
    "a blank first line": (
        package_of({"a": (XY, "\nx,y\n1,2\n")}), "The first line is blank",
        "the first row names the columns; not every program looks further"),
    "a character that nobody sees": (
        package_of({"a": (XY, "x,y\n1,a\x07\n")}), UNSEEN, "no page can show it, and searching misses it"),
    "a hash of another kind": (
        package_of({"a": (XY, "x,y\n1,2\n")}, a={"hash": "sha1:00"}), "cannot be checked",
        "Frictionless warns that it ignores it; what is stated must be true"),
    "a hash in capitals": (
        package_of({"a": (XY, "x,y\n1,2\n")}, a={"hash": "SHA256:00"}), "cannot be checked",
        "Frictionless warns that it ignores it; what is stated must be true"),
    "one NaN twice": (
        constrained("number", "NaN", "NaN", unique=True), "must be different",
        "to Python no NaN equals another; to people the two cells are the same"),
    "lists that must be different": (
        constrained("array", "[1]", "[1]", unique=True), "must be different",
        "Frictionless stumbles (TypeError) and says no row"),
}  # fmt: skip


@pytest.mark.parametrize("name", STRICTER)
def test_where_we_are_stricter_we_say_why(write_files, name):
    files, says, reason = STRICTER[name]
    folder = write_files(files)
    one, other = theirs(folder), ours(folder)
    assert one.valid or not one.said
    assert not other.valid
    assert all(re.search(says, each) for each in other.words), other.words
    assert reason


# --- good packages ------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", GOOD)
def test_any_frictionless_tool_opens_a_good_package_unaided(write_files, origin):
    folder = write_files(GOOD[origin])
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten()
    package = frictionless.Package(str(folder / "datapackage.json"))
    rows = package.get_resource("enrolment").read_rows()
    assert (len(rows), rows[0]["value"], rows[0]["place"]) == (66, 301, "x-oak")
    assert theirs(folder).valid
    assert ours(folder).valid


# Frictionless leaves files open that it cannot read.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("fault", CORPUS, ids=str)
def test_what_frictionless_refuses_is_refused(write_files, fault):
    folder = write_files(fault.files())
    if not theirs(folder).valid:
        _, problems = open_package(folder, folder.parents[1])
        assert errors(problems)


# --- any table ----------------------------------------------------------------------------------

RICH = schema(
    {"name": "id", "type": "integer"},
    {"name": "word", "constraints": {"required": True, "maxLength": 6, "pattern": "[a-z ]+"}},
    {"name": "day", "type": "date"},
    {"name": "share", "type": "number", "decimalChar": ",", "constraints": {"minimum": 0, "maximum": 1}},
    {"name": "mark", "constraints": {"enum": ["ok", "c"], "unique": False}},
    {"name": "only", "type": "number", "constraints": {"unique": True}},
    {"name": "above"},
    missingValues=["", "-"],
    primaryKey=["id", "word"],
    foreignKeys=[
        {"fields": ["above"], "reference": {"resource": "b", "fields": ["k"]}},
        {"fields": ["id", "mark"], "reference": {"resource": "b", "fields": ["n", "mark"]}},
    ],
)
HEAD = ["id,word,day,share,mark,only,above"]
LINES = [
    '1,one,2019-01-31,"0,5",ok,1,k',
    "1,two,2019-02-28,0,c,2,l",
    '2,"two",,1,ok,3,k',
    '2,one,-,"0,25",c,,',
    "3,six,2020-02-29,,ok,4.5,l",
]
INTEGER = {"name": "n", "type": "integer"}
OTHER = (schema(INTEGER, "mark", "k"), "n,mark,k\n1,ok,k\n1,c,l\n2,ok,\n2,c,\n3,ok,k\n")
CELLS = ["", "-", "1", "01", "1.0", " 1", "one", "One", "x" * 7, "2019-02-30", '"0,5"', '"1,5"', "0.5", "ok",
         "C", "k", "m", "NULL", '"two\nlines"', "\u00e9", "1e0", "+1"]  # fmt: skip
SCRAPS = ["", ",", "\n", "\r\n", '"', '""', "\r", ";", "|", " ", "-", "7", "x", "\t", "\ufeff"]


@st.composite
def changed_tables(draw):
    """The lines of the table with cells replaced, rows doubled, left out or exchanged, and scraps put in."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at, what = draw(st.integers(0, len(lines) - 1)), draw(st.sampled_from("ccccdors"))
        if what == "c":
            cells = re.findall(r'(?:^|,)("(?:[^"]|"")*"|[^,]*)', lines[at])
            cells[draw(st.integers(0, len(cells) - 1))] = draw(st.sampled_from(CELLS))
            lines[at] = ",".join(cells)
        elif what == "d":
            lines.append(lines[at])
        elif what == "o" and len(lines) > 1:
            del lines[at]
        elif what == "r":
            random.Random(draw(st.integers(0, 9))).shuffle(lines)
        else:
            place = draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:place] + draw(st.sampled_from(SCRAPS)) + lines[at][place:]
    return "\n".join(HEAD + lines) + draw(st.sampled_from(["\n", "\n", "", "\n\n"]))


def test_both_say_the_same_of_any_table(write_files):
    folder = write_files(package_of({"a": (RICH, "\n".join(HEAD + LINES) + "\n"), "b": OTHER}))
    assert theirs(folder).valid
    assert ours(folder).valid
    seen = set()

    @given(changed_tables())
    def attempt(text):
        (folder / "a.csv").write_bytes(text.encode())
        one, other = theirs(folder), ours(folder)
        assert one.valid == other.valid, (one.words, other.words)
        if not one.shapes and not other.shapes:
            assert other.said == one.said, (one.words, other.words)
            seen.update(kind for *_, kind in one.said)

    attempt()
    assert seen >= {"type-error", "constraint-error", "primary-key", "foreign-key", "unique-error"}
