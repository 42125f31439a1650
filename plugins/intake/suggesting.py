"""`plumbline import --suggest FILE`: a recipe proposed from the file itself, naming what it is unsure of."""

import re
from dataclasses import dataclass
from pathlib import Path

from plugins.equity.problems import Problem
from plugins.equity.sources import shown

from .drafting import draft
from .grids import Grid, Reading, read_grids
from .guesses import Guess, year_in
from .guessing import guess
from .headings import tidied
from .importing import Outcome
from .proposing import Origin, propose, unsure
from .recipes import RECIPE
from .sniffing import Table, sniff, together
from .templates import match
from .vocabulary import is_total, known_group

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
        return Outcome(
            problems=(Problem(name, 0, "table-shape", message, "Is it another sheet or another file?"),)
        )
    recipe, doubts = propose(made, origin), unsure(made)
    told = [
        f"{len(doubts)} point{'' if len(doubts) == 1 else 's'} to look at:",
        *(f"  {each}" for each in doubts),
    ]
    if not package:
        return Outcome((recipe.rstrip("\n"), *(f"# {each}" for each in told)), (), True)
    taken = [each for each in (home / RECIPE, home / "datapackage.json") if each.exists()]
    if taken:
        message = "This file is there already, and is not written over."
        hint = "Choose another name, or leave out --package to see the proposal."
        return Outcome(
            problems=tuple(Problem(shown(each, root), 0, "file-exists", message, hint) for each in taken)
        )
    home.mkdir(parents=True, exist_ok=True)
    (home / RECIPE).write_text(recipe, "utf-8", newline="\n")
    (home / "datapackage.json").write_text(draft(made, str(package)), "utf-8", newline="\n")
    lines = [f"Wrote {shown(home / RECIPE, root)} and {shown(home / 'datapackage.json', root)}.", *told]
    if origin.folder.startswith("$"):
        lines.append(
            f"The file lies outside of the project: set {origin.folder[1:]} to its folder for every import."
        )
    lines.append(
        "`plumbline check` names what the description still lacks; then: plumbline import " + str(package)
    )
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
    """The guess for the largest table and those like it, and how to find them and their year."""
    grid = max(grids, key=lambda each: each.cells.size)
    table = sniff(grid)
    folder, name = _folder(file, home, root)
    if table.body.empty or len(table.columns) < 2:
        return None, Origin(folder, name)
    year = Year() if table.of("period") else _year(table, grid.sheet if len(grids) > 1 else "", name)
    alike = [each for each in grids if each is not grid and (not grid.sheet or _fits(year.sheet, each.sheet))]
    files = year.files or name
    if files != name:
        alike += [each for _, each in _siblings(file, files, reading)]
    if alike:
        table = together(table, [sniff(each) for each in alike])
    made = guess(table)
    if not made.dimensions and (template := _group_in(files)):
        # Without a breakdown inside, a group in the name of the file would pass for everybody.
        files, beside = template, _siblings(file, template, reading)
        words = [told["group"] for told, _ in beside if "group" in told]
        made = guess(together(sniff(grid), [sniff(each) for _, each in beside]), words)
    for key, text in year.doubts:
        made.doubt(key, text)
    read = {grid.sheet, *(each.sheet for each in alike)}
    others = [each.sheet for each in grids if each.sheet and each.sheet not in read]
    if others:
        made.doubt("files", "Other sheets are not read: " + ", ".join(f"'{each}'" for each in others) + ".")
    if len(grids) > 1 and not grid.sheet:
        made.doubt("files", f"The package has {len(grids)} files in this resource; all must look alike.")
    encoding = "" if reading.encoding == "utf-8-sig" else reading.encoding
    if encoding:
        made.doubt("files", f"The encoding is taken for {encoding}: look at letters with accents.")
    delimiter = reading.delimiter if file.suffix.lower() != ".tsv" else ""
    sheet = year.sheet or (grid.sheet if len(grids) > 1 else "")
    return made, Origin(
        folder, files, encoding, delimiter, sheet, year.preamble, year.period, "", tuple(others)
    )


@dataclass(frozen=True)
class Year:
    """Where the year stands when it has no column: templates with `{period}`, or a year to be written."""

    files: str = ""
    sheet: str = ""
    preamble: str = ""
    period: str = ""
    doubts: tuple[tuple[str, str], ...] = ()


def _year(table: Table, sheet: str, name: str) -> Year:
    """In the sheet's name, the file's or a line above; a whole school year goes before a bare year."""
    above = [tidied(cell) for row in range(table.head) for cell in table.grid.cells.iloc[row] if cell]
    found: list[tuple[bool, Year]] = []
    others = "Files with other years in their names are read too."
    if (one := year_in(sheet)) is not None:
        found.append((len(one[1]) == 4, Year(sheet=one[0])))
    if (one := year_in(name)) is not None:
        said = (("files", f"The year is taken from the name of the file. {others}"),)
        found.append((len(one[1]) == 4, Year(files=one[0], doubts=said)))
    for text in above:
        if (one := year_in(text)) is not None:
            files = year_in(name)
            pattern = files[0].replace("{period}", "*") if files else ""
            told = (("files", others),)[: bool(pattern)]
            found.append((len(one[1]) == 4, Year(files=pattern, preamble=one[0], doubts=told)))
    if found:
        return min(found, key=lambda each: each[0])[1]
    # Not a year: a proposal that nobody looked at must not import as one.
    doubt = "No year is found in the table, above it or in its name; write the right one."
    return Year(period="YYYY-YY", doubts=(("period", doubt),))


def _fits(template: str, sheet: str) -> bool:
    return bool(template) and match(template, sheet) is not None


def _group_in(files: str) -> str | None:
    """The name of a file with `{group}` in place of the one word in it that usually is a group."""
    stem, dot, end = files.rpartition(".")
    parts = re.split(r"([-_ ]+)", stem)
    found = [at for at, word in enumerate(parts) if known_group(word) or is_total(word)]
    if len(found) != 1:
        return None
    return "".join([*parts[: found[0]], "{group}", *parts[found[0] + 1 :], dot, end])


def _siblings(file: Path, template: str, reading: Reading) -> list[tuple[dict[str, str], Grid]]:
    """The files whose names fit the template, this one among them, with what their names tell."""
    found = []
    for other in sorted(file.parent.iterdir()):
        told = match(template, other.name, path=True) if other.is_file() else None
        if told is not None:
            grids, _ = read_grids(other, other.name, reading)
            found += [(told, each) for each in grids[:1]]
    return found


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
