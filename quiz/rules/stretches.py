"""The stretches in which a round is open: its window, cut into its weekdays and sittings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from quiz.rules.calendar import Round, Sitting, Weekday

DAY = timedelta(days=1)
ENOUGH = 9  # days back: every weekday and every sitting has begun in them, whatever today has not seen yet


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open stretch of time."""

    opens: datetime
    closes: datetime

    def holds(self, instant: datetime) -> bool:
        """Is the instant inside?"""
        return self.opens <= instant < self.closes


def latest_begun(this_round: Round, at: datetime, zone: ZoneInfo) -> Window | None:
    """Return the stretch of the round that began last by this instant, None before the first."""
    if at < this_round.opens:
        return None
    if not this_round.weekdays and not this_round.sittings:
        return Window(this_round.opens, this_round.closes)
    day = min(at, this_round.closes - timedelta.resolution).astimezone(zone).date()
    for _ in range(ENOUGH):
        begun = [one for one in _of_day(this_round, day, zone) if one.opens <= at]
        if begun:
            return max(begun, key=lambda one: one.opens)
        day -= DAY
    return None


def sitting_window(this_round: Round, at: datetime, zone: ZoneInfo) -> Window | None:
    """Return the sitting that began last: whoever has more time begins in it even after its end."""
    return latest_begun(this_round, at, zone) if this_round.sittings else None


def sitting_on(sitting: Sitting, today: date, zone: ZoneInfo) -> Window:
    """Return when this sitting runs on this day; midnight as its close is that day's end."""
    opens = datetime.combine(today, sitting.opens, zone)
    closes = datetime.combine(today, sitting.closes, zone)
    if sitting.closes == time(0) or sitting.closes <= sitting.opens:
        closes += DAY
    return Window(opens.astimezone(UTC), closes.astimezone(UTC))


def on_weekday(days: tuple[Weekday, ...], today: date) -> bool:
    """Is this day one of these? None named means every day."""
    return not days or tuple(Weekday)[today.weekday()] in days


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which this day begins there."""
    return datetime.combine(day, time(0), zone).astimezone(UTC)


def _of_day(this_round: Round, day: date, zone: ZoneInfo) -> Iterator[Window]:
    if not on_weekday(this_round.weekdays, day):
        return
    held = [sitting_on(one, day, zone) for one in this_round.sittings if on_weekday(one.days, day)]
    if not this_round.sittings:
        held = [Window(midnight(day, zone), midnight(day + DAY, zone))]
    for one in held:
        opens, closes = max(one.opens, this_round.opens), min(one.closes, this_round.closes)
        if opens < closes:
            yield Window(opens, closes)
