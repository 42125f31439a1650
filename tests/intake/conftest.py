"""One tidy table, and a project to bring it into from files of any shape. All of it is invented."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from plugins.equity.problems import Problem, tell
from plugins.intake.importing import Outcome, run_import
from tests.conftest import package_files

TIDY = """\
period,place,race_ethnicity,sex,numerator,denominator,value,value_low,value_high,status,numerator_status,denominator_status
2017-18,ct,all,all,1700,2000,85.0,,,ok,ok,ok
2017-18,ct,black,all,400,500,80.0,,,ok,ok,ok
2017-18,ct,white,all,1300,1500,86.7,,,ok,ok,ok
2017-18,ct,all,female,900,1000,90.0,,,ok,ok,ok
2017-18,ct,all,male,800,1000,80.0,,,ok,ok,ok
2017-18,001,all,all,80,100,80.0,,,ok,ok,ok
2017-18,001,black,all,,,,21,39,ok,c,c
2017-18,001,white,all,,,,,,c,c,c
2017-18,001,all,female,39,40,,95,100,ok,ok,ok
2017-18,001,all,male,41,60,68.3,,,ok,ok,ok
2018-19,ct,all,all,1760,2000,88.0,,,ok,ok,ok
2018-19,ct,black,all,410,500,82.0,,,ok,ok,ok
2018-19,ct,white,all,1350,1500,90.0,,,ok,ok,ok
2018-19,ct,all,female,920,1000,92.0,,,ok,ok,ok
2018-19,ct,all,male,840,1000,84.0,,,ok,ok,ok
2018-19,001,all,all,84,100,84.0,,,ok,ok,ok
2018-19,001,black,all,,20,,,,c,c,ok
2018-19,001,white,all,,80,,,,c,c,ok
2018-19,001,all,female,,,,,,z,z,z
2018-19,001,all,male,84,100,84.0,,,ok,ok,ok
"""
PLACES = """\
id,level,parent,name
ct,state,,Connecticut
001,district,ct,Ashford
"""
GROUPS = {"race_ethnicity": ("black", "white"), "sex": ("female", "male")}
WORDS = {
    "all": "All Students",
    "black": "Black or African American",
    "white": "White",
    "female": "F",
    "male": "M",
}
COMMON = """\
schema: 1
folder: raw
markers: {"*": c, N/A: z}
ranges: true
all: [All Students]
groups:
  race_ethnicity: {Black or African American: black, White: white}
  sex: {F: female, M: male}
places:
  level: district
  parent: ct
  fixed:
    - {id: ct, level: state, name: Connecticut, rows: [{code: "000"}, {name: State Total}]}
"""


@dataclass(frozen=True)
class Line:
    """A row of the tidy table as a publisher writes it: words for groups, ranges and markers as text."""

    period: str
    code: str
    name: str
    race: str
    sex: str
    numerator: str
    denominator: str
    value: str

    @property
    def dimension(self) -> str:
        if self.race != WORDS["all"]:
            return "Race/Ethnicity"
        return "Gender" if self.sex != WORDS["all"] else "All Students"

    @property
    def group(self) -> str:
        return self.race if self.race != WORDS["all"] else self.sex


def lines() -> Iterator[Line]:
    for row in TIDY.splitlines()[1:]:
        period, place, race, sex, k, n, value, low, high, *statuses = row.split(",")
        marks = [{"c": "*", "z": "N/A"}.get(each, "") for each in statuses]
        shown = "GE95" if low == "95" else f"{low}-{high}" if low else value.removesuffix(".0") or marks[0]
        code, name = ("000", "State Total") if place == "ct" else (place, "Ashford")
        yield Line(period, code, name, WORDS[race], WORDS[sex], k or marks[1], n or marks[2], shown)


def of_the_import(outcome: Outcome) -> list[Problem]:
    """What is told of the recipe and the files; not the doubts of the gate, which a small table raises."""
    gate = ("/data/", "datapackage.json")
    return [each for each in outcome.problems if not any(name in each.path for name in gate)]


def descriptor(**indicator: Any) -> dict[str, Any]:
    """The description of a package for the tidy table."""
    files = package_files([], origin="republished", dimensions=GROUPS, **indicator)
    made = json.loads(str(files["datapackage.json"]))
    fields = made["resources"][0]["schema"]["fields"]
    at = next(number for number, each in enumerate(fields) if each["name"] == "value") + 1
    fields[at:at] = [{"name": "value_low", "type": "number"}, {"name": "value_high", "type": "number"}]
    return made


@dataclass
class Project:
    """A project with one package, its recipe and raw files."""

    root: Path

    @property
    def package(self) -> Path:
        return self.root / "datapackages" / "schools"

    def table(self, name: str) -> str:
        return (self.package / "data" / f"{name}.csv").read_bytes().decode()

    def run(self) -> Outcome:
        return run_import(self.root, "schools")

    def codes(self) -> list[str]:
        """The codes of all problems; nothing may have been written."""
        outcome = self.run()
        assert not outcome.written, tell(outcome.problems)
        assert not (self.package / "data").exists()
        return [each.code for each in outcome.problems]

    def told(self) -> str:
        self.codes()
        return tell(self.run().problems)


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Project]:
    """A project from the rest of a recipe and raw files by name."""

    def make(
        recipe: str, raw: Mapping[str, str | bytes], common: str = COMMON, about: dict[str, Any] | None = None
    ) -> Project:
        made = Project(tmp_path)
        (made.package / "raw").mkdir(parents=True)
        (made.package / "datapackage.json").write_text(json.dumps(about or descriptor()), "utf-8")
        (made.package / "recipe.yaml").write_text(common + recipe, "utf-8")
        for name, content in raw.items():
            path = made.package / "raw" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return made

    return make
