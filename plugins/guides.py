"""Pages of guidance that a site may keep, rewrite or leave out; reports lead to those that are there."""

from plugins import addresses
from plugins.equity.editions import Edition
from plugins.equity.sources import read_text

FAILS, LITTLE, LISTENING = "when-it-fails", "with-little", "listening"


def guide(edition: Edition, slug: str, here: str, code: str, part: str = "") -> str:
    """The link from the page at `here` to a page of guidance in the language `code`; "" where there is none.

    With `part` to that section, if each translation has it, so that no rewritten page breaks the link.
    """
    assert edition.site is not None
    folder = edition.root / "content" / "pages" / slug
    spoken = [each for each in edition.site.languages if each not in edition.site.preparing]
    texts = [folder / f"{each}.md" for each in spoken if (folder / f"{each}.md").is_file()]
    if not texts:
        return ""
    marked = part and all(f"{{#{part}}}" in read_text(each, edition.root)[0] for each in texts)
    return addresses.link(here, addresses.page(code, slug)) + (f"#{part}" if marked else "")
