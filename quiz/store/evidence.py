"""The evidence kept with attempts: where they came from, disclosed to people and expiring."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, or_, update

from quiz.store.tables import attempts

PERSONAL = (attempts.c.address, attempts.c.device_digest, attempts.c.helper)


def expire(db: Connection, contest_id: int, *, before: datetime) -> int:
    """How many finished attempts that began before that instant lost what tells of a device or a place."""
    old = (
        update(attempts)
        .where(
            attempts.c.contest_id == contest_id,
            attempts.c.started_at < before,
            attempts.c.finished_at.is_not(None),
            or_(*(column.is_not(None) for column in PERSONAL)),
        )
        .values(dict.fromkeys(PERSONAL))
    )
    return db.execute(old).rowcount
