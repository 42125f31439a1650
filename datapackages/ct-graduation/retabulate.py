"""Re-makes the graduation tables. Cohort, graduates and rate are copied. Quirks: README.md."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from connecticut import Recipe, retabulate  # noqa: E402  the module stands in the folder above

RECIPE = Recipe(
    HERE,
    "graduation_4yr",
    {"numerator": "graduate_count", "denominator": "cohort_count", "value": "graduation_rate"},
)

if __name__ == "__main__":
    retabulate(RECIPE)
