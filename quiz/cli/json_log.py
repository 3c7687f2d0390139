"""How every process of ours writes its log: JSON lines on standard error."""

from __future__ import annotations

import json
import logging.config
import traceback
from pathlib import Path
from types import TracebackType

# What gunicorn says of a request by quoting it: address, path, header, the message of an error.
QUOTING = ("Invalid request from", "Error handling request")
LOG_CONFIG = Path(__file__).with_name("log.json")


def log_as_json() -> None:
    """Write this process's log as its server does."""
    logging.config.dictConfig(json.loads(LOG_CONFIG.read_text()))


class Unquoting(logging.Filter):
    """Lets the server's own lines through without what a visitor sent."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true; the record is changed where it would quote a request."""
        if record.name == "gunicorn.error" and str(record.msg).startswith(QUOTING):
            record.msg, record.args = "a request that the server could not handle", ()
            if record.exc_info and record.exc_info[0]:
                record.kind, record.place = record.exc_info[0].__name__, _place(record.exc_info[2])
            record.exc_info = record.exc_text = None
        return True


def _place(trace: TracebackType | None) -> str:
    last = traceback.extract_tb(trace)[-1:]
    return "".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in last)
