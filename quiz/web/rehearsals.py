"""What the office shows of rehearsals: the last one of a round, what speaks against it, and its report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import Connection

from quiz.actions import rehearsing
from quiz.actions.steps import round_of
from quiz.build import build
from quiz.rules import rehearsal_doubts
from quiz.rules.calendar import CountsFrom
from quiz.rules.refusals.contest import NotFound
from quiz.rules.rehearsal_doubts import ENOUGH, GOOD_FOR, Asked, Doubt, Past, Served
from quiz.rules.rehearsing import Expected
from quiz.settings import Settings
from quiz.store import rehearsals
from quiz.store.contests import ContestState, RoundState
from quiz.store.rehearsals import Rehearsal
from quiz.web.contests import contest_state
from quiz.web.office.roles import CONTEST_STAFF, role_required
from quiz.web.transaction import reading

pages = Blueprint("office_rehearsals", __name__, url_prefix="/office/c/<slug>/rounds/<round_slug>/rehearsals")
# The report carries its own style sheet and nothing that runs; it may not act as one of our pages.
POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
SENTENCES = {
    Doubt.NEVER: _l("Vòng thi này chưa được diễn tập với đề hiện tại."),
    Doubt.FAILED: _l("Lần diễn tập gần nhất không đạt."),
    Doubt.OLD: _l("Lần diễn tập gần nhất đã quá %(days)s ngày.", days=GOOD_FOR.days),
    Doubt.OTHER_PAPER: _l("Đề đã thay đổi sau lần diễn tập gần nhất."),
    Doubt.OTHER_BUILD: _l("Phần mềm đã thay đổi sau lần diễn tập gần nhất."),
    Doubt.SMALL: _l("Lần diễn tập gần nhất nhỏ hơn quy mô của vòng trước."),
    Doubt.SHORT: _l(
        "Lần diễn tập gần nhất chạy chưa đủ %(minutes)s phút mỗi kịch bản.", minutes=f"{ENOUGH.minutes:g}"
    ),
    Doubt.LOOSE: _l("Lần diễn tập gần nhất đã nới giới hạn thời gian trả lời."),
    Doubt.OTHER_DATABASE: _l("Lần diễn tập gần nhất chạy trên loại cơ sở dữ liệu khác loại đang dùng."),
    Doubt.OTHER_WORKERS: _l("Lần diễn tập gần nhất chạy với số tiến trình máy chủ khác số đang dùng."),
}


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """The last rehearsal of a round, None before the first, and why there should be another."""

    last: Rehearsal | None
    doubts: tuple[str, ...]

    @property
    def asked(self) -> Asked | None:
        """How hard the last one was."""
        return None if self.last is None else rehearsal_doubts.asked_of(self.last.figures)


def rehearsed(
    db: Connection, state: ContestState, this_round: RoundState, *, now: datetime
) -> Rehearsed | None:
    """What to show on the round's page; None where there is nothing to rehearse, or nothing yet."""
    if state.contest.round(this_round.slug).counts is CountsFrom.CHILDREN or this_round.state == "draft":
        return None
    last = rehearsals.last(db, this_round.id)
    if this_round.state != "scheduled" or this_round.closes_at <= now:
        return Rehearsed(last, ()) if last else None
    known, usual = _past(last) if last else None, rehearsing.usual(db, state, this_round)
    digest = rehearsing.papers_digest(rehearsals.paper_versions(db, this_round.id))
    found = rehearsal_doubts.doubts(known, digest=digest, build=build(), size=usual, used=_used(), now=now)
    return Rehearsed(last, tuple(str(SENTENCES[one]) for one in found))


def _used() -> Served:
    settings: Settings = current_app.config["SETTINGS"]
    return Served(settings.database_kind, settings.workers)


def _past(last: Rehearsal) -> Past:
    return Past(
        last.passed,
        last.digest,
        last.build,
        last.finished_at,
        Expected(last.participants, last.attempts),
        rehearsal_doubts.asked_of(last.figures),
    )


@pages.get("/<public_id>")
@role_required(*CONTEST_STAFF, "operator")
def report(slug: str, round_slug: str, public_id: str) -> Response:
    """The report of one rehearsal as it was written."""
    this_round = round_of(contest_state(slug), round_slug)
    with reading() as db:
        found = rehearsals.report(db, this_round.id, public_id)
    if found is None:
        raise NotFound
    return Response(found, mimetype="text/html", headers={"Content-Security-Policy": POLICY})
