"""What people may correct about themselves, and for how long."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, select

from quiz.actions import consenting, correcting, signing_up
from quiz.actions.entries import EntryRefused
from quiz.rules.refusals.contest import AlreadyRegistered
from quiz.rules.refusals.entry import BirthDateUnlikely, DetailsChanged
from quiz.rules.registration import COMMON_FIELDS, Duplicate, Editable, Effect, Eligibility
from quiz.store import bending, consents, known, people, tables
from quiz.store.contests import ContestState
from quiz.store.known import SignedIn
from tests import citizens, make
from tests.make import NOW, WEEK

TYPED = {"name": "Vàng Thị Thử", "birth_date": "31/12/1990", "phone": "0912345678", "unit": "xa-a"}


def signed_up(db: Connection, state: ContestState, **typed: str) -> SignedIn:
    person = signing_up.enrol(db, state, citizens.entry(**typed), key=citizens.KEY, now=NOW)
    found = known.by_id(db, state.id, person.participant_id)
    assert found is not None
    return found


def correct(db: Connection, state: ContestState, me: SignedIn, **typed: str) -> tuple[str, ...]:
    only = correcting.editable(state.contest, me.edits, now=NOW)
    return correcting.correct(db, state, me, {**TYPED, **typed}, only=only, key=citizens.KEY, now=NOW)


def test_a_wrong_name_and_unit_are_corrected_and_the_person_is_judged_anew(db: Connection) -> None:
    state = make.running(db, make.contest(registration=citizens.asking()))
    me = signed_up(db, state)
    assert correct(db, state, me, name="Vàng Thị Thu", unit="xa-b") == ("name", "unit")
    after = known.by_id(db, state.id, me.id)
    assert after is not None
    assert (after.name, after.unit_code, after.edits) == ("Vàng Thị Thu", "xa-b", 1)
    identities = db.execute(select(tables.participants.c.identity_digest)).scalars().all()
    assert identities == [people.already(db, state.id, identities).pop()]


def test_a_field_that_may_be_corrected_once_is_locked_afterwards(db: Connection) -> None:
    fields = tuple(replace(one, editable=Editable.ONCE) for one in COMMON_FIELDS)
    state = make.running(db, make.contest(registration=citizens.asking(fields=fields)))
    me = signed_up(db, state)
    correct(db, state, me, name="Vàng Thị Thu")
    after = known.by_id(db, state.id, me.id)
    assert after is not None
    assert correct(db, state, after, name="Vàng Thị Khác") == ()


@pytest.mark.parametrize("birth", ["24/11/2026", "31/12/1899"])
def test_no_correction_makes_somebody_unborn_or_far_too_old(db: Connection, birth: str) -> None:
    state = make.running(db, make.contest(registration=citizens.asking()))
    me = signed_up(db, state)
    with pytest.raises(EntryRefused) as refused:
        correct(db, state, me, birth_date=birth)
    assert isinstance(refused.value.faults["birth_date"], BirthDateUnlikely)


@pytest.mark.parametrize(("decided", "standing"), [("", "full"), ("người ra đề", "may_not_win")])
def test_a_corrected_birth_date_lets_win_unless_the_organisers_decided_otherwise(
    db: Connection, decided: str, standing: str
) -> None:
    young = Eligibility(age_max=60, effect=Effect.CANNOT_WIN)
    state = make.running(db, make.contest(registration=citizens.asking(), eligibility=young))
    me = signed_up(db, state, birth_date="31/12/1909")
    assert me.standing == "may_not_win"
    for decision in ("excluded", "may_not_win") if decided else ():
        bending.set_standing(db, me.id, decision, decided)
    correct(db, state, me, birth_date="31/12/1990")
    after = known.by_id(db, state.id, me.id)
    assert after is not None
    assert after.standing == standing


def test_nothing_can_be_corrected_after_the_contest(db: Connection) -> None:
    state = make.running(db, make.contest(registration=citizens.asking()))
    assert correcting.editable(state.contest, 0, now=NOW)
    assert not correcting.editable(state.contest, 0, now=NOW + 9 * WEEK)


def test_nobody_becomes_another_person_where_each_may_be_there_once(db: Connection) -> None:
    registration = citizens.asking(duplicates=Duplicate.BLOCK)
    state = make.running(db, make.contest(registration=registration))
    signed_up(db, state)
    other = signed_up(db, state, name="Người Khác")
    with pytest.raises(EntryRefused) as refused:
        correct(db, state, other)
    assert isinstance(refused.value.faults[""], AlreadyRegistered)


def test_two_corrections_of_the_same_reading_do_not_both_win(db: Connection) -> None:
    state = make.running(db, make.contest(registration=citizens.asking()))
    me = signed_up(db, state)
    correct(db, state, me, name="Vàng Thị Một")
    with pytest.raises(DetailsChanged):
        correct(db, state, me, name="Vàng Thị Hai")


def test_taking_back_a_required_consent_tells_the_organisers(db: Connection) -> None:
    state = make.running(db, make.contest(registration=citizens.asking()))
    me = signed_up(db, state)
    consenting.choose(db, state, me.id, [], now=NOW)
    assert consents.living(db, me.id) == {}
    assert citizens.flags(db) == ["consent_withdrawn"]
    consenting.choose(db, state, me.id, ["du-lieu"], now=NOW + WEEK)
    assert not consenting.missing(state.contest, consents.living(db, me.id))
