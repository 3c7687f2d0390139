"""What the steps of a round do, once and however often they are pressed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, select, update

from quiz.actions import finalising, running, sweeping, timekeeping
from quiz.actions.finalising import Finalised
from quiz.actions.timekeeping import More
from quiz.rules.display import Masking, Publication
from quiz.rules.refusals.contest import ReasonMissing, UnitUnknown
from quiz.rules.refusals.staff import AttemptsOpen, ResultsBeingMade, StepTooEarly
from quiz.store import audit, leases, snapshots, standings, tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import make
from tests.make import DAY, NOW
from tests.play import Play, at_once

MINUTE = timedelta(minutes=1)
LATER = NOW + 7 * DAY
WHO: dict[str, Any] = {"staff_id": None, "reason": "thử"}
RIGHT = {position: (letter,) for position in range(1, 6) for letter in (1,)}


def deadlines(db: Connection) -> list[datetime]:
    return list(db.execute(select(tables.attempts.c.deadline_at).order_by(tables.attempts.c.id)).scalars())


def played(engine: Engine, people: dict[str, str], **contest: Any) -> ContestState:
    """A closed round in which everybody guessed three participants and answered from the given unit."""
    with writing(engine) as db:
        play = Play(make.running(db, make.contest(**contest)))
        numbers = {row.code: row.id for row in db.execute(select(tables.units))}
        for minute, (name, unit) in enumerate(people.items(), 1):
            person = make.participant(db, play.state, name, phone=f"09{minute:08}", unit_id=numbers[unit])
            attempt = play.start(db, person.token)
            play.hand_in(db, person.token, attempt, RIGHT, prediction=3, now=NOW + minute * MINUTE)
    close(engine, play.state.slug)
    return play.state


def close(engine: Engine, slug: str, now: datetime = LATER) -> bool:
    with writing(engine) as db:
        return running.close(db, make.reload(db, slug), "tuan-1", **WHO, now=now)


def finalise(engine: Engine) -> Finalised:
    return finalising.finalise(engine, "thu", "tuan-1", **WHO, now=LATER + DAY)


def board(engine: Engine, scope: str = "tuan-1") -> list[Any]:
    with reading(engine) as db:
        shown = snapshots.shown(db, make.reload(db, "thu").id, scope)
        return list(standings.top(db, shown.id, limit=50)) if shown else []


def test_a_pause_is_given_back_to_open_attempts(db: Connection) -> None:
    play = Play(make.running(db))
    play.start(db, make.participant(db, play.state).token)
    before = deadlines(db)[0]
    assert timekeeping.pause(db, play.state, "tuan-1", **WHO, now=NOW + MINUTE)
    assert not timekeeping.pause(db, play.state, "tuan-1", **WHO, now=NOW + 2 * MINUTE)
    assert timekeeping.resume(db, play.state, "tuan-1", **WHO, now=NOW + 21 * MINUTE)
    assert not timekeeping.resume(db, play.state, "tuan-1", **WHO, now=NOW + 30 * MINUTE)
    assert deadlines(db) == [before + 20 * MINUTE]


def test_an_extension_for_everybody_moves_the_close_and_makes_a_new_rulebook(db: Connection) -> None:
    play = Play(make.running(db))
    play.start(db, make.participant(db, play.state).token)
    before = deadlines(db)[0]
    moved = timekeeping.extend(db, play.state, "tuan-1", More(15 * MINUTE), **WHO, now=NOW + MINUTE)
    after = make.reload(db, "thu")
    assert moved == 1
    assert deadlines(db) == [before + 15 * MINUTE]
    assert after.rounds[0].closes_at == play.state.rounds[0].closes_at + 15 * MINUTE
    assert after.contest.rounds[0].moves[-1].closes == play.state.rounds[0].closes_at
    assert after.rulebook_number == play.state.rulebook_number + 1


def test_an_extension_of_a_unit_reaches_everybody_below_it_and_nobody_else(db: Connection) -> None:
    play = Play(make.running(db))
    numbers = {row.code: row.id for row in db.execute(select(tables.units))}
    for name, unit in (("Một", "xa-a"), ("Hai", None)):
        person = make.participant(db, play.state, name, unit_id=numbers.get(unit or ""))
        play.start(db, person.token)
    inside, outside = deadlines(db)
    timekeeping.extend(db, play.state, "tuan-1", More(5 * MINUTE, "tinh"), **WHO, now=NOW + MINUTE)
    assert deadlines(db) == [inside + 5 * MINUTE, outside]
    with pytest.raises(UnitUnknown):
        timekeeping.extend(db, play.state, "tuan-1", More(MINUTE, "xa-la"), **WHO, now=NOW + MINUTE)


def test_an_act_without_a_reason_changes_nothing(db: Connection) -> None:
    state = make.running(db)
    with pytest.raises(ReasonMissing):
        timekeeping.pause(db, state, "tuan-1", staff_id=None, reason=" ", now=NOW)
    with pytest.raises(ReasonMissing):
        running.close(db, state, "tuan-1", staff_id=None, reason="", now=NOW)
    assert make.reload(db, "thu").rounds[0].state == "scheduled"


def test_closing_early_ends_open_attempts_with_what_they_saved(db: Connection) -> None:
    play = Play(make.running(db))
    play.start(db, make.participant(db, play.state).token)
    assert running.close(db, play.state, "tuan-1", **WHO, now=NOW + MINUTE)
    assert not running.close(db, make.reload(db, "thu"), "tuan-1", **WHO, now=NOW + 2 * MINUTE)
    assert deadlines(db) == [NOW + MINUTE]
    assert sweeping.sweep(db, make.reload(db, "thu"), now=NOW + 3 * MINUTE) == 1


def test_a_round_falls_due_after_its_grace_and_after_every_extension(db: Connection) -> None:
    state = make.running(db)
    closes = state.rounds[0].closes_at
    timekeeping.extend(db, state, "tuan-1", More(10 * MINUTE, "xa-a"), **WHO, now=NOW)
    assert running.close_due(db, make.reload(db, "thu"), now=closes + 10 * MINUTE) == []
    assert running.close_due(db, make.reload(db, "thu"), now=closes + 12 * MINUTE) == ["tuan-1"]


def test_a_result_needs_a_closed_round_and_publication_needs_a_result(engine: Engine) -> None:
    with writing(engine) as db:
        state = make.running(db)
    with pytest.raises(StepTooEarly):
        finalising.finalise(engine, "thu", "tuan-1", **WHO, now=NOW)
    with pytest.raises(StepTooEarly), writing(engine) as db:
        running.publish(db, state, "tuan-1", **WHO, now=NOW)


def test_nothing_is_finalised_while_an_attempt_can_still_be_handed_in(engine: Engine) -> None:
    with writing(engine) as db:
        play = Play(make.running(db))
        play.start(db, make.participant(db, play.state).token)
    close(engine, "thu", NOW + MINUTE)
    with pytest.raises(AttemptsOpen):
        finalising.finalise(engine, "thu", "tuan-1", **WHO, now=NOW + MINUTE)
    assert finalising.finalise(engine, "thu", "tuan-1", **WHO, now=NOW + 3 * MINUTE).made


def test_equal_guesses_and_scores_are_ranked_by_time_and_the_winner_is_masked(engine: Engine) -> None:
    played(engine, {"Vàng Thị Một": "xa-a", "Sùng Văn Hai": "xa-b", "Lù Thị Ba": "xa-a"})
    assert finalise(engine) == Finalised(1, made=True)
    assert [row.place for row in board(engine)][:1] == [1]
    with reading(engine) as db:
        shown = snapshots.shown(db, make.reload(db, "thu").id, "tuan-1")
        assert shown is not None
        (winner,) = standings.winners_shown(db, shown.id)
        rows = standings.collectives(db, shown.id)
    assert winner.shown_name == board(engine)[0].shown_name
    assert "***" in winner.shown_name
    assert shown.summary["blocks"][""]["truth"] == 3
    assert (rows[0].shown_name, rows[0].participants) == ("Tỉnh Thử", 3)


def test_a_full_name_is_shown_where_the_rulebook_says_so(engine: Engine) -> None:
    played(engine, {"Vàng Thị Một": "xa-a"}, publication=Publication(names=Masking.FULL))
    finalise(engine)
    assert board(engine)[0].shown_name == "Vàng Thị Một"


def test_finalising_again_finds_the_result_and_recomputing_makes_the_next(engine: Engine) -> None:
    played(engine, {"Vàng Thị Một": "xa-a", "Sùng Văn Hai": "xa-b"})
    finalise(engine)
    assert finalise(engine) == Finalised(1, made=False)
    first = board(engine)[0]
    with writing(engine) as db:
        voided = update(tables.attempts).where(tables.attempts.c.id == first.attempt_id)
        db.execute(voided.values(voided_at=LATER, void_reason="thử"))
        assert running.publish(db, make.reload(db, "thu"), "tuan-1", **WHO, now=LATER + DAY)
        assert not running.publish(db, make.reload(db, "thu"), "tuan-1", **WHO, now=LATER + DAY)
    redo = [
        finalising.recompute(engine, "thu", "tuan-1", seen_version=1, **WHO, now=LATER + 2 * DAY)
        for _ in range(2)
    ]
    assert redo == [Finalised(2, made=True), Finalised(2, made=False)]
    assert [row.participant_id for row in board(engine)] != [first.participant_id]
    with reading(engine) as db:
        state = make.reload(db, "thu")
        shown = snapshots.shown(db, state.id, "tuan-1")
    assert state.rounds[0].state == "provisional"
    # Who was voided is no participant any more; the number to guess was announced, and stays.
    assert shown is not None
    assert shown.summary["blocks"][""]["participants"] == 1
    assert shown.summary["blocks"][""]["truth"] == 2


@pytest.mark.race
def test_two_people_who_finalise_at_once_get_one_result(engine: Engine) -> None:
    played(engine, {"Vàng Thị Một": "xa-a", "Sùng Văn Hai": "xa-b"})
    answers = at_once(4, lambda: finalise(engine))
    assert [one for one in answers if one == Finalised(1, made=True)] == [Finalised(1, made=True)]
    assert all(isinstance(one, Finalised | ResultsBeingMade) for one in answers)
    with reading(engine) as db:
        rows = db.execute(select(func.count()).select_from(tables.snapshot_pointers)).scalar_one()
        acts = [one.act for one in audit.latest(db, "thu")]
    assert rows == 2
    assert acts.count("round.finalise") == 1


def test_a_holder_that_died_does_not_block_the_round_for_ever(engine: Engine) -> None:
    state = played(engine, {"Vàng Thị Một": "xa-a"})
    with writing(engine) as db:
        leases.take(db, state.id, "tuan-1", "finalise", by="dead", now=LATER, lasts=20 * MINUTE)
    with pytest.raises(ResultsBeingMade):
        finalising.finalise(engine, "thu", "tuan-1", **WHO, now=LATER + MINUTE)
    assert finalise(engine).made


def test_a_changed_row_breaks_the_chain_of_acts(db: Connection) -> None:
    state = make.running(db)
    timekeeping.pause(db, state, "tuan-1", **WHO, now=NOW)
    timekeeping.resume(db, state, "tuan-1", **WHO, now=NOW + MINUTE)
    assert audit.verify(db, "thu") is None
    db.execute(update(tables.audit).where(tables.audit.c.number == 2).values(reason="khác"))
    assert audit.verify(db, "thu") == 2
