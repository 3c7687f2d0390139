"""The link to the other language leads to a page, whatever was answered."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from quiz.store.engine import writing
from tests import citizens, clerk, make

ROUND = "/office/c/thu/rounds/tuan-1/"
KNOWN = {"slug": "thu", "round_slug": "tuan-1", "code": "khong-co", "login": "khong-co", "act": "reset"}


def other_language(answer: TestResponse) -> str:
    """Where the link to the page in the other language leads."""
    found = re.search(r'href="([^"]+)" lang="(?:en|vi)"', answer.text)
    assert found, answer.text
    return html.unescape(found[1])


@pytest.fixture
def organiser(engine: Engine) -> FlaskClient:
    with writing(engine) as db:
        state = make.running(db)
    return clerk.office(engine, contest_id=state.id)


@pytest.mark.parametrize(
    ("sent_from", "link"),
    [
        (f"http://localhost{ROUND}?tab=1&lang=vi", f"{ROUND}?tab=1&lang=en"),
        (f"http://localhost{ROUND}close", f"{ROUND}?lang=en"),
        ("https://elsewhere.example/office/", f"{ROUND}?lang=en"),
        ("", f"{ROUND}?lang=en"),
    ],
)
def test_after_a_refused_step_it_leads_to_the_page_with_the_form(
    organiser: FlaskClient, sent_from: str, link: str
) -> None:
    answer = organiser.post(f"{ROUND}extend", headers={"Referer": sent_from})
    assert answer.status_code == 422
    assert other_language(answer) == link
    assert organiser.get(link).status_code == 200


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_no_refused_form_of_the_office_leads_to_an_address_without_a_page(organiser: FlaskClient) -> None:
    seen = 0
    for rule in organiser.application.url_map.iter_rules():
        takes_forms = "POST" in (rule.methods or ()) and rule.rule.startswith("/office/c/")
        built = rule.build(KNOWN, append_unknown=False) if rule.arguments <= set(KNOWN) else None
        if not takes_forms or not built:
            continue
        answer = organiser.post(built[1])
        if answer.status_code >= 400 and answer.mimetype == "text/html":
            seen += 1
            assert organiser.get(other_language(answer)).status_code != 405, built[1]
    assert seen > 10


def test_opening_an_address_that_takes_only_forms_leads_on_to_a_page(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as db:
        make.running(db)
    client = citizens.visitor(engine, tmp_path)
    answer = client.get("/c/thu/sign-out")
    assert answer.status_code == 405
    assert other_language(answer) == "/c/thu/?lang=en"
