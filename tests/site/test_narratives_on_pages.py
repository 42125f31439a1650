"""What a report says beside its number is on its page, in each language; nothing of what it does not say."""

import pytest

from plugins import choices
from plugins.equity.languages import open_languages
from plugins.scan.outputs import scan_output
from tests.site.mistakes import Mistake, files_with
from tests.site.narratives import PACKAGED, RICH
from tests.site.pages import read_page
from tests.site.projects import ROOT
from tests.site.test_documented import schema
from tests.site.test_scan import built_of, told

pytestmark = pytest.mark.site
PAGE = "en/2019/finish/index.html"


@pytest.fixture(scope="module")
def rich(make, run):
    """The page of the rich report in a language, its themes typed or from a package."""

    def page(code, *more):
        root = make(files_with(RICH, Mistake("", more, ())))
        done = run(root, ["build", "--preview", "--output", str(root / "shown")])
        assert (done.status, done.err) == (0, "")
        return read_page(root / f"shown/{code}/2019/finish/index.html")

    return page


def facts(page, id_):
    """Label and words of each line below the heading with an id."""
    heading = next(each for each in page.walk() if each.attributes.get("id") == id_)
    around = [each for each in heading.parent.inside if not isinstance(each, str)]
    below = around[around.index(heading) + 1]
    assert below.tag == "dl"
    lines = below.all("div")
    return [(line.one("dt").words, line.one("dd").words) for line in lines]


def rows(part):
    """A small table as words."""
    table = part.one("table")
    lines = [table.one("thead").one("tr"), *table.one("tbody").all("tr")]
    return [[cell.words for cell in line.inside if not isinstance(cell, str)] for line in lines]


def test_what_moves_first(rich):
    page = rich("en")
    assert rows(page.one("div", of="leading")) == [
        ["Indicator", "Start", "Now"],
        ["Graduation english_learner. More is better.", "61.0% 2016-17", "70.0% 2018-19"],
    ]
    assert page.one("h2", id="what-moves-first").words == "What moves first"


def test_below_a_cause_stands_what_it_rests_on(rich):
    page = rich("en")
    assert facts(page, "time-short") == [
        ("What it rests on", "Numbers and listening"),
        ("Graduation, not_english_learner, 2018-19", "88.0%"),
    ]
    assert facts(page, "only-thought") == [("What it rests on", "None yet: this is what we think")]
    assert facts(rich("es"), "only-thought") == [("En qué se basa", "Nada todavía: es lo que pensamos")]


def test_themes_are_counted_by_group_and_what_is_not_given_is_said(rich):
    page = rich("en")
    assert rows(page.one("div", of="themes")) == [
        ["Theme", "Everyone asked", "english_learner", "not_english_learner"],
        ["Letters", "31 of 60", "19 of 40", "12 of 20"],
        ["Rides", "22 of 60", "Not shown", "Not shown"],
    ]
    heard = page.one("section", id="heard").words
    for words in ("March 2019", "Students and families", "Teachers", "Illustration, not a documented fact"):
        assert words in heard
    assert facts(page, "said-letters")[:2] == [("Who", "Families"), ("Consent", "Recorded")]
    assert page.one("section", id="heard").one("blockquote").words == "Families asked."


def test_themes_of_a_package_are_its_published_rates(rich):
    assert rows(rich("es", PACKAGED).one("div", of="themes"))[1:] == [
        ["letters", "51.7%", "47.5%", "60.0%"],
        ["rides", "36.7%", "30.0%", "50.0%"],
    ]


def test_a_plan_is_told_below_the_name_of_its_intervention(rich):
    page = rich("en")
    told_of = dict(facts(page, "more-time"))
    assert (
        told_of
        | {
            "Who answers for it": "State education agency",
            "Who carries it out": "Teachers and families",
            "Cost": "Low",
            "Can be done with": "Little money and little time",
            "Chosen": "Yes",
            "What decided it": "Whether the people concerned asked for it",
            "Training": "Given",
            "What it needs": "Staff and time",
            "Success is measured by: Graduation, not_english_learner, 2018-19": "88.0%",
            "Planned: sessions": "120",
            "Delivered: sessions": "85",
            "Delivered to": "Families",
            "Evidence for what was delivered": "Illustration, not a documented fact",
            "Evidence": "Documented Read the source",
        }
        == told_of
    )
    other = dict(facts(page, "second-school"))
    assert (other["Status"], other["Chosen"]) == ("Considered", "No")
    assert other["Success is measured by: Graduation, english_learner, 2017-18"] == "64.0%"
    assert facts(page, "teachers-said")[0] == ("Feedback from", "Teachers")


def test_who_decides_who_took_part_what_is_won_and_where_it_failed(rich):
    page = rich("en")
    said = page.one("section", id="interventions").words
    assert "Curriculum School district Budget School board and state legislature" in said
    assert "What leadership has committed Time and data" in said
    assert "Writing Publisher of this site Reading before it came out Nobody yet" in page.one("main").words
    assert facts(page, "more-families") == [("Worth celebrating", "Yes")]
    won = page.one("section", id="results").words
    assert "how much the gap shrank, english_learner and not_english_learner, 2016-17 to 2018-19" in won
    assert "It failed in its delivery." in page.one("div", of="decision").words


def test_what_is_illustration_is_said_before_the_first_number(rich):
    note = rich("en").one("p", of="notice-illustration").words
    for words in (
        "what people are said to have said",
        "feedback marked as illustration",
        "what was delivered, where it is marked as illustration",
        "what interventions cost and need, and why they were chosen",
        "who decides",
    ):
        assert words in note


def test_every_new_number_is_a_value_of_the_report(rich):
    """So that the scan, and the record of a published year, know of it."""
    page = rich("en")
    for part in (page.one("section", id="causes"), page.one("section", id="interventions")):
        for line in part.all("dd"):
            if "%" in line.words:
                assert line.one("span", of="value")["data-value"]


def test_of_what_a_report_does_not_say_nothing_is_shown(make, run):
    root = make()
    done = run(root, ["build", "--preview", "--output", str(root / "shown")])
    assert (done.status, done.err) == (0, "")
    page = read_page(root / f"shown/{PAGE}")
    assert [each.words for each in page.all("h3")].count("Who decides") == 0
    assert [each["id"] for each in page.all("section", of="part") if "id" in each.attributes] == [
        "problem", "interventions", "heard", "causes", "numbers"]  # fmt: skip
    ids = {each.attributes.get("id") for each in page.walk()}
    assert not ids & {"what-moves-first", "who-took-part"}
    assert not page.all("div", of="themes")
    labels = [each.words for each in page.one("section", id="interventions").all("dt")]
    assert labels == ["Status", "Since", "Likely impact", "Feasibility", "Fit with values", "Evidence"]


def choices_of(*path):
    found = schema("report")["properties"]
    for each in path:
        found = found[each]
    return found["enum"]


PLAN = ("interventions", "items", "properties")
WORDS = [
    (choices.role, (*PLAN, "owner")),
    (choices.grade, (*PLAN, "cost")),
    (choices.constraint, (*PLAN, "fits", "items")),
    (choices.reason, (*PLAN, "why")),
    (choices.training, (*PLAN, "training")),
    (choices.resource, (*PLAN, "resources", "items")),
    (choices.resource, ("decides", "properties", "commitment", "items")),
    (choices.unit, (*PLAN, "delivered", "properties", "unit")),
    (choices.failure, ("decision", "properties", "failed")),
]


@pytest.mark.parametrize(("say", "path"), WORDS, ids=[each[1][-1] for each in WORDS])
def test_every_choice_of_the_schema_has_words_of_its_own_in_each_language(say, path):
    languages, _ = open_languages(("en", "es"), ROOT / "theme/translations", ROOT)
    ids = choices_of(*path)
    said = {(each, language.code): say(each, language) for each in ids for language in languages}
    assert len(set(said.values())) >= 2 * len(ids) - 1  # one word may be the same in both languages


# --- the scan -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(request, tmp_path_factory):
    """The rich report, built; its themes come from where the test says."""
    more = (PACKAGED,) if request.param == "packaged" else ()
    files = {name: each for name, each in files_with(RICH, Mistake("", more, ())).items() if each is not None}
    return built_of(files, tmp_path_factory.mktemp("rich") / "site")


@pytest.mark.parametrize("built", ["typed", "packaged"], indirect=True)
def test_the_scan_finds_nothing_in_the_rich_report(built):
    assert scan_output(built.output, built.build, built.pages, built.theme).problems == []


@pytest.mark.parametrize(
    ("built", "old", "new"),
    [
        ("typed", '(class="numbers-here leading".*?)70.0%', r"\g<1>70.1%"),
        ("typed", '(class="numbers-here themes".*?)31 of 60', r"\g<1>32 of 60"),
        ("packaged", '(class="numbers-here themes".*?)51.7%', r"\g<1>51.8%"),
        ("typed", r'(data-value="second-school-success">)64.0%', r"\g<1>64.1%"),
    ],
    indirect=["built"],
)
def test_a_number_that_no_cell_gives_is_found(built, tmp_path, old, new):
    found = [(each.path, each.code) for each in told(built, tmp_path, PAGE, old, new)]
    assert found == [(PAGE, "output-shown")]
