"""The list of contests, a contest's overview, and its rulebook: taken in, shown as applied, amended."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from quiz.store import contests
from quiz.web.contests import contest_state
from quiz.web.office.roles import ANY_ROLE, acting, role_required
from quiz.web.transaction import reading

pages = Blueprint("office_contests", __name__, url_prefix="/office")


@pages.get("/")
@role_required(*ANY_ROLE)
def index() -> ResponseReturnValue:
    """The contests in which this person has a role."""
    with reading() as db:
        slugs = contests.slugs(db)
    states = [contest_state(slug) for slug in slugs]
    mine = [state for state in states if acting().may(ANY_ROLE, state.id)]
    return render_template("office/contests/index.html", contests=mine)


@pages.get("/c/<slug>/")
@role_required(*ANY_ROLE)
def overview(slug: str) -> ResponseReturnValue:
    """What this contest is and where its rounds stand."""
    return render_template("office/contests/overview.html", state=contest_state(slug))
