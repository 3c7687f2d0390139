"""What falls due is done by itself, once, whoever looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select

from quiz.cli.companion import DUTIES
from quiz.store import tables
from quiz.store.engine import reading, writing
from tests import make
from tests.command import Command
from tests.play import Play
from tests.provision.server import Clock

MINUTE = timedelta(minutes=1)


@pytest.fixture
def ends(engine: Engine) -> datetime:
    """The close of a round in which somebody has an attempt open and somebody has handed in."""
    now = datetime.now(UTC)
    with writing(engine) as db:
        play = Play(make.running(db, make.contest(opens=now - make.DAY), now=now))
        idle, quick = (make.participant(db, play.state, name, now=now) for name in ("Một", "Hai"))
        play.start(db, idle.token, now=now)
        attempt = play.start(db, quick.token, now=now)
        play.hand_in(db, quick.token, attempt, {1: (1,)}, prediction=2, now=now)
    return play.state.rounds[0].closes_at


def counted(engine: Engine, table: str) -> int:
    with reading(engine) as db:
        return int(db.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one())


def round_state(engine: Engine) -> str:
    with reading(engine) as db:
        return str(
            db.execute(select(tables.rounds.c.state).order_by(tables.rounds.c.number)).scalars().first()
        )


def states(engine: Engine) -> list[str]:
    with reading(engine) as db:
        return sorted(db.execute(select(tables.attempts.c.state)).scalars())


def correct(engine: Engine) -> list[int | None]:
    attempts = tables.attempts
    with reading(engine) as db:
        return list(db.execute(select(attempts.c.correct).order_by(attempts.c.id)).scalars())


def test_an_attempt_whose_time_is_over_ends_and_is_sealed(
    ends: datetime, engine: Engine, quiz: Command, test_clock: Clock
) -> None:
    test_clock.turn(datetime.now(UTC) + 20 * MINUTE)
    quiz("companion", "--once")
    assert states(engine) == ["handed_in", "timed_out"]
    assert round_state(engine) == "scheduled"
    assert counted(engine, "seals") == 1
    assert counted(engine, "live_counts") == 2


def test_a_round_closes_by_itself_after_its_grace_and_not_before(
    ends: datetime, engine: Engine, quiz: Command, test_clock: Clock
) -> None:
    test_clock.turn(ends + MINUTE / 2)
    quiz("companion", "--once")
    assert round_state(engine) == "scheduled"
    test_clock.turn(ends + 2 * MINUTE)
    quiz("companion", "--once")
    assert round_state(engine) == "closed"


def test_a_closed_round_is_marked_before_anybody_asks_for_its_result(
    ends: datetime, engine: Engine, quiz: Command, test_clock: Clock
) -> None:
    test_clock.turn(ends)
    quiz("companion", "--once")
    assert correct(engine) == [None, None]
    test_clock.turn(ends + 2 * MINUTE)
    quiz("companion", "--once")
    quiz("companion", "--once")
    assert None not in correct(engine)


def test_several_companions_do_every_job_and_seal_nothing_twice(
    ends: datetime, engine: Engine, quiz: Command
) -> None:
    for _ in range(3):
        quiz("companion", "--once")
    with reading(engine) as db:
        done = set(db.execute(select(tables.due_jobs.c.kind)).scalars())
    assert done == {duty.kind for duty in DUTIES}
    assert counted(engine, "seals") == 1
