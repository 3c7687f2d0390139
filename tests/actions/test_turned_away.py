"""An attempt of somebody who, after a void, did not go on to the final counts nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from quiz.actions import desking, finalising, running, scheduling, starting
from quiz.actions.desking import Act
from quiz.actions.packs import recounting
from quiz.actions.packs.unpacking import Pack
from quiz.actions.shelf import Shelf
from quiz.actions.starting import Caller, Evidence
from quiz.rules.awards import Prize, PrizePlan
from quiz.rules.calendar import CountsFrom
from quiz.rules.clauses import RankingRule
from quiz.rules.contest import Progression, Take
from quiz.rules.keys import Key, RankKey
from quiz.rules.text import Text
from quiz.store import desk, papers, snapshots, staff, tables
from quiz.store.engine import reading, writing
from tests import make
from tests.command import Command
from tests.make import DAY, NOW
from tests.operations.test_pack_script import recounted
from tests.play import Play

MINUTE = timedelta(minutes=1)
FIRST_OVER, VOIDED, FINAL_OVER = NOW + 7 * DAY, NOW + 9 * DAY, NOW + 10 * DAY
WHO: dict[str, Any] = {"staff_id": None, "reason": "thử"}
EARLIEST = RankingRule(chain=(RankKey(Key.SUBMITTED),))


@pytest.fixture
def final(engine: Engine) -> make.Person:
    """Who now stands first in the first week; whoever stood there played the final before the void."""
    contest = make.contest(
        clauses=make.clauses(ranking=EARLIEST, prizes=PrizePlan((Prize("nhat", Text("Nhất"), 1),))),
        progressions=(Progression("tuan-2", ("tuan-1",), Take.WINNERS),),
    )
    weeks = contest.rounds
    month = replace(weeks[0], slug="thang", number=3, closes=weeks[1].closes, counts=CountsFrom.CHILDREN)
    contest = replace(contest, rounds=(*(replace(one, parent="thang") for one in weeks), month))
    with writing(engine) as db:
        play = Play(make.running(db, contest))
        first, second = (make.participant(db, play.state, name, phone=None) for name in ("An", "Bá"))
        for person, at in ((first, NOW + MINUTE), (second, NOW + 2 * MINUTE)):
            play.hand_in(db, person.token, play.start(db, person.token), {}, prediction=1, now=at)
        running.close(db, play.state, "tuan-1", **WHO, now=FIRST_OVER)
    finalising.finalise(engine, "thu", "tuan-1", **WHO, now=FIRST_OVER + MINUTE)
    play_the_final(engine, play, first)
    void_the_first_week(engine, first)
    finalising.recompute(engine, "thu", "tuan-1", seen_version=1, **WHO, now=VOIDED)
    with writing(engine) as db:
        running.close(db, make.reload(db, "thu"), "tuan-2", **WHO, now=FINAL_OVER)
    finalising.finalise(engine, "thu", "tuan-2", **WHO, now=FINAL_OVER)
    with writing(engine) as db:
        scheduling.schedule(db, make.reload(db, "thu"), "thang", **WHO, now=NOW)
        running.close(db, make.reload(db, "thu"), "thang", **WHO, now=FINAL_OVER)
    finalising.finalise(engine, "thu", "thang", **WHO, now=FINAL_OVER)
    return second


def play_the_final(engine: Engine, play: Play, person: make.Person) -> None:
    at = NOW + 8 * DAY
    with writing(engine) as db:
        opened = play.state.rounds[1].id
        chosen = make.items(db, 8, now=at, bank="chung-ket")
        papers.choose(db, contest_id=play.state.id, round_id=opened, block="", item_version_ids=chosen)
        scheduling.schedule(db, make.reload(db, "thu"), "tuan-2", **WHO, now=at)
    with writing(engine) as db:
        state = make.reload(db, "thu")
        caller = Caller(person.token, Evidence())
        begun = starting.start(db, Shelf(), state, state.rounds[1], caller, now=at)
        Play(state).hand_in(db, person.token, begun, {}, prediction=1, now=at + MINUTE)


def void_the_first_week(engine: Engine, person: make.Person) -> None:
    with writing(engine) as db:
        by = staff.add(db, login="lan", name="Lan", password_hash="-", now=NOW)
        state = make.reload(db, "thu")
        mine = select(tables.attempts.c.public_id).where(
            tables.attempts.c.participant_id == person.id, tables.attempts.c.round_id == state.rounds[0].id
        )
        found = desk.by_code(db, state.id, person.code, None)
        assert found is not None
        public_id = str(db.execute(mine).scalar_one())
        desking.void(db, state, found, public_id, act=Act(by, "thi hộ", VOIDED - MINUTE))


@pytest.mark.usefixtures("final")
def test_it_counts_in_no_figure_of_the_final(engine: Engine) -> None:
    with reading(engine) as db:
        shown = snapshots.shown(db, make.reload(db, "thu").id, "tuan-2")
    assert shown is not None
    figures = shown.summary["blocks"][""]
    counted = [figures[name] for name in ("participants", "attempts", "valid_attempts", "ranked")]
    assert counted == [0, 1, 0, 0]
    assert shown.summary["left_out"]["not_advanced"] == 1


@pytest.mark.usefixtures("final")
def test_it_counts_in_no_figure_of_the_month_around_it(engine: Engine) -> None:
    with reading(engine) as db:
        shown = snapshots.shown(db, make.reload(db, "thu").id, "thang")
    assert shown is not None
    figures = shown.summary["blocks"][""]
    assert [figures[name] for name in ("participants", "attempts", "valid_attempts")] == [1, 3, 1]


@pytest.mark.usefixtures("final")
def test_both_recounts_agree(engine: Engine, quiz: Command, tmp_path: Path) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    assert recounting.recount(Pack(tmp_path / "pack")).differences == []
    told = recounted(tmp_path / "pack").stdout
    assert "places of thang" not in told
    assert told.splitlines()[-1].startswith("agrees")
