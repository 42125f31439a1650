"""A made-up site whose reports are about what is no plain percentage: ranges, events per 100, means."""

from tests.conftest import package_files
from tests.site.projects import PAGE, REPORT, SITE, small

YEARS = ("2016-17", "2017-18", "2018-19")
GROUPS = {"english_learner": ("english_learner", "not_english_learner")}
NAMES = {
    "english_learner": {
        "groups": {
            "english_learner": {
                "label": "English learners",
                "short": "English learners",
                "sentence": "English learners",
            },
            "not_english_learner": {
                "label": "Not English learners",
                "short": "Other students",
                "sentence": "other students",
            },
        }
    }
}

# Invented: value (a pair is a range) with counts where there are any, for all, learners, others.
RANGES = (
    ((156, 200), ("x", 40, (21, 39)), (148, 160)),
    ((160, 200), ("x", 40, (40, 59)), (140, 160)),
    ((164, 200), ("x", 40, (60, 79)), ("x", 160, (95, 100))),
)
UNTOLD = (
    (("x", "x", "70.0"), ("x", "x", (40, 60)), ("x", "x", (70, 80))),
    (("x", "x", "71.0"), ("x", "x", (50, 59)), ("x", "x", (70, 79))),
    (("x", "x", "72.0"), ("x", "x", (60, 79)), ("x", "x", (70, 89))),
)
EVENTS = (
    ((300, 200), (120, 50, "240.0"), (180, 150, "120.0")),
    ((280, 200), (110, 50, "220.0"), (170, 150, "113.3")),
    ((247, 200), (90, 50, "180.0"), (157, 150, "104.7")),
)
DAYS = (
    ((200, "8.1"), (50, "12.4"), (150, "6.7")),
    ((200, "8.0"), (50, "11.9"), (150, "6.7")),
    ((200, "7.9"), (50, (10, 12)), (150, "6.8")),
)

TEXT = """\
Title: {title}
Summary: {summary}

## {problem} {{#problem}}

{now} [[value latest]]. {gap} [[value gap]]. {times} [[value times]].

[[figure where-we-are]]

[[figure over-time]]

## {interventions} {{#interventions}}

### {more} {{#more-time}}

{to} [[value target]].

## {heard} {{#heard}}

{heard}

## {causes} {{#causes}}

{causes}
"""
EN = {
    "problem": "The problem",
    "now": "Now:",
    "gap": "The gap:",
    "times": "The ratio:",
    "interventions": "What was done",
    "more": "More time",
    "to": "The aim is",
    "heard": "We asked nobody",
    "causes": "We do not know why",
}
ES = {
    "problem": "El problema",
    "now": "Ahora:",
    "gap": "La brecha:",
    "times": "La razón:",
    "interventions": "Lo que se hizo",
    "more": "Más tiempo",
    "to": "La meta es",
    "heard": "No le preguntamos a nadie",
    "causes": "No sabemos por qué",
}


def rows(table):
    """The rows of a package."""
    groups = ("", "english_learner", "not_english_learner")
    return [
        (period, "ct", group, *numbers)
        for period, line in zip(YEARS, table, strict=True)
        for group, numbers in zip(groups, line, strict=True)
    ]


def kinds():
    """The project as files: four packages, four reports, two languages."""
    share = {
        "label": "Graduation",
        "short": "Graduation",
        "sentence": "In {place}, {value} of {group} graduated ({period}).",
        "numerator_label": "Graduates",
        "denominator_label": "Students",
    }
    stories = {
        "ranges": (RANGES, 80, share),
        "untold": (UNTOLD, 85, share),
        "events": (
            EVENTS,
            120,
            {
                "kind": "rate",
                "scale": 100,
                "direction": "adverse",
                "label": "Suspensions per 100 students",
                "short": "Suspensions",
                "sentence": "In {place}, suspensions of {group}: {value} students ({period}).",
                "numerator_label": "Suspensions",
                "denominator_label": "Students",
            },
        ),
        "days": (
            DAYS,
            8,
            {
                "kind": "mean",
                "scale": 1,
                "direction": "adverse",
                "label": "Days absent",
                "short": "Days absent",
                "sentence": "In {place}, {group} missed {value} days on average ({period}).",
                "denominator_label": "Students",
            },
        ),
    }
    files = {name: each for name, each in small().items() if not name.startswith(("content/reports/2019/f",))}
    files = {name: each for name, each in files.items() if not name.startswith("datapackages/")}
    files["content/site.yaml"] = SITE
    for code, title in (("en", "About"), ("es", "Acerca")):  # those of the small site link to its report
        page = PAGE.format(title=title, summary="Who.", heading="Why", words="So.")
        files[f"content/pages/about/{code}.md"] = page
    for name, (table, target, facts) in stories.items():
        made = package_files(rows(table), "republished", GROUPS, ranges=True, relations=NAMES, **facts)
        files |= {f"datapackages/{name}/{path}": content for path, content in made.items()}
        report = REPORT.replace("package: schools", f"package: {name}").replace("finish", name)
        report = report.replace("value: 80,", f"value: {target},").split("values:")[0]
        files[f"content/reports/2019/{name}/report.yaml"] = f"{report}values:\n  times: {{measure: ratio}}\n"
        for code, words in (("en", EN), ("es", ES)):
            text = TEXT.format(title=f"About {name}" if code == "en" else f"De {name}", summary=name, **words)
            files[f"content/reports/2019/{name}/{code}.md"] = text
    return files
