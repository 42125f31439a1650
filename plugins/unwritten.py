"""What a skeleton leaves to its author: prompts, and the check that none is left in what is published.

A prompt says what to write. In a text and in JSON it is `[[write | What is wrong, for whom?]]`, in YAML a
comment, `# write: ...`. In a cycle that is a draft a prompt is a warning, everywhere else it stops a publish.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from plugins.equity.problems import WARNING, Problem
from plugins.equity.sources import read_text, shown

WRITE = "write"
"""The word by which a directive is a prompt."""

CODE = "prompt-left"
# What is not closed ends where the next one begins, so that a long line is searched once.
_PROMPT = re.compile(r"\[\[\s*write(?![\w-])((?:(?!\[\[).)*?)\]\]")
_COMMENT = re.compile(r"(?:^|\s)#\s*write:\s*(.*)$")


def prompt(text: str) -> str:
    """A prompt as it stands in a text."""
    return f"[[{WRITE} | {text}]]"


def asked(text: str) -> str | None:
    """What the first prompt in a line of text asks for; None when there is none."""
    found = _PROMPT.search(text)
    return found.group(1).strip().removeprefix("|").strip() if found else None


def _commented(line: str) -> str | None:
    """What a comment in YAML asks for."""
    found = _COMMENT.search(line)
    return found.group(1).strip() if found else None


def left(path: str, line: int, text: str) -> Problem:
    """A prompt that still stands where an author's words should be."""
    hint = "Write it in place of the prompt; delete the prompt when there is nothing to say."
    asked_for = text or "something"
    end = "" if asked_for.endswith((".", "?", "!")) else "."
    return Problem(path, line, CODE, f"Still to write: {asked_for}{end}", hint)


def eased(problems: Iterable[Problem], draft: bool) -> tuple[Problem, ...]:
    """The same problems; in a draft, which is not published, prompts are warnings."""
    return tuple(
        replace(each, severity=WARNING) if draft and each.code == CODE else each for each in problems
    )


def prompts_in_facts(root: Path, drafts: Collection[str]) -> Iterator[Problem]:
    """Prompts in the YAML of the site and its reports and in the descriptions of packages.

    `drafts` are the cycles that are not published.
    """
    names = ("content/site.yaml", "content/reports/*/cycle.yaml", "content/reports/*/*/report.yaml")
    files = [each for name in names for each in sorted(root.glob(name))]
    for path in [*files, *sorted(root.glob("datapackages/*/datapackage.json"))]:
        if any(part.startswith((".", "_")) for part in path.relative_to(root).parts):
            continue
        text, unread = read_text(path, root)
        if unread:
            continue  # told where the file is read for what it says
        parts = path.relative_to(root).parts
        question = _commented if path.suffix == ".yaml" else asked
        found = [
            left(shown(path, root), number, what)
            for number, line in enumerate(text.split("\n"), 1)
            if (what := question(line)) is not None
        ]
        yield from eased(found, parts[:2] == ("content", "reports") and parts[2] in drafts)
