"""The cells of a table of cards against what each may say: a measured number, or the words of a fact."""

from plugins.equity.accounts import named, numerals, revealed, tokens, words_tokens
from plugins.equity.disclosure import Protected
from plugins.equity.languages import Language
from plugins.equity.measures import Measured

from .findings import Scan
from .readback import Element
from .readings import read_measured


def rows_of(tree: Element, id_: str) -> list[list[Element]] | None:
    """The cells of each row of the table `id_`, headings inside left out; None where it does not stand."""
    for table in tree.all("table"):
        if table.attributes.get("id") == f"table-{id_}":
            return [
                [each for each in row.inside if isinstance(each, Element)] for row in table.all("tr", "card")
            ]
    return None


def same_rows(scan: Scan, name: str, rows: list[list[Element]] | None, wanted: int, what: str) -> bool:
    """Whether a table has the rows that it should have; a table that should have none may be left out."""
    if len(rows or ()) == wanted:
        return True
    message = f"{what} does not have one row for each that was declared."
    scan.tell_of(name, rows[0][0].line if rows and rows[0] else 0, "output-differs", message)
    return False


def number_cell(
    scan: Scan,
    name: str,
    cell: Element,
    protected: Protected,
    measured: Measured | None,
    language: Language,
    what: str,
) -> None:
    """The number of a measurement and its period; nothing in digits where there is none."""
    asked = () if measured is None else (measured,)
    for key in revealed(protected, asked):
        message = f"{what} works with a number that its package withholds: {named(key)}."
        scan.tell_of(name, cell.line, "output-shown", message, "Measure it from published cells only.")
    own = frozenset[str]() if measured is None else numerals(measured, language)
    period = frozenset[str]() if measured is None else tokens(measured.question.period)
    found = {token for text, _ in cell.spoken() for token in tokens(text)}
    if found - own - period - tokens(cell.attributes.get("data-label", "")):
        message = f"{what} shows a number that its published cells do not give."
        scan.tell_of(name, cell.line, "output-shown", message)
        return
    values = cell.all("span", "cell-value")
    if measured is None or not measured.ok or not values:
        return
    if measured.question.measure == "rate":
        read_measured(scan, name, values[0], protected, measured, (language,))
    if not stands(measured, language, values[0].text):
        message = f"{what}: what stands there is not the package's number."
        scan.tell_of(name, cell.line, "output-differs", message)


def stands(measured: Measured, language: Language, text: str) -> bool:
    """Whether the number itself stands in a text, and no other: its size, or the ends of its range."""
    found = tokens(text) - tokens(language.number(measured.scale))
    if measured.value is not None:
        return found <= tokens(language.number(abs(measured.value), measured.decimals)) | tokens(
            language.number(measured.scale)
        ) and bool(tokens(text))
    return bool(tokens(text)) and found <= numerals(measured, language)


def words_cell(scan: Scan, name: str, cell: Element, wanted: str, what: str) -> None:
    """Words of a closed list, made from a fact."""
    texts = [" ".join(each.text.split()) for each in cell.all("span", "cell-value")]
    if texts != [" ".join(wanted.split())]:
        message = f"{what}: these are not the words for the fact of its report."
        scan.tell_of(name, cell.line, "output-differs", message)


def loose_cell(scan: Scan, name: str, cell: Element, allowed: frozenset[str], what: str) -> None:
    """Words in which some numbers may stand, such as the name of a grade."""
    for text, line in cell.spoken():
        if tokens(text) - allowed - tokens(cell.attributes.get("data-label", "")):
            message = f"{what} holds a number that stands in none of the words it is made of."
            scan.tell_of(name, line, "output-shown", message)


def group_tokens(protected: Protected, measured: Measured, language: Language) -> frozenset[str]:
    """The numbers in the names of an indicator, its groups and its place."""
    question, package = measured.question, protected.package
    found = words_tokens(package, language, ("total/", "group/", f"indicator/{question.indicator}/"))
    return found | tokens(package.place_word(question.place, language.code))
