"""The home page names winners with their block, parts no equal ones, and says how many more there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from quiz.actions import finalising, running
from quiz.rules.awards import Prize, PrizePlan
from quiz.rules.contest import Block, Table
from quiz.rules.text import Text
from quiz.store import tables
from quiz.store.engine import writing
from tests import citizens, make
from tests.citizens import LATER
from tests.make import DAY, NOW
from tests.play import Play

WHO: dict[str, Any] = {"staff_id": None, "reason": "thử"}
BLOCKS = (Block("a", Text("Khối A", "Block A")), Block("b", Text("Khối B", "Block B")))
FIRST = Prize("nhat", Text("Giải Nhất", "First prize"), 1)
NAMES = ("An", "Bá", "Cả", "Do", "Én")


def winners_on(engine: Engine, folder: Path, *tiers: Prize, lang: str = "vi", **contest: Any) -> str:
    """The winners of the home page after five people of each of two blocks played one after the other."""
    clauses = make.clauses(prizes=PrizePlan(tiers))
    with writing(engine) as db:
        play = Play(make.running(db, make.contest(clauses=clauses, blocks=BLOCKS, **contest)))
        commune = db.execute(select(tables.units.c.id).where(tables.units.c.code == "xa-a")).scalar_one()
        for minute, name in enumerate(NAMES, 1):
            for block in BLOCKS:
                shown = f"Lò {name} {block.slug.upper()}"
                kept: dict[str, Any] = {"phone": None, "block": block.slug, "unit_id": commune}
                person = make.participant(db, play.state, shown, **kept)
                at = NOW + minute * DAY / 1440
                play.hand_in(db, person.token, play.start(db, person.token), {}, prediction=1, now=at)
        running.close(db, play.state, "tuan-1", **WHO, now=LATER)
    finalising.finalise(engine, "thu", "tuan-1", **WHO, now=LATER + DAY)
    page = citizens.visitor(engine, folder, LATER + 2 * DAY).get(f"/c/thu/?lang={lang}").text
    heading = "Winners" if lang == "en" else "Người đạt giải"
    return page.partition(f"<h2>{heading}</h2>")[2].partition("</section>")[0]


@pytest.mark.parametrize(
    ("lang", "titles", "more"),
    [
        ("vi", ("Giải Nhất · Khối A", "Giải Nhất · Khối B"), "và 8 người nữa"),
        ("en", ("First prize · Block A", "First prize · Block B"), "and 8 more people"),
    ],
)
def test_equal_winners_are_not_parted_and_the_others_are_counted(
    engine: Engine, tmp_path: Path, lang: str, titles: tuple[str, str], more: str
) -> None:
    seconds = Prize("nhi", Text("Giải Nhì", "Second prize"), 4)
    card = winners_on(engine, tmp_path, FIRST, seconds, lang=lang)
    assert card.count("<strong>") == 2
    assert all(one in card for one in titles)
    assert f'href="/c/thu/winners">{more}</a>' in card


def test_a_prize_too_large_for_the_card_is_cut_with_the_rest_told(engine: Engine, tmp_path: Path) -> None:
    card = winners_on(engine, tmp_path, Prize("kk", Text("Khuyến khích"), 5))
    assert card.count("<strong>") == 6
    assert "và 4 người nữa" in card


def test_where_all_are_named_nobody_is_said_to_be_left_out(engine: Engine, tmp_path: Path) -> None:
    card = winners_on(engine, tmp_path, FIRST)
    assert card.count("<strong>") == 2
    assert "nữa" not in card


def test_a_unit_that_is_left_out_is_counted_as_a_prize(engine: Engine, tmp_path: Path) -> None:
    table = Table("don-vi", Text("Đơn vị"), units=("xa-a",), prizes=(Prize("tt", Text("Tập thể"), 1),))
    many = Prize("kk", Text("Khuyến khích"), 5)
    assert "và 5 giải nữa" in winners_on(engine, tmp_path, many, collectives=(table,))
