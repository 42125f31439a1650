"""A small site whose withheld numbers are primes that stand nowhere else, and a search for them in its files.

The private extract has every number. Under `POLICY` one group is small in both districts; which other is
withheld with it `protected` leaves to `plumbline protect`. `project` writes the same package by hand, for
tests that want a site of our own figures with the usual rules. `extract(1)` differs from `extract(0)` in
withheld numbers alone: every sum that is shown stays the same.
"""

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.protecting import protect_extract
from tests.conftest import package_files, rate
from tests.site.projects import PACKAGE, REPORTS, small

PERIODS = ("2016-17", "2017-18", "2018-19")
HIDDEN_PERIODS = PERIODS[1:]
DISTRICTS = ("001", "002")
GROUPS = {"race_ethnicity": ("asian", "black", "white")}
HIDDEN_GROUPS = ("asian", "black")
STEP = {"k": 30, "n": 60}
POLICY = {"min_n": 20000, "residual_min": 20000, "min_interval": 1000}

Cell = tuple[str, str, str]
Extract = Mapping[Cell, tuple[int, int]]
"""Numerator and denominator by period, place and group; "" is everybody."""


def is_prime(number: int) -> bool:
    return number > 1 and all(number % each for each in range(2, int(number**0.5) + 1))


def prime(after: int, step: int) -> int:
    """The next prime that stays prime when `step` is added."""
    return next(each for each in count(after) if is_prime(each) and is_prime(each + step))


def extract(variant: int) -> Extract:
    """The private numbers."""
    cells: dict[Cell, tuple[int, int]] = {}
    made = 0
    for at, period in enumerate(PERIODS):
        for number, place in enumerate(DISTRICTS):
            cells[period, place, "white"] = 31000 + 1000 * at, 40000 + 2000 * number
            for group in HIDDEN_GROUPS:
                if period not in HIDDEN_PERIODS:
                    cells[period, place, group] = 8000 + 500 * number, 20000
                    continue
                # What one gains the other loses, in the group and in the place: each sum stays.
                up = (group == "asian") == (place == "001")
                more = variant if up else 1 - variant
                people = (10100 if group == "asian" else 22700) + 1130 * made
                k, n = prime(1500 + 830 * made, STEP["k"]), prime(people, STEP["n"])
                cells[period, place, group] = k + STEP["k"] * more, n + STEP["n"] * more
                made += 1
        for group in GROUPS["race_ethnicity"]:
            cells[period, "ct", group] = add(cells[period, place, group] for place in DISTRICTS)
        for place in ("ct", *DISTRICTS):
            cells[period, place, ""] = add(cells[period, place, each] for each in GROUPS["race_ethnicity"])
    return cells


def add(cells: Iterator[tuple[int, int]]) -> tuple[int, int]:
    ks, ns = zip(*cells, strict=True)
    return sum(ks), sum(ns)


def withheld(cell: Cell) -> bool:
    period, place, group = cell
    return period in HIDDEN_PERIODS and place in DISTRICTS and group in HIDDEN_GROUPS


REPORT = """\
schema: 1
thread: canary
stage: design
package: schools
indicator: graduation
place: "001"
group: {race_ethnicity: asian}
against: {race_ethnicity: white}
baseline: 2016-17
target: {value: 90, by: 2020-21, evidence: illustration}
interventions:
  - id: more-time
    status: running
    since: 2017
    evidence: documented
    source: https://example.org/law
    ratings: {impact: medium, feasibility: high, fit: high}
log: []
figures:
  now: {form: comparison, dimension: race_ethnicity, period: 2018-19}
  before: {form: comparison, dimension: race_ethnicity, period: 2016-17}
  lines: {form: trend, groups: [{race_ethnicity: asian}, {race_ethnicity: white}], from: 2016-17, to: 2018-19}
  state: {form: trend, place: ct, from: 2016-17, to: 2018-19}
values:
  asian-now: {measure: rate, period: 2018-19}
  asian-count: {measure: numerator, period: 2018-19}
  white-now: {measure: rate, period: 2018-19, group: {race_ethnicity: white}}
"""
FIGURES = "\n\n".join(
    f"[[figure {each} | A caption]]\n\n[[download {each}]]" for each in ("now", "before", "lines", "state")
)
WORDS = "Now [[value asian-now]], [[value asian-count]], others [[value white-now]], gap [[value gap]]."


def project(numbers: Extract) -> dict[str, str | bytes]:
    """The site of an extract: what is withheld is blank in the package, which is all that the site gets."""
    rows = [
        (period, place, group, "c", "c", "c") if withheld((period, place, group)) else
        (period, place, group, k, n, rate(k, n))
        for (period, place, group), (k, n) in numbers.items()
    ]  # fmt: skip
    labels = {"numerator_label": "Graduates", "denominator_label": "Students"}
    files = {name: each for name, each in small().items() if not name.startswith(PACKAGE)}
    package = package_files(rows, "own", GROUPS, **labels)
    files |= {f"{PACKAGE}/{name}": each for name, each in package.items()}
    files[f"{REPORTS}/report.yaml"] = REPORT
    for code in ("en", "es"):
        text = str(files[f"{REPORTS}/{code}.md"])
        text = re.sub(r"^Now .*$", WORDS, text, flags=re.M)
        text = text.replace("[[figure where-we-are | A caption]]", FIGURES)
        text = re.sub(r"^Before .*$", "Said.", text, flags=re.M)
        files[f"{REPORTS}/{code}.md"] = text
    return files


def protected(numbers: Extract) -> dict[str, str | bytes]:
    """The site of an extract whose package `protect` has made, under a policy with a very large minimum."""
    labels = {"numerator_label": "Graduates", "denominator_label": "Students"}
    rows = [(*cell, k, n) for cell, (k, n) in numbers.items()]
    private = dict(package_files(rows, "own", GROUPS, **labels))
    described = json.loads(private["datapackage.json"])
    described["equity"]["policy"] = POLICY
    private["datapackage.json"] = json.dumps(described, indent=2)
    files = {name: each for name, each in project(numbers).items() if not name.startswith(PACKAGE)}
    with TemporaryDirectory() as home:
        for name, content in private.items():
            path = Path(home) / "private/schools" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(str(content), "utf-8")
        site = Path(home) / "site"
        (site / "datapackages").mkdir(parents=True)
        made = protect_extract(Path(home) / "private/schools", site)
        assert made.summary, made.problems
        for path in sorted(each for each in (site / PACKAGE).rglob("*") if each.is_file()):
            files[path.relative_to(site).as_posix()] = path.read_bytes()
    return files


def secrets(numbers: Extract) -> tuple[set[int], set[int], set[str]]:
    """What must stand nowhere: withheld numbers and complements; their distances from shown ones; rates."""
    plain, distances, rates = set(), set(), set()
    shown = {cell: both for cell, both in numbers.items() if not withheld(cell)}
    for cell, (k, n) in numbers.items():
        if withheld(cell):
            plain |= {k, n, n - k}
            near = [both for other, both in shown.items() if other[0] == cell[0]]
            distances |= {abs(one - two) for both in near for one, two in zip((k, n), both, strict=True)}
            rates |= {rate(k, n, decimals) for decimals in (1, 2, 3, 4, 6)}
            rates |= {rate(k, n * 100, decimals) for decimals in (4, 5, 6)}
    known = {each for both in shown.values() for each in (*both, both[1] - both[0])}
    return plain - known, {each for each in distances if each > 999} - known - plain, rates


SEPARATORS = ("", ",", ".", " ", "\u00a0", "\u202f", "'", "\u2019", "\u066c", "_")


def spellings(number: int) -> Iterator[str]:
    """A whole number with each separator of thousands, and in Arabic digits."""
    for separator in SEPARATORS:
        yield f"{number:,}".replace(",", separator)
    yield "".join(chr(0x660 + int(each)) for each in str(number))


def unpacked(data: bytes) -> bytes:
    """The bytes of a file, and after them what its compressed pieces hold (texts in a picture)."""
    pieces = [data]
    if data.startswith(b"\x89PNG"):
        at = 8
        while at + 8 <= len(data):
            length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
            body = data[at + 8 : at + 8 + length]
            if kind in (b"zTXt", b"iTXt"):
                for start in [each for each in range(len(body)) if body[each] == 0x78]:
                    try:
                        pieces.append(zlib.decompress(body[start:]))
                    except zlib.error:
                        continue
            at += 12 + length
    return b"\n".join(pieces)


def found(output: Path, numbers: Extract) -> list[tuple[str, str]]:
    """Where a secret stands: the file, and what kind of a secret. Never which."""
    plain, distances, rates = secrets(numbers)
    loose = [spelling for number in plain for spelling in spellings(number)]
    raw = [
        re.compile(b"|".join(re.escape(spelling.encode(code)) for spelling in loose))
        for code in ("utf-8", "utf-16-le", "utf-16-be")
    ]
    strict = [re.escape(each) for number in distances for each in spellings(number)]
    strict += [re.escape(each) for one in rates for each in (one, one.replace(".", ","))]
    edged = re.compile(r"(?<![\d.,])(?:" + "|".join(strict) + r")(?![\d])")
    told = []
    for path in sorted(each for each in output.rglob("*") if each.is_file()):
        data, name = unpacked(path.read_bytes()), path.relative_to(output).as_posix()
        told += [(name, "number") for each in raw if each.search(data)]
        text = data.decode("utf-8", "replace")
        if path.suffix in (".html", ".svg"):  # lengths of a drawing are no numbers of the data
            text = re.sub(r'\b(?:d|x|y|x1|x2|y1|y2|cx|width|height|transform|viewBox)="[^"]*"', "", text)
        told += [(name, "distance or rate") for _ in edged.findall(text)]
    return told
