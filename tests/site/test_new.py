"""`plumbline new`: what it writes is whole, passes the check, and says what is still to write."""

import json
import re

import pytest

from plugins.equity.editions import open_edition
from plugins.equity.problems import Problem
from plugins.skeletons import Skeleton, put
from plugins.skeletons.carrying import common_period
from plugins.skeletons.facts import fact
from plugins.unwritten import asked, prompts_in_facts
from tests.site.building import tree
from tests.site.pages import read_page
from tests.site.projects import CYCLE, EN, ES, PAGE, REPORT, REPORTS, SITE, TERMS

NEXT = "content/reports/2020/finish"
FACTS = (
    "--package", "schools", "--group", "english_learner=english_learner",
    "--against", "rest", "--baseline", "2016-17", "--place", "ct",
)  # fmt: skip


def content(root):
    """All files but the caches."""
    return {name: each for name, each in tree(root).items() if not name.startswith((".cache", "theme"))}


def new(run, root, *words):
    return run(root, ["new", *words])


ADVICE = ("leading-missing", True)
"""What an editor says of a report that measures nothing which moves early; those of the tests do not."""


# --- a new year -------------------------------------------------------------------------------------


def test_a_new_cycle_passes_the_check_with_nothing_but_prompts_and_is_not_published(make, run):
    root = make()
    done = new(run, root, "cycle", "2020")
    assert (done.status, done.err) == (0, "")
    written = sorted(name for name in content(root) if name.startswith("content/reports/2020/"))
    assert written == [
        "content/reports/2020/cycle.yaml", NEXT,
        f"{NEXT}/en.md", f"{NEXT}/es.md", f"{NEXT}/report.yaml",
    ]  # fmt: skip
    checked = run(root)
    assert checked.status == 0
    assert {(each.code, each.warning) for each in checked.problems} == {("prompt-left", True), ADVICE}
    prompts = [each for each in checked.problems if each.code == "prompt-left"]
    assert {each.path for each in prompts} == {name for name in written if "." in name}
    facts = [each.message for each in prompts if each.path == f"{NEXT}/report.yaml"]
    assert ["leading:" in each for each in facts] == [True]  # its target is still ahead: no other is missing
    assert run(root, ["publish"]).status == 0
    assert [each for each in tree(root / "output") if "2020" in each or "checklist" in each] == []


def test_prompts_of_a_published_cycle_stop_it_and_what_the_message_asks_for_mends_it(make, run):
    root = make()
    assert new(run, root, "cycle", "2020").status == 0
    path = root / "content/reports/2020/cycle.yaml"
    path.write_text(path.read_text("utf-8").replace("status: draft", "status: published"), "utf-8")
    frozen = run(root, ["freeze", "2020"])
    assert (frozen.status, {each.code for each in frozen.problems}) == (1, {"prompt-left"})
    done = run(root, ["publish"])
    assert done.status == 1
    unrecorded = "published-unrecorded", False
    assert {(each.code, each.warning) for each in done.problems} == {
        ("prompt-left", False),
        unrecorded,
        ADVICE,
    }
    assert not (root / "output").exists()
    lines = {
        name: (root / name).read_text("utf-8").split("\n") for name in {each.path for each in done.problems}
    }
    for each in [each for each in done.problems if each.code == "prompt-left"]:
        before = lines[each.path][each.line - 1]
        after = re.sub(r"\s*# write:.*", "", before)
        lines[each.path][each.line - 1] = re.sub(r"\[\[write.*\]\]", "Words.", after)
    for name, text in lines.items():
        (root / name).write_text("\n".join(text), "utf-8")
    assert run(root, ["freeze", "2020"]).status == 0
    done = run(root, ["publish"])
    assert (done.status, {each.code for each in done.problems}) == (0, {ADVICE[0]})
    assert (root / "output/en/2020/finish/index.html").is_file()


def test_the_facts_go_on_the_log_and_the_words_do_not(make, run):
    report = REPORT.replace(
        "log:",
        "  - {id: old-rule, status: finished, evidence: illustration}\n"
        "  - {id: later, status: planned, since: 2020-01, evidence: illustration}\nlog:",
    )
    more = "\n### Old {#old-rule}\n\nSo.\n\n### Later on {#later}\n\nSo.\n"
    root = make(
        {f"{REPORTS}/report.yaml": report, f"{REPORTS}/en.md": EN + more, f"{REPORTS}/es.md": ES + more}
    )
    done = new(run, root, "cycle", "2020")
    assert "finish: now at 'implement' (the report of 2019 was at 'design'); not with old-rule" in done.out
    edition = open_edition(root)
    before, after = edition.report("2019", "finish"), edition.report("2020", "finish")
    assert (after.thread, after.stage, after.log, after.decision) == ("finish", "implement", (), None)
    assert (after.package, after.main.indicator, after.main.group) == (
        before.package, before.main.indicator, before.main.group,
    )  # fmt: skip
    assert (after.main.against, after.main.place, after.baseline) == ("rest", "ct", "2016-17")
    assert after.target == before.target
    assert after.interventions == tuple(each for each in before.interventions if each.id != "old-rule")
    assert [*after.figures] == ["where-we-are", "over-time"]
    english, spanish = ((root / NEXT / f"{code}.md").read_text("utf-8") for code in ("en", "es"))
    assert "### More time {#more-time}" in english
    assert "### Más tiempo {#more-time}" in spanish
    assert "¿Qué dijeron los estudiantes" in spanish
    assert "old-rule" not in english + spanish
    assert "smaller" not in english  # a word of last year's text


@pytest.mark.parametrize(
    ("stage", "decision", "expected"),
    [
        ("diagnose", "", "design"),
        ("design", "", "implement"),
        ("implement", "", "reflect"),
        ("reflect", "", "reflect"),
        ("reflect", "refine", "implement"),
        ("reflect", "scale", "implement"),
        ("reflect", "stop", "Not going on:\n  finish: it was decided to stop."),
        ("reflect", "replace", "Not going on:\n  finish: it was decided to replace"),
    ],
)
def test_the_next_stage_follows_from_the_last_one_and_what_ended_is_told(
    make, run, stage, decision, expected
):
    facts = REPORT.replace("stage: design", f"stage: {stage}")
    if decision:
        facts += f"decision: {{choice: {decision}, evidence: illustration}}\n"
    root = make({f"{REPORTS}/report.yaml": facts})
    done = new(run, root, "cycle", "2020")
    assert done.status == 0
    path = root / NEXT / "report.yaml"
    if expected.startswith("Not"):
        assert expected in done.out
        assert not path.exists()
    else:
        assert f"\nstage: {expected} " in path.read_text("utf-8")
        assert f"finish: now at '{expected}'" in done.out


def test_what_moves_first_and_who_decides_go_on(make, run):
    leading = "leading:\n  - {id: absence, measure: rate, group: all}\n"
    root = make(
        {
            f"{REPORTS}/report.yaml": REPORT
            + leading
            + "decides: {budget: [school_board], evidence: illustration}\n"
        }
    )
    before = {each.code for each in run(root).problems}
    assert new(run, root, "cycle", "2020").status == 0
    path = root / NEXT / "report.yaml"
    text = path.read_text("utf-8")
    assert "leading:\n  - id: absence" in text
    assert "decides: {budget: [school_board], evidence: illustration}" in text
    assert {
        each.code for each in run(root).problems if each.path.endswith("2020/finish/report.yaml")
    } <= before


def test_a_goal_whose_year_is_over_is_asked_for_anew(make, run):
    root = make({f"{REPORTS}/report.yaml": REPORT.replace("by: 2020-21", "by: 2017-18")})
    assert new(run, root, "cycle", "2020").status == 0
    told = [each for each in run(root).problems if each.path.endswith("report.yaml")]
    asked = [each for each in told if each.code != ADVICE[0]]
    assert {(each.path, each.code, each.warning) for each in asked} == {
        (f"{NEXT}/report.yaml", "prompt-left", True)
    }
    assert ["for 2017-18" in each.message for each in asked] == [True, False]
    assert ["leading:" in each.message for each in asked] == [False, True]


def test_the_period_is_the_newest_that_most_threads_have():
    one, two, three = ("2016", "2017", "2018"), ("2016", "2017"), ("2016", "2017", "2018", "2019")
    assert common_period([one, two, three], "2016", "") == "2017"
    assert common_period([one, three], "2017", "") == "2018"
    assert common_period([one, two], "2018", "") == "2018"  # nothing new: the year before, again
    assert common_period([], "", "2019") == "2019"


def test_a_report_that_waits_for_figures_is_told_and_can_follow(make, run):
    root = make({f"{REPORTS}/report.yaml": REPORT, "content/reports/2019/cycle.yaml": CYCLE})
    done = new(run, root, "cycle", "2020", "--period", "2017-18")
    assert done.status == 0
    later = new(run, root, "cycle", "2021", "--period", "2030-31")
    assert later.told == [("--period", 0, "period-unknown")]
    assert "They have 2016-17 to 2018-19." in later.err
    assert not (root / "content/reports/2021").exists()


def test_the_next_report_of_a_thread_begins_with_its_facts(make, run):
    root = make({f"{REPORTS}/report.yaml": REPORT + "decision: {choice: stop, evidence: illustration}\n"})
    assert "Not going on" in new(run, root, "cycle", "2020").out
    done = new(run, root, "report", "2020/finish")
    assert (done.status, "it was decided to stop" in done.out) == (0, True)
    assert "thread: finish\n" in (root / NEXT / "report.yaml").read_text("utf-8")
    other = new(run, root, "report", "2020/finish")
    assert other.told == [(NEXT, 0, "file-exists")]


# --- a new report -----------------------------------------------------------------------------------


def test_a_new_report_passes_the_check_with_nothing_but_prompts(make, run):
    root = make()
    done = new(run, root, "report", "2019/other", *FACTS, "--target", "75.5 by 2021-22")
    assert (done.status, done.err) == (0, "")
    assert "Found, not asked for: indicator graduation." in done.out
    report = open_edition(root).report("2019", "other")
    assert (report.stage, report.main.group) == ("diagnose", (("english_learner", "english_learner"),))
    assert (float(report.target.value), report.target.by, report.target.documented) == (
        75.5,
        "2021-22",
        False,
    )
    checked = run(root)
    assert (checked.status, {each.code for each in checked.problems}) == (0, {"prompt-left"})
    bare = new(run, root, "report", "2019/third", *FACTS)
    assert bare.status == 0
    told = [each for each in run(root).problems if each.path.endswith("third/report.yaml")]
    assert {each.code for each in told} == {"prompt-left"}
    assert ["the goal" in each.message for each in told] == [True, False]
    assert ["what moves before" in each.message for each in told] == [False, True]


def test_what_is_missing_is_asked_for_with_its_choices(make, run):
    done = new(run, make(), "report", "2019/other", "--place", "ct")
    assert done.status == 1
    asked = {each.path: each.hint for each in done.problems}
    assert [*asked] == ["--against", "--baseline", "--group"]
    groups = "all, english_learner=english_learner, english_learner=not_english_learner"
    assert groups in asked["--group"]
    assert "rest" in asked["--against"]
    assert asked["--baseline"] == "--baseline, a year from 2016-17 to 2018-19."


def test_what_is_wrong_is_told_beside_what_is_missing(make, run):
    words = ("--group", "english_learner=learners", "--against", "others", "--baseline", "2012")
    done = new(run, make(), "report", "2019/other", "--package", "schools", *words)
    told = {each.path: each.code for each in done.problems}
    assert told == {"--against": "group-unknown", "--baseline": "period-unknown", "--group": "group-unknown"}


def changed(option, value):
    words = [*FACTS]
    words[words.index(option) + 1] = value
    return words


@pytest.mark.parametrize(
    ("words", "path", "code", "hint"),
    [
        (["cycle", "2019"], "content/reports/2019", "file-exists", "another name"),
        (["cycle", "about"], "content/reports/about", "page-reserved", "2020"),
        (["cycle", "data"], "content/reports/data", "page-reserved", "2020"),
        (["cycle", "../2020"], "content/reports/../2020", "name-reserved", "small letters"),
        (["cycle", "2020", "--group", "all"], "--group", "key-unused", "Leave it out"),
        (["report", "2018/x", *FACTS], "content/reports/2018/x", "cycle-unknown", "Did you mean '2019'?"),
        (["report", "x", *FACTS], "content/reports//x", "cycle-unknown", "<cycle>/<name>"),
        (["report", "2019/finish", *FACTS], REPORTS, "file-exists", "another name"),
        (["report", "2019/9 x", *FACTS], "content/reports/2019/9 x", "name-reserved", "Begin with a letter"),
        (["report", "2019/x", *changed("--package", "school")], "--package", "package-unknown", "'schools'"),
        (["report", "2019/x", *FACTS, "--indicator", "graduatoin"], "--indicator", "indicator-unknown",
         "Did you mean 'graduation'?"),
        (["report", "2019/x", *changed("--group", "english_learner=englsh_learner")], "--group",
         "group-unknown", "Did you mean 'english_learner'?"),
        (["report", "2019/x", *changed("--group", "not_english_learnr")], "--group", "group-unknown",
         "Did you mean 'not_english_learner'?"),
        (["report", "2019/x", *changed("--group", "englsh_learner=english_learner")], "--group",
         "dimension-unknown", "'english_learner'"),
        (["report", "2019/x", *changed("--place", "1")], "--place", "place-unknown", "'001'"),
        (["report", "2019/x", *changed("--baseline", "2012-13")], "--baseline", "period-unknown", "2016-17"),
        (["report", "2019/x", *changed("--against", "english_learner=english_learner")], "--against",
         "comparison-self", "another"),
        (["report", "2019/x", *FACTS, "--target", "80"], "--target", "value-wrong", "80 by 2020-21"),
        (["report", "2019/x", *FACTS, "--target", "75,5 by 2020-21"], "--target", "value-wrong",
         "with a point"),
        (["report", "2019/x", *FACTS, "--target", "50 by 2020-21"], "--target", "target-side", "percentage"),
        (["language", "es"], "content/site.yaml", "language-twice", "gaps"),
        (["language", "klingon"], "content/site.yaml", "language-unknown", "pt"),
        (["package", "schools"], "datapackages/schools", "file-exists", "another name"),
        (["package", "My Schools"], "datapackages/My Schools", "name-reserved", "small letters"),
        (["package", "x", "--dimension", "sex"], "--dimension", "value-wrong", "english_learner="),
    ],
    ids=lambda each: " ".join(each[:2]) if isinstance(each, list) else None,
)  # fmt: skip
def test_a_wrong_name_is_told_with_its_remedy_and_nothing_is_written(make, run, words, path, code, hint):
    root = make()
    before = content(root)
    done = new(run, root, *words)
    assert (done.status, done.told) == (1, [(path, 0, code)])
    assert hint in done.problems[0].hint
    assert "nothing was written" in done.err
    assert content(root) == before


def test_a_published_cycle_takes_no_new_report(make, run):
    root = make({"content/reports/2019/cycle.yaml": CYCLE.replace("draft", "published")})
    done = new(run, root, "report", "2019/other", *FACTS)
    assert done.told == [("content/reports/2019/other", 0, "cycle-published")]


def test_a_year_with_a_report_that_cannot_be_read_is_not_left_behind_silently(make, run):
    root = make({f"{REPORTS}/report.yaml": REPORT.replace("indicator: graduation", "indicator: graduatoin")})
    done = new(run, root, "cycle", "2020")
    assert (done.status, done.told[0][2]) == (1, "indicator-unknown")
    assert not (root / "content/reports/2020").exists()


def test_a_year_that_cannot_be_read_is_not_passed_over(make, run):
    root = make({"content/reports/2019/cycle.yaml": CYCLE.replace("status: draft", "status: drafft")})
    done = new(run, root, "cycle", "2020")
    assert done.told == [("content/reports/2019/cycle.yaml", 3, "value-unknown")]
    assert not (root / "content/reports/2020").exists()


def test_a_thread_has_one_report_a_year(make, run):
    root = make({f"{REPORTS}/report.yaml": REPORT.replace("thread: finish", "thread: other")})
    done = new(run, root, "report", "2019/other", *FACTS)
    assert done.told == [("content/reports/2019/other", 0, "thread-twice")]
    assert new(run, root, "cycle", "2020").status == 0
    moved = root / "content/reports/2020/moved"
    (root / NEXT).rename(moved)
    assert new(run, root, "report", "2020/finish").told == [(NEXT, 0, "thread-twice")]


# --- whole or not at all ----------------------------------------------------------------------------


def test_nothing_is_left_when_a_file_cannot_be_written(tmp_path):
    (tmp_path / "there").write_text("a file where a folder should be")
    (tmp_path / "old").write_text("old")
    before = tree(tmp_path)
    files = {"new/one/a.txt": "a", "new/b.txt": "b", "there/c.txt": "c"}
    with pytest.raises(OSError, match="there"):
        put(Skeleton(files, {"old": "new"}), tmp_path)
    assert tree(tmp_path) == before
    with pytest.raises(OSError, match="lost"):
        put(Skeleton({"new/one/a.txt": "a"}, {"old": "new", "lost": "new"}), tmp_path)
    assert tree(tmp_path) == before
    assert put(Skeleton({"new/one/a.txt": "a"}, {"old": "new"}), tmp_path) == ()
    assert tree(tmp_path) == {**before, "new": None, "new/one": None, "new/one/a.txt": b"a", "old": b"new"}


def test_a_file_that_is_there_is_never_written_over(tmp_path):
    (tmp_path / "a.txt").write_text("mine")
    stopped = put(Skeleton({"b.txt": "b", "a.txt": "a"}), tmp_path)
    assert [(each.path, each.code) for each in stopped] == [("a.txt", "file-exists")]
    assert tree(tmp_path) == {"a.txt": b"mine"}
    wrong = Problem("x", 0, "name-reserved", "No.")
    assert put(Skeleton({"c.txt": "c"}, problems=(wrong,)), tmp_path) == (wrong,)
    assert tree(tmp_path) == {"a.txt": b"mine"}


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("baseline", "2014-15", "baseline: 2014-15"),
        ("since", "2015", "since: 2015"),
        ("place", "2015", 'place: "2015"'),
        ("place", "001", "place: 001"),
        ("group", {"sex": "true"}, 'group: {sex: "true"}'),
        ("source", "https://example.org/a?b=1", "source: https://example.org/a?b=1"),
        ("source", "https://example.org/a b", 'source: "https://example.org/a b"'),
        ("target", {"value": 80, "by": "2021"}, "target: {value: 80, by: 2021}"),
        ("thread", "a: b", 'thread: "a: b"'),
    ],
)
def test_a_fact_is_written_so_that_it_is_read_as_what_it_is(key, value, text):
    assert fact(key, value) == text


ABOUT = PAGE.format(title="About", summary="Who we are.", heading="Why", words="[[write|What?]]")


# --- prompts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        (f"{REPORTS}/en.md", EN.replace("Title: The gap narrowed", "Title: [[write | What?]]"), 1),
        (f"{REPORTS}/en.md", EN.replace("Now [[value latest]]", "[[write | What?]]"), 6),
        ("content/pages/about/en.md", ABOUT, 6),
        ("content/site.yaml", SITE.rstrip("\n") + "  # write: What?\n", 7),
        (f"{REPORTS}/report.yaml", REPORT + "# write: What?\n", REPORT.count("\n") + 1),
    ],
    ids=["title", "sentence", "page", "site", "facts"],
)  # fmt: skip
def test_a_prompt_is_found_wherever_it_stands(make, run, name, text, line):
    done = run(make({name: text}))
    (told,) = done.problems
    draft = name.startswith(REPORTS)
    assert (told.path, told.line, told.code, told.warning) == (name, line, "prompt-left", draft)
    assert "Still to write: What?" in told.message
    assert done.status == (0 if draft else 1)


@pytest.mark.parametrize(
    ("line", "asked_for"),
    [
        ("[[write | What?]]", "What?"),
        ("[[write|What?]] [[write | Who?]]", "What?"),
        ("[[ write What?]]", "What?"),
        ("[[write]]", ""),
        ("[[writer | What?]]", None),
        ("[[write | What?", None),
        ("[[write | [[value latest]]", None),
    ],
)
def test_what_a_prompt_is(line, asked_for):
    assert asked(line) == asked_for


def test_a_prompt_in_code_is_text(make, run):
    text = EN.replace("Now [[value latest]]", "Now `[[write | What?]]` [[value latest]]")
    assert run(make({f"{REPORTS}/en.md": text})).told == []


def test_a_folder_that_is_set_aside_is_not_searched_for_prompts(tmp_path):
    for name in ("_old", "2020"):
        (tmp_path / "content/reports" / name).mkdir(parents=True)
        (tmp_path / "content/reports" / name / "cycle.yaml").write_text("schema: 1  # write: all\n")
    found = list(prompts_in_facts(tmp_path, ()))
    assert [(each.path, each.line) for each in found] == [("content/reports/2020/cycle.yaml", 1)]


def test_a_preview_shows_a_prompt_in_its_place(make, run):
    root = make(
        {f"{REPORTS}/en.md": EN.replace("[[figure where-we-are | A caption]]", "[[write | Say it?]]")}
    )
    assert run(root, ["build", "--preview"]).status == 0
    page = (root / ".preview/en/2019/finish/index.html").read_text("utf-8")
    assert "Still to write: Say it?" in page
    assert run(root, ["publish"]).status == 0  # the year is a draft
    assert not (root / "output/en/2019").exists()


# --- a language in preparation ----------------------------------------------------------------------

PREPARING = SITE.replace("languages: [en, es]", "languages: [en]\npreparing: [es]")


def test_a_language_in_preparation_is_in_the_preview_and_nowhere_else(make, run):
    root = make({"content/site.yaml": PREPARING})
    assert run(root, ["build", "--preview"]).status == 0
    assert (root / ".preview/es/2019/finish/index.html").is_file()
    cycle = root / "content/reports/2019/cycle.yaml"
    cycle.write_text(CYCLE.replace("draft", "published"), "utf-8")
    assert run(root, ["freeze", "2019"]).status == 0
    assert [*json.loads((cycle.parent / "published.json").read_text("utf-8"))["strings"]["finish"]] == ["en"]
    assert run(root, ["publish"]).status == 0
    assert (root / "output/en/2019/finish/index.html").is_file()
    assert not (root / "output/es").exists()
    assert [each for each in (root / "output").rglob("*.html") if "/es/" in each.read_text("utf-8")] == []


def test_what_a_language_in_preparation_lacks_is_a_warning_until_it_is_offered(make, run):
    name = "datapackages/schools/translations/es.po"
    root = make({"content/site.yaml": PREPARING.replace("es: Nadie", "fr: Personne"), name: None})
    done = run(root)
    assert done.status == 0
    assert {(each.path, each.code, each.warning) for each in done.problems} == {
        ("content/site.yaml", "translation-missing", True),
        (name, "catalogue-missing", True),
    }
    (root / "content/site.yaml").write_text(SITE.replace("es: Nadie", "fr: Personne"), "utf-8")
    done = run(root)
    assert done.status == 1
    assert {each.warning for each in done.problems} == {False}


def test_a_new_language_begins_a_glossary_that_is_shown_when_it_is_finished(make, run):
    bare = {"content/site.yaml": SITE.replace("[en, es]", "[en]"), "content/glossary/es.md": None}
    source = TERMS.format(title="Words", summary="Shared.", term="Cohort", gap="Gap", words="A *group*.")
    source = source.replace("{#gap}\n", "{#gap}\nAuto: no\n")
    root = make({**bare, f"{REPORTS}/es.md": None, "content/pages/about/es.md": None,
                 "content/glossary/en.md": source})  # fmt: skip
    done = new(run, root, "language", "es")
    assert done.status == 0, done.err
    path = root / "content/glossary/es.md"
    text = path.read_text("utf-8")
    assert [each for each in text.split("\n") if each] == [
        "Title: [[write | Words]]", "Summary: [[write | Shared.]]", "Translation: human",
        "## Cohort {#cohort}",
        "Forms: [[write | every form of 'Cohort' in your language, and then its heading above]]",
        "[[write | A *group*.]]", "## Gap {#gap}", "Auto: no", "[[write | A *group*.]]",
    ]  # fmt: skip
    checked = run(root)
    assert checked.status == 0
    asked = [each.line for each in checked.problems if each.path == "content/glossary/es.md"]
    assert asked == [n for n, line in enumerate(text.split("\n"), 1) if "[[write" in line]
    assert {each.warning for each in checked.problems} == {True}
    assert run(root, ["build", "--preview"]).status == 0
    page = read_page(root / ".preview/es/glossary/index.html").one("main").words
    assert "A group." in page, "the default language's stands in"
    assert "Still to write" not in page
    path.write_text(re.sub(r"Forms: .*", "Forms: cohorte", re.sub(r"\[\[write[^\]]*\]\]", "Un grupo.", text)))
    assert run(root, ["build", "--preview"]).status == 0
    assert "Un grupo." in read_page(root / ".preview/es/glossary/index.html").one("main").words


def test_a_language_is_offered_or_in_preparation_and_not_both(make, run):
    done = run(make({"content/site.yaml": SITE + "preparing: [es]\n"}))
    assert done.told == [("content/site.yaml", 8, "language-twice")]


def test_a_new_report_is_not_begun_in_a_language_in_preparation(make, run):
    root = make({"content/site.yaml": PREPARING})
    assert new(run, root, "cycle", "2020").status == 0
    assert sorted(each.name for each in (root / NEXT).iterdir()) == ["en.md", "report.yaml"]
