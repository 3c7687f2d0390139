"""The desk's pages: who may see and do what, what is noted, what is shown once."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from quiz.store import audit, desk, tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import clerk, make
from tests.play import Play

DESK = "/office/c/thu/desk/"


@dataclass(frozen=True)
class Case:
    """A person of one commune with an open attempt."""

    engine: Engine
    state: ContestState
    person: make.Person
    attempt: str

    @property
    def page(self) -> str:
        return f"{DESK}people/{self.person.code}"

    def seat(self, role: str, unit: str | None = None) -> FlaskClient:
        with writing(self.engine) as db:
            where = select(tables.units.c.id).where(tables.units.c.code == unit)
            unit_id = db.execute(where).scalar_one() if unit else None
            number = clerk.hired(db, f"{role}-{unit}", role, self.state.id, unit_id=unit_id)
        return clerk.seat(self.engine, number)

    def acts(self) -> list[str]:
        with reading(self.engine) as db:
            return [one.act for one in audit.latest(db, "thu")]


@pytest.fixture
def case(engine: Engine) -> Case:
    with writing(engine) as db:
        state = make.running(db)
        unit = select(tables.units.c.id).where(tables.units.c.code == "xa-a")
        person = make.participant(db, state, unit_id=db.execute(unit).scalar_one())
        attempt = Play(state).start(db, person.token)
    return Case(engine, state, person, attempt)


def test_a_search_that_finds_one_leads_to_the_page_and_both_looks_are_noted(case: Case) -> None:
    support = case.seat("support")
    answer = support.post(DESK, data={"q": "0900000001"})
    assert answer.location == case.page
    assert "Vàng Thị Thử" in support.get(case.page).text
    assert case.acts()[:2] == ["desk.view", "desk.search"]


def test_what_was_typed_into_the_search_is_kept_nowhere(case: Case) -> None:
    case.seat("support").post(DESK, data={"q": "0900000001"})
    with reading(case.engine) as db:
        assert "0900000001" not in str(audit.latest(db, "thu"))


def test_a_coordinator_sees_only_the_own_branch_and_no_birth_date(case: Case) -> None:
    assert case.seat("coordinator", "xa-b").get(case.page).status_code == 404
    page = case.seat("coordinator", "xa-a").get(case.page)
    assert page.status_code == 200
    assert "0900000001" not in page.text
    assert "01/01/1990" not in page.text


@pytest.mark.parametrize(
    ("role", "act", "status"),
    [
        ("support", "extend", 303),
        ("support", "void", 403),
        ("organiser", "void", 303),
        ("coordinator", "extend", 403),
        ("coordinator", "code", 303),
        ("auditor", "code", 403),
        ("editor", "extend", 403),
    ],
)
def test_every_role_does_only_its_own_acts(case: Case, role: str, act: str, status: int) -> None:
    client = case.seat(role, "xa-a" if role == "coordinator" else None)
    place = f"{case.page}/attempts/{case.attempt}/void" if act == "void" else f"{case.page}/{act}"
    form = {"reason": "thử", "round": "tuan-1", "minutes": "5", "seen": "0"}
    assert client.post(place, data=form).status_code == status


def test_an_act_without_a_reason_is_refused_and_nothing_happens(case: Case) -> None:
    answer = case.seat("organiser").post(f"{case.page}/attempts/{case.attempt}/void", data={"reason": " "})
    assert answer.status_code == 422
    assert "desk.void" not in case.acts()


def test_a_new_code_is_shown_once(case: Case) -> None:
    support = case.seat("support")
    slip = support.post(f"{case.page}/code", data={"reason": "mất mã"}).location
    first, second = support.get(slip), support.get(slip)
    assert re.search(r"\d{4} \d{4}", first.text)
    assert "data:image/svg+xml" in first.text
    assert not re.search(r'"secret">\d{4} \d{4}', second.text)
    assert first.headers["Cache-Control"] == "no-store"


def test_a_person_of_another_contest_is_absent(case: Case) -> None:
    with writing(case.engine) as db:
        other = make.contest("khac")
        state = make.running(db, other, now=make.NOW.replace(microsecond=5, second=9))
        number = clerk.hired(db, "khac", "organiser", state.id)
    stranger = clerk.seat(case.engine, number)
    assert stranger.get(case.page.replace("/thu/", "/khac/")).status_code == 404


def test_a_faulty_correction_keeps_what_was_typed(case: Case) -> None:
    support = case.seat("support")
    form = {"name": "Vàng Thị Sửa", "birth_date": "không nhớ", "phone": "0900000001", "unit": "xa-a"}
    answer = support.post(f"{case.page}/edit", data={**form, "reason": "gõ nhầm"})
    assert (answer.status_code, "Vàng Thị Sửa" in answer.text) == (422, True)
    without_reason = support.post(f"{case.page}/edit", data={**form, "birth_date": "01/01/1990"})
    assert (without_reason.status_code, "Vàng Thị Sửa" in without_reason.text) == (422, True)
    done = support.post(f"{case.page}/edit", data={**form, "birth_date": "01/01/1990", "reason": "gõ nhầm"})
    assert done.status_code == 303
    assert "Vàng Thị Sửa" in support.get(case.page).text


def test_voiding_a_published_round_warns_that_the_result_must_be_made_anew(case: Case) -> None:
    with writing(case.engine) as db:
        db.execute(tables.rounds.update().where(tables.rounds.c.slug == "tuan-1").values(state="final"))
    organiser = case.seat("organiser")
    organiser.post(f"{case.page}/attempts/{case.attempt}/void", data={"reason": "hai người làm chung"})
    assert "cần tính lại" in organiser.get(case.page).text


def test_a_flag_waits_in_the_list_until_somebody_settles_it(case: Case) -> None:
    with writing(case.engine) as db:
        row = {"contest_id": case.state.id, "participant_id": 1, "kind": "duplicate", "detail": {}}
        found = desk.by_code(db, case.state.id, case.person.code, None)
        assert found is not None
        db.execute(tables.flags.insert().values(**{**row, "participant_id": found.id}, raised_at=make.NOW))
        flag = desk.flags_of(db, case.state.id)[0].id
    organiser = case.seat("organiser")
    assert "Vàng Thị Thử" in organiser.get(f"{DESK}flags").text
    organiser.post(f"{DESK}flags/{flag}", data={"reason": "hai người khác nhau"})
    assert "Vàng Thị Thử" not in organiser.get(f"{DESK}flags").text
