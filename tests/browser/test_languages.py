"""Words in a language that a page says they are not in: heard with the wrong voice, or not understood."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Page

from tests.browser.site import Site

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
# Small words that one language has and the other has not, and words that stand in every text here.
SMALL = {
    "en": "the of and to with for from that this is are was were they their by who students schools gap",
    "es": "el la los las de del que con por para una un es son se al lo su sus estudiantes escuelas brecha",
}
OTHER = {"en": "es", "es": "en"}
Word = dict[str, str]


def phrases() -> dict[str, set[str]]:
    """Language -> the site's own words and the packages' labels, in small letters, in that language only."""
    found: dict[str, set[str]] = {"en": set(), "es": set()}
    catalogues = [*ROOT.glob("theme/translations/es/*.po"), *ROOT.glob("datapackages/*/translations/es.po")]
    for path in sorted(catalogues):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="es")
        for message in catalogue:
            for language, texts in (("en", message.id), ("es", message.string)):
                for text in (texts,) if isinstance(texts, str) else texts:
                    # Between the places that are filled in stand the words that can leak.
                    parts = re.split(r"%\(\w+\)s|\{\w*\}|<[^>]+>", text)
                    found[language] |= {part for part in map(plain, parts) if " " in part or len(part) > 7}
    return {language: texts - found[OTHER[language]] for language, texts in found.items()}


def plain(text: str) -> str:
    return re.sub(r"https?://\S+|\s+", " ", text).strip(" .,:;()").lower()


FOREIGN = {
    OTHER[language]: re.compile(r"\b(" + "|".join(map(re.escape, sorted(texts))) + r")\b")
    for language, texts in phrases().items()
}


def leaks(words: list[Word]) -> list[str]:
    """Texts that hold a phrase of the other language, or two of its small words."""
    found = []
    for word in words:
        if word["lang"] not in OTHER:
            found.append(f"no known language ({word['lang']!r}): {word['text'][:60]}")
            continue
        text = plain(word["text"])
        other = OTHER[word["lang"]]
        small = set(re.findall(r"\w+", text)) & set(SMALL[other].split())
        phrase = FOREIGN[word["lang"]].search(text)
        if phrase or len(small) > 1:
            why = phrase[0] if phrase else sorted(small)
            found.append(f"{word['where']} ({word['lang']}): {why}: {word['text'][:80]}")
    return found


def test_every_word_is_in_the_language_it_is_said_to_be_in(site: Site, page: Page) -> None:
    found = {}
    for name in site.pages:
        site.open(page, name)
        words = page.evaluate("look.words()")
        assert len(words) > 8, f"{name} has hardly a word"
        found[name] = leaks(words)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_lists_of_words_are_real() -> None:
    for language, pattern in FOREIGN.items():
        assert pattern.pattern.count("|") > 150, language
    assert not set(SMALL["en"].split()) & set(SMALL["es"].split())


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("es/about/", "<h1>", "<h1>Where we stand: "),
        ("es/about/", "<h1>", '<h1 aria-label="Skip to the content">'),
        ("es/about/", "<title>", "<title>Where we stand | "),
        ("es/about/", "<h1>", "<p>Schools suspended most of the students</p><h1>"),
        ("es/about/", "<h1>", '<table><tr><td data-label="School year">x</td></tr></table><h1>'),
        ("en/about/", "<h1>", "<h1>Dónde estamos "),
        ("en/about/", "<h1>", "<h1>Las escuelas de Connecticut "),
        ("en/about/", "<h1>", "<svg><text>Todos los<tspan>estudiantes</tspan></text></svg><h1>"),
        ("en/about/", '<html lang="en"', '<html lang="es"'),
    ],
)
def test_a_leak_is_seen(site: Site, page: Page, name: str, old: str, new: str) -> None:
    site.open(page, site.seed(name, old, new))
    assert leaks(page.evaluate("look.words()")) != []


def test_words_marked_as_another_language_are_no_leak(site: Site, page: Page) -> None:
    site.open(page, site.seed("es/about/", "<h1>", '<p lang="en">Where we stand</p><h1>'))
    assert leaks(page.evaluate("look.words()")) == []
