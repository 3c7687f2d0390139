"""What an evaluation reads: one row an attempt and one a person."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


class AttemptRow(NamedTuple):  # a list of a province has hundreds of thousands, see Counted
    """A finished attempt; `submitted_at` is min(arrival, deadline), unit and block as they were at its start.

    `score` is without bonus; `extra` is the result of a plain extra question; a void attempt is not `valid`.
    """

    attempt: str
    participant: str
    round: str
    block: str | None
    unit: str | None
    started_at: datetime
    submitted_at: datetime
    score: float
    correct: int = 0
    answered: int = 0
    questions: int = 0
    last_edit_at: datetime | None = None
    bonus: float = 0
    prediction: int | None = None
    extra: float | None = None
    valid: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """What decides a person's part in the results; no personal detail but birth date and nationality."""

    participant: str
    unit: str | None = None
    block: str | None = None
    birth_date: date | None = None
    may_win: bool = True
    nationality: str | None = None
