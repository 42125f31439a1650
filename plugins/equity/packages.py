"""Opening a data package: its descriptor against the contract, its words, its rows through the gate."""

import codecs
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .contract import check_contract
from .descriptors import Change, Dimension, Indicator, Package
from .gate import inspect
from .labels import english_words, translated_words
from .problems import Problem, errors
from .sources import Document, check_schema, read_json


def open_package(
    folder: Path, root: Path, languages: tuple[str, ...] = ("en",), cache: Path | None = None
) -> tuple[Package | None, tuple[Problem, ...]]:
    """Read, validate and translate one package; None when an error makes its numbers untrustworthy.

    `root` is the project (problems name paths below it), `cache` where "these bytes passed" is remembered.
    """
    package, document, problems = read_descriptor(folder, root, languages)
    if package is None:
        return None, problems
    inspected, found = inspect(package, document, root, cache)
    told = (*problems, *found)
    return (None if errors(found) else inspected), told


def read_descriptor(
    folder: Path, root: Path, languages: tuple[str, ...]
) -> tuple[Package | None, Document, tuple[Problem, ...]]:
    """The package without its tables; None when the descriptor does not keep the contract."""
    package, document, problems = describe(folder, root)
    if package is None:
        return None, document, problems
    found = [*problems, *check_contract(package, document)]
    if errors(found):
        return None, document, tuple(found)
    catalogues, untranslated = translated_words(package, root, languages)
    words = {"en": package.words["en"], **catalogues}
    complete = Package(
        **{**package.__dict__, "words": words, "hash": digest(package.folder, package.files())}
    )
    return complete, document, (*found, *untranslated)


def describe(folder: Path, root: Path) -> tuple[Package | None, Document, tuple[Problem, ...]]:
    """What the descriptor says, in English; None when its form is wrong. Its files need not be there yet.

    Whether its parts fit together is not looked at: names may name nothing.
    """
    document, problems = read_json(folder / "datapackage.json", root)
    if document.data is None:
        return None, document, problems
    if (folder / "datapackage.json").read_bytes().startswith(codecs.BOM_UTF8):
        # We could read it, but other tools for data packages cannot.
        hint = "Save it as UTF-8 without a byte order mark (in Notepad: Encoding, UTF-8)."
        problem = Problem(document.path, 1, "json-syntax", "This file begins with a byte order mark.", hint)
        return None, document, (*problems, problem)
    problems += check_schema(document, "descriptor")
    if isinstance(document.data, dict) and isinstance(document.data.get("equity"), dict):
        problems += check_schema(document, "equity", ("equity",))
    if errors(problems):
        return None, document, problems
    descriptor, equity = document.data, document.data["equity"]
    package = Package(
        id=folder.name,
        folder=folder,
        path=document.path,
        descriptor=descriptor,
        origin=equity["origin"]["kind"],
        indicators={id_: _indicator(id_, spec) for id_, spec in equity["indicators"].items()},
        dimensions={id_: _dimension(id_, spec) for id_, spec in equity["dimensions"].items()},
        words={"en": dict(english_words(descriptor))},
        roles={field: role for role, field in equity.get("columns", {}).items() if field != role},
        levels=tuple(equity.get("places", {}).get("levels", ())),
        quoted=equity.get("quotes", {}).get("resource", ""),
    )
    return package, document, problems


def _indicator(id_: str, spec: Mapping[str, Any]) -> Indicator:
    return Indicator(
        id=id_,
        resource=spec["resource"],
        kind=spec["kind"],
        scale=int(spec.get("scale", 1)),
        decimals=int(spec["decimals"]),
        direction=spec["direction"],
        timing=spec.get("timing", "lagging"),
        comparable=tuple((span["from"], span["to"]) for span in spec.get("comparable", ())),
        breaks=tuple(each["at"] for each in spec.get("breaks", ())),
        independent=spec["kind"] == "rate" and spec.get("events") == "independent",
    )


def _dimension(id_: str, spec: Mapping[str, Any]) -> Dimension:
    return Dimension(
        id=id_,
        groups=tuple(spec["groups"]),
        ordered=spec["ordered"],
        exclusive=spec["relation"] == "exclusive",
        complete=spec.get("complete", True),
        spans={
            group: (str(each.get("from", "")), str(each.get("to", "")))
            for group, each in spec["groups"].items()
            if "from" in each or "to" in each
        },
        changes=tuple(
            Change(each["at"], {old: tuple(new) for old, new in each.get("groups", {}).items()})
            for each in spec.get("changes", ())
        ),
        same_people=spec.get("same_people", False),
    )


def digest(folder: Path, files: Iterable[str]) -> str:
    """SHA-256 over the descriptor and every data file, so that unchanged bytes are not validated again.

    OSError: a file is not there.
    """
    whole = hashlib.sha256()
    for name in ("datapackage.json", *files):
        data = (folder / name).read_bytes()
        whole.update(f"{name}\0{len(data)}\0".encode())
        whole.update(data)
    return whole.hexdigest()
