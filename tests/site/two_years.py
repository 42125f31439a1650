"""A made-up site of two years: problems that go on, are new, are dropped; ranges, events and means; a report
without a target, one that was stopped, one in English alone.
"""

from tests.site.kinds import kinds

MORE = """\
  - id: longer-days
    status: {longer}
    since: 2016
    evidence: illustration
"""
LESSONS = {
    "en": """
## What we learned {#lessons}

Now [[value latest]]. See [above](#problem), [below](#missed), [a dot](dot.svg),
[who](../../../pages/about/en.md) and [the web](https://example.org/a).

[[figure over-time]]

### What did we miss? {#missed}

We asked nobody.
""",
    "es": """
## Lo que aprendimos {#lessons}

Ahora [[value latest]].

[[figure over-time]]

### ¿Qué nos faltó? {#missed}

No le preguntamos a nadie.
""",
}
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>\n'


def two_years():
    """The project as files: cycles 2018 and 2019."""
    files = {name: each for name, each in kinds().items() if not name.endswith("published.json")}
    now = {name: str(each) for name, each in files.items() if name.startswith("content/reports/2019/")}
    before = {
        name.replace("/2019/", "/2018/"): each.replace("2018-19", "2017-18") for name, each in now.items()
    }
    # Of the year before: one goes on, one goes on with a stopped intervention, one ends, one is not there.
    files |= {name: each for name, each in before.items() if "/untold/" not in name}
    for year, status, longer in (("2018", "planned", "running"), ("2019", "running", "stopped")):
        path = f"content/reports/{year}/events/report.yaml"
        facts = str(files[path]).replace("status: running", f"status: {status}")
        files[path] = facts.replace("log:\n", MORE.format(longer=longer) + "log:\n")
        for code, title in (("en", "Longer days"), ("es", "Días más largos")):
            words = f"content/reports/{year}/events/{code}.md"
            files[words] = _told(str(files[words]), title)
    # `days` is not followed any more under its own name; under another one it is new.
    for name in [each for each in files if "/2018/days/" in each]:
        files[name.replace("/days/", "/gone/")] = str(files.pop(name)).replace("thread: days", "thread: gone")
    ranges = "content/reports/2019/ranges/"
    for code in ("en", "es"):
        words = str(files[f"{ranges}{code}.md"])
        files[f"{ranges}{code}.md"] = words.replace("[[figure over-time]]\n\n", "") + LESSONS[code]
    files[f"{ranges}dot.svg"] = DOT
    days = "content/reports/2019/days/"
    files[f"{days}report.yaml"] = "".join(
        line for line in str(files[f"{days}report.yaml"]).splitlines(True) if not line.startswith("target:")
    )
    files[f"{days}en.md"] = str(files[f"{days}en.md"]).replace("[[value target]]", "more")
    del files[f"{days}es.md"]
    return files


def _told(text, title):
    """The story of the second intervention, behind the first."""
    before, mark, after = text.partition("{#more-time}\n")
    story, heading, rest = after.partition("\n## ")
    return f"{before}{mark}{story}\n### {title} {{#longer-days}}\n\nWords.\n{heading}{rest}"
