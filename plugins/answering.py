"""How readers answer back, and where whoever wants to mend a page finds what it is made of.

A message says which page it is about: its title and its address stand in the subject of a mail, in a new
issue, or beside the link to a form.
"""

import os
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from plugins import addresses
from plugins.equity.editions import Edition
from plugins.equity.languages import Language
from plugins.equity.problems import WARNING, Problem
from plugins.equity.sources import read_yaml, shown

BRANCH = "main"
_CATALOGUE = "plugins/equity/inequality/catalogue.yaml"
_PAGE, _TITLE = "{address}", "{title}"
"""What the address of a form may hold, for forms that can be filled in beforehand."""


@dataclass(frozen=True)
class Answer:
    """A link by which a reader answers, its words, and what a reader has to say there about the page ("":
    the link says it).
    """

    href: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Subject:
    """What an answer is about: the title of a page and its address, as whole as it is known."""

    title: str
    address: str


def answer(contact: str, repository: str, about: str, subject: Subject, language: Language) -> Answer | None:
    """By mail, by a form, by an issue in the repository; otherwise the page `about` says how, if there is
    one.
    """
    words = language.say("Ask a question or report a mistake")
    line = language.say("I am writing about this page: {title}", title=subject.title)
    body = f"{line}\r\n{subject.address}\r\n\r\n"
    about_it = f"{subject.title} ({subject.address})"
    if _mail(contact):
        to = contact.removeprefix("mailto:")
        return Answer(f"mailto:{quote(to, safe='@')}?subject={_quoted(about_it)}&body={_quoted(body)}", words)
    if contact:
        href = contact.replace(_PAGE, _quoted(subject.address)).replace(_TITLE, _quoted(subject.title))
        note = language.say("When you write, name this page: {page}", page=about_it)
        return Answer(href, words, "" if _PAGE in contact else note)
    if repository:
        return Answer(_issue(repository, about_it, body), words)
    return Answer(about, language.say("How to answer us")) if about else None


def source(edition: Edition, address: str) -> str:
    """What in the repository a page without a text of its own is made of: a file, or a folder (with a slash
    at its end), or "" for what nobody would mend there.
    """
    codes = [each.code for each in edition.languages]
    first, *rest = address.strip("/").split("/")
    if address == addresses.ROOT or (first in codes and not rest):
        return "content/site.yaml"
    if first not in codes:
        return ""
    if rest[0] == "data":
        return "/".join(["datapackages", *rest[1:], ""])
    if rest[0] == "methods":
        return _CATALOGUE
    if rest[0] == "corrections":
        return "content/reports/"
    known = rest[0] in [each.id for each in edition.cycles]
    return f"content/reports/{rest[0]}/cycle.yaml" if known else ""


def mend(repository: str, path: str) -> str:
    """Where in the repository a file can be changed, or a folder (it ends in a slash) be looked through."""
    if not repository or not path:
        return ""
    way = "tree" if path.endswith("/") else "edit"
    return f"{repository}{_deeper(repository)}/{way}/{BRANCH}/{quote(path.rstrip('/'))}"


def unanswered(edition: Edition) -> tuple[Problem, ...]:
    """A warning when a reader of the site can answer nobody."""
    if edition.site is None or edition.site.contact or edition.site.repository:
        return ()
    if os.environ.get("PLUMBLINE_REPOSITORY"):
        return ()
    path = edition.root / "content" / "site.yaml"
    line = read_yaml(path, edition.root)[0].line("contact")
    message = "Readers cannot answer: there is neither a contact nor a repository."
    hint = (
        "Write an email address or the address of a form behind 'contact'. Until then pages lead to 'about'."
    )
    return (Problem(shown(path, edition.root), line, "answer-missing", message, hint, WARNING),)


def _mail(contact: str) -> bool:
    return "@" in contact and "://" not in contact


def _issue(repository: str, title: str, body: str) -> str:
    names = ("issue[title]", "issue[description]") if _deeper(repository) else ("title", "body")
    asked = "&".join(
        f"{quote(name)}={_quoted(text)}" for name, text in zip(names, (title, body), strict=True)
    )
    return f"{repository}{_deeper(repository)}/issues/new?{asked}"


def _deeper(repository: str) -> str:
    """What GitLab has between a project and its parts; GitHub and others have nothing."""
    return "/-" if "gitlab" in (urlsplit(repository).hostname or "") else ""


def _quoted(text: str) -> str:
    return quote(text, safe="")
