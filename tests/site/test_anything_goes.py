"""Whatever people do to the files of a site is told as a mistake of theirs: no traceback, and no silence."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.site.mistakes import files_with
from tests.site.narratives import RICH
from tests.site.projects import PACKAGE, REPORTS

FILES = [
    f"{REPORTS}/report.yaml",
    f"{REPORTS}/en.md",
    f"{REPORTS}/es.md",
    "content/reports/2019/cycle.yaml",
    "content/site.yaml",
    "content/glossary/en.md",
    "content/pages/about/es.md",
    f"{PACKAGE}/datapackage.json",
    f"{PACKAGE}/data/graduation.csv",
    f"{PACKAGE}/data/places.csv",
    f"{PACKAGE}/translations/es.po",
]
PIECES = [
    "", " ", "\n", "\n\n", "- ", ": ", "#", "## ", "[[", "]]", "[[figure ", "{", "}", "{#", "%", "|", '"',
    "'", ",", "0", "-1", "1e9", "null", "true", "[]", "{}", "\t", "\\", "<b>", "<!--", "&", "`", "```\n",
    "é", "\u202e", "*", "_", "all", "rest",
]  # fmt: skip
places = st.integers(0, 10**6)
edits = st.one_of(
    st.tuples(st.just("line out"), places, places),
    st.tuples(st.just("line twice"), places, places),
    st.tuples(st.just("lines swapped"), places, places),
    st.tuples(st.just("cut"), places, st.integers(1, 40)),
    st.tuples(st.just("insert"), places, st.sampled_from(PIECES)),
    st.tuples(st.just("word"), places, st.sampled_from(PIECES)),
)


def edited(text: str, edit) -> str:
    """A text after a slip of the hand; `places` are taken modulo what there is."""
    kind, at, what = edit
    lines = text.split("\n")
    row = at % len(lines)
    if kind == "line out":
        del lines[row]
    elif kind == "line twice":
        lines.insert(row, lines[row])
    elif kind == "lines swapped":
        other = what % len(lines)
        lines[row], lines[other] = lines[other], lines[row]
    elif kind == "word":
        words = lines[row].split(" ")
        words[at % len(words)] = what
        lines[row] = " ".join(words)
    else:
        at %= len(text) + 1
        return text[:at] + (text[at + what :] if kind == "cut" else what + text[at:])
    return "\n".join(lines)


@pytest.mark.site
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(slips=st.lists(st.tuples(st.sampled_from(FILES), edits), min_size=1, max_size=3))
def test_a_slip_of_the_hand_never_crashes_and_never_stops_without_a_word(slips, make, run):
    files = files_with(RICH)  # where there is the most to get wrong
    for name, edit in slips:
        files[name] = edited(str(files[name]), edit)
    done = run(make(files))
    assert "Traceback" not in done.err, done.err
    assert done.status in (0, 1)
    assert bool([each for each in done.problems if not each.warning]) == (done.status == 1)
