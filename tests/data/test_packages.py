"""The committed packages keep their contract and hold the known figures; their doubts are all answered."""

import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd
import pytest

from .conftest import Opened

NUMBERS = {"numerator": "numerator_status", "denominator": "denominator_status", "value": "status"}

# The publisher's `*`, counted in the source: 7,627 graduation rates, 10,653 absence rates, 6,471 enrollment
# counts. No row of these tables was dropped but copies of state rows, which have no `*`. Of 12,572 suspension
# rates and 7,344 suspension counts with `*`, 794 and 365 belong to 2020-21, which is left out.
WITHHELD = {
    "ct-graduation": {"status": 7627, "numerator_status": 6782, "denominator_status": 5068},
    "ct-chronic-absence": {"status": 10653, "numerator_status": 2178, "denominator_status": 0},
    "ct-suspension": {"status": 12572 - 794, "numerator_status": 7344 - 365, "denominator_status": 0},
    "ct-enrollment": {"status": 6471},
}
# The publisher's `N/A` (2,123 rates and 7,329 counts of suspension, less 207 and 636 of 2020-21).
NOT_APPLICABLE = {
    "ct-graduation": {"status": 314, "numerator_status": 314, "denominator_status": 314},
    "ct-chronic-absence": {"status": 0, "numerator_status": 0, "denominator_status": 0},
    "ct-suspension": {"status": 2123 - 207, "numerator_status": 7329 - 636, "denominator_status": 0},
    "ct-enrollment": {"status": 0},
}
# Lines of the source, less the state's 108 copies in absence and the 1,250 lines of 2020-21 in suspension.
ROWS = {
    "ct-graduation": 21498,
    "ct-chronic-absence": 28932 - 108,
    "ct-suspension": 27921 - 1250,
    "ct-enrollment": 48456,
}


def errors(folder: Path) -> list[str]:
    report = frictionless.validate(str(folder / "datapackage.json"))
    return sorted(row[0] for row in report.flatten(["type"]))


def test_frictionless_finds_nothing(package: Opened) -> None:
    assert errors(package.folder) == []


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("2010-11,ct,all", "2010-11,ct,everyone", "constraint-error"),
        ("2010-11,ct,asian", "2010-11,ct,black", "primary-key"),
        ("2010-11,ct,asian", "2010-11,9999999,asian", "foreign-key"),
        (",82.7,ok", ",82.7 %,ok", "type-error"),
        (",82.7,ok", ",182.7,ok", "constraint-error"),
    ],
)
def test_frictionless_does_look(
    tmp_path: Path, packages: dict[str, Opened], old: str, new: str, error: str
) -> None:
    folder = tmp_path / "package"
    shutil.copytree(packages["ct-graduation"].folder, folder)
    table = folder / "data" / "graduation_rate.csv"
    head, _, _ = table.read_text("utf-8").partition("2011-12,")  # the first year is enough, and quick
    assert old in head
    table.write_text(head.replace(old, new, 1), "utf-8")
    assert error in errors(folder)


def test_columns_are_the_contract(package: Opened) -> None:
    counts = [] if package.indicator == "enrollment" else ["numerator", "denominator"]
    states = [f"{each}_status" for each in counts]
    expected = ["period", "place", *package.dimensions, *counts, "value", "status", *states]
    assert list(package.rows.columns) == expected
    assert list(package.places.columns) == ["id", "level", "parent", "name", "from", "to", "aliases"]
    schema = package.descriptor["resources"][0]["schema"]
    assert [field["name"] for field in schema["fields"]] == expected
    assert schema["primaryKey"] == ["period", "place", *package.dimensions]
    assert set(package.equity["columns"].values()) == {"period", "place", *counts, "value", "status", *states}


def test_categories_and_enum_say_the_same(package: Opened) -> None:
    fields = {field["name"]: field for field in package.descriptor["resources"][0]["schema"]["fields"]}
    coded = [*package.dimensions, *(name for name in fields if name.endswith("status"))]
    for name in coded:
        enum = fields[name]["constraints"]["enum"]
        assert [each["value"] for each in fields[name]["categories"]] == enum, name
    for name, dimension in package.equity["dimensions"].items():
        assert fields[name]["constraints"]["enum"] == ["all", *dimension["groups"]]
        assert set(package.rows[name]) == {"all", *dimension["groups"]}


def test_rows_are_all_there_in_order_and_once(package: Opened) -> None:
    assert len(package.rows) == ROWS[package.folder.name]
    keys = ["period", "place", *package.dimensions]
    assert not package.rows.duplicated(keys).any()
    ranks = {n: ["all", *spec["groups"]] for n, spec in package.equity["dimensions"].items()}

    def place_in_line(row: tuple[str, ...]) -> tuple[Any, ...]:
        cuts = [
            (i, ranks[n].index(v)) for i, (n, v) in enumerate(zip(package.dimensions, row[2:], strict=True))
        ]
        return row[0], row[1] != "ct", row[1], [cut for cut in cuts if cut[1]]

    lines = [tuple(row) for row in package.rows[keys].itertuples(index=False)]
    assert lines == sorted(lines, key=place_in_line)
    assert max(len([v for v in row[2:] if v != "all"]) for row in lines) == 1, "one breakdown at a time"


def test_codes_keep_their_zeros(package: Opened) -> None:
    ids = package.places["id"]
    assert ids.is_unique
    assert ids[0] == "ct"
    assert all(re.fullmatch(r"\d{7}", id_) for id_ in ids[1:])
    assert ids.str.startswith("0").sum() > 50
    assert set(package.rows["place"]) == set(ids)
    assert package.places.set_index("id").loc["0150011", "name"] == "Bridgeport School District"
    assert set(package.places["parent"][1:]) == {"ct"}
    raw = (package.folder / package.descriptor["resources"][0]["path"]).read_bytes()
    assert b'="' not in raw
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")


def test_places_have_one_id_per_code_and_the_latest_name(packages: dict[str, Opened]) -> None:
    seen = {}
    for package in packages.values():
        for row in package.places.to_dict("records"):
            assert seen.setdefault(row["id"], (row["name"], row["aliases"])) == (row["name"], row["aliases"])
            periods = package.rows.loc[package.rows["place"] == row["id"], "period"]
            assert (row["from"], row["to"]) == (periods.min(), periods.max())
    assert seen["2420014"] == ("EdAdvance", "Education Connection")
    assert seen["9000016"] == (
        "Connecticut Technical Education and Career System",
        "Connecticut Technical High School System",
    )
    assert seen["2800013"][0] == "New Beginnings Inc Family Academy District"
    assert seen["ct"] == ("Connecticut", "State of Connecticut")
    assert sum(bool(aliases) for _, aliases in seen.values()) == 8  # seven districts renamed, and the state


def test_rows_without_a_code_found_their_place(packages: dict[str, Opened]) -> None:
    first = packages["ct-graduation"].rows["period"] == "2010-11"  # no code in the source before 2015-16
    assert packages["ct-graduation"].rows[first]["place"].nunique() == 136  # as many names as in the source
    assert packages["ct-enrollment"].cell("2016-17", "2800013")["value"].isdigit()
    assert packages["ct-enrollment"].cell("2021-22", "3370015", race_ethnicity="white")["status"]


def test_every_number_is_there_or_says_why_not(package: Opened) -> None:
    for column, status in NUMBERS.items():
        if column in package.rows:
            assert ((package.rows[column] == "") == (package.rows[status] != "ok")).all(), column


def test_markers_are_counted_as_in_the_source(package: Opened) -> None:
    for letter, expected in (("c", WITHHELD), ("z", NOT_APPLICABLE)):
        found = {s: int((package.rows[s] == letter).sum()) for s in expected[package.folder.name]}
        assert found == expected[package.folder.name], letter


def test_reasons_are_kept_apart_in_one_row(packages: dict[str, Opened]) -> None:
    graduation, suspension = packages["ct-graduation"].rows, packages["ct-suspension"].rows
    both_counts = graduation[(graduation["status"] == "c") & (graduation["numerator_status"] == "ok")]
    assert len(both_counts) == 845
    assert (both_counts["denominator_status"] == "ok").all()
    assert pd.to_numeric(both_counts["denominator"]).between(6, 19).all()
    cohort_only = (graduation["numerator_status"] == "c") & (graduation["denominator_status"] == "ok")
    assert cohort_only.sum() == 1714
    pairs = Counter(zip(suspension["numerator_status"], suspension["status"], strict=True))
    assert set(pairs) == {("ok", "ok"), ("ok", "c"), ("c", "c"), ("z", "c"), ("z", "z")}
    assert pairs["ok", "c"] == 22


def test_what_was_never_collected(packages: dict[str, Opened]) -> None:
    absence, suspension = packages["ct-chronic-absence"].rows, packages["ct-suspension"].rows
    assert set(absence["denominator_status"]) == {"x"}
    assert set(suspension["denominator_status"]) == {"x"}
    assert set(absence.loc[absence["period"] < "2017-18", "numerator_status"]) == {"x"}
    assert "x" not in set(absence.loc[absence["period"] > "2017-18", "numerator_status"])


def test_state_rows_stand_once_per_period_and_group(packages: dict[str, Opened]) -> None:
    per_period = {
        name: set(package.rows[package.rows["place"] == "ct"].groupby("period").size())
        for name, package in packages.items()
    }
    assert per_period == {
        "ct-graduation": {17, 19},  # two race groups fewer in 2010-11
        "ct-chronic-absence": {17},  # every year, though for race its level "state" ends in 2016-17
        "ct-suspension": {13},
        "ct-enrollment": {16, 17, 7},  # six race groups, seven from 2010-11; only race in 2021-22
    }


@pytest.mark.parametrize(
    ("name", "period", "group", "expected"),
    [
        ("ct-graduation", "2018-19", {"english_learner": "english_learner"}, ("1799", "2517", "71.5")),
        ("ct-graduation", "2018-19", {"english_learner": "not_english_learner"}, ("35452", "39558", "89.6")),
        ("ct-graduation", "2018-19", {"race_ethnicity": "white"}, ("22158", "23742", "93.3")),
        ("ct-graduation", "2018-19", {"race_ethnicity": "black"}, ("4546", "5694", "79.8")),
        ("ct-graduation", "2014-15", {"english_learner": "english_learner"}, ("1502", "2252", "66.7")),
        ("ct-graduation", "2017-18", {}, ("37316", "42234", "88.3")),
        ("ct-chronic-absence", "2018-19", {"meal_eligibility": "free"}, ("34532", "", "18.2")),
        ("ct-chronic-absence", "2018-19", {"meal_eligibility": "reduced"}, ("2791", "", "9.0")),
        ("ct-chronic-absence", "2018-19", {"meal_eligibility": "not_eligible"}, ("15868", "", "5.5")),
        ("ct-chronic-absence", "2011-12", {"meal_eligibility": "free"}, ("", "", "20.0")),
        ("ct-suspension", "2019-20", {"race_ethnicity": "white"}, ("7863", "", "2.9")),
        ("ct-suspension", "2019-20", {"race_ethnicity": "black"}, ("7157", "", "10.3")),
        ("ct-suspension", "2019-20", {"race_ethnicity": "hispanic"}, ("10269", "", "6.9")),
        ("ct-suspension", "2018-19", {}, ("36858", "", "6.7")),
        ("ct-enrollment", "2018-19", {}, (None, None, "530612")),
    ],
)
def test_known_state_figures(
    packages: dict[str, Opened],
    name: str,
    period: str,
    group: dict[str, str],
    expected: tuple[str | None, ...],
) -> None:
    cell = packages[name].cell(period, "ct", **group)
    assert tuple(cell.get(each) for each in ("numerator", "denominator", "value")) == expected


def test_a_district_with_two_counts(packages: dict[str, Opened]) -> None:
    graduation = packages["ct-graduation"]
    learners = graduation.cell("2018-19", "0150011", english_learner="english_learner")
    others = graduation.cell("2018-19", "0150011", english_learner="not_english_learner")
    assert (learners["numerator"], learners["denominator"]) == ("155", "232")
    assert (others["numerator"], others["denominator"]) == ("953", "1225")


def test_counts_are_never_more_than_their_whole(packages: dict[str, Opened]) -> None:
    graduation = packages["ct-graduation"].numbers
    assert not (graduation["numerator"] > graduation["denominator"]).any()


def test_who_made_it_and_under_which_licence(package: Opened) -> None:
    descriptor = package.descriptor
    assert [each["name"] for each in descriptor["licenses"]] == ["ODC-PDDL-1.0"]
    repositories = [each for each in descriptor["sources"] if "CT-Data-Collaborative/" in each["title"]]
    assert len(repositories) == {"ct-graduation": 7}.get(package.folder.name, 6)
    assert all(re.fullmatch(r"[0-9a-f]{40}", each["version"]) for each in repositories)
    assert all(each["path"].endswith(each["version"]) for each in repositories)
    assert package.equity["origin"]["kind"] == "republished"
    assert descriptor["created"] == "2026-11-23T00:00:00Z"


def test_pandas_reads_it_as_it_is_described(package: Opened) -> None:
    """The types of the descriptor, given to pandas, keep codes as text and make blanks missing numbers."""
    resource = package.descriptor["resources"][0]
    kinds = {"string": "str", "integer": "Int64", "number": "float64"}
    dtypes = {field["name"]: kinds[field["type"]] for field in resource["schema"]["fields"]}
    path = package.folder / resource["path"]
    frame = pd.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=[""])
    assert frame["place"].str.len().isin([2, 7]).all()
    assert (frame["value"].isna() == (frame["status"] != "ok")).all()


def test_the_names_are_the_folders(package: Opened) -> None:
    assert package.descriptor["name"] == package.folder.name
    files = {path.relative_to(package.folder).as_posix() for path in package.folder.rglob("*.*")}
    assert files >= {
        "README.md",
        "datapackage.json",
        "recipe.yaml",
        "translations/es.po",
        "data/places.csv",
    }
