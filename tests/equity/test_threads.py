"""Threads as values: what a page knows of, what was promised and became of it, events by date, each once."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.equity.chronicle import chronicle
from plugins.equity.measures import Question
from plugins.equity.narratives import Narrative, Plan
from plugins.equity.promises import fates, forgotten, kept
from plugins.equity.reports import Asked, Cycle, Decision, Entry, Intervention, Report, Target, undeclared
from plugins.equity.sequels import asks_the_same, pairs, year_on_year
from plugins.equity.sources import read_yaml
from plugins.equity.threads import known_to, newest, stopped

MAIN = Question("graduation", "rate", "ct", "2016-17", (("english_learner", "english_learner"),), "rest")


def report(cycle, status="published", decision="", things=(), log=(), thread="finish", slug="finish", **more):
    """A report; `things` as (id, status, since[, documented]), `log` as (date, id, change[, documented])."""
    asked = Asked("schools", replace(MAIN, period=f"{int(cycle) - 1}-{cycle[2:]}"))
    made = Report(
        slug,
        Cycle(cycle, asked.question.period, status, "2020-01-01"),
        thread,
        "implement",
        "schools",
        asked.question,
        "2016-17",
        None,
        tuple(
            Intervention(id_, was, since, bool(documented), "https://example.org" if documented else "", ())
            for id_, was, since, *documented in things
        ),
        tuple(
            Entry(date, id_, change, bool(documented), "https://example.org" if documented else "")
            for date, id_, change, *documented in log
        ),
        Decision(decision, False, "") if decision else None,
        {},
        dict(undeclared(asked, "2016-17", "schools")),
    )
    return replace(made, **more)


# --- which reports a page knows of ------------------------------------------------------------------


def test_what_is_out_knows_nothing_of_drafts_and_a_draft_knows_all():
    old, draft, new, next_ = (
        report("2016"), report("2017", "draft"), report("2018"), report("2019", "draft"))  # fmt: skip
    every = (next_, new, report("2018", thread="other", slug="other"), draft, old)
    assert known_to(every, new) == (old, new)
    assert known_to(every, draft) == (old, draft, new, next_)
    assert known_to((draft,), draft) == (draft,)


@given(st.lists(st.sampled_from(["published", "draft"]), min_size=1, max_size=6))
def test_a_draft_never_makes_what_is_out_not_the_latest(statuses):
    reports = [report(str(2010 + n), status) for n, status in enumerate(statuses)]
    out = [each for each in reports if each.cycle.status == "published"]
    assert newest(reports, "finish") == (out or reports)[-1]
    for each in out:
        assert known_to(reports, each) == known_to(out, each) == tuple(out)
        assert stopped(reports, each) == stopped(out, each)


def test_of_an_unknown_thread_there_is_no_newest():
    assert newest([report("2018")], "other") is None


def test_a_thread_is_stopped_by_its_last_report():
    one, two = report("2017", decision="stop"), report("2018")
    assert stopped([one], one) == one
    assert stopped([report("2016"), one], report("2016")) == one
    assert stopped([one, two], one) is None  # taken up again
    assert stopped([one, replace(two, cycle=replace(two.cycle, status="draft"))], one) == one
    assert stopped([report("2017", decision="refine")], report("2017", decision="refine")) is None


# --- promises ------------------------------------------------------------------------------------------

FATES = [
    (None, "running", "new"), (None, "planned", "new"), (None, "considered", "considered"),
    ("planned", "running", "started"), ("planned", "planned", "not-started"),
    ("planned", "finished", "finished"), ("planned", "stopped", "stopped"),
    ("planned", "considered", "considered"), ("planned", None, "unmentioned"),
    ("running", "running", "goes-on"), ("running", "finished", "finished"),
    ("running", "stopped", "stopped"), ("running", "planned", "not-started"),
    ("running", None, "unmentioned"),
    ("considered", "planned", "new"), ("considered", "running", "started"),
    ("considered", "considered", ""), ("considered", None, ""),
    ("finished", "running", "taken-up"), ("finished", "finished", ""), ("finished", None, ""),
    ("stopped", "planned", "taken-up"), ("stopped", "stopped", ""), ("stopped", None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("then", "now", "kind"), FATES)
def test_what_became_of_an_intervention(then, now, kind):
    one, two = (
        report(year, things=[("it", status, "2017")] if status else [])
        for year, status in (("2017", then), ("2018", now))
    )
    assert [each.kind for each in fates(one, two)] == ([kind] if kind else [])


def test_interventions_stand_in_the_order_of_the_earlier_report_then_what_is_new():
    one = report("2017", things=[("b", "running", "2016"), ("a", "planned", "2018")])
    two = report("2018", things=[("c", "planned", "2019"), ("a", "running", "2018")])
    found = [(each.id, each.kind, each.before is None, each.now is None) for each in fates(one, two)]
    assert found == [
        ("b", "unmentioned", False, True), ("a", "started", False, False),
        ("c", "new", True, False)]  # fmt: skip


RUNNING, ENDED = [("it", "running", "2016")], [("it", "stopped", "2016")]
KEPT = [
    ("", RUNNING, [], None),
    ("refine", RUNNING, [("2018-03", "it", "adjusted")], True),
    ("refine", RUNNING, [("2018-03", "it", "extended")], False),
    ("refine", RUNNING, [("2017-03", "it", "adjusted")], False),  # the earlier report has it already
    ("scale", RUNNING, [("2018-03", "it", "extended")], True),
    ("scale", RUNNING, [], False),
    ("stop", ENDED, [], True),
    ("stop", RUNNING, [], False),
    ("replace", [*ENDED, ("new", "planned", "2019")], [], True),
    ("replace", ENDED, [], False),
    ("replace", [*RUNNING, ("new", "planned", "2019")], [], False),
]


@pytest.mark.parametrize(("decision", "things", "log", "done"), KEPT)
def test_whether_a_decision_was_carried_out(decision, things, log, done):
    one = report("2017", decision=decision, things=RUNNING, log=[("2017-03", "it", "adjusted")])
    assert kept(one, report("2018", things=things, log=log)) is done


def document(tmp_path, text):
    (tmp_path / "report.yaml").write_text(text, "utf-8")
    return read_yaml(tmp_path / "report.yaml", tmp_path)[0]


def test_what_is_forgotten_is_a_warning_at_its_line(tmp_path: Path):
    one = report("2017", things=[("it", "running", "2016"), ("past", "finished", "2015")])
    text = "schema: 1\nstage: implement\ninterventions:\n  - {id: new, status: running}\n"
    two = report("2018", things=[("new", "running", "2018")], document=document(tmp_path, text))
    (problem,) = forgotten([two, one])
    assert (problem.path, problem.line, problem.code, problem.severity) == (
        "report.yaml", 3, "intervention-dropped", "warning")  # fmt: skip
    assert "'it' was running in the report of 2017" in problem.message
    three = report("2018", things=[("it", "stopped", "2016")])
    assert list(forgotten([one, three])) == []
    assert list(forgotten([replace(one, cycle=replace(one.cycle, status="draft")), two])) == []


# --- the timeline -----------------------------------------------------------------------------------------


def told(*reports):
    return [(each.date, each.intervention, each.change, each.documented) for each in chronicle(reports)]


def test_every_event_of_a_thread_once_by_date():
    one = report(
        "2017",
        things=[("a", "running", "2015", True), ("b", "planned", "2017-09")],
        log=[("2016-10", "a", "adjusted")],
    )
    two = report(
        "2018",
        things=[("a", "stopped", "2015"), ("b", "running", "2017-11")],
        log=[("2015-07", "a", "started"), ("2016-10-03", "a", "adjusted", True), ("2018-01", "a", "stopped")],
    )
    assert told(one) == [
        ("2015", "a", "started", True), ("2016-10", "a", "adjusted", False),
        ("2017-09", "b", "planned", False),
    ]  # fmt: skip
    assert told(one, two) == [
        ("2015-07", "a", "started", True),  # the finer date; documented in one of the two
        ("2016-10-03", "a", "adjusted", True),
        ("2017-11", "b", "started", False),  # no plan any more
        ("2018-01", "a", "stopped", False),
    ]


def test_a_later_date_of_what_ended_is_its_end_and_a_thing_not_chosen_has_none():
    one = report("2017", things=[("a", "running", "2015"), ("c", "considered", "2017")])
    two = report("2018", things=[("a", "finished", "2018-06")])
    assert told(one, two) == [("2015", "a", "started", False), ("2018-06", "a", "finished", False)]


def test_two_events_in_one_year_are_two():
    one = report("2017", log=[("2017-01", "a", "adjusted"), ("2017-05", "a", "adjusted")])
    assert [each[0] for each in told(one, one)] == ["2017-01", "2017-05"]


# --- the last report and this one ------------------------------------------------------------------------


def test_a_change_is_asked_only_of_one_question_in_two_years():
    one, two = report("2017"), report("2018")
    asked = year_on_year(one, two)
    assert asked is not None
    assert (asked.measure, asked.since, asked.period) == ("change", "2016-17", "2017-18")
    assert year_on_year(one, replace(two, main=one.main)) is None
    for field, other in (("place", "001"), ("against", "all"), ("group", ()), ("indicator", "absence")):
        changed = replace(two, main=replace(two.main, **{field: other}))
        assert not asks_the_same(one, changed)
        assert year_on_year(one, changed) is None
    assert not asks_the_same(one, replace(two, package="others"))
    assert asks_the_same(one, replace(two, target=Target(Fraction(80), "2020-21", False, "")))


def test_promised_measures_of_success_are_answered_by_the_same_question():
    others = replace(MAIN, group=(("english_learner", "not_english_learner"),))
    plans = Narrative(plans={"a": Plan(success="others"), "b": Plan(success="latest")})

    def year(cycle, question, narrative=plans):
        made = report(cycle)
        values = {**made.values, "others": Asked("schools", question)}
        return replace(made, values=values, narrative=narrative)

    one = year("2017", others)
    two = year("2018", replace(others, period="2017-18"))
    found = [(each.kind, each.intervention, each.new is not None) for each in pairs(one, two)]
    assert found == [("rate", "", True), ("gap", "", True), ("success", "a", True)]
    assert pairs(one, year("2018", replace(others, period="2017-18", measure="ratio")))[-1].new is None
    assert pairs(one, year("2018", others, Narrative()))[-1].new is None
