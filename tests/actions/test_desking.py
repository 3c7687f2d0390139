"""The desk: finding people by what they can say, and acts upon one person that may be sent twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from quiz.actions import desking
from quiz.actions.desking import Act
from quiz.rules.refusals.contest import LimitReached, NotFound, ReasonMissing
from quiz.rules.refusals.office import ChangedMeanwhile, NotAllowedHere, OpenAttemptExists
from quiz.store import audit, bending, desk, roles, staff, tables
from quiz.store.codes import CodeKey
from quiz.store.desk import Found
from tests import make
from tests.play import Play

KEY = CodeKey("k1", b"x" * 32)


@dataclass(frozen=True)
class Case:
    """A person with an open attempt, and a member of staff with a reason."""

    play: Play
    person: make.Person
    found: Found
    attempt: str
    act: Act

    def acts(self, db: Connection) -> list[str]:
        return [one.act for one in audit.latest(db, self.play.state.slug)]


@pytest.fixture
def case(db: Connection) -> Case:
    state = make.running(db)
    with_unit = select(tables.units.c.id).where(tables.units.c.code == "xa-a")
    person = make.participant(db, state, unit_id=db.execute(with_unit).scalar_one())
    attempt = Play(state).start(db, person.token)
    number = staff.add(db, login="ban-ho-tro", name="Bàn hỗ trợ", password_hash="-", now=make.NOW)
    roles.give(db, number, "support", contest_id=state.id, unit_id=None, now=make.NOW)
    found = desk.by_code(db, state.id, person.code, None)
    assert found is not None
    return Case(Play(state), person, found, attempt, Act(number, "mất điện", make.NOW))


def seen(db: Connection, case: Case) -> desk.AttemptSeen:
    return desk.attempts_of(db, case.found.id)[0]


@pytest.mark.parametrize(
    "typed", ["Vàng Thị Thử", "vang thu", "0900 000 001", "+84900000001", "CODE", "RECEIPT"]
)
def test_a_person_is_found_by_name_phone_number_or_receipt(db: Connection, case: Case, typed: str) -> None:
    said = {"CODE": case.person.code.lower(), "RECEIPT": seen(db, case).receipt}.get(typed, typed)
    tables_search = tables.person_details.update().values(search="vang thi thu")
    db.execute(tables_search)
    assert [one.code for one in desk.find(db, case.play.state.id, said, None)] == [case.person.code]


def test_nobody_is_found_outside_the_own_branch_of_units(db: Connection, case: Case) -> None:
    numbers = dict(db.execute(select(tables.units.c.code, tables.units.c.id)).all())
    state = case.play.state
    for code, count in (("tinh", 1), ("xa-a", 1), ("xa-b", 0)):
        assert len(desk.find(db, state.id, "0900000001", frozenset({numbers[code]}))) == count


def test_more_time_moves_the_deadline_of_the_open_attempt_at_once_and_once(
    db: Connection, case: Case
) -> None:
    before = seen(db, case).deadline_at
    for _ in range(2):
        desking.extend(db, case.play.state, case.found, "tuan-1", minutes=10, seen=0, act=case.act)
    assert seen(db, case).deadline_at == before + timedelta(minutes=10)
    assert case.acts(db).count("desk.extend") == 1


def test_an_old_page_does_not_extend_what_another_extended_meanwhile(db: Connection, case: Case) -> None:
    state = case.play.state
    desking.extend(db, state, case.found, "tuan-1", minutes=10, seen=0, act=case.act)
    with pytest.raises(ChangedMeanwhile):
        desking.extend(db, state, case.found, "tuan-1", minutes=5, seen=0, act=case.act)


@pytest.mark.parametrize("minutes", [0, -5, 100_000])
def test_an_extension_is_at_least_a_minute_and_at_most_a_day(
    db: Connection, case: Case, minutes: int
) -> None:
    with pytest.raises(NotAllowedHere):
        desking.extend(db, case.play.state, case.found, "tuan-1", minutes=minutes, seen=0, act=case.act)


def test_every_act_needs_a_reason(db: Connection, case: Case) -> None:
    silent = replace(case.act, reason=" ")
    with pytest.raises(ReasonMissing):
        desking.void(db, case.play.state, case.found, case.attempt, act=silent)


def test_an_extra_attempt_lets_a_person_over_the_limit_start_again(db: Connection, case: Case) -> None:
    play, token = case.play, case.person.token
    for number in range(3):
        attempt = play.start(db, token)
        play.hand_in(db, token, attempt, {}, key=f"k{number}")
    with pytest.raises(LimitReached):
        play.start(db, token)
    for _ in range(2):
        desking.allow(db, play.state, case.found, "tuan-1", more=1, seen=0, act=case.act)
    play.start(db, token)
    assert case.acts(db).count("desk.allow") == 1


def test_voiding_is_reversible_and_told_once_however_often_it_is_pressed(db: Connection, case: Case) -> None:
    state = case.play.state
    for _ in range(2):
        assert desking.void(db, state, case.found, case.attempt, act=case.act) is False
    assert seen(db, case).void_reason == "mất điện"
    for _ in range(2):
        desking.restore(db, state, case.found, case.attempt, act=case.act)
    assert seen(db, case).voided_at is None
    assert [name for name in case.acts(db) if name in ("desk.void", "desk.restore")] == [
        "desk.restore",
        "desk.void",
    ]


def test_voiding_after_the_result_is_made_warns_that_it_must_be_made_anew(db: Connection, case: Case) -> None:
    db.execute(tables.rounds.update().where(tables.rounds.c.slug == "tuan-1").values(state="provisional"))
    state = make.reload(db, "thu")
    assert desking.void(db, state, case.found, case.attempt, act=case.act) is True


def test_a_voided_attempt_cannot_come_back_as_a_second_open_one(db: Connection, case: Case) -> None:
    state = case.play.state
    desking.void(db, state, case.found, case.attempt, act=case.act)
    case.play.start(db, case.person.token)
    with pytest.raises(OpenAttemptExists):
        desking.restore(db, state, case.found, case.attempt, act=case.act)


def test_a_strangers_attempt_is_absent(db: Connection, case: Case) -> None:
    other = make.participant(db, case.play.state, "Người Khác", phone="0900000009")
    found = desk.by_code(db, case.play.state.id, other.code, None)
    assert found is not None
    with pytest.raises(NotFound):
        desking.void(db, case.play.state, found, case.attempt, act=case.act)


def test_a_new_entry_code_replaces_the_old_and_no_code_is_kept_or_noted(db: Connection, case: Case) -> None:
    state = case.play.state
    first = desking.new_code(db, state, case.found, key=KEY, act=case.act)
    second = desking.new_code(db, state, case.found, key=KEY, act=case.act)
    living = select(tables.entry_codes.c.code_digest).where(tables.entry_codes.c.revoked_at.is_(None))
    [kept] = db.execute(living).scalars()
    noted = str([one.detail for one in audit.latest(db, state.slug)])
    for code in (first.code, second.code):
        assert code not in kept
        assert code not in noted


def test_a_correction_is_searched_by_the_new_name_and_the_note_names_fields_only(
    db: Connection, case: Case
) -> None:
    state = case.play.state
    typed = {"name": "Vàng Thị Thử Mới", "birth_date": "01/01/1990", "phone": "0900000001", "unit": "xa-a"}
    assert "name" in desking.correct(db, state, case.found, typed, key=KEY, act=case.act)
    assert [one.code for one in desk.find(db, state.id, "thu moi", None)] == [case.person.code]
    assert "Mới" not in str([one.detail for one in audit.latest(db, state.slug)])


def test_who_may_not_win_is_decided_with_a_reason_and_can_be_taken_back(db: Connection, case: Case) -> None:
    state = case.play.state
    for standing in ("may_not_win", "may_not_win", "full"):
        desking.judge(db, state, case.found, standing, act=case.act)
    again = desk.by_code(db, state.id, case.person.code, None)
    assert again is not None
    assert again.standing == "full"
    assert case.acts(db).count("desk.standing") == 2


def test_a_flag_is_settled_once(db: Connection, case: Case) -> None:
    state = case.play.state
    row = {
        "contest_id": state.id,
        "participant_id": case.found.id,
        "kind": "duplicate",
        "detail": {"others": 1},
    }
    db.execute(tables.flags.insert().values(**row, raised_at=make.NOW))
    [flag] = desk.flags_of(db, state.id)
    for _ in range(2):
        desking.settle(db, state, flag.id, act=case.act)
    assert desk.flags_of(db, state.id) == []
    assert case.acts(db).count("desk.flag") == 1


def test_an_extension_belongs_to_the_person_alone(db: Connection, case: Case) -> None:
    other = make.participant(db, case.play.state, "Người Khác", phone="0900000009")
    attempt = case.play.start(db, other.token)
    found = desk.by_code(db, case.play.state.id, other.code, None)
    assert found is not None
    before = desk.attempts_of(db, found.id)[0].deadline_at
    desking.extend(db, case.play.state, case.found, "tuan-1", minutes=10, seen=0, act=case.act)
    assert desk.attempts_of(db, found.id)[0].deadline_at == before
    assert bending.round_of(db, found.id, attempt) == case.play.state.rounds[0].id
