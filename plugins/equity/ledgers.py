"""The ledger of a package: what was ever published, so that what is withheld later is known to be out.

`datapackages/ledgers/<package>.json`, beside the packages and not in them: a package is replaced whole when
it is protected or imported anew, and what was shown once stays known when its package is gone. A release
holds which cells showed which numbers, never a number, and the hashes of whole files: a hash of one small
count would be guessed at once. Each release carries the hash of the one before it.

A release names only what differs from the releases before it; the letters are those of `patterns`.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from .descriptors import Package
from .indexing import Index
from .patterns import Bits, bits_of, gone_from, lines_of, shown_in
from .problems import WARNING, Problem
from .sources import Document, read_json

FOLDER = "ledgers"

_DROPPED = (
    "Anyone may still have them, from copies, archives or the history of the repository, and old addresses "
    "lead to them. Bring them back, or say in words on the pages what became of them."
)
_NOTHING = Index((), (), (), *(np.zeros(0, dtype=np.int64) for _ in range(3)))

Lines = Mapping[str, Mapping[str, str]]
"""The letters of each place, by period."""


def ledger_path(root: Path, package: str) -> Path:
    """Where the ledger of a package stands."""
    return root / "datapackages" / FOLDER / f"{package}.json"


def read_ledger(root: Path, package: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """A ledger, None where there is none; what is broken in it, or was changed by hand."""
    path = ledger_path(root, package)
    if not path.exists():
        return None, ()
    return _read(path, root, hashlib.sha256(path.read_bytes()).hexdigest())


@lru_cache(maxsize=32)
def _read(path: Path, root: Path, _hash_of_file: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """A build asks several things of each ledger, and finding the lines takes longest; nobody changes one."""
    document, problems = read_json(path, root)
    faults = problems or tuple(_faults(document))
    return (None if faults else document), faults


def with_release(document: Document | None, package: Package, release: str) -> str | None:
    """The ledger as JSON text with one more release; None where it has these very files already.

    ValueError: another release has that name.
    """
    data: dict[str, Any] = document.data if document else {"schema": 1, "package": package.id, "releases": []}
    if any(each["package"] == package.hash for each in data["releases"]):
        return None
    if any(each["release"] == release for each in data["releases"]):
        raise ValueError(release)
    before = _latest(data["releases"])
    files = ("datapackage.json", *package.files())
    entry: dict[str, Any] = {
        "release": release,
        "package": package.hash,
        "files": {name: _file_hash(package, name) for name in files},
        "cells": {id_: _news(package, id_, before.get(id_)) for id_ in sorted(package.tables)},
        "previous": data["releases"][-1]["hash"] if data["releases"] else "",
    }
    entry["hash"] = _hash(entry)
    return _written({**data, "releases": [*data["releases"], entry]})


def was_shown(package: Package, root: Path) -> Iterator[Problem]:
    """What is wrong with a package's ledger; and one warning per table with cells that are withheld now and
    that an earlier release showed.
    """
    document, problems = read_ledger(root, package.id)
    yield from problems
    if document is None:
        return
    for id_, frame in package.tables.items():
        hits, releases = _before(package, id_, document)
        if hits.any():
            first = frame.iloc[int(np.flatnonzero(hits)[0])]
            many = int((hits > 0).sum())
            rows = "this row" if many == 1 else f"{many} rows, of which this is the first"
            told = f"Numbers of '{id_}' that are withheld now were shown in an earlier release"
            message = f"{told} ({rows}): {', '.join(releases)}."
            hint = (
                "Anyone may still have it, from copies, archives or the history of the repository. Treat it "
                "as known: audit with `--earlier`, and ask whoever answers for the data."
            )
            yield Problem(str(first["_file"]), int(first["_line"]), "withheld-later", message, hint, WARNING)


def numbers_before(package: Package, root: Path) -> int:
    """How many numbers of a package are withheld now and were shown in an earlier release."""
    document, _ = read_ledger(root, package.id)
    if document is None:
        return 0
    hits = (_before(package, id_, document)[0] for id_ in package.tables)
    return sum(int(np.bitwise_count(each).sum()) for each in hits)


def _before(package: Package, indicator: str, document: Document) -> tuple[Bits, list[str]]:
    """Per row the numbers that are withheld now and were shown before, and the releases that showed any."""
    frame, index = package.tables[indicator], package.indexes[indicator]
    hidden = bits_of(frame, True)
    hits, releases = np.zeros(len(frame), dtype=np.uint8), []
    for entry in document.data["releases"]:
        mine = shown_in(entry["cells"].get(indicator), index, len(frame)) & hidden
        if mine.any():
            hits |= mine
            releases.append(f"'{entry['release']}'")
    return hits, releases


def dropped(package: Package, root: Path) -> Iterator[Problem]:
    """One warning per table of which an earlier release showed rows that are not there any more.

    A broken ledger is told by `was_shown`.
    """
    document, _ = read_ledger(root, package.id)
    if document is None:
        return
    releases = document.data["releases"]
    for id_ in sorted({id_ for entry in releases for id_ in entry["cells"]}):
        index = package.indexes.get(id_, _NOTHING)
        found = [(number, *gone_from(entry["cells"][id_], index))
                 for number, entry in enumerate(releases) if id_ in entry["cells"]]  # fmt: skip
        gone = [(number, many, cell) for number, many, cell in found if cell is not None]
        if gone:
            period, place, group = min(cell for _, _, cell in gone)
            who = "+".join(each for _, each in group) or "all"
            # A release names only what is new in it, so that the sum counts few rows twice.
            many = sum(each for _, each, _ in gone)
            rows = f"A row of '{id_}'," if many == 1 else f"About {many:,} rows of '{id_}', the first of them"
            names = ", ".join(f"'{releases[number]['release']}'" for number, _, _ in gone)
            verb = "is" if many == 1 else "are"
            message = (
                f"{rows} {period}, {place}, {who}, {verb} not there any more, and an earlier release "
                f"showed {'it' if many == 1 else 'them'}: {names}."
            )
            yield document.problem(
                ("releases", gone[0][0]), "row-dropped", message, _DROPPED, severity=WARNING
            )


def without_package(root: Path) -> Iterator[Problem]:
    """A warning for each ledger whose package is gone."""
    folder = root / "datapackages"
    for path in sorted((folder / FOLDER).glob("*.json")):
        if not (folder / path.stem).is_dir():
            message = f"The package '{path.stem}' was published and is not there any more."
            yield Problem(path.relative_to(root).as_posix(), 0, "row-dropped", message, _DROPPED, WARNING)


def _file_hash(package: Package, name: str) -> str:
    return hashlib.sha256((package.folder / name).read_bytes()).hexdigest()


def release_of(cycle: str, date: str) -> str:
    """The name of the release that a cycle makes when it is frozen."""
    return f"cycle {cycle}, {date}"


def holds(document: Document, package_hash: str, release: str) -> bool:
    """Whether a ledger has a release of just these files, or one of this name."""
    return any(each["package"] == package_hash or each["release"] == release
               for each in document.data["releases"])  # fmt: skip


def _faults(document: Document) -> Iterator[Problem]:
    data = document.data
    releases = data.get("releases") if isinstance(data, dict) else None
    if not isinstance(releases, list):
        yield Problem(
            document.path, 0, "ledger-broken", "This is not a ledger.", "Restore it from the history."
        )
        return
    before = ""
    for number, entry in enumerate(releases):
        whole = isinstance(entry, dict) and {"release", "package", "files", "cells", "hash"} <= {*entry}
        if not whole or entry.get("previous") != before or entry["hash"] != _hash(entry):
            message = "This release is not as it was written, or the one before it is not."
            hint = "A ledger is only added to. Restore it from the history."
            yield document.problem(("releases", number), "ledger-broken", message, hint)
            return
        before = entry["hash"]


def _hash(entry: Mapping[str, Any]) -> str:
    kept = {key: value for key, value in entry.items() if key != "hash"}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _news(package: Package, indicator: str, before: tuple[Any, Lines] | None) -> dict[str, Any]:
    """What a release says of a table: its cuts, and per period which places have which letters.

    Places that an earlier release has with the same letters are left out, unless the cuts are others.
    """
    cuts = [[list(pair) for pair in cut] for cut in package.indexes[indicator].cuts]
    known = before[1] if before and before[0] == cuts else {}
    periods: dict[str, dict[str, list[str]]] = {}
    for period, places in sorted(lines_of(package, indicator).items()):
        by_runs: dict[str, list[str]] = {}
        for place, runs in sorted(places.items()):
            if known.get(period, {}).get(place) != runs:
                by_runs.setdefault(runs, []).append(place)
        if by_runs:
            periods[period] = dict(sorted(by_runs.items()))
    return {"cuts": cuts, "periods": periods}


def _latest(releases: list[Mapping[str, Any]]) -> dict[str, tuple[Any, dict[str, dict[str, str]]]]:
    """Per table the last cuts, and the letters that each place has after all releases with those cuts."""
    found: dict[str, tuple[Any, dict[str, dict[str, str]]]] = {}
    for entry in releases:
        for id_, table in entry["cells"].items():
            if id_ not in found or found[id_][0] != table["cuts"]:
                found[id_] = table["cuts"], {}
            for period, by_runs in table["periods"].items():
                for runs, places in by_runs.items():
                    found[id_][1].setdefault(period, {}).update(dict.fromkeys(places, runs))
    return found


def _written(data: Mapping[str, Any]) -> str:
    """JSON text, a line for each pattern: short enough to keep, long enough to compare two versions."""
    head = json.dumps({key: value for key, value in data.items() if key != "releases"}, ensure_ascii=False)
    releases = ",\n".join(_entry(each) for each in data["releases"])
    return f'{head[:-1]}, "releases": [\n{releases}\n]}}\n'


def _entry(entry: Mapping[str, Any]) -> str:
    def text(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    tables = []
    for id_, table in entry["cells"].items():
        periods = []
        for period, by_runs in table["periods"].items():
            lines = ",\n".join(f"    {text(runs)}: {text(places)}" for runs, places in by_runs.items())
            periods.append(f"   {text(period)}: {{\n{lines}\n   }}")
        inner = ",\n".join(periods)
        tables.append(f'  {text(id_)}: {{"cuts": {text(table["cuts"])}, "periods": {{\n{inner}\n  }}}}')
    rest = "".join(f" {text(key)}: {text(entry[key])},\n" for key in ("release", "package", "files"))
    body = ",\n".join(tables)
    end = f' "previous": {text(entry["previous"])},\n "hash": {text(entry["hash"])}\n'
    return f'{{\n{rest} "cells": {{\n{body}\n }},\n{end}}}'
