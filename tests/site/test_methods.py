"""The methods pages: one for every measure in every language, examples read back, faults in them seen."""

from dataclasses import replace
from posixpath import normpath

import pytest

from plugins import addresses, methods
from plugins.equity.editions import open_edition
from plugins.equity.explanations import Explanations
from plugins.equity.inequality.catalogue import FAMILIES, catalogue
from plugins.frames import Build, frame
from plugins.parts import environment
from plugins.scan.findings import Scan
from plugins.scan.pages import scan_page
from tests.site.pages import parse, read_page
from tests.site.projects import ROOT

ENTRIES = catalogue()


@pytest.fixture(scope="module")
def build():
    return Build(
        edition=open_edition(ROOT), texts={}, figures={}, glossaries={}, address="https://example.org"
    )


@pytest.fixture(scope="module")
def pages(build):
    return {page.address: page for page in methods.pages(build)}


def html(build, page):
    template = environment(ROOT / "theme", page.language).get_template(page.template)
    return template.render(frame(build, page))


@pytest.fixture(scope="module")
def built(build, pages):
    return {address: html(build, page) for address, page in pages.items()}


@pytest.mark.parametrize("code", ["en", "es"])
def test_every_measure_has_a_page_and_the_index_leads_to_it(built, code):
    index = parse(built[f"{code}/methods/"])
    links = {each["href"] for part in index.all("dl", of="definitions") for each in part.all("a")}
    assert {each for each in links if not each.startswith("../data/")} == {f"{id_}/" for id_ in ENTRIES}
    assert {each["id"] for each in index.all("section")} >= {*FAMILIES, "choosing", "reasons"}
    assert {address for address in built if address.startswith(f"{code}/")} == {
        f"{code}/methods/",
        *(addresses.method(code, id_) for id_ in ENTRIES),
    }


def test_a_measure_without_a_page_would_be_seen(build, monkeypatch):
    """The test above bites."""
    monkeypatch.setattr(methods, "catalogue", lambda: {k: v for k, v in ENTRIES.items() if k != "mdru"})
    made = {page.address: html(build, page) for page in methods.pages(build)}
    assert addresses.method("en", "mdru") not in made
    with pytest.raises(AssertionError):
        test_every_measure_has_a_page_and_the_index_leads_to_it(made, "en")


@pytest.mark.parametrize("id_", ENTRIES)
def test_a_page_says_what_the_catalogue_says(build, built, id_):
    for code in ("en", "es"):
        page = parse(built[addresses.method(code, id_)])
        words = page.one("main").words
        for text in ("name", "question", "use", "avoid", "interval", "source"):
            assert build.edition.explained.measure(id_, text, code) in words
        shown = page.one("section", id="formula").one("p", of="formula").words
        assert shown.replace("−", "-") == build.edition.explained.measure(id_, "formula", code)
        assert not page.all("img")
        assert not page.all("script")
        others = {each["href"] for each in page.one("section", id="related").all("a")}
        assert not (counterpart := ENTRIES[id_].counterpart) or f"../{counterpart}/" in others


def test_spanish_is_machine_made_and_says_so(built):
    for address, page in built.items():
        notes = parse(page).all("p", of="notice-machine")
        assert len(notes) == address.startswith("es/")
        for note in notes:
            assert note.one("a")["href"].endswith(address.replace("es/", "en/", 1))


def test_a_language_without_these_words_shows_english_and_says_so(build):
    edition = build.edition
    known: Explanations = edition.explained
    words = {"en": known.words["en"], "es": {k: v for k, v in known.words["es"].items() if "/sii/" not in k}}
    poorer = replace(build, edition=replace(edition, explained=replace(known, words=words)))
    made = {page.address: page for page in methods.pages(poorer)}
    page = parse(html(poorer, made["es/methods/sii/"]))
    assert page.one("html")["lang"] == "es"
    assert page.one("div", of="title")["lang"] == "en"
    assert page.one("h1").words == "Slope index of inequality"
    assert len(page.all("p", of="notice-fallback")) == 1
    other = parse(html(poorer, made["es/methods/rii/"]))
    assert "lang" not in other.one("div", of="title").attributes
    assert made["es/methods/sii/"].translated == {"en"}


def test_there_is_an_example_or_a_sentence_that_there_is_none(pages, built):
    counted = 0
    for address, page in pages.items():
        if page.kind == "method":
            part = parse(built[address]).one("div", of="worked")
            assert bool(part.all("table")) == (page.context["example"] is not None)
            assert len(part.all("p", of="result")) == len(part.all("table"))
            counted += bool(part.all("table"))
    assert counted == 88
    assert "no figures that fit this measure" in built["en/methods/mdru/"]
    assert "No table of this site names one." in built["en/methods/mdru/"]


def test_the_example_of_the_risk_ratio(built):
    part = parse(built["en/methods/risk_ratio/"]).one("div", of="worked")
    assert part.one("p", of="formula").words == "(1,799 / 2,517) / ((37,251 − 1,799) / (42,075 − 2,517))"
    assert part.one("p", of="result").words == "0.80 times"
    spanish = parse(built["es/methods/risk_ratio/"]).one("div", of="worked")
    assert spanish.one("p", of="result").words == "0.80 veces"


def scanned(build, page, text):
    scan = Scan()
    scan_page(scan, "page", text, build, page)
    return scan


def test_every_page_passes_the_scan_and_its_cells_are_read(build, pages, built):
    for address, page in pages.items():
        scan = scanned(build, page, built[address])
        assert scan.problems == [], address
        assert bool(scan.readings) == (page.context.get("example") is not None)


@pytest.mark.parametrize(
    ("address", "old", "new", "code"),
    [
        ("en/methods/risk_ratio/", ">1,799<", ">1,798<", "output-differs"),
        ("en/methods/rate/", "71.5%</span>", "71.6%</span>", "output-differs"),
        ("en/methods/risk_ratio/", "0.80 times", "0.81 times", "output-shown"),
        ("es/methods/sii/", "de 30.5 a", "de 28.0 a", "output-shown"),
        ("en/methods/risk_ratio/", "(42,075", "(42,705", "output-shown"),
        ("en/methods/mdru/", "no figures that", "no 17 figures that", "output-shown"),
        ("en/methods/bgv/", '<tr role="row" class="row-total">', '<tr class="x"></tr><tr>', "output-differs"),
    ],
)
def test_a_wrong_number_is_told(build, pages, built, address, old, new, code):
    assert old in built[address]
    found = scanned(build, pages[address], built[address].replace(old, new, 1))
    assert code in {each.code for each in found.problems}


@pytest.mark.site
def test_comparisons_say_why_and_lead_to_the_methods(site):
    page = site.page("en/2019/english-learners-graduation/")
    figure = page.one("figure", id="figure-where-we-are")
    links = {each.words: each["href"] for each in figure.all("a") if "methods" in each["href"]}
    assert links == {"Gap": "../../methods/difference/", "Ratio": "../../methods/ratio/"}
    assert "There are two groups, so each is compared with the other." in figure.words
    # A report that compares with everybody chose otherwise than the library, which says nothing of that.
    spanish = site.page("es/2019/suspension-by-race/").one("figure", id="figure-where-we-are")
    assert [each.words for each in spanish.all("a") if "methods" in each["href"]] == ["Brecha", "Razón"]
    assert "se compara con" not in spanish.words
    trend = page.one("figure", id="figure-over-time")
    assert not any("methods" in each["href"] for each in trend.all("a"))


@pytest.mark.site
def test_every_page_leads_to_the_methods(site):
    for path in sorted((site.output / "es").rglob("index.html")):
        here = path.parent.relative_to(site.output).as_posix()
        links = read_page(path).one("footer").all("a")
        assert "es/methods" in {normpath(f"{here}/{each['href']}") for each in links}, path


@pytest.mark.parametrize("code", ["en", "es"])
def test_the_index_says_by_which_rules_numbers_are_withheld(build, built, code):
    section = built[f"{code}/methods/"].partition('id="withheld"')[2].partition("</section>")[0]
    assert section.count("<dt><a href=") == len(build.edition.packages)
    for each in build.edition.packages.values():
        assert each.package.word("origin/rule", code) in section
