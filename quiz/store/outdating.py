"""What happened after a round's result was computed and may change it: acts of the desk, earlier rounds."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, select

from quiz.rules.touched import Touched
from quiz.store.tables import attempts, audit, participants, rounds

OF_AN_ATTEMPT = ("desk.void", "desk.restore")
OF_A_PERSON = "desk.standing"
OF_A_RULEBOOK = "contest.amend"
OF_A_TIE = "decision.tie"
OF_UNITS = ("units.load", "unit.resize")
OF_THE_JURY = "jury.set"
# Acts after which a look ahead at results may come out otherwise.
CHANGING = (
    *OF_AN_ATTEMPT,
    OF_A_PERSON,
    OF_A_RULEBOOK,
    OF_A_TIE,
    OF_THE_JURY,
    "desk.correct",
    "round.close",
    "round.finalise",
    "unit.resize",
    "units.load",
)


def acts_since(db: Connection, chain: str, round_id: int) -> int:
    """How many voids, restorations and standings of people who played are later than the round's result."""
    query = (
        select(audit.c.number, audit.c.act, audit.c.detail, attempts.c.public_id)
        .join(participants, participants.c.code == audit.c.subject)
        .join(attempts, attempts.c.participant_id == participants.c.id)
        .join(rounds, and_(rounds.c.id == attempts.c.round_id, audit.c.at >= rounds.c.finalised_at))
        .where(rounds.c.id == round_id, audit.c.chain == chain)
        .where(audit.c.act.in_((*OF_AN_ATTEMPT, OF_A_PERSON)))
    )
    return len(
        {
            row.number
            for row in db.execute(query)
            if row.act == OF_A_PERSON or row.detail.get("attempt") == row.public_id
        }
    )


def amended_since(db: Connection, chain: str, round_id: int) -> bool:
    """Was a clause amended after the round's result that its attempts stand on or that may alter it?

    Deciding a tie amends the rulebook and computes the result again at the same instant.
    """
    later = (audit.c.at > rounds.c.finalised_at).label("later")
    query = (
        select(rounds.c.slug, audit.c.detail, later)
        .join(audit, and_(audit.c.chain == chain, audit.c.act == OF_A_RULEBOOK))
        .where(rounds.c.id == round_id, audit.c.at >= rounds.c.finalised_at)
    )
    return any(
        any(_names(one, row.slug) for one in row.detail.get("amended", ()))
        or (row.later and row.slug in row.detail.get("reached", ()))
        for row in db.execute(query)
    )


def _names(amended: str, slug: str) -> bool:
    """Is this a touch of the round itself? Of one for the whole contest "reached" names the rounds."""
    return amended.split()[0] == slug and amended.split()[1:] != [Touched.OVERALL]


def replanted_since(db: Connection, chain: str, round_id: int) -> bool:
    """Did the tree of units or the size of a unit change after the round's result?"""
    return any(_since(db, chain, act, round_id) for act in OF_UNITS)


def decided_since(db: Connection, chain: str, slug: str, round_id: int) -> bool:
    """Was a tie of the round decided after its result? Deciding computes it again at the same instant."""
    return _since(db, chain, OF_A_TIE, round_id, audit.c.subject == slug)


def judged_since(db: Connection, chain: str, round_id: int) -> bool:
    """Did the jury's points change after the round's result?"""
    return _since(db, chain, OF_THE_JURY, round_id)


def _since(db: Connection, chain: str, act: str, round_id: int, *more: ColumnElement[bool]) -> bool:
    later = (audit.c.chain == chain, audit.c.act == act, audit.c.at > rounds.c.finalised_at, *more)
    query = select(audit.c.number).join(rounds, rounds.c.id == round_id).where(*later)
    return db.execute(query.limit(1)).first() is not None


def earlier_result_is_newer(db: Connection, round_id: int) -> bool:
    """Was the result of a round before this one computed after this one's?"""
    this, earlier = rounds.alias(), rounds.alias()
    query = (
        select(earlier.c.id)
        .join(this, and_(this.c.contest_id == earlier.c.contest_id, earlier.c.number < this.c.number))
        .where(this.c.id == round_id, earlier.c.finalised_at > this.c.finalised_at)
    )
    return db.execute(query.limit(1)).first() is not None
