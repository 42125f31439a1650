"""Pelican's settings. The site's own facts are in content/site.yaml; nothing here needs to be changed for a
site.

With these settings `pelican` builds a preview: problems are told and shown in the pages, and the build goes
on.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))  # the one line that makes `plugins` importable without an install

from plugins import checks, correctionwords, edition, glossary, pages, reading
from plugins.parts import JINJA

# Module objects, not names: a plugin that cannot be imported stops the build with its own traceback. The
# order is
# the order of the work: read the facts, the shared words, the texts; write the pages; tell what is wrong.
PLUGINS = [edition, glossary, correctionwords, reading, pages, checks]
PLUMBLINE_MODE = "preview"

PATH = str(ROOT / "content")
THEME = str(ROOT / "theme")
OUTPUT_PATH = str(ROOT / ".preview")  # never the public folder: a preview shows drafts
ARTICLE_PATHS, PAGE_PATHS, STATIC_PATHS = ["reports"], ["pages"], []
SITENAME, SITEURL = "", ""
DEFAULT_LANG, TIMEZONE = "en", "UTC"

# Place in the tree gives language and address, so an author cannot mistype them.
SLUGIFY_SOURCE, FILENAME_METADATA = "basename", ""
DEFAULT_METADATA = {"category": "reports"}  # 4.12.0: a draft without a category stops the build
ARTICLE_TRANSLATION_ID = PAGE_TRANSLATION_ID = False  # versions are matched by folder in plugins/pages.py

# Pages are written by plugins/pages.py, all kinds in all languages alike; Pelican only reads.
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = PAGE_SAVE_AS = PAGE_LANG_SAVE_AS = ""
DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = ""
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES: list[str] = []
THEME_STATIC_PATHS: list[str] = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
JINJA_ENVIRONMENT = JINJA
CACHE_CONTENT = LOAD_CONTENT_CACHE = False  # it would keep old numbers when only the data change
DELETE_OUTPUT_DIRECTORY = (
    False  # it would leave an empty site behind a failed build; publishing swaps the folder
)
