"""The site's own words: finding them in code and templates, and keeping each language's catalogue in step.

`site.pot` lists every sentence; `<language>/site.po` translates it. A sentence whose English changed becomes
fuzzy in
every language: it is told as missing until somebody has looked at it.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from plugins.equity.problems import WARNING, Problem
from plugins.equity.sources import shown

_PYTHON = {"say": None, "say_many": (1, 2), "ngettext": (1, 2)}
_TEMPLATE = {"_": None, "gettext": None, "ngettext": (1, 2)}
_OPTIONS = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true"}


def extract(root: Path) -> Catalog:
    """Every sentence of `plugins/` and `theme/templates/`, in order of file, with where it stands."""
    catalog = Catalog(project="Plumbline", charset="utf-8", fuzzy=False)
    sources = [("python", _PYTHON, path) for path in sorted((root / "plugins").rglob("*.py"))]
    sources += [
        ("jinja2.ext:babel_extract", _TEMPLATE, path)
        for path in sorted((root / "theme/templates").rglob("*.html"))
    ]
    for method, keywords, path in sources:
        found = extract_from_file(
            method, path, keywords=keywords, comment_tags=["Translators:"], options=_OPTIONS
        )
        for _line, message, comments, context in found:
            # Files, not lines: a line number would change the catalogue with every edit above it.
            catalog.add(message, locations=[(shown(path, root), 0)], auto_comments=comments, context=context)
    return catalog


def as_text(catalog: Catalog) -> bytes:
    """A catalogue as a file, the same bytes for the same sentences: no dates, no tool versions, no line
    numbers.
    """
    buffer = BytesIO()
    write_po(
        buffer,
        catalog,
        width=110,
        omit_header=True,
        include_lineno=False,
        sort_by_file=False,
    )
    header = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    header += b'"Content-Transfer-Encoding: 8bit\\n"\n'
    if catalog.locale:
        header += f'"Language: {catalog.locale}\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n'.encode()
    return header + b"\n" + buffer.getvalue()


def update(root: Path, languages: tuple[str, ...]) -> tuple[Problem, ...]:
    """Write `site.pot` and bring every language's catalogue in step; returns what is left to translate."""
    folder = root / "theme" / "translations"
    template = extract(root)
    (folder / "site.pot").write_bytes(as_text(template))
    left = []
    for code in languages:
        if code == "en":
            continue
        path = folder / code / "site.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = Catalog(locale=code)
        if path.exists():
            with path.open("rb") as file:
                catalog = read_po(file, locale=code)
        catalog.update(template, no_fuzzy_matching=False)
        catalog.fuzzy = False
        path.write_bytes(as_text(catalog))
        for message in catalog:
            texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
            if message.id and (message.fuzzy or not all(texts)):
                words = message.id if isinstance(message.id, str) else message.id[0]
                what = "Its English has changed" if message.fuzzy else "Not translated"
                left.append(
                    Problem(shown(path, root), 0, "translation-missing", f"{what}: '{words}'.", "", WARNING)
                )
    return tuple(left)
