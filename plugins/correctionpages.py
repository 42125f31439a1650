"""The page of all corrections, and the same as an Atom feed, in every language."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from plugins import addresses
from plugins.correctionviews import of_site
from plugins.equity.languages import Language
from plugins.frames import Build, Page, everywhere

_NEVER = "1970-01-01"


def pages(build: Build) -> Iterator[Page]:
    """One in every language, also while there is nothing to correct: readers look for it then."""
    for language in build.edition.languages:
        here = addresses.corrections(language.code)
        yield Page(
            kind="corrections",
            template="corrections.html",
            address=here,
            language=language,
            title=language.say("Corrections"),
            description=language.say(
                "When a number that we published turns out to be wrong, we correct it here. The old number "
                "stays beside the new one."
            ),
            elsewhere=everywhere(build, addresses.corrections),
            context={
                "corrections": of_site(build, language, here),
                "feed_here": addresses.link(here, addresses.corrections_feed(language.code)),
            },
        )


def feed(build: Build, language: Language) -> str:
    """The feed in a language, as XML (RFC 4287).

    Its ids are made of what does not change when the site moves, so that nobody is told of a correction
    twice. Addresses are absolute where the site's address is known; elsewhere they are relative to the feed.
    """
    site = build.edition.site
    assert site is not None
    here = addresses.corrections_feed(language.code)
    found = of_site(build, language, here)
    dates = [each["date"] for each in found] or [each.date for each in build.edition.cycles]
    name = f"{site.name[language.code]}: {language.say('Corrections')}"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language.code}">',
        f"<title>{escape(name)}</title>",
        f"<id>{_urn(site.name[site.default_language], language.code)}</id>",
        f"<updated>{_moment(max(dates, default=_NEVER))}</updated>",
        f"<author><name>{escape(site.publisher[language.code])}</name></author>",
    ]
    if build.address:
        lines.append(f'<link rel="self" href={quoteattr(f"{build.address}/{here}")}/>')
    lines.append(f"<link href={quoteattr(_to(build, here, addresses.corrections(language.code)))}/>")
    for each in found:
        lines += _entry(build, here, each, language)
    return "\n".join([*lines, "</feed>", ""])


def _entry(build: Build, here: str, each: Mapping[str, Any], language: Language) -> Iterator[str]:
    target = f"{addresses.corrections(language.code)}#{each['anchor']}"
    spoken = each["lang"].code if each["lang"] else language.code
    yield f'<entry xml:lang="{spoken}">'
    yield f"<title>{escape(each['title'])}</title>"
    yield f"<id>{_urn(each['cycle'], each['id'], each['date'], language.code)}</id>"
    yield f"<updated>{_moment(each['date'])}</updated>"
    yield f"<link href={quoteattr(_to(build, here, target))}/>"
    lines = [
        language.say("{what}: before, {before}; now, {now}", what=what, before=before, now=now)
        for what, before, now in ([cell.text for cell in row.cells] for row in each["table"].rows)
    ]
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    html = f'{each["why"]}<ul lang="{language.code}">{items}</ul>'
    yield f'<content type="html">{escape(html)}</content>'
    yield "</entry>"


def _to(build: Build, here: str, target: str) -> str:
    page, _, anchor = target.partition("#")
    address = f"{build.address}/{page}" if build.address else addresses.link(here, page)
    return f"{address}#{anchor}" if anchor else address


def _moment(day: str) -> str:
    """Noon, so that the day is the same wherever it is read."""
    return f"{day}T12:00:00Z"


def _urn(*names: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, ' '.join(('plumbline corrections', *names)))}"
