"""A prize that the tie of an earlier week may take or move is told as provisional, announced or not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from quiz.actions import deciding, finalising, running, scheduling, starting
from quiz.actions.packs import recounting
from quiz.actions.packs.unpacking import Pack
from quiz.actions.shelf import Shelf
from quiz.actions.starting import Caller, Evidence
from quiz.rules.awards import Prize, PrizePlan, Repeat
from quiz.rules.clauses import RankingRule, StillTied
from quiz.rules.keys import Key, RankKey
from quiz.rules.text import Text
from quiz.store import audit, papers, snapshots, standings, tables
from quiz.store.engine import reading, writing
from tests import citizens, clerk, make
from tests.command import Command
from tests.make import DAY, NOW
from tests.play import Play

MINUTE = timedelta(minutes=1)
FIRST_OVER, SECOND_ON, SECOND_OVER, LATER = NOW + 7 * DAY, NOW + 8 * DAY, NOW + 9 * DAY, NOW + 10 * DAY
WHO: dict[str, Any] = {"staff_id": None, "reason": "thử"}
BY_SCORE = RankingRule(chain=(RankKey(Key.SCORE),), still_tied=StillTied.DECIDE)
PLAN = PrizePlan((Prize("nhat", Text("Nhất", "First"), 1),), repeat=Repeat.SKIP)


@pytest.fixture
def people(engine: Engine) -> dict[str, make.Person]:
    """Two people tied in the first week, one of whom alone played the second; both weeks are counted."""
    with writing(engine) as db:
        contest = make.contest(clauses=make.clauses(ranking=BY_SCORE, prizes=PLAN))
        play = Play(make.running(db, contest))
        known = {name: make.participant(db, play.state, name, phone=None) for name in ("An", "Bá")}
        for person in known.values():
            play.hand_in(db, person.token, play.start(db, person.token), {}, prediction=1, now=NOW + MINUTE)
        running.close(db, play.state, "tuan-1", **WHO, now=FIRST_OVER)
        second_week(db, play, known["An"].token)
    for slug, at in (("tuan-1", SECOND_OVER), ("tuan-2", SECOND_OVER + MINUTE)):
        finalising.finalise(engine, "thu", slug, **WHO, now=at)
    return known


def second_week(db: Connection, play: Play, token: str) -> None:
    opened = play.state.rounds[1].id
    chosen = make.items(db, 8, now=FIRST_OVER, bank="tuan-hai")
    papers.choose(db, contest_id=play.state.id, round_id=opened, block="", item_version_ids=chosen)
    scheduling.schedule(db, play.state, "tuan-2", **WHO, now=FIRST_OVER)
    state = make.reload(db, "thu")
    begun = starting.start(db, Shelf(), state, state.rounds[1], Caller(token, Evidence()), now=SECOND_ON)
    Play(state).hand_in(db, token, begun, {}, prediction=1, now=SECOND_ON + MINUTE)
    running.close(db, make.reload(db, "thu"), "tuan-2", **WHO, now=SECOND_OVER)


def won(db: Connection) -> list[tuple[str, bool, str | None]]:
    """Winners of the second week: prize, whether it waits, and the prize on the board beside the place."""
    shown = snapshots.shown(db, make.reload(db, "thu").id, "tuan-2")
    assert shown is not None
    beside = db.execute(select(tables.standings.c.prize).where(tables.standings.c.snapshot_id == shown.id))
    on_board = beside.scalars().one()
    rows = standings.winners_shown(db, shown.id)
    return [(row.prize, bool(row.detail.get("waits")), on_board) for row in rows]


def test_the_prize_is_marked_until_the_tie_is_decided_and_the_result_computed_again(
    engine: Engine, people: dict[str, make.Person]
) -> None:
    with writing(engine) as db:
        assert won(db) == [("nhat", True, None)]
        state = make.reload(db, "thu")
        [tie] = [one for one in deciding.open_ties(db, state) if one.scope == "tuan-1"]
        order = [people["Bá"].code, people["An"].code]
        deciding.decide(db, state, tie, order, **WHO, now=LATER)
    for slug, at in (("tuan-1", LATER), ("tuan-2", LATER + MINUTE)):
        finalising.recompute(engine, "thu", slug, seen_version=1, **WHO, now=at)
    with reading(engine) as db:
        assert won(db) == [("nhat", False, "nhat")]


@pytest.mark.usefixtures("people")
def test_an_announcement_says_how_many_prizes_still_wait(engine: Engine, quiz: Command) -> None:
    told = quiz("round", "publish", "thu", "tuan-2", "--json").document
    assert (told["state"], told["waiting_prizes"]) == ("final", 1)
    with reading(engine) as db:
        act = next(one for one in audit.latest(db, "thu") if one.act == "round.publish")
        assert act.detail["waiting"] == 1
        assert won(db) == [("nhat", True, None)]


@pytest.mark.usefixtures("people")
def test_an_announcement_says_how_many_of_its_own_ties_are_not_decided(engine: Engine, quiz: Command) -> None:
    said = quiz("round", "publish", "thu", "tuan-1", "--json").document
    assert (said["state"], said["undecided_ties"], "waiting_prizes" in said) == ("final", 1, False)
    with reading(engine) as db:
        act = next(one for one in audit.latest(db, "thu") if one.act == "round.publish")
    assert act.detail["undecided"] == 1


@pytest.mark.usefixtures("people")
def test_the_public_sees_the_winner_with_the_mark_and_not_on_the_front_page(
    engine: Engine, tmp_path: Path
) -> None:
    with writing(engine) as db:
        running.publish(db, make.reload(db, "thu"), "tuan-2", **WHO, now=LATER)
    visitor = citizens.visitor(engine, tmp_path, LATER + DAY)
    seen, named = visitor.get("/c/thu/winners").text, "<strong>A***</strong>"
    assert ["Tạm thời: chờ quyết định" in seen, named in seen] == [True, True]
    assert named not in visitor.get("/c/thu/").text


@pytest.mark.usefixtures("people")
def test_the_office_is_told_before_it_announces_and_where_it_sees_the_winners(engine: Engine) -> None:
    with reading(engine) as db:
        organiser = clerk.office(engine, contest_id=make.reload(db, "thu").id)
    assert "1 giải vẫn tạm thời" in organiser.get("/office/c/thu/rounds/tuan-2/").text
    assert "chờ quyết định</span>" in organiser.get("/office/c/thu/results/tuan-2/").text


@pytest.mark.usefixtures("people")
def test_a_pack_and_its_recount_tell_the_same_winners(engine: Engine, quiz: Command, tmp_path: Path) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    [winner] = Pack(tmp_path / "pack").document("results/rounds/tuan-2.json")["winners"]
    assert winner["waits"]
    assert recounting.recount(Pack(tmp_path / "pack")).differences == []
