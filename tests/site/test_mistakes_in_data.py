"""Mistakes in packages and catalogues: told once, at their line, not again by each report that uses them."""

import pytest

from tests.site.mistakes import EN, Mistake, expected, files_with, gone, one
from tests.site.projects import PACKAGE

TABLE, DESCRIPTOR, WORDS = (
    f"{PACKAGE}/{name}" for name in ("data/graduation.csv", "datapackage.json", "translations/es.po")
)
ROW = "2017-18,ct,all,1500,2000,75.0,ok"
RECIPE = f"{PACKAGE}/recipe.yaml"
FILLS = """\
schema: 1
folder: $SOMEWHERE
markers: {"*": c}
place: {code: Code}
period: Year
numbers: {numerator: Graduates, denominator: Cohort, value: Rate}
places: {level: district}
groups: {english_learner: {ELL: english_lerner}}
sources: [{files: "*.csv", dimensions: {english_learner: Group}}]
"""
MISTAKES = [
    one("bad cell", TABLE, "ct,all,1500,", "ct,all,many,", "many", "cell-type", "Write a number such as 12"),
    one("half a person", TABLE, "ct,all,1500,", "ct,all,1500.5,", "1500.5", "cell-type", "whole"),
    one("blank without status", TABLE, ROW, ROW.replace("75.0", ""), "2000,,ok", "cell-blank", "c withheld"),
    one("withheld and shown", TABLE, ROW, ROW.replace("75.0,ok", "75.0,c"), "75.0,c", "cell-not-empty",
        "Empty it"),
    one("unknown status", TABLE, ROW, ROW.replace("75.0,ok", ",supressed"), ",supressed", "status-unknown",
        "spelling"),
    one("group not declared", TABLE, "2017-18,ct,english_learner", "2017-18,ct,learner",
        ",learner,", "group-unknown", "Did you mean 'english_learner'?"),
    one("unknown place", TABLE, "2017-18,001,all", "2017-18,01,all", ",01,", "place-unknown",
        "Did you mean '001'?"),
    one("a row twice", TABLE, "2017-18,ct,english_learner", "2016-17,ct,english_learner", 6, "row-twice",
        "the key is period, place"),
    Mistake("more in the numerator", (
        (TABLE, "ct,all,1500,2000", "ct,all,2500,2000"),
        (DESCRIPTOR, '"kind": "republished"', '"kind": "own"'),
    ), ((TABLE, "2500", "count-larger"),), "events"),
    one("too many cells", TABLE, ROW, "2017-18,ct,all,1,500,2000,75.0,ok", "1,500", "table-shape", "commas"),
    one("CSV that is not UTF-8", TABLE, "2017-18,ct,all", b"2017-18,c\xe9,all", 5, "file-not-utf8",
        "CSV UTF-8"),
    one("missing data file", DESCRIPTOR, "data/places.csv", "data/place.csv", "place.csv", "file-missing",
        "Did you mean 'places.csv'?"),
    Mistake("no data file", ((TABLE, "", ""),), ((DESCRIPTOR, "graduation.csv", "file-missing"),),
        "Put it there"),
    one("a place without a name", f"{PACKAGE}/data/places.csv", "Ashford", "", "001", "cell-blank",
        "needs it"),
    one("JSON without a comma", DESCRIPTOR, '"title": "Schools",', '"title": "Schools"', 5, "json-syntax",
        "comma"),
    one("a key of JSON twice", DESCRIPTOR, '"title": "Schools",', '"title": "Schools", "title": "No",',
        4, "yaml-key-twice", "keep one of the two"),
    one("unknown key of an indicator", DESCRIPTOR, '"decimals"', '"decimal"', '"decimal"', "key-unknown",
        "Did you mean 'decimals'?"),
    one("unknown kind of indicator", DESCRIPTOR, '"kind": "proportion"', '"kind": "percent"', '"percent"',
        "value-unknown", "proportion"),
    one("indicator without a table", DESCRIPTOR, '"resource": "graduation"', '"resource": "graduations"',
        '"graduations"', "resource-unknown", "Did you mean 'graduation'?"),
    one("a path out of the package", DESCRIPTOR, "data/places.csv", "../places.csv", "../places",
        "path-outside"),
    gone("no catalogue", WORDS, WORDS, "catalogue-missing", "plumbline translate"),
    one("missing translation", WORDS, 'msgstr "Escuelas"', 'msgstr ""', 'msgid "Schools"',
        "translation-missing", "package/title"),
    one("a placeholder translated", WORDS, "En {place}", "En {lugar}", 'msgid "In {place}',
        "translation-placeholder", "Keep every {word}"),
    Mistake("a recipe with a group that is none", ((RECIPE, "", FILLS),), ((RECIPE, 8, "group-unknown"),),
        "Did you mean 'english_learner'?"),
    Mistake("a recipe with an unknown key", ((RECIPE, "", FILLS.replace("numbers", "nubmers")),),
        ((RECIPE, 6, "key-unknown"),), "Did you mean 'numbers'?"),
]  # fmt: skip


@pytest.mark.site
@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_in_the_data_is_told_once_and_where_it_is(mistake, make, run):
    done = run(make(files_with(mistake)))
    assert (done.status, done.told) == (1, expected(mistake)), done.err
    assert mistake.hint in done.problems[0].hint


@pytest.mark.site
def test_mistakes_in_data_words_and_facts_are_told_together(make, run):
    together = [
        next(each for each in MISTAKES if each.name == "bad cell"),
        one("", EN, "[[term cohort]]", "[[term cohrt]]", "cohrt", "term-unknown"),
        one("", "content/reports/2019/cycle.yaml", "draft", "drafted", "drafted", "value-unknown"),
    ]
    assert run(make(files_with(*together))).told == expected(*together)


@pytest.mark.site
def test_own_data_that_gives_a_withheld_number_away_is_refused(make, run):
    """61 of 100 learners, withheld, in a place whose total and other group are shown."""
    leak = Mistake(
        "",
        (
            (DESCRIPTOR, '"republished"', '"own"'),
            (
                TABLE,
                "2016-17,001,english_learner,61,100,61.0,ok,ok,ok",
                "2016-17,001,english_learner,,100,,c,c,ok",
            ),
        ),
        ((TABLE, "2016-17,001,english_learner,,", "cell-recoverable"),),
    )
    done = run(make(files_with(leak)))
    assert (done.status, set(done.told)) == (1, set(expected(leak)))
    assert not [each for each in done.problems if "61" in each.message + each.hint]


@pytest.mark.site
def test_old_translations_are_a_warning_that_does_not_stop(make, run):
    done = run(make(files_with(one("", WORDS, 'msgid "Schools"', 'msgid "School"', "", ""))))
    assert done.status == 0
    assert [(each.path, each.code, each.warning) for each in done.problems] == [
        (WORDS, "translation-old", True)
    ]
    assert done.out.startswith("1 warning. ")


@pytest.mark.site
def test_a_changed_published_number_is_told_with_cell_old_and_new_value_and_reports(another, run):
    """In this project, whose record is committed: one more English learner graduates in 2018-19."""
    root = another()
    table = root / "datapackages/ct-graduation/data/graduation_rate.csv"
    lines = table.read_text("utf-8").split("\n")
    (at,) = [at for at, line in enumerate(lines) if line.startswith("2018-19,ct,all,english_learner,")]
    assert ",1799,2517,71.5," in lines[at]
    lines[at] = lines[at].replace(",1799,2517,71.5,", ",1800,2517,71.5,")
    table.write_text("\n".join(lines), "utf-8")
    done = run(root)
    (problem,) = [each for each in done.problems if each.path.endswith("published.json")]
    assert (done.status, problem.path, problem.code) == (
        1,
        "content/reports/2019/published.json",
        "published-changed",
    )
    record = (root / problem.path).read_text("utf-8").splitlines()
    assert all(word in record[problem.line - 1] for word in ("ct-graduation", "2018-19", "english_learner"))
    assert "ct-graduation graduation_rate 2018-19 ct english_learner=english_learner was" in problem.message
    assert "was numerator 1799, denominator 2517, value 71.5" in problem.message
    assert "is now numerator 1800, denominator 2517, value 71.5" in problem.message
    assert "content/reports/2019/english-learners-graduation/en.md:" in problem.message
    assert "content/reports/2019/english-learners-graduation/es.md:" in problem.message
