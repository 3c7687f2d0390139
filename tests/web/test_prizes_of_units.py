"""Prizes of units on pages: marked where a tie shares them, how often they are given, and empty tables."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from sqlalchemy import Engine

from quiz.rules.awards import Prize
from quiz.rules.contest import Table, TableScope
from quiz.rules.text import Text
from quiz.store.engine import reading
from tests import citizens, clerk, make
from tests.make import DAY, NOW
from tests.operations import packs

AFTERWARDS = NOW + 9 * DAY
TABLES = (
    Table(
        "gop",
        Text("Góp sức", "Together"),
        scope=TableScope.ROUND,
        prizes=(Prize("tap-the", Text("Giải tập thể", "Team prize"), 2),),
    ),
    Table("truong", Text("Khối trường", "Schools"), groups=("khong-co",), scope=TableScope.ROUND),
)
SHARED = {"vi": "Giải tập thể · Đồng hạng, cùng chia giải", "en": "Team prize · Equal place, prize shared"}


@pytest.fixture
def prized(engine: Engine) -> Engine:
    """The province has 12 people; its two communes, 6 each, share the second of two prizes."""
    packs.play_round(engine, make.clauses(), collectives=TABLES)
    packs.announce(engine)
    return engine


def read(page: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]*>", "", page)).split())


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_public_table_marks_a_prize_that_units_share(prized: Engine, tmp_path: Path, lang: str) -> None:
    client = citizens.visitor(prized, tmp_path, AFTERWARDS)
    told = read(client.get(f"/c/thu/boards/tuan-1/units/gop?lang={lang}").text)
    assert told.count(SHARED[lang]) == 2
    assert told.count("Team prize" if lang == "en" else "Giải tập thể") == 3


@pytest.mark.parametrize(("lang", "said"), [("vi", "Chưa có đơn vị nào."), ("en", "There are no units yet.")])
def test_a_table_without_units_says_so_to_the_public_and_in_the_office(
    prized: Engine, tmp_path: Path, lang: str, said: str
) -> None:
    client = citizens.visitor(prized, tmp_path, AFTERWARDS)
    assert said in read(client.get(f"/c/thu/boards/tuan-1/units/truong?lang={lang}").text)
    with reading(prized) as db:
        office = clerk.office(prized, contest_id=make.reload(db, "thu").id)
    told = read(office.get(f"/office/c/thu/results/tuan-1/?lang={lang}").text)
    assert f"{'Schools' if lang == 'en' else 'Khối trường'} {said}" in told


def test_the_office_names_the_prizes_of_units_and_marks_the_shared(prized: Engine) -> None:
    with reading(prized) as db:
        office = clerk.office(prized, contest_id=make.reload(db, "thu").id)
    told = read(office.get("/office/c/thu/results/tuan-1/").text).partition("Góp sức")[2]
    assert told.count("Giải tập thể đồng hạng") == 2


def test_the_home_page_says_how_often_prizes_are_given(prized: Engine, tmp_path: Path) -> None:
    client = citizens.visitor(prized, tmp_path, AFTERWARDS)
    assert "Góp sức: giải trao ở mỗi vòng một lần (2 lần)" in read(client.get("/c/thu/").text)
    english = read(client.get("/c/thu/?lang=en").text)
    assert "Together: prizes given once in each round (2 times)" in english
