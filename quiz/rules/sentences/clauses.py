"""Sentences of paper, time, attempts, marks and counting."""

from collections.abc import Iterator

from quiz.rules.applied import RoundRules
from quiz.rules.clauses import (
    AtClose,
    Bonus,
    Draw,
    DurationEnd,
    ScoringRule,
    Several,
    Which,
)
from quiz.rules.sentences.keys import chain_words
from quiz.rules.sentences.wording import length, pick, points
from quiz.rules.text import Text

DRAWS = {
    Draw.FIXED: Text("mọi người làm cùng một bộ câu hỏi", "everybody gets the same questions"),
    Draw.RANDOM: Text("rút ngẫu nhiên từ ngân hàng câu hỏi", "drawn at random from the bank"),
    Draw.STRATIFIED: Text("rút ngẫu nhiên theo cơ cấu đã định", "drawn at random by topic and difficulty"),
}
WHICH = {
    Which.FIRST: Text("Tính lượt thi đầu tiên.", "The first attempt counts."),
    Which.LAST: Text("Tính lượt thi cuối cùng.", "The last attempt counts."),
}


NO_LIMIT = Text(
    "Không giới hạn thời gian làm bài trong vòng thi.", "There is no time limit inside the round."
)
CLOSES = {
    AtClose.CUT: Text(
        "Lượt thi đang làm dở dừng khi vòng thi đóng.", "An attempt still open ends when the round closes."
    ),
    AtClose.FINISH: Text(
        "Lượt thi bắt đầu trước giờ đóng được làm hết thời gian của mình.",
        "An attempt begun before the close may use its whole time.",
    ),
}
SITTING_CUTS = Text(
    "Lượt thi bắt đầu trong một buổi thi dừng khi buổi thi đó kết thúc, dù chưa hết thời gian làm bài.",
    "An attempt begun in a sitting ends with that sitting, even before its time is up.",
)
ENDS = {
    DurationEnd.HAND_IN: Text(
        "Thời gian làm bài tính từ lúc bắt đầu đến lúc nộp bài.", "Duration runs from the start to hand-in."
    ),
    DurationEnd.LAST_EDIT: Text(
        "Thời gian làm bài tính từ lúc bắt đầu đến lần sửa cuối.",
        "Duration runs from the start to the last edit.",
    ),
}


def paper_sentences(rules: RoundRules, lang: str) -> Iterator[str]:
    """Say what a sheet is made of."""
    paper = rules.paper
    drawn = DRAWS[paper.draw].say(lang)
    yield pick(
        lang,
        f"Mỗi bài thi có {paper.questions} câu hỏi, {drawn}.",
        f"A paper has {paper.questions} questions, {drawn}.",
    )
    for one in paper.strata if paper.draw is Draw.STRATIFIED else ():
        what = " ".join(part for part in (one.topic, one.difficulty) if part)
        yield pick(lang, f"Trong đó {one.count} câu: {what}.", f"Of these, {one.count}: {what}.")
    if paper.all_required:
        yield pick(
            lang,
            "Bài thi chỉ hợp lệ khi trả lời đủ mọi câu.",
            "A paper is valid only when every question is answered.",
        )


def time_sentences(rules: RoundRules, lang: str) -> Iterator[str]:
    """Say how long an attempt runs and how its time is measured."""
    rule = rules.time
    if rule.limit is None:
        yield NO_LIMIT.say(lang)
    else:
        span = length(rule.limit, lang)
        yield pick(
            lang,
            f"Thời gian làm bài {span}; hết giờ, những câu đã lưu vẫn được tính.",
            f"An attempt lasts {span}; what was saved counts when time is up.",
        )
    yield CLOSES[rule.at_close].say(lang)
    yield from sitting_sentences(rules, lang)
    yield ENDS[rule.duration].say(lang)


def sitting_sentences(rules: RoundRules, lang: str) -> Iterator[str]:
    """Say that a sitting cuts what was begun in it, where there are any and they do."""
    if rules.round.sittings and (rules.time.at_close is AtClose.CUT or rules.time.limit is None):
        yield SITTING_CUTS.say(lang)


def start_sentences(rules: RoundRules, lang: str) -> Iterator[str]:
    """Say what one has to know just before an attempt."""
    yield from attempt_sentences(rules, lang)
    yield from counting_sentences(rules, lang)
    yield from sitting_sentences(rules, lang)


def grace_sentences(rules: RoundRules, lang: str) -> Iterator[str]:
    """Say what becomes of a hand-in after its deadline."""
    if not rules.grace:
        yield pick(
            lang,
            "Không nhận bài nộp tới máy chủ sau hạn.",
            "A hand-in after its deadline is not taken.",
        )
        return
    span = length(rules.grace, lang)
    yield pick(
        lang,
        f"Bài nộp tới máy chủ chậm nhất {span} sau hạn vẫn được nhận, ghi là muộn.",
        f"A hand-in up to {span} after its deadline is taken and marked late.",
    )


def attempt_sentences(rules: RoundRules, lang: str) -> Iterator[str]:
    """Say how many attempts a person has."""
    limits = [
        (rules.attempts.per_day, Text("một ngày", "a day")),
        (rules.attempts.per_sitting, Text("một buổi thi", "a sitting")),
        (rules.attempts.per_round, Text("một vòng", "a round")),
        (rules.attempts.per_contest, Text("cả cuộc thi", "in the whole contest")),
    ]
    said = [(most, window) for most, window in limits if most is not None]
    for most, window in said:
        times = "attempt" if most == 1 else "attempts"
        yield pick(
            lang, f"Mỗi người thi tối đa {most} lượt {window.vi}.", f"At most {most} {times} {window.en}."
        )
    if not said:
        yield pick(lang, "Không giới hạn số lượt thi.", "The number of attempts is not limited.")


def scoring_sentences(rules: RoundRules, lang: str) -> Iterator[str]:
    """Say what answers are worth."""
    rule = rules.scoring
    right, wrong = points(rule.right, lang), points(rule.wrong, lang)
    yield pick(lang, f"Mỗi câu đúng được {right} điểm.", f"A right answer is worth {right}.")
    if rule.wrong:
        yield pick(lang, f"Mỗi câu sai: {wrong} điểm.", f"A wrong answer: {wrong}.")
    if rule.blank:
        blank = points(rule.blank, lang)
        yield pick(lang, f"Câu bỏ trống: {blank} điểm.", f"An empty answer: {blank}.")
    yield _several(rule.several).say(lang)
    if rule.bonus is Bonus.ADD:
        yield _bonus(rule).say(lang)


def counting_sentences(rules: RoundRules, lang: str) -> Iterator[str]:
    """Say which attempt counts."""
    rule = rules.counting
    if rule.which in WHICH:
        yield WHICH[rule.which].say(lang)
        return
    chain = chain_words(rule.by, lang)
    if rule.which is Which.BEST:
        yield pick(
            lang, f"Tính lượt thi tốt nhất, xét lần lượt: {chain}.", f"The best attempt counts, by: {chain}."
        )
    else:
        yield pick(
            lang,
            f"Cộng lượt tốt nhất của từng ngày, xét lần lượt: {chain}.",
            f"The best attempts of all days add up, by: {chain}.",
        )


def _bonus(rule: ScoringRule) -> Text:
    if rule.bonus_cap is None:
        return Text("Điểm thưởng được cộng vào điểm bài thi.", "Bonus points are added to the score.")
    most = Text(points(rule.bonus_cap, "vi"), points(rule.bonus_cap, "en"))
    return Text(
        f"Điểm thưởng được cộng vào điểm bài thi, tối đa {most.vi} điểm.",
        f"Bonus points are added to the score, {most.en} at most.",
    )


def _several(rule: Several) -> Text:
    if rule is Several.ALL_OR_NOTHING:
        return Text(
            "Câu có nhiều đáp án đúng: phải chọn đúng và đủ mới được điểm.",
            "Where several answers are right, exactly these must be chosen.",
        )
    if rule is Several.PROPORTIONAL:
        return Text(
            "Câu có nhiều đáp án đúng: được điểm theo tỷ lệ đáp án đúng đã chọn; chọn sai thì không có điểm.",
            "Where several answers are right, points follow the share chosen; one wrong choice takes all.",
        )
    return Text(
        "Câu có nhiều đáp án đúng: mỗi lựa chọn sai trừ một lựa chọn đúng.",
        "Where several answers are right, each wrong choice takes away a right one.",
    )
