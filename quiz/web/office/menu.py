"""The menu of the office: only pages that exist and that the person may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l

from quiz.web.login import staff_member
from quiz.web.office.roles import allowed, office_contest


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the menu."""

    label: str
    address: str
    here: bool


# Pages of one contest in the order of the work; the first part of the endpoint is the blueprint.
OF_A_CONTEST = (
    ("office_contests.overview", _l("Tổng quan")),
    ("office_contests.rulebook", _l("Thể lệ")),
    ("office_rounds.index", _l("Vòng thi")),
    ("office_bank.index", _l("Câu hỏi")),
    ("office_desk.index", _l("Bàn hỗ trợ")),
    ("office_people.index", _l("Người dự thi")),
    ("office_units.index", _l("Cây đơn vị")),
    ("office_live.show", _l("Số liệu")),
    ("office_winners.index", _l("Kết quả")),
    ("office_decisions.index", _l("Quyết định")),
    ("office_honours.index", _l("Vinh danh")),
    ("office_staff.of_contest", _l("Cán bộ")),
    ("office_audit.show", _l("Nhật ký")),
)
# Rooms and pages without a line of their own, and the line behind which they lie.
BEHIND = {
    "office_contests.preview": "office_contests.rulebook",
    "office_contests.amend": "office_contests.rulebook",
    "office_rulebook": "office_contests.rulebook",
    "office_uploads": "office_bank",
    "office_choose": "office_bank",
    "office_shelf": "office_bank",
    "office_desk_acts": "office_desk",
    "office_desk_preview": "office_desk",
    "office_objections": "office_decisions",
}
OF_THE_PLATFORM = (
    ("office_contests.index", _l("Các cuộc thi")),
    ("office_staff.index", _l("Cán bộ")),
    ("office_audit.platform", _l("Nhật ký")),
)


def menu() -> list[Line]:
    """The lines for this person on this page."""
    member, state = staff_member(), office_contest()
    if member is None or member.must_change or not member.has_totp:
        return []
    entries = OF_THE_PLATFORM if state is None else OF_A_CONTEST
    values: dict[str, Any] = {} if state is None else {"slug": state.slug}
    views = current_app.view_functions
    return [
        Line(str(label), url_for(endpoint, **values), _is_here(endpoint))
        for endpoint, label in entries
        if endpoint in views and allowed(member, views[endpoint], state.id if state else None)
    ]


def _is_here(endpoint: str) -> bool:
    """A line stands for all pages of its blueprint, unless another line names this very page."""
    named = {name for name, _ in (*OF_A_CONTEST, *OF_THE_PLATFORM)}
    if request.endpoint in named:
        return request.endpoint == endpoint
    page, room = request.endpoint or "", request.blueprint or ""
    return BEHIND.get(page, BEHIND.get(room, room)) in (endpoint, endpoint.partition(".")[0])
