"""Into which block a person comes."""

from datetime import date

from quiz.rules.contest import Block, Contest, Joined
from quiz.rules.eligibility import age_objection
from quiz.rules.units import Tree


def block_for(
    contest: Contest, tree: Tree, *, chosen: str | None, unit: str | None, birth: date | None, on: date
) -> str | None:
    """Return the first block that takes this person, None where none does or the contest has no blocks."""
    return next((one.slug for one in contest.blocks if _takes(one, tree, chosen, unit, birth, on)), None)


def _takes(
    block: Block, tree: Tree, chosen: str | None, unit: str | None, birth: date | None, on: date
) -> bool:
    if block.joined is Joined.UNIT:
        return bool(tree.groups(unit) & set(block.groups))
    if block.joined is Joined.AGE:
        return age_objection(block.age_min, block.age_max, birth, on) is None
    return chosen == block.slug
