"""Wherever published figures disagree, the package answers a doubt; and it has no such doubt elsewhere."""

import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd

from plugins.equity.packages import open_package

from .conftest import Opened


def doubt(package: Opened, code: str) -> dict[str, Any]:
    (only,) = [each for each in package.equity["doubts"] if each["code"] == code]
    return only


def problems_of(folder: Path) -> list[tuple[str, int, str]]:
    """What the gate says: code, line, message."""
    _, problems = open_package(folder, folder.parent)
    return [(each.code, each.line, each.message) for each in problems]


def test_every_doubt_that_the_gate_finds_is_answered_and_no_answer_is_idle(package: Opened) -> None:
    assert problems_of(package.folder) == []


def test_the_gate_counts_what_the_answers_count(packages: dict[str, Opened]) -> None:
    """The numbers were counted by hand when the tables were first made, before there was a gate to count."""
    by_hand = {
        ("ct-graduation", "parts-contradict-total", "*"): 10,
        ("ct-chronic-absence", "parts-contradict-total", "*"): 21,
        ("ct-chronic-absence", "rate-outside-parts", "*"): 1,
        ("ct-enrollment", "parts-contradict-total", "*"): 2,
        ("ct-suspension", "children-contradict-parent", "ct"): 38,
    }
    for (name, code, place), count in by_hand.items():
        answers = [each for each in packages[name].equity["doubts"] if each["code"] == code]
        assert sum(each["count"] for each in answers if each["place"] == place) == count


def test_a_new_contradiction_is_found_and_an_answer_that_no_longer_fits_is_told(
    packages: dict[str, Opened], tmp_path: Path
) -> None:
    folder = tmp_path / "ct-graduation"
    shutil.copytree(packages["ct-graduation"].folder, folder)
    table = folder / "data" / "graduation_rate.csv"
    text = table.read_text("utf-8")
    good, bad = ",1799,2517,71.5,", ",1699,2516,71.5,"  # another rate by its counts, and one student fewer
    assert text.count(good) == 1
    line = text[: text.index(good)].count("\n") + 1
    table.write_text(text.replace(good, bad), "utf-8")
    told = problems_of(folder)
    assert [(code, at) for code, at, _ in told if code == "rate-contradicts-counts"] == [
        ("rate-contradicts-counts", line)
    ]
    parts = [message for code, _, message in told if code == "parts-contradict-total"]
    assert any("add up to 42074" in each or "add up to 37151" in each for each in parts)
    description = folder / "datapackage.json"
    description.write_text(description.read_text("utf-8").replace('"count": 10,', '"count": 11,'), "utf-8")
    assert "doubt-count" in {code for code, *_ in problems_of(folder)}


def test_counts_named_in_other_doubts(packages: dict[str, Opened]) -> None:
    graduation, suspension = packages["ct-graduation"], packages["ct-suspension"]
    small = graduation.numbers[graduation.numbers["value"].notna() & (graduation.numbers["denominator"] < 20)]
    assert len(small) == doubt(graduation, "rate-below-rule")["count"]
    assert small["period"].max() == "2014-15"
    assert (suspension.rows["numerator_status"] == "z").sum() == doubt(suspension, "marker-unclear")["count"]
    keys = ["period", *suspension.dimensions]
    districts = suspension.numbers[suspension.numbers["place"] != "ct"].groupby(keys)["numerator"].sum()
    state = suspension.numbers[suspension.numbers["place"] == "ct"].set_index(keys)["numerator"]
    more = districts > state.reindex(districts.index)
    assert more.sum() == doubt(suspension, "children-contradict-parent")["count"]
    assert not (suspension.numbers["numerator"] == 0).any(), "the publisher writes no zero"


def test_not_applicable_seems_to_be_nobody_suspended(packages: dict[str, Opened]) -> None:
    """The ground of the doubt `marker-unclear`: shown groups add up to the total without the N/A groups."""
    suspension = packages["ct-suspension"].numbers
    total = suspension[(suspension[packages["ct-suspension"].dimensions] == "all").all(axis=1)]
    total = total.set_index(["period", "place"])["numerator"]
    equal = compared = 0
    for name in ("race_ethnicity", "sex"):
        parts = suspension[(suspension[name] != "all")].groupby(["period", "place"])
        marked = parts["numerator_status"].agg(lambda each: "c" not in set(each) and "z" in set(each))
        both = pd.DataFrame({"parts": parts["numerator"].sum()[marked], "total": total}).dropna()
        compared += len(both)
        equal += int((both["parts"] == both["total"]).sum())
    assert (equal, compared) == (201, 201)


def known_figures(packages: dict[str, Opened]) -> set[str]:
    """What an answer may quote: figures of the state, sums of sex groups or of districts, counts of cases."""
    found: set[str] = set()
    for package in packages.values():
        frame = package.numbers
        state = frame[frame["place"] == "ct"]
        for column in {"numerator", "denominator", "value"} & set(frame.columns):
            found.update(f"{number:,.0f}" for number in state[column].dropna())
            sums = state[state["sex"] != "all"].groupby("period")[column].sum()
            found.update(f"{number:,.0f}" for number in sums)
            total = frame[(frame["place"] != "ct") & (frame[package.dimensions] == "all").all(axis=1)]
            found.update(f"{number:,.0f}" for number in total.groupby("period")[column].sum())
        found.update(f"{each['count']:,}" for each in package.equity["doubts"] if "count" in each)
    return found


def test_answers_quote_figures_that_are_there(packages: dict[str, Opened]) -> None:
    quoted = re.compile(r"\d{1,3}(?:,\d{3})+")
    answers = [each["answer"] for package in packages.values() for each in package.equity["doubts"]]
    figures = {figure for answer in answers for figure in quoted.findall(answer)}
    assert len(figures) > 30
    assert figures <= known_figures(packages)


def test_answers_point_at_no_small_group_of_people(packages: dict[str, Opened]) -> None:
    """Doubts about districts name none of them: a difference of two figures may be a single student."""
    for package in packages.values():
        names = [name for name in package.places["name"] if name != "Connecticut"]
        for each in package.equity["doubts"]:
            assert each.get("place") in ("ct", "*", None)
            assert not [name for name in names if name in each["answer"]]
