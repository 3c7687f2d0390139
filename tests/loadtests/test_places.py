"""The recount of places follows the rulebook's chain and tells a standing that the answers do not give."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from loadtests.drawing import drawn
from loadtests.pack import Pack, Row, Standing
from loadtests.places import recount, without_result
from tests.loadtests.crowd_files import PAPER, RULEBOOK, SEED, row
from tests.loadtests.crowd_files import pack as packed

KEY = {f"q{n}": {"right": [n % 4]} for n in range(30)}


def played(who: str, right: int, *, guess: int | None = 0, took: float = 100.0, **other: Any) -> Row:
    """An attempt with so many right answers."""
    names = [name for name, _ in drawn(PAPER, SEED)]
    answers = [str(1 << KEY[name]["right"][0]) if place < right else "" for place, name in enumerate(names)]
    made = row(attempt=f"of {who}", participant=who, answers=",".join(answers), score=float(right))
    return replace(made, prediction=guess, submitted=made.started + took, **other)


def pack(*rows: Row, standings: list[Standing], rulebook: Any = RULEBOOK) -> Pack:
    """A pack with these attempts and this result."""
    return replace(
        packed(*rows),
        keys={"week-1.1": KEY},
        standings={"week-1": tuple(standings)},
        rulebooks={"week-1": rulebook},
    )


def standing(place: int, who: str, score: float) -> Standing:
    return Standing(place, who, f"of {who}", score)


def test_score_then_prediction_then_duration_decide_and_equals_share_a_place() -> None:
    rows = [
        played("An", 3, guess=9),
        played("Bình", 2, guess=1, took=50),
        played("Chư", 2, guess=1, took=50.9),
        played("Dung", 2, guess=2, took=10),
        played("Hà", 2, guess=None, took=1),
    ]
    places = [(1, "An", 3), (2, "Bình", 2), (2, "Chư", 2), (4, "Dung", 2), (5, "Hà", 2)]
    rows[1], rows[2] = (replace(one, started=1_001.0, submitted=1_051.5) for one in rows[1:3])
    found = recount(pack(*rows, standings=[standing(*one) for one in places]))
    assert (found.compared, found.differences) == (5, [])


@pytest.mark.parametrize(("quantity", "nearest"), [("participants", "An"), ("attempts", "Bình")])
def test_other_numbers_that_are_guessed_are_counted_over_the_valid_attempts(
    quantity: str, nearest: str
) -> None:
    again = replace(played("An", 0), attempt="again", started=1_200.0, submitted=1_300.0)
    rows = [played("An", 2, guess=2), played("Bình", 2, guess=3), again]
    other = "Bình" if nearest == "An" else "An"
    rulebook = RULEBOOK | {"prediction": {"quantity": quantity}}
    told = [standing(1, nearest, 2), standing(2, other, 2)]
    found = recount(pack(*rows, standings=told, rulebook=rulebook))
    assert (found.compared, found.differences) == (2, [])


def test_a_guess_that_orders_nobody_is_nobodys_business() -> None:
    ranking = {"ranking": {"chain": ["score"], "precision": "second"}, "prediction": {}}
    told = [standing(1, "An", 3), standing(2, "Bình", 2)]
    rows = [played("An", 3), played("Bình", 2)]
    assert recount(pack(*rows, standings=told, rulebook=RULEBOOK | ranking)).compared == 2


def test_a_standing_that_the_answers_do_not_give_is_told() -> None:
    rows = [played("An", 3), played("Bình", 2)]
    swapped = [standing(1, "Bình", 2), standing(2, "An", 3)]
    assert len(recount(pack(*rows, standings=swapped)).differences) == 2


def test_somebody_left_out_of_the_standings_is_told() -> None:
    rows = [played("An", 3), played("Bình", 2)]
    assert "2 were recounted" in recount(pack(*rows, standings=[standing(1, "An", 3)])).differences[0]


def test_whoever_never_answered_has_nothing_right_and_a_place_all_the_same() -> None:
    silent = replace(played("Bình", 0, guess=None), answers="")
    found = recount(pack(played("An", 3), silent, standings=[standing(1, "An", 3), standing(2, "Bình", 0)]))
    assert (found.compared, found.differences) == (2, [])


def test_an_attempt_with_fewer_answers_than_questions_is_named() -> None:
    short = replace(played("An", 3), answers="1,2")
    with pytest.raises(ValueError, match="of An has 2 answers to"):
        recount(pack(short, standings=[standing(1, "An", 3)]))


def test_a_score_that_the_key_does_not_give_is_told() -> None:
    wrong = replace(played("An", 3), score=2.0)
    assert "3.0 was recounted" in recount(pack(wrong, standings=[standing(1, "An", 3)])).differences[0]


def test_another_score_beside_a_right_place_is_told() -> None:
    told = [standing(1, "An", 3), standing(2, "Bình", 9)]
    found = recount(pack(played("An", 3), played("Bình", 2), standings=told)).differences
    assert found == ["week-1: Bình has score 9 beside the place, 2.0 was recounted"]


@pytest.mark.parametrize("state", ["provisional", "final"])
def test_a_decided_round_without_its_result_is_told(state: str) -> None:
    found = without_result(replace(packed(), states={"week-1": state}), ["week-1"])
    assert found.differences == [f"week-1 is {state}, and results/rounds/week-1.csv is missing"]
    assert found.unknown == []


def test_a_played_round_that_is_only_closed_is_named_as_not_compared() -> None:
    found = without_result(replace(packed(), states={"week-1": "closed", "week-0": "final"}), ["week-1"])
    assert found.differences == []
    assert found.unknown == ["week-1: no place is compared, for it has no result yet (closed)"]
    there = pack(played("An", 3), standings=[standing(1, "An", 3)])
    assert without_result(there, ["week-1"]).unknown == []


@pytest.mark.parametrize(
    "clause",
    [
        {"blocks": [{}]},
        {"counting": {"which": "last", "by": []}},
        {"progressions": [{"to": "week-1", "rounds": ["week-0"]}]},
        {"counts": "children", "rounds": [{"slug": "week-1", "counts": "children"}]},
    ],
)
def test_a_rulebook_that_it_does_not_know_is_said_and_nothing_compared(clause: dict[str, Any]) -> None:
    found = recount(pack(played("An", 3), standings=[standing(1, "An", 3)], rulebook=RULEBOOK | clause))
    assert found.compared == 0
    assert next(iter(clause)) in found.unknown[0]
