"""The audit chain of a contest, or of the platform, and whether it still fits together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from quiz.store import audit
from quiz.web.contests import contest_state
from quiz.web.office.act_words import ACT_WORDS
from quiz.web.office.roles import role_required
from quiz.web.transaction import reading

pages = Blueprint("office_audit", __name__, url_prefix="/office")
PAGE = 100


@pages.get("/c/<slug>/audit")
@role_required("organiser", "auditor")
def show(slug: str) -> ResponseReturnValue:
    """The acts of staff in this contest, newest first."""
    return _page(contest_state(slug).slug)


@pages.get("/audit")
@role_required("operator", "auditor")
def platform() -> ResponseReturnValue:
    """The acts on accounts and roles, newest first."""
    return _page(audit.PLATFORM)


def _page(chain: str) -> str:
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
        told=_told,
    )


def _told(detail: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """What an act is kept with, name by name; sentences as they were typed."""
    return [
        (name, said if isinstance(said, str) else json.dumps(said, ensure_ascii=False))
        for name, said in (detail or {}).items()
    ]
