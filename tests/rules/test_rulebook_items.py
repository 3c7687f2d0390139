"""A fault inside a list of a rulebook names the item and the line at which it stands."""

import pytest

from tests.rules.test_rulebook import SMALL, faults

LINE = len(SMALL.splitlines())
GOOD = '{ slug = "a", title = "A [x", count = 1 },  # nhất [1]'
TABLE = '[[collectives]]\nslug = "c"\ntitle = "C"\ngroups = ["xa"]\n'


def tiers(faulty: str) -> str:
    return f"tiers = [\n  {GOOD}\n  {{ slug = 'b', title = 'B', {faulty} }},\n]\n"


@pytest.mark.parametrize(
    ("faulty", "key"),
    [("count = -2", "count"), ("count = 1, amount = -5", "amount"), ("count = 1, weight = -1", "weight")],
)
@pytest.mark.parametrize("where", ["prizes", "overall.prizes", "rounds.prizes"])
def test_a_prize_below_zero_is_named_with_its_own_line(where: str, faulty: str, key: str) -> None:
    path = where.replace("rounds", "rounds[1]")
    [(line, named, said)] = faults(f"{SMALL}[{where}]\n{tiers(faulty)}")
    assert (line, named) == (LINE + 4, f"{path}.tiers[2].{key}")
    assert "0 or more" in said


@pytest.mark.parametrize("where", ["[prizes]", "[overall]\ncombine = 'best'\n[overall.prizes]"])
def test_a_prize_named_twice_is_the_later_one(where: str) -> None:
    [(line, named, _)] = faults(f"{SMALL}{where}\ntiers = [\n{GOOD}\n{GOOD}\n]\n")
    assert (line, named.rpartition("tiers")[2]) == (LINE + where.count("\n") + 4, "[2].slug")


def test_a_block_is_told_of_its_own_prizes_and_not_of_the_contests() -> None:
    block = f"[[blocks]]\nslug = 'k'\ntitle = 'K'\n[blocks.prizes]\n{tiers('count = -1')}"
    [(line, named, _)] = faults(f"{SMALL}[prizes]\ntiers = [{GOOD[:-13]}]\n{block}")
    assert (line, named) == (LINE + 9, "blocks[1].prizes.tiers[2].count")


def test_a_prize_of_a_table_is_named_too() -> None:
    [(line, named, _)] = faults(f"{SMALL}{TABLE}prizes = [\n{GOOD}\n{GOOD}\n]\n")
    assert (line, named) == (LINE + 7, "collectives[1].prizes[2].slug")


def test_a_name_that_is_unknown_where_nothing_is_known_says_so() -> None:
    [(line, named, said)] = faults(f'{SMALL}{TABLE}blocks = [\n"zz"]\n')
    assert (line, named) == (LINE + 6, "collectives[1].blocks[1]")
    assert said == "there is no “zz”, nor any other; remove it, or add it."


def test_keys_after_a_list_of_several_lines_keep_their_lines() -> None:
    text = f"{SMALL}[prizes]\n{tiers('count = 1')}repeat = 'never'\n"
    assert [(line, key) for line, key, _ in faults(text)] == [(LINE + 6, "prizes.repeat")]
