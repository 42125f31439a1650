"""Projects for one test each: a small site that is right, as a dictionary of files; commands run on it."""

import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import package_files

ROOT = Path(__file__).resolve().parents[2]

Told = tuple[str, int, str]
"""Path, line and code of a problem."""

ROWS = [
    (period, place, group, numerator, denominator)
    for place, size in (("ct", 10), ("001", 1))
    for period, learners, others in (("2016-17", 61, 85), ("2017-18", 64, 86), ("2018-19", 70, 88))
    for group, numerator, denominator in (
        ("", (learners + others) * size, 200 * size),
        ("english_learner", learners * size, 100 * size),
        ("not_english_learner", others * size, 100 * size),
    )
]

SITE = """\
schema: 1
name: {en: Small site, es: Sitio chico}
tagline: {en: For tests, es: Para pruebas}
publisher: {en: Nobody, es: Nadie}
default_language: en
languages: [en, es]
contact: hello@example.org
"""

CYCLE = """\
schema: 1
period: 2018-19
status: draft
date: 2020-05-27
corrections: []
"""

REPORT = """\
schema: 1
thread: finish
stage: design
package: schools
indicator: graduation
place: ct
group: {english_learner: english_learner}
against: rest
baseline: 2016-17
target: {value: 80, by: 2020-21, evidence: illustration}
interventions:
  - id: more-time
    status: running
    since: 2017
    evidence: documented
    source: https://example.org/law
    ratings: {impact: medium, feasibility: high, fit: high}
log:
  - {date: 2018-10, intervention: more-time, change: adjusted, evidence: illustration}
figures:
  where-we-are: {form: comparison, dimension: english_learner, period: 2018-19}
  over-time: {form: trend, groups: [{english_learner: english_learner}, rest], from: 2016-17, to: 2018-19}
values:
  other-now: {measure: rate, period: 2018-19, group: {english_learner: not_english_learner}}
  gap-2018: {measure: difference, period: 2017-18}
"""

TEXT = """\
Title: {title}
Summary: {summary}

## {problem} {{#problem}}

Now [[value latest]], others [[value other-now]], see [[term cohort]] [there](../../../pages/about/{code}.md).

[[figure where-we-are | A caption]]

![A dot](dot.svg)

## {interventions} {{#interventions}}

### {more} {{#more-time}}

Before [[value gap-2018]]. [[download where-we-are]]

## {heard} {{#heard}}

{nobody}

## {causes} {{#causes}}

{unknown}
"""

EN = TEXT.format(
    code="en",
    title="The gap narrowed",
    summary="It is smaller.",
    problem="The problem",
    interventions="What was done",
    more="More time",
    heard="What we heard",
    nobody="We asked nobody.",
    causes="Why it happens",
    unknown="We do not know yet.",
)
ES = TEXT.format(
    code="es",
    title="La brecha bajó",
    summary="Es menor.",
    problem="El problema",
    interventions="Lo que se hizo",
    more="Más tiempo",
    heard="Lo que escuchamos",
    nobody="No le preguntamos a nadie.",
    causes="Por qué ocurre",
    unknown="Todavía no lo sabemos.",
)
PAGE = "Title: {title}\nSummary: {summary}\n\n## {heading} {{#why}}\n\n{words}\n"
TERMS = (
    "Title: {title}\nSummary: {summary}\n\n## {term} {{#cohort}}\n\n{words}\n\n## {gap} {{#gap}}\n\n{words}\n"
)
REPORTS, PACKAGE = "content/reports/2019/finish", "datapackages/schools"


def small() -> dict[str, str | bytes]:
    """The small site: two languages, one package, one report, one page, a glossary; all is right."""
    groups = {"english_learner": ("english_learner", "not_english_learner")}
    labels = {"numerator_label": "Graduates", "denominator_label": "Students"}
    package = package_files(ROWS, "republished", groups, **labels)
    own = {path.name: path.read_text("utf-8") for path in sorted(ROOT.glob("*conf.py"))}
    return {
        **own,
        "content/site.yaml": SITE,
        "content/reports/2019/cycle.yaml": CYCLE,
        f"{REPORTS}/report.yaml": REPORT,
        f"{REPORTS}/en.md": EN,
        f"{REPORTS}/es.md": ES,
        f"{REPORTS}/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>\n',
        "content/pages/about/en.md": PAGE.format(
            title="About", summary="Who we are.", heading="Why", words="So."
        ),
        "content/pages/about/es.md": PAGE.format(
            title="Acerca", summary="Esto es.", heading="Por", words="Así."
        ),
        "content/glossary/en.md": TERMS.format(
            title="Words", summary="Shared.", term="Cohort", gap="Gap", words="A group."
        ),
        "content/glossary/es.md": TERMS.format(
            title="Palabras", summary="Comunes.", term="Cohorte", gap="Brecha", words="Un grupo."
        ),
        **{f"{PACKAGE}/{name}": content for name, content in package.items()},
    }


def write(files: Mapping[str, str | bytes], root: Path) -> Path:
    """The files of a project, with our theme beside them."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    shutil.copytree(ROOT / "theme", root / "theme")
    return root


@dataclass(frozen=True)
class Problem:
    """A complaint, read back from what the command printed."""

    path: str
    line: int
    code: str
    warning: bool
    message: str
    hint: str


_PROBLEM = re.compile(r"([^\s:][^:]*?)(?::(\d+))?: (warning: )?(.*) \[([a-z0-9-]+)\]")


def problems_in(text: str) -> list[Problem]:
    """Every complaint in a text, with the hint below it."""
    lines = [*text.splitlines(), ""]
    found = []
    for line, below in itertools.pairwise(lines):
        match = _PROBLEM.fullmatch(line)
        if match:
            path, number, warning, message, code = match.groups()
            hint = below.strip() if below.startswith("    ") else ""
            found.append(Problem(path, int(number or 0), code, bool(warning), message, hint))
    return found


@dataclass(frozen=True)
class Done:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def problems(self) -> list[Problem]:
        """The complaints on standard error."""
        return problems_in(self.err)

    @property
    def told(self) -> list[Told]:
        """Path, line and code of each complaint, in the order in which they were told."""
        return [(each.path, each.line, each.code) for each in self.problems]


class Forks:
    """The command, run on a project in a fork of one process that has everything imported."""

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        self.process, self.folder = process, folder

    def __call__(self, root: Path, arguments: Iterable[str] = ("check",)) -> Done:
        """Run one command in the folder `root`."""
        out, err = self.folder / "out", self.folder / "err"
        request = {"root": str(root), "arguments": list(arguments), "out": str(out), "err": str(err)}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        status = int(self.process.stdout.readline())
        return Done(status, out.read_text("utf-8"), err.read_text("utf-8"))
