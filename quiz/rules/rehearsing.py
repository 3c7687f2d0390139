"""What a rehearsal plays, and in which copy of the contest."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from quiz.rules.applied import RoundRules
from quiz.rules.calendar import Round
from quiz.rules.clauses import Clauses
from quiz.rules.contest import Block, Contest, Joined
from quiz.rules.registration import Duplicate, Eligibility, Registration, Verification

# Assumed, as nobody publishes a peak by the minute: so much of a round falls into its first, or last, hour.
HOUR_SHARE = 0.15
LEAST_ATTEMPTS = 20
# Where no earlier round tells how often people come.
ATTEMPTS_A_PERSON = 1.5
# In the middle of its life a round holds about what it will hold; the rest of it is left for the run.
PASSED_SHARE = 0.6
BARELY_OPEN = timedelta(minutes=1)
# What the invented people can type.
TYPED = frozenset(("name", "birth_date", "phone", "unit", "block"))
IDENTITY = ("phone", "name", "birth_date")
MANY = 1_000
Layer = TypeVar("Layer", Clauses, Round, Block)


class Shape(StrEnum):
    """The two moments in which a round breaks, if it does."""

    OPENING = "opening"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the organisers expect of a whole round."""

    participants: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Load:
    """One run of the crowd: who comes within `minutes`, as densely as in the real hour."""

    shape: Shape
    participants: int
    attempts: int
    minutes: float


def rounded_up(count: int) -> int:
    """The count to two figures: a rehearsal's report must not tell what a prediction asks for."""
    size: int = 10 ** max(len(str(count)) - 2, 0)
    return -(-count // size) * size


def load(shape: Shape, expected: Expected, minutes: float) -> Load:
    """The part of the busiest hour that fits into so many minutes, at the real hour's density."""
    share = HOUR_SHARE * minutes / 60
    attempts = max(LEAST_ATTEMPTS, round(expected.attempts * share))
    again = expected.participants / max(expected.attempts, 1)
    # At the opening everybody is new, which costs most; at the end people also come again.
    new = attempts if shape is Shape.OPENING else round(attempts * min(again, 1))
    return Load(shape, max(new, 1), attempts, minutes)


def attempts_a_person(rules: RoundRules) -> int:
    """How often one invented person may play this round while the rehearsal lasts."""
    most = rules.attempts
    stated = (most.per_day, most.per_sitting, most.per_round, most.per_contest)
    return min((one for one in stated if one is not None), default=MANY)


def proof(token: str, nonce: str, told: Mapping[str, object]) -> str:
    """What only a holder of the token can answer to this nonce together with what it tells of itself."""
    said = json.dumps([nonce, told], ensure_ascii=False, sort_keys=True)
    return hmac.new(token.encode(), said.encode(), hashlib.sha256).hexdigest()


def copy_of(contest: Contest, slug: str, *, now: datetime, needed: timedelta) -> Contest:
    """The contest as if this round were open now and for `needed` more, playable by invented people.

    What only decides who may come in (lists, ages, extra fields, progression) is left out, because nobody
    invented could meet it; what costs the server work stays as it is.
    """
    this = contest.round(slug)
    lasts = this.closes - this.opens
    ago = max(min(lasts * PASSED_SHARE, lasts - needed), BARELY_OPEN)
    shift = now - ago - this.opens
    stretch = max(now + needed - (this.closes + shift), timedelta(0))

    def moved(at: datetime) -> datetime:
        return at + shift + (stretch if at >= this.closes else timedelta(0))

    return replace(
        contest,
        rounds=tuple(_moved(one, moved(one.opens), moved(one.closes)) for one in contest.rounds),
        registration=_easy(contest.registration),
        eligibility=Eligibility(),
        blocks=tuple(map(_open_block, contest.blocks)),
        clauses=_eased(contest.clauses),
        progressions=(),
        extensions=(),
        amendments=(),
    )


def _moved(one: Round, opens: datetime, closes: datetime) -> Round:
    return _eased(replace(one, opens=opens, closes=closes, moves=(), weekdays=(), sittings=()))


def _easy(asked: Registration) -> Registration:
    fields = tuple(
        one if one.name in TYPED else replace(one, required=False, unique=False) for one in asked.fields
    )
    identity = tuple(name for name in IDENTITY if asked.field(name)) or asked.identity
    return replace(
        asked,
        fields=fields,
        identity=identity,
        duplicates=Duplicate.FLAG,
        verification=Verification.ENTRY_CODE,
    )


def _open_block(block: Block) -> Block:
    free = replace(block, joined=Joined.CHOICE, groups=(), age_min=None, age_max=None, eligibility=None)
    return _eased(free)


def _eased(one: Layer) -> Layer:
    """Without sittings there is no limit to each, and invented people leave out questions."""
    eased: dict[str, Any] = {}
    if one.paper is not None:
        eased["paper"] = replace(one.paper, all_required=False)
    if one.attempts is not None:
        eased["attempts"] = replace(one.attempts, per_sitting=None)
    return replace(one, **eased)
