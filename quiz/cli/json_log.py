"""How every process of ours writes its log: JSON lines on standard error."""

from __future__ import annotations

import json
import logging.config
from pathlib import Path

LOG_CONFIG = Path(__file__).with_name("log.json")


def log_as_json() -> None:
    """Write this process's log as its server does."""
    logging.config.dictConfig(json.loads(LOG_CONFIG.read_text()))
