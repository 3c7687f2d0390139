"""Takes objections to a result down and answers them, inside the window that the rulebook opens."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from quiz.actions.steps import note, require_reason, round_of
from quiz.rules.refusals.contest import NotFound
from quiz.rules.refusals.office import ChangedMeanwhile, NotAllowedHere, ObjectionsClosed
from quiz.rules.refusals.staff import StepTooEarly
from quiz.rules.sentences.wording import closing
from quiz.rules.text import Text
from quiz.store import desk, objections, snapshots
from quiz.store.contests import ContestState
from quiz.store.desk import Scope

LONGEST = 2_000
SAYS_NOTHING = Text(
    "Bạn chưa ghi nội dung khiếu nại. Bạn ghi rồi gửi lại.",
    "The objection says nothing. Write what it says and send again.",
)

NAMES_NOBODY = Text(
    "Bạn chưa ghi mã người dự thi. Bạn ghi mã, hoặc tìm người ấy ở Bàn hỗ trợ, rồi gửi lại.",
    "The objection names nobody. Write the participant's code, or find the person at the help desk, and send "
    "again.",
)
NOBODY = Text(
    "Không có người dự thi nào mang mã “{code}”. Bạn xem lại mã hoặc tìm ở Bàn hỗ trợ rồi gửi lại.",
    "No participant has the code “{code}”. Check it, or find the person at the help desk, and send again.",
)


def window_end(db: Connection, state: ContestState, slug: str) -> datetime | None:
    """Until when objections to the result of a round are taken; None for no result or no limit.

    A result that is computed again opens the window again.
    """
    shown = snapshots.shown(db, state.id, slug)
    within = state.contest.publication.objections_within
    return None if shown is None or within is None else shown.made_at + within


def record(
    db: Connection,
    state: ContestState,
    slug: str,
    code: str,
    body: str,
    *,
    scope: Scope,
    staff_id: int,
    now: datetime,
) -> str:
    """The public id of an objection that somebody brought.

    The same words of the same person that still wait are one objection, however often they are sent.
    Raises StepTooEarly, ObjectionsClosed, NotAllowedHere.
    """
    this_round = round_of(state, slug)
    _refuse_outside(db, state, slug, now)
    if not body.strip():
        raise NotAllowedHere(vi=SAYS_NOTHING.vi, en=SAYS_NOTHING.en)
    if not code:
        raise NotAllowedHere(vi=NAMES_NOBODY.vi, en=NAMES_NOBODY.en)
    who = desk.by_code(db, state.id, code, scope)
    if who is None:
        raise NotAllowedHere(vi=NOBODY.vi.format(code=code), en=NOBODY.en.format(code=code))
    if known := objections.same(db, this_round.id, who.id, body.strip()[:LONGEST]):
        return known
    public_id = objections.add(db, state.id, this_round.id, who.id, body.strip()[:LONGEST], now=now)
    note(db, state, "objection.record", code, {"round": slug, "objection": public_id}, staff_id, "", now)
    return public_id


def _refuse_outside(db: Connection, state: ContestState, slug: str, now: datetime) -> None:
    if snapshots.shown(db, state.id, slug) is None:
        raise StepTooEarly(vi="tính kết quả", en="finalising")
    until, zone = window_end(db, state, slug), state.contest.zone
    if until is not None and now >= until:
        raise ObjectionsClosed(until=Text(closing(until, zone, "vi"), closing(until, zone, "en")))


def answer(
    db: Connection,
    state: ContestState,
    public_id: str,
    outcome: str,
    decision: str,
    *,
    staff_id: int,
    now: datetime,
) -> None:
    """Uphold or dismiss an objection, with what is told to who brought it.

    Raises ReasonMissing, NotFound, ChangedMeanwhile when somebody answered before.
    """
    require_reason(decision)
    one = objections.find(db, state.id, public_id)
    if one is None or outcome not in (objections.UPHELD, objections.DISMISSED):
        raise NotFound
    if not objections.settle(db, one.id, outcome, decision.strip()[:LONGEST], by=staff_id, now=now):
        raise ChangedMeanwhile
    detail = {"round": one.round, "objection": public_id, "outcome": outcome}
    note(db, state, "objection.answer", one.code, detail, staff_id, decision.strip()[:LONGEST], now)
