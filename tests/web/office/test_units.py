"""The office page of units: a list with moves and mergers goes in, and the page says what became of each."""

from __future__ import annotations

import io

from flask.testing import FlaskClient

UNITS = "/office/c/thu/units/"
LIST = """unit,parent,name,groups,headcount,valid_from,valid_to,successor
tinh,,Tỉnh Thử,,,,,
xa-a,tinh,Xã Núi A,,100,,2026-11-20,phuong
xa-b,tinh,Xã Núi B,,,,2026-11-20,
xa-b,phuong,,,,2026-11-20,,
phuong,tinh,Phường Mới,,,2026-11-20,,
"""


def load(client: FlaskClient, text: str, lang: str = "vi") -> tuple[int, str]:
    file = (io.BytesIO(text.encode()), "don-vi.csv")
    answer = client.post(UNITS, data={"file": file}, headers={"Accept-Language": lang})
    return answer.status_code, answer.text


def test_moves_and_mergers_are_loaded_and_told_beside_the_unit(organiser: FlaskClient) -> None:
    assert load(organiser, LIST)[0] == 303
    page = organiser.get(UNITS).text
    assert "nhập vào Phường Mới từ ngày 20/11/2026" in page
    assert "về Phường Mới từ ngày 20/11/2026" in page


def test_a_merger_inside_a_round_is_refused_by_its_line_and_the_tree_stays(organiser: FlaskClient) -> None:
    status, page = load(organiser, LIST.replace("2026-11-20,phuong", "2026-11-25,phuong"))
    assert status == 422
    assert "giữa vòng “tuan-1”" in page
    assert "Phường Mới" not in organiser.get(UNITS).text
