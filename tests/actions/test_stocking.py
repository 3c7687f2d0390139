"""Taking questions into a bank: what is added, what becomes another version, who may approve."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from question_bank import Choice, Item, Kind, Picture
from quiz.actions import stocking
from quiz.actions.stocking import Tally
from quiz.store import bank, tables
from tests import make

ITEM = Item(
    Kind.SINGLE,
    "Thủ đô của Việt Nam là gì?",
    (Choice("Hà Nội", right=True), Choice("Huế")),
    topic="dia-ly",
    slug="dl-001",
)
UNNAMED = replace(ITEM, slug="", text="Sông nào chảy qua Hà Giang?")


def own_bank(db: Connection) -> int:
    state = make.running(db)
    return stocking.ensure_bank(db, "rieng", "Ngân hàng riêng", state.id, now=make.NOW)


def take_in(db: Connection, bank_id: int, *items: Item, author_id: int | None = None) -> Tally:
    return stocking.take_in(db, bank_id, items, author_id=author_id, now=make.NOW)


def member(db: Connection, login: str) -> int:
    row = {"login": login, "name": login, "password_hash": "-", "created_at": make.NOW}
    return int(db.execute(tables.staff.insert().values(**row).returning(tables.staff.c.id)).scalar_one())


def test_a_second_run_changes_nothing(db: Connection) -> None:
    bank_id = own_bank(db)
    assert take_in(db, bank_id, ITEM, UNNAMED) == Tally(added=2)
    assert take_in(db, bank_id, ITEM, UNNAMED) == Tally(unchanged=2)


def test_an_item_that_differs_becomes_another_version_and_the_old_one_stays(db: Connection) -> None:
    bank_id = own_bank(db)
    take_in(db, bank_id, ITEM)
    first = bank.newest(db, bank_id)["dl-001"]
    assert take_in(db, bank_id, replace(ITEM, explanation="Từ năm 1976.")) == Tally(changed=1)
    newest = bank.newest(db, bank_id)["dl-001"]
    assert (newest.item_id, newest.version) == (first.item_id, 2)
    kept = select(tables.item_versions.c.document).where(tables.item_versions.c.id == first.version_id)
    assert db.execute(kept).scalar_one() == first.document


def test_a_question_without_a_number_is_known_again_by_its_words(db: Connection) -> None:
    bank_id = own_bank(db)
    take_in(db, bank_id, UNNAMED)
    other_key = (Choice("Hà Nội"), Choice("Huế", right=True))
    assert take_in(db, bank_id, replace(UNNAMED, choices=other_key)) == Tally(changed=1)


def test_the_same_question_twice_in_one_file_is_taken_once(db: Connection) -> None:
    bank_id = own_bank(db)
    assert take_in(db, bank_id, UNNAMED, UNNAMED) == Tally(added=1)


def test_a_picture_is_kept_once_and_apart_from_the_item(db: Connection) -> None:
    picture = Picture("anh1.png", "image/png", b"\x89PNG")
    take_in(db, own_bank(db), replace(ITEM, pictures=(picture,)), replace(UNNAMED, pictures=(picture,)))
    assert bank.picture(db, "anh1.png") == ("image/png", b"\x89PNG")
    assert db.execute(select(func.count()).select_from(tables.media)).scalar_one() == 1


def test_items_that_ship_come_approved_and_a_contests_own_wait(db: Connection) -> None:
    shipped = stocking.ensure_bank(db, "kem-theo", "Ngân hàng kèm theo", None, now=make.NOW)
    own = own_bank(db)
    take_in(db, shipped, ITEM)
    take_in(db, own, ITEM)
    waiting = select(tables.item_versions.c.approved_at).order_by(tables.item_versions.c.id.desc()).limit(2)
    assert [one is None for one in db.execute(waiting).scalars()] == [True, False]


def test_the_author_cannot_approve_the_own_item_but_a_second_person_can(db: Connection) -> None:
    author, second = member(db, "tac-gia"), member(db, "nguoi-duyet")
    bank_id = own_bank(db)
    take_in(db, bank_id, ITEM, author_id=author)
    version = bank.newest(db, bank_id)["dl-001"].version_id
    contest_id = bank.find(db, "rieng")
    assert contest_id is not None
    assert contest_id.contest_id is not None
    assert bank.approve(db, [version], contest_id.contest_id, author, make.NOW) == 0
    assert bank.approve(db, [version], contest_id.contest_id, second, make.NOW) == 1


def test_the_database_itself_refuses_an_approval_by_the_author(db: Connection) -> None:
    author = member(db, "tac-gia")
    bank_id = own_bank(db)
    take_in(db, bank_id, ITEM, author_id=author)
    forced = tables.item_versions.update().where(tables.item_versions.c.author_id == author)
    with pytest.raises(IntegrityError), db.begin_nested():
        db.execute(forced.values(approved_by=author))
