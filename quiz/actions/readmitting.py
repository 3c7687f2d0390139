"""Lets people win whom a former rulebook kept from it and the new one does not."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from quiz.actions.judging import Judged, ground
from quiz.rules.contest import Contest
from quiz.rules.eligibility import GROUNDS
from quiz.rules.refusals.contest import Refusal
from quiz.rules.units import Tree
from quiz.store import units
from quiz.store.kept_back import KeptBack, kept_back, let_win
from quiz.store.people import Details
from quiz.store.units import UnitChoice


def readmit(db: Connection, contest_id: int, contest: Contest) -> int:
    """How many may win now; results judge by themselves whom a stricter rulebook keeps out."""
    kept = kept_back(db, contest_id, GROUNDS)
    if not kept:
        return 0
    tree = Tree.of(unit for _, unit in units.all_of(db, contest_id).values())
    free = [one.id for one in kept if _may_win(contest, one, tree)]
    let_win(db, free, GROUNDS)
    return len(free)


def _may_win(contest: Contest, one: KeptBack, tree: Tree) -> bool:
    born, nation = one.facts.get("birth_date"), one.facts.get("nationality")
    person = Details(
        name="",
        birth_date=date.fromisoformat(born) if born else None,
        more={"nationality": nation} if nation else {},
    )
    unit = UnitChoice(0, one.unit, "", "") if one.unit else None
    block = one.block if one.block in contest.block_slugs() else None
    known = Judged(unit, tree, listed=bool(one.facts.get("listed")))
    try:
        return ground(contest, block, one.code, known, person, one.registered_at) is None
    except Refusal:
        return False
