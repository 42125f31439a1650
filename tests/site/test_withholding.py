"""Each data page says by which rules numbers are hidden there, how many are, and what it means."""

import json

import pytest

from tests.conftest import package_files
from tests.site.canary import extract, project
from tests.site.pages import read_page
from tests.site.projects import PACKAGE, small

pytestmark = pytest.mark.site
DESCRIPTOR, SPANISH = f"{PACKAGE}/datapackage.json", f"{PACKAGE}/translations/es.po"
REASON, MOTIVO = "Two hearings asked for it.", "Dos audiencias lo pidieron."
OVERRIDE = {"key": "min_cell", "value": 3, "reason": REASON, "date": "2024-05-01"}


def with_policy(files, **policy):
    descriptor = json.loads(files[DESCRIPTOR])
    descriptor["equity"]["policy"] = policy
    return {**files, DESCRIPTOR: json.dumps(descriptor)}


def words(run, root, language):
    done = run(root, ["build", "--preview"])
    assert (done.status, done.err) == (0, "")
    page = read_page(root / f".preview/{language}/data/schools/index.html")
    heading = {"en": "Numbers that are not shown", "es": "Números que no se muestran"}[language]
    (part,) = [each for each in page.all("section") if each.all("h2") and each.one("h2").words == heading]
    return part.words


def test_own_figures_name_the_thresholds(make, run):
    root = make(project(extract(0)))
    english = words(run, root, "en")
    for sentence in (
        "Groups of fewer than 10 students are not shown.",
        "it counts fewer than 5 students of a group",
        "A count of zero may be shown.",
        "withheld together is at least 10 students.",
        "At least 5 whole numbers must remain possible.",
        "24 numbers in this package are withheld.",
        "Why a single number is withheld is not public",
    ):
        assert sentence in english, sentence
    assert "looser than usual" not in english
    spanish = words(run, root, "es")
    assert "No se muestran grupos de menos de 10 estudiantes." in spanish
    assert "En este paquete hay 24 números ocultos." in spanish


def test_stricter_rules_and_exceptions_are_told_with_reason_and_day(make, run):
    policy = {"min_n": 20, "zero_policy": "hide", "publish_counts": False, "overrides": [OVERRIDE]}
    files = with_policy(project(extract(0)), **policy)
    key = "policy/override/min_cell/2024-05-01"
    files[SPANISH] += f'\nmsgctxt "{key}"\nmsgid "{REASON}"\nmsgstr "{MOTIVO}"\n'
    root = make(files)
    english = words(run, root, "en")
    assert "Groups of fewer than 20 students are not shown." in english
    assert "A zero is withheld like any other small number." in english
    assert f"This is looser than usual, since May 1, 2024. The reason: {REASON}" in english
    spanish = words(run, root, "es")
    assert f"desde el 1 de mayo de 2024. El motivo: {MOTIVO}" in spanish


def test_the_reason_of_an_exception_has_to_be_translated(make, run):
    root = make(with_policy(project(extract(0)), overrides=[OVERRIDE]))
    assert [(each.path, each.code) for each in run(root).problems] == [(SPANISH, "translation-missing")]


def test_republished_figures_follow_their_publisher(make, run):
    root = make()
    english = words(run, root, "en")
    assert "The publisher decided which numbers are withheld. We show none of them" in english
    assert "No number in this package is withheld." in english
    assert "Groups of fewer than" not in english
    assert "Quien publica los datos decidió qué números se ocultan." in words(run, root, "es")


def test_one_number_is_one(make, run):
    rows = [("2018-19", "ct", "", 60, 100), ("2018-19", "001", "", 60, 100, "c")]
    labels = {"numerator_label": "Graduates", "denominator_label": "Students"}
    package = package_files(rows, "republished", {"sex": ("female", "male")}, **labels)
    files = {
        name: each for name, each in small().items() if not name.startswith((PACKAGE, "content/reports"))
    }
    root = make(
        {**dict.fromkeys(small()), **files, **{f"{PACKAGE}/{name}": each for name, each in package.items()}}
    )
    assert "One number in this package is withheld." in words(run, root, "en")


SITE = "content/site.yaml"


def test_a_site_s_stricter_rule_is_the_one_that_is_told(make, run):
    """A seeded fault of the page: the package says nothing, or something looser than its site."""
    files = project(extract(0))
    stricter = {SITE: f"{files[SITE]}\npolicy:\n  min_n: 15\n"}
    english = words(run, make({**files, **stricter}), "en")
    assert "Groups of fewer than 15 students are not shown." in english
    assert "Groups of fewer than 10 students" not in english
    still = words(run, make({**with_policy(files, min_n=12), **stricter}), "en")
    assert "Groups of fewer than 15 students are not shown." in still
    most = words(run, make({**with_policy(files, min_n=20), **stricter}), "en")
    assert "Groups of fewer than 20 students are not shown." in most


def test_an_exception_of_the_whole_site_is_told_with_its_reason(make, run):
    files = project(extract(0))
    entry = f'    - {{key: min_cell, value: 3, reason: "{REASON}", date: 2024-05-01}}'
    root = make({**files, SITE: f"{files[SITE]}\npolicy:\n  overrides:\n{entry}\n"})
    assert f"since May 1, 2024. The reason: {REASON}" in words(run, root, "en")
    spanish = words(run, root, "es")
    assert "menos estricta de lo habitual desde el 1 de mayo de 2024." in spanish
    assert REASON not in spanish
