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


def publish(output: Path, build: Callable[[Path], None]) -> None:
    """Call `build` with an empty folder beside `output`; when it returns, that folder takes `output`'s place.

    When it raises (or the process dies) `output` is as it was. Leftovers of builds that died are cleared
    first.
    """
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
