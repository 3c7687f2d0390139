"""A province's contest in a database: four closed weeks and 3,000 units, nothing marked yet."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine

from question_bank import Item, read
from quiz.actions import crowding, demonstrating, running
from quiz.actions.crowding import Invented
from quiz.cli.demo import BANK_FILES
from quiz.rules.rulebook import read_toml
from quiz.store import contests, migrating
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests.rules.test_size import ATTEMPTS, BOOK, PEOPLE, units

# Each person of a week makes 1 to 3 attempts, 5/3 on the average.
A_WEEK, SEED = 3 / 5, 2022
AFTERWARDS = timedelta(hours=3)


def fill(engine: Engine, attempts: int) -> ContestState:
    """Invent a contest with about so many attempts."""
    migrating.upgrade(engine)
    written = read_toml(BOOK.read_text(encoding="utf-8"))
    with writing(engine) as db:
        state = demonstrating.prepare(
            db, written, units=_units(), items=_items(), honours=[], now=written.opens - timedelta(days=2)
        )
        everybody = attempts * PEOPLE // ATTEMPTS
        crowd = crowding.people(db, state, everybody, seed=SEED, now=written.opens)
    a_week = int(attempts * A_WEEK / len(state.rounds))
    step = (everybody - a_week) // (len(state.rounds) - 1)
    for number in range(len(state.rounds)):
        _week(engine, state, number, crowd[number * step :][:a_week])
    return loaded(engine, written.slug)


def loaded(engine: Engine, slug: str) -> ContestState:
    """The contest as it stands."""
    with reading(engine) as db:
        state = contests.load(db, slug)
    if state is None:
        raise LookupError(slug)
    return state


def _week(engine: Engine, state: ContestState, number: int, crowd: list[Invented]) -> None:
    one = state.rounds[number]
    with writing(engine) as db:
        crowding.attempts(db, state, one, crowd, seed=SEED + number, until=one.closes_at)
        running.close(db, state, one.slug, staff_id=None, reason="bench", now=one.closes_at + AFTERWARDS)


def _units() -> str:
    head, *lines = units()
    named = [f"{line},{line.split(',')[0]}" for line in lines]
    return "\n".join([f"{head},name", *named]) + "\n"


def _items() -> list[Item]:
    items: list[Item] = []
    for path in sorted(BANK_FILES.glob("*.toml")):
        with path.open("rb") as stream:
            items += read(path.name, stream).items
    return items
