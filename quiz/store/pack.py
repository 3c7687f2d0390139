"""What a result pack is made of, read in one unchanging view; nothing personal but birth dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from quiz.store.tables import (
    answer_keys,
    attempts,
    audit,
    item_versions,
    paper_items,
    papers,
    participants,
    rounds,
    rulebook_versions,
    seals,
    standings,
    unit_standings,
    units,
    winners,
)

CHUNK = 2_000
EXPORTED = "contest.export"
Rows = Sequence[Row[Any]]


def rulebooks(db: Connection, contest_id: int) -> Rows:
    """Every version of the rulebook, without its author."""
    query = select(rulebook_versions).where(rulebook_versions.c.contest_id == contest_id)
    return db.execute(query.order_by(rulebook_versions.c.number)).all()


def frozen_papers(db: Connection, round_ids: Sequence[int]) -> Rows:
    """The frozen papers of these rounds."""
    query = select(papers).where(papers.c.round_id.in_(round_ids), papers.c.frozen_at.is_not(None))
    return db.execute(query.order_by(papers.c.round_id, papers.c.block, papers.c.version)).all()


def keys_of(db: Connection, paper_id: int) -> Rows:
    """Every version of a paper's key, the oldest first."""
    query = select(answer_keys).where(answer_keys.c.paper_id == paper_id)
    return db.execute(query.order_by(answer_keys.c.version)).all()


def items_by_round(db: Connection, contest_id: int) -> dict[int, set[int]]:
    """The items, whatever their version, that every round uses or is about to use."""
    chosen = select(papers.c.id, papers.c.round_id, papers.c.choice).where(papers.c.contest_id == contest_id)
    drafts = db.execute(chosen.where(papers.c.frozen_at.is_(None))).all()
    query = (
        select(papers.c.round_id, item_versions.c.item_id)
        .join(paper_items, paper_items.c.paper_id == papers.c.id)
        .join(item_versions, item_versions.c.id == paper_items.c.item_version_id)
        .where(papers.c.contest_id == contest_id)
    )
    used: dict[int, set[int]] = {}
    for row in db.execute(query):
        used.setdefault(row.round_id, set()).add(row.item_id)
    for draft in drafts:
        used.setdefault(draft.round_id, set()).update(_items_of(db, draft.choice["items"]))
    return used


def unfinished(db: Connection, round_ids: Sequence[int]) -> set[int]:
    """Which of these rounds have attempts that have not ended."""
    query = select(attempts.c.round_id).where(
        attempts.c.round_id.in_(round_ids), attempts.c.finished_at.is_(None), attempts.c.voided_at.is_(None)
    )
    return set(db.execute(query.distinct()).scalars())


def players(db: Connection, round_ids: Sequence[int]) -> Iterator[str]:
    """The public codes of all who have an attempt in these rounds."""
    played = select(attempts.c.participant_id).where(attempts.c.round_id.in_(round_ids))
    query = select(participants.c.code).where(participants.c.id.in_(played)).order_by(participants.c.code)
    yield from db.execute(query.execution_options(yield_per=CHUNK)).scalars()


def finished_attempts(db: Connection, round_ids: Sequence[int]) -> Iterator[Row[Any]]:
    """Every finished attempt of these rounds with code, unit, seal and place among the seal's leaves."""
    yield from db.execute(_attempts(round_ids).execution_options(yield_per=CHUNK))


def unsealed(db: Connection, round_ids: Sequence[int]) -> int:
    """How many finished attempts of these rounds are under no seal."""
    query = select(func.count()).where(
        attempts.c.round_id.in_(round_ids), attempts.c.finished_at.is_not(None), attempts.c.seal_id.is_(None)
    )
    return db.execute(query).scalar_one()


def whole_seals(db: Connection, contest_id: int, round_ids: Sequence[int]) -> Rows:
    """The seals over attempts of these rounds alone: others would tell how many play elsewhere."""
    elsewhere = select(attempts.c.seal_id).where(
        attempts.c.contest_id == contest_id,
        attempts.c.round_id.not_in(round_ids),
        attempts.c.seal_id.is_not(None),
    )
    query = select(seals).where(seals.c.contest_id == contest_id, seals.c.id.not_in(elsewhere))
    return db.execute(query.order_by(seals.c.number)).all()


def shared_seals(db: Connection, contest_id: int, round_ids: Sequence[int]) -> list[int]:
    """The numbers of the seals over attempts of these rounds and of others."""
    covered = select(attempts.c.seal_id).where(
        attempts.c.contest_id == contest_id, attempts.c.seal_id.is_not(None)
    )
    here, elsewhere = (
        covered.where(attempts.c.round_id.in_(round_ids)),
        covered.where(attempts.c.round_id.not_in(round_ids)),
    )
    query = select(seals.c.number).where(
        seals.c.contest_id == contest_id, seals.c.id.in_(here), seals.c.id.in_(elsewhere)
    )
    return list(db.execute(query.order_by(seals.c.number)).scalars())


def individuals(db: Connection, snapshot_id: int) -> Iterator[Row[Any]]:
    """The individual ranking of a snapshot by public codes."""
    query = (
        select(standings, participants.c.code, attempts.c.public_id, units.c.code.label("unit"))
        .join(participants, participants.c.id == standings.c.participant_id)
        .outerjoin(units, units.c.id == standings.c.unit_id)
        .outerjoin(attempts, attempts.c.id == standings.c.attempt_id)
        .where(standings.c.snapshot_id == snapshot_id)
        .order_by(standings.c.block, standings.c.position)
    )
    yield from db.execute(query.execution_options(yield_per=CHUNK))


def counting(db: Connection, snapshot_id: int, scope: str) -> Iterator[Row[Any]]:
    """The individual ranking of a snapshot, by block, with the attempts that count and nobody's code.

    Of attempts from another round than the result's own there is only what the ranking tells.
    """
    own = attempts.c
    query: Select[Any] = (
        select(
            standings.c.block,
            standings.c.place,
            standings.c.score,
            rounds.c.slug.label("own_round"),
            papers.c.id.label("paper_id"),
            papers.c.version.label("paper_version"),
            own.score.label("own_score"),
            *(own.seed, own.answered, own.correct, own.answers),
        )
        .outerjoin_from(standings, attempts, own.id == standings.c.attempt_id)
        .outerjoin(rounds, (rounds.c.id == own.round_id) & (rounds.c.slug == scope))
        .outerjoin(papers, papers.c.id == own.paper_id)
        .where(standings.c.snapshot_id == snapshot_id)
        .order_by(standings.c.block, standings.c.position)
    )
    yield from db.execute(query.execution_options(yield_per=CHUNK))


def collectives(db: Connection, snapshot_id: int) -> Rows:
    """The collective tables of a snapshot by unit codes."""
    query = select(unit_standings, units.c.code).join(units, units.c.id == unit_standings.c.unit_id)
    query = query.where(unit_standings.c.snapshot_id == snapshot_id)
    return db.execute(query.order_by(unit_standings.c.board, unit_standings.c.position)).all()


def prizes(db: Connection, snapshot_id: int) -> Rows:
    """The winners of a snapshot by public codes and unit codes."""
    query = (
        select(winners, participants.c.code, units.c.code.label("unit"), attempts.c.public_id)
        .outerjoin(participants, participants.c.id == winners.c.participant_id)
        .outerjoin(units, units.c.id == winners.c.unit_id)
        .outerjoin(attempts, attempts.c.id == winners.c.attempt_id)
        .where(winners.c.snapshot_id == snapshot_id)
    )
    return db.execute(query.order_by(winners.c.block, winners.c.rank, winners.c.id)).all()


def exports(db: Connection, chain: str) -> list[Any]:
    """What the audit trail says of every earlier export of a contest, the oldest first."""
    query = select(audit.c.detail).where(audit.c.chain == chain, audit.c.act == EXPORTED)
    return list(db.execute(query.order_by(audit.c.number)).scalars())


def _attempts(round_ids: Sequence[int]) -> Select[Any]:
    # Counted over the whole seal, so that the place holds whichever rounds are in the pack.
    leaf = select(
        attempts.c.id,
        func.row_number().over(partition_by=attempts.c.seal_id, order_by=attempts.c.id).label("leaf"),
    ).subquery()
    return (
        select(
            attempts,
            leaf.c.leaf,
            participants.c.code,
            participants.c.standing,
            units.c.code.label("unit"),
            rounds.c.slug.label("round"),
            papers.c.version.label("paper_version"),
            seals.c.number.label("seal"),
        )
        .join(leaf, leaf.c.id == attempts.c.id)
        .join(participants, participants.c.id == attempts.c.participant_id)
        .join(rounds, rounds.c.id == attempts.c.round_id)
        .join(papers, papers.c.id == attempts.c.paper_id)
        .outerjoin(units, units.c.id == attempts.c.unit_id)
        .outerjoin(seals, seals.c.id == attempts.c.seal_id)
        .where(attempts.c.round_id.in_(round_ids), attempts.c.finished_at.is_not(None))
        .order_by(attempts.c.id)
    )


def _items_of(db: Connection, version_ids: Sequence[int]) -> set[int]:
    query = select(item_versions.c.item_id).where(item_versions.c.id.in_(version_ids))
    return set(db.execute(query).scalars())
