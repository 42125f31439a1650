"""Quotations of a package: none without recorded consent, and nobody is known by what is told of them.

Whatever is wrong, no message repeats what somebody said.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.equity.disclosure import guard
from plugins.equity.packages import open_package
from plugins.equity.personal import ADDRESS, MAIL, NAME, PHONE, personal
from plugins.equity.policies import Policy
from plugins.equity.problems import tell
from plugins.equity.quotations import Rendering
from tests.voices import PLAIN, QUOTE, QUOTES, YEAR, rows, voices

TABLE = "datapackages/schools/data/quotes.csv"
SECRET = "xylophone"


@pytest.fixture
def told(write_files):
    """Codes and lines of what is told of quotations; the words of them are in no message."""

    def read(*quotes, **facts):
        policy = facts.pop("policy", Policy())
        folder = write_files(voices(quotes, **facts))
        package, problems = open_package(folder, folder.parents[1])
        if package is not None:
            problems += guard(package, base=policy)[1]
        assert SECRET not in tell(problems)
        found = [each for each in problems if each.path == TABLE or each.severity == "error"]
        return [(each.line, each.code, each.severity) for each in found]

    return read


def changed(**cells):
    return {**QUOTE, "text": f"Nobody told us about the {SECRET}.", **cells}


def test_what_is_right_is_read(write_files):
    folder = write_files(voices())
    package, problems = open_package(folder, folder.parents[1])
    assert problems == (), tell(problems)
    quote = package.quotations["q-letters"]
    assert (quote.theme, quote.role, quote.language, quote.line) == ("letters", "families", "es", 2)
    assert quote.speaker == (("english_learner", "english_learner"), ("role", "families"))
    assert quote.renderings == {"en": Rendering(QUOTE["translation_en"], "machine")}
    assert package.quotations["q-rides"].speaker == ()
    assert guard(package)[1] == ()


ERRORS = [
    ("consent-missing", {"consent": ""}),
    ("consent-missing", {"consent": "spoken"}),
    ("consent-missing", {"consent_date": "soon"}),
    ("consent-withdrawn", {"consent": "withdrawn"}),
    ("consent-withdrawn", {"consent": "Withdrawn "}),
    ("consent-scope", {"consent_scope": "internal"}),
    ("consent-scope", {"consent_scope": "words"}),
    ("cell-blank", {"text": " "}),
    ("cell-blank", {"translation_en_by": ""}),
    ("group-unknown", {"role": "nobody"}),
    ("group-unknown", {"role": "teachers"}),  # a role, and not one of those who were asked
    ("group-unknown", {"theme": SECRET}),
    ("group-unknown", {"english_learner": SECRET}),
    ("place-unknown", {"place": SECRET}),
    ("period-shape", {"period": SECRET}),
    ("language-unknown", {"language": "Spanish"}),
    ("value-wrong", {"id": f"The {SECRET}"}),
    ("row-twice", {"id": "q-rides"}),
]


@pytest.mark.parametrize(("code", "cells"), ERRORS, ids=[f"{code} {sorted(cells)}" for code, cells in ERRORS])
def test_a_row_that_may_not_be_published_is_an_error(code, cells, told):
    assert told(PLAIN, changed(**cells)) == [(3, code, "error")]


WARNINGS = [
    ("quote-long", f"{SECRET} " * 61),
    ("quote-personal", f"Ask me about the {SECRET} at somebody@example.org"),
    ("quote-personal", f"Call 203-555-0148 for the {SECRET}."),
    ("quote-personal", f"The {SECRET} is at https://example.org/me"),
    ("quote-personal", f"My son Luis plays the {SECRET}."),
    ("quote-personal", f"Ms. rivera plays the {SECRET}."),
    ("quote-personal", f"La maestra López toca: {SECRET}."),
]


@pytest.mark.parametrize(("code", "text"), WARNINGS)
def test_what_may_say_who_it_is_is_a_warning(code, text, told):
    assert told(PLAIN, changed(text=text)) == [(3, code, "warning")]
    assert told(PLAIN, changed(translation_en=text)) == [(3, code, "warning")]


def test_who_has_looked_for_names_is_not_asked_again_but_of_addresses(told):
    assert told(changed(text="We love our Panthers.", checked="yes")) == []
    assert told(changed(text="Write to Luis: luis@example.org", checked="yes")) == [
        (2, "quote-personal", "warning")
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("In March I moved from Connecticut. English was hard, and I'm fine.", []),
        ("On Monday. Nobody came! Ever. “Why?” we asked: Nobody knew.", []),
        ("We were 25 in 2018-19, and 1,204 at noon, 7:30 to 3:15.", []),
        ("my name is ana", [NAME]),
        ("Me llamo ana.", [NAME]),
        ("then Maria's mother came", [NAME]),
        ("call (203) 555 0148", [PHONE]),
        ("I am @somebody", [MAIL]),
        ("see www.example.org", [ADDRESS]),
    ],
)
def test_the_guess_of_names(text, kinds):
    assert list(personal(text, ("Connecticut",))) == kinds


def test_a_speaker_of_whom_there_are_few_is_an_error(told):
    few = [each if "families+english_learner" not in each[2] else (*each[:3], 5, 8) for each in rows()]
    few = [each if each[2] != "rides+families+english_learner" else (*each[:3], 3, 8) for each in few]
    doubts = told(changed(), table=few)
    assert (2, "quote-speaker", "error") in doubts
    assert [each for each in doubts if each[1] != "quote-speaker"] == []


def test_a_speaker_whose_number_is_withheld_is_an_error(told):
    hidden = [each if "families+english" not in each[2] else (*each[:3], *"ccc") for each in rows()]
    assert told(changed(), table=hidden) == [(2, "quote-speaker", "error")]
    assert told(changed(english_learner="all"), table=hidden) == []


def test_a_theme_of_which_it_is_withheld_who_raised_it_is_an_error(told):
    """A quotation says that somebody did."""
    hidden = [each if each[2] != "letters+families" else (*each[:3], "c", each[4], "c") for each in rows()]
    assert told(changed(), table=hidden) == [(2, "quote-speaker", "error")]
    assert told(changed(theme="all"), table=hidden) == []
    assert told(changed(role="all"), table=hidden) == []


def test_a_speaker_whom_nobody_counted_is_a_warning(told):
    alone = [
        each for each in rows() if each[2].count("+") == 0 or each[2].split("+")[0] in ("letters", "rides")
    ]
    alone = [each for each in alone if "families+english" not in each[2]]
    assert told(changed(), table=alone) == [(2, "quote-speaker", "warning")]
    assert told(changed(period="2012-13")) == [(2, "quote-speaker", "warning")]


def test_the_limit_is_that_of_the_policy(told):
    assert told(changed(), policy=Policy(min_n=30)) == []
    assert told(changed(), policy=Policy(min_n=31)) == [(2, "quote-speaker", "error")]


DESCRIBED = [
    ("resource-unknown", {"resource": "quote"}),
    ("dimension-unknown", {"themes": "themes"}),
    ("indicator-unknown", {"asked": "asked"}),
]


@pytest.mark.parametrize(("code", "facts"), DESCRIBED)
def test_what_the_description_names_is_there(code, facts, write_files):
    folder = write_files(voices(**facts))
    package, problems = open_package(folder, folder.parents[1])
    assert package is None
    assert code in {each.code for each in problems}


def test_themes_that_exclude_each_other_are_not_of_the_same_people(write_files):
    files = voices()
    files["datapackage.json"] = files["datapackage.json"].replace('"overlapping"', '"exclusive"')
    folder = write_files(files)
    package, problems = open_package(folder, folder.parents[1])
    assert package is None
    assert [each.code for each in problems] == ["value-wrong"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"consent_scope"', '"consent_scoped"', "field-missing"),
        ('"translation_en_by"', '"source_two"', "field-missing"),
    ],
)
def test_a_column_that_is_needed_is_missing(old, new, code, write_files):
    files = voices()
    files["datapackage.json"] = files["datapackage.json"].replace(old, new)
    folder = write_files(files)
    package, problems = open_package(folder, folder.parents[1])
    assert package is None
    assert code in {each.code for each in problems}


def test_the_standard_s_own_complaints_repeat_no_words(write_files):
    """`maxLength` and the like are judged by Frictionless, whose complaints quote the cell elsewhere."""
    files = voices([{**QUOTE, "text": f"The {SECRET}."}])
    files["datapackage.json"] = files["datapackage.json"].replace(
        '"name": "text",', '"name": "text", "constraints": {"maxLength": 5},'
    )
    folder = write_files(files)
    package, problems = open_package(folder, folder.parents[1])
    assert package is None
    assert [(each.path, each.code) for each in problems] == [(TABLE, "package-invalid")]
    assert SECRET not in tell(problems)


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=12).map(
    lambda s: f"{SECRET}{s}"
)


@given(st.dictionaries(st.sampled_from(sorted(QUOTE)), CELLS, min_size=1, max_size=4))
def test_whatever_stands_in_whichever_column_nothing_of_it_is_repeated(tmp_path_factory, cells):
    folder = tmp_path_factory.mktemp("quotes") / "datapackages" / "schools"
    for name, content in voices([{**QUOTE, **cells}, *QUOTES[1:]], table=rows(YEAR)).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    package, problems = open_package(folder, folder.parents[1])
    if package is not None:
        problems += guard(package)[1]
    assert SECRET not in tell(problems)
