"""A question file on its way into a bank: read, shown with its faults, and stored only when confirmed."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import question_bank
from question_bank import Fault, Layout, Meaning, Place
from question_bank.reports import PAGE, notes_of, report_from
from quiz.actions import receiving, stocking
from quiz.actions.copies import repeated, unrepeated
from quiz.actions.receiving import Received
from quiz.rules.refusals.contest import NotFound
from quiz.rules.refusals.office import FileMissing, FileRefused
from quiz.store import uploads
from quiz.store.uploads import Upload
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.office import asked, mapping
from quiz.web.office.roles import acting, role_required
from quiz.web.office.showing import shown
from quiz.web.transaction import reading, writing

pages = Blueprint("office_uploads", __name__, url_prefix="/office/c/<slug>/bank/uploads")
KIND = "questions"


@pages.get("/")
@role_required("organiser", "editor")
def index(slug: str) -> ResponseReturnValue:
    """The upload form, and the files that still wait for a decision."""
    with reading() as db:
        waiting = uploads.of_contest(db, contest_state(slug).id, KIND)
    return render_template("office/bank/upload.html", waiting=waiting)


@pages.post("/")
@role_required("organiser", "editor")
def read(slug: str) -> ResponseReturnValue:
    """Read the file and keep the report of it; the file itself is gone with this request."""
    file, keys = request.files.get("file"), request.files.get("keys")
    if file is None or not file.filename:
        raise FileMissing
    # Reading a file takes seconds: no transaction is open meanwhile.
    told = question_bank.read_pages(
        file.filename,
        cast("BinaryIO", file.stream),
        mapping=corrected(slug),
        keys=cast("BinaryIO", keys.stream) if keys and keys.filename else None,
        today=arrival().date(),
    )
    head = readable(next(told))
    with writing() as db:
        received = Received(KIND, head["file"], head, told)
        public_id = receiving.keep(db, contest_state(slug), received, staff_id=acting().id, now=arrival())
    return redirect(url_for("office_uploads.show", slug=slug, public_id=public_id), 303)


@pages.get("/<public_id>")
@role_required("organiser", "editor")
def show(slug: str, public_id: str) -> ResponseReturnValue:
    """Every question as a citizen will see it, and beside it what is wrong with it."""
    upload, number = waiting_upload(slug, public_id), asked.whole("page")
    with reading() as db:
        entries = uploads.page(db, upload.id, number)
    return render_template(
        "office/bank/preview.html",
        upload=upload,
        report=report_from(upload.report),
        total=sum(upload.report["imported"].values()),
        remarked=upload.report["remarked"],
        entries=[(one["item"], Place(**one["where"]), notes_of(one)) for one in entries],
        page=number,
        per_page=PAGE,
        shown=shown,
        meanings=Meaning,
    )


@pages.post("/<public_id>/confirm")
@role_required("organiser", "editor")
def confirm(slug: str, public_id: str) -> ResponseReturnValue:
    """Take the questions without faults into the contest's bank; pressed twice it is done once."""
    state, upload = contest_state(slug), waiting_upload(slug, public_id)
    with writing() as db:
        choose = repeated if request.form.get("copies") else unrepeated
        tally = stocking.confirm(db, state, upload, by=acting().id, now=arrival(), choose=choose)
    if tally is None:
        return redirect(url_for("office_bank.index", slug=slug), 303)
    flash(
        _(
            "Thêm %(a)s câu, sửa %(c)s câu, giữ nguyên %(u)s câu.",
            a=tally.added,
            c=tally.changed,
            u=tally.unchanged,
        )
    )
    return redirect(url_for("office_bank.index", slug=slug, use="waiting"), 303)


@pages.post("/<public_id>/cancel")
@role_required("organiser", "editor")
def cancel(slug: str, public_id: str) -> ResponseReturnValue:
    """Throw the report away."""
    upload = waiting_upload(slug, public_id)
    with writing() as db:
        receiving.throw_away(db, upload, now=arrival())
    return redirect(url_for("office_uploads.index", slug=slug), 303)


def waiting_upload(slug: str, public_id: str) -> Upload:
    """That upload while it waits; raises NotFound."""
    with reading() as db:
        upload = uploads.waiting(db, contest_state(slug).id, KIND, public_id)
    if upload is None:
        raise NotFound
    return upload


def corrected(slug: str) -> list[Layout]:
    """The columns as the preview's form corrects them for the same file; empty when it comes first."""
    before = asked.text("before")
    return mapping.corrected(report_from(waiting_upload(slug, before).report).layouts) if before else []


def readable(head: Any) -> Any:
    """The head of a report that is worth a page; raises FileRefused where nothing can be corrected."""
    report = report_from(head)
    if report.errors and not report.layouts and not any(head["imported"].values()):
        first = report.errors[0]
        raise FileRefused(vi=said(first, "vi"), en=said(first, "en"))
    return head


def said(fault: Fault, lang: str) -> str:
    """A fault with its place in one sentence."""
    where = fault.where.sentence(lang)
    return f"{where[:1].upper()}{where[1:]}: {fault.sentence(lang)}"
