"""Arranges a contest for tests with the product's own verbs: rulebook, units, questions, people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from quiz.actions import planning, scheduling
from quiz.rules.awards import Prize, PrizePlan
from quiz.rules.calendar import Round
from quiz.rules.clauses import AttemptRule, Clauses, PaperSpec, TimeRule
from quiz.rules.contest import Contest, Table
from quiz.rules.folding import folded
from quiz.rules.guess import Guess, PredictionRule
from quiz.rules.text import Text
from quiz.store import contests, papers, sessions, tables
from quiz.store.contests import ContestState
from quiz.store.writes import added

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Person:
    """A participant who is signed in."""

    id: int
    code: str
    token: str


def clauses(**changed: Any) -> Clauses:
    """Five questions in ten minutes, three attempts a round, the number of participants guessed."""
    usual = Clauses(
        paper=PaperSpec(questions=5),
        time=TimeRule(limit=timedelta(minutes=10)),
        attempts=AttemptRule(per_round=3),
        prediction=PredictionRule(kind=Guess.NUMBER, question=Text("Bao nhiêu người dự thi?", "How many?")),
        prizes=PrizePlan(tiers=(Prize("nhat", Text("Giải Nhất", "First prize"), 1, 1_000_000),)),
    )
    return replace(usual, **changed)


def contest(slug: str = "thu", *, opens: datetime = NOW - DAY, rounds: int = 2, **changed: Any) -> Contest:
    """A contest of weekly rounds, the first of which opens at `opens`."""
    weeks = tuple(
        Round(f"tuan-{n}", n, Text(f"Tuần {n}", f"Week {n}"), opens + (n - 1) * WEEK, opens + n * WEEK)
        for n in range(1, rounds + 1)
    )
    usual = Contest(
        slug=slug,
        title=Text("Cuộc thi thử", "A trial contest"),
        rounds=weeks,
        help_line=Text("0219 3 000 000", "0219 3 000 000"),
        collectives=(Table("don-vi", Text("Đơn vị", "Units")),),
        clauses=clauses(),
    )
    return replace(usual, **changed)


def running(
    db: Connection, value: Contest | None = None, *, now: datetime = NOW, pool: int = 8
) -> ContestState:
    """That contest with three units and its first round scheduled, so that it is open at `now`."""
    value = value or contest()
    loaded = planning.load(db, value, reason="test", author_id=None, now=now)
    units(db, loaded.contest_id)
    state = reload(db, value.slug)
    chosen = items(db, pool, now=now)
    first = state.rounds[0]
    for block in value.block_slugs():
        papers.choose(db, contest_id=state.id, round_id=first.id, block=block or "", item_version_ids=chosen)
    scheduling.schedule(db, state, first.slug, staff_id=None, reason="test", now=now)
    return reload(db, value.slug)


def reload(db: Connection, slug: str) -> ContestState:
    """The contest as the database has it now."""
    state = contests.load(db, slug)
    assert state is not None
    return state


def units(db: Connection, contest_id: int) -> dict[str, int]:
    """A province with two communes, one of them without a headcount."""
    made: dict[str, int] = {}
    for code, parent, name, headcount in (
        ("tinh", None, "Tỉnh Thử", None),
        ("xa-a", "tinh", "Xã Núi A", 100),
        ("xa-b", "tinh", "Xã Núi B", None),
    ):
        path = name if parent is None else f"Tỉnh Thử › {name}"
        made[code] = added(
            db,
            tables.units,
            contest_id=contest_id,
            parent_id=made.get(parent or ""),
            code=code,
            name=name,
            path=path,
            search=folded(path),
            headcount=headcount,
        )
    return made


def items(db: Connection, count: int, *, now: datetime = NOW, bank: str = "ngan-hang-thu") -> list[int]:
    """Approved single-choice items whose second option is right; the numbers of their versions."""
    bank_id = added(
        db, tables.banks, slug=f"{bank}-{count}-{now.timestamp():.0f}", title=bank, created_at=now
    )
    return [_item(db, bank_id, number, now) for number in range(1, count + 1)]


def participant(
    db: Connection,
    state: ContestState,
    name: str = "Vàng Thị Thử",
    *,
    unit_id: int | None = None,
    phone: str | None = "0900000001",
    birth_date: date = date(1990, 1, 1),
    block: str = "",
    now: datetime = NOW,
) -> Person:
    """A person of this contest with a live session."""
    code = f"P{sessions.token_digest(f'{name}{phone}{birth_date}')[:10].upper()}"
    kept = {"contest_id": state.id, "code": code, "unit_id": unit_id, "block": block, "identity_digest": code}
    facts = {"birth_date": birth_date.isoformat()}
    number = added(db, tables.participants, **kept, facts=facts, channel="web", created_at=now)
    details = {"name": name, "search": name.casefold(), "birth_date": birth_date, "phone": phone}
    row = {"participant_id": number, "contest_id": state.id, "changed_at": now, **details}
    db.execute(tables.person_details.insert().values(**row))
    token = sessions.open_for_participant(db, number, shared_device=False, agent_class="test", now=now)
    return Person(number, code, token)


def _item(db: Connection, bank_id: int, number: int, now: datetime) -> int:
    item_id = added(db, tables.items, bank_id=bank_id, slug=f"cau-{number}", version=1)
    choices = [{"text": f"Lựa chọn {letter} của câu {number}", "right": letter == "B"} for letter in "ABCD"]
    return added(
        db,
        tables.item_versions,
        item_id=item_id,
        version=1,
        kind="single",
        document={"kind": "single", "text": f"Câu hỏi thử số {number}?", "choices": choices},
        fingerprint=f"{bank_id}-{number}",
        search=f"cau hoi thu so {number}",
        topic="thu",
        difficulty="de",
        source="https://example.org",
        made_at=now,
        approved_at=now,
    )
