"""A mistake that a person could make: what is changed in the small site, and what has to be told of it."""

from dataclasses import dataclass

from tests.site.projects import REPORTS, Told, small

R, EN, ES = f"{REPORTS}/report.yaml", f"{REPORTS}/en.md", f"{REPORTS}/es.md"
CYCLE, SITE = "content/reports/2019/cycle.yaml", "content/site.yaml"

Edit = tuple[str, str | bytes, str | bytes]
"""In which file; what stands there ("": the whole file is made, or removed); what shall stand there."""


@dataclass(frozen=True)
class Mistake:
    """A name for the list of tests; the edits; path, line and code of what is told; a word of advice.

    A line that is a text is the line on which that text stands afterwards.
    """

    name: str
    edits: tuple[Edit, ...]
    told: tuple[tuple[str, int | str, str], ...]
    hint: str = ""

    def __str__(self) -> str:
        return self.name


def one(
    name: str, path: str, old: str, new: str | bytes, line: int | str, code: str, hint: str = ""
) -> Mistake:
    """A mistake in one place that is told once, in the same file."""
    return Mistake(name, ((path, old, new),), ((path, line, code),), hint)


def gone(name: str, path: str, told: str, code: str, hint: str = "") -> Mistake:
    """A file that is not there, which is told of as a whole, or where it is named."""
    return Mistake(name, ((path, "", ""),), ((told, 0, code),), hint)


def files_with(*mistakes: Mistake) -> dict[str, str | bytes | None]:
    """The small site with some mistakes in it."""
    files: dict[str, str | bytes | None] = {**small()}
    for path, old, new in (edit for mistake in mistakes for edit in mistake.edits):
        if not old:
            files[path] = new or None
            continue
        now = files[path]
        assert now is not None
        raw, before, after = (each if isinstance(each, bytes) else each.encode() for each in (now, old, new))
        assert before in raw, f"{path} has no {old!r}"
        files[path] = raw.replace(before, after, 1)
    return files


def expected(*mistakes: Mistake) -> list[Told]:
    """What has to be told of them, in the order in which it is told."""
    files = files_with(*mistakes)

    def number(path: str, line: int | str) -> int:
        if isinstance(line, int):
            return line
        content = files[path]
        raw = content if isinstance(content, bytes) else str(content).encode()
        assert line.encode() in raw, f"{path} has no {line!r}"
        return raw.partition(line.encode())[0].count(b"\n") + 1

    found = {(path, number(path, line), code) for mistake in mistakes for path, line, code in mistake.told}
    return sorted(found)
