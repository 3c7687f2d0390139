"""The engine against a slow second opinion, over thousands of random rulebooks and attempts."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from quiz.rules.evaluate import evaluate
from quiz.rules.records import AttemptRow, Person
from quiz.rules.results import Entry
from quiz.rules.rulebook import from_document
from quiz.rules.units import Tree, Unit
from tests.rules import oracle

SETS, BATCHES, CONTESTS = 2400, 8, 200
PARENTS: dict[str, str | None] = {"t": None, "a": "t", "b": "t", "a1": "a", "a2": "a", "b1": "b"}
TREE = Tree.of([Unit(code, parent) for code, parent in PARENTS.items()])
OPENS = datetime(2026, 3, 2, tzinfo=UTC)
KEYS = ["score", "correct", "duration", "submitted", "started", "attempts_used", "offset", "prediction"]
STEPS = {"second": 1_000_000, "millisecond": 1000, "microsecond": 1}


def random_book(dice: Random) -> dict[str, Any]:
    guess = dice.choice(["", "participants", "attempts", "all_correct_people", "correct_people"])
    keys = [key for key in KEYS if guess or key != "prediction"]
    chain = dice.sample(keys, dice.randint(1, len(keys)))
    chain = [f"-{key}" if dice.random() < 0.15 and key != "prediction" else key for key in chain]
    return {
        "guess": guess,
        "enough": dice.randint(1, 5),
        "sides": dice.choice(["equal", "below_first", "above_first"]),
        "which": dice.choice(["first", "last", "best", "sum_of_days"]),
        "by": dice.sample(["score", "correct", "duration", "submitted", "started"], dice.randint(1, 3)),
        "chain": chain,
        "precision": dice.choice(list(STEPS)),
        "perfect": dice.random() < 0.2,
        "least": dice.choice([0, 0, 2]),
        "within": dice.choice([None, None, 2]) if guess else None,
        "complete": dice.random() < 0.3,
        "bonus": dice.random() < 0.3,
        "tiers": [("nhat", 1), ("nhi", dice.randint(0, 2)), ("ba", dice.randint(0, 3))],
        "carry_down": dice.random() < 0.5,
        "barred": set(dice.sample("pqrstu", dice.randint(0, 2))),
        "fewest": dice.random() < 0.3,
        "unit_tiers": [("cup", dice.randint(0, 2)), ("khen", dice.randint(0, 3))],
        "decisions": [],
        "excluded": set(dice.sample(["a", "b1", "a2"], dice.choice([0, 0, 1, 2]))),
        "youngest": ("tre", dice.randint(0, 2)),
        "born": {who: dice.choice([2000, 2000, 2005]) for who in dice.sample("pqrstu", dice.randint(0, 6))},
    }


def random_decisions(dice: Random, book: dict[str, Any]) -> dict[str, Any]:
    """The same rulebook with few keys, a decision somewhere among them and what was decided."""
    chain = book["chain"][: dice.randint(1, 2)]
    chain.insert(dice.randint(0, len(chain)), "decision")
    decisions = []
    for _each in range(dice.randint(1, 3)):
        people = dice.sample("pqrstu", dice.randint(2, 6))
        named = dice.randint(1, len(people))
        decisions.append((people[:named], people[named:]))
    return {**book, "chain": chain, "decisions": decisions}


def random_rows(dice: Random) -> list[oracle.Row]:
    rows = []
    for number in range(dice.randint(0, 14)):
        started = OPENS + timedelta(hours=dice.choice([1, 1, 16, 18, 40]), seconds=dice.randint(0, 2))
        took = timedelta(seconds=dice.randint(1, 3), milliseconds=dice.choice([0, 0, 400]))
        correct = dice.choice([5, 5, 4, dice.randint(0, 5)])
        rows.append({
            "id": f"a{number:02}", "who": dice.choice("pqrstu"), "unit": dice.choice([*PARENTS, None]),
            "started": started, "submitted": started + took, "took": took // timedelta(microseconds=1),
            "score": correct * dice.choice([1, 1, 2]), "correct": correct,
            "answered": dice.choice([5, 5, 5, 4]),
            "bonus": dice.choice([0, 0, 1]), "guess": dice.choice([None, *range(8)]),
            "valid": dice.random() < 0.85,
        })  # fmt: skip
    return rows


def document(book: dict[str, Any]) -> dict[str, Any]:
    """The same rulebook in the words of a rulebook file."""
    chain = [f"{key[1:]} {_turned(key[1:])}" if key.startswith("-") else key for key in book["chain"]]
    prediction: dict[str, Any] = {"correct_at_least": book["enough"], "sides": book["sides"]}
    if book["guess"]:
        prediction |= {"kind": "number", "quantity": book["guess"]}
    tiers = [{"slug": slug, "title": slug, "count": count} for slug, count in book["tiers"]]
    slug, count = book["youngest"]
    tiers += [{"slug": slug, "title": slug, "count": count, "special": "youngest"}] if count else []
    decisions = [{"order": order, "behind": behind, "reason": "họp"} for order, behind in book["decisions"]]
    window = {"opens": "2026-03-02T00:00:00Z", "closes": "2026-03-09T00:00:00Z"}
    return {
        "format": 1,
        "slug": "thu",
        "title": "Thử",
        "rounds": [{"slug": "tuan-1", "number": 1, "title": "Tuần 1", **window}],
        "paper": {"questions": 5, "all_required": book["complete"]},
        "scoring": {"bonus": "add" if book["bonus"] else "ignore"},
        "counting": {"which": book["which"], "by": book["by"]},
        "prediction": prediction,
        "qualification": {
            "perfect": book["perfect"],
            "minimum_correct": book["least"],
            "prediction_within": book["within"],
        },
        "ranking": {"chain": chain, "precision": book["precision"], "decisions": decisions},
        "prizes": {"tiers": tiers, "carry": "down" if book["carry_down"] else "nowhere"},
        "collectives": [_table(book)],
        "eligibility": {"excluded_units": sorted(book["excluded"]), "effect": "cannot_win"},
    }


def _table(book: dict[str, Any]) -> dict[str, Any]:
    prizes = [{"slug": slug, "title": slug, "count": count} for slug, count in book["unit_tiers"]]
    metric = "-participants" if book["fewest"] else "participants"
    return {"slug": "bang", "title": "Bảng", "metric": metric, "prizes": prizes}


def _turned(key: str) -> str:
    return "desc" if key in oracle.SMALL_FIRST else "asc"


def attempt(row: oracle.Row, number: int = 1) -> AttemptRow:
    return AttemptRow(
        attempt=row["id"], participant=row["who"], round=f"tuan-{number}", block=None, unit=row["unit"],
        started_at=row["started"], submitted_at=row["submitted"], score=row["score"], correct=row["correct"],
        answered=row["answered"], questions=5, bonus=row["bonus"], prediction=row["guess"],
        valid=row["valid"],
    )  # fmt: skip


def random_contest(dice: Random) -> dict[str, Any]:
    """A random rulebook whose rounds make a result of the contest with prizes of its own."""
    keys = dice.sample([key for key in KEYS if key != "prediction"], dice.randint(1, 3))
    combined = {"combine": dice.choice(["best", "sum_of_rounds"]), "overall": keys}
    plain = {"excluded": set(), "youngest": ("tre", 0)}
    return random_book(dice) | combined | plain | {"weights": {"nhat": 5, "nhi": dice.randint(0, 3), "ba": 1}}


def contest_document(book: dict[str, Any]) -> dict[str, Any]:
    """The same rulebook of two weeks in the words of a rulebook file."""
    one = document(book)
    tiers = [{**tier, "weight": book["weights"][tier["slug"]]} for tier in one["prizes"]["tiers"]]
    prizes = {**one["prizes"], "tiers": tiers}
    second = {"slug": "tuan-2", "number": 2, "title": "Tuần 2"}
    second |= {"opens": "2026-03-09T00:00:00Z", "closes": "2026-03-16T00:00:00Z"}
    ranking = {"chain": book["overall"], "precision": book["precision"]}
    tables = [
        {"slug": name, "title": name, "metric": name, "scope": "contest"}
        for name in ("winners", "weighted_winners")
    ]
    return one | {
        "rounds": [*one["rounds"], second],
        "prizes": prizes,
        "overall": {"combine": book["combine"], "ranking": ranking, "prizes": prizes},
        "collectives": tables,
    }


def everybody(book: dict[str, Any]) -> list[Person]:
    """People with the year of their birth, and whether they may win."""
    born = {who: date(year, 1, 1) for who, year in book["born"].items()}
    return [Person(who, birth_date=born.get(who), may_win=who not in book["barred"]) for who in "pqrstu"]


def two_weeks(dice: Random) -> list[list[oracle.Row]]:
    first, later = random_rows(dice), timedelta(days=7)
    second = [
        {
            **row,
            "id": f"b{row['id']}",
            "started": row["started"] + later,
            "submitted": row["submitted"] + later,
        }
        for row in random_rows(dice)
    ]
    return [first, second]


def as_told(entry: Entry) -> dict[str, Any]:
    """What the engine says, in the words of the second opinion."""
    units = entry.collectives[0].ranking
    return {
        "truth": entry.truth,
        "ranking": [(row.place, row.participant) for row in entry.ranking],
        "winners": sorted((row.prize, row.participant) for row in entry.awards.winners),
        "units": {row.unit: row.participants for row in units},
        "prized_units": sorted((row.prize, row.unit, row.shared) for row in units if row.prize),
    }


def cases(batch: int) -> Iterator[tuple[dict[str, Any], list[oracle.Row]]]:
    for number in range(batch, SETS, BATCHES):
        dice = Random(number)
        book, rows = random_book(dice), random_rows(dice)
        yield book, rows
        yield random_decisions(dice, book), rows


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_engine_agrees_with_plain_sorting(batch: int) -> None:
    for book, rows in cases(batch):
        results = evaluate(from_document(document(book)), map(attempt, rows), everybody(book), TREE)
        entry = results.rounds[0]
        expected = oracle.result({**book, "step": STEPS[book["precision"]]}, rows, PARENTS)
        assert as_told(entry) == expected, (book, rows)


def test_over_the_contest_units_have_the_prizes_of_all_rounds_and_the_overall_ones() -> None:
    for number in range(CONTESTS):
        dice = Random(number)
        book, rounds = random_contest(dice), two_weeks(dice)
        rows = [attempt(row, week) for week, own in enumerate(rounds, 1) for row in own]
        people = [Person(name, may_win=False) for name in book["barred"]]
        results = evaluate(from_document(contest_document(book)), rows, people, TREE)
        counted, weighed = (
            {row.unit: row.value for row in one.ranking} for one in results.contest.collectives
        )
        expected = oracle.prizes_of_units({**book, "step": STEPS[book["precision"]]}, rounds, PARENTS)
        for unit, prizes in expected.items():
            assert [counted[unit], weighed[unit]] == list(prizes), (book, rounds)
