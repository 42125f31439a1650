"""How large a file is, as people say it: readers on slow networks want to know before they tap."""

from fractions import Fraction

from plugins.equity.languages import Language


def human(content: str | int, language: Language) -> str:
    """`CSV, 1.2 KB` without the format: `1.2 KB`, `340 KB`, `2.1 MB`; `content` is the text or its size in
    bytes.
    """
    size = content if isinstance(content, int) else len(content.encode())
    if size < 1_000_000:
        kilobytes = Fraction(max(size, 100), 1000)
        return language.say("{number} KB", number=language.number(kilobytes, 1 if kilobytes < 10 else 0))
    return language.say("{number} MB", number=language.number(Fraction(size, 1_000_000), 1))
