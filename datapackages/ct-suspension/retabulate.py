"""Re-makes the suspension tables, to 2019-20; README.md says why 2020-21 is left out. Quirks: there too."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from connecticut import Recipe, retabulate  # noqa: E402  the module stands in the folder above

RECIPE = Recipe(
    HERE,
    "suspension",
    {"numerator": "suspended_count", "denominator": None, "value": "suspension_rate"},
    last="2019-20",
)

if __name__ == "__main__":
    retabulate(RECIPE)
