"""Where units alone lead to blocks, the sign-up form says so and offers nothing that it would refuse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from quiz.rules.contest import Block, Joined
from quiz.rules.text import Text
from quiz.store import tables
from quiz.store.engine import reading, writing
from tests import citizens, make

OFFICIALS = Block("can-bo", Text("Cán bộ", "Officials"), Joined.UNIT, groups=("co-quan",))
GROWN = Block("lon", Text("Người lớn", "Grown"), Joined.AGE, age_min=18)
OUTSIDE = 'name="unit" value="-"'


def form_of(engine: Engine, folder: Path, *blocks: Block) -> FlaskClient:
    """A browser before a contest of these blocks, in which one commune of two is tagged."""
    with writing(engine) as db:
        make.running(db, make.contest(registration=citizens.asking(), blocks=blocks))
        tagged = tables.units.update().where(tables.units.c.code == "xa-b")
        db.execute(tagged.values(groups=["co-quan"]))
    return citizens.visitor(engine, folder)


@pytest.mark.parametrize(
    ("lang", "said", "beside"),
    [
        ("vi", "<strong>Cán bộ</strong>: Xã Núi B, kể cả đơn vị trực thuộc", "Khối: Cán bộ"),
        ("en", "<strong>Officials</strong>: Xã Núi B, with all units below", "Block: Officials"),
    ],
)
def test_the_form_names_the_units_that_lead_to_a_block(
    engine: Engine, tmp_path: Path, lang: str, said: str, beside: str
) -> None:
    page = form_of(engine, tmp_path, OFFICIALS).get(f"/c/thu/register?q=nui&lang={lang}").text
    assert said in page
    assert beside in page


def test_what_leads_to_no_block_is_neither_offered_nor_taken(engine: Engine, tmp_path: Path) -> None:
    visitor = form_of(engine, tmp_path, OFFICIALS)
    page = visitor.get("/c/thu/register?q=nui").text
    assert OUTSIDE not in page
    assert 'value="xa-a" disabled' in page
    assert 'value="xa-b">' in page
    for unit in ("-", "xa-a"):
        refused = visitor.post("/c/thu/register", data={**citizens.FORM, "unit": unit})
        assert refused.status_code == 422
        assert 'href="#f-unit">Cuộc thi chỉ có các khối theo đơn vị' in refused.text
        assert "khối trong danh sách" not in refused.text
    unsaid = visitor.post("/c/thu/register", data={**citizens.FORM, "unit": ""})
    assert 'href="#f-unit"' in unsaid.text


def test_a_unit_of_a_block_leads_there(engine: Engine, tmp_path: Path) -> None:
    citizens.sign_up(form_of(engine, tmp_path, OFFICIALS), unit="xa-b")
    with reading(engine) as db:
        assert db.execute(select(tables.participants.c.block)).scalar_one() == "can-bo"


def test_who_has_no_unit_may_still_come_into_a_block_by_age(engine: Engine, tmp_path: Path) -> None:
    visitor = form_of(engine, tmp_path, OFFICIALS, GROWN)
    assert OUTSIDE in visitor.get("/c/thu/register").text
    young = visitor.post("/c/thu/register", data={**citizens.FORM, "unit": "-", "birth_date": "01/01/2015"})
    assert young.status_code == 422
    assert "bạn không thuộc khối nào nên chưa đăng ký được" in young.text
    assert "Người lớn: người từ đủ 18 tuổi khi đăng ký" in young.text
    citizens.sign_up(visitor, unit="-")


def test_nobody_puts_himself_on_the_list_of_the_organisers(engine: Engine, tmp_path: Path) -> None:
    invited = Block("moi", Text("Khách mời"), Joined.LIST)
    visitor = form_of(engine, tmp_path, OFFICIALS, invited)
    refused = visitor.post("/c/thu/register", data={**citizens.FORM, "unit": "-", "block": "moi"})
    assert refused.status_code == 422
    assert "Khách mời: theo danh sách của Ban tổ chức" in refused.text


def test_the_rules_name_the_unit_among_what_is_asked_where_it_decides(engine: Engine, tmp_path: Path) -> None:
    unasked = tuple(replace(one, required=one.name != "unit") for one in citizens.asking().fields)
    with writing(engine) as db:
        asking = citizens.asking(fields=unasked)
        make.running(db, make.contest(registration=asking, blocks=(OFFICIALS,)))
    visitor = citizens.visitor(engine, tmp_path)
    assert "Số điện thoại và Đơn vị" in visitor.get("/c/thu/rules").text
    assert "không bắt buộc" not in visitor.get("/c/thu/register").text


def test_the_rules_say_what_the_form_does(engine: Engine, tmp_path: Path) -> None:
    page = form_of(engine, tmp_path, OFFICIALS).get("/c/thu/rules").text
    assert "ai không thuộc khối nào thì không đăng ký được" in page
