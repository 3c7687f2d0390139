"""When a round is open, until when an attempt runs and in which windows attempts are counted."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from quiz.rules.applied import RoundRules
from quiz.rules.calendar import Round
from quiz.rules.clauses import AtClose
from quiz.rules.stretches import DAY, Window, latest_begun, midnight, sitting_window

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
class Limit:
    """So many attempts in a window; `window` is None where the round or contest itself bounds it."""

    within: Within
    most: int
    window: Window | None = None


def phase(this_round: Round, now: datetime, zone: ZoneInfo, later: timedelta = NO_EXTENSION) -> Phase:
    """Return where the round stands; BETWEEN is inside the round but outside its days or sittings.

    For whoever has more time every close is so much `later`: that of the round, a day and a sitting.
    """
    if now < this_round.opens:
        return Phase.NOT_YET
    stretch = latest_begun(this_round, now, zone)
    if stretch is not None and now < stretch.closes + later:
        return Phase.OPEN
    return Phase.ENDED if now >= this_round.closes else Phase.BETWEEN


def deadline(
    started_at: datetime,
    rules: RoundRules,
    extension: timedelta = NO_EXTENSION,
    later: timedelta = NO_EXTENSION,
) -> datetime:
    """Return until when an attempt begun at this instant runs: time limit, sitting and close.

    With `at_close = "finish"` an attempt keeps its whole limit; without a limit the close binds. `extension`
    lengthens the attempt itself, `later` is how much later the closes are for this person.
    """
    limit = rules.time.limit
    bound = closing(started_at, rules) + later
    if limit is None:
        return bound + extension
    if rules.time.at_close is AtClose.FINISH:
        return started_at + limit + extension
    return min(started_at + limit, bound) + extension


def closing(started_at: datetime, rules: RoundRules) -> datetime:
    """Return what closes upon an attempt begun at this instant: its sitting, or the round."""
    sitting = sitting_window(rules.round, started_at, rules.zone)
    return rules.closes if sitting is None else sitting.closes


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
    return Window(midnight(today, zone), midnight(today + DAY, zone))


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
        return midnight(date.fromisoformat(day) + plus, zone)
    instant = datetime.fromisoformat(f"{day}T{clock}")
    return (instant if instant.tzinfo else instant.replace(tzinfo=zone)).astimezone(UTC)
