"""A published cycle for a test, a number of it changed, the correction that the command prints, pasted."""

import re
from pathlib import Path

from tests.site.mistakes import CYCLE
from tests.site.projects import PACKAGE, Done, Forks

RECORD = "content/reports/2019/published.json"
TABLE = f"{PACKAGE}/data/graduation.csv"
FREEZE = ("freeze", "2019")
WORDS = "content/reports/2019/corrections"
LEARNERS = "2018-19,ct,english_learner"
OLD, NEW = f"{LEARNERS},700,1000,70.0", f"{LEARNERS},701,1000,70.1"
HIDDEN = f"{LEARNERS},,1000,,c,c,ok"
TITLES = {"en": "The state counted again", "es": "El estado contó otra vez"}
REASONS = {"en": "It found one more graduate.", "es": "Encontró un graduado más."}

ENTRY = re.compile(r"^corrections:\n(?:  .*\n)+|^  - id: .*\n(?:    .*\n)+", re.M)


def edit(root: Path, name: str, old: str, new: str) -> None:
    """One place of a file changed, which must be there."""
    text = (root / name).read_text("utf-8")
    assert old in text, f"{name} has no {old!r}"
    (root / name).write_text(text.replace(old, new, 1), "utf-8")


def paste(root: Path, done: Done, languages: tuple[str, ...] = ("en", "es")) -> str:
    """The printed correction put where the command says, words in place of its prompts; returns its id."""
    found = ENTRY.search(done.out)
    assert found, done.out
    text = (root / CYCLE).read_text("utf-8")
    if found[0].startswith("corrections:"):
        assert "corrections: []\n" in text
        text = text.replace("corrections: []\n", found[0])
    else:
        text += found[0]
    (root / CYCLE).write_text(text, "utf-8")
    id_ = re.search(r"- id: (\S+)", found[0])
    assert id_
    assert f"{{#{id_[1]}}}" in done.out
    tell(root, id_[1], languages)
    return id_[1]


def tell(root: Path, id_: str, languages: tuple[str, ...] = ("en", "es"), folder: str = WORDS) -> None:
    """The words of a correction."""
    (root / folder).mkdir(exist_ok=True)
    for code in languages:
        path = root / folder / f"{code}.md"
        before = path.read_text("utf-8") if path.exists() else "Translation: human\n"
        words = f"\n## {TITLES[code]} {{#{id_}}}\n\n{REASONS[code]}\n"
        path.write_text(before + words, "utf-8")


def correct(root: Path, run: Forks) -> str:
    """What has changed is corrected, and the record moves on; returns the id of the correction."""
    refused = run(root, FREEZE)
    assert refused.status == 1, refused.out + refused.err
    id_ = paste(root, refused)
    done = run(root, FREEZE)
    assert done.status == 0, done.out + done.err
    return id_
