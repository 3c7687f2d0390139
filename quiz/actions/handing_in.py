"""Hands an attempt in, once: repeats get the same receipt, other answers a "no"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from quiz.actions import sitting
from quiz.actions.shelf import Fixed, Shelf
from quiz.actions.sitting import Sent, Sitter
from quiz.rules import answers as answering
from quiz.rules.applied import RoundRules
from quiz.rules.display import Shown, When
from quiz.rules.guess import Blank, Guess, PredictionRule
from quiz.rules.refusals.contest import (
    AlreadyHandedIn,
    AnswersMissing,
    AttemptVoid,
    PredictionMissing,
    PredictionOutOfRange,
    Refusal,
)
from quiz.rules.refusals.sheet import SavedElsewhere
from quiz.rules.scoring import mark
from quiz.rules.sentences.wording import whole
from quiz.rules.text import Text
from quiz.store import attempts, edits, hand_ins, sessions
from quiz.store.attempts import Attempt
from quiz.store.contests import ContestState
from quiz.store.edits import Edit
from quiz.store.hand_ins import Device, HandIn


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


def hand_in_at_once(
    db: Connection, shelf: Shelf, state: ContestState, sitter: Sitter, handed: Handed, *, now: datetime
) -> Ending | None:
    """The receipt where one write is all it takes; None where `hand_in` has to look, and maybe to refuse."""
    fixed = shelf.attempts.get(sitter.public_id)
    if fixed is None or handed.sent is None or shelf.shared_devices.get(sitter.token):
        return None
    rules = shelf.rules_of(state, fixed)
    if handed.keeps_prediction and rules.prediction.kind is not Guess.NONE:
        return None
    try:
        given = _given(db, shelf, rules, fixed, sitting.edit_of(db, shelf, fixed, handed.sent), handed)
    except Refusal:
        return None
    receipt = _write(db, shelf, state, sitter, fixed, given, now=now, device=Device.OWN)
    return None if receipt is None else Ending(receipt)


def hand_in(
    db: Connection, shelf: Shelf, state: ContestState, sitter: Sitter, handed: Handed, *, now: datetime
) -> Ending:
    """Hand in what was sent, decided by one conditional write; raises a Refusal where nothing changes."""
    attempt = attempts.locked(db, sitter.public_id, token=sitter.token, contest_id=state.id, now=now)
    if attempt is None:
        return _replayed(db, state, sitter, handed, now)
    fixed = shelf.fixed(attempt)
    edit = _edit(db, shelf, attempt, handed)
    rules = shelf.rules_of(state, fixed)
    if attempt.voided_at is not None:
        raise AttemptVoid
    if attempt.state == "handed_in":
        return _again(db, attempt, edit)
    if sitting.is_over(attempt, rules.grace, now):
        return _too_late(db, state, attempt, edit, now)
    if sitting.written_elsewhere(attempt, edit):
        raise SavedElsewhere
    given = _given(db, shelf, rules, fixed, edit, handed)
    return _written(db, shelf, state, sitter, attempt, given, now=now)


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
    shelf: Shelf,
    state: ContestState,
    sitter: Sitter,
    attempt: Attempt,
    given: HandIn,
    *,
    now: datetime,
) -> Ending:
    fixed = shelf.fixed(attempt)
    rules = shelf.rules_of(state, fixed)
    receipt = _write(db, shelf, state, sitter, fixed, given, now=now, device=Device.ANY)
    if receipt is None and shows_score_at_once(rules):  # the key was corrected since we kept it
        shelf.newest_key(db, fixed.paper_id)
        receipt = _write(db, shelf, state, sitter, fixed, given, now=now, device=Device.ANY)
    if receipt is None:  # the session or the round ended between the two statements
        raise sitting.too_late(state, attempt)
    if attempt.shared_device:
        sessions.revoke(db, sitter.token, now=now)
    return Ending(receipt, signed_out=bool(attempt.shared_device))


def _write(
    db: Connection,
    shelf: Shelf,
    state: ContestState,
    sitter: Sitter,
    fixed: Fixed,
    given: HandIn,
    *,
    now: datetime,
    device: Device,
) -> str | None:
    rules = shelf.rules_of(state, fixed)
    marked = _marked(db, shelf, rules, fixed, given) if shows_score_at_once(rules) else given
    return hand_ins.hand_in(
        db,
        sitter.public_id,
        marked,
        token=sitter.token,
        contest_id=state.id,
        floor=now - rules.grace,
        now=now,
        device=device,
    )


def _replayed(db: Connection, state: ContestState, sitter: Sitter, handed: Handed, now: datetime) -> Ending:
    receipt = (
        hand_ins.replayed(db, sitter.public_id, contest_id=state.id, key=handed.key) if handed.key else None
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
    return Ending(hand_ins.confirm(db, attempt.id))


def _same(attempt: Attempt, edit: Edit) -> bool:
    blank = answering.is_blank(attempt.answers) and answering.is_blank(edit.answers)
    return (blank or attempt.answers == edit.answers) and attempt.prediction == edit.prediction


def _too_late(db: Connection, state: ContestState, attempt: Attempt, edit: Edit, now: datetime) -> Ending:
    if not _same(attempt, edit):
        edits.keep_late(db, attempt.id, edit, now=now)
    return Ending(attempt.receipt, refusal=sitting.too_late(state, attempt))


def _given(
    db: Connection, shelf: Shelf, rules: RoundRules, fixed: Fixed, edit: Edit, handed: Handed
) -> HandIn:
    """What would be written; raises what the rulebook still asks of it."""
    if handed.unreadable and rules.prediction.kind is not Guess.NONE:
        raise out_of_range(rules.prediction)
    sheet = shelf.sheet(db, fixed.paper_id, fixed.seed)
    answered = answering.answered(answering.decode(edit.answers, sheet))
    missing = lack(rules, len(sheet), answered, edit.prediction)
    if missing is not None:
        raise missing
    return HandIn(
        answers=edit.answers,
        answered=answered,
        prediction=edit.prediction,
        base=edit.base,
        key=handed.key,
        keeps_prediction=handed.sent is None or handed.keeps_prediction,
    )


def _marked(db: Connection, shelf: Shelf, rules: RoundRules, fixed: Fixed, given: HandIn) -> HandIn:
    key = shelf.keys.get(fixed.paper_id) or shelf.newest_key(db, fixed.paper_id)
    sheet = shelf.sheet(db, fixed.paper_id, fixed.seed)
    marked = mark(answering.decode(given.answers, sheet), sheet, key, rules.scoring)
    return replace(given, score=marked.score, correct=marked.correct, key_version=key.version)
