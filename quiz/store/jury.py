"""The points of the jury for units, as a list of units tells them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, delete, select

from quiz.store.tables import jury_scores, units
from quiz.store.writes import added

FROM_LIST = ""  # the points that hold for every table


def of_list(db: Connection, contest_id: int) -> dict[int, Decimal]:
    """The points that the last list told, by the number of the unit."""
    query = select(jury_scores.c.unit_id, jury_scores.c.score)
    rows = db.execute(query.where(jury_scores.c.contest_id == contest_id, jury_scores.c.board == FROM_LIST))
    return {row.unit_id: Decimal(str(row.score)) for row in rows}


def numbers(db: Connection, contest_id: int) -> dict[str, int]:
    """The numbers of the contest's units by their codes, in the order of the tree's names."""
    query = select(units.c.code, units.c.id).where(units.c.contest_id == contest_id)
    return {row.code: row.id for row in db.execute(query.order_by(units.c.path))}


def rewrite(
    db: Connection,
    contest_id: int,
    unit_id: int,
    points: Decimal | None,
    *,
    now: datetime,
    reason: str = "",
    by: int | None = None,
) -> None:
    """Put these points in the place of those that were told before; None takes them away."""
    mine = (jury_scores.c.unit_id == unit_id, jury_scores.c.board == FROM_LIST)
    db.execute(delete(jury_scores).where(jury_scores.c.contest_id == contest_id, *mine))
    if points is not None:
        whose = {"contest_id": contest_id, "unit_id": unit_id, "board": FROM_LIST}
        added(db, jury_scores, **whose, scope="", score=float(points), reason=reason, by_id=by, at=now)
