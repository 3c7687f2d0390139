"""Ties that the organisers decide, and who goes on to a final: in the result, a recount, at the start."""

from __future__ import annotations

from dataclasses import replace
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
from quiz.rules.awards import Prize, PrizePlan
from quiz.rules.clauses import RankingRule, StillTied
from quiz.rules.contest import Block, Progression, Take
from quiz.rules.keys import Key, RankKey
from quiz.rules.refusals.contest import NotFound, ReasonMissing
from quiz.rules.refusals.office import (
    ChangedMeanwhile,
    DecisionUnheard,
    NotThoseTied,
    ResultOutdated,
    SecondPersonNeeded,
)
from quiz.rules.refusals.sheet import NotGoneOn
from quiz.rules.text import Text
from quiz.store import papers, progressing, snapshots, staff, tables
from quiz.store.engine import reading, writing
from tests import make
from tests.command import Command
from tests.make import DAY, NOW
from tests.play import Play

MINUTE = timedelta(minutes=1)
CLOSED, COUNTED, DECIDED = NOW + 7 * DAY, NOW + 7 * DAY + 5 * MINUTE, NOW + 8 * DAY
WHO: dict[str, Any] = {"staff_id": None, "reason": "thử"}
BY_SCORE = RankingRule(chain=(RankKey(Key.SCORE),), still_tied=StillTied.DECIDE)
FINAL = Progression("tuan-2", ("tuan-1",), Take.WINNERS)


def arranged(engine: Engine, **changed: Any) -> dict[str, make.Person]:
    """Three people with equal papers and one prize, the round counted."""
    contest = make.contest(
        clauses=make.clauses(ranking=BY_SCORE, prizes=PrizePlan((Prize("nhat", Text("Nhất", "First"), 1),))),
        **changed,
    )
    with writing(engine) as db:
        play = Play(make.running(db, contest))
        people = {name: make.participant(db, play.state, name, phone=None) for name in ("An", "Bá", "Cả")}
        for person in people.values():
            handed_in = play.start(db, person.token)
            play.hand_in(db, person.token, handed_in, {}, prediction=3, now=NOW + MINUTE)
        running.close(db, play.state, "tuan-1", **WHO, now=CLOSED)
    finalising.finalise(engine, "thu", "tuan-1", **WHO, now=COUNTED)
    return people


def the_tie(engine: Engine) -> deciding.Tie:
    with reading(engine) as db:
        return next(one for one in deciding.open_ties(db, make.reload(db, "thu")) if one.scope == "tuan-1")


def decide(engine: Engine, order: list[str], reason: str = "biên bản số 5") -> None:
    tie = the_tie(engine)
    with writing(engine) as db:
        state = make.reload(db, "thu")
        deciding.decide(db, state, tie, order, staff_id=None, reason=reason, now=DECIDED)


def recompute(engine: Engine) -> None:
    with reading(engine) as db:
        shown = snapshots.shown(db, make.reload(db, "thu").id, "tuan-1")
    assert shown is not None
    finalising.recompute(engine, "thu", "tuan-1", seen_version=shown.version, **WHO, now=DECIDED)


def winners(engine: Engine) -> list[tuple[str, int]]:
    with reading(engine) as db:
        shown = snapshots.shown(db, make.reload(db, "thu").id, "tuan-1")
        assert shown is not None
        query = select(tables.participants.c.code, tables.winners.c.place).join(
            tables.participants, tables.participants.c.id == tables.winners.c.participant_id
        )
        query = query.where(tables.winners.c.snapshot_id == shown.id)
        return [(row.code, row.place) for row in db.execute(query)]


def hired(db: Connection, login: str) -> int:
    return staff.add(db, login=login, name=login, password_hash="-", now=NOW)


def test_a_decided_tie_gives_the_prize_and_stays_in_the_rulebook(engine: Engine) -> None:
    people = arranged(engine)
    assert winners(engine) == []
    decide(engine, [people["Bá"].code, people["An"].code])
    recompute(engine)
    assert winners(engine) == [(people["Bá"].code, 1)]
    with reading(engine) as db:
        state = make.reload(db, "thu")
        applied = state.contest.rules_for("tuan-1", None).ranking
        assert deciding.open_ties(db, state) == []
        assert state.contest.rules_for("tuan-2", None).ranking == BY_SCORE
    assert [one.reason for one in applied.decisions] == ["biên bản số 5"]


def test_an_outsiders_recount_follows_the_decision(engine: Engine, quiz: Command, tmp_path: Path) -> None:
    people = arranged(engine)
    decide(engine, [people["Cả"].code, people["Bá"].code])
    recompute(engine)
    quiz("export", "thu", "--out", tmp_path / "pack")
    assert recounting.recount(Pack(tmp_path / "pack")).differences == []


def test_a_decided_tie_must_be_computed_before_it_is_published(engine: Engine) -> None:
    people = arranged(engine)
    decide(engine, [people["Bá"].code, people["An"].code])
    with pytest.raises(ResultOutdated), writing(engine) as db:
        running.publish(db, make.reload(db, "thu"), "tuan-1", **WHO, now=DECIDED + MINUTE)
    recompute(engine)
    with writing(engine) as db:
        assert running.publish(db, make.reload(db, "thu"), "tuan-1", **WHO, now=DECIDED + MINUTE)


def test_only_tied_people_can_be_put_in_order_and_only_with_a_reason(engine: Engine) -> None:
    code = arranged(engine)["An"].code
    for order, named in ((["KHONG-CO", code], "KHONG-CO"), ([code, code.lower()], code), ([], "no code")):
        with pytest.raises(NotThoseTied, match=named):
            decide(engine, order)
    with pytest.raises(ReasonMissing):
        decide(engine, list(the_tie(engine).participants), reason=" ")


def test_who_is_not_named_stands_behind_the_named_and_codes_are_taken_however_typed(engine: Engine) -> None:
    code = arranged(engine)["Cả"].code
    decide(engine, [f" {code[:2].lower()} {code[2:].lower()}"])
    recompute(engine)
    assert winners(engine) == [(code, 1)]
    with reading(engine) as db:
        applied = make.reload(db, "thu").contest.rules_for("tuan-1", None).ranking
    assert [one.order for one in applied.decisions] == [(code,)]


@pytest.mark.parametrize(
    "typed", ["AB12\r\ncd34\r\n", "ab12, CD34", "Ab12 cD34", "ab 12\nCD 34", "\n ab12;\n\n cd34 \n"]
)
def test_an_order_is_read_by_lines_commas_or_spaces(typed: str) -> None:
    tie = deciding.Tie("tuan-1", 1, "", 1, ("nhat",), ("AB12", "CD34", "EF56"))
    assert ["".join(one.split()).upper() for one in deciding.typed_order(tie, typed)] == ["AB12", "CD34"]


def test_a_block_with_its_own_chain_must_ask_for_the_decision_itself(engine: Engine) -> None:
    arranged(engine)
    tie = the_tie(engine)
    own = replace(BY_SCORE, chain=(RankKey(Key.CORRECT),))
    with writing(engine) as db:
        state = make.reload(db, "thu")
        blocks = (Block("can-bo", Text("Cán bộ"), ranking=own),)
        divided = replace(state, contest=replace(state.contest, blocks=blocks))
        of_block = replace(tie, block="can-bo")
        with pytest.raises(DecisionUnheard):
            deciding.decide(db, divided, of_block, tie.participants, **WHO, now=DECIDED)


def test_an_asked_decision_waits_for_another_person(engine: Engine) -> None:
    people = arranged(engine)
    order = [people["Cả"].code, people["An"].code]
    with writing(engine) as db:
        state = make.reload(db, "thu")
        lan, minh = hired(db, "lan"), hired(db, "minh")
        asked = deciding.ask(db, state, the_tie(engine), order, staff_id=lan, reason="họp", now=DECIDED)
    with writing(engine) as db, pytest.raises(SecondPersonNeeded):
        deciding.approve(db, make.reload(db, "thu"), asked, staff_id=lan, now=DECIDED)
    with writing(engine) as db:
        deciding.approve(db, make.reload(db, "thu"), asked, staff_id=minh, now=DECIDED)
    recompute(engine)
    assert winners(engine) == [(people["Cả"].code, 1)]


def test_a_declined_request_changes_nothing(engine: Engine) -> None:
    people = arranged(engine)
    order = [people["Cả"].code, people["An"].code]
    with writing(engine) as db:
        state = make.reload(db, "thu")
        lan, minh = hired(db, "lan"), hired(db, "minh")
        asked = deciding.ask(db, state, the_tie(engine), order, staff_id=lan, reason="họp", now=DECIDED)
        deciding.decline(db, state, asked, staff_id=minh, reason="chưa rõ", now=DECIDED)
        assert make.reload(db, "thu").contest == state.contest
        with pytest.raises(NotFound):
            deciding.approve(db, state, asked, staff_id=minh, now=DECIDED)


def test_a_decision_over_an_older_result_is_told_so(engine: Engine) -> None:
    arranged(engine)
    with writing(engine) as db, pytest.raises(ChangedMeanwhile):
        deciding.tie_at(db, make.reload(db, "thu"), "tuan-1", "", 1, 99)


def test_only_those_who_came_through_may_start_the_final(
    engine: Engine, quiz: Command, tmp_path: Path
) -> None:
    people = arranged(engine, progressions=(FINAL,))
    with reading(engine) as db:
        state = make.reload(db, "thu")
        assert progressing.into(db, state.rounds[1].id) == frozenset()
    decide(engine, [people["Bá"].code, people["An"].code])
    recompute(engine)
    with writing(engine) as db:
        state = make.reload(db, "thu")
        assert progressing.into(db, state.rounds[1].id) == {people["Bá"].id}
        chosen = make.items(db, 8, now=DECIDED)
        papers.choose(db, contest_id=state.id, round_id=state.rounds[1].id, block="", item_version_ids=chosen)
        scheduling.schedule(db, state, "tuan-2", **WHO, now=DECIDED)
    with writing(engine) as db:
        state = make.reload(db, "thu")
        left_out, came_through = (Caller(people[name].token, Evidence()) for name in ("An", "Bá"))
        with pytest.raises(NotGoneOn):
            starting.start(db, Shelf(), state, state.rounds[1], left_out, now=DECIDED + MINUTE)
        assert starting.start(db, Shelf(), state, state.rounds[1], came_through, now=DECIDED + MINUTE)
    quiz("export", "thu", "--out", tmp_path / "pack")
    found = Pack(tmp_path / "pack").document("results/rounds/tuan-1.json")["advanced"]
    assert found == [{"to": "tuan-2", "participants": [people["Bá"].code]}]
    assert recounting.recount(Pack(tmp_path / "pack")).differences == []
