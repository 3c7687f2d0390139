"""Files on their way in: what was read waits for a decision, and is gone when it was taken or forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from quiz.store import uploads
from quiz.store.contests import ContestState
from quiz.store.uploads import Upload

# Rosters hold people's details and question files hold keys: nobody's indecision keeps them for long.
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Received:
    """What a file gave: its kind (questions, roster, slips), its name and what was read, in pages if long."""

    kind: str
    file_name: str
    report: Any
    pages: Iterable[Any] = ()


def keep(db: Connection, state: ContestState, received: Received, *, staff_id: int, now: datetime) -> str:
    """The public id under which the report waits; older ones that nobody decided about are thrown away."""
    uploads.forget(db, before=now - KEPT_FOR, now=now)
    public_id = uploads.keep(
        db,
        staff_id=staff_id,
        contest_id=state.id,
        kind=received.kind,
        file_name=received.file_name[:200],
        report=received.report,
        now=now,
    )
    for number, entries in enumerate(received.pages):
        uploads.add_page(db, public_id, number, entries)
    return public_id


def throw_away(db: Connection, upload: Upload, *, now: datetime) -> bool:
    """Forget what was read: whether this call was the one that did it."""
    uploads.drop_pages(db, upload.id)
    return uploads.settle(db, upload.id, now=now)
