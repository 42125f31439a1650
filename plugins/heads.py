"""The head of a text: `Key: value` lines to the first empty line, from a closed list.

Closed, because Pelican would take any key, and a misspelt one would vanish without a word.
"""

import re
from collections.abc import Iterator

from plugins import unwritten
from plugins.equity.problems import Problem, did_you_mean, nearest

HEAD = ("Title", "Summary", "Translated-by", "Translation", "Reviewed-by", "Terms")
NEEDED = ("Title", "Summary")

_KEY = re.compile(r"^([A-Za-z][A-Za-z-]*):\s*(.*)$")


def read_head(
    lines: list[str], name: str, needed: tuple[str, ...] = NEEDED
) -> tuple[dict[str, str], int, list[Problem]]:
    """The head's keys, the line on which the body begins, and what is wrong with the head. Where no key is
    `needed`, there may be no head.
    """
    problems: list[Problem] = []
    head: dict[str, str] = {}
    places: dict[str, int] = {}
    at = 0
    while at < len(lines) and not lines[at].strip():
        at += 1
    if not needed and at < len(lines) and lines[at].startswith("#"):
        return head, at + 1, problems
    last, meant = "", set[str]()
    while at < len(lines) and lines[at].strip():
        line, number = lines[at], at + 1
        match = _KEY.match(line)
        if match and match.group(1) in HEAD:
            last = match.group(1)
            if last in head:
                problems.append(
                    Problem(name, number, "head-twice", f"'{last}' stands here twice.", "Keep one of them.")
                )
            head[last] = match.group(2).strip()
            places[last] = number
        elif line[:1].isspace() and last:
            head[last] = f"{head[last]} {line.strip()}"
        elif match:
            hint = did_you_mean(match.group(1), HEAD)
            meant.add(nearest(match.group(1), HEAD))
            problems.append(
                Problem(name, number, "head-unknown", f"'{match.group(1)}' is nothing that a head has.", hint)
            )
            last = ""
        else:
            hint = "The head is 'Key: value' lines; then comes an empty line, then the text."
            problems.append(
                Problem(
                    name, number, "head-shape", "This line belongs neither to the head nor to the text.", hint
                )
            )
            break
        at += 1
    problems.extend(_values(head, places, meant, name, needed))
    return head, at + 1, problems


def _values(
    head: dict[str, str], places: dict[str, int], meant: set[str], name: str, needed: tuple[str, ...]
) -> Iterator[Problem]:
    """What is wrong with what the keys say; `meant` are those that stand there misspelt."""
    prompts = [each for each in head if unwritten.asked(head[each]) is not None]
    for key in prompts:
        yield unwritten.left(name, places[key], unwritten.asked(head.pop(key)) or "")  # a prompt is no title
    for key in needed:
        if not head.get(key) and key not in (*meant, *prompts):  # a misspelt key is told once
            what = "is empty" if key in head else "is missing"
            hint = f"Write '{key}: ...' among the first lines of the file."
            yield Problem(name, 1, "head-missing", f"The {key.lower()} {what}.", hint)
    if head.get("Translation") not in (None, "", "machine", "human"):
        hint = did_you_mean(head["Translation"], ("machine", "human"))
        message = f"'Translation' cannot be '{head['Translation']}'."
        yield Problem(name, places["Translation"], "head-value", message, hint)
    if head.get("Terms") not in (None, "", "yes", "no"):
        message = f"'Terms' cannot be '{head['Terms']}'."
        hint = "Write 'Terms: no' to have no word of the glossary linked by itself, or leave the line out."
        yield Problem(name, places["Terms"], "head-value", message, hint)
    for key in ("Title", "Summary"):
        if "[[" in head.get(key, ""):
            message = f"The {key.lower()} cannot hold directives."
            hint = "Say it in words; the numbers stand below the title anyway."
            yield Problem(name, places[key], "head-directive", message, hint)
