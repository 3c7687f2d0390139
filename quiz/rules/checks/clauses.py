"""Contradictions and warnings in the clauses applied to one round and block."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from quiz.rules.applied import RoundRules
from quiz.rules.clauses import Draw, RankingRule, StillTied
from quiz.rules.contest import Contest
from quiz.rules.display import When
from quiz.rules.faults import Fault
from quiz.rules.guess import Guess
from quiz.rules.keys import Key
from quiz.rules.stating import home

ALONE = frozenset({Key.SCORE, Key.CORRECT, Key.DURATION, Key.SUBMITTED, Key.STARTED, Key.EXTRA})
FINAL = frozenset({Key.SUBMITTED, Key.DRAW, Key.WEIGHTED_DRAW})
DRAWS = frozenset({Key.DRAW, Key.WEIGHTED_DRAW})

Check = Callable[[RoundRules], Iterator[tuple[str, str, str]]]


def rules_faults(contest: Contest, rules: RoundRules) -> list[Fault]:
    """Return what contradicts itself, each at the key of the block, round or contest that states it."""
    return [_at(contest, rules, *found) for check in CHECKS for found in check(rules)]


def rules_warnings(contest: Contest, rules: RoundRules) -> list[Fault]:
    """Return what is allowed but probably not meant."""
    return [_at(contest, rules, *found) for found in _warnings(rules)]


def draws_without_seed(rule: RankingRule) -> bool:
    """Does this chain draw lots without a seed in the rulebook?"""
    return not rule.draw_seed.strip() and any(one.key in DRAWS for one in rule.chain)


def _at(contest: Contest, rules: RoundRules, key: str, vi: str, en: str) -> Fault:
    clause, _, name = key.partition(".")
    if not hasattr(contest.clauses, clause):
        return Fault((clause, name), vi, en)
    return Fault(home(contest, contest.rounds.index(rules.round), rules.block, clause, name), vi, en)


def _paper(rules: RoundRules) -> Iterator[tuple[str, str, str]]:
    paper = rules.paper
    if paper.questions < 1:
        yield (
            "paper.questions",
            "phải từ 1 trở lên; hãy nêu số câu của một đề.",
            "must be at least 1; state it.",
        )
    asked = sum(one.count for one in paper.strata)
    if paper.draw is Draw.STRATIFIED and asked != paper.questions:
        yield (
            "paper.strata",
            f"các phần cộng lại {asked} câu nhưng questions = {paper.questions}; hãy sửa cho bằng nhau.",
            f"the strata add up to {asked} but questions = {paper.questions}; make them equal.",
        )
    if paper.items and len(paper.items) < paper.questions:
        yield (
            "paper.items",
            f"chỉ có {len(paper.items)} câu, questions = {paper.questions}; hãy thêm, hoặc giảm questions.",
            f"only {len(paper.items)} are listed for questions = {paper.questions}; add some, or ask fewer.",
        )


def _time(rules: RoundRules) -> Iterator[tuple[str, str, str]]:
    if rules.time.limit is not None and rules.time.limit <= timedelta(0):
        yield "time.limit", 'phải lớn hơn 0, hoặc "none"; hãy sửa.', 'must be above 0, or "none"; correct it.'


def _attempts(rules: RoundRules) -> Iterator[tuple[str, str, str]]:
    for name in ("per_day", "per_sitting", "per_round", "per_contest"):
        most = getattr(rules.attempts, name)
        if most is not None and most < 1:
            yield (
                f"attempts.{name}",
                'phải từ 1 trở lên, hoặc "none"; hãy sửa.',
                'must be at least 1, or "none".',
            )
    if rules.attempts.per_sitting is not None and not rules.round.sittings:
        yield (
            "attempts.per_sitting",
            "vòng thi không có buổi thi; hãy thêm sittings hoặc bỏ khoá này.",
            "the round has no sittings; add some, or remove the key.",
        )


def _prediction(rules: RoundRules) -> Iterator[tuple[str, str, str]]:
    rule = rules.prediction
    if rule.minimum > rule.maximum:
        yield (
            "prediction.maximum",
            "phải lớn hơn hoặc bằng minimum; hãy sửa một trong hai.",
            "must not be below minimum; correct either.",
        )
    if rules.qualification.prediction_within is not None and rule.kind is not Guess.NUMBER:
        yield (
            "qualification.prediction_within",
            'cần prediction.kind = "number"; hãy nêu, hoặc bỏ khoá này.',
            'needs prediction.kind = "number"; state it, or remove this key.',
        )
    if rule.truth is not None and not rule.truth_reason:
        yield (
            "prediction.truth_reason",
            "ấn định đáp số thì cần lý do; hãy nêu ở khoá này.",
            "a reason is needed for a truth set by hand; state it in this key.",
        )


def _guessed_for(rules: RoundRules) -> Iterator[tuple[str, str, str]]:
    kind, chain = rules.prediction.kind, [one.key for one in rules.ranking.chain]
    if Key.PREDICTION in chain and kind is not Guess.NUMBER:
        yield (
            "ranking.chain",
            'có prediction thì cần prediction.kind = "number"; hãy nêu, hoặc bỏ prediction khỏi chuỗi.',
            'prediction needs prediction.kind = "number"; state it, or take prediction out of the chain.',
        )
    if Key.EXTRA in chain and kind is not Guess.QUESTION:
        yield (
            "ranking.chain",
            'có extra thì cần prediction.kind = "question"; hãy nêu, hoặc bỏ extra khỏi chuỗi.',
            'extra needs prediction.kind = "question"; state it, or take extra out of the chain.',
        )


def _counting(rules: RoundRules) -> Iterator[tuple[str, str, str]]:
    for one in rules.counting.by:
        if one.key not in ALONE:
            names = ", ".join(sorted(ALONE))
            yield (
                "counting.by",
                f"không dùng được {one.key}; hãy chọn: {names}.",
                f"{one.key} cannot be used; choose: {names}.",
            )


def _ranking(rules: RoundRules) -> Iterator[tuple[str, str, str]]:
    keys = [one.key for one in rules.ranking.chain]
    if len(set(keys)) < len(keys):
        yield (
            "ranking.chain",
            "một tiêu chí đứng hai lần; hãy giữ lại một.",
            "a key stands twice; keep one of them.",
        )
    if rules.ranking.decisions and Key.DECISION not in keys:
        yield (
            "ranking.chain",
            "có decisions thì chuỗi cần decision; hãy thêm vào cuối chuỗi, hoặc bỏ decisions.",
            "decisions need the key decision in the chain; add it at the end, or remove decisions.",
        )


CHECKS: tuple[Check, ...] = (_paper, _time, _attempts, _prediction, _guessed_for, _counting, _ranking)


def _warnings(rules: RoundRules) -> Iterator[tuple[str, str, str]]:
    keys = {one.key for one in rules.ranking.chain}
    if not keys & FINAL and rules.ranking.still_tied is not StillTied.DECIDE:
        yield (
            "ranking.chain",
            "chuỗi không có tiêu chí cuối: người bằng nhau sẽ đồng hạng; hãy thêm submitted, nếu không muốn.",
            "the chain has no final key: equal people will share places; add submitted if not meant.",
        )
    if draws_without_seed(rules.ranking):
        yield (
            "ranking.draw_seed",
            "bốc thăm cần một dãy số công khai: nêu draw_seed hoặc truyền --seed khi xếp hạng.",
            "a draw needs a seed: state draw_seed or give --seed when ranking.",
        )
    if (
        rules.feedback.score_at is When.HAND_IN
        and rules.paper.draw is Draw.FIXED
        and rules.attempts.per_round != 1
    ):
        yield (
            "feedback.score_at",
            "đề cố định, nhiều lượt mà báo điểm ngay thì dò được đáp án; nên báo sau khi vòng đóng.",
            "with a fixed paper and several attempts the score at hand-in gives the key away; show it later.",
        )
