"""Into which block a person comes."""

from datetime import date

from quiz.rules.contest import Block, Contest, Joined
from quiz.rules.eligibility import age_objection
from quiz.rules.refusals.contest import Refusal
from quiz.rules.refusals.entry import BlockMissing, NoBlockFits, UnitOfNoBlock
from quiz.rules.sentences.blocks import blocks_told
from quiz.rules.text import Text
from quiz.rules.units import Tree


def block_for(
    contest: Contest, tree: Tree, *, chosen: str | None, unit: str | None, birth: date | None, on: date
) -> str | None:
    """Return the first block that takes this person, None where none does or the contest has no blocks."""
    return next((one.slug for one in contest.blocks if _takes(one, tree, chosen, unit, birth, on)), None)


def led_by_units(contest: Contest) -> bool:
    """Does nothing but the unit decide about the block, so that nobody without a unit can be in one?"""
    return bool(contest.blocks) and all(one.joined is Joined.UNIT for one in contest.blocks)


def turned_away(contest: Contest) -> Refusal:
    """Return what a person is told whom no block takes, with what the form lets one change."""
    if any(one.joined is Joined.CHOICE for one in contest.blocks):
        return BlockMissing()
    if led_by_units(contest):
        return UnitOfNoBlock()
    return NoBlockFits(blocks=Text(blocks_told(contest, "vi"), blocks_told(contest, "en")))


def _takes(
    block: Block, tree: Tree, chosen: str | None, unit: str | None, birth: date | None, on: date
) -> bool:
    if block.joined is Joined.UNIT:
        return bool(tree.groups(unit) & set(block.groups))
    if block.joined is Joined.AGE:
        return age_objection(block.age_min, block.age_max, birth, on) is None
    return chosen == block.slug
