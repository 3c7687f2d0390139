"""Wrong tries as leaky counters: they slow down whoever guesses, and forget by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, case, delete, literal, type_coerce, update
from sqlalchemy.dialects import postgresql, sqlite

from quiz.store.schema.columns import MICROSECOND
from quiz.store.tables import throttles

LONGEST_MEMORY = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many tries at once for one subject (a keyed digest), and one more each `every`."""

    subject: str
    tries: int
    every: timedelta


def charge(db: Connection, allowances: Sequence[Allowance], *, now: datetime) -> timedelta:
    """Count one try against each; the wait until the next is allowed, zero when this one is.

    The rows stay locked until the commit, so parallel guesses are counted one by one. Whoever must wait is
    to be refused by raising, which also takes this count back.
    """
    for one in sorted(allowances, key=lambda allowance: allowance.subject):
        counted: int = db.execute(_CHARGE[db.dialect.name], _values(one, now)).scalar_one()
        if counted > one.tries:
            return one.every * (counted - one.tries)
    return timedelta(0)


def refund(db: Connection, allowances: Sequence[Allowance]) -> None:
    """Take the try back that turned out right."""
    db.execute(_REFUND, [{"refunded": one.subject} for one in sorted(allowances, key=lambda a: a.subject)])


def forget(db: Connection, *, now: datetime) -> int:
    """Drop counters nobody touched for two days; how many there were."""
    return db.execute(delete(throttles).where(throttles.c.last_try_at < now - LONGEST_MEMORY)).rowcount


def _values(one: Allowance, now: datetime) -> dict[str, Any]:
    return {"subject": one.subject, "now": now, "every": max(one.every // MICROSECOND, 1)}


def _charge(insert: Any) -> Any:
    elapsed = type_coerce(bindparam("now", type_=throttles.c.last_try_at.type), BigInteger) - type_coerce(
        throttles.c.last_try_at, BigInteger
    )
    drained = throttles.c.tries - elapsed // bindparam("every", type_=BigInteger)
    left = case((elapsed <= 0, throttles.c.tries), (drained <= 0, literal(0)), else_=drained)
    new = insert(throttles).values(
        subject_digest=bindparam("subject"),
        tries=1,
        last_try_at=bindparam("now", type_=throttles.c.last_try_at.type),
    )
    return new.on_conflict_do_update(
        index_elements=[throttles.c.subject_digest],
        set_={"tries": left + 1, "last_try_at": new.excluded.last_try_at},
    ).returning(throttles.c.tries)


_CHARGE = {"postgresql": _charge(postgresql.insert), "sqlite": _charge(sqlite.insert)}
_REFUND = (
    update(throttles)
    .where(throttles.c.subject_digest == bindparam("refunded"), throttles.c.tries > 0)
    .values(tries=throttles.c.tries - 1)
)
