"""Each number of each figure is the same in table, drawing, sentence, download, package, in each language."""

import itertools
import re

import pytest

from tests.site.figures_shown import FIGURES, LANGUAGES, REPORTS, Shown, axis, percent, places, shown
from tests.site.pages import PERIOD, numbers
from tests.site.second_opinion import table, written

pytestmark = pytest.mark.site
# What the site writes itself. Notes are words of the package, captions of figures are words of the author.
MADE = {"th", "td", "dd", "dt", "caption", "finding", "summary", "reading", "statement", "verdict", "pace"}
TRENDS = [each for each in FIGURES if each[1].data["figures"][each[2]]["form"] == "trend"]
COMPARISONS = [each for each in FIGURES if each not in TRENDS]


def name(figure) -> str:
    language, facts, id_ = figure
    return f"{language}-{facts.slug}-{id_}"


@pytest.fixture
def figure(request, site) -> Shown:
    return shown(site.output, *request.param)


def over(figures):
    return pytest.mark.parametrize("figure", figures, indirect=True, ids=name)


def ends(interval) -> list[str]:
    """An interval without its sign, as it is written: the nearer end first."""
    low, high = sorted(abs(each) for each in interval)
    return [written(low), written(high)]


@over(FIGURES)
def test_the_download_is_the_package(figure):
    """Every line is a row of the package, rounded as the site rounds, with its interval; none is left out."""
    for line in figure.lines:
        group = figure.group(line)
        row = table(figure.ask.package, figure.ask.indicator)[line.period, figure.ask.place, group]
        assert line.rate == (written(float(row["value"])) if row["value"] else "")
        assert (line.numerator, line.denominator) == (row.get("numerator", ""), row.get("denominator", ""))
        interval = figure.ask.rate(line.period, group).interval()
        assert [line.low, line.high] == (ends(interval) if interval else ["", ""])
    wanted = len({(line.label, line.period) for line in figure.lines})
    if figure.spec["form"] == "trend":
        years = int(figure.period[:4]) - int(figure.since[:4]) + 1
        assert len(figure.lines) == wanted == years * len(figure.spec["groups"])
    else:
        groups = [group for _, _, group in table(figure.ask.package, figure.ask.indicator) if group]
        dimension = {group for group in groups if [name for name, _ in group] == [figure.spec["dimension"]]}
        assert len(figure.lines) == wanted == len(dimension) + 1


@over(COMPARISONS)
def test_the_table_of_a_comparison_is_the_download(figure):
    (caption,) = PERIOD.findall(figure.element.one("caption").words)
    heads = len(figure.element.one("thead").all("th"))
    seen = []
    for head, *cells in figure.rows:
        assert len(cells) + 1 == heads
        rate, counts, interval = (numbers(each.words) for each in (*cells, *cells[:0]))
        (number,) = rate
        assert cells[0].words == f"{number}%"
        numerator, denominator = (*counts, "") if len(counts) == 1 else counts
        seen.append((caption, head.words, number, numerator, denominator, *interval))
    told = [(e.period, e.label, e.rate, e.numerator, e.denominator, e.low, e.high) for e in figure.lines]
    assert seen == told


@over(COMPARISONS)
def test_bars_are_as_long_as_their_numbers(figure):
    """Share of a track that starts at zero and ends where the words say."""
    (end,) = numbers(figure.words("reading"))
    for (_, cell, *_), line in zip(figure.rows, figure.lines, strict=True):
        bar = cell.one("rect")
        assert percent(bar["x"]) == 0
        assert percent(bar["width"]) == pytest.approx(float(line.rate) / float(end) * 100, abs=0.006)
        across = [each for each in cell.all("line", of="whisker") if each["x1"] != each["x2"]]
        (whisker,) = across
        for attribute, number in (("x1", line.low), ("x2", line.high)):
            # The drawing has the interval itself, the download has it rounded to a tenth of a point.
            assert percent(whisker[attribute]) == pytest.approx(
                float(number) / float(end) * 100, abs=5 / float(end) + 0.01
            )


@over(TRENDS)
def test_the_table_of_a_trend_is_the_download_and_the_gap(figure):
    labels = list(dict.fromkeys(line.label for line in figure.lines))
    periods = list(dict.fromkeys(line.period for line in figure.lines))
    assert [head.words for head, *_ in figure.rows] == periods
    by_column = {(line.label, line.period): line.rate for line in figure.lines}
    for head, *cells, gap in figure.rows:
        assert [each.words for each in cells] == [f"{by_column[label, head.words]}%" for label in labels]
        assert numbers(gap.words) == [written(figure.ask.gap(head.words))]


@over(TRENDS)
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_points_stand_where_their_numbers_are(figure, width):
    svg = figure.element.one("svg", of=f"chart-{width}")
    (low, bottom), *_, (high, top) = axis(svg)
    scale = (bottom - top) / (high - low)
    for value, y in axis(svg):
        assert y == pytest.approx(bottom - (value - low) * scale, abs=0.02)
    drawn = [[round(low + (bottom - y) / scale, 3) for _, y in points] for points in places(svg, "point")]
    labels = list(dict.fromkeys(line.label for line in figure.lines))
    told = [[float(line.rate) for line in figure.lines if line.label == label] for label in labels]
    # Two decimals of a drawing's unit are less than a hundredth of a point: no other tenth fits.
    assert sorted([round(value, 1) for value in line] for line in drawn) == sorted(told)
    assert all(abs(value - round(value, 1)) < 0.02 for line in drawn for value in line)
    assert all(x2 > x1 for points in places(svg, "point") for (x1, _), (x2, _) in itertools.pairwise(points))
    ends_of_lines = [numbers(each.words)[0] for each in svg.all("text", of="end-value")]
    assert sorted(ends_of_lines) == sorted(written(line[-1]) for line in told)
    (read,) = [numbers(figure.words("reading"))]
    assert read == [written(low, 0), written(high, 0)]


@over(COMPARISONS)
def test_the_sentences_of_a_comparison_are_worked_out_again(figure):
    ask, period = figure.ask, figure.period
    gap = written(ask.gap(period))
    assert numbers(figure.words("finding")) == [gap]
    rates = []
    for rate in (ask.rate(period), ask.rate(period, ask.other)):
        rates += [written(rate.value), *([str(rate.k), str(rate.n)] if rate.k and rate.n else [])]
    assert numbers(figure.words("summary")) == [
        *rates,
        gap,
        *ends(ask.gap_interval(period)),
        written(ask.ratio(period)),
    ]
    assert set(PERIOD.findall(figure.words("summary"))) == {period}


@over(TRENDS)
def test_the_sentences_of_a_trend_are_worked_out_again(figure):
    ask = figure.ask
    gaps = [written(ask.gap(each)) for each in (figure.since, figure.period)]
    assert numbers(figure.words("finding")) == gaps
    interval = ask.change_interval(figure.since, figure.period)
    assert numbers(figure.words("summary")) == [*gaps, *([*ends(interval), "95"] if interval else [])]
    assert PERIOD.findall(figure.words("summary")) == [figure.since, figure.period]


@pytest.mark.parametrize("facts", REPORTS, ids=lambda each: each.slug)
def test_both_languages_show_the_same_numbers_in_the_same_order(facts, site):
    """In everything that the site writes itself; values in the authors' sentences may change places."""
    both = []
    for language in LANGUAGES:
        page = site.page(f"{language}/2019/{facts.slug}/")
        parts = [page.one("section", of="standing"), *page.all("figure")]
        texts = [each for part in parts for each in part.all() if MADE & {each.tag, *each.classes}]
        drawings = [[each.words for each in svg.all("text")] for svg in page.all("svg")]
        values = sorted((each["data-value"], *numbers(each.words)) for each in page.all("span", of="value"))
        both.append(
            [
                [each.words for each in texts],
                [[n for t in each for n in numbers(t)] for each in drawings],
                values,
            ]
        )
        assert len(values) > 5
    for english, spanish in zip(both[0][0], both[1][0], strict=True):
        assert numbers(english) == numbers(spanish), (english, spanish)
    assert both[0][1:] == both[1][1:]


def test_no_number_of_the_data_is_typed_by_hand(site):
    """No sentence of an author has a percentage with a decimal that is not looked up."""
    for language in LANGUAGES:
        for facts in REPORTS:
            text = (site.root / f"content/reports/2019/{facts.slug}/{language}.md").read_text("utf-8")
            assert re.findall(r"\d+\.\d ?%", text) == []
