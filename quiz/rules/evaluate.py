"""From attempts to results: the one function for finalising, recounting and ranking from files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from quiz.rules.admitting import Admitting
from quiz.rules.collectives import CollectiveResult
from quiz.rules.contest import Contest
from quiz.rules.gathering import Gathered, Gathering, Place
from quiz.rules.overall import overall_places, own_rounds
from quiz.rules.places import Judged, Ranked, judged_rounds, not_advanced, progress
from quiz.rules.prizes import Awards
from quiz.rules.records import AttemptRow, Person
from quiz.rules.repeating import award_all
from quiz.rules.results import Entry, Results
from quiz.rules.tables import Scene, contest_tables, round_tables
from quiz.rules.units import NO_TREE, Tree


@dataclass(frozen=True, slots=True)
class Premises:
    """What an evaluation goes by beside the attempts; `people` are known by code."""

    contest: Contest
    people: Mapping[str, Person]
    tree: Tree
    draw_seed: str
    fixed: Mapping[Place, int]

    def gathering(self) -> Gathering:
        """Begin to take attempts."""
        return Gathering.under(self.contest, Admitting.under(self.contest, self.people, self.tree))


def evaluate(
    contest: Contest,
    attempts: Iterable[AttemptRow],
    people: Iterable[Person] = (),
    tree: Tree = NO_TREE,
    *,
    draw_seed: str = "",
    fixed: Mapping[Place, int] | None = None,
) -> Results:
    """Evaluate a contest over its attempts in one pass, whatever their order; KeyError for unknown rounds.

    `fixed` holds the truths of predictions that follow the attempts no more.
    """
    premises = Premises(contest, {one.participant: one for one in people}, tree, draw_seed, fixed or {})
    gathering = premises.gathering()
    gathering.take(attempts)
    return _judged(premises, gathering)


def evaluate_both(
    contest: Contest,
    attempts: Iterable[AttemptRow],
    people: Iterable[Person],
    tree: Tree,
    flipped: str,
    *,
    fixed: Mapping[Place, int],
) -> tuple[Results, Results]:
    """Evaluate as it is, and with one attempt (its public id) counting where it did not or the reverse.

    The attempts are gone through once for both.
    """
    premises = Premises(contest, {one.participant: one for one in people}, tree, "", fixed)
    held: list[AttemptRow] = []
    gathering = premises.gathering()
    gathering.take(_all_but(flipped, attempts, held))
    if not held:
        same = _judged(premises, gathering)
        return same, same
    now = gathering.copy_for(held[0].participant)
    now.take(held)
    gathering.take([held[0]._replace(valid=not held[0].valid)])
    return _judged(premises, now), _judged(premises, gathering)


def _all_but(flipped: str, attempts: Iterable[AttemptRow], held: list[AttemptRow]) -> Iterator[AttemptRow]:
    for row in attempts:
        if row.attempt == flipped:
            held.append(row)
        else:
            yield row


def _judged(premises: Premises, gathering: Gathering) -> Results:
    contest, known = premises.contest, premises.people
    gathered = {(slug, block): one for (slug, block, through), one in gathering.seen.items() if not through}
    apart = {route: one for route, one in gathering.seen.items() if route[2]}
    births = {one.participant: one.birth_date for one in known.values() if one.birth_date is not None}
    cannot_win = frozenset(one.participant for one in known.values() if not one.may_win)
    seed, fixed = premises.draw_seed, premises.fixed
    judged = Judged(contest, gathered, cannot_win, births, seed, fixed, dict(gathered), apart, invited={})
    rounds = judged_rounds(judged)
    places = rounds + overall_places(judged, rounds)
    awards = award_all([one.contested for one in places])
    given, lineage = tuple(zip(places, awards, strict=True)), gathering.admitting.lineage
    scene = Scene(contest, premises.tree, judged.admitted, given, lineage)
    return Results(
        rounds=tuple(_round_entries(scene)),
        contest=_contest_entry(scene, None),
        contest_blocks=tuple(_contest_entry(scene, one.slug) for one in contest.blocks),
        advanced=progress(contest, rounds, awards[: len(rounds)]),
        left_out=dict(gathering.left_out) | not_advanced(judged),
        fixed=tuple(sorted((slug, block or "", number) for (slug, block), number in judged.fixed.items())),
    )


def _round_entries(scene: Scene) -> list[Entry]:
    contest, entries = scene.contest, []
    for one in contest.rounds:
        seen = {block: scene.gathered[one.slug, block] for block in contest.block_slugs()}
        for block, own in seen.items():
            entries.append(_entry(scene, one.slug, block, [own], round_tables(scene, one.slug, block)))
        across = round_tables(scene, one.slug, None) if contest.blocks else ()
        if across:
            entries.append(_entry(scene, one.slug, None, list(seen.values()), across))
    return entries


def _contest_entry(scene: Scene, block: str | None) -> Entry:
    blocks = scene.contest.block_slugs() if block is None else (block,)
    seen = [one for each in blocks for one in own_rounds(scene.contest, scene.gathered, each)]
    return _entry(scene, None, block, seen, contest_tables(scene, block))


def _entry(
    scene: Scene,
    slug: str | None,
    block: str | None,
    seen: Sequence[Gathered],
    tables: tuple[CollectiveResult, ...],
) -> Entry:
    ranked, awards = _given(scene, slug, block)
    people = set[str]().union(*(one.used for one in seen))
    return Entry(
        round=slug,
        block=block,
        truth=ranked.truth if ranked else None,
        ranking=ranked.ranking if ranked else (),
        awards=awards,
        collectives=tables,
        participants=len(people),
        attempts=sum(one.attempts for one in seen),
        valid_attempts=sum(one.valid for one in seen),
        outside=len(people.difference(who for one in seen for who, _unit in one.presences)),
    )


def _given(scene: Scene, slug: str | None, block: str | None) -> tuple[Ranked | None, Awards]:
    for ranked, awards in scene.given:
        if (ranked.round, ranked.block) == (slug, block):
            return ranked, awards
    return None, Awards()
