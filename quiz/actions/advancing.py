"""Keeps who goes on to a round of the contest, as the results of the rounds before it say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from quiz.rules.contest import Contest
from quiz.rules.results import Results
from quiz.store import progressing
from quiz.store.contests import ContestState, RoundState
from quiz.store.evaluating import PersonFace


def advance(
    db: Connection,
    state: ContestState,
    this_round: RoundState,
    faces: Mapping[str, PersonFace],
    results: Results,
    *,
    now: datetime,
) -> dict[str, int]:
    """How many people may now enter each round that takes people from this one; final at the same instant.

    Goes with the pointer that shows the result: who may start and who is listed never differ.
    """
    told: dict[str, int] = {}
    for slug in dict.fromkeys(one.to for one in state.contest.progressions):
        target = state.round(slug)
        if target is None or not takes_from(state.contest, slug, this_round.slug):
            continue
        codes = {code for one in results.advanced if one.to == slug for code in one.participants}
        people = [faces[code].id for code in sorted(codes) if code in faces]
        progressing.admit(db, target.id, people, from_id=this_round.id, now=now)
        told[slug] = len(people)
    return told


def takes_from(contest: Contest, to: str, slug: str) -> bool:
    """Does a progression of the rulebook lead from that round to `to`?"""
    return any(one.to == to and slug in one.rounds for one in contest.progressions)
