"""Decides ties over prizes: by one member of the organisers, or asked by one and approved by another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from quiz.actions import planning
from quiz.actions.steps import note, require_reason
from quiz.rules.clauses import Decision
from quiz.rules.decided import unheard, with_decision
from quiz.rules.refusals.contest import NotFound
from quiz.rules.refusals.office import ChangedMeanwhile, NotThoseTied, SecondPersonNeeded
from quiz.rules.text import Text
from quiz.store import approvals, contests, decisions, snapshots
from quiz.store.approvals import Asked
from quiz.store.contests import ContestState
from quiz.store.decisions import Decided

ACT = "decision.tie"
APPROVED, DECLINED = "approved", "declined"
NOBODY = Text("chưa có mã nào", "no code at all")


@dataclass(frozen=True, slots=True)
class Tie:
    """People over whose prizes the organisers must decide, in the version of the result that shows it."""

    scope: str
    version: int
    block: str
    place: int
    prizes: tuple[str, ...]
    participants: tuple[str, ...]


def open_ties(db: Connection, state: ContestState) -> list[Tie]:
    """Every tie that the shown results leave to the organisers."""
    found: list[Tie] = []
    for scope in (*(one.slug for one in state.rounds), snapshots.WHOLE_CONTEST):
        shown = snapshots.shown(db, state.id, scope)
        blocks = shown.summary.get("blocks", {}) if shown else {}
        for block, told in blocks.items():
            for one in told.get("undecided", ()):
                prizes, people = tuple(one["prizes"]), tuple(one["participants"])
                found.append(Tie(scope, shown.version if shown else 0, block, one["place"], prizes, people))
    return found


def in_force(db: Connection, state: ContestState) -> list[Decided]:
    """The decisions that the rulebook follows, the newest first; an amendment may have taken one back."""
    return [one for one in decisions.listed(db, state.id) if _stands(state, one)]


def earlier(db: Connection, state: ContestState, tie: Tie) -> tuple[tuple[Decision, tuple[str, ...]], ...]:
    """The decisions about some of a tie, each with the codes of those of whom it does not speak."""
    followed = _followed(state, tie.scope, tie.block)
    return unheard(frozenset(_sharing(db, state, tie)), followed) if followed else ()


def tie_at(db: Connection, state: ContestState, scope: str, block: str, place: int, version: int) -> Tie:
    """That tie; raises ChangedMeanwhile when the result shows it no more."""
    wanted = (scope, block, place, version)
    for one in open_ties(db, state):
        if (one.scope, one.block, one.place, one.version) == wanted:
            return one
    raise ChangedMeanwhile


def typed_order(tie: Tie, typed: str) -> list[str]:
    """The codes in a typed text, one a line or with commas or spaces between."""
    known = {_folded(one) for one in tie.participants}
    order: list[str] = []
    for part in re.split(r"[\n,;]", typed):
        order += [part.strip()] if _folded(part) in known else part.split()
    return order


def decide(
    db: Connection,
    state: ContestState,
    tie: Tie,
    order: Sequence[str],
    *,
    staff_id: int | None,
    reason: str,
    now: datetime,
) -> None:
    """Put tied people into this order; the result follows when it is computed again.

    The order becomes a clause of the rulebook's next version, so packs and recounts follow it too.
    Raises ReasonMissing, NotThoseTied, DecisionUnheard.
    """
    order = _checked(tie, order, reason)
    # What another process amended in the meantime must not be taken back.
    contest = (contests.load(db, state.slug, state) or state).contest
    behind = [one for one in _sharing(db, state, tie) if one not in set(order)]
    decision = Decision(tuple(order), reason, tuple(behind))
    amended = with_decision(contest, tie.scope, tie.block or None, decision)
    planning.load(db, amended, reason=reason, author_id=staff_id, now=now)
    detail = {"block": tie.block, "place": tie.place, "prizes": list(tie.prizes)}
    detail |= {"order": list(order), "behind": behind}
    this_round = state.round(tie.scope)
    decisions.add(
        db, state.id, this_round.id if this_round else None, detail, reason=reason, by=staff_id, at=now
    )
    note(db, state, ACT, tie.scope or state.slug, detail, staff_id, reason, now)


def ask(
    db: Connection,
    state: ContestState,
    tie: Tie,
    order: Sequence[str],
    *,
    staff_id: int,
    reason: str,
    now: datetime,
) -> int:
    """The number of a request that a second person has to approve, the same however often it is sent.

    Raises ReasonMissing, NotThoseTied.
    """
    order = _checked(tie, order, reason)
    detail = {"block": tie.block, "place": tie.place, "version": tie.version, "order": list(order)}
    for one in approvals.waiting(db, state.id):
        if (one.act, one.subject, one.asker_id, one.detail) == (ACT, tie.scope, staff_id, detail):
            return one.id
    number = approvals.ask(db, state.id, ACT, tie.scope, detail, reason, by=staff_id, at=now)
    note(db, state, "decision.ask", tie.scope or state.slug, detail, staff_id, reason, now)
    return number


def approved(db: Connection, state: ContestState, asked_id: int, *, staff_id: int) -> str | None:
    """The scope of a tie whose decision this person approved already, None where it waits or is unknown."""
    return approvals.answered(db, state.id, asked_id, APPROVED, by=staff_id)


def approve(db: Connection, state: ContestState, asked_id: int, *, staff_id: int, now: datetime) -> Tie:
    """Take the decision that somebody else asked for; raises SecondPersonNeeded, ChangedMeanwhile."""
    one = _answer(db, state, asked_id, APPROVED, staff_id, now)
    where = one.detail
    tie = tie_at(db, state, one.subject, where["block"], where["place"], where["version"])
    decide(db, state, tie, where["order"], staff_id=staff_id, reason=one.reason, now=now)
    return tie


def decline(
    db: Connection, state: ContestState, asked_id: int, *, staff_id: int, reason: str, now: datetime
) -> None:
    """Answer a request with no, once; raises ReasonMissing, SecondPersonNeeded, ChangedMeanwhile."""
    require_reason(reason)
    if approvals.answered(db, state.id, asked_id, DECLINED, by=staff_id) is not None:
        return
    one = _answer(db, state, asked_id, DECLINED, staff_id, now)
    note(db, state, "decision.decline", one.subject or state.slug, one.detail, staff_id, reason, now)


def _checked(tie: Tie, order: Sequence[str], reason: str) -> list[str]:
    """The codes as the tied people bear them, however they were typed; whoever is not named stands behind."""
    require_reason(reason)
    known = {_folded(one): one for one in tie.participants}
    meant = [known.get(_folded(one), one) for one in order]
    wrong = [one for one in dict.fromkeys(meant) if one not in tie.participants or meant.count(one) > 1]
    if wrong or not meant:
        raise NotThoseTied(codes=", ".join(wrong) or NOBODY)
    return meant


def _folded(code: str) -> str:
    return "".join(code.split()).casefold()


def _sharing(db: Connection, state: ContestState, tie: Tie) -> list[str]:
    """Everybody at the place, also who cannot win there: places are made of them too."""
    shown = snapshots.shown(db, state.id, tie.scope)
    return decisions.codes(db, shown.id, tie.block, tie.place) if shown else []


def _stands(state: ContestState, one: Decided) -> bool:
    slug = state.round_by_id(one.round_id).slug if one.round_id is not None else ""
    said = tuple(one.decision["order"]), frozenset(one.decision.get("behind", ()))
    return said in {each.said for each in _followed(state, slug, one.decision["block"])}


def _followed(state: ContestState, scope: str, block: str) -> tuple[Decision, ...]:
    if scope == snapshots.WHOLE_CONTEST:
        return state.contest.overall.ranking.decisions
    return state.contest.rules_for(scope, block or None).ranking.decisions


def _answer(
    db: Connection, state: ContestState, asked_id: int, outcome: str, staff_id: int, now: datetime
) -> Asked:
    one = next((one for one in approvals.waiting(db, state.id) if one.id == asked_id), None)
    if one is None:
        raise NotFound
    if one.asker_id == staff_id:
        raise SecondPersonNeeded
    if not approvals.settle(db, asked_id, outcome, by=staff_id, at=now):
        raise ChangedMeanwhile
    return one
