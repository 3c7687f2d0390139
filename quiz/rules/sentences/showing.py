"""Sentences about what is shown to whom and when."""

from collections.abc import Iterator, Set

from quiz.rules.applied import RoundRules
from quiz.rules.contest import Contest
from quiz.rules.display import Feedback, Live, Masking, Publication, Shown, When
from quiz.rules.guess import Guess
from quiz.rules.sentences.wording import length, pick
from quiz.rules.text import NO_TEXT, Text
from quiz.rules.visibility import TELLS, Figure

LIVES = {
    Live.VISIBLE: Text("được công khai trong khi thi", "are public while a round runs"),
    Live.HIDDEN: Text("không công khai trong khi thi", "are not public while a round runs"),
}
UNLESS = Text(", trừ khi còn nhận dự đoán", ", except while guesses are taken")
NAMES = {
    Masking.FULL: Text("đầy đủ", "in full"),
    Masking.MIDDLE: Text("che tên đệm", "with the middle hidden"),
    Masking.INITIALS: Text("chỉ chữ cái đầu", "as initials"),
    Masking.CODE: Text("bằng mã dự thi", "as participant codes"),
}
SHOWN = {
    Shown.NOTHING: Text("không xem được điểm", "do not see their score"),
    Shown.SCORE: Text("xem được điểm", "see their score"),
    Shown.SCORE_AND_DURATION: Text("xem được điểm và thời gian làm bài", "see score and duration"),
}
WHENS = {
    When.HAND_IN: Text("ngay khi nộp bài", "at hand-in"),
    When.ROUND_END: Text("sau khi vòng thi kết thúc", "after the round"),
    When.CONTEST_END: Text("sau khi cuộc thi kết thúc", "after the contest"),
    When.NEVER: Text("không lúc nào", "never"),
}


def publication_sentences(contest: Contest, lang: str) -> Iterator[str]:
    """Say what is shown to whom and when."""
    rule, feedback = contest.publication, contest.feedback
    guessed = {one.prediction.quantity for one in _all(contest) if one.prediction.kind is Guess.NUMBER}
    yield from _figures(rule, frozenset[Figure]().union(*(TELLS[one] for one in guessed)), lang)
    if guessed:
        yield pick(
            lang,
            "Trong khi còn nhận dự đoán, không ai được xem con số cần dự đoán, kể cả Ban tổ chức.",
            "While guesses are taken nobody sees the guessed number, the organisers included.",
        )
    yield pick(
        lang,
        f"Thí sinh {SHOWN[feedback.shows].vi} {WHENS[feedback.score_at].vi}.",
        f"Participants {SHOWN[feedback.shows].en} {WHENS[feedback.score_at].en}.",
    )
    yield pick(
        lang,
        f"Đáp án được công bố: {WHENS[feedback.answers_at].vi}.",
        f"Right answers are shown: {WHENS[feedback.answers_at].en}.",
    )
    yield pick(
        lang,
        f"Tên trong danh sách công khai: {NAMES[rule.names].vi}.",
        f"Names on public lists are shown {NAMES[rule.names].en}.",
    )
    yield from (*_given_by_hand(feedback, lang), *_terms(rule, lang))


def _figures(rule: Publication, veiled: Set[Figure], lang: str) -> Iterator[str]:
    usual = Publication()
    counts = _live(rule.counts, rule, Figure.PARTICIPANTS, veiled)
    yield pick(lang, f"Số người và lượt thi {counts.vi}.", f"Counts of people and attempts {counts.en}.")
    if rule.unit_table is not usual.unit_table:
        units = _live(rule.unit_table, rule, Figure.UNIT_TABLE, veiled)
        yield pick(lang, f"Bảng đơn vị {units.vi}.", f"Tables of units {units.en}.")
    if rule.board is not usual.board:
        board = _live(rule.board, rule, Figure.BOARD, veiled)
        yield pick(lang, f"Bảng xếp hạng tạm thời {board.vi}.", f"Provisional rankings {board.en}.")


def _live(setting: Live, rule: Publication, figure: Figure, veiled: Set[Figure]) -> Text:
    if setting is Live.HIDDEN:
        return LIVES[setting]
    unless = UNLESS if figure in veiled else NO_TEXT
    if setting is Live.VISIBLE:
        return Text(LIVES[setting].vi + unless.vi, LIVES[setting].en + unless.en)
    vi, en = length(rule.frozen_before, "vi"), length(rule.frozen_before, "en")
    return Text(
        f"được công khai rồi tạm dừng {vi} trước giờ đóng{unless.vi}",
        f"are public until they are frozen {en} before the close{unless.en}",
    )


def _given_by_hand(feedback: Feedback, lang: str) -> Iterator[str]:
    if feedback.learning_cards:
        yield pick(
            lang,
            "Ban tổ chức phát hành thẻ học theo từng câu hỏi; hệ thống không tự làm thẻ.",
            "The organisers give out learning cards for the questions; the system makes none.",
        )
    if feedback.public_bank:
        yield pick(
            lang,
            "Ban tổ chức công khai ngân hàng câu hỏi trước khi thi; hệ thống không tự đăng.",
            "The organisers make the bank of questions public beforehand; the system does not publish it.",
        )


def _terms(rule: Publication, lang: str) -> Iterator[str]:
    if rule.results_within is not None:
        span = length(rule.results_within, lang)
        yield pick(
            lang,
            f"Kết quả có trong vòng {span} sau khi vòng thi đóng.",
            f"Results come within {span} after the close.",
        )
    if rule.objections_within is not None:
        span = length(rule.objections_within, lang)
        to = f": {rule.objections_to.say(lang)}" if rule.objections_to else ""
        yield pick(
            lang,
            f"Nhận khiếu nại trong {span} sau khi công bố{to}.",
            f"Objections are taken for {span} after publication{to}.",
        )


def _all(contest: Contest) -> Iterator[RoundRules]:
    return (contest.rules_for(one.slug, block) for one in contest.rounds for block in contest.block_slugs())
