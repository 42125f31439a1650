"""A page as a value, and the frame that every page has: languages, menu, head, notices, policy.

`Page` says what is shown; `frame` adds what surrounds it. Both are the same for every kind of page and
language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins import addresses
from plugins.answering import Answer, Subject, answer, mend, source
from plugins.checklist import Checklist
from plugins.equity.editions import Edition
from plugins.equity.languages import Language
from plugins.latest import notice_of_page
from plugins.manuscript import Manuscript
from plugins.translations import Notice, Version

POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, kw_only=True)
class Build:
    """Everything that pages are made of. `checklist` is there in a preview only.

    `planned` are the addresses of all pages, known once every page is planned. `corrections` are the words
    of corrections by cycle and language.
    """

    edition: Edition
    texts: Mapping[tuple[str, str], Mapping[str, Manuscript]]
    figures: Mapping[tuple[str, str], Mapping[str, Mapping[str, Any]]]
    glossaries: Mapping[str, Manuscript]
    address: str = ""
    repository: str = ""
    checklist: Checklist | None = None
    planned: frozenset[str] = frozenset()
    corrections: Mapping[str, Mapping[str, Manuscript]] = field(default_factory=dict)

    def text(self, cycle: str, slug: str) -> Mapping[str, Manuscript]:
        """The versions of a report (or, with cycle "", of a page) by language."""
        return self.texts.get((cycle, slug), {})

    def title(self, slug: str, language: Language, otherwise: str) -> str:
        """A plain page's title in a language."""
        text = self.text("", slug).get(language.code)
        return text.title if text else otherwise


@dataclass(frozen=True)
class Way:
    """Where a reader can go from a page. It is shown only where there is a page at the address."""

    title: str
    text: str
    address: str


@dataclass(frozen=True)
class Page:
    """One page. `address` has the language in it; `elsewhere` is the same page's address in each language.

    `files` are written beside it: their texts by name. `bound` are the pages that stand in this one, of which
    it is made.
    """

    kind: str
    template: str
    address: str
    language: Language
    title: str
    description: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    version: Version | None = None
    notices: tuple[Notice, ...] = ()
    translated: frozenset[str] | None = None
    ways: tuple[Way, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    bound: tuple["Page", ...] = ()


def frame(build: Build, page: Page) -> dict[str, Any]:
    """The context of a page's template."""
    edition, language, here = build.edition, page.language, page.address
    assert edition.site is not None
    site, code = edition.site, language.code

    def to(target: str) -> str:
        return addresses.link(here, target)

    languages = [
        {
            "lang": each,
            "href": to(page.elsewhere.get(each.code, addresses.home(each.code))),
            "current": each.code == code,
        }
        for each in edition.languages
    ]
    methods = addresses.methods(code)
    name, accessibility = site.name[code], addresses.page(code, "accessibility")
    return {
        **page.context,
        "site": {
            "name": name,
            "tagline": site.tagline[code],
            "publisher": site.publisher[code],
            "contact": site.contact,
            "repository": build.repository,
        },
        "lang": language,
        "languages": languages,
        "root": addresses.root_of(here),
        "home_href": to(addresses.home(code)),
        "menu": _menu(build, page),
        "checklist_href": to(addresses.CHECKLIST) if build.checklist else "",
        "accessibility_href": to(accessibility) if _exists(build, accessibility) else "",
        "methods_href": to(methods) if page.kind != "not_found" else "",
        "corrections_href": to(addresses.corrections(code)) if page.kind != "not_found" else "",
        "feed_href": to(addresses.corrections_feed(code)) if page.kind != "not_found" else "",
        "csp": POLICY,
        "ways": [
            {"title": each.title, "text": each.text, "href": to(each.address)}
            for each in page.ways
            if each.address in build.planned and each.address != here
        ],
        "page": {
            "kind": page.kind,
            "title": page.title,
            "description": page.description,
            "head_title": name if page.title == name else f"{page.title} | {name}",
            "canonical": _canonical(build, page),
            "alternates": _alternates(build, page),
            "edit_href": mend(build.repository, _source(build, page)),
            "edits_folder": _source(build, page).endswith("/"),
            "answer": _answer(build, page),
            "content_lang": page.version.foreign(language) if page.version else None,
            "notices": [*_edition(build, page), *page.notices],
        },
    }


def _edition(build: Build, page: Page) -> tuple[Notice, ...]:
    """Latest or not, where a page of a year does not say it at its head."""
    told = "is_latest" in page.context or "latest" in page.context.get("cycle", {})
    if page.kind == "report" or told:
        return ()
    return notice_of_page(build.edition, page.address, page.language)


def _menu(build: Build, page: Page) -> list[dict[str, Any]]:
    language = page.language
    code = language.code
    entries = [
        (language.say("Home"), addresses.home(code)),
        (
            build.title("how-to-read", language, language.say("How to read this")),
            addresses.page(code, "how-to-read"),
        ),
        (language.say("Glossary"), addresses.glossary(code)),
        (language.say("Data"), addresses.data(code)),
        (build.title("about", language, language.say("About")), addresses.page(code, "about")),
    ]
    return [
        {"title": title, "href": addresses.link(page.address, target), "current": target == page.address}
        for title, target in entries
        if _exists(build, target)
    ]


def _exists(build: Build, target: str) -> bool:
    slug = target.strip("/").partition("/")[2]
    if slug == "glossary":
        return bool(build.glossaries)
    return slug in ("", "data") or ("", slug) in build.texts


def _canonical(build: Build, page: Page) -> str:
    """The absolute address; a page that shows another language's text points to that text's own page."""
    if not build.address or page.kind == "not_found":
        return ""
    target = page.address
    if page.kind == "root":  # the same content as the default language's home, which is where it is at home
        target = page.elsewhere[page.language.code]
    if page.version and page.version.foreign(page.language):
        target = page.elsewhere.get(page.version.language.code, target)
    return f"{build.address}/{target}"


def _alternates(build: Build, page: Page) -> list[dict[str, str]]:
    """Every language in which this page really is, itself included, and the default for everyone else."""
    if not build.address or not page.elsewhere or (page.version and page.version.foreign(page.language)):
        return []
    assert build.edition.site is not None
    codes = [each for each in page.elsewhere if page.translated is None or each in page.translated]
    found = [{"code": each, "href": f"{build.address}/{page.elsewhere[each]}"} for each in codes]
    default = build.edition.site.default_language
    if default in codes:
        found.append({"code": "x-default", "href": f"{build.address}/{page.elsewhere[default]}"})
    return found


def _source(build: Build, page: Page) -> str:
    """What in the repository the page is made of."""
    return page.version.manuscript.path if page.version else source(build.edition, page.address)


def _answer(build: Build, page: Page) -> Answer | None:
    """How a reader answers from this page. From the page that says how, there is nothing to lead to."""
    assert build.edition.site is not None
    about = addresses.page(page.language.code, "about")
    versions = build.text("", "about")
    known = versions and page.address != about and page.kind != "not_found"
    there = all("take-part" in [each.id for each in text.sections] for text in versions.values())
    href = addresses.link(page.address, about) + ("#take-part" if there else "") if known else ""
    address = f"{build.address}/{page.address}" if build.address else page.address
    subject = Subject(page.title, address)
    return answer(build.edition.site.contact, build.repository, href, subject, page.language)


def everywhere(build: Build, address: Any) -> dict[str, str]:
    """The same page in every language: `address` makes an address of a language's code."""
    return {each.code: address(each.code) for each in build.edition.languages}
