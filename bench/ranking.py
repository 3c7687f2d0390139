"""`quiz rank` on the attempts of a province, in a process of its own."""

from __future__ import annotations

from pathlib import Path
from random import Random

from bench.spending import Spent, spent
from tests.rules import test_size
from tests.rules.test_size import ATTEMPTS, BOOK, PEOPLE

PROGRAM = "from quiz.cli.rank import rank; rank()"


def rank(folder: Path, attempts: int) -> Spent:
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
    words = ["-c", PROGRAM, "--contest", str(BOOK), *options, "--json"]
    return spent(words, folder / "result.json")
