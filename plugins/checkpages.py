"""The checklist as a page of the preview; the public site has none."""

from collections.abc import Iterator

from plugins import addresses
from plugins.frames import Build, Page


def pages(build: Build) -> Iterator[Page]:
    """The checklist, once, in the default language."""
    site = build.edition.site
    if build.checklist is None or site is None:
        return
    language = next((each for each in build.edition.languages if each.code == site.default_language), None)
    if language is None:
        return
    stops = build.checklist.stops
    sentence = language.say("Nothing stops the public site.")
    if stops:
        sentence = language.say_many(
            "{count} thing stops the public site.", "{count} things stop the public site.", stops
        )
    yield Page(
        kind="checklist",
        template="checklist.html",
        address=addresses.CHECKLIST,
        language=language,
        title=language.say("Before you publish"),
        description=sentence,
        context={"groups": build.checklist.groups, "fine": build.checklist.fine},
    )
