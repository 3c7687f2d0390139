"""What holds of every tree that moves and merges between rounds, against a walk by hand."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quiz.rules.evaluate import evaluate
from quiz.rules.records import AttemptRow
from quiz.rules.units import NewParent, Tree, Unit
from tests.rules.arrange import OPENS, WEEK
from tests.rules.test_unit_changes import SECOND, asked, played


@st.composite
def histories(draw: st.DrawFn) -> tuple[Tree, list[AttemptRow]]:
    """A tree of at most eight units that move and merge before, between and after the weeks."""
    dates = [OPENS, SECOND, SECOND + WEEK]
    codes = [f"u{number}" for number in range(draw(st.integers(2, 8)))]
    units = [_unit(draw, codes, number, dates) for number in range(len(codes))]
    names = st.sampled_from([*codes, None])
    size = draw(st.integers(0, 15))
    rows = [
        played(draw(st.sampled_from("abcd")), draw(names), draw(st.integers(1, 2)))._replace(attempt=f"t{n}")
        for n in range(size)
    ]
    return Tree.of(units), rows


def _unit(draw: st.DrawFn, codes: list[str], number: int, dates: list) -> Unit:  # type: ignore[type-arg]
    # Parents and successors stand earlier in the list, so that no circle can close.
    above = st.sampled_from([*codes[:number], None])
    moved = sorted(draw(st.sets(st.sampled_from(dates), max_size=2)))
    moves = tuple(NewParent(date, draw(above)) for date in moved)
    heir = draw(above) if draw(st.booleans()) else None
    ends = draw(st.sampled_from(dates)) if heir else None
    return Unit(
        codes[number],
        draw(above),
        groups=("xa",),
        moves=tuple(one for one in moves if ends is None or one.at < ends),
        valid_to=ends,
        successors=(heir,) if heir else (),
    )


def _above(tree: Tree, unit: str | None, instant: object) -> Iterator[str]:
    """Unit by unit upward, as a person with the list in hand would follow it."""
    while unit is not None:
        one = tree.units[unit]
        if one.valid_to is not None and one.successors and one.valid_to <= instant:  # type: ignore[operator]
            unit = one.successors[0]
            continue
        yield unit
        parents = [(None, one.parent), *((move.at, move.parent) for move in one.moves)]
        unit = [parent for at, parent in parents if at is None or at <= instant][-1]  # type: ignore[operator]


@given(histories())
def test_a_collectives_participants_are_the_distinct_people_of_its_branch_as_it_stood(
    made: tuple[Tree, list[AttemptRow]],
) -> None:
    tree, rows = made
    results = evaluate(asked(), rows, tree=tree)
    last = max((one.round for one in rows), default="tuan-2")
    ends = {"tuan-1": SECOND, "tuan-2": SECOND + WEEK}
    for entry in (*results.rounds, results.contest):
        mine = [row for row in rows if entry.round in (None, row.round)]
        moment = ends[entry.round or last] - timedelta(microseconds=1)
        for found in entry.collectives[0].ranking:
            branch = {row.participant for row in mine if found.unit in _above(tree, row.unit, moment)}
            assert found.participants == len(branch), found.unit


@given(histories(), st.randoms(use_true_random=False))
def test_no_person_is_lost_by_a_merger_and_no_order_of_lines_matters(
    made: tuple[Tree, list[AttemptRow]], dice: Random
) -> None:
    tree, rows = made
    mixed = list(rows)
    dice.shuffle(mixed)
    shuffled = Tree.of(dice.sample(list(tree.units.values()), len(tree.units)))
    first, again = (evaluate(asked(), *one) for one in ((rows, (), tree), (mixed, (), shuffled)))
    assert first == again
    top = {row.unit for row in first.contest.collectives[0].ranking}
    assert {row.participant for row in rows if row.unit} == {
        row.participant for row in rows if row.unit and top & set(_above(tree, row.unit, _last(rows)))
    }


def _last(rows: list[AttemptRow]) -> object:
    late = any(row.round == "tuan-2" for row in rows)
    return (SECOND + WEEK if late or not rows else SECOND) - timedelta(microseconds=1)
