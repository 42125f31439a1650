"""The pages that lead to others: the root, each language's home, each cycle, and the page for wrong
addresses.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from plugins import addresses, wording
from plugins.equity.languages import Language
from plugins.equity.reports import Cycle
from plugins.frames import Build, Page, everywhere
from plugins.translations import choose


def pages(build: Build) -> Iterator[Page]:
    """Homes, cycles and the 404."""
    edition = build.edition
    assert edition.site is not None
    latest = edition.latest_cycle()
    for language in edition.languages:
        address = addresses.home(language.code)
        home = Page(
            kind="home",
            template="home.html",
            address=address,
            language=language,
            title=edition.site.name[language.code],
            description=edition.site.tagline[language.code],
            elsewhere=everywhere(build, addresses.home),
            context=_year(build, latest, language, address, pages=True),
        )
        yield home
        if language.code == edition.site.default_language:
            yield replace(
                home,
                kind="root",
                address=addresses.ROOT,
                context=_year(build, latest, language, addresses.ROOT, pages=True),
            )
        for cycle in edition.cycles:
            here = addresses.cycle(language.code, cycle.id)
            title = language.say("Equity report {cycle}", cycle=cycle.id)
            yield Page(
                kind="cycle",
                template="cycle.html",
                address=here,
                language=language,
                title=title,
                description=edition.site.tagline[language.code],
                elsewhere=everywhere(build, lambda code, c=cycle: addresses.cycle(code, c.id)),
                context=_year(build, cycle, language, here, pages=False)
                | {"whole_year_href": addresses.link(here, addresses.whole_year(language.code, cycle.id))},
            )
    yield _not_found(build)


def _year(build: Build, cycle: Cycle | None, language: Language, here: str, pages: bool) -> dict[str, Any]:
    """One year: its sentence, its three lists, its reports, its data."""
    edition = build.edition
    latest = edition.latest_cycle()
    lists: dict[str, list[dict[str, str]]] = {"better": [], "not_better": [], "unknown": []}
    where = {
        "narrowed": "better",
        "widened": "not_better",
        "turned": "not_better",
        "no-clear-change": "not_better",
        "first-period": "unknown",
        "cannot-tell": "unknown",
    }
    reports = []
    for report in [each for each in edition.reports if cycle and each.cycle.id == cycle.id]:
        assert edition.site is not None
        version = choose(
            build.text(report.cycle.id, report.slug),
            language,
            edition.languages,
            edition.site.default_language,
        )
        if version is None:
            continue
        href = addresses.link(here, addresses.report(language.code, report.cycle.id, report.slug))
        lists[where[edition.outcome(report)]].append(
            {"text": edition.headline(report, language), "href": href}
        )
        foreign = version.foreign(language)
        reports.append(
            {
                "title": version.manuscript.title,
                "summary": version.manuscript.summary,
                "href": href,
                "stage_label": wording.stage_label(report.stage, language),
                "lang": foreign,
                "lang_note": language.say("In {language}", language=foreign.name) if foreign else "",
            }
        )
    title = language.say("Equity report {cycle}", cycle=cycle.id) if cycle else ""
    return {
        "cycle": {
            "title": title,
            "period": cycle.period if cycle else "",
            "latest": cycle == latest,
            "href": addresses.link(here, addresses.cycle(language.code, cycle.id)) if cycle else "",
        },
        "year_sentence": _sentence(cycle, lists, language),
        **lists,
        "reports": reports,
        "datasets": [
            {
                "title": each.package.word("package/title", language.code),
                "description": each.package.word("package/description", language.code),
                "href": addresses.link(here, addresses.dataset(language.code, each.package.id)),
            }
            for each in edition.packages.values()
        ],
        "pages": _texts(build, language, here) if pages else [],
        "is_latest": cycle == latest,
        "latest_href": addresses.link(here, addresses.cycle(language.code, latest.id)) if latest else "",
    }


def _sentence(cycle: Cycle | None, lists: dict[str, list[dict[str, str]]], language: Language) -> str:
    """The year in one sentence: how many gaps, and what became of them."""
    if cycle is None or not any(lists.values()):
        return language.say("Nothing has been published yet.")
    better, worse, unknown = (len(lists[name]) for name in ("better", "not_better", "unknown"))
    told = [
        language.say_many(
            "We follow one gap, up to {period}.",
            "We follow {count} gaps, up to {period}.",
            better + worse + unknown,
            period=cycle.period,
        )
    ]
    if better:
        told.append(language.say_many("{count} of them narrowed.", "{count} of them narrowed.", better))
    if worse:
        told.append(
            language.say_many("{count} of them did not narrow.", "{count} of them did not narrow.", worse)
        )
    if unknown:
        told.append(
            language.say_many(
                "For {count} of them, the public numbers cannot tell.",
                "For {count} of them, the public numbers cannot tell.",
                unknown,
            )
        )
    return " ".join(told)


def _texts(build: Build, language: Language, here: str) -> list[dict[str, str]]:
    found = []
    for (cycle, slug), versions in sorted(build.texts.items()):
        text = versions.get(language.code)
        if not cycle and text:
            href = addresses.link(here, addresses.page(language.code, slug))
            found.append({"title": text.title, "summary": text.summary, "href": href})
    return found


def _not_found(build: Build) -> Page:
    """All languages on one page: nobody knows which one the reader of a wrong address wanted.

    It is served at whatever address was wrong, so its links cannot be relative: they begin at the site's base
    path.
    """
    edition = build.edition
    assert edition.site is not None
    base = "/" + build.address.partition("://")[2].partition("/")[2].strip("/") if build.address else ""
    base = base.rstrip("/")
    default = next(each for each in edition.languages if each.code == edition.site.default_language)
    variants = [
        {
            "lang": each,
            "title": each.say("This page does not exist"),
            "text": each.say("The address may be old or mistyped. Start again from the home page."),
            "home_href": f"{base}/{addresses.home(each.code)}",
            "home_label": each.say("Go to the home page"),
        }
        for each in (default, *(each for each in edition.languages if each != default))
    ]
    return Page(
        kind="not_found",
        template="not_found.html",
        address="404.html",
        language=default,
        title=default.say("This page does not exist"),
        context={"variants": variants, "base": base},
    )
