"""The order of tied people as somebody types it in the office."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests import make
from tests.web.office.test_decisions import AT, OFFICE, organiser, people, tie

__all__ = ["organiser", "people"]


def test_one_of_two_tied_people_may_be_named_alone_in_small_letters_and_gets_the_prize(
    organiser: FlaskClient, people: dict[str, make.Person]
) -> None:
    refused = organiser.post(AT, data=tie("KHONG-CO"))
    assert [refused.status_code, "hãy xem lại: KHONG-CO" in refused.text] == [422, True]
    assert organiser.post(AT, data=tie(people["Bá"].code.lower())).status_code == 303
    assert "Không có giải nào chờ" in organiser.get(AT).text
    result = organiser.get(f"{OFFICE}/results/tuan-1/").text
    assert f'<p class="inside mono">{people["Bá"].code}</p>' in result
