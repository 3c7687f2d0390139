"""What a person chose, and where they were going, stays whatever form they meet on the way."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.citizens import FORM


def test_a_unit_once_chosen_is_not_said_to_fit_nothing(visitor: FlaskClient) -> None:
    page = visitor.post("/c/thu/register", data={**FORM, "q": "nui a", "phone": "12"}).text
    assert "checked" in page.split('value="xa-a"')[1][:20]
    assert "Không có đơn vị nào khớp" not in page
    nothing = visitor.post("/c/thu/register", data={**FORM, "q": "zzzz", "phone": "12"}).text
    assert "Không có đơn vị nào khớp “zzzz”" in nothing


def test_whoever_belongs_to_no_unit_corrects_the_rest_without_choosing_again(visitor: FlaskClient) -> None:
    assert visitor.post("/c/thu/register", data={**FORM, "unit": "-"}).status_code == 303
    page = visitor.get("/c/thu/me").text
    assert 'name="unit" value="-" checked' in page


def test_the_way_on_survives_a_change_between_signing_up_and_in(visitor: FlaskClient) -> None:
    on = "next=/c/thu/r/tuan-1/"
    assert f'href="/c/thu/sign-in?{on}"' in visitor.get(f"/c/thu/register?{on}").text
    assert f'href="/c/thu/register?{on}"' in visitor.get(f"/c/thu/sign-in?{on}").text


@pytest.mark.parametrize("wanted", ["/c/thu/../../office/", "/c/thu/%2e%2e/%2e%2e/office/", "/c/thu/./x"])
def test_no_way_on_climbs_out_of_the_contest(visitor: FlaskClient, wanted: str) -> None:
    answer = visitor.post("/c/thu/register", data={**FORM, "next": wanted})
    assert answer.location == "/c/thu/code"


def test_faults_are_listed_in_the_order_of_the_form(visitor: FlaskClient) -> None:
    listed = visitor.post("/c/thu/register", data={"name": "Vàng Thị Thử"}).text.split('class="faults"')[1]
    places = [listed.index(f'href="#f-{name}') for name in ("birth_date", "phone", "unit", "consent-")]
    assert places == sorted(places)
