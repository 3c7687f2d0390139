"""The office page of units: a list with moves and mergers goes in, and the page says what became of each."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from quiz.store.contests import ContestState

UNITS = "/office/c/thu/units/"
LIST = """unit,parent,name,groups,headcount,valid_from,valid_to,successor
tinh,,Tỉnh Thử,,,,,
xa-a,tinh,Xã Núi A,,100,,DAY,phuong
xa-b,tinh,Xã Núi B,,,,DAY,
xa-b,phuong,,,,DAY,,
phuong,tinh,Phường Mới,,,DAY,,
"""


def load(client: FlaskClient, text: str, lang: str = "vi") -> tuple[int, str]:
    file = (io.BytesIO(text.encode()), "don-vi.csv")
    answer = client.post(UNITS, data={"file": file}, headers={"Accept-Language": lang})
    return answer.status_code, answer.text


def test_moves_and_mergers_are_loaded_and_told_beside_the_unit(
    organiser: FlaskClient, state: ContestState
) -> None:
    day = state.rounds[0].opens_at - timedelta(days=2)
    assert load(organiser, LIST.replace("DAY", f"{day:%Y-%m-%d}"))[0] == 303
    page = organiser.get(UNITS).text
    assert f"nhập vào Phường Mới từ ngày {day:%d/%m/%Y}" in page
    assert f"về Phường Mới từ ngày {day:%d/%m/%Y}" in page


def test_a_merger_inside_a_round_is_refused_by_its_line_and_the_tree_stays(
    organiser: FlaskClient, state: ContestState
) -> None:
    day = state.rounds[0].opens_at + timedelta(days=3)
    status, page = load(organiser, LIST.replace("DAY", f"{day:%Y-%m-%d}"))
    assert status == 422
    assert "giữa vòng “tuan-1”" in page
    assert "Phường Mới" not in organiser.get(UNITS).text


def test_a_number_of_people_may_be_written_as_people_write_it(organiser: FlaskClient) -> None:
    sent = {"headcount": "1.250", "population": "", "reason": "báo cáo"}
    assert organiser.post(f"{UNITS}xa-a", data=sent).status_code == 303
    assert 'name="headcount" inputmode="numeric" value="1250"' in organiser.get(f"{UNITS}xa-a").text


@pytest.mark.parametrize(
    "sent",
    [
        {"headcount": "khoảng 100", "population": "12", "reason": "báo cáo"},
        {"headcount": "12,5", "population": "12", "reason": "báo cáo"},
        {"headcount": "9" * 12, "population": "12", "reason": "báo cáo"},
        {"headcount": "90", "population": "12", "reason": ""},
    ],
)
def test_a_size_that_cannot_be_taken_is_said_and_what_was_typed_is_kept(
    organiser: FlaskClient, sent: dict[str, str]
) -> None:
    answer = organiser.post(f"{UNITS}xa-a", data=sent)
    assert (answer.status_code, answer.text.count('role="alert"')) == (422, 1)
    for name, typed in sent.items():
        assert f'name="{name}"' in answer.text
        assert f'value="{typed}"' in answer.text
    assert 'value="100"' in organiser.get(f"{UNITS}xa-a").text
