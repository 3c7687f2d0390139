"""What the rules of a round and block say about one line of a list of attempts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from quiz.rules.applied import RoundRules
from quiz.rules.checks.reach import best_answer
from quiz.rules.lists.faults import LineError
from quiz.rules.lists.values import has_digits
from quiz.rules.timing import NO_EXTENSION, Phase, closing, last_arrival, phase

ROUNDED = 0.0005  # marks are told in thousandths


@dataclass(frozen=True, slots=True)
class Bounds:
    """Window, its parts, time limit, marks and range of guesses of a round and block."""

    rules: RoundRules
    is_parted: bool
    opens: datetime
    closes: datetime
    last: datetime
    longest: timedelta | None
    questions: int
    right: float
    best: float
    lowest_guess: int
    highest_guess: int

    @classmethod
    def of(cls, rules: RoundRules) -> "Bounds":
        """Take from the rules what lines are held against."""
        limit = rules.time.limit
        return cls(
            rules=rules,
            is_parted=bool(rules.round.weekdays or rules.round.sittings),
            opens=rules.opens,
            closes=rules.closes,
            last=last_arrival(rules),
            longest=None if limit is None else limit + rules.grace,
            questions=rules.paper.questions,
            right=float(rules.scoring.right),
            best=float(best_answer(rules.scoring)),
            lowest_guess=rules.prediction.minimum,
            highest_guess=rules.prediction.maximum,
        )

    def breaches(
        self, started: datetime, submitted: datetime, more: timedelta = NO_EXTENSION
    ) -> tuple[str, ...]:
        """Name every breach of calendar and time limit by somebody with so much more time; status decides."""
        found: tuple[str, ...] = ()
        is_open, last = self._hours(started, more)
        if not is_open:
            found = ("started_outside_round",)
        if submitted > last + more:
            found += ("submitted_after_close",)
        if self.longest is not None and submitted - started > self.longest + more:
            found += ("longer_than_limit",)
        return found

    def _hours(self, started: datetime, more: timedelta) -> tuple[bool, datetime]:
        """Could an attempt begin then, and until when could it be handed in, but for more time?"""
        if not self.is_parted:  # hundreds of thousands of lines: no day is looked for without need
            return self.opens <= started < self.closes + more, self.last
        is_open = phase(self.rules.round, started, self.rules.zone, more) is Phase.OPEN
        # An attempt begun in a sitting ends with it.
        cut = self.closes - closing(started, self.rules) if is_open else NO_EXTENSION
        return is_open, self.last - cut

    def above(self, score: float, questions: int) -> bool:
        """Is this more than so many questions give? Bonus points stand in a column of their own."""
        return score > self.best * questions + ROUNDED

    def correct(self, score: float, answered: int) -> int:
        """Return the number of right answers that a score stands for where the list does not tell it."""
        return min(max(int(score // self.right), 0), answered) if self.right > 0 else 0

    def prediction(self, text: str) -> int:
        """Read a guess; LineError outside the range of the rulebook."""
        told = has_digits(text.removeprefix("-"))
        if not told or not self.lowest_guess <= int(text) <= self.highest_guess:
            low, high = self.lowest_guess, self.highest_guess
            raise LineError(
                f"dự đoán “{text[:40]}” phải là số nguyên từ {low} đến {high}.",
                f"the prediction “{text[:40]}” must be a whole number from {low} to {high}.",
            )
        return int(text)
