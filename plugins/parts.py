"""The theme's templates, in a language: one Jinja environment per language, so that no word of one leaks into
another.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.equity.languages import Language

JINJA = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": ["jinja2.ext.i18n"],
}


@cache
def environment(theme: Path, language: Language) -> Environment:
    """The templates of `theme` with `_()` and `{% trans %}` speaking `language`."""
    options: dict[str, Any] = {**JINJA, "loader": FileSystemLoader(theme / "templates")}
    made = Environment(**options)  # noqa: S701 (JINJA switches autoescape on)
    catalogue = language.catalogue
    install = made.install_gettext_callables  # type: ignore[attr-defined]  # added by the extension
    install(catalogue.gettext, catalogue.ngettext, newstyle=True)
    return made


def render(theme: Path, language: Language, template: str, **context: object) -> str:
    """A template or part as text."""
    return environment(theme, language).get_template(template).render(lang=language, **context)


def block(theme: Path, language: Language, template: str, name: str, context: Mapping[str, Any]) -> str:
    """One block of a template as text: what a page holds, without what surrounds it."""
    found = environment(theme, language).get_template(template)
    return "".join(found.blocks[name](found.new_context(dict(context))))
