"""Which units lead to which block, for the form of a contest whose blocks go by unit alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from quiz.rules.contest import Contest
from quiz.rules.joining import block_for
from quiz.rules.text import Text
from quiz.rules.units import Tree
from quiz.store import units
from quiz.store.contests import ContestState

NAMED = 4  # units of a block that its line names


@dataclass(frozen=True, slots=True)
class Road:
    """A block, the topmost units that lead to it by name, and how many more there are."""

    block: Text
    names: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Leading:
    """The block of every unit that leads to one, and each block's road; `decides` where nothing else does."""

    decides: bool
    blocks: Mapping[str, Text] = field(default_factory=dict)
    roads: tuple[Road, ...] = ()


NOWHERE = Leading(decides=False)


def leading(db: Connection, state: ContestState, open_now: Iterable[str], now: datetime) -> Leading:
    """The way from the units that are open to people now into the blocks of this contest; one statement."""
    tree = Tree.of(unit for _choice, unit in units.all_of(db, state.id).values())
    standing = {above for code in open_now for above in tree.line(code)}
    return _told(state.contest, tree, standing, now)


def _told(contest: Contest, tree: Tree, standing: Collection[str], now: datetime) -> Leading:
    today = now.astimezone(contest.zone).date()
    found = {
        code: block_for(contest, tree, chosen=None, unit=code, birth=None, on=today)
        for code in tree.units
        if code in standing
    }
    titles = {one.slug: one.title for one in contest.blocks}
    roads = (_road(titles[slug], _topmost(tree, found, slug)) for slug in titles)
    return Leading(
        decides=True,
        blocks={code: titles[slug] for code, slug in found.items() if slug},
        roads=tuple(one for one in roads if one.names),
    )


def _topmost(tree: Tree, found: Mapping[str, str | None], slug: str) -> Iterator[str]:
    """The names of the units of a block below no other unit of it."""
    for code, block in found.items():
        if block == slug and not any(found.get(above) == slug for above in tree.line(code)[1:]):
            yield tree.units[code].name or code


def _road(block: Text, names: Iterable[str]) -> Road:
    named = sorted(names)
    return Road(block, tuple(named[:NAMED]), len(named[NAMED:]))
