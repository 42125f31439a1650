"""The guard: no single step gives back what is withheld, nothing prints it, nobody goes past the guard."""

import dataclasses
import re
from fractions import Fraction

import pytest

from plugins.equity.disclosure import Number, Protected, guard
from plugins.equity.disclosure.attacks import attack
from plugins.equity.disclosure.revealing import recipes
from plugins.equity.measures import Question, measure

# A state with two districts. The withheld numbers are the ones that an attacker would like: primes that stand
# nowhere else, so that a message that holds one of them has printed it.
TOTAL = ("2018-19", "ct", "", 1000, 2000)


def rows(*own):
    return [TOTAL, *own]


def problems_of(opened, given, **facts):
    protected, problems = guard(opened(given, **{"origin": "own", **facts}))
    assert (protected is None) == bool(problems)
    return [(each.line, each.code) for each in problems], " ".join(
        each.message + each.hint for each in problems
    )


SAFE = rows(
    ("2018-19", "ct", "english_learner", "c", "c", "c"),
    ("2018-19", "ct", "not_english_learner", "c", "c", "c"),
    ("2018-19", "ct", "asian", "c", "c", "c"),
    ("2018-19", "ct", "black", "c", "c", "c"),
    ("2018-19", "ct", "white", 500, 1000),
)


def test_what_two_withheld_numbers_protect_passes(opened):
    assert problems_of(opened, SAFE)[0] == []


# (rows, the facts of the package, line, what gives it away, the number that must not be printed)
LEAKS = {
    "the other of two groups": (
        rows(
            ("2018-19", "ct", "english_learner", "c", 40, "c"),
            ("2018-19", "ct", "not_english_learner", 983, 1960),
        ),
        {},
        3,
        "numerator",
        "the groups of 'english_learner' and their total",
        17,
    ),
    "its denominator": (
        rows(
            ("2018-19", "ct", "english_learner", "c", "c", "c"),
            ("2018-19", "ct", "not_english_learner", "c", 1987, "c"),
        ),
        {},
        3,
        "denominator",
        "the groups of 'english_learner' and their total",
        13,
    ),
    "one of three groups": (
        rows(
            ("2018-19", "ct", "asian", "c", "c", "c"),
            ("2018-19", "ct", "black", 483, "c", "c"),
            ("2018-19", "ct", "white", 500, "c", "c"),
        ),
        {},
        3,
        "numerator",
        "the groups of 'race_ethnicity' and their total",
        17,
    ),
    "the total of its groups": (
        [
            ("2018-19", "ct", "", "c", "c", "c"),
            ("2018-19", "ct", "asian", 17, "c", "c"),
            ("2018-19", "ct", "black", 400, "c", "c"),
            ("2018-19", "ct", "white", 200, 400),
        ],
        {},
        2,
        "numerator",
        "the groups of 'race_ethnicity' and their total",
        617,
    ),
    "groups that must be zero": (
        rows(
            ("2018-19", "ct", "asian", "c", "c", "c"),
            ("2018-19", "ct", "black", "c", "c", "c"),
            ("2018-19", "ct", "white", 1000, 1500),
        ),
        {},
        3,
        "numerator",
        "the groups of 'race_ethnicity' and their total",
        0,
    ),
    "a crossed group": (
        rows(
            ("2018-19", "ct", "asian", 617, 900),
            ("2018-19", "ct", "asian+female", 600, 800),
            ("2018-19", "ct", "asian+male", "c", "c", "c"),
        ),
        {},
        5,
        "numerator",
        "the groups of 'sex' and their total",
        17,
    ),
    "one district of two": (
        rows(("2018-19", "001", "", 983, "c", "c"), ("2018-19", "002", "", "c", "c", "c")),
        {},
        4,
        "numerator",
        "the places and the place they lie in",
        17,
    ),
    "the state of its districts": (
        [
            ("2018-19", "ct", "asian", "c", "c", "c"),
            ("2018-19", "001", "asian", 17, "c", "c"),
            ("2018-19", "002", "asian", 600, "c", "c"),
        ],
        {},
        2,
        "numerator",
        "the places and the place they lie in",
        617,
    ),
    "rate times denominator": (
        rows(("2018-19", "ct", "asian", "c", 85, "20.0"), ("2018-19", "ct", "black", "c", "c", "c")),
        {},
        3,
        "numerator",
        "a rate and its counts",
        17,
    ),
    "numerator over denominator": (
        rows(("2018-19", "ct", "asian", 17, 85, "c"), ("2018-19", "ct", "black", "c", "c", "c")),
        {},
        3,
        "value",
        "the two counts of its row",
        "20.0",
    ),
    "numerator over rate": (
        rows(("2018-19", "ct", "asian", 17, "c", "20.0"), ("2018-19", "ct", "black", "c", "c", "c")),
        {},
        3,
        "denominator",
        "a rate and its counts",
        85,
    ),
    "a count": (
        [("2018-19", "ct", "", 1000), ("2018-19", "ct", "female", 983), ("2018-19", "ct", "male", "c")],
        {"kind": "count", "decimals": 0},
        4,
        "value",
        "the groups of 'sex' and their total",
        17,
    ),
}


@pytest.mark.parametrize("case", LEAKS)
def test_every_recovery_in_one_step_is_refused_on_the_right_line_without_the_number(opened, case):
    given, facts, line, column, how, secret = LEAKS[case]
    located, text = problems_of(opened, given, **facts)
    assert (line, "cell-recoverable") in located
    assert f"The hidden '{column}' of this row follows from numbers that are shown." in text
    assert how not in text, "a recipe in a log that others read"
    assert not any(letter.isdigit() for letter in text), f"{secret} or a number it follows from is in: {text}"


@pytest.mark.parametrize("case", LEAKS)
def test_on_request_it_is_told_which_figures_give_it_away_and_never_the_number(opened, case):
    given, facts, line, column, how, secret = LEAKS[case]
    told = list(recipes(attack([opened(given, **{"origin": "own", **facts})]), most=1000))
    file = "datapackages/schools/data/graduation.csv"
    heads = [at for at, each in enumerate(told) if each.startswith(f"{file}:{line}: '{column}'")]
    assert heads
    assert any(how in each for each in told[heads[0] + 1 :])
    for each in told:
        assert not re.search(r"\d", re.sub(re.escape(file) + r":\d+", "", each)), f"{secret} is in {each}"


@pytest.mark.parametrize("case", LEAKS)
def test_the_same_rows_republished_are_as_their_publisher_marked_them(opened, case):
    given, facts, *_ = LEAKS[case]
    protected, problems = guard(opened(given, **facts, origin="republished"))
    assert isinstance(protected, Protected)
    assert problems == ()


@pytest.mark.parametrize("case", LEAKS)
def test_withholding_one_more_number_as_the_hint_says_is_enough(opened, case):
    """With the other numbers of the equation withheld too there is no leak: nothing else refused the case."""
    given, facts, *_ = LEAKS[case]
    count = facts.get("kind") == "count"
    hidden = [(*each[:3], *(("c",) if count else ("c", "c", "c"))) for each in given]
    assert problems_of(opened, hidden, **facts)[0] == []


def test_a_group_that_was_left_out_is_no_better_hidden_than_a_withheld_one(opened):
    located, text = problems_of(opened, rows(("2018-19", "ct", "not_english_learner", 983, 1960)))
    assert located == [(2, "cell-recoverable")] * 2  # numerator and denominator
    assert (
        "'denominator' of a group that has no row beside this one follows from numbers that are shown" in text
    )
    assert not any(letter.isdigit() for letter in text)


@pytest.mark.parametrize(
    "given",
    [
        rows(("2018-19", "ct", "white", 500, 1000)),  # two are missing
        rows(("2018-19", "ct", "not_english_learner", 1000, 2000)),  # there is nobody in it
        rows(),  # not broken down
        rows(
            ("2018-19", "ct", "female", 460, 920), ("2018-19", "ct", "male", 540, 1080)
        ),  # nobody is left out
    ],
)
def test_groups_that_were_left_out_and_do_not_follow_are_no_leak(opened, given):
    assert problems_of(opened, given)[0] == []


def test_a_row_that_is_missing_protects_nobody(opened):
    # There may be nobody in that group; then the withheld number is what is left.
    given = rows(("2018-19", "ct", "white", 500, 1000), ("2018-19", "ct", "black", "c", "c", "c"))
    assert problems_of(opened, given)[0] == [(4, "cell-recoverable")] * 2


# --- where there is no equation, nothing is refused -----------------------------------------------


@pytest.mark.parametrize(
    ("given", "facts"),
    [
        # no total is published
        (
            [
                ("2018-19", "ct", "english_learner", "c", "c", "c"),
                ("2018-19", "ct", "not_english_learner", 90, 100),
            ],
            {},
        ),
        # the total is there, but its number was never collected
        (
            [
                ("2018-19", "ct", "", "x", "x", "x"),
                ("2018-19", "ct", "english_learner", "c", "c", "c"),
                ("2018-19", "ct", "not_english_learner", 90, 100),
            ],
            {},
        ),
        # some groups are not published at all, or people are in several
        (
            rows(("2018-19", "ct", "asian", "c", "c", "c"), ("2018-19", "ct", "black", 400, 900)),
            {"relations": {"race_ethnicity": {"complete": False}}},
        ),
        (
            rows(("2018-19", "ct", "asian", "c", "c", "c"), ("2018-19", "ct", "black", 400, 900)),
            {"relations": {"race_ethnicity": {"relation": "overlapping"}}},
        ),
        # of one number of a row the others do not follow
        (
            rows(("2018-19", "ct", "asian", "c", 85, "c"), ("2018-19", "ct", "black", "c", 90, "c")),
            {"relations": {"race_ethnicity": {"complete": False}}},
        ),
        (
            rows(("2018-19", "ct", "asian", "c", "c", "20.0"), ("2018-19", "ct", "black", 17, "c", "c")),
            {"relations": {"race_ethnicity": {"complete": False}}},
        ),
        # what was never collected may follow: nobody withheld it
        (
            rows(("2018-19", "ct", "asian", "x", 85, "20.0"), ("2018-19", "ct", "black", 17, "x", "20.0")),
            {"relations": {"race_ethnicity": {"complete": False}}},
        ),
        # rates do not add up
        (rows(("2018-19", "ct", "asian", "c", "c", "c"), ("2018-19", "ct", "black", "c", "c", 50.0)), {}),
        (
            [
                ("2018-19", "ct", "", "x", "x", "50.0"),
                ("2018-19", "ct", "female", "x", "x", "c"),
                ("2018-19", "ct", "male", "x", "x", "40.0"),
            ],
            {"kind": "rate"},
        ),
        # of one year nothing follows for another
        (
            rows(
                ("2017-18", "ct", "english_learner", "c", "c", "c"),
                ("2018-19", "ct", "english_learner", 20, 50),
                ("2018-19", "ct", "not_english_learner", 980, 1950),
            ),
            {},
        ),
        # not withheld, but never collected
        (
            rows(
                ("2018-19", "ct", "english_learner", "x", "x", "x"),
                ("2018-19", "ct", "not_english_learner", 90, 100),
            ),
            {},
        ),
        ([], {}),
    ],
)
def test_where_there_is_no_equation_nothing_is_refused(opened, given, facts):
    assert problems_of(opened, given, **facts)[0] == []


def test_a_district_without_districts_of_its_own_is_no_parent(opened):
    given = [("2018-19", "001", "", 10, 20), ("2018-19", "002", "", "c", "c", "c")]
    places = [("001", "district", "", "Ashford"), ("002", "district", "", "Bolton")]
    assert problems_of(opened, given, places=places)[0] == []


def test_a_place_in_the_middle_is_a_child_and_a_parent(opened):
    places = [
        ("ct", "state", "", "Connecticut"),
        ("001", "district", "ct", "Ashford"),
        ("002", "district", "ct", "Bolton"),
        ("0011", "school", "001", "Hill School"),
        ("0012", "school", "001", "Dale School"),
    ]
    given = [
        ("2018-19", "ct", "", 1000, 2000),
        ("2018-19", "001", "", "c", "c", "c"),
        ("2018-19", "002", "", "c", "c", "c"),
        ("2018-19", "0011", "", 400, 900),
        ("2018-19", "0012", "", 300, 500),
    ]
    # The district follows from its schools, and then the other one from the state.
    assert {each[0] for each in problems_of(opened, given, places=places)[0]} == {3, 4}


def test_many_leaks_are_six_problems(opened):
    given = []
    for year in range(1000, 1200):
        given += [
            (f"{year}-{(year + 1) % 100:02}", "ct", "", 1000, "c", "c"),
            (f"{year}-{(year + 1) % 100:02}", "ct", "female", 900, "c", "c"),
            (f"{year}-{(year + 1) % 100:02}", "ct", "male", "c", "c", "c"),
        ]
    protected, problems = guard(opened(given, origin="own"))
    assert protected is None
    assert [each.line for each in problems] == [4, 7, 10, 13, 16, 19]
    assert problems[-1].message == "The same in 195 more rows (the hidden 'numerator' of this row)."


# --- the type is the guard ------------------------------------------------------------------------


def test_protected_cannot_be_made_by_hand(opened):
    package = opened(SAFE)
    for maker in (None, object(), "guard", guard):
        with pytest.raises(TypeError, match="guard"):
            Protected(package, maker)
    with pytest.raises(TypeError):
        Protected(package)


def test_a_guarded_package_is_not_exchanged_afterwards(opened, protected):
    good = protected(SAFE)
    with pytest.raises(AttributeError):
        good.package = opened(LEAKS["a crossed group"][0])


def test_measure_takes_nothing_else(opened):
    package, question = opened(SAFE), Question("graduation", "rate", "ct", "2018-19", ())
    for wrong in (package, None, package.tables["graduation"], dataclasses.asdict(question)):
        with pytest.raises(TypeError, match="Protected"):
            measure(wrong, question)


# --- cells ----------------------------------------------------------------------------------------


def test_a_cell_is_what_was_published_exactly(protected):
    data = protected(
        [("2018-19", "ct", "english_learner", 1799, 2517, "71.50"), ("2018-19", "ct", "", "x", "c", "low")]
    )
    cell = data.cell("graduation", "2018-19", "ct", (("english_learner", "english_learner"),))
    assert (cell.numerator, cell.denominator) == (Number(Fraction(1799), "ok"), Number(Fraction(2517), "ok"))
    assert cell.value == Number(Fraction(143, 2), "ok", 2)
    assert not cell.withheld
    total = data.cell("graduation", "2018-19", "ct", ())
    assert [each.status for each in (total.numerator, total.denominator, total.value)] == ["x", "c", "low"]
    assert total.withheld
    assert data.cell("graduation", "2017-18", "ct", ()) is None
    assert data.withheld() == {"graduation": 1}
    assert (cell.value_low, cell.value_high) == (Number(None, "z"), Number(None, "z"))


def test_withheld_numbers_are_counted_not_rows(protected):
    given = [
        ("2018-19", "ct", "", 5, 10, "c"),
        ("2018-19", "ct", "asian", "c", "c", "c"),
        ("2018-19", "001", "", "x", "z", 50),
    ]
    assert protected(given).withheld() == {"graduation": 4}


def test_a_count_has_no_parts(protected):
    data = protected([("2018-19", "ct", "", 250)], kind="count", decimals=0)
    cell = data.cell("graduation", "2018-19", "ct", ())
    assert (cell.numerator, cell.denominator) == (Number(None, "x"), Number(None, "x"))
    assert cell.value.exact == 250


def test_groups_come_in_declared_order_and_periods_in_time(protected):
    data = protected(
        [
            ("2018-19", "ct", "white", 5, 10),
            ("2018-19", "ct", "asian", 5, 10),
            ("2009-10", "ct", "", 5, 10),
            ("2018-19", "ct", "asian+male", 5, 10),
        ]
    )
    found = data.groups_at("graduation", "2018-19", "ct", "race_ethnicity")
    assert [each.key.group for each in found] == [
        (("race_ethnicity", "asian"),),
        (("race_ethnicity", "white"),),
    ]
    assert data.periods("graduation") == ("2009-10", "2018-19")
    assert (
        data.cell("graduation", "2018-19", "ct", (("race_ethnicity", "asian"), ("sex", "male"))) is not None
    )


# --- numbers that are blank but not withheld ------------------------------------------------------


@pytest.mark.parametrize(
    ("denominator", "value", "located"),
    [
        (1960, "50.2", []),  # 983 to 984 of 1,960 are 50.2 %: nothing is certain
        (966, "50.0", [(2, "cell-recoverable")]),  # 483 and no other number of 966 is 50.0 %
    ],
)
def test_a_numerator_that_was_left_out_is_worked_out_before_it_is_subtracted(
    opened, denominator, value, located
):
    given = [
        ("2018-19", "ct", "", 1000, "x", "x"),
        ("2018-19", "ct", "not_english_learner", "x", denominator, value),  # the others have no row
    ]
    found, text = problems_of(opened, given)
    assert found == located
    assert ("'numerator' of a group that has no row" in text) == bool(located)


@pytest.mark.parametrize("status", ["c", "u", "low"])
def test_a_number_that_is_unreliable_or_low_is_hidden_too(opened, status):
    given = [
        ("2018-19", "ct", "", 1000, "x", "x"),
        ("2018-19", "ct", "female", 983, "x", "x"),
        ("2018-19", "ct", "male", status, "x", "x"),
    ]
    located, text = problems_of(opened, given)
    assert located == [(4, "cell-recoverable")]
    assert "The hidden 'numerator' of this row" in text
    # Two of them protect each other, whatever each is called.
    given[1] = ("2018-19", "ct", "female", "c", "x", "x")
    assert problems_of(opened, given)[0] == []
