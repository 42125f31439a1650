"""The corpus of seeded faults: each gives its one located problem, and an error stops a publish."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

import plugins.equity
from plugins import checks
from plugins.edition import CHECK, CRASHES, EDITION, MODE, PROBLEMS
from plugins.equity.problems import ERROR
from tests.equity.faults import GOOD, Opening, assert_told
from tests.equity.faults_in_descriptors import IN_DESCRIPTORS
from tests.equity.faults_in_tables import IN_TABLES, WITHHELD
from tests.equity.test_quotations import ERRORS as QUOTED
from tests.equity.test_quotations import WARNINGS as QUOTED_UNWISELY

CORPUS = (*IN_TABLES, *IN_DESCRIPTORS)


@pytest.fixture(scope="module")
def opening(write_files):
    return Opening(write_files)


@pytest.mark.parametrize("origin", GOOD)
def test_the_good_package_has_nothing_to_be_told(opening, origin):
    package, problems = opening({}, origin)
    assert problems == ()
    assert len(package.tables) == 5


def exit_status(problems):
    """What `plumbline check` ends with, by the code that decides it."""
    english = SimpleNamespace(code="en")
    edition = SimpleNamespace(
        packages={}, reports=(), cycles=(), languages=(english,), site=None, tallies={}, unusable={}
    )
    settings = {PROBLEMS: list(problems), MODE: CHECK, CRASHES: [], EDITION: edition}
    context = {"articles": [], "pages": []}
    with pytest.raises(SystemExit) as stop:
        checks.judge([SimpleNamespace(settings=settings, context=context)])
    return 1 if isinstance(stop.value.code, str) else stop.value.code


@pytest.mark.parametrize("fault", CORPUS, ids=str)
def test_each_fault_is_told_where_it_stands(opening, fault, capsys):
    package, problems = opening(fault.files(), fault.origin)
    assert_told(fault, package, problems)
    assert exit_status(problems) == (1 if fault.severity == ERROR else 0)
    assert re.search(rf":?{fault.line() or ''}: .*\[{fault.code}\]", capsys.readouterr().err)


# Ways to write the very same table.
SAME = {
    "a byte-order mark": lambda text: "\ufeff" + text,
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "line ends of old machines": lambda text: text.replace("\n", "\r"),
    "no end of the last line": lambda text: text.rstrip("\n"),
    "everything between quotation marks": lambda text: "".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in text.splitlines()
    ),
}


@pytest.mark.parametrize("way", SAME)
@pytest.mark.parametrize("name", ["graduation", "climate"])
def test_a_table_may_be_written_in_several_ways(opening, way, name):
    good, _ = opening({})
    path = f"data/{name}.csv"
    package, problems = opening({path: SAME[way](GOOD["own"][path])})
    assert problems == ()
    assert package.tables[name].astype(str).equals(good.tables[name].astype(str))


# What looks like a code in the source and is none.
NO_CODES = {"utf-8", "utf-8-sig", "utf8"}
SOURCES = ("gate", "contract.py", "packages.py", "sources.py")
# Of YAML; a package has none.
YAML = {"yaml-empty", "yaml-syntax"}


def codes(*names):
    """Every word in the source that is spelled like a code."""
    base = Path(plugins.equity.__file__).parent
    files = [file for name in names for file in (sorted((base / name).glob("*.py")) or [base / name])]
    words = re.findall(r'"([a-z]+(?:-[a-z0-9]+)+)"', "".join(file.read_text("utf-8") for file in files))
    return set(words) - NO_CODES


def test_every_code_that_there_is_occurs_in_the_corpus():
    # Faults of quotations are told without a cell, and have a corpus of their own.
    quoted = {code for code, _ in (*QUOTED, *QUOTED_UNWISELY)}
    missing = codes(*SOURCES) - YAML - quoted - {fault.code for fault in CORPUS}
    assert missing == set()
    assert len(CORPUS) >= 80
    assert len({fault.name for fault in CORPUS}) == len(CORPUS)


def test_what_a_status_withholds_is_never_repeated_in_any_message():
    assert len([fault for fault in WITHHELD if fault.hidden]) == len(WITHHELD)
