"""The "no" of organisers' acts, beside those of the rules in `quiz.rules.refusals`."""

from __future__ import annotations

from quiz.rules.refusals import Refusal


class AmendmentRefused(Refusal):
    """The change would alter attempts already made, or drop a round; value: round."""

    status = 409
    vi = (
        "Vòng {round} đã lên lịch: không đổi được đề, thời gian làm bài hay cách chấm, và không bỏ được vòng."
    )
    en = "Round {round} is scheduled: its paper, time limit and scoring cannot change, nor can it be dropped."


class PaperMissing(Refusal):
    """No questions were chosen; values: round, block."""

    status = 409
    vi = "Vòng {round} (khối {block}) chưa chọn câu hỏi. Bạn chọn câu hỏi rồi lên lịch lại."
    en = "No questions are chosen for round {round} (block {block}). Choose them, then schedule again."


class PoolTooSmall(Refusal):
    """The chosen questions cannot fill a sheet; values: round, missing."""

    status = 409
    vi = "Đề của vòng {round} còn thiếu câu hỏi: {missing}. Bạn chọn thêm câu rồi lên lịch lại."
    en = "The paper of round {round} lacks questions: {missing}. Choose more, then schedule again."


class ItemsNotApproved(Refusal):
    """Questions of the paper wait for a second person; values: count, first."""

    status = 409
    vi = "Còn {count} câu chưa được người thứ hai duyệt (câu đầu: {first}). Bạn nhờ duyệt rồi lên lịch lại."
    en = "{count} questions wait for a second person's approval (first: {first}). Have them approved first."
