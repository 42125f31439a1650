"""The scan of the output bites: each rule has a file of a built site that is changed, and the scan tells."""

# ruff: noqa: E501 (a fault a line)

import os
import re
import shutil
import struct
import sys
import time
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.equity.disclosure.elsewhere import adds
from plugins.equity.problems import arrange
from plugins.scan import scan_output
from plugins.scan.pictures import metadata
from tests.site.canary import extract, project
from tests.site.projects import write

REPORT = "en/2019/finish"
PAGE, BARS, LINES = f"{REPORT}/index.html", f"{REPORT}/now.csv", f"{REPORT}/lines.csv"
YEAR = "en/2019/whole-year/index.html"


@dataclass(frozen=True)
class Built:
    """A built site and what is known of how it was built."""

    output: Path
    build: object
    pages: tuple
    theme: Path

    def scan(self, output: Path, drafts=frozenset()):
        return scan_output(output, self.build, self.pages, self.theme, frozenset(drafts))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The canary's site."""
    return built_of(project(extract(0)), tmp_path_factory.mktemp("scan") / "site")


def built_of(files, folder):
    """A site built in this process, so that its pages can be scanned as often as is wanted."""
    from pelican import Pelican
    from pelican.settings import read_settings

    from plugins.pages import WRITTEN

    root = write(files, folder)
    before, path = Path.cwd(), list(sys.path)
    os.chdir(root)
    try:
        settings = read_settings(str(root / "pelicanconf.py"), override={"OUTPUT_PATH": str(root / "output")})
        Pelican(settings).run()
    finally:
        os.chdir(before)
        sys.path[:] = path
    build, pages = settings[WRITTEN]
    return Built(root / "output", build, pages, root / "theme")


def told(built, tmp_path, name, old, new):
    """What the scan tells of a copy of the site in which one file is changed ("": written anew)."""
    output = tmp_path / "output"
    shutil.copytree(built.output, output)
    path = output / name
    if isinstance(new, bytes):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(new)
    elif new is None:
        path.unlink()
    elif not old:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(new, "utf-8")
    else:
        text = path.read_text("utf-8")
        changed = re.sub(old, new, text, count=1, flags=re.S)
        assert changed != text, f"{name} has no {old!r}"
        path.write_text(changed, "utf-8")
    return built.scan(output).problems


@pytest.mark.site
def test_a_right_site_passes_and_its_numbers_are_read_back(built):
    began = time.process_time()
    scan = built.scan(built.output)
    assert time.process_time() - began < 2
    assert arrange(scan.problems) == ()
    keys = {
        (key.period, key.place, dict(key.group).get("race_ethnicity", ""), role) for key, role in scan.facts
    }
    assert ("2018-19", "001", "white", "value") in keys
    assert ("2018-19", "001", "white", "numerator") in keys
    assert ("2018-19", "ct", "asian", "value") in keys
    hidden = [
        each for each in keys if each[0] > "2017" and each[1] == "001" and each[2] in ("asian", "black")
    ]
    assert hidden == []
    # Every number that is vouched for was read as digits too, and no reading says more than the package.
    assert {(each.shown.key, each.shown.role) for each in scan.readings} >= scan.facts
    packages = built.build.edition.packages
    assert not [each for each in scan.readings if adds(packages[each.shown.key.package], each.shown)]
    languages = {each.path.partition("/")[0] for each in scan.readings}
    assert languages == {"en", "es"}


ASIAN_ROW = r'(<th scope="row" role="rowheader">asian</th>.*?class="[^"]*untold">)'
WHITE_ROW = r'(<tr role="row" class="row-comparison">\s*<th scope="row" role="rowheader">white</th>.*?</tr>)'
SHOWN, DIFFERS, STRAY, UNREAD = "output-shown", "output-differs", "output-stray", "output-unread"
PNG = b"\x89PNG\r\n\x1a\n"


def chunk(kind, data=b""):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


FAULTS = {
    "a number beside the words": (PAGE, ASIAN_ROW, r'\1<span class="cell-note">12</span> ', SHOWN),
    "a number in a title": (PAGE, ASIAN_ROW, r'\1<b title="4201 students"></b>', SHOWN),
    "a number in a data attribute": (PAGE, ASIAN_ROW, r'\1<b data-n="17"></b>', SHOWN),
    "a number read aloud": (PAGE, ASIAN_ROW, r'\1<b aria-label="17"></b>', SHOWN),
    "a number in a class": (PAGE, ASIAN_ROW, r'\1<b class="n-17"></b>', SHOWN),
    "a number in an address": (PAGE, ASIAN_ROW, r'\1<a href="#n17"></a>', SHOWN),
    "a bar without a number": (PAGE, ASIAN_ROW, r'\1<svg><rect class="bar-subject" width="0.10%"/></svg>', SHOWN),
    "an empty bar": (PAGE, ASIAN_ROW, r'\1<svg><rect class="bar-subject" width="0"/></svg>', SHOWN),
    "a bar of another length": (PAGE, r'width="82\.50%"', 'width="82.60%"', DIFFERS),
    "another number": (PAGE, r'<span class="cell-value">82\.5%', '<span class="cell-value">82.4%', SHOWN),
    "no number where there is one": (PAGE, r'<span class="cell-value">82\.5%</span>', "", DIFFERS),
    "an order by size": (
        PAGE,
        r'(<tr role="row" class="row-subject">\s*<th scope="row" role="rowheader">asian</th>.*?</tr>)(.*?)'
        + WHITE_ROW,
        r"\3\2\1",
        DIFFERS,
    ),
    "a row that is left out": (PAGE, r'<tr role="row" class="row-other">.*?</tr>', "", DIFFERS),
    "a number in a sentence": (PAGE, r'(<p class="summary" id="figure-now-summary">)', r"\1The 4,201 of 9,999. ", SHOWN),
    "a number in a note": (PAGE, r'(<figcaption>)', r'\1<p class="note">Fewer than 23 students.</p>', SHOWN),
    "the largest gap": (PAGE, r'(id="figure-now-finding">)', r"\1The largest gap: 61.3 points. ", SHOWN),
    "a value in a sentence": (PAGE, r'(data-value="asian-now">)', r"\g<1>7 ", SHOWN),
    "another value": (PAGE, r'(data-value="white-now">)82\.5', r"\g<1>82.6", SHOWN),
    "a value that nobody asked for": (PAGE, r'data-value="white-now"', 'data-value="else"', UNREAD),
    "a mark where the report stands": (PAGE, r'(<dd class="mark-number[^"]*">)(?=Withheld)', r"\g<1>41 ", SHOWN),
    "a pace without numbers": (PAGE, r'(<p class="verdict">)', r"\g<1>By 3.7 points a year. ", SHOWN),
    "a sign on the track": (
        PAGE,
        r'(<svg class="track"[^>]*>)',
        r'\1<circle class="at-now" cx="12.00%" cy="22" r="7"/>',
        SHOWN,
    ),
    "a point of a line": (
        PAGE,
        r'(<g class="point point-subject"[^>]*>)',
        r'\1<path d="M0,0" transform="translate(300,150)"/>',
        SHOWN,
    ),
    "a corner of a line": (PAGE, r'(<g class="series series-comparison"[^>]*><path d="M)', r"\g<1>99,99L", SHOWN),
    "a corner of a band": (PAGE, r'(<g class="band band-comparison"[^>]*><path d="M)', r"\g<1>99,99L", SHOWN),
    "another scale": (PAGE, r'(<text class="axis-label axis-label-y"[^>]*>)\d+%', r"\g<1>37%", DIFFERS),
    "a mark of another kind": (PAGE, r'(<g class="grid")', r'<g class="dot"><path d="M1,1"/></g>\1', UNREAD),
    "a number in a drawing's name": (PAGE, r'(role="img" aria-label=")', r"\g<1>61.3: ", SHOWN),
    "a comment": (PAGE, "</main>", "<!-- asian: 4201 --></main>", SHOWN),
    "a script with data": (PAGE, "</main>", '<script type="application/json">{"n": 1}</script></main>', UNREAD),
    "a data attribute anywhere": ("en/about/index.html", "<main", '<main data-rank="3"', SHOWN),
    "a style with a length": ("en/about/index.html", "<main", '<main style="width:41%"', SHOWN),
    "a headline": ("en/index.html", r'(<ul class="sentences">\s*<li><a [^>]*>)', r"\1By 44.1 points: ", SHOWN),
    "a headline of nobody": ("en/index.html", r'(<ul class="sentences">\s*<li><a href=")', r"\1../", UNREAD),
    "a download with a withheld number": (BARS, r"(asian,)", r"\g<1>18.0", SHOWN),
    "a download with a withheld count": (BARS, r"(black,,)", r"\g<1>4201", SHOWN),
    "a download with a telling word": (BARS, r"(black,.*?)Withheld", r"\1Withheld (n &lt; 10)", SHOWN),
    "a download with another number": (BARS, r"82\.5", "82.4", DIFFERS),
    "a download with more decimals": (BARS, r"82\.5", "82.50", DIFFERS),
    "a download with another order": (BARS, r"(2018-19,Ashford,asian.*?\n)(.*?\n)", r"\2\1", DIFFERS),
    "a download with a column more": (BARS, r"Status\n", "Status,Rank\n", "output-columns"),
    "a download with a row more": (BARS, r"\Z", "2018-19,Ashford,white,82.5,33000,40000,82.1,82.9,Published\n", DIFFERS),
    "a package's table, changed": ("data/schools/data/graduation.csv", r"\Z", "\n", "output-altered"),
    "a package's recipe": ("data/schools/recipe.yaml", "", "a: 1\n", STRAY),
    "a page of nobody": ("en/2020/x/index.html", "", "<p>1</p>", STRAY),
    "a spreadsheet of nobody": (f"{REPORT}/raw.csv", "", "a,1\n", STRAY),
    "a hidden file": (f"{REPORT}/.raw", "", "1", STRAY),
    "a source map": ("theme/site.css.map", "", "{}", STRAY),
    "a page that is gone": (PAGE, "", None, STRAY),
    "a download that is gone": (BARS, "", None, STRAY),
    "an index with a number": ("search.json", "", '{"docs": [{"text": "asian 4201"}]}', SHOWN),
    "an index that is none": ("search.json", "", "{", UNREAD),
    "a feed with a number": ("feed.xml", "", "<feed><title n='4201'>x</title></feed>", SHOWN),
    "a text with a number": ("robots.txt", "", "4201", SHOWN),
    "a text that is none": ("robots.txt", "", b"\xff\xfe", UNREAD),
    "a page that is no text": (PAGE, "", b"\xff\xfe", UNREAD),
    "another number in the year": (YEAR, r'<span class="cell-value">82\.5%', '<span class="cell-value">82.4%', SHOWN),
    "a number beside words in the year": (YEAR, ASIAN_ROW, r'\1<span class="cell-note">12</span> ', SHOWN),
    "another value in the year": (YEAR, r'(data-value="white-now">)82\.5', r"\g<1>82.6", SHOWN),
    "a mark in the year": (YEAR, r'(<dd class="mark-number[^"]*">)(?=Withheld)', r"\g<1>41 ", SHOWN),
    "a point of a line in the year": (
        YEAR,
        r'(<g class="point point-subject"[^>]*>)',
        r'\1<path d="M0,0" transform="translate(300,150)"/>',
        SHOWN,
    ),
    "a headline in the year": (YEAR, r'(<ul class="sentences">\s*<li><a [^>]*>)', r"\1By 44.1 points: ", SHOWN),
    "a headline of nobody in the year": (YEAR, r'(<ul class="sentences">\s*<li><a href="#report-)', r"\1x", UNREAD),
    "a report that its year leaves out": (YEAR, r'(<article class="bound bound-report" id="report-)', r"\1x", DIFFERS),
    "a report of nobody in the year": (YEAR, r'(<article class="bound bound-report" id="report-)', r"\1x", UNREAD),
    "a report twice in its year": (YEAR, r'(<article class="bound bound-report".*?</article>)', r"\1\1", UNREAD),
    "a figure outside of the reports": (YEAR, "</main>", '<figure class="figure"></figure></main>', UNREAD),
    "a value outside of the reports": (YEAR, "</main>", '<span class="value">1</span></main>', UNREAD),
    "another number at a link": (YEAR, 'data-note="1"', 'data-note="7"', DIFFERS),
    "a word at a link": (YEAR, 'data-note="1"', 'data-note="one"', DIFFERS),
    "another address in the list": (YEAR, r"<li>https://[^<]*", "<li>https://example.org/else", DIFFERS),
    "a number at a link elsewhere": ("en/about/index.html", "<main", '<main data-note="3"', SHOWN),
    "a theme's file, changed": ("theme/site.css", r"\A", "/* 1 */", "output-altered"),
}  # fmt: skip


@pytest.mark.site
@pytest.mark.parametrize("name", FAULTS)
def test_the_scan_tells(built, tmp_path, name):
    file, old, new, code = FAULTS[name]
    problems = told(built, tmp_path, file, old, new)
    assert code in {each.code for each in problems}, problems
    assert {each.path for each in problems if each.code == code} >= {file}
    for each in problems:  # a log is public
        for number in ("4201", "61.3", "18.0", "82.4", "44.1", "9,999"):
            assert number not in each.message + each.hint


@pytest.mark.site
def test_a_feed_may_repeat_what_pages_say(built, tmp_path):
    text = "<feed><title>2018-19: 82.5%</title><link href='/en/2019/finish/'/></feed>"
    assert told(built, tmp_path, "feed.xml", "", text) == []


@pytest.mark.site
def test_nothing_of_a_draft_is_published(built):
    problems = built.scan(built.output, {"2019"}).problems
    assert {each.code for each in problems} == {STRAY}
    assert PAGE in {each.path for each in problems}


@pytest.mark.site
def test_a_link_in_the_output_is_no_file(built, tmp_path):
    output = tmp_path / "output"
    shutil.copytree(built.output, output)
    (output / "extract").symlink_to(built.output)
    assert [(each.path, each.code) for each in built.scan(output).problems] == [("extract", STRAY)]


@pytest.mark.site
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('<span class="cell-value">{{ cell.text }}</span>',
         '<span class="cell-value" data-raw="{{ cell.status|length }}">{{ cell.text }}</span>', SHOWN),
        ("{% for row in table.rows %}\n<tr", "{% for row in table.rows|reverse %}\n<tr", DIFFERS),
        ("{% if cell.bar %} {{ bar(cell.bar) }}{% endif %}",
         '{% if cell.status == "c" and found.bars %}<svg><rect width="{{ loop.index }}%"/></svg>{% endif %}', SHOWN),
    ],
    ids=["a data attribute", "another order", "a bar for what is withheld"],
)  # fmt: skip
def test_a_broken_template_stops_a_publish_and_a_preview_tells(make, run, old, new, code):
    files = project(extract(0))
    root = make(files)
    table = root / "theme/templates/parts/table.html"
    text = table.read_text("utf-8")
    assert old in text
    table.write_text(text.replace(old, new), "utf-8")
    cycle = root / "content/reports/2019/cycle.yaml"
    cycle.write_text(cycle.read_text("utf-8").replace("status: draft", "status: published"), "utf-8")
    assert run(root, ["freeze", "2019"]).status == 0
    done = run(root, ["publish"])
    assert (done.status, {each.code for each in done.problems}) == (1, {code})
    assert not (root / "output").exists()
    done = run(root, ["build", "--preview"])
    assert (done.status, {each.code for each in done.problems}) == (0, {code})
    assert (root / ".preview").is_dir()


# --- pictures -----------------------------------------------------------------------------------------

HEAD, END = chunk(b"IHDR", bytes(13)), chunk(b"IEND")
PNGS = PNG + HEAD + chunk(b"IDAT", b"x") + END
JPEG = b"\xff\xd8\xff\xe0\x00\x04JF%s\xff\xda\x00\x02pixels\xff\xd9"
WEBP = b"RIFF%sWEBPVP8 \x02\x00\x00\x00ab%s"


def webp(more=b"", size=0):
    return WEBP % (struct.pack("<I", 4 + 10 + len(more) - size), more)


@pytest.mark.parametrize(
    ("suffix", "data", "held"),
    [
        (".png", PNGS, ()),
        (".png", PNG + HEAD + chunk(b"tEXt", b"Comment\0n=4") + END, ("text",)),
        (".png", PNG + HEAD + chunk(b"eXIf", b"x") + END, ("EXIF",)),
        (".png", PNG + HEAD + chunk(b"tIME", b"x") + END, ("a time",)),
        (".png", PNGS + b"more", ("bytes behind its end",)),
        (".jpg", JPEG % b"", ()),
        (".jpg", JPEG % b"\xff\xe1\x00\x08Exif\0\0", ("EXIF",)),
        (".jpeg", JPEG % b"\xff\xe1\x00\x06http", ("XMP",)),
        (".jpg", JPEG % b"\xff\xfe\x00\x04hi", ("a comment",)),
        (".jpg", JPEG % b"\xff\xed\x00\x04hi", ("notes of a program",)),
        (".jpg", JPEG % b"" + b"more", ("bytes behind its end",)),
        (".gif", b"GIF89a...;", ()),
        (".gif", b"GIF89a\x21\xfe\x02hi\0;", ("a comment",)),
        (".gif", b"GIF89a..;more", ("bytes behind its end",)),
        (".webp", webp(), ()),
        (".webp", webp(b"EXIF\x02\x00\x00\x00ab"), ("EXIF",)),
        (".webp", webp(b"XMP \x02\x00\x00\x00ab"), ("XMP",)),
        (".webp", webp(b"more", 4), ("bytes behind its end",)),
    ],
)
def test_what_a_picture_holds_besides_its_pixels(suffix, data, held):
    assert metadata(suffix, data) == held


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".gif", ".webp"])
def test_a_broken_picture_is_told(suffix):
    for data in (b"", b"no picture", PNG + HEAD, (JPEG % b"")[:-2], b"\xff\xd8\xff"):
        with pytest.raises(ValueError, match="it "):
            metadata(suffix, data)


@pytest.mark.site
def test_an_author_is_told_of_a_picture_with_notes(make, run):
    files = project(extract(0))
    for code in ("en", "es"):
        name = f"content/reports/2019/finish/{code}.md"
        files[name] = str(files[name]).replace("dot.svg", "dot.png")
    files["content/reports/2019/finish/dot.png"] = PNG + HEAD + chunk(b"eXIf", b"x") + END
    done = run(make(files), ["build", "--preview"])
    assert {(each.path, each.code) for each in done.problems} == {
        (f"{code}/2019/finish/dot.png", "output-metadata") for code in ("en", "es")
    }


@pytest.mark.site
def test_a_file_that_an_author_attached_and_nobody_can_read_is_told_and_goes_along(make, run):
    files = project(extract(0))
    name = "content/reports/2019/finish/en.md"
    files[name] = str(files[name]).replace("Now [[", "[A letter](letter.pdf). Now [[")
    files["content/reports/2019/finish/letter.pdf"] = b"%PDF-1.4"
    root = make(files)
    done = run(root, ["build", "--preview"])
    assert [(each.path, each.code, each.warning) for each in done.problems] == [
        ("en/2019/finish/letter.pdf", UNREAD, True)
    ]
    assert (root / ".preview/en/2019/finish/letter.pdf").read_bytes() == b"%PDF-1.4"
