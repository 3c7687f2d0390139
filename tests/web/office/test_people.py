"""Bulk enrolment: faults by row before anybody is enrolled, slips with codes that are told once."""

from __future__ import annotations

import io
import re
from typing import Any

from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import Engine, func, select

from quiz.store import tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading
from tests import clerk

PEOPLE = "/office/c/thu/people/"
HEADER = ("STT", "Họ và tên", "Ngày sinh", "Số điện thoại", "Đơn vị", "Số báo danh")
GOOD = (
    (1, "Vàng Thị Một", "01/02/2010", "", "Xã Núi A", "HS001"),
    (2, "Sùng Văn Hai", "03/04/2011", "912345678", "xa-b", ""),
    (3, "Lò Thị Ba", "05/06/2012", "", "Tỉnh Thử › Xã Núi B", ""),
)


def roster(*rows: tuple[Any, ...]) -> io.BytesIO:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("Trường THCS Thử: danh sách dự thi",))
    for row in (HEADER, *rows):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def upload(client: FlaskClient, *rows: tuple[Any, ...]) -> str:
    answer = client.post(PEOPLE, data={"file": (roster(*rows), "lop-9a.xlsx")})
    assert answer.status_code == 303, answer.text
    return answer.location


def enrolled(engine: Engine) -> int:
    with reading(engine) as db:
        return int(db.execute(select(func.count()).select_from(tables.participants)).scalar_one())


def test_nobody_is_enrolled_by_looking_at_the_list(engine: Engine, organiser: FlaskClient) -> None:
    page = organiser.get(upload(organiser, *GOOD))
    assert "Vàng Thị Một" in page.text
    assert enrolled(engine) == 0


def test_faults_are_named_by_row_and_column_and_nobody_is_enrolled(
    engine: Engine, organiser: FlaskClient
) -> None:
    wrong = ((4, "Bốn", "31/02/2010", "", "Xã Núi A", ""), (5, "Năm", "01/01/2010", "", "Xã Không Có", ""))
    preview = upload(organiser, *GOOD, *wrong)
    page = organiser.get(preview).text
    cells = re.findall(r'<td class="number">(\d+)</td><td>(Ngày sinh|Đơn vị)</td>', page)
    assert cells == [("6", "Ngày sinh"), ("7", "Đơn vị")]
    assert organiser.post(f"{preview}/confirm").status_code == 409
    assert enrolled(engine) == 0


def test_everybody_gets_a_slip_with_number_code_and_picture_until_they_are_printed(
    engine: Engine, organiser: FlaskClient
) -> None:
    slips = organiser.post(f"{upload(organiser, *GOOD)}/confirm").location
    page = organiser.get(slips)
    assert enrolled(engine) == 3
    assert len(re.findall(r'class="secret">\d{4} \d{4}<', page.text)) == 3
    assert page.text.count("data:image/svg+xml") == 3
    assert "HS001" in page.text
    organiser.post(slips)
    assert organiser.get(slips).status_code == 404


def test_the_codes_stand_nowhere_in_the_database(engine: Engine, organiser: FlaskClient) -> None:
    slips = organiser.post(f"{upload(organiser, *GOOD)}/confirm").location
    codes = [one.replace(" ", "") for one in re.findall(r'secret">(\d{4} \d{4})<', organiser.get(slips).text)]
    with reading(engine) as db:
        kept = str(db.execute(select(tables.uploads.c.report)).scalars().all())
    assert codes
    assert [one for one in codes if one in kept] == []


def test_a_telephone_that_lost_its_zero_in_excel_gets_it_back(engine: Engine, organiser: FlaskClient) -> None:
    organiser.post(f"{upload(organiser, *GOOD)}/confirm")
    with reading(engine) as db:
        phones = set(db.execute(select(tables.person_details.c.phone)).scalars())
    assert "0912345678" in phones


def test_the_same_list_again_enrols_nobody_twice(engine: Engine, organiser: FlaskClient) -> None:
    for _ in range(2):
        organiser.post(f"{upload(organiser, *GOOD)}/confirm")
    assert enrolled(engine) == 3


def test_a_list_without_a_header_is_refused_with_one_sentence(organiser: FlaskClient) -> None:
    answer = organiser.post(PEOPLE, data={"file": (io.BytesIO(b"1,2,3\n4,5,6\n"), "la.csv")})
    assert answer.status_code == 422
    assert "hàng tiêu đề" in answer.text


def test_the_template_is_understood_by_the_reader_itself(organiser: FlaskClient) -> None:
    template = organiser.get(f"{PEOPLE}template.csv")
    answer = organiser.post(PEOPLE, data={"file": (io.BytesIO(template.data), "mau.csv")})
    assert "Nguyễn Văn Mẫu" in organiser.get(answer.location).text


def test_a_cancelled_list_leaves_no_personal_details(engine: Engine, organiser: FlaskClient) -> None:
    preview = upload(organiser, *GOOD)
    organiser.post(f"{preview}/cancel")
    with reading(engine) as db:
        assert "Vàng" not in str(db.execute(select(tables.uploads.c.report)).scalars().all())


def test_an_editor_of_questions_sees_no_people(engine: Engine, state: ContestState) -> None:
    editor = clerk.office(engine, "editor", contest_id=state.id, login="bien-tap")
    assert editor.get(PEOPLE).status_code == 403
