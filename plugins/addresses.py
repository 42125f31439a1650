"""The addresses of the site: one function per kind of page, and links from one page to another.

An address is a path from the site's root without a leading slash; a page's address ends in a slash. Published
addresses never change. Links between pages are relative, so that the site works below any base path.
"""

from posixpath import relpath

ROOT = ""
CHECKLIST = "checklist/"
"""The one page that only the preview has."""


def home(language: str) -> str:
    """`en/`"""
    return f"{language}/"


def page(language: str, slug: str) -> str:
    """`en/about/`"""
    return f"{language}/{slug}/"


def cycle(language: str, cycle_id: str) -> str:
    """`en/2019/`"""
    return f"{language}/{cycle_id}/"


def report(language: str, cycle_id: str, slug: str) -> str:
    """`en/2019/english-learners-graduation/`"""
    return f"{language}/{cycle_id}/{slug}/"


def scorecard(language: str, cycle_id: str) -> str:
    """`en/2019/scorecard/`: every indicator of a year."""
    return f"{language}/{cycle_id}/scorecard/"


def changes(language: str, cycle_id: str) -> str:
    """`en/2019/changes/`: what changed since the year before."""
    return f"{language}/{cycle_id}/changes/"


def lessons(language: str, cycle_id: str) -> str:
    """`en/2019/lessons/`: what was done and learned, of all reports of a year."""
    return f"{language}/{cycle_id}/lessons/"


def whole_year(language: str, cycle_id: str) -> str:
    """`en/2019/whole-year/`: a year as one document, for paper."""
    return f"{language}/{cycle_id}/whole-year/"


def corrections(language: str) -> str:
    """`en/corrections/`"""
    return f"{language}/corrections/"


def corrections_feed(language: str) -> str:
    """`en/corrections.xml`"""
    return f"{language}/corrections.xml"


def glossary(language: str) -> str:
    """`en/glossary/`"""
    return f"{language}/glossary/"


def methods(language: str) -> str:
    """`en/methods/`"""
    return f"{language}/methods/"


def method(language: str, measure: str) -> str:
    """`en/methods/risk_ratio/`"""
    return f"{language}/methods/{measure}/"


def data(language: str) -> str:
    """`en/data/`"""
    return f"{language}/data/"


def dataset(language: str, package: str) -> str:
    """`en/data/ct-graduation/`"""
    return f"{language}/data/{package}/"


def package_file(package: str, name: str) -> str:
    """`data/ct-graduation/datapackage.json`: the same file in every language."""
    return f"data/{package}/{name}"


def file_of(address: str) -> str:
    """Where a page's address is written: `en/` -> `en/index.html`."""
    return address if address.endswith(".html") else f"{address}index.html"


def link(source: str, target: str) -> str:
    """From one address to another: `en/about/`, `en/data/` -> `../data/`."""
    here = source if source.endswith("/") or not source else source.rpartition("/")[0]
    way = relpath("/" + target, "/" + here)
    return way + "/" if (target.endswith("/") or not target) and way != "." else way.removesuffix(".") or "./"


def root_of(address: str) -> str:
    """The prefix that leads from a page to the root: `en/about/` -> `../..`, the root itself -> `.`."""
    return link(address, ROOT).rstrip("/") or "."
