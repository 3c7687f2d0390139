"""From counting attempts to places: qualification, the chain of keys, true ties."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from quiz.rules.clauses import Decision, QualificationRule, RankingRule
from quiz.rules.counting import FARTHEST, STEPS, Comparable, Counted, Sorter, plain_key, thousandths
from quiz.rules.decided import in_order
from quiz.rules.guess import Blank, Guess, PredictionRule
from quiz.rules.keys import Key, RankKey
from quiz.rules.prediction import closeness

UNKNOWN = 1 << 300  # behind every known value, also behind every draw
Part = Callable[[Counted], int]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a chain needs beside the attempts themselves; `opens` in microseconds."""

    prediction: PredictionRule
    truth: int | None
    opens: int
    births: Mapping[str, date]
    draw_seed: str


class Standing(NamedTuple):
    """One row of a ranking."""

    place: int
    counted: Counted
    distance: int | None
    can_win: bool = True

    @property
    def participant(self) -> str:
        """The participant's public code."""
        return self.counted.participant


def everybody_qualifies(rule: QualificationRule, ground: Ground) -> bool:
    """Is there nothing to qualify by?"""
    return rule == QualificationRule() and ground.prediction.blank is Blank.ALLOWED


def qualifies(rule: QualificationRule, one: Counted, ground: Ground) -> bool:
    """Does this counting attempt stand in the ranking?"""
    if rule.perfect and not one.perfect:
        return False
    if rule.minimum_score is not None and one.score < thousandths(float(rule.minimum_score)):
        return False
    if rule.minimum_correct is not None and one.correct < rule.minimum_correct:
        return False
    return one.rounds >= rule.minimum_rounds and _guess_qualifies(rule, one, ground)


def rank(
    counted: Iterable[Counted],
    rule: RankingRule,
    ground: Ground,
    cannot_win: Set[str] = frozenset(),
) -> tuple[Standing, ...]:
    """Return the ranking, ties sharing a place (1, 1, 3), ordered by place and then by public code."""
    if rule.decisions:
        counted = list(counted)  # read once more for every decision in the chain
        sorter = _deciding(rule, ground, counted)
    else:
        sorter = _sorter([_key(key, rule, ground) for key in rule.chain])
    truth = ground.truth
    keyed = sorted((sorter(one), one.participant, one) for one in counted)
    standings: list[Standing] = []
    place, before = 0, None
    for number, (value, participant, one) in enumerate(keyed, 1):
        if value != before:
            place, before = number, value
        off = None if truth is None or one.prediction is None else abs(one.prediction - truth)
        standings.append(Standing(place, one, off, participant not in cannot_win))
    return tuple(standings)


def ticket(seed: str, participant: str, number: int = 0) -> int:
    """Return a drawn number, the smallest wins: SHA-256 of seed, participant and ticket number."""
    return int.from_bytes(hashlib.sha256(f"{seed}\0{participant}\0{number}".encode()).digest(), "big")


def _sorter(parts: Sequence[Part]) -> Sorter:
    def value(one: Counted) -> Comparable:
        return tuple([part(one) for part in parts])

    return value


def _deciding(rule: RankingRule, ground: Ground, counted: Collection[Counted]) -> Sorter:
    """Order by the chain, in which decisions speak of people equal in all keys before them.

    They are asked once more at the end, about those who are equal in every key: that is the tie that waits.
    """
    parts: list[Part] = []
    asks = [key for key in rule.chain if key.key is Key.DECISION]
    for key in (*rule.chain, *asks[-1:]):
        if key.key is Key.DECISION:
            decided = _decided(_sorter(parts), counted, rule.decisions)
            parts.append(_turned(decided) if key.larger_first else decided)
        else:
            parts.append(_key(key, rule, ground))
    return _sorter(parts)


def _decided(equal: Sorter, counted: Iterable[Counted], decisions: Sequence[Decision]) -> Part:
    """The rank that decisions give among people who are equal so far."""
    named = frozenset(who for one in decisions for who in one.order)
    at_stake = {equal(one) for one in counted if one.participant in named}
    ties: dict[Comparable, set[str]] = defaultdict(set)
    for one in counted:
        value = equal(one)
        if value in at_stake:
            ties[value].add(one.participant)
    ranks: dict[str, int] = {}
    for tied in ties.values():
        if len(tied) > 1:
            ranks |= in_order(tied, decisions)
    return lambda one: ranks.get(one.participant, 0)


def _key(key: RankKey, rule: RankingRule, ground: Ground) -> Part:
    step, seed = STEPS[rule.precision], rule.draw_seed or ground.draw_seed
    special: dict[Key, Part] = {
        Key.PREDICTION: _closeness(ground),
        Key.OFFSET: lambda one: (one.submitted - ground.opens) // step,
        Key.AGE: lambda one: _age_key(one, ground, key),
        Key.DRAW: lambda one: ticket(seed, one.participant),
        Key.WEIGHTED_DRAW: lambda one: min(
            (ticket(seed, one.participant, number) for number in range(1, one.correct + 1)), default=UNKNOWN
        ),
        Key.DECISION: lambda _: 0,  # nobody has decided anything
    }
    if key.key not in special:
        return plain_key(key, rule.precision)
    value = special[key.key]
    if key.larger_first and key.key is not Key.AGE:
        return _turned(value)
    return value


def _turned(value: Part) -> Part:
    return lambda one: -value(one)


def _closeness(ground: Ground) -> Callable[[Counted], int]:
    if ground.truth is None:
        return lambda _: FARTHEST
    close = closeness(ground.prediction, ground.truth)
    return lambda one: close(one.prediction)


def _age_key(one: Counted, ground: Ground, key: RankKey) -> int:
    born = ground.births.get(one.participant)
    if born is None:
        return UNKNOWN
    return born.toordinal() if key.larger_first else -born.toordinal()


def _guess_qualifies(rule: QualificationRule, one: Counted, ground: Ground) -> bool:
    if ground.prediction.kind is not Guess.NUMBER:
        return True
    if one.prediction is None:
        return ground.prediction.blank is Blank.ALLOWED and rule.prediction_within is None
    if rule.prediction_within is None or ground.truth is None:
        return True
    return abs(one.prediction - ground.truth) <= rule.prediction_within
