"""Wherever published figures disagree, the package answers a doubt; and it has no such doubt elsewhere."""

import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from .conftest import Opened, open_package

CHECKED = {"rate-contradicts-counts", "parts-contradict-total", "rate-outside-parts"}


def doubt(package: Opened, code: str) -> dict[str, Any]:
    (only,) = [each for each in package.equity["doubts"] if each["code"] == code]
    return only


def contradictions(package: Opened) -> Counter[tuple[str, str, str]]:
    """Where published numbers disagree, by (code, period, `ct` or `*`): the same checks for every package."""
    found: Counter[tuple[str, str, str]] = Counter()
    frame = package.numbers

    def add(code: str, rows: pd.DataFrame) -> None:
        for period, place in rows[["period", "place"]].itertuples(index=False):
            found[code, period, "ct" if place == "ct" else "*"] += 1

    if "denominator" in frame and frame["denominator"].notna().any():
        rate = 100 * frame["numerator"] / frame["denominator"]
        add("rate-contradicts-counts", frame[(rate - frame["value"]).abs() > 0.05 + 1e-9])
    total = frame[(frame[package.dimensions] == "all").all(axis=1)].set_index(["period", "place"])
    count = "denominator" if package.indicator == "graduation_rate" else "numerator"
    count = "value" if package.indicator == "enrollment" else count
    for name, dimension in package.equity["dimensions"].items():
        parts = frame[frame[name] != "all"].groupby(["period", "place"])
        if not dimension["complete"]:
            assert not (parts[count].sum() > total[count].reindex(parts.groups)).any()
            continue
        whole = parts[count].agg(lambda each: each.sum(skipna=False))
        both = pd.DataFrame({"parts": whole, "total": total[count]}).dropna().reset_index()
        assert len(both) > 10, "there is something to compare"
        add("parts-contradict-total", both[both["parts"] != both["total"]])
        if package.indicator != "enrollment":
            shown = parts["value"].agg(lambda each: each.notna().all())
            low, high, rate = parts["value"].min(), parts["value"].max(), total["value"]
            span = pd.DataFrame({"low": low, "high": high, "rate": rate})
            span = span[shown.reindex(span.index, fill_value=False)].dropna().reset_index()
            rounding = 0.1 + 1e-9  # half a last digit on either side
            outside = (span["rate"] < span["low"] - rounding) | (span["rate"] > span["high"] + rounding)
            add("rate-outside-parts", span[outside])
    return found


def test_every_contradiction_is_an_answered_doubt_and_no_more(package: Opened) -> None:
    answered: Counter[tuple[str, str, str]] = Counter()
    found = contradictions(package)
    for doubt in package.equity["doubts"]:
        if doubt["code"] in CHECKED:
            answered[doubt["code"], doubt.get("period", ""), doubt["place"]] += doubt.get("count", 1)
    for code, period, place in list(found):
        if place == "*" and (code, period, place) not in answered:  # one doubt may answer for several periods
            found[code, "", place] += found.pop((code, period, place))
    assert found == answered


def test_a_new_contradiction_would_be_found(packages: dict[str, Opened], tmp_path: Path) -> None:
    folder = tmp_path / "ct-graduation"
    shutil.copytree(packages["ct-graduation"].folder, folder)
    table = folder / "data" / "graduation_rate.csv"
    text = table.read_text("utf-8")
    good, bad = ",1799,2517,71.5,", ",1699,2516,71.5,"  # another rate by its counts, and one student fewer
    assert text.count(good) == 1
    table.write_text(text.replace(good, bad), "utf-8")
    more = contradictions(open_package(folder)) - contradictions(packages["ct-graduation"])
    assert more == {
        ("rate-contradicts-counts", "2018-19", "ct"): 1,
        ("parts-contradict-total", "2018-19", "ct"): 1,
    }


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
            assert each.get("place") in ("ct", "*")
            assert not [name for name in names if name in each["answer"]]
