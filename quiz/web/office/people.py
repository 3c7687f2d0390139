"""Bulk enrolment: a roster is read, shown with its faults, confirmed, and printed as slips."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from itertools import groupby
from typing import Any, BinaryIO, cast

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from question_bank.tables import read_table
from quiz.actions import receiving, rostering
from quiz.actions.enrolling import Slip, roster_fields
from quiz.actions.receiving import Received
from quiz.rules.refusals.contest import NotFound
from quiz.rules.refusals.office import ChangedMeanwhile, FileMissing, FileRefused
from quiz.store import uploads
from quiz.store.uploads import Upload
from quiz.web import visitors
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.language import language
from quiz.web.office import once
from quiz.web.office.roles import acting, confirmation_required, role_required
from quiz.web.sealed import opened, shut
from quiz.web.transaction import reading, writing

pages = Blueprint("office_people", __name__, url_prefix="/office/c/<slug>/people")
ROSTER, SLIPS = "roster", "slips"
SLIPS_PURPOSE = b"quiz slips to be printed"
# Long enough to fetch paper for the printer; afterwards a lost slip is a new code at the desk.
SLIPS_KEPT = timedelta(hours=24)


@pages.get("/")
@role_required("organiser", "support")
def index(slug: str) -> ResponseReturnValue:
    """The upload form, what waits for a decision, and slips that were not printed yet."""
    state = contest_state(slug)
    with reading() as db:
        waiting = uploads.of_contest(db, state.id, ROSTER)
        printing = uploads.of_contest(db, state.id, SLIPS)
    fresh = [one for one in printing if arrival() - one.uploaded_at < SLIPS_KEPT]
    return render_template(
        "office/people/index.html", waiting=waiting, printing=fresh, fields=roster_fields(state.contest)
    )


@pages.get("/template.csv")
@role_required("organiser", "support")
def template(slug: str) -> Response:
    """An empty roster with the columns of this contest's rulebook and one invented line."""
    contest = contest_state(slug).contest
    example = {"name": "Nguyễn Văn Mẫu", "birth_date": "31/12/2001", "phone": "", "roster_number": ""}
    fields = roster_fields(contest)
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow([*(one.label.say(language()) for one in fields), _("Đơn vị")])
    lines.writerow([*(example.get(one.name, "") for one in fields), _("mã hoặc tên đơn vị")])
    answer = make_response(text.getvalue().encode("utf-8-sig"))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-danh-sach.csv"'
    return answer


@pages.post("/")
@role_required("organiser", "support")
def read(slug: str) -> ResponseReturnValue:
    """Read the list and keep its rows until somebody decides; the file itself is gone with this request."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise FileMissing
    table = read_table(file.filename, cast("BinaryIO", file.stream))
    if table.fault is not None:
        raise FileRefused(vi=table.fault.sentence("vi"), en=table.fault.sentence("en"))
    state, now = contest_state(slug), arrival()
    columns, rows = rostering.understand(state.contest, table.rows)
    report = {
        "header": columns.row,
        "known": [[heading, name] for _number, heading, name in columns.known],
        "ignored": list(columns.ignored),
        "rows": rostering.rows_document(rows),
    }
    with writing() as db:
        public_id = receiving.keep(
            db, state, Received(ROSTER, file.filename, report), staff_id=acting().id, now=now
        )
    return redirect(url_for("office_people.preview", slug=slug, public_id=public_id), 303)


@pages.get("/rosters/<public_id>")
@role_required("organiser", "support")
def preview(slug: str, public_id: str) -> ResponseReturnValue:
    """The people of the list as they were understood, and every fault by its row."""
    state, upload = contest_state(slug), _waiting(slug, ROSTER, public_id)
    rows = rostering.rows_from(upload.report["rows"])
    with writing() as db:
        roster = rostering.check(db, state, rows, key=visitors.code_key(), now=arrival())
    labels = {one.name: one.label for one in roster_fields(state.contest)}
    return render_template(
        "office/people/preview.html", upload=upload, roster=roster, rows=rows, labels=labels
    )


@pages.post("/rosters/<public_id>/confirm")
@role_required("organiser", "support")
@confirmation_required
def confirm(slug: str, public_id: str) -> ResponseReturnValue:
    """Take everybody in, once, and go on to the slips; the codes wait under lock until they are printed."""
    state, now = contest_state(slug), arrival()
    try:
        upload = _waiting(slug, ROSTER, public_id)
    except NotFound:
        return _decided_before(slug)
    rows = rostering.rows_from(upload.report["rows"])
    with writing() as db:
        if not receiving.throw_away(db, upload, now=now):
            return _decided_before(slug)
        roster = rostering.take_in(
            db,
            state,
            rows,
            key=visitors.code_key(),
            staff_id=acting().id,
            reason=upload.file_name,
            now=now,
        )
        if roster.faults:
            raise ChangedMeanwhile
        sealed = shut([_told(one) for one in roster.slips], SLIPS_PURPOSE)
        received = Received(SLIPS, upload.file_name, {"sealed": sealed})
        printing = receiving.keep(db, state, received, staff_id=acting().id, now=now)
    flash(
        _("Đã ghi tên %(n)s người; %(k)s người đã có từ trước.", n=len(roster.slips), k=roster.known), "done"
    )
    return redirect(url_for("office_people.slips", slug=slug, public_id=printing), 303)


@pages.post("/rosters/<public_id>/cancel")
@role_required("organiser", "support")
def cancel(slug: str, public_id: str) -> ResponseReturnValue:
    """Throw the list away."""
    upload = _waiting(slug, ROSTER, public_id)
    with writing() as db:
        receiving.throw_away(db, upload, now=arrival())
    return redirect(url_for("office_people.index", slug=slug), 303)


@pages.get("/slips/<public_id>")
@role_required("organiser", "support")
@confirmation_required
def slips(slug: str, public_id: str) -> ResponseReturnValue:
    """The slips by unit, several a page, to print and cut."""
    upload = _waiting(slug, SLIPS, public_id)
    told = opened(upload.report["sealed"], SLIPS_PURPOSE) or []
    if arrival() - upload.uploaded_at > SLIPS_KEPT:
        raise NotFound
    by_unit = sorted(told, key=lambda one: (one["unit"], one["line"]))
    pictured = [{**one, "picture": once.picture(slug, one["secret"])} for one in by_unit]
    groups = [(unit, list(some)) for unit, some in groupby(pictured, key=lambda one: one["unit"])]
    address = once.address(slug)
    return render_template("office/people/slips.html", groups=groups, upload=upload, address=address)


@pages.post("/slips/<public_id>")
@role_required("organiser", "support")
def printed(slug: str, public_id: str) -> ResponseReturnValue:
    """Forget the codes: they are on paper now."""
    upload = _waiting(slug, SLIPS, public_id)
    with writing() as db:
        receiving.throw_away(db, upload, now=arrival())
    return redirect(url_for("office_people.index", slug=slug), 303)


def _waiting(slug: str, kind: str, public_id: str) -> Upload:
    with reading() as db:
        upload = uploads.waiting(db, contest_state(slug).id, kind, public_id)
    if upload is None:
        raise NotFound
    return upload


def _decided_before(slug: str) -> ResponseReturnValue:
    flash(
        _("Danh sách này không còn chờ: đã có người ghi tên hoặc bỏ. Phiếu chưa in nằm ở trang này."),
        "notice",
    )
    return redirect(url_for("office_people.index", slug=slug), 303)


def _told(slip: Slip) -> dict[str, Any]:
    return {
        "line": slip.line,
        "name": slip.name,
        "unit": slip.unit,
        "number": slip.number,
        "code": slip.entry.code,
        "secret": slip.entry.secret,
    }
