"""The ranking of every round and block, in the order in which they are decided."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quiz.rules.awards import PrizePlan
from quiz.rules.calendar import CountsFrom, Round
from quiz.rules.clauses import QualificationRule, RankingRule
from quiz.rules.contest import Contest, Progression, Take
from quiz.rules.counting import Counted, micros
from quiz.rules.finals import Invited, decided_order, finals, gates
from quiz.rules.gathering import Gathered, Place, Route
from quiz.rules.guess import Guess, PredictionRule, Scope
from quiz.rules.prediction import truth
from quiz.rules.prizes import Awards, Contested
from quiz.rules.ranking import Ground, Standing, everybody_qualifies, qualifies, rank
from quiz.rules.repeating import award_all, unsettled

NOT_YET = Invited(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Advanced:
    """Who goes on to another round, in order of place."""

    to: str
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What all rankings of one evaluation share.

    `admitted` is what was gathered without those who had not gone on to a round, known when that is ranked;
    what a round counts of a final inside it stands `apart` until then, as `invited` says who went on.
    """

    contest: Contest
    gathered: Mapping[Place, Gathered]
    cannot_win: frozenset[str]
    births: Mapping[str, date]
    draw_seed: str
    fixed: Mapping[Place, int]
    admitted: dict[Place, Gathered]
    apart: Mapping[Route, Gathered]
    invited: dict[str, Invited]


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
    waits: bool = False


def judged_rounds(judged: Judged) -> list[Ranked]:
    """Rank every round and block; people who had to qualify in earlier rounds only if they did."""
    done: list[Ranked] = []
    for this_round in sorted(judged.contest.rounds, key=lambda one: decided_order(judged.contest, one)):
        waits = _turn_away(judged, this_round.slug, done)
        done += [_round(judged, this_round, block, waits=waits) for block in judged.contest.block_slugs()]
    return done


def ranked(judged: Judged, counted: Iterable[Counted], terms: Terms, barred: frozenset[str]) -> Ranked:
    """Rank what counts under these terms; barred people stand in the ranking but cannot win."""
    qualified = counted
    if not everybody_qualifies(terms.qualification, terms.ground):
        qualified = [one for one in counted if qualifies(terms.qualification, one, terms.ground)]
    standings = rank(qualified, terms.ranking, terms.ground, barred | judged.cannot_win)
    still_tied = terms.ranking.still_tied
    contested = Contested(standings, terms.prizes, still_tied, judged.births, terms.waits)
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


def not_advanced(judged: Judged) -> dict[str, int]:
    """Return by reason how many valid attempts people made in rounds to which they had not gone on."""
    entered = [(place, _whole(judged, place)) for place in judged.gathered if place[0] in judged.invited]
    turned_away = sum(whole.valid - judged.admitted[place].valid for place, whole in entered)
    return {"not_advanced": turned_away} if turned_away else {}


def _turn_away(judged: Judged, slug: str, done: Sequence[Ranked]) -> bool:
    """Admit those who went on to this round and to finals inside it; does an undecided tie leave open who?"""
    if slug in finals(judged.contest):
        judged.invited[slug] = _invited(judged, slug, done)
    waits = False
    for block in judged.contest.block_slugs():
        whole = _whole(judged, (slug, block))
        own = judged.invited.get(slug)
        waits |= _is_open(judged, (slug, block)) or bool(own and own.doubtful & whole.used.keys())
        judged.admitted[slug, block] = whole.among(own.names) if own else whole
    return waits


def _invited(judged: Judged, slug: str, done: Sequence[Ranked]) -> Invited:
    sources = [one for one in judged.contest.progressions if one.to == slug]
    given = award_all([one.contested for one in done])
    return Invited(
        frozenset(name for source in sources for name in advancing(source, done, given)),
        frozenset(name for source in sources for name in _in_doubt(source, done, given)),
    )


def _whole(judged: Judged, place: Place) -> Gathered:
    """What a place gathered, of finals inside it only the attempts of those who went on to them."""
    whole = judged.gathered[place]
    for passed, seen in _through(judged, place):
        whole = whole.joined(seen.among(frozenset.intersection(*(one.names for one in passed))))
    return whole


def _is_open(judged: Judged, place: Place) -> bool:
    return any(one.doubtful & seen.used.keys() for passed, seen in _through(judged, place) for one in passed)


def _through(judged: Judged, place: Place) -> Iterator[tuple[list[Invited], Gathered]]:
    """What a place gathered through finals inside it, with who went on to each of them."""
    for (slug, block, through), seen in judged.apart.items():
        if (slug, block) == place:
            # A final that closes after a round around it was decided too late for that.
            passed = gates(judged.contest, (slug, through))
            yield [judged.invited.get(one, NOT_YET) for one in passed], seen


def _in_doubt(progression: Progression, done: Sequence[Ranked], given: Sequence[Awards]) -> set[str]:
    if progression.take is not Take.WINNERS:
        return set()
    pairs = zip(done, given, strict=True)
    of_it = [awards for one, awards in pairs if one.round in progression.rounds]
    return set().union(*(unsettled(awards) for awards in of_it))


def _round(judged: Judged, this_round: Round, block: str | None, *, waits: bool) -> Ranked:
    seen = judged.admitted[this_round.slug, block]
    rules = seen.rules
    ground = Ground(
        prediction=rules.prediction,
        truth=_truth(judged, rules.prediction, this_round.slug, block),
        opens=micros(this_round.opens),
        births=judged.births,
        draw_seed=judged.draw_seed,
    )
    terms = Terms(this_round.slug, block, rules.qualification, rules.ranking, rules.prizes, ground, waits)
    return ranked(judged, seen.counted(), terms, frozenset(seen.cannot_win))


def _truth(judged: Judged, rule: PredictionRule, slug: str, block: str | None) -> int | None:
    if rule.kind is not Guess.NUMBER:
        return None
    if rule.truth is None and (slug, block) in judged.fixed:
        return judged.fixed[slug, block]
    scope, contest = rule.scope, judged.contest
    # A number over the whole contest may decide who goes on, so it cannot ask who did.
    counted = judged.gathered if scope is Scope.CONTEST else judged.admitted
    places = [place for place in counted if _in_scope(contest, scope, place, slug, block)]
    return truth(rule, [counted[place].turnout() for place in places])


def _in_scope(contest: Contest, scope: Scope, place: Place, slug: str, block: str | None) -> bool:
    if scope is Scope.CONTEST:
        return contest.round(place[0]).counts is CountsFrom.OWN
    return place == (slug, block) if scope is Scope.BLOCK else place[0] == slug
