"""Nationality and the declaration about relatives, when somebody signs up."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from quiz.actions import consenting
from quiz.rules.refusals.contest import ConsentMissing
from quiz.rules.refusals.entry import NationalityMissing, OtherNationality
from quiz.rules.registration import COMMON_FIELDS, Effect, Eligibility, Field
from quiz.rules.text import Text
from quiz.store import consents, evaluating, tables
from quiz.store.contests import ContestState
from tests import citizens
from tests.actions.test_signing_up import count, enrol, faults_of, open_contest
from tests.make import NOW

NATION = Field("nationality", Text("Quốc tịch", "Nationality"), required=False)


def of_one_nation(db: Connection, **rule: Any) -> ContestState:
    registration = citizens.asking(fields=(*COMMON_FIELDS, NATION))
    return open_contest(
        db, registration=registration, eligibility=Eligibility(nationality="Việt Nam", **rule)
    )


def test_who_states_another_nationality_or_none_is_refused_beside_the_field(db: Connection) -> None:
    state = of_one_nation(db)
    assert faults_of(db, state, nationality="Lào") == {"nationality": OtherNationality}
    assert faults_of(db, state) == {"nationality": NationalityMissing}
    enrol(db, state, nationality="viet nam")
    assert count(db) == 1


def test_where_foreigners_may_play_they_cannot_win_and_the_results_know_it(db: Connection) -> None:
    state = of_one_nation(db, effect=Effect.CANNOT_WIN)
    enrol(db, state, nationality="Lào")
    assert db.execute(select(tables.participants.c.standing)).scalar_one() == "may_not_win"
    [person], _faces = evaluating.people(db, state.id, state.contest)
    assert (person.nationality, person.may_win) == ("Lào", False)


def test_where_relatives_are_excluded_the_declaration_is_required_and_kept(db: Connection) -> None:
    state = open_contest(db, eligibility=Eligibility(relatives_excluded=True))
    assert faults_of(db, state) == {"consent-relatives": ConsentMissing}
    enrolled = enrol(db, state, consent="du-lieu relatives")
    assert consents.living(db, enrolled.participant_id) == {"du-lieu": "1", "relatives": "1"}


def test_a_declaration_taken_back_is_put_before_the_organisers(db: Connection) -> None:
    state = open_contest(db, eligibility=Eligibility(relatives_excluded=True))
    enrolled = enrol(db, state, consent="du-lieu relatives")
    consenting.choose(db, state, enrolled.participant_id, ["du-lieu"], now=NOW)
    flags = db.execute(select(tables.flags.c.kind, tables.flags.c.detail)).all()
    assert [tuple(one) for one in flags] == [(consenting.WITHDRAWN, {"purpose": "relatives"})]
