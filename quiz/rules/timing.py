"""When a round is open, until when an attempt runs and in which windows attempts are counted."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from quiz.rules.applied import RoundRules
from quiz.rules.calendar import Round, Sitting, Weekday
from quiz.rules.clauses import AtClose

DAY = timedelta(days=1)
NO_EXTENSION = timedelta(0)


class Phase(StrEnum):
    """Where a round stands at an instant."""

    NOT_YET = "not_yet"
    OPEN = "open"
    BETWEEN = "between"
    ENDED = "ended"


class Arrival(StrEnum):
    """How a hand-in stands to its deadline."""

    ON_TIME = "on_time"
    LATE = "late"
    TOO_LATE = "too_late"


class Within(StrEnum):
    """Windows in which attempts are counted."""

    DAY = "day"
    SITTING = "sitting"
    ROUND = "round"
    CONTEST = "contest"


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open stretch of time."""

    opens: datetime
    closes: datetime

    def holds(self, instant: datetime) -> bool:
        """Is the instant inside?"""
        return self.opens <= instant < self.closes


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts in a window; `window` is None where the round or contest itself bounds it."""

    within: Within
    most: int
    window: Window | None = None


def phase(this_round: Round, now: datetime, zone: ZoneInfo) -> Phase:
    """Return where the round stands; BETWEEN is inside the round but outside its days or sittings."""
    if now < this_round.opens:
        return Phase.NOT_YET
    if now >= this_round.closes:
        return Phase.ENDED
    if not on_weekday(this_round.weekdays, now.astimezone(zone).date()):
        return Phase.BETWEEN
    if this_round.sittings and sitting_window(this_round, now, zone) is None:
        return Phase.BETWEEN
    return Phase.OPEN


def deadline(started_at: datetime, rules: RoundRules, extension: timedelta = NO_EXTENSION) -> datetime:
    """Return until when an attempt begun at this instant runs: time limit, sitting and close.

    With `at_close = "finish"` an attempt keeps its whole limit; without a limit the close binds.
    """
    limit = rules.time.limit
    bound = _closing(started_at, rules)
    if limit is None:
        return bound + extension
    if rules.time.at_close is AtClose.FINISH:
        return started_at + limit + extension
    return min(started_at + limit, bound) + extension


def accepts(arrival: datetime, until: datetime, grace: timedelta) -> Arrival:
    """Say how a hand-in stands to its deadline; the deadline itself and the grace's end are inside."""
    if arrival <= until:
        return Arrival.ON_TIME
    if arrival <= until + grace:
        return Arrival.LATE
    return Arrival.TOO_LATE


def day_window(now: datetime, zone: ZoneInfo) -> Window:
    """Return the calendar day of the contest's time zone that holds the instant."""
    today = now.astimezone(zone).date()
    return Window(_midnight(today, zone), _midnight(today + DAY, zone))


def sitting_window(this_round: Round, now: datetime, zone: ZoneInfo) -> Window | None:
    """Return the sitting that holds the instant, or None."""
    today = now.astimezone(zone).date()
    for sitting in this_round.sittings:
        window = sitting_on(sitting, today, zone)
        if on_weekday(sitting.days, today) and window.holds(now):
            return window
    return None


def sitting_on(sitting: Sitting, today: date, zone: ZoneInfo) -> Window:
    """Return when this sitting runs on this day; midnight as its close is that day's end."""
    opens = datetime.combine(today, sitting.opens, zone)
    closes = datetime.combine(today, sitting.closes, zone)
    if sitting.closes == time(0) or sitting.closes <= sitting.opens:
        closes += DAY
    return Window(_utc(opens), _utc(closes))


def on_weekday(days: tuple[Weekday, ...], today: date) -> bool:
    """Is this day one of these? None named means every day."""
    return not days or tuple(Weekday)[today.weekday()] in days


def limit_windows(rules: RoundRules, now: datetime) -> tuple[Limit, ...]:
    """Return every limit that binds an attempt begun now, each with the window to count in."""
    most = rules.attempts
    limits = (
        (Within.DAY, most.per_day, day_window(now, rules.zone)),
        (Within.SITTING, most.per_sitting, sitting_window(rules.round, now, rules.zone)),
        (Within.ROUND, most.per_round, None),
        (Within.CONTEST, most.per_contest, None),
    )
    return tuple(Limit(within, count, window) for within, count, window in limits if count is not None)


def last_arrival(rules: RoundRules, extension: timedelta = NO_EXTENSION) -> datetime:
    """Return the instant after which no hand-in of this round can be taken any more."""
    latest = rules.closes
    if rules.time.at_close is AtClose.FINISH and rules.time.limit is not None:
        latest += rules.time.limit
    return latest + extension + rules.grace


def settled(rules: RoundRules, now: datetime, longest_extension: timedelta = NO_EXTENSION) -> bool:
    """Is every attempt of the round decided, so that it can be finalised?"""
    return now > last_arrival(rules, longest_extension)


def parse_instant(text: str, zone: ZoneInfo) -> datetime:
    """Read an ISO 8601 instant; without offset it is local, and 24:00 and 23:59:59 are the next midnight."""
    day, sep, clock = text.strip().replace(" ", "T", 1).partition("T")
    if not sep or clock in ("24:00", "24:00:00", "23:59:59"):
        plus = DAY if sep else NO_EXTENSION
        return _utc(_midnight(date.fromisoformat(day) + plus, zone))
    instant = datetime.fromisoformat(f"{day}T{clock}")
    return _utc(instant if instant.tzinfo else instant.replace(tzinfo=zone))


def _closing(started_at: datetime, rules: RoundRules) -> datetime:
    sitting = sitting_window(rules.round, started_at, rules.zone)
    return rules.closes if sitting is None else min(sitting.closes, rules.closes)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return _utc(datetime.combine(day, time(0), zone))


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)
