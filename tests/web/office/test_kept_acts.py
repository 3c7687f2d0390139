"""A refused act of the office keeps what was typed, with the sentence beside its form and its status."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from quiz.store import desk, tables
from quiz.store.engine import reading, writing
from tests.play import Play
from tests.web.office.test_desk import Case, case

__all__ = ["case"]
ROUND = "/office/c/thu/rounds/tuan-1"


def form_at(page: str, address: str) -> str:
    """The form of that address with the fold around it."""
    found = re.search(rf'<details[^>]*>(?:(?!</details>).)*?action="{address}".*?</form>', page, re.DOTALL)
    assert found, address
    return found.group()


@pytest.mark.parametrize(
    ("act", "typed", "status"),
    [
        ("extend", {"round": "tuan-1", "minutes": "9000", "seen": "0", "reason": "mất điện"}, 422),
        ("extend", {"round": "tuan-1", "minutes": "15", "seen": "0", "reason": ""}, 422),
        ("extend", {"round": "tuan-1", "minutes": "15", "seen": "7", "reason": "mất điện"}, 409),
        ("allow", {"round": "tuan-1", "more": "77", "seen": "0", "reason": "máy hỏng"}, 422),
        ("standing", {"standing": "may_not_win", "reason": ""}, 422),
        ("code", {"reason": ""}, 422),
        ("sign-out", {"reason": ""}, 422),
        ("void", {"reason": ""}, 422),
    ],
)
def test_the_desk_keeps_what_was_typed_for_a_person(
    case: Case, act: str, typed: dict[str, str], status: int
) -> None:
    address = f"{case.page}/attempts/{case.attempt}/void" if act == "void" else f"{case.page}/{act}"
    answer = case.seat("organiser").post(address, data=typed)
    assert answer.status_code == status
    form = form_at(answer.text, address)
    assert form.startswith("<details open")
    assert form.count('role="alert"') == answer.text.count('role="alert"') == 1
    for name in {"minutes", "more", "reason"} & typed.keys():
        assert re.search(rf'name="{name}"[^>]* value="{typed[name]}"', form)
    for name in {"round", "standing"} & typed.keys():
        assert f'value="{typed[name]}" selected' in form


def test_a_restored_attempt_that_would_be_the_second_open_one_keeps_its_reason(case: Case) -> None:
    organiser = case.seat("organiser")
    attempt = f"{case.page}/attempts/{case.attempt}"
    assert organiser.post(f"{attempt}/void", data={"reason": "nhầm"}).status_code == 303
    with writing(case.engine) as db:
        Play(case.state).start(db, case.person.token)
    answer = organiser.post(f"{attempt}/restore", data={"reason": "xem lại"})
    assert answer.status_code == 409
    form = form_at(answer.text, f"{attempt}/restore")
    assert 'role="alert"' in form
    assert 'value="xem lại"' in form


def test_a_flag_without_a_settlement_is_said_on_the_page_of_its_person(case: Case) -> None:
    with writing(case.engine) as db:
        db.execute(
            tables.flags.insert().values(
                contest_id=case.state.id,
                participant_id=case.person.id,
                kind="duplicate",
                detail={},
                raised_at=case.state.rounds[0].opens_at,
            )
        )
    with reading(case.engine) as db:
        [flag] = desk.flags_of(db, case.state.id)
    answer = case.seat("organiser").post(f"/office/c/thu/desk/flags/{flag.id}", data={"reason": ""})
    assert answer.status_code == 422
    assert answer.text.count('role="alert"') == 1
    assert "Vàng Thị Thử" in answer.text


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("pause", {"reason": ""}),
        ("extend", {"minutes": "99999", "unit": "xa-a", "reason": "mất điện"}),
        ("close", {"reason": ""}),
    ],
)
def test_a_round_keeps_what_was_typed_into_its_acts(
    organiser: FlaskClient, act: str, typed: dict[str, str]
) -> None:
    answer = organiser.post(f"{ROUND}/{act}", data=typed)
    assert answer.status_code == 422
    form = form_at(answer.text, f"{ROUND}/{act}")
    assert form.startswith('<details class="act" open')
    assert form.count('role="alert"') == answer.text.count('role="alert"') == 1
    for name, value in typed.items():
        assert re.search(rf'name="{name}"[^>]* value="{value}"', form)


def test_a_step_that_has_no_form_now_is_said_on_the_page_of_its_round(organiser: FlaskClient) -> None:
    answer = organiser.post(f"{ROUND}/finalise", data={})
    assert answer.status_code == 409
    assert answer.text.count('role="alert"') == 1
    assert 'id="pause"' in answer.text


def test_what_is_not_there_has_the_page_of_all_refusals(case: Case) -> None:
    nobody = case.seat("organiser").post("/office/c/thu/desk/people/NOBODY/code", data={"reason": "x"})
    assert nobody.status_code == 404
