"""A page as a piece of a document: headings, ids, links. Each case is worked by hand."""

import pytest

from plugins.binding import Place, bind, resolve, sections_with

HERE, THERE = "en/2019/gap/", "en/2019/whole-year/"
PIECES = {HERE: "report-gap", "en/2019/other/": "report-other", "en/glossary/": "words"}


def bound(html, **more):
    return bind(html, Place("report-gap", THERE, HERE, PIECES, **more))


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ("<h1>A</h1>", '<h2 id="report-gap--title">A</h2>'),
        ('<h2 id="why">A</h2>', '<h3 id="report-gap--why">A</h3>'),
        ("<h6>A</h6>", "<h6>A</h6>"),
        ('<p aria-labelledby="a b">', '<p aria-labelledby="report-gap--a report-gap--b">'),
        ('<a href="#why">A</a>', '<a href="#report-gap--why">A</a>'),
        ('<a href="./">A</a>', '<a href="#report-gap">A</a>'),
        ('<a href="../other/">A</a>', '<a href="#report-other">A</a>'),
        ('<a href="../other/#why">A</a>', '<a href="#report-other--why">A</a>'),
        ('<a href="../../glossary/#gap">A</a>', '<a href="#words--gap">A</a>'),
        ('<a href="../../methods/">A</a>', '<a href="../../methods/">A</a>'),
        ('<a href="now.csv" download>A</a>', '<a href="../gap/now.csv" download>A</a>'),
        ('<a href="../../about/#who">A</a>', '<a href="../../about/#who">A</a>'),
        ('<img src="dot.svg" alt="A &quot;dot&quot;">', '<img src="../gap/dot.svg" alt="A &quot;dot&quot;">'),
        ('<a href="mailto:a@b.c">A</a>', '<a href="mailto:a@b.c">A</a>'),
        (
            '<a href="https://a.org/?b=1&amp;c">A</a>',
            '<a href="https://a.org/?b=1&amp;c" data-note="1">A</a>',
        ),
        ("<details><summary>A</summary></details>", "<details open><summary>A</summary></details>"),
        ('<p>A</p><p class="x alone">B <b>C</b></p><p>D</p>', "<p>A</p><p>D</p>"),
        ("<p>5 &lt; 6 &amp; caf&eacute; &#8211;</p>", "<p>5 &lt; 6 &amp; caf&eacute; &#8211;</p>"),
        ('<section class="x" aria-labelledby="a">', '<section class="x">'),
        ('<nav aria-label="Reports"><a href="#b">A</a></nav>', '<div><a href="#report-gap--b">A</a></div>'),
        ('<path d="M0,0"/>', '<path d="M0,0"/>'),
    ],
)
def test_a_piece(html, made):
    assert bound(html).html == made


def test_title_and_parts():
    piece = bound(
        '<h1>The <span class="years">2018-19</span> gap</h1>'
        '<section id="why"><h2>Why &amp; how</h2></section>'
        '<section aria-labelledby="numbers"><h2 id="numbers">Numbers</h2></section>'
        "<section><h2>B</h2></section>"
    )
    assert piece.title == "The 2018-19 gap"
    # The section has the name already, so its heading needs none.
    assert piece.parts == (
        ("report-gap--why", "Why & how"),
        ("report-gap--numbers", "Numbers"),
        ("report-gap--part-3", "B"),
    )
    assert piece.html.count('id="report-gap--why"') == 1
    assert '<h3 id="report-gap--part-3">B</h3>' in piece.html


def test_links_out_of_the_site_are_numbered_in_their_order():
    links = ("https://a.org/", "https://b.org/", "https://a.org/")
    piece = bound("".join(f'<a href="{each}">x</a>' for each in links))
    assert piece.links == ("https://a.org/", "https://b.org/")
    assert [part[0] for part in piece.html.split('data-note="')[1:]] == ["1", "2", "1"]


def test_what_a_piece_refers_to_is_known():
    piece = bound('<a href="../../glossary/#gap"></a><a href="../../glossary/#ratio"></a><a href="#x"></a>')
    assert piece.refers == {"words": frozenset({"gap", "ratio"})}


def test_only_what_is_kept_of_a_glossary_stands_there():
    html = '<section id="gap"><a href="#ratio">r</a><a href="#gap">g</a></section>'
    html += '<section id="ratio">R</section>'
    place = Place("words", THERE, "en/glossary/", PIECES, frozenset({"gap"}))
    assert bind(html, place).html == (
        '<section id="words--gap"><a href="../../glossary/#ratio">r</a><a href="#words--gap">g</a></section>'
    )


def test_sections_are_picked_whole_by_what_is_in_them():
    html = (
        "<header>no</header>\n<section><h2>A</h2><ul class='x sentences'></ul>\n</section>\n"
        '<section>no</section><section><section><p class="corrections"></p></section>B</section>'
    )
    picked = sections_with(html, frozenset({"sentences", "corrections"}))
    assert picked == (
        "<section><h2>A</h2><ul class='x sentences'></ul>\n</section>\n"
        '<section><section><p class="corrections"></p></section>B</section>'
    )


@pytest.mark.parametrize(
    ("href", "address", "fragment"),
    [
        ("#a", "en/2019/gap/", "a"),
        ("./", "en/2019/gap/", ""),
        ("../", "en/2019/", ""),
        ("../../glossary/#gap", "en/glossary/", "gap"),
        ("now.csv", "en/2019/gap/now.csv", ""),
        ("../../../", "", ""),
    ],
)
def test_where_a_link_leads(href, address, fragment):
    assert resolve(HERE, href) == (address, fragment)
