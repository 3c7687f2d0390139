"""Values that contradict each other are refused where a rulebook is written, with key and remedy."""

from dataclasses import replace
from decimal import Decimal

import pytest

from quiz.rules.checks.rulebook import warnings
from quiz.rules.rulebook import from_document, read_toml, to_document
from tests.rules.test_rulebook import SMALL, faults

LINE = len(SMALL.splitlines())
GUESS = "[prediction]\nkind = 'number'\ntruth_reason = 'x'\nmaximum = 3\n"
MORE = "[[extensions]]\nround = 'tuan-1'\nreason = 'mất điện'\n"
ONWARD = "[[progressions]]\nto = 'chung-ket'\nrounds = ['tuan-1']\n"
TABLE = "[[collectives]]\nslug = 'a'\ntitle = 'A'\n"
BLOCK = "[[blocks]]\nslug = 'k'\ntitle = 'K'\n"


@pytest.mark.parametrize(
    ("clause", "key", "words"),
    [
        (GUESS + "truth = 5", "prediction.truth", "0 to 3 are taken"),
        (TABLE + "metric = 'ratio'\ncap = -1", "collectives[1].cap", "must not be negative"),
        (TABLE + "minimum_headcount = -1", "collectives[1].minimum_headcount", "must not be negative"),
        ("[scoring]\nbonus_cap = -1", "scoring.bonus_cap", "must not be negative"),
        ("[scoring]\nwrong = 2", "scoring.wrong", "more than a right answer"),
        ("[scoring]\nblank = 2", "scoring.blank", "more than a right answer"),
        ("[scoring]\nright = 5\n" + BLOCK + "[blocks.scoring]\nright = 1\nwrong = 2", "blocks[1]", "right"),
        (ONWARD + "take = 'top'", "progressions[1].count", "count of at least 1"),
        (MORE + "extra = '1 h'", "extensions[1].unit", "exactly one"),
        (MORE + "extra = '1 h'\nunit = 'a'\nparticipant = 'B'", "extensions[1].participant", "exactly one"),
        (MORE + "unit = 'a'\nextra = 0", "extensions[1].extra", "above 0"),
    ],
)
def test_a_contradiction_between_values_names_its_key_and_the_remedy(
    clause: str, key: str, words: str
) -> None:
    [(line, named, said)] = faults(f"{SMALL}\n{clause}\n")
    assert named.startswith(key)
    assert words in said
    assert line > LINE


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("opens='18:00', closes='20:00'", "opens='19:00', closes='21:00'", True),
        ("opens='18:00', closes='20:00', days=['fri']", "opens='06:00', closes='24:00'", True),
        ("opens='18:00', closes='20:00'", "opens='20:00', closes='24:00'", False),
        ("opens='18:00', closes='20:00', days=['fri']", "opens='18:00', closes='20:00', days=['sat']", False),
    ],
)
def test_sittings_of_one_day_must_not_overlap(one: str, other: str, meet: bool) -> None:
    text = f"{SMALL}sittings = [\n{{slug='a', {one}}},\n{{slug='b', {other}}},\n]\n"
    if not meet:
        assert len(read_toml(text).rounds[0].sittings) == 2
        return
    [(line, key, said)] = faults(text)
    assert (line, key) == (LINE + 3, "rounds[1].sittings[2].opens")
    assert "overlaps with “a”" in said


def test_wrong_answers_may_cost_marks_and_count_like_right_ones() -> None:
    scoring = read_toml(SMALL + "[scoring]\nwrong = -0.25\nblank = 1\n").clauses.scoring
    assert (scoring.wrong, scoring.blank) == (Decimal("-0.25"), Decimal(1))


def test_a_table_without_groups_and_units_is_a_note_for_it_ranks_every_unit() -> None:
    assert [one.key for one in warnings(read_toml(SMALL + TABLE))] == ["collectives[1].groups"]
    assert warnings(read_toml(SMALL + TABLE + "groups = ['xa']\n")) == []


def test_a_stored_rulebook_that_contradicts_itself_so_is_still_read() -> None:
    contest = read_toml(SMALL)
    odd = replace(contest.clauses.scoring, wrong=Decimal(2), bonus_cap=Decimal(-1))
    stored = to_document(replace(contest, clauses=replace(contest.clauses, scoring=odd)))
    assert from_document(stored).clauses.scoring == odd


@pytest.mark.parametrize(
    ("where", "key"),
    [
        ("ranking", "ranking.draw_seed"),
        ("rounds.ranking", "rounds[1].ranking.draw_seed"),
        ("overall]\ncombine = 'best'\n[overall.ranking", "overall.ranking.draw_seed"),
    ],
)
@pytest.mark.parametrize("draw", ["draw", "weighted_draw"])
def test_a_draw_without_the_source_of_its_seed_is_a_fault_at_the_key_that_states_it(
    where: str, key: str, draw: str
) -> None:
    text = f"{SMALL}[{where}]\nchain = ['score', '{draw}']\n"
    [(line, named, said)] = faults(text)
    assert (line >= 10, named) == (True, key)
    assert 'draw_seed = "' in said
    assert read_toml(text, seed="xo-so").rounds[0].slug == "tuan-1"
    assert read_toml(text + "draw_seed = 'xo-so-2026-03-09'").rounds[0].slug == "tuan-1"


def test_a_draw_of_the_whole_contest_that_is_not_ranked_needs_no_seed() -> None:
    assert read_toml(SMALL + "[overall.ranking]\nchain = ['draw']\n").rounds[0].slug == "tuan-1"
