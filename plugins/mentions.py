"""Where texts of reports name a value or a figure: file and line of `[[value id]]` and `[[figure id]]`."""

from pathlib import Path

from plugins.directives import Directive, expand
from plugins.equity.sources import read_text, shown
from plugins.equity.upholding import Mentions


def mentions(root: Path) -> Mentions:
    """By cycle, report and thing (`value/latest`), each place as `path:line`, in order of files and lines.

    A text that cannot be read is told where it is read for its words.
    """
    found: dict[tuple[str, str, str], list[str]] = {}
    for path in sorted((root / "content" / "reports").glob("*/*/*.md")):
        text, unread = read_text(path, root)
        cycle, slug = path.parent.parent.name, path.parent.name
        name = shown(path, root)

        def note(directive: Directive, cycle: str = cycle, slug: str = slug, name: str = name) -> str:
            if directive.kind in ("value", "figure", "download"):
                kind = "value" if directive.kind == "value" else "figure"
                key = (cycle, slug, f"{kind}/{directive.id}")
                found.setdefault(key, []).append(f"{name}:{directive.line}")
            return ""

        if not unread:
            expand(text.split("\n"), 1, note)
    return {key: tuple(lines) for key, lines in found.items()}
