"""Two builds of the same sources, in other folders, on other clocks, with other orders of sets: equal."""

import pytest

from tests.site.building import copy_of_this_project, differences, publish

pytestmark = pytest.mark.site


def test_two_cold_builds_are_byte_identical(site, tmp_path):
    """`site` is the first, built with PYTHONHASHSEED=1 in another folder, in New York, in the C locale."""
    root = copy_of_this_project(tmp_path / "a much longer name" / "naïve")
    assert not (root / ".cache").exists()
    done = publish(root, PYTHONHASHSEED="98765", TZ="Asia/Kolkata", LC_ALL="es_ES.UTF-8", LANG="es_ES.UTF-8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert differences(site.output, root / "output") == []
    assert len(list((root / "output").rglob("*.html"))) > 25


def test_a_difference_is_seen(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name / "en").mkdir(parents=True)
        (tmp_path / name / "en/index.html").write_text("71.5%")
        (tmp_path / name / "same.csv").write_text("1")
    assert differences(tmp_path / "one", tmp_path / "two") == []
    (tmp_path / "two/en/index.html").write_text("71.6%")
    (tmp_path / "two/more.csv").write_text("")
    (tmp_path / "one/en/empty").mkdir()
    assert differences(tmp_path / "one", tmp_path / "two") == ["en/empty", "en/index.html", "more.csv"]
