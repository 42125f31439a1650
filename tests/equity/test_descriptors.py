"""The descriptor: names that name something, words in every language, paths that stay inside, one hash."""

import json

import pytest

from plugins.equity.labels import doubt_key
from plugins.equity.packages import read_descriptor

ROWS = [
    ("2018-19", "ct", "", 37251, 42075),
    ("2018-19", "ct", "english_learner", 1799, 2517),
    ("2018-19", "ct", "not_english_learner", 35452, 39558),
]


@pytest.fixture
def read(package_files, write_files):
    """Reads a package after a change of its descriptor (a function that changes it) or of its files."""

    def make(change=lambda _: None, files=None, languages=("en", "es"), **facts):
        built = package_files(ROWS, **facts)
        descriptor = json.loads(built["datapackage.json"])
        change(descriptor)
        built["datapackage.json"] = json.dumps(descriptor, indent=1)
        folder = write_files({**built, **(files or {})})
        package, document, problems = read_descriptor(folder, folder.parents[1], languages)
        return package, document, problems

    return make


def test_a_right_package_is_read_with_nothing_to_say(read):
    package, _, problems = read()
    assert problems == ()
    assert (package.id, package.path, package.origin) == (
        "schools",
        "datapackages/schools/datapackage.json",
        "own",
    )
    assert package.indicators["graduation"].scale == 100
    assert package.dimensions["race_ethnicity"].groups == ("asian", "black", "white")
    assert package.files() == ("data/graduation.csv", "data/places.csv")


def test_words_come_in_the_language_asked_for_or_in_english(read):
    package, _, _ = read()
    assert package.word("indicator/graduation/label", "es") == "Graduación"
    assert package.word("indicator/graduation/label", "ar") == "Graduation"
    assert package.word("no/such/word", "es") == "no/such/word"
    assert package.group_word((), "label", "es") == "Todo el alumnado"
    assert (
        package.group_word((("race_ethnicity", "black"), ("sex", "female")), "label", "en") == "black, female"
    )


@pytest.mark.parametrize(
    ("relations", "group", "other"),
    [
        ({}, (("sex", "female"),), (("sex", "male"),)),
        ({}, (("english_learner", "not_english_learner"),), (("english_learner", "english_learner"),)),
        ({}, (("race_ethnicity", "asian"),), None),  # there are two others
        ({}, (), None),
        ({}, (("english_learner", "english_learner"), ("sex", "female")), None),
        ({"sex": {"complete": False}}, (("sex", "female"),), None),
        ({"sex": {"relation": "overlapping"}}, (("sex", "female"),), None),
    ],
)
def test_the_counterpart_is_the_other_of_two_groups_that_are_everybody(read, relations, group, other):
    package, _, _ = read(relations=relations)
    assert package.counterpart(group) == other


def change_at(*key, to):
    def change(descriptor):
        part = descriptor
        for step in key[:-1]:
            part = part[step]
        if to is None:
            del part[key[-1]]
        else:
            part[key[-1]] = to

    return change


GRADUATION = ("equity", "indicators", "graduation")
FIELDS = ("resources", 0, "schema", "fields")


@pytest.mark.parametrize(
    ("key", "to", "code", "at"),
    [
        (("title",), None, "key-missing", ()),
        (("name",), "Big Schools", "value-wrong", ("name",)),
        (("description",), 5, "value-wrong", ("description",)),
        (("resources",), [], "value-wrong", ("resources",)),
        (("resources", 0, "path"), ["data/graduation.csv", 5], "value-wrong", ("resources", 0, "path", 1)),
        (("resources", 0, "path"), [], "value-wrong", ("resources", 0, "path")),
        (("resources", 0, "path"), "data/gradation.csv", "file-missing", ("resources", 0, "path")),
        (("resources", 0, "path"), "data", "file-missing", ("resources", 0, "path")),
        (("resources", 0, "path"), "x" * 5000, "file-missing", ("resources", 0, "path")),
        (
            ("resources", 0, "path"),
            "../schools/data/graduation.csv",
            "path-outside",
            ("resources", 0, "path"),
        ),
        (("resources", 0, "path"), "/data/graduation.csv", "path-outside", ("resources", 0, "path")),
        (("resources", 0, "path"), "a\0b", "path-outside", ("resources", 0, "path")),
        (("resources", 1, "name"), "graduation", "resource-unknown", ("resources",)),
        ((*FIELDS, 0, "name"), "perod", "field-missing", FIELDS),
        (
            ("resources", 1, "schema", "fields", 2),
            {"name": "above"},
            "field-missing",
            ("resources", 1, "schema", "fields"),
        ),
        ((*FIELDS, 2), {"name": "race"}, "field-unknown", (*FIELDS, 2)),
        (("equity", "schema"), 2, "value-unknown", ("equity", "schema")),
        (("equity", "origin", "kind"), "owned", "value-unknown", ("equity", "origin", "kind")),
        ((*GRADUATION, "resource"), "gradation", "resource-unknown", (*GRADUATION, "resource")),
        ((*GRADUATION, "scale"), 0.5, "value-wrong", (*GRADUATION, "scale")),
        ((*GRADUATION, "scale"), 0, "value-wrong", (*GRADUATION, "scale")),
        ((*GRADUATION, "scale"), 1, "value-unknown", (*GRADUATION, "scale")),
        ((*GRADUATION, "scale"), None, "value-unknown", GRADUATION),
        ((*GRADUATION, "numerator_label"), None, "word-missing", GRADUATION),
        ((*GRADUATION, "denominator_label"), None, "word-missing", GRADUATION),
        ((*GRADUATION, "decimals"), 9, "value-wrong", (*GRADUATION, "decimals")),
        ((*GRADUATION, "direction"), "favorable", "value-unknown", (*GRADUATION, "direction")),
        ((*GRADUATION, "sentence"), "In {place}.", "value-wrong", (*GRADUATION, "sentence")),
        (
            (*GRADUATION, "sentence"),
            "In {place}, {value} of {groop}.",
            "value-wrong",
            (*GRADUATION, "sentence"),
        ),
        ((*GRADUATION, "sentence"), "{value} of {group", "value-wrong", (*GRADUATION, "sentence")),
        ((*GRADUATION, "goal"), "To {value} by {target_period}", "value-wrong", (*GRADUATION, "goal")),
        ((*GRADUATION, "lable"), "x", "key-unknown", (*GRADUATION, "lable")),
        (
            ("equity", "dimensions", "sex", "relation"),
            "excluding",
            "value-unknown",
            ("equity", "dimensions", "sex", "relation"),
        ),
        (
            ("equity", "dimensions", "sex", "groups"),
            {},
            "value-wrong",
            ("equity", "dimensions", "sex", "groups"),
        ),
        (("equity", "doubts"), [{"code": "x"}], "key-missing", ("equity", "doubts", 0)),
    ],
)
def test_each_fault_of_the_descriptor_is_told_where_it_stands(read, key, to, code, at):
    package, document, problems = read(change_at(*key, to=to))
    assert package is None
    assert (document.line(*at) or 0, code) in [(each.line, each.code) for each in problems]
    assert {each.path for each in problems} == {"datapackages/schools/datapackage.json"}
    if at:
        assert document.line(*at) > 1


def test_names_that_mean_something_already_are_refused(read):
    groups = {"all": {"label": "a", "short": "a", "sentence": "a"}}
    spec = {"label": "x", "ordered": False, "relation": "exclusive", "groups": groups}
    for name in ("value", "numerator_status", "_file", "value_text"):
        _, document, problems = read(change_at("equity", "dimensions", name, to=spec))
        at = document.line("equity", "dimensions", name)
        inside = document.line("equity", "dimensions", name, "groups", "all")
        assert [(each.line, each.code) for each in problems] == [
            (at, "name-reserved"),
            (inside, "name-reserved"),
        ]


def test_two_resources_of_one_name_are_told(read):
    def twice(descriptor):
        descriptor["resources"].append(descriptor["resources"][0])

    _, document, problems = read(twice)
    assert [(each.line, each.code) for each in problems] == [
        (document.line("resources", 2, "name"), "resource-twice")
    ]


def test_a_resource_that_nothing_reads_is_told(read):
    def more(descriptor):
        descriptor["resources"].append({**descriptor["resources"][0], "name": "students"})

    package, document, (problem,) = read(more)
    assert package is None
    assert (problem.line, problem.code) == (document.line("resources", 2, "name"), "resource-unread")


def test_a_link_must_not_lead_out_of_the_package(package_files, write_files):
    folder = write_files(package_files(ROWS))
    table, outside = folder / "data/graduation.csv", folder.parents[1] / "elsewhere.csv"
    table.rename(folder / "data/real.csv")
    table.symlink_to("real.csv")
    assert read_descriptor(folder, folder.parents[1], ("en",))[2] == ()
    (folder / "data/real.csv").rename(outside)
    table.unlink()
    table.symlink_to(outside)
    package, document, (problem,) = read_descriptor(folder, folder.parents[1], ("en",))
    assert package is None
    assert (problem.line, problem.code) == (document.line("resources", 0, "path"), "path-outside")


def test_a_count_needs_no_words_for_counts_that_it_has_not(read):
    assert read(kind="count", decimals=0, scale=1)[2] == ()


@pytest.mark.parametrize("raw", [b"null", b"[]", b"5", b"", b"{", b"\xff", b'{"equity": 3}'])
def test_a_file_that_is_no_descriptor_is_told(read, raw):
    package, _, problems = read(files={"datapackage.json": raw})
    assert package is None
    assert problems


def test_a_doubt_is_known_by_its_place_or_by_its_number():
    assert doubt_key({"code": "a", "period": "2017-18", "place": "ct"}, 4) == "doubt/a/2017-18/ct"
    assert doubt_key({"code": "a"}, 4) == "doubt/a/4"


def test_two_answers_to_one_doubt_are_told(read):
    doubt = {"code": "marker-unclear", "period": "2017-18", "place": "ct", "answer": "x"}
    _, document, (problem,) = read(
        change_at("equity", "doubts", to=[doubt, {**doubt, "group": {"sex": "male"}}])
    )
    assert (problem.line, problem.code) == (document.line("equity", "doubts", 1), "doubt-twice")
    assert "number 1" in problem.message


def test_every_word_that_readers_see_has_a_key_for_translators(read):
    def everything(descriptor):
        equity = descriptor["equity"]
        equity["origin"]["rule"] = "Rule"
        equity["indicators"]["graduation"] |= {
            "numerator_label": "Graduates",
            "denominator_label": "Cohort",
            "goal": "To {target}.",
            "breaks": [{"at": "2019-20", "reason": "New rules"}],
        }
        equity["dimensions"]["sex"]["groups"]["male"] |= {
            "definition": "D",
            "note": "N",
            "source": "not a word",
        }
        equity["doubts"] = [
            {"code": "marker-unclear", "period": "2017-18", "place": "ct", "answer": "A"},
            {"code": "rate-below-rule", "answer": "B"},
        ]
        descriptor["description"] = "Description"

    package, _, problems = read(everything, languages=("en",))
    assert problems == ()
    keys = {
        "package/title",
        "package/description",
        "origin/publisher",
        "origin/rule",
        "total/sentence",
        "indicator/graduation/numerator_label",
        "indicator/graduation/denominator_label",
        "indicator/graduation/goal",
        "indicator/graduation/break/2019-20",
        "dimension/sex/label",
        "group/sex/male/definition",
        "group/sex/male/note",
        "group/sex/female/short",
        "doubt/marker-unclear/2017-18/ct",
        "doubt/rate-below-rule/1",
    }
    assert keys <= package.words["en"].keys()
    assert "not a word" not in package.words["en"].values()


# --- translations ---------------------------------------------------------------------------------


def translated(package_files, old, new):
    text = package_files(ROWS)["translations/es.po"]
    assert text.count(old) == 1
    changed = text.replace(old, new)
    at = changed[: text.index(old)].count("\n") + 1
    return {"translations/es.po": changed}, at


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('msgctxt "total/label"\nmsgid "All students"\nmsgstr "Todo el alumnado"', "", "translation-missing"),
        (
            '"total/label"\nmsgid "All students"\nmsgstr "Todo el alumnado"',
            '"total/label"\nmsgid "All students"\nmsgstr ""',
            "translation-missing",
        ),
        (
            'msgctxt "total/label"\nmsgid "All students"',
            'msgctxt "total/label"\nmsgid "Everyone"',
            "translation-old",
        ),
        (
            'msgstr "En {place}, {value} of {group} se graduó ({period})."',
            'msgstr "En {place}, {value} of {grupo} se graduó."',
            "translation-placeholder",
        ),
    ],
)
def test_what_is_wrong_with_a_translation_is_told_and_the_package_opens(read, package_files, old, new, code):
    files, at = translated(package_files, old, new)
    package, _, (problem,) = read(files=files)
    assert package is not None
    assert (problem.path, problem.code) == ("datapackages/schools/translations/es.po", code)
    if code == "translation-missing":
        assert package.word("total/label", "es") == "All students"
    else:  # the line of its msgid: the change began on that of its msgctxt, or of its msgstr
        assert problem.line == at + (1 if code == "translation-old" else -1)


def test_without_a_catalogue_the_words_are_english_and_it_is_told_once(read):
    package, _, problems = read(languages=("en", "ar"))
    assert [(each.path, each.code) for each in problems] == [
        ("datapackages/schools/translations/ar.po", "catalogue-missing")
    ]
    assert package.word("total/label", "ar") == "All students"


# --- the hash -------------------------------------------------------------------------------------


def test_the_hash_changes_with_every_byte_of_the_data_and_with_nothing_else(read, package_files):
    first = read()[0].hash
    assert read()[0].hash == first
    rows = package_files(ROWS)["data/graduation.csv"]
    assert read(files={"data/graduation.csv": rows + "\n"})[0].hash != first
    assert read(change_at("title", to="Other schools"))[0].hash != first
    assert (
        read(files={"translations/es.po": package_files(ROWS)["translations/es.po"] + "\n"})[0].hash == first
    )
