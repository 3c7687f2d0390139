"""The audit chain of a contest, or of the platform, and whether it still fits together."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from quiz.rules.sentences.wording import instant
from quiz.store import audit
from quiz.web.contests import contest_state
from quiz.web.language import language
from quiz.web.office.act_told import told
from quiz.web.office.act_words import ACT_WORDS
from quiz.web.office.roles import role_required
from quiz.web.transaction import reading

pages = Blueprint("office_audit", __name__, url_prefix="/office")
PAGE = 100
# Acts on the platform belong to no contest: they are told in the time of the country.
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@pages.get("/c/<slug>/audit")
@role_required("organiser", "auditor")
def show(slug: str) -> ResponseReturnValue:
    """The acts of staff in this contest, newest first."""
    state = contest_state(slug)
    return _page(state.slug, state.contest.zone)


@pages.get("/audit")
@role_required("operator", "auditor")
def platform() -> ResponseReturnValue:
    """The acts on accounts and roles, newest first."""
    return _page(audit.PLATFORM)


def _page(chain: str, zone: ZoneInfo = HERE) -> str:
    with reading() as db:
        entries = audit.latest(db, chain, before=request.args.get("before", type=int), limit=PAGE)
    checked = "verify" in request.args
    broken = None
    if checked:
        with reading() as db:
            broken = audit.verify(db, chain)
    older = entries[-1].number if len(entries) == PAGE else None
    return render_template(
        "office/audit/show.html",
        entries=entries,
        older=older,
        checked=checked,
        broken=broken,
        words=ACT_WORDS,
        told=[told(one.detail, language(), zone) for one in entries],
        at=[instant(one.at, zone, language()) for one in entries],
    )
