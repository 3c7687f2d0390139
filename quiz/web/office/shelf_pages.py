"""Banks as files and as a whole: the empty template, a bank in any format, what an editor would notice."""

from __future__ import annotations

import io
from collections import Counter

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

import question_bank
from question_bank.inspection import inspect
from question_bank.writing import SUFFIXES
from quiz.actions import choosing, shelving
from quiz.rules.drawing import shortage
from quiz.rules.refusals.contest import NotFound
from quiz.store import bank
from quiz.store.bank import BankRow
from quiz.store.contests import ContestState, RoundState
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.office.choose import NO_BLOCK, leaves
from quiz.web.office.roles import confirmation_required, role_required
from quiz.web.transaction import reading

pages = Blueprint("office_shelf", __name__, url_prefix="/office/c/<slug>/bank/files")
TEMPLATE_NAME = "mau-cau-hoi.xlsx"
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "moodle_xml": "application/xml",
}
PLAIN = "text/plain; charset=utf-8"
SHOWN = 500


@pages.get("/template")
@role_required("organiser", "editor")
def template(slug: str) -> Response:  # noqa: ARG001 - the door asks for it
    """Our spreadsheet with an example of each kind of question and a note on each column."""
    into = io.BytesIO()
    question_bank.write_template(into)
    return _file(into.getvalue(), TEMPLATE_NAME, TYPES["xlsx"])


@pages.get("/")
@role_required("organiser", "editor")
def index(slug: str) -> ResponseReturnValue:
    """The banks that this contest may draw from, each with its files and its inspection."""
    with reading() as db:
        banks = bank.open_to(db, contest_state(slug).id)
    return render_template("office/bank/files.html", banks=banks, formats=SUFFIXES)


@pages.get("/<bank_slug>/export/<kind>")
@role_required("organiser", "editor")
@confirmation_required
def export(slug: str, bank_slug: str, kind: str) -> Response:
    """The newest version of every question of a bank, keys included, in a format of another program."""
    if kind not in SUFFIXES:
        raise NotFound
    into = io.BytesIO()
    this_bank = _open(contest_state(slug), bank_slug)
    with reading() as db:
        items = shelving.items_of(db, this_bank.slug)
    question_bank.write(items, kind, into)
    return _file(into.getvalue(), f"{bank_slug}{SUFFIXES[kind]}", TYPES.get(kind, PLAIN))


@pages.get("/<bank_slug>/inspection")
@role_required("organiser", "editor")
@confirmation_required
def inspection(slug: str, bank_slug: str) -> ResponseReturnValue:
    """What a careful editor would notice in a bank, and where the rounds' papers lack questions."""
    state = contest_state(slug)
    this_bank = _open(state, bank_slug)
    with reading() as db:
        found = inspect(shelving.named_items(db, bank_slug), today=arrival().date())
        lines = [(one, block or "") for one in leaves(state) for block in state.contest.block_slugs()]
        lacks = [(one, block or NO_BLOCK, _lack(db, state, one, block)) for one, block in lines]
    return render_template(
        "office/bank/inspection.html",
        bank=this_bank,
        faults=found[:SHOWN],
        total=len(found),
        remarked=Counter(fault.code.name for fault in found),
        lacks=[line for line in lacks if line[2]],
    )


def _lack(db: Connection, state: ContestState, this_round: RoundState, block: str) -> str | None:
    if this_round.state != "draft":
        return None
    paper, _items = choosing.draft(db, state, this_round.slug, block, choosing.pool(db, this_round.id, block))
    return shortage(paper)


def _open(state: ContestState, bank_slug: str) -> BankRow:
    with reading() as db:
        banks = {one.slug: one for one in bank.open_to(db, state.id)}
    if bank_slug not in banks:
        raise NotFound
    return banks[bank_slug]


def _file(content: bytes, name: str, kind: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
