"""How people get in with code or link, and what slows down whoever guesses."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from quiz.actions import signing_in, signing_up
from quiz.rules.refusals.entry import LinkDead, SlowDown
from quiz.store import codes, known, throttles
from quiz.store.contests import ContestState
from quiz.store.engine import writing
from tests import citizens, make
from tests.make import NOW
from tests.play import at_once

SECOND = timedelta(seconds=1)


def open_contest(db: Connection) -> ContestState:
    return make.running(db, make.contest(registration=citizens.asking()))


def enrol(db: Connection, state: ContestState, name: str = "Vàng Thị Thử") -> signing_up.Enrolled:
    return signing_up.enrol(db, state, citizens.entry(name=name), key=citizens.KEY, now=NOW)


def come(
    db: Connection,
    state: ContestState,
    code: str,
    *,
    account: str = "0912345678",
    caller: signing_in.Caller = citizens.HOME,
    now: datetime = NOW,
) -> str | None:
    """The name of whoever gets in; a refusal rolls back, as it does behind a page."""
    with db.begin_nested():
        token = signing_in.by_code(db, state, account, code, caller, key=citizens.KEY, now=now)
    person = known.signed_in(db, token, state.id, now=now) if token else None
    return person.name if person else None


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08d}"


def test_four_people_behind_one_telephone_each_get_in_with_their_own_code(db: Connection) -> None:
    state = open_contest(db)
    names = ["Bà Nội", "Bố", "Mẹ", "Con"]
    issued = {name: enrol(db, state, name).entry.code for name in names}
    assert [come(db, state, code) for code in issued.values()] == names


def test_telephone_number_and_code_are_read_as_people_write_them(db: Connection) -> None:
    state = open_contest(db)
    person = enrol(db, state)
    spaced = f"{person.entry.code[:4]} {person.entry.code[4:]}"
    assert come(db, state, spaced, account="+84 912 345 678") == "Vàng Thị Thử"
    assert come(db, state, spaced, account=person.code.lower()) == "Vàng Thị Thử"


def test_a_code_opens_nothing_in_another_contest(db: Connection) -> None:
    state = open_contest(db)
    person = enrol(db, state)
    other = make.running(db, make.contest("khac", registration=citizens.asking()), pool=9)
    assert come(db, other, person.entry.code) is None


def test_a_code_made_under_another_key_opens_nothing(db: Connection) -> None:
    state = open_contest(db)
    person = enrol(db, state)
    stranger = replace(citizens.KEY, secret=b"somebody else's key, just as long")
    caller = citizens.HOME
    assert (
        signing_in.by_code(db, state, person.code, person.entry.code, caller, key=stranger, now=NOW) is None
    )


def test_wrong_tries_slow_an_account_down_and_time_lets_it_in_again(db: Connection) -> None:
    state = open_contest(db)
    code = enrol(db, state).entry.code
    for _ in range(5):
        assert come(db, state, wrong(code)) is None
    with pytest.raises(SlowDown) as refused:
        come(db, state, code)
    assert refused.value.values["retry_after"] == 30
    assert come(db, state, code, now=NOW + 31 * SECOND) == "Vàng Thị Thử"


def test_an_enemy_elsewhere_does_not_lock_the_owner_out(db: Connection) -> None:
    state = open_contest(db)
    code = enrol(db, state).entry.code
    enemy = replace(citizens.HOME, source="198.51.100.7")
    for _ in range(5):
        come(db, state, wrong(code), caller=enemy)
    with pytest.raises(SlowDown):
        come(db, state, code, caller=enemy)
    assert come(db, state, code) == "Vàng Thị Thử"


def test_a_commune_behind_one_address_signs_in_as_often_as_it_likes(db: Connection) -> None:
    state = open_contest(db)
    code = enrol(db, state).entry.code
    narrow = replace(citizens.HOME, source_tries=3)
    assert {come(db, state, code, caller=narrow) for _ in range(20)} == {"Vàng Thị Thử"}


def test_guessing_many_accounts_from_one_address_is_slowed_down(db: Connection) -> None:
    state = open_contest(db)
    narrow = replace(citizens.HOME, source_tries=3)
    for number in range(3):
        assert come(db, state, "00000000", account=f"090000000{number}", caller=narrow) is None
    with pytest.raises(SlowDown):
        come(db, state, "00000000", account="0900000009", caller=narrow)


def test_a_new_code_ends_the_old_one_and_its_link(db: Connection) -> None:
    state = open_contest(db)
    person = enrol(db, state)
    [fresh] = codes.issue(db, citizens.KEY, [person.participant_id], now=NOW)
    assert come(db, state, person.entry.code) is None
    assert come(db, state, fresh.code) == "Vàng Thị Thử"
    with pytest.raises(LinkDead):
        signing_in.link_name(db, state, person.entry.secret, key=citizens.KEY)


def test_looking_at_a_link_does_not_use_it_up(db: Connection) -> None:
    state = open_contest(db)
    secret = enrol(db, state).entry.secret
    for _ in range(3):
        assert signing_in.link_name(db, state, secret, key=citizens.KEY) == "Vàng Thị Thử"
    assert signing_in.by_link(db, state, secret, citizens.HOME, key=citizens.KEY, now=NOW)
    assert signing_in.by_link(db, state, "khong-phai", citizens.HOME, key=citizens.KEY, now=NOW) is None


def test_counters_nobody_touches_are_forgotten(db: Connection) -> None:
    state = open_contest(db)
    come(db, state, "00000000")
    assert throttles.forget(db, now=NOW + timedelta(days=1)) == 0
    assert throttles.forget(db, now=NOW + timedelta(days=3)) == 3


@pytest.mark.race
def test_twenty_guesses_at_once_count_as_twenty(engine: Engine) -> None:
    with writing(engine) as db:
        state = open_contest(db)
        code = enrol(db, state).entry.code

    def guess() -> str | None:
        with writing(engine) as db:
            return come(db, state, wrong(code))

    answers = at_once(20, guess)
    assert answers.count(None) == 5
    assert sum(isinstance(one, SlowDown) for one in answers) == 15
