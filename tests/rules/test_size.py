"""A contest of the size of Hà Giang 2022 is ranked within the promised time and memory."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

ATTEMPTS, PEOPLE, UNITS = 344_771, 156_724, 3_000
SECONDS, MEGABYTES = 10, 800
START = 2.0  # seconds of CPU to start Python and import, granted to the scaled run
BOOK = Path(__file__).parent.parent / "rulebooks" / "hagiang-2022" / "rulebook.toml"
OPENS = datetime(2022, 9, 8, 2, 30, tzinfo=UTC)


def units() -> Iterator[str]:
    yield "unit,parent,groups,headcount"
    yield "tinh,,,"
    yield from (f"h{n},tinh,huyen," for n in range(50))
    yield from (f"x{n},h{n % 50},{'so' if n % 3 else 'xa'},{40 + n % 300}" for n in range(UNITS - 51))


def people(number: int) -> Iterator[str]:
    yield "participant,unit,birth_date"
    yield from (f"p{n},x{n % (UNITS - 51)},{1950 + n % 55}-03-02" for n in range(number))


def attempts(number: int, by: int, dice: Random) -> Iterator[str]:
    marks = "questions,answered,correct,score,prediction"
    yield f"attempt,participant,round,unit,started_at,submitted_at,{marks},status"
    for n in range(number):
        who, week, right = (
            (n if n < by else dice.randrange(by)),
            dice.randrange(4),
            dice.choice((19, 19, 18, 9)),
        )
        begun = OPENS + timedelta(days=7 * week, seconds=dice.randrange(550_000))
        ended = begun + timedelta(milliseconds=dice.randrange(60_000, 1_100_000))
        yield (
            f"a{n},p{who},tuan-{week + 1},x{who % (UNITS - 51)},{begun.isoformat()},{ended.isoformat()},"
            f"19,19,{right},{right},{dice.randrange(90_000)},valid"
        )


def test_a_province_is_ranked_in_ten_seconds_and_eight_hundred_megabytes(
    tmp_path: Path, scaled: Callable[[int, int], int]
) -> None:
    number = scaled(ATTEMPTS // 20, ATTEMPTS)
    files = {
        "units": units(),
        "participants": people(number * PEOPLE // ATTEMPTS),
        "attempts": attempts(number, number * PEOPLE // ATTEMPTS, Random(2022)),
    }
    for name, lines in files.items():
        (tmp_path / name).write_text("\n".join(lines) + "\n")
    options = [part for name in files for part in (f"--{name}", str(tmp_path / name))]
    program = "from quiz.cli.rank import rank; rank()"
    with (tmp_path / "result.json").open("w") as result:
        child = subprocess.Popen(
            [sys.executable, "-c", program, "--contest", str(BOOK), *options, "--json"], stdout=result
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    seconds, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    told = f"{number} attempts: {seconds:.1f} s of CPU, {megabytes:.0f} MB"
    assert child.returncode == 0
    assert (tmp_path / "result.json").stat().st_size > number * 100
    assert seconds < (SECONDS if number == ATTEMPTS else START + SECONDS * number / ATTEMPTS), told
    assert megabytes < MEGABYTES, told
