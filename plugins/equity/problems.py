"""A mistake that a person made, as a value: where it stands, what is wrong, how to mend it.

Mistakes of people are `Problem`s: collected, sorted, told together. Mistakes of programmers are exceptions.
The sentence is made where the problem is found; the look is made here, once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, order=True)
class Problem:
    """One located complaint.

    `path` is relative to the project, `line` counts from 1 (0: the file as a whole), `code` is stable and
    documented (`thing-fault`), `message` says what is wrong, `hint` what to do. An error stops a publish;
    a warning does not.
    """

    path: str
    line: int
    code: str
    message: str
    hint: str = ""
    severity: str = ERROR

    @property
    def where(self) -> str:
        """`path:line`, or the path alone when the whole file is meant."""
        return f"{self.path}:{self.line}" if self.line else self.path


def nearest(word: str, choices: Iterable[str]) -> str:
    """The choice most like `word`, or "" when none is near.

    Two passes, because people mistype (close letters) and they also cut or join words (`english` for
    `english_learner`), which letter distance alone misses.
    """
    known = sorted(set(choices))
    if "not" not in word.casefold():
        # Never the opposite: who wrote `eligible` did not mean `not_eligible`.
        known = [choice for choice in known if not choice.casefold().startswith("not_")]
    if word.isdigit() and len(word) > 4:
        # A code with another digit is another place; only zeros that a spreadsheet ate are guessed.
        return next((each for each in known if each.isdigit() and int(each) == int(word)), "")
    folded = {choice.casefold(): choice for choice in reversed(known)}
    close = get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    if close:
        return folded[close[0]]
    # Only pieces that mean something: the status `u` is inside `suppressed`, and would be the wrong advice.
    part = word.casefold()
    for choice in known:
        other = choice.casefold()
        if min(len(part), len(other)) > 3 and (part in other or other in part):
            return choice
    return ""


def plain(word: str) -> str:
    """A word without capitals, spaces and signs: two spellings of one name are alike in this."""
    return "".join(each for each in word.casefold() if each.isalnum())


def did_you_mean(word: str, choices: Iterable[str], otherwise: str = "") -> str:
    """A hint: the nearest choice, else the whole list when it is short, else `otherwise`."""
    known = sorted(set(choices))
    eaten = [each for each in known if each != word and each.isdigit() and each.lstrip("0") == word]
    if eaten:
        return f"Has a spreadsheet eaten the zeros of '{eaten[0]}'? Keep the column as text."
    close = nearest(word, known)
    if close:
        return f"Did you mean '{close}'?"
    if otherwise:
        return otherwise
    if not known:
        return ""
    if len(known) > 12:
        return f"There are {len(known)} to choose from, the first is '{known[0]}'."
    return "Known here: " + ", ".join(f"'{choice}'" for choice in known) + "."


def the_same(count: int, what: str) -> str:
    """`The same in 1 more row`, `The same in 995 more rows`."""
    return f"The same in {count} more {what}{'' if count == 1 else 's'}"


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Only those that stop a publish."""
    return tuple(problem for problem in problems if problem.severity == ERROR)


def arrange(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted by file and line, each once: a file that two reports use is complained of once."""
    return tuple(sorted(set(problems)))


def tell(problems: Iterable[Problem]) -> str:
    """All problems as text, one look everywhere (terminal, log, preview)."""
    lines: list[str] = []
    for problem in arrange(problems):
        mark = "" if problem.severity == ERROR else "warning: "
        lines.append(f"{problem.where}: {mark}{_one_line(problem.message)} [{problem.code}]")
        if problem.hint:
            lines.append(f"    {_one_line(problem.hint)}")
    return "\n".join(lines)


def _one_line(text: str) -> str:
    """Other people's messages may have several lines; a complaint has one, so that it can be searched for."""
    return " ".join(part.strip() for part in text.splitlines())


def count(problems: Iterable[Problem]) -> str:
    """`3 problems`, `1 problem and 2 warnings`, `no problems`."""
    told = arrange(problems)
    wrong = len(errors(told))
    doubtful = len(told) - wrong
    parts = []
    if wrong or not doubtful:
        parts.append(f"{wrong or 'no'} problem{'' if wrong == 1 else 's'}")
    if doubtful:
        parts.append(f"{doubtful} warning{'' if doubtful == 1 else 's'}")
    return " and ".join(parts)
