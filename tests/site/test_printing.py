"""The command `pdf` up to the browser: what it prints, what it tells. `tests/browser` looks at the file."""

from argparse import Namespace
from datetime import date

import pytest

from plugins.printing import find_browser, numbered, print_year, ready
from plugins.sheets import dated, places_of, sheets_of

PDF = b"""%PDF-1.4
1 0 obj
<</Title (A)
/CreationDate (D:20261127025231+00'00')
/ModDate (D:20261127025231+00'00')>>
endobj
4 0 obj
<</Type /Pages
/Count 2
/Kids [9 0 R 7 0 R]>>
endobj
5 0 obj
<</Type /Pages
/Count 3
/Kids [4 0 R 3 0 R]>>
endobj
6 0 obj
<</findings [7 0 R /XYZ 0 792 0]
/words--a#c3#b1o [3 0 R /XYZ 0 1 0]
/lost [99 0 R /XYZ 0 1 0]>>
endobj
8 0 obj
<</Type /Catalog
/Pages 5 0 R
/Dests 6 0 R>>
endobj
"""
ADDRESS = "https://example.org/equity/en/2019/whole-year/"


def test_where_names_stand_in_a_pdf():
    assert sheets_of(PDF) == (9, 7, 3)
    assert places_of(PDF) == {"findings": 2, "words--a\u00f1o": 3}
    assert (sheets_of(b"%PDF"), places_of(b"%PDF")) == ((), {})


def test_a_pdf_is_made_on_the_day_that_its_year_was_published():
    made = dated(PDF, date(2020, 5, 27))
    assert made.count(b"Date (D:20200527000000+00'00')") == 2
    assert len(made) == len(PDF)
    with pytest.raises(ValueError, match="date"):
        dated(b"/ModDate (D:2026)", date(2020, 5, 27))


@pytest.mark.parametrize(
    ("html", "address", "made"),
    [
        ('<a class="x" href="../">A</a>', ADDRESS, '<a class="x" href="https://example.org/equity/en/2019/">A</a>'),
        ('<a class="x" href="../">A</a>', "", '<a class="x">A</a>'),
        ('<a href="../gap/a.csv" download>A</a>', "", "<a download>A</a>"),
        ('<a href="#why">A</a>', "", '<a href="#why">A</a>'),
        ('<a href="https://a.org/?b&amp;c">A</a>', ADDRESS, '<a href="https://a.org/?b&amp;c">A</a>'),
        ('<a href="mailto:a@b.c">A</a>', "", '<a href="mailto:a@b.c">A</a>'),
        ('<link rel="stylesheet" href="../a.css">', ADDRESS, '<link rel="stylesheet" href="file:///site/a.css">'),
        ('<img alt="" src="../gap/a%20b.png">', ADDRESS, '<img alt="" src="file:///site/gap/a%20b.png">'),
    ],
)  # fmt: skip
def test_a_page_made_ready(tmp_path, html, address, made):
    folder = tmp_path / "whole-year"
    assert ready(html, folder, address) == made.replace("file:///site", tmp_path.as_uri())


def test_only_the_contents_are_numbered():
    html = (
        '<a href="#a">x</a>'
        '<section class="part contents" id="c"><a href="#a">x</a><a href="#b">y</a></section>'
        '<section><a href="#a">x</a></section>'
    )
    made = numbered(html, {"a": 7})
    assert made == html.replace('id="c"><a href', 'id="c"><a data-sheet="7" href')


def test_the_browser_that_is_named_or_none(monkeypatch, tmp_path):
    monkeypatch.setenv("PLUMBLINE_CHROMIUM", str(tmp_path / "nowhere"))
    assert find_browser() is None
    monkeypatch.setenv("PLUMBLINE_CHROMIUM", "/bin/sh")
    assert find_browser() == "/bin/sh"
    monkeypatch.delenv("PLUMBLINE_CHROMIUM")
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "google-chrome").write_text("#!/bin/sh\n")
    (tmp_path / "google-chrome").chmod(0o755)
    assert find_browser() == str(tmp_path / "google-chrome")


def test_without_a_browser_it_is_told_and_nothing_is_written(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PLUMBLINE_CHROMIUM", str(tmp_path / "nowhere"))
    page = tmp_path / "output/en/2019/whole-year/index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>1</p>", "utf-8")
    options = Namespace(cycle="2019", language=None, to=tmp_path / "pdf", output=None)
    assert print_year(tmp_path, options) == 1
    assert "[browser-missing]" in capsys.readouterr().err
    assert not (tmp_path / "pdf").exists()


@pytest.mark.site
def test_what_the_command_tells(make, run):
    root = make()
    done = run(root, ["pdf", "2019"])
    assert (done.status, [each.code for each in done.problems if each.code != "browser-missing"]) == (
        1, ["document-missing"],
    )  # fmt: skip
    for code in ("en", "es"):
        page = root / "output" / code / "2019/whole-year/index.html"
        page.parent.mkdir(parents=True)
        page.write_text("<p>1</p>")
    done = run(root, ["pdf", "2019", "--language", "ed"])
    told = [each for each in done.problems if each.code == "document-missing"]
    assert [each.path for each in told] == ["output/ed/2019/whole-year/index.html"]
    assert "en" in done.err
    assert not list(root.glob("*.pdf"))
