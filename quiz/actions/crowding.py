"""Invents people and their attempts: no real person, the same crowd for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from quiz.rules.answers import Answers, encode
from quiz.rules.drawing import Drawer, Sheet
from quiz.rules.folding import folded
from quiz.rules.paper import AnswerKey, key_from_document, paper_from_document
from quiz.store import crowd, papers
from quiz.store.contests import ContestState, RoundState

FAMILY = [
    "Vàng",
    "Sùng",
    "Giàng",
    "Thào",
    "Lù",
    "Hoàng",
    "Nguyễn",
    "Mã",
    "Ly",
    "Hầu",
    "Vừ",
    "Cháng",
    "Phàn",
    "Lý",
    "Đặng",
    "Triệu",
    "Nông",
    "Lục",
    "Tẩn",
    "Xìn",
]
MIDDLE = ["Thị", "Văn", "Mí", "A", "Minh", "Thu", "Ngọc", "Xuân", "Đức", "Hồng", "Seo", "Thanh"]
GIVEN = [
    "Mai",
    "Páo",
    "Dính",
    "Sua",
    "Lan",
    "Chứ",
    "Hoa",
    "Pó",
    "Nga",
    "Tú",
    "Lý",
    "Sáng",
    "Bình",
    "Mỷ",
    "Hà",
    "Dung",
    "Quân",
    "Say",
    "Cường",
    "Vân",
    "Dế",
    "Hương",
    "Nam",
    "Liên",
]
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
YEAR_DAYS = 365
# Half of a round's attempts come in its last fifth: people wait for the end.
LATE_SHARE, LATE_PART = 0.5, 0.2
BLANK_SHARE = 0.02
# What a person learns from one go to the next.
LEARNT = 0.06
SEED_BYTES = 16


@dataclass(frozen=True, slots=True)
class Invented:
    """A participant of the crowd: how well prepared, between 0 and 1, and from which unit."""

    id: int
    unit_id: int
    skill: float
    block: str = ""


@dataclass(frozen=True, slots=True)
class Deal:
    """The frozen paper of a round, its key and the row that attempts point to."""

    paper_id: int
    drawer: Drawer
    key: AnswerKey
    key_version: int


@dataclass(frozen=True, slots=True)
class Go:
    """One go of one person: which, from when to when, and until when it could have lasted."""

    number: int
    began: datetime
    ended: datetime
    deadline: datetime


def people(db: Connection, state: ContestState, count: int, *, seed: int, now: datetime) -> list[Invented]:
    """So many new participants, spread over the units by headcount."""
    dice = random.Random(seed)  # noqa: S311 (a crowd, no secret)
    units = crowd.choosable_units(db, state.id)
    homes = dice.choices([unit for unit, _ in units], [headcount + 1 for _, headcount in units], k=count)
    blocks = _blocks(state, dice, count)
    chosen = list(zip(homes, blocks, strict=True))
    numbers = crowd.add_people(db, (_person(state, dice, home, block, now) for home, block in chosen))
    return [
        Invented(number, home, dice.betavariate(5, 1.6), block)
        for number, (home, block) in zip(numbers, chosen, strict=True)
    ]


def attempts(
    db: Connection,
    state: ContestState,
    this_round: RoundState,
    crowd_of: list[Invented],
    *,
    seed: int,
    until: datetime,
) -> int:
    """How many handed-in attempts these people made in that round before `until`: one to the limit each."""
    deals = {block or "": _deal(db, this_round, block or "") for block in state.contest.block_slugs()}
    dice = random.Random(seed)  # noqa: S311 (a crowd, no secret)
    return crowd.add_attempts(db, _attempts(state, this_round, deals, crowd_of, dice, until))


def _blocks(state: ContestState, dice: random.Random, count: int) -> list[str]:
    known = [block or "" for block in state.contest.block_slugs()]
    return known * count if len(known) == 1 else dice.choices(known, k=count)


def _deal(db: Connection, this_round: RoundState, block: str) -> Deal:
    frozen = papers.frozen(db, this_round.id, block)
    if frozen is None:
        raise LookupError(f"round {this_round.slug} is not scheduled")
    paper = paper_from_document(frozen.document)
    key = papers.answer_key(db, frozen.id)
    return Deal(frozen.id, Drawer.of(paper), key_from_document(key.document, paper), key.version)


def _person(
    state: ContestState, dice: random.Random, home: int, block: str, now: datetime
) -> tuple[dict[str, Any], dict[str, Any]]:
    name = " ".join((dice.choice(FAMILY), dice.choice(MIDDLE), dice.choice(GIVEN)))
    born = now.date() - timedelta(days=dice.randrange(15 * YEAR_DAYS, 65 * YEAR_DAYS))
    code = _letters(dice, 8)
    participant = {
        "contest_id": state.id,
        "code": code,
        "unit_id": home,
        "block": block,
        "facts": {"birth_date": born.isoformat()},
        "identity_digest": f"invented-{code}",
        "channel": "invented",
        "created_at": now,
    }
    details = {
        "contest_id": state.id,
        "name": name,
        "search": folded(name),
        "birth_date": date(born.year, born.month, born.day),
        "phone": f"0900{dice.randrange(10**6):06d}",
        "changed_at": now,
    }
    return participant, details


def _attempts(
    state: ContestState,
    this_round: RoundState,
    deals: dict[str, Deal],
    crowd_of: list[Invented],
    dice: random.Random,
    until: datetime,
) -> Iterator[dict[str, Any]]:
    rules = state.contest.rules_for(this_round.slug, state.contest.block_slugs()[0])
    most = min(rules.attempts.per_round or 3, 3)
    longest = min(rules.time.limit or timedelta(minutes=15), timedelta(minutes=15))
    window = until - this_round.opens_at - most * longest
    for person in crowd_of:
        began = this_round.opens_at + window * _when(dice)
        for number in range(1, dice.choices(range(1, most + 1), range(most, 0, -1))[0] + 1):
            took = longest * dice.uniform(0.15, 0.95)
            go = Go(number, began, began + took, began + (rules.time.limit or longest))
            yield _attempt(state, this_round, deals[person.block], person, go, dice)
            began += longest


def _attempt(
    state: ContestState, this_round: RoundState, deal: Deal, person: Invented, go: Go, dice: random.Random
) -> dict[str, Any]:
    seed = dice.randbytes(SEED_BYTES)
    answers = _answers(deal.drawer.sheet(seed), deal.key, person.skill + LEARNT * go.number, dice)
    return {
        "public_id": _letters(dice, 20),
        "receipt": _letters(dice, 12),
        "contest_id": state.id,
        "round_id": this_round.id,
        "participant_id": person.id,
        "block": person.block,
        "unit_id": person.unit_id,
        "paper_id": deal.paper_id,
        "number": go.number,
        "rulebook_number": state.rulebook_number,
        "seed": seed,
        "leaf_nonce": dice.randbytes(SEED_BYTES),
        "state": "handed_in",
        "started_at": go.began,
        "deadline_at": go.deadline,
        "answers": encode(answers),
        "revision": 1,
        "last_edit_at": go.ended,
        "prediction": int(dice.lognormvariate(5, 0.6)),
        "submitted_at": go.ended,
        "finished_at": go.ended,
        "channel": "invented",
    }


def _answers(drawn: Sheet, key: AnswerKey, skill: float, dice: random.Random) -> Answers:
    masks = []
    for line in drawn:
        right = sum(1 << choice for choice in key.solutions[line.question].right)
        wrong = [1 << choice for choice in line.choices if not right >> choice & 1]
        if dice.random() < BLANK_SHARE:
            masks.append(0)
        else:
            masks.append(right if dice.random() < skill or not wrong else dice.choice(wrong))
    return tuple(masks)


def _when(dice: random.Random) -> float:
    if dice.random() < LATE_SHARE:
        return 1 - LATE_PART * dice.random()
    return dice.random()


def _letters(dice: random.Random, count: int) -> str:
    return "".join(dice.choices(CODE_LETTERS, k=count))
