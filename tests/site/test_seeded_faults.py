"""The tests of numbers bite: one number changed in a built page or file, and the test of it fails."""

import shutil
from pathlib import Path

import pytest

from tests.site import test_numbers_agree as tests
from tests.site.figures_shown import REPORTS, shown

pytestmark = pytest.mark.site
(FACTS,) = [each for each in REPORTS if each.slug == "english-learners-graduation"]
PAGE, BARS, YEARS = "index.html", "where-we-are", "over-time"
POINT = "translate(552.64,"


def wide(figure):
    tests.test_points_stand_where_their_numbers_are(figure, "wide")


FAULTS = [
    (BARS, PAGE, '<span class="cell-value">71.5%', '<span class="cell-value">71.6%',
     tests.test_the_table_of_a_comparison_is_the_download),
    (BARS, PAGE, "1,799 of 2,517</span>", "1,799 of 2,571</span>",
     tests.test_the_table_of_a_comparison_is_the_download),
    (BARS, PAGE, 'width="71.50%"', 'width="71.60%"', tests.test_bars_are_as_long_as_their_numbers),
    (BARS, PAGE, 'x1="69.', 'x1="68.', tests.test_bars_are_as_long_as_their_numbers),
    (BARS, PAGE, "between 16.4 and 20.0", "between 16.3 and 20.0",
     tests.test_the_sentences_of_a_comparison_are_worked_out_again),
    (BARS, PAGE, "English learners, 18.1 percentage", "English learners, 18.2 percentage",
     tests.test_the_sentences_of_a_comparison_are_worked_out_again),
    (BARS, f"{BARS}.csv", "71.5,1799,2517", "71.5,1798,2517", tests.test_the_download_is_the_package),
    (BARS, f"{BARS}.csv", "69.7,73.2", "69.7,73.3", tests.test_the_download_is_the_package),
    (YEARS, f"{YEARS}.csv", "2014-15,Connecticut,English learners,66.7",
        "2014-15,Connecticut,English learners,66.6",
        tests.test_the_table_of_a_trend_is_the_download_and_the_gap),
    (YEARS, PAGE, "from 24.5 to 18.1", "from 24.4 to 18.1",
        tests.test_the_sentences_of_a_trend_are_worked_out_again),
    (YEARS, PAGE, "by 3.5 to 9.1", "by 3.4 to 9.1", tests.test_the_sentences_of_a_trend_are_worked_out_again),
    (YEARS, PAGE, 'class="point point-subject"', "", wide),
]  # fmt: skip


@pytest.mark.parametrize(("id_", "name", "old", "new", "test"), FAULTS, ids=[each[2][:30] for each in FAULTS])
def test_a_changed_number_is_seen(site, tmp_path, id_, name, old, new, test):
    folder = tmp_path / "en/2019" / FACTS.slug
    shutil.copytree(site.output / "en/2019" / FACTS.slug, folder)
    test(shown(tmp_path, "en", FACTS, id_))
    change(folder / name, old, new)
    with pytest.raises(AssertionError):
        test(shown(tmp_path, "en", FACTS, id_))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    if not new:  # the last point of a line, a tenth of a point higher
        before, mark, group = text.partition(old)
        points, _, rest = group.partition("</g>")
        left, transform, last = points.rpartition(",")
        height = float(last.partition(")")[0])
        text = f"{before}{mark}{left}{transform}{height - 1:.2f}){last.partition(')')[2]}</g>{rest}"
    else:
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
