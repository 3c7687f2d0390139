"""What the crowd was told, as JSON lines that are on the disk before anybody acts on them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gevent
from gevent.event import Event
from gevent.hub import get_hub

INTENT, ACK, REFUSED, UNKNOWN, BEGIN = "intent", "ack", "refused", "unknown", "begin"
ROUND_OVER = "round over"
# Lines wait this long for others (seconds), so that one fsync of 1-4 ms takes them all.
GATHERING = 0.01
SPELLED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Line = dict[str, Any]


class Batch:
    """Lines that go to the disk together."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.error: OSError | None = None
        self.done = Event()


class Ledger:
    """A file that grows by whole lines; `note` answers when its line cannot be lost any more."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        self._batch, self._some = Batch(), Event()
        self._writer = gevent.spawn(self._write)

    def note(self, event: str, **told: Any) -> None:
        """Append a line with the moment, and wait until the disk has it; raises OSError where it has not."""
        batch = self._batch
        batch.lines.append(SPELLED({"at": time.time(), "event": event, **told}))
        self._some.set()
        batch.done.wait()
        if batch.error:
            raise batch.error

    def _write(self) -> None:
        while True:
            self._some.wait()
            gevent.sleep(GATHERING)
            batch, self._batch = self._batch, Batch()
            self._some.clear()
            try:
                # In a thread: an fsync on the event loop would stop the whole crowd.
                get_hub().threadpool.apply(self._keep, ("\n".join([*batch.lines, ""]).encode(),))
            except OSError as error:
                batch.error = error
            batch.done.set()

    def _keep(self, lines: bytes) -> None:
        while lines:
            lines = lines[os.write(self._file, lines) :]
        os.fsync(self._file)


def read(folder: Path) -> Iterator[Line]:
    """Every line of every ledger of a run, raising ValueError; one cut off by a crash was never acted on."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.endswith("\n") and line.strip():
                    yield _read(line, f"{path}, line {number}")


def _read(line: str, where: str) -> Line:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from error
    if not isinstance(found, dict) or "event" not in found:
        raise ValueError(f"{where}: it is no line of a ledger")
    return found
