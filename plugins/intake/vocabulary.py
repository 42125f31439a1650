"""Words that publishers of school figures use, for proposals only: what they usually mean to us.

A recipe never reads this list: what a word means in an import is what its recipe says.
"""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """A group as we usually write it. `pattern` finds the publisher's word for it."""

    dimension: str
    id: str
    label: str
    pattern: str


TOTALS = (
    "all", "all students", "all student", "total", "totals", "everyone", "state total", "overall",
    "all groups", "all races", "both", "both sexes", "all grades", "total population", "all persons",
    "total students",
)  # fmt: skip

_KNOWN = (
    Known(
        "english_learner",
        "not_english_learner",
        "Students who are not English learners",
        r"(non|not|never)\b.*\b(ell?s?|leps?|english (language )?learners?)\b"
        r"|(?<!limited )english proficient",
    ),
    Known(
        "english_learner",
        "english_learner",
        "English learners",
        r"(ell?s?|leps?)\b|english (language )?learner|limited english",
    ),
    Known(
        "special_education",
        "not_special_education",
        "Students who do not receive special education",
        r"(non|not|without)\b.*(special ed|disabilit|swd|iep)|general education",
    ),
    Known(
        "special_education",
        "special_education",
        "Students who receive special education",
        r"special ed|disabilit|\bswds?\b|\bieps?\b",
    ),
    Known(
        "meal_eligibility",
        "not_eligible",
        "Students who do not qualify for free or reduced-price meals",
        r"(not|non)\b.*(eligible|lunch|meal|econ|subsid|low[- ]income|\bfrl\b)|full[- ]price",
    ),
    Known(
        "meal_eligibility",
        "free_or_reduced",
        "Students who qualify for free or reduced-price meals",
        r"free (or|and|/) ?reduced|econ\w* dis|low[- ]income|\bfrl\b",
    ),
    Known("meal_eligibility", "free", "Students who qualify for free meals", r"\bfree\b"),
    Known("meal_eligibility", "reduced", "Students who qualify for reduced-price meals", r"\breduced\b"),
    Known("high_needs", "not_high_needs", "Students without high needs", r"(non|not)\b.*high needs"),
    Known("high_needs", "high_needs", "Students with high needs", r"high needs"),
    Known("sex", "nonbinary", "Nonbinary students", r"non-?binary|gender x"),
    Known("sex", "female", "Female students", r"females?|girls?|women|f"),
    Known("sex", "male", "Male students", r"males?|boys?|men|m"),
    Known(
        "race_ethnicity",
        "american_indian_alaska_native",
        "American Indian or Alaska Native students",
        r"american indian|alaska|native american|indian",
    ),
    Known(
        "race_ethnicity",
        "native_hawaiian_pacific_islander",
        "Native Hawaiian or other Pacific Islander students",
        r"hawaiian|pacific",
    ),
    Known(
        "race_ethnicity",
        "two_or_more",
        "Students of two or more races",
        r"two or more|multi-?(racial|ple)|more than one",
    ),
    Known("race_ethnicity", "black", "Black or African American students", r"black|african american"),
    Known("race_ethnicity", "asian", "Asian students", r"asian"),
    Known("race_ethnicity", "white", "White students", r"white"),
    Known("race_ethnicity", "hispanic", "Hispanic or Latino students", r"hispanic|latin[oxae]"),
    Known("race_ethnicity", "not_reported", "Students whose race was not reported", r"not reported|unknown"),
)

_DIMENSIONS = {
    "race_ethnicity": ("Race and ethnicity", r"race|ethnic"),
    "sex": ("Sex", r"sex|gender"),
    "english_learner": ("English learners", r"english|\bell?\b|\blep\b"),
    "special_education": ("Special education", r"special|disab|\biep\b|\bswd\b"),
    "meal_eligibility": ("Free or reduced-price meals", r"meal|lunch|econ|income|\bfrl\b"),
    "high_needs": ("High needs", r"high needs"),
    "grade": ("Grade", r"grade"),
    "year_level": ("Year level", r"year level"),
}

MARKERS = {
    "*": "c", "**": "c", "***": "c", "s": "c", "c": "c", "(s)": "c", "(c)": "c", "ps": "c", "dp": "c",
    "ds": "c", "†": "c", "‡": "c", "redacted": "c", "suppressed": "c", "masked": "c",
    "-9999": "c", "n<10": "c",
    "n/a": "z", "na": "z", "z": "z", ":z": "z", "not applicable": "z", "-6666": "z",
    "": "x", ".": "x", "..": "x", "-": "x", "--": "x", "–": "x", "—": "x", "x": "x",
    ":": "x", "nd": "x", "no data": "x",
    "u": "u", "low": "low",
}  # fmt: skip
"""What markers usually mean. Only the publisher knows: every guess is told as one."""


_NEGATED = re.compile(r"\b(non|not|no|never|without)[- ]+$")


def is_total(word: str) -> bool:
    """Whether a word usually means everybody."""
    return " ".join(word.casefold().split()) in TOTALS


def known_group(word: str, dimension: str = "") -> Known | None:
    """The group that a word usually means, of the dimension where one is said."""
    plain = " ".join(word.casefold().replace("_", " ").split())
    if dimension and plain in ("yes", "no", "y", "n"):
        both = [each for each in _KNOWN if each.dimension == dimension]
        plain = (
            next((e.id for e in both if e.id.startswith("not_") == plain.startswith("n")), "")
            if len(both) == 2
            else ""
        )
        return next((each for each in both if each.id == plain), None)
    for each in _KNOWN:
        whole = len(each.pattern) < 25 and each.dimension == "sex"
        found = (
            re.fullmatch(each.pattern, plain) if whole else re.search(rf"(?:^|\b)(?:{each.pattern})", plain)
        )
        # "Non-Xs" are never the Xs: where we know no such group, it is one of its own.
        if found and dimension in ("", each.dimension) and not _NEGATED.search(plain[: found.start()]):
            return each
    return None


def known_dimension(heading: str) -> str:
    """The dimension that a heading usually means, or ""."""
    plain = heading.casefold().replace("_", " ")
    return next((name for name, (_, pattern) in _DIMENSIONS.items() if re.search(pattern, plain)), "")


def dimension_label(name: str) -> str:
    """How a dimension is called above a column."""
    return _DIMENSIONS[name][0] if name in _DIMENSIONS else name.replace("_", " ").capitalize()


def slug(text: str) -> str:
    """A word as an id: small plain letters, digits and `_`, beginning with a letter."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return made if made[:1].isalpha() else f"g_{made}" if made else "other"
