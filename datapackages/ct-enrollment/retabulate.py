"""Re-makes the enrollment tables. The number is the value: a count has no parts. Quirks: README.md."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from connecticut import Recipe, retabulate  # noqa: E402  the module stands in the folder above

RECIPE = Recipe(HERE, "enrollment", {"value": "enrollment_count"})

if __name__ == "__main__":
    retabulate(RECIPE)
