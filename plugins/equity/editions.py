"""The line, run once: site, packages, cycles, reports, and every figure and value they ask for.

`open_edition` reads everything and collects every problem. What is drawn is drawn on demand, from
measurements made once and shared by all languages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from .advising import Reasons, reasons
from .answering import answer
from .corrections import FOLDER as CORRECTIONS
from .descriptors import Package
from .disclosure import Protected, guard_all
from .disclosure.tallies import Tally, tally
from .explanations import NOTHING, Explanations, open_explanations
from .figures import Figure, draw
from .languages import Language, open_languages
from .ledgers import numbers_before
from .measures import Measured, verdict
from .packages import open_package
from .plots import Plot, plot
from .problems import WARNING, Problem, arrange, errors
from .promises import forgotten
from .questions import Question
from .quoting import tell_unshown
from .reports import Asked, Cycle, Report, Site, guessed_cycle, read_cycle, read_site
from .resolving import read_report
from .scorecards import Score, scores_of
from .sequels import Chapter, year_on_year
from .standing import Standing, measured_standing, standing, target_text
from .succession import dropped
from .threads import known_to, newest
from .verdicts import finding_of_trend
from .writing import chance, written


@dataclass(frozen=True)
class Edition:
    """Everything that is known before a page is written.

    `tallies` say of republished packages how much of what is withheld gives way, None where nobody knows.
    `unusable` says of each report (cycle, slug) whose facts cannot be used what is wrong first. `explained`
    are the words of the measures.
    """

    root: Path
    site: Site | None
    languages: tuple[Language, ...]
    packages: Mapping[str, Protected]
    cycles: tuple[Cycle, ...]
    reports: tuple[Report, ...]
    problems: tuple[Problem, ...]
    cache: Path | None = None
    tallies: Mapping[str, Tally | None] = field(default_factory=dict)
    unusable: Mapping[tuple[str, str], Problem] = field(default_factory=dict, repr=False, compare=False)
    explained: Explanations = field(default=NOTHING, repr=False, compare=False)
    _plots: dict[tuple[str, str, str], Plot] = field(default_factory=dict, repr=False, compare=False)
    _standings: dict[tuple[str, str], Mapping[str, Measured]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _answers: dict[tuple[str, Question], Measured] = field(default_factory=dict, repr=False, compare=False)
    _scores: dict[tuple[str, str], tuple[Score, ...]] = field(default_factory=dict, repr=False, compare=False)

    def report(self, cycle: str, slug: str) -> Report | None:
        """A report by its place in the tree, or None when its facts could not be used."""
        return next((each for each in self.reports if (each.cycle.id, each.slug) == (cycle, slug)), None)

    def package(self, name: str) -> Package:
        """An opened package. KeyError when there is none."""
        return self.packages[name].package

    def figure(self, report: Report, id_: str, caption: str, language: Language) -> Figure:
        """A figure of a report, drawn in a language."""
        facts = report.figures[id_]
        protected = self.packages[facts.package]
        return draw(protected, self.plot(report, id_), caption, language, self.cache, self.explained)

    def plot(self, report: Report, id_: str) -> Plot:
        """The numbers of a figure, measured once."""
        key = (report.cycle.id, report.slug, id_)
        if key not in self._plots:
            self._plots[key] = plot(self.packages[report.figures[id_].package], report.figures[id_])
        return self._plots[key]

    def reasons(self, report: Report, id_: str) -> Reasons | None:
        """Why a comparison shows the measures that it shows; None for other figures."""
        return reasons(self.packages[report.figures[id_].package], self.plot(report, id_))

    def value(self, report: Report, id_: str, language: Language) -> str:
        """An inline value as it stands in a sentence. KeyError when the report has no such value."""
        if id_ == "target" and report.target:
            return target_text(report.target, self.known(report)["latest"], language)
        measured = self.measured(report, id_)
        text = written(measured, language)
        return text if measured.ok else text.lower()  # words in the middle of a sentence

    def measured(self, report: Report, id_: str) -> Measured:
        """The measurement of a value. KeyError when the report has no such value; the target is none."""
        return self.measure(report.values[id_])

    def measure(self, asked: Asked) -> Measured:
        """The answer to a question, worked out once."""
        key = (asked.package, asked.question)
        if key not in self._answers:
            self._answers[key] = answer(self.packages[asked.package], asked.question)
        return self._answers[key]

    def told(self, report: Report, id_: str, language: Language) -> str:
        """A value where it stands by itself: with how far chance could move it, and what its reason says.

        Of a measure of the core the number alone: what else there is to say has sentences of its own.
        """
        text = self.value(report, id_, language)
        if id_ not in report.values or not self.measured(report, id_).signed:
            return text
        measured = self.measured(report, id_)
        ends = chance(measured, language)
        if ends and measured.question.measure == "funnel":
            text = language.say("{number} (limits: {ends})", number=text, ends=ends)
        elif ends:
            text = language.say("{number} (by chance {ends})", number=text, ends=ends)
        if not measured.reason:
            return text
        return f"{text}. {self.explained.word(f'reason/{measured.reason}', language.code)}"

    def known(self, report: Report) -> Mapping[str, Measured]:
        """The measurements that every report has: baseline, latest, gap, gap-baseline, gap-change."""
        key = (report.cycle.id, report.slug)
        if key not in self._standings:
            self._standings[key] = measured_standing(self.packages[report.package], report)
        return self._standings[key]

    def standing(self, report: Report, language: Language) -> Standing:
        """Where the report stands, in a language."""
        return standing(self.package(report.package), report, self.known(report), language)

    def scores(self, report: Report) -> tuple[Score, ...]:
        """The scorecard of a report, measured once."""
        key = (report.cycle.id, report.slug)
        if key not in self._scores:
            self._scores[key] = scores_of(report, self.packages)
        return self._scores[key]

    def outcome(self, report: Report) -> str:
        """What became of the gap since the baseline: see `measures.verdict`."""
        return verdict(self.known(report)["gap-change"])

    def headline(self, report: Report, language: Language) -> str:
        """What became of the report's gap, as one sentence."""
        known = self.known(report)
        return finding_of_trend(
            self.package(report.package), known["gap-baseline"], known["gap"], known["gap-change"], language
        )

    def latest_cycle(self) -> Cycle | None:
        """The newest published cycle; the newest of all while none is published."""
        published = [each for each in self.cycles if each.status == "published"]
        return max(published or self.cycles, key=lambda each: each.id, default=None)

    def latest_of_thread(self, thread: str) -> Report | None:
        """The newest report of a thread that is out; the newest draft while none is."""
        return newest(self.reports, thread)

    def thread(self, report: Report) -> tuple[Report, ...]:
        """The reports of its thread that a report's page knows of, itself among them, oldest first."""
        return known_to(self.reports, report)

    def chapter(self, report: Report) -> Chapter:
        """A report with its package and its measurements."""
        return Chapter(report, self.package(report.package), self.known(report))

    def change_between(self, before: Report, now: Report) -> Measured | None:
        """The change of the gap from one report of a thread to a later one; None where none can be asked."""
        question = year_on_year(before, now)
        return self.measure(Asked(now.package, question)) if question else None


def value_names(report: Report) -> tuple[str, ...]:
    """Every id that `[[value ...]]` may name in a report."""
    return (*report.values, *(("target",) if report.target else ()))


def open_edition(root: Path, cache: Path | None = None) -> Edition:
    """Read the whole project below `root`. Everything wrong is in `problems`; nothing is raised for an
    author's mistake.
    """
    problems: list[Problem] = []
    site, found = read_site(root)
    problems.extend(found)
    if site is None:
        return Edition(root, None, (), {}, (), (), arrange(problems), cache)
    languages, found = open_languages(site.languages, root / "theme" / "translations", root)
    problems.extend(found)
    codes = tuple(each.code for each in languages)
    explained, found = open_explanations(codes, root / "theme" / "translations", root)
    problems.extend(found)
    packages: dict[str, Protected] = {}
    spoiled: dict[str, Problem] = {}
    opened: list[Package] = []
    for folder in _folders(root / "datapackages", "datapackage.json"):
        package, found = open_package(folder, root, codes, cache)
        problems.extend(found)
        if package is not None:
            opened.append(package)
        else:
            spoiled[folder.name] = errors(found)[0]
    for name, (protected, leaks) in guard_all(opened, cache, site.policy).items():
        problems.extend(leaks)
        if protected is not None:
            packages[name] = protected
        else:
            spoiled[name] = errors(leaks)[0]
    tallies: dict[str, Tally | None] = {}
    for package in [each for each in opened if each.origin != "own"]:
        counted, found = tally(package, root, cache)
        problems.extend(found)
        before = numbers_before(package, root)
        tallies[package.id] = replace(counted, before=before) if counted else None
    cycles: list[Cycle] = []
    reports: list[Report] = []
    unusable: dict[tuple[str, str], Problem] = {}
    for folder in _folders(root / "content" / "reports", ""):
        cycle, found = read_cycle(folder, root)
        problems.extend(found)
        cycles.extend([cycle] if cycle else [])
        judge = cycle or guessed_cycle(folder, root)  # a fault of a year hides none of its reports
        for inner in _folders(folder, ""):
            if inner.name == CORRECTIONS:
                continue  # words, and no report
            report, faults = (
                read_report(inner, judge, packages, root, spoiled, site.policy) if judge else (None, found)
            )
            problems.extend(faults)
            if report is not None and cycle is not None:
                reports.append(report)
            else:
                unusable[folder.name, inner.name] = errors(faults if cycle else found)[0]
    problems.extend(_threads(reports))
    problems.extend(dropped(cycles, reports, {cycle_id for cycle_id, _ in unusable}))
    problems.extend(forgotten(reports))
    if not unusable:  # else one of those may show them
        problems.extend(tell_unshown(reports, packages))
    return Edition(
        root,
        site,
        languages,
        packages,
        tuple(cycles),
        tuple(reports),
        arrange(_eased(problems, site.preparing)),
        cache,
        tallies,
        unusable,
        explained,
    )


def _eased(problems: Iterable[Problem], preparing: tuple[str, ...]) -> Iterable[Problem]:
    """The catalogues of a language that is being translated stop nothing: it is not on the public site."""
    ends = tuple(f"translations/{code}{end}" for code in preparing for end in ("/site.po", ".po"))
    for each in problems:
        yield replace(each, severity=WARNING) if ends and each.path.endswith(ends) else each


def _folders(folder: Path, holding: str) -> list[Path]:
    """Subfolders in order of name; with `holding`, only those that have that file."""
    if not folder.is_dir():
        return []
    inner = sorted(
        each for each in folder.iterdir() if each.is_dir() and not each.name.startswith((".", "_"))
    )
    return [each for each in inner if not holding or (each / holding).exists()]


def _threads(reports: Iterable[Report]) -> Iterable[Problem]:
    """One report per thread and cycle: two would both claim to be its year."""
    seen: dict[tuple[str, str], Report] = {}
    for report in reports:
        key = (report.cycle.id, report.thread)
        if key in seen:
            message = f"The thread '{report.thread}' already has a report in this cycle: {seen[key].slug}."
            yield report.document.problem(
                ("thread",), "thread-twice", message, "Give one of them a thread of its own."
            )
        seen[key] = report
