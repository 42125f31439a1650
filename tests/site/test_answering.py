"""Every page says how to answer, about which page, and where to mend it; guidance is linked where it is."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from plugins.answering import Subject, answer, mend
from plugins.equity.languages import open_languages
from tests.site.mistakes import Mistake, files_with, one
from tests.site.narratives import RICH
from tests.site.pages import read_page
from tests.site.projects import ROOT, SITE, small

HOME = "https://github.com/someone/equity"
EN, ES = open_languages(["en", "es"], ROOT / "theme/translations", ROOT)[0]
PAGE = Subject("Absence & “rides”: 50%?", "https://example.org/en/2019/rides/")


def test_a_mail_says_which_page_it_is_about_in_the_language_of_the_page():
    made = answer("hello@example.org", HOME, "../about/", PAGE, ES)
    parts = urlsplit(made.href)
    assert (parts.scheme, parts.path, made.text) == (
        "mailto",
        "hello@example.org",
        ES.say("Ask a question or report a mistake"),
    )
    asked = parse_qs(parts.query, strict_parsing=True)
    assert asked["subject"] == [f"{PAGE.title} ({PAGE.address})"]
    assert asked["body"] == [f"Escribo sobre esta página: {PAGE.title}\r\n{PAGE.address}\r\n\r\n"]
    assert not {" ", "+"} & set(made.href), "a mail program shows a plus as a plus"
    assert answer("mailto:hello@example.org", "", "", PAGE, ES).href == made.href


def test_a_form_is_told_the_page_by_its_address_or_by_the_reader():
    plain = answer("https://example.org/form?a=me@example.org", HOME, "", PAGE, EN)
    assert plain.href == "https://example.org/form?a=me@example.org"
    assert f"{PAGE.title} ({PAGE.address})" in plain.note
    filled = answer("https://example.org/form?page={address}&title={title}", "", "", PAGE, EN)
    assert parse_qs(urlsplit(filled.href).query) == {"page": [PAGE.address], "title": [PAGE.title]}
    assert not filled.note


@pytest.mark.parametrize(
    ("repository", "path", "title", "body"),
    [
        (HOME, "/someone/equity/issues/new", "title", "body"),
        ("https://gitlab.com/a/b", "/a/b/-/issues/new", "issue[title]", "issue[description]"),
    ],
)
def test_without_a_contact_a_new_issue_has_title_and_address_of_the_page(repository, path, title, body):
    made = answer("", repository, "../about/", PAGE, EN)
    parts = urlsplit(made.href)
    asked = parse_qs(parts.query, strict_parsing=True)
    assert unquote(parts.path) == path
    assert asked[title] == [f"{PAGE.title} ({PAGE.address})"]
    assert PAGE.address in asked[body][0]


def test_with_neither_the_page_about_says_how_if_there_is_one():
    assert answer("", "", "../about/#take-part", PAGE, EN).href == "../about/#take-part"
    assert answer("", "", "", PAGE, EN) is None


def test_files_are_changed_and_folders_looked_through():
    assert mend(HOME, "content/site.yaml") == f"{HOME}/edit/main/content/site.yaml"
    assert mend(HOME, "datapackages/a b/") == f"{HOME}/tree/main/datapackages/a%20b"
    assert mend("https://gitlab.com/a/b", "content/") == "https://gitlab.com/a/b/-/tree/main/content"
    assert (mend("", "content/site.yaml"), mend(HOME, "")) == ("", "")


def built(make, run, files):
    root = make(files)
    done = run(root, ["build", "--preview", "--output", str(root / "shown")])
    assert done.status == 0, done.err
    return (lambda address: read_page(root / f"shown/{address}index.html")), done.err


MADE_OF = {
    "": "edit/main/content/site.yaml",
    "en/": "edit/main/content/site.yaml",
    "es/about/": "edit/main/content/pages/about/es.md",
    "en/glossary/": "edit/main/content/glossary/en.md",
    "es/2019/": "edit/main/content/reports/2019/cycle.yaml",
    "es/2019/finish/": "edit/main/content/reports/2019/finish/es.md",
    "en/data/": "tree/main/datapackages",
    "es/data/schools/": "tree/main/datapackages/schools",
    "en/methods/": "edit/main/plugins/equity/inequality/catalogue.yaml",
    "es/methods/risk_ratio/": "edit/main/theme/translations/es/methods.po",
    "en/methods/risk_ratio/": "edit/main/plugins/equity/inequality/catalogue.yaml",
}


@pytest.mark.site
def test_every_page_has_both_links_in_its_language(make, run):
    page, err = built(
        make, run, {"content/site.yaml": f"{SITE}repository: {HOME}\naddress: https://example.org/x\n"}
    )
    assert not err
    for address, path in MADE_OF.items():
        language = ES if address.startswith("es") else EN
        foot = page(address).one("footer")
        links = {each["href"]: each.words for each in foot.all("a")}
        assert links[f"{HOME}/{path}"] in (
            language.say("Suggest a change to this page"),
            language.say("See the files behind this page, or suggest a change"),
        )
        mail = next(each for each in links if each.startswith("mailto:"))
        assert links[mail] == language.say("Ask a question or report a mistake")
        subject = parse_qs(urlsplit(mail).query)["subject"][0]
        title = page(address).one("title").words.partition(" | ")[0]
        assert subject == f"{title} (https://example.org/x/{address})"


@pytest.mark.site
def test_a_site_that_nobody_can_answer_is_told_so_once_and_its_pages_say_how(make, run):
    bare = SITE.replace("contact: hello@example.org", 'contact: ""')
    done = run(make({"content/site.yaml": bare}))
    assert (done.status, done.told) == (0, [("content/site.yaml", 7, "answer-missing")])
    assert "1 warning" in done.out
    words = small()["content/pages/about/en.md"].replace("{#why}", "{#take-part}")
    files = {"content/site.yaml": bare, "content/pages/about/en.md": words}
    page, err = built(make, run, files)
    assert err.count("answer-missing") == 1
    links = {each.words: each["href"] for each in page("es/2019/finish/").one("footer").all("a")}
    assert links["Cómo respondernos"] == "../../about/", "one translation has no such section"
    assert "How to answer us" not in page("en/about/").one("footer").words
    files["content/pages/about/es.md"] = words
    page, _ = built(make, run, files)
    links = {each.words: each["href"] for each in page("es/2019/finish/").one("footer").all("a")}
    assert links["Cómo respondernos"] == "../../about/#take-part"
    assert not run(make({"content/site.yaml": f"{bare}repository: {HOME}\n"})).told


@pytest.mark.site
def test_a_form_that_cannot_know_the_page_is_followed_by_its_name(make, run):
    page, _ = built(
        make, run, {"content/site.yaml": SITE.replace("hello@example.org", "https://example.org/form")}
    )
    foot = page("es/2019/finish/").one("footer").words
    assert "Cuando escriba, diga de qué página se trata: La brecha bajó (es/2019/finish/)" in foot


GUIDES = {
    f"content/pages/{slug}/{code}.md": f"Title: {slug}\nSummary: It helps.\n\n## Part {{#{part}}}\n\nSo.\n"
    for slug, part in (("when-it-fails", "decide"), ("with-little", "little-time"), ("listening", "consent"))
    for code in ("en", "es")
}


@pytest.mark.site
def test_a_report_leads_to_guidance_that_is_there(make, run):
    page, _ = built(make, run, {**files_with(RICH), **GUIDES})
    report = page("es/2019/finish/")
    links = {each.words: each["href"] for each in report.one("main").all("a")}
    assert links["Qué revisar cuando no funciona"] == "../../when-it-fails/"
    assert links["Qué se puede hacer con poco"] == "../../with-little/"
    assert links["Cómo escuchar con cuidado"] == "../../listening/"
    one_fit = one(
        "",
        "content/reports/2019/finish/report.yaml",
        "fits: [little_money, little_time]",
        "fits: [little_time]",
        "",
        "",
    )
    worked = one("", "content/reports/2019/finish/report.yaml", "failed: delivery, ", "", "", "")
    page, _ = built(make, run, {**files_with(RICH, one_fit, worked), **GUIDES})
    links = {each.words: each["href"] for each in page("en/2019/finish/").one("main").all("a")}
    assert links["What can be done with little"] == "../../with-little/#little-time"
    assert links["Questions to ask before a decision"] == "../../when-it-fails/#decide"
    assert "What to check when it fails" not in links


@pytest.mark.site
def test_without_guidance_there_is_no_link_to_it(make, run):
    page, _ = built(make, run, files_with(RICH, Mistake("", (), ())))
    hrefs = " ".join(each["href"] for each in page("en/2019/finish/").all("a"))
    assert not [each for each in ("when-it-fails", "with-little", "listening") if each in hrefs]
