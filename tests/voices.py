"""A package of what people said: themes counted by role and language, and quotations. All is invented."""

import csv
import io
import json
from collections.abc import Mapping, Sequence

from tests.conftest import Files, Row, package_files

YEAR, BEFORE = "2018-19", "2017-18"
ROLES = ("students", "families")
THEMES = ("letters", "rides")
DIMENSIONS = {"theme": THEMES, "role": ROLES, "english_learner": ("english_learner", "not_english_learner")}
PLACES = (("ct", "state", "", "Connecticut"),)
WORDS = {"numerator_label": "People who raised it", "denominator_label": "People asked"}
THEMED = {"theme": {"relation": "overlapping", "same_people": True}}
FIELDS = (
    "id", "period", "place", "theme", "role", "english_learner", "language", "text",
    "translation_en", "translation_en_by", "translation_es", "translation_es_by",
    "consent", "consent_date", "consent_scope", "source", "checked",
)  # fmt: skip


def rows(period: str = YEAR, more: int = 0) -> list[Row]:
    """Who raised which theme; `more` people raised each in another year."""
    asked = {"": 240, "students": 140, "families": 100, "english_learner": 90, "not_english_learner": 150}
    asked |= {"students+english_learner": 60, "families+english_learner": 30}
    asked |= {"students+not_english_learner": 80, "families+not_english_learner": 70}
    raised = {"students+english_learner": (30, 24, 15), "families+english_learner": (18, 12, 10)}
    raised |= {"students+not_english_learner": (40, 30, 20), "families+not_english_learner": (36, 25, 22)}
    found: list[Row] = []
    for group, people in asked.items():
        wanted = {part for part in group.split("+") if part}
        cells = [each for name, each in raised.items() if wanted <= set(name.split("+"))]
        for at, theme in enumerate(("", *THEMES)):
            name = "+".join(part for part in (theme, group) if part)
            found.append((period, "ct", name, sum(each[at] for each in cells) + more * len(cells), people))
    return found


QUOTE: Mapping[str, str] = {
    "id": "q-letters", "period": YEAR, "place": "ct", "theme": "letters", "role": "families",
    "english_learner": "english_learner", "language": "es",
    "text": "Las cartas llegan en un idioma que no leo.",
    "translation_en": "The letters come in a language that I do not read.", "translation_en_by": "machine",
    "translation_es": "", "translation_es_by": "", "consent": "recorded", "consent_date": "2019-03-21",
    "consent_scope": "words-and-role", "source": "", "checked": "",
}  # fmt: skip
PLAIN = {**QUOTE, "id": "q-rides", "theme": "rides", "role": "all", "english_learner": "all",
         "language": "en",
         "text": "The bus leaves before the last lesson ends.", "translation_en": "", "translation_en_by": "",
         "consent_scope": "words"}  # fmt: skip
QUOTES = (QUOTE, PLAIN)


def voices(
    quotes: Sequence[Mapping[str, str]] = QUOTES,
    origin: str = "republished",
    table: Sequence[Row] | None = None,
    **facts: str,
) -> Files:
    """The files of the package; `facts` are those of `quotes` under `equity`."""
    made = table if table is not None else [*rows(BEFORE, 2), *rows()]
    files = package_files(made, origin, DIMENSIONS, PLACES, THEMED, **WORDS)
    told = json.loads(files["datapackage.json"])
    told["name"] = "voices"
    told["resources"].append(
        {
            "name": "quotes",
            "path": "data/quotes.csv",
            "format": "csv",
            "schema": {"fields": [{"name": each, "type": "string"} for each in FIELDS], "primaryKey": ["id"]},
        }
    )
    told["equity"]["quotes"] = {"resource": "quotes", "themes": "theme", "asked": "graduation", **facts}
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(quotes)
    return {**files, "datapackage.json": json.dumps(told, indent=2), "data/quotes.csv": out.getvalue()}
