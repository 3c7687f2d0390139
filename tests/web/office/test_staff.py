"""Staff administration: roles within the own contest, one-time passwords shown once, no power grab."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from quiz.store import roles, staff, tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import clerk, make

STAFF = "/office/c/thu/staff"


def held(engine: Engine, login: str) -> list[tuple[str, int | None]]:
    with reading(engine) as db:
        return [(one.role, one.contest_id) for one in roles.everywhere(db) if one.login == login]


def test_a_new_colleague_gets_a_password_that_is_shown_once(
    engine: Engine, state: ContestState, organiser: FlaskClient
) -> None:
    organiser.post(STAFF, data={"login": "Moi", "name": "Người Mới", "role": "support"})
    first, second = organiser.get(STAFF).text, organiser.get(STAFF).text
    assert re.search(r'class="secret">[\w-]{12,}<', first)
    assert 'class="secret"' not in second
    assert held(engine, "moi") == [("support", state.id)]


def test_an_organiser_makes_no_operator(engine: Engine, organiser: FlaskClient) -> None:
    assert organiser.post(STAFF, data={"login": "moi", "role": "operator"}).status_code == 404
    assert held(engine, "moi") == []


def test_nobody_gives_a_role_to_the_own_account(engine: Engine, organiser: FlaskClient) -> None:
    assert organiser.post(STAFF, data={"login": "to-chuc", "role": "editor"}).status_code == 403
    assert [role for role, _ in held(engine, "to-chuc")] == ["organiser"]


def test_a_coordinator_needs_a_unit_of_this_contest(engine: Engine, organiser: FlaskClient) -> None:
    for unit in ("", "khong-co"):
        form = {"login": "phu-trach", "role": "coordinator", "unit": unit}
        assert organiser.post(STAFF, data=form).status_code == 422
    assert held(engine, "phu-trach") == []
    organiser.post(STAFF, data={"login": "phu-trach", "role": "coordinator", "unit": "xa-a"})
    assert len(held(engine, "phu-trach")) == 1


def test_whoever_names_an_unknown_unit_keeps_what_was_typed(organiser: FlaskClient) -> None:
    typed = {"login": "phu-trach", "name": "Lù Thị Mới", "unit": "khong-co"}
    answer = organiser.post(STAFF, data={**typed, "role": "coordinator"})
    assert (answer.status_code, answer.text.count('role="alert"')) == (422, 1)
    assert all(f'name="{name}" value="{said}"' in answer.text for name, said in typed.items())
    assert '<option value="coordinator" selected>' in answer.text


def test_an_operator_who_names_no_contest_that_is_there_keeps_what_was_typed(engine: Engine) -> None:
    operator = clerk.office(engine, "operator", contest_id=None, login="van-hanh")
    for contest in ("", "khong-co"):
        typed = {"login": "moi", "name": "Người Mới", "contest": contest}
        answer = operator.post("/office/staff", data={**typed, "role": "organiser"})
        assert (answer.status_code, "cuộc thi đang có" in answer.text) == (422, True)
        assert all(f'name="{name}" value="{said}"' in answer.text for name, said in typed.items())
    assert held(engine, "moi") == []


def test_a_role_of_another_contest_cannot_be_taken(
    engine: Engine, state: ContestState, organiser: FlaskClient
) -> None:
    with writing(engine) as db:
        clerk.hired(db, "nguoi-la", "editor", None)
        number = roles.everywhere(db)[0].id
    organiser.post(f"{STAFF}/nguoi-la/take", data={"role": number, "reason": "thử"})
    assert held(engine, "nguoi-la") == [("editor", None)]


@pytest.mark.parametrize("act", ["reset", "disable"])
def test_an_account_that_works_elsewhere_too_is_not_an_organisers_to_change(
    engine: Engine, state: ContestState, organiser: FlaskClient, act: str
) -> None:
    with writing(engine) as db:
        number = clerk.hired(db, "hai-noi", "editor", state.id)
        roles.give(db, number, "auditor", contest_id=None, unit_id=None, now=make.NOW)
    assert organiser.post(f"{STAFF}/hai-noi/{act}", data={"reason": "thử"}).status_code == 403
    with reading(engine) as db:
        assert staff.by_login(db, "hai-noi") is not None


def test_a_closed_account_is_signed_out_everywhere(
    engine: Engine, state: ContestState, organiser: FlaskClient
) -> None:
    leaving = clerk.office(engine, "support", contest_id=state.id, login="nghi-viec")
    assert leaving.get("/office/c/thu/desk/").status_code == 200
    assert organiser.post(f"{STAFF}/nghi-viec/disable", data={"reason": "chuyển công tác"}).status_code == 303
    assert leaving.get("/office/c/thu/desk/").location.startswith("/office/sign-in")


def test_a_reset_forgets_the_second_factor(
    engine: Engine, state: ContestState, organiser: FlaskClient
) -> None:
    with writing(engine) as db:
        clerk.hired(db, "mat-may", "support", state.id)
    organiser.post(f"{STAFF}/mat-may/reset", data={"reason": "mất điện thoại"})
    factor = select(tables.staff.c.totp_secret).where(tables.staff.c.login == "mat-may")
    with reading(engine) as db:
        assert db.execute(factor).scalar_one() is None


def test_changing_staff_needs_a_fresh_code(engine: Engine, organiser: FlaskClient) -> None:
    with writing(engine) as db:
        db.execute(tables.login_sessions.update().values(confirmed_at=make.NOW.replace(year=2020)))
    answer = organiser.post(STAFF, data={"login": "moi", "role": "support"})
    assert answer.location.startswith("/office/confirm")
    assert held(engine, "moi") == []


def test_the_platforms_list_is_for_operators(engine: Engine, organiser: FlaskClient) -> None:
    assert organiser.get("/office/staff").status_code == 403
    with writing(engine) as db:
        operator = clerk.hired(db, "van-hanh", "operator", None)
    assert clerk.seat(engine, operator).get("/office/staff").status_code == 200
