"""The keys of chains in words."""

import re
from collections.abc import Iterable

from quiz.rules.keys import Key, Order, RankKey
from quiz.rules.text import Text

WORDS: dict[tuple[Key, bool], Text] = {
    (Key.SCORE, True): Text("điểm cao hơn", "higher score"),
    (Key.CORRECT, True): Text("nhiều câu đúng hơn", "more right answers"),
    (Key.PREDICTION, False): Text("dự đoán gần đúng hơn", "nearer prediction"),
    (Key.DURATION, False): Text("thời gian làm bài ngắn hơn", "shorter duration"),
    (Key.SUBMITTED, False): Text("nộp bài sớm hơn", "earlier hand-in"),
    (Key.SUBMITTED, True): Text("nộp bài muộn hơn", "later hand-in"),
    (Key.STARTED, False): Text("bắt đầu sớm hơn", "earlier start"),
    (Key.OFFSET, False): Text(
        "nộp bài sớm hơn tính từ lúc mở vòng", "earlier since the opening of the round"
    ),
    (Key.EXTRA, True): Text("kết quả câu hỏi phụ cao hơn", "better result of the extra question"),
    (Key.ATTEMPTS_USED, False): Text("dùng ít lượt thi hơn", "fewer attempts used"),
    (Key.ATTEMPTS_USED, True): Text("dùng nhiều lượt thi hơn", "more attempts used"),
    (Key.AGE, True): Text("nhiều tuổi hơn", "older"),
    (Key.AGE, False): Text("ít tuổi hơn", "younger"),
    (Key.DRAW, False): Text("bốc thăm", "draw"),
    (Key.WEIGHTED_DRAW, False): Text(
        "bốc thăm, mỗi câu đúng là một phiếu", "draw in which each right answer is one ticket"
    ),
    (Key.DECISION, False): Text("quyết định của Ban tổ chức", "decision of the organisers"),
}
TURNED = Text("theo chiều ngược lại", "in reverse")


METRICS = {
    "participants": Text("số người dự thi", "participants"),
    "attempts": Text("số lượt thi", "attempts"),
    "valid_attempts": Text("số lượt thi hợp lệ", "valid attempts"),
    "headcount": Text("số người của đơn vị", "headcount"),
    "population": Text("dân số", "population"),
    "target": Text("chỉ tiêu", "target"),
    "ratio": Text("tỷ lệ người dự thi trên số người của đơn vị", "ratio of participants to headcount"),
    "mean_score": Text("điểm trung bình lượt tốt nhất", "mean best score"),
    "winners": Text("số giải cá nhân", "individual prizes"),
    "weighted_winners": Text("số giải cá nhân theo trọng số", "weighted individual prizes"),
    "jury": Text("điểm giám khảo", "jury score"),
}
SHARE = Text(r"tỷ lệ người đạt từ \1 điểm", r"share of people at \1 points or above")


def metric_words(expression: str, lang: str) -> str:
    """Return an expression of a collective table with its names in words."""
    named = re.sub(r"[a-z_]+", lambda name: _metric(name[0], lang), expression)
    return re.sub(r"share_at\s*\(\s*([^()]+?)\s*\)", SHARE.say(lang), named)


def _metric(name: str, lang: str) -> str:
    return METRICS[name].say(lang) if name in METRICS else name


def chain_words(chain: Iterable[RankKey], lang: str) -> str:
    """Return a chain as a list of words, first key first."""
    return "; ".join(_key(one, lang) for one in chain)


def _key(one: RankKey, lang: str) -> str:
    known = WORDS.get((one.key, one.larger_first))
    if known is not None:
        return known.say(lang)
    natural = WORDS[one.key, one.order is Order.ASC]
    return f"{natural.say(lang)} ({TURNED.say(lang)})"
