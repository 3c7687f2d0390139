"""Values that contradict each other: refused where a rulebook is written, never where one is stored."""

from collections.abc import Iterator
from datetime import time, timedelta
from itertools import combinations

from quiz.rules.calendar import Move, Sitting, Weekday
from quiz.rules.contest import Contest, Extension, Take
from quiz.rules.faults import Fault
from quiz.rules.stating import home, stated
from quiz.rules.toml_lines import KeyPath

BETTER_WRONG = (
    "cho nhiều điểm hơn câu đúng (right); hãy sửa thang điểm.",
    "gives more than a right answer (right); correct the marks.",
)
UNCOUNTED = (
    'take = "top" cần count từ 1 trở lên; hãy nêu số người, hoặc dùng take = "winners".',
    'take = "top" needs a count of at least 1; state it, or use take = "winners".',
)
WHOSE_TIME = (
    "hãy nêu đúng một trong hai: unit hoặc participant.",
    "state exactly one of the two: unit or participant.",
)
NO_TIME = ('phải lớn hơn 0; hãy nêu như "2 days".', 'must be above 0; state it as "2 days".')
SAME_SITTING = (
    "một buổi ở trên đã dùng slug này; mỗi buổi cần một tên riêng, hãy đổi.",
    "a sitting above has this slug; each needs its own, so change it.",
)
MOVED_BACKWARDS = (
    "khung giờ cũ này đóng trước khi mở; hãy sửa opens hoặc closes.",
    "this former window closes before it opens; correct opens or closes.",
)
ORDERED_TWICE = (
    "một người được nêu hai lần; mỗi người chỉ đứng một chỗ, hãy bỏ bớt.",
    "somebody is named twice; everybody has one place, so remove one.",
)


def sense_faults(contest: Contest) -> Iterator[Fault]:
    """Yield marks, guesses, sittings, progressions and extensions that cannot be meant."""
    for number, one in enumerate(contest.rounds):
        for block in contest.block_slugs():
            yield from _clauses(contest, number, block)
        yield from _sittings(one.sittings, ("rounds", number, "sittings"))
        yield from _moves(one.moves, ("rounds", number, "moves"))
    yield from _decisions(contest)
    for number, onward in enumerate(contest.progressions):
        if onward.take is Take.TOP and onward.count < 1:
            yield Fault(("progressions", number, "count"), *UNCOUNTED)
    for number, more in enumerate(contest.extensions):
        yield from _extension(more, ("extensions", number))


def _moves(moves: tuple[Move, ...], path: KeyPath) -> Iterator[Fault]:
    for number, one in enumerate(moves):
        if one.closes <= one.opens:
            yield Fault((*path, number, "closes"), *MOVED_BACKWARDS)


def _decisions(contest: Contest) -> Iterator[Fault]:
    for path, decisions in stated(contest, "ranking", "decisions"):
        for number, one in enumerate(decisions):
            if len(set(one.order)) < len(one.order):
                yield Fault((*path, number, "order"), *ORDERED_TWICE)
            if len(one.people) < len(set(one.order)) + len(one.behind):
                yield Fault((*path, number, "behind"), *ORDERED_TWICE)


def _clauses(contest: Contest, number: int, block: str | None) -> Iterator[Fault]:
    rules = contest.rules_for(contest.rounds[number].slug, block)
    scoring, guess = rules.scoring, rules.prediction
    for key in ("wrong", "blank"):
        if getattr(scoring, key) > scoring.right:
            yield Fault(home(contest, number, block, "scoring", key), *BETTER_WRONG)
    if guess.truth is not None and not guess.minimum <= guess.truth <= guess.maximum:
        least, most = guess.minimum, guess.maximum
        yield Fault(
            home(contest, number, block, "prediction", "truth"),
            f"không ai đoán được: chỉ nhận từ {least} đến {most}; hãy sửa truth, minimum hoặc maximum.",
            f"nobody can guess this: {least} to {most} are taken; correct truth, minimum or maximum.",
        )


def _sittings(sittings: tuple[Sitting, ...], path: KeyPath) -> Iterator[Fault]:
    for (_, one), (number, other) in combinations(enumerate(sittings), 2):
        if one.slug == other.slug:
            yield Fault((*path, number, "slug"), *SAME_SITTING)
        if _meet(one, other):
            yield Fault(
                (*path, number, "opens"),
                f"buổi này trùng giờ với buổi “{one.slug}”; hãy sửa giờ hoặc ngày của một trong hai buổi.",
                f"this sitting overlaps with “{one.slug}”; correct the hours or days of either.",
            )


def _meet(one: Sitting, other: Sitting) -> bool:
    days = set(one.days or Weekday) & set(other.days or Weekday)
    return bool(days) and one.opens < _end(other) and other.opens < _end(one)


def _end(one: Sitting) -> time:
    return time.max if one.closes == time(0) else one.closes


def _extension(more: Extension, path: KeyPath) -> Iterator[Fault]:
    if (more.unit is None) is (more.participant is None):
        yield Fault((*path, "unit" if more.unit is None else "participant"), *WHOSE_TIME)
    if more.extra <= timedelta(0):
        yield Fault((*path, "extra"), *NO_TIME)
