"""The ranking of every round and block, in the order in which they are decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from quiz.rules.awards import PrizePlan
from quiz.rules.calendar import CountsFrom, Round
from quiz.rules.clauses import QualificationRule, RankingRule
from quiz.rules.contest import Contest, Progression, Take
from quiz.rules.counting import Counted, micros
from quiz.rules.gathering import Gathered, Place
from quiz.rules.guess import Guess, PredictionRule, Scope
from quiz.rules.prediction import truth
from quiz.rules.prizes import Awards, Contested
from quiz.rules.ranking import Ground, Standing, everybody_qualifies, qualifies, rank
from quiz.rules.repeating import award_all


@dataclass(frozen=True, slots=True)
class Advanced:
    """Who goes on to another round, in order of place."""

    to: str
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What all rankings of one evaluation share."""

    contest: Contest
    gathered: Mapping[Place, Gathered]
    cannot_win: frozenset[str]
    births: Mapping[str, date]
    draw_seed: str
    fixed: Mapping[Place, int]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One ranking; round None is the whole contest."""

    round: str | None
    block: str | None
    truth: int | None
    contested: Contested

    @property
    def ranking(self) -> tuple[Standing, ...]:
        """Rows by place."""
        return self.contested.ranking


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which clauses one ranking is made."""

    round: str | None
    block: str | None
    qualification: QualificationRule
    ranking: RankingRule
    prizes: PrizePlan
    ground: Ground


def judged_rounds(judged: Judged) -> list[Ranked]:
    """Rank every round and block; people who had to qualify in earlier rounds only if they did."""
    done: list[Ranked] = []
    for this_round in sorted(judged.contest.rounds, key=_decided):
        done += [_round(judged, this_round, block, done) for block in judged.contest.block_slugs()]
    return done


def ranked(judged: Judged, counted: Iterable[Counted], terms: Terms, barred: frozenset[str]) -> Ranked:
    """Rank what counts under these terms; barred people stand in the ranking but cannot win."""
    qualified = counted
    if not everybody_qualifies(terms.qualification, terms.ground):
        qualified = [one for one in counted if qualifies(terms.qualification, one, terms.ground)]
    standings = rank(qualified, terms.ranking, terms.ground, barred | judged.cannot_win)
    contested = Contested(standings, terms.prizes, terms.ranking.still_tied, judged.births)
    return Ranked(terms.round, terms.block, terms.ground.truth, contested)


def advancing(progression: Progression, done: Sequence[Ranked], given: Sequence[Awards]) -> tuple[str, ...]:
    """Return who goes on, in order of the source rounds and of place, each once."""
    names: list[str] = []
    for one, awards in zip(done, given, strict=True):
        if one.round in progression.rounds and progression.block in (None, one.block):
            names += _taken(progression, one, awards)
    return tuple(dict.fromkeys(names))


def _taken(progression: Progression, one: Ranked, awards: Awards) -> list[str]:
    if progression.take is Take.WINNERS:
        return [row.participant for row in awards.winners]
    return [row.participant for row in one.ranking if row.can_win and row.place <= progression.count]


def progress(contest: Contest, done: Sequence[Ranked], given: Sequence[Awards]) -> tuple[Advanced, ...]:
    """Return for every progression of the rulebook who goes on."""
    return tuple(Advanced(one.to, advancing(one, done, given)) for one in contest.progressions)


def not_advanced(judged: Judged, done: Sequence[Ranked]) -> dict[str, int]:
    """Return by reason how many valid attempts people made in rounds to which they had not gone on."""
    turned_away = 0
    finals = {one.to for one in judged.contest.progressions}
    for (slug, _block), seen in judged.gathered.items():
        if slug in finals:
            names = _entitled(judged.contest, slug, _before(slug, done)) or set()
            turned_away += sum(count for who, count in seen.used.items() if who not in names)
    return {"not_advanced": turned_away} if turned_away else {}


def _before(slug: str, done: Sequence[Ranked]) -> list[Ranked]:
    return list(takewhile(lambda one: one.round != slug, done))


def _decided(this_round: Round) -> tuple[object, ...]:
    return this_round.closes, this_round.number


def _round(judged: Judged, this_round: Round, block: str | None, done: Sequence[Ranked]) -> Ranked:
    seen = judged.gathered[this_round.slug, block]
    rules = seen.rules
    ground = Ground(
        prediction=rules.prediction,
        truth=_truth(judged, rules.prediction, this_round.slug, block),
        opens=micros(this_round.opens),
        births=judged.births,
        draw_seed=judged.draw_seed,
    )
    terms = Terms(this_round.slug, block, rules.qualification, rules.ranking, rules.prizes, ground)
    counted = _admitted(judged, this_round.slug, done, seen.counted())
    return ranked(judged, counted, terms, frozenset(seen.cannot_win))


def _admitted(judged: Judged, slug: str, done: Sequence[Ranked], counted: list[Counted]) -> list[Counted]:
    names = _entitled(judged.contest, slug, done)
    return counted if names is None else [one for one in counted if one.participant in names]


def _entitled(contest: Contest, slug: str, done: Sequence[Ranked]) -> set[str] | None:
    """Who went on to this round, None where everybody may enter."""
    sources = [one for one in contest.progressions if one.to == slug]
    if not sources:
        return None
    given = award_all([one.contested for one in done])
    return {name for source in sources for name in advancing(source, done, given)}


def _truth(judged: Judged, rule: PredictionRule, slug: str, block: str | None) -> int | None:
    if rule.kind is not Guess.NUMBER:
        return None
    if rule.truth is None and (slug, block) in judged.fixed:
        return judged.fixed[slug, block]
    scope, contest = rule.scope, judged.contest
    places = [place for place in judged.gathered if _in_scope(contest, scope, place, slug, block)]
    return truth(rule, [judged.gathered[place].turnout() for place in places])


def _in_scope(contest: Contest, scope: Scope, place: Place, slug: str, block: str | None) -> bool:
    if scope is Scope.CONTEST:
        return contest.round(place[0]).counts is CountsFrom.OWN
    return place == (slug, block) if scope is Scope.BLOCK else place[0] == slug
