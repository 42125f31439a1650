"""What stands between a draft and the public site: problems report by report, and what is in order.

Errors stop a publish, warnings do not. The list ends `plumbline check`, and is a page of the preview.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from plugins.equity.editions import Edition
from plugins.equity.problems import ERROR, Problem, errors

_MOST = 3
"""So many problems of a group stand in the text: all of them have been told above it."""


@dataclass(frozen=True)
class Group:
    """The problems of one report, page, package or file; `title` is its name as people know it."""

    title: str
    problems: tuple[Problem, ...]

    @property
    def stops(self) -> tuple[Problem, ...]:
        """Those that stop a publish."""
        return errors(self.problems)

    @property
    def looks(self) -> tuple[Problem, ...]:
        """Those that do not."""
        return tuple(each for each in self.problems if each.severity != ERROR)


@dataclass(frozen=True)
class Checklist:
    """`groups`, those that stop a publish first, and a sentence for each kind of thing that is `fine`."""

    groups: tuple[Group, ...]
    fine: tuple[str, ...]

    @property
    def stops(self) -> int:
        """How many problems stop a publish."""
        return sum(len(each.stops) for each in self.groups)


def checklist(edition: Edition, problems: Iterable[Problem], texts: int) -> Checklist:
    """The list of a site: `problems` are all that were found, `texts` how many texts were read."""
    told = sorted(problems, key=lambda each: (group_of(each.path), each))
    groups = [
        Group(title, tuple(found)) for title, found in groupby(told, key=lambda each: group_of(each.path))
    ]
    groups.sort(key=lambda each: (not each.stops, each.title))
    return Checklist(tuple(groups), tuple(_fine(edition, tuple(groups), texts)))


def group_of(path: str) -> str:
    """Which report (`2019/its-name`), page, package or file a path belongs to."""
    parts = path.split("/")
    if path.startswith("content/reports/") and len(parts) > 3:
        return "/".join(parts[2:4]) if len(parts) > 4 else f"{parts[2]} (the year)"
    if path.startswith("content/pages/") and len(parts) > 3:
        return f"page {parts[2]}"
    if path.startswith("content/glossary/"):
        return "glossary"
    if path.startswith("datapackages/") and len(parts) > 2:
        return f"data package {parts[1]}"
    if path.startswith("theme/translations/") and len(parts) > 3:
        return f"words of the site, {parts[2]}"
    return path


def as_text(listed: Checklist) -> str:
    """The list for a terminal."""
    lines = ["", "Before you publish:"]
    for group in listed.groups:
        lines.append(f"  {group.title}")
        for what, found in (("stops", group.stops), ("to look at", group.looks)):
            lines += [f"    {what}: {_line(each)}" for each in found[:_MOST]]
            if len(found) > _MOST:
                lines.append(f"    {what}: {len(found) - _MOST} more in {group.title}")
    lines += [f"  in order: {each}" for each in listed.fine]
    count = listed.stops
    end = f"{count} thing{' stops' if count == 1 else 's stop'}" if count else "Nothing stops"
    return "\n".join([*lines, f"{end} the public site."])


def _fine(edition: Edition, groups: tuple[Group, ...], texts: int) -> Iterator[str]:
    open_ = {each.title for each in groups}
    stopped = {each.title for each in groups if each.stops}
    packages = [each for each in edition.packages if f"data package {each}" not in stopped]
    if packages:
        yield f"data packages that passed every check: {_counted(packages)}"
    reports = [f"{each.cycle.id}/{each.slug}" for each in edition.reports]
    done = [each for each in reports if each not in open_]
    if done:
        yield f"reports with nothing left to do: {_counted(done)}"
    figures = sum(len(each.figures) for each in edition.reports)
    values = sum(len(each.values) for each in edition.reports)
    if figures or values:
        yield f"what reports take from the data: {figures} figures and {values} numbers for their texts"
    published = [each.id for each in edition.cycles if each.status == "published"]
    kept = [each for each in published if f"{each} (the year)" not in open_]
    if kept:
        yield f"published years that say what they said: {_counted(kept)}"
    drafts = [each.id for each in edition.cycles if each.status == "draft"]
    if drafts:
        yield f"drafts, which are not published: {_counted(drafts)}"
    if texts:
        yield f"texts that were read: {texts}"
    spoken = [each.code for each in edition.languages if f"words of the site, {each.code}" not in open_]
    if spoken:
        yield f"languages in which the site has all its words: {_counted(spoken)}"


def _line(problem: Problem) -> str:
    """Where, what, and what to do."""
    fix = f" To do: {problem.hint}" if problem.hint else ""
    return " ".join(f"{problem.where}: {problem.message}{fix}".split())


def _counted(names: list[str]) -> str:
    return f"{len(names)} ({', '.join(names)})"
