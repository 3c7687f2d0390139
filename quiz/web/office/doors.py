"""Every blueprint of the office, and what their common layout shows."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, request

from quiz.web.login import staff_member
from quiz.web.office import (
    auditing,
    bank,
    choose,
    contests,
    deciding_pages,
    desk,
    desk_acts,
    desk_preview,
    honours,
    live,
    objection_pages,
    people,
    rounds,
    shelf_pages,
    signing_in,
    staff_pages,
    units,
    uploading,
    winners,
)
from quiz.web.office.menu import menu
from quiz.web.office.roles import office_contest
from quiz.web.office.rulebook import pages as rulebook
from quiz.web.rehearsals import pages as rehearsal_pages

DOORS: tuple[Blueprint, ...] = (
    signing_in.pages,
    contests.pages,
    rulebook.pages,
    rounds.pages,
    rehearsal_pages,
    live.pages,
    winners.pages,
    deciding_pages.pages,
    objection_pages.pages,
    honours.pages,
    auditing.pages,
    bank.pages,
    uploading.pages,
    choose.pages,
    shelf_pages.pages,
    desk.pages,
    desk_acts.pages,
    desk_preview.pages,
    people.pages,
    units.pages,
    staff_pages.pages,
)


def register(app: Flask) -> None:
    """Open the office in this application."""
    app.context_processor(_frame)
    for door in DOORS:
        app.register_blueprint(door)


def _frame() -> dict[str, Any]:
    # By address: a page that does not exist belongs to no blueprint, and is told in this frame too.
    if not request.path.startswith("/office/"):
        return {}
    return {"member": staff_member(), "state": office_contest(), "menu": menu()}
