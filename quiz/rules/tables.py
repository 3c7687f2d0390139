"""Collective tables of rounds, blocks and the whole contest."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from quiz.rules.branches import Presence, Presences, Won, branch_sums
from quiz.rules.calendar import CountsFrom
from quiz.rules.collectives import CollectiveResult, marks_asked, table_result
from quiz.rules.contest import Contest, RollUp, Table, TableScope
from quiz.rules.gathering import Gathered, Place
from quiz.rules.lineage import Lineage, barred_units
from quiz.rules.places import Ranked
from quiz.rules.prizes import Awards
from quiz.rules.units import JUST_BEFORE, Tree


@dataclass(frozen=True, slots=True)
class Scene:
    """What collective tables are made from: people's presence and the prizes given."""

    contest: Contest
    tree: Tree
    gathered: Mapping[Place, Gathered]
    given: Sequence[tuple[Ranked, Awards]]
    lineage: Lineage


def round_tables(scene: Scene, slug: str, block: str | None) -> tuple[CollectiveResult, ...]:
    """Return the tables of a round that belong to this block, or (None) to several blocks together."""
    tables = [one for one in _of(scene, block) if one.scope is not TableScope.CONTEST]
    return _results(scene, tables, (slug,), {slug})


def contest_tables(scene: Scene, block: str | None) -> tuple[CollectiveResult, ...]:
    """Return the tables over all rounds that belong to this block, or (None) to several blocks together.

    They count every prize of the contest: of all its rounds, and of their result together.
    """
    tables = [one for one in _of(scene, block) if one.scope is not TableScope.ROUND]
    own = tuple(one.slug for one in scene.contest.rounds if one.counts is CountsFrom.OWN)
    return _results(scene, tables, own, {None, *(one.slug for one in scene.contest.rounds)})


def _of(scene: Scene, block: str | None) -> list[Table]:
    if not scene.contest.blocks:
        return list(scene.contest.collectives)
    if block is None:
        return [one for one in scene.contest.collectives if len(one.blocks) != 1]
    return [one for one in scene.contest.collectives if one.blocks == (block,)]


def _results(
    scene: Scene, tables: Sequence[Table], rounds: tuple[str, ...], prized: Set[str | None]
) -> tuple[CollectiveResult, ...]:
    alike: dict[tuple[tuple[str, ...], RollUp], list[Table]] = {}
    for table in tables:
        alike.setdefault((table.blocks, table.roll_up), []).append(table)
    done = {
        table.slug: result
        for (blocks, roll_up), same in alike.items()
        for table, result in _alike(
            scene, same, _places(scene, rounds, blocks), _won(scene, prized, blocks), roll_up
        )
    }
    return tuple(done[table.slug] for table in tables)


def _alike(
    scene: Scene, tables: Sequence[Table], places: Sequence[Place], won: Won, roll_up: RollUp
) -> Iterable[tuple[Table, CollectiveResult]]:
    presences = _joined([scene.gathered[place].presences for place in places])
    opens, closes = _window(scene, places)
    tree = scene.tree.at(closes - JUST_BEFORE)
    sums = branch_sums(presences, won, tree, roll_up, marks_asked(tables))
    standing = _standing(tree, opens, closes, sums.keys())
    rules = [scene.gathered[place].rules.eligibility for place in places]
    codes = standing.units.keys() | sums.keys()
    barred = barred_units(rules, scene.lineage, codes, closes - JUST_BEFORE)
    return [(table, table_result(table, standing, sums, barred)) for table in tables]


def _window(scene: Scene, places: Sequence[Place]) -> tuple[datetime, datetime]:
    """From the first opening to the last close of these rounds, of those played where any was."""
    slugs = list(dict.fromkeys(slug for slug, _block in places))
    played = [slug for slug in slugs if _is_played(scene, slug)]
    rounds = [scene.contest.round(slug) for slug in played or slugs] or scene.contest.rounds
    return min(one.opens for one in rounds), max(one.closes for one in rounds)


def _is_played(scene: Scene, slug: str) -> bool:
    return any(scene.gathered[slug, block].attempts for block in scene.contest.block_slugs())


def _standing(tree: Tree, opens: datetime, closes: datetime, peopled: Set[str]) -> Tree:
    """The tree without units that did not exist in this window and for which nobody played."""
    units = tree.units.items()
    kept = {code: one for code, one in units if code in peopled or one.stood_within(opens, closes)}
    return Tree(kept, tree.lines)


def _places(scene: Scene, rounds: tuple[str, ...], blocks: tuple[str, ...]) -> list[Place]:
    return [
        (slug, block)
        for slug in rounds
        for block in scene.contest.block_slugs()
        if not blocks or block in blocks
    ]


def _joined(parts: Sequence[Presences]) -> Presences:
    if len(parts) == 1:
        return parts[0]
    joined: dict[tuple[str, str], Presence] = {}
    for part in parts:
        for place, presence in part.items():
            before = joined.get(place)
            if before is None:
                before = joined[place] = Presence()
            before.join(presence)
    return joined


def _won(scene: Scene, prized: Set[str | None], blocks: tuple[str, ...]) -> Won:
    """Unit and weight of every prize of these rankings (None is the whole contest's)."""
    won: list[tuple[str | None, Decimal]] = []
    for ranked, awards in scene.given:
        if ranked.round in prized and (not blocks or ranked.block in blocks):
            weights = {prize.slug: prize.weight for prize in ranked.contested.plan.tiers}
            won += [(row.unit, weights[row.prize]) for row in awards.winners]
    return won
