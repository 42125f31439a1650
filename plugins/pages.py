"""Writes the site: every page in every language, then the files to take away.

One generator for all pages, so that each page kind is only a function from a `Build` to `Page`s, and
languages, menus and notices are made in one place.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins import (
    addresses,
    changepages,
    checkpages,
    correctionpages,
    datasets,
    homes,
    lessonpages,
    methods,
    reportpages,
    scorepages,
    textpages,
    wholeyear,
    yearpages,
)
from plugins.correctionwords import WORDS
from plugins.edition import AUDIT, MODE, PREVIEW, edition_of
from plugins.frames import Build, Page, frame
from plugins.glossary import GLOSSARIES
from plugins.parts import environment
from plugins.reading import FIGURES, MANUSCRIPT
from plugins.references import RESERVED, RESERVED_IN_CYCLE
from plugins.translations import choose
from plugins.unbroken import unbroken

CHECKLIST = "PLUMBLINE_CHECKLIST"
"""The setting under which the checklist is kept, for the preview's page of it."""

WRITTEN = "PLUMBLINE_WRITTEN"
"""The setting under which the build and its pages are kept, for the scan of what was written."""


class SiteGenerator(Generator):  # type: ignore[misc]  # Pelican is not typed
    """Plans and writes all pages. Runs after articles and pages were read, before static files."""

    def generate_output(self, _writer: Writer) -> None:
        """Write pages in the order of their addresses, then downloads and pictures."""
        build = build_of(self.settings, self.context)
        planned = plan(build)
        build = replace(build, planned=frozenset(each.address for each in planned))
        self.settings[WRITTEN] = build, planned
        if self.settings.get(MODE) == AUDIT:
            return
        for page in planned:
            self.write(build, page)
        output = Path(self.output_path)
        write_files(build, output)
        static = Path(self.settings["THEME"]) / "static"
        for path in sorted(each for each in static.rglob("*") if each.is_file()):
            copy(path, output / "theme" / path.relative_to(static))

    def write(self, build: Build, page: Page) -> None:
        """One page. Other plugins hear of each file written."""
        theme = Path(self.settings["THEME"])
        template = environment(theme, page.language).get_template(page.template)
        context = frame(build, page)
        if page.kind == wholeyear.KIND:
            context |= wholeyear.compose(build, page, theme)
        if page.kind == "not_found":
            context["root"] = page.context["base"]
            context["home_href"] = page.context["variants"][0]["home_href"]
        path = Path(self.output_path) / addresses.file_of(page.address)
        write(path, unbroken(template.render(context)))
        for name, text in page.files.items():
            write(path.with_name(name), text)
        signals.content_written.send(str(path), context=context)


KINDS = (
    homes,
    yearpages,
    scorepages,
    changepages,
    lessonpages,
    reportpages,
    correctionpages,
    textpages,
    datasets,
    methods,
    checkpages,
)
"""Every module that has `pages(build)`."""


def plan(build: Build) -> tuple[Page, ...]:
    """Every page of the site, by address. Two pages at one address are a programming error."""
    made: dict[str, Page] = {}
    for page in (page for kind in KINDS for page in kind.pages(build)):
        if page.address in made:
            raise ValueError(f"two pages at the address '{page.address}'")
        made[page.address] = page
    for page in tuple(wholeyear.pages(build, made)):  # made of the other pages
        if page.address in made:
            raise ValueError(f"two pages at the address '{page.address}'")
        made[page.address] = page
    return tuple(made[address] for address in sorted(made))


def build_of(settings: dict[str, Any], context: dict[str, Any]) -> Build:
    """What Pelican has read, as a value."""
    edition = edition_of(settings)
    texts: dict[tuple[str, str], dict[str, Any]] = {}
    figures: dict[tuple[str, str], dict[str, Any]] = {}
    contents = [each for each in (*context["articles"], *context["pages"]) if hasattr(each, MANUSCRIPT)]
    for content in sorted(contents, key=lambda each: str(each.source_path)):
        key = (content.cycle, content.slug)
        texts.setdefault(key, {})[content.lang] = getattr(content, MANUSCRIPT)
        figures.setdefault(key, {})[content.lang] = getattr(content, FIGURES)
    edition = unreserved(edition)
    listed = settings.get(CHECKLIST)
    if settings.get(MODE, PREVIEW) != PREVIEW:
        edition, listed = public(edition), None
    address = os.environ.get("PLUMBLINE_ADDRESS") or (edition.site.address if edition.site else "")
    repository = os.environ.get("PLUMBLINE_REPOSITORY") or (edition.site.repository if edition.site else "")
    return Build(
        edition,
        texts,
        figures,
        settings[GLOSSARIES],
        address.rstrip("/"),
        repository.rstrip("/"),
        listed,
        corrections=settings[WORDS],
    )


def unreserved(edition: Any) -> Any:
    """The edition without years and reports at an address of the site itself; `checks` tells of them."""
    edition = keep(edition, lambda cycle: cycle.id not in RESERVED)
    reports = tuple(each for each in edition.reports if each.slug not in RESERVED_IN_CYCLE)
    unusable = {key: each for key, each in edition.unusable.items() if key[1] not in RESERVED_IN_CYCLE}
    return replace(edition, reports=reports, unusable=unusable)


def public(edition: Any) -> Any:
    """The edition without drafts and languages in preparation: they never reach the public output."""
    ready = tuple(each for each in edition.languages if each.code not in edition.site.preparing)
    return keep(replace(edition, languages=ready), lambda cycle: bool(cycle.status == "published"))


def keep(edition: Any, wanted: Callable[[Any], bool]) -> Any:
    """The edition with only some of its cycles, and their reports."""
    cycles = tuple(each for each in edition.cycles if wanted(each))
    reports = tuple(each for each in edition.reports if each.cycle in cycles)
    return replace(edition, cycles=cycles, reports=reports)


def write_files(build: Build, output: Path) -> None:
    """The numbers of each figure beside its page, the packages once for all languages, the pictures."""
    assert build.edition.site is not None
    root, default = build.edition.root, build.edition.site.default_language
    for report in build.edition.reports:
        key = (report.cycle.id, report.slug)
        versions = build.texts.get(key, {})
        for language in build.edition.languages:
            version = choose(versions, language, build.edition.languages, default)
            spoken = version.language.code if version else ""
            folder = output / addresses.report(language.code, *key)
            for figure in build.figures.get(key, {}).get(spoken, {}).values():
                write(folder / figure.download.name, figure.download.text)
    for (cycle, slug), versions in build.texts.items():
        if cycle and not build.edition.report(cycle, slug) and (cycle, slug) not in build.edition.unusable:
            continue  # a draft: nothing of it reaches the public output
        for language in build.edition.languages:
            version = choose(versions, language, build.edition.languages, default)
            if version is None:
                continue
            text = version.manuscript
            address = (
                addresses.report(language.code, cycle, slug) if cycle else addresses.page(language.code, slug)
            )
            for name in text.attachments:
                copy(root / Path(text.path).parent / unquote(name), output / address / unquote(name))
    for language in build.edition.languages:
        write(output / addresses.corrections_feed(language.code), correctionpages.feed(build, language))
    for protected in build.edition.packages.values():
        package = protected.package
        for name in ("datapackage.json", *package.files()):
            copy(package.folder / name, output / addresses.package_file(package.id, name))


def write(path: Path, text: str) -> None:
    """A text file, its folder made when needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def copy(source: Path, target: Path) -> None:
    """A file as it is."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def offer(_pelican: Pelican) -> type[Generator]:
    """Our generator, for this build."""
    return SiteGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(offer)
