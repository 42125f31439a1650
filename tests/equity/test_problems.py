"""Mistakes as values: what is suggested, how they are sorted, counted and told."""

import pytest

from plugins.equity.gate import STATUSES
from plugins.equity.problems import WARNING, Problem, arrange, count, did_you_mean, errors, nearest, tell


@pytest.mark.parametrize(
    ("word", "choices", "expected"),
    [
        ("mesure", ["measure", "figure"], "measure"),
        ("Black", ["black", "white"], "black"),
        ("english", ["english_learner", "asian"], "english_learner"),
        ("english_learner_students", ["learner", "asian"], "learner"),
        ("zzz", ["black", "white"], ""),
        ("sexandmore", ["sex"], ""),  # three letters are in too many words
        ("raceandmore", ["race"], "race"),
        ("", ["black"], ""),
        ("anything", [], ""),
    ],
)
def test_the_nearest_choice_allows_for_typing_and_for_cut_words(word, choices, expected):
    assert nearest(word, choices) == expected


@pytest.mark.parametrize("word", ["suppressed", "withheld", "cancelled", "unknown"])
def test_one_letter_inside_a_word_is_no_suggestion(word):
    # `u` (unreliable) stands in `suppressed`, `w` (not yet) begins `withheld`: both would be bad advice.
    assert nearest(word, STATUSES) == ""
    assert did_you_mean(word, STATUSES).startswith("Known here: 'c', 'low', ")


def test_without_a_near_choice_the_list_is_given_when_it_is_short():
    assert did_you_mean("zzz", ["b", "a"]) == "Known here: 'a', 'b'."
    assert did_you_mean("zzz", ["b", "a"], "Declare it.") == "Declare it."
    assert did_you_mean("zzz", []) == ""
    assert did_you_mean("mesure", ["measure"], "Declare it.") == "Did you mean 'measure'?"
    assert did_you_mean("zzz", [f"{each:02}" for each in range(12)]).startswith("Known here: '00', '01', ")
    many = [f"{each:02}" for each in range(13)]
    assert did_you_mean("zzz", many) == "There are 13 to choose from, the first is '00'."


def test_problems_are_told_once_in_order_of_file_and_line():
    late = Problem("b.csv", 1, "cell-type", "Late.")
    third, second = (
        Problem("a.csv", 10, "cell-type", "Third."),
        Problem("a.csv", 9, "cell-type", "Second.", "Mend it."),
    )
    whole = Problem("a.csv", 0, "file-missing", "First.", severity=WARNING)
    assert arrange([late, third, second, whole, third]) == (whole, second, third, late)
    assert tell([late, third, second, whole]).splitlines() == [
        "a.csv: warning: First. [file-missing]",
        "a.csv:9: Second. [cell-type]",
        "    Mend it.",
        "a.csv:10: Third. [cell-type]",
        "b.csv:1: Late. [cell-type]",
    ]
    assert errors([late, whole]) == (late,)


@pytest.mark.parametrize(
    ("wrong", "doubtful", "text"),
    [
        (0, 0, "no problems"),
        (1, 0, "1 problem"),
        (2, 0, "2 problems"),
        (0, 1, "1 warning"),
        (1, 2, "1 problem and 2 warnings"),
    ],
)
def test_counting(wrong, doubtful, text):
    told = [Problem("a", line, "x-y", "") for line in range(wrong)]
    told += [Problem("b", line, "x-y", "", severity=WARNING) for line in range(doubtful)]
    assert count([*told, *told]) == text


def test_the_opposite_is_never_suggested_nor_another_places_code():
    assert nearest("eligible", ["not_eligible", "free"]) == ""
    assert nearest("not_eligibel", ["not_eligible", "free"]) == "not_eligible"
    assert nearest("20011", ["1020011", "0020011"]) == "0020011"
    assert nearest("640012", ["0640011", "0640013"]) == ""
