"""Writes the results of a round, or of the whole contest, as the rows of a snapshot, in short batches."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Engine

from quiz.actions import fixing, moved_prizes, result_rows
from quiz.actions.result_rows import Book, Cast
from quiz.actions.steps import round_of
from quiz.rules.ranking import Standing
from quiz.rules.results import Entry, Results, going_on
from quiz.store import snapshots, standings
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from quiz.store.turns import Turns

BATCH = 1_000


def write_snapshot(
    engine: Engine, state: ContestState, cast: Cast, results: Results, scope: str, now: datetime
) -> int:
    """The number of a complete snapshot of one scope (a round's slug, or "" for the contest)."""
    entries = _entries(results, scope)
    with writing(engine) as db:
        round_id = round_of(state, scope).id if scope else None
        book = Book(snapshots.begin(db, contest_id=state.id, round_id=round_id, now=now), state, cast)
    digest, turns = hashlib.sha256(), Turns(engine)
    for entry in entries:
        for batch in _batches(_numbered(entry), BATCH):
            rows = _people(book, entry, batch)
            with turns.writing() as db:
                standings.add_people(db, rows)
            for position, row in batch:
                digest.update(_line(entry, position, row))
    with reading(engine) as db:
        summary = {
            **_summary(state, results, entries, scope),
            "moved": moved_prizes.moved(db, state, results, scope) if scope else [],
        }
    with writing(engine) as db:
        standings.add_units(db, [row for entry in entries for row in _units(book, entry)])
        standings.add_winners(db, [row for entry in entries for row in _winners(book, entry)])
        snapshots.complete(db, book.id, summary=summary, digest=digest.hexdigest(), now=now)
    return book.id


def _entries(results: Results, scope: str) -> list[Entry]:
    if scope:
        return [one for one in results.rounds if one.round == scope]
    return [results.contest, *results.contest_blocks]


def _numbered(entry: Entry) -> Iterable[tuple[int, Standing]]:
    return enumerate(entry.ranking, 1)


def _batches(rows: Iterable[tuple[int, Standing]], size: int) -> Iterator[list[tuple[int, Standing]]]:
    stream = iter(rows)
    while batch := list(islice(stream, size)):
        yield batch


def _people(book: Book, entry: Entry, batch: Sequence[tuple[int, Standing]]) -> list[dict[str, Any]]:
    prizes = {one.participant: one.prize for one in entry.awards.winners if not one.waits}
    return [
        result_rows.person(book, entry, position, row, prizes.get(row.participant)) for position, row in batch
    ]


def _units(book: Book, entry: Entry) -> Iterator[dict[str, Any]]:
    for table in entry.collectives:
        for position, row in enumerate((*table.ranking, *table.apart), 1):
            face = book.cast.units.get(row.unit)
            if face is not None:
                yield result_rows.unit(book.id, table.table, position, row, face)


def _winners(book: Book, entry: Entry) -> Iterator[dict[str, Any]]:
    rows = entry.awards.winners
    units = {row.participant: row.counted.unit for row in entry.ranking}
    rank = 0
    for rank, row in enumerate(rows, 1):
        yield result_rows.winner(book, entry, rank, row, units.get(row.participant))
    for table in entry.collectives:
        for line in table.ranking:
            if line.prize and line.unit in book.cast.units:
                rank += 1
                yield result_rows.winning_unit(book, entry, rank, table.table, line)


def _line(entry: Entry, position: int, row: Standing) -> bytes:
    one = row.counted
    words = (entry.block or "", position, row.place, row.participant, one.attempt, one.score, one.duration)
    return ("|".join(str(word) for word in words) + "\n").encode()


def _summary(state: ContestState, results: Results, entries: Sequence[Entry], scope: str) -> dict[str, Any]:
    return {
        "advanced": going_on(state.contest, results, scope),
        # What a recount must take: later rounds and later versions may not have been known yet.
        "rulebook": state.rulebook_number,
        "rounds": list(dict.fromkeys(one.round for one in results.rounds if one.attempts)),
        "blocks": {
            entry.block or "": {
                "truth": entry.truth,
                "asked": fixing.asked(state.contest, entry.round, entry.block),
                "participants": entry.participants,
                "attempts": entry.attempts,
                "valid_attempts": entry.valid_attempts,
                "outside": entry.outside,
                "ranked": len(entry.ranking),
                "waiting": sum(one.waits for one in entry.awards.winners),
                "undecided": [
                    {"prizes": list(one.prizes), "place": one.place, "participants": list(one.participants)}
                    for one in entry.awards.undecided
                ],
            }
            for entry in entries
        },
        "fixed_truths": [list(one) for one in results.fixed],
        "left_out": dict(sorted(results.left_out.items())),
    }
