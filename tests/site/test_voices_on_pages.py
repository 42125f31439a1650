"""What people said, from a data package, on the page of a report: themes by several groups and over the
years, quotations in their own language. The scan reads all of it back.
"""

import csv
import io
import json

import pytest

from plugins.protecting import protect_extract
from plugins.scan.outputs import scan_output
from plugins.surveying import count_survey
from tests.conftest import _spanish
from tests.exports import BOOK, SAID, export, people
from tests.site.mistakes import CYCLE, Mistake, R, expected, files_with, one
from tests.site.narratives import FACTS, QUOTED, RICH, WORDS
from tests.site.pages import read_page
from tests.site.test_narratives_on_pages import rows
from tests.site.test_scan import built_of, told
from tests.voices import QUOTE, QUOTES, YEAR, voices
from tests.voices import rows as answers

pytestmark = pytest.mark.site
PAGE = "en/2019/finish/index.html"
HOME = "datapackages/voices"
LISTENING = """\
  package: voices
  indicator: graduation
  dimension: theme
  by: [role, english_learner]
  since: 2017-18
  quotes:
    - {id: q-letters, package: voices}
    - {id: q-rides, package: voices, evidence: documented, source: https://example.org/report}
"""
HEARD = FACTS[FACTS.index("  by: english") : FACTS.index("causes:")]
NO_QUOTE = [
    (path, QUOTED[QUOTED.index("### Somebody") :].format(word=word), "")
    for path, (_, _, word, _) in WORDS.items()
]


def package(quotes=QUOTES, **facts):
    return tuple((f"{HOME}/{name}", "", content) for name, content in voices(quotes, **facts).items())


VOICES = Mistake("", (*RICH.edits, (R, HEARD, LISTENING), *NO_QUOTE, *package()), ())


@pytest.fixture(scope="module")
def page(make, run):
    def read(code, *more):
        root = make(files_with(VOICES, Mistake("", more, ())))
        done = run(root, ["build", "--preview", "--output", str(root / "shown")])
        assert (done.status, done.err) == (0, "")
        return read_page(root / f"shown/{code}/2019/finish/index.html")

    return read


def test_themes_are_counted_by_several_groups_and_as_many_were_asked_as_were_asked(page):
    first, _ = page("en").all("div", of="themes")
    assert rows(first) == [
        ["Theme", "Everyone asked", "Students", "Families", "english_learner", "not_english_learner"],
        ["People asked", "240", "140", "100", "90", "150"],
        ["letters", "37.9%", "38.6%", "37.0%", "40.0%", "36.7%"],
        ["rides", "27.9%", "25.0%", "32.0%", "27.8%", "28.0%"],
    ]
    assert "do not add up to everyone" in first.words


def test_themes_over_the_years(page):
    _, years = page("es").all("div", of="themes")
    assert rows(years) == [
        ["Tema", "2017-18", "2018-19"],
        ["letters", "41.3%", "37.9%"],
        ["rides", "31.3%", "27.9%"],
    ]


def test_what_is_withheld_is_not_shown_and_said_so(page):
    hidden = [each if "families" not in each[2] else (*each[:3], *"ccc") for each in answers()]
    hidden = [each if "students" not in each[2] else (*each[:3], *"ccc") for each in hidden]
    edits = [*package(QUOTES[1:], table=hidden), (R, "    - {id: q-letters, package: voices}\n", "")]
    shown = page("en", *edits, (R, "  since: 2017-18\n", "")).one("div", of="themes")
    assert rows(shown)[1:3] == [
        ["People asked", "240", "Not shown", "Not shown", "90", "150"],
        ["letters", "37.9%", "Not shown", "Not shown", "40.0%", "36.7%"],
    ]


def quoted(page, id_):
    return next(each for each in page.all("figure", of="quotation") if each["id"] == id_)


def test_a_quotation_stands_in_its_language_with_what_it_says_in_the_reader_s(page):
    figure = quoted(page("en"), "q-letters")
    said, translated = figure.all("blockquote")
    assert (said.words, said["lang"], said["dir"]) == (QUOTE["text"], "es", "ltr")
    assert translated.words == QUOTE["translation_en"]
    assert "Said in Spanish, translated by a machine." in figure.words
    lines = [(line.one("dt").words, line.one("dd").words) for line in figure.one("dl").all("div")]
    assert lines == [
        ("Who", "Families, english_learner"),
        ("Theme", "letters"),
        ("When", YEAR),
        ("Consent", "Recorded"),
        ("Evidence", "Illustration, not a documented fact Read the source"),
    ]
    spanish = quoted(page("es"), "q-letters")
    assert [each.words for each in spanish.all("blockquote")] == [QUOTE["text"]]
    assert "lang" not in spanish.one("blockquote").attributes
    assert "Dicho en" not in spanish.words


def test_what_nobody_translated_is_said(page):
    figure = quoted(page("es"), "q-rides")
    assert [each["lang"] for each in figure.all("blockquote")] == ["en"]
    assert "Dicho en inglés. Nadie lo ha traducido todavía." in figure.words
    assert "Quién" not in figure.words  # the consent is to the words alone


def test_who_translated_is_named_and_another_script_has_its_direction(page):
    arabic = {**QUOTE, "language": "ar", "text": "الرسائل طويلة.", "translation_en_by": "the district"}
    figure = quoted(page("en", *package([arabic, *QUOTES[1:]])), "q-letters")
    assert figure.all("blockquote")[0]["dir"] == "rtl"
    assert "Said in Arabic, translated by the district." in figure.words


def own(same_people):
    """The package as our own figures, its themes said of the same people or not."""
    made = voices(QUOTES[1:], "own", [each for each in answers() if each[2] in ("", "letters", "rides")])
    if not same_people:
        made["datapackage.json"] = made["datapackage.json"].replace(
            '"same_people": true', '"same_people": false'
        )
    return tuple((f"{HOME}/{name}", "", content) for name, content in made.items())


def test_themes_of_our_own_are_of_the_same_people(make, run):
    short = LISTENING[LISTENING.index("  by:") : LISTENING.index("    - {id: q-rides")]
    alone = ((R, short, "  quotes:\n"),)
    for same, status, codes in ((True, 0, []), (False, 1, ["value-wrong"])):
        done = run(make(files_with(VOICES, Mistake("", (*alone, *own(same)), ()))))
        assert (done.status, [each.code for each in done.problems if not each.warning]) == (status, codes)


TWICE = "    - {id: q-letters, package: voices}\n    - {id: q-rides,"
MISTAKES = [
    one("a quotation that is not there", R, "{id: q-letters,", "{id: q-leters,", "q-leters", "quote-unknown",
        "Did you mean 'q-letters'?"),
    one("a package that is not there", R, "id: q-letters, package: voices", "id: q-letters, package: voicess",
        "q-letters", "package-unknown", "Did you mean 'voices'?"),
    one("what stands in the package", R, "id: q-letters, package: voices",
        "id: q-letters, package: voices, role: families", "q-letters", "key-unused", "Remove it here."),
    one("an own quotation without consent", R, "{id: q-letters, package: voices}",
        "{id: q-letters, evidence: illustration}", "q-letters", "key-missing", "quote nobody"),
    one("a dimension among several", R, "by: [role, english_learner]", "by: [role, english_lerner]", "  by:",
        "dimension-unknown", "Did you mean 'english_learner'?"),
    one("a first year that there is not", R, "since: 2017-18", "since: 2015-16", "  since: 2015",
        "period-unknown", "It has 2017-18"),
    one("a first year that is the last", R, "since: 2017-18", "since: 2018-19", "  since: 2018-19",
        "period-order",
        "earlier year"),
    one("two quotations of one id", R, "    - {id: q-rides,", TWICE, TWICE, "id-twice", "Rename"),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_is_told_where_it_is(mistake, make, run):
    done = run(make(files_with(VOICES, mistake)))
    assert (done.status, done.told) == (1, expected(VOICES, mistake)), done.err
    assert mistake.hint in done.problems[0].hint


def test_what_no_report_shows_is_told(make, run):
    done = run(
        make(files_with(VOICES, Mistake("", ((R, "    - {id: q-letters, package: voices}\n", ""),), ())))
    )
    assert (done.status, done.told) == (0, [(f"{HOME}/data/quotes.csv", 2, "quote-unshown")])
    assert done.problems[0].warning
    assert QUOTE["text"] not in done.err


def test_a_quotation_of_a_later_year_waits(make, run):
    later = {**QUOTE, "period": "2019-20"}
    done = run(make(files_with(VOICES, Mistake("", package([later, *QUOTES[1:]]), ()))))
    assert done.status == 1
    assert "period-later" in {each.code for each in done.problems}


def test_the_data_page_offers_the_quotations_by_their_name(make, run):
    root = make(files_with(VOICES))
    assert run(root, ["build", "--preview", "--output", str(root / "shown")]).status == 0
    files = read_page(root / "shown/es/data/voices/index.html").one("main").words
    assert "Citas (CSV)" in files


def test_from_a_survey_s_export_to_a_published_page(make, run, tmp_path):
    """The whole way, with a small group among those who were asked: it and its complement are withheld.

    A quotation that told the role would say that this one is not the small group; so it tells none.
    """
    home = tmp_path / "site/datapackages/voices"
    home.mkdir(parents=True)
    (home / "survey.yaml").write_text(BOOK, "utf-8")
    asked = people(240, (20,))
    for number, each in enumerate(asked):
        each["I am a"] = "Parent" if number < 7 else "Student"
    export_file = tmp_path / "export.csv"
    export_file.write_text(export(asked), "utf-8", newline="")
    extract = tmp_path / "private/voices"
    made = count_survey(tmp_path / "site", "voices", [str(export_file)], extract)
    assert made.written, made.problems
    refused = protect_extract(extract, tmp_path / "site")
    assert {each.code for each in refused.problems} == {"quote-speaker"}
    book = BOOK.replace("  tell: [role, theme]\n", "").replace("words-and-role", "words")
    (home / "survey.yaml").write_text(book, "utf-8")
    assert count_survey(tmp_path / "site", "voices", [str(export_file)], extract).written
    assert protect_extract(extract, tmp_path / "site").summary
    written = {path.relative_to(home).as_posix(): path.read_text("utf-8") for path in home.rglob("*.*")}
    written["translations/es.po"] = "".join(_spanish(json.loads(written["datapackage.json"])))
    id_ = next(csv.DictReader(io.StringIO(written["data/quotes.csv"])))["id"]
    facts = LISTENING[: LISTENING.index("  since")].replace("graduation", "raised")
    facts += f"  quotes:\n    - {{id: {id_}, package: voices}}\n"
    edits = [*RICH.edits, (R, HEARD, facts), *NO_QUOTE]
    edits += [(f"{HOME}/{name}", "", content) for name, content in written.items()]
    edits.append((CYCLE, "status: draft", "status: published"))
    root = make(files_with(Mistake("", tuple(edits), ())))
    for command in (["freeze", "2019"], ["publish"]):
        done = run(root, command)
        assert done.status == 0, done.err
    shown = read_page(root / "output/en/2019/finish/index.html")
    first = rows(shown.one("div", of="themes"))
    assert first[0][:4] == ["Theme", "Everyone asked", "Students", "Families"]
    assert [first[1][1], *first[1][2:4]] == ["240", "Not shown", "Not shown"]
    assert all(line[2:4] == ["Not shown", "Not shown"] for line in first[1:])
    assert quoted(shown, id_).all("blockquote")[0].words == SAID["What should change?"]


# --- the scan -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    files = {name: each for name, each in files_with(VOICES).items() if each is not None}
    return built_of(files, tmp_path_factory.mktemp("voices") / "site")


def test_the_scan_finds_nothing(built):
    assert scan_output(built.output, built.build, built.pages, built.theme).problems == []


FAULTS = [
    ("another word in a quotation", "idioma que no leo", "idioma que no entiendo", "output-differs"),
    ("another translation", "that I do not read", "that I cannot read", "output-differs"),
    ("a translation that is gone", r'<blockquote class="rendering">.*?</blockquote>', "", "output-differs"),
    ("somebody else's quotation", 'id="q-rides"', 'id="q-other"', "output-unread"),
    ("a quotation that nobody holds", "(<h3>In people)",
     r"<blockquote><p>They agreed.</p></blockquote>\g<1>", "output-unread"),
    ("another number of people asked", r'(class="numbers-here themes".*?)240', r"\g<1>241", "output-shown"),
    ("another share of a year", r"41\.3%", "41.4%", "output-shown"),
    ("the share of another group", r"38\.6%", "37.0%", "output-shown"),
    ("a row that is gone", r'(class="numbers-here themes".*?<tbody[^>]*>)\s*<tr.*?</tr>', r"\g<1>",
     "output-differs"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code"), [each[1:] for each in FAULTS], ids=[each[0] for each in FAULTS]
)
def test_a_fault_is_found(built, tmp_path, old, new, code):
    assert [(each.path, each.code) for each in told(built, tmp_path, PAGE, old, new)] == [(PAGE, code)]


def test_what_an_author_quotes_in_the_text_is_known_and_a_changed_word_is_found(tmp_path):
    """The rich report quotes somebody in its own words."""
    files = {name: each for name, each in files_with(RICH).items() if each is not None}
    site = built_of(files, tmp_path / "site")
    assert scan_output(site.output, site.build, site.pages, site.theme).problems == []
    found = told(site, tmp_path / "changed", PAGE, "<p>Families asked.</p>\n</blockquote>",
                 "<p>Families agreed.</p>\n</blockquote>")  # fmt: skip
    assert [(each.path, each.code) for each in found] == [(PAGE, "output-unread")]
