"""`datapackage.json` as values: indicators, dimensions, groups, places, and their words in every language."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from .languages import check_placeholders, read_catalogue
from .problems import WARNING, Problem, did_you_mean, errors
from .sources import Document, Key, check_schema, read_json, shown

ALL = "all"

_WORDS = ("label", "short", "definition", "numerator_label", "denominator_label", "sentence", "goal")
_PLACE = ("id", "level", "parent", "name")
_ROLES = ("period", "place", "numerator", "denominator", "value", "value_low", "value_high", "sd", "status")

Group = tuple[tuple[str, str], ...]
"""A group as (dimension, group) pairs, sorted; crossed when there are several; empty: everybody."""


@dataclass(frozen=True)
class Indicator:
    """What is measured. `scale` turns a fraction into displayed units (100: percent) with `decimals`."""

    id: str
    resource: str
    kind: str
    scale: int
    decimals: int
    direction: str
    timing: str
    comparable: tuple[tuple[str, str], ...]
    breaks: tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """A way to break down: groups in declared order; exclusive or overlapping; all of them or only some."""

    id: str
    groups: tuple[str, ...]
    ordered: bool
    exclusive: bool
    complete: bool


@dataclass(frozen=True)
class Place:
    """A state, district or school; `id` is the publisher's code with its zeros."""

    id: str
    level: str
    parent: str
    name: str


@dataclass(frozen=True)
class Package:
    """A package. `words[language][key]` are its labels, keyed as in catalogues: `group/sex/female/label`."""

    id: str
    folder: Path
    path: str
    descriptor: Mapping[str, Any]
    origin: str
    indicators: Mapping[str, Indicator]
    dimensions: Mapping[str, Dimension]
    words: Mapping[str, Mapping[str, str]]
    places: Mapping[str, Place] = field(default_factory=dict)
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    hash: str = ""

    def word(self, key: str, language: str) -> str:
        """A label in a language; English when it is not translated, which opening has told as a problem."""
        return self.words.get(language, {}).get(key) or self.words["en"].get(key, key)

    def group_word(self, group: Group, form: str, language: str) -> str:
        """The `label`, `short` or `sentence` form of a (possibly crossed) group."""
        if not group:
            return self.word(f"total/{form}", language)
        return ", ".join(self.word(f"group/{dimension}/{id_}/{form}", language) for dimension, id_ in group)

    def place_word(self, place: str, language: str) -> str:
        """The place's name; only places that have another name in this language are translated."""
        return self.words.get(language, {}).get(f"place/{place}") or self.places[place].name

    def counterpart(self, group: Group) -> Group | None:
        """The one other group of a complete two-part dimension (not English learners), or None."""
        if len(group) != 1:
            return None
        dimension = self.dimensions[group[0][0]]
        others = [each for each in dimension.groups if each != group[0][1]]
        whole = dimension.exclusive and dimension.complete and len(others) == 1
        return ((dimension.id, others[0]),) if whole else None

    def resource(self, name: str) -> Mapping[str, Any]:
        """The descriptor of a resource. KeyError when there is none: opening has made sure of it."""
        return next(each for each in self.descriptor["resources"] if each["name"] == name)

    def files(self) -> tuple[str, ...]:
        """Every data file, as paths inside the package."""
        return tuple(path for resource in self.descriptor["resources"] for path in paths(resource))


def paths(resource: Mapping[str, Any]) -> tuple[str, ...]:
    """A resource's files: Data Package allows one path or a list of them."""
    path = resource.get("path", ())
    return (path,) if isinstance(path, str) else tuple(path)


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
        words={"en": dict(_english(descriptor))},
    )
    found = [*problems, *_check_names(package, document)]
    if errors(found):
        return None, document, tuple(found)
    catalogues, untranslated = _translations(package, root, languages)
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
    for number, resource in enumerate(document.data["resources"]):
        if names.index(resource["name"]) != number:
            where = ("resources", number, "name")
            message = f"There are two resources called '{resource['name']}'."
            yield document.problem(where, "resource-twice", message, "Rename one of them.")
        for path in paths(resource):
            yield from _check_file(package, document, number, path)
    answered: dict[str, int] = {}
    for number, doubt in enumerate(document.data["equity"].get("doubts", ())):
        key = doubt_key(doubt, number)
        if answered.setdefault(key, number) != number:
            where = ("equity", "doubts", number)
            message = f"'{key}' is answered already, in doubt number {answered[key] + 1}."
            yield document.problem(where, "doubt-twice", message, "Answer both in one sentence.")


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


def _english(descriptor: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every word of the package that readers see, under the key by which catalogues translate it."""
    equity = descriptor["equity"]
    yield "package/title", descriptor["title"]
    yield "package/description", descriptor.get("description", "")
    yield "origin/publisher", equity["origin"]["publisher"]
    if "rule" in equity["origin"]:
        yield "origin/rule", equity["origin"]["rule"]
    for form in ("label", "short", "sentence"):
        yield f"total/{form}", equity["total"][form]
    for id_, spec in equity["indicators"].items():
        for form in _WORDS:
            if form in spec:
                yield f"indicator/{id_}/{form}", spec[form]
        for each in spec.get("breaks", ()):
            yield f"indicator/{id_}/break/{each['at']}", each["reason"]
    for dimension, spec in equity["dimensions"].items():
        yield f"dimension/{dimension}/label", spec["label"]
        for id_, group in spec["groups"].items():
            for form in ("label", "short", "sentence", "definition", "note"):
                if form in group:
                    yield f"group/{dimension}/{id_}/{form}", group[form]
    for number, doubt in enumerate(equity.get("doubts", ())):
        yield doubt_key(doubt, number), doubt["answer"]


def doubt_key(doubt: Mapping[str, Any], number: int) -> str:
    """The catalogue key of an answered doubt: where it stands, or its number if it is about a whole table."""
    where = [str(doubt[part]) for part in ("period", "place") if doubt.get(part)]
    return "/".join(("doubt", doubt["code"], *(where or [str(number)])))


def _translations(
    package: Package, root: Path, languages: tuple[str, ...]
) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    words: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    for code in languages:
        if code == "en":
            continue
        path = package.folder / "translations" / f"{code}.po"
        catalog, found = read_catalogue(path, root)
        problems.extend(found)
        if catalog is None:
            continue
        done = [each for each in catalog if each.context and each.string and not each.fuzzy]
        words[code] = {str(each.context): str(each.string) for each in done}
        for key, text in package.words["en"].items():
            if text and key not in words[code]:
                message = f"'{key}' is not translated ('{text[:60]}')."
                hint = f'Add it with msgctxt "{key}".'
                problems.append(Problem(shown(path, root), 0, "translation-missing", message, hint))
        for message_ in catalog:
            key, line = str(message_.context), message_.lineno or 0
            english = package.words["en"].get(key)
            if message_.context and english is not None and str(message_.id) != english:
                message = f"'{key}' translates an older English text."
                hint = "Compare the two, then copy the new English text into msgid."
                problems.append(Problem(shown(path, root), line, "translation-old", message, hint, WARNING))
            if english is not None and key in words[code]:
                wrong = check_placeholders(shown(path, root), line, (english,), (words[code][key],))
                problems += wrong
                if wrong:
                    del words[code][key]  # English stands in: filling this one would fail
    return words, problems


def _digest(package: Package) -> str:
    """SHA-256 over the descriptor and every data file, so that unchanged bytes are not validated again."""
    digest = hashlib.sha256()
    for name in ("datapackage.json", *package.files()):
        data = (package.folder / name).read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
