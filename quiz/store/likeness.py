"""Who is there already like somebody who signs up: the same identity, telephone, or page of the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, true

from quiz.store.people import FORM
from quiz.store.prepared import Prepared
from quiz.store.tables import participants, person_details, unique_details


@dataclass(frozen=True, slots=True)
class Filled:
    """Whoever filled in one page of the sign-up form."""

    id: int
    code: str
    identity_digest: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Alike:
    """How many have an identity and how many a telephone, and whom one page of the form took in."""

    same: int
    sharing: int
    earlier: Filled | None


def who_filled(db: Connection, contest_id: int, form: str) -> Filled | None:
    """Who was taken in from the page with this mark, None when nobody was."""
    row = _FILLED.first(db, {"contest": contest_id, "form": form})
    return Filled(*row) if row else None


def alike(db: Connection, contest_id: int, identity_digest: str, phone: str | None, form: str) -> Alike:
    """Who is there already like somebody about to come, all at one moment."""
    bound = {"contest": contest_id, "identity": identity_digest, "phone": phone, "form": form}
    [(same, sharing, *filled)] = _ALIKE.rows(db, bound)
    return Alike(same, sharing, None if filled[0] is None else Filled(*filled))


_FILLED_QUERY = (
    select(participants.c.id, participants.c.code, participants.c.identity_digest, participants.c.created_at)
    .join(unique_details, unique_details.c.participant_id == participants.c.id)
    .where(
        unique_details.c.contest_id == bindparam("contest"),
        unique_details.c.field == FORM,
        unique_details.c.digest == bindparam("form"),
    )
)


def _alike() -> Any:
    same = select(func.count()).where(
        participants.c.contest_id == bindparam("contest"),
        participants.c.identity_digest == bindparam("identity"),
    )
    sharing = select(func.count()).where(
        person_details.c.contest_id == bindparam("contest"), person_details.c.phone == bindparam("phone")
    )
    counts = select(
        same.scalar_subquery().label("same"), sharing.scalar_subquery().label("sharing")
    ).subquery()
    filled = _FILLED_QUERY.subquery()
    return select(*counts.c, *filled.c).select_from(counts.outerjoin(filled, true()))


_ALIKE, _FILLED = Prepared(_alike()), Prepared(_FILLED_QUERY)
