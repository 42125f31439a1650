"""`plumbline survey`: a survey's export in, a private extract of exact counts out, with the quotations that
are marked for publication. Neither lies in the repository; `plumbline protect` makes what may.
"""

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.equity.packages import open_package
from plugins.equity.policies import DEFAULTS, Policy
from plugins.equity.problems import Problem, arrange, did_you_mean, errors
from plugins.equity.sources import shown
from plugins.intake.codebooks import CODEBOOK, RAISED, Codebook, read_codebook
from plugins.intake.respondents import Answer, read_answers
from plugins.intake.surveyed import QUOTES, description
from plugins.intake.tallying import count, groups_of, quotes, rare
from plugins.outside import in_repository
from plugins.publishing import swap

Row = Mapping[str, str]


@dataclass(frozen=True)
class Counted:
    """What became of a survey: lines for people and problems; `written` says whether the extract is there."""

    lines: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    written: bool = False


def count_survey(root: Path, name: str, files: Sequence[str], to: Path, base: Policy = DEFAULTS) -> Counted:
    """Count the answers of exports, `FILE` or `PERIOD=FILE`, by `datapackages/<name>/survey.yaml`, and write
    the folder `to`. With any error nothing is written.
    """
    named = [_named(each) for each in files]
    refused = tuple(_refusals(root, [path for _, path in named], to))
    path = root / "datapackages" / name / CODEBOOK
    if not path.is_file():
        known = [each.parent.name for each in sorted((root / "datapackages").glob(f"*/{CODEBOOK}"))]
        hint = did_you_mean(name, known, f"`plumbline new package {name} --survey` begins one.")
        missing = Problem(shown(path, root), 0, "file-missing", "There is no codebook here.", hint)
        return Counted(problems=(*refused, missing))
    book, problems = read_codebook(path, root)
    if book is None or refused:
        return Counted(problems=arrange((*refused, *problems)))
    answers: list[Answer] = []
    for period, file in named:
        if not (period or book.period):
            message = "Nothing says of which year these answers are."
            hint = "Write 'period:' into survey.yaml, or name the file as 2018-19=FILE."
            problems += (Problem(str(file), 0, "period-shape", message, hint),)
            continue
        found, wrong = read_answers(file, root, book, period or book.period)
        answers += found
        problems += wrong
    if errors(problems):
        return Counted(problems=arrange(problems))
    return _write(name, book, answers, to, base, problems)


def _named(argument: str) -> tuple[str, Path]:
    """`2018-19=FILE`, or a file alone."""
    period, equals, file = argument.partition("=")
    if equals and period and all(each.isdigit() or each == "-" for each in period):
        return period, Path(file)
    return "", Path(argument)


def _refusals(root: Path, files: Iterable[Path], to: Path) -> Iterator[Problem]:
    for file in files:
        if in_repository(file, root):
            message = "The export lies in the repository, whose every file is public."
            hint = "Move it to a folder elsewhere, and look whether it was ever committed."
            yield Problem(str(file), 0, "extract-inside", message, hint)
    if in_repository(to, root):
        message = "The exact counts would lie in the repository, whose every file is public."
        yield Problem(str(to), 0, "extract-inside", message, "Name a folder elsewhere.")
    elif to.exists() and not (to / "datapackage.json").is_file() and (not to.is_dir() or any(to.iterdir())):
        message = "This folder holds other things, and would be replaced."
        yield Problem(str(to), 0, "file-exists", message, "Name a new folder.")


def _write(
    name: str,
    book: Codebook,
    answers: Sequence[Answer],
    to: Path,
    base: Policy,
    problems: tuple[Problem, ...],
) -> Counted:
    """The extract, written aside, opened like any package, and only then put in place."""
    groups = groups_of(book, answers)
    said = quotes(book, answers, groups)
    problems += tuple(rare(said, answers, groups, base))
    to.parent.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix=f".{to.name}-", dir=to.parent))
    try:
        aside = home / to.name
        rows = [row for _, row in said]
        _files(aside, name, book, groups, count(book, answers, groups), rows)
        _, found = open_package(aside, home)
        problems += tuple(_traced(found, [answer for answer, _ in said], f"{to.name}/data/{QUOTES}.csv"))
        if errors(problems):
            return Counted(problems=arrange(problems))
        swap(aside, to)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    lines = (
        f"Counted {len(answers)} answers; {len(rows)} quotations are marked for publication.",
        f"Wrote {to}: exact counts, which stay outside of the repository.",
        f"Now: plumbline protect {to} --to datapackages/{name}",
    )
    return Counted(lines, arrange(problems), True)


def _files(
    aside: Path,
    name: str,
    book: Codebook,
    groups: Mapping[str, tuple[str, ...]],
    table: Sequence[Row],
    said: Sequence[Row],
) -> None:
    (aside / "data").mkdir(parents=True)
    told = description(book, name, groups, list(said[0]) if said else [])
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    (aside / "datapackage.json").write_text(text, "utf-8", newline="\n")
    fields = next(each for each in told["resources"] if each["name"] == "places")["schema"]["fields"]
    places = [
        {**dict.fromkeys((each["name"] for each in fields), ""), "id": id_, "level": spec["level"],
         "parent": spec.get("parent", ""), "name": spec["name"]}
        for id_, spec in book.data["places"].items()
    ]  # fmt: skip
    for file, rows in ((RAISED, table), ("places", places), (QUOTES, said)):
        if rows:
            (aside / "data" / f"{file}.csv").write_text(_csv(rows), "utf-8", newline="\n")


def _csv(rows: Sequence[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _traced(found: Iterable[Problem], said: Sequence[Answer], table: str) -> Iterator[Problem]:
    """Problems of the quotations, at the rows of the export that they come from."""
    # A quotation may hold line ends, so that a row is found by the line on which it begins.
    begins: dict[int, Answer] = {}
    line = 2
    for answer in said:
        begins[line] = answer
        line += 1 + _ends(answer)
    for each in found:
        answer = begins.get(each.line)
        if each.path == table and answer is not None:
            yield replace(each, path=answer.path, line=answer.line)
        else:
            yield each


def _ends(answer: Answer) -> int:
    """How many line ends stand in the words of an answer."""
    if answer.words is None:
        return 0
    return answer.words.text.count("\n") + sum(each.count("\n") for each in answer.words.renderings.values())
