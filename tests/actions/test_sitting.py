"""What a save and a hand-in do, on time, late, twice, from two devices and by strangers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update

from quiz.actions import sweeping
from quiz.rules.clauses import PaperSpec
from quiz.rules.display import Feedback, When
from quiz.rules.guess import Blank, Guess, PredictionRule
from quiz.rules.refusals.contest import (
    AlreadyHandedIn,
    AnswersMalformed,
    AnswersMissing,
    AttemptVoid,
    NotFound,
    PredictionMissing,
    TooLate,
)
from quiz.rules.refusals.sheet import SavedElsewhere, SignedOut
from quiz.store import sessions, tables
from quiz.store.tables import attempts
from tests import make
from tests.make import NOW, WEEK
from tests.play import Play, row

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
LIMIT = 10 * MINUTE
GRACE = 60 * SECOND


def test_the_higher_revision_wins_whatever_the_order_of_arrival(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    play.save(db, token, public_id, {1: (2,), 2: (1,)}, revision=20_007, base=0)
    newest = row(db, public_id).answers
    overtaken = play.save(db, token, public_id, {1: (1,)}, revision=10_007, base=0)
    assert overtaken.refusal is None
    assert (row(db, public_id).answers, row(db, public_id).revision) == (newest, 20_007)


def test_the_first_device_is_told_that_a_second_one_wrote(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    play.save(db, token, public_id, {1: (2,)}, revision=10_007, base=0)
    play.save(db, token, public_id, {1: (3,)}, revision=20_042, base=10_007)
    told = play.save(db, token, public_id, {1: (1,)}, revision=90_007, base=10_007)
    assert isinstance(told.refusal, SavedElsewhere)
    assert row(db, public_id).revision == 20_042


def test_answers_after_the_limit_are_kept_as_evidence_and_do_not_count(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    play.save(db, token, public_id, {1: (2,)}, revision=10_007)
    counted = row(db, public_id).answers
    late = NOW + LIMIT + GRACE + SECOND
    for revision in range(20_007, 120_007, 10_000):
        shown = {1: (revision // 10_000 % 4 + 1,), 2: (revision // 40_000 + 1,)}
        told = play.save(db, token, public_id, shown, revision=revision, now=late)
        assert isinstance(told.refusal, TooLate)
    assert row(db, public_id).answers == counted
    assert len(db.execute(select(tables.late_answers)).all()) == 5


def test_an_edit_within_the_grace_counts_but_not_its_lateness(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    assert play.save(db, token, public_id, {1: (2,)}, revision=1, now=NOW + LIMIT + GRACE).refusal is None
    ending = play.hand_in(db, token, public_id, now=NOW + LIMIT + GRACE)
    done = row(db, public_id)
    assert ending.refusal is None
    assert (done.state, done.finished_at, done.late) == ("handed_in", NOW + LIMIT, 1)
    assert (done.last_edit_at, done.submitted_at) == (NOW + LIMIT, NOW + LIMIT + GRACE)


def test_a_hand_in_after_the_grace_leaves_what_was_saved(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    play.save(db, token, public_id, {1: (2,)}, revision=10_007)
    saved = row(db, public_id).answers
    ending = play.hand_in(db, token, public_id, {1: (1,)}, now=NOW + LIMIT + GRACE + SECOND)
    assert isinstance(ending.refusal, TooLate)
    assert row(db, public_id).answers == saved
    assert row(db, public_id).state == "in_progress"


def test_the_same_hand_in_again_gets_the_same_receipt_and_another_is_refused(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    first = play.hand_in(db, token, public_id, {1: (2,)}, prediction=7)
    assert play.hand_in(db, token, public_id, {1: (2,)}, prediction=7) == first
    assert play.hand_in(db, token, public_id) == first
    with pytest.raises(AlreadyHandedIn):
        play.hand_in(db, token, public_id, {1: (3,)}, prediction=7)
    with pytest.raises(AlreadyHandedIn):
        play.hand_in(db, token, public_id, {1: (2,)}, prediction=8)
    refused = play.save(db, token, public_id, {1: (3,)}, revision=99_990_007)
    assert isinstance(refused.refusal, AlreadyHandedIn)


def test_a_hand_in_carries_the_whole_sheet_so_that_a_missed_save_loses_nothing(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    play.hand_in(db, token, public_id, dict.fromkeys(range(1, 6), (1,)), prediction=1234)
    done = row(db, public_id)
    assert (done.answered, done.prediction, "" in done.answers.split(",")) == (5, 1234, False)


def test_a_shared_device_is_signed_out_and_its_repeated_hand_in_still_finds_the_receipt(
    db: Connection,
) -> None:
    play = Play(make.running(db))
    person = make.participant(db, play.state)
    token = sessions.open_for_participant(db, person.id, shared_device=True, agent_class="x", now=NOW)
    public_id = play.start(db, token)
    ending = play.hand_in(db, token, public_id, {1: (2,)}, key="a-key-of-the-page")
    assert ending.signed_out
    again = play.hand_in(db, token, public_id, {1: (2,)}, key="a-key-of-the-page")
    assert again.receipt == ending.receipt
    with pytest.raises(SignedOut):
        play.hand_in(db, token, public_id, {1: (2,)}, key="a-guess")


def test_a_strangers_attempt_is_not_there(db: Connection) -> None:
    play = Play(make.running(db))
    owner = make.participant(db, play.state).token
    stranger = make.participant(db, play.state, "Giàng A Lạ", phone="0900000002").token
    public_id = play.start(db, owner)
    with pytest.raises(NotFound):
        play.save(db, stranger, public_id, {1: (1,)}, revision=1)
    with pytest.raises(NotFound):
        play.hand_in(db, stranger, public_id)


def test_a_revoked_session_binds_inside_the_write(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    sessions.revoke(db, token, now=NOW)
    with pytest.raises(SignedOut):
        play.save(db, token, public_id, {1: (1,)}, revision=1)


def test_a_round_closed_early_takes_hand_ins_for_the_grace_only(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    db.execute(update(tables.rounds).values(closed_at=NOW + MINUTE, state="closed"))
    late = play.hand_in(db, token, public_id, now=NOW + MINUTE + GRACE + SECOND)
    assert isinstance(late.refusal, TooLate)
    play.hand_in(db, token, public_id, now=NOW + MINUTE + GRACE)
    assert row(db, public_id).finished_at == NOW + MINUTE


def test_a_void_attempt_takes_nothing(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    db.execute(update(attempts).values(voided_at=NOW, void_reason="x"))
    assert isinstance(play.save(db, token, public_id, {1: (1,)}, revision=1).refusal, AttemptVoid)
    with pytest.raises(AttemptVoid):
        play.hand_in(db, token, public_id)


def test_a_pause_takes_saves_and_hand_ins_and_keeps_the_sweep_away(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    db.execute(update(tables.rounds).values(paused_at=NOW))
    late = NOW + LIMIT + GRACE + SECOND
    assert sweeping.sweep(db, play.state, now=late) == 0
    assert play.save(db, token, public_id, {1: (1,)}, revision=1, now=late).refusal is None
    assert play.hand_in(db, token, public_id, now=late).refusal is None
    assert row(db, public_id).late == 0


def test_the_sweep_ends_what_is_overdue_with_the_deadline_as_its_finish(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    assert sweeping.sweep(db, play.state, now=NOW + LIMIT + GRACE) == 0
    assert sweeping.sweep(db, play.state, now=NOW + LIMIT + GRACE + SECOND) == 1
    assert sweeping.sweep(db, play.state, now=NOW + WEEK) == 0
    assert (row(db, public_id).state, row(db, public_id).finished_at) == ("timed_out", NOW + LIMIT)


def test_the_sweep_waits_for_an_extension(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    db.execute(update(attempts).values(deadline_at=NOW + 2 * LIMIT))
    assert sweeping.sweep(db, play.state, now=NOW + LIMIT + GRACE + SECOND) == 0
    assert play.hand_in(db, token, public_id, now=NOW + 2 * LIMIT).refusal is None


def test_a_question_that_the_sheet_has_not_is_refused(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    for shown in ({6: (1,)}, {1: (5,)}, {1: (1, 2)}):
        with pytest.raises(AnswersMalformed):
            play.save(db, token, public_id, shown, revision=1)


def test_a_rulebook_may_ask_for_every_answer_and_for_the_prediction(db: Connection) -> None:
    strict = make.clauses(
        paper=PaperSpec(questions=5, all_required=True),
        prediction=PredictionRule(kind=Guess.NUMBER, blank=Blank.REFUSED),
    )
    play = Play(make.running(db, make.contest(clauses=strict)))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    with pytest.raises(AnswersMissing):
        play.hand_in(db, token, public_id, {1: (1,)}, prediction=5)
    with pytest.raises(PredictionMissing):
        play.hand_in(db, token, public_id, dict.fromkeys(range(1, 6), (1,)))
    assert play.hand_in(db, token, public_id, dict.fromkeys(range(1, 6), (1,)), prediction=5).receipt


def test_no_score_is_written_before_the_rulebook_shows_one(db: Connection) -> None:
    play = Play(make.running(db))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    play.hand_in(db, token, public_id, {1: (2,)})
    assert row(db, public_id).score is None


def test_the_score_is_written_at_hand_in_where_the_rulebook_shows_it_then(db: Connection) -> None:
    play = Play(make.running(db, make.contest(feedback=Feedback(score_at=When.HAND_IN))))
    token = make.participant(db, play.state).token
    public_id = play.start(db, token)
    play.hand_in(db, token, public_id, dict.fromkeys(range(1, 6), (1,)))
    assert row(db, public_id).score == row(db, public_id).correct
    assert row(db, public_id).key_version == 1
