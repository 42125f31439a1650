"""A few invented lines in the shape of EdSight's exports, with every quirk that the real ones have.

Districts, codes and numbers are made up. Each file is written as EdSight writes it: lines above the table,
Windows line ends, Excel's wrapper around codes, markers in quotes.
"""

from collections.abc import Sequence
from pathlib import Path

ALPHA, BETA, GAMMA = "Alpha School District", "Beta School District", "Gamma Academy"
CODES = {ALPHA: '=""0910011""', BETA: '=""0920011""', "State": '=""0000000""', "State Level": '=""0000000""'}
CODES |= {f"Old {ALPHA}": CODES[ALPHA]}
CODES |= {"NOTSET": '=""0000000""', "Total": '=""""', GAMMA: '=""""'}


def export(lines: Sequence[str], above: Sequence[str] = ()) -> str:
    return "\r\n".join([*above, *lines, ""]) + "\r\n"


def row(name: str, *cells: str, code: bool = True) -> str:
    words = [f'"{name}"', *([f'"{CODES[name]}"'] if code else [])]
    return ",".join([*words, *(each if each[:1].isdigit() else f'"{each}"' for each in cells)])


def graduation() -> dict[str, str]:
    """Two heading rows; no code before 2015-16 and never for the state; a renamed district; `N/A`."""
    cuts = {
        "all-students": ("all-students", "", [""]),
        "race-ethnicity": ("race", "Race/Ethnicity", ["Black", "Indian or Alaska Native"]),
        "ELL": ("ell", "English Learner Status", ["ELL", "Non-ELL"]),
        "special-education-status": ("special-education", "Special Education Status", ["Special Education"]),
        "meal-eligibility": ("lunch", "Free/Reduced Price Meal Eligibility", ["Not Eligible For Lunch"]),
        "gender": ("gender", "Gender", ["Female"]),
        "high-needs": ("high-needs", "High Needs Status", ["Non-High Needs"]),
    }
    made = {}
    for folder, (file, heading, groups) in cuts.items():
        for year in ("2014-15", "2015-16"):
            for state in (True, False):
                code = year == "2015-16" and not state
                place = "State of Connecticut" if state else (ALPHA if code else f"Old {ALPHA}")
                title = [
                    f'"Four-Year Graduation Rates, {year}"',
                    f'"{"All Districts" if not state else place}"',
                    "",
                ]
                upper = '"",' + "," * (code + bool(heading)) + ',"Graduates",'
                names = ["District", *(["District Code"] * code), *([heading] * bool(heading))]
                names += ["Four-Year Cohort Count", "Graduation Count", "Graduation Rate"]
                rows = [",".join(f'"{each}"' for each in names)]
                for group in groups:
                    cells = [group] if group else []
                    numbers = (
                        ["200", "176", "88"]
                        if state
                        else ["30", "*", "*"]
                        if group
                        else ["N/A", "N/A", "N/A"]
                    )
                    if not state and folder == "all-students" and code:
                        numbers = ["12", "9", "*"]
                    rows.append(
                        row(place, *cells, *numbers, code=code)
                        if not state
                        else _plain(place, cells, numbers)
                    )
                end = "_ct" if state else ""
                path = f"four-year-grad-rates-by-{folder}/raw/four-year-graduation-rates__{year}_{file}"
                made[f"{path}_grad{end}.csv"] = export(rows, [*title, upper])
                made[f"{path}_nongrad{end}.csv"] = export(
                    ['"District","Still Enrolled Count"', '"X",3'], title
                )
    return made


def _plain(name: str, cells: Sequence[str], numbers: Sequence[str]) -> str:
    return ",".join([f'"{name}"', *(f'"{each}"' for each in cells), *numbers])


def absence() -> dict[str, str]:
    """A heading that changes with a second row; the state under three labels, some of it twice."""
    cuts = {
        "all-students": ("all-students", "", ""),
        "race-ethnicity": ("race", "Race/Ethnicity", "Hispanic/Latino of any race"),
        "ELL": ("ell", "English Learner Status", "ELL"),
        "special-education-status": ("special-education", "Special Education Status", "Special Education"),
        "meal-eligibility": ("lunch", "Free/Reduced Price Meal Eligibility", "Eligible For Free Lunch"),
        "gender": ("gender", "Gender", "Male"),
    }
    made = {}
    for folder, (file, heading, group) in cuts.items():
        path = f"chronic-absenteeism-by-{folder}/raw/chronic-absenteeism__"
        cell, head = ([group], [heading]) if group else ([], [])
        for year, state in (("2016-17", "State Level"), ("2017-18", "NOTSET")):
            above = [f'"Chronic Absenteeism, {year}"', f'", {heading or "All Students"}"', ""]
            counted = year == "2017-18" and folder != "gender"
            last = ["Student Count", "%"] if counted else ["% Chronically Absent"]
            if counted:
                above.append('"",' + "," * len(head) + ',"Chronically Absent",')
            names = ",".join(f'"{each}"' for each in ["District", "District Code", *head, *last])
            numbers = [["53191", "10.4"], ["*", "*"]] if counted else [["10.4"], ["*"]]
            name = ALPHA if year == "2017-18" else f"Old {ALPHA}"
            rows = [names, row(state, *cell, *numbers[0]), row(name, *cell, *numbers[1])]
            made[f"{path}{year}_{file}.csv"] = export(rows, above)
        above = ['"Chronic Absenteeism, 2016-17"', f'"State of Connecticut, {heading or "All Students"}"', ""]
        names = ",".join(f'"{each}"' for each in ["Organization", *head, "% Chronically Absent"])
        rows = [names, _plain("State of Connecticut", cell, ["10.4"])]
        made[f"{path}2016-17_{file}_ct.csv"] = export(rows, above)
    return made


def suspension() -> dict[str, str]:
    """No lines above; another heading for the state's code; a year by race only; copies of some lines."""
    cuts = {
        "suspension-rates-by-all-students": ("", "", ""),
        "suspension-rate-by-race": ("race", "Race/Ethnicity", "Black or African American"),
        "suspension-rates-by-ELL": ("ell", "English Learner Status", "English Learner Status"),
        "suspension-rates-by-special-education-status": (
            "sped",
            "Special Education Status",
            "Students with Disabilities",
        ),
        "suspension-rates-by-meal-eligibility": (
            "lunch",
            "Free/Reduced Price Meal Eligibility",
            "Eligible for Free or Reduced-Price Meals",
        ),
        "suspension-rates-by-gender": ("gender", "Gender", "Female"),
    }
    made = {}
    for folder, (file, heading, group) in cuts.items():
        cell, head = ([group], [heading]) if group else ([], [])
        path = f"{folder}/raw/suspension-rates__"
        for end, code, name, numbers in (
            ("", "District Code", BETA, ["N/A", "*"]),
            ("_ct", "Organization Code", "State", ["36858", "6.7"]),
        ):
            names = ",".join(f'"{each}"' for each in ["District", code, *head, "Count", "%"])
            made[f"{path}2018-19_{file}{end}.csv"] = export([names, row(name, *cell, *numbers)])
    late = [
        "District,District Code,Race/Ethnicity,Count,%",
        f"{BETA},0920011,Black or African American,N/A,*",
    ]
    made["suspension-rate-by-race/raw/suspension-rates__2020-21_race.csv"] = export(late)
    made["suspension-rates-by-gender/raw/Suspension Rates_2018-19_Gender-.csv"] = export(
        ['"District","District Code","Gender","Count","%"', row(BETA, "Female", "9", "9.9")]
    )
    return made


def enrollment() -> dict[str, str]:
    """Five lines above, one column per group and a total; the state called Total; no code in a year."""
    cuts = {
        "race-ethnicity": (
            "race",
            "Race",
            ["American Indian", "Black, not of Hispanic Origin", "Not Reported"],
        ),
        "ELL": ("ell", "English Learner Status", ["No", "Yes"]),
        "special-education-status": ("special-education", "Special Education Status", ["No", "Yes"]),
        "meal-eligibility": (
            "lunch",
            "Free/Reduced Lunch Eligibility",
            ["Free", "Non-Subsidized", "Reduced"],
        ),
        "gender": ("gender", "Gender", ["Female", "Male"]),
    }
    made = {}
    for folder, (file, heading, groups) in cuts.items():
        path = f"student-enrollment-by-{folder}/raw/enrollment__2009-10_{file}"
        above = [f'"Student Counts by District and {heading}"', '"All Districts"', '"2009-10"', ""]
        above.append(f'"",,"{heading}"' + "," * len(groups))
        names = ",".join(f'"{each}"' for each in ["District", "District Code", *groups, "Total"])
        numbers = ["0", "*", "*"][: len(groups)]
        rows = [names, row(GAMMA, *numbers, "547"), row("Total", *["9"] * len(groups), "574848")]
        made[f"{path}.csv"] = export(rows, above)
        grades = [
            '"Student Counts by Grade and Gender"',
            '"State of Connecticut"',
            '"2009-10"',
            "",
            '"","Gender",,',
        ]
        made[f"{path}_ct.csv"] = export(['"Grade","Female","Male","Total"', '"Kindergarten",1,2,3'], grades)
    path = "student-enrollment-by-all-students/raw/enrollment__2009-10_all-students"
    above = ['"Student Counts by District and Year"', '"All Districts"', '"2009-10"', ""]
    rows = ['"District","District Code","Count"', row(BETA, "347"), row(GAMMA, "547"), row("Total", "574848")]
    made[f"{path}.csv"] = export(rows, above)
    return made


def write_exports(folder: Path) -> None:
    """All files below a folder, as CTData keeps them."""
    for name, text in {**graduation(), **absence(), **suspension(), **enrollment()}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
