"""`plumbline import --suggest FILE`: a recipe proposed from the file itself, naming what it is unsure of."""

import re
from pathlib import Path

from plugins.equity.problems import Problem
from plugins.equity.sources import shown

from .drafting import draft
from .grids import Grid, Reading, read_grids
from .guessing import Guess, guess, year_in
from .importing import Outcome
from .layouts import tidied
from .proposing import Origin, propose, unsure
from .recipes import RECIPE
from .sniffing import Table, sniff

_NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_DELIMITERS = (",", ";", "\t", "|")


def suggest(root: Path, file: Path, package: str | None) -> Outcome:
    """A recipe for a file: as lines, or written into a new package. What exists is never written over."""
    home = root / "datapackages" / package if package else root / "datapackages" / "new"
    if package and not _NAME.fullmatch(package):
        message = f"A package cannot be called '{package}'."
        hint = "Small letters, digits, '-'."
        return Outcome(problems=(Problem(f"datapackages/{package}", 0, "name-reserved", message, hint),))
    name = file.name if file.is_absolute() else file.as_posix()
    grids, reading, problems = _read(file, name)
    if not grids:
        return Outcome(problems=problems)
    made, origin = _understood(grids, reading, file, home, root)
    if made is None:
        message = "No table is found in this file: no row of headings with rows below it."
        return Outcome(problems=(Problem(name, 0, "table-shape", message, "Is it another sheet or another file?"),))
    recipe, doubts = propose(made, origin), unsure(made)
    told = [f"{len(doubts)} point{'' if len(doubts) == 1 else 's'} to look at:", *(f"  {each}" for each in doubts)]
    if not package:
        return Outcome((recipe.rstrip("\n"), *(f"# {each}" for each in told)), (), True)
    taken = [each for each in (home / RECIPE, home / "datapackage.json") if each.exists()]
    if taken:
        message = "This file is there already, and is not written over."
        hint = "Choose another name, or leave out --package to see the proposal."
        return Outcome(problems=tuple(Problem(shown(each, root), 0, "file-exists", message, hint) for each in taken))
    home.mkdir(parents=True, exist_ok=True)
    (home / RECIPE).write_text(recipe, "utf-8", newline="\n")
    (home / "datapackage.json").write_text(draft(made, str(package)), "utf-8", newline="\n")
    lines = [f"Wrote {shown(home / RECIPE, root)} and {shown(home / 'datapackage.json', root)}.", *told]
    if origin.folder.startswith("$"):
        lines.append(f"The file lies outside of the project: set {origin.folder[1:]} to its folder for every import.")
    lines.append("`plumbline check` names what the description still lacks; then: plumbline import " + str(package))
    return Outcome(tuple(lines), (), True)


def _read(file: Path, name: str) -> tuple[tuple[Grid, ...], Reading, tuple[Problem, ...]]:
    """The file with the encoding and the delimiter that fit it best."""
    reading = Reading()
    grids, problems = read_grids(file, name, reading)
    if [each.code for each in problems] == ["file-encoding"]:
        raw = file.read_bytes()
        encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "windows-1252"
        other = Reading(encoding)
        tried, wrong = read_grids(file, name, other)
        if tried:
            grids, problems, reading = tried, wrong, other
    if grids and file.suffix.lower() in (".csv", ".txt"):
        widths = {}
        for sign in _DELIMITERS:
            tried, _ = read_grids(file, name, Reading(reading.encoding, sign))
            widths[sign] = float(((tried[0].cells != "").sum(axis=1)).median()) if tried else 0
        best = max(_DELIMITERS, key=lambda sign: widths[sign])
        if best != "," and widths[best] > widths[","]:
            reading = Reading(reading.encoding, best)
            grids, problems = read_grids(file, name, reading)
    return grids, reading, problems


def _understood(
    grids: tuple[Grid, ...], reading: Reading, file: Path, home: Path, root: Path
) -> tuple[Guess | None, Origin]:
    """The guess for the largest table, and how to find it and its year."""
    grid = max(grids, key=lambda each: each.cells.size)
    table = sniff(grid)
    folder, files = _folder(file, home, root)
    if table.body.empty or len(table.columns) < 2:
        return None, Origin(folder, files)
    made = guess(table)
    if len(grids) > 1 and not grid.sheet:
        made.doubt("files", f"The package has {len(grids)} files in this resource; all must look like the first.")
    sheet = grid.sheet if len(grids) > 1 else ""
    others = [each.sheet for each in grids if each.sheet and each is not grid]
    period = preamble = ""
    if not made.period:
        sheet, files, preamble, period = _year(made, table, sheet, files)
    if sheet and "{period}" in sheet:
        pattern = sheet.replace("{period}", "")
        others = [each for each in others if not (year_in(each) and year_in(each)[0].replace("{period}", "") == pattern)]
    if others:
        made.doubt("files", "Other sheets are not read: " + ", ".join(f"'{each}'" for each in others) + ".")
    encoding = "" if reading.encoding == "utf-8-sig" else reading.encoding
    if encoding:
        made.doubt("files", f"The encoding is taken for {encoding}: look at letters with accents.")
    delimiter = reading.delimiter if file.suffix.lower() != ".tsv" else ""
    return made, Origin(folder, files, encoding, delimiter, sheet, preamble, period)


def _year(made: Guess, table: Table, sheet: str, files: str) -> tuple[str, str, str, str]:
    """Where the year stands when it has no column: in the sheet's name, the file's, or a line above."""
    if sheet and (found := year_in(sheet)):
        return found[0], files, "", ""
    if found := year_in(files):
        made.doubt("files", "The year is taken from the name of the file, and files of other years are read too.")
        return sheet, found[0], "", ""
    for row in range(table.head):
        cells = [tidied(each) for each in table.grid.cells.iloc[row]]
        for text in cells:
            if text and (found := year_in(text)):
                return sheet, files, found[0], ""
    made.doubt("period", "No year is found in the table, above it or in its name; write the right one.")
    return sheet, files, "", "2000-01"


def _folder(file: Path, home: Path, root: Path) -> tuple[str, str]:
    """The folder as the recipe says it: from the recipe where it is in the project, else by a variable."""
    try:
        inside = file.resolve().parent.relative_to(home.resolve())
        return inside.as_posix(), file.name
    except ValueError:
        pass
    try:
        inside = file.resolve().parent.relative_to(root.resolve())
        return f"../../{inside.as_posix()}".rstrip("."), file.name
    except ValueError:
        return "$PLUMBLINE_FILES", file.name
