"""The glossary of a new language: every term of the default language's, its meaning a prompt that holds the
source.
"""

import re

from plugins.headings import read_headings
from plugins.heads import read_head
from plugins.termheads import lift
from plugins.unwritten import prompt

_INSIDE = re.compile(r"\[\[(?:\w+)\s*([^\]|]*)(?:\|([^\]]*))?\]\]")


def glossary(source: str) -> str:
    """The text of `content/glossary/<code>.md`, from that of the default language."""
    lines = source.split("\n")
    head, first, _ = read_head(lines, "")
    body = lines[first - 1 :]
    lifted = lift(body, first, "")
    starts = {each.line - first: each for each in read_headings(body, first) if each.level == 2}
    asked = [f"{key}: {prompt(head[key])}" for key in ("Title", "Summary") if key in head]
    blocks = ["\n".join([*asked, "Translation: human"])]
    said: list[str] = []
    for at, line in enumerate([*lifted.lines, ""]):
        if said and (not line.strip() or at in starts):
            blocks.append(prompt(_one_line(said)))
            said = []
        if at in starts:
            heading = starts[at]
            term = lifted.heads.get(heading.id)
            name = heading.text.partition("{")[0].strip()
            asks = f"every form of '{name}' in your language, and then its heading above"
            below = [f"Forms: {prompt(asks)}"] if term is None or term.auto else ["Auto: no"]
            blocks.append("\n".join([line, *below]))
        elif line.strip():
            said.append(line)
    return "\n\n".join(blocks) + "\n"


def _one_line(lines: list[str]) -> str:
    """A paragraph for a prompt, in which no directive can stand."""
    return _INSIDE.sub(lambda match: (match.group(2) or match.group(1)).strip(), " ".join(lines))
