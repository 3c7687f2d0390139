"""What a process may keep between requests because it never changes: papers, sheets, rules of a version."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import Connection

from quiz.rules.applied import RoundRules
from quiz.rules.drawing import Drawer, Sheet
from quiz.rules.paper import AnswerKey, Paper, key_from_document, paper_from_document
from quiz.store import papers
from quiz.store.attempts import Attempt
from quiz.store.contests import ContestState, RoundState

Asked = TypeVar("Asked", bound=Hashable)
Kept = TypeVar("Kept")
SHEETS_KEPT = 4_000
ATTEMPTS_KEPT = 20_000
DEVICES_KEPT = 1_000
PAPERS_KEPT = 200


class Recent(Generic[Asked, Kept]):
    """A memory of so many things, the oldest of which is forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Asked, Kept] = {}
        self._lock = Lock()

    def get(self, asked: Asked) -> Kept | None:
        """What is remembered under that name."""
        return self._kept.get(asked)

    def keep(self, asked: Asked, kept: Kept) -> Kept:
        """Remember it, and forget the oldest beyond the limit."""
        with self._lock:
            self._kept[asked] = kept
            if len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
        return kept

    def ask(self, asked: Asked, make: Callable[[], Kept]) -> Kept:
        """What is remembered under that name, else what `make` answers."""
        known = self._kept.get(asked)
        return self.keep(asked, make()) if known is None else known


@dataclass(frozen=True, slots=True)
class Fixed:
    """What an attempt is born with and keeps."""

    id: int
    seed: bytes
    paper_id: int
    round_id: int
    block: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Shelf:
    """One a process; every app and every command has its own, because numbers belong to one database."""

    papers: Recent[int, Paper] = field(default_factory=lambda: Recent(PAPERS_KEPT))
    drawers: Recent[int, Drawer] = field(default_factory=lambda: Recent(PAPERS_KEPT))
    sheets: Recent[tuple[int, bytes], Sheet] = field(default_factory=lambda: Recent(SHEETS_KEPT))
    attempts: Recent[str, Fixed] = field(default_factory=lambda: Recent(ATTEMPTS_KEPT))
    keys: Recent[int, AnswerKey] = field(default_factory=lambda: Recent(PAPERS_KEPT))
    # Tokens of sessions that end with the hand-in.
    shared_devices: Recent[str, bool] = field(default_factory=lambda: Recent(DEVICES_KEPT))
    applied: Recent[tuple[int, int, int, str], RoundRules] = field(
        default_factory=lambda: Recent(PAPERS_KEPT)
    )

    def paper(self, db: Connection, paper_id: int) -> Paper:
        """A frozen paper; asks the database once a process."""
        return self.papers.ask(paper_id, lambda: paper_from_document(papers.by_id(db, paper_id).document))

    def sheet(self, db: Connection, paper_id: int, seed: bytes) -> Sheet:
        """The sheet that this seed draws from that paper."""
        drawer = self.drawers.ask(paper_id, lambda: Drawer.of(self.paper(db, paper_id)))
        return self.sheets.ask((paper_id, seed), lambda: drawer.sheet(seed))

    def newest_key(self, db: Connection, paper_id: int) -> AnswerKey:
        """The key as the database has it now; one that is kept may be older, which the write finds."""
        row = papers.answer_key(db, paper_id)
        return self.keys.keep(paper_id, key_from_document(row.document, self.paper(db, paper_id)))

    def fixed(self, attempt: Attempt) -> Fixed:
        """Remember what never changes of an attempt, so that its next save need not ask."""
        names = Fixed.__slots__
        return self.attempts.keep(attempt.public_id, Fixed(*(getattr(attempt, name) for name in names)))

    def rules_of(self, state: ContestState, fixed: Fixed) -> RoundRules:
        """The rulebook as applied to that attempt."""
        return self.rules(state, state.round_by_id(fixed.round_id), fixed.block)

    def rules(self, state: ContestState, this_round: RoundState, block: str) -> RoundRules:
        """The rulebook as applied to a round and block, with the window that the database has."""
        asked = (state.id, state.generation, this_round.id, block)
        return self.applied.ask(asked, lambda: _rules(state, this_round, block))


def _rules(state: ContestState, this_round: RoundState, block: str) -> RoundRules:
    rules = state.contest.rules_for(this_round.slug, block or None)
    window = replace(rules.round, opens=this_round.opens_at, closes=this_round.closes_at)
    return replace(rules, round=window)
