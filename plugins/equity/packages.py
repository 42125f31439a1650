"""Opening a data package: its descriptor against the contract, its words, its rows through the gate."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .descriptors import ALL, Change, Dimension, Indicator, Package, paths
from .gate import inspect
from .labels import doubt_key, english_words, translated_words
from .problems import Problem, did_you_mean, errors
from .sources import Document, Key, check_schema, read_json

_PLACE = ("id", "level", "parent", "name")
_ROLES = ("period", "place", "numerator", "denominator", "value", "value_low", "value_high", "sd", "status")


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
    document, problems = read_json(folder / "datapackage.json", root)
    if document.data is None:
        return None, document, problems
    problems += check_schema(document, "descriptor")
    if errors(problems):
        return None, document, problems
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
        levels=tuple(equity.get("places", {}).get("levels", ())),
    )
    found = [*problems, *_check_names(package, document)]
    if errors(found):
        return None, document, tuple(found)
    catalogues, untranslated = translated_words(package, root, languages)
    words = {"en": package.words["en"], **catalogues}
    complete = Package(**{**package.__dict__, "words": words, "hash": _digest(package)})
    return complete, document, (*found, *untranslated)


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
    )


def _check_names(package: Package, document: Document) -> Iterator[Problem]:
    """Names inside the descriptor that must name something else inside it; files that must exist."""
    names = [each["name"] for each in document.data["resources"]]
    for id_, indicator in package.indicators.items():
        if indicator.resource not in names:
            message = f"There is no resource called '{indicator.resource}' in this package."
            where: Key = ("equity", "indicators", id_, "resource")
            hint = did_you_mean(indicator.resource, names)
            yield document.problem(where, "resource-unknown", message, hint)
        else:
            known = (*_ROLES, *(f"{each}_status" for each in _ROLES), *package.dimensions)
            needed = ("period", "place", "value", "status")
            yield from _check_fields(document, names.index(indicator.resource), needed, known)
            yield from _check_indicator(package, document, indicator)
    if "places" in names:
        yield from _check_fields(document, names.index("places"), _PLACE)
    else:
        message, hint = "This package has no resource called 'places'.", "Add a table of places: "
        yield document.problem(("resources",), "resource-unknown", message, hint + ", ".join(_PLACE) + ".")
    for name, dimension in package.dimensions.items():
        where = ("equity", "dimensions", name)
        if name in _ROLES or name.startswith("_") or name.endswith(("_status", "_text")):
            message = f"A dimension cannot be called '{name}'."
            yield document.problem(where, "name-reserved", message, "Rename its column.")
        if ALL in dimension.groups:
            message = f"A group cannot be called '{ALL}': that means everybody."
            yield document.problem((*where, "groups", ALL), "name-reserved", message, "Give it another name.")
    yield from _check_resources(package, document, names)
    answered: dict[str, int] = {}
    for number, doubt in enumerate(document.data["equity"].get("doubts", ())):
        key = doubt_key(doubt, number)
        if answered.setdefault(key, number) != number:
            where = ("equity", "doubts", number)
            message = f"'{key}' is answered already, in doubt number {answered[key] + 1}."
            yield document.problem(where, "doubt-twice", message, "Answer both in one sentence.")


def _check_resources(package: Package, document: Document, names: list[str]) -> Iterator[Problem]:
    """Each resource has a name of its own, somebody who reads it, and files inside the package."""
    read = {"places", *(each.resource for each in package.indicators.values())}
    for number, resource in enumerate(document.data["resources"]):
        where: Key = ("resources", number, "name")
        if names.index(resource["name"]) != number:
            message = f"There are two resources called '{resource['name']}'."
            yield document.problem(where, "resource-twice", message, "Rename one of them.")
        if resource["name"] not in read and read <= {*names}:  # else one is misspelt, which has been told
            message = f"Nothing reads the resource '{resource['name']}': it would be published unchecked."
            hint = "Add an indicator that reads it, or remove it."
            yield document.problem(where, "resource-unread", message, hint)
        for path in paths(resource):
            yield from _check_file(package, document, number, path)


def _check_indicator(package: Package, document: Document, indicator: Indicator) -> Iterator[Problem]:
    """A proportion is a percentage; each count that a table has needs the words that head its column."""
    where: Key = ("equity", "indicators", indicator.id)
    if indicator.kind == "proportion" and indicator.scale != 100:
        message, hint = "The scale of a proportion is 100: it is shown in percent.", 'Write "scale": 100.'
        yield document.problem((*where, "scale"), "value-unknown", message, hint)
    fields = [each["name"] for each in package.resource(indicator.resource)["schema"]["fields"]]
    for column in ("numerator", "denominator"):
        if column in fields and f"indicator/{indicator.id}/{column}_label" not in package.words["en"]:
            message = f"'{indicator.id}' has a column '{column}', but no '{column}_label' to head it with."
            hint = f'Add "{column}_label": what is counted, as in "Graduates".'
            yield document.problem(where, "word-missing", message, hint)


def _check_fields(
    document: Document, number: int, needed: Iterable[str], known: Iterable[str] = ()
) -> Iterator[Problem]:
    """Fields that a table must have, and, where it is said which it may have, the others.

    A column that nobody reads may be a dimension, and its rows would pass for everybody's.
    """
    key = ("resources", number, "schema", "fields")
    fields = [each["name"] for each in document.data["resources"][number]["schema"]["fields"]]
    for name in [each for each in needed if each not in fields]:
        hint = did_you_mean(name, fields, "Add it to the fields and to the file.")
        yield document.problem(key, "field-missing", f"This table has no field '{name}'.", hint)
    for at, name in enumerate(fields):
        if known and name not in known:
            hint = did_you_mean(name, known, "Declare it under 'dimensions', or remove it.")
            yield document.problem((*key, at), "field-unknown", f"Nothing reads the field '{name}'.", hint)


def _check_file(package: Package, document: Document, number: int, path: str) -> Iterator[Problem]:
    key, file = ("resources", number, "path"), package.folder / path
    if Path(path).is_absolute() or ".." in Path(path).parts or "\0" in path:
        hint = "Write it as in 'data/places.csv'."
        yield document.problem(key, "path-outside", f"The path {path!r} leads out of the package.", hint)
        return
    try:
        there = file.is_file()
    except OSError:  # longer than a path can be
        there = False
    if not there:
        near = [each.name for each in file.parent.iterdir()] if file.parent.is_dir() else []
        hint = did_you_mean(file.name, near, "Put it there, or correct the path.")
        yield document.problem(key, "file-missing", f"The data file '{path}' does not exist.", hint)
    elif not file.resolve().is_relative_to(package.folder.resolve()):
        message = f"The data file '{path}' is a link that leads out of the package."
        yield document.problem(key, "path-outside", message, "Put the file itself there.")


def _digest(package: Package) -> str:
    """SHA-256 over the descriptor and every data file, so that unchanged bytes are not validated again."""
    digest = hashlib.sha256()
    for name in ("datapackage.json", *package.files()):
        data = (package.folder / name).read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
