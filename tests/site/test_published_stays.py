# ruff: noqa: E501 (paths and directives in a line)
"""Whatever number changes behind a published year, the build stops and names each place; with the correction it
goes on, and every language shows it. Rows of later years change nothing.

What has changed is worked out here a second time, from the pages that a preview builds before and after.
"""

import json
import random
import re
import shutil
from os import environ

import pytest

from tests.conftest import rate
from tests.site.correcting import FREEZE, RECORD, TABLE, correct
from tests.site.mistakes import CYCLE, files_with, one
from tests.site.pages import read_page
from tests.site.projects import REPORTS, small

pytestmark = pytest.mark.site
SEEDS = range(int(environ.get("PLUMBLINE_NIGHTLY", "0")) or 2)
SLUGS = ("again", "finish")


@pytest.fixture(scope="module")
def published(make, run):
    """Two reports on one package, one of them on an earlier year; recorded, and built as a preview."""
    again = small()[f"{REPORTS}/report.yaml"]
    assert isinstance(again, str)
    again = again.replace("thread: finish", "thread: again").replace("period: 2018-19", "period: 2017-18")
    again = again.replace(
        "gap-2018: {measure: difference, period: 2017-18}", "gap-2018: {measure: numerator}"
    )
    files = {
        f"{REPORTS[:-6]}again/{name}": small()[f"{REPORTS}/{name}"] for name in ("en.md", "es.md", "dot.svg")
    }
    files[f"{REPORTS[:-6]}again/report.yaml"] = again
    public = one("", CYCLE, "status: draft", "status: published", "", "")
    root = make({**files_with(public), **files})
    assert run(root, FREEZE).status == 0
    assert run(root, ["build", "--preview"]).status == 0
    return root


def copy_of(published, make):
    root = make()
    for name in ("content", "datapackages", ".preview"):
        shutil.rmtree(root / name, ignore_errors=True)
        shutil.copytree(published / name, root / name)
    return root


def said(root):
    """What each directive of each report shows in a preview: by language, report, directive."""
    found = {}
    for code in ("en", "es"):
        for slug in SLUGS:
            page = read_page(root / f".preview/{code}/2019/{slug}/index.html")
            for each in page.all("span", of="value"):
                found[code, slug, f"value {each['data-value']}"] = each.words
            for each in page.all("figure", of="figure"):
                found[code, slug, f"figure {each['id'].removeprefix('figure-')}"] = each.words
    return found


def lines_of(root, code, slug, directive):
    """Where a text has a directive, as the message has to name it."""
    name = f"content/reports/2019/{slug}/{code}.md"
    lines = (root / name).read_text("utf-8").splitlines()
    return [
        f"{name}:{number}"
        for number, text in enumerate(lines, 1)
        if re.search(rf"\[\[{directive}[ |\]]", text)
    ]


def change(root, rng):
    """Another number in one of the cells that are recorded; which cell it is."""
    cells = json.loads((root / RECORD).read_text("utf-8"))["cells"]
    name = rng.choice([each for each in sorted(cells) if cells[each]])
    _, _, period, place, group = json.loads(name)
    start = f"{period},{place},{group[0][1] if group else 'all'},"
    rows = (root / TABLE).read_text("utf-8").splitlines(keepends=True)
    (at,) = [number for number, row in enumerate(rows) if row.startswith(start)]
    numerator, denominator = rows[at].split(",")[3:5]
    other = rng.choice([each for each in range(1, int(denominator)) if abs(each - int(numerator)) > 5])
    rows[at] = f"{start}{other},{denominator},{rate(other, int(denominator))},ok,ok,ok\n"
    (root / TABLE).write_text("".join(rows), "utf-8")
    return f"schools graduation {period} {place} {'='.join(group[0]) if group else 'all'}"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_number_stops_the_build_until_it_is_corrected(published, make, run, seed):
    root = copy_of(published, make)
    before, cell = said(root), change(root, random.Random(seed))
    assert run(root, ["build", "--preview"]).status == 0
    now = said(root)
    changed = [each for each in before if before[each] != now[each]]
    done = run(root)
    (problem,) = [each for each in done.problems if not each.warning]
    assert (done.status, problem.path, problem.code) == (1, RECORD, "published-changed")
    assert f" {cell} was " in problem.message
    for code, slug, directive in changed:
        told = next(each for each in problem.message.split("]] at ") if each.endswith(f"[[{directive}"))
        assert told
        for line in lines_of(root, code, slug, directive):
            assert re.search(rf"{re.escape(line)}(?!\d)", problem.message), line
        if directive.startswith("value "):
            assert (
                f"'{before[code, slug, directive]}' and is now '{now[code, slug, directive]}'"
                in problem.message
            )
    named = set(re.findall(r"content/reports/2019/(\w+)/\w+\.\w+:\d+", problem.message))
    pages = [
        slug
        for slug in SLUGS
        for code in ("en", "es")
        if _differs(published, root, f"{code}/2019/{slug}/index.html")
    ]
    assert named | set(re.findall(r"where the report '(\w+)' stands", problem.message)) == {*pages}
    correct(root, run)
    done = run(root, ["publish"])
    assert done.status == 0, done.err
    for code in ("en", "es"):
        for slug in {*pages}:
            page = read_page(root / f"output/{code}/2019/{slug}/index.html")
            (part,) = page.all("div", of="correction")
            mine = [each for each in changed if each[:2] == (code, slug)]
            for each in [each for each in mine if each[2].startswith("value ")]:
                assert before[each] in part.words, each
                assert now[each] in part.words, each


def _differs(one_, other, name):
    return (one_ / ".preview" / name).read_bytes() != (other / ".preview" / name).read_bytes()


@pytest.mark.parametrize("seed", SEEDS[: max(1, len(SEEDS) // 2)])
def test_rows_of_later_years_change_no_page_of_the_year(published, make, run, seed):
    root, rng = copy_of(published, make), random.Random(1000 + seed)
    rows = (root / TABLE).read_text("utf-8").splitlines()
    for period in rng.sample(["2019-20", "2020-21", "2021-22"], rng.randint(1, 3)):
        for place, size in (("ct", 10), ("001", 1)):
            learners, others = (rng.randint(20, 99) * size for _ in range(2))
            for group, part, whole in (
                ("all", learners + others, 200), ("english_learner", learners, 100),
                ("not_english_learner", others, 100),
            ):  # fmt: skip
                numbers = f"{part},{whole * size},{rate(part, whole * size)},ok,ok,ok"
                rows.append(f"{period},{place},{group},{numbers}")
    (root / TABLE).write_text("\n".join(rows) + "\n", "utf-8")
    assert not [each for each in run(root).problems if each.path == RECORD]
    assert run(root, ["build", "--preview"]).status == 0
    old = {
        each.relative_to(published) for each in (published / ".preview").glob("*/2019/**/*") if each.is_file()
    }
    new = {each.relative_to(root) for each in (root / ".preview").glob("*/2019/**/*") if each.is_file()}
    assert old == new
    assert len(old) > 10
    assert [
        name for name in sorted(old) if (published / name).read_bytes() != (root / name).read_bytes()
    ] == []
