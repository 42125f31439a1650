"""School years stay whole: `2018-19` would break at its hyphen, and no style sheet alone can stop it.

HTML in, HTML out; only text between tags is touched: addresses, attributes, drawings and titles stay.
"""

import re

_TAG = re.compile(r"(<[^>]*>)")
_YEARS = re.compile(r"\b(?:19|20)\d\d-\d\d\b")
_LEFT_ALONE = ("title", "svg", "style", "script", "code", "pre")


def unbroken(html: str) -> str:
    """Every school year in running text, wrapped so that it stays on one line."""
    out: list[str] = []
    inside = ""
    for piece in _TAG.split(html):
        if piece.startswith("<"):
            name = re.match(r"</?([a-z0-9]+)", piece)
            word = name.group(1) if name else ""
            if inside:
                inside = "" if piece.startswith(f"</{inside}") else inside
            elif word in _LEFT_ALONE and not piece.startswith("</"):
                inside = word
            out.append(piece)
        else:
            out.append(piece if inside else _YEARS.sub(r'<span class="years">\g<0></span>', piece))
    return "".join(out)
