"""The keys by which attempts are ordered, each with its natural direction."""

from dataclasses import dataclass
from enum import StrEnum


class Key(StrEnum):
    """What attempts may be compared by."""

    SCORE = "score"
    CORRECT = "correct"
    PREDICTION = "prediction"
    DURATION = "duration"
    SUBMITTED = "submitted"
    STARTED = "started"
    OFFSET = "offset"
    EXTRA = "extra"
    ATTEMPTS_USED = "attempts_used"
    AGE = "age"
    DRAW = "draw"
    WEIGHTED_DRAW = "weighted_draw"
    DECISION = "decision"


class Order(StrEnum):
    """Smaller first or larger first."""

    ASC = "asc"
    DESC = "desc"


LARGER_FIRST = frozenset({Key.SCORE, Key.CORRECT, Key.EXTRA, Key.AGE})


@dataclass(frozen=True, slots=True)
class RankKey:
    """One key of a chain; without an order its natural one holds. Written "age asc"."""

    key: Key
    order: Order | None = None

    @property
    def is_natural(self) -> bool:
        """Does the key's own direction hold?"""
        return self.larger_first is (self.key in LARGER_FIRST)

    @property
    def larger_first(self) -> bool:
        """Does the larger value stand first?"""
        if self.order is None:
            return self.key in LARGER_FIRST
        return self.order is Order.DESC

    def __str__(self) -> str:
        return str(self.key) if self.order is None else f"{self.key} {self.order}"

    @classmethod
    def parse(cls, text: str) -> "RankKey":
        """Read "duration" or "age desc"; ValueError names the part that is wrong."""
        key, _, order = text.strip().partition(" ")
        return cls(Key(key), Order(order.strip()) if order.strip() else None)
