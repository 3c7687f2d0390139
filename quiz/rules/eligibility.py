"""Who may play and who may win."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from quiz.rules.folding import folded
from quiz.rules.refusals.contest import (
    BirthDateMissing,
    Excluded,
    NotOnList,
    Refusal,
    TooOld,
    TooYoung,
)
from quiz.rules.refusals.entry import NationalityMissing, OtherNationality
from quiz.rules.registration import AgeAt, Effect, Eligibility

OLDEST = 120  # nobody known to be older lives; most such dates are a slip in the year
# What may stand against a person, in the order in which it is looked for.
_AGAINST = (Excluded, NotOnList, BirthDateMissing, TooYoung, TooOld, NationalityMissing, OtherNationality)
GROUNDS = tuple(one.__name__ for one in _AGAINST)


class Admission(StrEnum):
    """What a person's attempts are worth."""

    FULL = "full"
    CANNOT_WIN = "cannot_win"
    REFUSED = "refused"


def age(birth: date, on: date) -> int:
    """Return full years; somebody born on 29 February turns a year older on 1 March of a common year."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def births(first: date, last: date) -> tuple[date, date]:
    """Return the earliest and the latest birth date of somebody who lives on these days."""
    # The 29th of February has no birthday in most years.
    return date(first.year - OLDEST, first.month, min(first.day, 28)), last


def age_day(
    rule: Eligibility, *, at: datetime, round_opens: datetime, opens: datetime, zone: ZoneInfo
) -> date:
    """Return the day on which the rulebook takes the age of somebody who plays at this instant."""
    if rule.age_at is AgeAt.DATE and rule.age_date is not None:
        return rule.age_date
    if rule.age_at is AgeAt.ROUND_OPENS:
        at = round_opens
    if rule.age_at is AgeAt.CONTEST_OPENS:
        at = opens
    return at.astimezone(zone).date()


def objection(
    rule: Eligibility,
    *,
    participant: str,
    line: Collection[str],
    birth: date | None,
    on: date,
    listed: bool,
    nationality: str | None,
) -> Refusal | None:
    """Return the first ground against this person or None; `line` is the unit and all above, also before."""
    if participant in rule.excluded or any(code in rule.excluded_units for code in line):
        return Excluded()
    if rule.closed_list and not (participant in rule.listed if rule.listed else listed):
        return NotOnList()
    return age_objection(rule.age_min, rule.age_max, birth, on) or _foreign(rule, nationality)


def is_same_nation(one: str, other: str) -> bool:
    """Do these words name one nationality, whatever their spelling: Việt Nam, VIETNAM?"""
    return folded(one).replace(" ", "") == folded(other).replace(" ", "")


def _foreign(rule: Eligibility, nationality: str | None) -> Refusal | None:
    if not rule.nationality:
        return None
    if not nationality:
        return NationalityMissing()
    same = is_same_nation(rule.nationality, nationality)
    return None if same else OtherNationality(nationality=rule.nationality)


def age_objection(age_min: int | None, age_max: int | None, birth: date | None, on: date) -> Refusal | None:
    """Return why this birth date is outside the ages, None when it is inside or no age is asked."""
    if age_min is None and age_max is None:
        return None
    if birth is None:
        return BirthDateMissing()
    years = age(birth, on)
    if age_min is not None and years < age_min:
        return TooYoung(age=age_min)
    if age_max is not None and years > age_max:
        return TooOld(age=age_max)
    return None


def admission(rule: Eligibility, ground: Refusal | None) -> Admission:
    """Say what a ground against a person does under this rulebook."""
    if ground is None:
        return Admission.FULL
    return Admission.CANNOT_WIN if rule.effect is Effect.CANNOT_WIN else Admission.REFUSED
