"""Shared words are linked where a page first uses them; nothing that is read changes."""

import re
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.firstuse import Words, link_first_uses, uses
from plugins.termheads import lift
from tests.site.mistakes import EN, ES, Mistake, expected, files_with, one
from tests.site.pages import read_page

GLOSSARY, ABOUT = "content/glossary/en.md", "content/pages/about/en.md"
WORDS = Words(
    {
        "gap": ("gap", "gaps"),
        "absence": ("chronic absence",),
        "learner": ("EL", "English learner", "English learners"),
        "justice": ("justice",),
        "gap-year": ("gap year",),
        "inclusion": ("inclusión",),
    },
    frozenset(("gap-year",)),
)


def link(id_: str, words: str) -> str:
    return f'<a class="term" href="../glossary/#{id_}">{words}</a>'


def linked(html: str, words: Words = WORDS) -> list[tuple[str, str]]:
    """What is linked: id and words."""
    return re.findall(
        r'<a class="term" href="\.\./glossary/#([^"]+)">([^<]*)</a>', link_first_uses(html, words, link)
    )


def bare(html: str) -> str:
    """What a reader reads: all texts, and all tags but the links to terms."""
    return re.sub(r'<a class="term" href="\.\./glossary/#[^"]+">([^<]*)</a>', r"\1", html)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>The gap, and the gap again.</p>", [("gap", "gap")]),
        ("<p>Gaps close.</p>", [("gap", "Gaps")]),
        ("<p>gaping, agap, gap-toothed, gap_, stopgap, gap\u00adped</p>", []),
        ("<p>(gap)</p>", [("gap", "gap")]),
        ("<p>ga<b>p</b>s, gap<em>ing</em> and <em>gap</em>.</p>", [("gap", "gap")]),
        ("<p>Chronic\nabsence</p>", [("absence", "Chronic\nabsence")]),
        ("<p>el EL</p>", [("learner", "EL")]),
        ("<p>All English learners</p>", [("learner", "English learners")]),
        ("<p>All ENGLISH learners</p>", [("learner", "ENGLISH learners")]),
        ("<p>The Department of Justice</p>", []),
        ("<p>Justice Alliance</p>", []),
        ("<p>So said he. “Justice now”</p>", [("justice", "Justice")]),
        ("<p>A gap year, no gap</p>", [("gap", "gap")]),
        ("<p>A gap yearly</p>", [("gap", "gap")]),
        ("<p>La inclusio\u0301n</p>", [("inclusion", "inclusio\u0301n")]),
        ("<p>me@gap, https://example.org/gap www.gap.org</p>", []),
        ("<h2>gap</h2><h3>gap</h3><blockquote><p>gap</p></blockquote><p><q>gap</q><code>gap</code></p>", []),
        ("<pre><code>gap</code></pre><p><a href='#'>gap</a><a href='#'><em>gap</em></a></p>", []),
        ("<figure><p>gap</p><figcaption>gap</figcaption></figure><table><tr><th>gap</th></tr></table>", []),
        ('<dl class="facts"><div><dt>gap</dt><dd>gap</dd></div></dl><span class="value">gap</span>', []),
        ('<div class="problem" role="note"><p>gap</p></div><p lang="fr">gap</p><!-- gap -->', []),
        ('<dl class="facts"><dl>x</dl> gap</dl><p>a gap</p>', [("gap", "gap")]),
        ('<p title="a gap > b">x</p><p data-x=\'gap">\'>x</p>', []),
        ('<p>A gap, <a class="term" href="../glossary/#gap">gap</a>.</p>', [("gap", "gap")]),
        ("<ul><li>a gap</li></ul><table><tr><td>EL</td></tr></table>", [("gap", "gap"), ("learner", "EL")]),
        ("<p>Q &amp; gap &lt; justice</p>", [("gap", "gap"), ("justice", "justice")]),
        ("<p>&gap; &amp;gap</p>", [("gap", "gap")]),
    ],
)  # fmt: skip
def test_whole_words_of_prose_are_linked_once_and_nothing_else(html, found):
    assert linked(html) == found


@pytest.mark.parametrize(
    ("text", "forms", "found"),
    [
        ("毕业率的差距在缩小", ("差距",), ["差距"]),
        ("毕业率差距在缩小，差距", ("差", "毕业率差距", "差距"), ["毕业率差距", "差距"]),
        ("差", ("差",), []),
        ("グループの格差は", ("格差",), ["格差"]),
        ("มีช่องว่างอยู่", ("ช่องว่าง",), ["ช่องว่าง"]),
        ("เกา", ("กา",), []),  # the vowel before it belongs to it
        ("กา\u0e48", ("กา",), []),  # and so does a tone mark behind it
        ("격차가 크다", ("격차",), ["격차"]),
        ("큰격차", ("격차",), []),
        ("समता", ("सम",), []),
        ("समत\u093eएँ", ("समत",), []),  # a vowel sign goes on with the word
        ("l’équité", ("équité",), ["équité"]),
        ("die Lücke, eine lücke", ("Lücke",), ["Lücke", "lücke"]),
    ],
)
def test_words_of_scripts_with_and_without_spaces(text, forms, found):
    words = Words({str(at): (form,) for at, form in enumerate(forms)})
    assert [text[start:end] for start, end, _ in uses(text, words)] == found


TEXTS = [
    "gap",
    "Gap",
    "gaps",
    " ",
    "\n",
    ".",
    "-",
    "EL",
    "chronic absence",
    "justice",
    "&amp;",
    "&",
    "<",
    "é",
]
TAGS = [
    *("<p>", "</p>", "<em>", "</em>", "<h2>", "</h2>", "<code>", "</code>", "<blockquote>", "</blockquote>"),
    *('<dl class="facts">', "</dl>", "<br>", '<img alt="gap">', "<!-- gap -->", '<a href="x">', "</a>"),
]
pieces = st.lists(
    st.one_of(st.sampled_from(TEXTS), st.sampled_from(TAGS), st.text(max_size=4)), max_size=30
).map("".join)


@settings(max_examples=400, deadline=None)
@given(pieces)
def test_nothing_that_is_read_changes_and_no_term_is_linked_twice(html):
    once = link_first_uses(html, WORDS, link)
    assert bare(once) == bare(html)
    assert link_first_uses(html, WORDS, link) == once
    assert link_first_uses(once, WORDS, link) == once, "what is linked already is a first use"
    ids = [id_ for id_, _ in re.findall(r'#([^"]+)">([^<]*)</a>', once)]
    assert len(ids) == len(set(ids))
    assert "gap-year" not in ids


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=6), max_size=4))
def test_any_words_in_any_script_keep_every_letter(text, forms):
    words = Words({str(at): (form,) for at, form in enumerate(forms)})
    spans = [(start, end) for start, end, _ in uses(text, words)]
    assert all(start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    assert unescape(bare(link_first_uses(escaped, words, link))) == unescape(escaped)


def test_the_lines_below_a_heading_are_no_text():
    body = (
        "## Gap {#gap}\nForms: gap, gaps\nAuto: no\nFar apart.\n\n## Goal {#goal}\n\nForms: go\n\nNote: so."
    )
    lifted = lift(body.split("\n"), 5, "en.md")
    assert lifted.heads["gap"].forms == ("gap", "gaps")
    assert (lifted.heads["gap"].auto, lifted.heads["goal"].auto) == (False, True)
    assert [each for each in lifted.lines if each] == [
        "## Gap {#gap}", "Far apart.", "## Goal {#goal}", "Note: so.",
    ]  # fmt: skip
    assert len(lifted.lines) == len(body.split("\n")), "lines keep their numbers"
    assert not lifted.problems


MISTAKES = [
    one("no forms", GLOSSARY, "## Gap {#gap}", "## Gap {#gap}\nForms: ,", "Forms: ,", "term-head",
        "leave the line out"),
    one("misspelt", GLOSSARY, "## Gap {#gap}", "## Gap {#gap}\nForm: gap", "Form: gap", "term-head",
        "'Forms'"),
    one("twice", GLOSSARY, "## Gap {#gap}", "## Gap {#gap}\nAuto: no\nAuto: no", 10, "term-head", "Keep one"),
    one("neither yes nor no", GLOSSARY, "## Gap {#gap}", "## Gap {#gap}\nAuto: never", "Auto: never",
        "term-head", "Write 'Auto: no'"),
    one("one word for two terms", GLOSSARY, "## Gap {#gap}", "## Gap {#gap}\nForms: gap, Cohort", "## Gap",
        "term-form-twice", "Give it to one"),
    one("neither yes nor no of a page", ABOUT, "Summary:", "Terms: never\nSummary:", "Terms:", "head-value",
        "Write 'Terms: no'"),
]  # fmt: skip


@pytest.mark.site
@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_in_a_term_is_told_once_and_where_it_is(mistake, make, run):
    done = run(make(files_with(mistake)))
    assert (done.status, done.told) == (1, expected(mistake)), done.err
    assert mistake.hint in done.problems[0].hint


def built(make, run, *changes):
    root = make(files_with(Mistake("", changes, ())))
    done = run(root, ["build", "--preview", "--output", str(root / "shown")])
    assert (done.status, done.err) == (0, "")
    return lambda address: read_page(root / f"shown/{address}index.html")


@pytest.mark.site
def test_pages_link_first_uses_in_their_own_language(make, run):
    page = built(
        make, run,
        (GLOSSARY, "## Gap {#gap}", "## Gap {#gap}\nForms: gap, gaps\n"),
        ("content/glossary/es.md", "## Brecha {#gap}", "## Brecha {#gap}\nForms: brecha, brechas\n"),
        (EN, "Before [[value", "Gaps and gaps. Before [[value"),
        (ES, "Before [[value", "Las brechas. Before [[value"),
        (ABOUT, "So.", "A cohort is no gap."),
    )  # fmt: skip
    terms = [(each.words, each["href"]) for each in page("en/2019/finish/").all("a", of="term")]
    assert terms == [("Cohort", "../../glossary/#cohort"), ("Gaps", "../../glossary/#gap")]
    assert [each.words for each in page("es/2019/finish/").all("a", of="term")] == ["Cohorte", "brechas"]
    assert [each.words for each in page("en/about/").all("a", of="term")] == ["cohort", "gap"]
    assert page("en/about/").one("div", of="prose").one("p").words == "A cohort is no gap."
    assert "Forms" not in page("en/glossary/").one("main").words
    assert not page("en/glossary/").all("a", of="term")


@pytest.mark.site
def test_an_author_can_switch_it_off_for_a_term_and_for_a_page(make, run):
    page = built(
        make, run,
        (GLOSSARY, "## Gap {#gap}", "## Gap {#gap}\nAuto: no\n"),
        (EN, "Title:", "Terms: no\nTitle:"),
        (EN, "Before [[value", "No cohort. Before [[value"),
        (ABOUT, "So.", "A cohort is no gap."),
    )  # fmt: skip
    assert [each.words for each in page("en/about/").all("a", of="term")] == ["cohort"]
    assert [each.words for each in page("en/2019/finish/").all("a", of="term")] == ["Cohort"], "the directive"


@pytest.mark.site
def test_a_text_without_a_glossary_in_its_language_has_only_what_its_author_links(make, run):
    page = built(make, run, ("content/glossary/es.md", "", ""), (ES, "Before [[value", "Gap. Before [[value"))
    assert [each.words for each in page("es/2019/finish/").all("a", of="term")] == ["Cohort"]
