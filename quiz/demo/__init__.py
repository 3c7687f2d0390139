"""What the demonstration shows: its rulebook, units and honours as files, and how they are read."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from quiz.rules.contest import Contest
from quiz.rules.rulebook import read_toml

HERE = Path(__file__).parent
OPEN_ROUND = "tuan-2"
OPEN_FOR = timedelta(days=2)


def contest(now: datetime) -> Contest:
    """The demonstration's rulebook with its weeks moved so that the second opened two days before `now`."""
    written = read_toml((HERE / "contest.toml").read_text(encoding="utf-8"))
    opens = written.round(OPEN_ROUND).opens.astimezone(written.zone)
    day = (now.astimezone(written.zone) - OPEN_FOR).date()
    moved = datetime.combine(day, time(opens.hour, opens.minute), written.zone) - opens
    rounds = tuple(replace(one, opens=one.opens + moved, closes=one.closes + moved) for one in written.rounds)
    return replace(written, rounds=rounds)


def units() -> str:
    """The unit tree as CSV: the province's 193 communes of 2022 with invented headcounts."""
    return (HERE / "units.csv").read_text(encoding="utf-8")


def honours() -> list[dict[str, Any]]:
    """The honours list: invented names under an invented decision."""
    document = tomllib.loads((HERE / "honours.toml").read_text(encoding="utf-8"))
    listed: list[dict[str, Any]] = document["honour"]
    return listed
