"""Sets a demonstration up: the contest, its units, questions in every round, and an invented crowd."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from question_bank import Item
from quiz.actions import crowding, grouping, honouring, planning, scheduling, stocking
from quiz.rules.contest import Contest
from quiz.store import bank, contests, papers, practice
from quiz.store.contests import ContestState
from quiz.store.honours import Honour, HonourKind

BANK = "chuyen-doi-so"
BANK_TITLE = "Chuyển đổi số (ngân hàng kèm theo)"
EVE = timedelta(days=1)
SEED = 2022
REASON = "trình diễn"
# Every round and the practice pool get their own share of the bank.
PRACTICE_SHARE = 1


@dataclass(frozen=True, slots=True)
class CrowdSize:
    """How many people the finished round and the open round have."""

    finished: int = 1_200
    open: int = 300


def prepare(
    db: Connection,
    contest: Contest,
    *,
    units: str,
    items: Iterable[Item],
    honours: Iterable[Mapping[str, Any]],
    now: datetime,
) -> ContestState:
    """The contest with units, questions and honours, every round scheduled on its eve."""
    loaded = planning.load(db, contest, reason=REASON, author_id=None, now=now)
    grouping.load_units(db, loaded.contest_id, units, now=now)
    bank_id = stocking.ensure_bank(db, BANK, BANK_TITLE, None, now=now)
    stocking.take_in(db, bank_id, items, author_id=None, now=now)
    state = _state(db, contest.slug)
    for line in honours:
        honour = Honour(**{**line, "kind": HonourKind(line["kind"])})
        honouring.add(db, state, honour, staff_id=None, now=now)
    _share_out(db, state, bank_id)
    eve = contest.opens - EVE
    for one in state.rounds:
        scheduling.schedule(db, state, one.slug, staff_id=None, reason=REASON, now=eve)
    return _state(db, contest.slug)


def populate(db: Connection, state: ContestState, size: CrowdSize, *, now: datetime) -> None:
    """Fill the finished and the open rounds with invented people and attempts."""
    crowd = crowding.people(db, state, size.finished, seed=SEED, now=state.contest.opens)
    for number, one in enumerate(state.rounds):
        if one.closes_at <= now:
            crowding.attempts(db, state, one, crowd, seed=SEED + number, until=one.closes_at)
        elif one.opens_at <= now:
            crowding.attempts(db, state, one, crowd[: size.open], seed=SEED + number, until=now)


def _share_out(db: Connection, state: ContestState, bank_id: int) -> None:
    versions = [kept.version_id for _, kept in sorted(bank.newest(db, bank_id).items())]
    shares = len(state.rounds) + PRACTICE_SHARE
    for number, one in enumerate(state.rounds):
        pool = versions[number::shares]
        papers.choose(db, contest_id=state.id, round_id=one.id, block="", item_version_ids=pool)
    practice.add(db, state.id, versions[len(state.rounds) :: shares])


def _state(db: Connection, slug: str) -> ContestState:
    state = contests.load(db, slug)
    if state is None:
        raise LookupError(slug)
    return state
