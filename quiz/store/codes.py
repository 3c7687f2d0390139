"""Entry codes and link secrets: made here, told once, kept only as keyed digests."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, bindparam, insert, select, update

from quiz.store import adding
from quiz.store.tables import entry_codes, participants, person_details

CODE_DIGITS = 8
SECRET_BYTES = 24
# More people than this behind one telephone are not tried: their numbers still sign them in.
MOST_CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class CodeKey:
    """The key of all digests that must not be guessable from the database alone; it lives outside of it."""

    id: str
    secret: bytes = field(repr=False)

    def digest(self, purpose: str, *parts: object) -> str:
        """HMAC-SHA256 of the parts; another purpose gives another digest."""
        words = "\x1f".join((purpose, *map(str, parts)))
        return hmac.new(self.secret, words.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class EntryCode:
    """What is told to a person once: eight digits to type, and the secret of the link."""

    code: str = field(repr=False)
    secret: str = field(repr=False)


def issue(
    db: Connection, key: CodeKey, people: Sequence[int], *, issued_by: int | None = None, now: datetime
) -> list[EntryCode]:
    """New codes for these participants, in their order; their older ones stop working."""
    made = [_new() for _ in people]
    rows = [_row(key, person, one, issued_by, now) for person, one in zip(people, made, strict=True)]
    if rows:
        db.execute(_REVOKE, [{"person": person, "now": now} for person in people])
        db.execute(insert(entry_codes), rows)
    return made


def issue_first(db: Connection, key: CodeKey, person: int, *, now: datetime) -> EntryCode:
    """The code of somebody who is new and had none before."""
    made = _new()
    adding.add(db, entry_codes, **_row(key, person, made, None, now))
    return made


def code_digest(key: CodeKey, participant_id: int, code: str) -> str:
    """What is kept of a code; equal codes of two people differ."""
    return key.digest("code", participant_id, code)


def link_digest(key: CodeKey, secret: str) -> str:
    """What is kept of the secret of a link."""
    return key.digest("link", secret)


def owner(
    db: Connection, key: CodeKey, contest_id: int, *, account: str, phone: str | None, code: str
) -> int | None:
    """Whose living code this is among all who use that telephone or number; None for unknown and wrong alike.

    One statement and the same work for an account that nobody has.
    """
    rows = db.execute(_CANDIDATES, {"contest": contest_id, "account": account, "phone": phone or account})
    found: int | None = None
    code_digest(key, 0, code)
    for row in rows:
        right = hmac.compare_digest(code_digest(key, row.participant_id, code), row.code_digest)
        if right and row.key_id == key.id:
            found = row.participant_id
    return found


def holder(db: Connection, key: CodeKey, contest_id: int, secret: str) -> Row[Any] | None:
    """The participant (id, name, code) of a link's secret, None when it is not or no longer good."""
    return db.execute(_HOLDER, {"contest": contest_id, "link": link_digest(key, secret)}).one_or_none()


def _new() -> EntryCode:
    return EntryCode(_code(), secrets.token_urlsafe(SECRET_BYTES))


def _row(key: CodeKey, person: int, one: EntryCode, issued_by: int | None, now: datetime) -> dict[str, Any]:
    return {
        "participant_id": person,
        "key_id": key.id,
        "code_digest": code_digest(key, person, one.code),
        "link_digest": link_digest(key, one.secret),
        "issued_at": now,
        "issued_by": issued_by,
    }


def _code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def _candidates() -> Select[Any]:
    # Three indexed look-ups; one OR across two tables would read them whole.
    asked = (
        select(person_details.c.participant_id)
        .where(_of_contest(person_details), person_details.c.phone == bindparam("phone"))
        .union(
            select(person_details.c.participant_id).where(
                _of_contest(person_details), person_details.c.roster_number == bindparam("account")
            ),
            select(participants.c.id).where(
                _of_contest(participants), participants.c.code == bindparam("account")
            ),
        )
        .subquery()
    )
    return (
        select(entry_codes.c.participant_id, entry_codes.c.key_id, entry_codes.c.code_digest)
        .join(asked, asked.c.participant_id == entry_codes.c.participant_id)
        .join(participants, participants.c.id == entry_codes.c.participant_id)
        .where(participants.c.standing != "erased", entry_codes.c.revoked_at.is_(None))
        .order_by(entry_codes.c.id.desc())
        .limit(MOST_CANDIDATES)
    )


def _of_contest(table: Table) -> ColumnElement[bool]:
    return table.c.contest_id == bindparam("contest")


def _holder() -> Select[Any]:
    return (
        select(participants.c.id, participants.c.code, person_details.c.name)
        .select_from(
            entry_codes.join(participants, participants.c.id == entry_codes.c.participant_id).join(
                person_details, person_details.c.participant_id == participants.c.id
            )
        )
        .where(
            participants.c.contest_id == bindparam("contest"),
            participants.c.standing != "erased",
            entry_codes.c.link_digest == bindparam("link"),
            entry_codes.c.revoked_at.is_(None),
        )
    )


_REVOKE = (
    update(entry_codes)
    .where(entry_codes.c.participant_id == bindparam("person"), entry_codes.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)
_CANDIDATES, _HOLDER = _candidates(), _holder()
