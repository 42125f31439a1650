"""The narrative of a report as templates show it: facts below headings, tables, who decides, wins."""

from collections.abc import Iterator, Mapping
from typing import Any

from plugins import choices, wording
from plugins.equity.captions import Known, caption, leads_table, themes_table, years_table
from plugins.equity.descriptors import Group, Package
from plugins.equity.editions import Edition
from plugins.equity.languages import Language
from plugins.equity.narratives import EVERYBODY, Cause, Delivery, Listening, Plan
from plugins.equity.reports import Report
from plugins.equity.roles import ROLES
from plugins.facts import Fact, evidence
from plugins.guides import FAILS, LISTENING, LITTLE, guide
from plugins.voices import quotations


def below(edition: Edition, report: Report, id_: str, language: Language) -> tuple[Fact, ...]:
    """What stands below the heading of a cause, a quotation, feedback or a win; nothing for any other id."""
    narrative = report.narrative
    for cause in narrative.causes:
        if cause.id == id_:
            return tuple(_cause(edition, report, cause, language))
    for quote in narrative.listening.quotes if narrative.listening else ():
        if quote.id == id_:
            who = [Fact(language.say("Who"), choices.role(quote.role, language))] if quote.role else []
            consent = Fact(language.say("Consent"), language.say("Recorded"))
            return (*who, consent, evidence(quote.documented, quote.source, language))
    for plan in (narrative.plans or {}).values():
        if plan.feedback and plan.feedback.words == id_:
            people = choices.roles(plan.feedback.people, language)
            mark = evidence(plan.feedback.documented, plan.feedback.source, language)
            return Fact(language.say("Feedback from"), people), mark
    if any(win.words == id_ for win in narrative.wins):
        return (Fact(language.say("Worth celebrating"), language.say("Yes")),)
    return ()


def number(edition: Edition, report: Report, id_: str, language: Language, label: str = "") -> Fact:
    """A value of the report, labelled by what it is unless a label is given."""
    text = edition.told(report, id_, language)
    if id_ == "target":
        return Fact(label or language.say("Target"), text, id_)
    return Fact(label or _caption(edition, report, id_, language), text, id_)


def _caption(edition: Edition, report: Report, id_: str, language: Language) -> str:
    asked = report.values[id_]
    measured = edition.measured(report, id_)
    return caption(edition.package(asked.package), asked, measured, language, edition.explained)


def _cause(edition: Edition, report: Report, cause: Cause, language: Language) -> Iterator[Fact]:
    kinds = {
        (): language.say("None yet: this is what we think"),
        ("number",): language.say("Numbers"),
        ("listening",): language.say("Listening"),
    }
    text = kinds.get(cause.kinds, language.say("Numbers and listening"))
    if not cause.kinds and cause.source:
        text = language.say("What others have found")
    yield Fact(language.say("What it rests on"), text, source=cause.source)
    for id_ in cause.values:
        yield number(edition, report, id_, language)


def plan_facts(edition: Edition, report: Report, plan: Plan, language: Language, here: str) -> Iterator[Fact]:
    """How an intervention is meant to work, line by line; nothing of what is not said. `here` is the address
    of the page.
    """
    say = language.say
    if plan.owner:
        yield Fact(say("Who answers for it"), choices.role(plan.owner, language))
    if plan.roles:
        yield Fact(say("Who carries it out"), choices.roles(plan.roles, language))
    if plan.cost:
        yield Fact(say("Cost"), choices.grade(plan.cost, language))
    if plan.fits:
        fits = [choices.constraint(each, language) for each in plan.fits]
        part = plan.fits[0].replace("_", "-") if len(plan.fits) == 1 else ""
        more = guide(edition, LITTLE, here, language.code, part)
        yield Fact(say("Can be done with"), choices.several(fits, language), more=more)
    if plan.chosen is not None:
        yield Fact(say("Chosen"), say("Yes") if plan.chosen else say("No"))
    if plan.why:
        yield Fact(say("What decided it"), choices.reason(plan.why, language))
    if plan.training:
        yield Fact(say("Training"), choices.training(plan.training, language))
    if plan.resources:
        needs = [choices.resource(each, language) for each in plan.resources]
        yield Fact(say("What it needs"), choices.several(needs, language))
    if plan.success:
        known = plan.success in report.values
        what = _caption(edition, report, plan.success, language) if known else say("Target")
        label = say("Success is measured by: {what}", what=what)
        yield number(edition, report, plan.success, language, label)
    if plan.delivered:
        yield from _delivery(edition, report, plan.delivered, language)


def _delivery(edition: Edition, report: Report, item: Delivery, language: Language) -> Iterator[Fact]:
    unit = choices.inside(choices.unit(item.unit, language))
    labels = {
        "planned": language.say("Planned: {unit}", unit=unit),
        "delivered": language.say("Delivered: {unit}", unit=unit),
    }
    for label, given in ((labels["planned"], item.planned), (labels["delivered"], item.delivered)):
        if isinstance(given, str):
            yield number(edition, report, given, language, label)
        else:
            yield Fact(label, language.number(given))
    if item.to:
        yield Fact(language.say("Delivered to"), choices.role(item.to, language))
    mark = evidence(item.documented, item.source, language)
    yield Fact(language.say("Evidence for what was delivered"), mark.text, mark=mark.mark, source=mark.source)


def view(
    edition: Edition, report: Report, names: Mapping[str, str], language: Language, here: str
) -> dict[str, Any]:
    """What the template of a report at the address `here` shows besides. `names` are the words of headings by
    id.
    """
    narrative = report.narrative
    known = _known(edition, report)
    leads = narrative.leading
    return {
        "leading": leads_table(leads, known, report.main.place, language) if leads else None,
        "listening": _listening(edition, report, known, names, language),
        "decides": _decides(report, language),
        "took_part": _took_part(report, language),
        "wins": [number(edition, report, win.value, language) for win in narrative.wins if win.value],
        "failed": choices.failure(report.decision.failed, language)
        if report.decision and report.decision.failed
        else "",
        "guides": {
            "fails": guide(edition, FAILS, here, language.code),
            "decide": guide(edition, FAILS, here, language.code, "decide"),
            "listening": guide(edition, LISTENING, here, language.code),
        },
    }


def _known(edition: Edition, report: Report) -> Known:
    """The values that small tables show, measured."""
    narrative = report.narrative
    ids = [id_ for lead in narrative.leading for id_ in (lead.value, lead.start) if id_]
    ids += narrative.listening.value_ids() if narrative.listening else ()
    return {
        id_: (
            edition.package(report.values[id_].package),
            report.values[id_],
            edition.measured(report, id_),
        )
        for id_ in ids
    }


def _listening(
    edition: Edition, report: Report, known: Known, names: Mapping[str, str], language: Language
) -> dict[str, Any] | None:
    heard = report.narrative.listening
    if heard is None:
        return None
    facts = []
    if heard.when:
        facts.append(Fact(language.say("When"), wording.when(heard.when, language)))
    if heard.asked:
        facts.append(Fact(language.say("Who was asked"), choices.roles(heard.asked, language)))
    if heard.missing:
        facts.append(Fact(language.say("Who was missing"), choices.roles(heard.missing, language)))
    facts.append(evidence(heard.documented, heard.source, language))
    package = edition.package(heard.package or report.package)
    themes = dict(names)
    if heard.package:
        for theme in heard.themes:
            themes[theme.id] = package.word(f"group/{heard.dimension}/{theme.id}/label", language.code)
    columns: dict[str, str] = {}
    for group in (group for theme in heard.themes for group in theme.counts):
        named = heard.columns.get(group, ((heard.by, group),))
        columns[group] = _column(package.group_word, group, named, language)
    ordered = dict(sorted(columns.items(), key=lambda each: each[0] != "all"))
    table = themes_table(heard, themes, ordered, known, language) if heard.themes else None
    years = years_table(heard, themes, known, language)
    return {
        "facts": facts,
        "table": table,
        "several": bool(heard.package),
        "years": years,
        "breaks": list(breaks(package, heard, known, language)) if years else (),
        "quotations": list(quotations(edition, report, language)),
    }


def breaks(package: Package, heard: Listening, known: Known, language: Language) -> Iterator[str]:
    """Why years of the themes cannot be compared with those before them."""
    periods = sorted({period for theme in heard.themes for period in theme.years})
    asked = [known[each][1].question for theme in heard.themes for each in theme.years.values()]
    for at, key in package.breaks(asked[0].indicator, {each.group for each in asked}).items():
        if periods[0] < at <= periods[-1]:
            yield language.say("{period}: {reason}", period=at, reason=package.word(key, language.code))


def _column(group_word: Any, group: str, named: Group, language: Language) -> str:
    if group == EVERYBODY:
        return language.say("Everyone asked")
    if named[0][0] == "role" and named[0][1] in ROLES:
        return choices.role(named[0][1], language)
    return str(group_word(named, "short", language.code))


def _decides(report: Report, language: Language) -> list[Fact]:
    decides = report.narrative.decides
    if decides is None:
        return []
    labels = {
        "curriculum": language.say("Curriculum"),
        "budget": language.say("Budget"),
        "partnerships": language.say("Partnerships"),
    }
    facts = [Fact(labels[what], choices.roles(who, language)) for what, who in decides.who]
    if decides.commitment:
        committed = [choices.resource(each, language) for each in decides.commitment]
        facts.append(
            Fact(language.say("What leadership has committed"), choices.several(committed, language))
        )
    return [*facts, evidence(decides.documented, decides.source, language)]


def _took_part(report: Report, language: Language) -> list[Fact]:
    people = report.narrative.took_part
    if people is None:
        return []
    review = choices.roles(people.review, language) if people.review else language.say("Nobody yet")
    return [
        Fact(language.say("Writing"), choices.roles(people.writing, language)),
        Fact(language.say("Reading before it came out"), review),
    ]
