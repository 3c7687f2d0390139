"""Makes the extensions that a rulebook states real, once its units and people are known."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import Connection

from quiz.actions import over
from quiz.rules.contest import Contest, Extension
from quiz.store import granting, pacing
from quiz.store.granting import Subject

Asked = tuple[str, str | None, str | None, str]  # round, unit, participant, reason


def lengthen(
    db: Connection, contest_id: int, contest: Contest, round_ids: dict[str, int], *, now: datetime
) -> tuple[str, ...]:
    """Grant what the rulebook states and was not granted yet; the codes of those who are not known yet.

    Extensions of one subject for one reason add up. What was granted is never taken back.
    """
    waiting: list[str] = []
    for (slug, unit, code, reason), wanted in _asked(contest.extensions).items():
        if over.is_over(db, round_ids[slug]):  # too late for whoever was not known before
            continue
        unit_id = pacing.unit_number(db, contest_id, unit) if unit else None
        person_id = granting.participant_number(db, contest_id, code) if code else None
        if unit_id is None and person_id is None:
            waiting.append(unit or code or "")
            continue
        subject = Subject(contest_id, round_ids[slug], unit_id, person_id)
        missing = wanted - granting.granted(db, subject, reason)
        if missing > timedelta(0):
            granting.grant(db, subject, missing, reason, now=now)
    return tuple(waiting)


def _asked(extensions: tuple[Extension, ...]) -> dict[Asked, timedelta]:
    asked: defaultdict[Asked, timedelta] = defaultdict(timedelta)
    for one in extensions:
        asked[one.round, one.unit, one.participant, one.reason] += one.extra
    return asked
