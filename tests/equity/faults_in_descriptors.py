"""Faults of the corpus that stand in `datapackage.json`, in the form of a file, or in the table of places."""

from tests.equity.faults import (
    GOOD,
    WARNING,
    D,
    Fault,
    cut,
    doubt,
    fact,
    line_of,
    more,
    put,
    row,
    told,
    whole,
)

G, P = "data/graduation.csv", "data/places.csv"
RESOURCES, INDICATORS, DIMENSIONS, DOUBTS = (
    ("resources",), ("equity", "indicators"), ("equity", "dimensions"), ("equity", "doubts")
)  # fmt: skip
FIELDS = (*RESOURCES, 0, "schema", "fields")
GIFTED = (*DIMENSIONS, "programme", "groups", "gifted")
CHANGE = (*DIMENSIONS, "programme", "changes", 0)
KEYS = (*RESOURCES, 0, "schema", "foreignKeys", 0, "reference")


def value(name: str, *way: object, **kind: object) -> Fault:
    """Another value where a path of keys leads to; code and words come last."""
    *key, new, code, says = way
    where = kind.pop("where", tuple(key))
    return told(name, put(*key, new), D, where, code, says, **kind)


WORDS = [
    value("an origin that there is not", "equity", "origin", "kind", "borrowed", "value-unknown", "'own'"),
    value("a kind of indicator that there is not", *INDICATORS, "score", "kind", "average", "value-unknown",
        "Known here: 'count', 'mean'"),
    value("a direction misspelt", *INDICATORS, "score", "direction", "favorable", "value-unknown",
        "Did you mean 'favourable'?"),
    value("a key that means nothing", *INDICATORS, "score", "unit", "points", "key-unknown",
        "'unit' means nothing here."),
    value("a key misspelt", "equity", "doubt", [], "key-unknown", "Did you mean 'doubts'?"),
    told("no decimals", cut(*INDICATORS, "score", "decimals"), D, (*INDICATORS, "score"), "key-missing",
        "has no 'decimals'"),
    told("no licence", cut("licenses"), D, 1, "key-missing", "Say under which licence"),
    told("no indicators", put(*INDICATORS, {}), D, INDICATORS, "value-wrong", "At least one indicator",
        follow=("resource-unread",)),
    value("half a decimal", *INDICATORS, "score", "decimals", 1.5, "value-wrong", "whole number"),
    value("a scale in quotes", *INDICATORS, "graduation", "scale", "100", "value-wrong", "whole number"),
    value("a share of a thousand", *INDICATORS, "graduation", "scale", 1000, "value-unknown",
        'Write "scale": 100.'),
    value("a sentence without its number", *INDICATORS, "score", "sentence", "Well.", "value-wrong",
        "A whole sentence with {place}"),
    value("a word for yes", *DIMENSIONS, "sex", "ordered", "no", "value-wrong", "true or false"),
    value("a relation misspelt", *DIMENSIONS, "sex", "relation", "exclusiv", "value-unknown",
        "Did you mean 'exclusive'?"),
    told("a group without a label", cut(*DIMENSIONS, "sex", "groups", "male", "label"), D,
        (*DIMENSIONS, "sex", "groups", "male"), "key-missing", "has no 'label'"),
    told("a count without a label", cut(*INDICATORS, "incidents", "numerator_label"), D,
        (*INDICATORS, "incidents"), "word-missing", 'Add "numerator_label"'),
    value("a doubt of a kind that there is not", *DOUBTS, 0, "code", "rate-contradict-counts",
        "value-unknown", "Did you mean 'rate-contradicts-counts'?"),
    told("a doubt without an answer", cut(*DOUBTS, 0, "answer"), D, (*DOUBTS, 0), "key-missing",
        "readers see it"),
    told("a doubt answered twice", doubt(code="unit-jump", period="2017-18"), D, (*DOUBTS, 1), "doubt-idle",
        "Remove it", severity=WARNING),
    told("two answers to one doubt", fact(lambda data: data["equity"]["doubts"].append(
        dict(data["equity"]["doubts"][0]))), D, (*DOUBTS, 1), "doubt-twice", "in one sentence"),
]  # fmt: skip

NAMES = [
    value("a resource misspelt", *INDICATORS, "score", "resource", "scores", "resource-unknown",
        "Did you mean 'score'?"),
    told("no places", fact(lambda data: data["resources"].pop()), D, RESOURCES, "resource-unknown",
        "id, level, parent, name"),
    told("a resource twice", fact(lambda data: data["resources"].append(dict(data["resources"][5]))), D,
        (*RESOURCES, 6, "name"), "resource-twice", "Rename one of them."),
    told("a resource that nobody reads", fact(lambda data: data["resources"].append(
        {**data["resources"][5], "name": "more"})), D, (*RESOURCES, 6, "name"), "resource-unread",
        "Add an indicator that reads it"),
    told("a field that is not there", fact(lambda data: data["resources"][4]["schema"]["fields"].pop(2)), D,
        (*RESOURCES, 4, "schema", "fields"), "field-missing", "This table has no field 'value'."),
    value("a field that nobody reads", *FIELDS, 3, "name", "gender", "field-unknown",
        "Declare it under 'dimensions'", where=(*FIELDS, 3)),
    told("a dimension called value", fact(lambda data: data["equity"]["dimensions"].update(
        value=data["equity"]["dimensions"]["sex"])), D, (*DIMENSIONS, "value"), "name-reserved", "Rename"),
    told("a group called all", fact(lambda data: data["equity"]["dimensions"]["sex"]["groups"].update(
        all={"label": "All", "short": "All", "sentence": "all"})), D,
        (*DIMENSIONS, "sex", "groups", "all"), "name-reserved", "Give it another name."),
    told("a group declared in two spellings", fact(
        lambda data: data["equity"]["dimensions"]["sex"]["groups"].update(
            Female={"label": "Girls", "short": "Girls", "sentence": "girls"})), D,
        (*DIMENSIONS, "sex", "groups", "Female"), "group-twice", "formerly"),
    told("a group twice", whole(D, lambda text: text.replace('"male": {', '"female": {', 1)), D,
        line_of(GOOD["own"][D], (*DIMENSIONS, "sex", "groups", "male")), "yaml-key-twice",
        "keep one of the two"),
    told("a change of a group that there is not", put(*CHANGE, "groups", {"giftd": ["disability"]}), D,
        (*CHANGE, "groups", "giftd"), "group-unknown", "Did you mean 'gifted'?"),
    told("a change to a group that there is not", put(*CHANGE, "groups", {"gifted": ["disabled"]}), D,
        (*CHANGE, "groups", "gifted"), "group-unknown", "There is no group 'disabled'"),
    told("an answer about a place that there is not", doubt(code="group-size-jump", place="0050011"), D,
        (*DOUBTS, 1, "place"), "place-unknown", "places.csv"),
    told("an answer about an indicator misspelt", doubt(code="group-size-jump", indicator="scores"), D,
        (*DOUBTS, 1, "indicator"), "indicator-unknown", "Did you mean 'score'?"),
    told("an answer about a dimension misspelt", doubt(code="group-size-jump", dimension="gender"), D,
        (*DOUBTS, 1, "dimension"), "dimension-unknown", "There is no dimension 'gender'"),
    told("an answer about a group misspelt", doubt(code="group-size-jump", group={"sex": "femal"}), D,
        (*DOUBTS, 1, "group", "sex"), "group-unknown", "Did you mean 'female'?"),
    told("an answer about groups of no dimension", doubt(code="group-size-jump", group={"sexx": "male"}), D,
        (*DOUBTS, 1, "group", "sexx"), "dimension-unknown", "Did you mean 'sex'?"),
    value("a foreign key to nowhere", *KEYS, "resource", "plces", "resource-unknown", "mean 'places'?"),
    value("a foreign key to no field", *KEYS, "fields", ["idd"], "field-missing", "Did you mean 'id'?"),
]  # fmt: skip

PERIODS = [
    value("a change in no year", *CHANGE, "at", "2017-19", "period-shape", "'2017-19' is no period."),
    value("a change in words", *CHANGE, "at", "last year", "value-wrong", "Write a school year"),
    value("a break in no year", *INDICATORS, "graduation", "breaks", 0, "at", "2017-16", "period-shape",
        "Write a school year"),
    value("a group from no year", *GIFTED, "from", "1999-98", "period-shape", "no period"),
    value("a group that ends before it begins", *GIFTED, "from", "2005-06", "period-order", "Exchange"),
    value("a former name to no year", *DIMENSIONS, "programme", "groups", "english_learner", "formerly", 0,
        "to", "2015-19", "period-shape", "no period"),
    value("an answer about no year", *DOUBTS, 0, "period", "2016-18", "period-shape", "no period"),
    value("comparable years that run backwards", *INDICATORS, "graduation", "comparable", 0,
        {"from": "2016-17", "to": "2015-16"}, "period-order", "Exchange",
        where=(*INDICATORS, "graduation", "comparable", 0, "from")),
    value("years comparable across a break", *INDICATORS, "graduation", "comparable",
        [{"from": "2015-16", "to": "2017-18"}], "break-unclear", "before the break"),
    value("two stretches and no break between them", *INDICATORS, "graduation", "breaks", [], "break-unclear",
        "Add a break with its reason", where=(*INDICATORS, "graduation", "comparable")),
    value("two groups with one label", *DIMENSIONS, "sex", "groups", "male", "label", "LABEL of female",
        "group-twice", "tell apart", where=(*DIMENSIONS, "sex", "groups", "male")),
    value("categories without a group", *FIELDS, 2, "categories", ["all", "white"], "categories-differ",
        "in their order", where=(*FIELDS, 2)),
    value("stretches of years that overlap", *INDICATORS, "graduation", "comparable", 1, "from", "2016-17",
        "period-order", "put stretches in order"),
]  # fmt: skip

READING = [
    value("another encoding", *RESOURCES, 0, "encoding", "latin-1", "format-unread", "CSV in UTF-8"),
    value("an encoding that there is not", *RESOURCES, 0, "encoding", "klingon", "format-unread", "UTF-8"),
    value("another format", *RESOURCES, 0, "format", "tsv", "format-unread", "CSV in UTF-8 with commas"),
    value("another kind of resource", *RESOURCES, 0, "type", "json", "format-unread", "CSV"),
    value("semicolons by description", *RESOURCES, 0, "dialect", {"delimiter": ";"}, "format-unread",
        "'delimiter' ';'", where=(*RESOURCES, 0, "dialect", "delimiter")),
    value("semicolons by an older description", *RESOURCES, 0, "dialect", {"csv": {"delimiter": ";"}},
        "format-unread", "'delimiter' ';'", where=(*RESOURCES, 0, "dialect", "csv", "delimiter")),
    value("no heading", *RESOURCES, 0, "dialect", {"header": False}, "format-unread", "'header' False",
        where=(*RESOURCES, 0, "dialect", "header")),
    value("comments", *RESOURCES, 0, "dialect", {"commentChar": "#"}, "format-unread", "'commentChar' '#'",
        where=(*RESOURCES, 0, "dialect", "commentChar")),
    value("a dialect in a file of its own", *RESOURCES, 0, "dialect", "dialect.json", "format-unread", "CSV"),
    value("a packed file", *RESOURCES, 0, "compression", "gz", "format-unread", "'compression' 'gz'"),
    value("more files by another name", *RESOURCES, 0, "extrapaths", ["data/x.csv"], "format-unread", "CSV"),
    value("one file named twice", *RESOURCES, 0, "path", [G, G], "path-twice", "Remove one of the two.",
        where=(*RESOURCES, 0, "path", 1)),
    value("a file that is not there", *RESOURCES, 0, "path", "data/graduatoin.csv", "file-missing",
        "Did you mean 'graduation.csv'?"),
    value("a file outside", *RESOURCES, 0, "path", "../other/data/graduation.csv", "path-outside",
        "data/places.csv"),
    value("a type that there is not", *FIELDS, 0, "type", "strng", "package-invalid", "strng", where=0),
    value("a pattern that is none", *FIELDS, 0, "constraints", {"pattern": "("}, "package-invalid",
        "cannot be read", where=0),
    value("a primary key of no field", *RESOURCES, 0, "schema", "primaryKey", ["year"], "package-invalid",
        "primary key", where=0),
    value("a stated number of rows", *RESOURCES, 0, "rows", 3, "package-invalid", "Correct 'rows'", where=0),
    value("a stated hash", *RESOURCES, 0, "hash", "sha256:00", "package-invalid", "Correct 'hash'", where=0),
    told("JSON without a comma", whole(D, lambda text: text.replace('"title": "Schools",',
        '"title": "Schools"', 1)), D, 5, "json-syntax", "comma"),
    told("no JSON at all", whole(D, lambda _: ""), D, 1, "json-syntax", "comma"),
    told("an enum of the standard", put(*FIELDS, 1, "constraints", {"enum": ["ct", "0010011", "0020011"]}),
        G, "2015-16,0030011,all,all", "package-invalid", "'0030011' in 'place': constraint \"enum\"",
        follow=("package-invalid",)),
]  # fmt: skip


def _by_position(text: str) -> str:
    """Two columns in the wrong places."""
    rows = [line.split(",") for line in text.splitlines()]
    return "".join(",".join([b, a, *rest]) + "\n" for a, b, *rest in rows)


FILES = [
    told("an empty file", whole(G, lambda _: ""), G, 0, "table-shape", "This table is empty."),
    told("nothing but blank lines", whole(G, lambda _: "\n\n"), G, 0, "table-shape", "This table is empty."),
    told("a blank first line", whole(G, lambda text: "\n" + text), G, 1, "table-shape", "Remove it"),
    told("a blank line in the middle", whole(G, lambda text: text.replace("\n2016", "\n\n2016", 1)), G, 50,
        "table-shape", "This row is empty"),
    told("blank lines at the end", whole(G, lambda text: text + "\n\n"), G, 170, "table-shape",
        "This row is empty", follow=("table-shape",)),
    told("a row of commas", whole(P, lambda text: text + ",,,,,,,\n"), P, 8, "table-shape",
        "as many cells"),
    told("a row too short", whole(P, lambda text: text + "x-ash,school,0010011,Ash\n"), P, 8, "table-shape",
        "This row has 4 cells, the first row has 8."),
    told("a comma in a name", whole(P, lambda text: text.replace('"Oak, the old school"', "Oak, the", 1)), P,
        "x-oak", "table-shape", "put text that has commas in it between quotes"),
    told("a quotation mark that is not closed", whole(P, lambda text: text.replace("Canton", '"Canton')), P,
        "0030011", "table-shape", "not closed"),
    told("a name over two lines, and a fault below",
        whole(P, lambda text: text.replace("Canton", '"Can\nton"').replace("x-elm,school", "x-elm,scool")), P,
        8, "level-unknown", "Did you mean 'school'?"),
    told("an end of line of old machines in a name",
        whole(P, lambda text: text.replace("Canton", "Can\rton")), P, "0030011", "table-shape",
        "This row has 4 cells", follow=("table-shape",)),
    told("a character that nobody sees", whole(P, lambda text: text.replace("Canton", "Can\0ton")), P,
        "0030011", "table-shape", "cannot be seen (U+0000). Delete it."),
    told("a cell as long as a book", whole(P, lambda text: text.replace("Canton", "C" * 100_001)), P,
        "0030011", "table-shape", "longer than 100,000 characters"),
    told("a column twice", whole(G, lambda text: text.replace("race_ethnicity,sex", "sex,sex", 1)), G, 1,
        "column-twice", "Remove one of them.", follow=("column-missing",)),
    told("a column left out", whole(G, lambda text: text.replace("race_ethnicity,", "", 1)), G, 1,
        "column-missing", "There is no column 'race_ethnicity'."),
    told("a column misspelt", whole(G, lambda text: text.replace("numerator,", "numertor,", 1)), G, 1,
        "column-missing", "Did you mean 'numertor'?", follow=("column-unknown",)),
    told("a column more", whole(G, lambda text: text.replace("status\n", "status,note\n", 1)), G, 1,
        "column-unknown", "Describe it in datapackage.json"),
    told("columns in another order", whole(G, _by_position), G, 1, "column-order",
        "Put the columns and the fields in the same order."),
    told("semicolons", whole(G, lambda text: text.replace(",", ";")), G, 1, "table-shape", "with commas"),
    told("tabs", whole(G, lambda text: text.replace(",", "\t")), G, 1, "table-shape", "with commas"),
    told("spaces after the commas", whole(G, lambda text: text.replace(",", ", ")), G, 1, "table-shape",
        "There are spaces beside the commas."),
    told("a line for a spreadsheet", whole(G, lambda text: "sep=,\n" + text), G, 1, "table-shape", "Remove"),
    told("letters of an old encoding", whole(P, lambda text: text.replace("Canton", "Cantón").encode(
        "latin-1")), P, 5, "file-not-utf8", "CSV UTF-8"),
    told("two bytes a letter", whole(P, lambda text: text.encode("utf-16")), P, 1, "file-not-utf8", "UTF-8"),
    Fault("two files, the first without an end", (put("resources", 5, "path", [P, "data/more.csv"]),
        whole(P, lambda text: text.rstrip("\n")),
        lambda files: files.update({"data/more.csv": "id,level,parent,name,from,to,aliases,successor\n"})),
        P, 7, "table-shape", "End this line, since another file follows."),
    Fault("two files, a fault in the second", (put("resources", 5, "path", [P, "data/more.csv"]),
        lambda files: files.update({"data/more.csv": "id,level,parent,name,from,to,aliases,successor\n"
            "x-ash,school,0010012,Ash,,,,\n"})), "data/more.csv", 2, "place-unknown", "is no place here"),
]  # fmt: skip

PLACES = [
    told("a place twice", more("places", "x-elm,school,0010011,Elms,,,,"), P, 8, "place-twice",
        "Keep one of them"),
    told("a place without a name", row("places", "0030011,", name=""), P, "0030011", "cell-blank", "needs"),
    told("a place without an id", more("places", ",school,0010011,Ash,,,,"), P, 8, "cell-blank", "needs it"),
    told("a parent that is no place", row("places", "0030011,", parent="Ct"), P, "0030011", "place-unknown",
        "Did you mean 'ct'?"),
    told("a successor that is no place", row("places", "0020011,", successor="0010012"), P, "0020011",
        "place-unknown", "The place that followed"),
    told("a place in itself", row("places", "0030011,", parent="0030011"), P, "0030011", "place-circle",
        "Correct the parents.", follow=("place-level",)),
    told("places in each other", row("places", "ct,", parent="0030011"), P, "ct,", "place-circle",
        "one comes back to it", follow=("place-circle", "place-level")),
    told("a level that there is not", row("places", "0030011,", level="distrct"), P, "0030011",
        "level-unknown", "Did you mean 'district'?"),
    told("a district in a school", row("places", "0030011,", parent="x-elm"), P, "0030011", "place-level",
        "Levels from the top down: state, district, school."),
    told("a place from no year", row("places", "0010011,", from_="2015"), P, "0010011", "period-shape",
        "Write all periods in one way."),
    told("a place from a year in words", row("places", "0010011,", from_="2015/16"), P, "0010011",
        "period-shape", "Write a school year"),
    told("a place that ends before it begins", row("places", "0020011,", to="2014-15"), P, "0020011",
        "period-order", "Correct 'from' or 'to'."),
]  # fmt: skip

IN_DESCRIPTORS = (*WORDS, *NAMES, *PERIODS, *READING, *FILES, *PLACES)
