"""What the crowd was told, as JSON lines that are on the disk before anybody acts on them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gevent
from gevent.event import AsyncResult
from gevent.hub import get_hub
from gevent.queue import Queue

INTENT, ACK, REFUSED, UNKNOWN, BEGIN = "intent", "ack", "refused", "unknown", "begin"
# One write and one fsync take along whatever waits meanwhile: measured 1–4 ms each.
MOST_AT_ONCE = 2_000

Line = dict[str, Any]


class Ledger:
    """A file that grows by whole lines; `note` answers when its line cannot be lost any more."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        self._waiting: Queue[tuple[bytes, AsyncResult[None]]] = Queue()
        self._writer = gevent.spawn(self._write)

    def note(self, event: str, **told: Any) -> None:
        """Append a line with the moment, and wait until the disk has it."""
        line = json.dumps({"at": time.time(), "event": event, **told}, ensure_ascii=False) + "\n"
        done: AsyncResult[None] = AsyncResult()
        self._waiting.put((line.encode(), done))
        done.get()

    def _write(self) -> None:
        while True:
            batch = [self._waiting.get()]
            while len(batch) < MOST_AT_ONCE and not self._waiting.empty():
                batch.append(self._waiting.get())
            try:
                # In a thread: an fsync on the event loop would stop the whole crowd.
                get_hub().threadpool.apply(self._keep, (b"".join(line for line, _ in batch),))
            except OSError as error:
                for _, done in batch:
                    done.set_exception(error)
            else:
                for _, done in batch:
                    done.set(None)

    def _keep(self, lines: bytes) -> None:
        while lines:
            lines = lines[os.write(self._file, lines) :]
        os.fsync(self._file)


def read(folder: Path) -> Iterator[Line]:
    """Every line of every ledger of a run; a line cut off by a crash was never acted on."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                if line.endswith("\n"):
                    yield json.loads(line)
