"""Mistakes in what a report says beside its number: causes, listening, plans, wins. Each is told once, where
it is. What is only unwise is a warning, with which a site is published all the same.
"""

import pytest

from plugins.equity.roles import ROLES
from tests.site.mistakes import EN, ES, Mistake, R, expected, files_with, one
from tests.site.narratives import FACTS, PACKAGED, RICH
from tests.site.test_documented import schema

WORD = "Families asked."
WIN = f"### Three {{#more-families}}\n\n{WORD}\n\n"
LESSONS = f"## Lessons {{#lessons}}\n\n### Four {{#missed}}\n\n{WORD}\n\n"
ERRORS = [
    # leading indicators
    one("leading: unknown package", R, "package: attendance}", "package: atendance}", "{id: early",
        "package-unknown", "Did you mean 'attendance'?"),
    one("leading: unknown indicator", R, "package: attendance}", "package: attendance, indicator: gradation}",
        "{id: early", "indicator-unknown", "Did you mean 'graduation'?"),
    one("leading: the name of another value", R, "{id: early", "{id: other-now", "{id: other-now",
        "name-reserved", "Rename one of them."),
    one("leading: a name that every report has", R, "{id: early", "{id: gap", "leading:",
        "name-reserved", "another name"),
    one("leading: a start that the data do not have", R, "package: attendance}",
        "package: attendance, since: 2010-11}", "{id: early", "period-unknown", "It has 2016-17"),
    # listening
    Mistake("listening: few people asked",
            ((R, "_learner: 20}", "_learner: 9}"), (R, ", not_english_learner: 12", "")),
            ((R, "people:", "listening-small"),), "show 10 or more"),
    one("listening: few people of a theme", R, "english_learner: 19,", "english_learner: 4,",
        "{id: letters", "listening-small", "Leave the count out"),
    one("listening: all but a few", R, "counts: {all: 22}", "counts: {all: 58}", "{id: rides",
        "listening-small", "join groups"),
    one("listening: few by subtraction", R, "english_learner: 19, not_english_learner: 12",
        "english_learner: 26", "{id: letters", "listening-small", "Leave the count out"),
    one("listening: all but a few by subtraction", R, "all: 31, english_learner: 19, not_english_learner: 12",
        "all: 37, english_learner: 20", "{id: letters", "listening-small", "Leave the count out"),
    one("listening: more than were asked", R, "counts: {all: 22}", "counts: {all: 61}", "{id: rides",
        "count-larger", "Correct"),
    one("listening: groups larger than everybody", R, "people: {all: 60", "people: {all: 59", "people:",
        "count-larger", "Correct"),
    one("listening: unknown group", R, "english_learner: 19", "english_lerner: 19", "{id: letters",
        "group-unknown", "Did you mean 'english_learner'?"),
    one("listening: unknown dimension", R, "  by: english_learner", "  by: english_lerner", "  by:",
        "dimension-unknown", "Did you mean 'english_learner'?"),
    one("listening: a role that there is not", R, "asked: [students,", "asked: [student,", "asked:",
        "value-unknown", "Did you mean 'students'?"),
    one("listening: consent that is not recorded", R, "consent: recorded", "consent: spoken",
        "said-letters", "value-unknown", "'recorded'"),
    one("listening: no consent", R, "consent: recorded, ", "", "said-letters", "key-missing", "quote nobody"),
    one("listening: no mark", R, "role: families, consent: recorded, evidence: illustration",
        "role: families, consent: recorded", "said-letters", "key-missing", "documented"),
    one("listening: documented without source", R, "listening:\n  evidence: illustration",
        "listening:\n  evidence: documented", "  evidence: documented\n  when", "source-missing",
        "Add 'source"),
    one("listening: a quotation documented without source", R,
        "consent: recorded, evidence: illustration", "consent: recorded, evidence: documented",
        "said-letters", "source-missing", "Add 'source"),
    one("listening: a quotation of an unknown theme", R, "theme: letters", "theme: leters", "said-letters",
        "theme-unknown", "Did you mean 'letters'?"),
    one("listening: half a package", R, "  by: english_learner", "  dimension: theme\n  by: english_learner",
        "dimension: theme", "key-unused", "Themes stand either"),
    # causes
    one("cause: a number that is none", R, "values: [other-now], themes: [letters]",
        "values: [other-noww], themes: [letters]", "time-short", "value-unknown",
        "Did you mean 'other-now'?"),
    one("cause: a number, and not which", R, "values: [other-now], ", "", "time-short", "cause-unbacked",
        "values: [...]"),
    one("cause: an unknown theme", R, "themes: [letters]", "themes: [leters]", "time-short",
        "theme-unknown", "Did you mean 'letters'?"),
    one("cause: unknown evidence", R, "evidence: [number, listening]", "evidence: [numbers, listening]",
        "time-short", "value-unknown", "Did you mean 'number'?"),
    one("two headings of one id", R, "{id: only-thought", "{id: letters", "{id: letters, evidence: []",
        "id-twice", "Rename one"),
    # plans
    one("plan: an owner that is no role", R, "owner: state_agency", "owner: state", "owner:", "value-unknown",
        "Did you mean"),
    one("plan: a cost that is none", R, "cost: low", "cost: lowish", "cost:", "value-unknown",
        "Did you mean 'low'?"),
    one("plan: an unknown constraint", R, "fits: [little_money", "fits: [no_money", "fits:", "value-unknown",
        "Did you mean 'little_money'?"),
    one("plan: not chosen, and running", R, "status: considered", "status: running", "    chosen: false",
        "intervention-unchosen", "considered"),
    one("plan: chosen, and only considered", R, "chosen: false", "chosen: true",
        "chosen: true\n    why: cost", "intervention-unchosen", "planned"),
    one("plan: success by an unknown value", R, "success: other-now", "success: other-noww", "success:",
        "value-unknown", "Did you mean 'other-now'?"),
    one("plan: success in a year to come", R, "period: 2017-18}\n    ev",
        "period: 2019-20}\n    ev", "2019-20", "period-later", "next cycle"),
    one("plan: few people reached", R, "delivered: 85, unit: sessions", "delivered: 7, unit: families",
        "delivered:", "listening-small", "Count sessions"),
    one("plan: delivered by an unknown value", R, "delivered: 85", "delivered: gap-2081", "delivered:",
        "value-unknown", "Did you mean 'gap-2018'?"),
    one("plan: feedback documented without source", R,
        "words: teachers-said, evidence: illustration", "words: teachers-said, evidence: documented",
        "feedback:", "source-missing", "Add 'source"),
    # the rest
    one("decides: an unknown commitment", R, "commitment: [time,", "commitment: [tme,", "commitment:",
        "value-unknown", "Did you mean 'time'?"),
    one("wins: an unknown value", R, "{value: gap-change}", "{value: gap-chang}", "gap-chang}",
        "value-unknown", "Did you mean 'gap-change'?"),
    one("wins: neither a value nor words", R, "{value: gap-change}", "{}", "- {}", "value-wrong",
        "Either {value"),
    one("decision: it failed nowhere", R, "failed: delivery", "failed: deliver", "failed:", "value-unknown",
        "Did you mean 'delivery'?"),
    # words
    one("words: a cause without a heading", EN, "### One {#time-short}", "", 0, "words-missing",
        "{#time-short}"),
    one("words: a cause misspelt", ES, "{#time-short}", "{#time-shrt}", "time-shrt", "words-unknown",
        "Did you mean 'time-short'?"),
    one("words: a cause without words", EN, f"### Two {{#only-thought}}\n\n{WORD}",
        "### Two {#only-thought}", "only-thought", "words-missing", "Write them."),
    one("words: a win in another section", EN, WIN + LESSONS, LESSONS + WIN, "more-families",
        "words-misplaced", "'results'"),
    one("words: a quotation without a heading", EN, "### Somebody {#said-letters}\n\n> Families asked.", "",
        0, "words-missing", "'heard'"),
    one("words: feedback without a heading", ES, "#### Teachers {#teachers-said}", "", 0, "words-missing",
        "{#teachers-said}"),
    one("words: a needed section is empty", EN, LESSONS, "## Lessons {#lessons}\n\n<!-- later -->\n\n",
        "## Lessons", "section-empty", "why there is nothing yet"),
]  # fmt: skip

UNWISE = [
    one("only what moves last", R, "leading:\n  - {id: early, package: attendance}\n", "", "indicator:",
        "leading-missing", "Add 'leading:'"),
    one("a leading indicator that is lagging", R, "{id: early, package: attendance}", "{id: early}",
        "{id: early}", "leading-late", "moves earlier"),
    one("four at once", R, "  - id: second-school\n",
        "".join(f"  - {{id: more-{n}, status: planned, evidence: illustration}}\n" for n in "abc")
        + "  - id: second-school\n", "more-c", "interventions-many", "chosen: false"),
    one("stopped, and not where it failed", R, "choice: stop, failed: delivery", "choice: stop", "decision:",
        "failed-untold", "failed: design"),
    one("a gap that narrowed by chance at most", R, "{value: gap-change}", "{value: hardly}",
        "{value: hardly}", "win-unproven", "Celebrate"),
    one("nothing was missed", EN, "### Four {#missed}\n", "", "## Lessons", "missed-unasked",
        "What did we miss?"),
    one("missed, and nothing below", EN, f"### Four {{#missed}}\n\n{WORD}", f"{WORD}\n\n### Four {{#missed}}",
        "{#missed}", "missed-unasked", "What did we miss?"),
    one("somebody is quoted who was not asked", EN, "We asked nobody.\n", "We asked nobody.\n\n> A secret.\n",
        "> A secret", "quote-undeclared", "consent: recorded"),
    one("a long quotation", ES, "> Las familias preguntaron.", "> " + "Las familias preguntaron. " * 21,
        "> Las", "quote-long", "Keep the words"),
    one("no next", EN, "## Next {#next}\n", "", 0, "section-advised", "{#next}"),
    one("an empty section", EN, f"## Next {{#next}}\n\n{WORD}\n", "## Next {#next}\n\n<!-- later -->\n",
        "## Next", "section-empty", "Leave the heading out"),
    # numbers
    one("a number of the data", EN, "They said yes.\n", "Of all, 70.0% finish.\n", "70.0%",
        "number-typed", "[[value latest]]"),
    one("a number of the data, rounded", ES, "Dijeron sí.\n", "Termina el 88 por ciento.\n",
        "88 por ciento", "number-typed", "[[value other-now]]"),
    one("a number beside that of the data", EN, "They said yes.\n", "Only 69 percent finish.\n", "69 percent",
        "number-contradicted", "[[value latest]]"),
    one("points beside those of the data", EN, "They said yes.\n", "It is 17.5 percentage points.\n", "17.5",
        "number-contradicted", "[[value gap]]"),
    one("a number in the title", EN, "Title: The gap narrowed", "Title: Now 70.0% finish", "Title",
        "number-typed", "Say it in words"),
    one("a count of people", EN, "They said yes.\n", "There are 1,000 English learners among students.\n",
        "1,000", "number-typed", "[[value learners]]"),
]  # fmt: skip
HARDLY = (R, "values:\n", "values:\n  hardly: {measure: change, since: 2016-17, period: 2017-18}\n")
LEARNERS = (R, "values:\n", "values:\n  learners: {measure: denominator}\n")
TOO = {"{value: hardly}": HARDLY, "1,000": LEARNERS}
FOUR = "".join(f"\n### M {{#more-{n}}}\n\nSo.\n" for n in "abc")


def whole(mistake: Mistake) -> Mistake:
    """With what else has to be changed for the mistake to be the only one."""
    more = [edit for word, edit in TOO.items() if mistake.told[0][1] == word]
    if mistake.name == "four at once":
        for path, words in ((EN, "They said yes.\n"), (ES, "Dijeron sí.\n")):
            more.append((path, words, words + FOUR))
    return Mistake(mistake.name, (*more, *mistake.edits), mistake.told, mistake.hint)


@pytest.mark.site
def test_nothing_is_told_of_a_report_that_says_everything(make, run):
    for more in ((), (PACKAGED,)):
        done = run(make(files_with(RICH, Mistake("", more, ()))))
        assert (done.status, done.err) == (0, "")


@pytest.mark.site
@pytest.mark.parametrize("mistake", ERRORS, ids=str)
def test_a_mistake_is_told_once_and_where_it_is(mistake, make, run):
    done = run(make(files_with(RICH, mistake)))
    assert (done.status, done.told) == (1, expected(RICH, mistake)), done.err
    assert mistake.hint in done.problems[0].hint
    assert not done.problems[0].warning


@pytest.mark.site
@pytest.mark.parametrize("mistake", UNWISE, ids=str)
def test_what_is_unwise_is_a_warning_and_stops_nothing(mistake, make, run):
    done = run(make(files_with(RICH, whole(mistake))))
    assert (done.status, done.told) == (0, expected(RICH, whole(mistake))), done.err
    assert mistake.hint in done.problems[0].hint
    assert done.problems[0].warning


@pytest.mark.site
def test_a_small_count_is_told_without_its_number(make, run):
    """What is told stands in logs that anybody can read."""
    mistake = one("", R, "english_learner: 19,", "english_learner: 7,", "{id: letters", "listening-small")
    (problem,) = run(make(files_with(RICH, mistake))).problems
    assert "7" not in problem.message + problem.hint


@pytest.mark.site
def test_the_limit_of_the_site_holds_for_what_people_said(make, run):
    """20 were asked in the smaller group, which a site may find too few."""
    stricter = Mistake("", (("content/site.yaml", "schema: 1\n", "schema: 1\npolicy: {min_n: 21}\n"),), ())
    done = run(make(files_with(RICH, stricter)))
    assert done.status == 1
    assert {each.code for each in done.problems} == {"listening-small"}


@pytest.mark.site
def test_nobody_was_listened_to(make, run):
    """Not in the facts, and not in the words, whether the section is missing or empty."""
    facts = (R, FACTS[FACTS.index("listening:") : FACTS.index("decides:")], "")
    gone = [(path, f"{words}\n", "") for path, words in (
        (EN, "We asked nobody."), (ES, "No le preguntamos a nadie."))]  # fmt: skip
    heard = [(EN, "## What we heard {#heard}\n", ""), (ES, "## Lo que escuchamos {#heard}\n", "")]
    done = run(make(files_with(Mistake("", (*gone, heard[1]), ()))))
    assert done.status == 0
    assert [(each.path, each.code) for each in done.problems] == [
        (EN, "listening-missing"), (ES, "listening-missing")]  # fmt: skip
    assert [each.line > 0 for each in done.problems] == [True, False]
    assert facts[1]


@pytest.mark.site
def test_a_cause_that_rests_on_listening_needs_somebody_who_was_heard(make, run):
    listening = FACTS[FACTS.index("listening:") : FACTS.index("causes:")]
    edits = ((R, listening, ""), (R, ", themes: [letters]", ""))
    mistake = Mistake("", edits, ((R, "time-short", "cause-unbacked"),))
    done = run(make(files_with(RICH, mistake)))
    assert (done.status, done.told) == (1, expected(RICH, mistake)), done.err


@pytest.mark.site
def test_mistakes_of_every_kind_are_told_at_once(make, run):
    names = ("listening: few people of a theme", "cause: an unknown theme", "plan: not chosen, and running",
             "plan: few people reached", "wins: an unknown value")  # fmt: skip
    together = [each for each in ERRORS if each.name in names]
    done = run(make(files_with(RICH, *together)))
    assert (done.status, done.told) == (1, expected(RICH, *together)), done.err
    assert len(done.told) == 5


@pytest.mark.site
@pytest.mark.parametrize(
    "sentence",
    [
        "In 2018-19 and since 2017, in May 2018, on 70 days.",
        "A [source](https://example.org/) says 69 percent.",
        "A limit of 15 percent is far from all of it.",
        "`70.0%` is code.",
        "70. Students come seventieth.",
        "About 2016 students asked in that year.",
    ],
)
def test_a_typed_number_that_is_nobody_s_mistake(sentence, make, run):
    done = run(make(files_with(RICH, Mistake("", ((EN, "They said yes.\n", f"{sentence}\n"),), ()))))
    assert (done.status, done.err) == (0, "")


def test_the_roles_are_those_of_the_schema():
    owner = schema("report")["properties"]["interventions"]["items"]["properties"]["owner"]
    assert tuple(owner["enum"]) == ROLES
