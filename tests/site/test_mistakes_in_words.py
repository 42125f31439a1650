"""Mistakes in texts, glossaries and their places: each is told once, where it is, with the nearest name."""

import pytest

from tests.site.mistakes import EN, ES, Mistake, expected, files_with, gone, one
from tests.site.projects import REPORTS

ABOUT, TERMS = "content/pages/about/en.md", "content/glossary/es.md"
MISTAKES = [
    one("unknown figure", EN, "[[figure where-we-are |", "[[figure where-we-ar |",
        "where-we-ar ", "figure-unknown", "Did you mean 'where-we-are'?"),
    one("unknown value", EN, "[[value latest]]", "[[value lates]]",
        "lates]]", "value-unknown", "Did you mean 'latest'?"),
    one("unknown term", ES, "[[term cohort]]", "[[term cohrt]]",
        "cohrt", "term-unknown", "Did you mean 'cohort'?"),
    one("unknown download", EN, "[[download where-we-are]]", "[[download where]]",
        "where]]", "download-unknown", "Did you mean 'where-we-are'?"),
    one("directive misspelt", EN, "[[value latest]]", "[[valeu latest]]",
        "valeu", "directive-unknown", "Did you mean 'value'?"),
    one("directive without id", EN, "[[value latest]]", "[[value]]",
        "[[value]]", "directive-empty", "Write [[value its-id]]."),
    one("directive not closed", EN, "see [[term cohort]]", "see [[term cohort", "[[term cohort",
        "directive-open", "End the directive with ']]' on the same line."),
    one("directive not closed before another", EN, "[[value latest]]", "[[value latest]",
        "[[value latest]", "directive-open", "End the directive with ']]' on the same line."),
    one("one bracket in place of two", EN, "[[value latest]]", "[value latest]", "[value latest]",
        "directive-single", "Write [[value latest]]."),
    one("one bracket at one end", EN, "[[value latest]]", "[value latest]]", "[value latest]",
        "directive-single", "Write [[value latest]]."),
    one("figure inside a sentence", EN, "[[download where-we-are]]", "[[figure over-time]]",
        "over-time", "directive-inline", "a line of its own"),
    one("figure twice", EN, "[[download where-we-are]]", "\n\n[[figure where-we-are]]\n",
        18, "figure-twice", "Show it once."),
    one("figure on a plain page", ABOUT, "So.", "[[figure where-we-are]]",
        6, "directive-misplaced", "Put it into a report"),
    one("value in a glossary", TERMS, "Un grupo.", "Un [[value latest]].",
        6, "directive-misplaced", "Say it in words."),
    Mistake("unknown language", ((f"{REPORTS}/fr.md", "", "Title: Oui\nSummary: Non.\n"),),
            ((f"{REPORTS}/fr.md", 0, "language-unknown"),), "Add it to 'languages'"),
    one("missing summary", EN, "Summary: It is smaller.\n", "", 1, "head-missing", "Write 'Summary: ...'"),
    one("missing title", ES, "Title: La brecha bajó\n", "", 1, "head-missing", "Write 'Title: ...'"),
    one("empty summary", EN, "Summary: It is smaller.", "Summary:", 1, "head-missing",
        "Write 'Summary: ...'"),
    one("unknown head key", EN, "Summary:", "Sumary:", "Sumary", "head-unknown", "Did you mean 'Summary'?"),
    one("head key of Pelican", EN, "Summary:", "Date: 2019-05-01\nSummary:", "Date", "head-unknown", "Title"),
    one("head key twice", EN, "Summary:", "Title: Again\nSummary:", "Again", "head-twice",
        "Keep one of them."),
    one("no line between head and text", EN, "It is smaller.\n", "It is smaller.\n\\## What\n",
        "What", "head-shape", "then comes an empty line"),
    one("unknown kind of translation", ES, "Summary:", "Translation: machin\nSummary:",
        "machin", "head-value", "Did you mean 'machine'?"),
    one("directive in the summary", EN, "It is smaller.", "It is [[value gap]].",
        "Summary", "head-directive", "Say it in words"),
    one("section without id", EN, " {#problem}", "", "## The problem", "section-no-id", "{#problem}"),
    one("unknown section", EN, "{#problem}", "{#problm}", "problm", "section-unknown",
        "Did you mean 'problem'?"),
    one("missing section", ES, "## El problema {#problem}", "", 0, "section-missing", "{#problem}"),
    one("section twice", EN, "## What", "## Again {#problem}\n\n## What", "Again", "section-twice",
        "Join them"),
    one("a title in the text", EN, "## The", "# Big\n\n## The", "# Big", "heading-level",
        "Begin sections with '##'."),
    one("intervention not described", EN, "### More time {#more-time}", "",
        0, "intervention-untold", "{#more-time}"),
    one("intervention misspelt", EN, "{#more-time}", "{#more-tim}",
        "more-tim}", "intervention-unknown", "Did you mean 'more-time'?"),
    one("link to a text that is not there", EN, "about/en.md", "abut/en.md",
        "abut", "link-broken", "Did you mean '../../../pages/about/en.md'?"),
    one("no such page of the site", ABOUT, "So.", "[So](/metods/).", "metods", "link-broken",
        "Did you mean '/methods/'?"),
    one("missing picture", EN, "dot.svg", "dots.svg", "dots.svg", "link-broken", "Did you mean 'dot.svg'?"),
    one("picture from elsewhere in the tree", EN, "dot.svg", "../../../site.yaml",
        "site.yaml", "link-outside", "Put the file beside this text"),
    one("picture from another server", EN, "dot.svg", "https://example.org/dot.svg",
        "example.org", "picture-elsewhere", "Put a copy of it beside the text"),
    one("picture without words", EN, "![A dot](", "![](",
        "dot.svg", "picture-unnamed", "Write what it shows"),
    one("script in a text", EN, "Before", '<script src="x.js"></script>\n\nBefore', "<script",
        "html-unsafe", "Markdown"),
    one("style in a text", EN, "Before", '<p style="color: red">Before</p>', "style", "html-unsafe",
        "Markdown"),
    one("style by Markdown's attributes", EN, "A dot](dot.svg)", 'A dot](dot.svg){: style="width: 9em"}',
        "dot.svg", "html-unsafe", "Markdown"),
    one("handler in a text", EN, "Before", '<b onclick="go()">Before</b>', "onclick", "html-unsafe",
        "Markdown"),
    one("text that is not UTF-8", EN, "smaller", b"sm\xe4ller", "Summary", "file-not-utf8",
        "Save the file as UTF-8"),
    one("term that one language lacks", TERMS, "{#gap}", "{#brecha}", 0, "term-missing",
        "Add '## ... {#gap}'."),
    one("term without id", TERMS, " {#gap}", "", "## Brecha", "section-no-id", "{#its-id}"),
    one("term twice", "content/glossary/en.md", "{#gap}", "{#cohort}", "## Gap", "section-twice",
        "rename one"),
    Mistake("a text in no report", (("content/reports/2019/en.md", "", "Title: A\nSummary: B.\n"),),
        (("content/reports/2019/en.md", 0, "file-misplaced"),),
        "content/reports/<cycle>/<name>/<language>.md"),
    Mistake("facts without any text", ((EN, "", ""), (ES, "", "")), ((EN, 0, "file-missing"),), "Write it."),
]  # fmt: skip


@pytest.mark.site
@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_in_the_words_is_told_once_and_where_it_is(mistake, make, run):
    done = run(make(files_with(mistake)))
    assert (done.status, done.told) == (1, expected(mistake)), done.err
    assert mistake.hint in done.problems[0].hint


@pytest.mark.site
def test_all_mistakes_are_told_at_once_and_none_hides_another(make, run):
    """One build with mistakes of every kind, in facts, both languages, pages, glossary, catalogues."""
    names = (
        "unknown figure, unknown term, missing title, section twice, missing picture, handler in a text, "
        "intervention misspelt, term without id, figure on a plain page, unknown language, "
        "a text in no report"
    )
    together = [each for each in MISTAKES if each.name in names.split(", ")]
    together += [
        one("", "content/site.yaml", "{en: Nobody, es: Nadie}", "{en: Nobody}", "publisher",
            "translation-missing"),
        one("", "content/reports/2019/cycle.yaml", "draft", "published", 0, "published-unrecorded"),
        gone("", "datapackages/schools/translations/es.po", "datapackages/schools/translations/es.po",
             "catalogue-missing"),
        Mistake("", (("datapackages/other/datapackage.json", "", "{"),),
                (("datapackages/other/datapackage.json", 1, "json-syntax"),)),
    ]  # fmt: skip
    done = run(make(files_with(*together)))
    assert (done.status, done.told) == (1, expected(*together)), done.err
    assert len(done.told) == 15
    assert done.err.splitlines()[-1] == "15 problems; nothing was published."


@pytest.mark.site
def test_what_looks_like_a_mistake_and_is_none(make, run):
    """Directives in code are text, `##Word` is a heading, and a file beside the text may be linked to."""
    changes = [
        (EN, "Before", "`[[value nothing]]` and\n\n```\n[[figure nothing]]\n# no heading\n```\n\nBefore"),
        (EN, "## The problem", "##The problem"),
        (EN, "![A dot](dot.svg)", "[A dot](dot.svg) and [the web](https://example.org/)"),
        (ABOUT, " {#why}", ""),
    ]
    done = run(make(files_with(Mistake("", tuple(changes), ()))))
    assert (done.status, done.err) == (0, "")
