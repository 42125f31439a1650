"""Re-makes the absence tables. There never was a column for the denominator. Quirks: README.md."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from connecticut import Recipe, retabulate  # noqa: E402  the module stands in the folder above

RECIPE = Recipe(
    HERE,
    "chronic_absence",
    {"numerator": "chronically_absent_count", "denominator": None, "value": "chronic_absence_rate"},
)

if __name__ == "__main__":
    retabulate(RECIPE)
