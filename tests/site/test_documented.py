"""What exists is documented, what is documented exists: problems, directives, keys, commands, settings."""

import argparse
import json
import re
from pathlib import Path

import pytest
from pelican.settings import DEFAULT_CONFIG

from plugins.__main__ import parser
from plugins.directives import KINDS
from plugins.heads import HEAD
from plugins.manuscript import SECTIONS
from tests.site import test_mistakes_in_data, test_mistakes_in_facts, test_mistakes_in_words
from tests.site.codes import codes_in, codes_of
from tests.site.projects import ROOT

AUTHORS = (ROOT / "content/README.md").read_text("utf-8")
DEVELOPERS = (ROOT / "plugins/README.md").read_text("utf-8")
GUIDES = [ROOT / "README.md", *sorted(ROOT.glob("*/README.md"))]


def part(text: str, heading: str) -> str:
    """A chapter of a guide, from its heading to the next of its level."""
    level = re.match(r"#+", heading)[0]
    found = re.search(rf"^{re.escape(heading)}$(.*?)(?=^{level} |\Z)", text, re.M | re.S)
    assert found, f"no chapter '{heading}'"
    return found[1]


def keys(schema: dict) -> set[str]:
    """Every key that a schema knows, at any depth."""
    found = set()
    for name, inner in schema.get("properties", {}).items():
        found |= {name} | keys(inner)
    for inner in (schema.get("items", {}), schema.get("additionalProperties", {})):
        found |= keys(inner) if inner and isinstance(inner, dict) else set()
    return found


def schema(name: str) -> dict:
    return json.loads((ROOT / f"plugins/equity/schemas/{name}.json").read_text("utf-8"))


def headings(text: str) -> set[str]:
    """The words in backticks in headings: "#### `Title`"."""
    return {
        word for line in re.findall(r"^#{3,6} (.*)$", text, re.M) for word in re.findall(r"`([^`]+)`", line)
    }


# --- problems ---------------------------------------------------------------------------------------


def test_every_problem_has_a_line_in_the_guide_and_every_line_a_problem():
    rows = re.findall(
        r"^\| ([a-z0-9-]+) \| (.+) \| (.+) \|$", part(DEVELOPERS, "## Problems that people can meet"), re.M
    )
    listed = [code for code, meaning, remedy in rows if code != "code" and meaning.strip() and remedy.strip()]
    assert listed == sorted(set(listed))
    assert set(listed) == codes_of(ROOT / "plugins")


def test_a_code_that_is_new_is_found():
    source = 'x.problem(key, "thing-fault")\nProblem(p, 1, f"{directive.kind}-unknown")\nself.tell(1, "a-b")'
    assert set(codes_in(source)) == {"thing-fault", "a-b", *(f"{kind}-unknown" for kind in KINDS)}
    with pytest.raises(ValueError, match="line 1"):
        list(codes_in("Problem(path, 1, made(), message)"))


def test_most_codes_are_met_in_a_test_of_the_whole_way():
    """Those that are not are met in tests/equity, nearer to where they are made."""
    mistakes = [
        *test_mistakes_in_data.MISTAKES,
        *test_mistakes_in_facts.MISTAKES,
        *test_mistakes_in_words.MISTAKES,
    ]
    met = {code for mistake in mistakes for _, _, code in mistake.told}
    assert met <= codes_of(ROOT / "plugins")
    assert len(met) > 55


# --- what authors write -----------------------------------------------------------------------------


def test_every_directive_has_a_heading():
    written = {word for word in headings(part(AUTHORS, "### Directives")) if word.startswith("[[")}
    assert {each.strip("[]").split()[0] for each in written} == set(KINDS)


def test_every_key_of_the_head_and_every_section_has_a_heading():
    assert headings(part(AUTHORS, "### Head lines")) == set(HEAD)
    assert headings(part(AUTHORS, "### Sections")) == set(SECTIONS)


def test_every_key_of_report_yaml_has_a_heading_and_every_heading_is_one():
    facts = part(AUTHORS, "## The facts of a report: `report.yaml`")
    known = keys(schema("report"))
    measures = set(
        schema("report")["properties"]["values"]["additionalProperties"]["properties"]["measure"]["enum"]
    )
    assert known - headings(facts) == set()
    assert headings(facts) - known - measures == set()
    assert measures - headings(facts) == set()


@pytest.mark.parametrize(
    ("name", "chapter"),
    [("cycle", "## The facts of a year: `cycle.yaml`"), ("site", "## The facts of the site: `site.yaml`")],
)
def test_every_key_of_the_other_facts_is_in_their_chapter(name, chapter):
    words = set(re.findall(r"`(\w+)[`:]", part(AUTHORS, chapter)))
    assert set(schema(name)["properties"]) - words == set()


def test_every_choice_of_a_fact_is_written_in_the_guide():
    """`diagnose`, `running`, `high` ...: each word that a key may have."""
    text = json.dumps(schema("report"))
    choices = {
        each for group in re.findall(r'"enum": \[([^\]]*)\]', text) for each in re.findall(r'"(\w+)"', group)
    }
    assert len(choices) > 20
    assert {each for each in choices if f"`{each}`" not in AUTHORS} == set()


def test_values_that_every_report_has_are_in_the_guide():
    rows = set(re.findall(r"^\| `([\w-]+)` \|", part(AUTHORS, "### Directives"), re.M))
    assert rows == {"latest", "baseline", "gap", "gap-baseline", "gap-change", "target"}


# --- commands and settings --------------------------------------------------------------------------


def commands() -> list[str]:
    """The commands that `plumbline --help` shows, but for those that only we use."""
    (choices,) = [each for each in parser()._actions if isinstance(each, argparse._SubParsersAction)]
    return [each.dest for each in choices._choices_actions if "used by" not in (each.help or "")]


def test_every_command_is_in_a_guide_and_every_command_of_a_guide_exists():
    text = "\n".join(path.read_text("utf-8") for path in GUIDES)
    named = set(re.findall(r"plumbline ([a-z]+)", re.sub(r"[^\S\n]+", " ", text)))
    assert len(commands()) >= 6
    assert set(commands()) - named == set()
    made = set(re.findall(r"`plumbline ([a-z]+)", text))
    assert made <= {*commands(), "build"}


OWN = {"ROOT", "PLUMBLINE_MODE", "TIMEZONE"}
"""Names in our settings files that Pelican has no default for (the last one is Pelican's all the same)."""


@pytest.mark.parametrize("file", ["pelicanconf.py", "publishconf.py"])
def test_every_setting_is_pelican_s_or_ours(file):
    """A misspelt setting does nothing and says nothing."""
    names = set(
        re.findall(r"^\s*((?:[A-Z][A-Z_]+(?:: [^=]+)?(?:, | = ))+)", (ROOT / file).read_text("utf-8"), re.M)
    )
    found = {word for each in names for word in re.findall(r"[A-Z][A-Z_]+", each.split(":")[0])}
    assert found
    assert found - set(DEFAULT_CONFIG) - OWN == set()


def test_every_guide_s_links_lead_somewhere():
    for path in GUIDES:
        for target in re.findall(
            r"\]\(([^)#\s]+)", re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text("utf-8"), flags=re.S)
        ):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.relative_to(ROOT)}: {target}"


def test_plugins_in_the_settings_are_modules_in_the_order_of_the_guide():
    order = re.findall(r"^\| (\w+) \| plugin", DEVELOPERS, re.M)
    listed = re.search(r"^PLUGINS = \[(.*)\]", (ROOT / "pelicanconf.py").read_text("utf-8"), re.M)
    assert listed
    assert listed[1].split(", ") == order
    assert all(Path(ROOT / f"plugins/{name}.py").is_file() for name in order)
