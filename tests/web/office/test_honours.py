"""The honours list: entered by hand, every change written down."""

from __future__ import annotations

from sqlalchemy import Engine, select

from quiz.store import audit, tables
from quiz.store.engine import reading, writing
from tests import clerk, make

GIVEN = {
    "kind": "collective",
    "reason": "Thành tích xuất sắc",
    "decision_number": "1/QĐ-UBND",
    "decision_date": "2022-10-25",
    "signer": "Chủ tịch",
}


def test_honours_are_added_ordered_corrected_and_taken_out(engine: Engine) -> None:
    with writing(engine) as db:
        state = make.running(db)
    organiser = clerk.office(engine, contest_id=state.id)
    page = "/office/c/thu/honours/"
    given = GIVEN
    assert organiser.post(page, data={**given, "name": ""}).status_code == 422
    for name in ("Sở Một", "Sở Hai"):
        assert organiser.post(page, data={**given, "name": name}).status_code == 303
    with reading(engine) as db:
        first, second = db.execute(select(tables.honours.c.id).order_by(tables.honours.c.position)).scalars()
    assert organiser.post(f"{page}{second}/up").status_code == 303
    assert organiser.post(f"{page}{first}/remove").status_code == 422
    assert (
        organiser.post(f"{page}{first}", data={**given, "name": "Sở 1", "why": "viết sai"}).status_code == 303
    )
    listed = organiser.get(page).text
    assert listed.index("Sở Hai") < listed.index("Sở 1")
    assert organiser.post(f"{page}{first}/remove", data={"why": "rút"}).status_code == 303
    assert "Sở 1" not in organiser.get(page).text
    assert organiser.get(f"{page}{first}").status_code == 404
    with reading(engine) as db:
        acts = [one.act for one in audit.latest(db, "thu")]
    assert acts[:5] == ["honour.remove", "honour.change", "honour.move", "honour.add", "honour.add"]
    told = organiser.get("/office/c/thu/audit").text
    assert "thành tích: Thành tích xuất sắc" in told, "as it was typed"
