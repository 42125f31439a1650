"""The catalogues of packages: made for a new language, kept in step with the English, not reformatted."""

import json
import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from plugins.__main__ import main
from plugins.equity.problems import tell
from plugins.packagewords import update_packages
from tests.site.projects import PACKAGE, ROOT, small, write

BOTH = ("en", "es")
WORDS = f"{PACKAGE}/translations/es.po"


@pytest.fixture
def site(tmp_path) -> Path:
    return write(small(), tmp_path)


def entries(path: Path) -> dict[str, tuple[str, str, bool]]:
    with path.open("rb") as file:
        return {str(e.context): (str(e.id), str(e.string), e.fuzzy) for e in read_po(file) if e.id}


def change(root: Path, old: str, new: str, name: str = "datapackage.json") -> None:
    path = root / PACKAGE / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def told(root: Path, languages: tuple[str, ...] = BOTH) -> list[tuple[str, str]]:
    return [(each.code, each.message.split("'")[1]) for each in update_packages(root, languages)]


def test_the_committed_catalogues_keep_their_bytes(tmp_path):
    shutil.copytree(ROOT / "datapackages", tmp_path / "datapackages")
    assert update_packages(tmp_path, BOTH) == ()
    for path in sorted((ROOT / "datapackages").glob("*/translations/*.po")):
        assert (tmp_path / path.relative_to(ROOT)).read_bytes() == path.read_bytes(), path.parent.parent.name


def test_a_new_package_takes_over_what_another_one_translates_and_says_so(site):
    other = site / "datapackages" / "other"
    shutil.copytree(site / PACKAGE, other)
    (other / "translations/es.po").unlink()
    text = (
        (other / "datapackage.json").read_text("utf-8").replace('"title": "Schools"', '"title": "Colleges"')
    )
    (other / "datapackage.json").write_text(text, "utf-8")
    assert told(site) == [("translation-missing", "package/title")]
    made = entries(other / "translations/es.po")
    assert made["indicator/graduation/label"] == ("Graduation", "Graduación", False)
    assert made["package/title"] == ("Colleges", "", False)
    text = (other / "translations/es.po").read_text("utf-8")
    assert "# Taken over from schools, as it is there." in text
    assert "X-Translation" not in text
    before = text
    told(site)
    assert (other / "translations/es.po").read_text("utf-8") == before


def test_the_same_words_are_not_taken_over_from_another_form_of_the_name(site):
    """A label begins a line, a sentence goes on with it: their translations differ."""
    old = 'msgctxt "group/english_learner/english_learner/sentence"\nmsgid "english_learner"\nmsgstr '
    change(site, f'{old}"english_learner"', f'{old}"quienes aprenden"', "translations/es.po")
    other = site / "datapackages" / "other"
    shutil.copytree(site / PACKAGE, other, ignore=shutil.ignore_patterns("translations"))
    described = json.loads((other / "datapackage.json").read_text("utf-8"))
    groups = described["equity"]["dimensions"]["english_learner"]["groups"]
    groups["newcomers"] = groups.pop("english_learner")
    (other / "datapackage.json").write_text(json.dumps(described), "utf-8")
    assert told(site) == []
    made = entries(other / "translations/es.po")
    words = {key.rpartition("/")[2]: text for key, (_, text, _) in made.items() if "/newcomers/" in key}
    assert words == {"label": "english_learner", "short": "english_learner", "sentence": "quienes aprenden"}


def test_a_catalogue_without_a_change_is_not_touched(site):
    """Not even the ends of its lines."""
    path = site / WORDS
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    assert told(site) == []
    assert path.read_bytes() == before


def test_what_a_machine_translated_stays_called_so(site):
    change(site, '"Language: es\\n"', '"Language: es\\n"\n"X-Translation: machine\\n"', "translations/es.po")
    other = site / "datapackages" / "other"
    shutil.copytree(site / PACKAGE, other, ignore=shutil.ignore_patterns("translations"))
    assert told(site) == []
    text = (other / "translations/es.po").read_text("utf-8")
    assert '"X-Translation: machine\\n"' in text
    assert "# Taken over from schools, machine translated, not yet reviewed by a person." in text


def test_every_language_gets_its_catalogue_with_all_words_and_the_same_bytes_again(site):
    missing = told(site, (*BOTH, "ar"))
    made = site / PACKAGE / "translations/ar.po"
    assert list(entries(made)) == list(entries(site / WORDS))
    assert missing == [("translation-missing", key) for key in entries(made)]
    before = made.read_bytes()
    told(site, (*BOTH, "ar"))
    assert made.read_bytes() == before


def test_changed_english_keeps_its_old_translation_marked(site):
    before = (site / WORDS).read_text("utf-8")
    change(site, '"label": "Graduation"', '"label": "Graduates in \\"four\\" years"')
    assert told(site) == [("translation-missing", "indicator/graduation/label")]
    after = (site / WORDS).read_text("utf-8")
    entry = '#, fuzzy\n#| msgid "Graduation"\nmsgctxt "indicator/graduation/label"\n'
    entry += 'msgid "Graduates in \\"four\\" years"\nmsgstr "Graduación"\n'
    assert entry in after
    old = 'msgctxt "indicator/graduation/label"\nmsgid "Graduation"\nmsgstr "Graduación"\n'
    assert after == before.replace(old, entry)
    told(site)
    assert (site / WORDS).read_text("utf-8") == after
    change(site, "#, fuzzy\n", "", "translations/es.po")
    assert told(site) == []


def test_the_message_of_a_changed_english_leads_to_the_entry(site):
    change(site, '"label": "Graduation"', '"label": "Graduates"')
    (problem,) = update_packages(site, BOTH)
    lines = (site / WORDS).read_text("utf-8").splitlines()
    assert lines[problem.line - 1].startswith("msgctxt") or lines[problem.line - 1].startswith("msgid")
    assert "#, fuzzy" in problem.hint


def test_notes_above_a_word_that_is_not_translated_yet_stay(site):
    old = 'msgctxt "package/title"\nmsgid "Schools"\nmsgstr "Escuelas"'
    new = '# A hard one.\nmsgctxt "package/title"\nmsgid ""\n"Schools"\nmsgstr ""'
    change(site, old, new, "translations/es.po")
    before = (site / WORDS).read_bytes()
    assert told(site) == [("translation-missing", "package/title")]
    assert (site / WORDS).read_bytes() == before
    change(site, '"title": "Schools"', '"title": "Our schools"')
    told(site)
    entry = '# A hard one.\nmsgctxt "package/title"\nmsgid "Our schools"\nmsgstr ""\n'
    assert entry in (site / WORDS).read_text("utf-8")
    other = site / "datapackages" / "other"
    shutil.copytree(site / PACKAGE, other)
    path = other / "translations/es.po"
    path.write_text(
        path.read_text("utf-8").replace(entry, entry.replace('""', '"Nuestras escuelas"')), "utf-8"
    )
    told(site)
    assert "# A hard one.\n# Taken over from other" in (site / WORDS).read_text("utf-8")


def test_words_that_are_gone_are_dropped_and_new_ones_stand_in_their_place(site):
    path = site / PACKAGE / "datapackage.json"
    described = json.loads(path.read_text("utf-8"))
    described["equity"]["indicators"]["graduation"].pop("denominator_label")
    described["description"] = "A new word."
    path.write_text(json.dumps(described, indent=2), "utf-8")
    assert ("translation-missing", "package/description") in told(site)
    made = entries(site / WORDS)
    assert "indicator/graduation/denominator_label" not in made
    assert [*made][:3] == ["package/title", "package/description", "origin/publisher"]


def test_comments_of_other_entries_stay_and_entries_without_blank_lines_are_read(site):
    change(site, '\nmsgctxt "package/title"', '\n# A name.\nmsgctxt "package/title"', "translations/es.po")
    change(site, '"label": "Graduation"', '"label": "Graduates"')
    told(site)
    text = (site / WORDS).read_text("utf-8")
    assert '\n# A name.\nmsgctxt "package/title"' in text
    close = text.replace("\n\n", "\n")
    (site / WORDS).write_text(close, "utf-8")
    was = entries(site / WORDS)
    told(site)
    assert (site / WORDS).read_text("utf-8") == close or entries(site / WORDS) == was
    change(site, '"label": "Graduates"', '"label": "Graduating"')
    told(site)
    assert {**was, "indicator/graduation/label": ("Graduating", "Graduación", True)} == entries(site / WORDS)
    assert (site / WORDS).read_text("utf-8").count("# A name.") == 1


@pytest.mark.parametrize(
    ("content", "code"), [(b"msgid broken", "catalogue-broken"), (b'msgid "a"\nmsgstr "\xff"', None)]
)
def test_what_cannot_be_read_is_told_and_not_written_over(site, content, code):
    (site / WORDS).write_bytes(content)
    problems = update_packages(site, BOTH)
    assert code is None or {each.code for each in problems} == {code}, tell(problems)
    assert problems
    assert (site / WORDS).read_bytes() == content


def test_a_description_that_is_broken_is_told(site):
    (site / PACKAGE / "datapackage.json").write_text("{", "utf-8")
    assert [each.code for each in update_packages(site, BOTH)] == ["json-syntax"]


def test_the_command_makes_the_catalogue_and_tells_a_language_that_is_none(site, monkeypatch, capsys):
    (site / WORDS).unlink()
    facts = site / "content/site.yaml"
    text = facts.read_text("utf-8")
    assert "languages: [en, es]" in text
    facts.write_text(text.replace("languages: [en, es]", "languages: [en, es, qqq]"), "utf-8")
    monkeypatch.chdir(site)
    assert main(["translate"]) == 1
    out = capsys.readouterr().out
    assert "'qqq' is not a language code. [language-unknown]" in out
    assert f"{WORDS}:" in out
    assert entries(site / WORDS)["package/title"] == ("Schools", "", False)
    assert not (site / PACKAGE / "translations/qqq.po").exists()
