"""How a resource says that its files are written: all of them are CSV in UTF-8, with commas and a heading.

Another program would follow what is said and read another table, so whatever we do not follow is refused.
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from plugins.equity.descriptors import Package, paths
from plugins.equity.problems import Problem
from plugins.equity.sources import Document, Key

_CODE = "format-unread"
_HINT = "Save the files as CSV in UTF-8 with commas, and leave this out."
_ENCODINGS = ("utf-8", "utf8", "utf-8-sig")
_PACKED = (".zip", ".gz")
_ELSEWHERE = ("compression", "extrapaths", "innerpath", "scheme", "data")
# The only dialect that is read, and what says nothing about reading.
_DIALECT = {
    "delimiter": (",",),
    "lineTerminator": ("\n", "\r\n"),
    "quoteChar": ('"',),
    "doubleQuote": (True,),
    "skipInitialSpace": (False,),
    "header": (True,),
    "headerRows": ([1],),
    "headerCase": (True,),
    "caseSensitiveHeader": (True,),
    "csvddfVersion": (1.2, "1.2"),
}


def format_faults(package: Package, document: Document) -> Iterator[Problem]:
    """What resources say of their files that is not how they are read."""
    for number, resource in enumerate(package.descriptor["resources"]):
        where: Key = ("resources", number)
        if str(resource.get("encoding", "utf-8")).lower() not in _ENCODINGS:
            yield _refused(document, (*where, "encoding"), "encoding", resource["encoding"])
        if resource.get("format", "csv") != "csv":
            yield _refused(document, (*where, "format"), "format", resource["format"])
        if resource.get("type", "table") != "table":
            yield _refused(document, (*where, "type"), "type", resource["type"])
        for key in [each for each in _ELSEWHERE if each in resource]:
            yield _refused(document, (*where, key), key, resource[key])
        yield from _dialect(document, (*where, "dialect"), resource.get("dialect", {}))
        yield from _names(document, where, resource)


def _dialect(document: Document, where: Key, dialect: Any) -> Iterator[Problem]:
    if not isinstance(dialect, Mapping):
        yield _refused(document, where, "dialect", dialect)
        return
    for key, value in dialect.items():
        if key == "csv":
            yield from _dialect(document, (*where, "csv"), value)
        elif value not in _DIALECT.get(key, ()) and key not in ("$schema", "type"):
            yield _refused(document, (*where, key), key, value)


def _names(document: Document, where: Key, resource: Mapping[str, Any]) -> Iterator[Problem]:
    """Names of files from which other programs conclude how they are written; one that stands there twice."""
    named = paths(resource)
    for at, path in enumerate(named):
        key: Key = (*where, "path") if isinstance(resource["path"], str) else (*where, "path", at)
        end = PurePosixPath(path).suffix.lower()
        if end in _PACKED or (end != ".csv" and "format" not in resource):
            hint = "Give it a name that ends in .csv."
            yield document.problem(key, _CODE, f"By its name, '{path}' is no CSV file.", hint)
        if path in named[:at]:
            message = f"The file '{path}' is named twice, and all of its rows would be there twice."
            yield document.problem(key, "path-twice", message, "Remove one of the two.")


def _refused(document: Document, where: Key, key: str, value: Any) -> Problem:
    text = repr(value)
    text = text if len(text) <= 60 else text[:60] + "…"
    return document.problem(where, _CODE, f"Files with the '{key}' {text} are not read.", _HINT)
