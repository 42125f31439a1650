"""The recipes: their parts on small made-up rows, always; all of them on the source, where it is at hand.

The source is not in this repository. Set CT_EDSIGHT to the folder with the four stacked tables to run all.
"""

import copy
import csv
import gzip
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from .conftest import FOLDER, NAMES, Opened

SOURCE = os.environ.get("CT_EDSIGHT", "")


def raw(district: str, code: str = "", **cells: str) -> dict[str, str]:
    """A line of a stacked table, 2018-19, all students, unless told otherwise."""
    line = {"school_year": "2018-19", "org_level": "district", "district": district, "district_code": code}
    return {**line, "dimension": "all", "group": "All Students", **cells}


@pytest.mark.parametrize("name", NAMES)
def test_the_source_gives_the_committed_bytes(name: str, tmp_path: Path, packages: dict[str, Opened]) -> None:
    if not SOURCE:
        pytest.skip("CT_EDSIGHT is not set: the source tables are not here, so nothing was re-made")
    script = packages[name].folder / "retabulate.py"
    environment = {**os.environ, "PYTHONHASHSEED": "11", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, str(script), "--to", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, env=environment)
    committed = {path.name: path.read_bytes() for path in (packages[name].folder / "data").iterdir()}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == committed


@pytest.mark.parametrize("name", NAMES)
def test_without_a_source_it_says_so(name: str, packages: dict[str, Opened]) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "CT_EDSIGHT"}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    command = [sys.executable, str(packages[name].folder / "retabulate.py")]
    told = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    assert told.returncode == 2
    assert "CT_EDSIGHT" in told.stderr


@pytest.mark.parametrize(
    ("text", "decimals", "expected"),
    [
        ("88", 1, ("88.0", "ok")),
        ("88.4", 1, ("88.4", "ok")),
        ("0", 1, ("0.0", "ok")),
        ("530612", 0, ("530612", "ok")),
        ("*", 1, ("", "c")),
        ("N/A", 1, ("", "z")),
        ("", 0, ("", "x")),
    ],
)
def test_a_cell(connecticut: ModuleType, text: str, decimals: int, expected: tuple[str, str]) -> None:
    assert connecticut.number(text, decimals) == expected


@pytest.mark.parametrize("text", ["**", "n/a", "<5", "88.45", "1,799", "-9999", "NaN", " 5", "71.5%"])
def test_a_cell_of_an_unknown_kind_stops_everything(connecticut: ModuleType, text: str) -> None:
    with pytest.raises(ValueError, match=r"neither a number|more than 1 decimals"):
        connecticut.number(text, 1)


def test_a_count_with_a_fraction_stops_everything(connecticut: ModuleType) -> None:
    with pytest.raises(ValueError, match="more than 0 decimals"):
        connecticut.number("12.5")


def test_the_wrapper_of_a_code_goes_and_its_zeros_stay(connecticut: ModuleType) -> None:
    assert connecticut.bare_code('="0010011"') == "0010011"
    assert connecticut.bare_code("0010011") == "0010011"
    assert connecticut.bare_code('=""') == ""
    assert connecticut.bare_code("") == ""


@pytest.mark.parametrize(
    ("line", "state"),
    [
        (raw("State of Connecticut", org_level="state"), True),
        (raw("State Level", "0000000"), True),
        (raw("NOTSET", "0000000"), True),
        (raw("NOTSET", '="0000000"'), True),
        (raw("Total", '=""'), True),
        (raw("Total", "1234567"), False),
        (raw("Family Academy", '=""'), False),
        (raw("Andover School District", "0010011"), False),
    ],
)
def test_the_state_under_all_its_labels(connecticut: ModuleType, line: dict[str, str], state: bool) -> None:
    assert connecticut.is_state(line) is state


def test_a_renamed_district_keeps_its_code_and_takes_its_latest_name(connecticut: ModuleType) -> None:
    known = connecticut.directory(
        [
            raw("Old Name", "0010011", school_year="2012-13"),
            raw("New Name", "0010011", school_year="2017-18"),
            raw("New Name", "0010011", school_year="2011-12"),  # later exports rename old years
            raw("Old Name", school_year="2010-11"),
            raw("State Level", "0000000"),
        ]
    )
    assert known.names == {"0010011": ("New Name", "Old Name")}
    assert connecticut.place_of(raw("Old Name", school_year="2010-11"), known) == "0010011"
    assert connecticut.place_of(raw("Old Name", '=""'), known) == "0010011"


def test_a_place_without_a_code_anywhere_gets_an_id_from_its_name(connecticut: ModuleType) -> None:
    known = connecticut.directory([raw("Peña Academy, No. 1", '=""')])
    assert known.names == {"x-pena-academy-no-1": ("Peña Academy, No. 1",)}
    assert connecticut.place_of(raw("Peña Academy, No. 1"), known) == "x-pena-academy-no-1"


def test_one_name_with_two_codes_stops_everything(connecticut: ModuleType) -> None:
    with pytest.raises(ValueError, match="two codes"):
        connecticut.directory([raw("Twin", "0010011"), raw("Twin", "0020011")])


def test_copies_are_dropped_and_contradictions_are_not(connecticut: ModuleType) -> None:
    row = {"place": "ct", "value": "18.2"}
    assert connecticut.once([row, dict(row)], ("place",)) == [row]
    with pytest.raises(ValueError, match="two different rows"):
        connecticut.once([row, {**row, "value": "18.3"}], ("place",))


def small_stacks() -> dict[str, list[dict[str, str]]]:
    """Absence of one district and the state, the latter twice, as the publisher has it."""

    def line(district: str, code: str, group: str, count: str, rate: str, **more: str) -> dict[str, str]:
        dimension = {"All Students": "all", "ELL": "english_learner"}.get(group, "race_ethnicity")
        numbers = {"chronically_absent_count": count, "chronic_absence_rate": rate}
        return raw(district, code, dimension=dimension, group=group, **numbers, **more)

    absence = [
        line("Zeta School District", "0990011", "White", "0", "*"),
        line("Zeta School District", "0990011", "ELL", "*", "*"),
        line("Zeta School District", "0990011", "Asian", "7", "4"),
        line("State Level", "0000000", "All Students", "53191", "10.4"),
        line("State of Connecticut", "", "All Students", "53191", "10.4", org_level="state"),
        line("Zeta School District", "0990011", "All Students", "", "8.1", school_year="2011-12"),
        line("Zeta School District", "0990011", "All Students", "9", "9.9", school_year="2020-21"),
    ]
    return {"chronic_absence": absence, "graduation_4yr": [], "suspension": [], "enrollment": []}


def recipe(connecticut: ModuleType, folder: Path) -> Any:
    numbers = {"numerator": "chronically_absent_count", "denominator": None, "value": "chronic_absence_rate"}
    return connecticut.Recipe(folder, "chronic_absence", numbers, last="2019-20")


def test_a_small_table_from_end_to_end(connecticut: ModuleType, packages: dict[str, Opened]) -> None:
    descriptor = packages["ct-chronic-absence"].descriptor
    rows, places = connecticut.tidy(recipe(connecticut, Path()), descriptor, small_stacks())
    short = [
        (r["period"], r["place"], r["race_ethnicity"], r["english_learner"], r["numerator"], r["value"])
        for r in rows
    ]
    assert short == [
        ("2011-12", "0990011", "all", "all", "", "8.1"),
        ("2018-19", "ct", "all", "all", "53191", "10.4"),
        ("2018-19", "0990011", "asian", "all", "7", "4.0"),
        ("2018-19", "0990011", "white", "all", "0", ""),
        ("2018-19", "0990011", "all", "english_learner", "", ""),
    ]
    states = [(r["numerator_status"], r["denominator_status"], r["status"]) for r in rows]
    assert states == [
        ("x", "x", "ok"),
        ("ok", "x", "ok"),
        ("ok", "x", "ok"),
        ("ok", "x", "c"),
        ("c", "x", "c"),
    ]
    assert [tuple(each.values()) for each in places] == [
        ("ct", "state", "", "Connecticut", "2018-19", "2018-19", "State of Connecticut"),
        ("0990011", "district", "ct", "Zeta School District", "2011-12", "2018-19", ""),
    ]


def test_an_unknown_group_stops_everything(connecticut: ModuleType, packages: dict[str, Opened]) -> None:
    stacks = small_stacks()
    stacks["chronic_absence"].append(raw("Zeta", "0990011", dimension="sex", group="Nonbinary"))
    with pytest.raises(ValueError, match="'Nonbinary' is not a known group of 'sex'"):
        connecticut.tidy(recipe(connecticut, Path()), packages["ct-chronic-absence"].descriptor, stacks)


def test_a_descriptor_that_lags_behind_is_told(connecticut: ModuleType, packages: dict[str, Opened]) -> None:
    package = packages["ct-graduation"]
    tables = {"graduation_rate": package.rows.to_dict("records"), "places": package.places.to_dict("records")}
    assert list(connecticut.faults(package.descriptor, tables)) == []
    descriptor = copy.deepcopy(package.descriptor)
    fields = {field["name"]: field for field in descriptor["resources"][0]["schema"]["fields"]}
    fields["sex"]["constraints"]["enum"].append("nonbinary")
    fields["status"]["constraints"]["enum"].remove("z")
    assert list(connecticut.faults(descriptor, tables)) == [
        "graduation_rate.sex: categories and enum differ",
        "graduation_rate.sex: the enum is not 'all' and the groups in their order",
        "graduation_rate.sex: no row has ['nonbinary']",
        "graduation_rate.status: categories and enum differ",
        "graduation_rate.status: not in the enum: ['z']",
    ]


def test_nothing_is_written_when_something_is_wrong(connecticut: ModuleType, tmp_path: Path) -> None:
    for name, lines in small_stacks().items():
        with gzip.open(tmp_path / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(lines[0] if lines else raw("")))
            writer.writeheader()
            writer.writerows(lines)
    made = recipe(connecticut, FOLDER / "ct-chronic-absence")
    with pytest.raises(SystemExit, match="no row has"):  # most groups are missing from this small table
        connecticut.retabulate(made, [str(tmp_path), "--to", str(tmp_path / "data")])
    assert not (tmp_path / "data").exists()


def test_the_bytes_of_a_table(connecticut: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "new" / "places.csv"
    connecticut.write(path, ("id", "name"), [{"id": "0010011", "name": "Peña, Andover"}])
    assert path.read_bytes() == 'id,name\n0010011,"Peña, Andover"\n'.encode()
