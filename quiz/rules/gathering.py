"""One pass over attempts: what each round and block needs to know, independent of their order."""

from collections import Counter
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from quiz.rules.admitting import Admitting
from quiz.rules.applied import RoundRules
from quiz.rules.branches import Presence
from quiz.rules.clauses import Which
from quiz.rules.contest import Contest
from quiz.rules.counting import Counted, Sorter, local_day, measuring, preference, summed
from quiz.rules.eligibility import Admission
from quiz.rules.finals import Way, ways
from quiz.rules.prediction import Turnout
from quiz.rules.records import AttemptRow

Place = tuple[str, str | None]  # slugs of round and block
Route = tuple[str, str | None, str]  # a place, and the lowest final through which it counts or ""


@dataclass(slots=True)
class Gathered:
    """What one round and block has seen so far."""

    rules: RoundRules
    prefers: Sorter
    measure: Callable[[AttemptRow, str | None], Counted]
    by_days: bool
    enough: int
    kept: dict[str | tuple[str, date], Counted] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    all_correct: set[str] = field(default_factory=set)
    correct: set[str] = field(default_factory=set)
    cannot_win: set[str] = field(default_factory=set)
    presences: dict[tuple[str, str], Presence] = field(default_factory=dict)
    attempts: int = 0
    valid: int = 0
    whole: list[Counted] = field(default_factory=list)  # made once, when the last attempt was taken

    @classmethod
    def under(cls, rules: RoundRules) -> "Gathered":
        """Begin for a round and block."""
        return cls(
            rules,
            prefers=preference(rules.counting, rules.ranking.precision),
            measure=measuring(rules),
            by_days=rules.counting.which is Which.SUM_OF_DAYS,
            enough=rules.prediction.correct_at_least or 1,
        )

    def take(self, row: AttemptRow, unit: str | None, admission: Admission) -> str | None:
        """Take one attempt; return why it does not count, None when it does."""
        self.attempts += 1
        presence = self._presence(row, unit)
        reason = _left_out(row, self.rules, admission)
        if reason is not None:
            return reason
        if admission is Admission.CANNOT_WIN:
            self.cannot_win.add(row.participant)
        measured = self.measure(row, unit)
        self._count(measured)
        if presence is not None:
            presence.best = max(presence.best, measured.score) if presence.valid else measured.score
            presence.valid += 1
        return None

    def counted(self) -> list[Counted]:
        """Return what counts of everybody."""
        if not self.whole and self.used:
            whole = self._day_sums() if self.by_days else self.kept.values()
            self.whole = [_with_used(one, self.used[one.participant]) for one in whole]
        return self.whole

    def copy_for(self, participant: str) -> "Gathered":
        """Return a copy that shares what nobody changes by taking attempts of this person."""
        return replace(
            self,
            kept=self.kept.copy(),
            used=self.used.copy(),
            all_correct=self.all_correct.copy(),
            correct=self.correct.copy(),
            cannot_win=self.cannot_win.copy(),
            presences={
                place: replace(one) if place[0] == participant else one
                for place, one in self.presences.items()
            },
        )

    def among(self, names: Set[str]) -> "Gathered":
        """Return what is left when only attempts of these people count."""
        used = {who: count for who, count in self.used.items() if who in names}
        if len(used) == len(self.used):
            return self
        return replace(
            self,
            kept={scope: one for scope, one in self.kept.items() if one.participant in names},
            used=used,
            all_correct=self.all_correct & names,
            correct=self.correct & names,
            cannot_win=self.cannot_win & names,
            presences={
                place: one if place[0] in names else Presence(one.attempts)
                for place, one in self.presences.items()
            },
            valid=sum(used.values()),
            whole=[],
        )

    def joined(self, other: "Gathered") -> "Gathered":
        """Return both as if one had taken all attempts of both."""
        kept, presences = self.kept.copy(), {place: replace(one) for place, one in self.presences.items()}
        for scope, one in other.kept.items():
            kept[scope] = min(kept.get(scope, one), one, key=self.prefers)
        for place, presence in other.presences.items():
            presences.setdefault(place, Presence()).join(presence)
        everybody = {**self.used, **other.used}
        return replace(
            self,
            kept=kept,
            used={who: self.used.get(who, 0) + other.used.get(who, 0) for who in everybody},
            all_correct=self.all_correct | other.all_correct,
            correct=self.correct | other.correct,
            cannot_win=self.cannot_win | other.cannot_win,
            presences=presences,
            attempts=self.attempts + other.attempts,
            valid=self.valid + other.valid,
            whole=[],
        )

    def turnout(self) -> Turnout:
        """Return the numbers that a prediction may ask for."""
        return Turnout(self.used.keys(), self.all_correct, self.correct, self.valid)

    def _presence(self, row: AttemptRow, unit: str | None) -> Presence | None:
        if unit is None:
            return None
        presence = self.presences.get((row.participant, unit))
        if presence is None:
            presence = self.presences[row.participant, unit] = Presence()
        presence.attempts += 1
        return presence

    def _count(self, one: Counted) -> None:
        who = one.participant
        self.valid += 1
        self.used[who] = self.used.get(who, 0) + 1
        if one.perfect:
            self.all_correct.add(who)
        if one.correct >= self.enough:
            self.correct.add(who)
        self._keep(one)

    def _keep(self, one: Counted) -> None:
        scope = (one.participant, local_day(one, self.rules)) if self.by_days else one.participant
        before = self.kept.get(scope)
        if before is None or self.prefers(one) < self.prefers(before):
            self.kept[scope] = one

    def _day_sums(self) -> list[Counted]:
        days: dict[str, list[Counted]] = {}
        for one in self.kept.values():
            days.setdefault(one.participant, []).append(one)
        return [summed(parts) for parts in days.values()]


def _with_used(one: Counted, used: int) -> Counted:
    return one if one.used == used else one._replace(used=used)


def _left_out(row: AttemptRow, rules: RoundRules, admission: Admission) -> str | None:
    if not row.valid:
        return "void"
    if admission is Admission.REFUSED:
        return "not_eligible"
    if rules.paper.all_required and row.answered < row.questions:
        return "incomplete"
    return None


@dataclass(slots=True)
class Gathering:
    """Feeds every attempt to its round and the rounds above that count it; counts what is left out."""

    admitting: Admitting
    fed: dict[str, tuple[Way, ...]]
    seen: dict[Route, Gathered]
    left_out: Counter[str] = field(default_factory=Counter)

    @classmethod
    def under(cls, contest: Contest, admitting: Admitting) -> "Gathering":
        """Begin for all rounds and blocks of a contest."""
        fed = {one.slug: ways(contest, one) for one in contest.rounds}
        seen = {
            (slug, block, through): Gathered.under(contest.rules_for(slug, block))
            for slug, through in dict.fromkeys([*((one, "") for one in fed), *chain(*fed.values())])
            for block in contest.block_slugs()
        }
        return cls(admitting, fed, seen)

    def take(self, attempts: Iterable[AttemptRow]) -> None:
        """Take attempts in whatever order; KeyError for an unknown round."""
        fed, seen, admitting, left_out = self.fed, self.seen, self.admitting, self.left_out
        for row in attempts:
            reason = _feed(row, fed[row.round], seen, admitting)
            if reason is not None:
                left_out[reason] += 1

    def copy_for(self, participant: str) -> "Gathering":
        """Return a second gathering that may take other attempts of this person than this one."""
        seen = {place: one.copy_for(participant) for place, one in self.seen.items()}
        return Gathering(self.admitting, self.fed, seen, self.left_out.copy())


def _feed(
    row: AttemptRow, fed: tuple[Way, ...], seen: dict[Route, Gathered], admitting: Admitting
) -> str | None:
    block, unit = admitting.block(row), admitting.unit(row)
    reason: str | None = "no_block" if fed else "counts_children"
    for slug, through in fed:
        place = seen.get((slug, block, through))
        if place is not None:
            reason = place.take(row, unit, admitting.admission(row, place.rules))
    return reason
