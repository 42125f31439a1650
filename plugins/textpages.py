"""The pages that are only words: plain pages and the glossary."""

from collections.abc import Iterator

from plugins import addresses
from plugins.frames import Build, Page, everywhere
from plugins.translations import choose, notices


def pages(build: Build) -> Iterator[Page]:
    """Every plain page and the glossary, in every language."""
    edition = build.edition
    assert edition.site is not None
    default = edition.site.default_language
    plain = {slug: versions for (cycle, slug), versions in sorted(build.texts.items()) if not cycle}
    for slug, versions in [*plain.items(), ("glossary", build.glossaries)]:
        for language in edition.languages:
            version = choose(versions, language, edition.languages, default)
            if version is None:
                continue
            elsewhere = everywhere(build, lambda code, s=slug: addresses.page(code, s))
            here, text = elsewhere[language.code], version.manuscript
            terms = [{"id": each.id, "title": each.title, "html": each.html} for each in text.sections]
            glossary = versions is build.glossaries
            yield Page(
                kind="glossary" if glossary else "page",
                template="glossary.html" if glossary else "page.html",
                address=here,
                language=language,
                title=text.title,
                description=text.summary,
                version=version,
                notices=notices(version, language, addresses.link(here, elsewhere[default])),
                elsewhere=elsewhere,
                translated=frozenset(versions),
                context={"terms": terms, "intro": text.intro} if glossary else {"html": text.html},
            )
