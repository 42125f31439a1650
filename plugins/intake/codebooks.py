"""`survey.yaml`: what the columns of a survey's export mean. It names columns and codes, and holds no answer.

It lies in the package's folder in the repository; the export never does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins.equity.problems import Problem, did_you_mean, errors
from plugins.equity.roles import ROLES
from plugins.equity.sources import Document, Key, check_schema, read_yaml

CODEBOOK = "survey.yaml"
NOT_SAID = "not_said"
"""The group of those who did not say; it is made where somebody did not."""

THEME, RAISED = "theme", "raised"
_SCHEMA = Path(__file__).parent / "schemas" / "survey.json"
_TAKEN = (THEME, "period", "place", "numerator", "denominator", "value", "status", "sd")


@dataclass(frozen=True)
class Coded:
    """A column and its words: each word of the export, tidied, to what it means."""

    column: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Marked:
    """Which of people's own words are published: columns by what they hold; `tell` what of the speaker."""

    text: str
    publish: Coded
    consent: Coded
    consent_date: str
    scope: str
    language: str
    languages: Coded | None
    tell: tuple[str, ...]
    translations: Mapping[str, tuple[str, str]]
    checked: Coded | None

    def open(self) -> tuple[str, ...]:
        """The columns in which people's own words stand."""
        return (self.text, *(column for column, _ in self.translations.values()))


@dataclass(frozen=True)
class Codebook:
    """`people` are dimensions by id; `themes` are one column with several codes, or a column for each."""

    document: Document
    data: Mapping[str, Any]
    period: str
    place: Coded | None
    people: Mapping[str, Coded]
    themes: tuple[Coded, ...]
    separator: str
    crossed: tuple[tuple[str, ...], ...]
    marked: Marked | None = field(default=None)

    def columns(self) -> Iterator[str]:
        """Every heading that the export must have."""
        yield from (each.column for each in (*self.people.values(), *self.themes))
        if self.place:
            yield self.place.column
        if self.marked:
            coded = [self.marked.publish, self.marked.consent]
            coded += [each for each in (self.marked.languages, self.marked.checked) if each]
            yield from (each.column for each in coded)
            yield from (*self.marked.open(), self.marked.consent_date)


def tidied(cell: str) -> str:
    """A word of the export without its spaces around and its capitals."""
    return " ".join(cell.split()).casefold()


def read_codebook(path: Path, root: Path) -> tuple[Codebook | None, tuple[Problem, ...]]:
    """A codebook, or None and everything that is wrong in it."""
    document, problems = read_yaml(path, root)
    if document.data is None or errors(problems):
        return None, problems
    problems += check_schema(document, _SCHEMA)
    if errors(problems):
        return None, problems
    problems += tuple(_faults(document, document.data))
    return (None if errors(problems) else _codebook(document)), problems


def _codebook(document: Document) -> Codebook:
    data = document.data
    places, themes = data["places"], data["themes"]
    place = None
    if "place_column" in data:
        place = Coded(
            data["place_column"], _words({id_: spec.get("words", ()) for id_, spec in places.items()})
        )
    groups = themes["groups"]
    if "column" in themes:
        coded: tuple[Coded, ...] = (
            Coded(themes["column"], _words({id_: spec["words"] for id_, spec in groups.items()})),
        )
    else:
        coded = tuple(Coded(spec["column"], _words({id_: spec["words"]})) for id_, spec in groups.items())
    return Codebook(
        document=document,
        data=data,
        period=str(data.get("period", "")),
        place=place,
        people={
            id_: Coded(spec["column"], _words({each: one["words"] for each, one in spec["groups"].items()}))
            for id_, spec in data["people"].items()
        },
        themes=coded,
        separator=themes.get("separator", ""),
        crossed=tuple(tuple(each) for each in data.get("crossed", ())),
        marked=_marked(data["quotes"]) if "quotes" in data else None,
    )


def _marked(spec: Mapping[str, Any]) -> Marked:
    languages = None
    if "language_column" in spec:
        languages = Coded(spec["language_column"], _words(spec["languages"]))
    return Marked(
        text=spec["text"],
        publish=Coded(spec["publish"]["column"], _words({"yes": spec["publish"]["words"]})),
        consent=Coded(spec["consent"]["column"], _words({"yes": spec["consent"]["words"]})),
        consent_date=spec["consent_date"],
        scope=spec["consent_scope"],
        language=spec.get("language", ""),
        languages=languages,
        tell=tuple(spec.get("tell", ())),
        translations={
            code: (each["column"], each["by"]) for code, each in spec.get("translations", {}).items()
        },
        checked=Coded(spec["checked"]["column"], _words({"yes": spec["checked"]["words"]}))
        if "checked" in spec
        else None,
    )


def _words(meanings: Mapping[str, Any]) -> dict[str, str]:
    return {tidied(str(word)): id_ for id_, words in meanings.items() for word in words}


def _faults(document: Document, data: Mapping[str, Any]) -> Iterator[Problem]:
    """What a codebook says that does not fit together."""
    yield from _place_faults(document, data)
    for id_, spec in data["people"].items():
        key: Key = ("people", id_)
        if id_ in _TAKEN or id_.endswith("_status"):
            yield document.problem(
                key, "name-reserved", f"A dimension cannot be called '{id_}'.", "Rename it."
            )
        for group in [each for each in spec["groups"] if each in ("all", NOT_SAID)]:
            message = f"A group cannot be called '{group}'."
            yield document.problem((*key, "groups", group), "name-reserved", message, "Rename it.")
        for group in [each for each in spec["groups"] if id_ == "role" and each not in ROLES]:
            message = f"There is no role '{group}'."
            yield document.problem(
                (*key, "groups", group), "value-unknown", message, did_you_mean(group, ROLES)
            )
        yield from _twice(document, (*key, "groups"), spec["groups"])
    for at, names in enumerate(data.get("crossed", ())):
        for name in [each for each in names if each not in data["people"]]:
            hint = did_you_mean(name, data["people"])
            yield document.problem(("crossed", at), "dimension-unknown", f"There is no '{name}'.", hint)
    themes = data["themes"]
    for id_, spec in themes["groups"].items():
        key = ("themes", "groups", id_)
        if id_ == "all":
            yield document.problem(key, "name-reserved", "A theme cannot be called 'all'.", "Rename it.")
        if ("column" in spec) == ("column" in themes):
            message = "The themes stand in one column, or each in one of its own."
            hint = "Give 'column' under 'themes', or under each theme."
            yield document.problem(key, "value-wrong", message, hint)
    if "column" in themes:
        yield from _twice(document, ("themes", "groups"), themes["groups"])
    yield from _quote_faults(document, data)


def _place_faults(document: Document, data: Mapping[str, Any]) -> Iterator[Problem]:
    """One place for everybody, or words for each of the lowest places."""
    places = data["places"]
    parents = {spec.get("parent", "") for spec in places.values()} - {""}
    for id_, spec in places.items():
        key: Key = ("places", id_)
        parent = spec.get("parent")
        if parent is not None and (parent == id_ or parent not in places):
            message, hint = "This place lies in none of the places here.", did_you_mean(parent, places)
            yield document.problem((*key, "parent"), "place-unknown", message, hint)
        needed = "place_column" in data and id_ not in parents
        if needed and "words" not in spec:
            message = "Nothing says by which word of the export this place is known."
            yield document.problem(key, "key-missing", message, "Add 'words: [...]'.")
        if "words" in spec and not needed:
            message = "Answers come from the lowest places, by 'place_column'; this one is the sum of them."
            yield document.problem((*key, "words"), "key-unused", message, "Remove the words.")
    if "place_column" not in data and len(places) > 1:
        message = "There are several places, and nothing says where somebody answered."
        yield document.problem(("places",), "key-missing", message, "Add 'place_column:', or keep one place.")
    yield from _twice(document, ("places",), places)


def _quote_faults(document: Document, data: Mapping[str, Any]) -> Iterator[Problem]:
    """A column with people's own words is never read for codes; every quotation has a language."""
    spec = data.get("quotes")
    if spec is None:
        return
    where: Key = ("quotes",)
    if ("language" in spec) == ("language_column" in spec) or ("languages" in spec) != (
        "language_column" in spec
    ):
        message = "Nothing says in which language people's words are, or it is said twice."
        hint = "Add 'language: en', or 'language_column:' with 'languages:'."
        yield document.problem(where, "key-missing", message, hint)
        return
    who = [each for each in spec.get("tell", ()) if each != THEME]
    if spec["consent_scope"] == "words" and who:
        message = "The consent is to the words alone, and 'tell' says who spoke."
        yield document.problem((*where, "tell"), "consent-scope", message, "Remove 'tell'.")
    for name in [each for each in who if each not in data["people"]]:
        hint = did_you_mean(name, (*data["people"], THEME))
        yield document.problem((*where, "tell"), "dimension-unknown", f"There is no '{name}'.", hint)
    book = _codebook(document)
    assert book.marked is not None
    own = book.marked.open()
    for column in sorted({each for each in own if list(book.columns()).count(each) > 1}):
        message = f"The column '{column}' holds people's own words, and is read for something else too."
        hint = "Own words are published only where they are marked: give the codes a column of their own."
        yield document.problem(where, "column-twice", message, hint)


def _twice(document: Document, where: Key, groups: Mapping[str, Any]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for id_, spec in groups.items():
        for word in spec.get("words", ()):
            if seen.setdefault(tidied(str(word)), id_) != id_:
                message = f"'{word}' stands for '{seen[tidied(str(word))]}' and for '{id_}'."
                yield document.problem((*where, id_, "words"), "recipe-twice", message, "Keep one.")
