"""The honours list in the office: entered by hand from the decision that names it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import InputRequired, Length

from quiz.actions import honouring
from quiz.store import honours
from quiz.store.honours import Honour, HonourKind
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.office.roles import acting, role_required
from quiz.web.transaction import reading, writing

pages = Blueprint("office_honours", __name__, url_prefix="/office/c/<slug>/honours")
KINDS = [(HonourKind.COLLECTIVE.value, _l("Tập thể")), (HonourKind.INDIVIDUAL.value, _l("Cá nhân"))]
FILLED = [InputRequired(message=_l("Bạn chưa nhập ô này.")), Length(max=300)]


class HonourForm(FlaskForm):
    """One line of a decision."""

    kind = SelectField(_l("Loại"), choices=[SelectChoice(*one) for one in KINDS])
    name = StringField(_l("Tên tập thể hoặc họ và tên"), FILLED)
    reason = TextAreaField(_l("Thành tích"), FILLED)
    decision_number = StringField(_l("Số quyết định"), FILLED)
    decision_date = DateField(
        _l("Ngày quyết định"),
        [InputRequired(message=_l("Bạn nhập ngày theo dạng năm-tháng-ngày, ví dụ 2022-10-25."))],
    )
    signer = StringField(_l("Người ký"), FILLED)

    def honour(self) -> Honour:
        """The line that was typed; to be asked once the form is found valid."""
        assert self.decision_date.data is not None
        return Honour(
            kind=HonourKind(self.kind.data),
            name=_words(self.name),
            reason=_words(self.reason),
            decision_number=_words(self.decision_number),
            decision_date=self.decision_date.data,
            signer=_words(self.signer),
        )


@pages.get("/")
@role_required("organiser", "auditor")
def index(slug: str) -> ResponseReturnValue:
    """The list, and a form for one more line."""
    return _index_page(slug, HonourForm())


@pages.post("/")
@role_required("organiser")
def add(slug: str) -> ResponseReturnValue:
    """Add a line."""
    form = HonourForm()
    if not form.validate():
        return _index_page(slug, form), 422
    with writing() as db:
        honouring.add(db, contest_state(slug), form.honour(), staff_id=acting().id, now=arrival())
    flash(_("Đã thêm vào danh sách vinh danh."), "done")
    return _to_list(slug)


@pages.get("/<int:honour_id>")
@role_required("organiser")
def edit(slug: str, honour_id: int) -> ResponseReturnValue:
    """The form that corrects a line or takes it out."""
    with reading() as db:
        known = honouring.find(db, contest_state(slug), honour_id)
    return _edit_page(honour_id, HonourForm(obj=known.honour))


@pages.post("/<int:honour_id>")
@role_required("organiser")
def change(slug: str, honour_id: int) -> ResponseReturnValue:
    """Correct a line."""
    form = HonourForm()
    if not form.validate():
        return _edit_page(honour_id, form), 422
    with writing() as db:
        honouring.change(
            db,
            contest_state(slug),
            honour_id,
            form.honour(),
            staff_id=acting().id,
            reason=request.form.get("why", ""),
            now=arrival(),
        )
    flash(_("Đã sửa."), "done")
    return _to_list(slug)


@pages.post("/<int:honour_id>/up")
@role_required("organiser")
def move_up(slug: str, honour_id: int) -> ResponseReturnValue:
    """Move a line up by one place."""
    with writing() as db:
        honouring.move_up(db, contest_state(slug), honour_id, staff_id=acting().id, now=arrival())
    return _to_list(slug)


@pages.post("/<int:honour_id>/remove")
@role_required("organiser")
def remove(slug: str, honour_id: int) -> ResponseReturnValue:
    """Take a line out."""
    with writing() as db:
        honouring.remove(
            db,
            contest_state(slug),
            honour_id,
            staff_id=acting().id,
            reason=request.form.get("why", ""),
            now=arrival(),
        )
    flash(_("Đã xoá khỏi danh sách vinh danh."), "done")
    return _to_list(slug)


def _words(field: StringField) -> str:
    return (field.data or "").strip()


def _index_page(slug: str, form: HonourForm) -> str:
    state = contest_state(slug)
    with reading() as db:
        listed = honours.listed(db, state.id)
    may_act = acting().may(frozenset({"organiser"}), state.id)
    return render_template(
        "office/honours/index.html", listed=listed, form=form, kinds=KINDS, may_act=may_act
    )


def _edit_page(honour_id: int, form: HonourForm) -> str:
    return render_template("office/honours/edit.html", honour_id=honour_id, form=form)


def _to_list(slug: str) -> ResponseReturnValue:
    return redirect(url_for("office_honours.index", slug=slug), 303)
