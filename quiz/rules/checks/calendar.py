"""Openings that can never be: sittings that end before they begin, days and rounds outside a round."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from quiz.rules.calendar import CountsFrom, Round, Sitting
from quiz.rules.contest import Contest
from quiz.rules.faults import Fault
from quiz.rules.stretches import DAY, on_weekday, sitting_on
from quiz.rules.toml_lines import KeyPath

# After so many days every weekday and every hour has come once, whatever the first and last day cut off.
ENOUGH = 9
BACKWARDS = (
    "buổi thi đóng trước khi mở; hãy sửa giờ, hoặc chia buổi qua nửa đêm thành hai: đến 24:00 và từ 00:00.",
    "the sitting closes before it opens; correct it, or part a night in two: until 24:00 and from 00:00.",
)
NO_SUCH_DAY = (
    "không ngày nào trong số này nằm trong vòng thi, không ai vào thi được; hãy sửa ngày hoặc bỏ khoá này.",
    "none of these days lies inside the round, so nobody could enter; correct the days or remove the key.",
)
NEVER_HELD = (
    "buổi thi không rơi vào lúc nào của vòng thi; hãy sửa giờ, ngày của buổi hoặc thời gian của vòng.",
    "the sitting never falls inside the round; correct its hours, its days, or the round's times.",
)
CHILDLESS = (
    'counts = "children" nhưng không vòng nào có parent là vòng này; hãy thêm vòng con hoặc dùng "own".',
    'counts = "children", but no round names this one as its parent; add one or use counts = "own".',
)


def calendar_faults(contest: Contest) -> Iterator[Fault]:
    """Yield every opening that never comes, and every round that lies wrongly to the rounds around it."""
    for number, one in enumerate(contest.rounds):
        path: KeyPath = ("rounds", number)
        yield from _days(contest, one, path)
        if one.parent is not None:
            yield from _outside(one, contest.round(one.parent), path)
        if one.counts is CountsFrom.CHILDREN and all(other.parent != one.slug for other in contest.rounds):
            yield Fault((*path, "counts"), *CHILDLESS)


def _days(contest: Contest, one: Round, path: KeyPath) -> Iterator[Fault]:
    days = [day for day in _first_days(contest, one) if on_weekday(one.weekdays, day)]
    if not days:
        yield Fault((*path, "weekdays"), *NO_SUCH_DAY)
        return
    for number, sitting in enumerate(one.sittings):
        own: KeyPath = (*path, "sittings", number)
        if time(0) != sitting.closes <= sitting.opens:
            yield Fault((*own, "closes"), *BACKWARDS)
        elif not any(_held(contest, one, sitting, day) for day in days):
            yield Fault((*own, "days" if sitting.days else "opens"), *NEVER_HELD)


def _first_days(contest: Contest, one: Round) -> Iterator[date]:
    day = one.opens.astimezone(contest.zone).date()
    last = (one.closes - timedelta.resolution).astimezone(contest.zone).date()
    for _ in range(ENOUGH):
        if day > last:
            return
        yield day
        day += DAY


def _held(contest: Contest, one: Round, sitting: Sitting, day: date) -> bool:
    window = sitting_on(sitting, day, contest.zone)
    return on_weekday(sitting.days, day) and window.opens < one.closes and window.closes > one.opens


def _outside(one: Round, above: Round, path: KeyPath) -> Iterator[Fault]:
    said = (
        f"vòng này nằm ngoài vòng “{above.slug}” chứa nó; hãy sửa thời gian của một trong hai vòng.",
        f"this round lies outside its parent “{above.slug}”; correct the times of either.",
    )
    if one.opens < above.opens:
        yield Fault((*path, "opens"), *said)
    if one.closes > above.closes:
        yield Fault((*path, "closes"), *said)
