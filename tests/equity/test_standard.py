"""The gate is as strict as Frictionless: the same verdict, and the same errors in the same cells."""

import json

import frictionless
import pytest

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
    "unique lists": constrained("array", "[1]", "[1]", unique=True),
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
                schema("x", "y", foreignKeys=[{"fields": ["y"], "reference": {"resource": "b", "fields": ["k"]}}]),
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
                schema("x", "y", foreignKeys=[{"fields": ["y"], "reference": {"resource": "b", "fields": ["k"]}}]),
                "x,y\n1,a\n",
            ),
            "b": (schema("k", "n"), "k,n\n"),
        }
    ),
    **{
        f"stated {name}": package_of({"a": (schema("x", "y"), "x,y\n1,2\n")}, a={name: value})
        for name, value in (("bytes", 5), ("rows", 5), ("fields", 5), ("hash", "00"), ("hash ", "sha256:00"))
        if name == name.strip()
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
