"""A walk through the pages of citizens and of the office in English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.routing import Rule

from quiz.store import roles, sessions, tables
from quiz.store.engine import reading, writing
from tests import citizens, clerk, make
from tests.citizens import LATER
from tests.english import left_in, told_by_people
from tests.make import DAY
from tests.play import Play

# Files and answers to programs.
NO_PAGES = {"static", "health.alive", "health.ready", "metrics.metrics", "office_people.template"}
MANY = 50
NOON = LATER + 2 * DAY


class Site:
    """A contest with a provisional result, one in play, and somebody signed in to each side of it."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.closed = citizens.announced(engine)
        with writing(engine) as db:
            value = make.contest("dang-mo", opens=NOON - DAY)
            self.open = make.running(db, value, now=NOON - DAY)
            person = make.participant(db, self.open, phone="0911111111", now=NOON)
            self.sheet = Play(self.open).start(db, person.token, now=NOON)
            staff = clerk.hired(db, "xem-trang", "organiser", self.closed.id)
            for role, place in (("organiser", self.open.id), ("operator", None)):
                roles.give(db, staff, role, contest_id=place, unit_id=None, now=NOON)
            seat = sessions.open_for_staff(db, staff, agent_class="test", now=NOON)
        self.citizen = self._browser(folder, f"c:{person.token}")
        self.office = self._browser(folder, f"s:{seat}")

    def _browser(self, folder: Path, claim: str) -> FlaskClient:
        client = citizens.visitor(self.engine, folder, NOON)
        with client.session_transaction() as cookie:
            cookie["_user_id"] = claim
            cookie["_fresh"] = True
        return client

    def pages(self, slug: str) -> Iterator[tuple[str, str]]:
        """Name and address of every page that lies at a known address of this contest."""
        known = self._known(slug)
        for rule in self.citizen.application.url_map.iter_rules():
            is_page = "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES
            if is_page and rule.arguments <= set(known):
                yield rule.endpoint, self._address(rule, known)

    def _address(self, rule: Rule, known: dict[str, Any]) -> str:
        values = {name: known[name] for name in rule.arguments}
        if rule.endpoint == "office_units.edit":
            values["code"] = "xa-a"
        with self.citizen.application.test_request_context():
            return self.citizen.application.url_for(rule.endpoint, **values, lang="en")

    def _known(self, slug: str) -> dict[str, Any]:
        contest = self.closed if slug == self.closed.slug else self.open
        with reading(self.engine) as db:
            person = select(tables.participants.c.code).where(tables.participants.c.contest_id == contest.id)
            attempt = select(tables.attempts.c.receipt).where(tables.attempts.c.contest_id == contest.id)
            return {
                "slug": slug,
                "round_slug": "tuan-1",
                "scope": "tuan-1",
                "table": "don-vi",
                "block": "-",
                "code": db.execute(person).scalars().first(),
                "receipt": db.execute(attempt).scalars().first(),
                "public_id": self.sheet,
                "bank_slug": db.execute(select(tables.banks.c.slug)).scalars().first(),
                "item_slug": "cau-1",
            }


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_no_page_in_english_keeps_a_vietnamese_sentence(engine: Engine, tmp_path: Path) -> None:
    site = Site(engine, tmp_path)
    seen, left = set[str](), dict[str, list[str]]()
    for slug in (site.closed.slug, site.open.slug):
        with reading(engine) as db:
            told = told_by_people(db)
        for name, address in site.pages(slug):
            browser = site.office if address.startswith("/office") else site.citizen
            answer = browser.get(address)
            if answer.status_code == 200:
                seen.add(name)
            if answer.mimetype == "text/html" and (found := left_in(answer.text, told)):
                left[f"{address} ({answer.status_code})"] = found
    assert left == {}
    assert len(seen) > MANY
