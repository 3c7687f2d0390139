"""What balancers and people on call ask a running node."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

from sqlalchemy import Engine, text

from quiz.store.engine import writing
from tests.provision.server import Server


def asked(address: str) -> tuple[int, Any]:
    """Status and document of an address."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)


def test_a_running_node_is_alive_and_ready(server: Server) -> None:
    assert asked(f"{server.url}/healthz") == (200, {"status": "alive"})
    assert asked(f"{server.url}/readyz") == (200, {"status": "ready"})


def test_a_node_is_not_ready_for_another_schema_but_still_alive(server: Server, engine: Engine) -> None:
    with writing(engine) as db:
        was = db.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        db.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    try:
        assert asked(f"{server.url}/readyz") == (503, {"status": "schema"})
        assert asked(f"{server.url}/healthz") == (200, {"status": "alive"})
    finally:
        with writing(engine) as db:
            db.execute(text("UPDATE alembic_version SET version_num = :was"), {"was": was})
