"""The script in a pack and the rules name the same excluded units, over random trees that change."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from quiz.actions.packs import tables
from quiz.actions.packs.files import UNIT_COLUMNS
from quiz.actions.recount.reading import microseconds
from quiz.actions.recount.tables import tree_at
from quiz.rules.lineage import Lineage, barred_units
from quiz.rules.registration import Eligibility
from quiz.rules.units import JUST_BEFORE, NewParent, Tree, Unit
from tests.rules.arrange import OPENS, WEEK

DATES = [OPENS + number * WEEK for number in range(1, 4)]
TREES = 300


def random_units(dice: Random) -> list[Unit]:
    """Units whose parents and successors all stand before them, so that no circle can arise."""
    found = [Unit("u0"), Unit("u1")]
    for number in range(2, 9):
        above = [one.code for one in found]
        begins = dice.choice([None, None, OPENS])
        moved = sorted(dice.sample(DATES, dice.choice([0, 0, 1, 2])))
        moves = tuple(NewParent(at, dice.choice([None, *above])) for at in moved)
        one = Unit(f"u{number}", dice.choice([None, *above]), valid_from=begins, moves=moves)
        if dice.random() < 0.3:
            ends = moved[-1] + timedelta(days=1) if moved else dice.choice(DATES)
            one = replace(one, valid_to=ends, successors=(dice.choice(above),))
        found.append(one)
    return found


def test_the_script_and_the_rules_exclude_the_same_units() -> None:
    several = 0
    for number in range(TREES):
        dice = Random(number)
        units = random_units(dice)
        named = tuple(dice.sample([one.code for one in units], dice.randint(1, 2)))
        closes = OPENS + dice.randint(1, 5) * WEEK
        lines = [
            {name: "" if cell is None else str(cell) for name, cell in zip(UNIT_COLUMNS, cells, strict=True)}
            for one in units
            for cells in tables.unit(one)
        ]
        tree = Tree.of(units)
        rule, codes = Eligibility(excluded_units=named), [one.code for one in units]
        ours = barred_units([rule], Lineage.of(tree), codes, closes - JUST_BEFORE)
        instant = microseconds(closes.isoformat())
        assert tree_at(lines, (0, instant), named).barred == ours, (units, named, closes)
        several += len(ours) > len(named)
    assert several > TREES // 4
