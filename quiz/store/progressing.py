"""Who may enter a round because of the results of earlier ones."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from quiz.store.tables import progressions


def into(db: Connection, into_id: int) -> frozenset[int]:
    """The numbers of the participants who may enter that round."""
    query = select(progressions.c.participant_id).where(progressions.c.into_id == into_id)
    return frozenset(db.execute(query).scalars())


def admit(
    db: Connection, into_id: int, people: Collection[int], *, from_id: int, now: datetime
) -> tuple[int, int]:
    """Let exactly these people enter the round; answers how many came and how many went."""
    before = into(db, into_id)
    come, gone = sorted(frozenset(people) - before), before - frozenset(people)
    if gone:
        mine = progressions.c.into_id == into_id
        db.execute(delete(progressions).where(mine, progressions.c.participant_id.in_(gone)))
    if come:
        row = {"round_id": from_id, "into_id": into_id, "at": now}
        db.execute(insert(progressions), [{**row, "participant_id": one} for one in come])
    return len(come), len(gone)
