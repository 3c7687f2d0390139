"""What falls due is done by itself, once, whoever looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select

from quiz.actions import previewing
from quiz.cli.companion import DUTIES, look_round
from quiz.cli.errands import Errands
from quiz.cli.shell import Shell
from quiz.store import tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import citizens, make
from tests.command import Command
from tests.play import Play
from tests.provision.server import Clock, settings_of

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


@pytest.fixture
def asked(engine: Engine) -> tuple[ContestState, str]:
    """An attempt of a counted round about which somebody asked what voiding it would change."""
    citizens.announced(engine)
    with writing(engine) as db:
        state = make.reload(db, "thu")
        attempt = str(db.execute(select(tables.attempts.c.public_id)).scalars().first())
        assert previewing.asked(db, state, attempt, now=citizens.LATER) is None
    return state, attempt


def answered(engine: Engine, asked: tuple[ContestState, str]) -> bool:
    with writing(engine) as db:
        return previewing.asked(db, *asked, now=citizens.LATER) is not None


def test_a_look_ahead_is_worked_out_by_a_command_of_its_own(
    asked: tuple[ContestState, str], engine: Engine, quiz: Command
) -> None:
    quiz("companion", "--look-ahead")
    assert answered(engine, asked)


def test_a_look_ahead_is_left_to_another_process_once_while_what_falls_due_goes_on(
    asked: tuple[ContestState, str],
    engine: Engine,
    database_url: str,
    test_clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in settings_of(database_url, test_clock.file, {"pool_size": 2}).items():
        monkeypatch.setenv(name, value)
    shell, beside, now = Shell(), Errands(), datetime.now(UTC)
    look_round(shell, now, {}, beside)
    helper = beside.running
    assert helper is not None
    look_round(shell, now + MINUTE, {}, beside)
    assert beside.running is helper
    assert helper.wait() == 0
    assert answered(engine, asked)
    look_round(shell, now + 2 * MINUTE, {}, beside)
    assert beside.running is helper
    shell.close()


def test_several_companions_do_every_job_and_seal_nothing_twice(
    ends: datetime, engine: Engine, quiz: Command
) -> None:
    for _ in range(3):
        quiz("companion", "--once")
    with reading(engine) as db:
        done = set(db.execute(select(tables.due_jobs.c.kind)).scalars())
    assert done == {duty.kind for duty in DUTIES}
    assert counted(engine, "seals") == 1
