"""Results of rounds and contest as values and as the document of `quiz rank`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from quiz.rules.collectives import CollectiveResult, CollectiveRow
from quiz.rules.contest import Contest
from quiz.rules.counting import SECOND, THOUSAND
from quiz.rules.places import Advanced
from quiz.rules.prizes import Awards, Winner
from quiz.rules.ranking import Standing


@dataclass(frozen=True, slots=True)
class Entry:
    """One result; round None is the whole contest, block None the one unnamed block or all together.

    `outside` is how many of the participants named no unit.
    """

    round: str | None
    block: str | None
    truth: int | None = None
    ranking: tuple[Standing, ...] = ()
    awards: Awards = field(default_factory=Awards)
    collectives: tuple[CollectiveResult, ...] = ()
    participants: int = 0
    attempts: int = 0
    valid_attempts: int = 0
    outside: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that an evaluation says; `left_out` counts the attempts that do not count, by reason.

    `fixed` names round, block and number of every truth that followed the attempts no more.
    """

    rounds: tuple[Entry, ...]
    contest: Entry
    contest_blocks: tuple[Entry, ...] = ()
    advanced: tuple[Advanced, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    fixed: tuple[tuple[str, str, int], ...] = ()


def results_document(results: Results) -> dict[str, Any]:
    """Return the results as a JSON-able document."""
    return {
        "rounds": [entry_document(one) for one in results.rounds],
        "contest": contest_document(results),
        **remaining_document(results),
    }


def contest_document(results: Results) -> dict[str, Any]:
    """Return the result over all rounds, with that of each block."""
    blocks = [entry_document(one) for one in results.contest_blocks]
    return {**entry_document(results.contest), "blocks": blocks}


def remaining_document(results: Results) -> dict[str, Any]:
    """Return who goes on and how many attempts were left out, by reason."""
    return {
        "advanced": [{"to": one.to, "participants": list(one.participants)} for one in results.advanced],
        "left_out": dict(sorted(results.left_out.items())),
    }


def going_on(contest: Contest, results: Results, scope: str) -> list[dict[str, Any]]:
    """Return who goes on to which round because of a round (its slug), or ("") of any."""
    told = zip(contest.progressions, remaining_document(results)["advanced"], strict=True)
    return [one for progression, one in told if not scope or scope in progression.rounds]


def entry_document(entry: Entry) -> dict[str, Any]:
    """Return one result."""
    return {
        "round": entry.round,
        "block": entry.block,
        "truth": entry.truth,
        "participants": entry.participants,
        "attempts": entry.attempts,
        "valid_attempts": entry.valid_attempts,
        "outside": entry.outside,
        "ranking": [_standing(row) for row in entry.ranking],
        "winners": [_winner(row) for row in entry.awards.winners],
        "undecided": [
            {"prizes": list(one.prizes), "place": one.place, "participants": list(one.participants)}
            for one in entry.awards.undecided
        ],
        "collectives": [_table(one) for one in entry.collectives],
    }


def _standing(row: Standing) -> dict[str, Any]:
    one = row.counted
    return {
        "place": row.place,
        "participant": one.participant,
        "attempt": one.attempt,
        "score": _divided(one.score, THOUSAND),
        "correct": one.correct,
        "prediction_distance": row.distance,
        "duration_s": _divided(one.duration, SECOND),
        "attempts": one.used,
        "unit": one.unit,
        "can_win": row.can_win,
    }


def _winner(row: Winner) -> dict[str, Any]:
    return {
        "prize": row.prize,
        "participant": row.participant,
        "place": row.place,
        "amount": row.amount,
        "shared": row.shared,
        "waits": row.waits,
    }


def _table(result: CollectiveResult) -> dict[str, Any]:
    return {
        "table": result.table,
        "ranking": [_collective(row) for row in result.ranking],
        "apart": [{**_collective(row), "reason": row.apart} for row in result.apart],
    }


def _collective(row: CollectiveRow) -> dict[str, Any]:
    return {
        "place": row.place,
        "unit": row.unit,
        "path": row.path or row.unit,
        "value": None if row.value is None else plain(row.value),
        "participants": row.participants,
        "attempts": row.attempts,
        "valid_attempts": row.valid_attempts,
        "headcount": row.headcount,
        "above_headcount": row.above_headcount,
        "target_share": None if row.target_share is None else plain(row.target_share),
        "prize": row.prize or None,
        "shared": row.shared,
        "can_win": row.can_win,
    }


def _divided(number: int, by: int) -> int | float:
    return number // by if number % by == 0 else number / by


def plain(number: Fraction) -> int | float:
    """Return a whole number where it is one, else the nearest of six decimals."""
    return number.numerator if number.denominator == 1 else round(float(number), 6)
