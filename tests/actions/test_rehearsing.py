"""The copy that is rehearsed: the same units, papers and keys, but invented people only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from quiz.actions import rehearsing
from quiz.actions.rehearsing import Wanted
from quiz.rules.contest import Block, Joined
from quiz.rules.refusals.rehearsals import FewerAttempts
from quiz.rules.rehearsing import Expected
from quiz.rules.text import Text
from quiz.rules.timing import Phase, phase
from quiz.store import contests, migrating, rehearsals, tables, transplanting
from quiz.store.contests import ContestState
from quiz.store.engine import make_engine, reading, writing
from tests import make
from tests.play import Play

HOURS = timedelta(hours=3)
BLOCKS = tuple(
    Block(slug, Text(slug), joined=Joined.AGE, age_min=low, age_max=high)
    for slug, low, high in (("tre", 14, 30), ("lon", 31, 90))
)


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    migrating.upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def state(engine: Engine) -> ContestState:
    with writing(engine) as db:
        state = make.running(db, make.contest(blocks=BLOCKS))
        make.participant(db, state, block="tre")
    return state


def copied(engine: Engine, target: Engine, state: ContestState) -> ContestState:
    return rehearsing.copy(engine, target, state, "tuan-1", needed=HOURS, now=make.NOW)


def test_papers_and_units_come_along_and_people_do_not(
    engine: Engine, target: Engine, state: ContestState
) -> None:
    copy = copied(engine, target, state)
    this, there = state.rounds[0], copy.rounds[0]
    with reading(engine) as real, reading(target) as db:
        assert rehearsals.paper_versions(db, there.id) == rehearsals.paper_versions(real, this.id)
        count = select(func.count())
        for table in (tables.units, tables.answer_keys, tables.paper_items):
            assert (
                db.execute(count.select_from(table)).scalar_one()
                == real.execute(count.select_from(table)).scalar_one()
            )
        parents = select(tables.units.c.parent_id).where(tables.units.c.code == "xa-a")
        assert db.execute(parents).scalar_one() is not None
        for table in (tables.participants, tables.person_details, tables.attempts, tables.staff):
            assert db.execute(count.select_from(table)).scalar_one() == 0


def test_the_round_is_open_in_the_copy_and_every_other_is_over(
    engine: Engine, target: Engine, state: ContestState
) -> None:
    copy = copied(engine, target, state)
    assert [one.state for one in copy.rounds] == ["scheduled", "final"]
    for now in (make.NOW, make.NOW + HOURS - timedelta(seconds=1)):
        assert phase(copy.contest.round("tuan-1"), now, copy.contest.zone) is Phase.OPEN


def test_the_copy_is_filled_in_every_block_from_its_own_paper(
    engine: Engine, target: Engine, state: ContestState
) -> None:
    copy = copied(engine, target, state)
    written = sum(rehearsing.fill(target, copy, Wanted(60, {"tuan-1": 60}), now=make.NOW))
    attempts, papers = tables.attempts.c, tables.papers.c
    with reading(target) as db:
        played = rehearsals.played(db, copy.rounds[0].id)
        rows = db.execute(
            select(attempts.block, papers.block, attempts.finished_at, attempts.seal_id).join(
                tables.papers, papers.id == attempts.paper_id
            )
        ).all()
    assert written == 60 + played.attempts
    assert {row[0] for row in rows} == {"tre", "lon"}
    assert all(row[0] == row[1] and row[2] <= make.NOW and row[3] for row in rows)


def test_people_can_play_in_the_copy(engine: Engine, target: Engine, state: ContestState) -> None:
    copy = copied(engine, target, state)
    with writing(target) as db:
        play = Play(copy)
        person = make.participant(db, copy, block="lon")
        assert play.start(db, person.token, now=make.NOW)


def test_the_size_comes_from_the_last_round_to_two_figures(engine: Engine) -> None:
    with writing(engine) as db:
        state = make.running(
            db, make.contest(opens=make.NOW - make.WEEK - make.DAY), now=make.NOW - make.WEEK
        )
        play = Play(state)
        token = make.participant(db, state, now=make.NOW - make.WEEK).token
        play.start(db, token, now=make.NOW - make.WEEK)
    with reading(engine) as db:
        second = contests.load(db, "thu")
        assert second is not None
        this = second.rounds[1]
        assert rehearsing.expected(db, second, this, None, None) == Expected(1, 1)
        assert rehearsing.expected(db, second, this, 40_000, None) == Expected(40_000, 40_000)
        assert rehearsing.expected(db, second, this, 40_000, 90_000) == Expected(40_000, 90_000)
        size = rehearsing.wanted(db, second, replace(this), Expected(40_000, 90_000))
    assert size == Wanted(40_000, {"tuan-1": 1, "tuan-2": 90_000})


def test_attempts_are_never_fewer_than_people(engine: Engine, state: ContestState) -> None:
    this = state.rounds[0]
    with reading(engine) as db:
        assert rehearsing.expected(db, state, this, 300, 300) == Expected(300, 300)
        with pytest.raises(FewerAttempts):
            rehearsing.expected(db, state, this, 300, 1)


def test_just_the_rehearsed_round_is_open_in_the_copy(
    engine: Engine, target: Engine, state: ContestState
) -> None:
    copy = copied(engine, target, state)
    assert rehearsing.open_rounds(copy, now=make.NOW) == ["tuan-1"]
    assert rehearsing.open_rounds(copy, now=copy.rounds[0].closes_at) == []
    paused = replace(copy, rounds=tuple(replace(one, paused_at=make.NOW) for one in copy.rounds))
    assert rehearsing.open_rounds(paused, now=make.NOW) == []


def test_only_a_published_round_tells_the_office_what_is_usual(engine: Engine) -> None:
    then = make.NOW - make.WEEK
    with writing(engine) as db:
        state = make.running(db, make.contest(opens=then - make.DAY), now=then)
        play, this = Play(state), state.rounds[1]
        for name in ("Một", "Hai", "Ba"):
            play.start(db, make.participant(db, state, name=name, now=then).token, now=then)
        assert rehearsing.usual(db, state, this) is None, "a running round's size is a secret"
        transplanting.set_stage(db, state.id, this.id)
        over = contests.load(db, "thu")
        assert over is not None
        assert rehearsing.usual(db, over, this) == Expected(3, 3)
        assert rehearsing.usual(db, over, over.rounds[0]) is None
