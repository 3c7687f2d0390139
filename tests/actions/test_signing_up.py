"""Who gets into a contest by the form, who does not, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, select

from quiz.actions import signing_up
from quiz.actions.entries import EntryRefused
from quiz.actions.placing import OUTSIDE
from quiz.rules.contest import Block, Joined
from quiz.rules.refusals.contest import (
    AlreadyRegistered,
    ConsentMissing,
    FieldMalformed,
    FieldMissing,
    FieldTaken,
    RoundEnded,
    TooYoung,
    UnitUnknown,
)
from quiz.rules.refusals.entry import BirthDateUnlikely, BlockMissing
from quiz.rules.registration import (
    COMMON_FIELDS,
    AgeAt,
    Duplicate,
    Effect,
    Eligibility,
    Field,
    FieldKind,
)
from quiz.rules.text import Text
from quiz.store import codes, tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import citizens, make
from tests.make import DAY, NOW
from tests.play import at_once


def open_contest(db: Connection, *, registration: Any = None, pool: int = 8, **changed: Any) -> ContestState:
    return make.running(
        db, make.contest(registration=registration or citizens.asking(), **changed), pool=pool
    )


def enrol(db: Connection, state: ContestState, **typed: str) -> signing_up.Enrolled:
    return signing_up.enrol(db, state, citizens.entry(**typed), key=citizens.KEY, now=NOW)


def faults_of(db: Connection, state: ContestState, **typed: str) -> dict[str, type[Exception]]:
    with pytest.raises(EntryRefused) as refused:
        enrol(db, state, **typed)
    return {name: type(fault) for name, fault in refused.value.faults.items()}


def count(db: Connection) -> int:
    return db.execute(select(func.count()).select_from(tables.participants)).scalar_one()


def test_a_person_is_taken_in_with_unit_details_and_consent(db: Connection) -> None:
    enrolled = enrol(db, open_contest(db))
    person = db.execute(select(tables.participants)).one()
    details = db.execute(select(tables.person_details)).one()
    assert (person.code, person.facts["birth_date"]) == (enrolled.code, "1990-12-31")
    assert (details.phone, details.search) == ("0912345678", "vang thi thu")
    assert (
        db.execute(select(tables.units.c.code).where(tables.units.c.id == person.unit_id)).scalar() == "xa-a"
    )
    assert db.execute(select(tables.consents.c.purpose)).scalar_one() == "du-lieu"


def test_neither_code_nor_link_secret_is_kept_in_clear(db: Connection) -> None:
    enrolled = enrol(db, open_contest(db))
    kept = citizens.everything_kept(db)
    assert enrolled.entry.code not in kept
    assert enrolled.entry.secret not in kept
    assert enrolled.entry.code not in repr(enrolled)


def test_every_fault_is_named_by_its_field_and_nothing_is_kept(db: Connection) -> None:
    state = open_contest(db)
    faults = faults_of(db, state, name=" ", birth_date="31/02/1990", phone="12", unit="xa-la", consent="")
    assert faults == {
        "name": FieldMissing,
        "birth_date": FieldMalformed,
        "phone": FieldMalformed,
        "unit": UnitUnknown,
        "consent-du-lieu": ConsentMissing,
    }
    assert count(db) == 0


def test_a_birth_date_may_be_typed_without_slashes(db: Connection) -> None:
    enrol(db, open_contest(db), birth_date="31121990")
    assert str(db.execute(select(tables.person_details.c.birth_date)).scalar_one()) == "1990-12-31"


@pytest.mark.parametrize("typed", ["24/11/2026", "01/01/2099", "22/11/1906", "31/12/1899", "01/02/95"])
def test_nobody_signs_up_who_is_not_born_or_over_a_hundred_and_twenty(db: Connection, typed: str) -> None:
    state = open_contest(db)
    with pytest.raises(EntryRefused) as refused:
        enrol(db, state, birth_date=typed)
    fault = refused.value.faults["birth_date"]
    assert isinstance(fault, BirthDateUnlikely)
    assert f"{typed} không thể đúng: phải từ 23/11/1906 đến 23/11/2026" in fault.sentence("vi")
    assert refused.value.status == 422


@pytest.mark.parametrize("typed", ["23/11/2026", "23/11/1906"])
def test_the_newborn_and_the_oldest_sign_up(db: Connection, typed: str) -> None:
    enrol(db, open_contest(db), birth_date=typed)
    assert count(db) == 1


def test_a_day_that_is_no_birth_date_may_lie_ahead(db: Connection) -> None:
    valid = Field("card_valid_to", Text("Thẻ có giá trị đến"), FieldKind.DATE)
    asking = replace(citizens.asking(), fields=(*COMMON_FIELDS, valid))
    enrol(db, open_contest(db, registration=asking), card_valid_to="01/01/2030")
    assert db.execute(select(tables.person_details.c.more)).scalar_one() == {"card_valid_to": "2030-01-01"}


def test_somebody_under_age_is_refused_by_name(db: Connection) -> None:
    state = open_contest(db, eligibility=Eligibility(age_min=14))
    assert faults_of(db, state, birth_date="01/01/2016") == {"birth_date": TooYoung}
    assert count(db) == 0


def test_who_comes_of_age_before_the_last_round_ends_may_sign_up(db: Connection) -> None:
    at_start = Eligibility(age_min=14, age_at=AgeAt.CONTEST_OPENS)
    born = (NOW + 3 * DAY).replace(year=NOW.year - 14)
    enrol(db, open_contest(db, eligibility=Eligibility(age_min=14)), birth_date=f"{born:%d/%m/%Y}")
    state = open_contest(db, slug="khac", pool=9, eligibility=at_start)
    assert faults_of(db, state, birth_date=f"{born:%d/%m/%Y}") == {"birth_date": TooYoung}


def test_an_excluded_unit_may_play_without_winning_where_the_rulebook_says_so(db: Connection) -> None:
    rule = Eligibility(excluded_units=("tinh",), effect=Effect.CANNOT_WIN)
    enrol(db, open_contest(db, eligibility=rule))
    assert db.execute(select(tables.participants.c.standing)).scalar_one() == "may_not_win"


def test_people_without_a_unit_or_from_outside_may_take_part(db: Connection) -> None:
    state = open_contest(db)
    assert faults_of(db, state, unit="") == {"unit": FieldMissing}
    enrol(db, state, unit=OUTSIDE)
    assert db.execute(select(tables.participants.c.unit_id)).scalar_one() is None


def test_the_unit_decides_the_block_where_the_rulebook_says_so(db: Connection) -> None:
    blocks = (
        Block("can-bo", Text("Cán bộ"), Joined.UNIT, groups=("co-quan",)),
        Block("nguoi-dan", Text("Người dân"), Joined.CHOICE),
    )
    state = open_contest(db, blocks=blocks)
    db.execute(tables.units.update().where(tables.units.c.code == "xa-b").values(groups=["co-quan"]))
    enrol(db, state, unit="xa-b")
    assert db.execute(select(tables.participants.c.block)).scalar_one() == "can-bo"
    assert faults_of(db, state, unit="xa-a", block="") == {"block": BlockMissing}


def test_a_second_entry_is_flagged_by_default_and_refused_where_the_rulebook_blocks(db: Connection) -> None:
    state = open_contest(db)
    enrol(db, state)
    enrol(db, state, name="  vàng thị   thử ", phone="+84 912.345.678")
    assert citizens.flags(db) == ["duplicate"]
    strict = open_contest(db, slug="chat", pool=9, registration=citizens.asking(duplicates=Duplicate.BLOCK))
    enrol(db, strict)
    assert faults_of(db, strict) == {"": AlreadyRegistered}


def test_a_unique_detail_belongs_to_the_first_who_gives_it(db: Connection) -> None:
    fields = tuple(replace(one, unique=one.name == "phone") for one in COMMON_FIELDS)
    state = open_contest(db, registration=citizens.asking(fields=fields))
    enrol(db, state)
    assert faults_of(db, state, name="Người Khác") == {"phone": FieldTaken}


def test_the_sixth_person_behind_one_telephone_is_flagged_not_refused(db: Connection) -> None:
    state = open_contest(db)
    for number in range(6):
        enrol(db, state, name=f"Người Thứ {number}")
    assert citizens.flags(db) == ["shared_phone"]
    assert count(db) == 6


def test_nobody_signs_up_after_the_last_round(db: Connection) -> None:
    state = open_contest(db)
    with pytest.raises(RoundEnded):
        signing_up.enrol(db, state, citizens.entry(), key=citizens.KEY, now=NOW + timedelta(days=90))


def test_a_second_tap_on_the_same_page_is_the_same_person_with_a_fresh_code(db: Connection) -> None:
    state = open_contest(db)
    first, second = (enrol(db, state, form="mot-trang") for _ in range(2))
    assert (first.code, count(db), citizens.flags(db)) == (second.code, 1, [])
    assert codes.holder(db, citizens.KEY, state.id, first.entry.secret) is None
    assert codes.holder(db, citizens.KEY, state.id, second.entry.secret) is not None


def test_the_page_of_one_person_never_lets_the_next_one_in_as_the_first(db: Connection) -> None:
    state = open_contest(db)
    first = enrol(db, state, form="mot-trang")
    assert enrol(db, state, form="mot-trang", name="Người Khác").code != first.code
    later = NOW + timedelta(minutes=2)
    again = signing_up.enrol(db, state, citizens.entry(form="mot-trang"), key=citizens.KEY, now=later)
    assert again.code != first.code
    assert citizens.flags(db) == ["duplicate"]


@pytest.mark.race
def test_twenty_taps_at_once_make_one_person(engine: Engine) -> None:
    with writing(engine) as db:
        state = open_contest(db)

    def tap() -> str:
        with writing(engine) as db:
            return enrol(db, state, form="mot-trang").code

    assert len(set(at_once(20, tap))) == 1
    with reading(engine) as db:
        assert (count(db), citizens.flags(db)) == (1, [])


@pytest.mark.race
def test_forty_equal_sign_ups_at_once_make_one_person_where_the_rulebook_blocks(engine: Engine) -> None:
    with writing(engine) as db:
        state = open_contest(db, registration=citizens.asking(duplicates=Duplicate.BLOCK))

    def sign_up() -> signing_up.Enrolled:
        with writing(engine) as db:
            return enrol(db, state)

    answers = at_once(40, sign_up)
    assert sum(isinstance(one, signing_up.Enrolled) for one in answers) == 1
    assert sum(isinstance(one, EntryRefused) for one in answers) == 39
    with reading(engine) as db:
        assert count(db) == 1
