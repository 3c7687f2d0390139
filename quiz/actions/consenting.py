"""Lets a participant agree to the uses of the own data, and take an agreement back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from quiz.rules.contest import Contest
from quiz.store import consents, people
from quiz.store.contests import ContestState

WITHDRAWN = "consent_withdrawn"


def missing(contest: Contest, given: Mapping[str, str]) -> bool:
    """Is a required consent not given yet, or only in an older version of its text?"""
    required = (one for one in contest.consents if one.required)
    return any(given.get(one.slug) != str(one.version) for one in required)


def choose(
    db: Connection, state: ContestState, participant_id: int, ticked: Iterable[str], *, now: datetime
) -> None:
    """Make these the purposes agreed to; a required one taken back is a flag for the organisers."""
    wanted, given = set(ticked), consents.living(db, participant_id)
    for one in state.contest.consents:
        version = str(one.version)
        if one.slug in wanted and given.get(one.slug) != version:
            consents.give(db, participant_id, {one.slug: version}, now=now)
        withdrawn = one.slug not in wanted and consents.withdraw(db, participant_id, one.slug, now=now)
        if withdrawn and one.required:
            people.flag(db, state.id, participant_id, WITHDRAWN, {"purpose": one.slug}, now=now)
