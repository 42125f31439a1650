"""The pages that lead to others: the root, each language's home, and the page for wrong addresses."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from plugins import addresses, years
from plugins.equity.languages import Language
from plugins.frames import Build, Page, everywhere
from plugins.yearpages import year


def pages(build: Build) -> Iterator[Page]:
    """Homes, which show the latest year, and the 404."""
    edition = build.edition
    assert edition.site is not None
    latest = edition.latest_cycle()
    for language in edition.languages:
        home = Page(
            kind="home",
            template="home.html",
            address=addresses.home(language.code),
            language=language,
            title=edition.site.name[language.code],
            description=edition.site.tagline[language.code],
            elsewhere=everywhere(build, addresses.home),
            ways=years.ways(build, latest, language) if latest else (),
        )
        yield replace(home, context=_home(build, language, home.address))
        if language.code == edition.site.default_language:
            yield replace(
                home, kind="root", address=addresses.ROOT, context=_home(build, language, addresses.ROOT)
            )
    yield _not_found(build)


def _home(build: Build, language: Language, here: str) -> dict[str, Any]:
    latest = build.edition.latest_cycle()
    return {**year(build, latest, language, here), "pages": _texts(build, language, here)}


def _texts(build: Build, language: Language, here: str) -> list[dict[str, str]]:
    found = []
    for (cycle, slug), versions in sorted(build.texts.items()):
        text = versions.get(language.code)
        if not cycle and text:
            href = addresses.link(here, addresses.page(language.code, slug))
            found.append({"title": text.title, "text": text.summary, "href": href})
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
