"""Attempts from a CSV list of any origin: every faulty line named, nothing guessed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import itemgetter

from quiz.rules.admitting import Admitting
from quiz.rules.contest import Contest
from quiz.rules.lists.bounds import Bounds
from quiz.rules.lists.faults import LineError, LineFault, Warnings, columns, strangers, surplus
from quiz.rules.lists.more_time import MoreTime
from quiz.rules.lists.rows import ListRows
from quiz.rules.lists.values import instant, number, whole
from quiz.rules.records import AttemptRow, Person
from quiz.rules.units import Tree

NEEDED = ("attempt", "participant", "round", "started_at", "submitted_at", "score", "status")
KNOWN = (
    *NEEDED, "block", "unit", "last_edit_at",
    "questions", "answered", "correct", "bonus", "prediction", "extra",
)  # fmt: skip
VALID = {"valid": True, "void": False}


@dataclass(slots=True)
class AttemptLines:
    """What a list gave: attempts, faults by line, columns nobody reads, and attempts that deserve a look."""

    rows: list[AttemptRow] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)
    unread: tuple[str, ...] = ()
    warnings: Warnings = field(default_factory=Warnings)


def read_attempts(
    lines: Iterable[str], contest: Contest, tree: Tree, people: Mapping[str, Person] | None = None
) -> AttemptLines:
    """Read the columns of `quiz rank` in any order; units are checked where a tree is given.

    A line without a block is held against the block that its person or unit belongs to.
    """
    rows = ListRows(lines)
    read, reader = AttemptLines(faults=rows.faults, unread=strangers(rows.header, KNOWN)), rows.reader
    try:
        at = columns(rows.header, NEEDED, KNOWN)
    except LineError as error:
        read.faults.append(LineFault(1, error.vi, error.en))
        return read
    taken = _Reading(contest, tree, read.warnings, people or {})
    absent = max(at.values()) + 1  # an absent column reads the empty cell added behind each line
    in_order = itemgetter(*(at.get(name, absent) for name in KNOWN))
    for values in reader:
        if not values:
            continue
        try:
            read.rows.append(taken.row(in_order(_padded(values, absent, len(rows.header)))))
        except LineError as error:
            read.faults.append(LineFault(reader.line_num, error.vi, error.en))
    return read


class _Reading:
    """Reads one line after another and knows the attempts seen so far."""

    def __init__(
        self, contest: Contest, tree: Tree, warnings: Warnings, people: Mapping[str, Person]
    ) -> None:
        self._contest, self._units, self._warnings = contest, tree.units, warnings
        self._admitting = Admitting.under(contest, people, tree) if contest.blocks else None
        self._more = MoreTime(contest, tree, people)
        self._slugs = {str(one.number): one.slug for one in contest.rounds}
        self._slugs |= {one.slug: one.slug for one in contest.rounds}
        self._blocks = {one.slug for one in contest.blocks}
        self._bounds: dict[tuple[str, str | None], Bounds] = {}
        self._seen: set[str] = set()
        self._names: dict[str, str] = {}

    def row(self, values: Sequence[str]) -> AttemptRow:
        """Return the attempt of a line whose values stand in the order of KNOWN."""
        try:
            return self._row(values)
        except LineError:  # blanks around cells are rare: only a line that fails pays for their removal
            trimmed = [cell.strip() for cell in values]
            if trimmed == list(values):
                raise
        return self._row(trimmed)

    def _row(self, values: Sequence[str]) -> AttemptRow:
        attempt, participant, in_round, begun, ended, score, status, block, unit, edited, *marks = values
        attempt, participant, unit = attempt.strip(), participant.strip(), unit.strip()
        self._new(attempt, participant)
        slug = self._slugs.get(in_round)
        if slug is None:
            raise LineError(f"không có vòng thi “{in_round}”.", f"there is no round “{in_round}”.")
        self._known(block, unit, status)
        started, submitted = _span(begun, ended)
        bounds = self._bounds_of(slug, block or self._block(participant, unit, slug, started))
        row = AttemptRow(
            attempt,
            self._names.setdefault(participant, participant),
            slug,
            block or None,
            self._names.setdefault(unit, unit) or None,
            started,
            submitted,
            *_marks(bounds, score, marks),
            _last_edit(edited, started) if edited else None,
            *_extras(bounds, marks),
            VALID[status],
        )
        self._noted(bounds, row, self._more.of(slug, participant, unit))
        return row

    def _new(self, attempt: str, participant: str) -> None:
        if not attempt or not participant:
            raise LineError("thiếu attempt hoặc participant.", "attempt or participant is missing.")
        if attempt in self._seen:
            raise LineError(
                f"lượt thi “{attempt}” đã có ở trên.", f"attempt “{attempt}” stands above already."
            )

    def _known(self, block: str, unit: str, status: str) -> None:
        if block and block not in self._blocks:
            raise LineError(f"không có khối “{block}”.", f"there is no block “{block}”.")
        if unit and self._units and unit not in self._units:
            raise LineError(f"không có đơn vị “{unit}”.", f"there is no unit “{unit}”.")
        if status not in VALID:
            raise LineError(
                f"status phải là valid hoặc void, không phải “{status}”.",
                f"status is valid or void, not “{status}”.",
            )

    def _block(self, participant: str, unit: str, slug: str, started: datetime) -> str:
        if self._admitting is None:
            return ""
        return self._admitting.block_of(participant, unit or None, slug, started) or ""

    def _bounds_of(self, slug: str, block: str) -> Bounds:
        found = self._bounds.get((slug, block))
        if found is None:
            found = self._bounds[slug, block] = Bounds.of(self._contest.rules_for(slug, block or None))
        return found

    def _noted(self, bounds: Bounds, row: AttemptRow, more: timedelta) -> None:
        self._seen.add(row.attempt)
        for breach in bounds.breaches(row.started_at, row.submitted_at, more):
            self._warnings.add(breach, row.attempt)
        if row.last_edit_at is not None and row.last_edit_at > row.submitted_at:
            self._warnings.add("edited_after_submit", row.attempt)
        if bounds.above(row.score, row.questions):
            self._warnings.add("score_above_marks", row.attempt)


def _span(begun: str, ended: str) -> tuple[datetime, datetime]:
    started, submitted = instant(begun), instant(ended)
    if submitted < started:
        raise LineError("nộp bài trước khi bắt đầu.", "handed in before it started.")
    return started, submitted


def _last_edit(text: str, started: datetime) -> datetime:
    found = instant(text)
    if found < started:  # a duration up to the last change would be none, and the first place
        raise LineError(
            "last_edit_at trước started_at: sửa một trong hai thời điểm.",
            "last_edit_at is before started_at: correct either instant.",
        )
    return found


def _padded(values: list[str], width: int, named: int) -> list[str]:
    if len(values) == width:
        values.append("")
        return values
    fault = surplus(values, named)  # a decimal comma parts a number in two, and its half would count
    if fault is not None:
        raise fault
    return [*values[:width], *[""] * max(width - len(values), 0), ""]


def _marks(bounds: Bounds, points: str, marks: Sequence[str]) -> tuple[float, int, int, int]:
    score = number(points, "score")
    questions = whole(marks[0], "questions", bounds.questions)
    answered = whole(marks[1], "answered", questions)
    correct = whole(marks[2], "correct", bounds.correct(score, answered))
    if answered > questions:
        raise LineError("số câu đã trả lời vượt số câu.", "more answered than questions.")
    if correct > answered:
        raise LineError(
            f"đúng {correct} câu mà chỉ trả lời {answered} câu: sửa correct hoặc answered.",
            f"{correct} correct, but only {answered} answered: correct either number.",
        )
    return score, correct, answered, questions


def _extras(bounds: Bounds, marks: Sequence[str]) -> tuple[float, int | None, float | None]:
    bonus, guess, extra = marks[3:]
    return (
        number(bonus, "bonus") if bonus else 0,
        bounds.prediction(guess) if guess else None,
        number(extra, "extra") if extra else None,
    )
