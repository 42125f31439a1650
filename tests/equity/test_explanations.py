"""The words of the measures: Spanish is complete, with the same numbers and letters; gaps in it are told."""

import re
import shutil
from collections import Counter

import pytest

from plugins.equity.explanations import MACHINE, NAME, SYMBOLS, TOKEN, english, open_explanations, symbols
from plugins.equity.inequality import catalogue
from plugins.equity.problems import WARNING
from plugins.methodwords import update_methods
from tests.site.projects import ROOT

FOLDER = ROOT / "theme/translations"
NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
SIGNS = re.compile(r"[-+*/^()]|\babs\b|\bsum\b|\bsqrt\b|\bln\b")
DEFINED = {"h", "P", "r_j", "sum_h"}
"""Letters that a formula itself explains."""


@pytest.fixture(scope="module")
def explained():
    found, problems = open_explanations(("en", "es"), FOLDER, ROOT)
    assert problems == ()
    return found


def letters(formula):
    """What of a formula is no word: `p_j`, `m'`, `K`, `BGV`. `y` is `and` in Spanish, `a` an article."""
    return Counter(
        each
        for each in TOKEN.findall(formula)
        if re.search(r"[_0-9']", each) or each.isupper() or (len(each) == 1 and each not in "yaeou")
    )


def unlike(one, two, *, formula):
    """Which numbers, letters and signs of two texts are not the same."""
    ways = [NUMBER.findall] + ([SIGNS.findall, letters] if formula else [])
    return [
        [*(Counter(way(one)) - Counter(way(two))), *(Counter(way(two)) - Counter(way(one)))] for way in ways
    ]


@pytest.mark.parametrize("key", english())
def test_numbers_and_formulas_are_the_same_in_spanish(explained, key):
    spanish = explained.words["es"][key]
    assert not any(unlike(english()[key], spanish, formula=key.endswith("/formula"))), spanish


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("measure/cov/formula", "100 BGSD", "10 BGSD"),
        ("measure/aci/formula", "p_j y_j", "p_j y_i"),
        ("measure/risk_ratio/formula", "(N - n)", "(N + n)"),
        ("measure/risk_ratio/formula", "(K - k)", "(K - n)"),
        ("measure/parity_index/avoid", "1.25", "1.2"),
    ],
)
def test_another_number_letter_or_sign_is_seen(explained, key, old, new):
    spanish = explained.words["es"][key]
    assert old in spanish
    assert any(unlike(english()[key], spanish.replace(old, new), formula=key.endswith("/formula")))


def test_every_sentence_is_another_in_spanish(explained):
    """Only formulas, sources and names without words may read alike."""
    same = [key for key, text in english().items() if explained.words["es"][key] == text]
    assert {key.rpartition("/")[2] for key in same} <= {"formula", "source"}


@pytest.mark.parametrize("id_", catalogue.catalogue())
def test_every_letter_of_a_formula_is_explained(id_):
    formula = catalogue.catalogue()[id_].formula
    own = {each for each in letters(formula) if not each.isdigit()} - DEFINED
    assert own <= {*symbols(formula)} <= {*SYMBOLS}


def test_a_letter_that_nobody_explains_is_seen():
    assert {*letters("w_j + q")} - {*symbols("w_j + q")} == {"w_j", "q"}


def test_machine_made_words_are_known_as_such(explained):
    assert explained.machine == {"es"}
    assert MACHINE in (FOLDER / "es" / NAME).read_text("utf-8")


@pytest.fixture
def edited(tmp_path):
    """Opens a copy of the catalogues after an edit of the Spanish one."""

    def edit(old, new):
        folder = tmp_path / "theme/translations"
        shutil.copytree(FOLDER, folder)
        path = folder / "es" / NAME
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        found, problems = open_explanations(("en", "es"), folder, tmp_path)
        return found, problems, path

    return edit


ENTRY = 'msgctxt "measure/sii/name"\nmsgid "Slope index of inequality"\nmsgstr "{}"\n'
SPANISH = ENTRY.format("Índice de desigualdad de la pendiente")


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (ENTRY.format(""), "translation-missing"),
        ("#, fuzzy\n" + SPANISH, "translation-missing"),
        ("", "translation-missing"),
        (SPANISH.replace("Slope index of", "Slope of"), "translation-old"),
    ],
)
def test_a_word_that_is_missing_is_told_where_it_is(edited, new, code):
    """A warning: the page of that measure is in English, as a whole, and says so."""
    found, problems, path = edited(SPANISH, new)
    (problem,) = problems
    assert (problem.code, problem.path) == (code, "theme/translations/es/methods.po")
    assert problem.severity == WARNING
    if new:
        assert path.read_text("utf-8").splitlines()[problem.line - 1].startswith('msgid "Slope ')
    assert found.has("sii", "es") == (code == "translation-old")
    assert found.has("rii", "es")
    expected = english()["measure/sii/use"]
    assert (found.measure("sii", "use", "es") == expected) == (code != "translation-old")


def test_a_language_without_the_catalogue_shows_english_and_is_told_once(tmp_path):
    found, problems = open_explanations(("en", "ht"), tmp_path, tmp_path)
    assert [(each.path, each.code) for each in problems] == [("ht/methods.po", "catalogue-missing")]
    assert found.measure("sii", "name", "ht") == "Slope index of inequality"


def test_the_catalogue_is_in_step_and_a_new_language_gets_one(tmp_path):
    folder = tmp_path / "theme/translations"
    shutil.copytree(FOLDER, folder)
    before = (folder / "es" / NAME).read_bytes()
    left = update_methods(tmp_path, ("en", "es", "ht"))
    assert (folder / "es" / NAME).read_bytes() == before
    assert len(left) == len(english())
    assert {(each.path, each.code) for each in left} == {
        ("theme/translations/ht/methods.po", "translation-missing")
    }


@pytest.mark.parametrize(
    ("key", "value"), [("use", ""), ("family", "other"), ("scale", "both"), ("colour", "red")]
)
def test_an_entry_that_is_wrong_is_a_mistake_of_ours(monkeypatch, tmp_path, key, value):
    path = tmp_path / "catalogue.yaml"
    good = catalogue.FILE.read_text("utf-8").split("difference:\n")[0]
    monkeypatch.setattr(catalogue, "FILE", path)
    path.write_text(good, "utf-8")
    assert [*catalogue.catalogue.__wrapped__()] == ["rate"]
    lines = [each for each in good.splitlines() if not each.startswith(f"  {key}:")]
    path.write_text("\n".join([*lines, f'  {key}: "{value}"']), "utf-8")
    with pytest.raises(ValueError, match="rate"):
        catalogue.catalogue.__wrapped__()
