"""Faults of the corpus that stand in cells and rows, and those that only several rows together show."""

from tests.equity.faults import BLACK, WARNING, Fault, cell, doubt, drop, more, put, row, told, whole

G, P, N, R, S, C = (
    f"data/{name}.csv" for name in ("graduation", "places", "enrolment", "incidents", "score", "climate")
)
HIDDEN = "2017-18,0010011,black,female,"
ASHFORD = "2017-18,0010011,"
REPUBLISHED = {"origin": "republished", "severity": WARNING}

CELLS = [
    cell("a word for a number", "numerator", "many", "cell-type", "Write a number such as 12"),
    cell("a number with a comma", "numerator", "7,27", "cell-type", "'7,27' is not a whole number.",
        where='2017-18,ct,black,all,"7,27"'),
    cell("a percent sign", "value", "90.9%", "cell-type", "'90.9%' is not a number."),
    cell("a range as text", "numerator", "<5", "cell-type", "'<5' is not a whole number."),
    cell("a power of ten", "denominator", "8e2", "cell-type", "'8e2' is not a whole number."),
    cell("digits of another script", "denominator", "\u0668\u0660\u0660", "cell-type", "not a whole number"),
    cell("no number at all", "value", "NaN", "cell-type", "'NaN' is not a number."),
    cell("half a person", "numerator", "726.5", "cell-type", "Counts of people are whole."),
    cell("half a student enrolled", "value", "450.5", "cell-type", "whole", table="enrolment",
        row="2017-18,0030011,all,"),
    cell("fewer than none", "numerator", "-727", "cell-negative", "Counts and rates start at 0."),
    cell("a rate below zero", "value", "-1.0", "cell-negative", "'-1.0' is less than nothing."),
    cell("a spread below zero", "sd", "-1.10", "cell-negative", "less than nothing", table="score",
        row="2017-18,ct,all,"),
    cell("more than everybody", "value", "909.0", "value-larger", "'909.0' is more than everybody (100)."),
    cell("a number left out", "value", "", "cell-blank", "Say why in 'status'"),
    cell("a count left out", "numerator", "", "cell-blank", "Say why in 'numerator_status'"),
    cell("no status", "status", "", "cell-blank", "Every row needs it."),
    cell("no status of a count", "numerator_status", "", "cell-blank", "'numerator_status' is blank."),
    told("a withheld number under no status of its own",
        row("graduation", HIDDEN, numerator="7777", numerator_status=""), G, HIDDEN, "cell-blank",
        "Every row needs it.", hidden="7777"),
    cell("a misspelt status", "status", "okay", "status-unknown", "Did you mean 'ok'?"),
    cell("a status in capitals", "numerator_status", "OK", "status-unknown", "Did you mean 'ok'?"),
    cell("no period", "period", "", "cell-blank", "Every row needs it.", where=",ct,black,all,"),
    cell("a period of two years", "period", "2017-19", "period-shape", "Write a school year",
        where="2017-19"),
    cell("a period in full", "period", "2017-2018", "period-shape", "no period", where="2017-2018"),
    cell("a year among school years", "period", "2018", "period-shape", "Write all periods in one way.",
        where="2018,ct"),
    cell("no place", "place", "", "cell-blank", "Every row needs it.", where="2017-18,,black"),
    cell("a place in capitals", "place", "CT", "place-unknown", "Did you mean 'ct'?", where="2017-18,CT"),
    cell("a code without its zeros", "place", "10011", "place-unknown", "eaten the zeros of '0010011'",
        row=ASHFORD + "all,all,", where="2017-18,10011,"),
    cell("a place that nobody declared", "place", "atlantis", "place-unknown", "Declare it",
        where="2017-18,atlantis,"),
    cell("a group left blank", "sex", "", "cell-blank", "Write 'all' where it is not broken down.",
        where="2017-18,ct,black,,"),
    cell("a group misspelt", "race_ethnicity", "blakc", "group-unknown", "Did you mean 'black'?",
        where="2017-18,ct,blakc,"),
    cell("a group in capitals", "race_ethnicity", "Black", "group-unknown",
        "'Black' is 'black' spelled in another way. Write 'black'.", where="2017-18,ct,Black,"),
    cell("a group with a space after it", "race_ethnicity", "black ", "group-unknown",
        "spelled in another way", where="2017-18,ct,black ,"),
    cell("a group that nobody declared", "race_ethnicity", "pacific", "group-unknown", "Declare it",
        where="2017-18,ct,pacific,"),
    cell("a group of another dimension", "race_ethnicity", "female", "group-unknown",
        "'female' is not a group of 'race_ethnicity'.", where="2017-18,ct,female,"),
    cell("half a range", "value_high", "", "range-open", "Give both ends, or neither.", table="climate",
        row=ASHFORD, follow=("cell-blank",)),
    cell("a range that runs backwards", "value_low", "93", "range-order", "Exchange the two ends.",
        table="climate", row=ASHFORD),
    cell("a value outside of its range", "value", "52", "range-outside", "Correct the value or the range",
        table="climate", row=ASHFORD),
    told("a deviation that is of no mean", put("equity", "indicators", "score", "kind", "rate"), S,
        "2015-16,ct,all", "cell-not-empty", "Remove the column 'sd'.",
        follow=("cell-not-empty", "cell-negative")),
]  # fmt: skip

WITHHELD = [
    *(
        cell(f"a withheld {column} written down", column, "7777", "cell-not-empty", "Empty it", row=HIDDEN,
            hidden="7777")
        for column in ("numerator", "denominator", "value")
    ),
    cell("a withheld count that is none", "numerator", "7777.7*", "cell-not-empty", "Empty it", row=HIDDEN,
        hidden="7777"),
    cell("a withheld count below zero", "numerator", "-7777", "cell-not-empty", "Empty it", row=HIDDEN,
        hidden="7777"),
    cell("the end of a withheld range", "value_high", "7777", "cell-not-empty", "Empty it", table="climate",
        row="2017-18,0030011", follow=("range-open",), hidden="7777"),
    told("a withheld range that runs backwards",
        row("climate", "2017-18,0030011", value_low="7777", value_high="3333"), C, "2017-18,0030011",
        "cell-not-empty", "Empty it", follow=("cell-not-empty",), hidden="7777"),
    told("a withheld number under a misspelt status",
        row("graduation", HIDDEN, numerator="7777", numerator_status="C"), G, HIDDEN, "status-unknown",
        "Did you mean 'c'?", hidden="7777"),
    told("a withheld number under no status", row("graduation", HIDDEN, value="7777", status=""), G, HIDDEN,
        "cell-blank", "Every row needs it.", hidden="7777"),
    told("a withheld total that its parts exceed",
        row("graduation", "2017-18,ct,all,all,", numerator="7777", numerator_status="c"), G,
        "2017-18,ct,all,all,", "cell-not-empty", "Empty it", hidden="7777"),
]  # fmt: skip

ROWS = [
    told("the last row again", whole(G, lambda text: text + text.splitlines()[-1] + "\n"), G, 170,
        "row-twice", "Keep one of them: the key is period, place, race_ethnicity, sex."),
    told("two rows of one cell", row("graduation", BLACK, race_ethnicity="white"), G, 107, "row-twice",
        "the first is line 104"),
    told("a table without rows", whole("data/climate.csv", lambda text: text.partition("\n")[0] + "\n"),
        "data/climate.csv", 1, "table-empty", "filtered away", severity=WARNING),
    told("a count twice, with other numbers", more("enrolment", "2015-16,ct,all,9,ok"), N,
        "2015-16,ct,all,9", "row-twice", "Keep one of them"),
]  # fmt: skip

SUMS = [
    cell("more in the numerator", "numerator", "900", "count-larger", "Are these events instead of people?",
        follow=("part-larger", "parts-contradict-total")),
    cell("a rate that its counts do not give", "value", "91.2", "rate-contradicts-counts",
        "The rate is 91.2, and its counts, 727 of 800, give 90.88"),
    cell("a rate of events in another unit", "value", "1.2", "rate-contradicts-counts", "Correct the rate",
        table="incidents", row="2017-18,ct,all,"),
    told("a rate of nobody",
        row("incidents", "2017-18,ct,disability,", numerator="0", denominator="0", value="0.0"), R,
        "2017-18,ct,disability", "rate-contradicts-counts", "The rate is 0.0, and it is of nobody",
        follow=("children-contradict-parent",)),
    cell("a mean outside of its parts", "value", "0.9", "rate-outside-parts", "The mean of all, 0.9",
        table="score", row="2017-18,ct,all,"),
    told("groups that add up to more", row("enrolment", "2017-18,0030011,female,", value="251"), N,
        "2017-18,0030011,all", "parts-contradict-total",
        "The groups of 'sex' add up to 451, and their total is 450 ('value')"),
    told("groups that add up to less", row("enrolment", "2017-18,0030011,female,", value="249"), N,
        "2017-18,0030011,all", "parts-contradict-total", "add up to 449, and their total is 450"),
    told("crossed groups that add up to more",
        row("graduation", "2017-18,ct,black,male,", numerator="360", denominator="401", value="89.8"), G,
        "2017-18,ct,all,male,", "parts-contradict-total", "The groups of 'race_ethnicity' add up to",
        follow=("parts-contradict-total",)),
    told("a part larger than the total", row("enrolment", "2017-18,0030011,female,", value="451"), N,
        "2017-18,0030011,all", "part-larger", "451 of 2017-18, 0030011, sex female, 450 of 2017-18"),
    told("an overlapping part larger than the total",
        row("incidents", "2017-18,ct,disability,", denominator="2001", numerator="2100", value="104.9"), R,
        "2017-18,ct,all", "part-larger", "2001 of 2017-18, ct, programme disability, 2000 of"),
    told("a rate outside of its parts",
        row("graduation", "2017-18,ct,all,all,", numerator="", denominator="", value="99.0",
            numerator_status="x", denominator_status="x"), G, "2017-18,ct,all,all,", "rate-outside-parts",
        "The rate of all, 99.0", follow=("rate-outside-parts",)),
    Fault("schools larger than their district", (row("enrolment", "2017-18,x-oak,female,", value="154"),
        row("enrolment", "2017-18,x-oak,all,", value="304")), N, "2017-18,0010011,female",
        "children-contradict-parent", "add up to 303, more than its 302", severity=WARNING,
        follow=("children-contradict-parent",)),
]  # fmt: skip
# What is an error in one's own figures is a doubt in those of another publisher.
SUMS += [
    Fault(f"{each.name}, republished", each.edits, each.file, each.where, each.code, each.says,
        follow=each.follow, **REPUBLISHED)
    for each in SUMS if each.severity != WARNING
]  # fmt: skip


def _zeros(text: str) -> str:
    """Incidents of a year that nobody has counted yet."""
    rows = [line.split(",") for line in text.splitlines()]
    return "".join(
        ",".join([*each[:3], "0", each[4], "0.0", each[6]] if each[0] == "2016-17" else each) + "\n"
        for each in rows
    )


def _scaled(text: str, year: str, place: str = "", *, column: int, by: int) -> str:
    """A column of a year, and of one place in it, in another unit."""
    rows = [line.split(",") for line in text.splitlines()]
    for each in rows:
        if each[0] == year and place in ("", each[1]):
            each[column] = f"{float(each[column]) * by:.15g}"
    return "".join(",".join(each) + "\n" for each in rows)


SERIES = [
    told("a group without a row", drop("enrolment", "2017-18,0030011,female"), N, "2017-18,0030011,male",
        "group-missing", "There is no row for sex female (2017-18, 0030011).", **REPUBLISHED),
    told("a crossed group without a row", drop("graduation", "2017-18,ct,black,female"), G,
        "2017-18,ct,asian,female", "group-missing", "race_ethnicity black, sex female", **REPUBLISHED),
    told("a total without a row", drop("enrolment", "2017-18,0030011,all"), N, "2017-18,0030011,female",
        "total-missing", "There is no row for everybody (2017-18, 0030011).", severity=WARNING),
    told("a breakdown left out", drop("enrolment", "2017-18,0030011,female", "2017-18,0030011,male"), N,
        "2017-18,0030011,all", "breakdown-missing", "There are no rows by 'sex'", severity=WARNING),
    told("a breakdown that ends", drop("incidents", *(
        f"2018-19,{place},{group}" for place in ("ct", "0010011", "0030011")
        for group in ("english_learner", "disability"))), R, "2018-19,ct,all", "breakdown-missing",
        "There are no rows by 'programme'", severity=WARNING, follow=("breakdown-missing",)),
    told("a year that nobody has", drop("score", "2016-17"), S, "2017-18,ct,all", "period-missing",
        "There are no rows for 2016-17", severity=WARNING),
    told("a year that one place lacks", drop("score", "2017-18,0030011"), S, "2018-19,0030011,all",
        "period-missing", "There are no rows of 0030011 for 2017-18", severity=WARNING),
    told("the last year of a place that was there by places.csv", drop("climate", "2016-17,0020011"), C,
        "2015-16,0020011", "period-missing", "There are no rows of 0020011 for 2016-17", severity=WARNING),
    told("a place that was no more", more("climate", "2018-19,0020011,,,,c"), C, "2018-19,0020011",
        "place-period", "Correct 'from' and 'to' in places.csv", severity=WARNING,
        follow=("period-missing",)),
    told("a place before its time", row("places", "0010011,", from_="2016-17"), C, "2015-16,0010011",
        "place-period", "from 2016-17", severity=WARNING, follow=("place-period",)),
    told("a year of zeros", whole(R, _zeros), R, "2016-17,ct,all", "zeros-only",
        "leave the numbers blank with the status w", severity=WARNING),
    told("a year in another unit", whole(S, lambda text: _scaled(text, "2018-19", column=4, by=100)), S,
        "2018-19,ct,all", "unit-jump", "The numbers are about 122 times larger in 2018-19", severity=WARNING),
    told("a place in another unit",
        whole(N, lambda text: _scaled(text, "2018-19", "x-elm", column=3, by=1000)), N,
        "2018-19,x-elm,female", "unit-jump", "The numbers of x-elm are about 1,0", severity=WARNING,
        follow=("children-contradict-parent",)),
    told("two places of one name", row("places", "0030011,", name="ASHFORD"), P, "0030011",
        "place-name-twice", "give it one id", severity=WARNING),
    told("an answer to nothing", doubt(code="unit-jump"), "datapackage.json", ("equity", "doubts", 1),
        "doubt-idle", "Remove it", severity=WARNING),
    told("an answer for two that answers one", put("equity", "doubts", 2, "count", 2), "datapackage.json",
        ("equity", "doubts", 2, "count"), "doubt-count",
        "answers 2 cases of 'group-missing', and there are 1",
        origin="republished", severity=WARNING),
]  # fmt: skip

ANSWERS = [
    Fault("an answer, where a contradiction is an error",
        (doubt(code="rate-contradicts-counts"), row("graduation", BLACK, value="91.2")), G, BLACK,
        "rate-contradicts-counts", "Correct the rate or the counts."),
    Fault("an answer about another dimension", (doubt(code="rate-contradicts-counts", dimension="sex"),
        row("graduation", BLACK, value="91.2")), G, BLACK, "rate-contradicts-counts", "Correct the rate",
        follow=("doubt-idle",), **REPUBLISHED),
    Fault("a group with braces in its name", (put("equity", "dimensions", "sex", "groups", "a{b}",
        {"label": "x", "short": "x", "sentence": "x", "from": "1990-91", "to": "1990-91"}),
        row("graduation", "2017-18,ct,black,female", sex="A{b}")), G, "2017-18,ct,black,A{b}",
        "group-unknown", "Write 'a{b}'."),
]  # fmt: skip

IN_TABLES = (*CELLS, *WITHHELD, *ROWS, *SUMS, *SERIES, *ANSWERS)
