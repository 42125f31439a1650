"""Which quotations of packages reports show. What none shows is public all the same, which is told."""

from collections.abc import Iterator, Mapping, Sequence

from .disclosure import Protected
from .disclosure.protected import quotes_path
from .problems import WARNING, Problem
from .quotations import Quotation
from .reports import Report


def quoted_by(report: Report, packages: Mapping[str, Protected]) -> Iterator[tuple[str, Quotation]]:
    """The quotations of packages that a report shows, each with its package, in the report's order."""
    heard = report.narrative.listening
    for each in heard.quotes if heard else ():
        if each.package:
            yield each.package, packages[each.package].package.quotations[each.id]


def tell_unshown(reports: Sequence[Report], packages: Mapping[str, Protected]) -> Iterator[Problem]:
    """A warning for each package with quotations that stand in no report, at the first of them."""
    shown = {(name, each.id) for report in reports for name, each in quoted_by(report, packages)}
    for name, protected in packages.items():
        rest = [each for each in protected.package.quotations.values() if (name, each.id) not in shown]
        if rest:
            many = f"{len(rest)} quotations stand" if len(rest) > 1 else "A quotation stands"
            message = f"{many} in no report. Everybody can read them in the data package all the same."
            hint = "Show them under 'quotes' of a report, or remove their rows."
            path = quotes_path(protected.package)
            yield Problem(path, min(each.line for each in rest), "quote-unshown", message, hint, WARNING)
