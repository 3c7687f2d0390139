"""A rulebook becomes a contest, is amended as versions, and never changes under an attempt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from quiz.actions import planning, scheduling
from quiz.rules.clauses import TimeRule
from quiz.rules.contest import Block, Contest
from quiz.rules.refusals.contest import Refusal
from quiz.rules.refusals.staff import AmendmentRefused, ItemsNotApproved, PaperMissing, PoolTooSmall
from quiz.rules.text import Text
from quiz.store import papers, tables
from tests import make
from tests.make import NOW, WEEK


def load(db: Connection, value: Contest | None = None) -> planning.Loaded:
    return planning.load(db, value or make.contest(), reason="thử", author_id=None, now=NOW)


def test_loading_the_same_rulebook_twice_changes_nothing(db: Connection) -> None:
    first, second = load(db), load(db)
    assert first.changed
    assert not second.changed
    assert second.number == first.number == 1


def test_an_amended_rulebook_is_another_version_and_moves_the_rounds(db: Connection) -> None:
    load(db)
    later = make.contest(opens=NOW + WEEK)
    assert load(db, later).number == 2
    assert [one.opens_at for one in make.reload(db, later.slug).rounds] == [NOW + WEEK, NOW + 2 * WEEK]
    kept = db.execute(select(tables.rulebook_versions.c.number)).scalars().all()
    assert sorted(kept) == [1, 2]


def test_a_scheduled_round_keeps_its_time_limit_but_may_close_later(db: Connection) -> None:
    state = make.running(db, make.contest(opens=NOW + WEEK))
    shorter = replace(state.contest, clauses=make.clauses(time=TimeRule(limit=timedelta(minutes=1))))
    with pytest.raises(AmendmentRefused):
        load(db, shorter)
    longer = replace(state.contest.rounds[0], closes=state.contest.rounds[0].closes + timedelta(hours=1))
    moved = replace(state.contest, rounds=(longer, *state.contest.rounds[1:]))
    assert load(db, moved).changed
    assert make.reload(db, state.slug).rounds[0].rulebook_number == 2


def test_a_round_cannot_be_dropped(db: Connection) -> None:
    load(db)
    with pytest.raises(AmendmentRefused):
        load(db, make.contest(rounds=1))


def test_scheduling_freezes_paper_and_key_and_commits_to_both(db: Connection) -> None:
    state = make.running(db)
    paper = papers.frozen(db, state.rounds[0].id, "")
    assert paper is not None
    key = papers.answer_key(db, paper.id)
    assert paper.commitment != key.commitment
    assert "solutions" not in str(paper.document)
    assert "right" not in str(paper.document)
    assert state.rounds[0].state == "scheduled"


def test_scheduling_twice_schedules_once(db: Connection) -> None:
    state = make.running(db)
    again = scheduling.schedule(db, state, "tuan-1", staff_id=None, reason="thử", now=NOW)
    assert not again


@pytest.mark.parametrize(("pool", "refusal"), [(0, PaperMissing), (4, PoolTooSmall)])
def test_a_round_without_enough_questions_is_not_scheduled(
    db: Connection, pool: int, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as refused:
        make.running(db, pool=pool)
    assert refused.value.sentence("vi").startswith("Tuần 1: ")
    assert refused.value.sentence("en").startswith("Week 1: ")


def test_the_block_without_questions_is_named_by_its_title(db: Connection) -> None:
    blocks = (Block("can-bo", Text("Cán bộ", "Officials")), Block("nguoi-dan", Text("Người dân", "Citizens")))
    load(db, make.contest(blocks=blocks))
    state = make.reload(db, "thu")
    with pytest.raises(PaperMissing) as refused:
        scheduling.schedule(db, state, "tuan-1", staff_id=None, reason="thử", now=NOW)
    assert refused.value.sentence("vi").startswith("Tuần 1 (Cán bộ): chưa chọn câu hỏi.")
    assert refused.value.sentence("en").startswith("Week 1 (Officials): no questions are chosen.")


def test_questions_wait_for_a_second_person(db: Connection) -> None:
    load(db)
    state = make.reload(db, "thu")
    chosen = make.items(db, 6)
    db.execute(tables.item_versions.update().values(approved_at=None))
    papers.choose(db, contest_id=state.id, round_id=state.rounds[0].id, block="", item_version_ids=chosen)
    with pytest.raises(ItemsNotApproved):
        scheduling.schedule(db, state, "tuan-1", staff_id=None, reason="thử", now=NOW)
