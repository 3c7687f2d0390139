"""Which results that are shown would give their prizes otherwise, as the newest evaluation sees it."""

from __future__ import annotations

from sqlalchemy import Connection

from quiz.rules.results import Results
from quiz.store import snapshots, standings
from quiz.store.contests import ContestState

Prizes = set[tuple[str, str, str, bool]]  # block, prize, participant, whether it waits


def moved(db: Connection, state: ContestState, results: Results, scope: str) -> list[str]:
    """The rounds (slugs) but `scope` whose shown winners are not those of this evaluation."""
    found = []
    for one in state.rounds:
        shown = snapshots.shown(db, state.id, one.slug) if one.slug != scope else None
        if shown and standings.prizes(db, shown.id) != _given(results, one.slug):
            found.append(one.slug)
    return found


def told(db: Connection, state: ContestState) -> list[str]:
    """The same as the newest result of a round noted it; nothing shown is ever changed by that."""
    newest = snapshots.newest_of_rounds(db, state.id)
    return list(newest.summary.get("moved", ())) if newest else []


def _given(results: Results, slug: str) -> Prizes:
    return {
        (entry.block or "", row.prize, row.participant, row.waits)
        for entry in results.rounds
        if entry.round == slug
        for row in entry.awards.winners
    }
