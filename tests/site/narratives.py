"""The small site with a report that says everything that a report can say: all is right, nothing is told."""

from tests.conftest import package_files
from tests.site.mistakes import EN, ES, Edit, Mistake, R
from tests.site.projects import ROWS

GROUPS = {"english_learner": ("english_learner", "not_english_learner")}
THEMES = {"theme": ("letters", "rides"), "english_learner": GROUPS["english_learner"]}
HEARD = [
    ("2018-19", "ct", group, raised, asked)
    for group, raised, asked in (
        ("", 60, 60), ("letters", 31, 60), ("rides", 22, 60),
        ("english_learner", 40, 40), ("not_english_learner", 20, 20),
        ("letters+english_learner", 19, 40), ("letters+not_english_learner", 12, 20),
        ("rides+english_learner", 12, 40), ("rides+not_english_learner", 10, 20),
    )
]  # fmt: skip

FACTS = """\
leading:
  - {id: early, package: attendance}
listening:
  evidence: illustration
  when: 2019-03
  asked: [students, families]
  missing: [teachers]
  by: english_learner
  people: {all: 60, english_learner: 40, not_english_learner: 20}
  themes:
    - {id: letters, counts: {all: 31, english_learner: 19, not_english_learner: 12}}
    - {id: rides, counts: {all: 22}}
  quotes:
    - {id: said-letters, theme: letters, role: families, consent: recorded, evidence: illustration}
causes:
  - {id: time-short, evidence: [number, listening], values: [other-now], themes: [letters]}
  - {id: only-thought, evidence: []}
decides:
  curriculum: [district]
  budget: [school_board, legislature]
  partnerships: [principals]
  commitment: [time, data]
  evidence: illustration
took_part: {writing: [publisher], review: []}
wins:
  - {value: gap-change}
  - {words: more-families}
decision: {choice: stop, failed: delivery, evidence: illustration}
"""
PLAN = """\
    owner: state_agency
    roles: [teachers, families]
    cost: low
    fits: [little_money, little_time]
    chosen: true
    why: asked_for
    success: other-now
    training: given
    resources: [staff, time]
    delivered: {planned: 120, delivered: 85, unit: sessions, to: families, evidence: illustration}
    feedback: {from: [teachers], words: teachers-said, evidence: illustration}
  - id: second-school
    status: considered
    chosen: false
    why: cost
    success: {measure: rate, group: {english_learner: english_learner}, period: 2017-18}
    evidence: illustration
log:
"""
WORDS = {
    EN: ("We asked nobody.", "We do not know yet.", "Families asked.", "They said yes."),
    ES: ("No le preguntamos a nadie.", "Todavía no lo sabemos.", "Las familias preguntaron.", "Dijeron sí."),
}
AFTER = """\

### One {{#time-short}}

{word}

### Two {{#only-thought}}

{word}

## Along {{#progress}}

{word}

## Results {{#results}}

{word}

### Three {{#more-families}}

{word}

## Lessons {{#lessons}}

### Four {{#missed}}

{word}

## Next {{#next}}

{word}
"""
QUOTED = """\

### Letters {{#letters}}

{word}

### Rides {{#rides}}

{word}

### Somebody {{#said-letters}}

> {word}
"""
FEEDBACK = "\n\n#### Teachers {{#teachers-said}}\n\n{word}\n\n### Another {{#second-school}}\n\n{word}\n"


def _texts() -> list[Edit]:
    edits: list[Edit] = []
    for path, (heard, cause, word, answer) in WORDS.items():
        edits += [
            (path, "[[download where-we-are]]\n", "[[download where-we-are]]" + FEEDBACK.format(word=answer)),
            (path, f"{heard}\n", f"{heard}\n{QUOTED.format(word=word)}"),
            (path, f"{cause}\n", f"{cause}\n{AFTER.format(word=word)}"),
        ]
    return edits


def _package(folder: str, files: dict[str, str | bytes]) -> list[Edit]:
    return [(f"datapackages/{folder}/{name}", "", content) for name, content in files.items()]


LABELS = {"numerator_label": "Graduates", "denominator_label": "Students"}
RICH = Mistake(
    "",
    (
        (R, "stage: design", "stage: reflect"),
        (R, "log:\n", PLAN),
        (R, "figures:\n", FACTS + "figures:\n"),
        *_package("attendance", package_files(ROWS, "republished", GROUPS, timing="leading", **LABELS)),
        *_package(
            "heard",
            package_files(
                HEARD, "republished", THEMES, relations={"theme": {"relation": "overlapping"}}, **LABELS
            ),
        ),
        *_texts(),
    ),
    (),
)
"""The edits that make the small site the rich one."""

PACKAGED = (
    R,
    FACTS[FACTS.index("  by: english") : FACTS.index("  quotes:")],
    "  package: heard\n  indicator: graduation\n  dimension: theme\n  by: english_learner\n",
)
"""The edit by which its themes come from a data package."""
