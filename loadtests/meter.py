"""CPU and memory of each part of a run, read from /proc every ten seconds."""

from __future__ import annotations

import os
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
EVERY_SECONDS = 10.0
APPLICATION, COMPANION = "application", "companion"


@dataclass(frozen=True, slots=True)
class Sample:
    """A moment: CPU seconds so far and MB of memory now, by part; shared pages count once."""

    at: float
    cpu: dict[str, float]
    memory: dict[str, float]
    largest_worker: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of /proc: seconds include those of children that have ended."""

    parent: int
    seconds: float


@dataclass(slots=True)
class Meter:
    """Watches parts, each named by the process that all its others come from."""

    parts: dict[str, int]
    samples: list[Sample] = field(default_factory=list)
    _end: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Look every ten seconds until `stop`."""
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look a last time."""
        self._end.set()
        if self._thread:
            self._thread.join()

    def look(self) -> None:
        """Keep a sample of this moment."""
        self.samples.append(sample(self.parts))

    def spent(self) -> dict[str, float]:
        """CPU seconds of each part from the first sample to the last; a part that ended keeps what it had."""
        first, most = self.samples[0].cpu, defaultdict[str, float](float)
        for one in self.samples:
            for part, seconds in one.cpu.items():
                most[part] = max(most[part], seconds)
        return {part: seconds - first.get(part, 0.0) for part, seconds in most.items()}

    def peak(self) -> dict[str, float]:
        """MB of each part at its largest."""
        most = defaultdict[str, float](float)
        for one in self.samples:
            for part, size in one.memory.items():
                most[part] = max(most[part], size)
        return dict(most)

    def _watch(self) -> None:
        while not self._end.is_set():
            self.look()
            self._end.wait(EVERY_SECONDS)
        self.look()


def sample(parts: Mapping[str, int]) -> Sample:
    """What each part has used."""
    known = _processes()
    cpu, memory = defaultdict[str, float](float), defaultdict[str, float](float)
    largest = 0.0
    for part, root in parts.items():
        for pid in _family(known, root):
            name = _named(part, pid)
            size = _megabytes(pid)
            cpu[name] += known[pid].seconds
            memory[name] += size
            if name == APPLICATION:
                largest = max(largest, _resident(pid))
    return Sample(time.time(), dict(cpu), dict(memory), largest)


def _processes() -> dict[int, Line]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it ended meanwhile
        found[int(path.parent.name)] = Line(int(fields[1]), sum(map(int, fields[11:15])) / TICKS)
    return found


def _family(known: Mapping[int, Line], root: int) -> list[int]:
    """The process with everything that came from it."""
    family = [root] if root in known else []
    for pid in family:
        family += [other for other, one in known.items() if one.parent == pid]
    return family


def _named(part: str, pid: int) -> str:
    if part != APPLICATION:
        return part
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return part
    return COMPANION if b"companion" in words else part


def _resident(pid: int) -> float:
    """All of a process's memory in MB, whatever it shares: what a limit on it would count."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * PAGE / 2**20


def _megabytes(pid: int) -> float:
    """Memory in MB, a page that several processes share counted in parts."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        return 0.0
    return 0.0
