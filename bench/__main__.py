"""What the parts of an attempt cost, at three sizes and with the growth exponent: `make bench`."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from bench import sheets

SIZES = (500, 2_000, 8_000)
BENCHES: tuple[tuple[str, Callable[[int], object]], ...] = (
    ("draw a sheet of 20 from 200", sheets.draw),
    ("draw and mark a sheet of 20", sheets.draw_and_mark),
)


def main() -> None:
    """Print one row a bench: microseconds for one at each size, and how the whole grows."""
    print(
        f"{'CPU microseconds for one, of':32}" + "".join(f"{size:>10,}" for size in SIZES) + f"{'growth':>10}"
    )
    for name, bench in BENCHES:
        seconds = [cpu_seconds(bench, size) for size in SIZES]
        each = "".join(f"{1e6 * spent / size:>10.1f}" for spent, size in zip(seconds, SIZES, strict=True))
        print(f"{name:32}{each}{exponent(seconds):>10.2f}")


def cpu_seconds(bench: Callable[[int], object], size: int) -> float:
    """The better of two runs, because the machine has other things to do."""
    return min(once(bench, size) for _ in range(2))


def once(bench: Callable[[int], object], size: int) -> float:
    """Seconds of CPU that one run took."""
    before = time.process_time()
    bench(size)
    return time.process_time() - before


def exponent(seconds: list[float]) -> float:
    """1.0 when ten times the size costs ten times the time."""
    return math.log(seconds[-1] / seconds[0]) / math.log(SIZES[-1] / SIZES[0])


if __name__ == "__main__":
    main()
