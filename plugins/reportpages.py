"""The pages of reports: facts from `report.yaml`, words from Markdown, numbers from the packages."""

from collections.abc import Iterator, Mapping
from typing import Any

from plugins import addresses, continuing, interventions, latest, narrating, wording
from plugins.correctionviews import of_report
from plugins.equity.languages import Language
from plugins.equity.narratives import Plan
from plugins.equity.reports import Report
from plugins.frames import Build, Page, everywhere
from plugins.sizes import human
from plugins.translations import Notice, choose, notices


def pages(build: Build) -> Iterator[Page]:
    """A page for every report in every language."""
    edition = build.edition
    assert edition.site is not None
    for report in edition.reports:
        versions = build.text(report.cycle.id, report.slug)
        for language in edition.languages:
            version = choose(versions, language, edition.languages, edition.site.default_language)
            if version is None:
                continue
            here = addresses.report(language.code, report.cycle.id, report.slug)
            elsewhere = everywhere(build, lambda code, r=report: addresses.report(code, r.cycle.id, r.slug))
            original = addresses.link(here, elsewhere[edition.site.default_language])
            told = (
                *latest.notice_of_stop(edition, report, language, here),
                *notices(version, language, original),
            )
            if report.cycle.status == "draft":
                told += (Notice("draft", language.say("This is a draft. It is not published.")),)
            yield Page(
                kind="report",
                template="article.html",
                address=here,
                language=language,
                title=version.manuscript.title,
                description=version.manuscript.summary,
                version=version,
                notices=told,
                elsewhere=elsewhere,
                translated=frozenset(versions),
                context={"report": _view(build, report, version.language, language, here)},
            )
    yield from _without_facts(build)


def _without_facts(build: Build) -> Iterator[Page]:
    """In a preview: the words of reports whose facts cannot be used, each figure a box that says why."""
    edition = build.edition
    assert edition.site is not None
    for cycle, slug in sorted(edition.unusable):
        versions = build.text(cycle, slug)
        elsewhere = everywhere(build, lambda code, c=cycle, s=slug: addresses.report(code, c, s))
        for language in edition.languages:
            version = choose(versions, language, edition.languages, edition.site.default_language)
            if version is not None:
                yield Page(
                    kind="page",
                    template="page.html",
                    address=elsewhere[language.code],
                    language=language,
                    title=version.manuscript.title,
                    description=version.manuscript.summary,
                    version=version,
                    elsewhere=elsewhere,
                    context={"html": version.manuscript.html},
                )


def _view(build: Build, report: Report, spoken: Language, language: Language, here: str) -> dict[str, Any]:
    """What the template shows. `spoken` is the text's language, `language` the page's."""
    edition = build.edition
    manuscript = build.text(report.cycle.id, report.slug)[spoken.code]
    figures = build.figures[(report.cycle.id, report.slug)].get(spoken.code, {})
    packages = sorted({report.package, *(each.package for each in report.figures.values())})
    illustrated = illustrations(report)
    withheld = any(
        "withheld" in each.status
        for id_ in report.figures
        for _, line in edition.plot(report, id_).rates
        for each in line
    )
    return {
        "title": manuscript.title,
        "summary": manuscript.summary,
        "cycle_label": language.say("Equity report {cycle}", cycle=report.cycle.id),
        "cycle_href": addresses.link(here, addresses.cycle(language.code, report.cycle.id)),
        "latest": latest.of_report(edition, report, language, here),
        "stage": report.stage,
        "stages": wording.stages(report.stage, language),
        "standing": edition.standing(report, language),
        "sections": manuscript.sections,
        "intro": manuscript.intro,
        "decision": wording.decision(report.decision, language) if report.decision else None,
        **narrating.view(edition, report, manuscript.names, language, here),
        "at_a_glance": interventions.of_report(
            report, manuscript.names, language, _foreign(spoken, language)
        ),
        **continuing.view(build, report, spoken, language, here),
        "downloads": [
            {
                "label": figure.table.caption,
                "href": figure.download.name,
                "size": human(figure.download.text, language),
            }
            for figure in figures.values()
        ],
        "corrections": of_report(build, report, manuscript, language),
        "datasets": [
            {
                "title": edition.package(each).word("package/title", language.code),
                "href": addresses.link(here, addresses.dataset(language.code, each)),
            }
            for each in packages
        ],
        "withheld_note": _withheld_note(build, packages, language) if withheld else "",
        "illustrated": bool(illustrated),
        "illustration_note": language.say(
            "These parts show how a report works; nobody documented them as facts: {parts}. The numbers "
            "are real.",
            parts=language.listing([_part(each, language) for each in illustrated]),
        )
        if illustrated
        else "",
    }


def _foreign(spoken: Language, language: Language) -> Language | None:
    return None if spoken.code == language.code else spoken


def illustrations(report: Report) -> list[str]:
    """Which parts of a report are illustration."""
    heard, plans = report.narrative.listening, (report.narrative.plans or {}).values()
    made_up = [each.delivered for each in plans if each.delivered and not each.delivered.documented]
    told = [each.feedback for each in plans if each.feedback and not each.feedback.documented]
    quoted = any(not each.documented for each in heard.quotes) if heard else False
    parts = {
        "target": report.target is not None and not report.target.documented,
        "interventions": any(not each.documented for each in report.interventions),
        "ratings": any(each.ratings for each in report.interventions),
        "log": any(not each.documented for each in report.log),
        "decision": report.decision is not None and not report.decision.documented,
        "plans": any(judged(each) for each in plans),
        "listening": heard is not None and (quoted or not heard.documented),
        "feedback": bool(told),
        "delivered": bool(made_up),
        "decides": report.narrative.decides is not None and not report.narrative.decides.documented,
    }
    return [name for name, illustrated in parts.items() if illustrated]


def judged(plan: Plan) -> bool:
    """Whether a plan says what is the authors' own judgment, as ratings are."""
    said = (plan.cost, plan.fits, plan.why, plan.success, plan.training, plan.resources)
    return any(said) or plan.chosen is not None


def _part(name: str, language: Language) -> str:
    return {
        "target": language.say("the target"),
        "interventions": language.say("interventions marked as illustration"),
        "ratings": language.say("the ratings of interventions"),
        "log": language.say("decisions along the way marked as illustration"),
        "decision": language.say("the decision"),
        "plans": language.say("what interventions cost and need, and why they were chosen"),
        "listening": language.say("what people are said to have said"),
        "feedback": language.say("feedback marked as illustration"),
        "delivered": language.say("what was delivered, where it is marked as illustration"),
        "decides": language.say("who decides"),
    }[name]


def _withheld_note(build: Build, packages: list[str], language: Language) -> str:
    words: Mapping[str, None] = {
        build.edition.package(each).words.get(language.code, {}).get("origin/rule")
        or build.edition.package(each).words["en"].get("origin/rule", ""): None
        for each in packages
    }
    return " ".join(each for each in words if each)
