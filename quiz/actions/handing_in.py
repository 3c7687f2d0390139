"""Hands an attempt in, once: repeats get the same receipt, other answers a "no"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from quiz.actions import sitting
from quiz.actions.shelf import Shelf
from quiz.actions.sitting import Sent, Sitter
from quiz.rules import answers as answering
from quiz.rules.applied import RoundRules
from quiz.rules.display import Shown, When
from quiz.rules.guess import Blank, Guess, PredictionRule
from quiz.rules.paper import key_from_document
from quiz.rules.refusals import (
    AlreadyHandedIn,
    AnswersMissing,
    AttemptVoid,
    PredictionMissing,
    PredictionOutOfRange,
    Refusal,
)
from quiz.rules.scoring import mark
from quiz.rules.sheet_refusals import SavedElsewhere
from quiz.rules.text import Text
from quiz.rules.wording import whole
from quiz.store import attempts, edits, papers, sessions
from quiz.store.attempts import Attempt
from quiz.store.contests import ContestState
from quiz.store.edits import Edit, HandIn


@dataclass(frozen=True, slots=True)
class Handed:
    """A hand-in: the whole sheet, or None for "as it was saved"; an `unreadable` prediction is no number."""

    sent: Sent | None = None
    key: str | None = None
    keeps_prediction: bool = False
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """The receipt, whether the device was signed out, and the refusal if what was sent does not count."""

    receipt: str
    signed_out: bool = False
    refusal: Refusal | None = None


def hand_in(
    db: Connection, shelf: Shelf, state: ContestState, sitter: Sitter, handed: Handed, *, now: datetime
) -> Ending:
    """Hand in what was sent, decided by one conditional write; raises a Refusal where nothing changes."""
    attempt = attempts.locked(db, sitter.public_id, token=sitter.token, contest_id=state.id, now=now)
    if attempt is None:
        return _replayed(db, state, sitter, handed, now)
    edit = _edit(db, shelf, attempt, handed)
    rules = shelf.rules_of(state, shelf.fixed(attempt))
    if attempt.voided_at is not None:
        raise AttemptVoid
    if attempt.state == "handed_in":
        return _again(db, attempt, edit)
    if sitting.is_over(attempt, rules.grace, now):
        return _too_late(db, state, attempt, edit, now)
    if sitting.written_elsewhere(attempt, edit):
        raise SavedElsewhere
    if handed.unreadable and rules.prediction.kind is not Guess.NONE:
        raise out_of_range(rules.prediction)
    given = _given(db, shelf, rules, attempt, edit, handed.key, now)
    return _written(db, state, sitter, attempt, given, now=now, floor=now - rules.grace)


def lack(rules: RoundRules, questions: int, answered: int, prediction: int | None) -> Refusal | None:
    """What the rulebook still asks of this sheet before it may be handed in."""
    if rules.paper.all_required and answered < questions:
        return AnswersMissing(missing=questions - answered)
    if rules.prediction.kind is Guess.NONE:
        return None
    asked = rules.prediction
    if prediction is None:
        return PredictionMissing() if asked.blank is Blank.REFUSED else None
    if asked.minimum <= prediction <= asked.maximum:
        return None
    return out_of_range(asked)


def out_of_range(asked: PredictionRule) -> PredictionOutOfRange:
    """The refusal that names the numbers among which a prediction must be."""
    least, most = (Text(whole(one, "vi"), whole(one, "en")) for one in (asked.minimum, asked.maximum))
    return PredictionOutOfRange(minimum=least, maximum=most)


def shows_score_at_once(rules: RoundRules) -> bool:
    """Does the rulebook tell the score when an attempt is handed in?"""
    return rules.feedback.shows is not Shown.NOTHING and rules.feedback.score_at is When.HAND_IN


def _written(
    db: Connection,
    state: ContestState,
    sitter: Sitter,
    attempt: Attempt,
    given: HandIn,
    *,
    now: datetime,
    floor: datetime,
) -> Ending:
    receipt = edits.hand_in(
        db,
        attempt.public_id,
        given,
        token=sitter.token,
        contest_id=state.id,
        floor=floor,
        now=now,
    )
    if receipt is None:  # the session or the round ended between the two statements
        raise sitting.too_late(state, attempt)
    if attempt.shared_device:
        sessions.revoke(db, sitter.token, now=now)
    return Ending(receipt, signed_out=bool(attempt.shared_device))


def _replayed(db: Connection, state: ContestState, sitter: Sitter, handed: Handed, now: datetime) -> Ending:
    receipt = (
        edits.replayed(db, sitter.public_id, contest_id=state.id, key=handed.key) if handed.key else None
    )
    if receipt is None:
        raise sitting.absent(db, sitter, now=now)
    return Ending(receipt, signed_out=True)


def _edit(db: Connection, shelf: Shelf, attempt: Attempt, handed: Handed) -> Edit:
    revision = sitting.next_plain(attempt.revision)
    if handed.sent is None:
        return Edit(attempt.answers, attempt.prediction, revision, base=attempt.revision)
    edit = sitting.edit_of(db, shelf, shelf.fixed(attempt), handed.sent)
    prediction = attempt.prediction if handed.keeps_prediction else edit.prediction
    return replace(edit, revision=revision, prediction=prediction)


def _again(db: Connection, attempt: Attempt, edit: Edit) -> Ending:
    if not _same(attempt, edit):
        raise AlreadyHandedIn
    return Ending(edits.confirm(db, attempt.id))


def _same(attempt: Attempt, edit: Edit) -> bool:
    blank = answering.is_blank(attempt.answers) and answering.is_blank(edit.answers)
    return (blank or attempt.answers == edit.answers) and attempt.prediction == edit.prediction


def _too_late(db: Connection, state: ContestState, attempt: Attempt, edit: Edit, now: datetime) -> Ending:
    if not _same(attempt, edit):
        edits.keep_late(db, attempt.id, edit, now=now)
    return Ending(attempt.receipt, refusal=sitting.too_late(state, attempt))


def _given(
    db: Connection,
    shelf: Shelf,
    rules: RoundRules,
    attempt: Attempt,
    edit: Edit,
    key: str | None,
    now: datetime,
) -> HandIn:
    sheet = shelf.sheet(db, attempt.paper_id, attempt.seed)
    answers = answering.decode(edit.answers, sheet)
    answered = answering.answered(answers)
    missing = lack(rules, len(sheet), answered, edit.prediction)
    if missing is not None:
        raise missing
    last_edit_at = attempt.last_edit_at if _same(attempt, edit) else min(now, attempt.end_at)
    given = HandIn(edit, last_edit_at=last_edit_at, key=key, answered=answered)
    if not shows_score_at_once(rules):
        return given
    row = papers.answer_key(db, attempt.paper_id)
    marked = mark(
        answers, sheet, key_from_document(row.document, shelf.paper(db, attempt.paper_id)), rules.scoring
    )
    return replace(given, score=marked.score, correct=marked.correct, key_version=row.version)
