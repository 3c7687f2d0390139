"""Who wins what in one ranking: tiers by place, ties across a boundary, special prizes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from quiz.rules.awards import Carry, Prize, PrizePlan, Special
from quiz.rules.clauses import StillTied
from quiz.rules.ranking import Standing


@dataclass(frozen=True, slots=True)
class Winner:
    """One prize of one person; amount in đồng; shared when a tie crosses the end of its tier.

    It waits where a tie that the organisers must still decide in another ranking may take or move it.
    """

    prize: str
    participant: str
    place: int
    attempt: str
    unit: str | None
    amount: int
    shared: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Undecided:
    """Tied people over whose prizes the organisers must still decide."""

    prizes: tuple[str, ...]
    place: int
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Awards:
    """The prizes of one ranking."""

    winners: tuple[Winner, ...] = ()
    undecided: tuple[Undecided, ...] = ()


@dataclass(frozen=True, slots=True)
class Contested:
    """A ranking with the plan by which its prizes are given; they wait where it is open who stands in it."""

    ranking: tuple[Standing, ...]
    plan: PrizePlan
    still_tied: StillTied
    births: Mapping[str, date]
    waits: bool = False


NOBODY: frozenset[str] = frozenset()
Given = Winner | Undecided


def award(one: Contested, passed_over: frozenset[str] = NOBODY, withheld: frozenset[str] = NOBODY) -> Awards:
    """Give the prizes of one ranking.

    People passed over are as if they were not there; what withheld people would win is given to nobody.
    """
    present = _present(one, passed_over)
    slots = [prize for prize in one.plan.tiers if prize.special is Special.NONE for _ in range(prize.count)]
    given = [*_in_turn(one, slots, _ties(present[: _reach(present, len(slots))])), *_specials(one, present)]
    won = (row for row in given if isinstance(row, Winner) and row.participant not in withheld)
    undecided = _merged(tie for tie in given if isinstance(tie, Undecided))
    return Awards(tuple(replace(row, waits=one.waits) for row in won), undecided)


def _in_turn(one: Contested, slots: Sequence[Prize], groups: Iterable[list[Standing]]) -> Iterable[Given]:
    """Give the prizes to groups of equal people, best first, or ask where a tie must be decided."""
    position = 0
    for group in groups:
        taken = slots[position : position + len(group)]
        position += len(group)
        if not taken:
            return
        if len(group) > 1 and one.still_tied is StillTied.DECIDE and _crosses(taken, group):
            yield _open_question(taken, group)
        else:
            yield from _won(taken, group, one.still_tied)


def _present(one: Contested, passed_over: frozenset[str]) -> Sequence[Standing]:
    down = one.plan.carry is Carry.DOWN
    if not one.plan.tiers:
        return ()
    return [
        row for row in one.ranking if (row.can_win or not down) and row.counted.participant not in passed_over
    ]


def _ties(rows: Sequence[Standing]) -> Iterable[list[Standing]]:
    group: list[Standing] = []
    for row in rows:
        if group and row.place != group[0].place:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _reach(rows: Sequence[Standing], prizes: int) -> int:
    if prizes == 0 or len(rows) <= prizes:
        return min(prizes, len(rows))
    last = rows[prizes - 1].place
    return next((n for n in range(prizes, len(rows)) if rows[n].place != last), len(rows))


def _crosses(taken: Sequence[Prize], group: Sequence[Standing]) -> bool:
    return len(taken) < len(group) or len({prize.slug for prize in taken}) > 1


def _won(taken: Sequence[Prize], group: Sequence[Standing], still_tied: StillTied) -> Iterable[Winner]:
    shared = _crosses(taken, group)
    amount = taken[0].amount
    if shared and still_tied is StillTied.SPLIT:
        amount = sum(prize.amount for prize in taken) // len(group)
    for row in group:
        if row.can_win:
            yield _winner(taken[0].slug, row, amount, shared=shared)


def _open_question(taken: Sequence[Prize], group: Sequence[Standing]) -> Undecided:
    slugs = tuple(dict.fromkeys(prize.slug for prize in taken))
    return Undecided(slugs, group[0].place, tuple(row.participant for row in group))


def _specials(one: Contested, present: Sequence[Standing]) -> Iterable[Given]:
    """The prizes by age: of people born on one day the better place has it, equal places are a tie."""
    special = [prize for prize in one.plan.tiers if prize.special is not Special.NONE]
    known = [row for row in present if special and row.can_win and row.participant in one.births]
    for prize in special:
        sign = -1 if prize.special is Special.YOUNGEST else 1
        keys = {row.participant: (sign * one.births[row.participant].toordinal(), row.place) for row in known}
        ordered = sorted(known, key=lambda row: keys[row.participant])
        alike = groupby(ordered, key=lambda row: keys[row.participant])
        slots = [prize] * min(prize.count, len(known))
        yield from _in_turn(one, slots, (list(tied) for _key, tied in alike))


def _merged(ties: Iterable[Undecided]) -> tuple[Undecided, ...]:
    """One question a place: a decision speaks of whoever shares it, whatever prizes hang on that."""
    asked: dict[int, Undecided] = {}
    for tie in ties:
        before = asked.get(tie.place, Undecided((), tie.place, ()))
        prizes = dict.fromkeys((*before.prizes, *tie.prizes))
        people = dict.fromkeys((*before.participants, *tie.participants))
        asked[tie.place] = Undecided(tuple(prizes), tie.place, tuple(people))
    return tuple(asked.values())


def _winner(prize: str, row: Standing, amount: int, *, shared: bool = False) -> Winner:
    one = row.counted
    return Winner(prize, one.participant, row.place, one.attempt, one.unit, amount, shared)
