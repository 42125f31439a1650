"""Runs the command in forks of itself, so that what takes a second to import is imported once.

Each line of input is a request in JSON: `root` (the project), `arguments`, and the files that take its
standard output and error. Each line of output is the exit status of one request.
"""

import json
import os
import sys
import traceback
from pathlib import Path

import altair  # noqa: F401  (what the command imports late, so that no fork has to)
import frictionless  # noqa: F401
import vl_convert  # noqa: F401
from pelican import Pelican  # noqa: F401

from plugins.__main__ import main


def run(root: str, arguments: list[str], out: str, err: str) -> int:
    """One command in a process of its own; returns its exit status (below zero: the signal that ended it)."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 70
    try:
        os.chdir(root)
        for number, name in ((1, out), (2, err)):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        sys.argv = ["plumbline", *arguments]
        status = main(arguments)
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else 1
    except BaseException:  # noqa: BLE001 (as Python itself does at the top: told with its traceback)
        traceback.print_exc()
        status = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        answers.write(f"{run(**json.loads(line))}\n")
        answers.flush()
