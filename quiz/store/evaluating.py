"""What an evaluation reads: the tree, the people and a stream of finished attempts, as the rules see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select

from quiz.rules.contest import Contest
from quiz.rules.records import AttemptRow, Person
from quiz.rules.units import Tree, Unit
from quiz.store import unit_changes
from quiz.store.tables import (
    attempts,
    bonuses,
    jury_scores,
    participants,
    person_details,
    units,
)
from quiz.store.unit_changes import Past, past

CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class UnitFace:
    """A unit by its number, with the words that lists show."""

    id: int
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class PersonFace:
    """A participant by number, with what a masked name is made from."""

    id: int
    unit_id: int | None
    name: str


def tree(db: Connection, contest_id: int) -> tuple[Tree, dict[str, UnitFace]]:
    """The contest's units as the rules see them, and as lists show them; both by code."""
    rows = db.execute(select(units).where(units.c.contest_id == contest_id)).all()
    jury = _jury(db, contest_id)
    codes = {row.id: row.code for row in rows}
    changes = unit_changes.of_contest(db, contest_id)
    faces = {row.code: UnitFace(row.id, row.name, row.path) for row in rows}
    return Tree.of(
        _unit(row, past(changes.get(row.id, ()), codes, codes.get(row.parent_id)), jury.get(row.id))
        for row in rows
    ), faces


def unit_names(db: Connection, contest_id: int) -> list[tuple[str, str]]:
    """Code and path of every unit, in the order of the tree's names."""
    query = select(units.c.code, units.c.path).where(units.c.contest_id == contest_id)
    return [(row.code, row.path) for row in db.execute(query.order_by(units.c.path))]


def people(db: Connection, contest_id: int, contest: Contest) -> tuple[list[Person], dict[str, PersonFace]]:
    """Everybody of the contest as the rules see them, and by code as lists show them."""
    query = (
        select(
            participants.c.id,
            participants.c.code,
            participants.c.block,
            participants.c.standing,
            participants.c.unit_id,
            units.c.code.label("unit"),
            person_details.c.name,
            person_details.c.birth_date,
            *_facts_asked(contest),
        )
        .select_from(
            participants.outerjoin(units, units.c.id == participants.c.unit_id).outerjoin(
                person_details, person_details.c.participant_id == participants.c.id
            )
        )
        .where(participants.c.contest_id == contest_id)
        .execution_options(yield_per=CHUNK)
    )
    known: list[Person] = []
    faces: dict[str, PersonFace] = {}
    for row in db.execute(query):
        known.append(_person(row))
        faces[row.code] = PersonFace(row.id, row.unit_id, row.name or "")
    return known, faces


def attempt_rows(db: Connection, rounds: dict[int, str], questions: dict[int, int]) -> Iterator[AttemptRow]:
    """Every finished attempt of these rounds (number to slug); `questions` is the sheet's length by paper."""
    bonus = bonus_points(db, list(rounds))
    for row in db.execute(_attempts(list(rounds))):
        yield AttemptRow(
            attempt=row.public_id,
            participant=row.code,
            round=rounds[row.round_id],
            block=row.block or None,
            unit=row.unit,
            started_at=row.started_at,
            submitted_at=row.finished_at,
            score=row.score or 0,
            correct=row.correct or 0,
            answered=row.answered or 0,
            questions=questions[row.paper_id],
            last_edit_at=row.last_edit_at,
            bonus=bonus.get((row.participant_id, row.round_id), 0),
            prediction=row.prediction,
            extra=row.extra if isinstance(row.extra, int | float) else None,
            valid=counts(row),
        )


def attempt_numbers(db: Connection, round_ids: list[int]) -> dict[str, int]:
    """The internal numbers of all finished attempts of these rounds by their public ids."""
    query = select(attempts.c.public_id, attempts.c.id).where(
        attempts.c.round_id.in_(round_ids), attempts.c.finished_at.is_not(None)
    )
    rows = db.execute(query.execution_options(yield_per=CHUNK))
    return {row.public_id: row.id for row in rows}


def counts(row: Any) -> bool:
    """Is this attempt, with its person's standing, to be counted at all?"""
    return row.voided_at is None and row.standing != "excluded"


def bonus_points(db: Connection, round_ids: list[int]) -> dict[tuple[int, int], float]:
    """The bonus of every participant and round (both by number) that has any."""
    query = (
        select(bonuses.c.participant_id, bonuses.c.round_id, func.sum(bonuses.c.points).label("points"))
        .where(bonuses.c.round_id.in_(round_ids))
        .group_by(bonuses.c.participant_id, bonuses.c.round_id)
    )
    return {(row.participant_id, row.round_id): row.points for row in db.execute(query)}


def _attempts(round_ids: list[int]) -> Any:
    columns = (
        attempts.c.public_id,
        attempts.c.participant_id,
        attempts.c.round_id,
        attempts.c.paper_id,
        attempts.c.block,
        attempts.c.started_at,
        attempts.c.finished_at,
        attempts.c.last_edit_at,
        attempts.c.score,
        attempts.c.correct,
        attempts.c.answered,
        attempts.c.prediction,
        attempts.c.extra,
        attempts.c.voided_at,
        participants.c.code,
        participants.c.standing,
        units.c.code.label("unit"),
    )
    return (
        select(*columns)
        .select_from(
            attempts.join(participants, participants.c.id == attempts.c.participant_id).outerjoin(
                units, units.c.id == attempts.c.unit_id
            )
        )
        .where(attempts.c.round_id.in_(round_ids), attempts.c.finished_at.is_not(None))
        .execution_options(yield_per=CHUNK)
    )


def _jury(db: Connection, contest_id: int) -> dict[int, Decimal]:
    query = select(jury_scores.c.unit_id, func.sum(jury_scores.c.score).label("score"))
    query = query.where(jury_scores.c.contest_id == contest_id, jury_scores.c.scope == "")
    return {row.unit_id: Decimal(str(row.score)) for row in db.execute(query.group_by(jury_scores.c.unit_id))}


def _unit(row: Any, then: Past, jury: Decimal | None) -> Unit:
    return Unit(
        code=row.code,
        parent=then.parent,
        name=row.name,
        groups=tuple(row.groups or ()),
        headcount=row.headcount,
        population=row.population,
        target=None if row.target is None else round(row.target),
        jury=jury,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        moves=then.moves,
        successors=then.successors,
    )


def _facts_asked(contest: Contest) -> tuple[Any, ...]:
    # Reading a document of everybody costs a second in a province: only where a rule needs it.
    return (participants.c.facts,) if any(one.nationality for one in contest.eligibilities) else ()


def _person(row: Any) -> Person:
    return Person(
        participant=row.code,
        unit=row.unit,
        block=row.block or None,
        birth_date=row.birth_date,
        may_win=row.standing == "full",
        nationality=row.facts.get("nationality") if "facts" in row._fields else None,
    )
