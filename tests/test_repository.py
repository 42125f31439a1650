"""The repository itself: locks, Makefile, workflow, README; and no file names a machine it was made on."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-test.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
WORKFLOW = ROOT / ".github/workflows/site.yml"


# --- the locks ------------------------------------------------------------------------------------


def faults_of_lock(text: str) -> list[str]:
    """What is wrong with a lock file: a line that is neither `name==version`, nor a hash, nor a comment."""
    faults = []
    for line in re.sub(r"\\\n", "", text).splitlines():
        entry = line.strip()
        if re.search(r"://|index[-_]url|find-links|trusted-host| -[a-z]\b|(^|\s)@|(^|[\s=])\.{0,2}/", entry):
            faults.append(f"an address or a path: {entry[:60]}")
        if not entry or entry.startswith("#"):
            continue
        pin, *hashes = re.split(r"\s+--hash=", entry)
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*==[0-9][^\s;]*( ; .+)?", pin):
            faults.append(f"not one exact version: {pin[:60]}")
        if not hashes or not all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes):
            faults.append(f"no hash: {pin[:60]}")
    return faults


def locked(name: str) -> dict[str, str]:
    """Package -> version in a lock file."""
    pins = re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert len(dict(pins)) == len(pins), f"{name} locks a package twice"
    return dict(pins)


@pytest.mark.parametrize("name", LOCKS)
def test_each_requirement_has_one_version_and_hashes_and_nothing_says_where_it_came_from(name: str) -> None:
    assert faults_of_lock((ROOT / name).read_text(encoding="utf-8")) == []
    assert len(locked(name)) > 40


@pytest.mark.parametrize(
    "line",
    [
        "attrs==26.1.0",
        "attrs>=26 --hash=sha256:" + "0" * 64,
        "attrs==26.1.0 --hash=sha256:" + "0" * 63,
        "--find-links https://example.org/simple",
        "# made with /opt/bin/uv",
        "attrs @ file:attrs.whl --hash=sha256:" + "0" * 64,
        "-e .",
        "./wheels/attrs.whl --hash=sha256:" + "0" * 64,
    ],
)
def test_a_faulty_lock_line_is_found(line: str) -> None:
    assert faults_of_lock(line) != []


def test_the_tests_run_on_the_versions_the_site_is_built_with() -> None:
    site, test = (locked(name) for name in LOCKS)
    assert {package: test.get(package) for package in site} == site
    assert {"pytest", "mypy", "ruff", "playwright"} <= test.keys() - site.keys()


def test_what_pyproject_asks_for_is_locked_in_a_version_it_allows() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    site = [*PROJECT["project"]["dependencies"], *extras["build"], *PROJECT["build-system"]["requires"]]
    for name, wanted in zip(LOCKS, (site, [*site, *extras["test"]]), strict=True):
        versions = locked(name)
        for text in wanted:
            requirement = Requirement(text)
            version = versions.get(canonicalize_name(requirement.name))
            assert version is not None, f"{name} has no {requirement.name}: `make lock`"
            assert version in requirement.specifier, f"{name} has {requirement.name} {version}: `make lock`"


def test_what_the_code_imports_is_a_declared_dependency() -> None:
    # The package where the name that is imported is another.
    package = {"yaml": "pyyaml", "vl_convert": "vl-convert-python"}
    declared = {canonicalize_name(Requirement(text).name) for text in PROJECT["project"]["dependencies"]}
    scripts = [*ROOT.glob("*.py"), *ROOT.glob("datapackages/**/*.py")]
    own = {"plugins"} | {path.stem for path in scripts}  # a script may import the one beside it
    undeclared = {}
    for path in sorted([*ROOT.glob("plugins/**/*.py"), *scripts]):
        for name in names_imported(path.read_text(encoding="utf-8")) - sys.stdlib_module_names - own:
            if package.get(name, name) not in declared:
                undeclared[name] = str(path.relative_to(ROOT))
    assert undeclared == {}


def names_imported(code: str) -> set[str]:
    """The first part of every module that is imported by its full name, at the top or late."""
    names = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


# --- the two commands -----------------------------------------------------------------------------


def test_readme_shows_what_it_is_a_picture_and_the_two_commands_before_anything_else() -> None:
    opening = README.split("\n## ", 1)[0]
    title, first, *_ = [block for block in opening.split("\n\n") if block.strip()]
    assert title.startswith("# Plumbline")
    assert "equity" in first
    picture = re.search(r"!\[([^\]]{20,})\]\(([^)]+\.png)\)", opening)
    assert picture, "no picture with a text that says what it shows"
    assert "```sh\nmake site" in opening
    assert re.search(r"^make test", opening, re.MULTILINE)


def test_every_file_that_readme_and_changelog_link_to_exists() -> None:
    links = [
        link.split("#")[0]
        for text in (README, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
        for link in re.findall(r"\]\(([^)\s]+)\)", text)
        if "://" not in link and not link.startswith(("#", "mailto:"))
    ]
    assert len(links) > 5
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_make_knows_each_target_that_readme_names() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"site", "test", "check", "preview", "lock", "clean"} <= targets
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE))
    assert {"site", "test"} <= named <= targets


def test_ci_runs_the_same_command_as_a_person() -> None:
    script = ROOT / ".ci/run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").rstrip().endswith("exec make test")


PRETENDED_PYTHON = """#!/bin/sh
# Stands for Python and for the environment that it makes; writes down what it is asked.
echo "$@" >> "$LOG"
case "$*" in
    *version_info*) [ "$VERSION" != old ]; exit ;;
    --version) echo "Python 3.9.18"; exit ;;
    "-m venv"*) for last; do :; done; mkdir -p "$last/bin"; cp "$0" "$last/bin/python" ;;
    *"$BROKEN"*) [ -z "$BROKEN" ]; exit ;;
esac
"""


class House:
    """The Makefile in a folder of its own, with a Python that only pretends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        for name in ("Makefile", "pyproject.toml", *LOCKS):
            shutil.copy(ROOT / name, folder)
        shutil.copytree(ROOT / ".ci", folder / ".ci")
        (folder / "python").write_text(PRETENDED_PYTHON, encoding="utf-8")
        (folder / "python").chmod(0o755)

    def make(self, *words: str, version: str = "new", broken: str = "") -> tuple[int, list[str], str]:
        """Exit status, what Python was asked to do, what was printed."""
        self.log.write_text("", encoding="utf-8")
        # Not what the `make test` around this test told its own children.
        kept = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MFLAGS"}}
        done = subprocess.run(
            ["make", "PYTHON=./python", *words],
            cwd=self.folder,
            env={**kept, "LOG": str(self.log), "VERSION": version, "BROKEN": broken},
            capture_output=True,
            text=True,
        )
        return done.returncode, self.log.read_text(encoding="utf-8").splitlines(), done.stdout + done.stderr


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def pips(asked: list[str]) -> list[str]:
    return [line for line in asked if "-m pip" in line]


def test_make_site_installs_once_and_builds_each_time(house: House) -> None:
    status, asked, _ = house.make("site")
    assert status == 0
    assert len(pips(asked)) == 2
    assert "--require-hashes" in pips(asked)[0]
    assert pips(asked)[0].endswith("-r requirements.lock")
    assert "--no-deps" in pips(asked)[1]
    assert asked[-1] == "-m plugins publish"
    assert house.make("site")[1] == ["-m plugins publish"]


def test_make_test_adds_the_test_lock_to_the_same_environment_once(house: House) -> None:
    house.make("site")
    status, asked, _ = house.make("test")
    assert status == 0
    assert [line.split()[-1] for line in pips(asked)] == ["requirements-test.lock"]
    assert [line for line in asked if re.match(r"-m (ruff|mypy|pytest)", line)] == [
        "-m ruff check .",
        "-m mypy",
        "-m pytest -n auto --maxprocesses 4 --dist worksteal",
    ]
    assert house.make("test", "AT_ONCE=")[1][-1] == "-m pytest"
    assert pips(house.make("test")[1]) == []


@pytest.mark.parametrize(("changed", "installs"), [("requirements.lock", 3), ("requirements-test.lock", 1)])
def test_a_changed_lock_is_installed_again(house: House, changed: str, installs: int) -> None:
    house.make("test")
    later = (house.folder / ".venv/test.stamp").stat().st_mtime + 10
    os.utime(house.folder / changed, (later, later))
    assert len(pips(house.make("test")[1])) == installs


@pytest.mark.parametrize("broken", ["pip", "mypy", "ruff", "chromium", "pytest"])
def test_a_step_of_make_test_that_fails_fails_make_and_is_tried_again(house: House, broken: str) -> None:
    status, asked, _ = house.make("test", broken=broken)
    assert status != 0
    assert broken in asked[-1]
    status, asked, _ = house.make("test")
    assert status == 0
    assert any(broken in line for line in asked)


def test_a_site_that_cannot_be_published_fails_make(house: House) -> None:
    assert house.make("site", broken="publish")[0] != 0


def test_a_python_that_is_too_old_or_missing_is_named(house: House) -> None:
    status, asked, said = house.make("site", version="old")
    assert status != 0
    assert "Plumbline needs Python 3.11 or later; './python' is Python 3.9.18." in said
    assert not any("venv" in line for line in asked)
    status, _, said = house.make("site", "PYTHON=./nowhere")
    assert status != 0
    assert "There is no './nowhere' here." in said


def test_the_makefile_asks_for_the_python_that_pyproject_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    found = re.search(r"-c '(import sys; [^']+)'", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert found
    for version in ("2.7", "3.10", "3.11", "3.14"):
        monkeypatch.setattr(sys, "version_info", tuple(map(int, version.split("."))))
        with pytest.raises(SystemExit) as ended:
            exec(found[1])  # noqa: S102 - the line that make gives to Python
        assert bool(ended.value.code) is (version not in SpecifierSet(PROJECT["project"]["requires-python"]))


# --- a browser for the tests ----------------------------------------------------------------------


def chromium(folder: Path, *found: tuple[str, str], stamp: str = "", named: str = "") -> tuple[int, str, str]:
    """Run .ci/chromium where only these programs (name, shell script) are found; nothing is downloaded."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    for name, script in found:
        (programs / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    environment = {
        "PATH": str(programs),
        "HOME": str(folder),
        "PLAYWRIGHT_BROWSERS_PATH": str(folder / "browsers"),
        # The discard port of this computer: a download fails at once and asks nobody outside.
        "PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:9",
        "PLUMBLINE_CHROMIUM": named,
    }
    words = [sys.executable, str(ROOT / ".ci/chromium"), *([stamp] if stamp else [])]
    done = subprocess.run(words, env=environment, cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stdout.strip(), done.stderr


RUNS = "echo Chromium 150.0"
REFUSES = "echo 'install it from the store' >&2; exit 1"


def test_a_browser_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    status, path, _ = chromium(tmp_path, ("chromium", REFUSES), ("google-chrome", RUNS))
    assert (status, path) == (0, str(tmp_path / "programs/google-chrome"))


def test_the_browser_is_remembered_as_long_as_it_runs(tmp_path: Path) -> None:
    first = chromium(tmp_path, ("google-chrome", RUNS), stamp="stamp")
    again = chromium(tmp_path, ("chromium", RUNS), stamp="stamp")
    assert first[1] == again[1] == str(tmp_path / "programs/google-chrome")
    gone = chromium(tmp_path, ("google-chrome", REFUSES), stamp="stamp")
    assert gone[1] == str(tmp_path / "programs/chromium")


def test_the_browser_that_is_named_is_used_or_nothing_is(tmp_path: Path) -> None:
    chromium(tmp_path, ("chromium", RUNS), ("mine", RUNS), ("broken", REFUSES))
    assert chromium(tmp_path, named=str(tmp_path / "programs/mine"))[1] == str(tmp_path / "programs/mine")
    status, path, said = chromium(tmp_path, named=str(tmp_path / "programs/broken"))
    assert (status, path) == (1, "")
    assert "install it from the store" in said


def test_where_no_browser_is_to_be_had_it_says_what_was_tried(tmp_path: Path) -> None:
    no_package = (("apt-get", "exit 100"), ("sudo", "exit 1"))
    status, path, said = chromium(tmp_path, ("chromium", REFUSES), *no_package)
    assert (status, path) == (1, "")
    assert f"{tmp_path / 'programs/chromium'} does not run (exit status 1: install it from the store)" in said
    assert "Playwright could not download one" in said
    assert "set PLUMBLINE_CHROMIUM" in said


# --- GitHub ---------------------------------------------------------------------------------------


def test_the_workflow_uses_only_githubs_own_actions_by_major_version() -> None:
    used = re.findall(r"uses:\s*(\S+)", WORKFLOW.read_text(encoding="utf-8"))
    assert {action.split("@")[0] for action in used} == {
        "actions/checkout",
        "actions/setup-python",
        "actions/configure-pages",
        "actions/upload-pages-artifact",
        "actions/deploy-pages",
    }
    assert [action for action in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", action)] == []


def test_the_workflow_tests_before_it_publishes_and_asks_for_no_more_rights_than_it_needs() -> None:
    workflow = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    test, publish = workflow["jobs"]["test"], workflow["jobs"]["publish"]
    assert workflow["permissions"] == {"contents": "read"}
    assert "permissions" not in test
    assert publish["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    assert publish["needs"] == "test"
    assert "github.event_name != 'pull_request'" in publish["if"]
    commands = [step.get("run") for step in test["steps"]]
    assert "make test" in commands
    site = next(step for step in publish["steps"] if step.get("run") == "make site")
    assert site["env"] == {"PLUMBLINE_ADDRESS": "${{ steps.pages.outputs.base_url }}"}


# --- every file -----------------------------------------------------------------------------------

REGISTRIES = re.compile(
    rb"pypi\.org|pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com|deb\.debian\.org|anaconda\.org"
    rb"|proxy\.golang\.org|index[-_]url\b"
)
# Not after a letter, a dot or a slash: there it is part of an address or of a path inside the repository.
MACHINE = re.compile(rb"(?<![\w./:~-])/(?:root|work|tmp|home|Users)/[\w.]+")


def faults_of_file(content: bytes) -> list[str]:
    return [found[0].decode() for pattern in (REGISTRIES, MACHINE) for found in pattern.finditer(content)]


def files_in_git() -> list[Path]:
    """Files that are committed, or would be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_a_package_registry_or_a_path_of_some_machine() -> None:
    files = files_in_git()
    assert ROOT / "pyproject.toml" in files
    faults = {str(path.relative_to(ROOT)): faults_of_file(path.read_bytes()) for path in files}
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    ("content", "faulty"),
    [
        # Put together here, so that this file does not hold what it looks for.
        (b".".join([b"see https://pypi", b"org/project/x"]), True),
        (b"/".join([b'cache = "', b"tmp", b'cache"']), True),
        (b"/".join([b"", b"root", b".cache is full"]), True),
        (b"/".join([b"https://example.org", b"work", b"about"]), False),
        (b"../../home/index.html", False),
        (b"work/home, and/or root", False),
    ],
)
def test_a_path_is_told_from_an_address(content: bytes, faulty: bool) -> None:
    assert bool(faults_of_file(content)) is faulty


def test_nothing_that_was_built_is_committed() -> None:
    built = re.compile(r"(^|/)(output|\.venv|__pycache__|node_modules)(/|$)|\.pyc$|\.stamp$")
    assert [str(path) for path in files_in_git() if built.search(str(path.relative_to(ROOT)))] == []


def test_the_licence_is_the_whole_text() -> None:
    lines = (ROOT / "LICENSE").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 661
    assert lines[0].strip() == "GNU AFFERO GENERAL PUBLIC LICENSE"
    assert sum(1 for line in lines if re.match(r"  1?\d\. [A-Z]", line)) == 18
    assert PROJECT["project"]["license"] == "AGPL-3.0-or-later"
