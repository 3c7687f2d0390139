"""The rows of a result as tables hold them, with names as the rulebook masks them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quiz.rules.collectives import CollectiveRow
from quiz.rules.counting import THOUSAND
from quiz.rules.folding import folded
from quiz.rules.masking import masked
from quiz.rules.prizes import Winner
from quiz.rules.ranking import Standing
from quiz.rules.results import Entry
from quiz.store.contests import ContestState
from quiz.store.evaluating import PersonFace, UnitFace


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody and every unit by code, as lists name them; the numbers of attempts by their public ids."""

    people: Mapping[str, PersonFace]
    units: Mapping[str, UnitFace]
    attempts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Book:
    """One snapshot being written."""

    id: int
    state: ContestState
    cast: Cast

    def shown_name(self, code: str) -> str:
        """The name as the rulebook lets public lists show it."""
        face = self.cast.people.get(code)
        return masked(face.name if face else "", self.state.contest.publication.names, code)

    def shown_unit(self, code: str | None) -> str:
        """The unit's names from the top down."""
        face = self.cast.units.get(code or "")
        return face.path if face else ""


def person(book: Book, entry: Entry, position: int, row: Standing, prize: str | None) -> dict[str, Any]:
    """A row of the individual ranking."""
    name, unit = book.shown_name(row.participant), book.shown_unit(row.counted.unit)
    face = book.cast.units.get(row.counted.unit or "")
    return {
        "snapshot_id": book.id,
        "block": entry.block or "",
        "position": position,
        "place": row.place,
        "participant_id": book.cast.people[row.participant].id,
        "attempt_id": book.cast.attempts.get(row.counted.attempt),
        "unit_id": face.id if face else None,
        "score": row.counted.score / THOUSAND,
        "correct": row.counted.correct,
        "duration_us": row.counted.duration,
        "prediction_distance": row.distance,
        "shown_name": name,
        "shown_unit": unit,
        "search": folded(f"{name} {row.participant} {unit}"),
        "prize": prize,
        "detail": {"attempts": row.counted.used, "can_win": row.can_win},
    }


def unit(snapshot_id: int, board: str, position: int, row: CollectiveRow, face: UnitFace) -> dict[str, Any]:
    """A row of a collective table, with or without a place."""
    return {
        "snapshot_id": snapshot_id,
        "board": board,
        "position": position,
        "place": row.place,
        "unit_id": face.id,
        "shown_name": face.path,
        "value": None if row.value is None else float(row.value),
        "participants": row.participants,
        "attempts": row.attempts,
        "prize": row.prize or None,
        "detail": {
            "headcount": row.headcount,
            "valid_attempts": row.valid_attempts,
            "target_share": None if row.target_share is None else float(row.target_share),
            "apart": row.apart,
            "shared": row.shared,
            "can_win": row.can_win,
        },
    }


def winner(book: Book, entry: Entry, rank: int, row: Winner, unit: str | None) -> dict[str, Any]:
    """A prize of a person."""
    return {
        "snapshot_id": book.id,
        "block": entry.block or "",
        "prize": row.prize,
        "rank": rank,
        "place": row.place,
        "shared": int(row.shared),
        "participant_id": book.cast.people[row.participant].id,
        "unit_id": None,
        "attempt_id": book.cast.attempts.get(row.attempt),
        "shown_name": book.shown_name(row.participant),
        "shown_unit": book.shown_unit(unit),
        "detail": {"amount": row.amount} | ({"waits": True} if row.waits else {}),
    }


def winning_unit(book: Book, entry: Entry, rank: int, table: str, row: CollectiveRow) -> dict[str, Any]:
    """A prize of a collective."""
    face = book.cast.units[row.unit]
    return {
        "snapshot_id": book.id,
        "block": entry.block or "",
        "prize": row.prize,
        "rank": rank,
        "place": row.place,
        "shared": int(row.shared),
        "participant_id": None,
        "unit_id": face.id,
        "attempt_id": None,
        "shown_name": face.name,
        "shown_unit": face.path,
        "detail": {"table": table},
    }
