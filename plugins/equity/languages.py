"""A language: its words (gettext) and its numbers (CLDR through Babel).

One formatter for axis, table, sentence and alt text. Numbers arrive exact (Fraction, int, Decimal) and are
rounded here, once, half up.
"""

import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from math import floor
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations, Translations

from .problems import Problem, did_you_mean
from .sources import shown

Exact = int | Fraction | Decimal

# Whose conventions a bare language code means. The sites are American: in `es` a reader in Hartford expects
# 1,799 and 71.5%, not Spain's 1799 and 71,5 %.
_REGION = {"en": "en_US", "es": "es_US", "pt": "pt_BR", "zh": "zh_Hans_CN"}


@dataclass(frozen=True)
class Language:
    """One language of the site. `code` is what stands in addresses, `name` is its own name for itself."""

    code: str
    name: str
    locale: Locale
    direction: str = "ltr"
    catalogue: NullTranslations = field(default_factory=NullTranslations, repr=False, compare=False)

    @property
    def dir(self) -> str:
        """`ltr` or `rtl`, under HTML's name for it."""
        return self.direction

    def say(self, message: str, /, **values: object) -> str:
        """A sentence of the site in this language, its {placeholders} filled."""
        return str(self.catalogue.gettext(message)).format(**values)

    def say_many(self, one: str, many: str, /, count: int, **values: object) -> str:
        """A sentence that depends on a count; `{count}` is the formatted number."""
        pattern = str(self.catalogue.ngettext(one, many, count))
        return pattern.format(count=self.number(count), **values)

    def number(self, value: Exact, decimals: int = 0) -> str:
        """1799 -> `1,799`; Fraction(1,3), 1 -> `0.3`."""
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return format_decimal(rounded(value, decimals), pattern, locale=self.locale)

    def percent(self, value: Exact, decimals: int = 1) -> str:
        """A percentage given in percent: Fraction(143, 2), 1 -> `71.5%`."""
        pattern = str(self.locale.percent_formats[None].pattern)
        digits = pattern.replace("#,##0", "#,##0" + ("." + "0" * decimals if decimals else ""))
        part = rounded(value, decimals).scaleb(-2)
        return format_percent(part, digits, locale=self.locale, decimal_quantization=False)

    def listing(self, words: Sequence[str]) -> str:
        """`a, b, and c`."""
        return format_list(list(words), locale=self.locale)

    def day(self, value: date) -> str:
        """`May 27, 2020`."""
        return format_date(value, format="long", locale=self.locale)

    def month(self, value: date) -> str:
        """`July 2017`."""
        return format_skeleton("yMMMM", value, locale=self.locale)


def rounded(value: Exact, decimals: int) -> Decimal:
    """Half up (away from zero), from the exact value: 88.35 -> 88.4, never through a binary float."""
    scaled = Fraction(value) * 10**decimals
    whole = floor(abs(scaled) + Fraction(1, 2))
    # From digits, because Decimal's arithmetic keeps only 28 of them.
    return Decimal((int(scaled < 0 < whole), tuple(int(digit) for digit in str(whole)), -decimals))


def exact(text: str | int | float) -> Fraction:
    """The number that a person wrote: `0.1` is one tenth. ValueError when it is not a number."""
    if "/" in str(text):
        raise ValueError(f"not a number: {text}")
    return Fraction(str(text))


def open_languages(
    codes: Iterable[str], folder: Path, root: Path, settings: str = "content/site.yaml"
) -> tuple[tuple[Language, ...], tuple[Problem, ...]]:
    """The languages of a site. English is the code's own, every other needs `<folder>/<code>/site.po`."""
    languages: list[Language] = []
    problems: list[Problem] = []
    for code in codes:
        try:
            locale = Locale.parse(_REGION.get(code, code), sep="_" if "_" in _REGION.get(code, code) else "-")
        except (UnknownLocaleError, ValueError):
            hint = did_you_mean(code, ("en", "es", "ar", "fr", "ht", "pt", "ru", "vi", "zh"))
            message = f"'{code}' is not a language code."
            problems.append(Problem(settings, 0, "language-unknown", message, hint))
            continue
        catalogue: NullTranslations = NullTranslations()
        if code != "en":
            catalogue, found = _open_catalogue(folder / code / "site.po", folder / "site.pot", root)
            problems.extend(found)
        name = str(Locale.parse(code, sep="-").get_display_name() or code)
        name = name[:1].upper() + name[1:]
        languages.append(Language(code, name, locale, str(locale.text_direction), catalogue))
    return tuple(languages), tuple(problems)


def _open_catalogue(path: Path, template: Path, root: Path) -> tuple[NullTranslations, tuple[Problem, ...]]:
    """A `.po` file, compiled in memory; what is missing against the template is told message by message."""
    name = shown(path, root)
    catalog, problems = read_catalogue(path, root)
    if catalog is None:
        return NullTranslations(), problems
    found = list(problems)
    wanted, _ = read_catalogue(template, root)
    for message in wanted or ():
        if not message.id:
            continue
        mine = catalog.get(message.id, message.context)
        line = (mine.lineno or 0) if mine else 0
        texts, words = _forms(mine.string if mine else ""), _forms(message.id)
        if not all(texts) or (mine and mine.fuzzy):
            hint = "Translate it, or run `plumbline translate` for a list."
            found.append(Problem(name, line, "translation-missing", f"Not translated: '{words[0]}'.", hint))
        elif wrong := check_placeholders(name, line, words, texts):
            found.extend(wrong)
            catalog.delete(message.id, message.context)  # English stands in: filling this one would fail
    buffer = BytesIO()
    try:
        write_mo(buffer, catalog)
        buffer.seek(0)
        return Translations(buffer), tuple(found)
    except (ValueError, LookupError) as error:  # its head promises plurals or letters that it does not keep
        return NullTranslations(), (*found, _broken(name, error))


def _forms(text: str | Iterable[str] | None) -> tuple[str, ...]:
    """A message as its forms: one, or singular and plurals; at least an empty one."""
    return (text,) if isinstance(text, str) else tuple(text or ()) or ("",)


def _broken(name: str, error: Exception) -> Problem:
    text, line = str(error), 0
    if isinstance(error, PoFileError):  # Babel counts from 0, and writes that into its text
        text, line = text.removesuffix(f" on {error.lineno}"), error.lineno + 1
    hint = "Open it in a program for translators, or compare it with another language's."
    return Problem(name, line, "catalogue-broken", f"This is not a gettext catalogue: {text}.", hint)


def check_placeholders(name: str, line: int, sources: Sequence[str], texts: Sequence[str]) -> list[Problem]:
    """Each form of a translation has the placeholders of one of the forms of its source."""

    def fields(text: str) -> set[str]:
        braces = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
        return braces | {part.split(")")[0] for part in text.split("%(")[1:]}

    found = []
    for text in texts:
        try:
            same = fields(text) in [fields(source) for source in sources]
        except ValueError:  # a brace that is not closed
            same = False
        if not same:
            message = f"The placeholders of '{sources[0]}' and its translation differ."
            hint = "Keep every {word} of the source, spelled as it is; they are where numbers and names go."
            found.append(Problem(name, line, "translation-placeholder", message, hint))
    return found


def read_catalogue(path: Path, root: Path) -> tuple[Catalog | None, tuple[Problem, ...]]:
    """A gettext catalogue as Babel's object, or the reason why there is none."""
    name = shown(path, root)
    try:
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True), ()
    except FileNotFoundError:
        hint = (
            "Each language of content/site.yaml needs it. `plumbline translate` makes it; translate it then."
        )
        return None, (Problem(name, 0, "catalogue-missing", "This catalogue does not exist.", hint),)
    except OSError as error:
        message = f"This catalogue cannot be read: {error.strerror}."
        return None, (Problem(name, 0, "catalogue-missing", message),)
    except (PoFileError, ValueError, LookupError) as error:
        return None, (_broken(name, error),)
