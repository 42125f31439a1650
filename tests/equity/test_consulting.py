"""What a question to the library takes, and what is told of one that cannot be asked."""

import pytest

from plugins.equity.answering import answer
from plugins.equity.consulting import consult
from plugins.equity.editions import open_edition
from plugins.equity.offers import LIBRARY
from plugins.equity.questions import ALL, REST, Question
from plugins.equity.reports import Asked
from tests.equity.test_spreads import MEAN, MEANS, everybody
from tests.site.projects import ROOT

BLACK, ENGLISH = (("race_ethnicity", "black"),), (("english_learner", "english_learner"),)
WHITE, FREE = (("race_ethnicity", "white"),), (("meal_eligibility", "free"),)


@pytest.fixture(scope="module")
def package():
    return open_edition(ROOT).package("ct-graduation")


def ask(package, id_, spec=None, target=None, group=BLACK, against=REST, place="ct"):
    """The question that comes of it, or what is told: the part, the code, the remedy."""
    told = []
    question = Question("graduation_rate", id_, place, "2018-19", group, against, "2014-15")
    made = consult(
        package,
        spec or {},
        Asked(package.id, question),
        LIBRARY[id_],
        target,
        lambda *each: told.append(each),
    )
    assert (made is None) == bool(told)
    return made.question if made else told[0]


def test_a_measure_has_what_it_takes_and_nothing_else(package):
    found = ask(package, "risk_ratio")
    assert (found.group, found.against, found.dimension, found.since) == (BLACK, REST, "race_ethnicity", "")
    assert ask(package, "composition").against == ALL
    whole = ask(package, "mdmw")
    assert (whole.group, whole.against, whole.dimension) == ((), ALL, "race_ethnicity")
    assert ask(package, "sii", {"dimension": "meal_eligibility"}).dimension == "meal_eligibility"
    assert ask(package, "ratio_change").since == "2014-15"
    assert ask(package, "ratio_change", against=ALL).against == ALL
    paced = ask(package, "needed_pace", target={"value": 80, "by": "2020-21"})
    assert (paced.goal.value, paced.goal.by) == (80, "2020-21")


def test_whom_a_measure_compares_with_is_named_where_it_must_be(package):
    assert ask(package, "parity_index", {"against": {}}, against=WHITE).against == WHITE
    assert ask(package, "parity_index", against=WHITE).against == WHITE  # the report's own
    assert ask(package, "parity_index", group=FREE).against == (("meal_eligibility", "not_eligible"),)
    assert ask(package, "d", against=WHITE).against == ALL  # it has extremes unless it is asked otherwise
    assert ask(package, "d", {"against": {}}, against=WHITE).against == WHITE
    assert ask(package, "mdrw", {"against": {}}, against=WHITE).against == WHITE


@pytest.mark.parametrize(
    ("id_", "facts", "part", "code", "remedy"),
    [
        ("risk_ratio", {"spec": {"against": {}}}, "against", "key-unused", "Remove 'against'."),
        ("risk_ratio", {"group": ()}, "measure", "measure-unfit", "Add 'group: {dimension: group}'."),
        ("risk_ratio", {"group": (*BLACK, ("sex", "male"))}, "measure", "measure-unfit", "Add 'group:"),
        ("risk_ratio", {"spec": {"dimension": "sex"}}, "measure", "measure-unfit", "Remove 'dimension'"),
        ("mdmw", {"group": ()}, "measure", "measure-unfit", "Add 'dimension:'."),
        ("mdmw", {"spec": {"dimension": "race"}}, "dimension", "dimension-unknown", "race_ethnicity"),
        ("sii", {}, "measure", "measure-unfit", "such as mdmw or idisw"),
        ("mdmw", {"group": FREE}, "measure", "measure-unfit", "such as sii or rii"),
        ("parity_index", {}, "measure", "measure-unfit", "Name the group to compare with"),
        ("parity_index", {"spec": {"against": {}}, "against": ENGLISH}, "against", "measure-unfit", "Write"),
        ("ratio_change", {"against": ENGLISH}, "measure", "measure-unfit", "{race_ethnicity: ...}"),
        ("needed_pace", {}, "measure", "measure-unfit", "Add 'target:'"),
        ("alternate_risk_ratio", {}, "measure", "measure-unfit", "directly below a state"),
        ("e_formula", {}, "measure", "measure-unfit", "composition_difference"),
        ("standardised_gap", {}, "measure", "measure-unfit", "Choose another measure."),
    ],
)
def test_what_cannot_be_asked_is_told_with_a_remedy(package, id_, facts, part, code, remedy):
    where, what, message, hint = ask(package, id_, **facts)
    assert (where, what) == (part, code)
    assert remedy in hint
    assert id_ in message or "no dimension" in message


def test_a_gap_of_means_in_standard_deviations(protected):
    """Of a package that has them, and what is told of one that has not."""
    data = protected(MEANS, **MEAN)
    question = Question("graduation", "standardised_gap", "ct", "2018-19", (("sex", "female"),), REST)
    made = consult(data.package, {}, Asked("schools", question), LIBRARY["standardised_gap"], None, print)
    found = answer(data, made.question)
    assert float(found.value) == pytest.approx(
        (251.3 - 246.1) / everybody((40, 251.3, 11.2), (60, 246.1, 12.9))[2]
    )
    assert found.low < float(found.value) < found.high
    told = []
    plain = protected([each[:5] for each in MEANS], **{**MEAN, "deviations": False})
    entry = LIBRARY["standardised_gap"]
    assert (
        consult(plain.package, {}, Asked("s", question), entry, None, lambda *each: told.append(each)) is None
    )
    assert "add the column 'sd'" in told[0][3]
