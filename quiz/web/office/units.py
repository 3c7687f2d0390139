"""The unit tree of a contest: loaded from a list, looked at, its headcounts corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from question_bank.tables import read_table
from quiz.actions import grouping
from quiz.rules.refusals.contest import NotFound, Refusal
from quiz.rules.refusals.office import FileMissing, FileRefused, UnitsFaulty
from quiz.rules.visibility import Figure, hidden_quantities
from quiz.store import trees, unit_changes
from quiz.store.contests import ContestState
from quiz.store.trees import Node
from quiz.store.unit_changes import Change, Kind
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.office import asked
from quiz.web.office.kept import kept
from quiz.web.office.roles import acting, role_required
from quiz.web.transaction import reading, writing
from quiz.web.words import local_date

pages = Blueprint("office_units", __name__, url_prefix="/office/c/<slug>/units")
PER_PAGE = 200


@pages.get("/")
@role_required("organiser", "auditor")
def index(slug: str) -> ResponseReturnValue:
    """The tree with its sizes; how many people belong to a unit only while no prediction asks for it."""
    return _page(slug)


@pages.post("/")
@role_required("organiser")
def load(slug: str) -> ResponseReturnValue:
    """Take the list in, all or nothing; faults are shown by line."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise FileMissing
    table = read_table(file.filename, cast("BinaryIO", file.stream))
    if table.fault is not None:
        raise FileRefused(vi=table.fault.sentence("vi"), en=table.fault.sentence("en"))
    state, now = contest_state(slug), arrival()
    try:
        with writing() as db:
            planted = grouping.load_table(
                db, state, table.rows, file_name=file.filename, staff_id=acting().id, now=now
            )
    except UnitsFaulty as refusal:
        return _page(slug, refusal), refusal.status
    flash(
        _(
            "Thêm %(a)s, sửa %(c)s, giữ nguyên %(u)s đơn vị.",
            a=planted.added,
            c=planted.changed,
            u=planted.unchanged,
        )
    )
    return redirect(url_for("office_units.index", slug=slug), 303)


def _sizes_page(slug: str, code: str, refusal: Refusal | None = None) -> str:
    with reading() as db:
        node = trees.by_code(db, contest_state(slug).id, code)
    if node is None:
        raise NotFound
    return render_template("office/units/edit.html", node=node, refusal=refusal)


@pages.get("/<code>")
@role_required("organiser")
def edit(slug: str, code: str) -> ResponseReturnValue:
    """The sizes of one unit in a form."""
    return _sizes_page(slug, code)


@pages.post("/<code>")
@role_required("organiser")
@kept(_sizes_page)
def resize(slug: str, code: str) -> ResponseReturnValue:
    """Write the corrected sizes with their reason."""
    sizes = {name: asked.size(name) for name in ("headcount", "population")}
    reason = asked.reason()
    with writing() as db:
        state = contest_state(slug)
        grouping.resize(db, state, code, **sizes, staff_id=acting().id, reason=reason, now=arrival())
    flash(_("Đã lưu."), "done")
    return redirect(url_for("office_units.index", slug=slug), 303)


def _page(slug: str, refusal: UnitsFaulty | None = None) -> str:
    state = contest_state(slug)
    hidden = Figure.REGISTERED in hidden_quantities(state.contest, arrival())
    with reading() as db:
        nodes = trees.nodes(db, state.id)
        changes = unit_changes.of_contest(db, state.id)
    start, words = asked.whole("from"), asked.text("q").casefold()
    shown = [one for one in nodes if words in one.path.casefold()] if words else nodes
    return render_template(
        "office/units/index.html",
        nodes=shown[start : start + PER_PAGE],
        total=len(shown),
        start=start,
        per_page=PER_PAGE,
        words=asked.text("q"),
        hidden=hidden,
        below=None if hidden else _with_branches(nodes),
        refusal=refusal,
        told=_changes_of(state, nodes, changes),
    )


def _changes_of(
    state: ContestState, nodes: list[Node], changes: Mapping[int, tuple[Change, ...]]
) -> dict[int, list[str]]:
    """What became of every unit, in words with the day."""
    names = {one.id: one.name for one in nodes}
    return {
        unit: [said for one in told if (said := _said(one, names, local_date(one.at, state)))]
        for unit, told in changes.items()
    }


def _said(one: Change, names: Mapping[int, str], day: str) -> str:
    name = names.get(one.into_id or 0, _("cấp trên cùng"))
    if one.kind == Kind.MERGE:
        return str(_("nhập vào %(unit)s từ ngày %(day)s", unit=name, day=day))
    return str(_("về %(unit)s từ ngày %(day)s", unit=name, day=day)) if one.kind == Kind.MOVE else ""


def _with_branches(nodes: list[Node]) -> dict[int, int]:
    """How many people belong to each unit or to one below it."""
    parents = {one.id: one.parent_id for one in nodes}
    people = dict.fromkeys(parents, 0)
    for one in nodes:
        at: int | None = one.id
        while at is not None:
            people[at] += one.people
            at = parents.get(at)
    return people
