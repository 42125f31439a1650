"""A known fault in any row of a good table is told there; whatever else is done to it, nothing raises."""

import csv
import io
import json

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from plugins.equity.packages import open_package
from plugins.equity.problems import tell
from tests.conftest import MORE
from tests.equity.faults import GOOD
from tests.equity.school_package import BOLTON, COLUMNS, table
from tests.equity.test_garbage import bent, mutilated, opens

# Opening takes a tenth of a second, so a counter-example is shown as it was found.
QUICK = (Phase.explicit, Phase.generate)
FEW = settings(max_examples=MORE or 12, phases=QUICK)
ORIGINS = tuple(GOOD)


class Seeded:
    """Tables whose rows stand in some order, and where a fault has been put into one."""

    def __init__(self, draw, name):
        self.name = name
        self.rows = list(csv.DictReader(io.StringIO(GOOD["own"][f"data/{name}.csv"])))
        if draw(st.booleans()):
            draw(st.randoms(use_true_random=False)).shuffle(self.rows)
        self.draw = draw

    def pick(self, fits=lambda _: True):
        """Any row that fits."""
        return self.draw(st.sampled_from([each for each in self.rows if fits(each)]))

    def line(self, fits):
        """The line of the first row that fits."""
        return 2 + next(at for at, each in enumerate(self.rows) if fits(each))

    def text(self):
        return table(self.rows, COLUMNS[self.name])


def same(row, *columns, **others):
    """Whether another row has the same cells, or others."""
    return lambda each: (
        all(each[column] == row[column] for column in columns)
        and all(each[column] == cell for column, cell in others.items())
    )


def shown(row):
    return row["status"] == "ok"


def in_cell(column, code, change, name="graduation", fits=shown):
    """A fault of one cell."""

    def seed(draw):
        made = Seeded(draw, name)
        row = made.pick(fits)
        row[column] = change(row, draw)
        return made, made.rows.index(row) + 2, code

    return seed


def twice(draw):
    made = Seeded(draw, "graduation")
    at = draw(st.integers(0, len(made.rows) - 1))
    to = draw(st.integers(at + 1, len(made.rows)))
    made.rows.insert(to, dict(made.rows[at]))
    return made, to + 2, "row-twice"


def total_off(draw):
    made = Seeded(draw, "enrolment")
    row = made.pick(lambda each: each["sex"] == "all")
    row["value"] = str(int(row["value"]) + draw(st.sampled_from([-1, 1, 7])))
    return made, made.rows.index(row) + 2, "parts-contradict-total"


def part_larger(draw):
    made = Seeded(draw, "enrolment")
    row = made.pick(lambda each: each["sex"] != "all")
    total = next(filter(same(row, "period", "place", sex="all"), made.rows))
    row["value"] = str(int(total["value"]) + draw(st.integers(1, 3)))
    return made, made.rows.index(total) + 2, "part-larger"


def group_gone(draw):
    made = Seeded(draw, "enrolment")
    row = made.pick(lambda each: each["sex"] != "all")
    made.rows.remove(row)
    beside = made.line(lambda each: same(row, "period", "place")(each) and each["sex"] != "all")
    return made, beside, "group-missing"


def total_gone(draw):
    made = Seeded(draw, "enrolment")
    row = made.pick(lambda each: each["sex"] == "all")
    made.rows.remove(row)
    return made, made.line(same(row, "period", "place")), "total-missing"


def breakdown_gone(draw):
    made = Seeded(draw, "enrolment")
    row = made.pick(lambda each: each["sex"] == "all")
    made.rows = [each for each in made.rows if each is row or not same(row, "period", "place")(each)]
    return made, made.rows.index(row) + 2, "breakdown-missing"


def year_of_a_place_gone(draw):
    made = Seeded(draw, "score")
    row = made.pick(lambda each: each["period"] in ("2016-17", "2017-18") and each["place"] != "0020011")
    made.rows = [each for each in made.rows if not same(row, "period", "place")(each)]
    after = {"2016-17": "2017-18", "2017-18": "2018-19"}[row["period"]]
    return made, made.line(same(row, "place", period=after)), "period-missing"


def year_gone(draw):
    made = Seeded(draw, "score")
    year = draw(st.sampled_from(["2016-17", "2017-18"]))
    made.rows = [each for each in made.rows if each["period"] != year]
    return made, made.line(lambda each: each["period"] > year), "period-missing"


def zeros(draw):
    made = Seeded(draw, "incidents")
    year = made.pick(lambda each: each["period"] in BOLTON)["period"]  # with ten numbers or more
    for row in made.rows:
        if row["period"] == year:
            row.update(numerator="0", value="0.0")
    return made, made.line(lambda each: each["period"] == year), "zeros-only"


def unit(draw):
    made = Seeded(draw, "score")
    by = draw(st.sampled_from([100, 1000]))
    for row in made.rows:
        if row["period"] == "2018-19":
            row["value"] = f"{float(row['value']) * by:.2f}"
    line = made.line(lambda each: each["period"] == "2018-19" and float(each["value"]) > 0)
    return made, line, "unit-jump"


def short(draw):
    made = Seeded(draw, "incidents")
    at = draw(st.integers(0, len(made.rows) - 1))
    lines = made.text().splitlines(keepends=True)
    lines[at + 1] = lines[at + 1].rpartition(",")[0] + "\n"
    made.text = lambda: "".join(lines)
    return made, at + 2, "table-shape"


LETTERS = st.text("abcxyz", min_size=1, max_size=4)
GROUPED = {
    "race_ethnicity": lambda row: row["race_ethnicity"] != "all",
    "sex": lambda row: row["sex"] != "all",
}
SEEDS = {
    **{
        f"{column} misspelt": in_cell(
            column, "group-unknown", lambda row, draw, column=column: row[column] + draw(LETTERS), fits=fits
        )
        for column, fits in GROUPED.items()
    },
    **{
        f"{column} in capitals": in_cell(
            column, "group-unknown", lambda row, _, column=column: row[column].capitalize(), fits=fits
        )
        for column, fits in GROUPED.items()
    },
    "no such place": in_cell("place", "place-unknown", lambda row, draw: row["place"] + draw(LETTERS)),
    "no such period": in_cell("period", "period-shape", lambda row, _: row["period"][:5] + "99"),
    "no such status": in_cell("status", "status-unknown", lambda _, draw: "x" + draw(LETTERS)),
    "no number": in_cell("numerator", "cell-type", lambda _, draw: draw(LETTERS)),
    "a part of a person": in_cell("denominator", "cell-type", lambda row, _: row["denominator"] + ".5"),
    "fewer than none": in_cell("numerator", "cell-negative", lambda row, _: "-" + row["numerator"]),
    "blank without a reason": in_cell("value", "cell-blank", lambda *_: ""),
    "withheld and shown": in_cell(
        "numerator", "cell-not-empty", lambda _, draw: str(draw(st.integers(0, 99))),
        fits=lambda row: row["status"] == "c"),
    "more in the numerator": in_cell(
        "numerator", "count-larger",
        lambda row, draw: str(int(row["denominator"]) + draw(st.integers(1, 9)))),
    "another rate": in_cell(
        "value", "rate-contradicts-counts",
        lambda row, draw: f"{float(row['value']) - draw(st.sampled_from([0.2, 0.3, 5, 40])):.1f}"),
    "a row twice": twice, "a total that is off": total_off, "a part larger than its total": part_larger,
    "a group without a row": group_gone, "a total without a row": total_gone,
    "a breakdown without rows": breakdown_gone, "a year of a place gone": year_of_a_place_gone,
    "a year gone": year_gone, "a year of zeros": zeros, "another unit": unit, "a row too short": short,
}  # fmt: skip


@pytest.mark.parametrize("kind", SEEDS)
def test_a_known_fault_in_any_row_is_told_there(write_files, kind):
    folder = write_files(GOOD["own"])

    @settings(max_examples=MORE or 6, phases=QUICK)
    @given(st.data())
    def attempt(data):
        made, line, code = SEEDS[kind](data.draw)
        path = folder / f"data/{made.name}.csv"
        path.write_text(made.text(), "utf-8")
        _, problems = open_package(folder, folder.parents[1])
        wanted = (f"datapackages/schools/data/{made.name}.csv", line, code)
        assert wanted in [(each.path, each.line, each.code) for each in problems], tell(problems)

    attempt()


WITHHELD = ("c", "C", " c", "c ", "z", "x", "w", "", "withheld", "*", "None")


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_number_that_may_be_withheld_is_never_repeated(write_files, origin):
    folder = write_files(GOOD[origin])

    @FEW
    @given(st.data())
    def attempt(data):
        made = Seeded(data.draw, "graduation")
        row = made.pick()
        column = data.draw(st.sampled_from(["numerator", "denominator", "value"]))
        secret = data.draw(st.sampled_from(["7351", "-7351", "7351*", "<7351", "7351.5", "7351e9"]))
        row[column] = secret
        row["status" if column == "value" else f"{column}_status"] = data.draw(st.sampled_from(WITHHELD))
        # What contradicts it elsewhere must not give it away either.
        if data.draw(st.booleans()):
            other = made.pick(lambda each: each is not row)
            other["value"], other["status"] = "99.9", "ok"
        (folder / "data/graduation.csv").write_text(made.text(), "utf-8")
        package, problems = open_package(folder, folder.parents[1])
        assert package is None
        assert "7351" not in "".join(each.message + each.hint for each in problems), tell(problems)

    attempt()


@pytest.mark.parametrize("name", ["data/graduation.csv", "data/enrolment.csv", "data/places.csv"])
def test_whatever_is_done_to_the_bytes_of_a_table_raises_nothing(write_files, name):
    folder = write_files(GOOD["republished"])

    @FEW
    @given(mutilated(GOOD["republished"][name].encode()))
    def attempt(raw):
        (folder / name).write_bytes(raw)
        opens(folder)

    attempt()


@st.composite
def exchanged(draw, text):
    """Cells replaced by others of the table; columns dropped; rows dropped, doubled, exchanged."""
    rows = list(csv.reader(io.StringIO(text)))
    cells = sorted({cell for row in rows for cell in row})
    for _ in range(draw(st.integers(1, 4))):
        what, at = draw(st.sampled_from("cccdort")), draw(st.integers(0, len(rows) - 1))
        if what == "c" and rows[at]:
            rows[at][draw(st.integers(0, len(rows[at]) - 1))] = draw(st.sampled_from(cells))
        elif what == "d":
            rows.insert(at, list(rows[at]))
        elif what == "o" and len(rows) > 1:
            del rows[at]
        elif what == "r":
            other = draw(st.integers(0, len(rows) - 1))
            rows[at], rows[other] = rows[other], rows[at]
        else:
            column = draw(st.integers(0, 3))
            rows = [[*row[:column], *row[column + 1 :]] for row in rows]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_cells_in_other_places_raise_nothing(write_files, name):
    folder = write_files(GOOD["republished"])

    @FEW
    @given(exchanged(GOOD["republished"][f"data/{name}.csv"]))
    def attempt(text):
        (folder / f"data/{name}.csv").write_text(text, "utf-8")
        opens(folder)

    attempt()


@pytest.mark.parametrize("origin", ORIGINS)
def test_whatever_is_done_to_a_rich_description_raises_nothing(write_files, origin):
    folder = write_files(GOOD[origin])

    @settings(max_examples=MORE or 40, phases=QUICK)
    @given(bent(json.loads(GOOD[origin]["datapackage.json"])))
    def attempt(descriptor):
        raw = json.dumps(descriptor).encode("utf-8", "surrogatepass")
        (folder / "datapackage.json").write_bytes(raw)
        opens(folder)

    attempt()
