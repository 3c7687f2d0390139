"""The points of the jury for units, as a list of units tells them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, delete, select

from quiz.store.tables import jury_scores
from quiz.store.writes import added

FROM_LIST = ""  # the points that hold for every table


def of_list(db: Connection, contest_id: int) -> dict[int, Decimal]:
    """The points that the last list told, by the number of the unit."""
    query = select(jury_scores.c.unit_id, jury_scores.c.score)
    rows = db.execute(query.where(jury_scores.c.contest_id == contest_id, jury_scores.c.board == FROM_LIST))
    return {row.unit_id: Decimal(str(row.score)) for row in rows}


def rewrite(db: Connection, contest_id: int, unit_id: int, points: Decimal, *, now: datetime) -> None:
    """Put these points in the place of those that a list told before."""
    mine = (jury_scores.c.unit_id == unit_id, jury_scores.c.board == FROM_LIST)
    db.execute(delete(jury_scores).where(jury_scores.c.contest_id == contest_id, *mine))
    whose = {"contest_id": contest_id, "unit_id": unit_id, "board": FROM_LIST}
    added(db, jury_scores, **whose, scope="", score=float(points), reason="", by_id=None, at=now)
