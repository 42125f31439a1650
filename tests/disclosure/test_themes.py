"""Themes are said of the same people: what one theme shows of how many were asked, it shows of all of them.

The attacker here adds and subtracts by himself, over what stands in the written file.
"""

import csv

import numpy as np
import pytest

from plugins.equity.disclosure import guard
from plugins.equity.disclosure.attacks import attack
from plugins.equity.packages import open_package
from plugins.equity.policies import DEFAULTS
from plugins.protecting import protect_extract
from tests.conftest import package_files
from tests.voices import DIMENSIONS, PLACES, THEMED, WORDS, YEAR, rows, voices

BY = {each: DIMENSIONS[each] for each in ("theme", "role")}


def survey(asked, raised, anything):
    """Rows of a survey: people by role, who raised each theme, who raised any."""
    found = []
    for theme, counts in (("", anything), *raised.items()):
        for role in ("", *asked):
            name = "+".join(each for each in (theme, role) if each)
            k, n = (sum(each.values()) if not role else each[role] for each in (counts, asked))
            found.append((YEAR, "ct", name, k, n))
    return found


def opened(write_files, table, relation):
    folder = write_files(package_files(table, "own", BY, PLACES, {"theme": relation}, **WORDS))
    package, problems = open_package(folder, folder.parents[1])
    assert package is not None, problems
    return package


HIDDEN = [
    (YEAR, "ct", "letters", "x", 200, "40"),
    (YEAR, "ct", "letters+students", "x", "c", "c"),
    (YEAR, "ct", "letters+families", "x", "c", "c"),
    (YEAR, "ct", "rides", "x", "c", "c"),
    (YEAR, "ct", "rides+students", "x", 193, "30"),
    (YEAR, "ct", "rides+families", "x", "c", "c"),
]


def test_what_one_theme_shows_of_the_people_is_known_of_all_themes(write_files):
    found = attack([opened(write_files, HIDDEN, THEMED["theme"])])
    small = {each.series.grid.name(each.at)[2] for each in found.leaks if each.role == "denominator"}
    assert (("role", "families"), ("theme", "letters")) in small
    assert (("role", "families"), ("theme", "rides")) in small
    # The same table, and nobody says that the people are the same: each theme is a sum of its own.
    found = attack([opened(write_files, HIDDEN, {"relation": "overlapping"})])
    small = {each.series.grid.name(each.at)[2] for each in found.leaks if each.role == "denominator"}
    assert (("role", "families"), ("theme", "letters")) not in small


def test_themes_with_different_people_are_a_contradiction(write_files):
    table = [each if each[2] != "letters+students" else (*each[:4], 139) for each in rows()]
    folder = write_files(voices(origin="own", table=table))
    package, problems = open_package(folder, folder.parents[1])
    assert package is None
    assert "parts-contradict-total" in {each.code for each in problems}


def drawn(seed):
    """A survey with a small role now and then; whoever raised anything raised a theme."""
    random = np.random.default_rng(seed)
    asked = {"students": int(random.integers(30, 200)), "families": int(random.integers(3, 60))}
    raised, anything = {"letters": {}, "rides": {}}, {}
    for role, people in asked.items():
        answers = random.random((people, 2)) < random.random(2)
        for at, theme in enumerate(raised):
            raised[theme][role] = int(answers[:, at].sum())
        anything[role] = int(answers.any(axis=1).sum())
    return survey(asked, raised, anything), asked


@pytest.mark.parametrize("seed", range(12))
def test_a_protected_survey_gives_no_small_group_away(seed, tmp_path):
    table, asked = drawn(seed)
    extract, site = tmp_path / "private" / "schools", tmp_path / "site"
    (site / "datapackages").mkdir(parents=True)
    for name, content in package_files(table, "own", BY, PLACES, THEMED, **WORDS).items():
        (extract / name).parent.mkdir(parents=True, exist_ok=True)
        (extract / name).write_text(content, "utf-8")
    made = protect_extract(extract, site)
    assert made.summary, made.problems
    package, _ = open_package(site / "datapackages/schools", site)
    assert guard(package)[0] is not None
    with (site / "datapackages/schools/data/graduation.csv").open(encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    people = {}
    for row in written:
        if row["denominator"]:
            people.setdefault(row["role"], set()).add(int(row["denominator"]))
    # One theme shows as much as all of them; what is left of everybody is a third role's number.
    if "all" in people and len(people) == 2:
        (whole,), (part,) = people["all"], next(each for name, each in people.items() if name != "all")
        people["left"] = {whole - part}
    for shown in people.values():
        assert len(shown) == 1
        assert min(shown) >= DEFAULTS.min_n
    small = [role for role, many in asked.items() if many < DEFAULTS.min_n]
    for row in written:
        if row["role"] in small:
            assert (row["denominator"], row["value"], row["value_low"]) == ("", "", "")


def test_the_surveys_have_small_groups():
    assert 0 < sum(min(drawn(seed)[1].values()) < DEFAULTS.min_n for seed in range(12)) < 12
