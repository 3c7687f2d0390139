"""How much processor and memory the parts of a rehearsal take, read from /proc once a second."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
POSTGRES = "postgres"
KIB = 1024


@dataclass(frozen=True, slots=True)
class Sample:
    """One part at one moment: cores in use since the moment before, and megabytes of memory."""

    at: float
    cores: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Life:
    """What /proc says of one process."""

    pid: int
    parent: int
    name: str
    seconds: float


@dataclass(slots=True)
class Sampler:
    """Looks at families of processes, by the number of their first."""

    families: Mapping[str, int]
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    _before: dict[int, float] = field(default_factory=dict)
    _looked: float = 0.0

    def look(self) -> None:
        """Take one sample of every part; the first look only learns where the counters stand."""
        now, lives = time.time(), list(_lives())
        parts = {part: _family(lives, first) for part, first in self.families.items()}
        if self._looked:
            for part, found in parts.items():
                self.samples.setdefault(part, []).append(self._sample(found, now))
        self._before, self._looked = {one.pid: one.seconds for one in lives}, now

    def _sample(self, found: list[Life], now: float) -> Sample:
        used = sum(one.seconds - self._before.get(one.pid, 0.0) for one in found)
        passed = max(now - self._looked, 1e-6)
        return Sample(round(now, 1), round(used / passed, 3), round(sum(map(_megabytes, found)), 1))


def parent_of(pid: int, name: str) -> int | None:
    """The parent of a process of this name, None where that number is another program's or nobody's here."""
    return next((one.parent for one in _lives() if one.pid == pid and one.name == name), None)


def _lives() -> Iterable[Life]:
    for folder in PROC.glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        name, rest = stat.partition("(")[2].rpartition(")")[0], stat.rpartition(")")[2].split()
        seconds = (int(rest[11]) + int(rest[12])) / TICKS
        yield Life(int(folder.name), int(rest[1]), name, seconds)


def _family(lives: list[Life], first: int) -> list[Life]:
    kin, grown = {first}, True
    while grown:
        children = {one.pid for one in lives if one.parent in kin} - kin
        kin, grown = kin | children, bool(children)
    return [one for one in lives if one.pid in kin]


def _megabytes(one: Life) -> float:
    """Its own share of memory, so that pages which several processes share count once."""
    try:
        for line in (PROC / str(one.pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / KIB
    except OSError:
        pass
    return 0.0
