"""The words of a package: English in its descriptor, other languages in catalogues, by the same keys."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Message

from .descriptors import Package
from .languages import check_placeholders, read_catalogue
from .problems import WARNING, Problem
from .sources import shown

_WORDS = ("label", "short", "definition", "numerator_label", "denominator_label", "sentence", "goal")


def english_words(descriptor: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
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
    for level, spec in equity.get("places", {}).get("levels", {}).items():
        yield f"level/{level}", spec["label"]
    for dimension, spec in equity["dimensions"].items():
        yield from _dimension_words(dimension, spec)
    for each in equity.get("policy", {}).get("overrides", ()):
        if isinstance(each, dict) and {"key", "date", "reason"} <= {*each}:  # its form is checked elsewhere
            yield override_key(each), each["reason"]
    for number, doubt in enumerate(equity.get("doubts", ())):
        yield doubt_key(doubt, number), doubt["answer"]


def _dimension_words(dimension: str, spec: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield f"dimension/{dimension}/label", spec["label"]
    for change in spec.get("changes", ()):
        yield f"dimension/{dimension}/change/{change['at']}", change["note"]
    for id_, group in spec["groups"].items():
        for form in ("label", "short", "sentence", "definition", "note"):
            if form in group:
                yield f"group/{dimension}/{id_}/{form}", group[form]
        for former in group.get("formerly", ()):
            if "note" in former:
                yield f"group/{dimension}/{id_}/formerly/{former['to']}", former["note"]


def override_key(override: Mapping[str, Any]) -> str:
    """The catalogue key of the reason why a rule of hiding is looser."""
    return f"policy/override/{override['key']}/{override['date']}"


def doubt_key(doubt: Mapping[str, Any], number: int) -> str:
    """The catalogue key of an answered doubt: where it stands, or its number if it is about a whole table."""
    where = [str(doubt[part]) for part in ("period", "place") if doubt.get(part)]
    return "/".join(("doubt", doubt["code"], *(where or [str(number)])))


def translated_words(
    package: Package, root: Path, languages: tuple[str, ...]
) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """Every other language's words by key, and what is missing or out of date in the catalogues."""
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
        entries = {str(each.context): each for each in catalog if each.context}
        for key, text in package.words["en"].items():
            if text and key not in words[code]:
                problems.append(_untranslated(shown(path, root), key, text, entries.get(key)))
        for message_ in catalog:
            key, line = str(message_.context), message_.lineno or 0
            english = package.words["en"].get(key)
            if key in words[code] and english is not None and str(message_.id) != english:
                message = f"'{key}' translates an older English text."
                hint = "Compare the two, then copy the new English text into msgid."
                problems.append(Problem(shown(path, root), line, "translation-old", message, hint, WARNING))
            if english is not None and key in words[code]:
                wrong = check_placeholders(shown(path, root), line, (english,), (words[code][key],))
                problems += wrong
                if wrong:
                    del words[code][key]  # English stands in: filling this one would fail
    return words, problems


def _untranslated(path: str, key: str, text: str, entry: Message | None) -> Problem:
    """A word without a translation; one whose English changed has an old one, which nobody looked at yet."""
    message = f"'{key}' is not translated ('{text[:60]}')."
    hint = "Run `plumbline translate`, which adds its entry, and translate it there."
    if entry is not None:
        hint = f'Translate it below msgctxt "{key}".'
    if entry is not None and entry.fuzzy and entry.string:
        message = f"The English of '{key}' has changed ('{text[:60]}'), and its translation is the old one."
        hint = "Correct msgstr, then remove the line '#, fuzzy'."
    line = (entry.lineno or 0) if entry is not None else 0
    return Problem(path, line, "translation-missing", message, hint)
