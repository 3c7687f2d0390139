"""Which clauses that attempts stand on, or that decide places and prizes, an amended rulebook touches."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields

from quiz.rules.applied import RoundRules
from quiz.rules.calendar import Round
from quiz.rules.clauses import AttemptRule
from quiz.rules.contest import Contest, TableScope
from quiz.rules.judging import (
    Guesses,
    admitted_otherwise,
    compared_otherwise,
    guessed_otherwise,
    leaves_out,
    led_otherwise,
    placed_otherwise,
    range_of,
    ranked_otherwise,
)
from quiz.rules.moved import moved, narrowed, rescheduled, thinned
from quiz.rules.reaching import bare, redrawn
from quiz.rules.touched import Touched

Differs = Callable[[Round, Round], bool]
# What of its calendar is a touch: of a round that has opened any change, of one announced what takes away.
OPEN: Mapping[Touched, Differs] = {
    Touched.WINDOW: moved,
    Touched.HOURS: rescheduled,
    Touched.GRACE: lambda was, now: was.grace != now.grace,
}
ANNOUNCED: Mapping[Touched, Differs] = {
    Touched.WINDOW: narrowed,
    Touched.HOURS: thinned,
    Touched.GRACE: lambda was, now: now.grace < was.grace,
}


@dataclass(frozen=True, slots=True)
class Touch:
    """A change that reaches attempts of this round already made."""

    round: str
    what: Touched


@dataclass(frozen=True, slots=True)
class Course:
    """How far rounds (slugs) have come: `bound` are announced, `counted` have a result.

    `judged` are those by which people play already, `guesses` the least and the largest guess of a round and
    block ("" for none).
    """

    bound: Collection[str]
    opened: Collection[str] = ()
    judged: Sequence[str] = ()
    counted: Collection[str] = ()
    guesses: Guesses = field(default_factory=dict)


def touches(old: Contest, new: Contest, course: Course) -> tuple[Touch, ...]:
    """Return what changes in these rounds of the clauses under which attempts were made.

    A round that was only announced may be given more time; the calendar of one that has opened stands, and so
    does what decides its places and prizes.
    """
    kept = {one.slug for one in new.rounds}
    found = [
        Touch(slug, what)
        for slug in dict.fromkeys((*course.bound, *course.judged))
        for what in (_touched(old, new, slug, course) if slug in kept else (Touched.ROUND,))
    ]
    staying = kept if old.block_slugs() == new.block_slugs() else set()
    around = [
        Touch(slug, what) for slug in course.judged if slug in staying for what in _around(old, new, slug)
    ]
    # One round stands for the whole contest: the first by which people play.
    whole = [Touch(slug, what) for slug in course.judged[:1] for what in _of_contest(old, new, course)]
    return tuple(dict.fromkeys((*found, *around, *whole)))


def reranged(old: Contest, new: Contest) -> bool:
    """May people guess other numbers somewhere?"""
    slugs = {one.slug for one in old.rounds} & {one.slug for one in new.rounds}
    blocks = set(old.block_slugs()) & set(new.block_slugs())
    pairs = [
        [book.rules_for(slug, block).prediction for book in (old, new)] for slug in slugs for block in blocks
    ]
    return any(range_of(was) != range_of(now) for was, now in pairs)


def _touched(old: Contest, new: Contest, slug: str, course: Course) -> Iterator[Touched]:
    if old.block_slugs() != new.block_slugs():
        yield Touched.BLOCK
        return
    for block in old.block_slugs():
        was, now = old.rules_for(slug, block), new.rules_for(slug, block)
        if leaves_out(was.prediction, now.prediction, course.guesses.get((slug, block or ""))):
            yield Touched.RANGE
        if slug in course.bound:
            yield from _changed(was, now)
        if slug in course.judged:
            yield from _judged(was, now)
        if slug in course.counted and was.ranking.draw_seed != now.ranking.draw_seed:
            yield Touched.RANKING
    if slug in course.bound:
        differs = OPEN if slug in course.opened else ANNOUNCED
        yield from _calendar(old.round(slug), new.round(slug), differs)


def _calendar(was: Round, now: Round, differs: Mapping[Touched, Differs]) -> Iterator[Touched]:
    return (what for what, touches_it in differs.items() if touches_it(was, now))


def _changed(was: RoundRules, now: RoundRules) -> Iterator[Touched]:
    if was.paper != now.paper:
        yield Touched.PAPER
    if was.prediction.kind is not now.prediction.kind:
        yield Touched.GUESS
    if was.time != now.time:
        yield Touched.TIME
    if was.scoring != now.scoring:
        yield Touched.SCORING
    if _fewer(was.attempts, now.attempts):
        yield Touched.ATTEMPTS


def _fewer(was: AttemptRule, now: AttemptRule) -> bool:
    pairs = [(getattr(was, one.name), getattr(now, one.name)) for one in fields(AttemptRule)]
    return any(after is not None and (before is None or after < before) for before, after in pairs)


def _judged(was: RoundRules, now: RoundRules) -> Iterator[Touched]:
    if guessed_otherwise(was.prediction, now.prediction):
        yield Touched.MEASURE
    if was.counting != now.counting:
        yield Touched.COUNTING
    if was.qualification != now.qualification:
        yield Touched.QUALIFICATION
    if ranked_otherwise(was.ranking, now.ranking):
        yield Touched.RANKING
    if bare(was.prizes) != bare(now.prizes):
        yield Touched.PRIZES


def _around(old: Contest, new: Contest, slug: str) -> Iterator[Touched]:
    if any(admitted_otherwise(old, new, slug, block) for block in old.block_slugs()):
        yield Touched.ELIGIBILITY
    if compared_otherwise(old, new, aside=TableScope.CONTEST):
        yield Touched.COLLECTIVES
    if led_otherwise(old, new, slug):
        yield Touched.PROGRESSIONS
    if placed_otherwise(old.round(slug), new.round(slug)):
        yield Touched.NESTING
    if old.time_zone != new.time_zone:
        yield Touched.ZONE


def _of_contest(old: Contest, new: Contest, course: Course) -> Iterator[Touched]:
    if compared_otherwise(old, new, aside=TableScope.ROUND):
        yield Touched.COLLECTIVES
    if _overall(old, new, course):
        yield Touched.OVERALL


def _overall(old: Contest, new: Contest, course: Course) -> bool:
    was, now = old.overall, new.overall
    # The whole contest is drawn with the result of its last round.
    if {one.slug for one in old.rounds} <= {*course.counted} and redrawn(old, new):
        return True
    rest = (
        (was.combine, was.qualification, bare(was.prizes)),
        (now.combine, now.qualification, bare(now.prizes)),
    )
    return rest[0] != rest[1] or ranked_otherwise(was.ranking, now.ranking)
