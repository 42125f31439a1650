"""Settings for a publish: as pelicanconf.py, but any error stops the build before a file is written.

`plumbline publish` uses them, building aside and swapping the whole folder; `pelican -s publishconf.py` works
too.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *  # noqa: F403

PLUMBLINE_MODE = "publish"
OUTPUT_PATH = str(ROOT / "output")  # noqa: F405
