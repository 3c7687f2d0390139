"""How many attempts a person may still begin, and the "no" of each window."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from quiz.rules.applied import RoundRules
from quiz.rules.refusals.contest import LimitReached
from quiz.rules.stretches import sitting_window
from quiz.rules.timing import Limit, Within


class DayLimitReached(LimitReached):
    """All attempts of this day are used; value: limit."""

    vi = "Bạn đã dùng hết {limit} lượt thi của hôm nay. Bạn quay lại ngày mai hoặc xem trang Bài thi của tôi."
    en = "You have used all attempts of today ({limit}). Come back tomorrow, or see My attempts."


class SittingLimitReached(LimitReached):
    """All attempts of this sitting are used; value: limit."""

    vi = (
        "Bạn đã dùng hết {limit} lượt thi của buổi này. Bạn quay lại buổi sau hoặc xem trang Bài thi của tôi."
    )
    en = "You have used all attempts of this sitting ({limit}). Come back for the next, or see My attempts."


class RoundLimitReached(LimitReached):
    """All attempts of this round are used; value: limit."""

    vi = "Bạn đã dùng hết {limit} lượt thi của vòng này. Bạn xem các bài đã nộp ở trang Bài thi của tôi."
    en = "You have used all attempts of this round ({limit}). See what you handed in under My attempts."


class ContestLimitReached(LimitReached):
    """All attempts of the contest are used; value: limit."""

    vi = "Bạn đã dùng hết {limit} lượt thi của cả cuộc thi. Bạn xem các bài đã nộp ở trang Bài thi của tôi."
    en = "You have used all attempts of the contest ({limit}). See what you handed in under My attempts."


NO_BY_WINDOW: dict[Within, type[LimitReached]] = {
    Within.DAY: DayLimitReached,
    Within.SITTING: SittingLimitReached,
    Within.ROUND: RoundLimitReached,
    Within.CONTEST: ContestLimitReached,
}


@dataclass(frozen=True, slots=True)
class Used:
    """Attempts begun in each window, void ones included."""

    day: int = 0
    sitting: int = 0
    round: int = 0
    contest: int = 0


@dataclass(frozen=True, slots=True)
class Extra:
    """Attempts that the organisers allowed on top: in this round, of these unspent today, in the contest."""

    round: int = 0
    today: int = 0
    contest: int = 0


def left(limit: Limit, used: Used, extra: Extra) -> int:
    """Return how many attempts this limit still leaves."""
    on_top = {Within.ROUND: extra.round, Within.CONTEST: extra.contest}.get(limit.within, extra.today)
    begun: int = getattr(used, limit.within)
    return max(limit.most + on_top - begun, 0)


def attempts_left(limits: Iterable[Limit], used: Used, extra: Extra) -> int | None:
    """Return how many attempts all limits together leave now; None where nothing limits them."""
    return min((left(limit, used, extra) for limit in limits), default=None)


def beyond(limits: Iterable[Limit], used: Used, extra: Extra) -> LimitReached | None:
    """Return the "no" of the widest window whose attempts are all used, None when one may begin."""
    for limit in reversed(tuple(limits)):
        if left(limit, used, extra) == 0:
            return NO_BY_WINDOW[limit.within](limit=limit.most)
    return None


def spent_elsewhere(rules: RoundRules, starts: Iterable[datetime], now: datetime) -> int:
    """Return how many allowed extras other days and sittings of the round have used up."""
    begun = tuple(starts)
    days = Counter(start.astimezone(rules.zone).date() for start in begun)
    days.pop(now.astimezone(rules.zone).date(), None)
    sittings = Counter(sitting_window(rules.round, start, rules.zone) for start in begun)
    sittings.pop(sitting_window(rules.round, now, rules.zone), None)
    return max(
        _beyond(days.values(), rules.attempts.per_day), _beyond(sittings.values(), rules.attempts.per_sitting)
    )


def _beyond(counts: Iterable[int], most: int | None) -> int:
    return 0 if most is None else sum(max(count - most, 0) for count in counts)
