"""Ranges, events per 100 and means on built pages: in sentence, table, bar, line, download and record."""

import csv
import json
import re

import pytest

from tests.conftest import package_files
from tests.site.figures_shown import axis, places
from tests.site.kinds import kinds
from tests.site.pages import read_page
from tests.site.projects import PACKAGE, REPORTS, write

pytestmark = pytest.mark.site
REPORT_FILE = f"{REPORTS}/report.yaml"


@pytest.fixture(scope="module")
def root(tmp_path_factory, run):
    root = write(kinds(), tmp_path_factory.mktemp("kinds") / "site")
    cycle = root / "content/reports/2019/cycle.yaml"
    cycle.write_text(cycle.read_text("utf-8").replace("status: draft", "status: published"), "utf-8")
    done = run(root, ["freeze", "2019"])
    assert (done.status, done.err) == (0, "")
    done = run(root, ["publish"])
    assert (done.status, done.err) == (0, "")
    return root


@pytest.fixture(scope="module")
def page(root):
    return lambda language, name: read_page(root / f"output/{language}/2019/{name}/index.html")


def values(page):
    return {each["data-value"]: each.words for each in page.all("span", of="value")}


@pytest.mark.parametrize(
    ("language", "name", "words"),
    [
        (
            "en",
            "ranges",
            ("60% to 79%", "between 16 and 40 percentage points", "between 0.6 and 0.8 times", "80%"),
        ),
        ("es", "ranges", ("60% a 79%", "entre 16 y 40 puntos porcentuales", "entre 0.6 y 0.8 veces", "80%")),
        ("en", "untold", ("60% to 79%", "at most 29 percentage points", "between 0.7 and 1.1 times", "85%")),
        ("es", "untold", ("60% a 79%", "29 puntos porcentuales como máximo", "entre 0.7 y 1.1 veces", "85%")),
        ("en", "events", ("180.0 per 100", "75.3 per 100", "1.7 times", "120 per 100")),
        ("es", "events", ("180.0 por 100", "75.3 por 100", "1.7 veces", "120 por 100")),
        ("en", "days", ("10 to 12", "between 3.2 and 5.3", "between 1.5 and 1.8 times", "8")),
        ("es", "days", ("10 a 12", "entre 3.2 y 5.3", "entre 1.5 y 1.8 veces", "8")),
    ],
)
def test_numbers_in_sentences_have_their_unit_and_ranges_stay_ranges(page, root, language, name, words):
    found = values(page(language, name))
    assert tuple(found[each] for each in ("latest", "gap", "times", "target")) == words
    strings = json.loads((root / "content/reports/2019/published.json").read_text("utf-8"))["strings"]
    recorded = strings[name][language]
    assert tuple(recorded[f"value/{each}"] for each in ("latest", "gap", "times", "target")) == words


@pytest.mark.parametrize(
    ("language", "name", "finding"),
    [
        (
            "en",
            "ranges",
            "Graduation: English learners, between 16 and 40 percentage points lower than other students",
        ),
        (
            "es",
            "ranges",
            "Graduación: English learners, entre 16 y 40 puntos porcentuales menos que other students",
        ),
        ("en", "untold", "Graduation: whether English learners and other students differ cannot be told"),
        (
            "es",
            "untold",
            "Graduación: no se puede saber si hay una diferencia entre English learners y other students",
        ),
        ("en", "events", "Suspensions: English learners, 75.3 per 100 higher than other students"),
        ("es", "events", "Suspensions: English learners, 75.3 por 100 más que other students"),
        ("en", "days", "Days absent: English learners, between 3.2 and 5.3 higher than other students"),
        ("es", "days", "Days absent: English learners, entre 3.2 y 5.3 más que other students"),
    ],
)
def test_a_comparison_finds_what_is_sure_and_no_more(page, language, name, finding):
    figure = page(language, name).one("figure", id="figure-where-we-are")
    assert figure.one(of="finding").words == finding


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        (
            "ranges",
            (
                "Graduation, English learners: no clear change in the gap since 2016-17 (between 53.5 and "
                "71.5 percentage points then, between 16 and 40 percentage points now)"
            ),
        ),
        (
            "untold",
            (
                "Graduation, English learners: whether the gap narrowed since 2016-17 cannot be told "
                "(between 10 and 40 percentage points then, at most 29 percentage points now)"
            ),
        ),
        ("events", "Suspensions, English learners: the gap went from 120.0 in 2016-17 to 75.3 per 100"),
        (
            "days",
            (
                "Days absent, English learners: the gap since 2016-17 (about "
                "5.7 then, between 3.2 and 5.3 now)"
            ),
        ),
    ],
)
def test_a_trend_finds_what_is_sure_and_no_more(page, name, finding):
    assert page("en", name).one("figure", id="figure-over-time").one(of="finding").words == finding


def test_a_side_that_cannot_be_told_is_told_as_such(page):
    summary = page("en", "untold").one("figure", id="figure-where-we-are").one(of="summary").words
    assert "anything from 29 percentage points lower to 9 percentage points higher" in summary
    assert "The difference is" not in summary


def test_nobody_speaks_of_chance_or_percent_where_events_and_means_are_counted(page):
    for name in ("events", "days"):
        for language, words in (("en", ("%", "percentage", "95")), ("es", ("%", "porcentual", "95"))):
            text = page(language, name).one("section", id="problem").words
            assert not [each for each in words if each in text], (name, language)
    text = page("en", "events").one("section", id="problem").words
    assert "How far chance could move these numbers is not worked out here." in text
    assert "by chance" not in text
    assert "is chance" not in text


def test_the_bar_of_a_range_lies_between_two_marks_and_not_on_zero(page):
    figure = page("en", "ranges").one("figure", id="figure-where-we-are")
    (mine,) = figure.all("rect", of="range-subject")
    assert (mine["x"], mine["width"]) == ("60.00%", "19.00%")
    ends = [each["x1"] for each in figure.all("line", of="range-end-subject")]
    assert ends == ["60.00%", "79.00%"]
    assert figure.all("rect", of="bar-subject") == []
    assert len(figure.all("rect", of="bar-total") + figure.all("rect", of="bar-other")) == 1  # all students
    assert "A pale bar between two marks is a range" in figure.one(of="reading").words
    plain = page("en", "events").one("figure", id="figure-where-we-are")
    assert plain.all(of="range") == []
    assert "pale" not in plain.one(of="reading").words
    assert "the track ends at 200 per 100." in plain.one(of="reading").words


def test_no_line_is_drawn_through_a_range(page):
    figure = page("en", "ranges").one("figure", id="figure-over-time")
    wide = figure.one("svg", of="chart-wide")
    assert wide.all("g", of="series-subject") == []
    assert wide.all("g", of="point-subject") == []
    (ranges,) = wide.all("g", of="range-subject")
    assert len(ranges.all("line")) == 3
    (marks,) = wide.all("g", of="range-end-subject")
    assert len(marks.all("line")) == 6
    (line,) = wide.all("g", of="series-comparison")  # two numbers, then a range
    assert len(re.findall("[ML]", line.one("path")["d"])) == 2
    # The marks stand where the axis has their numbers.
    (low, zero), (high, hundred) = (axis(wide)[at] for at in (0, -1))
    ends = [y for _, y in places(wide, "range-end-subject")[0]]
    wanted = [zero + (each - low) / (high - low) * (hundred - zero) for each in (21, 39, 40, 59, 60, 79)]
    assert ends == pytest.approx(wanted, abs=0.02)


def test_the_download_has_both_ends_of_a_range_and_no_number_in_its_place(root):
    with (root / "output/en/2019/ranges/over-time.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    found = [(each["Rate"], each["At least"], each["At most"]) for each in lines]
    assert found == [
        ("", "21", "39"),
        ("", "40", "59"),
        ("", "60", "79"),
        ("92.5", "", ""),
        ("87.5", "", ""),
        ("", "95", "100"),
    ]
    assert {each["Status"] for each in lines} == {"Published"}
    plain = (root / "output/en/2019/events/over-time.csv").read_text("utf-8")
    assert "At least" not in plain
    assert (root / "output/es/2019/days/over-time.csv").read_text("utf-8").split(",")[3] == "Promedio"


def test_where_a_report_stands_is_a_range_too(page):
    standing = page("en", "ranges").one("section", of="standing")
    assert [each.words for each in standing.all("dd", of="mark-number")] == [
        "21% to 39%",
        "60% to 79%",
        "80%",
    ]
    assert "from between 21% and 39% in 2016-17 to 80% by 2020-21" in standing.words
    track = standing.one("svg", of="track")
    assert [(each["x1"], each["x2"]) for each in track.all("line", of="span")] == [
        ("21.00%", "39.00%"),
        ("60.00%", "79.00%"),
    ]
    assert track.one("line", of="reached")["x2"] == "60.00%"  # what is sure
    assert "The target has not been reached." in standing.words
    assert "a year" not in standing.words  # a range tells no pace
    assert "closer to the target by 30.0 per 100 a year" in page("en", "events").one(of="standing").words


def test_the_record_has_a_range_in_the_place_of_a_value(root):
    cells = json.loads((root / "content/reports/2019/published.json").read_text("utf-8"))["cells"]
    key = json.dumps(["ranges", "graduation", "2018-19", "ct", [["english_learner", "english_learner"]]])
    assert {json.dumps(json.loads(name)): each for name, each in cells.items()}[key] == {
        "numerator": "x",
        "denominator": "40",
        "value_low": "60",
        "value_high": "79",
    }


def told(make, run, changes):
    done = run(make(changes), ["check"])
    assert "Traceback" not in done.err
    return [(each.path, each.code) for each in done.problems if not each.warning], done.err


def test_a_report_about_a_count_is_refused(make, run):
    rows = [(period, "ct", "", 7) for period in ("2016-17", "2017-18", "2018-19")]
    groups = {"english_learner": ("english_learner", "not_english_learner")}
    files = package_files(rows, "republished", groups, kind="count", scale=1, decimals=0)
    found, _ = told(make, run, {f"{PACKAGE}/{name}": each for name, each in files.items()})
    assert (REPORT_FILE, "indicator-kind") in found


@pytest.mark.parametrize(
    ("name", "target", "code", "words"),
    [
        ("ranges", 21, "target-side", "is not better than the baseline, 21% to 39%"),
        ("ranges", 30, "", ""),  # better than some of it
        ("ranges", 101, "target-range", "A target of 101% cannot be"),
        ("events", 300, "target-side", "300 per 100, is not better than the baseline, 240 per 100"),
        ("events", 120, "", ""),  # more than 100 is no mistake here
        ("days", 13, "target-side", "The target, 13, is not better than the baseline, 12.4"),
    ],
)
def test_a_target_is_judged_in_its_own_unit(tmp_path, run, name, target, code, words):
    files, path = kinds(), f"content/reports/2019/{name}/report.yaml"
    files[path] = re.sub(r"target: \{value: \d+", f"target: {{value: {target}", str(files[path]))
    done = run(write(files, tmp_path / "site"), ["check"])
    assert [(each.path, each.code) for each in done.problems] == ([(path, code)] if code else [])
    assert words in done.err
