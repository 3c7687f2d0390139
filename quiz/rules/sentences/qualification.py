"""Sentences about who stands in a ranking at all."""

from collections.abc import Iterator

from quiz.rules.applied import RoundRules
from quiz.rules.clauses import QualificationRule
from quiz.rules.sentences.wording import points, whole
from quiz.rules.text import Text

PERFECT = Text(
    "Chỉ xếp hạng người trả lời đúng tất cả các câu.", "Only people with every answer right are ranked."
)


def qualification_sentences(rules: RoundRules, lang: str) -> Iterator[str]:
    """Say who stands in the ranking of a round."""
    return qualifying(rules.qualification, lang)


def qualifying(rule: QualificationRule, lang: str) -> Iterator[str]:
    """Say by what one qualifies for a ranking."""
    if rule.perfect:
        yield PERFECT.say(lang)
    if rule.minimum_score is not None:
        least = points(rule.minimum_score, lang)
        yield Text(
            f"Chỉ xếp hạng người đạt từ {least} điểm.",
            f"Only people with at least {least} points are ranked.",
        ).say(lang)
    if rule.minimum_correct is not None:
        yield Text(
            f"Chỉ xếp hạng người đúng từ {rule.minimum_correct} câu.",
            f"Only people with at least {rule.minimum_correct} right answers are ranked.",
        ).say(lang)
    if rule.prediction_within is not None:
        within = whole(rule.prediction_within, lang)
        yield Text(
            f"Chỉ xếp hạng người dự đoán lệch không quá {within}.",
            f"Only people whose guess is at most {within} off are ranked.",
        ).say(lang)
    if rule.minimum_rounds:
        least = whole(rule.minimum_rounds, lang)
        yield Text(f"Phải dự thi ít nhất {least} vòng.", f"At least {least} rounds must be played.").say(lang)
