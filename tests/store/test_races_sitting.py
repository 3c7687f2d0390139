"""Many at once: what the database settles when forty requests of one person arrive together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from quiz.rules.limits import RoundLimitReached
from quiz.rules.refusals.contest import AlreadyHandedIn
from quiz.store.engine import at_once as each_at_once
from quiz.store.engine import reading, writing
from quiz.store.tables import attempts
from tests import make
from tests.make import Person
from tests.play import Play, at_once, statements

pytestmark = pytest.mark.race
Scaled = Callable[[int, int], int]


@pytest.fixture
def play(engine: Engine) -> Play:
    """A committed contest with its first round open."""
    with writing(engine) as db:
        return Play(make.running(db))


@pytest.fixture
def person(engine: Engine, play: Play) -> Person:
    """A committed person who is signed in."""
    with writing(engine) as db:
        return make.participant(db, play.state)


def numbers(engine: Engine) -> list[int]:
    with reading(engine) as db:
        return list(db.execute(select(attempts.c.number).order_by(attempts.c.number)).scalars())


def test_forty_parallel_starts_open_one_attempt(
    engine: Engine, play: Play, person: Person, scaled: Scaled
) -> None:
    def start() -> str:
        with writing(engine) as db:
            return play.start(db, person.token)

    opened = at_once(scaled(40, 200), start)
    assert len({str(one) for one in opened}) == 1
    assert numbers(engine) == [1]


def test_forty_racing_loops_of_start_and_hand_in_make_exactly_the_three_that_are_allowed(
    engine: Engine, play: Play, person: Person, scaled: Scaled
) -> None:
    def loop() -> int:
        handed = 0
        while True:
            try:
                with writing(engine) as db:
                    public_id = play.start(db, person.token)
                with writing(engine) as db:
                    play.hand_in(db, person.token, public_id)
            except RoundLimitReached:
                return handed
            handed += 1

    loops = at_once(scaled(40, 200), loop)
    assert all(isinstance(one, int) for one in loops)
    assert numbers(engine) == [1, 2, 3]


def test_forty_parallel_hand_ins_of_one_sheet_give_one_row_and_one_receipt(
    engine: Engine, play: Play, person: Person, scaled: Scaled
) -> None:
    with writing(engine) as db:
        public_id = play.start(db, person.token)

    def hand_in() -> str:
        with writing(engine) as db:
            return play.hand_in(db, person.token, public_id, {1: (2,), 3: (1,)}, prediction=9).receipt

    receipts = at_once(scaled(40, 200), hand_in)
    assert len({str(one) for one in receipts}) == 1
    assert numbers(engine) == [1]
    with reading(engine) as db:
        stored = db.execute(select(attempts.c.receipt, attempts.c.state)).one()
    assert (stored.receipt, stored.state) == (receipts[0], "handed_in")


def test_of_forty_different_sheets_handed_in_at_once_one_counts_and_the_others_are_told(
    engine: Engine, play: Play, person: Person
) -> None:
    with writing(engine) as db:
        public_id = play.start(db, person.token)
    guesses = iter(range(40))

    def hand_in() -> int:
        guess = next(guesses)
        with writing(engine) as db:
            play.hand_in(db, person.token, public_id, {1: (1,)}, prediction=guess)
        return guess

    outcomes = at_once(40, hand_in)
    won = [one for one in outcomes if isinstance(one, int)]
    assert len(won) == 1
    assert sum(isinstance(one, AlreadyHandedIn) for one in outcomes) == 39
    with reading(engine) as db:
        assert db.execute(select(attempts.c.prediction)).scalar_one() == won[0]


def test_of_forty_saves_in_any_order_the_highest_revision_stands(
    engine: Engine, play: Play, person: Person
) -> None:
    with writing(engine) as db:
        public_id = play.start(db, person.token)
    turns = iter(range(1, 41))

    def save() -> Any:
        turn = next(turns)
        with writing(engine) as db:
            return play.save(
                db, person.token, public_id, {1: (turn % 4 + 1,)}, revision=turn * 10_000 + 7, prediction=turn
            ).refusal

    assert at_once(40, save) == [None] * 40
    with reading(engine) as db:
        stored = db.execute(select(attempts.c.revision, attempts.c.prediction)).one()
    assert (stored.revision, stored.prediction) == (400_007, 40)


def test_a_save_that_races_the_hand_in_never_changes_what_was_handed_in(
    engine: Engine, play: Play, person: Person
) -> None:
    with writing(engine) as db:
        public_id = play.start(db, person.token)
    turns = iter(range(40))

    def act() -> None:
        turn = next(turns)
        with writing(engine) as db:
            if turn % 2:
                play.hand_in(db, person.token, public_id, {1: (1,)}, prediction=1)
            else:
                play.save(db, person.token, public_id, {1: (2,)}, revision=turn * 10_000 + 7, prediction=2)

    assert at_once(40, act) == [None] * 40
    with reading(engine) as db:
        assert db.execute(
            select(attempts.c.prediction, func.count()).group_by(attempts.c.prediction)
        ).all() == [(1, 1)]


def test_forty_racing_starts_and_hand_ins_without_a_lock_make_exactly_the_three_that_are_allowed(
    engine: Engine, play: Play, person: Person, scaled: Scaled
) -> None:
    def start() -> str:
        with each_at_once(engine) as db:
            begun = play.start_at_once(db, person.token)
        if begun is not None:
            return begun
        with writing(engine) as db:
            return play.start(db, person.token)

    def loop() -> int:
        handed = 0
        while True:
            try:
                public_id = start()
            except RoundLimitReached:
                return handed
            with each_at_once(engine) as db:
                ending = play.hand_in_at_once(db, person.token, public_id, {1: (1,)}, prediction=9)
            if ending is None:
                with writing(engine) as db:
                    play.hand_in(db, person.token, public_id, {1: (1,)}, prediction=9)
            handed += 1

    loops = at_once(scaled(40, 200), loop)
    assert all(isinstance(one, int) for one in loops)
    assert numbers(engine) == [1, 2, 3]


def test_the_hot_path_keeps_to_its_statements(engine: Engine, play: Play, person: Person) -> None:
    with writing(engine) as db, statements(engine) as start:
        public_id = play.start(db, person.token)
    with writing(engine) as db, statements(engine) as first_save:
        play.save(db, person.token, public_id, {1: (2,)}, revision=10_007)
    with writing(engine) as db, statements(engine) as later_save:
        play.save(db, person.token, public_id, {1: (3,)}, revision=20_007)
    with writing(engine) as db, statements(engine) as hand_in:
        play.hand_in(db, person.token, public_id, {1: (3,)})
    with each_at_once(engine) as db, statements(engine) as lone_start:
        assert play.start_at_once(db, person.token) is not None
    assert len(lone_start) == 2
    counted = [len(one) for one in (start, first_save, later_save, hand_in)]
    assert counted[0] <= 4
    assert counted[2] == 1
    assert counted[3] <= 3
