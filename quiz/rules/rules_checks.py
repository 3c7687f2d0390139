"""Contradictions and warnings in the clauses applied to one round and block."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from quiz.rules.applied import RoundRules
from quiz.rules.clauses import Draw, RankingRule, StillTied
from quiz.rules.display import When
from quiz.rules.faults import Fault
from quiz.rules.guess import Guess
from quiz.rules.keys import Key
from quiz.rules.toml_lines import KeyPath

ALONE = frozenset({Key.SCORE, Key.CORRECT, Key.DURATION, Key.SUBMITTED, Key.STARTED, Key.EXTRA})
FINAL = frozenset({Key.SUBMITTED, Key.DRAW, Key.WEIGHTED_DRAW})
DRAWS = frozenset({Key.DRAW, Key.WEIGHTED_DRAW})

Check = Callable[[RoundRules], Iterator[tuple[str, str, str]]]


def rules_faults(rules: RoundRules, path: KeyPath) -> list[Fault]:
    """Return what contradicts itself; the key is that of the contest unless the round states the clause."""
    return [_at(rules, path, *found) for check in CHECKS for found in check(rules)]


def rules_warnings(rules: RoundRules, path: KeyPath) -> list[Fault]:
    """Return what is allowed but probably not meant."""
    return [_at(rules, path, *found) for found in _warnings(rules)]


def draws_without_seed(rule: RankingRule) -> bool:
    """Does this chain draw lots without a seed in the rulebook?"""
    return not rule.draw_seed.strip() and any(one.key in DRAWS for one in rule.chain)


def _at(rules: RoundRules, path: KeyPath, key: str, vi: str, en: str) -> Fault:
    clause, _, name = key.partition(".")
    stated = getattr(rules.round, clause, None) is not None
    return Fault((*(path if stated else ()), clause, name), vi, en)


def _paper(rules: RoundRules) -> Iterator[tuple[str, str, str]]:
    paper = rules.paper
    if paper.questions < 1:
        yield "paper.questions", "phải từ 1 trở lên.", "must be at least 1."
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
            f"chỉ có {len(paper.items)} câu, questions = {paper.questions}; thêm câu hoặc giảm questions.",
            f"only {len(paper.items)} are listed for questions = {paper.questions}; add some, or ask fewer.",
        )


def _time(rules: RoundRules) -> Iterator[tuple[str, str, str]]:
    if rules.time.limit is not None and rules.time.limit <= timedelta(0):
        yield "time.limit", 'phải lớn hơn 0, hoặc "none".', 'must be above 0, or "none".'


def _attempts(rules: RoundRules) -> Iterator[tuple[str, str, str]]:
    for name in ("per_day", "per_sitting", "per_round", "per_contest"):
        most = getattr(rules.attempts, name)
        if most is not None and most < 1:
            yield f"attempts.{name}", 'phải từ 1 trở lên, hoặc "none".', 'must be at least 1, or "none".'
    if rules.attempts.per_sitting is not None and not rules.round.sittings:
        yield (
            "attempts.per_sitting",
            "vòng thi không có buổi thi; hãy thêm sittings hoặc bỏ khoá này.",
            "the round has no sittings; add some, or remove the key.",
        )


def _prediction(rules: RoundRules) -> Iterator[tuple[str, str, str]]:
    rule, chain = rules.prediction, [one.key for one in rules.ranking.chain]
    if rule.minimum > rule.maximum:
        yield "prediction.maximum", "phải lớn hơn hoặc bằng minimum.", "must not be below minimum."
    if Key.PREDICTION in chain and rule.kind is not Guess.NUMBER:
        yield (
            "ranking.chain",
            'có prediction thì cần prediction.kind = "number".',
            'prediction needs prediction.kind = "number".',
        )
    if Key.EXTRA in chain and rule.kind is not Guess.QUESTION:
        yield (
            "ranking.chain",
            'có extra thì cần prediction.kind = "question".',
            'extra needs prediction.kind = "question".',
        )
    if rules.qualification.prediction_within is not None and rule.kind is not Guess.NUMBER:
        yield (
            "qualification.prediction_within",
            'cần prediction.kind = "number".',
            'needs prediction.kind = "number".',
        )
    if rule.truth is not None and not rule.truth_reason:
        yield (
            "prediction.truth_reason",
            "cần nêu lý do khi ấn định đáp số.",
            "a reason is needed for a truth set by hand.",
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
            "có decisions thì chuỗi cần decision.",
            "decisions need the key decision in the chain.",
        )


CHECKS: tuple[Check, ...] = (_paper, _time, _attempts, _prediction, _counting, _ranking)


def _warnings(rules: RoundRules) -> Iterator[tuple[str, str, str]]:
    keys = {one.key for one in rules.ranking.chain}
    if not keys & FINAL and rules.ranking.still_tied is not StillTied.DECIDE:
        yield (
            "ranking.chain",
            "chuỗi không có tiêu chí cuối (submitted, draw): người bằng nhau sẽ đồng hạng.",
            "the chain has no final key (submitted, draw): equal people will share places.",
        )
    if draws_without_seed(rules.ranking):
        yield (
            "ranking.draw_seed",
            "bốc thăm cần hạt giống: nêu draw_seed hoặc truyền --seed khi xếp hạng.",
            "a draw needs a seed: state draw_seed or give --seed when ranking.",
        )
    if (
        rules.feedback.score_at is When.HAND_IN
        and rules.paper.draw is Draw.FIXED
        and rules.attempts.per_round != 1
    ):
        yield (
            "feedback.score_at",
            "đề cố định, thi nhiều lượt mà báo điểm ngay thì người thi dò được đáp án.",
            "with a fixed paper and several attempts the score at hand-in gives the key away.",
        )
