"""The honours list of a contest: entered by hand from a decision, apart from the prizes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from quiz.store.tables import honours
from quiz.store.writes import added


class HonourKind(StrEnum):
    """Who is honoured."""

    COLLECTIVE = "collective"
    INDIVIDUAL = "individual"


@dataclass(frozen=True, slots=True)
class Honour:
    """One line of a decision."""

    kind: HonourKind
    name: str
    reason: str
    decision_number: str
    decision_date: date
    signer: str


@dataclass(frozen=True, slots=True)
class ListedHonour:
    """A line with its number and its place in the list of its kind."""

    id: int
    position: int
    honour: Honour


def listed(db: Connection, contest_id: int) -> list[ListedHonour]:
    """The whole list: collectives first, each kind in its own order."""
    query = select(honours).where(honours.c.contest_id == contest_id)
    return [
        ListedHonour(row.id, row.position, _honour(row))
        for row in db.execute(query.order_by(honours.c.kind, honours.c.position))
    ]


def find(db: Connection, contest_id: int, honour_id: int) -> ListedHonour | None:
    """That line of that contest."""
    query = select(honours).where(honours.c.contest_id == contest_id, honours.c.id == honour_id)
    row = db.execute(query).one_or_none()
    return None if row is None else ListedHonour(row.id, row.position, _honour(row))


def add(db: Connection, contest_id: int, honour: Honour, *, by_id: int | None, now: datetime) -> int:
    """The number of a new line at the end of its kind."""
    last = select(func.coalesce(func.max(honours.c.position), 0)).where(
        honours.c.contest_id == contest_id, honours.c.kind == honour.kind
    )
    return added(
        db,
        honours,
        contest_id=contest_id,
        position=last.scalar_subquery() + 1,
        entered_at=now,
        entered_by=by_id,
        **_values(honour),
    )


def change(db: Connection, honour_id: int, honour: Honour) -> None:
    """Correct a line; its kind stays."""
    values = {name: value for name, value in _values(honour).items() if name != "kind"}
    db.execute(update(honours).where(honours.c.id == honour_id).values(**values))


def swap(db: Connection, one: ListedHonour, other: ListedHonour) -> None:
    """Let two lines of a kind change places."""
    # Zero is nobody's place: two rows may not hold one place even for a moment.
    for number, place in ((one.id, 0), (other.id, one.position), (one.id, other.position)):
        db.execute(update(honours).where(honours.c.id == number).values(position=place))


def remove(db: Connection, honour_id: int) -> None:
    """Take a line out."""
    db.execute(delete(honours).where(honours.c.id == honour_id))


def _values(honour: Honour) -> dict[str, object]:
    return {
        "kind": str(honour.kind),
        "name": honour.name,
        "reason": honour.reason,
        "decision_number": honour.decision_number,
        "decision_date": honour.decision_date,
        "signer": honour.signer,
    }


def _honour(row: Row[Any]) -> Honour:
    return Honour(
        HonourKind(row.kind), row.name, row.reason, row.decision_number, row.decision_date, row.signer
    )
