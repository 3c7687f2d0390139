"""Birth dates and nationalities in result packs: stand-ins that are judged alike, wherever they can be."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from quiz.rules.awards import Special
from quiz.rules.contest import Contest, Joined
from quiz.rules.eligibility import age, is_same_nation
from quiz.rules.keys import Key

OTHER = "khác / other"


@dataclass(frozen=True, slots=True)
class Veil:
    """How birth dates and nationalities may be shown: `steps` are the ages at which a verdict changes."""

    nations: tuple[str, ...]
    ranked: bool
    steps: tuple[int, ...]
    first_day: date
    last_day: date

    @classmethod
    def of(cls, contest: Contest) -> "Veil":
        """What the rulebook of this contest needs birth dates for."""
        days = {contest.opens.astimezone(contest.zone).date(), contest.closes.astimezone(contest.zone).date()}
        days |= {one for one in _age_dates(contest) if one is not None}
        nations = tuple(one.nationality for one in contest.eligibilities if one.nationality)
        return cls(nations, _ranks_ages(contest), tuple(sorted(set(_steps(contest)))), min(days), max(days))

    def shown(self, birth: date | None) -> date | None:
        """The birth date to show: none where no rule asks, one for a whole band where that judges alike."""
        if birth is None or self.ranked:
            return birth
        if not self.steps:
            return None
        band = self._band(birth)
        stand_in = _years_before(self.first_day, self.steps[band - 1] if band else 0)
        return stand_in if band == self._band(stand_in) and band is not None else birth

    def nationality(self, said: str | None) -> str | None:
        """The nationality to show: that of a rule, or only that it is another; none where no rule asks."""
        if not said or not self.nations:
            return None
        return next((one for one in self.nations if is_same_nation(one, said)), OTHER)

    def _band(self, birth: date) -> int | None:
        first = bisect_right(self.steps, age(birth, self.first_day))
        last = bisect_right(self.steps, age(birth, self.last_day))
        return first if first == last else None


def _steps(contest: Contest) -> Iterator[int]:
    rules = [contest.eligibility, *(one.eligibility for one in contest.blocks if one.eligibility)]
    limits = [(one.age_min, one.age_max) for one in rules]
    limits += [(one.age_min, one.age_max) for one in contest.blocks if one.joined is Joined.AGE]
    for lowest, highest in limits:
        if lowest is not None:
            yield lowest
        if highest is not None:
            yield highest + 1


def _age_dates(contest: Contest) -> Iterator[date | None]:
    yield contest.eligibility.age_date
    for one in contest.blocks:
        yield one.eligibility.age_date if one.eligibility else None


def _ranks_ages(contest: Contest) -> bool:
    applied = [
        contest.rules_for(one.slug, block) for one in contest.rounds for block in contest.block_slugs()
    ]
    rankings = [contest.overall.ranking, *(one.ranking for one in applied)]
    chains = [key.key for ranking in rankings for key in ranking.chain]
    chains += [key.key for one in applied for key in one.counting.by]
    plans = [contest.overall.prizes, *(one.prizes for one in applied)]
    special = any(prize.special is not Special.NONE for plan in plans for prize in plan.tiers)
    return special or Key.AGE in chains


def _years_before(day: date, years: int) -> date:
    # The 29th of February has no birthday in most years.
    return date(day.year - years, day.month, min(day.day, 28))
