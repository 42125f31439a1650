"""A survey's export becomes exact counts and the quotations that are marked, outside of the repository.

Nobody's own words reach a file or a message unless they are marked for publication.
"""

import csv
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.__main__ import main
from plugins.equity.disclosure import guard
from plugins.equity.packages import open_package
from plugins.equity.policies import Policy
from plugins.equity.problems import tell
from plugins.equity.quotations import NEEDED, OPTIONAL
from plugins.protecting import protect_extract
from plugins.surveying import count_survey
from tests.exports import BOOK, HEADS, SAID, export, people, person


@pytest.fixture
def site(tmp_path):
    home = tmp_path / "site" / "datapackages" / "voices"
    home.mkdir(parents=True)
    (home / "survey.yaml").write_text(BOOK, "utf-8")
    return tmp_path / "site"


def counted(site, rows, book=BOOK, text=None, name="export.csv", **facts):
    """What becomes of an export beside the site."""
    (site / "datapackages/voices/survey.yaml").write_text(book, "utf-8")
    file = site.parent / name
    file.write_text(export(rows) if text is None else text, "utf-8", newline="")
    return count_survey(site, "voices", [str(file)], site.parent / "private" / "voices", **facts)


def table(site, name="raised"):
    with (site.parent / f"private/voices/data/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def everything(folder):
    return "\n".join(each.read_text("utf-8") for each in sorted(folder.rglob("*")) if each.is_file())


def test_the_counts_are_those_of_the_rows(site):
    rows = people()
    assert counted(site, rows).written
    roles = {"Student": "students", "Parent": "families", "guardian ": "families"}
    learner = {"yes": "english_learner", "no": "not_english_learner"}
    codes = {"": "", "letters": "letters", "rides": "rides", "all": ""}
    found = table(site)
    assert len(found) == 3 * (1 + 2 + 2 + 4)
    for cell in found:
        alike = [
            each for each in rows
            if cell["role"] in ("all", roles[each["I am a"]])
            and cell["english_learner"] in ("all", learner[each["English learner?"]])
        ]  # fmt: skip
        raised = [
            each for each in alike
            if (each["Codes"] if cell["theme"] == "all" else codes[cell["theme"]] in each["Codes"].lower())
        ]  # fmt: skip
        assert (int(cell["numerator"]), int(cell["denominator"])) == (len(raised), len(alike))


def test_from_the_export_to_a_package_that_may_be_published(site):
    assert counted(site, people()).written
    extract = site.parent / "private/voices"
    assert protect_extract(extract, site).summary
    package, problems = open_package(site / "datapackages/voices", site)
    assert problems == (), tell(problems)
    assert guard(package)[1] == ()
    assert package.dimensions["theme"].same_people
    assert not package.dimensions["theme"].exclusive
    (quote,) = package.quotations.values()
    assert (quote.text, quote.role, quote.language) == (SAID["What should change?"], "families", "es")
    assert quote.group == ()  # the codebook tells the role, and the theme where there is one
    assert quote.renderings["en"].by == "the district"
    assert (site / "datapackages/voices/survey.yaml").is_file()
    # The next release takes the place of this one, and keeps the codebook too.
    assert counted(site, people(244)).written
    assert protect_extract(extract, site).summary
    assert (site / "datapackages/voices/survey.yaml").read_text("utf-8") == BOOK


def test_the_ids_of_quotations_stay_when_another_is_marked(site):
    assert counted(site, people(240, (6,))).written
    (before,) = (each["id"] for each in table(site, "quotes"))
    rows = people(240, (2, 6))
    rows[2] = {**rows[2], "What should change?": "Trains."}
    assert counted(site, rows).written
    assert before in [each["id"] for each in table(site, "quotes")][1:]


def test_several_years_semicolons_and_a_workbook_give_the_same_numbers(site):
    assert counted(site, people()).written
    expected = table(site)
    assert counted(site, (), text=export(people()).replace(";", "|"), book=BOOK.replace('";"', '"|"')).written
    assert table(site) == expected
    assert counted(site, (), text=export(people(), ";")).written
    assert table(site) == expected
    book = openpyxl.Workbook()
    for row in [HEADS, *([each[head] for head in HEADS] for each in people())]:
        book.active.append(row)
    file = site.parent / "export.xlsx"
    book.save(file)
    to = site.parent / "private/voices"
    assert count_survey(site, "voices", [str(file)], to).written
    assert table(site) == expected
    text = site.parent / "export.csv"
    (site / "datapackages/voices/survey.yaml").write_text(BOOK.replace("period: 2018-19\n", ""), "utf-8")
    text.write_text(export(people(200, ())), "utf-8", newline="")
    assert count_survey(site, "voices", [f"2017-18={text}", f"2018-19={file}"], to).written
    assert [each for each in table(site) if each["period"] == "2018-19"] == expected
    assert len(table(site)) == 2 * len(expected)


def test_themes_may_have_a_column_each_and_who_does_not_say_is_a_group(site):
    book = BOOK.replace('  column: Codes\n  separator: ";"\n', "")
    book = book.replace("words: [LETTERS]}", "column: Codes, words: [LETTERS]}")
    book = book.replace("words: [RIDES]}", "column: Notes, words: [1]}")
    rows = [{**each, "Notes": "1" if number % 2 else ""} for number, each in enumerate(people())]
    rows[4] = {**rows[4], "English learner?": ""}
    rows = [{**each, "Codes": "" if ";" in each["Codes"] or each["Codes"] == "RIDES" else each["Codes"]} for each in rows]  # fmt: skip  # noqa: E501
    assert counted(site, rows, book).written
    found = {(each["theme"], each["role"], each["english_learner"]): each for each in table(site)}
    assert found["rides", "all", "all"]["numerator"] == "120"
    assert found["all", "all", "not_said"]["denominator"] == "1"


PLACED = BOOK.replace(
    "  ct: {level: state, name: Connecticut}\n",
    "  ct: {level: state, name: Connecticut}\n"
    "  a: {level: school, name: Ash, parent: ct, words: [Ash]}\n"
    "  b: {level: school, name: Birch, parent: ct, words: [Birch]}\n",
).replace("people:\n", "place_column: Notes\npeople:\n")


def test_a_place_is_the_sum_of_the_places_in_it(site):
    rows = [{**each, "Notes": "Ash" if number % 3 else "birch"} for number, each in enumerate(people())]
    assert counted(site, rows, PLACED).written
    whole = {each["place"]: int(each["denominator"]) for each in table(site) if each["theme"] == each["role"] == each["english_learner"] == "all"}  # fmt: skip  # noqa: E501
    assert whole == {"ct": 240, "a": 160, "b": 80}
    made = protect_extract(site.parent / "private/voices", site)
    assert made.summary, made.problems


# --- nobody's words -------------------------------------------------------------------------------

MARKS = st.lists(st.tuples(st.integers(0, 59), st.sampled_from(("x", "X ", "no", ""))), max_size=8)
SPOILED = st.lists(
    st.tuples(st.integers(0, 59), st.sampled_from(HEADS), st.booleans()),
    max_size=3,
)


@given(MARKS, SPOILED)
def test_no_words_that_were_not_marked_reach_a_file_or_a_message(tmp_path_factory, marks, spoiled):
    """Also where people's words stand in columns of codes, and where rows are refused."""
    home = tmp_path_factory.mktemp("survey")
    site = home / "site"
    (site / "datapackages/voices").mkdir(parents=True)
    rows = [person(at) for at in range(60)]
    for at, mark in marks:
        rows[at] |= {"Publish": mark, "Consent": "signed", "Consent day": "2019-03-21"}
    for at, column, own in spoiled:
        rows[at][column] = f"private{at} {'cell' if own else 'x' * 70}"
    made = counted(site, rows)
    said = {at for at in range(60) if rows[at]["Publish"].strip().lower() == "x"}
    allowed = {rows[at][column].strip() for at in said for column in ("What should change?", "In English")}
    written = everything(site.parent / "private") if made.written else ""
    if made.written:
        protect_extract(site.parent / "private/voices", site)
    everywhere = written + everything(site / "datapackages") + tell(made.problems) + "\n".join(made.lines)
    for words in sorted(allowed, key=len, reverse=True):
        everywhere = everywhere.replace(words, "") if words else everywhere
    assert not re.search(r"private\d", everywhere)


def test_the_property_bites(site):
    """An unmarked row's words would be found: marked, they are there."""
    rows = people()
    rows[5] |= {"Publish": "x", "Consent": "signed", "Consent day": "2019-03-21"}
    assert counted(site, rows).written
    assert "private5 words, of\nmine" in everything(site.parent / "private")
    assert "private6" not in everything(site.parent / "private")


# --- mistakes -------------------------------------------------------------------------------------

# Each answer takes two lines, since what it says does: the answer at 0 begins on line 2.
LINE = 2 + 2 * 7
ROWS = [
    ("answer-unknown", {"I am a": "a secret"}),
    ("answer-unknown", {"English learner?": "a secret"}),
    ("answer-unknown", {"Codes": "LETTERS; a secret"}),
    ("answer-unknown", {**SAID, "Language": "a secret"}),
    ("consent-missing", {**SAID, "Consent": "a secret"}),
    ("consent-missing", {**SAID, "Consent day": "a secret"}),
    ("cell-blank", {**SAID, "What should change?": " "}),
    ("cell-blank", {**SAID, "Language": ""}),
]


@pytest.mark.parametrize(("code", "cells"), ROWS, ids=[f"{code} {list(cells)[-1]}" for code, cells in ROWS])
def test_a_row_that_is_wrong_is_told_by_its_line_and_without_its_words(code, cells, site):
    rows = people(240, ())
    rows[7] = person(7, **cells)
    made = counted(site, rows)
    assert not made.written
    assert [(each.line, each.code) for each in made.problems] == [(LINE, code)]
    assert "secret" not in tell(made.problems)
    assert not (site.parent / "private").exists()


def test_many_rows_with_one_fault_are_told_as_a_few(site):
    made = counted(site, [{**each, "I am a": "a secret"} for each in people()])
    assert [each.code for each in made.problems] == ["answer-unknown"] * 6
    assert "235 more rows" in made.problems[-1].message


WARNED = [
    ("quote-long", "word " * 61),
    ("quote-personal", "Ask my teacher Ms. Rivera."),
]


@pytest.mark.parametrize(("code", "text"), WARNED)
def test_what_the_gate_says_of_a_quotation_is_told_at_the_row_of_the_export(code, text, site):
    rows = people(240, ())
    rows[7] = person(7, **{**SAID, "What should change?": f"{text}\nmore"})
    rows[3] = person(3, **{**SAID, "What should change?": "Two lines\nof words."})
    made = counted(site, rows)
    assert made.written
    assert [(each.line, each.code) for each in made.problems] == [(LINE, code)]


def test_whoever_is_like_few_others_is_not_quoted(site):
    rows = people(240, ())
    rows = [{**each, "I am a": "Student"} for each in rows]
    for at in range(9):
        rows[at] = {**rows[at], "I am a": "Parent"}
    rows[7] = {**rows[7], **SAID}
    made = counted(site, rows)
    assert [(each.line, each.code) for each in made.problems] == [(LINE - 0, "quote-speaker")]
    assert not made.written
    assert counted(site, rows, base=Policy(min_n=9)).written
    assert counted(
        site, rows, BOOK.replace("  tell: [role, theme]\n", "").replace("words-and-role", "words")
    ).written


FILES = [
    ("column-missing", 1, lambda text: text.replace("Codes", "Code", 1)),
    ("column-twice", 1, lambda text: text.replace("Notes", "Codes", 1)),
    ("table-shape", 0, lambda text: text.replace('"private4', 'private4"', 1)),
    ("table-empty", 0, lambda text: text.partition("\r\n")[0]),
    ("table-shape", 2, lambda text: text.replace("\r\nStudent,", "\r\nStudent,,", 1)),
]


@pytest.mark.parametrize(("code", "line", "change"), FILES, ids=[f"{code} {line}" for code, line, _ in FILES])
def test_a_file_that_is_no_such_export_is_told(code, line, change, site):
    made = counted(site, (), text=change(export(people())))
    assert not made.written
    assert code in {each.code for each in made.problems}
    assert not re.search(r"private\d", tell(made.problems))
    assert not line or line in {each.line for each in made.problems}


BOOKS = [
    ("key-missing", "  label: Theme\n", ""),
    ("key-unknown", "separator", "seperator"),
    ("value-unknown", "      families: {label", "      familys: {label"),
    ("recipe-twice", "words: [Student]", "words: [Student, parent]"),
    ("column-twice", "column: Codes", "column: What should change?"),
    ("dimension-unknown", "tell: [role, theme]", "tell: [rol]"),
    ("dimension-unknown", "crossed: [[role, english_learner]]", "crossed: [[role, learner]]"),
    ("consent-scope", "words-and-role", "words"),
    ("key-missing", "  languages: {en: [English], es: [Spanish]}\n", ""),
    ("name-reserved", "    letters: {label", "    all: {label"),
    ("value-wrong", "label: Rides home,", "label: Rides home, column: Notes,"),
    ("key-missing", "name: Connecticut}\n",
     "name: Connecticut}\n  a: {level: school, name: A, parent: ct}\n"),
    ("place-unknown", "name: Connecticut}", "name: Connecticut, parent: us}"),
    ("period-shape", "period: 2018-19\n", ""),
]  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new"), BOOKS)
def test_a_codebook_that_does_not_fit_together_is_told(code, old, new, site):
    assert old in BOOK
    made = counted(site, people(), BOOK.replace(old, new, 1))
    assert not made.written
    assert code in {each.code for each in made.problems}, made.problems
    assert all(each.line for each in made.problems if each.path.endswith("survey.yaml"))


def test_neither_the_export_nor_the_counts_lie_in_the_repository(site):
    (site / ".git").mkdir()
    inside = site / "export.csv"
    inside.write_text(export(people()), "utf-8", newline="")
    made = count_survey(site, "voices", [str(inside)], site / "datapackages/voices")
    assert [each.code for each in made.problems] == ["extract-inside"] * 2
    link = site.parent / "link.csv"
    link.symlink_to(inside)
    made = count_survey(site, "voices", [str(link)], site.parent / "private")
    assert [each.code for each in made.problems] == ["extract-inside"]
    assert sorted(each.name for each in (site / "datapackages/voices").iterdir()) == ["survey.yaml"]


def test_a_folder_with_other_things_is_not_replaced(site):
    other = site.parent / "private/voices"
    other.mkdir(parents=True)
    (other / "letter.txt").write_text("mine", "utf-8")
    assert [each.code for each in counted(site, people()).problems] == ["file-exists"]
    assert (other / "letter.txt").is_file()


def test_the_command(site, monkeypatch, capsys):
    (site / "pelicanconf.py").write_text("", "utf-8")
    monkeypatch.chdir(site)
    file = site.parent / "export.csv"
    file.write_text(export(people()), "utf-8", newline="")
    to = site.parent / "private/voices"
    assert main(["survey", "voices", str(file), "--to", str(to)]) == 0
    assert "plumbline protect" in capsys.readouterr().out
    assert main(["survey", "voces", str(file), "--to", str(to)]) == 1
    assert "Did you mean 'voices'?" in capsys.readouterr().err
    assert main(["protect", str(to)]) == 0
    assert json.loads((site / "datapackages/voices/datapackage.json").read_text("utf-8"))["name"] == "voices"
    shutil.rmtree(to)


def test_a_new_codebook_waits_for_its_facts_and_then_counts(site, monkeypatch, capsys):
    """Every prompt is a line that can be put in place."""
    (site / "pelicanconf.py").write_text("", "utf-8")
    shutil.rmtree(site / "datapackages/voices")
    monkeypatch.chdir(site)
    learners = "english_learner=english_learner,not_english_learner"
    assert main(["new", "package", "voices", "--survey", "--dimension", learners]) == 0
    path = site / "datapackages/voices/survey.yaml"
    assert "plumbline survey voices" in capsys.readouterr().out
    text = path.read_text("utf-8")
    made = counted(site, people(), text)
    assert not made.written
    assert {each.code for each in made.problems} <= {"key-missing", "value-wrong"}
    for said in (
        "title: What",
        "publisher: X",
        "license: CC-BY-4.0",
        "source: Survey",
        "definition: Everyone",
    ):
        text = re.sub(rf"# write: {said.partition(':')[0]}: .*", said, text)
    text = text.replace("# write: column: the heading of the column that says what", "column: I am a #")
    text = text.replace("# write: column: its heading", "column: English learner?")
    text = text.replace("# write: column: the heading of the column with the codes", "column: Codes")
    text = text.replace("# write: ", "").replace("[English learners]", '["yes"]')
    text = text.replace("[Students who are not English learners]", '["no"]')
    text = text.replace("[LETTERS]}", "[LETTERS]}\n    rides: {label: Rides, words: [RIDES]}")
    text = text.partition("quotes:\n")[0]
    made = counted(site, people(240, ()), text)
    assert made.written, made.problems
    assert main(["new", "report", "x/y", "--survey"]) == 1
    assert "has no 'survey'" in capsys.readouterr().err


def keys(schema):
    """Every key that a schema knows, at any depth."""
    found = set()
    for name, inner in schema.get("properties", {}).items():
        found |= {name} | keys(inner)
    inner = schema.get("additionalProperties")
    return found | (keys(inner) if isinstance(inner, dict) else set())


def test_every_key_of_a_codebook_and_every_column_of_quotations_is_in_the_guide():
    root = Path(__file__).resolve().parents[2]
    guide = (root / "datapackages/README.md").read_text("utf-8")
    known = keys(json.loads((root / "plugins/intake/schemas/survey.json").read_text("utf-8")))
    assert len(known) > 25
    assert {each for each in known - {"schema"} if f"`{each}`" not in guide} == set()
    assert {each for each in (*NEEDED, *OPTIONAL) if f"`{each}`" not in guide} == set()
