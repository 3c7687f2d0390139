"""Prizes of all rankings of a contest: who won elsewhere, and what waits for a tie that is not decided."""

from collections.abc import Sequence
from dataclasses import replace

from quiz.rules.awards import Carry, Repeat
from quiz.rules.prizes import NOBODY, Awards, Contested, award

Names = frozenset[str]
# Where those who won before win no more.
BEFORE = (Repeat.SKIP, Repeat.ONE_A_CONTEST)


def award_all(contested: Sequence[Contested]) -> tuple[Awards, ...]:
    """Give the prizes of all rankings of a contest, in the order in which they are decided."""
    over: list[Names] = [NOBODY] * len(contested)
    while True:
        given = _in_turn(contested, over)
        lower = _lower_prizes(contested, given)
        if not any(lower):
            return _marked(contested, over, given)
        over = [before | more for before, more in zip(over, lower, strict=True)]


def _in_turn(contested: Sequence[Contested], over: Sequence[Names]) -> tuple[Awards, ...]:
    given: list[Awards] = []
    have_won = NOBODY
    for one, passed_over in zip(contested, over, strict=True):
        before = have_won if one.plan.repeat in BEFORE else NOBODY
        given.append(_without(one, passed_over | before))
        have_won |= _winning(given[-1])
    return tuple(given)


def _without(one: Contested, elsewhere: Names) -> Awards:
    """The prizes of a ranking whose winners elsewhere win nothing here."""
    repeat, carry = one.plan.repeat, one.plan.carry
    skips = repeat is Repeat.SKIP or (repeat is Repeat.KEEP_HIGHEST and carry is Carry.DOWN)
    return award(one, passed_over=elsewhere) if skips else award(one, withheld=elsewhere)


def _lower_prizes(contested: Sequence[Contested], given: Sequence[Awards]) -> list[Names]:
    best: dict[str, tuple[tuple[int, int, int], int]] = {}
    for number, (one, awards) in enumerate(zip(contested, given, strict=True)):
        order = [prize.slug for prize in one.plan.tiers]
        for row in awards.winners:
            rank = (-row.amount, order.index(row.prize), number)
            best[row.participant] = min(best.get(row.participant, (rank, number)), (rank, number))
    return [
        frozenset(row.participant for row in awards.winners if best[row.participant][1] != number)
        if one.plan.repeat is Repeat.KEEP_HIGHEST
        else NOBODY
        for number, (one, awards) in enumerate(zip(contested, given, strict=True))
    ]


def _marked(
    contested: Sequence[Contested], over: Sequence[Names], given: tuple[Awards, ...]
) -> tuple[Awards, ...]:
    """The same prizes, those marked that another decision may take or move."""
    open_to = [unsettled(awards) for awards in given]
    if not any(open_to):
        return given
    marked, before = list(given), list[Names]()
    while before != open_to:
        before = list(open_to)
        for number, one in enumerate(contested):
            doubtful = _doubtful(contested, number, given, open_to)
            if doubtful:
                sure = _surely_before(one, number, given, open_to)
                ends = _ends(one, over[number] | sure, doubtful - sure)
                marked[number], more = _compared(given[number], ends)
                open_to[number] |= more
    return tuple(marked)


def _doubtful(
    contested: Sequence[Contested], number: int, given: Sequence[Awards], open_to: Sequence[Names]
) -> Names:
    """Whoever may, or may not, win elsewhere so that it matters in this ranking."""
    repeat = contested[number].plan.repeat
    if repeat in BEFORE:
        return NOBODY.union(*open_to[:number])
    if repeat is not Repeat.KEEP_HIGHEST:
        return NOBODY
    here = {row.participant: row.amount for row in given[number].winners}
    return frozenset(
        name
        for other, names in enumerate(open_to)
        for name in names
        if other != number and _at_most(contested[other], given[other], name) >= here.get(name, 0)
    )


def _at_most(one: Contested, given: Awards, name: str) -> int:
    """The most that somebody can get from what is open in a ranking."""
    tied = [slug for tie in given.undecided if name in tie.participants for slug in tie.prizes]
    tiers = one.plan.tiers
    return max((tier.amount for tier in tiers if tier.slug in tied or not tied), default=0)


def _surely_before(one: Contested, number: int, given: Sequence[Awards], open_to: Sequence[Names]) -> Names:
    if one.plan.repeat not in BEFORE:
        return NOBODY
    earlier = zip(given[:number], open_to, strict=False)
    return NOBODY.union(*(_winning(awards) - doubtful for awards, doubtful in earlier))


def _ends(one: Contested, gone: Names, doubtful: Names) -> tuple[Awards, Awards]:
    """The prizes if none of the doubtful won elsewhere, and if all of them did.

    Whoever goes moves everybody behind the same way: what both ends give, every decision gives.
    """
    return _without(one, gone - doubtful), _without(one, gone | doubtful)


def _compared(given: Awards, ends: tuple[Awards, Awards]) -> tuple[Awards, Names]:
    """The prizes with those marked that not both ends give, and whose winning here is open."""
    stands = frozenset(ends[0].winners) & frozenset(ends[1].winners)
    rows = tuple(replace(row, waits=row.waits or row not in stands) for row in given.winners)
    named = _winning(given).union(*(_winning(end) | _tied(end) for end in ends))
    return replace(given, winners=rows), named - {row.participant for row in stands}


def unsettled(awards: Awards) -> Names:
    """Return whose winning in a ranking is not settled: tied people and those whose prize waits."""
    return _tied(awards) | {row.participant for row in awards.winners if row.waits}


def _winning(awards: Awards) -> Names:
    return frozenset(row.participant for row in awards.winners)


def _tied(awards: Awards) -> Names:
    return frozenset(name for tie in awards.undecided for name in tie.participants)
