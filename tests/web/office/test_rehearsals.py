"""What the office and the outside see of rehearsals."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, update

from quiz.actions import rehearsing
from quiz.build import build
from quiz.rules.rehearsal_doubts import ENOUGH, Doubt, Served
from quiz.rules.rehearsing import proof
from quiz.settings import Environment, Settings
from quiz.store import audit, rehearsals, tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from quiz.store.rehearsals import Rehearsal
from quiz.web import create_app
from quiz.web.rehearsals import SENTENCES

ROUND = "/office/c/thu/rounds/tuan-1/"
REPORT = "<!doctype html><title>Biên bản</title><p>Đạt</p>"
TOKEN, NONCE = "t" * 40, "0123456789abcdef"
# What no office of these tests is served with.
OTHER = Served("oracle", 3)
SAFE = {"secret_key": "s" * 40, "code_key": "c" * 40, "insecure_cookies": True}


def rehearse(engine: Engine, state: ContestState, now: datetime, **changed: Any) -> Rehearsal:
    """A rehearsal of the first round with these papers and this build, an hour ago unless said otherwise."""
    this = state.rounds[0]
    with writing(engine) as db:
        papers = rehearsals.paper_versions(db, this.id)
        told = Rehearsal(
            public_id="bien-ban-1",
            verdict="passed",
            build=build(),
            papers=papers,
            digest=rehearsing.papers_digest(papers),
            target="",
            operator="ky-thuat@may",
            participants=12_000,
            attempts=20_000,
            figures={"checks": []},
            report_name="thu-tuan-1.html",
            report_digest="0" * 64,
            started_at=now - timedelta(hours=2),
            finished_at=now - timedelta(hours=1),
        )
        told = replace(told, **changed)
        rehearsing.keep(db, state, this, told, REPORT, now=now)
    return told


def test_a_round_that_was_never_rehearsed_says_so_and_still_opens(organiser: FlaskClient) -> None:
    page = organiser.get(ROUND).text
    assert "chưa được diễn tập" in page
    assert "quiz rehearse thu tuan-1" in page
    assert "Đang mở" in page


def test_a_fresh_rehearsal_is_shown_without_a_warning(
    organiser: FlaskClient, engine: Engine, state: ContestState, now: datetime
) -> None:
    rehearse(engine, state, now)
    page = organiser.get(ROUND).text
    assert "thu-tuan-1.html" in page
    assert "12.000 người" in page
    assert "notice warn" not in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"verdict": "failed"}, "không đạt"),
        ({"build": "0.0+0000000000"}, "Phần mềm đã thay đổi"),
        ({"digest": "0" * 64}, "Đề đã thay đổi"),
        ({"figures": {"asked": asdict(replace(ENOUGH, minutes=0.5))}}, "chưa đủ 5 phút"),
        ({"figures": {"asked": asdict(replace(ENOUGH, p95=60_000))}}, "đã nới giới hạn"),
        ({"figures": {"asked": asdict(replace(ENOUGH, served=OTHER))}}, "loại cơ sở dữ liệu khác"),
        ({"figures": {"asked": asdict(replace(ENOUGH, served=OTHER))}}, "số tiến trình máy chủ khác"),
    ],
)
def test_a_rehearsal_that_does_not_count_any_more_says_why(
    organiser: FlaskClient,
    engine: Engine,
    state: ContestState,
    now: datetime,
    changed: dict[str, object],
    said: str,
) -> None:
    rehearse(engine, state, now, **changed)
    page = organiser.get(ROUND).text
    assert said in page
    assert "notice warn" in page
    assert "thu-tuan-1.html" in page


def test_how_hard_a_rehearsal_was_stands_beside_its_verdict(
    organiser: FlaskClient, engine: Engine, state: ContestState, now: datetime
) -> None:
    served = {"database": "postgresql", "workers": 3}
    asked = {"minutes": 0.5, "p95": 60_000, "hand_in_p99": 2_000, "served": served}
    rehearse(engine, state, now, figures={"asked": asked})
    page = organiser.get(ROUND).text
    assert "0,5 phút mỗi kịch bản; mọi trang trong 60.000 ms, nộp bài trong 2.000 ms" in page
    assert 'class="state open">Đạt' in page
    assert "<dd>PostgreSQL, 3 tiến trình</dd>" in page


def test_every_doubt_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Doubt)


@pytest.mark.parametrize(("minutes", "is_old"), [(-5, False), (5, True)])
def test_a_rehearsal_is_too_old_after_a_week(
    organiser: FlaskClient, engine: Engine, state: ContestState, now: datetime, minutes: int, is_old: bool
) -> None:
    ended = now - timedelta(days=7, minutes=minutes)
    rehearse(engine, state, now, started_at=ended, finished_at=ended)
    assert ("quá 7 ngày" in organiser.get(ROUND).text) is is_old


def test_only_the_last_rehearsal_counts(
    organiser: FlaskClient, engine: Engine, state: ContestState, now: datetime
) -> None:
    rehearse(engine, state, now, finished_at=now - timedelta(days=8), started_at=now - timedelta(days=9))
    assert "quá 7 ngày" in organiser.get(ROUND).text
    rehearse(engine, state, now, public_id="bien-ban-2")
    assert "notice warn" not in organiser.get(ROUND).text


def test_the_report_opens_as_it_was_written_and_may_do_nothing(
    organiser: FlaskClient, engine: Engine, state: ContestState, now: datetime
) -> None:
    told = rehearse(engine, state, now)
    answer = organiser.get(f"{ROUND}rehearsals/{told.public_id}")
    assert answer.text == REPORT
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert organiser.get(f"{ROUND}rehearsals/khac").status_code == 404
    assert organiser.get(f"/office/c/thu/rounds/tuan-2/rehearsals/{told.public_id}").status_code == 404


def test_the_verdict_stands_in_the_audit_chain(engine: Engine, state: ContestState, now: datetime) -> None:
    rehearse(engine, state, now)
    with reading(engine) as db:
        [entry] = [one for one in audit.latest(db, "thu") if one.act == "round.rehearse"]
        assert audit.verify(db, "thu") is None
    assert entry.detail["verdict"] == "passed"


def ask(
    engine: Engine, environment: Environment, token: str | None, nonce: str = NONCE
) -> tuple[int, object]:
    address = engine.url.render_as_string(hide_password=False)
    settings = Settings(environment=environment, rehearsal_token=token, database_url=address, **SAFE)  # type: ignore[arg-type]
    client = create_app(settings, engine).test_client()
    answer = client.get(f"/rehearsal?nonce={nonce}&contest=thu&round=tuan-1")
    return answer.status_code, answer.get_json(silent=True)


def test_a_staging_site_proves_itself_with_its_papers(engine: Engine, state: ContestState) -> None:
    status, told = ask(engine, Environment.STAGING, TOKEN)
    assert status == 200
    assert isinstance(told, dict)
    assert told["papers"][""]["version"] == 1
    assert told.pop("proof") == proof(TOKEN, NONCE, told)


def test_a_staging_site_tells_which_rounds_are_open_and_what_serves_it(
    engine: Engine, state: ContestState
) -> None:
    told = ask(engine, Environment.STAGING, TOKEN)[1]
    assert isinstance(told, dict)
    assert told["open"] == ["tuan-1"]
    assert told["served"] == {"database": engine.dialect.name, "workers": 2}
    with writing(engine) as db:
        db.execute(update(tables.rounds).where(tables.rounds.c.slug == "tuan-1").values(state="closed"))
    told = ask(engine, Environment.STAGING, TOKEN)[1]
    assert isinstance(told, dict)
    assert told["open"] == []


@pytest.mark.parametrize("environment", [Environment.PRODUCTION, Environment.DEMO])
def test_no_other_site_can_prove_to_be_staging(
    engine: Engine, state: ContestState, environment: Environment
) -> None:
    assert ask(engine, environment, TOKEN)[0] == 404


def test_a_staging_site_without_token_or_nonce_proves_nothing(engine: Engine, state: ContestState) -> None:
    assert ask(engine, Environment.STAGING, None)[0] == 404
    assert ask(engine, Environment.STAGING, TOKEN, "nonce")[0] == 404
