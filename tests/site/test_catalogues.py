"""The site's own words: every sentence of code and templates is in the catalogues, translated, and fits."""

import re
import shutil

import pytest
from babel.messages.pofile import read_po

from plugins.catalogues import as_text, extract, update
from plugins.equity.languages import open_languages
from tests.site.building import publish
from tests.site.projects import ROOT

FOLDER = ROOT / "theme/translations"


def test_the_template_holds_exactly_the_sentences_of_the_source():
    assert as_text(extract(ROOT)).decode() == (FOLDER / "site.pot").read_text("utf-8")


def test_spanish_is_complete():
    languages, problems = open_languages(("en", "es"), FOLDER, ROOT)
    assert [each.code for each in languages] == ["en", "es"]
    assert problems == ()


def test_no_sentence_is_translated_that_nobody_says():
    with (FOLDER / "site.pot").open("rb") as file:
        said = {(str(each.id), each.context) for each in read_po(file)}
    with (FOLDER / "es/site.po").open("rb") as file:
        assert {(str(each.id), each.context) for each in read_po(file)} == said


@pytest.fixture
def broken(tmp_path):
    """A copy of the catalogues with one edit in the Spanish one; gives what is told of it."""

    def tell(old: str, new: str) -> list[tuple[str, str]]:
        shutil.copytree(FOLDER, tmp_path / "theme/translations", dirs_exist_ok=True)
        path = tmp_path / "theme/translations/es/site.po"
        text = path.read_text("utf-8")
        assert re.search(old, text), old
        path.write_text(re.sub(old, new, text, count=1), "utf-8")
        languages, problems = open_languages(("en", "es"), tmp_path / "theme/translations", tmp_path)
        assert len(languages) == 2
        languages[1].say("{part} of {whole}", part=1, whole=2)  # a broken sentence must not break the page
        return [(each.path, each.code) for each in problems]

    return tell


ENTRY = r'msgid "\{part\} of \{whole\}"\nmsgstr "[^"]+"'


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (ENTRY, 'msgid "{part} of {whole}"\nmsgstr ""', "translation-missing"),
        (ENTRY, 'msgid "{part} of {whole}"\nmsgstr "{parte} de {whole}"', "translation-placeholder"),
        (ENTRY, 'msgid "{part} of {whole}"\nmsgstr "{part} de {whole"', "translation-placeholder"),
        (ENTRY, 'msgid "{part} of {whole}"\nmsgstr "{part} de muchos"', "translation-placeholder"),
        (rf"({ENTRY})", r"#, fuzzy\n\1", "translation-missing"),
        (ENTRY, 'msgid "{part} out of {whole}"\nmsgstr "{part} de {whole}"', "translation-missing"),
    ],
    ids=["empty", "placeholder translated", "brace open", "placeholder lost", "fuzzy", "another sentence"],
)
def test_each_fault_of_a_catalogue_is_told(broken, old, new, code):
    assert broken(old, new) == [("theme/translations/es/site.po", code)]


def test_a_new_sentence_in_code_or_template_is_told_as_missing(tmp_path):
    for name in ("plugins", "theme"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    assert update(tmp_path, ("en", "es")) == ()
    for name in ("site.pot", "es/site.po"):
        assert (tmp_path / "theme/translations" / name).read_bytes() == (FOLDER / name).read_bytes(), name
    with (tmp_path / "plugins/sizes.py").open("a") as file:
        file.write('\n\ndef more(language):\n    return language.say("A sentence of {name}", name=1)\n')
    page = tmp_path / "theme/templates/page.html"
    page.write_text(page.read_text("utf-8") + '{{ _("Another sentence") }}\n', "utf-8")
    told = [each.message for each in update(tmp_path, ("en", "es"))]
    assert told == ["Not translated: 'A sentence of {name}'.", "Not translated: 'Another sentence'."]


def test_no_text_for_readers_stands_in_a_template_outside_of_the_catalogues():
    """Letters between tags, or in an attribute that is read aloud, that are no expression."""
    for path in sorted((ROOT / "theme/templates").rglob("*.html")):
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", "", path.read_text("utf-8"), flags=re.S)
        text = re.sub(r"<(svg|code)\b.*?</\1>", "", text, flags=re.S)
        bare = [each.strip() for each in re.findall(r">([^<>]*)<", text) if re.search(r"[A-Za-z]{2}", each)]
        aloud = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*[A-Za-z]{2}[^"]*)"', text)
        assert bare + aloud == [], path.relative_to(ROOT)


@pytest.mark.site
def test_the_command_keeps_what_is_in_step_and_lists_what_is_missing(another):
    root = another()
    done = publish(root, "translate")
    assert (done.returncode, done.stdout) == (0, "no problems.\n")
    assert (root / "theme/translations/es/site.po").read_bytes() == (FOLDER / "es/site.po").read_bytes()
    page = root / "theme/templates/page.html"
    page.write_text(page.read_text("utf-8") + '{{ _("Another sentence") }}\n', "utf-8")
    done = publish(root, "translate")
    assert done.returncode == 1
    assert "Not translated: 'Another sentence'. [translation-missing]" in done.stdout
    assert "Another sentence" in (root / "theme/translations/es/site.po").read_text("utf-8")
