"""Building aside and swapping: the published folder is always one complete site, the old or the new."""

import ctypes
import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

_AT_FDCWD, _EXCHANGE = -100, 2
_OLD = "-old"
MARKER = ".plumbline"
"""The file by which a later publish knows that a folder holds a site of its own making, and nothing else."""

_MARK = "This folder was made by `plumbline publish`. The next publish replaces all of it.\n"
_SOURCES = ("content", "datapackages", "theme", "plugins", "tests", ".git", ".github")


class RefusedError(Exception):
    """The folder is not one to be replaced. The message says why, and what to do."""


def refusal(output: Path, root: Path | None) -> str:
    """Why `output` must not be replaced by a site, or "". Both paths are resolved; `root` is the project."""
    if root is not None and (output == root or output in root.parents):
        return f"{output} is the project or holds it. Name a folder for the site alone, such as 'output'."
    for name in _SOURCES if root is not None else ():
        folder = (root or output) / name
        if output == folder or folder in output.parents:
            return f"{output} belongs to the sources, in '{name}'. Name a folder for the site alone."
    if output.exists() and not output.is_dir():
        return f"{output} is a file. Name a folder for the site alone."
    # The preview's folder may have been written by plain `pelican`, which leaves no mark.
    ours = root is not None and output == root / ".preview"
    if output.is_dir() and any(output.iterdir()) and not (output / MARKER).is_file() and not ours:
        return (
            f"{output} is not empty and was not made by `plumbline publish` (it has no file '{MARKER}'). "
            "If nothing in it is needed, remove it and publish again; otherwise name another folder."
        )
    return ""


def publish(output: Path, build: Callable[[Path], None], root: Path | None = None) -> None:
    """Call `build` with an empty folder beside `output`; when it returns, that folder takes `output`'s place.

    When it raises (or the process dies) `output` is as it was. Leftovers of builds that died are cleared
    first. RefusedError, before anything is touched, when `output` could be somebody's work: the project
    `root`, its sources, or a folder that no publish has made.
    """
    output = output.resolve()
    refused = refusal(output, root.resolve() if root else None)
    if refused:
        raise RefusedError(refused)
    output.parent.mkdir(parents=True, exist_ok=True)
    for retired in sorted(output.parent.glob(f".{output.name}-*{_OLD}")):
        if not output.exists():
            retired.rename(output)  # a swap in two steps died between them: what was published comes back
    for old in sorted(output.parent.glob(f".{output.name}-*")):
        if not _alive(old):
            shutil.rmtree(old, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{output.name}-{os.getpid()}-", dir=output.parent))
    try:
        aside.chmod(0o755)  # mkdtemp makes a folder that only its maker can read; a site is for everyone
        build(aside)
        (aside / MARKER).write_text(_MARK, "utf-8", newline="\n")
        swap(aside, output)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _alive(folder: Path) -> bool:
    """Whether the process that made this folder still runs."""
    pid = folder.name.rpartition("-")[0].rpartition("-")[2]
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, ValueError):
        return True  # another user's build; or no folder of ours at all
    return True


def swap(new: Path, current: Path) -> None:
    """Exchange two folders in one step where the system can; afterwards `new` holds what was `current`."""
    if not current.exists():
        new.rename(current)
        new.mkdir()
        return
    if _exchange(new, current):
        return
    # No such call here (macOS, old kernels): two renames, and back again if the second fails.
    retired = new.with_name(new.name + _OLD)
    current.rename(retired)
    try:
        new.rename(current)
    except OSError:
        retired.rename(current)
        raise
    retired.rename(new)


def _exchange(new: Path, current: Path) -> bool:
    """Linux's renameat2 with RENAME_EXCHANGE. False where it does not exist."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    if call(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(current), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(current))
