"""`quiz rank` on the attempts of a province, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.rules import test_size
from tests.rules.test_size import ATTEMPTS, BOOK, PEOPLE

PROGRAM = "from quiz.cli.rank import rank; rank()"


@dataclass(frozen=True, slots=True)
class Ranked:
    """What ranking so many attempts cost."""

    cpu_seconds: float
    megabytes: float


def rank(folder: Path, attempts: int) -> Ranked:
    """Write the files of a contest of that size and rank them."""
    people = attempts * PEOPLE // ATTEMPTS
    files = {
        "units": test_size.units(),
        "participants": test_size.people(people),
        "attempts": test_size.attempts(attempts, people, Random(2022)),  # noqa: S311 (a crowd, no secret)
    }
    for name, lines in files.items():
        with (folder / f"{name}.csv").open("w") as file:
            file.writelines(f"{line}\n" for line in lines)
    options = [part for name in files for part in (f"--{name}", str(folder / f"{name}.csv"))]
    command = [sys.executable, "-c", PROGRAM, "--contest", str(BOOK), *options, "--json"]
    with (folder / "result.json").open("w") as result:
        child = subprocess.Popen(command, stdout=result)  # noqa: S603 (our own program)
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"quiz rank ended with {child.returncode}")
    return Ranked(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
