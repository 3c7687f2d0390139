"""Chooses the questions of a round's paper and of the practice pool; one item is never in both."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from quiz.actions import compiling
from quiz.rules.clauses import Draw
from quiz.rules.contest import Contest
from quiz.rules.display import Shown, When
from quiz.rules.drawing import shortage
from quiz.rules.paper import Paper
from quiz.rules.refusals.office import ForPractice, NothingChosen, RoundFrozen, UsedByRound
from quiz.rules.titles import round_named
from quiz.store import audit, browsing, contests, papers, practice
from quiz.store.browsing import Found
from quiz.store.contests import ContestState, RoundState


class Doubt(StrEnum):
    """What an organiser should know before scheduling; none of these forbids it."""

    PUBLIC = "public"
    TOO_FEW = "too_few"
    UNAPPROVED = "unapproved"
    ORACLE = "oracle"
    SURPLUS = "surplus"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Warned:
    """A doubt with how many questions it is about, or what the pool lacks."""

    doubt: Doubt
    amount: str = ""


def add(
    db: Connection,
    state: ContestState,
    this_round: RoundState,
    block: str,
    version_ids: Collection[int],
    *,
    staff_id: int | None,
    now: datetime,
) -> int:
    """How many questions came new into the draft paper of that round and block."""
    _hold(db, state, this_round)
    before = pool(db, this_round.id, block)
    found = [one.version_id for one in browsing.by_versions(db, state.id, list(dict.fromkeys(version_ids)))]
    fresh = [number for number in found if number not in before]
    if not found:
        raise NothingChosen
    public = practice.items_of(db, fresh) & practice.items_of(db, practice.pool(db, state.id))
    if public:
        raise ForPractice(count=len(public))
    _save(db, state, this_round, block, [*before, *fresh], staff_id=staff_id, now=now)
    return len(fresh)


def remove(
    db: Connection,
    state: ContestState,
    this_round: RoundState,
    block: str,
    version_ids: Collection[int],
    *,
    staff_id: int,
    now: datetime,
) -> int:
    """How many questions left the draft paper of that round and block."""
    if not version_ids:
        raise NothingChosen
    _hold(db, state, this_round)
    before = pool(db, this_round.id, block)
    rest = [number for number in before if number not in version_ids]
    _save(db, state, this_round, block, rest, staff_id=staff_id, now=now)
    return len(before) - len(rest)


def pool(db: Connection, round_id: int, block: str) -> list[int]:
    """The item versions of the newest paper of that round and block, frozen or not."""
    paper = papers.latest(db, round_id, block)
    return list(paper.choice["items"]) if paper else []


def draft(
    db: Connection, state: ContestState, round_slug: str, block: str, version_ids: list[int]
) -> tuple[Paper, list[papers.ChosenItem]]:
    """The paper that this pool would make today, and its items in the paper's order."""
    chosen = papers.chosen_items(db, version_ids)
    return compiling.paper(state.contest, round_slug, block or None, 0, chosen), chosen


def repeated(db: Connection, state: ContestState, this_round: RoundState, chosen: list[Found]) -> int:
    """How many of these questions another round of the contest uses or means to use."""
    elsewhere = practice.taken_by_rounds(db, state.id, but_round=this_round.id)
    return sum(one.item_id in elsewhere for one in chosen)


def warnings(contest: Contest, paper: Paper, chosen: list[Found], repeats: int = 0) -> list[Warned]:
    """What an organiser should know about this pool, of which so many stand in another round's paper."""
    public = sum(one.shipped for one in chosen)
    waiting = sum(not one.approved for one in chosen)
    lack = shortage(paper)
    surplus = len(paper.questions) - paper.plan.questions if paper.plan.draw is Draw.FIXED else 0
    told = {
        Doubt.TOO_FEW: lack or "",
        Doubt.UNAPPROVED: str(waiting or ""),
        Doubt.PUBLIC: str(public or ""),
        Doubt.ORACLE: str(len(chosen)) if _is_oracle(contest, paper) else "",
        Doubt.SURPLUS: str(surplus) if surplus > 0 else "",
        Doubt.REPEATED: str(repeats or ""),
    }
    return [Warned(doubt, amount) for doubt, amount in told.items() if amount]


def practise(
    db: Connection, state: ContestState, version_ids: Collection[int], *, staff_id: int, now: datetime
) -> int:
    """How many questions came new into the practice pool."""
    practice.lock_pools(db, state.id)
    found = [one.version_id for one in browsing.by_versions(db, state.id, list(dict.fromkeys(version_ids)))]
    if not found:
        raise NothingChosen
    secret = practice.items_of(db, found) & practice.taken_by_rounds(db, state.id)
    if secret:
        raise UsedByRound(count=len(secret))
    added = practice.add(db, state.id, found)
    contests.touch(db, state.id)
    _record(db, state, "practice.add", "practice", {"added": added}, staff_id, now)
    return added


def stop_practising(
    db: Connection, state: ContestState, version_ids: Collection[int], *, staff_id: int, now: datetime
) -> int:
    """How many questions left the practice pool."""
    if not version_ids:
        raise NothingChosen
    gone = practice.remove(db, state.id, version_ids)
    contests.touch(db, state.id)
    _record(db, state, "practice.remove", "practice", {"removed": gone}, staff_id, now)
    return gone


def _is_oracle(contest: Contest, paper: Paper) -> bool:
    """A shown score tells which answers were right where the next attempt meets the same questions."""
    rules = contest.rules_for(paper.round, paper.block)
    several = rules.attempts.per_round is None or rules.attempts.per_round > 1
    told = rules.feedback.shows is not Shown.NOTHING and rules.feedback.score_at is When.HAND_IN
    return paper.plan.draw is Draw.FIXED and several and told


def _hold(db: Connection, state: ContestState, this_round: RoundState) -> None:
    """Keep others from choosing or scheduling meanwhile; raises RoundFrozen after the scheduling."""
    if practice.lock_round(db, this_round.id) != "draft":
        raise RoundFrozen(round=round_named(state.contest, this_round.slug))
    practice.lock_pools(db, state.id)


def _save(
    db: Connection,
    state: ContestState,
    this_round: RoundState,
    block: str,
    version_ids: list[int],
    *,
    staff_id: int | None,
    now: datetime,
) -> None:
    papers.choose(db, contest_id=state.id, round_id=this_round.id, block=block, item_version_ids=version_ids)
    subject = f"{this_round.slug}/{block}" if block else this_round.slug
    _record(db, state, "paper.choose", subject, {"items": len(version_ids)}, staff_id, now)


def _record(
    db: Connection,
    state: ContestState,
    act: str,
    subject: str,
    detail: Any,
    staff_id: int | None,
    now: datetime,
) -> None:
    audit.record(
        db,
        chain=state.slug,
        staff_id=staff_id,
        act=act,
        subject=subject,
        detail=detail,
        reason="",
        now=now,
    )
