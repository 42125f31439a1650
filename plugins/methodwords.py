"""The catalogues of the measures' words, kept in step with the library: new words, changed English."""

from pathlib import Path

from plugins.equity.explanations import NAME, english, open_explanations
from plugins.equity.languages import read_catalogue
from plugins.equity.problems import Problem
from plugins.equity.sources import read_text
from plugins.packagewords import in_step

_TITLE = "methods"


def update_methods(root: Path, languages: tuple[str, ...]) -> tuple[Problem, ...]:
    """Write the catalogue of every language but English; returns what is left to translate."""
    folder = root / "theme" / "translations"
    for code in [each for each in languages if each != "en"]:
        path = folder / code / NAME
        before = ""
        if path.exists():
            _, broken = read_catalogue(path, root)
            before, unread = read_text(path, root)
            if broken or unread:
                continue  # told below, and left as it is: who cannot read it must not write it
        after = in_step(before, english(), {}, _TITLE, code)
        if after != before:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(after, "utf-8", newline="\n")
    return open_explanations(languages, folder, root)[1]
