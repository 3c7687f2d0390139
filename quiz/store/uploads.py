"""What an upload found, page by page, kept for those who decide about it until it is confirmed or dropped."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from quiz.store.tables import upload_pages, uploads
from quiz.store.writes import added

PUBLIC_BYTES = 12


@dataclass(frozen=True, slots=True)
class Upload:
    """A file's report waiting for a decision; the file itself is not kept."""

    id: int
    public_id: str
    staff_id: int
    contest_id: int
    bank_id: int | None
    kind: str
    file_name: str
    report: Any
    uploaded_at: datetime


def keep(
    db: Connection,
    *,
    staff_id: int,
    contest_id: int,
    kind: str,
    file_name: str,
    report: Any,
    now: datetime,
    bank_id: int | None = None,
) -> str:
    """The public id under which this report waits."""
    public_id = secrets.token_urlsafe(PUBLIC_BYTES)
    added(
        db,
        uploads,
        public_id=public_id,
        staff_id=staff_id,
        contest_id=contest_id,
        bank_id=bank_id,
        kind=kind,
        file_name=file_name,
        report=report,
        uploaded_at=now,
    )
    return public_id


def add_page(db: Connection, public_id: str, number: int, entries: Any) -> None:
    """Keep one page of what this upload holds; pages count from 0."""
    upload_id = select(uploads.c.id).where(uploads.c.public_id == public_id).scalar_subquery()
    row = {"upload_id": upload_id, "number": number, "entries": entries}
    db.execute(insert(upload_pages).values(**row))


def page(db: Connection, upload_id: int, number: int) -> Any:
    """The entries of one page, empty beyond the last."""
    query = select(upload_pages.c.entries).where(
        upload_pages.c.upload_id == upload_id, upload_pages.c.number == number
    )
    return db.execute(query).scalar_one_or_none() or []


def pages(db: Connection, upload_id: int) -> Iterator[Any]:
    """Every page in order, one at a time."""
    number = 0
    while entries := page(db, upload_id, number):
        yield entries
        number += 1


def waiting(db: Connection, contest_id: int, kind: str, public_id: str) -> Upload | None:
    """That upload of this contest, None when it is unknown or already settled."""
    query = select(*_COLUMNS).where(
        uploads.c.public_id == public_id,
        uploads.c.contest_id == contest_id,
        uploads.c.kind == kind,
        uploads.c.settled_at.is_(None),
    )
    row = db.execute(query).first()
    return None if row is None else Upload(*row)


def of_contest(db: Connection, contest_id: int, kind: str) -> list[Upload]:
    """The uploads of a contest that still wait, newest first; their reports stay in the database."""
    query = (
        select(*(column for column in _COLUMNS if column is not uploads.c.report))
        .where(uploads.c.contest_id == contest_id, uploads.c.kind == kind, uploads.c.settled_at.is_(None))
        .order_by(uploads.c.id.desc())
    )
    return [Upload(**row, report=None) for row in db.execute(query).mappings()]


def forget(db: Connection, *, before: datetime, now: datetime) -> None:
    """Throw away what nobody decided about since then: it may hold people's details or unused keys."""
    old = (uploads.c.settled_at.is_(None), uploads.c.uploaded_at < before)
    db.execute(delete(upload_pages).where(upload_pages.c.upload_id.in_(select(uploads.c.id).where(*old))))
    db.execute(update(uploads).where(*old).values(settled_at=now, report={}))


def settle(db: Connection, upload_id: int, *, now: datetime) -> bool:
    """Throw the report away: whether this call was the one that did it; its pages are still there."""
    settled = (
        update(uploads)
        .where(uploads.c.id == upload_id, uploads.c.settled_at.is_(None))
        .values(settled_at=now, report={})
        .returning(uploads.c.id)
    )
    return db.execute(settled).first() is not None


def drop_pages(db: Connection, upload_id: int) -> None:
    """Throw the pages away."""
    db.execute(delete(upload_pages).where(upload_pages.c.upload_id == upload_id))


_COLUMNS = (
    uploads.c.id,
    uploads.c.public_id,
    uploads.c.staff_id,
    uploads.c.contest_id,
    uploads.c.bank_id,
    uploads.c.kind,
    uploads.c.file_name,
    uploads.c.report,
    uploads.c.uploaded_at,
)
