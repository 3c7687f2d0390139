"""What voiding or restoring one attempt would change in results that are there, before it is done."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from quiz.actions import previewing
from quiz.rules.refusals.contest import NotFound
from quiz.store import desk, live
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.office import change_words
from quiz.web.office.desk import some_person
from quiz.web.office.roles import role_required
from quiz.web.transaction import reading, writing

pages = Blueprint("office_desk_preview", __name__, url_prefix="/office/c/<slug>/desk/people/<code>")


@pages.get("/attempts/<public_id>/preview")
@role_required("organiser")
def preview(slug: str, code: str, public_id: str) -> ResponseReturnValue:
    """The truth, prizes and collectives that would differ, and how many people would stand elsewhere."""
    state = contest_state(slug)
    with reading() as db:
        who = some_person(db, state, code)
        attempt = next((one for one in desk.attempts_of(db, who.id) if one.public_id == public_id), None)
    if attempt is None:
        raise NotFound
    with writing() as db:
        seen = previewing.asked(db, state, public_id, now=arrival())
    if seen is None:
        return render_template("office/desk/preview_waits.html", who=who, attempt=attempt), 202
    told = seen.preview.told
    with reading() as db:
        paths = live.unit_paths(db, state.id, change_words.units_in(told))
    return render_template(
        "office/desk/preview.html",
        who=who,
        attempt=attempt,
        seen=seen,
        lines=change_words.lines(state, told, paths),
        would_wait=change_words.would_wait(told),
    )
