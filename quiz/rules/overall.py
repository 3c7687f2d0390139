"""The result over all rounds: what counts of each person and its ranking."""

from collections.abc import Iterable, Mapping, Sequence

from quiz.rules.calendar import CountsFrom
from quiz.rules.contest import Combine, Contest
from quiz.rules.counting import Counted, micros, preference, summed
from quiz.rules.gathering import Gathered, Place
from quiz.rules.guess import PredictionRule
from quiz.rules.places import Judged, Ranked, Terms, ranked
from quiz.rules.ranking import Ground


def overall_places(judged: Judged, rounds: Sequence[Ranked]) -> list[Ranked]:
    """Rank the whole contest block by block; nothing when the rulebook does not combine rounds."""
    if judged.contest.overall.combine is Combine.NONE:
        return []
    return [_overall(judged, rounds, block) for block in judged.contest.block_slugs()]


def own_rounds(contest: Contest, gathered: Mapping[Place, Gathered], block: str | None) -> list[Gathered]:
    """Return what the rounds with attempts of their own gathered in a block."""
    return [
        seen
        for (slug, in_block), seen in gathered.items()
        if in_block == block and contest.round(slug).counts is CountsFrom.OWN
    ]


def _overall(judged: Judged, rounds: Sequence[Ranked], block: str | None) -> Ranked:
    contest, seen = judged.contest, own_rounds(judged.contest, judged.admitted, block)
    rule = contest.overall
    single = [one for one in rounds if one.block == block] if len(contest.rounds) == 1 else []
    ground = Ground(
        prediction=seen[0].rules.prediction if single else PredictionRule(),
        truth=single[0].truth if single else None,
        opens=micros(contest.opens),
        births=judged.births,
        draw_seed=judged.draw_seed,
    )
    terms = Terms(None, block, rule.qualification, rule.ranking, contest.prizes, ground)
    barred = frozenset(name for one in seen for name in one.cannot_win)
    return ranked(judged, _combined(judged, seen), terms, barred)


def _combined(judged: Judged, seen: Iterable[Gathered]) -> list[Counted]:
    by_person: dict[str, list[Counted]] = {}
    for one in seen:
        for counted in one.counted():
            by_person.setdefault(counted.participant, []).append(counted)
    if judged.contest.overall.combine is Combine.SUM_OF_ROUNDS:
        return [summed(parts) for parts in by_person.values()]
    return [_best(judged, parts) for parts in by_person.values()]


def _best(judged: Judged, parts: Sequence[Counted]) -> Counted:
    if len(parts) == 1:
        return parts[0]
    clauses = judged.contest.clauses
    prefers = preference(clauses.counting, judged.contest.overall.ranking.precision)
    best = min(parts, key=prefers)
    return best._replace(used=sum(one.used for one in parts), rounds=len(parts))
