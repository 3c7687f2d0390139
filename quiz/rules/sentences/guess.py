"""Sentences of the extra question."""

from collections.abc import Iterator

from quiz.rules.applied import RoundRules
from quiz.rules.calendar import CountsFrom
from quiz.rules.guess import Blank, Freeze, Guess, Match, PredictionRule, Quantity, Scope, Sides
from quiz.rules.sentences.wording import counted, pick, whole
from quiz.rules.text import Text

QUANTITIES = {
    Quantity.PARTICIPANTS: Text("số người dự thi", "the number of participants"),
    Quantity.ATTEMPTS: Text("số lượt thi hợp lệ", "the number of valid attempts"),
    Quantity.ALL_CORRECT_PEOPLE: Text(
        "số người trả lời đúng tất cả các câu", "the number of people with every answer right"
    ),
}
SCOPES = {
    Scope.BLOCK: Text("trong khối của mình ở vòng đó", "in their own block of the round"),
    Scope.ROUND: Text("của vòng thi", "in the round"),
    Scope.CONTEST: Text("của cả cuộc thi", "in the whole contest"),
}
SIDES = {
    Sides.EQUAL: Text("lệch trên và lệch dưới như nhau", "above and below the truth count alike"),
    Sides.BELOW_FIRST: Text(
        "cùng độ lệch thì người đoán thấp hơn đứng trước", "at equal distance the lower guess comes first"
    ),
    Sides.ABOVE_FIRST: Text(
        "cùng độ lệch thì người đoán cao hơn đứng trước", "at equal distance the higher guess comes first"
    ),
}

OF_CHILDREN = Text(
    "Số dự đoán ghi ở lượt thi của các vòng bên trong được so lại với đáp số tính cho cả vòng này.",
    "The guess made with an attempt of a round inside is compared anew, with the truth of this whole round.",
)
FREEZES = {
    Freeze.FINALISE: Text(
        "Đáp số tính theo các lượt thi hợp lệ khi lập kết quả lần đầu, sau đó giữ nguyên.",
        "The truth is counted over the valid attempts when the result is first made, and then stays.",
    ),
    Freeze.PUBLISH: Text(
        "Đáp số theo các lượt thi hợp lệ cho đến khi công bố kết quả chính thức, sau đó giữ nguyên.",
        "The truth follows the valid attempts until the final result is announced, and then stays.",
    ),
}


def prediction_sentences(rules: RoundRules, lang: str) -> Iterator[str]:
    """Say what is guessed, how guesses compare and what an empty one does."""
    rule = rules.prediction
    if rule.kind is Guess.NONE:
        return
    if rule.kind is Guess.QUESTION:
        yield pick(
            lang,
            "Có một câu hỏi phụ để phân định người bằng nhau.",
            "A plain extra question separates equals.",
        )
        return
    if rules.round.counts is CountsFrom.CHILDREN and rule.scope is not Scope.CONTEST:
        yield OF_CHILDREN.say(lang)
    is_of_round = rules.block is None and rule.scope is Scope.BLOCK
    yield from _guess(rule, Scope.ROUND if is_of_round else rule.scope, lang)


def _enough(rule: PredictionRule) -> Text:
    least = rule.correct_at_least or 1
    answers = counted(least, Text("", "right answer"), "en")
    return Text(f"số người trả lời đúng từ {least} câu", f"the number of people with at least {answers}")


def _guess(rule: PredictionRule, scope: Scope, lang: str) -> Iterator[str]:
    what = _enough(rule) if rule.quantity is Quantity.CORRECT_PEOPLE else QUANTITIES[rule.quantity]
    where = SCOPES[scope]
    yield pick(lang, f"Thí sinh dự đoán {what.vi} {where.vi}.", f"Participants guess {what.en} {where.en}.")
    low, high = whole(rule.minimum, lang), whole(rule.maximum, lang)
    yield pick(lang, f"Số dự đoán từ {low} đến {high}.", f"A guess lies between {low} and {high}.")
    if rule.match is Match.EXACT:
        yield pick(
            lang, "Chỉ dự đoán đúng tuyệt đối mới có giá trị.", "Only the exact guess is worth anything."
        )
    else:
        yield pick(
            lang,
            f"Dự đoán gần đúng nhất đứng trước; {SIDES[rule.sides].vi}.",
            f"The nearest guess stands first; {SIDES[rule.sides].en}.",
        )
    if rule.blank is Blank.REFUSED:
        yield pick(lang, "Bắt buộc nhập số dự đoán.", "The guess must not be empty.")
    if rule.truth is None:
        yield FREEZES[rule.freeze].say(lang)
    else:
        yield pick(
            lang,
            f"Đáp số do Ban tổ chức ấn định; lý do: {rule.truth_reason}.",
            f"The truth was set by the organisers: {rule.truth_reason}.",
        )
