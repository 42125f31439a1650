"""How long the work takes, as ratios within one run: seconds differ between machines, ratios tell growth.

Each figure is the median of a few runs on a copy of the project; a command runs in a process of its own.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from plugins.equity.packages import open_package
from plugins.invented import invent

LEFT_OUT = (".git", ".venv", ".cache", "output", ".output*", ".preview", "__pycache__", "tests")


SIZES = (10_000, 100_000, 1_000_000, 3_500_000)
_OPEN = """
import resource, sys, time
from pathlib import Path
from plugins.equity.disclosure import guard
from plugins.equity.packages import open_package
cache = Path(sys.argv[2]) if len(sys.argv) > 2 else None
start = time.perf_counter()
package, problems = open_package(Path(sys.argv[1]), Path(sys.argv[1]).parent, cache=cache)
protected, leaks = guard(package)
assert protected is not None and not problems, problems
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def growth(sizes: Sequence[int] = SIZES) -> Iterator[str]:
    """Opening, checking and guarding invented packages: seconds, memory, and seconds per row as a ratio."""
    yield f"{'rows':>10} {'new bytes':>12} {'per row':>9} {'memory':>10} {'unchanged':>12} {'per row':>9}"
    first: tuple[float, float] | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as folder:
            package, cache = Path(folder) / "invented", Path(folder) / "cache"
            rows = invent(package, size)
            cold, memory = _opened(package, cache)
            warm, _ = _opened(package, cache)
            first = first or (cold / rows, warm / rows)
            parts = [each / rows / one for each, one in zip((cold, warm), first, strict=True)]
            yield (
                f"{rows:>10,} {cold:>10.2f} s {parts[0]:>7.2f} x {memory:>7.0f} MB "
                f"{warm:>10.2f} s {parts[1]:>7.2f} x"
            )


def _opened(package: Path, cache: Path) -> tuple[float, float]:
    """Seconds and megabytes at most of a process of its own that opens a package; imports are not timed."""
    command = [sys.executable, "-c", _OPEN, str(package), str(cache)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, kilobytes = done.stdout.split()
    return float(seconds), float(kilobytes) / 1024


PLACES, GROUPS, SERIES = 2_500, 25, 56
"""The measures are timed over so many places, groups, and years of indicators: 3.5 million rows."""
_MEASURES = """
import resource, sys, time
import numpy as np
from plugins.equity.inequality import (
    breakdowns, cells, changes, composition, disproportionality, fourfifths, pairs, rates, references,
    summaries,
)
what, settings, groups = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
random = np.random.default_rng(1)
n = random.integers(1, 2000, (settings, groups)).astype(float)
k = np.floor(n * random.uniform(0.05, 0.95, n.shape))
names = tuple(f"g{at}" for at in range(groups))

def core(of, before):
    everybody, rest, best = references.everybody(of), references.rest(of), references.best(of)
    yield rates.rate(of)
    for other in (everybody, rest, best):
        yield pairs.difference(of, other)
        yield pairs.ratio(of, other)
    yield pairs.adjusted_parity_index(of, best)
    yield disproportionality.risk_ratio(of)
    yield disproportionality.alternate_risk_ratio(of, before)
    yield composition.composition(of)
    yield composition.composition_difference(of)
    yield composition.disproportionality_ratio(of)
    yield fourfifths.four_fifths(of)
    yield changes.gap_change(pairs.difference(before, references.rest(before)), pairs.difference(of, rest))
    yield changes.distance_to_target(of, 80.0)
    yield changes.pace(before, of, 80.0, 4, 3).needed

def who(of, before):
    wanted = ("d", "r", "aci", "rci", "sii", "rii", "par", "paf")
    yield from summaries.summarise_all(of, tuple(each for each in summaries.WHO if each not in wanted[2:6]))
    ordered = breakdowns.breakdown(names, of.cells, ordered=True)
    yield from summaries.summarise_all(ordered, wanted)

start, block = time.perf_counter(), 2000
for at in range(0, settings, block):
    part = slice(at, at + block)
    of, before = (
        breakdowns.breakdown(
            names, cells.of_counts(k[each], n[each]), reference=names[0], reference_why="to measure"
        )
        for each in (part, slice(at, at + len(n[part])))
    )
    for found in (core if what == "core" else who)(of, before):
        assert found.ok.any() or settings < 10, found.measure
seconds = time.perf_counter() - start
try:  # what the system says of a new process begins with the memory of the one that started it
    status = open("/proc/self/status", encoding="utf-8").read()
    most = int(status.partition("VmHWM:")[2].split()[0])
except OSError:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(seconds, most)
"""


def measured() -> Iterator[str]:
    """All core measures over 3.5 million rows and a tenth of them, all 21 summary measures over 10,000
    settings and a tenth: seconds, memory, seconds per row as a ratio. Counts are invented.
    """
    yield f"{'measures':<24} {'rows':>10} {'time':>10} {'per row':>9} {'memory':>10}"
    for what, label, groups, most in (
        ("core", "core", GROUPS, PLACES * SERIES),
        ("who", "21 summary measures", 7, 10_000),
    ):
        first: float | None = None
        for settings in (most // 10, most):
            command = [sys.executable, "-c", _MEASURES, what, str(settings), str(groups)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            seconds, kilobytes = (float(each) for each in done.stdout.split())
            rows = settings * groups
            first = first or seconds / rows
            each = seconds / rows / first
            yield f"{label:<24} {rows:>10,} {seconds:>8.2f} s {each:>7.2f} x {kilobytes / 1024:>7.0f} MB"


def bench(root: Path, runs: int) -> Iterator[str]:
    """The lines of the report, as they are measured."""
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as folder:
        copy = Path(folder) / "site"
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
        cache = copy / ".cache"

        def publish_cold() -> None:
            shutil.rmtree(cache, ignore_errors=True)
            _command(copy, "publish")

        cold = _median(runs, publish_cold)
        warm = _median(runs, lambda: _command(copy, "publish"))
        check = _median(runs, lambda: _command(copy, "check"))
        yield _line("check", check, warm)
        yield _line("publish, nothing changed", warm, warm)
        yield _line("publish, empty cache", cold, warm)
        largest = max(copy.glob("datapackages/*/data/*.csv"), key=lambda path: path.stat().st_size)
        package, lines = largest.parent.parent, largest.read_text("utf-8").splitlines(keepends=True)
        whole = _opening(package, copy, cache, runs)
        tenth = len(lines) // 10
        largest.write_text("".join(lines[: tenth + 1]), "utf-8")
        part = _opening(package, copy, cache, runs)
        yield _line(f"open a package of {tenth:,} rows", part, part)
        yield _line(f"open a package of {len(lines) - 1:,} rows", whole, part)


def _opening(package: Path, root: Path, cache: Path, runs: int) -> float:
    open_package(package, root, ("en",), cache)  # Frictionless validates new bytes once; that is not measured
    return _median(runs, lambda: open_package(package, root, ("en",), cache))


def _command(folder: Path, name: str) -> None:
    subprocess.run([sys.executable, "-m", "plugins", name], cwd=folder, check=True, capture_output=True)


def _median(runs: int, work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def _line(name: str, seconds: float, unit: float) -> str:
    return f"{name:<36} {seconds:8.2f} s {seconds / unit:8.2f} x"
